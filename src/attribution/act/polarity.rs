//! A cue and the words around it in, the acts that they settle out: who "did not deny" did not deny.

use std::ops::Range;

use crate::attribution::model::tag::Tag;
use crate::attribution::reading::Reading;
use crate::lexicon::classes::Classes;
use crate::lexicon::cues::CueRow;
use crate::lexicon::stances::Stances;
use crate::quotation::Act;

/// A governing word stands no further before the cue than this: "has yet publicly to deny".
const REACH: usize = 4;

/// The acts of a cue that is negated ("did not deny"), withheld ("refused to confirm") or still to come ("is expected
/// to deny").
pub(super) fn settle(reading: &Reading<'_>, row: &CueRow, cue: &Range<usize>, negated: bool) -> Option<Vec<Act>> {
    // "declined to comment", "not available" say it by themselves.
    if cue.is_empty() || row.acts.first() == Some(&Act::Decline) {
        return None;
    }
    let polarity = &reading.lexicon.polarity;
    if negated {
        // Who cannot deny admits.
        let cannot = cue.clone().any(|at| reading.word(at).stances.is(Stances::CAN));
        if cannot && row.acts.first() == Some(&Act::Deny) {
            return Some(vec![Act::Admit]);
        }
        return polarity.negated(row).map(<[Act]>::to_vec);
    }
    let from = cue.start.saturating_sub(REACH);
    let at = (from..cue.end).rev().find(|&at| polarity.governs(reading.form(at)))?;
    // Between the two stand only an infinitive's "to", a preposition, adverbs: "stopped short of openly accusing".
    let joined = (at + 1..cue.end).all(|between| {
        let tag = reading.tags[between];
        tag.is_verb() || matches!(tag, Tag::Rb | Tag::To) || reading.classes(between).is(Classes::PREPOSITION)
    });
    let linked = (at + 1..cue.end)
        .any(|between| reading.tags[between] == Tag::To || reading.classes(between).is(Classes::PREPOSITION));
    polarity.before(reading.form(at), row).filter(|_| joined && linked).map(<[Act]>::to_vec)
}
