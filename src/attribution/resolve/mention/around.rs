//! The words around names and the other mentions in, the kinds out that the names alone do not tell.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{Kind, Mention, is_acronym, is_initial};
use crate::attribution::model::tag::Tag;
use crate::attribution::resolve::view::View;
use crate::lexicon::classes::Classes;
use crate::lexicon::names::{Class, Gender};

/// Settles what the runs alone do not tell.
pub(super) fn settle(view: &View, mentions: &mut [Mention]) {
    let mut lone: FxHashMap<&str, usize> = FxHashMap::default();
    for mention in mentions.iter().filter(|mention| mention.name.len() == 1) {
        let honoured = mention.kind == Kind::Person;
        *lone.entry(view.form(mention.name.start)).or_default() += if honoured { 2 } else { 1 };
    }
    for mention in &mut *mentions {
        unheaded(view, mention, &lone);
    }
    for at in 0..mentions.len() {
        let (name, kind) = settled(view, mentions, at, |surname| lone.contains_key(surname));
        mentions[at].name = name;
        mentions[at].kind = kind;
    }
}

/// Cuts what a line of capitals puts before or behind a surname that stands alone elsewhere: "Remember Orry", "President
/// Orry Fix".
fn unheaded(view: &View, mention: &mut Mention, lone: &FxHashMap<&str, usize>) {
    /// So often a surname alone is met at least: once behind a title, or twice.
    const OFTEN: usize = 2;
    let name = mention.name.clone();
    if !matches!(mention.kind, Kind::Person | Kind::Unknown) || name.len() < 2 {
        return;
    }
    let last = name.end - 1;
    let often = |token: usize| lone.get(view.form(token)).is_some_and(|&times| times >= OFTEN);
    let known = Class::SURNAME.or(Class::GIVEN).or(Class::SUFFIX).or(Class::STOP);
    let titled = mention.run.start < name.start;
    // "Jae-in" and "Chan-ocha" are no words.
    let again = name.len() > 2 && view.form(last) == view.form(name.start);
    let word = view.reading.tags[last].is_verb() || view.met_small(last);
    if (titled || name.len() > 2)
        && often(last - 1)
        && !lone.contains_key(view.form(last))
        && (again || word && !view.is(last, known))
        && !view.is(last - 1, Class::GIVEN)
        && !is_initial(view.word(last - 1))
        && mention.kind == Kind::Person
    {
        mention.name.end = last;
        mention.run.end = last;
    } else if name.len() == 2 && !titled && often(last) && !is_initial(view.word(name.start)) {
        let class = Class::GIVEN.or(Class::SURNAME).or(Class::PLACE).or(Class::DEMONYM).or(Class::TITLE);
        let body = Class::BODY.or(Class::BODIES).or(Class::BODY_WORD);
        let verb = view.reading.tags[name.start].is_verb();
        if !view.is(name.start, class)
            && (verb || view.met_small(name.start))
            && !name.clone().any(|token| view.is(token, body))
        {
            mention.name.start = last;
            mention.run.start = last;
            mention.kind = Kind::Unknown;
        }
    }
}

/// The name of a mention, and what it names.
fn settled(view: &View, mentions: &[Mention], at: usize, is_met: impl Fn(&str) -> bool) -> (Range<usize>, Kind) {
    let Mention { run, name, kind, .. } = &mentions[at];
    let start = run.start;
    let given = view.is(start, Class::GIVEN);
    let kind = match kind {
        Kind::Office if run.len() == 2 && is_surname_behind(view, run) => return (run.clone(), Kind::Person),
        // "Drug maker Eli Lilly".
        Kind::Person | Kind::Unknown
            if run == name && follows_body_noun(view, start) && !(name.len() > 1 && follows_office(view, start)) =>
        {
            Kind::Body
        }
        // "The Philly Voice".
        Kind::Person | Kind::Unknown if run == name && name.len() > 1 && follows_article(view, start) => Kind::Body,
        // "Marsh Quay, a builder of ferries, said it".
        Kind::Person | Kind::Unknown if run == name && body_noun_follows(view, name) => Kind::Body,
        Kind::Unknown if name.len() > 1 => of_several_words(view, mentions, at, is_met),
        Kind::Unknown
            if !is_acronym(view, start)
                && (follows_person_noun(view, start)
                    || given && follows_apposition(view, start)
                    || is_apposed(view, run)
                    || is_called(view, start)) =>
        {
            Kind::Person
        }
        &kind => kind,
    };
    (name.clone(), kind)
}

