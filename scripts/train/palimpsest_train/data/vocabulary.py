"""The words that a model knows, in the order of their token ids.

The list lies beside the weights, so that training, export and use agree. A corpus adds words; the id of a word never changes.
"""
import json
import os
import re
from collections import Counter

BUNDLED = """fluorescence brightfield histology phase contrast electron microscopy nuclei cells bacteria actin
mitochondria membranes axons myelin tubulin dna golgi neuron neuropil cytoplasm nucleoporin protein noisy
background few many dense small large bright dim empty tissue""".split()

SYNONYMS = {"nucleus": "nuclei", "cell": "cells", "coli": "bacteria", "bacterial": "bacteria", "sem": "electron",
            "microtubules": "tubulin", "tublin": "tubulin", "dapi": "nuclei", "h2b": "nuclei", "whole": None,
            "transmitted": "brightfield", "h": None, "e": None, "nuclear": "nuclei", "stained": None,
            "axon": "axons", "neurons": "neuron"}

SPECIAL = ["[PAD]", "[UNK]"]
ROWS = 96    # of the table of token embeddings
LENGTH = 12  # tokens of a caption
LEAST = 2    # fields a new word must stand in: from one alone it would learn that field
IDLE = set("an and are as at by for from in is of on or the to was were with".split())


def split(text):
    """The words of a free text in lower case, synonyms replaced, in order."""
    found = (SYNONYMS.get(w, w) for w in re.findall(r"[^\W_]+", text.lower()))
    return [w for w in found if w]


class Vocabulary:
    """Words and their token ids; 0 is padding, 1 an unknown word."""

    def __init__(self, words=BUNDLED):
        self.words = list(words)
        self.ids = {w: i for i, w in enumerate(SPECIAL + self.words)}

    def find(self, text):
        """The known words of a free text, in order, once each."""
        return list(dict.fromkeys(w for w in split(text) if w in self.ids))

    def encode(self, words):
        """The token ids of the words, cut or padded to LENGTH."""
        ids = [self.ids.get(w, 1) for w in words][:LENGTH]
        return ids + [0] * (LENGTH - len(ids))

    def unknown(self, texts):
        """{word: number of texts with it} of the words that are not known and worth learning, the most frequent first."""
        count = Counter(w for t in texts for w in set(split(t)) - IDLE - set(self.ids) if len(w) > 1 and not w.isdigit())
        return dict(sorted(count.items(), key=lambda item: (-item[1], item[0])))

    def grown(self, texts):
        """A vocabulary of these words and the most frequent unknown ones of the texts (one a field), as many as the table holds."""
        new = [w for w, n in self.unknown(texts).items() if n >= LEAST]
        return Vocabulary((self.words + new)[:ROWS - len(SPECIAL)])

    def save(self, folder):
        with open(os.path.join(folder, "vocabulary.txt"), "w", encoding="utf-8") as f:
            f.write("\n".join(self.words) + "\n")


def beside(path):
    """The vocabulary of an exported model folder, or of a weights.pt or its folder: bundled if none lies there."""
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    for name, words in (("palimpsest.json", lambda f: json.load(f)["vocabulary"]), ("vocabulary.txt", lambda f: f.read().split())):
        if os.path.exists(os.path.join(folder, name)):
            with open(os.path.join(folder, name), encoding="utf-8") as f:
                return Vocabulary(words(f))
    return Vocabulary()
