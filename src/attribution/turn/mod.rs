//! Tokens in, what the layout says of who speaks out: turns of transcripts and interviews, posts, signed quotations.
//!
//! No word marks these sayings: a label with a colon does ("MS. LEE: No."), or a dash and a name behind the marks.

use std::ops::Range;

use crate::attribution::model::tag::Tag;
use crate::attribution::reading::Reading;
use crate::lexicon::classes::Classes;
use crate::lexicon::names::Class;
use crate::text::TokenKind;

/// A saying that the layout marks. Ranges are of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    /// The name of who speaks.
    pub(crate) label: Range<usize>,
    /// The colon or the dash.
    pub(crate) sign: usize,
    /// What was said.
    pub(crate) pieces: Vec<Range<usize>>,
}

/// What a label looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// "MS. LEE:", "@lee:": it needs no other beside it.
    Sure,
    /// "WALLACE:", "Vera Lindt:", "Q.": others beside it show that they are turns.
    Likely,
    /// "Vera Lindt, mayor: “…": what is said stands in marks.
    Listed,
}

/// A label where a turn may begin.
struct Label {
    /// Its first token, or the quotation mark before it.
    start: usize,
    words: Range<usize>,
    sign: usize,
    look: Look,
}

/// A turn that runs on takes no more paragraphs than this.
const N_PARAGRAPHS: usize = 12;
/// No label is longer than this many tokens.
const LONGEST_LABEL: usize = 16;
/// No signature is longer than this many tokens.
const LONGEST_SIGNATURE: usize = 24;

/// The sayings of a text that its layout marks, in order.
pub(crate) fn find(reading: &Reading<'_>) -> Vec<Turn> {
    let mut turns = labelled(reading);
    turns.extend(signed(reading));
    turns.extend(headed(reading));
    turns.sort_by_key(|turn| turn.sign);
    turns.dedup_by_key(|turn| turn.sign);
    turns
}

/// Turns with a label.
fn labelled(reading: &Reading<'_>) -> Vec<Turn> {
    let prose = &reading.prose;
    let mut labels: Vec<Label> = Vec::new();
    for sentence in &prose.sentences {
        labels.extend(label(reading, sentence.start));
    }
    let n_likely = labels.iter().filter(|label| label.look != Look::Listed).count();
    let mixed = labels.windows(2).any(|pair| {
        let [one, other] = pair else { return false };
        reading.form(one.words.start) != reading.form(other.words.start)
            || reading.form(one.words.end - 1) != reading.form(other.words.end - 1)
    });
    labels.retain(|label| label.look != Look::Likely || mixed && n_likely >= 2);
    let mut turns = Vec::new();
    for (number, label) in labels.iter().enumerate() {
        let next = labels.get(number + 1).filter(|next| next.look != Look::Listed);
        let pieces = match label.look {
            Look::Listed => listed(reading, label.sign + 1),
            _ => spoken(reading, label, next),
        };
        if !pieces.is_empty() {
            turns.push(Turn { label: label.words.clone(), sign: label.sign, pieces });
        }
    }
    turns
}

