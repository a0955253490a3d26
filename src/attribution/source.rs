//! A cue in, the phrases that may name its source out.

use std::ops::Range;

use crate::attribution::cue::{Candidate, Sort};
use crate::attribution::frame::{Counts, Frame};
use crate::attribution::link::Draft;
use crate::attribution::model::linear::Options;
use crate::attribution::model::tag::Tag;
use crate::attribution::reading::Reading;
use crate::lexicon::classes::Classes;
use crate::lexicon::names::Class;
use crate::text::TokenKind;

/// A phrase that may name the source of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Its first token.
    pub(crate) start: usize,
    /// The token behind its last.
    pub(crate) end: usize,
    /// The end of its first chunk, which holds its head.
    pub(crate) head: usize,
    /// How it stands to the cue.
    pub(crate) place: Place,
}

/// How a phrase stands to its cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// "Milley said".
    Before,
    /// "said Milley", "according to Milley", "confirmed by Milley".
    After,
    /// "his claim", "Milley's claim".
    Owner,
}

/// No more chunks than this on one side of a cue are looked at.
const N_CHUNKS: usize = 9;
/// A phrase behind a cue ends no further from its first chunk than this many tokens.
const FURTHEST_END: usize = 60;
/// No phrase has more chunks than this.
const N_JOINED: usize = 6;

/// The phrases that may name a cue's source.
pub(crate) fn phrases(reading: &Reading<'_>, chunks: &[Range<usize>], cue: &Candidate, counts: &Counts) -> Vec<Phrase> {
    let mut phrases = Vec::with_capacity(N_CHUNKS * N_JOINED);
    let scope = &cue.scope;
    let visible = |chunk: &Range<usize>| {
        chunk.start >= scope.start && chunk.end <= scope.end && reading.prose.quoted_of(chunk.start) == cue.inside
    };
    let first_after = chunks.partition_point(|chunk| chunk.end <= cue.group.start);
    let left: Vec<&Range<usize>> = chunks[..first_after]
        .iter()
        .rev()
        .take_while(|chunk| chunk.start >= scope.start)
        .filter(|chunk| visible(chunk) && !is_bracketed(reading, chunk, scope))
        .take(N_CHUNKS)
        .collect();
    // The right edge of the nearest phrases may lie behind a relative clause or an apposition.
    let edge = edge_before(reading, cue);
    for (last, last_chunk) in left.iter().enumerate() {
        for (joined, first_chunk) in left[last..].iter().take(N_JOINED).enumerate() {
            if joined > 0 && !joins(reading, first_chunk.end..left[last + joined - 1].start) {
                break;
            }
            let phrase = |end| Phrase { start: first_chunk.start, end, head: first_chunk.end, place: Place::Before };
            phrases.push(phrase(last_chunk.end));
            if last == 0 && edge > last_chunk.end {
                phrases.push(phrase(edge));
            }
        }
        if let Some(owner) = owner(reading, last_chunk, last_chunk.end).filter(|_| cue.sort == Sort::Noun && last == 0)
        {
            phrases.push(owner);
        }
    }
    let first_right = chunks.partition_point(|chunk| chunk.end <= cue.words.start);
    if let Some(chunk) = chunks.get(first_right).filter(|chunk| chunk.contains(&cue.words.start)) {
        phrases.extend(owner(reading, chunk, cue.words.start));
    }
    let first_right = chunks.partition_point(|chunk| chunk.start < cue.words.end);
    right(reading, &chunks[first_right..], cue, &mut phrases);
    phrases.iter_mut().for_each(|phrase| close_bracket(reading, phrase, scope.end));
    // "There is no doubt" has nobody who doubts.
    phrases.retain(|phrase| !swallows(reading, phrase, counts) && reading.tags[phrase.head - 1] != Tag::Ex);
    phrases.dedup();
    phrases
}

