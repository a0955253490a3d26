//! An attribution in, what it does and what it denies out.
//!
//! What the cue says is done is believed; a neutral cue leaves it to the words of the content, which a trained model
//! weighs (see the model's card). A negated cue never does what its verb says: who "did not deny" did not deny.

mod facts;
mod negation;
mod polarity;
#[cfg(test)]
mod tests;

use crate::attribution::model::Learned;
use crate::attribution::reading::Reading;
use crate::quotation::{Act, Attribution};
use crate::text::Span;

pub(crate) use facts::Facts;

/// No more acts than this are given to one quotation.
const N_ACTS: usize = 2;
/// An act is given from this probability on; the likeliest is given in any case.
const LEAST: f32 = 0.2;
/// Beside what the cue names, one is given from this probability on.
const LEAST_BESIDE: f32 = 0.3;
/// A denial is given from this probability on, for a wrong one misleads more than a wrong criticism, and then before all but
/// the likeliest.
const LEAST_DENIAL: f32 = 0.3;

/// What an attribution does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Deed {
    /// Its acts, the main one first.
    pub(crate) acts: Vec<Act>,
    /// What its content says is not so.
    pub(crate) negated: Vec<Span>,
}

/// What an attribution does; the one before it is looked at, too.
pub(crate) fn judge(
    reading: &Reading<'_>,
    attribution: &Attribution,
    previous: Option<&Attribution>,
    learned: &Learned,
) -> Deed {
    let facts = Facts::of(reading, attribution, previous);
    let acts = facts.settled().unwrap_or_else(|| {
        let mut named = facts.named();
        // A neutral cue with an outright denial denies.
        if named.is_empty() && negation::denies(reading, facts.pieces()) {
            named.push(Act::Deny);
        }
        choose(named, facts.may_deny(), &learned.acts(&facts.features()))
    });
    let denies = acts.iter().any(|act| matches!(act, Act::Deny | Act::Reject)) && facts.row_denies() && !facts.negated;
    let negated = if denies { attribution.content.clone() } else { negation::find(reading, facts.pieces()) };
    Deed { acts, negated }
}

/// The acts to give, the main one first, by how probable each is: those that the cue itself names stand first.
pub(crate) fn choose(mut acts: Vec<Act>, may_deny: bool, probabilities: &[f32]) -> Vec<Act> {
    let mut likely: Vec<(f32, Act)> =
        Act::ALL.into_iter().zip(probabilities).map(|(act, &probability)| (probability, act)).collect();
    likely.retain(|&(probability, act)| act != Act::Deny || may_deny && probability >= LEAST_DENIAL);
    // Few are likely; of the others only the likeliest may be given.
    let most = likely.iter().map(|&(probability, _)| probability).fold(0.0, f32::max);
    likely.retain(|&(probability, _)| probability >= LEAST.min(most));
    likely.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    if acts.is_empty()
        && let Some(denial) = likely.iter().position(|&(_, act)| act == Act::Deny).filter(|&at| at > 1)
    {
        likely[1..=denial].rotate_right(1);
    }
    // What a cue names, what denies, withholds or orders does not state plainly, too.
    let named = !acts.is_empty();
    let least = if named { LEAST_BESIDE } else { LEAST };
    for &(probability, act) in &likely {
        let pointed = named || matches!(acts.first(), Some(Act::Deny | Act::Decline | Act::Order));
        if act == Act::State && pointed {
            continue;
        }
        if acts.is_empty() || probability >= least && !acts.contains(&act) && acts.len() < N_ACTS {
            acts.push(act);
        }
    }
    acts
}