/// The label that begins at a token or behind the quotation mark there.
fn label(reading: &Reading<'_>, start: usize) -> Option<Label> {
    let prose = &reading.prose;
    let paragraph = &prose.paragraphs[prose.paragraph_of(start)];
    let first = start + usize::from(prose.tokens[start].kind == TokenKind::Mark);
    let at_paragraph = start == paragraph.start;
    let limit = paragraph.end.min(first + LONGEST_LABEL);
    if first + 1 >= limit {
        return None;
    }
    let made = |words: Range<usize>, sign, look| Some(Label { start, words, sign, look });
    let class = reading.lexicon.classes.of(reading.form(first).trim_end_matches('.'));
    if at_paragraph && class.is(Classes::TURN) && is_capital(prose.word(first)) {
        let marked = prose.word(first).ends_with('.') || matches!(prose.word(first + 1), ":" | "." | "—" | "–");
        let sign = first + usize::from(!prose.word(first).ends_with('.'));
        return if marked && sign + 1 < paragraph.end {
            made(first..first + 1, sign, Look::Likely)
        } else {
            // "Q Will you stay?": no sign at all.
            (!marked
                && prose.word(first).chars().count() == 1
                && !class.is(Classes::DETERMINER)
                && prose.tokens[first + 1].kind == TokenKind::Word
                && is_capital(prose.word(first + 1)))
            .then_some(Label { start, words: first..first + 1, sign: first, look: Look::Likely })
        };
    }
    let sign = (first + 1..limit).find(|&at| prose.word(at) == ":")?;
    // "9:30", "https://": nothing stands between the sign and what follows.
    if sign + 1 >= paragraph.end || !prose.tokens[sign + 1].spaced && prose.tokens[sign + 1].kind.is_lexical() {
        return None;
    }
    let words = first..sign;
    let is_word = |at: usize| prose.tokens[at].kind == TokenKind::Word;
    let lexical: Vec<usize> = words.clone().filter(|&at| is_word(at)).collect();
    let titled = lexical.first().is_some_and(|&at| reading.word(at).names.is(Class::TITLE));
    if prose.word(first) == "@" && sign == first + 2 {
        return made(words, sign, Look::Sure);
    }
    let first_word = *lexical.first()?;
    if first_word != first {
        return None;
    }
    let all_capitals = lexical.iter().all(|&at| {
        let word = prose.word(at);
        word.chars().all(|character| !character.is_lowercase()) && word.chars().any(char::is_alphabetic)
    });
    if all_capitals && lexical.len() <= 8 && lexical.iter().any(|&at| prose.word(at).chars().count() > 1) {
        let look = if titled && lexical.len() > 1 { Look::Sure } else { Look::Likely };
        return made(words, sign, look);
    }
    let bare = words.len() == lexical.len();
    let given = reading.word(first_word).names.is(Class::GIVEN);
    let capitals = lexical.iter().all(|&at| is_capital(prose.word(at)));
    // Behind a comma a description may hold any word: "Martin Ovey, retired teacher".
    let name = words.start..words.clone().find(|&at| prose.word(at) == ",").unwrap_or(words.end);
    if !at_paragraph || name.clone().any(|at| reading.is_finite(at)) {
        return None;
    }
    let quoted = prose.tokens[sign + 1].kind == TokenKind::Mark
        && prose.quoted_of(sign + 1).is_some_and(|number| {
            let stretch = &prose.quoted[number].tokens;
            stretch.start == sign + 1 && stretch.len() >= 6
        });
    let proper = lexical.iter().filter(|&&at| reading.tags[at].is_proper()).count();
    let person = given && lexical.len() > 1 && is_capital(prose.word(lexical[1])) || titled;
    if quoted && is_capital(prose.word(first)) && person && proper >= 2 {
        return made(words, sign, Look::Listed);
    }
    if bare && capitals && given && (2..=4).contains(&lexical.len()) {
        return made(words, sign, Look::Likely);
    }
    None
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// What is said in marks behind a label, and in the paragraphs that take the marks up again.
fn listed(reading: &Reading<'_>, start: usize) -> Vec<Range<usize>> {
    let prose = &reading.prose;
    let first = prose.quoted.partition_point(|quoted| quoted.tokens.start < start);
    let mut pieces = Vec::new();
    for quoted in prose.quoted[first..].iter().take(N_PARAGRAPHS) {
        if !pieces.is_empty() && !quoted.continues {
            break;
        }
        pieces.push(quoted.tokens.clone());
    }
    pieces
}

/// What is said behind a label, up to the next one.
fn spoken(reading: &Reading<'_>, label: &Label, next: Option<&Label>) -> Vec<Range<usize>> {
    let prose = &reading.prose;
    let start = label.sign + 1;
    let in_marks = label.start < label.words.start;
    let first = prose.paragraph_of(start);
    let last = match next {
        Some(next) if prose.paragraph_of(next.start) - first <= N_PARAGRAPHS => prose.paragraph_of(next.start),
        _ => first,
    };
    let mut pieces = Vec::new();
    for (number, paragraph) in prose.paragraphs[first..=last].iter().enumerate() {
        let from = paragraph.start.max(start);
        let to = next.map_or(paragraph.end, |next| paragraph.end.min(next.start));
        // A transcript that was set in marks has them at the head of every paragraph, another at none.
        if number > 0 && in_marks != (prose.tokens[paragraph.start].kind == TokenKind::Mark) {
            break;
        }
        if from < to {
            without_asides(reading, from..to, in_marks, &mut pieces);
        }
    }
    pieces
}

/// Cuts "(Laughter.)" out of what is said.
fn without_asides(reading: &Reading<'_>, range: Range<usize>, in_marks: bool, pieces: &mut Vec<Range<usize>>) {
    let prose = &reading.prose;
    let mut start = range.start;
    let mut at = range.start;
    let mut push = |from: usize, to: usize| {
        let mut from = from;
        let mut to = to;
        if in_marks {
            while from < to && prose.tokens[from].kind == TokenKind::Mark {
                from += 1;
            }
            let opened = (from..to).filter(|&at| prose.tokens[at].kind == TokenKind::Mark).count();
            if to > from && opened % 2 == 1 && prose.tokens[to - 1].kind == TokenKind::Mark {
                to -= 1;
            }
        }
        if (from..to).any(|at| prose.tokens[at].kind.is_lexical()) {
            pieces.push(from..to);
        }
    };
    while at < range.end {
        if matches!(prose.word(at), "(" | "[") {
            let close = (at + 1..range.end.min(at + 12)).find(|&at| matches!(prose.word(at), ")" | "]"));
            let before_ends = at == range.start
                || matches!(prose.word(at - 1), "." | "?" | "!" | "…" | "—" | "--")
                || prose.tokens[at - 1].kind == TokenKind::Mark;
            if let Some(close) = close.filter(|&close| before_ends && prose.word(close - 1).ends_with('.')) {
                push(start, at);
                start = close + 1;
                at = close;
            }
        }
        at += 1;
    }
    push(start, range.end);
}

/// Quotations with a dash and a name behind them.
fn signed(reading: &Reading<'_>) -> Vec<Turn> {
    let prose = &reading.prose;
    let mut turns = Vec::new();
    for (number, paragraph) in prose.paragraphs.iter().enumerate() {
        let from = paragraph.end.saturating_sub(LONGEST_SIGNATURE).max(paragraph.start);
        let Some(dash) = (from..paragraph.end).rev().find(|&at| is_dash(prose.word(at))) else { continue };
        let Some((label, posted)) = signature(reading, dash + 1..paragraph.end) else { continue };
        let pieces = if dash == paragraph.start {
            let Some(before) = number.checked_sub(1).map(|before| prose.paragraphs[before].clone()) else { continue };
            chain(reading, before.end, before.start)
        } else if prose.tokens[dash - 1].kind == TokenKind::Mark {
            chain(reading, dash, paragraph.start)
        } else if posted && dash > paragraph.start {
            std::iter::once(paragraph.start..dash).collect()
        } else {
            Vec::new()
        };
        if !pieces.is_empty() {
            turns.push(Turn { label, sign: dash, pieces });
        }
    }
    turns
}

fn is_dash(word: &str) -> bool {
    matches!(word, "—" | "–" | "―" | "--" | "-" | "~")
}

/// The name that a signature holds, and whether it is one of a post.
fn signature(reading: &Reading<'_>, range: Range<usize>) -> Option<(Range<usize>, bool)> {
    let prose = &reading.prose;
    let is_word = |at: usize| prose.tokens[at].kind == TokenKind::Word;
    let first = range.start;
    let named = first < range.end
        && is_word(first)
        && is_capital(prose.word(first))
        && (reading.tags[first].is_noun() || reading.word(first).names.is(Class::GIVEN));
    if !named
        || range.clone().any(|at| {
            reading.is_finite(at) || prose.tokens[at].kind == TokenKind::Mark || matches!(reading.tags[at], Tag::Prp)
        })
    {
        return None;
    }
    let sign = range.clone().find(|&at| matches!(prose.word(at), "," | "(" | "|" | ";" | "."));
    let end = sign.unwrap_or(range.end);
    let handle = sign.filter(|&at| prose.word(at) == "(" && at + 3 < range.end && prose.word(at + 1) == "@");
    if let Some(open) = handle {
        let close = (open..range.end).find(|&at| prose.word(at) == ")")?;
        return Some((first..close + 1, true));
    }
    Some((first..end, false))
}

/// The stretch in marks that ends at a token and fills its paragraph from `start`, with those that it takes up.
fn chain(reading: &Reading<'_>, end: usize, start: usize) -> Vec<Range<usize>> {
    let prose = &reading.prose;
    let next = prose.quoted.partition_point(|quoted| quoted.tokens.end < end);
    let Some(last) = prose.quoted.get(next).filter(|last| last.tokens.end == end && last.closed) else {
        return Vec::new();
    };
    if last.tokens.start > start && !matches!(prose.word(last.tokens.start - 1), "." | "?" | "!") {
        return Vec::new();
    }
    let mut pieces = vec![last.tokens.clone()];
    let mut number = next;
    while prose.quoted[number].continues && number > 0 && pieces.len() < N_PARAGRAPHS {
        number -= 1;
        pieces.insert(0, prose.quoted[number].tokens.clone());
    }
    pieces
}

/// Headlines whose colon parts who says it from what is said: "Minister: no withdrawal", "Bridge unsafe: report".
fn headed(reading: &Reading<'_>) -> Vec<Turn> {
    /// No headline is longer than this many tokens.
    const LONGEST: usize = 24;
    /// No source of a headline is longer.
    const LONGEST_SOURCE: usize = 5;
    let prose = &reading.prose;
    let mut turns = Vec::new();
    for paragraph in prose.paragraphs.iter().filter(|paragraph| paragraph.len() <= LONGEST) {
        let ends = matches!(prose.word(paragraph.end - 1), "." | "?" | "!" | "…" | ":" | ";" | ",");
        let mut colons = paragraph.clone().filter(|&at| prose.word(at) == ":");
        let (Some(colon), None, false) = (colons.next(), colons.next(), ends) else { continue };
        let (before, behind) = (paragraph.start..colon, colon + 1..paragraph.end);
        if before.is_empty()
            || behind.is_empty()
            || prose.tokens[paragraph.start].kind == TokenKind::Mark && behind.len() > LONGEST_SOURCE
        {
            continue;
        }
        let speaks = |words: &Range<usize>, papers: Class| {
            let name = words.start..words.clone().find(|&at| prose.word(at) == ",").unwrap_or(words.end);
            let class = |at: usize| reading.word(at).names;
            let persons = Class::OFFICE.or(Class::VOICE).or(Class::TITLE);
            (1..=LONGEST_SOURCE).contains(&name.len())
                && name.clone().all(|at| prose.tokens[at].kind.is_lexical() && !reading.is_finite(at))
                && (class(name.end - 1).is(persons.or(papers))
                    || name.len() > 1 && class(name.start).is(Class::TITLE) && is_capital(prose.word(name.end - 1)))
        };
        if speaks(&before, Class::NONE) && behind.len() > 2 {
            turns.push(Turn { label: before, sign: colon, pieces: std::iter::once(behind).collect() });
        } else if speaks(&behind, Class::DOCUMENT) && before.len() > 2 {
            turns.push(Turn { label: behind, sign: colon, pieces: std::iter::once(before).collect() });
        }
    }
    turns
}
