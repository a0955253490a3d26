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
SLOTS["WHO"] = ["the court", "the central bank", "oil traders", "both sides", "a Vale Lines spokesman", "analysts at Okell Securities",
                "the teacher", "its chief executive, Mina Sato,", "opposition members", "the two men", "residents", "the port authority",
                "Harrow Council", "an aide to Brandt", "the district and the union", "one of the lawyers", "people close to the talks",
                "a person familiar with the sale", "Finance Minister Otto Reyl", "the Oskarian government", "Dr. Lena Moss",
                "the company’s lawyers", "Northfield", "the Harrow Post", "state media", "Mr. Stroud", "prosecutors",
                "a majority of voters", "the 54-year-old pilot", "three former employees", "the report", "her brother",
                "U.S. officials", "Rep. Ida Crane (D-Harrow)", "Vale Lines Co (VAL.N)", "the survey", "Coach Dana Wirth"]
SLOTS["IT"] = ["it", "he", "she", "they", "officials", "police", "the bank", "Kell", "the minister", "residents"]
SLOTS["STATES"] = ["said", "has said", "says", "also said", "later said", "reported", "has warned", "estimated", "believes",
                   "acknowledged", "signaled", "claimed", "ruled", "found", "concluded", "noted", "insists", "suggested", "argued",
                   "conceded", "have said", "has reported", "declared", "alleged", "predicted", "indicated", "testified"]
SLOTS["SAYING"] = ["saying", "adding", "arguing", "warning", "noting", "insisting", "claiming", "declaring", "telling reporters",
                   "writing", "suggesting", "explaining"]
SLOTS["CLAUSE"] = ["growth would slow to 2 percent next year", "the first ships could come around mid-June",
                   "the repairs are far too expensive", "nobody had looked at the cracks", "it is too early to say",
                   "he had never met the man", "the fire began in a cellar on Dock Street", "there was no reason to close the school",
                   "more than 40 workers had left by noon", "it sold 300 boats in May", "she would not run again",
                   "prices rose faster than wages in March", "the engine had been serviced a week before the crash",
                   "they were still looking for two fishermen", "the law does not cover tenants",
                   "the strike will cost the port $3 million a day", "Brandt had the letter in May and hid it from the board",
                   "a third of the trees are dying", "the army is not to blame for the flood", "this is a reasonable solution for all",
                   "the ministers would meet again on Friday to sign the accord", "what happened in Harrow could happen anywhere",
                   "if the dam breaks, the town has an hour", "the old bridge, built in 1911, cannot carry trucks",
                   "the road is closed and will stay closed until May", "prices fell and wages rose, and few of them saw why",
                   "the gate was shut but nobody had seen the key", "the boats belonged to Vale Lines and to two men from Harrow",
                   "the crew was tired, the radar was broken and the captain was new", "the town had one doctor, who left in June",
                   "the union had lost its way and the trust of its members after years of quarrels in the port"]
SLOTS["DEED"] = ["comment", "comment on the sale", "say when the bridge would open", "give a number", "name the buyer",
                 "discuss the talks", "answer questions about the letter", "confirm the date"]
SLOTS["REFUSED"] = ["declined", "refused", "also declined"]
SLOTS["PLANS"] = ["plans", "plan", "intends", "wants", "hopes", "threatened", "vowed", "also vowed", "offered", "agreed", "pledged",
                  "promised", "has promised", "aims", "voted", "decided", "asked", "proposed", "is threatening", "had sought"]
SLOTS["PLANNING"] = ["promising", "vowing", "threatening", "offering", "pledging", "hoping"]
SLOTS["JUDGES"] = ["defended", "attacked", "endorsed", "is endorsing", "opposed", "have opposed", "criticized", "praised", "backed",
                   "questioned", "blasted", "has defended", "supports", "is defending", "denounced", "welcomed", "mocked", "objected to",
                   "called for", "is calling for", "warned against", "warned of", "spoke of", "apologized for", "pointed to", "cited",
                   "ordered", "announced", "demanded", "has ordered", "sought"]
SLOTS["MATTER"] = ["the closure of the mine", "the governor’s plan for the harbor", "her use of a private boat", "his own record",
                   "the new toll", "the treatment of prisoners", "a second vote", "the bank’s handling of the loans",
                   "the deal with Oskaria", "a rise in prices", "any cut in pensions", "the security breach", "violence on both sides", "the closure of the mine and the sale of the ferry", "the law, the judge who wrote it and the court",
                   "the army’s conduct in the valley", "tenants who pay late"]
SLOTS["CALLS"] = ["called", "has called", "described", "dismissed", "branded", "characterized"]
SLOTS["VERDICT"] = ["a disgrace", "the best in years", "a waste of money", "a step back"]
SLOTS["ASWHAT"] = ["as frank", "as a step forward", "as a matter for the courts", "as dismissive", "as the worst in years"]
SLOTS["WHOM"] = ["lawmakers", "the Harrow Post", "a crowd in Northfield", "investors", "the court", "her staff", "reporters on Tuesday"]
SLOTS["OUTLET"] = ["the Harrow Post", "The Northfield Herald", "state television", "Radio Oskaria", "local newspapers"]
SLOTS["DAY"] = ["on Friday", "in a statement", "last week", "at a news conference in Harrow", "earlier this year", "on Monday night"]
SLOTS["CLAIMED"] = ["claim", "claims", "belief", "warning", "promise", "conclusion", "assertion", "fears", "concerns", "argument",
                    "allegation", "suggestion", "report", "reports", "criticism", "contention"]
