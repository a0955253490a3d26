//! An attribution in, what it does and what it denies out.
//!
//! The cue's row proposes acts, the content's words and its negations shift them; how far is learned (see the model's
//! card). A negated cue never does what its verb says: who "did not deny" did not deny.

use std::ops::Range;

use crate::attribution::model::Learned;
use crate::attribution::reading::Reading;
use crate::lexicon::classes::Classes;
use crate::lexicon::cues::CueRow;
use crate::quotation::{Act, Attribution, Kind};
use crate::text::Span;

/// The number of the space of features that acts are told by.
pub(crate) const SPACE: u32 = 8;
/// No more acts than this are given to one quotation.
const N_ACTS: usize = 3;
/// No more words of a content than this are looked at.
const N_WORDS: usize = 80;
/// An act is given from this probability on; the likeliest is given in any case.
const LEAST: f32 = 0.42;

/// A content that begins with a negation denies from this probability on.
const LEAST_DENIAL: f32 = 0.2;
/// A negation among so many first words is that of the main clause: "there has been no change".
const N_EARLY: usize = 7;

/// What an attribution does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Deed {
    /// Its acts, the main one first.
    pub(crate) acts: Vec<Act>,
    /// What its content says is not so.
    pub(crate) negated: Vec<Span>,
}

/// What an attribution does.
pub(crate) fn judge(reading: &Reading<'_>, attribution: &Attribution, learned: &Learned) -> Deed {
    let facts = Facts::of(reading, attribution);
    let features = facts.features();
    let mut likely: Vec<(f32, Act)> = Act::ALL
        .into_iter()
        .zip(learned.acts(&features))
        .map(|(act, probability)| (probability, act))
        .filter(|(_, act)| !facts.turns(*act))
        .collect();
    likely.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    // A cue that says what is done is believed; what the content adds comes behind it.
    let mut acts: Vec<Act> = facts.plain_act().into_iter().collect();
    for &(probability, act) in &likely {
        let enough = if act == Act::Deny && facts.negates_early() { LEAST_DENIAL } else { LEAST };
        if probability >= enough && !acts.contains(&act) && acts.len() < N_ACTS {
            acts.push(act);
        }
    }
    if acts.is_empty() {
        acts.extend(likely.first().map(|&(_, act)| act));
    }
    let denies = acts.iter().any(|act| matches!(act, Act::Deny | Act::Reject)) && facts.row_denies() && !facts.negated;
    let negated = if denies { attribution.content.clone() } else { facts.negations() };
    Deed { acts, negated }
}

/// A feature as one of an act.
pub(crate) fn of_act(feature: u32, act: Act) -> u32 {
    (feature ^ (act as u32 + 1).wrapping_mul(0x9e37_79b1)).wrapping_mul(0x2c1b_3c6d) >> 11
}

/// What the acts of an attribution are told by.
pub(crate) struct Facts<'a, 'r> {
    reading: &'a Reading<'r>,
    row: Option<&'a CueRow>,
    /// Whether the cue is negated.
    negated: bool,
    kind: Kind,
    /// The content's tokens, piece by piece.
    pieces: Vec<Range<usize>>,
    source: Option<Range<usize>>,
    /// The words around the cue.
    near: Vec<u32>,
}

impl<'a, 'r> Facts<'a, 'r> {
    /// The facts of an attribution.
    pub(crate) fn of(reading: &'a Reading<'r>, attribution: &Attribution) -> Self {
        let prose = &reading.prose;
        let cue = attribution.cue.as_ref();
        let row = cue.and_then(|cue| reading.lexicon.cues.of_lemma(&cue.lemma).last());
        let words = cue.and_then(|cue| cue.spans.first()).map_or(0..0, |&span| prose.tokens_in(span));
        let negated = words.clone().any(|at| reading.classes(at).is(Classes::NEGATION));
        let end = reading.tags.len();
        let near = [words.start.checked_sub(1), words.start.checked_sub(2), Some(words.end), Some(words.end + 1)]
            .map(|at| at.filter(|&at| at < end && !words.is_empty()).map_or(0, |at| reading.hash(at)));
        Self {
            reading,
            row,
            negated,
            kind: attribution.kind,
            pieces: attribution.content.iter().map(|&span| prose.tokens_in(span)).collect(),
            source: attribution.source.map(|source| prose.tokens_in(source)),
            near: near.to_vec(),
        }
    }

    /// What the cue by itself says is done, if it says more than that something was said.
    fn plain_act(&self) -> Option<Act> {
        let act = *self.row?.acts.first()?;
        (!self.turns(act) && !matches!(act, Act::State)).then_some(act)
    }

    /// Whether a negation stands among the first words of the content.
    fn negates_early(&self) -> bool {
        self.words().take(N_EARLY).any(|at| self.reading.classes(at).is(Classes::NEGATION))
    }

    fn row_denies(&self) -> bool {
        self.row.is_some_and(|row| row.acts.contains(&Act::Deny))
    }

