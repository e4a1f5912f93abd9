"""Train the bundled inpainting model. Resumable: run the same command again.

  python train.py --data DATA --steps 20000                      (CPU, or --device cuda --batch 256 --compile on a GPU)
  python train.py --data DATA --steps 20000 --init FOLDER        (from an exported model of the same network)

Writes, into $PALIMPSEST_WORK, checkpoints, weights.pt to export, vocabulary.txt and sheets of samples (sheet.py).
"""
import argparse
import os

import torch

import checkpoint
import corpus
import loop
import manifest
import text
import vocabulary
from batches import Batches
from muon import Muon
from net import Denoiser, alphas_sigmas
from sheet import Sheet

WORK = os.environ.get("PALIMPSEST_WORK", os.path.expanduser("~/.cache/palimpsest"))


NAMED = 0.5  # share of crops with labels that teach what one word alone says about a wide hole
HIGH = 0.65  # exponent below 1: more training at high noise, where it is decided what lies in the hole


def build():
    return torch.nn.ModuleDict({"denoiser": Denoiser(), "text": text.TextEncoder()})


def karras_timesteps(u, alpha, sigma, rho=7):
    """u in 0…1 → timesteps spread like those of a Karras sampling run: training goes where sampling goes."""
    ratio = sigma / alpha
    low, high = ratio[0] ** (1 / rho), ratio[-1] ** (1 / rho)
    wanted = (low + u * (high - low)) ** rho
    return torch.searchsorted(ratio, wanted).clamp(max=len(ratio) - 1)


def loss_of(model, alpha, sigma, clean, hole, filled, ids, gen, bf16, residuals=None, lowest=0.0):
    """Squared error of the clean estimate in the hole, in units of the guess's mean square error in that hole (beyond 5 times a
    pixel's own: Huber); a hole weighs the root of its area. residuals(sample, t, words) → down, mid: a control net. lowest: share of the noise levels left out, from below."""
    n = len(clean)
    eps = torch.randn(clean.shape, generator=gen).to(clean.device)
    u = lowest + (1 - lowest) * ((torch.arange(n) + torch.rand(n, generator=gen)) / n) ** HIGH
    t = karras_timesteps(u, alpha, sigma).to(clean.device)
    a, b = (table.to(clean.device)[t].reshape(-1, 1, 1, 1) for table in (alpha, sigma))
    with torch.autocast(clean.device.type, dtype=torch.bfloat16, enabled=bf16):
        sample, words = torch.cat([a * clean + b * eps, hole, filled], 1), model["text"](ids)
        added = residuals(sample, t, words) if residuals else ()
        x0, spread, _ = model["denoiser"].clean(sample, t, words, *added)
    error = ((x0.float() - clean) * hole / spread.float()) ** 2
    # a pixel far outside what the guess allows (a saturated spot) must not decide for all
    error = torch.where(error > 25, 10 * error.clamp(min=1e-6).sqrt() - 25, error)
    inside = lambda x: (x * hole).sum((1, 2, 3), keepdim=True) / hole.sum((1, 2, 3), keepdim=True)
    level = spread.float().square()
    weight = hole / hole.mean((1, 2, 3), keepdim=True).sqrt() * level / inside(level)
    return (error * weight).sum() / weight.sum()


def arguments():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", required=True, help="folder with MANIFEST.csv (prepare.py)")
    ap.add_argument("--steps", type=int, default=20000)
    ap.add_argument("--batch", type=int, default=16)
    ap.add_argument("--size", type=int, default=64)
    ap.add_argument("--rate", type=float, default=4e-4)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--device", default="cpu")
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--compile", action="store_true")
    ap.add_argument("--save", type=int, default=250, help="steps between checkpoints")
    return ap


def words(fields, init):
    """The vocabulary of a run: what it began with; at its beginning that of init or the bundled one, grown by the fields' captions."""
    if checkpoint.begun(WORK):
        return vocabulary.beside(WORK)
    known = (vocabulary.beside(init) if init else vocabulary.Vocabulary()).grown({f.field_id: f.caption for f in fields}.values())
    known.save(WORK)
    return known


def expect(model, ema, weights):
    """Gives the denoiser and its average an expectation."""
    model["denoiser"].expectation.load_state_dict(weights)
    for name, value in weights.items():
        ema["denoiser.expectation." + name].copy_(value)


def main():
    ap = arguments()
    ap.add_argument("--only", default="", metavar="PREFIX", help="train only the parameters whose names start so, such as text.token")
    ap.add_argument("--init", help="weights.pt or exported model folder to start from")
    ap.add_argument("--expectation", metavar="WEIGHTS", nargs="+", help="what expect.py wrote, or the mean of several runs of it, each begun "
                    "where another ended; it is not trained further")
    ap.add_argument("--sheet", type=int, default=1000, help="steps between sample sheets; 0: none")
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    os.makedirs(WORK, exist_ok=True)
    held_out = manifest.held_out(a.data)
    fields = corpus.load(a.data, held_out)
    known = words(fields, a.init)
    batches = Batches(fields, a.size, a.batch, a.seed, known, NAMED)
    model = build()
    if a.init:
        checkpoint.load(model, a.init)
    model.to(a.device)
    model["denoiser"].expectation.requires_grad_(False)
    ema = loop.averaged(model)
    for name, p in model.named_parameters():
        p.requires_grad_(p.requires_grad and name.startswith(a.only))
    opt = Muon(model.named_parameters(), a.rate, 0.0 if a.only else 0.01)
    start = checkpoint.resume(WORK, model, ema, opt)
    if a.expectation:
        expect(model, ema, checkpoint.expectation(*a.expectation))
    unseen = corpus.load(a.data, held_out, keep_held_out=True)
    sheet = Sheet(unseen or fields, a.size, model) if a.sheet else None
    if a.compile:
        model["denoiser"].compile()
    alpha, sigma = alphas_sigmas()
    million = sum(p.numel() for p in model.parameters()) / 1e6
    print(f"{len(fields)} fields, {len(unseen)} held out, {len(known.words)} words, {million:.2f} M parameters, from step {start}", flush=True)

    def loss_at(i):
        gen = torch.Generator().manual_seed(a.seed * 1_000_003 + i)
        return loss_of(model, alpha, sigma, *(b.to(a.device) for b in batches.draw(i)), gen, a.device == "cuda"), {}

    def look(step, averaged):
        if a.sheet and (step % a.sheet == 0 or step == a.steps):
            sheet.write(averaged, os.path.join(WORK, f"sheet-{step:06d}.png"))

    loop.train(a, WORK, model, ema, opt, loss_at, start, look)


if __name__ == "__main__":
    main()
