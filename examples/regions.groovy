// Regions: other words in other places, a part that is only touched up, a part that stays.
// Variables: image (an ImagePlus with a selection; in Fiji's script editor begin with "#@ ImagePlus image"). Returns the result.
import ij.gui.OvalRoi
import ij.gui.Overlay
import ij.gui.Roi
import io.github.palimpsest.Palimpsest

def overlay = new Overlay()
def add = { roi, properties ->
    properties.each { key, value -> roi.setProperty("palimpsest." + key, value) }
    overlay.add(roi)
}
add(new Roi(20, 20, 26, 40), [role: "region", prompt: "dense nuclei"])
add(new Roi(46, 20, 30, 20), [role: "region", prompt: "background"])
add(new Roi(46, 40, 30, 20), [role: "region", prompt: "background", strength: "0.4"])
add(new OvalRoi(56, 24, 8, 8), [role: "freeze"])
image.setOverlay(overlay)

// the prompt of the run is for what no region covers
Palimpsest.open().with(prompt: "fluorescence", steps: 8, seed: 7).inpaint(image).result()
