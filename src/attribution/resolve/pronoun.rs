//! A pronoun in, the person it stands for out.

use super::scene::Scene;
use super::story::Story;
use crate::lexicon::classes::Classes;
use crate::lexicon::names::{Class, Gender};
use crate::quotation::Attribution;

/// A person that a pronoun, or a noun, may stand for.
#[derive(Clone, Debug)]
pub(super) struct Antecedent {
    pub(super) person: usize,
    pub(super) confidence: f32,
    /// Others that it may stand for, the likeliest first.
    pub(super) others: Vec<(usize, f32)>,
}

/// So many others are told.
const OTHERS: usize = 3;

/// So many sources back it looks for who spoke.
const SPOKE: usize = 3;

/// Who scores less is named in passing.
const PASSING: f32 = -1.3;

/// How sure it is of one of two who are named together.
const EITHER: f32 = 0.2;

/// So many mentions back a pronoun looks.
const REACH: usize = 40;

/// The person before `token` that a pronoun of this gender most likely stands for.
pub(super) fn antecedent(
    scene: &Scene,
    story: &Story,
    attribution: &Attribution,
    token: usize,
    gender: Gender,
) -> Option<Antecedent> {
    let prose = &scene.view.reading.prose;
    let sentence = prose.sentence_of(token);
    let paragraph = prose.paragraph_of(token);
    let last_speaker = story.back().find(|told| told.token < token).and_then(|told| told.person);
    // "Varga was in the harbor, he added, “and stayed there.”": what stands before an aside is said, too.
    let cue = attribution.cue.as_ref().and_then(|cue| cue.spans.last());
    let aside =
        token > 0 && scene.view.comma(token - 1) && cue.is_some_and(|cue| scene.view.comma(prose.tokens_in(*cue).end));
    let end = scene.mentions.partition_point(|mention| mention.run.start < token);
    let mut candidates: Vec<(usize, f32)> = Vec::new();
    for at in (0..end).rev().take(REACH) {
        let Some(person) = scene.cast.of[at] else { continue };
        if story.author == Some(person) {
            continue;
        }
        let of_person = scene.cast.all[person].gender;
        if gender != Gender::Unknown && of_person != Gender::Unknown && of_person != gender {
            continue;
        }
        let mention = &scene.mentions[at];
        let start = mention.run.start;
        let sentences = sentence - prose.sentence_of(start);
        let paragraphs = paragraph - prose.paragraph_of(start);
        if paragraphs > 8 {
            break;
        }
        let mut score = -0.7 * sentences.min(8) as f32 - 0.3 * paragraphs as f32;
        let span = prose.span(mention.name.clone());
        if mention.quoted {
            score -= 2.0;
        }
        if attribution.content.iter().any(|content| content.covers(span)) || aside && sentences == 0 {
            score -= 1.5;
        }
        if leads_sentence(scene, at) {
            score += 1.0;
        }
        let view = &scene.view;
        let modifies = view.small(mention.name.end) && view.reading.tags[mention.name.end].is_noun();
        if view.possessive(mention.name.end) || modifies {
            // "Varga's campaign", "the Varga campaign".
            score -= 1.0;
        } else if start > 0 && view.is(start - 1, Class::PREPOSITION) {
            score -= 0.7;
        }
        if story.back().any(|told| told.token <= start && start < told.token + 24 && told.person == Some(person)) {
            score += 1.0;
        }
        if last_speaker == Some(person) {
            score += 0.8;
        }
        if gender != Gender::Unknown && of_person == gender {
            score += 0.8;
        }
        match candidates.iter_mut().find(|(other, _)| *other == person) {
            Some((_, best)) => *best = best.max(score) + 0.1,
            None => candidates.push((person, score)),
        }
    }
    // "The president urged them to stay. He said": who spoke is spoken of, by whatever word.
    for (back, told) in story.back().filter(|told| told.token < token).take(SPOKE).enumerate() {
        let named = scene.mention_at(told.token).and_then(|at| scene.cast.of[at]);
        let Some(person) = told.person.filter(|&person| story.author != Some(person)) else { continue };
        if named == Some(person) {
            continue;
        }
        let of_person = scene.cast.all[person].gender;
        if gender != Gender::Unknown && of_person != Gender::Unknown && of_person != gender {
            continue;
        }
        let sentences = (sentence - prose.sentence_of(told.token)).min(8) as f32;
        let paragraphs = (paragraph - prose.paragraph_of(told.token)) as f32;
        let mut score = 0.6 - 0.7 * sentences - 0.3 * paragraphs;
        score += if back == 0 { 0.8 } else { 0.0 };
        score += if gender != Gender::Unknown && of_person == gender { 0.8 } else { 0.0 };
        match candidates.iter_mut().find(|(other, _)| *other == person) {
            Some((_, best)) => *best = best.max(score),
            None => candidates.push((person, score)),
        }
    }
    let &(person, best) = candidates.iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    let second =
        candidates.iter().filter(|&&(other, _)| other != person).map(|&(_, score)| score).fold(f32::MIN, f32::max);
    let mut others: Vec<(usize, f32)> = candidates.iter().copied().filter(|&(other, _)| other != person).collect();
    others.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    others.truncate(OTHERS);
    let margin = (best - second).clamp(0.0, 3.0);
    let confidence = (0.55 + 0.12 * margin + 0.03 * best.clamp(-4.0, 2.0)).clamp(0.2, 0.9);
    // A name in passing ("remarks on Arden"), or before somebody without a name, is hardly whom a pronoun stands for.
    let passing = best < PASSING;
    let unnamed = unnamed_subject(scene, token);
    let since = scene.cast.all[person].mentions.iter().any(|&at| {
        let start = scene.mentions[at].run.start;
        unnamed.is_some_and(|unnamed| unnamed < start) && start < token && !scene.mentions[at].quoted
    });
    let confidence = if passing || unnamed.is_some() && !since { confidence * 0.5 } else { confidence };
    // "Fast and Arden met. He said": either.
    let either = others.iter().any(|&(other, _)| joined(scene, end, person, other));
    let confidence = if either { EITHER } else { confidence };
    // What is not sure of the first is the others', each by its score.
    let total: f32 = others.iter().map(|&(_, score)| (score - best).exp()).sum();
    for (_, share) in &mut others {
        *share = (1.0 - confidence) * (*share - best).exp() / (1.0 + total);
    }
    Some(Antecedent { person, confidence, others })
}