/// Leaves out phrases that the grammar excludes: where a person's relative pronoun stands before the verb, its source ends there
/// ("Police met Orry, who denied the charge"); and where a participle stands in what another said, directly behind
/// a phrase, its source stands there too ("Orry said a letter announcing the sale was a mistake").
pub(crate) fn keep_nearest(
    reading: &Reading<'_>,
    cue: &Candidate,
    previous: Option<&Draft>,
    phrases: &mut Vec<Phrase>,
) {
    if cue.sort == Sort::Noun {
        // "The allegation against Koll" is not Koll's.
        let names = |at: usize| reading.word(at).names;
        let beside = |at: usize| {
            names(at).is(Class::PREPOSITION)
                && !names(at).is(Class::JOINT.or(Class::BELONGING))
                && !reading.classes(at).is(Classes::AGENT)
        };
        phrases.retain(|phrase| {
            phrase.place != Place::After || phrase.start == cue.words.end || !beside(phrase.start - 1)
        });
    }
    if cue.sort != Sort::Verb {
        return;
    }
    let start = cue.group.start;
    // "No sale, says the mayor; union rejects offer": nobody speaks over a semicolon.
    let parts = |at: &usize| reading.prose.word(*at) == ";" && reading.prose.quoted_of(*at) == cue.inside;
    let first = phrases.iter().map(|phrase| phrase.start).min().unwrap_or(start);
    if let Some(semicolon) = (first..start).rev().find(parts) {
        keep(phrases, |phrase| phrase.place != Place::Before || phrase.start > semicolon);
    }
    keep_subject(reading, cue, previous, phrases);
    let relative = start
        .checked_sub(1)
        .filter(|&at| at > cue.scope.start && reading.classes(at).is(Classes::RELATIVE))
        .filter(|&at| match reading.tags[at] {
            Tag::Wp => true,
            // "from the campaign, which noted"
            Tag::Wdt => reading.prose.word(at - 1) == ",",
            _ => false,
        });
    if let Some(relative) = relative {
        let comma = usize::from(reading.prose.word(relative - 1) == ",");
        let ends = |phrase: &Phrase| {
            phrase.place == Place::Before
                && phrase.end + comma == relative
                && !(phrase.head..phrase.end).any(|at| reading.tags[at].is_verb())
        };
        if phrases.iter().any(ends) {
            phrases.retain(ends);
        }
    }
    let verb = cue.words.start;
    let outer = previous.and_then(|previous| previous.pieces.iter().find(|piece| piece.contains(&verb)));
    let describes = reading.tags[verb] == Tag::Vbg && phrases.iter().any(|phrase| phrase.end == verb);
    if let Some(outer) = outer.filter(|_| describes) {
        phrases.retain(|phrase| phrase.start >= outer.start);
    }
}

/// Keeps the phrases that fit, if any does.
pub(crate) fn keep(phrases: &mut Vec<Phrase>, fits: impl Fn(&Phrase) -> bool) {
    if phrases.iter().any(&fits) {
        phrases.retain(fits);
    }
}

/// Leaves out the phrases that are no subjects of a verb which stands beside another verb.
fn keep_subject(reading: &Reading<'_>, cue: &Candidate, previous: Option<&Draft>, phrases: &mut Vec<Phrase>) {
    let start = cue.group.start;
    let scope = cue.scope.start;
    let Some(before) = start.checked_sub(1).filter(|&before| before > scope) else { return };
    let verb = |at: usize| reading.tags[at].is_verb() || reading.tags[at] == Tag::Md;
    // "Mayor Brandt came days after Chief Koll went to announce a sale": who goes to announce announces.
    if verb(before) && (start..cue.words.start).any(|at| reading.tags[at] == Tag::To) {
        let first = (scope..before).rev().find(|&at| !verb(at)).map_or(before, |at| at + 1);
        keep(phrases, |phrase| phrase.place == Place::Before && phrase.end == first);
    }
    // "Orry defended the record while promising more": what a verb has for its object promises nothing.
    if reading.tags[cue.words.start] == Tag::Vbg && reading.classes(before).is(Classes::SUBORDINATOR) {
        let object =
            |phrase: &Phrase| phrase.start.checked_sub(1).is_some_and(|at| at >= scope && is_finite(reading, at));
        keep(phrases, |phrase| phrase.place == Place::Before && !object(phrase) && phrase.end != before);
    }
    // "and later added"
    let joint = (scope..start).rev().find(|&at| !reading.classes(at).is(Classes::TIME)).unwrap_or(before);
    if reading.tags[joint] != Tag::Cc || !is_finite(reading, start) {
        return;
    }
    // "pressed by Warden, who has declined to endorse anyone and said": one subject has both verbs.
    let beside = previous.filter(|previous| {
        previous.cue.sort == Sort::Verb
            && previous.cue.scope == cue.scope
            && is_finite(reading, previous.cue.group.start)
            && previous.end() <= start
    });
    if let Some(source) = beside.and_then(|beside| beside.source).filter(|source| source.place == Place::Before) {
        keep(phrases, |phrase| phrase.place == Place::Before && phrase.start == source.start);
    }
    // "McMillan spotted Arden and called the police": what a verb has for its object is not the next one's subject.
    keep(phrases, |phrase| {
        phrase.place != Place::Before
            || !phrase.start.checked_sub(1).is_some_and(|at| at >= scope && is_finite(reading, at))
            || (phrase.end..before).any(|at| is_finite(reading, at))
    });
}

