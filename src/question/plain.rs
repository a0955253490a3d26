//! The plain words of a question in, its reading out: who is asked for, the act, the speaker, the topic, the dates.
//!
//! Words are tables; here is how they follow each other.

use crate::index::analyzer::{self, Reduction};
use crate::lexicon::Lexicon;
use crate::lexicon::cues::{CueClass, CueMatch};
use crate::lexicon::names::Class as Name;
use crate::lexicon::questions::Class;
use crate::question::parse::term;
use crate::question::{Asked, Order, Question, Term, span};
use crate::quotation::Act;
use crate::text::fold::fold;

/// A speaker's name, and all that stands before the cue, is no longer than this many words.
const LONGEST_NAME: usize = 8;

/// A word of a question.
pub(super) struct Word {
    /// Folded, as it stands.
    pub(super) form: String,
    /// Without a possessive ending.
    pub(super) bare: String,
}

impl Word {
    /// A word as typed; none if it has no letter.
    pub(super) fn of(typed: &str) -> Option<Self> {
        let trimmed = typed.trim_matches(|letter: char| !letter.is_alphanumeric());
        // "U.S." keeps its last full stop away, "'s" too.
        let form = fold(trimmed);
        if form.is_empty() {
            return None;
        }
        let bare = form.strip_suffix("'s").or_else(|| form.strip_suffix('\'')).unwrap_or(&form).to_owned();
        Some(Self { form, bare })
    }

    fn is_possessive(&self) -> bool {
        self.form != self.bare
    }
}

/// Which forms of a verb may stand after what comes before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needed {
    /// "who denied", "who denies".
    Finite,
    /// "did esper deny".
    Base,
    /// "has esper denied".
    Participle,
    /// "is esper denying", "was esper accused".
    Progressive,
    /// Any, where the right one is not found.
    Any,
}

/// What a question begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opener {
    Who,
    /// "what", "when", "how", "why".
    What,
    /// "did".
    Auxiliary,
}

/// A cue in a question.
struct Found {
    start: usize,
    end: usize,
    acts: Vec<Act>,
    /// "was accused": whoever is named before it is the one accused.
    passive: bool,
}

/// Reads the plain words of a question.
pub(super) fn read(words: &[Word], lexicon: &Lexicon, question: &mut Question) {
    Reader { words, lexicon, question, negated: false }.read();
}

/// Whether a text begins as a question does.
pub(super) fn is_question(word: &str, lexicon: &Lexicon) -> bool {
    let class = Word::of(word).and_then(|word| lexicon.questions.class(&word.form));
    matches!(class, Some(Class::Who | Class::What | Class::When | Class::How | Class::Auxiliary | Class::Denied))
}

struct Reader<'a, 'l, 'q> {
    words: &'a [Word],
    lexicon: &'l Lexicon,
    question: &'q mut Question,
    /// "did not", "never": the cue is turned round.
    negated: bool,
}

