"""The table of a corpus, MANIFEST.csv: one row an image, as dictionaries of strings."""
import csv
import os

from palimpsest_train.errors import BadInput

NAME = "MANIFEST.csv"

# what the package reads; only file must be there
COLUMNS = ("file", "plane", "label_file", "label_kind", "caption", "modality", "structure", "experiment_group", "field_id", "licence",
           "attribution", "source_repo", "source_commit")


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
    """The row with all COLUMNS. By default an image is a field of its own, in one group with the images of its folder."""
    row = dict.fromkeys(COLUMNS, "") | row
    row["experiment_group"] = row["experiment_group"] or os.path.basename(os.path.dirname(row["file"])) or "images"
    row["field_id"] = row["field_id"] or os.path.splitext(row["file"])[0]
    row["label_kind"] = row["label_kind"] or ("instances" if row["label_file"] else "")
    return row


def rows(root):
    """The complete rows of the corpus in root."""
    path = os.path.join(root, NAME)
    if not os.path.exists(path):
        raise BadInput(f"{root} must hold a {NAME}: write one with palimpsest-train prepare {root}")
    return [complete(r) for r in table(path)]


def write(path, rows):
    """A table with all the columns that occur in rows."""
    with open(path, "w", newline="", encoding="utf-8") as f:
        w = csv.DictWriter(f, fieldnames=list(dict.fromkeys(k for r in rows for k in r)))
        w.writeheader()
        w.writerows(rows)
