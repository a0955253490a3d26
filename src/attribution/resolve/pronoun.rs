//! A pronoun in, the person it stands for out.

use super::function::{Function, function};
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

/// How well an office that begins the sentence before stands for its holder.
const OFFICE: f32 = 1.2;

/// Who is told is hardly who tells.
const HEARD: f32 = 2.5;

/// A name is a source's if it stands within so many words of its start.
const SOURCE: usize = 10;

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
    antecedent_of(scene, story, attribution, (token, gender), &|_| true)
}

/// The person before a token that it most likely stands for, of those who may be meant.
pub(super) fn antecedent_of(
    scene: &Scene,
    story: &Story,
    attribution: &Attribution,
    (token, gender): (usize, Gender),
    fits: &dyn Fn(usize) -> bool,
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
    let heard = heard(scene, attribution, token);
    let mut candidates: Vec<(usize, f32)> = Vec::new();
    let mut subject: Option<(usize, usize)> = None;
    let mut clashing: Option<usize> = None;
    let last_spoke = story.back().find(|told| told.token < token).map_or(0, |told| told.token);
    let far = Distances::of(scene, sentence);
    if let Some((person, start)) = office_subject(scene, sentence)
        && story.author != Some(person)
        && fits(person)
        && !heard.contains(&person)
        && !gender.clashes(scene.cast.all[person].gender)
    {
        subject = Some((person, start));
        candidates.push((person, OFFICE));
    }
    for at in (0..end).rev().take(REACH) {
        let Some(person) = scene.cast.of[at] else { continue };
        if story.author == Some(person) || !fits(person) {
            continue;
        }
        let of_person = scene.cast.all[person].gender;
        let mention = &scene.mentions[at];
        let start = mention.run.start;
        if gender.clashes(of_person) {
            let new = scene.cast.all[person].mentions.first() == Some(&at) && !scene.cast.all[person].titled;
            let near = sentence == prose.sentence_of(start) + 1 && paragraph == prose.paragraph_of(start);
            if new && near && !mention.quoted && function(scene, at) == Function::Subject {
                clashing = Some(start);
            }
            continue;
        }
        let sentences = far.to(prose.sentence_of(start));
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
        let function = function(scene, at);
        let leads = leads_sentence(scene, at);
        score += match function {
            Function::Subject if sentences < 2 => 1.8,
            Function::Subject => 1.1,
            Function::Clause if leads => 1.0,
            Function::Clause => 0.2,
            Function::Owner if leads => 0.0,
            Function::Owner => -1.0,
            // "During an interview with Orda's Varga, he said": not Varga.
            Function::Behind if sentences == 0 => -1.5,
            Function::Behind if leads => 0.0,
            Function::Behind => -0.7,
            Function::Other if leads => 1.0,
            Function::Other => 0.0,
        };
        // "He told Varga": he is another.
        if heard.contains(&person) {
            score -= HEARD;
        }
        if story.back().any(|told| told.token <= start && start < told.token + SOURCE && told.person == Some(person)) {
            score += 1.0;
        }
        // "Varga wrote. Fast had not answered. He said": whom a sentence since is about takes over.
        let another = subject.is_some_and(|(subject, since)| subject != person && last_spoke < since);
        if last_speaker == Some(person) && !another {
            score += 0.8;
        }
        if gender != Gender::Unknown && of_person == gender {
            score += 0.8;
        }
        if subject.is_none() && function == Function::Subject && !mention.quoted && !heard.contains(&person) {
            subject = Some((person, start));
        }
        match candidates.iter_mut().find(|(other, _)| *other == person) {
            Some((_, best)) => *best = best.max(score) + 0.1,
            None => candidates.push((person, score)),
        }
    }
    // "The president urged them to stay. He said": who spoke is spoken of, by whatever word.
    for (back, told) in story.back().filter(|told| told.token < token).take(SPOKE).enumerate() {
        let named = scene.mention_at(told.token).and_then(|at| scene.cast.of[at]);
        let Some(person) = told.person.filter(|&person| story.author != Some(person) && fits(person)) else {
            continue;
        };
        if named == Some(person) {
            continue;
        }
        let of_person = scene.cast.all[person].gender;
        if gender.clashes(of_person) {
            continue;
        }
        let sentences = (sentence - prose.sentence_of(told.token)).min(8) as f32;
        let paragraphs = (paragraph - prose.paragraph_of(told.token)) as f32;
        let mut score = 0.6 - 0.7 * sentences - 0.3 * paragraphs;
        score += if back == 0 { 0.8 } else { 0.0 };
        score += if gender != Gender::Unknown && of_person == gender { 0.8 } else { 0.0 };
        score -= if heard.contains(&person) { HEARD } else { 0.0 };
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
    let unnamed = unnamed_subject(scene, token).or_else(|| possessed_subject(scene, token));
    let nobody = unnamed.is_some_and(|unnamed| {
        scene.mentions_of(person, unnamed + 1..token).iter().all(|&at| scene.mentions[at].quoted)
    });
    let confidence = if passing || nobody { confidence * 0.5 } else { confidence };
    // "Gene Arden, 58, called her. She said": a given name deceives, and nobody before is meant.
    let deceives = clashing.is_some_and(|since| scene.mentions_of(person, since..token).is_empty());
    let confidence = if deceives { confidence * 0.5 } else { confidence };
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

/// How many sentences of narration lie between a sentence and those before it: what is quoted does not count.
struct Distances {
    sentence: usize,
    near: [usize; Self::NEAR],
}

impl Distances {
    /// So many sentences back it is counted.
    const NEAR: usize = 24;

    fn of(scene: &Scene, sentence: usize) -> Self {
        let prose = &scene.view.reading.prose;
        let mut near = [0; Self::NEAR];
        for back in 1..Self::NEAR.min(sentence + 1) {
            let tokens = &prose.sentences[sentence - back];
            near[back] = near[back - 1] + usize::from(!prose.is_quoted(tokens) || back == 1);
        }
        Self { sentence, near }
    }

    fn to(&self, sentence: usize) -> usize {
        let back = self.sentence - sentence;
        self.near.get(back).copied().unwrap_or(back)
    }
}

/// The person whose office begins the sentence before: "The president came to the harbor. He said".
fn office_subject(scene: &Scene, sentence: usize) -> Option<(usize, usize)> {
    /// The office and its verb: "The former Ostran president".
    const WIDEST: usize = 5;
    /// No more persons than this are looked at.
    const MANY: usize = 100;
    /// No more sentences of a quotation than this stand between.
    const QUOTED: usize = 6;
    let view = &scene.view;
    let prose = &view.reading.prose;
    let told = |back: &usize| {
        let tokens = &prose.sentences[sentence - *back];
        prose.quoted_of(tokens.start).is_none()
    };
    let back = (1..=QUOTED.min(sentence)).find(told)?;
    let tokens = prose.sentences[sentence - back].clone();
    let start = tokens.start;
    let definite = view.is(start, Class::DETERMINER) && !view.is(start, Class::INDEFINITE.or(Class::PRONOUN));
    let verb = (start..tokens.end.min(start + WIDEST)).find(|&token| view.finite(token))?;
    let head = verb.checked_sub(1).filter(|&head| definite && head > start && view.is(head, Class::OFFICE))?;
    let noun = view.names.plain(view.form(head));
    let holds = |person: usize| {
        let heads = scene.profiles[person].descriptions.iter().filter_map(|description| description.head);
        heads.into_iter().any(|other| view.names.plain(view.form(other)) == noun)
    };
    let persons = 0..scene.profiles.len().min(MANY);
    let best = persons.filter(|&person| holds(person)).max_by_key(|&person| scene.cast.all[person].mentions.len())?;
    Some((best, start))
}

/// Who is told or spoken of by name where a pronoun speaks, and so is not the pronoun's: "he told Varga", "she said Varga
/// had left".
fn heard(scene: &Scene, attribution: &Attribution, token: usize) -> Vec<usize> {
    /// "Told reporters and Mayor Varga".
    const BEHIND: usize = 6;
    let prose = &scene.view.reading.prose;
    let person = |at: usize| scene.cast.of[at].filter(|_| !scene.mentions[at].quoted);
    let mut heard = Vec::new();
    if let Some(cue) = attribution.cue.as_ref().and_then(|cue| cue.spans.last()) {
        let behind = prose.tokens_in(*cue).end;
        let limit = (behind..behind + BEHIND).find(|&at| scene.breaks(at)).unwrap_or(behind + BEHIND);
        if behind > token {
            heard.extend(scene.mentions_in(behind..limit).filter_map(person));
        }
    }
    for content in attribution.content.iter().map(|content| prose.tokens_in(*content)) {
        if content.start > token {
            heard.extend(scene.mentions_in(content).take(REACH).filter_map(person));
        }
    }
    heard
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

/// The person without a name who is somebody's, and the subject of this sentence or the one before: "Arden's brother says
/// he believes".
fn possessed_subject(scene: &Scene, token: usize) -> Option<usize> {
    /// Between the owner and the noun: "Arden's second-eldest brother".
    const WIDEST: usize = 4;
    let view = &scene.view;
    let prose = &view.reading.prose;
    let sentence = prose.sentence_of(token);
    let of = |sentence: usize| {
        let start = prose.sentences[sentence].start;
        let owner = scene.mention_at(start)?;
        let clitic = scene.mentions[owner].run.end;
        let noun = (clitic + 1..token.min(clitic + 1 + WIDEST)).find(|&noun| view.is(noun, Class::PERSON))?;
        let verb = noun + 1 < token && view.reading.tags[noun + 1].is_verb();
        (view.possessive(clitic) && scene.cast.of[owner].is_some() && verb).then_some(noun)
    };
    let before = || {
        let before = sentence.checked_sub(1)?;
        let near = prose.paragraph_of(prose.sentences[before].start) == prose.paragraph_of(token);
        of(before).filter(|_| near)
    };
    of(sentence).or_else(before)
}

/// Whether two persons were last named together: "Fast and Arden".
fn joined(scene: &Scene, end: usize, one: usize, other: usize) -> bool {
    let last = |person: usize| (0..end).rev().take(REACH).find(|&at| scene.cast.of[at] == Some(person));
    let (Some(a), Some(b)) = (last(one), last(other)) else { return false };
    let (first, second) = (&scene.mentions[a.min(b)].run, &scene.mentions[a.max(b)].run);
    let between = first.end..second.start;
    between.len() == 1 && scene.view.reading.classes(between.start).is(Classes::COORDINATOR)
}

/// Who leads a sentence stands within so many words of its start.
const LEAD: usize = 14;

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
    // "He said that Varga": it is about him.
    let pronoun = |token: usize| {
        let third = || scene.view.names.pronoun(scene.view.form(token)).is_some_and(|pronoun| pronoun.person == 3);
        scene.view.is(token, Class::PRONOUN) && scene.view.reading.classes(token).is(Classes::SUBJECT) && third()
    };
    first && start < sentence + LEAD && !(sentence..start).any(pronoun)
}
