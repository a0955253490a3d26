#!/usr/bin/env python3
"""synonyms.py WORDNET_FOLDER MODEL_FOLDER TEXTS.jsonl.gz... > synonyms.tsv : like words of English words.

WordNet 3.0 (package wordnet-base, WordNet licence) says which words have to do with each other; the sentence model
all-MiniLM-L6-v2 (Apache-2.0), asked for each frequent word alone, says how much. The words are the frequent ones of the
texts (US government, public domain) and of WordNet's own counts. Needs numpy and snowballstemmer."""
import collections
import gzip
import json
import re
import struct
import sys

import numpy
import snowballstemmer

LEAST = 0.45  # words less like than this are none
STEMMER = snowballstemmer.stemmer("english")


def stem(word):
    return STEMMER.stemWord(word)


def plain(word):
    return re.fullmatch("[a-z]{3,}", word)


class Model:
    """The encoder, by hand: it is asked for single words only."""

    def __init__(self, folder):
        data = open(f"{folder}/model.safetensors", "rb").read()
        size = struct.unpack("<Q", data[:8])[0]
        header = json.loads(data[8:8 + size])
        self.weights = {}
        for name, entry in header.items():
            if name != "__metadata__" and entry["dtype"] == "F32":
                start, end = entry["data_offsets"]
                self.weights[name] = numpy.frombuffer(data[8 + size + start:8 + size + end], numpy.float32).reshape(entry["shape"])
        self.pieces = {word.rstrip("\n"): at for at, word in enumerate(open(f"{folder}/vocab.txt", encoding="utf-8"))}

    def split(self, word):
        found, start = [], 0
        while start < len(word):
            ends = (end for end in range(len(word), start, -1) if ("##" if start else "") + word[start:end] in self.pieces)
            end = next(ends, None)
            if end is None:
                return [self.pieces["[UNK]"]]
            found.append(self.pieces[("##" if start else "") + word[start:end]])
            start = end
        return found

    def line(self, x, name):
        return x @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]

    def norm(self, x, name):
        x = (x - x.mean(-1, keepdims=True)) / numpy.sqrt(x.var(-1, keepdims=True) + numpy.float32(1e-12))
        return x * self.weights[name + ".weight"] + self.weights[name + ".bias"]

    def encode(self, ids):
        ids = numpy.array(ids)
        n, length = ids.shape
        one = numpy.float32
        at = "embeddings."
        x = self.weights[at + "word_embeddings.weight"][ids] + self.weights[at + "position_embeddings.weight"][:length]
        x = self.norm(x + self.weights[at + "token_type_embeddings.weight"][0], at + "LayerNorm")
        for layer in range(6):
            at = f"encoder.layer.{layer}."
            heads = [self.line(x, f"{at}attention.self.{part}").reshape(n, length, 12, 32).transpose(0, 2, 1, 3)
                     for part in ("query", "key", "value")]
            look = heads[0] @ heads[1].transpose(0, 1, 3, 2) * one(32**-0.5)
            look = numpy.exp(look - look.max(-1, keepdims=True))
            look /= look.sum(-1, keepdims=True)
            seen = (look @ heads[2]).transpose(0, 2, 1, 3).reshape(n, length, 384)
            x = self.norm(x + self.line(seen, at + "attention.output.dense"), at + "attention.output.LayerNorm")
            z = self.line(x, at + "intermediate.dense")
            z = z * one(0.5) * (1 + numpy.tanh(one(0.79788456) * (z + one(0.044715) * z * z * z)))
            x = self.norm(x + self.line(z, at + "output.dense"), at + "output.LayerNorm")
        mean = x.mean(1)
        return mean / numpy.linalg.norm(mean, axis=1, keepdims=True)

    def embed(self, words):
        ids = [[self.pieces["[CLS]"], *self.split(word), self.pieces["[SEP]"]] for word in words]
        found = numpy.zeros((len(words), 384), numpy.float32)
        by_length = collections.defaultdict(list)
        for at, pieces in enumerate(ids):
            by_length[len(pieces)].append(at)
        for rows in by_length.values():
            for start in range(0, len(rows), 256):
                batch = rows[start:start + 256]
                found[batch] = self.encode([ids[at] for at in batch])
        return found


