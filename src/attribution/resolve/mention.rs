//! Words in, mentions of names out: each with the titles before it, and what kind of thing it names.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::view::View;
use crate::attribution::model::tag::Tag;
use crate::lexicon::classes::Classes;
use crate::lexicon::names::{BodyKind, Class, Gender};
use crate::text::TokenKind;

/// A name where it stands.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// The capitals before the name that belong to it ("Pentagon Press Secretary"), and the name.
    pub(super) run: Range<usize>,
    /// The name alone; empty where the run is an office without a name.
    pub(super) name: Range<usize>,
    /// What it names.
    pub(super) kind: Kind,
    /// Whether it stands within quotation marks.
    pub(super) quoted: bool,
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Person,
    Body,
    Place,
    Demonym,
    /// An office without a name ("the House Speaker").
    Office,
    /// One word, or words that tell nothing.
    Unknown,
}

/// No name is longer than this many words; it keeps hostile text linear.
const LONGEST_NAME: usize = 16;

/// No well-known body's name is longer than this many words.
const LONGEST_BODY: usize = 8;

/// Finds the mentions of a text, in order, none within another.
pub(super) fn find(view: &View) -> Vec<Mention> {
    let prose = &view.reading.prose;
    let mut mentions = Vec::new();
    let mut sentence = 0;
    let mut quoted = 0;
    let mut judged = usize::MAX;
    let mut headline = false;
    let mut at = 0;
    while at < view.len() {
        if !view.capital(at) && !is_numbered_court(view, at) {
            at += 1;
            continue;
        }
        while sentence < prose.sentences.len() && prose.sentences[sentence].end <= at {
            sentence += 1;
        }
        let limit = prose.sentences.get(sentence).map_or(view.len(), |sentence| sentence.end);
        if sentence != judged {
            judged = sentence;
            headline = is_headline(view, at..limit);
        }
        let longest = if headline { short_run(view, at, limit) } else { at + LONGEST_NAME };
        let end = run_end(view, at, limit.min(longest));
        let end = end - usize::from(glued(view, at..end));
        let next = end;
        let end = repeated(view, at..end).unwrap_or(end);
        while quoted < prose.quoted.len() && prose.quoted[quoted].tokens.end <= at {
            quoted += 1;
        }
        let within = prose.quoted.get(quoted).is_some_and(|quoted| quoted.tokens.start < at);
        if let Some(run) = trim(view, at..end) {
            mentions.push(mention(view, run, within));
        }
        at = next;
    }
    decide(view, &mut mentions);
    mentions
}

/// Whether a number begins the name of a court: "the 9th Circuit".
fn is_numbered_court(view: &View, at: usize) -> bool {
    view.number(at)
        && view.word(at).ends_with(char::is_alphabetic)
        && view.capital(at + 1)
        && view.names.heads.get(view.form(at + 1)) == Some(&BodyKind::Court)
}

/// Whether the last word of a run belongs to a second form of the name: "Sen. Chuck Ashworth Charles (Chuck) Ashworth".
fn glued(view: &View, run: Range<usize>) -> bool {
    run.len() > 2
        && run.end + 2 < view.len()
        && view.word(run.end) == "("
        && view.word(run.end + 2) == ")"
        && run.clone().take(run.len() - 1).any(|token| view.form(token) == view.form(run.end + 1))
}

/// Where a name ends that is repeated at once, glued to what follows: "Tomas Kell Tomas Edmund KellThe".
fn repeated(view: &View, run: Range<usize>) -> Option<usize> {
    run.clone().skip(1).find_map(|token| {
        let word = view.word(token);
        (run.start..token).find_map(|first| {
            let rest = word.strip_prefix(view.word(first)).filter(|_| view.word(first).len() > 2)?;
            rest.starts_with(char::is_uppercase).then_some(first + 1)
        })
    })
}

/// Whether most words of a sentence are capitals, so that capitals tell nothing.
fn is_headline(view: &View, sentence: Range<usize>) -> bool {
    let words = sentence.clone().filter(|&token| view.is_word(token)).count();
    let capitals = sentence.clone().filter(|&token| view.capital(token)).count();
    let stopped = view.word(sentence.end - 1).starts_with(['.', '!', '?', '\u{201d}', '"']);
    words >= 5 && capitals * 10 >= words * 6 && (!stopped || capitals * 10 >= words * 9)
}

