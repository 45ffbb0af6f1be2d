#!/usr/bin/env python3
"""Make a folder of texts to measure the speed on. Standard library only.

    corpus.py FOLDER OUT [--megabytes 100]

Joins the paragraphs of all text files below FOLDER into files of 10 to 50 KB in OUT/files, again and again until there
are enough, and all of it into OUT/all.txt. The same texts give the same files.
"""
import argparse
import pathlib
import random


def main():
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("folder", type=pathlib.Path)
    args.add_argument("out", type=pathlib.Path)
    args.add_argument("--megabytes", type=int, default=100)
    o = args.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in sorted(o.folder.rglob("*.txt"))]
    rng = random.Random(7)
    (o.out / "files").mkdir(parents=True, exist_ok=True)
    total, number, size, parts = 0, 0, 0, []
    wanted = rng.randint(10_000, 50_000)
    with open(o.out / "all.txt", "w", encoding="utf-8") as whole:
        while total < o.megabytes * 1_000_000:
            for text in rng.sample(texts, len(texts)):
                for paragraph in text.split("\n\n"):
                    parts.append(paragraph + "\n\n")
                    size += len(parts[-1].encode())
                    if size < wanted:
                        continue
                    file = "".join(parts)
                    (o.out / "files" / f"{number:05}.txt").write_text(file, encoding="utf-8")
                    whole.write(file)
                    total, number, size, parts = total + size, number + 1, 0, []
                    wanted = rng.randint(10_000, 50_000)
                    if total >= o.megabytes * 1_000_000:
                        print(f"{number} files, {total} bytes")
                        return


if __name__ == "__main__":
    main()
