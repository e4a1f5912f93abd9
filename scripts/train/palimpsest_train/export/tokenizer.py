"""The tokenizer of a Vocabulary, as the model folder holds it: one token a word."""
import json

from palimpsest_train.data.vocabulary import LENGTH, SPECIAL


def tokenizer_json(vocabulary):
    """The tokenizer of a Vocabulary in the format of the Hugging Face tokenizers library."""
    return json.dumps({
        "version": "1.0",
        "truncation": {"direction": "Right", "max_length": LENGTH, "strategy": "LongestFirst", "stride": 0},
        "padding": {"strategy": {"Fixed": LENGTH}, "direction": "Right", "pad_to_multiple_of": None,
                    "pad_id": 0, "pad_type_id": 0, "pad_token": "[PAD]"},
        "added_tokens": [{"id": i, "content": w, "single_word": False, "lstrip": False, "rstrip": False,
                          "normalized": False, "special": True} for i, w in enumerate(SPECIAL)],
        "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "WhitespaceSplit"}, {"type": "Punctuation", "behavior": "Removed"}]},
        "post_processor": None, "decoder": None,
        "model": {"type": "WordLevel", "vocab": vocabulary.ids, "unk_token": "[UNK]"}}, indent=1)
