#!/usr/bin/env python3
"""Make a folder of synthetic phrase rules, to see what many rules cost. Standard library only.

    synthetic.py FOLDER OUT [--rules 10000]

The phrases are made of words of the text files below FOLDER: words as frequent as in the texts, words at random, and one
word in each that is none of the 1,500 commonest, as in phrases that somebody writes. They are runs of words,
alternatives, inflected words, options and gaps. OUT/copydesk.toml switches them on.
"""
import argparse
import collections
import pathlib
import random
import re

RULE = """summary = "synthetic"
message = "`{{match}}`"
severity = "note"
mqm = "style/unidiomatic"
why = "It is synthetic."

[phrase]
applicability = "display"
[phrase.replace]
"{phrase}" = []

[examples]
invalid = ["<<nothing>>"]
valid = ["something"]
"""


def main():
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("folder", type=pathlib.Path)
    args.add_argument("out", type=pathlib.Path)
    args.add_argument("--rules", type=int, default=10_000)
    o = args.parse_args()
    counts = collections.Counter()
    for path in sorted(o.folder.rglob("*.txt")):
        counts.update(re.findall(r"[a-z]{2,}", path.read_text(encoding="utf-8").lower()))
    words = [word for word, _ in counts.most_common(30_000)]
    weights = [counts[word] for word in words]
    rng = random.Random(4)

    def word():
        return rng.choices(words, weights)[0] if rng.random() < 0.5 else rng.choice(words[:8000])

    folder = o.out / "rules/en/synthetic"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(o.rules):
        rare = rng.choice(words[1500:20_000])
        shape = rng.random()
        if shape < 0.5:
            run = [word() for _ in range(rng.choice([1, 2, 2, 3]))] + [rare]
            rng.shuffle(run)
            phrase = " ".join(run)
        elif shape < 0.7:
            phrase = f"({word()}|{word()}|{rare}) {word()} {rare}"
        elif shape < 0.85:
            phrase = f"{rng.choice(words[200:4000])}~ {word()} {rare}"
        else:
            phrase = f"{word()} [{word()}] ..2 {rare}"
        (folder / f"rule-{number}.toml").write_text(RULE.format(phrase=phrase), encoding="utf-8")
    (o.out / "copydesk.toml").write_text('[paths]\nrules = ["rules"]\n', encoding="utf-8")
    print(f"{o.rules} rules")


if __name__ == "__main__":
    main()
