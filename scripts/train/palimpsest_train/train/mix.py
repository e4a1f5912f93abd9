"""Mix the weights of expectations, and put the mixture into a denoiser.

  palimpsest-train mix narrow/weights.pt wide/weights.pt --shares 0.75 0.25 --out mixed.pt
  palimpsest-train mix narrow/weights.pt wide/weights.pt --shares 0.75 0.25 --into weights.pt --out weights-mixed.pt

The expectations must be runs of one origin, each begun where another ended; a mean of such weights is mostly nearer to the truth
than each of them. The first command writes an expectation, for palimpsest-train denoiser --expectation; the second a whole model,
the one of --into with the mixture as its expectation.
"""
import os

from palimpsest_train.data import vocabulary
from palimpsest_train.errors import BadInput
from palimpsest_train.model.weights import EXPECTATION, expectation_weights, mixture, read_weights, save_weights


def add_arguments(ap):
    ap.add_argument("expectations", nargs="+", metavar="WEIGHTS", help="weights.pt of an expectation or of a whole model, or exported folder")
    ap.add_argument("--shares", nargs="+", type=float, metavar="SHARE", help="one a WEIGHTS, adding up to 1 (default: equal ones)")
    ap.add_argument("--into", metavar="WEIGHTS", help="weights of a denoiser that gets the mixture")
    ap.add_argument("--out", required=True, metavar="FILE", help="file to write")


def run(a):
    shares = a.shares or [1 / len(a.expectations)] * len(a.expectations)
    if len(shares) != len(a.expectations):
        raise BadInput(f"--shares ({len(shares)} numbers) must be one for each of the {len(a.expectations)} expectations.")
    if min(shares) < 0 or abs(sum(shares) - 1) > 1e-6:
        raise BadInput(f"--shares ({', '.join(f'{s:g}' for s in shares)}) must be 0 or more and add up to 1.")
    states = [expectation_weights(path) for path in a.expectations]
    for path, state in zip(a.expectations, states):
        if {k: v.shape for k, v in state.items()} != {k: v.shape for k, v in states[0].items()}:
            raise BadInput(f"{path} must hold an expectation as {a.expectations[0]} does; name weights of one network.")
    mixed = mixture(states, shares)
    folder = os.path.dirname(os.path.abspath(a.out))
    os.makedirs(folder, exist_ok=True)
    if a.into:
        mixed = read_weights(a.into) | {EXPECTATION + k: v for k, v in mixed.items()}
        vocabulary.beside(a.into).save(folder)
    save_weights(a.out, mixed)
    print(f"{a.out}: " + " + ".join(f"{share:g} × {path}" for share, path in zip(shares, a.expectations)) + (f", in {a.into}" if a.into else ""))