/// What a name of several words names that tell nothing.
fn of_several_words(view: &View, mentions: &[Mention], at: usize, is_met: impl Fn(&str) -> bool) -> Kind {
    /// No person's name is longer.
    const LONGEST: usize = 3;
    let name = &mentions[at].name;
    let last = name.end - 1;
    // "The forecaster Cook Harbor Report".
    let document = view.is(last, Class::DOCUMENT) && !view.is(last, Class::SURNAME);
    let short = name.len() <= LONGEST && name.clone().all(|token| view.is_word(token));
    let surname = || is_met(view.form(last)) && !view.is(last, Class::PLACE) || person_noun_follows(view, name.end);
    let person = || PERSON_BESIDE.iter().any(|tells| tells(view, mentions, at)) || !is_acronym(view, last) && surname();
    if short && !document && person() {
        return Kind::Person;
    }
    let body = Class::BODY.or(Class::BODIES).or(Class::BODY_WORD);
    if name.clone().any(|token| view.is(token, body)) { Kind::Body } else { Kind::Unknown }
}

/// Whether what stands around a mention tells that it names a person.
type Tells = fn(&View, &[Mention], usize) -> bool;

/// What tells that words name a person, whatever they are.
const PERSON_BESIDE: [Tells; 9] = [
    |view, mentions, at| follows_person_noun(view, mentions[at].run.start),
    |view, mentions, at| follows_apposition(view, mentions[at].run.start),
    |view, mentions, at| follows_office(view, mentions[at].run.start),
    belongs,
    pronoun_follows,
    |view, mentions, at| age_follows(view, mentions[at].run.end),
    |view, mentions, at| relative_follows(view, mentions[at].run.end),
    |view, mentions, at| is_apposed(view, &mentions[at].run),
    |view, mentions, at| is_called(view, mentions[at].run.start),
];

/// The small word right before a name, if it is in one of the classes.
fn noun_before(view: &View, name: usize, any: Class) -> Option<usize> {
    name.checked_sub(1).filter(|&before| view.small(before) && view.is(before, any))
}

/// Whether a surname that is a title elsewhere stands in its place: "The chairman, Aron Field".
fn is_surname_behind(view: &View, run: &Range<usize>) -> bool {
    view.is(run.end - 1, Class::SURNAME)
        && !view.is(run.start, Class::TITLE.or(Class::PERSON).or(Class::BODY).or(Class::BODY_WORD))
        && (follows_apposition(view, run.start) || follows_person_noun(view, run.start))
}

/// Whether a noun for a person stands right before ("boss Callum Reddy", "his cousin Hamid").
fn follows_person_noun(view: &View, start: usize) -> bool {
    noun_before(view, start, Class::PERSON.or(Class::TITLE)).is_some_and(|noun| {
        (view.is(noun, Class::PERSON) || !view.is(noun, Class::BODY)) && !view.reading.tags[noun].is_verb()
    })
}

/// Whether nothing but a preposition and an article stands between a name and a body's ("Ana Nkosi of the Harbor Board").
fn belongs(view: &View, mentions: &[Mention], at: usize) -> bool {
    let end = mentions[at].run.end;
    let of = view.is(end, Class::JOINT.or(Class::BELONGING)) && !view.is(end, Class::AND.or(Class::LOCAL));
    let body = end + 1 + usize::from(view.is(end + 1, Class::DETERMINER));
    let next = mentions.get(at + 1).filter(|next| next.kind == Kind::Body).map(|next| next.run.start);
    of && next.is_some_and(|next| next == end + 1 || next == body)
}