SLOTS["OWNER"] = ["his", "her", "their", "the ministry’s", "Kell’s", "the union’s", "intelligence agencies’", "its"]
SLOTS["LATER"] = ["The talks went on until midnight.", "The port was closed for a week.", "It rained all night.",
                  "Two ships lay at anchor.", "The sale was to end in May."]
INDIRECT = [
    "{s:WHO} {q:STATES} {c:CLAUSE}.",
    "{s:WHO} {q:STATES} {c:that CLAUSE}.",
    "{s:WHO} {q:STATES} {c:CLAUSE}, SIDE.",
    "{s:IT} {q:STATES} {c:CLAUSE}.",
    "LATER {s:WHO} {q:STATES} {c:that CLAUSE}. LATER",
    "LATER {s:WHO} {q:STATES} DAY {c:that CLAUSE}.",
    "{s:WHO} {q:told} WHOM {c:CLAUSE}.",
    "{s:WHO} {q:told} WHOM {c:that CLAUSE}, {q2:SAYING} {c2:CLAUSE}.",
    "{c:CLAUSE}, {s:IT} {q:said} DAY.",
    "{c:CLAUSE}, {q:said} {s:WHO}. LATER",
    "{c:CLAUSE}, {s:WHO} {q:STATES}, SIDE.",
    "{c:CLAUSE}, {q:according to} {s:WHO}.",
    "{s:WHO}, who had just returned from Harrow, {q:STATES} {c:CLAUSE}.",
    "SIDE, {s:WHO} {q:STATES} {c:CLAUSE}.",
    "The mine lost money for years, but {s:WHO} {q:STATES} {c:CLAUSE}.",
    "{s:WHO} {q:STATES} {c:that CLAUSE and that CLAUSE}.",
    "{s:WHO} {q:STATES} {c:CLAUSE and CLAUSE}.",
    "{s:IT} {q:STATES} {c:CLAUSE because CLAUSE}.",
    "{s:IT} {q:told} WHOM {c:that CLAUSE, and that CLAUSE}.",
    "{s:WHO} {q:STATES} {c:CLAUSE}, and {s2:IT} {q2:STATES} {c2:CLAUSE}.",
    "{s:WHO} met the owners on Friday, {q:SAYING} {c:that CLAUSE}.",
    "The fire, which {s:IT} {q:said} {c:began in a cellar}, was out by noon.",
    "The storm fed anger over what {s:IT} {q:say} {c:is a ruined port}.",
    "{c:The cargo}, as {q:reported} by {s:OUTLET}, {d:was brought by night}. LATER",
    "{c:The cargo}, {s:IT} {q:said}, {d:was brought by night to a barn near the port}.",
    "{c:The dam}, {q:according to} {s:WHO}, {d:would not hold another winter}.",
    "As {s:OUTLET} {q:reported} DAY, {c:CLAUSE}.",
    "{s:OUTLET} has previously {q:reported} {c:how the letter was forged and sold}.",
    "{s:OUTLET} {q:reported} {c:a sharp fall in prices}.",
    # What is not said.
    "{s:WHO} {q:REFUSED} {c:to DEED}.",
    "LATER {s:WHO} {q:REFUSED} {c:to DEED}.",
    "{s:WHO} {q:said} {c:CLAUSE} but {q2:REFUSED} {c2:to DEED}.",
    "{s:WHO} would not {q:say} {c:whether CLAUSE}.",
    "{s:WHO} has not {q:disclosed} {c:how the money was spent}.",
    "{s:WHO} are yet to {q:say} {c:when the sale will be put to a vote}.",
    "{s:WHO} did not {q:say} {c:why the ferry was sold}.",
    # Who is told says nothing, and who is said to have done something neither.
    "WHO were {q:told} DAY {c:that CLAUSE}.",
    "IT was {q:told} {c:CLAUSE}.",
    "SURNAME is said to have wept, and IT was thought to be ill.",
    "The mayor is said to own half of the port.",
    "{c:“Nobody knows what the families were told,”} {s:SHORT} {q:said}.",
    # What else was done is not said.
    "{c:COMMA} {s:SHORT} {q:said} MORE.",
    "{c:COMMA} {s:SHORT} {q:said}, and with that NAMED left the hall.",
    "{c:COMMA} {s:PERSON} {q:said}, and shut the door.",
    "{c:“No comment,”} {s:SHORT} {q:said} MORE.",
    # What is meant to be done.
    "{s:WHO} {q:PLANS} {c:to ACTION}.",
    "{s:WHO} {q:PLANS} {c:to ACTION}, SIDE.",
    "{s:IT} {q:PLANS} {c:to ACTION} DAY.",
    "{s:IT} drew up another plan for the harbor, {q:PLANNING} {c:to ACTION}.",
    "The crew left the ship after {s:IT} {q:PLANS} {c:to ACTION}.",
    # What is judged.
    "{s:WHO} {q:JUDGES} {c:MATTER}.",
    "{s:IT} {q:JUDGES} {c:MATTER} DAY.",
    "{s:WHO} {q:JUDGES} {c:MATTER}, {q2:SAYING} {c2:CLAUSE}.",
    "{s:WHO} {q:JUDGES} {c:MATTER} and {q2:JUDGES} {c2:MATTER}.",
    "{s:WHO} {q:CALLS} {c:MATTER VERDICT}.",
    "{s:WHO} {q:described} {c:MATTER ASWHAT}.",
    "{c:MATTER} was {q:approved} by {s:WHO} in June.",
    "{c:MATTER} was {q:criticized} by {s:WHO}, SIDE.",
    "{s:OUTLET} {q:voted} 12 to 4 {c:to ACTION}.",
    # Nouns that say.
    "{s:OWNER} {q:CLAIMED} {c:that CLAUSE} came late.",
    "Few in the port shared {s:OWNER} {q:CLAIMED} {c:that CLAUSE}.",
    "{s:WHO} {q:dismissed} {c:{q2:concerns} from {s2:SHORT} {c2:that CLAUSE}}.",
    "{s:WHO} {q:rejected} {c:{s2:OWNER} {q2:CLAIMED} {c2:that CLAUSE}}.",
    "Prices fell after a {s:Harrow Post} {q:report} {c:that CLAUSE}.",
    "Work stopped because of {q:fears} {c:that CLAUSE}.",
    "Despite {q:reports} {c:that CLAUSE}, the port was open.",
    # One tells of another.
    "{s:WHO} {q:said} {c:{s2:BODY} had {q2:told} WHOM {c2:that CLAUSE}}.",
    "{s:IT} {q:said} {c:{s2:SURNAME} had {q2:told} WHOM {c2:CLAUSE}}.",
    "{s:SURNAME} {q:said} {c:that {s2:WHO} {q2:STATES} {c2:that CLAUSE}}.",
    "{s:SURNAME} {q:said} {c:{s2:SURNAME} {q2:DENIED} {c2:THING}}.",
    "{s:WHO} {q:told} WHOM {c:that {s2:IT} {q2:PLANS} {c2:to ACTION}}.",
    "{s:OUTLET} {q:reported} {c:that {s2:BODY} {q2:STATES} {c2:CLAUSE}}.",
    "{c:{s2:BODY} {q2:JUDGES} {c2:MATTER}}, {s:SURNAME} {q:said} DAY.",
    "{s:WHO} {q:said} {c:that a leaked letter {q2:announcing} {c2:MATTER} was a mistake}.",
    "{s:PERSON} {q:said} DAY {c:that {s2:a memo} {q2:announcing} {c2:MATTER} was a draft}.",
    "{s:WHO} {q:said} {c:that {s2:the paper}’s {q2:report} {c2:that CLAUSE} was wrong}.",
    "{s:SHORT} {q:said} {c:{s2:the statement} {q2:announcing} {c2:MATTER} had been sent too soon}.",
    "“The company was wrong in announcing MATTER,” {s:SHORT} said.",
    "{c:“{s2:The mayor} {q2:says} {c2:CLAUSE}, and I believe her,”} {s:SHORT} {q:said}.",
    "{c:“{s2:They} {q2:told} us {c2:that CLAUSE}. They lied,”} {s:WHO} {q:said}.",
    "{c:“Nobody {q2:told} us {c2:that CLAUSE},”} {s:SHORT} {q:said}.",
    # A colon without a word that says.
    "{s:HEAD}: {c:CLAUSE}",
    "{s:Poll}: {c:CLAUSE}",
    "{s:SURNAME}: {c:CLAUSE}",
    # The same words where nothing is said.
    "The bank offers loans to farmers in the valley.",
    "She called her sister from the train DAY.",
    "He ordered two coffees and asked for the bill.",
    "The court sits in Harrow. LATER",
    "They found the anchor at a depth of 30 meters.",
    "The council held a meeting in the gym, SIDE.",
    "The company was named after a river.",
    "The team defended its title DAY and won by two goals.",
    "The plan includes 300 flats, a school and a park by the river.",
    "His claim was paid by the insurer in May. LATER",
    "The agreed price was paid in March.",
    "The soldiers attacked the port DAY and took the mill.",
    "The reported loss was $3 million, against $2 million a year before.",
    "The letter was sent to BODY DAY and arrived in May.",
    "She pointed the boat to the shore and cut the engine.",
    "The road, as planned, was to run past the mill.",
    "WHO moved to Harrow in 1998 to run the mill.",
    "The union offered its members a choice of two coats.",
    "IT wanted a boat, and bought one DAY.",
    "The police charged the crowd twice. LATER",
    "The law allows owners to close the gate at night.",
    "WHO will play in Harrow DAY.",
    "MATTER cost the town $40 million. LATER",
    "The announced closure of the mine began in May.",
    "IT was born in Northfield and went to school there.",
    "The engine was described in a book of 1911.",
]
SLOTS["ENDING"] = [", which would cost the town $40 million", ", allowing the port to hire again",
                   ", including two that had been closed since May", ", where most of the crew lives",
                   ", who had run the mill for 30 years", ", but could not be saved", " and could not bear to look at it",
                   " - a step that would need a vote of the council", ", leaving hundreds without work",
                   ", even if the price fell", " unless the owners pay for the repairs", " until the gate is mended",
                   ", because the old road floods every spring", ", a town of 400 on the northern shore",
                   ", and would not stop until the law was changed", " -- a sign that the talks had failed",
                   ", not only in Harrow but in the whole valley", " whether or not the board agrees",
                   ", where a guard had asked for her papers and sent her home"]
