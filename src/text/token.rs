//! Characters in, tokens out.

use crate::text::fold::fold_into;
use crate::text::{Conventions, Span};

/// One word, number or mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Whether white space stands before it, or nothing at all.
    pub spaced: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with hyphens, apostrophes and the full stops of an abbreviation inside.
    Word,
    /// An ending of its own ("'s").
    Clitic,
    /// Begins with a digit.
    Number,
    /// A double quotation mark, or two single ones used as one.
    Mark,
    /// A single quotation mark, where it is no apostrophe within a word.
    SingleMark,
    /// Any other sign, or a run of the same (dots, dashes).
    Sign,
}

impl TokenKind {
    /// Whether it is a word, an ending or a number.
    pub fn is_lexical(self) -> bool {
        matches!(self, Self::Word | Self::Clitic | Self::Number)
    }
}

/// No abbreviation is longer than this many bytes; it keeps hostile text linear.
const LONGEST_ABBREVIATION: usize = 40;

/// Splits a text into tokens.
pub(super) fn split(text: &str, conventions: &Conventions) -> Vec<Token> {
    split_by(plain, text, conventions)
}

/// Splits a text by the rules below, where a short cut does not decide.
fn split_by(short_cut: impl Fn(&[u8], usize) -> Option<Plain>, text: &str, conventions: &Conventions) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut spaced = true;
    let mut at = 0;
    let mut folded = String::new();
    loop {
        match short_cut(text.as_bytes(), at) {
            Some(Plain::Gap) => {
                spaced = true;
                at += 1;
                continue;
            }
            Some(Plain::Token(end, kind)) => {
                tokens.push(Token { span: Span { start: at, end }, kind, spaced });
                spaced = false;
                at = end;
                continue;
            }
            None => {}
        }
        let Some(character) = text[at..].chars().next() else { break };
        if character.is_whitespace() || is_ignorable(character) {
            spaced = true;
            at += character.len_utf8();
            continue;
        }
        let end = if character.is_alphabetic() {
            word_end(text, at, conventions, &mut folded)
        } else if character.is_numeric() {
            number_end(text, at)
        } else {
            sign_end(text, at, character)
        };
        let kind = kind_of(character, &text[at..end]);
        let mut push = |start, end, kind, spaced| tokens.push(Token { span: Span { start, end }, kind, spaced });
        match clitic_start(&text[at..end], kind, conventions) {
            Some(clitic) => {
                push(at, at + clitic, kind, spaced);
                push(at + clitic, end, TokenKind::Clitic, false);
            }
            None => push(at, end, kind, spaced),
        }
        spaced = false;
        at = end;
    }
    tokens
}

/// What starts at a byte of ASCII text.
enum Plain {
    /// One byte that is no part of a token.
    Gap,
    /// A token: its end, its kind.
    Token(usize, TokenKind),
}

/// What most text consists of, decided by its bytes alone and as the rules below would: ASCII words and numbers without
/// a sign that may join them to what follows, and single signs.
fn plain(text: &[u8], at: usize) -> Option<Plain> {
    let byte = |at: usize| text.get(at).copied().unwrap_or(b' ');
    let first = *text.get(at)?;
    match first {
        0..=b' ' | 0x7f => Some(Plain::Gap),
        b'a'..=b'z' | b'A'..=b'Z' => {
            let end = run_end(text, at, &LETTERS);
            let ends = match byte(end) {
                b'.' => false,
                b'\'' | b'-' | b'&' | b'@' => byte(end + 1).is_ascii() && !byte(end + 1).is_ascii_alphanumeric(),
                next => next.is_ascii() || shows_end(text, end),
            };
            ends.then_some(Plain::Token(end, TokenKind::Word))
        }
        b'0'..=b'9' => {
            let end = run_end(text, at, &ALPHANUMERICS);
            let ends = match byte(end) {
                b'.' | b',' | b':' | b'/' | b'-' => byte(end + 1).is_ascii() && !byte(end + 1).is_ascii_alphanumeric(),
                next => next.is_ascii() || shows_end(text, end),
            };
            ends.then_some(Plain::Token(end, TokenKind::Number))
        }
        b'"' => Some(Plain::Token(at + 1, TokenKind::Mark)),
        b'\'' | b'`' => (byte(at + 1) != first).then_some(Plain::Token(at + 1, TokenKind::SingleMark)),
        b'.' => {
            let goes_on = byte(at + 1) == b'.' || byte(at + 1) == b' ' && byte(at + 2) == b'.';
            (!goes_on).then_some(Plain::Token(at + 1, TokenKind::Sign))
        }
        b'-' | b'_' | b'*' | b'=' | b'#' | b'~' | b'!' | b'?' => {
            (byte(at + 1) != first).then_some(Plain::Token(at + 1, TokenKind::Sign))
        }
        0x80.. => None,
        _ => Some(Plain::Token(at + 1, TokenKind::Sign)),
    }
}

