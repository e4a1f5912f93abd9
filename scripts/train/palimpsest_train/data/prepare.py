"""Make a corpus of a folder of images: write its MANIFEST.csv and heldout.txt, check every image, and tell which words will be learnt.

  palimpsest-train prepare FOLDER [--labels FOLDER] [--captions FILE.csv] [--caption WORDS] [--planes all]

Images: TIFF, PNG, JPEG, BMP in FOLDER and its folders, grey or RGB. Of a TIFF stack every channel's middle plane is taken, or all
planes. Labels belong to an image when their names are equal but for an ending such as _label; without --labels those in
FOLDER/labels are used. FILE.csv has a column file and any other columns of a MANIFEST.csv, such as caption. A MANIFEST.csv that
is there already is checked, not changed: edit it as you like, or delete it to have it made again.
"""
import itertools
import os

import numpy as np
import tifffile

from palimpsest_train.data import corpus
from palimpsest_train.data import manifest
from palimpsest_train.data.held_out import choose_held_out, held_out_ids
from palimpsest_train.data.manifest import NAME
from palimpsest_train.data.vocabulary import LEAST, Vocabulary
from palimpsest_train.errors import BadInput

ENDINGS = (".tif", ".tiff", ".png", ".jpg", ".jpeg", ".bmp")


def stem(path):
    return os.path.splitext(os.path.basename(path))[0]


def listed(values, most=8):
    values = list(values)
    return ", ".join(values[:most]) + (f" and {len(values) - most} more" if len(values) > most else "")


def images(folder, without=None):
    """Paths of all images below folder, relative to it and sorted; those below the folder without are left out."""
    found, others = [], set()
    for d, folders, names in os.walk(folder):
        folders[:] = [n for n in folders if n[0] != "." and os.path.join(os.path.abspath(d), n) != without]
        for n in names:
            if n.lower().endswith(ENDINGS) and n[0] != ".":
                found.append(os.path.relpath(os.path.join(d, n), folder).replace(os.sep, "/"))
            else:
                others.add(os.path.splitext(n)[1])
    if not found:
        raise BadInput(f"{folder} must hold images ({', '.join(ENDINGS)}); it holds "
                       + (f"only other files ({listed(sorted(others))}): save them as TIFF, for example with ImageJ." if others else "none."))
    return sorted(found)