SLOTS["REMARK"] = [", a step that surprised the unions", ", a move that came in the night after the mayor had left for Oskaria",
                   ", a claim that few in the port share", ", two weeks before the vote", " in a speech to the board",
                   " during a debate in Harrow", " after the letter was read in court", ", a week after she left the bank",
                   ", as they left the hall", ", part of a quarrel that began in May", ", who came to the port from Oskaria",
                   ", according to two people who were there", " in a talk that nobody had expected", ", the fourth such letter since May"]
SLOTS["LEADIN"] = ["Too often", "In the end", "For years", "Under the new law", "Without the ferry", "By then", "In most towns",
                   "At the heart of the quarrel", "From the first day on", "With so many boats in the port"]
SLOTS["TOPIC"] = ["The toll", "The new harbor", "Prices in the valley", "The wall along the river", "A second bridge", "The letter",
                  "The town’s debt", "What happened at the mill", "The men who had built the dam"]
SLOTS["DOES"] = ["is a heavier load on the fishermen than any storm, and on their children", "would force the town to face hard questions",
                 "has emptied the market, the inns and the two schools", "are usually full of children on market days, and of dogs",
                 "was never meant to last", "could bring the ships back - and the men with them", "will be paid by whoever owns the mill"]
SLOTS["LINK"] = ["since", "because", "until", "if", "unless", "but", "and", "even though"]
SLOTS["MIXED"] = ["most of what the papers print about the mill is “soup, and thin soup.”", "the talks had been “a waste of breath.”",
                  "the song was about her mother, a woman of “iron and good humor.”",
                  "the team had played well, but that “the other side had the wind.”",
                  "that as a boy he had “rowed to the island and back” and that he “would do it again.”",
                  "the council, the union and the bank had \"all known of the cracks.\"",
                  "three families on the street, one of them with a newborn, “sleep in their coats.”",
                  "the bank, like the council, should be “slow,” or at least “careful,” with other people’s money",
                  "the price was fair, and that “anybody who has ever kept cows” would say so.",
                  "nobody should drive the coast road at night - \"not for love and not for money.\""]
