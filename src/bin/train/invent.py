#!/usr/bin/env python3
"""invent.py > invented.jsonl : short invented articles with shapes that longer annotated ones seldom have.

A template marks content {c:…}, cue {q:…} and source {s:…}; slots in capitals are filled in turn. A content that runs on is
{c:…} and {d:…}; a second attribution has {c2:…}, {q2:…} and {s2:…}. Everything here is written for this project, under
invented names."""
import json
import re

SLOTS = {
    "PERSON": ["Marta Kell", "Harbor Minister Tomas Brandt", "General Adam Orry", "Ilse Varga, the mayor of Harrow,",
               "Senator Dell Ruiz", "the union’s chairman, Pavel Stroud,", "Mr. Okell", "Judge Hanna Weil"],
    "NAMED": ["Pavel Stroud, the union’s chairman", "Ilse Varga, the mayor of Harrow", "Senator Dell Ruiz",
              "Anika Sorel, who runs the ferry line", "Mr. Okell", "Otto Brenn, a farmer whose land the road would cross",
              "Judge Hanna Weil", "a spokeswoman for the Northfield Council"],
    "SHORT": ["Kell", "Brandt", "Orry", "she", "he", "the mayor", "the minister", "Ruiz", "they"],
    "BODY": ["the ministry", "officials at the port", "several newspapers", "the Northfield Council", "two diplomats",
             "the company", "police", "multiple accounts", "a majority of the members", "some observers"],
    "FACT": ["the bridge would reopen in June", "a leaked memo on the mine was a draft", "the letter was a forgery",
             "the talks had failed", "two trains were sold last year", "the dam needed repairs",
             "the tour that was planned for spring was off", "prices would fall again"],
    "THING": ["the closure of the mine", "the sale", "any part in the plot", "the report", "the claim", "the merger",
              "a move of the troops", "the letter’s date", "the charges", "allegations of fraud", "any wrongdoing",
              "the idea that the dam was unsafe", "suggestions of a secret deal", "the rumors", "any knowledge of the sale",
              "a request for more time", "the accusations", "calls for a new vote", "the criticism"],
    "SIDE": ["contradicting reports that the town had been told otherwise", "ending weeks of rumor",
             "following a vote by the council", "raising fears of a strike", "echoing a warning from the bank",
             "as workers gathered outside the gate", "a day after the minister resigned", "despite protests in the port"],
    "REST": ["through a lawyer", "in a statement", "on Friday", "by pointing to an older map", "at a rally in Harrow",
             "when asked about it", "during the debate", "after a night of talks", "through a spokesman", "earlier this week"],
    "TAIL": ["with one aide calling it a fable", "a view that few in the port share", "however, pointing to an older law",
             "saying the paper had been misled", "a decision that surprised the unions", "and left by a side door",
             "and called for a new inquiry", "but promised to look again"],
    "MORE": ["and walked out of the room", "and sued the paper", "and has hired a new lawyer", "but paid the fine",
             "and moved the ferry to another port", "and will stay in office"],
    "DENIED": ["denied", "has denied", "rejected", "dismissed", "disputed", "has repeatedly denied", "flatly rejected",
               "refuted", "denies", "strongly denied", "brushed aside", "repudiated", "disavowed", "contradicted",
               "has since rejected", "ruled out", "has strongly denied", "rebutted"],
    "PASSIVE": ["was denied", "was rejected", "were dismissed", "has been rejected", "was confirmed", "was praised",
                "was disputed", "had been criticized", "was welcomed", "was backed", "was condemned", "was announced"],
    "DID": ["welcomed", "announced", "confirmed", "criticized", "condemned", "praised", "proposed", "defended", "questioned",
            "predicted", "endorsed", "opposed", "demanded", "promised", "acknowledged", "backed", "blasted", "mocked"],
    "SAID": ["said", "told reporters", "wrote", "added", "asked", "insisted", "recalled", "tweeted", "warned", "argued",
             "shouted", "demanded", "explained", "said in an interview", "told the court on Monday", "replied"],
    "WHOLE": ["“We have sold nothing, and we will sell nothing.”", "\"Nobody in this town was asked.\"",
              "“The river does not wait. Neither should we.”", "\"I was there. I saw the letter.\"",
              "“It is a fine bridge, but it leads nowhere.”"],
    "LEFT": ["“What we owe the people of the port,”", "\"Now that the ferry is gone,\"", "“By closing the mine,”",
             "\"It was never about the money,\"", "“The truth,”", "\"If the dam breaks,\"", "“Every time you say that,”"],
    "RIGHT": ["“is an honest answer. We have not had one.”", "\"it was hard to live here.\"",
              "“and everybody knows it.”", "\"but a lot of people will be watching. I will be one of them.\"",
              "“we lost the only work there was, and nobody said a word.”"],
    "COMMA": ["“We have sold nothing, and we will sell nothing,”", "\"Nobody in this town was asked,\"",
              "“The river does not wait. Neither should we,”", "\"I was there. I saw the letter!\"",
              "“Why was nobody told that the bridge leads nowhere?”", "“I think it is a mistake,”",
              "\"They say we were warned, and we were not,\""],
}
SLOTS["HEAD"] = ["minister", "Governor Ames", "police", "court", "union", "Brandt", "watchdog", "mayor"]
SLOTS["DENIES"] = ["denies", "rejects", "disputes", "rebuts", "dismisses", "refutes"]
SLOTS["ACTION"] = ["cut the toll", "sell the ferry, the docks and the old mill", "reopen the mine by June",
                   "withhold the letter", "build a wall along the river", "leave the talks", "keep the school open"]
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
    "{s:PERSON} {q:told} reporters {c:that FACT}, and {q2:said} {c2:that THING mattered little}.",
    "{c:FACT}, {s:PERSON} {q:said}, SIDE.",
    "{s:BODY} {q:warned} {c:that FACT}, SIDE.",
    "{s:PERSON} {q:rejected} {c:THING}, SIDE.",
    "The letter was carried to the port by two officers on Monday, SIDE.",
    "The plan for the harbor was read by BODY and filed.",
    "{s:BODY} {q:pushed back on} {c:THING}, SIDE.",
    # What is denied ends before what was done besides, and where and how.
    "{s:PERSON} {q:DENIED} {c:THING} REST.",
    "{s:SHORT} {q:DENIED} {c:THING} MORE.",
    "{s:BODY} {q:DENIED} {c:THING}, TAIL.",
    "{s:BODY} {q:DENIED} {c:THING}.",
    "{s:PERSON} {q:DENIED} {c:that FACT}, TAIL.",
    "{s:SHORT} {q:denied} {c:that FACT} MORE.",
    "But {s:SHORT} {q:DENIED} {c:THING}, SIDE.",
    "REST, {s:PERSON} {q:DENIED} {c:THING}.",
    "{c:THING} {q:PASSIVE} by {s:BODY}.",
    "{c:THING} {q:PASSIVE} by {s:PERSON} REST.",
    "{c:THING}, which cost a great deal, {q:PASSIVE} by {s:BODY}, SIDE.",
    "{s:BODY} {q:DID} {c:THING} REST.",
    "{s:PERSON} {q:DID} {c:THING}, TAIL.",
    "{s:SHORT} {q:DID} {c:THING} MORE.",
    "{s:BODY} {q:DID} {c:THING}.",
    "The members of {s:BODY}, which has {q:denied} {c:THING}, did not come.",
    "The port was closed after BODY had left, and {s:SHORT} {q:DENIED} {c:THING}.",
    # The same words where nothing is said.
    "The bank denied BODY a loan REST.",
    "Two guards were dismissed REST.",
    "The ferry was announced by a bell, SIDE.",
    "The wall was backed by sand and MORE.",
    "The engine rejected the new oil REST.",
    # Headlines.
    "{c:No THING}, {q:says} {s:HEAD}",
    "{c:FACT}, {s:HEAD} {q:says}",
    "{s:HEAD} {q:says} {c:FACT}",
    "{s:HEAD} {q:DENIES} {c:THING}",
    "{c:THING} {q:rejected} by {s:HEAD}",
    "{s:HEAD} {q:vows} {c:to ACTION}",
    # Verbs that share a source, and what stands between them.
    "{s:PERSON} opened the meeting with a joke, spoke of the harvest and {q:DENIED} {c:THING}.",
    "{s:BODY} met behind closed doors on Monday and {q:DENIED} {c:THING} REST.",
    "{s:PERSON} left the port at noon. {s2:SHORT} {q2:DENIED} {c2:THING} REST.",
    "When the vote was over, {s:SHORT} {q:DENIED} {c:THING} and {q2:said} {c2:FACT}.",
    "The paper had printed the letter in May, and {s:BODY} {q:DENIED} {c:that FACT}, TAIL.",
    "{s:NAMED}, {q:DENIED} {c:THING}, SIDE.",
    "Asked about the letter, {s:PERSON} {q:DENIED} {c:THING}.",
    "{s:BODY} {q:DENIED} {c:the idea that FACT}, {q2:saying} {c2:FACT}.",
    # A sentence in marks and who says it.
    "{c:COMMA} {s:SHORT} {q:SAID}.",
    "{c:COMMA} {s:PERSON} {q:SAID}, SIDE.",
    "{c:COMMA} {q:said} {s:NAMED}.",
    "{c:COMMA} {q:said} {s:NAMED}, SIDE.",
    "{c:COMMA} {s:SHORT} {q:SAID}, {d:RIGHT}",
    "{c:LEFT} {s:SHORT} {q:SAID}, {d:RIGHT}",
    "{c:LEFT} {s:PERSON} {q:told} the council on Monday, {d:RIGHT}",
    "{c:LEFT} {q:said} {s:NAMED}, {d:RIGHT}",
    "{c:COMMA} {s:PERSON} {q:SAID}. {d:WHOLE}",
    "{c:COMMA} {q:said} {s:NAMED}. {d:WHOLE}",
    "{s:PERSON} {q:SAID}: {c:WHOLE}",
    "{s:SHORT} {q:continued}, {c:WHOLE}",
    "In a letter to the port, {s:PERSON} {q:wrote}, {c:WHOLE}",
    "{s:PERSON} looked at the map and {q:SAID}, {c:WHOLE}",
]
SLOTS["HOW"] = ["through her lawyer", "through a spokeswoman", "through his counsel", "as laughable", "as a fable",
                "to this paper", "in open court", "by letter", "through two aides", "to friends"]