/// Where a run may end in a headline: titles and the next word, a given name and the next, a well-known name.
fn short_run(view: &View, start: usize, limit: usize) -> usize {
    for end in (start + 2..=limit.min(start + 4)).rev() {
        if (start + 1..end).all(|token| view.is_word(token)) {
            let key = view.key(start..end);
            if view.names.bodies.contains_key(&*key) || view.names.places.contains_key(&*key) {
                return end;
            }
        }
    }
    let mut end = start;
    while end < limit && end < start + 6 && view.is(end, Class::TITLE) {
        end += 1;
    }
    let given = view.is(end, Class::GIVEN) && view.reading.tags.get(end + 1).is_some_and(|tag| tag.is_proper());
    end + 1 + usize::from(given && !view.capitals(end))
}

/// The end of the run of capitals that starts at `start`.
fn run_end(view: &View, start: usize, limit: usize) -> usize {
    let tokens = &view.reading.prose.tokens;
    let mut end = known_end(view, start, limit);
    let mut joined = false;
    while end < limit {
        let class = view.class(end);
        if view.capital(end) && tokens[end].spaced {
            if class.is(Class::STOP) && !class.is(Class::GIVEN) || view.is(end - 1, Class::STOP) && end - 1 > start {
                break;
            }
            end += 1;
            continue;
        }
        let next_capital = end + 1 < limit && view.capital(end + 1) && tokens[end + 1].spaced;
        let stop_next = view.is(end + 1, Class::STOP);
        if class.is(Class::PARTICLE) && next_capital && !stop_next && !view.is(end - 1, Class::STOP) {
            end += 2;
            continue;
        }
        if class.is(Class::PARTICLE)
            && view.is(end + 1, Class::PARTICLE)
            && end + 2 < limit
            && view.capital(end + 2)
            && !view.is(end + 2, Class::STOP)
        {
            end += 3;
            continue;
        }
        // Gary "Gaz" Pemberton.
        let mark = |token: usize| matches!(tokens[token].kind, TokenKind::Mark | TokenKind::SingleMark);
        if end + 3 < limit
            && mark(end)
            && view.capital(end + 1)
            && mark(end + 2)
            && view.capital(end + 3)
            && tokens[end].spaced
        {
            end += 4;
            continue;
        }
        let bodyish = view.is(end - 1, Class::BODY.or(Class::BODIES).or(Class::BODY_WORD));
        if view.word(end) == "&" && next_capital {
            joined = true;
            end += 2;
            continue;
        }
        // "Independent Bankers of Oskaria".
        let members = end - 1 > start && view.is(end - 1, Class::PERSONS) && !view.is(end - 1, Class::OFFICE);
        if class.is(Class::JOINT) && ((bodyish || members) && !class.is(Class::AND) || joined && class.is(Class::AND)) {
            if next_capital && !stop_next {
                joined = true;
                end += 2;
                continue;
            }
            let article = view.is(end + 1, Class::DETERMINER);
            if article && end + 2 < limit && view.capital(end + 2) && !view.is(end + 2, Class::STOP) {
                joined = true;
                end += 3;
                continue;
            }
        }
        // "Crop Workers and Drivers Union", "National Shaft Workers' Union": joined by the body's word at the end.
        let gap = if view.is(end, Class::AND) || view.possessive(end) { end + 1 } else { break };
        let mut last = gap;
        while last < limit && view.capital(last) && !view.is(last, Class::STOP.or(Class::TITLE)) && last < gap + 4 {
            last += 1;
        }
        let plural = view.is(end, Class::AND) || view.form(end - 1).ends_with('s');
        if plural
            && last > gap
            && view.is(last - 1, Class::BODY_WORD)
            && !view.is(end - 1, Class::BODY_WORD)
            && !view.is(start, Class::GIVEN.or(Class::TITLE))
        {
            end = last;
            continue;
        }
        break;
    }
    end
}

/// The end of the well-known body whose name starts at `start` ("Joint Chiefs of Staff"), else of the one word.
fn known_end(view: &View, start: usize, limit: usize) -> usize {
    if view.names.starts_body(view.form(start)) {
        for end in (start + 2..=limit.min(start + LONGEST_BODY)).rev() {
            if view.capital(end - 1) && view.names.bodies.contains_key(&*view.key(start..end)) {
                return end;
            }
        }
    }
    start + 1
}

