//! A text in, its index terms out: the same for articles and for questions.
//!
//! Words are folded; "stem" cuts their endings as well (Porter's English stemmer, Snowball version). Stems are
//! remembered a word type, so that a corpus is stemmed once.

use std::cell::RefCell;

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use crate::text::fold::fold_into;

/// How far a word is reduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    /// Case, accents and apostrophes only.
    Fold,
    /// The ending too.
    Stem,
}

/// A term is no longer than this many bytes; longer words are cut.
const LONGEST: usize = 80;
/// No more word types than this are remembered a thread.
const N_REMEMBERED: usize = 200_000;

thread_local! {
    static STEMS: RefCell<Stems> = RefCell::default();
}

/// The stems of words met before.
#[derive(Default)]
struct Stems {
    short: FxHashMap<u128, Short>,
    others: FxHashMap<Box<str>, Box<str>>,
}

/// A short word of ASCII without a full stop, folded; its last byte is its length.
#[derive(Clone, Copy)]
struct Short([u8; Self::WIDTH]);

impl Short {
    const WIDTH: usize = size_of::<u128>();

    /// Folds a word, if it is short and of ASCII.
    fn of(word: &str) -> Option<Self> {
        if word.len() >= Self::WIDTH {
            return None;
        }
        let mut bytes = [0; Self::WIDTH];
        bytes[..word.len()].copy_from_slice(word.as_bytes());
        let plain = bytes.iter().fold(true, |all, byte| all & byte.is_ascii() & (*byte != b'.'));
        plain.then(|| Self::folded(bytes, word.len()))
    }

    /// Folds the ASCII letters and digits between two bytes of a text, if they are few.
    fn within(text: &str, start: usize, end: usize) -> Option<Self> {
        let length = end - start;
        if length >= Self::WIDTH {
            return None;
        }
        let Some(bytes) = text.as_bytes()[start..].first_chunk() else { return Self::of(&text[start..end]) };
        let unused = 8 * (Self::WIDTH - length);
        Some(Self::folded((u128::from_le_bytes(*bytes) << unused >> unused).to_le_bytes(), length))
    }

    fn folded(bytes: [u8; Self::WIDTH], length: usize) -> Self {
        let mut folded = bytes.map(|byte| byte.to_ascii_lowercase());
        folded[Self::WIDTH - 1] = length as u8;
        Self(folded)
    }

    fn key(self) -> u128 {
        u128::from_le_bytes(self.0)
    }

    fn as_str(&self) -> &str {
        str::from_utf8(&self.0[..usize::from(self.0[Self::WIDTH - 1])]).expect("ASCII is UTF-8")
    }

    /// Appends its term.
    fn term_into(self, reduction: Reduction, out: &mut String) {
        match reduction {
            Reduction::Fold => out.push_str(self.as_str()),
            Reduction::Stem => STEMS.with_borrow_mut(|stems| out.push_str(stems.of_short(self).as_str())),
        }
    }
}

impl Stems {
    /// The stem of a folded word.
    fn of(&mut self, folded: &str) -> &str {
        if self.others.len() >= N_REMEMBERED {
            self.others.clear();
        }
        if !self.others.contains_key(folded) {
            self.others.insert(folded.into(), Stemmer::new(Algorithm::English).stem(folded).into());
        }
        &self.others[folded]
    }

    /// The stem of a short word.
    fn of_short(&mut self, word: Short) -> Short {
        let key = word.key();
        if let Some(&stem) = self.short.get(&key) {
            return stem;
        }
        if self.short.len() >= N_REMEMBERED {
            self.short.clear();
        }
        let stem = Short::of(&Stemmer::new(Algorithm::English).stem(word.as_str())).unwrap_or(word);
        self.short.insert(key, stem);
        stem
    }
}

/// The stem of a folded word.
pub fn stem(folded: &str) -> String {
    let mut stemmed = String::new();
    stem_into(folded, &mut stemmed);
    stemmed
}

fn stem_into(folded: &str, out: &mut String) {
    STEMS.with_borrow_mut(|stems| match Short::of(folded) {
        Some(short) => out.push_str(stems.of_short(short).as_str()),
        None => out.push_str(stems.of(folded)),
    });
}

/// The next word of a text at or behind a byte: its bytes, without a possessive ending.
///
/// "U.S." is one word, "U.S.-led" two, "Iraq's" is "Iraq".
pub fn next_word(text: &str, from: usize) -> Option<(usize, usize, usize)> {
    let from = passed(text.as_bytes(), from);
    match plain_end(text.as_bytes(), from) {
        Some(end) => Some((from, end, end)),
        None => word_by_rules(text, from),
    }
}

/// The first byte at or behind another where a word may start: general punctuation, ASCII or not, starts none.
fn passed(text: &[u8], from: usize) -> usize {
    let mut at = from;
    loop {
        match text.get(at..) {
            Some([byte, ..]) if byte.is_ascii() && !byte.is_ascii_alphanumeric() => at += 1,
            Some([0xe2, 0x80, 0x80..=0xbf, ..]) => at += 3,
            _ => return at,
        }
    }
}

/// The end of a word that starts at a byte, where the bytes alone decide it as the rules would: ASCII letters and digits,
/// and behind them no sign that may join them to what follows.
fn plain_end(text: &[u8], start: usize) -> Option<usize> {
    let word = text.get(start..)?;
    let length = word.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(word.len());
    let ends = match word[length..] {
        [b'\'' | b'.' | b',', next, ..] => next.is_ascii() && !next.is_ascii_alphanumeric(),
        [0xe2, 0x80, 0x99, ..] => false,
        [0xe2, 0x80, 0x80..=0xbf, ..] | [] => true,
        [byte, ..] => byte.is_ascii(),
    };
    (ends && length > 0).then_some(start + length)
}

