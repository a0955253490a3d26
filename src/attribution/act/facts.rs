//! An attribution in, what tells of its acts out: the cue, the words of its content, its source, what came before.

use std::ops::Range;

use super::{negation, polarity};
use crate::attribution::model::deed::N_FEATURES;
use crate::attribution::model::tag::Tag;
use crate::attribution::reading::Reading;
use crate::lexicon::classes::Classes;
use crate::lexicon::cues::{CueClass, CueRow, CueSort};
use crate::lexicon::stances::Stances;
use crate::quotation::{Act, Attribution, Kind};

/// No more words of a content than this are looked at.
const N_WORDS: usize = 60;

/// What the acts of an attribution are told by.
pub(crate) struct Facts<'a, 'r> {
    reading: &'a Reading<'r>,
    row: Option<&'a CueRow>,
    /// Whether the cue is negated.
    pub(crate) negated: bool,
    kind: Kind,
    /// The content's tokens, piece by piece.
    pieces: Vec<Range<usize>>,
    cue: Range<usize>,
    source: Option<Range<usize>>,
    /// What the attribution before does by its cue, and how near it stands.
    before: u32,
}

impl<'a, 'r> Facts<'a, 'r> {
    /// The facts of an attribution.
    pub(crate) fn of(reading: &'a Reading<'r>, attribution: &Attribution, previous: Option<&Attribution>) -> Self {
        let prose = &reading.prose;
        let row = row_of(reading, attribution);
        let cue =
            attribution.cue.as_ref().and_then(|cue| cue.spans.first()).map_or(0..0, |&span| prose.tokens_in(span));
        let negated = cue.clone().any(|at| reading.classes(at).is(Classes::NEGATION));
        let pieces: Vec<Range<usize>> = attribution.content.iter().map(|&span| prose.tokens_in(span)).collect();
        let start = pieces.first().map_or(0, |piece| piece.start);
        let before = previous.map_or(0, |previous| {
            let main = row_of(reading, previous).and_then(|row| row.acts.first()).map_or(0, |&act| act as u32 + 1);
            let end = previous.content.last().map_or(0, |&span| prose.tokens_in(span).start);
            let near = |at: usize| prose.sentence_of(at.min(reading.tags.len().saturating_sub(1)));
            let apart = near(start).abs_diff(near(end)).min(2) as u32;
            main * 4 + apart + 1
        });
        let source = attribution.source.map(|source| prose.tokens_in(source)).filter(|source| !source.is_empty());
        Self { reading, row, negated, kind: attribution.kind, pieces, cue, source, before }
    }

    /// The content's tokens, piece by piece.
    pub(crate) fn pieces(&self) -> &[Range<usize>] {
        &self.pieces
    }

    /// What the cue says is done, if it says more than that something was said: who "dismissed the report" also denies it.
    pub(crate) fn named(&self) -> Vec<Act> {
        let Some(row) = self.row.filter(|row| !is_neutral(row)) else { return Vec::new() };
        let Some(&main) = row.acts.first() else { return Vec::new() };
        if main == Act::Reject && self.row_denies() && self.is_tale() == Some(true) {
            return vec![Act::Reject, Act::Deny];
        }
        vec![main]
    }

    /// Whether the content may be denied: who rejects a thing that nobody tells ("rejected the offer"), or tells somebody
    /// not to do something, denies nothing.
    pub(crate) fn may_deny(&self) -> bool {
        let rejects = self.row.is_some_and(|row| row.acts.first() == Some(&Act::Reject));
        !(rejects && self.is_tale() == Some(false) || self.is_order())
    }

    /// Whether the content is an infinitive: "not to leave their posts".
    fn is_order(&self) -> bool {
        let Some(piece) = self.pieces.first() else { return false };
        let mut words = piece.clone().filter(|&at| !self.reading.classes(at).is(Classes::NEGATION));
        words.next().is_some_and(|at| self.reading.tags[at] == Tag::To)
    }

    /// Whether a content that is a thing is one that is told: a claim, a report.
    fn is_tale(&self) -> Option<bool> {
        self.object().map(|at| negation::is_told(self.reading, at))
    }

    /// The head of a content that is a thing and no clause: "their motion for a new trial".
    fn object(&self) -> Option<usize> {
        let piece = self.pieces.first()?.clone();
        let tags = &self.reading.tags;
        let noun = piece.clone().find(|&at| tags[at].is_noun())?;
        let head = (noun..piece.end).take_while(|&at| tags[at].is_noun() || tags[at] == Tag::Pos).last()?;
        let before =
            (piece.start..noun).all(|at| !tags[at].is_verb() && !matches!(tags[at], Tag::In | Tag::Wdt | Tag::Wrb));
        let clause = tags.get(head + 1).is_some_and(|&tag| matches!(tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md));
        (before && !(clause && head + 1 < piece.end)).then_some(head)
    }