/// Takes up the bracket that ends a phrase, if one was opened in it: "Vale Lines Co (VAL.N)".
fn close_bracket(reading: &Reading<'_>, phrase: &mut Phrase, limit: usize) {
    let sign = |at: usize| reading.prose.word(at);
    let opened = (phrase.start..phrase.end).rev().find(|&at| matches!(sign(at), "(" | ")"));
    if opened.is_some_and(|at| sign(at) == "(") && phrase.end < limit && sign(phrase.end) == ")" {
        phrase.end += 1;
    }
}

/// Whether a chunk stands in brackets: what is told there of a name is none ("Vale Lines (VAL.N) said").
fn is_bracketed(reading: &Reading<'_>, chunk: &Range<usize>, scope: &Range<usize>) -> bool {
    /// No brackets of this kind hold more tokens before or behind the chunk.
    const WIDEST: usize = 6;
    let sign = |at: &usize| matches!(reading.prose.word(*at), "(" | ")");
    let before = (scope.start.max(chunk.start.saturating_sub(WIDEST))..chunk.start).rev().find(sign);
    let behind = (chunk.end..scope.end.min(chunk.end + WIDEST)).find(sign);
    before.is_some_and(|at| reading.prose.word(at) == "(") && behind.is_some_and(|at| reading.prose.word(at) == ")")
}

/// Whether a phrase runs over a verb that is not its own: "several reports and was carried to the port", "the guard, sank".
fn swallows(reading: &Reading<'_>, phrase: &Phrase, counts: &Counts) -> bool {
    if counts.verbs(&(phrase.head..phrase.end)) == 0 {
        return false;
    }
    let mut relative = false;
    let mut coordinated = false;
    for at in phrase.head..phrase.end {
        let classes = reading.classes(at);
        if is_relative(reading, at) {
            relative = true;
        } else if is_finite(reading, at) {
            let helps = classes.is(Classes::BE.and(Classes::HAVE).and(Classes::DO).and(Classes::MODAL));
            if !relative && (helps || coordinated) {
                return true;
            }
        } else if !matches!(reading.tags[at], Tag::Rb) {
            coordinated = reading.tags[at] == Tag::Cc || reading.prose.word(at) == ",";
        }
    }
    false
}

/// Whether a token begins a relative clause.
fn is_relative(reading: &Reading<'_>, at: usize) -> bool {
    reading.classes(at).is(Classes::RELATIVE) || matches!(reading.tags[at], Tag::Wdt | Tag::Wp | Tag::WpS | Tag::Wrb)
}

