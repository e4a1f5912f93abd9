// A segmentation: ovals say where nuclei are; a control net for segmentation puts them there.
// Variables: image (an ImagePlus with a selection), and if wanted model: one with a control net named segmentation. Returns the result.
// In Fiji's script editor begin with "#@ ImagePlus image" and "#@ String (value=micrographs) model".
import ij.gui.OvalRoi
import ij.gui.Overlay
import io.github.palimpsest.Palimpsest

def overlay = new Overlay()
[new OvalRoi(31, 27, 10, 9), new OvalRoi(42, 32, 9, 10)].each {
    it.setProperty("palimpsest.role", "control")
    overlay.add(it)
}
image.setOverlay(overlay)

def name = binding.hasVariable("model") ? model : "micrographs"
Palimpsest.open(name)
    .with(prompt: "nuclei", control: "segmentation", steps: 8, seed: 7)
    .inpaint(image)
    .result()
