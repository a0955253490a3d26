//! Words in, the runs of them out that may be names: capitals and what joins them.

use std::ops::Range;

use super::{is_acronym, is_initial};
use crate::attribution::resolve::view::{LONGEST_BODY, View};
use crate::lexicon::names::{BodyKind, Class};
use crate::text::TokenKind;

/// No name is longer than this many words; it keeps hostile text linear.
const LONGEST_NAME: usize = 16;

/// The runs of a text, in order.
pub(super) fn find(view: &View) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut at = 0;
    for sentence in &view.reading.prose.sentences {
        let mut headline = None;
        at = at.max(sentence.start);
        while at < sentence.end {
            if !view.capital(at) && !is_numbered_court(view, at) {
                at += 1;
                continue;
            }
            let headline = *headline.get_or_insert_with(|| is_headline(view, at..sentence.end));
            let longest = if headline { short_run(view, at, sentence.end) } else { at + LONGEST_NAME };
            let end = run_end(view, at, sentence.end.min(longest));
            let end = end - usize::from(glued(view, at..end));
            if let Some(whole) = small_words_end(view, at, end, sentence.end.min(longest)) {
                runs.push(at..whole);
                at = whole;
                continue;
            }
            runs.extend(trim(view, at..repeated(view, at..end).unwrap_or(end)));
            at = end;
        }
    }
    runs
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
pub(in crate::attribution::resolve) fn repeated(view: &View, run: Range<usize>) -> Option<usize> {
    let glued = |word: &str| {
        let two = word.as_bytes().windows(2);
        two.into_iter().any(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase())
    };
    run.clone().skip(1).filter(|&token| glued(view.word(token))).find_map(|token| {
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

/// A run under work.
struct Run<'v, 'a> {
    view: &'v View<'a>,
    start: usize,
    end: usize,
    limit: usize,
    /// Whether a word that joins stands in it.
    joined: bool,
}

/// The end of the run of capitals that starts at `start`.
fn run_end(view: &View, start: usize, limit: usize) -> usize {
    let mut run = Run { view, start, end: known_end(view, start, limit), limit, joined: false };
    while run.end < limit
        && let Some(end) = run.goes_on()
    {
        run.end = end;
    }
    run.end
}

impl Run<'_, '_> {
    /// Where the run ends with the next word of the name, if there is one.
    fn goes_on(&mut self) -> Option<usize> {
        let Self { view, start, end, .. } = *self;
        // "Witness Without Borders", "Hands Across the Sea".
        let preposition = capital_preposition(view, end, self.limit).filter(|_| !view.is(end - 1, Class::STOP));
        if preposition.is_some() {
            return preposition;
        }
        if view.capital(end) && view.reading.prose.tokens[end].spaced {
            let class = view.class(end);
            let stops = class.is(Class::STOP) && !class.is(Class::GIVEN);
            return (!stops && (end - 1 == start || !view.is(end - 1, Class::STOP))).then_some(end + 1);
        }
        self.over_particle().or_else(|| self.over_nickname()).or_else(|| self.over_joint()).or_else(|| self.to_union())
    }

    /// Whether a word within the limit begins with a capital and may stand in a name.
    fn names(&self, token: usize) -> bool {
        token < self.limit && self.view.capital(token) && !self.view.is(token, Class::STOP)
    }

    /// "Tomas de Kell", "Tomas van der Kell".
    fn over_particle(&self) -> Option<usize> {
        let Self { view, end, .. } = *self;
        let last = end + usize::from(view.small(end + 1) && view.is(end + 1, Class::PARTICLE));
        let particle = view.is(end, Class::PARTICLE) && !view.is(end - 1, Class::STOP);
        (particle && self.names(last + 1)).then_some(last + 2)
    }

    /// Gary "Gaz" Pemberton.
    fn over_nickname(&self) -> Option<usize> {
        let Self { view, end, .. } = *self;
        let mark =
            |token: usize| matches!(view.reading.prose.tokens[token].kind, TokenKind::Mark | TokenKind::SingleMark);
        let last = end + 3;
        (last < self.limit && mark(end) && view.capital(end + 1) && mark(end + 2) && view.capital(last))
            .then_some(last + 1)
    }

    /// "Kell & Orry", "Ministry of the Interior", "Independent Bankers of Oskaria".
    fn over_joint(&mut self) -> Option<usize> {
        let Self { view, start, end, .. } = *self;
        let last = end - 1;
        let body = view.is(last, Class::BODY.or(Class::BODIES).or(Class::BODY_WORD))
            || last > start && view.is(last, Class::PERSONS) && !view.is(last, Class::OFFICE);
        let joins = if view.is(end, Class::AND) { self.joined } else { body && view.is(end, Class::JOINT) };
        if view.word(end) != "&" && !joins {
            return None;
        }
        let article = joins && view.is(end + 1, Class::DETERMINER) && !self.names(end + 1);
        let next = end + 1 + usize::from(article);
        self.names(next).then(|| {
            self.joined = true;
            next + 1
        })
    }

    /// "Crop Workers and Drivers Union", "National Shaft Workers' Union": joined by the body's word at the end.
    fn to_union(&self) -> Option<usize> {
        /// No more words stand behind what joins.
        const LONGEST: usize = 4;
        let Self { view, start, end, .. } = *self;
        let plural = view.is(end, Class::AND) || view.possessive(end) && view.form(end - 1).ends_with('s');
        let parts = |&token: &usize| !self.names(token) || view.is(token, Class::TITLE);
        let behind = end + 1..end + 1 + LONGEST;
        let last = behind.clone().find(parts).unwrap_or(behind.end);
        // "Ardley County Sheriff's Office".
        let titled = view.possessive(end) && view.is(end - 1, Class::TITLE) && end - 1 > start;
        let office = titled && last == behind.start + 1;
        ((plural || office)
            && last > behind.start
            && view.is(last - 1, Class::BODY_WORD)
            && !view.is(end - 1, Class::BODY_WORD)
            && !view.is(start, Class::GIVEN.or(Class::TITLE)))
        .then_some(last)
    }
}

/// What stands behind a preposition with a capital, if a name goes on there.
pub(super) fn capital_preposition(view: &View, at: usize, limit: usize) -> Option<usize> {
    if !view.capital(at) || view.capitals(at) || !view.is(at, Class::PREPOSITION) || view.word(at).len() < 3 {
        return None;
    }
    let article = view.small(at + 1) && view.is(at + 1, Class::DETERMINER);
    let name = at + 1 + usize::from(article);
    (name < limit && view.capital(name) && !view.is(name, Class::STOP)).then_some(name + 1)
}

/// The end of a name with small words in it, behind a noun for what bears it: "the group Room for All", "her group, Save the
/// Pier, said".
fn small_words_end(view: &View, start: usize, end: usize, limit: usize) -> Option<usize> {
    let noun = |token: usize| view.small(token) && view.is(token, Class::BODY);
    let apposed = start > 2 && view.comma(start - 1) && noun(start - 2) && {
        let before = (start.saturating_sub(5)..start - 2).rev().find(|&token| view.is(token, Class::DETERMINER));
        before.is_some_and(|before| (before + 1..start - 1).all(|token| view.small(token)))
    };
    if !(apposed || start > 0 && noun(start - 1)) {
        return None;
    }
    let small = |token: usize| view.small(token) && view.is(token, Class::JOINT.or(Class::DETERMINER));
    let at = (end..limit.min(end + 2)).find(|&token| !small(token)).unwrap_or(limit.min(end + 2));
    let and = (end..at).any(|token| view.is(token, Class::AND));
    let named = |token: usize| view.capital(token) && (token == at || !view.is(token, Class::STOP));
    let last = (at..limit.min(at + 3)).find(|&token| !named(token)).unwrap_or(limit.min(at + 3));
    // Where the name is an apposition, nothing of its clause may follow it.
    let closed = last >= view.len() || !view.is_word(last);
    (at > end && last > at && !and && (closed || !apposed)).then_some(last)
}

/// The end of the well-known body whose name starts at `start` ("Joint Chiefs of Staff"), else of the one word.
fn known_end(view: &View, start: usize, limit: usize) -> usize {
    view.known_bodies(start, limit).find(|&end| view.capital(end - 1)).unwrap_or(start + 1)
}

/// The run without the words at its edges that belong to no name.
fn trim(view: &View, mut run: Range<usize>) -> Option<Range<usize>> {
    // "Said He Weilan": a pronoun with a capital within a sentence is a surname.
    let surname = run.len() > 1
        && view.is(run.start, Class::PRONOUN)
        && view.word(run.start).len() > 1
        && !view.capitals(run.start)
        && run.start > 0
        && view.small(run.start - 1)
        && view.class(run.start + 1) == Class::NONE;
    let given = |run: &Range<usize>| run.len() > 1 && view.is(run.start, Class::GIVEN);
    while !surname && !run.is_empty() && view.is(run.start, Class::STOP) && !given(&run) {
        run.start += 1;
    }
    // "Theresa May" is a name whole, "Anna May 5" is none.
    let named = |last: usize| view.is(last, Class::GIVEN) && view.is(last - 1, Class::GIVEN) && !view.number(last + 1);
    while !run.is_empty() && view.is(run.end - 1, Class::STOP) && !(run.len() > 1 && named(run.end - 1)) {
        run.end -= 1;
    }
    // "Attorney for the Middle District of Georgia Adam J. Orry": what an office is of is none of the name.
    run = unplaced(view, run);
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
    // "Nominated MCA Adam Orry".
    if run.len() > 3
        && view.reading.tags[run.start].is_verb()
        && is_acronym(view, run.start + 1)
        && view.is(run.start + 2, Class::GIVEN)
    {
        run.start += 2;
    }
    // "IG Adam Orry", "Blame Adam Orry": letters that are no title, and what is no noun, belong to no name.
    if run.len() > 2
        && (is_acronym(view, run.start) || !view.reading.tags[run.start].is_noun() || view.met_small(run.start))
        && !is_initial(view.word(run.start))
        && !view.is(run.start, Class::GIVEN.or(Class::TITLE).or(Class::PERSON).or(Class::PLACE))
        && !view.names.bodies.contains_key(view.form(run.start))
        && view.is(run.start + 1, Class::GIVEN)
    {
        run.start += 1;
    }
    (!run.is_empty()).then_some(run)
}

/// A name without the place or well-known body before it that belongs to the words before.
pub(super) fn unplaced(view: &View, name: Range<usize>) -> Range<usize> {
    /// No place is longer than this many words.
    const LONGEST_PLACE: usize = 3;
    let first = name.start;
    let article = first > 1 && view.is(first - 1, Class::DETERMINER);
    let before = first - usize::from(article);
    if name.is_empty() || before == 0 || !view.is(before - 1, Class::PREPOSITION) {
        return name;
    }
    let place = view.is(first, Class::PLACE) && !article;
    // "Speaker of the House Tomas Venn" is one run, for "of" joins names; "to the United Nations Ilse Varga" is two.
    let body = !view.is(before - 1, Class::JOINT) && view.names.starts_body(view.form(first));
    let known = |end: &usize| {
        let key = view.key(first..*end);
        place && end - first <= LONGEST_PLACE && view.names.places.contains_key(&*key)
            || body && view.names.bodies.contains_key(&*key)
    };
    let end = (first + 1..name.end.saturating_sub(1).min(first + LONGEST_BODY + 1)).rev().find(known);
    let given = |end: &usize| view.is(*end, Class::GIVEN) && !view.is(*end, Class::PLACE);
    end.filter(given).unwrap_or(first)..name.end
}
