//! Drafts in, attributions out: spans instead of tokens.

use std::ops::Range;

use crate::attribution::cue::{Candidate, Sort};
use crate::attribution::draft::Draft;
use crate::attribution::frame::Frame;
use crate::attribution::reading::Reading;
use crate::lexicon::classes::Classes;
use crate::quotation::{Attribution, Cue, Kind, Part};
use crate::text::TokenKind;

/// Drafts as attributions: spans instead of tokens.
pub(crate) fn form(reading: &Reading<'_>, part: Part, drafts: &[Draft]) -> Vec<Attribution> {
    let prose = &reading.prose;
    drafts
        .iter()
        .enumerate()
        .map(|(number, draft)| {
            let content: Vec<_> = draft.pieces.iter().map(|piece| prose.span(piece.clone())).collect();
            let cue = (draft.cue.sort != Sort::Colon).then(|| Cue {
                spans: vec![prose.span(cue_words(reading, &draft.cue))],
                lemma: draft.cue.row.map_or_else(String::new, |row| reading.lexicon.cues.row(row).lemma.to_owned()),
            });
            Attribution {
                part,
                kind: kind_of(reading, draft),
                content,
                cue,
                source: draft.source.map(|source| prose.span(source.start..source.end)),
                within: within(drafts, number),
                confidence: draft.confidence,
            }
        })
        .collect()
}

/// What a transcript gives, it gives word for word; of anything else, the marks tell.
fn kind_of(reading: &Reading<'_>, draft: &Draft) -> Kind {
    let last = draft.pieces.iter().map(|piece| piece.end).max().unwrap_or(1) - 1;
    let is_headline = reading.prose.tokens[last].kind.is_lexical();
    if draft.frame == Frame::Turn && !is_headline { Kind::Direct } else { kind(reading, draft) }
}

/// The words of a cue with the negation that turns it ("did not deny").
fn cue_words(reading: &Reading<'_>, cue: &Candidate) -> Range<usize> {
    if !cue.negated {
        return cue.words.clone();
    }
    let turns = |&at: &usize| reading.classes(at).is(Classes::NEGATION.or(Classes::AUXILIARY));
    let start = cue.group.clone().find(turns).unwrap_or(cue.words.start);
    start..cue.words.end
}

/// How much of the content stands within quotation marks. Marks that hold the cue too are those of whoever tells of it:
/// "“The mayor says the dam is safe,” Kell said" gives the mayor's words no more than indirectly.
fn kind(reading: &Reading<'_>, draft: &Draft) -> Kind {
    let prose = &reading.prose;
    let single = |at: usize| prose.tokens[at].kind == TokenKind::SingleMark;
    let (mut inside, mut outside) = (false, false);
    for piece in &draft.pieces {
        let mut next = prose.quoted.partition_point(|quoted| quoted.tokens.end <= piece.start);
        // Within marks, marks of their own are single ones.
        let own = single(piece.start) || piece.start > 0 && single(piece.start - 1);
        for at in piece.clone().filter(|&at| matches!(prose.tokens[at].kind, TokenKind::Word | TokenKind::Number)) {
            while next < prose.quoted.len() && prose.quoted[next].tokens.end <= at {
                next += 1;
            }
            let within = prose.quoted.get(next).is_some_and(|quoted| quoted.tokens.contains(&at));
            let within = within && (draft.cue.inside != Some(next) || own);
            inside |= within;
            outside |= !within;
        }
    }
    match (inside, outside) {
        (true, false) => Kind::Direct,
        (true, true) => Kind::Mixed,
        _ => Kind::Indirect,
    }
}

/// The nearest attribution in whose content the cue of this one stands.
fn within(drafts: &[Draft], number: usize) -> Option<usize> {
    const REACH: usize = 12;
    let at = drafts[number].cue.words.start;
    let near = number.saturating_sub(REACH)..drafts.len().min(number + REACH);
    near.filter(|&other| other != number)
        .filter_map(|other| {
            let piece = drafts[other].pieces.iter().find(|piece| piece.contains(&at))?;
            Some((piece.len(), other))
        })
        .min()
        .map(|(_, other)| other)
}