/// What goes on with a word of ASCII letters, and with a number, by byte.
static LETTERS: [bool; 256] = members(b"_");
static ALPHANUMERICS: [bool; 256] = members(b"");

/// ASCII letters, digits and some others.
const fn members(others: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < others.len() {
        table[others[at] as usize] = true;
        at += 1;
    }
    table
}

/// The end of the run of such bytes that starts at one.
fn run_end(text: &[u8], at: usize, members: &[bool; 256]) -> usize {
    text[at..].iter().position(|&byte| !members[usize::from(byte)]).map_or(text.len(), |length| at + length)
}

/// Whether one of the commonest signs outside ASCII that end any word stands at a byte: `“`, `”`, `–`, `—`, `…`.
fn shows_end(text: &[u8], at: usize) -> bool {
    matches!(text.get(at..at + 3), Some([0xe2, 0x80, 0x93 | 0x94 | 0x9c | 0x9d | 0xa6]))
}

/// Characters that show nothing: byte order marks, joiners, direction marks, controls.
fn is_ignorable(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{feff}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

fn kind_of(first: char, word: &str) -> TokenKind {
    match first {
        _ if first.is_alphabetic() => TokenKind::Word,
        _ if first.is_numeric() => TokenKind::Number,
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂' | '″' => TokenKind::Mark,
        '`' | '\'' | '‘' | '’' | '‚' | '‛' if word.chars().count() == 2 => TokenKind::Mark,
        '`' | '\'' | '‘' | '’' | '‚' | '‛' | '‹' | '›' => TokenKind::SingleMark,
        _ => TokenKind::Sign,
    }
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’' | 'ʼ')
}

/// The end of the word that starts at `at`.
fn word_end(text: &str, at: usize, conventions: &Conventions, folded: &mut String) -> usize {
    let mut end = at;
    let mut characters = text[at..].char_indices().peekable();
    let mut letters = 0;
    while let Some(&(offset, character)) = characters.peek() {
        let next = || text[at + offset + character.len_utf8()..].chars().next();
        if character.is_alphanumeric() || character == '_' || is_mark(character) {
            letters += 1;
            characters.next();
        } else if (is_apostrophe(character) || matches!(character, '-' | '‐' | '‑' | '&' | '@'))
            && next().is_some_and(char::is_alphanumeric)
        {
            letters = 2;
            characters.next();
        } else if character == '.' && offset <= LONGEST_ABBREVIATION {
            // A full stop belongs to the word in "U.S.", "Gen." and in an initial, not at a sentence's end.
            if letters == 1
                && next().is_some_and(char::is_alphabetic)
                && single_letter_follows(&text[at + offset + 1..])
            {
                letters = 0;
                characters.next();
                continue;
            }
            let word = &text[at..at + offset];
            let dotted = word.contains('.');
            let initial = letters == 1
                && (dotted
                    || word.chars().all(char::is_uppercase) && word != "I" && text[at + offset + 1..].starts_with(' '));
            folded.clear();
            fold_into(word, folded);
            let short =
                conventions.titles.contains(folded.as_str()) || conventions.abbreviations.contains(folded.as_str());
            // "U.S.-led" goes on behind its last full stop.
            if (initial || dotted)
                && text[at + offset + 1..].starts_with('-')
                && text[at + offset + 2..].starts_with(char::is_alphabetic)
            {
                letters = 2;
                characters.next();
                continue;
            }
            if initial || (short && !next().is_some_and(char::is_alphabetic)) {
                return at + offset + 1;
            }
            if next().is_some_and(char::is_lowercase) && letters > 1 && !word.is_empty() {
                // A web address: "example.com".
                letters = 2;
                characters.next();
                continue;
            }
            break;
        } else {
            break;
        }
        end = at + offset + character.len_utf8();
    }
    end.max(at + text[at..].chars().next().map_or(1, char::len_utf8))
}

fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}