impl Reader<'_, '_, '_> {
    fn class(&self, at: usize) -> Option<Class> {
        self.lexicon.questions.class(&self.words.get(at)?.form)
    }

    fn read(&mut self) {
        let mut at = 0;
        while matches!(self.class(at), Some(Class::Command | Class::Empty)) {
            at += 1;
        }
        match self.class(at) {
            Some(Class::Who) => self.asks(at + 1, Asked::Who, Opener::Who),
            Some(Class::What | Class::How) => self.asks(at + 1, Asked::What, Opener::What),
            Some(Class::When) => self.asks(at + 1, Asked::When, Opener::What),
            Some(Class::Auxiliary | Class::Denied) => self.asks(at, Asked::What, Opener::Auxiliary),
            Some(class @ (Class::Newest | Class::Oldest)) if self.class(at + 1) == Some(Class::Quotations) => {
                if self.quotations(at + 1) {
                    self.question.order = if class == Class::Newest { Order::Newest } else { Order::Oldest };
                } else {
                    self.keywords();
                }
            }
            _ => {
                if !self.quotations(at) {
                    self.keywords();
                }
            }
        }
        self.once();
        self.claims();
    }

    /// Who rejects a claim or a report denies it, whatever "reject" mostly means.
    fn claims(&mut self) {
        let is_claim = |word: &str| {
            let mut rows = self.lexicon.cues.at(|offset| (offset == 0).then_some(word));
            rows.any(|found| found.words == 1 && found.row.is_tale())
        };
        let acts = &mut self.question.acts;
        if acts.first() == Some(&Act::Reject) && self.question.topic.iter().any(|term| is_claim(&term.word)) {
            acts.sort_by_key(|act| *act != Act::Deny);
        }
    }

    /// "who … CUE …", "what did … CUE …", "did … CUE …".
    fn asks(&mut self, from: usize, asked: Asked, opener: Opener) {
        self.question.asked = asked;
        let how = from > 0 && self.class(from - 1) == Some(Class::How);
        let mut at = from;
        let mut needed = Needed::Finite;
        while let Some(class) = self.class(at) {
            match class {
                Class::Often if how => self.question.asked = Asked::HowOften,
                Class::Who => self.question.asked = Asked::Who,
                Class::What => {}
                // "did anyone deny" asks for speakers.
                Class::Empty if self.lexicon.questions.is_someone(&self.words[at].form) && needed != Needed::Finite => {
                    self.question.asked = Asked::Who;
                }
                Class::Empty => {}
                Class::Auxiliary | Class::Denied => {
                    self.negated |= class == Class::Denied;
                    needed = match self.lexicon.questions.auxiliary(&self.words[at].form) {
                        Some("have") => Needed::Participle,
                        Some("be") => Needed::Progressive,
                        _ => Needed::Base,
                    };
                }
                Class::Not => self.negated = true,
                // "who first reported".
                Class::Newest if opener == Opener::Who => self.question.order = Order::Newest,
                Class::Oldest if opener == Opener::Who => self.question.order = Order::Oldest,
                _ => break,
            }
            at += 1;
        }
        // "what is esper's view on iraq": the view is no verb.
        if needed == Needed::Progressive && self.quotations(at) {
            return;
        }
        let Some(found) = self.cue(at, needed, needed == Needed::Progressive, opener) else {
            if !self.quotations(at) {
                self.after(at, true);
            }
            return;
        };
        // "which officials denied", "what companies promised": what kind of speaker is asked for stands before the cue.
        let kind = match opener {
            Opener::Who => self.words[from - 1].form == "which",
            Opener::What => needed == Needed::Finite && asked == Asked::What && self.is_kind(at, found.start),
            Opener::Auxiliary => false,
        };
        if kind {
            self.question.asked = Asked::Who;
        }
        self.before(at, &found, kind);
        self.acts(&found);
        if opener == Opener::Auxiliary && self.question.asked == Asked::What {
            self.question.asked = Asked::Whether;
            self.question.refused = stems(&self.words[found.start..found.end]);
        }
        if self.question.asked == Asked::Who && !found.passive {
            self.target(&found);
        }
        self.after(found.end, !found.passive);
    }

    /// The one it was done to: "orry" in "who contradicted orry about".
    fn target(&mut self, found: &Found) {
        let words = self.words[found.end..].iter();
        let words = words.skip_while(|word| self.lexicon.questions.class(&word.form) == Some(Class::Empty));
        let words = words.take_while(|word| self.lexicon.questions.class(&word.form).is_none());
        if !found.acts.is_empty() {
            self.question.target = words.map(|word| word.bare.clone()).collect();
        }
    }

    /// Whether words say what kind of speaker is asked for: "companies", but not "trump".
    fn is_kind(&self, from: usize, to: usize) -> bool {
        self.words[from..to].iter().any(|word| {
            let class = self.lexicon.names.class(&word.bare);
            class.is(Name::PERSONS.or(Name::BODIES)) && !class.is(Name::GIVEN)
        })
    }

    /// The cue: the first one in the right form with a name before it where one is needed; of several in a question
    /// for what was said, the one before "about".
    fn cue(&self, from: usize, needed: Needed, be: bool, opener: Opener) -> Option<Found> {
        let asks_who = self.question.asked == Asked::Who;
        for needed in [needed, Needed::Any] {
            let mut candidates = Vec::new();
            let mut body = false;
            let mut named = 0;
            for start in from..self.words.len().min(from + LONGEST_NAME) {
                match self.class(start) {
                    Some(Class::Topic) if !asks_who && named > 0 => break,
                    Some(Class::Topic) if !asks_who => continue,
                    Some(Class::Body) => {
                        body = true;
                        named = 0;
                        continue;
                    }
                    Some(Class::Auxiliary | Class::Newest | Class::Oldest | Class::Not) => continue,
                    _ => {}
                }
                // "did judge reject", "who at state department defended": a name comes first.
                let inner = needed == Needed::Base || needed == Needed::Participle || body;
                let fits = self.match_at(start, needed, be).filter(|_| named > 0 || !inner || asks_who && !body);
                candidates.extend(fits);
                named += usize::from(self.class(start) != Some(Class::Empty));
            }
            let about = |found: &Found| {
                let last = found.end == self.words.len() && found.acts.is_empty();
                last || self.class(found.end) == Some(Class::Topic)
            };
            let best = if opener == Opener::What { candidates.iter().position(about) } else { None };
            if !candidates.is_empty() {
                return Some(candidates.swap_remove(best.unwrap_or(0)));
            }
        }
        None
    }

    fn match_at(&self, start: usize, needed: Needed, be: bool) -> Option<Found> {
        let form = |offset: usize| self.words.get(start + offset).map(|word| word.form.as_str());
        let head = form(0)?;
        let fits = |found: &CueMatch<'_>| {
            let verb = found.row.class == CueClass::Verb;
            (verb || found.row.class == CueClass::Phrase) && (!verb || self.has_form(head, found.row.lemma, needed))
        };
        let best = self.lexicon.cues.at(form).filter(fits).max_by_key(|found| found.words)?;
        let mut acts = Vec::new();
        acts.extend(best.row.acts.iter().copied().filter(|&act| act != Act::State));
        let passive = be && !head.ends_with("ing");
        let mut found = Found { start, end: start + best.words, acts, passive };
        self.join(&mut found);
        Some(found)
    }

    /// "confirm or deny": both are asked for.
    fn join(&self, found: &mut Found) {
        const JOINTS: [&str; 3] = ["and", "or", "nor"];
        while self.words.get(found.end).is_some_and(|word| JOINTS.contains(&word.form.as_str())) {
            let form = |offset: usize| self.words.get(found.end + 1 + offset).map(|word| word.form.as_str());
            let next = self.lexicon.cues.at(form).filter(|next| next.row.class == CueClass::Verb);
            let Some(next) = next.max_by_key(|next| next.words) else { return };
            for &act in next.row.acts.iter().filter(|&&act| act != Act::State) {
                if !found.acts.contains(&act) {
                    found.acts.push(act);
                }
            }
            found.end += 1 + next.words;
        }
    }

    fn has_form(&self, form: &str, lemma: &str, needed: Needed) -> bool {
        let head = lemma.split(' ').next().unwrap_or_default();
        if needed == Needed::Any || matches!(head, "not" | "could") {
            return true;
        }
        let forms = self.lexicon.forms.verb(head);
        match needed {
            Needed::Finite => form == forms.past || form == forms.third || head == "be",
            Needed::Base => form == forms.base,
            Needed::Participle => form == forms.participle || form == forms.past,
            Needed::Progressive => form == forms.gerund || form == forms.participle || form == forms.past,
            Needed::Any => true,
        }
    }

    /// The acts of a cue; a cue that is turned round is a refusal, whose words the answer has too.
    fn acts(&mut self, found: &Found) {
        if !found.acts.is_empty() {
            self.question.cue = stems(&self.words[found.start..found.end]);
        }
        if !self.negated {
            self.question.acts = found.acts.clone();
            return;
        }
        self.question.acts = if found.acts.is_empty() { Vec::new() } else { vec![Act::Decline] };
        self.question.negated = true;
        if !found.acts.is_empty() && found.acts != [Act::Decline] {
            let cue = self.words[found.start].bare.clone();
            self.question.topic.extend(term(&cue, true, self.lexicon));
        }
    }

    /// The words before the cue: "esper" in "did esper say", "at the pentagon" in "who at the pentagon said".
    fn before(&mut self, from: usize, found: &Found, described: bool) {
        let mut speaker = Vec::new();
        let mut body = Vec::new();
        let mut in_body = described;
        let mut at = from;
        while at < found.start {
            if let Some(dates) = span::read(&self.words[at..found.start], self.lexicon) {
                self.question.filters.conditions.extend(dates.condition);
                at += dates.n_words;
                continue;
            }
            match self.class(at) {
                Some(Class::Body) if self.question.asked == Asked::Who => in_body = true,
                Some(Class::Body) if !speaker.is_empty() => {
                    // "bank of america", "officials at the pentagon".
                }
                // "did esper last say", but not "did the first lady say".
                Some(class @ (Class::Newest | Class::Oldest)) if at + 1 == found.start => {
                    self.question.order = if class == Class::Newest { Order::Newest } else { Order::Oldest };
                }
                Some(Class::Not) => self.negated = true,
                Some(Class::Empty) if self.words[at].form == "and" || self.words[at].form == "or" => {
                    if in_body {
                        body.push(String::new())
                    } else {
                        speaker.push(String::new())
                    }
                }
                Some(Class::Quotations | Class::Newest | Class::Oldest | Class::Often | Class::Command) | None => {
                    let word = self.words[at].bare.clone();
                    if in_body { body.push(word) } else { speaker.push(word) }
                }
                Some(Class::Who | Class::What | Class::Topic) if found.passive => {}
                Some(_) => {}
            }
            at += 1;
        }
        if found.passive {
            // Who was accused is what it is about.
            for word in speaker.iter().filter(|word| !word.is_empty()) {
                self.topic_word(word);
            }
        } else {
            self.question.speaker = names(&speaker, self.lexicon);
        }
        self.question.body = names(&body, self.lexicon);
    }

    /// The words behind the cue: the topic, "by" a speaker, dates.
    fn after(&mut self, from: usize, active: bool) {
        let mut speaker: Vec<String> = Vec::new();
        let mut by = false;
        let mut at = from;
        while at < self.words.len() {
            if let Some(dates) = span::read(&self.words[at..], self.lexicon) {
                self.question.filters.conditions.extend(dates.condition);
                at += dates.n_words;
                by = false;
                continue;
            }
            match self.class(at) {
                Some(Class::By) => by = self.question.asked != Asked::Passages || !active,
                Some(Class::Topic) => by = false,
                Some(Class::Not) => self.question.denied = true,
                Some(
                    Class::Newest | Class::Oldest | Class::Often | Class::Quotations | Class::Command | Class::How,
                )
                | None => {
                    let word = self.words[at].bare.clone();
                    if by { speaker.push(word) } else { self.topic_word(&word) }
                }
                Some(_) => {}
            }
            at += 1;
        }
        if !speaker.is_empty() {
            self.question.speaker = names(&speaker, self.lexicon);
        }
    }

    /// "quotes by esper about iraq", "esper's statement on iraq": whether the words read so.
    fn quotations(&mut self, from: usize) -> bool {
        let noun =
            (from..self.words.len().min(from + LONGEST_NAME)).find(|&at| self.class(at) == Some(Class::Quotations));
        let Some(noun) = noun else { return false };
        let next = self.class(noun + 1);
        let leads = matches!(next, Some(Class::By | Class::Topic | Class::Body));
        let owned = noun > from && (self.words[noun - 1].is_possessive() || next == Some(Class::Topic));
        if !(noun == from && leads || owned) {
            return false;
        }
        if matches!(self.question.asked, Asked::Passages | Asked::Who) {
            self.question.asked = Asked::What;
        }
        let mut speaker = Vec::new();
        for at in from..noun {
            match self.class(at) {
                None | Some(Class::Quotations) => speaker.push(self.words[at].bare.clone()),
                Some(Class::Newest) => self.question.order = Order::Newest,
                Some(Class::Oldest) => self.question.order = Order::Oldest,
                Some(_) => {}
            }
        }
        let mut at = noun + 1;
        if speaker.is_empty() && matches!(next, Some(Class::By | Class::Body)) {
            at += 1;
            while at < self.words.len() && self.class(at) != Some(Class::Topic) {
                if span::read(&self.words[at..], self.lexicon).is_some() {
                    break;
                }
                match self.class(at) {
                    None | Some(Class::Quotations) => speaker.push(self.words[at].bare.clone()),
                    Some(Class::Empty) if self.words[at].form == "and" => speaker.push(String::new()),
                    Some(_) => {}
                }
                at += 1;
            }
        }
        self.question.speaker = names(&speaker, self.lexicon);
        self.after(at, true);
        true
    }

    /// Words that are no question: all are the topic, and a verb among them that marks a saying is a hint.
    fn keywords(&mut self) {
        let hint = (1..self.words.len().saturating_sub(1).min(LONGEST_NAME))
            .find_map(|start| self.match_at(start, Needed::Finite, false));
        if let Some(found) = hint {
            self.question.acts = found.acts;
        }
        self.after(0, true);
    }

    fn topic_word(&mut self, word: &str) {
        let exact = self.question.filters.exact;
        // "same-sex" is two words in the index.
        for (start, end, _) in analyzer::terms(word, Reduction::Fold) {
            let piece = &word[start..end];
            let terms = term(piece, exact, self.lexicon);
            self.question.topic.extend(terms);
        }
    }

    /// The same word twice is one word, which counts the more.
    fn once(&mut self) {
        let mut seen: Vec<Term> = Vec::new();
        for term in self.question.topic.drain(..) {
            match seen.iter_mut().find(|known| known.stem == term.stem) {
                Some(known) => known.times += 1,
                None => seen.push(term),
            }
        }
        self.question.topic = seen;
    }
}