    /// Whether the cue says that its content is not so.
    pub(crate) fn row_denies(&self) -> bool {
        self.row.is_some_and(|row| row.acts.contains(&Act::Deny))
    }

    /// The acts, where a negation, a governing word or what is spoken of settles them: who "denied the request" rejects.
    pub(crate) fn settled(&self) -> Option<Vec<Act>> {
        let row = self.row?;
        let refusable = |at: usize| self.reading.word(at).stances.is(Stances::REFUSABLE);
        let refuses = || row.acts.first() == Some(&Act::Deny) && self.object().is_some_and(refusable);
        polarity::settle(self.reading, row, &self.cue, self.negated)
            .or_else(|| refuses().then(|| vec![Act::Reject]))
            .or_else(|| self.refused(row))
    }

    /// What it comes to that something is refused: who "refused to say" declines, who "refused to let them in" rejects.
    fn refused(&self, row: &CueRow) -> Option<Vec<Act>> {
        let [Act::Decline, other] = row.acts[..] else { return None };
        let reading = self.reading;
        let piece = self.pieces.first().filter(|_| !self.negated && self.is_order())?.clone();
        let verb = piece.clone().find(|&at| reading.tags[at] == Tag::Vb)?;
        let cue = reading.lexicon.cues.at(|ahead| (verb + ahead < piece.end).then(|| reading.form(verb + ahead)));
        match cue.map(|cue| cue.row).filter(|row| row.class == CueClass::Verb).max_by_key(|row| row.lemma.len()) {
            Some(told) => reading.lexicon.polarity.negated(told).map(<[Act]>::to_vec),
            None if piece.clone().any(|at| reading.word(at).stances.is(Stances::DECLINE)) => None,
            None => Some(vec![other]),
        }
    }

    fn words(&self) -> impl Iterator<Item = usize> {
        self.pieces
            .iter()
            .flat_map(Clone::clone)
            .filter(|&at| self.reading.prose.tokens[at].kind.is_lexical())
            .take(N_WORDS)
    }

    /// What tells of acts: the numbers of rows of weights.
    pub(crate) fn features(&self) -> Vec<u32> {
        let reading = self.reading;
        let mut features = Vec::with_capacity(8 * N_WORDS);
        let mut add = |template: u32, first: u32, second: u32| {
            let mut hash = template.wrapping_mul(0x85eb_ca6b);
            hash = (hash.rotate_left(13) ^ first).wrapping_mul(0xc2b2_ae35);
            hash = (hash.rotate_left(15) ^ second).wrapping_mul(0x27d4_eb2f);
            hash = (hash ^ (hash >> 15)).wrapping_mul(0x2c1b_3c6d);
            features.push((hash ^ (hash >> 13)) % N_FEATURES as u32);
        };
        let row_acts =
            self.row.map_or(99, |row| row.acts.iter().fold(row.sort as u32, |key, &act| key * 32 + act as u32 + 1));
        let row = self.row.map_or(0, |row| xxhash_rust::xxh3::xxh3_64(row.lemma.as_bytes()) as u32);
        let plain = u32::from(self.row.is_some_and(|row| !is_neutral(row)));
        let turned = u32::from(self.negated);
        let kind = self.kind as u32;
        add(1, 0, 0);
        add(2, 0, row_acts * 2 + turned);
        add(3, 0, row.rotate_left(1) ^ turned);
        add(4, kind, row_acts * 2 + turned);
        add(5, kind, plain);
        add(6, kind, self.before);
        add(7, plain, self.before);
        let end = reading.tags.len();
        if !self.cue.is_empty() {
            let around = [self.cue.start.checked_sub(1), self.cue.start.checked_sub(2), Some(self.cue.end)];
            for (place, at) in around.into_iter().enumerate() {
                if let Some(at) = at.filter(|&at| at < end) {
                    add(8, place as u32, reading.hash(at));
                }
            }
            for at in self.cue.clone() {
                add(9, 0, reading.hash(at));
            }
        }
        self.describe_content(plain, &mut add);
        if let Some(source) = &self.source {
            let head = source.end - 1;
            add(40, plain, reading.hash(head));
            add(41, plain, reading.classes(head).bits());
            add(42, plain, reading.tags[head] as u32);
            add(43, plain, reading.hash(source.start));
            for at in source.clone().take(12) {
                let stances = reading.word(at).stances;
                if !stances.is_empty() {
                    add(44, plain, stances.first());
                }
                add(45, 0, reading.hash(at));
            }
        } else {
            add(46, plain, kind);
        }
        features
    }