/// Whether a verb behind a comma has its subject behind it: "The ledger was burnt, said the clerk, Alma Britt."
pub(crate) fn is_inverted(reading: &Reading<'_>, chunks: &[Range<usize>], cue: &Candidate) -> bool {
    let prose = &reading.prose;
    let scope = &cue.scope;
    let takes_object = |row: u16| reading.lexicon.cues.row(row).takes.is_thing();
    let Some(comma) = cue.words.start.checked_sub(1).filter(|&comma| comma > scope.start && prose.word(comma) == ",")
    else {
        return false;
    };
    if cue.sort != Sort::Verb
        || cue.words != cue.group
        || !matches!(reading.tags[cue.words.start], Tag::Vbd | Tag::Vbz | Tag::Vbp)
        || cue.row.is_none_or(takes_object)
    {
        return false;
    }
    // A clause of its own before the comma, beside what is told of a person there ("Koll, who was ill, said").
    let mut relative = false;
    let mut clause = false;
    for at in (scope.start..comma).filter(|&at| prose.quoted_of(at) == cue.inside) {
        relative = if prose.word(at) == "," { false } else { relative || is_relative(reading, at) };
        clause |= !relative && is_finite(reading, at);
    }
    let next = chunks.partition_point(|chunk| chunk.start < cue.words.end);
    let Some(subject) = chunks.get(next).filter(|chunk| clause && chunk.start == cue.words.end) else { return false };
    let names = reading.word(subject.end - 1).names;
    let person = names.is(Class::PERSON.or(Class::PERSONS).or(Class::BODY).or(Class::BODIES));
    let open = subject.end < scope.end && prose.tokens[subject.end].kind.is_lexical();
    if !person && !reading.tags[subject.end - 1].is_proper()
        || open && !is_relative(reading, subject.end) && reading.tags[subject.end] != Tag::In
        || subject.clone().any(|at| reading.classes(at).is(Classes::ADDRESSEE.and(Classes::TIME)))
    {
        return false;
    }
    let mut relative = false;
    (subject.end..scope.end).all(|at| {
        relative |= is_relative(reading, at);
        relative || !is_finite(reading, at)
    })
}

/// The subject of a verb that stands with it between commas, in the midst of what is said: "The harbor, Milley often says, is
/// full." Before it stands no clause, behind it the verb of what is said.
pub(crate) fn in_midst(
    reading: &Reading<'_>,
    chunks: &[Range<usize>],
    cue: &Candidate,
    counts: &Counts,
) -> Option<usize> {
    /// "said on Monday", "said Friday".
    const FURTHEST: usize = 2;
    /// "a spokesman for the harbor".
    const LONGEST: usize = 9;
    let prose = &reading.prose;
    let scope = &cue.scope;
    if cue.sort != Sort::Verb || !matches!(reading.tags[cue.words.start], Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbn) {
        return None;
    }
    let behind = cue.words.end;
    let comma = (behind..scope.end.min(behind + FURTHEST + 1)).find(|&at| prose.word(at) == ",")?;
    let said = comma + 1;
    let timed = (behind..comma).all(|at| reading.classes(at).is(Classes::TIME.and(Classes::PREPOSITION)));
    let subject = chunks[..chunks.partition_point(|chunk| chunk.end <= cue.group.start)].last()?;
    let nearest = cue.group.start.saturating_sub(LONGEST).max(scope.start + 1);
    let before = (nearest..cue.group.start).rev().find(|&at| !prose.tokens[at].kind.is_lexical())?;
    let named = prose.word(before) == "," && before < subject.start && counts.verbs(&(before..subject.start)) == 0;
    let left = scope.start..before;
    let medium = left.clone().any(|at| reading.classes(at).is(Classes::MEDIUM) || prose.quoted_of(at) != cue.inside);
    let plain = said < scope.end && prose.tokens[said].kind.is_lexical() && prose.quoted_of(said) == cue.inside;
    let verbs = plain && counts.verbs(&(said..scope.end)) > 0;
    // "The harbor is full, Milley said, “but not for long.”"
    let quoted =
        said < scope.end && prose.quoted_of(said).is_some_and(|number| prose.quoted[number].tokens.start == said);
    if quoted && cue.inside.is_none() {
        let opens = matches!(reading.tags[scope.start], Tag::In | Tag::Wrb | Tag::Vbg | Tag::Vbn | Tag::To | Tag::Cc)
            || reading.classes(scope.start).is(Classes::SUBORDINATOR);
        let clause = counts.verbs(&left) > 0 && !left.clone().any(|at| prose.quoted_of(at).is_some());
        let joined = reading.tags[before + 1] == Tag::Cc;
        let fits = timed && named && subject.end == cue.group.start && clause && !opens && !joined;
        return fits.then_some(before + 1);
    }
    let fits = timed
        && named
        && subject.end == cue.group.start
        && !medium
        && verbs
        && counts.verbs(&left) == 0
        && !left.clone().any(|at| reading.tags[at] == Tag::Vbg)
        && reading.tags[said] != Tag::Vbg
        && !matches!(reading.tags[said], Tag::Cc | Tag::Wdt | Tag::Wp)
        && !reading.classes(said).is(Classes::SUBORDINATOR);
    fits.then_some(before + 1)
}