/// The run without the words at its edges that belong to no name.
fn trim(view: &View, run: Range<usize>) -> Option<Range<usize>> {
    let mut run = run;
    while !run.is_empty() && view.is(run.start, Class::STOP) && !(run.len() > 1 && view.is(run.start, Class::GIVEN)) {
        run.start += 1;
    }
    // "Theresa May" is a name whole, "Anna May 5" is none.
    let named = |last: usize| view.is(last, Class::GIVEN) && view.is(last - 1, Class::GIVEN) && !view.number(last + 1);
    while !run.is_empty() && view.is(run.end - 1, Class::STOP) && !(run.len() > 1 && named(run.end - 1)) {
        run.end -= 1;
    }
    // "WATCHED Venn": a word that is shouted belongs to no name that is not.
    let shouted = |token: usize| view.capitals(token) && view.word(token).len() > 4;
    if run.len() == 2
        && shouted(run.start)
        && !view.capitals(run.end - 1)
        && view.class(run.start) == Class::NONE
        && !view.names.bodies.contains_key(view.form(run.start))
    {
        run.start += 1;
    }
    // "IG Adam Orry", "Blame Adam Orry": letters that are no title, and what is no noun, belong to no name.
    if run.len() > 2
        && (is_acronym(view, run.start) || !view.reading.tags[run.start].is_noun())
        && !is_initial(view.word(run.start))
        && !view.is(run.start, Class::GIVEN.or(Class::TITLE).or(Class::PERSON).or(Class::PLACE))
        && !view.names.bodies.contains_key(view.form(run.start))
        && view.is(run.start + 1, Class::GIVEN)
        && !view.capitals(run.start + 1)
    {
        run.start += 1;
    }
    (!run.is_empty()).then_some(run)
}

/// Parts a run into titles and name, and tells its kind as far as the run itself does.
fn mention(view: &View, run: Range<usize>, quoted: bool) -> Mention {
    // "Acting White House chief of staff": none of the body's name.
    let mut run = run;
    if run.len() > 1
        && view.is(run.start, Class::PAST.or(Class::ACTING))
        && view.names.bodies.contains_key(&*view.key(run.start + 1..run.end))
    {
        run.start += 1;
    }
    let kind_of = |name: Range<usize>, kind| Mention { run: run.clone(), name, kind, quoted };
    let key = view.key(run.clone());
    if view.names.bodies.contains_key(&*key) {
        return kind_of(run.clone(), Kind::Body);
    }
    if view.names.places.contains_key(&*key)
        && !(run.len() == 1 && view.is(run.start, Class::GIVEN) && !after_preposition(view, run.start))
    {
        return kind_of(run.clone(), Kind::Place);
    }
    let article = run.start > 0 && view.is(run.start - 1, Class::DETERMINER);
    if view.names.demonyms.contains_key(&*key) || article && view.names.place_of(&key).is_some() {
        return kind_of(run.clone(), Kind::Demonym);
    }
    let title = (run.start..run.end - 1).rev().find(|&token| parts(view, &run, token));
    // "Police N. Hegde", "Leader of the Opposition Vasudha Kulkarni": the body before a person's name is none of it.
    let leading = run.clone().find(|&token| !view.is(token, Class::BODY) || view.is(token, Class::GIVEN));
    let led = |name: &usize| *name > run.start && is_personal(view, &(*name..run.end));
    let title = title.or(leading.filter(led).map(|name| name - 1));
    // "Secretary of State Hana Clifton", "Commissioner of Police N. Hegde".
    let office = run.start > 1
        && !view.is(run.start, Class::BODY_WORD)
        && view.is(run.start - 1, Class::JOINT.or(Class::DETERMINER))
        && (run.start.saturating_sub(3)..run.start).any(|token| view.is(token, Class::TITLE.or(Class::PERSON)))
        && (run.start.saturating_sub(2)..run.start).any(|token| view.is(token, Class::JOINT));
    let behind = (run.start + 1..run.end - 1).find(|&name| office && is_personal(view, &(name..run.end)));
    let title = title.or(behind.filter(|_| !view.is(run.start, Class::GIVEN)).map(|name| name - 1));
    if let Some(title) = title {
        return kind_of(title + 1..run.end, Kind::Person);
    }
    let personal = is_personal(view, &run);
    let inner = run.clone().any(|token| view.is(token, Class::BODY_WORD.or(Class::JOINT)));
    let last = run.end - 1;
    if inner && (!personal || (run.start + 1..run.end).any(|token| view.is(token, Class::BODY_WORD)))
        || view.is(last, Class::BODY) && !view.is(last, Class::PERSON.or(Class::SURNAME)) && run.len() > 1
    {
        return kind_of(run.clone(), Kind::Body);
    }
    if personal {
        return kind_of(run.clone(), Kind::Person);
    }
    let document = run.len() > 2 && view.is(last, Class::DOCUMENT);
    if !document && run.clone().any(|token| view.is(token, Class::TITLE.or(Class::PERSON).or(Class::PERSONS))) {
        // "Prosecutors", "House Speaker".
        return kind_of(run.start..run.start, Kind::Office);
    }
    kind_of(run.clone(), Kind::Unknown)
}

