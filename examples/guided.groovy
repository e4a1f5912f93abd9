// A session: look at the estimate after step 6, paint on it, take the paint in, finish.
// Needs an open image with a selection.
#@ ImagePlus image
#@output ImagePlus result
import io.github.palimpsest.Palimpsest

def session = Palimpsest.open()
    .with(prompt: "fluorescence nuclei", steps: 12, seed: 7)
    .start(image)
session.step(6)

// frame k + 1 of the step stack is the estimate after step k, in the image's own intensities
def stack = session.stepStack()
def ip = stack.getProcessor()
ip.setValue(ip.getStatistics().max)
ip.fillOval(36, 30, 10, 8)
session.inject(0.9)

// a branch goes its own way; the session goes on as if it had never been
def other = session.branch()
other.set("guidance", 3)
def alternative = other.finish().result()

def outcome = session.finish()
result = outcome.result()
