"""Where the commands read and write when they are not told otherwise."""
import os

from palimpsest_train.errors import BadInput

REPOSITORY = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../.."))
BUNDLED_MODEL = os.path.join(REPOSITORY, "src/main/resources/palimpsest-models/micrographs")


def work(*parts):
    """The work folder, $PALIMPSEST_WORK or a cache folder in the user's home, and a path below it."""
    return os.path.join(os.environ.get("PALIMPSEST_WORK") or os.path.expanduser("~/.cache/palimpsest"), *parts)


def final_weights():
    """The weights to export, verify and build control nets on: emphasised.pt of the work folder or, where words were not
    emphasised, weights.pt. Refuses emphasised weights that are older than the training."""
    trained, emphasised = work("weights.pt"), work("emphasised.pt")
    if not os.path.exists(emphasised):
        return trained
    if os.path.exists(trained) and os.path.getmtime(trained) > os.path.getmtime(emphasised):
        raise BadInput(f"{emphasised} must be newer than {trained}, which was trained on since: run palimpsest-train emphasise "
                       "again, or name the weights you want.")
    return emphasised


FINAL_WEIGHTS = "emphasised.pt of the work folder or, without it, weights.pt"  # what help texts say of the above