/// The person without a name who is the subject of the sentence before: "In May, a former officer was convicted. She said".
fn unnamed_subject(scene: &Scene, token: usize) -> Option<usize> {
    /// The subject stands no further from its sentence's start.
    const FURTHEST: usize = 8;
    /// And has no more words.
    const LONGEST: usize = 7;
    let view = &scene.view;
    let prose = &view.reading.prose;
    let before = prose.sentence_of(token).checked_sub(1)?;
    let sentence = prose.sentences[before].clone();
    if prose.paragraph_of(sentence.start) != prose.paragraph_of(token) || prose.quoted_of(sentence.start).is_some() {
        return None;
    }
    let opens = |at: usize| at == sentence.start || view.comma(at - 1);
    let start = (sentence.start..sentence.end.min(sentence.start + FURTHEST))
        .find(|&at| opens(at) && view.is(at, Class::INDEFINITE))?;
    let named = scene.mentions_in(sentence.start..start).any(|at| scene.cast.of[at].is_some());
    let verb = (start..sentence.end.min(start + LONGEST)).find(|&at| view.finite(at))?;
    let head = (start..verb).rev().find(|&at| view.is(at, Class::PERSON) && view.small(at))?;
    let whose = scene.mentions_in(start..verb).any(|at| scene.cast.of[at].is_some());
    (!named && !whose && !view.possessive(head + 1)).then_some(start)
}

/// Whether two persons were last named together: "Fast and Arden".
fn joined(scene: &Scene, end: usize, one: usize, other: usize) -> bool {
    let last = |person: usize| (0..end).rev().take(REACH).find(|&at| scene.cast.of[at] == Some(person));
    let (Some(a), Some(b)) = (last(one), last(other)) else { return false };
    let (first, second) = (&scene.mentions[a.min(b)].run, &scene.mentions[a.max(b)].run);
    let between = first.end..second.start;
    between.len() == 1 && scene.view.reading.classes(between.start).is(Classes::COORDINATOR)
}

/// Whether a mention is the first person of its sentence, near its start.
pub(super) fn leads_sentence(scene: &Scene, at: usize) -> bool {
    let prose = &scene.view.reading.prose;
    let start = scene.mentions[at].run.start;
    let sentence = prose.sentences[prose.sentence_of(start)].start;
    let first = (0..at)
        .rev()
        .take(REACH)
        .take_while(|&before| scene.mentions[before].run.start >= sentence)
        .all(|before| scene.cast.of[before].is_none());
    first && start < sentence + 14
}