def planes(path, every):
    """The planes of an image that are taken, as the column plane names them; [""] for an image of one plane."""
    if not path.lower().endswith((".tif", ".tiff")):
        return [""]
    try:
        with tifffile.TiffFile(path) as t:
            stack = [(n, axis) for n, axis in zip(t.series[0].shape, t.series[0].axes) if axis not in "YXS"]
    except Exception:  # corpus.read says what is wrong with it
        return [""]
    chosen = itertools.product(*(range(n) if every or axis == "C" else [n // 2] for n, axis in stack))
    return [str(np.ravel_multi_index(at, [n for n, _ in stack])) for at in chosen] if stack else [""]


def matched(files, labels):
    """{image: label image}, by name: that of the label is the image's, or goes on with something that is not a letter or digit;
    among several such images the one with the longest name, then the one in the folder of the same name."""
    found, lost = {}, []
    for label in labels:
        goes_on = lambda f: stem(label) == stem(f) or stem(label).startswith(stem(f)) and not stem(label)[len(stem(f))].isalnum()
        near = lambda f: len(os.path.commonprefix([os.path.dirname(f)[::-1], os.path.dirname(label)[::-1]]))
        rank = sorted(((len(stem(f)), near(f), f) for f in files if goes_on(f)), reverse=True)
        if not rank:
            lost.append(label)
        elif len(rank) > 1 and rank[0][:2] == rank[1][:2]:
            raise BadInput(f"The label image {label} must belong to one image; by its name it is that of {rank[0][2]} and {rank[1][2]}. "
                           "Sort labels into folders named as those of the images.")
        elif rank[0][2] in found:
            raise BadInput(f"{rank[0][2]} must have one label image; {found[rank[0][2]]} and {label} both have its name. Move one away.")
        else:
            found[rank[0][2]] = label
    return found, lost


def described(files, path):
    """{image: its line of the table at path}; a line names an image by its path in the folder or by its name alone."""
    found, lost = {}, []
    for line in manifest.table(path):
        ours = [f for f in files if line["file"] in (f, os.path.basename(f), stem(f))]
        if len(ours) > 1:
            raise BadInput(f"{path} must name one image with '{line['file']}'; it may be {listed(ours)}. Write its path from the folder.")
        found.update((f, {k: v for k, v in line.items() if k != "file" and v}) for f in ours)
        lost += [] if ours else [line["file"]]
    if not found:
        raise BadInput(f"The column file of {path} ({listed(lost)}) must name images of the folder, such as {files[0]}.")
    return found, lost


def made(a):
    """The rows of a new MANIFEST.csv, and notes on them for the user."""
    own = os.path.join(a.folder, "labels")
    labels = a.labels or (own if os.path.isdir(own) else None)
    files = images(a.folder, os.path.abspath(labels) if labels else None)
    label_of, unused = matched(files, images(labels)) if labels else ({}, [])
    line_of, lost = described(files, a.captions) if a.captions else ({}, [])
    rows = []
    for f in files:
        label = os.path.relpath(os.path.join(labels, label_of[f]), a.folder).replace(os.sep, "/") if f in label_of else ""
        for plane in planes(os.path.join(a.folder, f), a.planes == "all"):
            given = {"file": f, "plane": plane, "label_file": label, "caption": a.caption}
            rows.append(manifest.complete(given | line_of.get(f, {})))
    return rows, ([f"Label images that belong to no image: {listed(unused)}."] if unused else []) \
        + ([f"Lines of {a.captions} that belong to no image: {listed(lost)}."] if lost else [])


def checked(folder, rows):
    """Notes on the images for the user; refuses those that cannot be used, all in one message."""
    wrong, flat, small = [], [], []
    for row in rows:
        try:
            f = corpus.field(folder, row)
        except BadInput as e:
            wrong.append(str(e))
            continue
        small += [row["file"]] if min(f.pixels.shape) < 64 else []
        flat += [row["label_file"]] if f.labels is not None and len(np.unique(f.labels[f.labels > 0])) == 1 else []
    if wrong:
        raise BadInput("\n".join(dict.fromkeys(wrong)))
    return ([f"Smaller than a crop of 64 × 64 and therefore enlarged: {listed(small)}."] if small else []) \
        + ([f"Labels with one value only, which count as one object each (number the objects if they are several): {listed(flat)}."] if flat else [])


def words(rows):
    """Notes for the user: which words of these rows' captions the model will learn."""
    text = lambda r: r["caption"] or r["modality"] + " " + r["structure"]
    old, texts = Vocabulary(), {r["field_id"]: text(r) for r in rows}
    known = old.grown({r["field_id"]: r["caption"] for r in rows}.values())
    new, left_out = known.words[len(old.words):], known.unknown(texts.values())
    used = [w for w in old.words if any(w in old.find(t) for t in texts.values())]
    said = f"Words it will learn: {listed(used + new, 99) or 'none'}" + (f"; new ones among them: {listed(new, 99)}." if new else ".")
    return [said] + ([f"Words it will not learn ({listed(left_out)}): a new word must stand in the captions of at least {LEAST} fields, "
                      "and among the most frequent ones; use one word for one thing."] if left_out else [])


def add_arguments(ap):
    ap.add_argument("folder", metavar="FOLDER", help="folder of images")
    ap.add_argument("--labels", help="folder of label images, 0 = background, 1, 2, … = objects (default: FOLDER/labels, if there)")
    ap.add_argument("--captions", help="table with the columns file and caption")
    ap.add_argument("--caption", default="", help="words for images that have none in that table")
    ap.add_argument("--planes", choices=("middle", "all"), default="middle", help="of stacks: every channel's middle plane, or all")


def run(a):
    for path in filter(None, (a.folder, a.labels, a.captions)):
        if not os.path.exists(path):
            raise BadInput(f"{path} must exist; correct the path.")
    there = os.path.exists(os.path.join(a.folder, NAME))
    if there and (a.labels or a.captions or a.caption or a.planes == "all"):
        raise BadInput(f"{a.folder} has a {NAME} already, which must be deleted to be made again with these options.")
    rows, notes = (manifest.rows(a.folder), [f"{NAME} was there and is not changed."]) if there else made(a)
    notes += checked(a.folder, rows)
    if not there:
        manifest.write(os.path.join(a.folder, NAME), rows)
    held_out = os.path.join(a.folder, "heldout.txt")
    if not there or not os.path.exists(held_out):
        with open(held_out, "w", encoding="utf-8") as f:
            f.write("".join(i + "\n" for i in choose_held_out(rows)))
    out = held_out_ids(a.folder)
    notes += words([r for r in rows if r["field_id"] not in out])
    fields = {r["field_id"] for r in rows}
    print(f"{len(rows)} pictures in {len(fields)} fields, {sum(r['label_file'] != '' for r in rows)} with labels; kept out of training: "
          f"{len(out & fields)} ({listed(sorted(out & fields)) or 'too few'}).", *notes, sep="\n")
