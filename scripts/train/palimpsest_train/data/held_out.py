"""Which fields of a corpus are kept out of training, so that a model can be scored on them.

A corpus names them in its own heldout.txt, one field id a line; for the corpus of the bundled model it lies beside this module.
``palimpsest-train held-out DATA`` prints the choice for a corpus, as ``prepare`` writes it.
"""
import hashlib
import os

from palimpsest_train.data import manifest

BUNDLED = os.path.join(os.path.dirname(__file__), "heldout.txt")
WHOLE_GROUPS = ("ads_sem_sub-rat6", "neubias_xyc_16bit__nuclei_golgi", "dsb_260x347_gray")  # of the bundled model's corpus


def add_arguments(parser):
    parser.add_argument("data", metavar="DATA", help="folder with MANIFEST.csv")


def run(a):
    print("\n".join(choose_held_out(manifest.rows(a.data))))


def held_out_ids(root):
    """The held-out field ids of a corpus: those of its own heldout.txt or, without one, of that beside this module."""
    own = os.path.join(root, "heldout.txt")
    with open(own if os.path.exists(own) else BUNDLED, encoding="utf-8") as f:
        return set(f.read().splitlines())


def choose_held_out(rows, share=0.07):
    """Field ids to keep out of training: three whole experiments of the bundled model's corpus and, of every other experiment of
    at least four fields, a fixed share; where that gives almost nothing, fields of any experiment. A single field is trained on."""
    groups = {}
    for row in rows:
        groups.setdefault(row["experiment_group"], set()).add(row["field_id"])
    ranked = lambda ids: sorted(ids, key=lambda i: hashlib.sha256(i.encode()).hexdigest())
    out = []
    for group, ids in groups.items():
        if group in WHOLE_GROUPS:
            out += ranked(ids)
        elif len(ids) >= 4:
            out += ranked(ids)[:min(12, max(1, round(share * len(ids))))]
    ids = set().union(*groups.values())
    least = 0 if len(ids) < 2 else 1 if len(ids) < 8 else max(2, round(share / 2 * len(ids)))
    return sorted(out + ranked(ids - set(out))[:max(0, least - len(out))])
