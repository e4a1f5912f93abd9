"""The command ``palimpsest-train``: one subcommand a step, listed in the order of use.

One command rather than a dozen, so that a user has one name to remember and ``--help`` shows the whole way. A subcommand's module
has ``add_arguments(parser)`` and ``run(arguments)``; it is imported only when asked for, so that help needs no torch.
"""
import argparse
import importlib
import sys

COMMANDS = {
    "recipe": ("recipe", "run every step below, in order, as for the bundled model; --smoke: in minutes, tiny"),
    "prepare": ("data.prepare", "make a corpus of a folder of images: MANIFEST.csv, heldout.txt, checks"),
    "held-out": ("data.held_out", "print which fields to keep out of training"),
    "expectation": ("train.train_expectation", "train the network that expects the mean of a hole"),
    "fit-texture": ("train.fit_texture_prior", "fit the constants of the texture prior; seldom needed"),
    "denoiser": ("train.train_denoiser", "train the denoiser and the text encoder around an expectation"),
    "mix": ("train.mix", "mix expectations in any proportion, and put the mixture into a denoiser"),
    "emphasise": ("train.emphasise", "make words louder in the text encoder; for corpora with labels"),
    "controlnet": ("train.train_controlnet", "train a control net on the frozen denoiser"),
    "export": ("export.model_folder", "write the model folder for the plugin"),
    "verify": ("export.verify", "compare the exported networks with torch"),
    "evaluate": ("evaluate.score_model", "score the model on held-out images beside classical fills"),
    "steer": ("evaluate.steering", "measure how words and control maps steer fills"),
    "card": ("export.card", "write the model card"),
    "benchmark": ("evaluate.benchmark", "the parts of evaluate one by one, for fills of other programs"),
}


class HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Shows the default of every option that has one."""

    def _get_help_string(self, action):
        nothing = action.default is None or action.default is False or action.default in ("", [], argparse.SUPPRESS)
        shown = action.option_strings and not nothing
        return (action.help or "") + (" (default: %(default)s)" if shown and "default:" not in (action.help or "") else "")


def parser_of(name):
    """The argument parser of a subcommand, and the function that runs what it parsed."""
    module = importlib.import_module("palimpsest_train." + COMMANDS[name][0])
    parser = argparse.ArgumentParser(prog="palimpsest-train " + name, description=module.__doc__, formatter_class=HelpFormatter)
    module.add_arguments(parser)
    return parser, module.run


def main(argv=None):
    """Runs one subcommand with the given arguments, or those of the process."""
    argv = sys.argv[1:] if argv is None else [str(a) for a in argv]
    listed = "\n".join(f"  {name:12s} {about}" for name, (_, about) in COMMANDS.items())
    top = argparse.ArgumentParser(prog="palimpsest-train", formatter_class=argparse.RawDescriptionHelpFormatter,
                                  description="Train, export and score an inpainting model for Palimpsest.",
                                  epilog=f"commands, in the order of use:\n{listed}\n\nFiles go below $PALIMPSEST_WORK "
                                         "(default: ~/.cache/palimpsest). palimpsest-train COMMAND --help says more.")
    top.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    top.add_argument("arguments", nargs=argparse.REMAINDER, metavar="…")
    asked = top.parse_args(argv)
    parser, run = parser_of(asked.command)
    run(parser.parse_args(asked.arguments))
