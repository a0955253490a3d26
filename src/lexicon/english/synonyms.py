#!/usr/bin/env python3
"""synonyms.py WORDNET_FOLDER > synonyms.tsv : derived and like words of English words.

Source: WordNet 3.0 (package wordnet-base), under the WordNet licence. For each frequent lemma: words derived from it,
words of its first senses, and the words of the senses right above and below those."""
import collections
import re
import sys

folder = sys.argv[1]
senses, lemmas, counts = {}, collections.defaultdict(list), collections.Counter()
for line in open(f"{folder}/cntlist.rev", encoding="utf-8"):
    key, _, count = line.split()
    counts[key.split("%")[0]] += int(count)
for pos in ("noun", "verb", "adj"):
    for line in open(f"{folder}/data.{pos}", encoding="utf-8"):
        if line.startswith(" "):
            continue
        part = line.split("|")[0].split()
        n = int(part[3], 16)
        words = [re.sub(r"\(.*\)", "", w).lower() for w in part[4:4 + 2 * n:2]]
        at = 4 + 2 * n
        pointers = [part[at + 1 + 4 * i:at + 5 + 4 * i] for i in range(int(part[at]))]
        senses[part[2] + part[0]] = (words, pointers)
    for line in open(f"{folder}/index.{pos}", encoding="utf-8"):
        if line.startswith(" "):
            continue
        part = line.split()
        n = int(part[2])
        lemmas[part[0]] += [part[1] + offset for offset in part[-n:]]
kinds = {"s": "a"}
key = lambda pos, offset: (pos if pos + offset in senses else kinds.get(pos, pos)) + offset


def plain(word):
    return re.fullmatch(r"[a-z]{3,}", word)


def likes(lemma):
    found = collections.Counter()
    for rank, sense in enumerate(lemmas[lemma][:6]):
        if sense not in senses:
            continue
        words, pointers = senses[sense]
        for word in words:
            found[word] += 3 / (1 + rank)
        for symbol, offset, pos, places in pointers:
            target = key(pos, offset)
            if target not in senses:
                continue
            other = senses[target][0]
            if symbol == "+":
                source, place = int(places[:2], 16), int(places[2:], 16)
                if source and words[source - 1] == lemma:
                    found[other[place - 1]] += 4
                    for word in other:
                        found[word] += 1.5 / (1 + rank)
            elif symbol in ("@", "~", "&", "$", "*"):
                for word in other[:4]:
                    found[word] += (1.2 if symbol != "~" else 0.5) / (1 + rank)
    return found


print("# word\tothers\n# Words that may stand for a word, the best first, joined by |. Derived by synonyms.py from WordNet 3.0,"
      "\n# Copyright 2006 by Princeton University, under the WordNet licence (LICENSE-WORDNET).")
for lemma in sorted(lemmas):
    if not plain(lemma) or counts[lemma] < 3:
        continue
    best = [w for w, s in sorted(likes(lemma).items(), key=lambda x: (-x[1], x[0]))
            if w != lemma and plain(w) and (counts[w] >= 2 or s >= 4) and s >= 0.45][:12]
    if best:
        print(lemma, "|".join(best), sep="\t")