class WordNet:
    def __init__(self, folder):
        self.senses, self.lemmas, self.counts = {}, collections.defaultdict(list), collections.Counter()
        for line in open(f"{folder}/cntlist.rev", encoding="utf-8"):
            key, _, count = line.split()
            self.counts[key.split("%")[0]] += int(count)
        for pos in ("noun", "verb", "adj"):
            for line in open(f"{folder}/data.{pos}", encoding="utf-8"):
                if line.startswith(" "):
                    continue
                part = line.split("|")[0].split()
                n = int(part[3], 16)
                words = [re.sub(r"\(.*\)", "", word).lower() for word in part[4:4 + 2 * n:2]]
                at = 4 + 2 * n
                self.senses[part[2] + part[0]] = (words, [part[at + 1 + 4 * i:at + 5 + 4 * i] for i in range(int(part[at]))])
            for line in open(f"{folder}/index.{pos}", encoding="utf-8"):
                if not line.startswith(" "):
                    part = line.split()
                    self.lemmas[part[0]] += [part[1] + offset for offset in part[-int(part[2]):]]

    def phrases(self, lemma):
        """Rows of words: those of its first senses ("pull out"), and what a place is part of ("Saudi Arabia")."""
        found = collections.Counter()
        for rank, sense in enumerate(self.lemmas[lemma][:6]):
            if sense not in self.senses:
                continue
            words, pointers = self.senses[sense]
            for word in words:
                if "_" in word:
                    found[word.replace("_", " ")] = max(found[word.replace("_", " ")], 0.5 / (1 + 0.2 * rank))
            is_one = any(symbol == "@i" for symbol, *_ in pointers)
            for symbol, offset, pos, _ in pointers:
                other = self.sense(pos, offset)
                if symbol == "#p" and is_one and other and rank == 0:
                    for word in other[0][:2]:
                        found[word.replace("_", " ")] = max(found[word.replace("_", " ")], 0.4)
        return found

    def sense(self, pos, offset):
        return self.senses.get(pos + offset) or self.senses.get({"s": "a"}.get(pos, pos) + offset)

    def likes(self, lemma):
        """Words by relation: derived from it, of its senses, of the senses right above and below, the first senses most."""
        found = collections.Counter()

        def add(word, share):
            found[word] = max(found[word], share)

        for rank, sense in enumerate(self.lemmas[lemma][:6]):
            if sense not in self.senses:
                continue
            words, pointers = self.senses[sense]
            for word in words:
                add(word, 0.22 / (1 + 0.5 * rank))
            for symbol, offset, pos, places in pointers:
                other = self.sense(pos, offset)
                if not other:
                    continue
                if symbol == "+":
                    own, place = int(places[:2], 16), int(places[2:], 16)
                    if own and words[own - 1] == lemma:
                        add(other[0][place - 1], 0.3 / (1 + 0.2 * rank))
                        for word in other[0]:
                            add(word, 0.12 / (1 + 0.5 * rank))
                elif symbol in ("@", "~", "&", "*"):
                    for word in other[0][:4]:
                        add(word, (0.08 if symbol == "~" else 0.1) / (1 + 0.5 * rank))
        return found


