// A sketch: two strokes of a pen say where outlines go; a control net for edges follows them.
// Variables: image (an ImagePlus with a selection), and if wanted model: one with a control net named edges. Returns the result.
// In Fiji's script editor begin with "#@ ImagePlus image" and "#@ String (value=micrographs) model".
import ij.gui.Line
import ij.gui.Overlay
import ij.gui.PolygonRoi
import ij.gui.Roi
import io.github.palimpsest.Palimpsest

def strokes = [
    new PolygonRoi([32, 38, 46, 50] as float[], [34, 28, 28, 36] as float[], Roi.POLYLINE),
    new Line(34, 40, 48, 40)
]
def overlay = new Overlay()
strokes.each {
    it.setStrokeWidth(2)
    it.setProperty("palimpsest.role", "control")
    overlay.add(it)
}
image.setOverlay(overlay)

def name = binding.hasVariable("model") ? model : "micrographs"
Palimpsest.open(name)
    .with(control: "edges:lines", controlend: 0.8, steps: 8, seed: 7)
    .inpaint(image)
    .result()