fn after_preposition(view: &View, start: usize) -> bool {
    start > 0 && view.is(start - 1, Class::PREPOSITION)
}

/// Whether a word of a run is the last of the titles before a person's name.
fn parts(view: &View, run: &Range<usize>, token: usize) -> bool {
    let class = view.class(token);
    let name = token + 1..run.end;
    let several = class.is(Class::PERSONS) && class.is(Class::OFFICE) && run.len() > 2;
    let titled = class.is(Class::TITLE) || several;
    if !titled && !class.is(Class::PERSON) || token == run.start && is_given_here(view, run) {
        return false;
    }
    if name.clone().any(|token| view.is(token, Class::BODY_WORD.or(Class::JOINT))) {
        return false;
    }
    let last = view.class(run.end - 1);
    let noun = last.is(Class::PERSON.or(Class::PERSONS).or(Class::TITLE).or(Class::BODY).or(Class::BODIES));
    match name.len() {
        1 => titled && (!noun || class.is(Class::HONORIFIC)),
        _ => {
            // "Cook Harbor Report" is no cook.
            let document = last.is(Class::DOCUMENT) && !last.is(Class::SURNAME);
            is_personal(view, &name) || !noun && !document && !view.is(name.start, Class::PERSONS)
        }
    }
}

/// Whether the first word of a run is a given name there, though it is a title elsewhere ("Dean Kamen").
fn is_given_here(view: &View, run: &Range<usize>) -> bool {
    run.len() == 2
        && view.is(run.start, Class::GIVEN)
        && !view.word(run.start).ends_with('.')
        && !view.is(run.start, Class::OFFICE.or(Class::HONORIFIC))
}

fn joint_in(view: &View, run: &Range<usize>) -> bool {
    run.clone().any(|token| view.is(token, Class::JOINT))
}

/// Whether a run looks like a person's name by itself: a given name first, or an initial or particle inside.
fn is_personal(view: &View, run: &Range<usize>) -> bool {
    if run.len() < 2 || run.len() > 5 || joint_in(view, run) {
        return false;
    }
    if view.is(run.end - 1, Class::BODY_WORD) {
        return false;
    }
    let country = Class::DEMONYM.or(Class::PLACE);
    let initial = run.clone().take(run.len() - 1).any(|token| is_initial(view.word(token)) && !view.is(token, country));
    if view.is(run.end - 1, Class::PERSONS) && !view.is(run.end - 1, Class::SURNAME) {
        return false;
    }
    let particle = (run.start + 1..run.end).any(|token| view.small(token) && view.is(token, Class::PARTICLE));
    let given = view.is(run.start, Class::GIVEN) && !view.is(run.start, Class::BODY_WORD);
    given || initial && view.word(run.start).len() > 1 || particle && !view.is(run.start, Class::PLACE)
}

/// Whether a word is an initial, or several ("J.", "C.W.").
pub(super) fn is_initial(word: &str) -> bool {
    word.ends_with('.') && word.len() <= 6 && word.split('.').all(|part| part.chars().count() <= 1)
}