SLOTS["ASIDE"] = [", however, leaning on an older map", ", with an aide taking to the radio to call it a fable",
                  " and goes to great lengths to keep the letter hidden", " and borrowed money to build a wall",
                  ", with two members walking out", " and is due in court in May", ", citing the weather"]
SLOTS["SURNAME"] = ["Kell", "Brandt", "Orry", "Ruiz", "Whitlock", "Stroud", "the mayor", "the minister"]
SLOTS["SAYS"] = ["said", "stated", "claimed", "warned", "argued", "announced"]
SLOTS["CHARGE"] = ["a charge", "a claim", "an accusation", "something", "a story", "an account"]
SLOTS["ALWAYS"] = ["has always denied", "strongly denied", "denies", "has since disavowed", "strongly disputes",
                   "rejected", "has denied", "flatly denies"]
SLOTS["NEVER"] = ["did not {q:mention}", "never {q:mentioned}", "has not {q:mentioned}", "does not {q:mention}",
                  "was careful not to {q:mention}", "has never {q:mentioned}"]
SLOTS["LEFTOUT"] = ["the mayor", "Kell", "the mine", "her rival", "the cost", "the letter", "General Orry",
                    "the man who had bought the ferry", "the study that found cracks in the dam"]
SLOTS["SHOUT"] = ["“Sell nothing!”", "“Whose port? Our port!”", "\"What toll?\"", "\"Not one ship!\""]
SLOTS["SHOUTED"] = ["chanted", "shouted", "sang", "cried", "yelled"]
TEMPLATES += [
    # What is denied may be told before, by a word that stands for it.
    "Kell was said to have sold THING, {c:which} {s:SHORT} {q:ALWAYS}.",
    "The paper wrote about the ferry and the sale, {c:which} {s:PERSON} {q:ALWAYS}, and about THING.",
    "The council was told that the wall had cracks, CHARGE {c:that} {s:BODY} {q:ALWAYS}, SIDE.",
    "He was asked about the old mill, CHARGE {c:that} {s:SHORT} {q:ALWAYS}.",
    "The paper repeated the story of the forged letter, {c:which} {s:SHORT} {q:ALWAYS} and which the court never heard.",
    # Where and how is none of it, nor what else was done.
    "{s:SHORT} {q:DENIED} {c:THING} HOW.",
    "{s:PERSON} {q:DENIED} {c:THING} HOW.",
    "{s:BODY} {q:DENIED} {c:THINGASIDE}.",
    "{s:SHORT} {q:DENIED} {c:that FACTASIDE}.",
    "{s:PERSON} {q:has denied} {c:FACTASIDE}.",
    "In {q:rejecting} {c:THING}, {s:BODY} leaned on an older law.",
    "In {q:denying} {c:THING}, {s:PERSON} {q2:said} {c2:that FACT}.",
    # What is left unsaid.
    "{s:PERSON} NEVER {c:LEFTOUT}.",
    "{s:SHORT} NEVER {c:LEFTOUT} HOW.",
    "Though {s:SHORT} NEVER {c:LEFTOUT}, the hall understood.",
    "{s:BODY} NEVER {c:LEFTOUT}, SIDE.",
    "{s:PERSON} NEVER {c:LEFTOUT} until the last minute.",
    # Marks that go on behind who said it, and words in them that are called out.
    "The report was read because {c:“nobody in this town was asked,”} {s:SHORT} {q:said}. {d:WHOLE}",
    "{s:BODY} {q:SHOUTED} {c:SHOUT} outside the gate.",
    "{s:The crowd} marched to the port, {q:shouting} {c:SHOUT} and kept going until dawn.",
    "{s:PERSON} {q:said}: {c:COMMA} {q2:adding} {c2:that FACT}.",
    "The letter spoke of the bridge and of what a new toll would do to the town: {c:COMMA} {s:SHORT} {q:wrote}.",
    "A member of the board turned to him: {c:COMMA} {s:SHORT} {q:said}. {d:WHOLE}",
    "{s:BODY} {q:reports}:\n\n{c:WHOLE}\n\nThe sale is to end in May.",
    "{s:PERSON} made the following {q:comment}:\n\n{c:WHOLE}\n\nThe paper printed it.",
    "{s:PERSON} {q:wrote}:\n\n{c:WHOLE}",
    "{s:SHORT} {q:put} it in a letter to the port: {c:WHOLE}",
    # Who it is ends where the sentence begins, with a comma or without.
    "{q:According to} {s:SURNAME} {c:FACT}.",
    "{q:According to} {s:BODY} {c:more than 40 workers had left by noon}.",
    "{q:According to} {s:BODY} {c:FACT}, SIDE.",
    "After THING, {s:BODY} {q:stated} {c:FACT}.",
    "Following THING, {s:PERSON} {q:said} {c:that FACT}.",
    "With the port closed and the ferry gone, {s:SHORT} {q:SAYS} {c:that FACT}.",
    # Names of works in marks are nobody's words.
    "On Monday’s evening of “TITLE,” the mayor spoke of the ferry and of THING.",
    "The band closed with “TITLE.”",
    "Her play, “TITLE,” opened in May, SIDE.",
    "The word “TITLE” stands above the gate.",
]
SLOTS["TITLE"] = ["The Long Way Down", "Morning in Harrow", "A Toll for Everyone", "Nobody’s Ferry", "safe", "closed"]
MARK = re.compile(r"\{([scqd]2?):([^}]*)\}")
turn = {name: 0 for name in SLOTS}