SLOTS["BRANDS"] = ["called", "has called", "labeled", "branded", "dubbed", "deemed", "considers"]
SLOTS["BRAND"] = ["unfair and written by somebody who has never seen a cow", "a trick played by the bank on people who cannot count",
                  "a quack, a liar and a thief", "unfounded", "“a night bird”", "\"a bad joke\" on everyone who pays the toll",
                  "too costly and too late", "an “insult” to the crew"]
SLOTS["ASBRAND"] = ["as “a toy for rich men.”", "as a \"circus.\"", "as “nonsense” and “theft.”", "as an attack on the poor",
                    "as \"the last straw\" for the crews", "as proof that nobody cares"]
SLOTS["LONGTHING"] = ["the council’s long search for a new doctor, and whatever came of it,",
                      "the second half of the sum", "the plan that the engineers had drawn", "the men who sleep in the park",
                      "the governor’s letters to the board about the fire", "his opponent’s plan for the schools", "the toll"]
SLOTS["VIEWS"] = ["described", "dismissed", "attacked", "blasted", "cited", "condemned", "portrayed", "defended", "praised", "characterized"]
SLOTS["ASKED"] = ["a request for comment", "requests for comment", "questions about the letter", "inquiries", "messages left at her office",
                  "an email", "several calls and letters from the paper"]
SLOTS["SILENT"] = ["did not respond", "did not reply", "did not immediately respond", "has not responded", "have not replied"]
SLOTS["URGES"] = ["called for", "is calling for", "has called for", "have called for", "pushed for", "demanded", "also called for",
                  "appealed for", "pressed for"]
SLOTS["WISH"] = ["more ships and fewer guards", "stiff fines", "closing the mine before May", "an end to the strike", "a new vote",
                 "a change of the National Fisheries Board’s (NFB) list of nets that boats may use in May",
                 "the loan to be paid back by the owners", "him to leave the race at once", "a process to find another captain"]
SLOTS["MEANS"] = ["has threatened", "have threatened", "threatened", "pledged", "has pledged", "agreed", "has agreed", "offered",
                  "plans", "also plans", "plan", "has vowed", "are threatening", "refused", "has refused", "had asked", "wants", "wanted"]
SLOTS["FULLY"] = ["stay away from the talks as long as a single gun is on the hill", "sell the mill, pay the crews and leave the valley",
                  "shut the plant at the end of the month", "hire 40 men and plant oaks where the mill had stood",
                  "paint every boat white before the feast of the port", "wait with the news until the crews had been told",
                  "take the case to a higher court", "shoot at any boat that came near the island"]
SLOTS["FINDS"] = ["reported", "posted", "recorded", "forecast", "projected", "estimated", "expects", "has reported"]
SLOTS["FIGURE"] = ["a profit of $7 million", "its first loss since 1998", "sales of 4,000 engines", "a fall in prices of 4 percent",
                   "orders for 60 boats by the end of next year", "fewer visitors than last year"]
