// Change the model's mind at step 5: its clean estimate becomes a little darker, and the sampler goes on from there.
// Variables: image (an ImagePlus with a selection). Returns the result.
import io.github.palimpsest.job.Jobs
import io.github.palimpsest.job.Monitor
import io.github.palimpsest.request.Request
import io.github.palimpsest.sample.StepHook

def request = Request.of("prompt", "fluorescence nuclei", "steps", 10, "seed", 7)

// view.denoised() is [channels, height, width] in the model's -1...1; what the hook writes there counts
def darker = [afterGuidance: { view ->
    if (view.step() == 5) view.map { it - 0.2d }
}] as StepHook

Jobs.inpaint(image, request, Monitor.SILENT, darker).result()