    /// The words of the content and what they build.
    fn describe_content(&self, plain: u32, add: &mut impl FnMut(u32, u32, u32)) {
        let reading = self.reading;
        let mut counts = [0u8; 65];
        let mut symbols = [0u32; 3];
        let (mut before, mut before_that) = (0, 0);
        let (mut length, mut negations) = (0u32, 0u32);
        let mut negated_for = 0;
        for (number, at) in self.words().enumerate() {
            let hash = reading.hash(at);
            let classes = reading.classes(at);
            let stances = reading.word(at).stances;
            length += 1;
            add(12, 0, hash);
            if plain == 0 {
                add(13, 0, hash);
            }
            add(14, before, hash);
            if number < 4 {
                add(15, number as u32, hash);
                add(16, number as u32, reading.tags[at] as u32);
            }
            if number == 2 {
                add(17, before_that ^ before.rotate_left(7), hash);
            }
            let mut push = |symbol: u32| {
                add(20, symbols[2], symbol);
                add(21, symbols[1] * 128 + symbols[2], symbol);
                add(22, symbols[1], symbol + 128 * u32::from(number < 12));
                if number < 12 {
                    add(23, symbols[2], symbol);
                }
                symbols = [symbols[1], symbols[2], symbol];
            };
            if classes.is(Classes::NEGATION) {
                negations += 1;
                let aux = classes.is(Classes::MODAL.or(Classes::DO).or(Classes::BE).or(Classes::HAVE));
                if aux {
                    push(symbol(stances, classes, reading.tags[at] as u32));
                }
                push(NEGATION);
                negated_for = 5;
            } else {
                let symbol = symbol(stances, classes, reading.tags[at] as u32);
                if symbol != 0 {
                    push(symbol);
                }
            }
            let mut bits = stances.bits();
            while bits != 0 {
                let stance = bits.trailing_zeros();
                bits &= bits - 1;
                counts[stance as usize] = counts[stance as usize].saturating_add(1);
                add(24, stance, u32::from(negated_for > 0));
                if number < 10 {
                    add(25, stance, plain);
                }
            }
            negated_for = i32::max(negated_for - 1, 0);
            (before_that, before) = (before, hash);
        }
        for (stance, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            add(26, stance as u32, u32::from(count.min(3)) * 2 + plain);
            add(27, stance as u32, self.kind as u32);
        }
        let last = self.pieces.iter().map(|piece| piece.end).max().unwrap_or(0);
        let asks = (last.saturating_sub(2)..(last + 1).min(reading.tags.len())).any(|at| reading.prose.word(at) == "?");
        let short = match length {
            0..=3 => 0,
            4..=8 => 1,
            9..=20 => 2,
            _ => 3,
        };
        add(30, negations.min(3), plain);
        add(31, negations.min(3), short);
        add(32, u32::from(asks), plain);
        add(33, short, plain);
        add(34, self.pieces.len().min(3) as u32, plain);
    }
}

/// The symbol of a negation; those below are stances, those above parts of speech and classes.
const NEGATION: u32 = 64;

/// What a word builds sentences as: its stance, or what it is; 0 when it may be left out.
fn symbol(stances: Stances, classes: Classes, tag: u32) -> u32 {
    if !stances.is_empty() {
        stances.first()
    } else if classes.is(Classes::BE) {
        65
    } else if classes.is(Classes::HAVE) {
        66
    } else if classes.is(Classes::DO) {
        67
    } else if classes.is(Classes::DETERMINER.or(Classes::PREPOSITION).or(Classes::POSSESSIVE)) {
        0
    } else {
        70 + tag
    }
}

/// Whether a cue says no more than that something was said or shown.
fn is_neutral(row: &CueRow) -> bool {
    matches!(row.acts.first(), None | Some(Act::State | Act::Report | Act::Claim))
        && !matches!(row.sort, CueSort::Belief)
}

/// The row of the cue table that an attribution's cue stands for.
fn row_of<'a>(reading: &'a Reading<'_>, attribution: &Attribution) -> Option<&'a CueRow> {
    let cue = attribution.cue.as_ref()?;
    let at = cue.spans.first().map(|&span| reading.prose.tokens_in(span).end.saturating_sub(1));
    let noun = at.and_then(|at| reading.tags.get(at)).is_some_and(|tag| tag.is_noun());
    reading.lexicon.cues.of_lemma(&cue.lemma).max_by_key(|row| (row.class == CueClass::Noun) == noun)
}
