// A hook that changes the model's estimate at step 5: everything above the middle grey is dimmed,
// and the run goes on from there. Needs an open image with a selection.
#@ ImagePlus image
#@output ImagePlus result
import io.github.palimpsest.Palimpsest
import io.github.palimpsest.sample.StepHook
import io.github.palimpsest.sample.StepView

class Dim implements StepHook {
  // estimates are in model units: -1 is the darkest of the range, 1 the brightest
  void afterGuidance(StepView view) {
    if (view.step() == 5) {
      view.map { v -> v > 0 ? v * 0.5 : v }
    }
  }
}

result = Palimpsest.open("micrographs")
    .with(prompt: "fluorescence nuclei", steps: 10, seed: 7)
    .inpaint(image, new Dim())
    .result()