fn follows_article(view: &View, start: usize) -> bool {
    let before = start.checked_sub(1);
    before.is_some_and(|before| view.is(before, Class::DETERMINER) && view.reading.tags[before] == Tag::Dt)
}

/// Whether an office with what it is of stands right before ("secretary for health Ana Nkosi").
fn follows_office(view: &View, start: usize) -> bool {
    /// Between the office and the name: "for public health".
    const WIDEST: usize = 4;
    if start < 3 || !view.small(start - 1) || view.is(start - 1, Class::STOP) {
        return false;
    }
    let joint = (start.saturating_sub(WIDEST).max(1)..start - 1).rev().find(|&token| view.is(token, Class::JOINT));
    joint.is_some_and(|joint| !view.is(joint, Class::AND) && view.is(joint - 1, Class::PERSON))
}

/// Whether a noun for a body, and for no person, stands right before ("investment firm Piper Sandler").
fn follows_body_noun(view: &View, start: usize) -> bool {
    let noun = noun_before(view, start, Class::BODY);
    noun.is_some_and(|noun| !view.is(noun, Class::PERSON) || !view.is(start, Class::GIVEN))
}

/// Whether a noun for a person and a comma stand before ("Counsel for the trust, Nafisa Qureshi").
fn follows_apposition(view: &View, start: usize) -> bool {
    /// The noun stands no further before the name.
    const FURTHEST: usize = 14;
    if start < 2 || !view.comma(start - 1) {
        return false;
    }
    let within = |token: usize| view.is_word(token) || view.possessive(token);
    let mut noun = false;
    for token in (start.saturating_sub(FURTHEST)..start - 1).rev() {
        if !within(token) || view.is(token, Class::CLAUSE.or(Class::RELATIVE)) {
            return false;
        }
        noun |= view.is(token, Class::PERSON);
        let starts = token == 0 || !within(token - 1);
        if noun && (starts || view.is(token, Class::DETERMINER) && !view.is(token - 1, Class::PREPOSITION)) {
            return true;
        }
    }
    false
}

/// Whether a name is the apposition of a definite noun that says something: "The mahout, Tadeo, said".
fn is_apposed(view: &View, run: &Range<usize>) -> bool {
    /// Between the article and the comma.
    const WIDEST: usize = 4;
    let (Some(noun), verb) = (run.start.checked_sub(2), run.end + 1) else { return false };
    if !view.comma(noun + 1) || !view.comma(run.end) || !view.finite(verb) || view.reading.word(verb).cues.is_empty() {
        return false;
    }
    let thing = Class::BODY.or(Class::BODIES).or(Class::DOCUMENT).or(Class::STOP);
    let article = |token: usize| view.is(token, Class::DETERMINER);
    let words = (noun.saturating_sub(WIDEST)..=noun).rev().take_while(|&token| view.small(token) || article(token));
    let article = words.into_iter().find(|&token| article(token));
    view.reading.tags[noun].is_noun()
        && !view.is(noun, thing)
        && article.is_some_and(|article| article < noun && !view.is(article, Class::INDEFINITE))
}

