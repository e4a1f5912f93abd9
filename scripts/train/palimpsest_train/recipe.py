"""Run every step that makes a model such as the bundled one, from a corpus to a scored model folder with its card.

  palimpsest-train recipe --data DATA --into FOLDER              (two days of a CPU core; stop and start it as you like)
  palimpsest-train recipe --data DATA --into FOLDER --dry-run    (prints the commands)
  palimpsest-train recipe --smoke --into FOLDER                  (minutes: three steps each, on a simulated corpus; fills nothing well)

The steps are those that the bundled weights went through, in today's commands; RECIPE.md says where the two differ. Trainings go on
where they stopped. The model folder is FOLDER/model/NAME, checkpoints lie beside it.
"""
import contextlib
import os
import shlex
import sys

from palimpsest_train import cli
from palimpsest_train.data import simulated
from palimpsest_train.errors import BadInput

# Sizes of crops, crops a step, and learning rates. Expectation: each run begins where the one before ended.
EXPECTATIONS = {
    "expectation-1": dict(steps=3250, size=96, batch=8, rate=3e-4),
    "expectation-2": dict(steps=1400, size=160, batch=3, rate=1.5e-4),
    "expectation-3": dict(steps=5400, size=192, also=96, batch=4, rate=2e-4),
    "expectation-4": dict(steps=4800, size=192, also=96, batch=4, rate=3e-4),
    "expectation-5": dict(steps=4200, size=192, also=96, batch=4, rate=3e-4),
    "expectation-6": dict(steps=2700, size=192, also=96, batch=4, rate=3e-4, seed=2),  # half of it, half of 5
    "expectation-7": dict(steps=4000, size=192, also=96, batch=4, rate=3e-4),
    "expectation-8": dict(steps=4000, size=192, also=96, batch=4, rate=3e-4, seed=2),  # a quarter of it, three of 7
}
# The denoiser, likewise; the expectation that each run is trained around.
DENOISERS = {
    "denoiser-01": dict(steps=7750, size=64, batch=8, rate=4e-4),
    "denoiser-02": dict(steps=1000, size=96, batch=6, rate=4e-4),
    "denoiser-03": dict(steps=8250, size=64, batch=8, rate=4e-4),
    "denoiser-04": dict(steps=8750, size=64, batch=8, rate=8e-4),
    "denoiser-05": dict(steps=3250, size=64, batch=8, rate=4e-4),
    "denoiser-06": dict(steps=4000, size=64, batch=8, rate=3e-4, around="expectation-2"),
    "denoiser-07": dict(steps=600, size=64, batch=8, rate=4e-3, around="expectation-2", only="text.token"),
    "denoiser-08": dict(steps=2600, size=64, batch=8, rate=2.5e-4, around="expectation-2"),
    "denoiser-09": dict(steps=600, size=64, batch=8, rate=1.5e-4, around="expectation-3"),
    "denoiser-10": dict(steps=2350, size=64, batch=8, rate=2.5e-4, around="expectation-3"),
    "denoiser-11": dict(steps=350, size=64, batch=8, rate=1.5e-4, around="expectation-4"),
    "denoiser-12": dict(steps=900, size=64, batch=8, rate=2.5e-4, around="expectation-4"),
    "denoiser-13": dict(steps=700, size=64, batch=8, rate=2e-4, around="expectation-5"),
    "denoiser-14": dict(steps=600, size=64, batch=8, rate=2e-4, around="expectation-5"),
    "denoiser-15": dict(steps=300, size=64, batch=8, rate=1.5e-4, around="expectation-6/mean"),
    "denoiser-16": dict(steps=1500, size=96, batch=4, rate=2e-4, around="expectation-6/mean", named=0.3),
    "denoiser-17": dict(steps=1200, size=96, batch=4, rate=3e-4, around="expectation-7"),
    "denoiser-18": dict(steps=4000, size=96, batch=4, rate=3e-4, around="expectation-7", named=0.4),
    "denoiser-19": dict(steps=1500, size=96, batch=4, rate=3e-4, around="expectation-7"),
    "denoiser-20": dict(steps=1500, size=96, batch=4, rate=3e-4, around="expectation-8/mean"),
}
CONTROL_NETS = {
    "edges": [dict(steps=5500, size=64, batch=8, rate=1e-3), dict(steps=1750, size=64, batch=8, rate=1.2e-3),
              dict(steps=350, size=64, batch=8, rate=3e-4), dict(steps=1800, size=96, batch=4, rate=4e-4)],
    "segmentation": [dict(steps=7300, size=64, batch=8, rate=1e-3), dict(steps=1700, size=64, batch=8, rate=1.2e-3),
                     dict(steps=900, size=64, batch=8, rate=4e-4), dict(steps=500, size=64, batch=8, rate=3e-4),
                     dict(steps=1250, size=64, batch=8, rate=5e-4), dict(steps=6900, size=96, batch=4, rate=5e-4)],
}
MEANS = {"expectation-6": ("expectation-5", 0.5, 0.5), "expectation-8": ("expectation-7", 0.5, 0.5)}  # before, its share, own share
SHARES = 0.75, 0.25  # of expectation-7 and expectation-8 in the final weights


