// A diffusers pipeline that scripts/export_model.py has exported: what it is, then a fill with it.
// Variables: image (an ImagePlus with a selection), model (the exported folder). Returns the result.
// In Fiji's script editor begin with "#@ ImagePlus image" and "#@ File (style=directory) model".
import io.github.palimpsest.Palimpsest

def p = Palimpsest.open(model.toString())
def folder = p.model()
assert folder.hasText() : "this example gives the model words"
println "${folder.name()}: ${folder.channels()} latent channels, control nets ${folder.controlNets()*.kind()}"

p.with(prompt: "bright nuclei", negative: "blurry", guidance: 3, scheduler: "Euler a", steps: 4, seed: 7, context: "Whole image")
    .inpaint(image)
    .result()
