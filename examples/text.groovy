// Words: the same hole, the same seed, two prompts.
// Variables: image (an ImagePlus with a selection; in Fiji's script editor begin with "#@ ImagePlus image"). Returns both results.
import io.github.palimpsest.Palimpsest

def p = Palimpsest.open().with(steps: 8, seed: 7)
["fluorescence (nuclei:1.2), dense", "fluorescence background"].collect { words ->
    p.with(prompt: words).inpaint(image).result()
}
