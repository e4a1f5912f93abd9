"""The table of a corpus, MANIFEST.csv, and which of its fields are kept out of training, heldout.txt."""
import csv
import hashlib
import os

HERE = os.path.dirname(os.path.abspath(__file__))
NAME = "MANIFEST.csv"

# what the scripts read; only file must be there
COLUMNS = ("file", "plane", "label_file", "label_kind", "caption", "modality", "structure", "experiment_group", "field_id", "licence",
           "attribution", "source_repo", "source_commit")

WHOLE_GROUPS = ("ads_sem_sub-rat6", "neubias_xyc_16bit__nuclei_golgi", "dsb_260x347_gray")  # of our own corpus


class BadInput(SystemExit):
    """One sentence for the user: what (value) must be what; what to do."""


def table(path):
    """The lines of a table with a column file, as dictionaries; separated by commas, semicolons or tabs."""
    with open(path, newline="", encoding="utf-8-sig") as f:
        head = f.readline()
        f.seek(0)
        lines = csv.DictReader(f, delimiter=max(",;\t", key=head.count))
        if "file" not in (lines.fieldnames or ()):
            raise BadInput(f"The first line of {path} ({head.strip()[:80]}) must name a column 'file'; add it.")
        return [{k: v or "" for k, v in line.items() if k} for line in lines]


def complete(row):
    """The row with all COLUMNS: an image without other notice is a field of its own, in a group with its folder's images."""
    row = dict.fromkeys(COLUMNS, "") | row
    row["experiment_group"] = row["experiment_group"] or os.path.basename(os.path.dirname(row["file"])) or "images"
    row["field_id"] = row["field_id"] or os.path.splitext(row["file"])[0]
    row["label_kind"] = row["label_kind"] or ("instances" if row["label_file"] else "")
    return row


def rows(root):
    """The complete rows of the corpus in root."""
    path = os.path.join(root, NAME)
    if not os.path.exists(path):
        raise BadInput(f"{root} must hold a {NAME}: write one with python prepare.py {root}")
    return [complete(r) for r in table(path)]


def write(path, rows):
    """A table with all the columns that occur in rows."""
    with open(path, "w", newline="", encoding="utf-8") as f:
        w = csv.DictWriter(f, fieldnames=list(dict.fromkeys(k for r in rows for k in r)))
        w.writeheader()
        w.writerows(rows)


def held_out(root):
    """The held-out field ids of a corpus: those of its own heldout.txt or, without one, of that beside this script."""
    own = os.path.join(root, "heldout.txt")
    with open(own if os.path.exists(own) else os.path.join(HERE, "heldout.txt"), encoding="utf-8") as f:
        return set(f.read().splitlines())


def choose_held_out(rows, share=0.07):
    """Field ids to keep out of training: three whole experiments of our own, and of every other experiment of at least four fields
    a fixed share; where that gives almost nothing, fields of any experiment. A single field is trained on."""
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