SLOTS["DENYING"] = ["refute", "deny", "dispute", "reject", "contest", "rebut"]
SLOTS["WITHHELD"] = ["admit", "mention", "acknowledge", "discuss", "confirm", "disclose", "concede"]
LONGER = [
    # What is said goes on behind a comma, a dash, a conjunction.
    "{s:WHO} {q:STATES} {c:CLAUSEENDING}.",
    "{s:PERSON} {q:said} {c:CLAUSEENDING}. LATER",
    "{s:IT} {q:STATES} {c:that CLAUSEENDING}.",
    "{s:SHORT} {q:said} DAY {c:CLAUSEENDING}.",
    "{s:SURNAME} {q:told} WHOM {c:that CLAUSEENDING}.",
    "{s:IT} {q:said} {c:CLAUSE, and CLAUSE}.",
    "{s:WHO} {q:STATES} {c:that CLAUSE, and that CLAUSE}. LATER",
    "{s:PERSON} {q:said} DAY {c:that CLAUSE, and that CLAUSE}.",
    "{s:WHO} {q:STATES} {c:CLAUSE LINK CLAUSE}.",
    "{s:PERSON} {q:said} {c:even as CLAUSE, CLAUSE}.",
    "{s:WHO} {q:said} {c:SURNAME had not only lost the keys but also had broken the window, a thing he calls “airing”}.",
    "{s:PERSON} {q:said} {c:MIXED}",
    "{s:SHORT} {q:noted} {c:MIXED}",
    "{s:SURNAME} {q:said} DAY {c:MIXED}",
    "{s:WHO} {q:told} WHOM {c:MIXED}",
    "{s:WHO} {q:said} {c:CLAUSE}, {q2:citing} {c2:a letter that was read in court}.",
    "{c:CLAUSEENDING}, {s:WHO} {q:said}.",
    "{c:The ship had stayed out of the bay to pass by the tugs, pilots and customs boats that charge a fee}, {s:a source} {q:said}.",
    "{c:CLAUSE, and CLAUSE}, {q:said} {s:WHO}.",
    "{c:CLAUSE}, {s:WHO} {q:said} DAY, as they left the hall.",
    "{c:CLAUSE}, {q:said} {s:a court in Northfield} in a ruling on the sale.",
    # Who said it stands in the midst.
    "{c:TOPIC}, {s:SURNAME} {q:said}, {d:DOES}.",
    "{c:TOPIC}, {s:WHO} {q:said}, {d:DOES}.",
    "{c:TOPIC}, {s:IT} often {q:says}, {d:DOES}. LATER",
    "{c:LEADIN}, {s:SURNAME} {q:said}, {d:CLAUSE}.",
    "{c:LEADIN}, {s:WHO} {q:argued}, {d:CLAUSE}.",
    "{c:CLAUSE}, {s:SURNAME} {q:said}, {d:LINK CLAUSE}.",
    "{c:CLAUSE}, {s:WHO} {q:said}, {d:LINK CLAUSE}. LATER",
    "{c:CLAUSE}, {s:IT} {q:said}, {d:“but not at the cost of the crews.”}",
    "{c:CLAUSE}, {s:SURNAME} {q:said}, {d:even if it is “a long way to Harrow.”}",
    "The hall, which, {s:SURNAME} {q:said}, {c:is full of children on market days, and of dogs}, stood empty.",
    # What is none of it.
    "{s:WHO} {q:STATES} {c:CLAUSE}REMARK.",
    "{s:PERSON} {q:said} {c:that CLAUSE}REMARK.",
    "{s:OUTLET} {q:said} {c:it would print the whole list to show who owns the boats}REMARK.",
    "{s:IT} {q:said} {c:CLAUSE} and {q2:warned} {c2:against MATTER}.",
    "{s:WHO} {q:said} {c:CLAUSE} and, in an interview DAY with OUTLET, {q2:said} {c2:CLAUSE}.",
    "{s:WHO} {q:said} {c:CLAUSE}, and when asked about the letter, {s2:the mayor} {q2:replied}, {c2:WHOLE}",
    "While {s:WHO} {q:says} {c:CLAUSE}, it has not shown the letter.",
    "{s:WHO} {q:said} {c:CLAUSE}; IT left at noon.",
    "{s:WHO} {q:says} {c:CLAUSE}, but IT never showed the books.",
    "{s:The men}, who {q:asked} {c:to remain unnamed until the crews had been told}, {q2:said} {c2:CLAUSE}.",
    "{s:Farmers} who {q:called} {c:the old tax a theft} have come round to the new one.",
    "{s:The sailors}, who {q:said} {c:CLAUSE}, were sent home.",
    "The house where {s:police} {q:said} {c:he lived} was searched at dawn.",
    "{c:COMMA} {s:SURNAME} {q:said}, {q2:SAYING} {c2:that CLAUSE}.",
    "{c:COMMA} {s:WHO} {q:told} WHOM, {q2:SAYING} {c2:CLAUSE}. LATER",
    "{c:CLAUSE}, {s:SURNAME} {q:said}, {q2:SAYING} {c2:CLAUSE}.",
    "{c:COMMA} {s:SHORT} {q:said}, but the boat had left the pier, and as the band played “Nobody’s Ferry,” the crowd went home.",
    "{c:COMMA} {s:SURNAME} {q:SAID}, SIDE.",
    "LEADIN, {s:SURNAME} {q:said}, {c:WHOLE}",
    "As the ship came in, {s:NAMED}, {q:said}, {c:WHOLE}",
    "Asked about the letter, {s:WHO} {q:said}, {c:WHOLE}",
    "At the end of the song {s:SHORT} {q:added}, {c:WHOLE}",
    "The play begins at dawn, and {s:SURNAME} {q:asks}: {c:WHOLE}",
    "{s:SURNAME} {q:said} {c:that CLAUSE} and {q2:urged} {c2:voters to ACTION}.",
    "{s:SURNAME} came to Harrow to {q:announce} {c:that CLAUSE}.",
    "{s:WHO} is {q:telling} WHOM {c:that CLAUSE} and {q2:says} {c2:CLAUSE}.",
    "{s:WHO} {q:said} {c:CLAUSE} but {q2:added} {c2:that CLAUSE}.",
    "{s:SURNAME} {q:said} {c:that CLAUSE}, but {q2:conceded} {c2:that CLAUSE}.",
    "{s:SURNAME} {q:said} {c:SURNAME had sold the ferry}, {q2:noting} {c2:CLAUSE}.",
    "{s:WHO} {q:MEANS} {c:to FULLY}, but IT has also closed the school.",
    "{s:WHO} was not at the pier, {q:promising} {c:lower prices and “bread, bread, bread,”} but left the town in debt.",
    "{s:SURNAME} also went on to {q:DENYING} {c:THING}.",
    "{s:IT} broke a long silence to {q:DENYING} {c:THING} REST.",
    "{s:IT} did not {q:WITHHELD} {c:THING}.",
    "{s:WHO} has not {q:WITHHELD} {c:MATTER}, and the case is closed.",
    "{s:WHO} have not {q:said} {c:whom they would vote for}, and nobody has asked.",
    "{s:SURNAME} {q:DENIED} {c:that FACT}, however, pointing to a letter of 1911, in which the town was warned.",
    "{q:Citing} {c:a shortage of nets}, {s:WHO} {q2:said} {c2:CLAUSE}.",
    "{c:The harbor is}, in the {q:words} of {s:one pilot}, {d:“a bathtub with tides.”}",
    # What is called something.
    "{s:WHO} {q:BRANDS} {c:MATTER BRAND}.",
    "{s:SURNAME} {q:BRANDS} {c:the mayor BRAND}.",
    "{s:IT} {q:BRANDS} {c:it BRAND}. LATER",
    "{s:SURNAME} {q:VIEWS} {c:LONGTHING ASBRAND}",
    "{s:WHO} {q:VIEWS} {c:LONGTHING ASBRAND}",
    "{s:IT} {q:VIEWS} {c:LONGTHING} REST.",
    "{s:SURNAME} {q:criticized} {c:the mayor for hiding the letter}.",
    "{s:WHO} {q:blasted} {c:him for not paying the toll}.",
    "{s:SURNAME} {q:attacked} {c:the “lazy” and “vain” judges of the contest}, {q2:doubting} {c2:their taste}.",
    "She leads a group called the Friends of the Port and a choir.",
    "The old inn, called the Anchor, has nine rooms and a garden.",
    # What is left unsaid.
    "{s:WHO} {q:declined} {c:to comment}.",
    "{s:WHO} {q:declined} {c:to comment on MATTER}.",
    "{s:SURNAME} also {q:declined} {c:to comment}. LATER",
    "Through a spokesman, {s:IT} {q:declined} {c:to comment}.",
    "{s:WHO} {q:REFUSED} {c:to DEED}. LATER",
    "{s:WHO} {q:declined} {c:to say whether CLAUSE}.",
    "{s:WHO} {q:SILENT} {c:to ASKED}.",
    "{s:WHO} {q:SILENT} {c:to ASKED}. LATER",
    "{s:WHO} {q:did not return} {c:calls seeking comment}.",
    "{s:WHO} {q:had no further comment} {c:on MATTER}.",
    "{s:WHO} {q:had no comment} {c:on MATTER DAY}.",
    "{s:WHO} {q:could not be reached} {c:for comment}.",
    "{s:WHO} {q:could not be reached} {c:for comment} DAY.",
    "The engine did not respond to the rudder. LATER",
    "The crew did not return to the port until dawn.",
    # What is wished and meant.
    "{s:WHO} {q:URGES} {c:WISH}.",
    "{s:WHO} DAY {q:URGES} {c:WISH}REMARK.",
    "{s:IT} {q:URGES} {c:WISH} REST.",
    "{s:SURNAME} has written three letters and is {q:calling for} {c:WISH}.",
    "{s:WHO} {q:MEANS} {c:to FULLY}.",
    "{s:SURNAME} {q:MEANS} {c:to FULLY}. LATER",
    "{s:WHO}, in turn, {q:MEANS} {c:to FULLY}.",
    "{s:SURNAME} has cut its losses in the past year and {q:plans} {c:to FULLY}.",
    "{s:WHO} {q:FINDS} {c:FIGURE}.",
    "{s:SURNAME} {q:FINDS} {c:FIGURE}, SIDE.",
    # The same words where nothing is said.
    "The plans of the bridge were lost in the fire.",
    "The states on the coast, which had been warned, closed their ports.",
    "In four states, two of them on the coast, the ports were closed.",
    "The former secretary of state and mayor of Harrow came late.",
    "The morning show on Radio Oskaria is heard in the valley.",
    "She won three contests in the north and lost two in the south.",
    "The record snow of 3 inches fell on Monday.",
    "The telephone rang, and nobody answered.",
    "He was asked to leave, and did.",
    "The film opens with a call to the coast guard.",
    "A think tank in Harrow paid for the study.",
    "The press room was closed for repairs.",
]
SLOTS["ADMITS"] = ["admission", "acknowledgment", "observation", "announcement", "accusation", "complaint", "assurance", "revelation",
                   "declaration", "statement", "determination", "insistence"]
