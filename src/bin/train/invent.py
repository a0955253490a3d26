#!/usr/bin/env python3
"""invent.py > invented.jsonl : short invented articles with shapes that longer annotated ones seldom have.

A template marks content {c:…}, cue {q:…} and source {s:…}; slots in capitals are filled in turn. Everything here is
written for this project, under invented names."""
import json
import re

SLOTS = {
    "PERSON": ["Marta Kell", "Harbor Minister Tomas Brandt", "General Adam Orry", "Ilse Varga, the mayor of Harrow,",
               "Senator Dell Ruiz", "the union’s chairman, Pavel Stroud,", "Mr. Okell", "Judge Hanna Weil"],
    "SHORT": ["Kell", "Brandt", "Orry", "she", "he", "the mayor", "the minister", "Ruiz"],
    "BODY": ["the ministry", "officials at the port", "several newspapers", "the Northfield Council", "two diplomats",
             "the company", "police", "multiple accounts"],
    "FACT": ["the bridge would reopen in June", "a leaked memo on the mine was a draft", "the letter was a forgery",
             "the talks had failed", "two trains were sold last year", "the dam needed repairs",
             "the tour that was planned for spring was off", "prices would fall again"],
    "THING": ["the closure of the mine", "the sale", "any part in the plot", "the report", "the claim", "the merger",
              "a move of the troops", "the letter’s date"],
    "SIDE": ["contradicting reports that the town had been told otherwise", "ending weeks of rumor",
             "following a vote by the council", "raising fears of a strike", "echoing a warning from the bank",
             "as workers gathered outside the gate", "a day after the minister resigned", "despite protests in the port"],
}
TEMPLATES = [
    "{s:PERSON} {q:said} {c:FACT}, SIDE.",
    "On Monday, {s:PERSON} {q:said} {c:FACT}, SIDE.",
    "{c:THING} was {q:confirmed} by {s:BODY}.",
    "{c:THING} was {q:confirmed} by {s:BODY} on Friday and later led to an inquiry.",
    "{c:THING} was {q:denied} by {s:BODY}, SIDE.",
    "{c:THING} was {q:criticized} by {s:BODY}.",
    "{s:BODY} first {q:reported} {c:that FACT}, only for {s2:SHORT} to later {q2:deny} {c2:THING}.",
    "The news spread on Sunday, only for {s:BODY} to {q:reject} {c:THING} an hour later.",
    "It was late when the letter came, and it took a day for {s:BODY} to {q:deny} {c:THING}.",
    "{s:PERSON} {q:told} reporters {c:that FACT}, and {q2:said} {c2:that THING} mattered little.",
    "{c:FACT}, {s:PERSON} {q:said}, SIDE.",
    "{s:BODY} {q:warned} {c:that FACT}, SIDE.",
    "{s:PERSON} {q:rejected} {c:THING}, SIDE.",
    "The letter was carried to the port by two officers on Monday, SIDE.",
    "The plan for the harbor was read by BODY and filed.",
    "{s:BODY} {q:pushed back on} {c:THING}, SIDE.",
]
MARK = re.compile(r"\{([scq]2?):([^}]*)\}")
turn = {name: 0 for name in SLOTS}


def fill(text):
    def word(match):
        name = match.group()
        turn[name] += 1
        return SLOTS[name][(turn[name] * 3 + turn[name] // len(SLOTS[name])) % len(SLOTS[name])]
    return re.sub("|".join(SLOTS), word, text)


def article(template):
    text, found, last = "", {}, 0
    for match in MARK.finditer(template):
        text += fill(template[last:match.start()])
        words = fill(match.group(2))
        if not text:
            words = words[0].upper() + words[1:]
        found[match.group(1)] = [len(text), len(text) + len(words.rstrip(","))]
        text += words
        last = match.end()
    text = (text + fill(template[last:])).replace(",,", ",")
    quotes = []
    for number in ("", "2"):
        if "q" + number in found:
            source = found.get("s" + number, found.get("s"))
            quotes.append({"kind": "indirect", "content": [found["c" + number]], "cue": [found["q" + number]],
                           "source": [source], "acts": []})
    return {"text": text, "quotes": quotes}


for _ in range(8):
    for template in TEMPLATES:
        print(json.dumps(article(template), ensure_ascii=False))
