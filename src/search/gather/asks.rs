//! What the question says for each slot, but for the words of its topic: the names, the acts, the cue.

use tantivy::SegmentReader;
use tantivy::schema::Field;

use super::Scoring;
use super::slots::Slots;
use crate::error::Result;
use crate::index::analyzer::stem;
use crate::lexicon::Lexicon;
use crate::quotation::Act;
use crate::search::articles::Found;
use crate::search::compile::{Keys, body_keys, person_keys};
use crate::search::scores::visit_within;

/// A share for each slot; none at all where nothing was asked.
#[derive(Default)]
pub(super) struct Shares<T>(Vec<T>);

impl<T: Copy + Default> Shares<T> {
    pub(super) fn of(&self, slot: usize) -> T {
        self.0.get(slot).copied().unwrap_or_default()
    }
}

/// What the whole question, but for the words of the topic, says for each slot.
pub(super) struct Asks {
    pub(super) possible: f32,
    pub(super) is_denial: bool,
    pub(super) speaker: Shares<f32>,
    pub(super) organization: Shares<f32>,
    pub(super) acts: Shares<(f32, f32)>,
    pub(super) cue: Shares<f32>,
    pub(super) refuses: Shares<f32>,
    pub(super) target: Shares<f32>,
    pub(super) named: Shares<f32>,
}

impl Asks {
    /// The shares of the topic that an article has in its text and in its headline.
    pub(super) fn about(&self, found: &Found) -> (f32, f32) {
        let share = |score: f32| if self.possible > 0.0 { score / self.possible } else { 0.0 };
        (share(found.body), share(found.title))
    }
}

impl Scoring<'_> {
    /// Asks a segment for all of it.
    pub(super) fn asks(&self, segment: &SegmentReader, possible: f32, slots: &Slots) -> Result<Asks> {
        let fields = self.store.fields();
        let speaking = [fields.speaker, fields.organization, fields.role];
        let belonging = [fields.organization, fields.role, fields.speaker];
        let (person, body) = ((fields.speaker_key, person_keys as Keys), (fields.organization_key, body_keys as Keys));
        Ok(Asks {
            possible,
            is_denial: self.asks_denial(),
            speaker: names(segment, &self.question.speaker, &speaking, person, slots)?,
            organization: names(segment, &self.question.body, &belonging, body, slots)?,
            acts: self.acts(segment, slots)?,
            cue: shares(segment, &self.question.cue, &[fields.context], slots)?,
            refuses: self.refuses(segment, slots)?,
            target: shares(segment, &self.question.target, &[fields.speaker], slots)?,
            named: self.named(segment, slots)?,
        })
    }

    /// The share of the speaker's names that the sentences of each slot have.
    fn named(&self, segment: &SegmentReader, slots: &Slots) -> Result<Shares<f32>> {
        let mut best = Shares::default();
        for name in &self.question.speaker {
            let stems: Vec<String> = name.iter().map(|word| stem(word)).collect();
            raise(&mut best, shares(segment, &stems, &[self.store.fields().context], slots)?);
        }
        Ok(best)
    }

    /// The share of each slot in the acts asked for: the act itself 1, a near one less.
    fn acts(&self, segment: &SegmentReader, slots: &Slots) -> Result<Shares<(f32, f32)>> {
        if self.question.acts.is_empty() && !self.question.denied {
            return Ok(Shares::default());
        }
        let mut shares = vec![(0f32, 0f32); slots.facts.len()];
        let field = self.store.fields().act;
        let questions = &Lexicon::english().questions;
        for (rank, &act) in self.question.acts.iter().enumerate() {
            // The first act of a word is what it mostly means.
            let own = if rank == 0 { 1.0 } else { 0.7 };
            visit_within(segment, field, act.name(), slots.blocks.iter(), |slot| {
                shares[slot].0 = shares[slot].0.max(own);
            })?;
            for (rank, near) in questions.related(act).iter().enumerate() {
                let near_share = own * (1.0 - 0.2 * rank as f32);
                visit_within(segment, field, near.name(), slots.blocks.iter(), |slot| {
                    shares[slot].1 = shares[slot].1.max(near_share);
                })?;
            }
        }
        if self.question.denied {
            // "Who said that troops would not leave" asks for a denial, whatever the verb.
            visit_within(segment, field, Act::Deny.name(), slots.blocks.iter(), |slot| {
                shares[slot].0 = shares[slot].0.max(0.7);
            })?;
        }
        Ok(Shares(shares))
    }

    /// For each slot, if it declines something, the share of the asked words that its sentences have.
    fn refuses(&self, segment: &SegmentReader, slots: &Slots) -> Result<Shares<f32>> {
        if self.question.refused.is_empty() {
            return Ok(Shares::default());
        }
        let fields = self.store.fields();
        let Shares(mut having) = shares(segment, &self.question.refused, &[fields.context], slots)?;
        let declines = shares(segment, &[Act::Decline.name().to_owned()], &[fields.act], slots)?;
        having.iter_mut().enumerate().for_each(|(slot, having)| *having *= declines.of(slot));
        Ok(Shares(having))
    }
}

/// Raises each share to another, where that is greater.
fn raise(best: &mut Shares<f32>, other: Shares<f32>) {
    if best.0.is_empty() {
        *best = other;
    } else {
        best.0.iter_mut().zip(other.0).for_each(|(best, other)| *best = best.max(other));
    }
}

/// For each slot the share of the words that any of the fields has.
fn shares(segment: &SegmentReader, words: &[String], fields: &[Field], slots: &Slots) -> Result<Shares<f32>> {
    if words.is_empty() {
        return Ok(Shares::default());
    }
    let mut shares = vec![0f32; slots.facts.len()];
    let mut last = vec![u32::MAX; shares.len()];
    for (number, word) in (0u32..).zip(words) {
        for &field in fields {
            visit_within(segment, field, word, slots.blocks.iter(), |slot| {
                if last[slot] != number {
                    last[slot] = number;
                    shares[slot] += 1.0 / words.len() as f32;
                }
            })?;
        }
    }
    Ok(Shares(shares))
}

/// For each slot the share of a name's words that any of the fields has, all of them if it has the key of the whole
/// name; of several names the best.
fn names(
    segment: &SegmentReader,
    names: &[Vec<String>],
    fields: &[Field],
    (key, keys): (Field, Keys),
    slots: &Slots,
) -> Result<Shares<f32>> {
    let mut best = Shares::default();
    for words in names {
        let mut own = shares(segment, words, fields, slots)?;
        known_as(segment, key, keys, words, slots, &mut own.0)?;
        raise(&mut best, own);
    }
    Ok(best)
}

/// Raises the share of each slot that has the key of the whole name.
fn known_as(
    segment: &SegmentReader,
    field: Field,
    keys: Keys,
    words: &[String],
    slots: &Slots,
    shares: &mut [f32],
) -> Result<()> {
    if words.is_empty() {
        return Ok(());
    }
    for key in keys(&words.join(" ")) {
        visit_within(segment, field, &key, slots.blocks.iter(), |slot| shares[slot] = 1.0)?;
    }
    Ok(())
}