SLOTS["TOLD"] = ["reports", "revelations", "complaints", "claims", "assurances", "warnings", "accusations", "statements"]
SLOTS["LATE"] = ["", "belated ", "recent ", "blunt ", "1998 ", "surprising "]
SLOTS["THEIRS"] = ["{s:Kell}’s", "{s:the ministry}’s", "{s:Mr. Brandt}’s", "{s:her}", "{s:the union}’s", "{s:Governor Ames}’s", "a {s:government}"]
SLOTS["SECOND"] = ["suggested", "added", "said", "argued", "warned", "insisted", "claimed", "noted"]
SLOTS["BREAK"] = [", however,", ", for example,", ", in a letter to the board,", ", on Friday, May 13,", " -- not for the first time --",
                  ", through a lawyer,"]
SLOTS["GROUP"] = ["{s:Fishing lines including Vale, Harrow Star and Okell}", "{s:Two crews from towns including Northfield and Harrow}",
                  "{s:The ferry’s owner, along with a pilot and the heads of firms including Vale, Okell and Brenn Timber,}",
                  "{s:Many of the children of fishermen and pilots}", "{s:Officials from countries such as Oskaria and Velland}"]
SLOTS["SHARE"] = ["{s:Forty percent of those polled}", "{s:52% of voters}", "{s:Another 37 percent}", "{s:Only one-third of the members}",
                  "{s:Nearly 60 percent}", "{s:a majority of those asked}"]
