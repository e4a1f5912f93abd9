"""Train the denoiser and its text encoder. Resumable: run the same command again.

  palimpsest-train denoiser --data DATA --steps 20000 --expectation …/expectation/weights.pt
  palimpsest-train denoiser --data DATA --steps 20000 --init FOLDER        (from an exported model of the same network)

On a GPU: --device cuda --batch 256 --compile. Writes into the run's folder checkpoints, weights.pt to export, vocabulary.txt and
sheets of samples (train/sample_sheet.py).
"""
import os

import torch

from palimpsest_train.data import corpus, vocabulary
from palimpsest_train.data.batches import Batches
from palimpsest_train.data.held_out import held_out_ids
from palimpsest_train.model.denoiser import build
from palimpsest_train.model.noise_schedule import alphas_sigmas
from palimpsest_train.model.weights import expectation_weights, load, mean
from palimpsest_train.paths import work
from palimpsest_train.train import checkpoint, loop
from palimpsest_train.train.loss import loss_of
from palimpsest_train.train.muon import Muon
from palimpsest_train.train.options import add_training_options
from palimpsest_train.train.sample_sheet import SampleSheet

NAMED = 0.5  # share of crops with labels that teach what one word alone says about a wide hole


def words(fields, run, init):
    """The vocabulary of a run. A new run's is that of init, or the bundled one, and words of the fields' captions; it is saved."""
    if checkpoint.begun(run):
        return vocabulary.beside(run)
    known = (vocabulary.beside(init) if init else vocabulary.Vocabulary()).grown({f.field_id: f.caption for f in fields}.values())
    known.save(run)
    return known


def set_expectation(model, ema, weights):
    """Puts the weights of an expectation into the denoiser and its average."""
    model["denoiser"].expectation.load_state_dict(weights)
    for name, value in weights.items():
        ema["denoiser.expectation." + name].copy_(value)


def add_arguments(ap):
    add_training_options(ap, run=work(), steps=20000)
    ap.add_argument("--compile", action="store_true", help="compile the denoiser, for a GPU")
    ap.add_argument("--only", default="", metavar="PREFIX", help="train only the parameters whose names start so, such as text.token")
    ap.add_argument("--init", help="weights.pt or exported model folder to start from")
    ap.add_argument("--expectation", metavar="WEIGHTS", nargs="+", help="weights of an expectation, which is not trained further; of several "
                    "runs, each begun where another ended, the mean")
    ap.add_argument("--sheet", type=int, default=1000, help="steps between sample sheets; 0: none")
    ap.add_argument("--named", type=float, default=NAMED, metavar="SHARE", help="share of the crops with labels that teach one word alone")


def run(a):
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    os.makedirs(a.run, exist_ok=True)
    held_out = held_out_ids(a.data)
    fields = corpus.load(a.data, held_out)
    known = words(fields, a.run, a.init)
    batches = Batches(fields, a.size, a.batch, a.seed, known, a.named)
    model = build()
    if a.init:
        load(model, a.init)
    model.to(a.device)
    model["denoiser"].expectation.requires_grad_(False)
    ema = loop.averaged(model)
    for name, p in model.named_parameters():
        p.requires_grad_(p.requires_grad and name.startswith(a.only))
    opt = Muon(model.named_parameters(), a.rate, 0.0 if a.only else 0.01)
    start = checkpoint.resume(a.run, model, ema, opt)
    if a.expectation:
        set_expectation(model, ema, mean([expectation_weights(path) for path in a.expectation]))
    unseen = corpus.load(a.data, held_out, keep_held_out=True)
    sheet = SampleSheet(unseen or fields, a.size, model) if a.sheet else None
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
            sheet.write(averaged, os.path.join(a.run, f"sheet-{step:06d}.png"))

    loop.train(a, model, ema, opt, loss_at, start, look)