/// Whether a text starts with one letter that no other letter follows ("S." in "U.S.").
fn single_letter_follows(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(char::is_alphabetic) && !characters.next().is_some_and(char::is_alphabetic)
}

fn number_end(text: &str, at: usize) -> usize {
    let mut end = at;
    let mut characters = text[at..].char_indices().peekable();
    while let Some((offset, character)) = characters.next() {
        let next = characters.peek().map(|&(_, next)| next);
        let inside = character.is_alphanumeric()
            || (matches!(character, '.' | ',' | ':' | '/') && next.is_some_and(char::is_numeric))
            || (matches!(character, '-' | '‑') && next.is_some_and(char::is_alphanumeric));
        if !inside {
            break;
        }
        end = at + offset + character.len_utf8();
    }
    end
}

fn sign_end(text: &str, at: usize, first: char) -> usize {
    let width = first.len_utf8();
    match first {
        '`' | '\'' | '‘' | '’' if text[at + width..].starts_with(first) => at + 2 * width,
        '.' => {
            // ". . ." is one sign, like "...".
            let mut end = at + 1;
            let mut dots = 1;
            loop {
                let rest = &text[end..];
                if rest.starts_with('.') {
                    end += 1;
                } else if rest.starts_with(" .") {
                    end += 2;
                } else {
                    break;
                }
                dots += 1;
            }
            if dots >= 3 || !text[at..end].contains(' ') { end } else { at + 1 }
        }
        '-' | '–' | '—' | '_' | '*' | '=' | '#' | '~' | '…' | '!' | '?' => {
            at + text[at..].chars().take_while(|&next| next == first).map(char::len_utf8).sum::<usize>()
        }
        _ => at + width,
    }
}

/// Where an ending of its own starts in a word ("Iraq's": 4).
fn clitic_start(word: &str, kind: TokenKind, conventions: &Conventions) -> Option<usize> {
    if kind != TokenKind::Word && kind != TokenKind::Number {
        return None;
    }
    let start = word.char_indices().rev().find(|&(_, character)| is_apostrophe(character))?.0;
    if start == 0 {
        return None;
    }
    let ending = &word[start..];
    let straight = ending.chars().skip(1).flat_map(char::to_lowercase);
    conventions.clitics.iter().any(|clitic| clitic.chars().skip(1).eq(straight.clone())).then_some(start)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn conventions() -> Conventions {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        Conventions {
            titles: words(&["mr", "gen", "e.u"]),
            abbreviations: words(&["inc", "a", "jan"]),
            clitics: vec!["'s".to_owned(), "'ll".to_owned()],
            ..Conventions::default()
        }
    }

    proptest! {
        #[test]
        fn the_short_cut_decides_as_the_rules_do(
            text in "([a-zA-Z0-9_.,:;/'’‘`\"“”„&@$!?*#~=<>()\\[\\]\u{2010}\u{2011}–—…é\u{301}\t\n\r -]|U\\.S\\.|Mr\\.|'s|\\.\\.\\.| \\.|\\PC|\u{0}|\u{7f}){0,60}"
        ) {
            let conventions = conventions();
            prop_assert_eq!(split(&text, &conventions), split_by(|_, _| None, &text, &conventions));
        }
    }
}