CLAUSES = [
    # Nouns that say, and whose they are.
    "LATER The town remembers THEIRS LATE{q:ADMITS} {c:that CLAUSE}.",
    "After THEIRS LATE{q:ADMITS} {c:that CLAUSE}, the talks went on.",
    "The strike began days after {q:TOLD} from {s:WHO} {c:that CLAUSE}.",
    "The vote follows {q:TOLD} by {s:OUTLET} {c:that CLAUSE}.",
    "The mood changed with THEIRS LATE{q:ADMITS} {c:that CLAUSE}. LATER",
    # A second verb of the same subject.
    "{s:WHO} {q:JUDGES} {c:MATTER} and {q2:SECOND} {c2:that CLAUSE}.",
    "{s:SURNAME} has {q:apologized} {c:for MATTER} and {q2:SECOND} {c2:that CLAUSE}.",
    "{s:WHO} {q:posits} {c:that CLAUSE}, and {q2:criticizes} {c2:MATTER}.",
    "{s:WHO} have {q:threatened} {c:to ACTION}.",
    "{s:WHO} DAY {q:agreed} {c:to ACTION}.",
    "{s:BODY}, which has {q:vowed} {c:to ACTION}, met in Harrow.",
    "{s:The lower court}, which {q:decided} 2-1 {c:that CLAUSE}, sits in Harrow.",
    # What stands between.
    "{s:WHO} {q:said}BREAK {c:that CLAUSE}.",
    "{s:IT} {q:noted}BREAK {c:that CLAUSE}.",
    "{c:CLAUSE}, {s:SURNAME} {q:claims}, while nobody else was there.",
    "Three days after the port was closed, {s:BODY} {q:said} DAY {c:that CLAUSE}.",
    "While the talks went on, {s:WHO} {q:said} DAY {c:that CLAUSE}.",
    "{s:WHO} {q:said} DAY {c:that if the report is true, CLAUSE}.",
    "{s:WHO} {q:stressed} {c:that while the mill is old, CLAUSE}.",
    # Whose clause it is.
    "The sale is in doubt, with {s:WHO} {q:warning} {c:that CLAUSE}.",
    "The letter came the morning after {s:SURNAME}, who joined the bank in May, {q:said} {c:CLAUSE}.",
    "{s:They} are running what we call a circus, {q:SAYING} {c:that CLAUSE}.",
    "The crowd went quiet when {s:SURNAME} {q:told} WHOM {c:that CLAUSE}.",
    "{s:SURNAME} introduced General Orry at the fair by {q:describing} {c:him ASWHAT}.",
    "GROUP {q:say} {c:CLAUSE}.",
    "GROUP {q:STATES} {c:that CLAUSE}.",
    "SHARE {q:said} {c:CLAUSE}.",
    "SHARE, however, {q:say} {c:that CLAUSE}.",
    # The same words where nothing is said.
    "The catch declined sharply in May.",
    "Sales declined from 16 boats to 12 in the third quarter.",
    "The king ruled the valley for thirty years.",
    "Guards fired back at the boat and sank it. LATER",
    "The crowd demonstrated outside the mill DAY.",
    "The men were taken to Harrow, fed, and told to wait.",
    "It is hard to say. LATER",
    "SURNAME added two boats to the line DAY.",
    "IT sought shelter in the harbor. LATER",
    "The town held its fair DAY.",
]
HOUSES = [
    "{c:COMMA} {s:SHORT} {q:SAID}.",
    "{c:COMMA} {q:said} {s:NAMED}.",
    "{c:LEFT} {s:SHORT} {q:said}, {d:RIGHT}",
    "{c:LEFT} {q:said} {s:NAMED}, {d:RIGHT}",
    "{c:COMMA} {s:PERSON} {q:said}. {d:WHOLE}",
    "{s:PERSON} {q:SAID}: {c:WHOLE}",
    "LATER {c:LEFT} the {s:minister} {q:said}, {d:RIGHT} LATER",
]
SLOTS["TITLE"] = ["The Long Way Down", "Morning in Harrow", "A Toll for Everyone", "Nobody’s Ferry", "safe", "closed"]
MARK = re.compile(r"\{([scqd]2?):|\}")
turn = {name: 0 for name in SLOTS}


