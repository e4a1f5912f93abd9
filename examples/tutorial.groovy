// docs/tutorial.md without hands: a fill, and the same fill re-guided by one stroke on frame 9.
// Variables: image (nuclei.tif with the selection makeOval(228, 84, 56, 56); in Fiji's script editor begin with "#@ ImagePlus image").
// Returns the plain result and the re-guided one.
import io.github.palimpsest.Palimpsest
import java.awt.Color

def session = Palimpsest.open()
    .with(model: "micrographs + this image", prompt: "fluorescence nuclei", steps: 20, seed: 1)
    .start(image)
session.step(20)

// frame 9 is the estimate after step 8
def branch = session.branch(8)
def ip = branch.stepStack().getProcessor()
ip.setColor(Color.gray)
ip.setLineWidth(20)
ip.moveTo(258, 98)
ip.lineTo(258, 98)
ip.lineTo(262, 110)
// held for 6 steps, so that the last 6 are the model's
branch.inject(1, 6)
def guided = branch.finish().result()

[session.finish().result(), guided]