fn word_by_rules(text: &str, from: usize) -> Option<(usize, usize, usize)> {
    let mut characters = text[from..].char_indices();
    let start = from + characters.find(|&(_, character)| character.is_alphanumeric())?.0;
    let mut end = start;
    let mut rest = text[start..].char_indices().peekable();
    while let Some((offset, character)) = rest.next() {
        let next = rest.peek().map(|&(_, next)| next);
        let joins = match character {
            _ if character.is_alphanumeric() || unicode_normalization::char::is_combining_mark(character) => true,
            '\'' | '’' | 'ʼ' => next.is_some_and(char::is_alphanumeric),
            '.' | ',' => {
                let before = text[start..start + offset].chars().next_back();
                let digits = before.is_some_and(char::is_numeric) && next.is_some_and(char::is_numeric);
                digits || character == '.' && is_dotted(&text[start..start + offset], next)
            }
            _ => false,
        };
        if !joins {
            break;
        }
        end = start + offset + character.len_utf8();
    }
    let word = &text[start..end];
    let mut bare = end;
    for ending in ["'s", "’s", "'S", "’S", "ʼs"] {
        if let Some(stripped) = word.strip_suffix(ending).filter(|stripped| !stripped.is_empty()) {
            bare = start + stripped.len();
        }
    }
    Some((start, bare, end))
}

/// Whether a full stop goes on a row of single letters ("u.s").
fn is_dotted(word: &str, next: Option<char>) -> bool {
    const LONGEST_DOTTED: usize = 12;
    word.len() <= LONGEST_DOTTED
        && word.split('.').all(|letter| letter.chars().count() == 1 && letter.chars().all(char::is_alphabetic))
        && next.is_some_and(char::is_alphabetic)
}

/// The term of a word.
pub fn term_into(word: &str, reduction: Reduction, folded: &mut String, out: &mut String) {
    if let Some(short) = Short::of(word) {
        return short.term_into(reduction, out);
    }
    folded.clear();
    fold_into(word, folded);
    if folded.contains('.') {
        folded.retain(|character| character != '.');
    }
    if folded.len() > LONGEST {
        let cut = (0..=LONGEST).rev().find(|&at| folded.is_char_boundary(at)).unwrap_or(0);
        folded.truncate(cut);
    }
    match reduction {
        Reduction::Fold => out.push_str(folded),
        Reduction::Stem => stem_into(folded, out),
    }
}

/// The terms of a text, each with the bytes of its word.
pub fn terms(text: &str, reduction: Reduction) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    let mut folded = String::new();
    let mut from = 0;
    while let Some((start, bare, end)) = next_word(text, from) {
        let mut term = String::new();
        term_into(&text[start..bare], reduction, &mut folded, &mut term);
        if !term.is_empty() {
            found.push((start, bare, term));
        }
        from = end;
    }
    found
}

#[derive(Clone)]
struct Words {
    reduction: Reduction,
    token: Token,
    folded: String,
}

struct WordStream<'a> {
    text: &'a str,
    from: usize,
    words: &'a mut Words,
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token = Token::default();
        WordStream { text, from: 0, words: self }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            let from = passed(self.text.as_bytes(), self.from);
            let plain = plain_end(self.text.as_bytes(), from);
            let Some((start, bare, end)) =
                plain.map_or_else(|| word_by_rules(self.text, from), |end| Some((from, end, end)))
            else {
                return false;
            };
            self.from = end;
            let Words { reduction, token, folded } = &mut *self.words;
            token.text.clear();
            match plain.and_then(|end| Short::within(self.text, start, end)) {
                Some(short) => short.term_into(*reduction, &mut token.text),
                None => term_into(&self.text[start..bare], *reduction, folded, &mut token.text),
            }
            if token.text.is_empty() {
                continue;
            }
            token.offset_from = start;
            token.offset_to = bare;
            token.position = token.position.wrapping_add(1);
            return true;
        }
    }

    fn token(&self) -> &Token {
        &self.words.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.words.token
    }
}

/// The analyzers by the names that `schema/index.json` gives them.
pub(crate) fn manager() -> TokenizerManager {
    let manager = TokenizerManager::default();
    for (name, reduction) in [("fold", Reduction::Fold), ("stem", Reduction::Stem)] {
        let words = Words { reduction, token: Token::default(), folded: String::new() };
        manager.register(name, TextAnalyzer::from(words));
    }
    manager
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_short_cut_finds_the_words_that_the_rules_find(
            text in "([a-zA-Z0-9_.,:'’ʼ\"“”–—…é\u{301}\u{203f} -]|U\\.S\\.|'s|’s|\\PC|\u{0}){0,40}"
        ) {
            let mut from = 0;
            while let Some(word) = word_by_rules(&text, from) {
                prop_assert_eq!(next_word(&text, from), Some(word));
                from = word.2;
            }
            prop_assert_eq!(next_word(&text, from), None);
        }

        #[test]
        fn a_short_word_is_folded_and_stemmed_as_any_other(word in "[a-zA-Z0-9']{1,18}") {
            let folded = crate::text::fold::fold(&word);
            let stemmed = Stemmer::new(Algorithm::English).stem(&folded).into_owned();
            for (reduction, term) in [(Reduction::Fold, &folded), (Reduction::Stem, &stemmed)] {
                let mut out = String::new();
                term_into(&word, reduction, &mut String::new(), &mut out);
                prop_assert_eq!(&out, term);
                if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) && word.len() < Short::WIDTH {
                    let text = format!(" {word}, and more than sixteen bytes");
                    out.clear();
                    Short::within(&text, 1, 1 + word.len()).unwrap().term_into(reduction, &mut out);
                    prop_assert_eq!(&out, term);
                }
            }
        }
    }
}