def add_arguments(ap):
    ap.add_argument("--data", metavar="DATA", help="folder with MANIFEST.csv and labels (default with --smoke: simulated)")
    ap.add_argument("--into", required=True, metavar="FOLDER", help="for checkpoints, scores and the model")
    ap.add_argument("--name", default="micrographs", help="of the model")
    ap.add_argument("--licence", default="", help="of a model that is not named micrographs")
    ap.add_argument("--device", default="cpu", help="cpu or cuda")
    ap.add_argument("--smoke", action="store_true", help="a few steps on tiny crops, to see that everything runs")
    ap.add_argument("--dry-run", action="store_true", help="print the commands instead of running them")


def small(settings):
    """The settings of a training for --smoke."""
    return settings | {"steps": 3, "size": 32, "batch": 2} | ({"also": 16} if "also" in settings else {})


def options(settings):
    return [word for key, value in settings.items() for word in ("--" + key, str(value))]


def steps(data, top, name, licence="", device="cpu", smoke=False):
    """The commands in order, each a list of arguments of palimpsest-train."""
    weights = lambda run: f"{top}/{run}.pt" if run.endswith("/mean") else f"{top}/{run}/weights.pt"
    sized = small if smoke else dict
    common = ["--data", data, "--device", device]
    made = [["prepare", data]]

    before = None
    for run, settings in EXPECTATIONS.items():
        made.append(["expectation", *common, "--run", f"{top}/{run}", *options(sized(settings)), *(["--init", before] if before else [])])
        before = weights(run)
        if run in MEANS:
            other, *shares = MEANS[run]
            before = weights(run + "/mean")
            made.append(["mix", weights(other), weights(run), "--shares", *map(str, shares), "--out", before])

    before = None
    for run, settings in DENOISERS.items():
        settings = dict(settings)
        around = settings.pop("around", None)
        made.append(["denoiser", *common, "--run", f"{top}/{run}", *options(sized(settings)), *(["--sheet", "0"] if smoke else []),
                     *(["--init", before] if before else []), *(["--expectation", weights(around)] if around else [])])
        before = weights(run)

    final, louder = f"{top}/weights.pt", f"{top}/emphasised.pt"
    made.append(["mix", weights("expectation-7"), weights("expectation-8"), "--shares", *map(str, SHARES), "--into", before, "--out", final])
    made.append(["emphasise", "--weights", final, "--out", louder, *(["--steps", "20"] if smoke else [])])

    nets = []
    for kind, runs in CONTROL_NETS.items():
        before = None
        for i, settings in enumerate(runs, 1):
            run = f"control_{kind}-{i}"
            made.append(["controlnet", kind, *common, "--run", f"{top}/{run}", "--base", louder, *options(sized(settings)),
                         *(["--init", before] if before else [])])
            before = weights(run)
        nets += ["--control", f"{kind}={before}"]

    model = f"{top}/model/{name}"
    made.append(["export", "--weights", louder, "--out", model, *nets, *(["--licence", licence] if licence else [])])
    made.append(["verify", "--weights", louder, "--out", model, *nets])
    made.append(["evaluate", "--data", data, "--model", model, *(["--limit", "1", "--steps", "2"] if smoke else [])])
    made.append(["steer", "--data", data, "--model", model, "--limit", "1" if smoke else "20"])
    made.append(["card", "--data", data, "--bench", f"{top}/bench{'1' if smoke else ''}", "--out", model, "--steer", f"{top}/steer.txt",
                 "--trained", "A few steps, to see that everything runs." if smoke else trained()])
    return made


def trained():
    """The sentence on the training in the model card."""
    total = lambda runs: f"{sum(r['steps'] for r in runs.values()):,}".replace(",", " ")
    return (f"A denoiser trained for {total(DENOISERS)} steps of 4 to 8 crops of 64² and 96² around an expectation trained for "
            f"{total(EXPECTATIONS)} steps of 3 to 16 crops of 96² to 192².")


class Tee:
    """A stream that writes to two."""

    def __init__(self, *streams):
        self.streams = streams

    def write(self, text):
        for stream in self.streams:
            stream.write(text)

    def flush(self):
        for stream in self.streams:
            stream.flush()


def run(a):
    top = os.path.abspath(a.into)
    if not a.data and not a.smoke:
        raise BadInput("--data must name a corpus: a folder with MANIFEST.csv (palimpsest-train prepare).")
    data = os.path.abspath(a.data) if a.data else f"{top}/simulated"
    commands = steps(data, top, a.name, a.licence, a.device, a.smoke)
    if a.dry_run:
        print("\n".join(shlex.join(["palimpsest-train", *c]) for c in commands))
        return
    if not a.data and not os.path.exists(data):
        simulated.write(data)
    os.environ["PALIMPSEST_WORK"] = top
    for i, command in enumerate(commands, 1):
        print(f"\n[{i}/{len(commands)}] {shlex.join(['palimpsest-train', *command])}", flush=True)
        with contextlib.ExitStack() as opened:
            if command[0] == "steer":
                copy = opened.enter_context(open(f"{top}/steer.txt", "w"))
                opened.enter_context(contextlib.redirect_stdout(Tee(sys.stdout, copy)))
            cli.main(command)
    print(f"\nThe model: {top}/model/{a.name}. As the bundled one: copy it to src/main/resources/palimpsest-models/micrographs, then "
          "python scripts/goldens/bundled_goldens.py.")