/// Whether a name is told by a word of naming, of somebody without one: "a woman named Ada Quill", "a student, who gave her
/// name only as Sunniva".
pub(in crate::attribution::resolve) fn is_called(view: &View, start: usize) -> bool {
    /// Between the word and the name: "name only as".
    const NEAR: usize = 4;
    /// Between the noun and the word.
    const WIDEST: usize = 16;
    let floor = start.saturating_sub(NEAR);
    let small = (floor..start).rev().take_while(|&token| view.small(token));
    let Some(naming) = small.into_iter().find(|&token| view.is(token, Class::NAMING)) else { return false };
    let sentence = view.reading.prose.sentences[view.reading.prose.sentence_of(start)].start;
    let before = naming.saturating_sub(WIDEST).max(sentence)..naming;
    let person = before.clone().rev().find(|&token| view.is(token, Class::PERSON) && view.small(token));
    let at_once = naming + 1 == start;
    let noun = view.reading.tags[naming].is_noun() || view.is(naming + 1, Class::PRONOUN);
    person.is_some_and(|person| match at_once {
        true => person + 1 == naming,
        false => noun && view.reading.tags[start - 1] == Tag::In,
    })
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
    let gender = |token: usize| view.names.pronoun(view.form(token)).map(|pronoun| pronoun.gender);
    run.start == sentence.start
        && (run.end..limit).any(|token| {
            view.is(token, Class::PRONOUN)
                && view.reading.classes(token).is(Classes::SUBJECT)
                && matches!(gender(token), Some(Gender::Male | Gender::Female))
                && prose.quoted_of(token).is_none()
        })
}

/// Whether a person's relative pronoun follows ("Ana Nkosi, who left").
fn relative_follows(view: &View, end: usize) -> bool {
    let pronoun = end + usize::from(view.comma(end));
    view.is(pronoun, Class::RELATIVE) && view.names.pronouns.contains_key(view.form(pronoun))
}

/// Whether an age follows (", 54,").
fn age_follows(view: &View, end: usize) -> bool {
    view.comma(end) && view.number(end + 1) && view.word(end + 1).parse::<u8>().is_ok() && !view.is_word(end + 2)
}

/// Whether an apposition with a noun for a person follows (", a lawyer for the family").
fn person_noun_follows(view: &View, end: usize) -> bool {
    /// The noun stands no further behind the comma.
    const FURTHEST: usize = 6;
    if !view.comma(end) {
        return false;
    }
    let first = end + 1;
    let stops = Class::PREPOSITION.or(Class::CLAUSE).or(Class::RELATIVE).or(Class::PRONOUN);
    let mut words = (first..view.len().min(first + FURTHEST)).take_while(|&at| view.is_word(at) && !view.is(at, stops));
    words.find(|&at| view.is(at, Class::PERSON)).is_some_and(|noun| noun > first || !view.capital(noun))
}

/// Whether an apposition with a noun for a body follows (", an aid group with a clinic in Ostra"), one for a person or a
/// body if "it" stands for the name.
fn body_noun_follows(view: &View, name: &Range<usize>) -> bool {
    /// The noun stands within so many words.
    const NEAR: usize = 9;
    let end = name.end;
    if !view.comma(end) || !view.is(end + 1, Class::DETERMINER) || !view.small(end + 1) {
        return false;
    }
    let words = (end + 2..view.len().min(end + NEAR))
        .take_while(|&at| view.is_word(at) && !view.is(at, Class::STOP.or(Class::RELATIVE)) || view.possessive(at));
    let noun =
        words.last().filter(|&noun| view.small(noun) && view.is(noun, Class::BODY) && !view.possessive(noun + 1));
    noun.is_some_and(|noun| {
        !view.is(noun, Class::PERSON) || !view.is(name.start, Class::GIVEN) && thing_follows(view, noun)
    })
}

/// Whether "it", and neither "he" nor "she", stands in the rest of a sentence, as far as nobody is quoted.
fn thing_follows(view: &View, noun: usize) -> bool {
    let prose = &view.reading.prose;
    let end = prose.sentences.get(prose.sentence_of(noun)).map_or(view.len(), |sentence| sentence.end);
    let pronoun = (noun..end).find_map(|token| {
        let pronoun = view.names.pronouns.get(view.form(token))?;
        (pronoun.person == 3 && prose.quoted_of(token).is_none()).then_some(pronoun.gender)
    });
    pronoun == Some(Gender::Thing)
}