/// The phrases behind a cue: "said Tomas Verrey, who runs the group's depot in the town".
fn right(reading: &Reading<'_>, chunks: &[Range<usize>], cue: &Candidate, phrases: &mut Vec<Phrase>) {
    let near: Vec<&Range<usize>> =
        chunks.iter().take_while(|chunk| chunk.end <= cue.scope.end).take(N_CHUNKS).collect();
    for first in 0..near.len().min(3) {
        let start = near[first].start;
        if start > cue.words.end + 8 || reading.prose.quoted_of(start) != cue.inside {
            break;
        }
        let phrase = |end| Phrase { start, end, head: near[first].end, place: Place::After };
        // Behind a nearer phrase, one with a verb is what was said: "According to Kell the ferry left at noon".
        let verb = (near[first].end..cue.scope.end)
            .take_while(|_| first > 0)
            .find(|&at| is_finite(reading, at) || is_relative(reading, at))
            .filter(|&at| is_finite(reading, at));
        let last_end = verb.unwrap_or(cue.scope.end);
        for (joined, last) in near[first..].iter().take(N_JOINED).enumerate() {
            if joined > 0 && !joins(reading, near[first + joined - 1].end..last.start) {
                break;
            }
            phrases.push(phrase(last.end));
        }
        // Up to the comma that ends an apposition, and up to the end of the sentence.
        let mut n_commas = 0;
        for at in near[first].end..last_end.min(near[first].end + FURTHEST_END) {
            let sign = reading.prose.word(at);
            if reading.prose.quoted_of(at) != cue.inside || sign == ";" {
                break;
            }
            let last = at + 1 == cue.scope.end;
            if sign == "," || last {
                n_commas += 1;
                let end = if reading.prose.tokens[at].kind.is_lexical() { at + 1 } else { at };
                if n_commas >= 2 || last {
                    phrases.push(phrase(end));
                }
                if n_commas == 4 {
                    break;
                }
            }
        }
    }
}

/// The owner in a chunk, before the cue: "his" in "his claim", "the ministry" in "the ministry's denial".
fn owner(reading: &Reading<'_>, chunk: &Range<usize>, before: usize) -> Option<Phrase> {
    let tag = |at: usize| reading.tags[at];
    let clitic = (chunk.start..before).rev().find(|&at| tag(at) == Tag::Pos);
    let end = match clitic {
        Some(clitic) if clitic > chunk.start => clitic,
        _ if tag(chunk.start) == Tag::PrpS && chunk.start < before => chunk.start + 1,
        _ => return None,
    };
    Some(Phrase { start: chunk.start, end, head: end, place: Place::Owner })
}

/// Where the phrase before a cue may end: before the cue's group, without a comma or dash.
fn edge_before(reading: &Reading<'_>, cue: &Candidate) -> usize {
    let mut edge = cue.group.start;
    while edge > cue.scope.start && !reading.prose.tokens[edge - 1].kind.is_lexical() {
        edge -= 1;
    }
    edge
}

/// Whether the words between two chunks may stand within one phrase.
fn joins(reading: &Reading<'_>, between: Range<usize>) -> bool {
    const WIDEST: usize = 8;
    between.len() <= WIDEST
        && between.clone().all(|at| {
            !matches!(reading.prose.tokens[at].kind, TokenKind::Mark) && !matches!(reading.prose.word(at), ";" | ":")
        })
}