    /// Whether the cue's negation takes an act away.
    fn turns(&self, act: Act) -> bool {
        self.negated && self.row.is_some_and(|row| row.acts.contains(&act)) && act != Act::Decline
    }

    fn words(&self) -> impl Iterator<Item = usize> {
        self.pieces
            .iter()
            .flat_map(Clone::clone)
            .filter(|&at| self.reading.prose.tokens[at].kind.is_lexical())
            .take(N_WORDS)
    }

    /// What tells of acts, one number a feature; [`of_act`] makes it a feature of one act.
    pub(crate) fn features(&self) -> Vec<u32> {
        let reading = self.reading;
        let mut features = Vec::with_capacity(4 * N_WORDS);
        let mut add = |template: u32, first: u32, second: u32| {
            let mut hash = SPACE.wrapping_mul(0x9e37_79b1) ^ template.wrapping_mul(0x85eb_ca6b);
            hash = (hash.rotate_left(13) ^ first).wrapping_mul(0xc2b2_ae35);
            hash = (hash.rotate_left(15) ^ second).wrapping_mul(0x27d4_eb2f);
            features.push(hash ^ (hash >> 15));
        };
        let row_acts =
            self.row.map_or(99, |row| row.acts.iter().fold(row.sort as u32, |key, &act| key * 32 + act as u32 + 1));
        let main = self.row.and_then(|row| row.acts.first()).map_or(31, |&main| main as u32);
        let row = self.row.map_or(0, |row| xxhash_rust::xxh3::xxh3_64(row.lemma.as_bytes()) as u32);
        let turned = u32::from(self.negated);
        let kind = self.kind as u32;
        add(1, 0, 0);
        add(2, 0, row_acts * 2 + turned);
        add(3, 0, row.rotate_left(1) ^ turned);
        add(4, kind, main * 2 + turned);
        add(5, 0, kind);
        for (place, &near) in self.near.iter().enumerate() {
            add(6 + place as u32, 0, near);
        }
        let (mut negations, mut modals, mut first_person, mut length) = (0u32, 0u32, 0u32, 0u32);
        let mut before = 0;
        for (number, at) in self.words().enumerate() {
            let hash = reading.hash(at);
            let classes = reading.classes(at);
            negations += u32::from(classes.is(Classes::NEGATION));
            modals += u32::from(classes.is(Classes::MODAL));
            first_person += u32::from(classes.is(Classes::SUBJECT) && matches!(reading.form(at), "i" | "we"));
            length += 1;
            add(12, 0, hash);
            add(13, main, hash);
            if number < 30 {
                add(14, 0, before ^ hash.rotate_left(9));
            }
            if number < 3 {
                add(15, number as u32, hash);
                add(16, number as u32, reading.tags[at] as u32);
            }
            before = hash;
        }
        let last = self.pieces.iter().map(|piece| piece.end).max().unwrap_or(0);
        let asks = (last.saturating_sub(2)..(last + 1).min(reading.tags.len())).any(|at| reading.prose.word(at) == "?");
        let short = match length {
            0..=3 => 0,
            4..=8 => 1,
            9..=20 => 2,
            _ => 3,
        };
        add(20, negations.min(3), main);
        add(30, 0, u32::from(self.negates_early()) * 32 + main);
        add(21, negations.min(3), kind);
        add(22, modals.min(3), main);
        add(23, first_person.min(3), main);
        add(24, 0, u32::from(asks) * 32 + main);
        add(25, short, main);
        if let Some(source) = &self.source {
            let head = source.end.saturating_sub(1);
            add(26, 0, reading.hash(head));
            add(27, 0, reading.classes(head).bits());
            add(28, main, reading.tags[head] as u32);
            add(29, 0, reading.hash(source.start));
        }
        features
    }

    /// The stretches of the content under a negation: from behind it to the end of its clause.
    fn negations(&self) -> Vec<Span> {
        let reading = self.reading;
        let prose = &reading.prose;
        let mut spans: Vec<Span> = Vec::new();
        for piece in &self.pieces {
            let mut at = piece.start;
            while at < piece.end {
                if !reading.classes(at).is(Classes::NEGATION) {
                    at += 1;
                    continue;
                }
                let start = at + 1;
                let mut end = start;
                while end < piece.end && !ends_clause(reading, end) {
                    end += 1;
                }
                while end > start && !prose.tokens[end - 1].kind.is_lexical() {
                    end -= 1;
                }
                if end > start {
                    spans.push(prose.span(start..end));
                }
                at = end.max(at + 1);
            }
        }
        spans
    }
}

/// Whether a clause ends before a token: a stop, a comma, a coordinator behind some words.
fn ends_clause(reading: &Reading<'_>, at: usize) -> bool {
    let token = reading.prose.tokens[at];
    matches!(reading.prose.word(at), "," | ";" | ":" | "." | "!" | "?" | "—" | "–" | "--" | ")" | "(")
        || matches!(token.kind, crate::text::TokenKind::Mark)
        || reading.form(at) == "but"
}