def fill(text):
    def word(match):
        name = match.group()
        turn[name] += 1
        return SLOTS[name][(turn[name] * 3 + turn[name] // len(SLOTS[name])) % len(SLOTS[name])]
    return re.sub("|".join(sorted(SLOTS, key=len, reverse=True)), word, text)


def kind(text, content):
    quoted = [text[start] in "“\"" for start, _ in content]
    return "direct" if all(quoted) else "mixed" if any(quoted) else "indirect"


def article(template):
    # Slots that hold a mark, or end one, are filled first.
    template = re.sub("NEVER", lambda match: fill(match.group()), template)
    template = re.sub("ASIDE}", lambda match: "}" + fill("ASIDE"), template)
    text, found, last = "", {}, 0
    for match in MARK.finditer(template):
        text += fill(template[last:match.start()])
        words = fill(match.group(2))
        if not text:
            words = words[0].upper() + words[1:]
        # A cue's last words tell whom or where: "told reporters", "said in an interview", "has denied".
        start, end = len(text), len(text) + len(words.rstrip(","))
        if match.group(1)[0] == "q":
            head = re.search(r" (?:reporters|in an|the court)\b", words)
            end = start + head.start() if head else end
            lead = re.match(r"(?:(?:has|have|was|were|had|been|since|repeatedly|strongly|flatly) )+", words)
            start += lead.end() if lead else 0
        found[match.group(1)] = [start, end]
        text += words
        last = match.end()
    rest = fill(template[last:])
    text = text + rest
    if text[-2:] == "..":
        text = text[:-1]
    text = text[0].upper() + text[1:]
    quotes = []
    for number in ("", "2"):
        if "q" + number in found and "c" + number in found:
            source = found.get("s" + number, found.get("s"))
            content = [found[piece + number] for piece in "cd" if piece + number in found]
            quotes.append({"kind": kind(text, content), "content": content, "cue": [found["q" + number]],
                           "source": [source], "acts": []})
    # A comma that ends a description and one that follows it are one.
    while ",," in text:
        at = text.index(",,")
        text = text[:at] + text[at + 1:]
        for quote in quotes:
            for span in [*quote["content"], *quote["cue"], *quote["source"]]:
                for end in (0, 1):
                    span[end] -= span[end] > at
    return {"text": text, "quotes": quotes}


# So many sentences for each frame of a verb.
VERB_TIMES = 4
for _ in range(8):
    for template in TEMPLATES:
        print(json.dumps(article(template), ensure_ascii=False))

# Every cue of the table that denies or rejects, in each of its frames: there are many, and each is seldom.
FRAMES = {
    "that": ["{c:that FACT}", "{c:that FACT}, SIDE", "{c:that FACT} REST"],
    "bare": ["{c:FACT}", "{c:FACT}, SIDE"],
    "noun": ["{c:THING}", "{c:THING} REST", "{c:THING}, SIDE", "{c:THING} MORE", "{c:THING}, TAIL"],
    "to": ["{c:to ACTION}", "{c:to ACTION}, SIDE"],
    "gerund": ["{c:DOING}", "{c:DOING} REST"],
    "wh": ["{c:whether FACT}", "{c:why FACT}"],
    "for": ["{c:for THING}"],
    "of": ["{c:of THING}", "{c:of THING}, SIDE"],
    "about": ["{c:about THING}"],
    "with": ["{c:with THING}"],
    "person": ["the board {c:to ACTION}", "the board {c:over THING}"],
    "as": ["{c:THING as a mistake}"],
}
turn["DOING"] = 0
SLOTS["DOING"] = ["selling the ferry", "hiding the memo from the board", "breaking the law", "closing the mine",
                  "opening the dam, moving the docks and selling the mill"]
LEADS = ["{s:PERSON}", "{s:BODY}", "{s:SHORT}", "On Monday, {s:PERSON}", "But {s:SHORT}", "{s:NAMED},", "In May, {s:BODY}"]
HELPS = ["", "", "has ", "also ", "later "]


def rows(path):
    for line in open(path, encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            yield line.rstrip("\n").split("\t")


IRREGULAR = {verb: (past, participle) for verb, past, participle in rows("src/lexicon/english/forms.tsv")}


def past(verb, place):
    if verb in IRREGULAR:
        return IRREGULAR[verb][place]
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeou":
        return verb[:-1] + "ied"
    return verb + "ed"


number = 0
for lemma, kind_of_cue, acts, takes, _, _ in rows("src/lexicon/english/cues.tsv"):
    if not {"deny", "reject"} & set(acts.split("|")):
        continue
    for frame in takes.split("|"):
        if frame not in FRAMES:
            continue
        number += 1
        content = FRAMES[frame][number % len(FRAMES[frame])]
        first, _, rest = lemma.partition(" ")
        rest = " " + rest if rest else ""
        if kind_of_cue == "verb" and first not in ("not", "could", "be"):
            for _ in range(VERB_TIMES):
                number += 1
                lead, help_word = LEADS[number % len(LEADS)], HELPS[number % len(HELPS)]
                verb = past(first, 1 if help_word == "has " else 0) + rest
                line = f"{lead} {help_word}{{q:{verb}}} {content}."
                print(json.dumps(article(line), ensure_ascii=False))
        if kind_of_cue == "noun" and frame in ("that", "of"):
            content = "{c:that FACT}" if frame == "that" else "{c:of THING}"
            lead = ["{s:Marta Kell}’s", "{s:The ministry}’s", "{s:His}", "{s:The mayor}’s"][number % 4]
            line = f"{lead} {{q:{lemma}}} {content} came late."
            print(json.dumps(article(line), ensure_ascii=False))
        if kind_of_cue == "adjective":
            content = FRAMES[frame][0]
            line = f"{LEADS[number % len(LEADS)]} was {{q:{lemma}}} {content}."
            print(json.dumps(article(line), ensure_ascii=False))