def main():
    wordnet, model = WordNet(sys.argv[1]), Model(sys.argv[2])
    stems_of = {}

    def stemmed(words):
        for word in words:
            if word not in stems_of:
                stems_of[word] = stem(word)
        return [stems_of[word] for word in words]

    in_wordnet = {" ".join(stemmed(lemma.split("_"))) for lemma in wordnet.lemmas if 1 <= lemma.count("_") <= 2}
    counts, often_said = collections.Counter(), collections.Counter()
    for path in sys.argv[3:]:
        for line in gzip.open(path, "rt", encoding="utf-8"):
            words = [word.lower() for word in re.findall(r"[A-Za-z]+", json.loads(line).get("text", ""))]
            counts.update(words)
            words = stemmed(words)
            for length in (2, 3):
                said = (" ".join(words[at:at + length]) for at in range(len(words) - length + 1))
                often_said.update(row for row in said if row in in_wordnet)
    for word, count in wordnet.counts.items():
        counts[word] += 2 * count
    words = [w for w, n in counts.items() if plain(w) and (w in model.pieces and n >= 20 or n >= 150)]
    forms = collections.defaultdict(list)
    for word in sorted(words, key=lambda word: (-counts[word], word)):
        if len(forms[stem(word)]) < 2:
            forms[stem(word)].append(word)
    stems = sorted(forms)
    words = [word for term in stems for word in forms[term]]
    vectors = dict(zip(words, model.embed(words)))
    table, shown, often = numpy.zeros((len(stems), 384), numpy.float32), [], []
    for at, term in enumerate(stems):
        shares = numpy.array([counts[word] ** 0.5 for word in forms[term]], numpy.float32)
        table[at] = sum(share * vectors[word] for share, word in zip(shares, forms[term])) / shares.sum()
        most = max(counts[word] for word in forms[term])
        shown.append(min((w for w in forms[term] if counts[w] * 4 >= most), key=lambda word: (len(word), word)))
        often.append(sum(counts[word] for word in forms[term]))
    # What all words have in common says nothing of any.
    table /= numpy.linalg.norm(table, axis=1, keepdims=True)
    shares = numpy.log1p(numpy.array(often, numpy.float32))[:, None]
    table -= (table * shares).sum(0) / shares.sum()
    common = numpy.linalg.svd(table[::3], full_matrices=False)[2][:3]
    table -= table @ common.T @ common
    table /= numpy.linalg.norm(table, axis=1, keepdims=True)
    place = {term: at for at, term in enumerate(stems)}
    rows = {}
    for at, term in enumerate(stems):
        alike = table @ table[at]
        scores = {other: alike[other] for other in numpy.argsort(-alike, kind="stable")[:40]
                  if other != at and alike[other] >= 0.4}
        related = collections.Counter()
        for word in forms[term]:
            for other, share in wordnet.likes(word).items():
                known = place.get(stem(other)) if plain(other) else None
                if known is not None and known != at:
                    related[known] = max(related[known], share)
        for other, share in related.items():
            scores[other] = alike[other] + share
        best = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:14]
        likes = [(shown[other], round(100 * min(0.9, (score - 0.3) / 0.6))) for other, score in best if score >= LEAST]
        rows[term] = [(word, like) for word, like in likes if like >= 15]
    # Words that the model was not asked about: WordNet alone.
    alone = collections.defaultdict(collections.Counter)
    for lemma in wordnet.lemmas:
        term = stem(lemma)
        if plain(lemma) and wordnet.counts[lemma] and not rows.get(term):
            for word, share in wordnet.likes(lemma).items():
                if plain(word) and stem(word) != term and wordnet.counts[word] >= 2:
                    alone[term][word] = max(alone[term][word], share)
    for term, likes in alone.items():
        best = sorted(likes.items(), key=lambda pair: (-pair[1], pair[0]))[:8]
        found, seen = [], set()
        for word, share in best:
            if share >= 0.1 and stem(word) not in seen:
                seen.add(stem(word))
                found.append((word, min(60, round(share * 150))))
        rows[term] = found
    # Rows of words that are in use, and the places that a place is part of.
    for lemma in sorted(wordnet.lemmas):
        if not plain(lemma):
            continue
        own = rows.setdefault(stem(lemma), [])
        often = {word: often_said[" ".join(stemmed(word.split()))] if " " in word else counts[word] * bool(plain(word))
                 for word in wordnet.phrases(lemma)} if wordnet.counts[lemma] or counts[lemma] >= 20 else {}
        likes = [(word, share) for word, share in wordnet.phrases(lemma).items() if often.get(word, 0) >= 20]
        for word, share in sorted(likes, key=lambda pair: (-pair[1], -often[pair[0]], pair[0]))[:3]:
            known = {" ".join(map(stem, other.split())) for other, _ in own}
            if " ".join(map(stem, word.split())) not in known | {stem(lemma)}:
                own.append((word, round(100 * share)))
    print("""# term\tothers
# Words that may stand for the words of an index term (a stem of Porter's English, as the index has it), the best
# first, each with how like it is, in hundredths, joined by |; several words stand in a row. Derived by synonyms.py from
# WordNet 3.0, Copyright 2006 by Princeton University, under the WordNet licence (LICENSE-WORDNET), and from the sentence
# model all-MiniLM-L6-v2 (Apache-2.0) over the frequent words of US government texts (public domain).""")
    for term in sorted(rows):
        if rows[term]:
            print(term, "|".join(f"{word} {like}" for word, like in rows[term]), sep="\t")


if __name__ == "__main__":
    main()
