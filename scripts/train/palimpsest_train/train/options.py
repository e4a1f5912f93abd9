"""The options that all trainings share."""


def add_training_options(ap, run, steps):
    """run: default folder of a training's checkpoints; steps: default number of steps."""
    ap.add_argument("--data", required=True, help="folder with MANIFEST.csv (palimpsest-train prepare)")
    ap.add_argument("--run", default=run, metavar="FOLDER",
                    help="of its checkpoints and weights.pt; a run that lies there goes on" + ("" if run else " (default: control_KIND in the work folder)"))
    ap.add_argument("--steps", type=int, default=steps, help="steps in all; the rate falls to 2 %% of its peak at the last")
    ap.add_argument("--batch", type=int, default=16, help="crops a step")
    ap.add_argument("--size", type=int, default=64, help="side of a crop, pixels; a multiple of 8")
    ap.add_argument("--rate", type=float, default=4e-4, help="peak learning rate")
    ap.add_argument("--seed", type=int, default=1, help="of the crops, the noise and the first weights")
    ap.add_argument("--device", default="cpu", help="cpu or cuda")
    ap.add_argument("--threads", type=int, default=1, help="CPU threads")
    ap.add_argument("--save", type=int, default=250, help="steps between checkpoints")
