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
    static STEMS: RefCell<FxHashMap<Box<str>, Box<str>>> = RefCell::default();
}

/// The stem of a folded word.
pub fn stem(folded: &str) -> String {
    let mut stemmed = String::new();
    stem_into(folded, &mut stemmed);
    stemmed
}

fn stem_into(folded: &str, out: &mut String) {
    STEMS.with_borrow_mut(|stems| {
        if let Some(stem) = stems.get(folded) {
            out.push_str(stem);
            return;
        }
        if stems.len() >= N_REMEMBERED {
            stems.clear();
        }
        let stem = Stemmer::new(Algorithm::English).stem(folded).into_owned();
        out.push_str(&stem);
        stems.insert(folded.into(), stem.into());
    });
}

/// The next word of a text at or behind a byte: its bytes, without a possessive ending.
///
/// "U.S." is one word, "U.S.-led" two, "Iraq's" is "Iraq".
pub fn next_word(text: &str, from: usize) -> Option<(usize, usize, usize)> {
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
        while let Some((start, bare, end)) = next_word(self.text, self.from) {
            self.from = end;
            let Words { reduction, token, folded } = &mut *self.words;
            token.text.clear();
            term_into(&self.text[start..bare], *reduction, folded, &mut token.text);
            if token.text.is_empty() {
                continue;
            }
            token.offset_from = start;
            token.offset_to = bare;
            token.position = token.position.wrapping_add(1);
            return true;
        }
        false
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
