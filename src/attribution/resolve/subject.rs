//! A place in the text in, the body that is spoken of there out: the subject of its sentence, or of one before.

use std::ops::Range;

use super::mention::Kind;
use super::scene::Scene;
use crate::lexicon::classes::Classes;
use crate::lexicon::names::{Class, PlaceKind};

/// So many sentences back a subject is looked for, those within quotation marks not counted.
const BACK: usize = 3;

/// So many sentences back it looks at all.
const FURTHEST: usize = 8;

/// No subject stands further behind the start of its sentence.
const LATE: usize = 40;

/// A body that is the subject of a sentence.
#[derive(Debug)]
pub(super) struct Subject {
    /// Its longest name.
    pub(super) name: String,
    /// Its number, unless it has no name.
    pub(super) body: Option<usize>,
}

/// The body that "its" stands for: "Ardley Air said its director …", "The airline cut fares. Its director …".
pub(super) fn owner(scene: &Scene, token: usize) -> Option<String> {
    let prose = &scene.view.reading.prose;
    let own = prose.sentence_of(token);
    let floor = prose.sentences.get(own)?.start;
    let found = subject(scene, floor..token).or_else(|| subject_before(scene, token, BACK))?;
    Some(found.name)
}

/// The body that one of the sentences before a token's is about, so many sentences back.
pub(super) fn subject_before(scene: &Scene, token: usize, most: usize) -> Option<Subject> {
    let prose = &scene.view.reading.prose;
    let own = prose.sentence_of(token);
    let paragraph = prose.paragraph_of(token);
    let mut left = most;
    for before in (own.saturating_sub(FURTHEST)..own).rev() {
        let sentence = prose.sentences[before].clone();
        let apart = paragraph - prose.paragraph_of(sentence.start);
        if apart > 1 || left == 0 {
            return None;
        }
        if prose.is_quoted(&sentence) {
            continue;
        }
        left -= 1;
        if let Some(body) = subject(scene, sentence) {
            return Some(body);
        }
        // Who speaks in the paragraph before may be of another body.
        if apart == 1 {
            return None;
        }
    }
    None
}

/// The body that is the subject of a sentence, or of the part of it that is given.
fn subject(scene: &Scene, sentence: Range<usize>) -> Option<Subject> {
    let view = &scene.view;
    let prose = &view.reading.prose;
    let mut relative = false;
    let mut at = sentence.start;
    let end = sentence.end.min(sentence.start + LATE);
    while at < end {
        if prose.quoted_of(at).is_some() {
            at += 1;
            continue;
        }
        if let Some(found) = scene.mention_at(at) {
            let mention = &scene.mentions[found];
            let run = mention.run.clone();
            at = run.end.max(at + 1);
            let owns = view.possessive(run.end);
            if relative || owns || is_complement(scene, run.start, sentence.start) {
                continue;
            }
            if scene.cast.of[found].is_some() || mention.kind == Kind::Person {
                // "Ardley Air boss Tom Venn" is no body, nor is any behind him the subject.
                return None;
            }
            let noun = view.small(run.end) && view.reading.tags[run.end].is_noun();
            if noun {
                continue;
            }
            let body = scene.bodies.of[found].map(|body| (body, &scene.bodies.all[body]));
            let country = view.names.places.get(&*view.key(run.clone())) == Some(&PlaceKind::Country);
            match body {
                Some((number, body)) if body.sure && !body.place || country => {
                    return Some(Subject { name: scene.bodies.name(view, number), body: Some(number) });
                }
                _ => continue,
            }
        }
        if view.is(at, Class::RELATIVE) {
            relative = true;
        } else if view.finite(at) || view.reading.classes(at).is(Classes::BE) {
            if !relative {
                return None;
            }
            relative = false;
        } else if view.small(at) && view.is(at, Class::BODY) && !relative && !view.reading.tags[at].is_verb() {
            let next = at + 1;
            let head = next >= end || !view.reading.tags[next].is_noun() && !view.possessive(next);
            let start = (sentence.start..at)
                .rev()
                .take_while(|&token| view.is_word(token) && !view.is(token, Class::STOP) || view.possessive(token))
                .last()
                .unwrap_or(at);
            let definite = start > sentence.start && view.is(start - 1, Class::DETERMINER);
            let new = definite && view.is(start - 1, Class::INDEFINITE);
            if head && definite && !new && !is_complement(scene, start, sentence.start) {
                let named = scene.bodies.definite(view, view.form(at), sentence.start);
                if let Some(body) = named.filter(|_| start == at) {
                    return Some(Subject { name: scene.bodies.name(view, body), body: Some(body) });
                }
                return (start < at)
                    .then(|| Subject { name: scene.noun_body(start..next, sentence.start), body: None });
            }
        }
        at += 1;
    }
    None
}

/// Whether a noun phrase hangs on a preposition before it; what "members of" hangs on speaks for it.
fn is_complement(scene: &Scene, start: usize, floor: usize) -> bool {
    let view = &scene.view;
    let mut at = start;
    while at > floor {
        let before = at - 1;
        if view.is(before, Class::PREPOSITION) {
            let members = view.is(before, Class::JOINT) && before > floor && view.is(before - 1, Class::PERSONS);
            return !members;
        }
        let within = view.is(before, Class::DETERMINER) || view.small(before) && !view.is(before, Class::STOP);
        if !within || view.finite(before) || at < start && view.is(at, Class::DETERMINER) {
            return false;
        }
        at = before;
    }
    false
}
