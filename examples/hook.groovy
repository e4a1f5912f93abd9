// Change the model's mind at step 5: its clean estimate becomes a little darker, and the sampler goes on from there.
// Variables: image (an ImagePlus with a selection; in Fiji's script editor begin with "#@ ImagePlus image"). Returns the result.
import io.github.palimpsest.Palimpsest
import io.github.palimpsest.sample.StepHook

// view.denoised() is [channels, height, width] in the model's -1...1; what the hook writes there counts
def darker = [afterGuidance: { view ->
    if (view.step() == 5) view.map { it - 0.2d }
}] as StepHook

Palimpsest.open("micrographs")
    .with(prompt: "fluorescence nuclei", steps: 10, seed: 7)
    .inpaint(image, darker)
    .result()
