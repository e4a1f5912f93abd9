"""Vocabulary and captions."""
import dataclasses

import numpy as np

from palimpsest_train.data import captions, vocabulary
from palimpsest_train.data.vocabulary import LENGTH, ROWS, Vocabulary
from test_crops import field


def test_free_text_becomes_known_words():
    known = Vocabulary()
    assert known.find("Stained NUCLEUS, nuclei; whole-cell (DAPI)") == ["nuclei", "cells"]
    assert known.encode(["fluorescence", "unheard"]) == [2, 1] + [0] * (LENGTH - 2)
    assert len(known.encode(["nuclei"] * 20)) == LENGTH


def test_words_of_two_fields_are_learnt_after_those_that_were_known():
    grown = Vocabulary().grown(["Microglia and astrocytes", "microglia", "neurites", "42 x"])
    assert grown.words == vocabulary.BUNDLED + ["microglia"]
    assert Vocabulary().unknown(["the microglia", "microglia", "glia"]) == {"microglia": 2, "glia": 1}
    many = [" ".join(f"word{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(200))] * 2
    assert len(Vocabulary().grown(many).words) == ROWS - len(vocabulary.SPECIAL)


def test_vocabulary_lies_beside_weights(tmp_path):
    Vocabulary(["one", "two"]).save(tmp_path)
    assert vocabulary.beside(str(tmp_path / "weights.pt")).words == vocabulary.beside(str(tmp_path)).words == ["one", "two"]
    assert vocabulary.beside(str(tmp_path / "other" / "weights.pt")).words == vocabulary.BUNDLED


def test_words_tell_what_lies_under_the_hole():
    labels, hole = np.zeros((40, 40), int), np.ones((40, 40), bool)
    assert captions.under_mask(None, hole) == [] and captions.under_mask(labels, hole) == ["background"]
    for rows, word in ((4, "few"), (12, "many"), (30, "dense")):
        labels[:rows] = 1
        assert captions.under_mask(labels, hole) == [word]
    labels[:] = np.kron(np.arange(1, 101).reshape(10, 10), np.ones((4, 4), int))
    assert captions.under_mask(labels, hole) == ["dense", "small"]


def test_a_word_alone_fits_a_hole_full_of_the_thing_or_empty():
    labels, hole = np.zeros((10, 10), int), np.ones((10, 10), bool)
    assert captions.fits(["background"], labels, hole) and not captions.fits(["nuclei"], labels, hole)
    labels[:3] = 1
    assert captions.fits(["nuclei"], labels, hole) and not captions.fits(["background"], labels, hole)


def test_the_thing_of_a_caption_is_its_one_word_besides_the_method():
    say = lambda text: captions.thing(dataclasses.replace(field(np.zeros((4, 4))), caption=text), Vocabulary())
    assert say("Fluorescence, bacteria") == ["bacteria"] and say("large nuclei") == say("unheard of") == [] and say("") == ["nuclei"]