/// Describes each phrase, and at last the lack of any.
pub(crate) fn describe(
    reading: &Reading<'_>,
    cue: &Candidate,
    frame: Frame,
    phrases: &[Phrase],
    previous: Option<&Draft>,
    counts: &Counts,
    options: &mut Options,
) {
    let row = u32::from(cue.row.unwrap_or(u16::MAX));
    let cue_tag = reading.tags[cue.words.start] as u32;
    let frame_key = frame as u32 * 16 + cue.sort as u32;
    for phrase in phrases {
        let place = phrase.place as u32;
        let key = frame_key * 4 + place;
        let gap = match phrase.place {
            Place::Before => phrase.end..cue.group.start,
            Place::Owner => phrase.end..cue.words.start,
            Place::After => cue.words.end..phrase.start,
        };
        let gap = gap.start..gap.end.max(gap.start);
        let head = phrase.head - 1;
        let head_tag = reading.tags[head] as u32;
        let inner = phrase.head..phrase.end;
        let before = phrase.start.checked_sub(1).filter(|&at| at >= cue.scope.start);
        let before_tag = before.map_or(99, |at| reading.tags[at] as u32);
        let before_form = before.map_or(0, |at| reading.hash(at));
        let after = (phrase.end < cue.scope.end).then_some(phrase.end);
        let after_form = after.map_or(0, |at| reading.hash(at));
        let last = phrase.end - 1;
        let classes = reading.classes(head).bits();
        options.feature(1, key, bucket(gap.len()));
        options.feature(
            2,
            key,
            gap.clone().fold(0, |key: u32, at| key.wrapping_mul(41).wrapping_add(1 + reading.tags[at] as u32)),
        );
        options.feature(3, key, counts.verbs(&gap) * 4 + counts.commas(&gap));
        options.feature(4, key, head_tag);
        options.feature(5, place, reading.hash(head));
        options.feature(6, key, classes);
        options.feature(7, key, before_tag);
        options.feature(8, place, before_form);
        options.feature(9, key, bucket(phrase.end - phrase.start));
        options.feature(10, key, counts.verbs(&inner) * 16 + counts.commas(&inner) * 4 + u32::from(inner.is_empty()));
        options.feature(11, counts.commas(&inner), after_form);
        options.feature(12, head_tag * 64 + cue_tag, place);
        options.feature(13, row, place * 2 + u32::from(cue.passive));
        options.feature(14, key, u32::from(cue.passive) * 4096 + before_tag);
        options.feature(15, reading.tags[last] as u32, place);
        options.feature(16, key, inner.clone().next().map_or(0, |at| reading.hash(at)));
        options.feature(
            17,
            place,
            inner.clone().next().map_or(99, |at| reading.tags[at] as u32) * 8 + bucket(inner.len()),
        );
        options.feature(18, reading.tags[phrase.start] as u32, head_tag * 4 + place);
        if let Some(previous) = previous {
            let same = previous.source.is_some_and(|source| source.start == phrase.start);
            let exact = previous.source.is_some_and(|source| source.start == phrase.start && source.end == phrase.end);
            let within = previous.pieces.iter().any(|piece| piece.start <= phrase.start && phrase.end <= piece.end);
            options.feature(19, key, u32::from(same) * 4 + u32::from(exact) * 2 + u32::from(within));
            options.feature(20, cue_tag * 8 + place, u32::from(same) * 4 + u32::from(exact) * 2 + u32::from(within));
        }
        options.feature(21, key, u32::from(reading.prose.quoted_of(phrase.start) == cue.inside));
        options.feature(
            22,
            cue_tag * 4 + place,
            gap.end.checked_sub(1).filter(|at| gap.contains(at)).map_or(0, |at| reading.hash(at)),
        );
        options.close();
    }
    options.feature(30, frame_key, u32::from(cue.passive));
    options.feature(31, row, frame as u32);
    options.feature(32, cue_tag, frame_key);
    options.feature(33, u32::from(phrases.is_empty()), frame_key);
    let before = cue.group.start.checked_sub(1).filter(|&at| at >= cue.scope.start);
    options.feature(34, before.map_or(99, |at| reading.tags[at] as u32), frame_key);
    options.feature(35, before.map_or(0, |at| reading.hash(at)), frame_key);
    options.close();
}

/// A verb that is none of a participle's or infinitive's forms, or a modal.
pub(crate) fn is_finite(reading: &Reading<'_>, at: usize) -> bool {
    matches!(reading.tags[at], Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md)
        || reading.classes(at).is(Classes::BE.and(Classes::HAVE).and(Classes::DO)) && reading.tags[at] != Tag::Pos
}

/// A length in steps that grow.
pub(crate) fn bucket(length: usize) -> u32 {
    match length {
        0..=6 => length as u32,
        7..=9 => 7,
        10..=14 => 8,
        15..=24 => 9,
        25..=49 => 10,
        _ => 11,
    }
}