def fill(text):
    def word(match):
        name = match.group()
        turn[name] += 1
        return SLOTS[name][(turn[name] * 3 + turn[name] // len(SLOTS[name])) % len(SLOTS[name])]
    return re.sub("|".join(sorted(SLOTS, key=len, reverse=True)), word, text)


def kind(text, content):
    quoted = [text[start] in "“\"‘" for start, _ in content]
    return "direct" if all(quoted) else "mixed" if any(quoted) else "indirect"


def cut(text, found, at):
    """Takes one character out."""
    for span in found.values():
        for end in (0, 1):
            span[end] -= span[end] > at
    return text[:at] + text[at + 1:]


def british(text, found):
    """The same with single marks, and half of the commas outside."""
    for at, sign in enumerate(text):
        if sign in "“”\"":
            opens = sign == "“" or sign == "\"" and text[at + 1:at + 2].isalnum()
            text = text[:at] + ("‘" if opens else "’") + text[at + 1:]
    for at in [match.start() for match in re.finditer(",’ ", text)]:
        if (at + len(text)) % 2 == 0:
            text = text[:at] + "’," + text[at + 2:]
            for span in found.values():
                span[1] -= span[1] == at + 2
    return text


def bare(text, found):
    """The same with its marks lost."""
    for sign in "“”\"":
        while sign in text:
            text = cut(text, found, text.index(sign))
    return text


def article(template, house=None):
    # Slots that hold a mark, or end one, are filled first.
    template = re.sub("NEVER", lambda match: fill(match.group()), template)
    template = re.sub("ASIDE}", lambda match: "}" + fill("ASIDE"), template)
    template = re.sub("ENDING|REMARK|THEIRS|GROUP|SHARE|BREAK|LATE(?=\\{)", lambda match: fill(match.group()), template)
    text, found, last, opened = "", {}, 0, []

    def add(words):
        nonlocal text
        words = fill(words)
        text += words if text and text[-2:] != ". " else words[:1].upper() + words[1:]

    for match in MARK.finditer(template):
        add(template[last:match.start()])
        last = match.end()
        if match.group(1):
            opened.append((match.group(1), len(text)))
            continue
        name, start = opened.pop()
        words = text[start:]
        # A cue's last words tell whom or where: "told reporters", "said in an interview", "has denied".
        end = start + len(words.rstrip(","))
        if name[0] == "q":
            head = re.search(r" (?:reporters|in an|the court)\b", words)
            end = start + head.start() if head else end
            lead = re.match(r"(?:(?:has|have|was|were|had|is|are|been|since|also|later|repeatedly|strongly|flatly|then) )+", words)
            start += lead.end() if lead else 0
        found[name] = [start, end]
    add(template[last:])
    if text[-2:] == "..":
        text = text[:-1]
    # A comma that ends a description and one that follows it are one.
    while ",," in text:
        text = cut(text, found, text.index(",,"))
    text = house(text, found) if house else text
    quotes = []
    for number in ("", "2"):
        if "c" + number in found:
            source = found.get("s" + number, found.get("s") if "q" in found else None)
            cue = found.get("q" + number)
            content = [found[piece + number] for piece in "cd" if piece + number in found]
            quotes.append({"kind": kind(text, content), "content": content, "cue": cue and [cue],
                           "source": source and [source], "acts": []})
    return {"text": text, "quotes": quotes}


# So many sentences for each frame of a verb.
VERB_TIMES = 4
N_TIMES, N_INDIRECT, N_LONGER, N_CLAUSES, N_HOUSES = 8, 12, 12, 6, 12
for times, templates, house in [(N_TIMES, TEMPLATES, None), (N_INDIRECT, INDIRECT, None), (N_LONGER, LONGER, None), (N_CLAUSES, CLAUSES, None), (N_HOUSES, HOUSES, british),
                                (N_HOUSES // 4, HOUSES, bare)]:
    for _ in range(times):
        for template in templates:
            print(json.dumps(article(template, house), ensure_ascii=False))

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