/// Settles what the runs alone do not tell, from the words around and from the other mentions.
fn decide(view: &View, mentions: &mut [Mention]) {
    let mut lone: FxHashMap<&str, usize> = FxHashMap::default();
    for mention in mentions.iter().filter(|mention| mention.name.len() == 1) {
        let honoured = mention.kind == Kind::Person;
        *lone.entry(view.form(mention.name.start)).or_default() += if honoured { 2 } else { 1 };
    }
    for at in 0..mentions.len() {
        let next = mentions.get(at + 1).filter(|next| next.kind == Kind::Body).map(|next| next.run.start);
        let pronoun = mentions[at].kind == Kind::Unknown && pronoun_follows(view, mentions, at);
        let mention = &mut mentions[at];
        let Mention { run, name, kind, .. } = mention.clone();
        let bare = matches!(kind, Kind::Person | Kind::Unknown) && run == name;
        // "The chairman, Aron Field": a surname that is a title elsewhere.
        if kind == Kind::Office
            && run.len() == 2
            && view.is(run.end - 1, Class::SURNAME)
            && !view.is(run.start, Class::TITLE.or(Class::PERSON).or(Class::BODY).or(Class::BODY_WORD))
            && (follows_apposition(view, run.start) || follows_person_noun(view, run.start))
        {
            mention.name = run.clone();
            mention.kind = Kind::Person;
            continue;
        }
        if bare && follows_body_noun(view, run.start) && !(name.len() > 1 && follows_office(view, run.start))
            || bare && name.len() > 1 && follows_article(view, run.start)
        {
            // "drug maker Eli Lilly", "the Philly Voice".
            mention.kind = Kind::Body;
        } else if kind == Kind::Unknown && name.len() >= 2 {
            let last = view.form(name.end - 1);
            let short = name.len() <= 3 && name.clone().all(|token| view.is_word(token));
            let person = follows_person_noun(view, run.start)
                || follows_apposition(view, run.start)
                || follows_office(view, run.start)
                || next.is_some_and(|next| belongs(view, run.end, next))
                || pronoun
                || age_follows(view, run.end)
                || view.is(run.end, Class::RELATIVE) && view.names.pronouns.contains_key(view.form(run.end))
                || view.comma(run.end)
                    && view.is(run.end + 1, Class::RELATIVE)
                    && view.names.pronouns.contains_key(view.form(run.end + 1))
                || short
                    && (lone.contains_key(last) && !view.is(name.end - 1, Class::PLACE)
                        || person_noun_follows(view, run.end))
                    && !is_acronym(view, name.end - 1);
            // "The forecaster Cook Harbor Report".
            let document = view.is(name.end - 1, Class::DOCUMENT) && !view.is(name.end - 1, Class::SURNAME);
            mention.kind = if person && short && !document {
                Kind::Person
            } else if body_like(view, &name) {
                Kind::Body
            } else {
                Kind::Unknown
            };
        } else if kind == Kind::Unknown
            && !is_acronym(view, run.start)
            && (follows_person_noun(view, run.start)
                || view.is(run.start, Class::GIVEN) && follows_apposition(view, run.start))
        {
            mention.kind = Kind::Person;
        }
    }
}

fn is_acronym(view: &View, token: usize) -> bool {
    view.capitals(token) && view.word(token).len() <= 6
}

fn body_like(view: &View, name: &Range<usize>) -> bool {
    name.clone().any(|token| view.is(token, Class::BODY.or(Class::BODIES).or(Class::BODY_WORD)))
}

/// Whether a noun for a person stands right before ("boss Callum Reddy", "his cousin Hamid").
fn follows_person_noun(view: &View, start: usize) -> bool {
    start > 0
        && view.small(start - 1)
        && view.reading.prose.tokens[start].spaced
        && (view.is(start - 1, Class::PERSON) || view.is(start - 1, Class::TITLE) && !view.is(start - 1, Class::BODY))
        && !view.is(start - 1, Class::STOP)
        && !view.reading.tags[start - 1].is_verb()
        && (!view.is(start - 1, Class::BODY) || view.is(start, Class::GIVEN))
}

/// Whether nothing but a preposition and an article stands between a name and a body's.
fn belongs(view: &View, end: usize, next: usize) -> bool {
    view.is(end, Class::JOINT.or(Class::BELONGING))
        && !view.is(end, Class::AND.or(Class::LOCAL))
        && (end + 1 == next || end + 2 == next && view.is(end + 1, Class::DETERMINER))
}

