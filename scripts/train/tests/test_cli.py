"""The command line: help, defaults, and the recipe, whose every command must parse."""
import os
import shlex
import subprocess
import sys

import pytest

from palimpsest_train import cli
from palimpsest_train.paths import REPOSITORY

NEEDS_TORCH = [n for n, (module, _) in cli.COMMANDS.items() if module.split(".")[0] in ("train", "export", "evaluate")]


def test_help_needs_no_torch():
    code = "import sys; from palimpsest_train import cli\ntry: cli.main(['--help'])\nexcept SystemExit: print('torch' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=cli.__file__.rsplit("/", 2)[0]).stdout
    assert said.endswith("False\n") and all(f"\n  {name} " in said for name in cli.COMMANDS)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_option_is_explained_and_shows_its_default(name):
    if name in NEEDS_TORCH:
        pytest.importorskip("torch")
    parser, _ = cli.parser_of(name)
    shown = " ".join(parser.format_help().split())
    for action in parser._actions:
        assert action.help, action
        if action.option_strings and isinstance(action.default, (int, float)) and not isinstance(action.default, bool):
            assert f"(default: {action.default})" in shown, action


def test_an_unknown_command_is_refused(capsys):
    with pytest.raises(SystemExit):
        cli.main(["trian"])
    assert "invalid choice" in capsys.readouterr().err


@pytest.mark.parametrize("smoke", (False, True))
def test_every_command_of_the_recipe_parses(smoke):
    pytest.importorskip("torch")
    from palimpsest_train import recipe

    made, written = recipe.steps("DATA", "TOP", "micrographs", smoke=smoke), set()
    assert [c[0] for c in made[-5:]] == ["export", "verify", "evaluate", "steer", "card"] and len(made) > 40
    for command in made:
        parser, _ = cli.parser_of(command[0])
        a = vars(parser.parse_args(command[1:]))
        read = [a.get("init"), a.get("into"), a.get("base"), *(a.get("expectations") or []),
                *(a["expectation"] if isinstance(a.get("expectation"), list) else [])]
        assert all(path in written for path in read if path), f"{command} reads what no command before it wrote"
        written |= {f"{a['run']}/weights.pt"} if "run" in a else {a.get("out")}


def test_steps_of_the_recipe_are_those_of_the_model_card():
    from palimpsest_train import recipe

    assert sum(r["steps"] for r in recipe.EXPECTATIONS.values()) == 29750 and recipe.SHARES == (0.75, 0.25)


def test_the_written_recipe_is_the_one_that_runs():
    from palimpsest_train import recipe

    commands = [shlex.join(["palimpsest-train", *c]) for c in recipe.steps("DATA", "MODEL", "micrographs")]
    with open(os.path.join(REPOSITORY, "scripts/train/RECIPE.md"), encoding="utf-8") as f:
        assert "```\n" + "\n".join(commands) + "\n```" in f.read(), "write the output of recipe --dry-run into RECIPE.md"