/// The index terms of words.
fn stems(words: &[Word]) -> Vec<String> {
    words.iter().map(|word| analyzer::stem(&word.bare)).collect()
}

/// The names in the words of a question, each as a list of words; empty words part them. A title before a name goes;
/// the other names of a well-known body are names too.
fn names(words: &[String], lexicon: &Lexicon) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = Vec::new();
    for name in words.split(String::is_empty).filter(|name| !name.is_empty()) {
        let name: Vec<String> = name
            .iter()
            .flat_map(|word| analyzer::terms(word, Reduction::Fold).into_iter().map(|(_, _, term)| term))
            .collect();
        let bare = without_title(&name, lexicon);
        if bare.is_empty() {
            continue;
        }
        found.push(bare.to_vec());
    }
    for at in 0..found.len() {
        for other in lexicon.names.bodies_named_as(&found[at].join(" ")) {
            let words: Vec<String> =
                analyzer::terms(other, Reduction::Fold).into_iter().map(|(_, _, term)| term).collect();
            let words: Vec<String> = words.into_iter().filter(|word| lexicon.questions.class(word).is_none()).collect();
            if !words.is_empty() && !found.contains(&words) {
                found.push(words);
            }
        }
    }
    found
}

/// A name without what stands before it: "mark esper" of "defense secretary mark esper".
fn without_title<'w>(name: &'w [String], lexicon: &Lexicon) -> &'w [String] {
    let is_title = |word: &String| {
        let class = lexicon.names.class(word);
        class.is(Name::TITLE.or(Name::OFFICE).or(Name::VOICE).or(Name::PERSON)) && !class.is(Name::GIVEN)
    };
    // What follows the title must look like a name, and no title may end it: "steve king", "press secretary".
    match name.iter().rposition(is_title) {
        Some(title) if title + 1 < name.len() => {
            let rest = &name[title + 1..];
            let known =
                title == 0 || rest.iter().any(|word| lexicon.names.class(word).is(Name::GIVEN.or(Name::SURNAME)));
            if known && rest.iter().all(|word| lexicon.questions.class(word).is_none()) { rest } else { name }
        }
        _ => name,
    }
}