fn follows_article(view: &View, start: usize) -> bool {
    start > 0
        && view.is(start - 1, Class::DETERMINER)
        && view.reading.tags[start - 1] == Tag::Dt
        && view.reading.prose.tokens[start].spaced
}

/// Whether an office with what it is of stands right before ("secretary for health Ana Nkosi").
fn follows_office(view: &View, start: usize) -> bool {
    if start < 3
        || !view.small(start - 1)
        || view.is(start - 1, Class::STOP)
        || !view.reading.prose.tokens[start].spaced
    {
        return false;
    }
    let joint = (start.saturating_sub(4)..start - 1).rev().find(|&token| view.is(token, Class::JOINT));
    joint.is_some_and(|joint| joint > 0 && !view.is(joint, Class::AND) && view.is(joint - 1, Class::PERSON))
}

/// Whether a noun for a body, and for no person, stands right before ("investment firm Piper Sandler").
fn follows_body_noun(view: &View, start: usize) -> bool {
    start > 0
        && view.small(start - 1)
        && view.is(start - 1, Class::BODY)
        && (!view.is(start - 1, Class::PERSON) || !view.is(start, Class::GIVEN))
        && view.reading.prose.tokens[start].spaced
}

/// Whether a noun for a person and a comma stand before ("Counsel for the trust, Nafisa Qureshi").
fn follows_apposition(view: &View, start: usize) -> bool {
    if start < 2 || !view.comma(start - 1) {
        return false;
    }
    let mut noun = false;
    for token in (start.saturating_sub(14)..start - 1).rev() {
        if !view.is_word(token) && !view.possessive(token) || view.is(token, Class::CLAUSE.or(Class::RELATIVE)) {
            return false;
        }
        noun |= view.is(token, Class::PERSON);
        let starts = token == 0 || !view.is_word(token - 1) && !view.possessive(token - 1);
        if noun && (starts || view.is(token, Class::DETERMINER) && !view.is(token - 1, Class::PREPOSITION)) {
            return true;
        }
    }
    false
}

/// Whether "he" or "she" follows a name that begins its sentence, before any other person is named: "Abdel Marwan, from
/// the north, was hit by what he says was a stone".
fn pronoun_follows(view: &View, mentions: &[Mention], at: usize) -> bool {
    /// A pronoun further behind may stand for somebody else.
    const NEAR: usize = 24;
    let prose = &view.reading.prose;
    let run = &mentions[at].run;
    let sentence = prose.sentences.get(prose.sentence_of(run.start)).cloned().unwrap_or_default();
    let limit = sentence.end.min(run.end + NEAR);
    let other = mentions[at + 1..].iter().find(|other| other.kind == Kind::Person || other.run.start >= limit);
    let limit = other.map_or(limit, |other| other.run.start.min(limit));
    run.start == sentence.start
        && (run.end..limit).any(|token| {
            view.is(token, Class::PRONOUN)
                && view.reading.classes(token).is(Classes::SUBJECT)
                && matches!(
                    view.names.pronoun(view.form(token)).map(|pronoun| pronoun.gender),
                    Some(Gender::Male | Gender::Female)
                )
                && prose.quoted_of(token).is_none()
        })
}

/// Whether an age follows (", 54,").
fn age_follows(view: &View, end: usize) -> bool {
    view.comma(end)
        && view.number(end + 1)
        && view.word(end + 1).len() <= 3
        && view.word(end + 1).bytes().all(|byte| byte.is_ascii_digit())
        && !view.is_word(end + 2)
}

/// Whether an apposition with a noun for a person follows (", a lawyer for the family").
fn person_noun_follows(view: &View, end: usize) -> bool {
    if !view.comma(end) {
        return false;
    }
    let mut at = end + 1;
    while at < view.len() && at < end + 7 && view.is_word(at) {
        if view.is(at, Class::PREPOSITION.or(Class::CLAUSE).or(Class::RELATIVE).or(Class::PRONOUN)) {
            return false;
        }
        if view.is(at, Class::PERSON) {
            return !view.capital(at) || at > end + 1;
        }
        at += 1;
    }
    false
}
