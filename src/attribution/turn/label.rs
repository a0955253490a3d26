//! The beginning of a sentence in, the label out that tells who speaks: "MS. LEE:", "Q.", "Vera Lindt, mayor:".

use std::ops::Range;

use crate::attribution::reading::Reading;
use crate::attribution::turn::is_capital;
use crate::lexicon::classes::Classes;
use crate::lexicon::names::Class;
use crate::text::TokenKind;

/// A label where a turn may begin.
pub(super) struct Label {
    /// Its first token, or the quotation mark before it.
    pub(super) start: usize,
    pub(super) words: Range<usize>,
    pub(super) sign: usize,
    pub(super) look: Look,
}

/// What a label looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// "MS. LEE:", "@lee:": it needs no other beside it.
    Sure,
    /// "WALLACE:", "Vera Lindt:", "Q.": others beside it show that they are turns.
    Likely,
    /// "Vera Lindt, mayor: “…": what is said stands in marks.
    Listed,
}

/// No label is longer than this many tokens.
const LONGEST: usize = 16;

/// The label that begins at a token or behind the quotation mark there.
pub(super) fn read(reading: &Reading<'_>, start: usize) -> Option<Label> {
    let prose = &reading.prose;
    let paragraph = &prose.paragraphs[prose.paragraph_of(start)];
    let first = start + usize::from(prose.tokens[start].kind == TokenKind::Mark);
    let limit = paragraph.end.min(first + LONGEST);
    if first + 1 >= limit {
        return None;
    }
    let at_paragraph = start == paragraph.start;
    let class = || reading.lexicon.classes.of(reading.form(first).trim_end_matches('.'));
    if at_paragraph && is_capital(prose.word(first)) && class().is(Classes::TURN) {
        let sign = sign_of_turn(reading, first, class(), paragraph.end)?;
        return Some(Label { start, words: first..first + 1, sign, look: Look::Likely });
    }
    let sign = (first + 1..limit).find(|&at| prose.tokens[at].kind == TokenKind::Sign && prose.word(at) == ":")?;
    // "9:30", "https://": nothing stands between the sign and what follows.
    if sign + 1 >= paragraph.end || !prose.tokens[sign + 1].spaced && prose.tokens[sign + 1].kind.is_lexical() {
        return None;
    }
    let words = first..sign;
    let look = look(reading, &words, at_paragraph)?;
    Some(Label { start, words, sign, look })
}

/// The sign of a turn that one word labels: "Q:", "A.", or the word itself in "Q Will you stay?".
fn sign_of_turn(reading: &Reading<'_>, word: usize, class: Classes, end: usize) -> Option<usize> {
    let prose = &reading.prose;
    let label = prose.word(word);
    let next = word + 1;
    if label.ends_with('.') {
        return (next < end).then_some(word);
    }
    if matches!(prose.word(next), ":" | "." | "—" | "–") {
        return (next + 1 < end).then_some(next);
    }
    let bare = label.chars().count() == 1 && !class.is(Classes::DETERMINER);
    (bare && prose.tokens[next].kind == TokenKind::Word && is_capital(prose.word(next))).then_some(word)
}

/// What the words before a colon look like; nothing if they are no label.
fn look(reading: &Reading<'_>, words: &Range<usize>, at_paragraph: bool) -> Option<Look> {
    /// No label in capitals has more words.
    const MOST_CAPITALS: usize = 8;
    let prose = &reading.prose;
    let first = words.start;
    if prose.word(first) == "@" && words.len() == 2 {
        return Some(Look::Sure);
    }
    let lexical: Vec<usize> = words.clone().filter(|&at| prose.tokens[at].kind == TokenKind::Word).collect();
    if lexical.first() != Some(&first) {
        return None;
    }
    let n_words = lexical.len();
    let titled = reading.word(first).names.is(Class::TITLE);
    let shouts = lexical.iter().all(|&at| is_in_capitals(prose.word(at)));
    if shouts && n_words <= MOST_CAPITALS && lexical.iter().any(|&at| prose.word(at).chars().count() > 1) {
        return Some(if titled && n_words > 1 { Look::Sure } else { Look::Likely });
    }
    // Behind a comma a description may hold any word: "Martin Ovey, retired teacher".
    let mut name = first..words.clone().find(|&at| prose.word(at) == ",").unwrap_or(words.end);
    if !at_paragraph || name.any(|at| reading.is_finite(at)) {
        return None;
    }
    let given = reading.word(first).names.is(Class::GIVEN);
    let capital = |&at: &usize| is_capital(prose.word(at));
    let proper = lexical.iter().filter(|&&at| reading.tags[at].is_proper()).count();
    let person = given && lexical.get(1).is_some_and(capital) || titled;
    if person && proper >= 2 && capital(&first) && begins_speech(reading, words.end + 1) {
        return Some(Look::Listed);
    }
    let bare = words.len() == n_words && lexical.iter().all(capital);
    (bare && given && (2..=4).contains(&n_words)).then_some(Look::Likely)
}

fn is_in_capitals(word: &str) -> bool {
    word.chars().any(char::is_alphabetic) && !word.chars().any(char::is_lowercase)
}

/// Whether marks open at a token that hold more than a title.
fn begins_speech(reading: &Reading<'_>, at: usize) -> bool {
    /// A stretch shorter than this many tokens may be a title.
    const SHORTEST: usize = 6;
    let quoted = reading.prose.quoted_of(at).map(|number| &reading.prose.quoted[number]);
    reading.prose.tokens[at].kind == TokenKind::Mark
        && quoted.is_some_and(|quoted| quoted.tokens.start == at && quoted.tokens.len() >= SHORTEST)
}
