//! Case, accents, apostrophes: one folding for tables, index and questions.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a word: lower case, straight apostrophes and hyphens, no accents. Appends to `folded`.
pub fn fold_into(word: &str, folded: &mut String) {
    if word.is_ascii() {
        folded.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        return;
    }
    for character in word.nfkd().filter(|&character| !is_combining_mark(character)) {
        match character {
            '’' | '‘' | 'ʼ' | '′' | '＇' => folded.push('\''),
            '‐' | '‑' | '–' | '−' => folded.push('-'),
            'ß' => folded.push_str("ss"),
            'æ' | 'Æ' => folded.push_str("ae"),
            'œ' | 'Œ' => folded.push_str("oe"),
            'ø' | 'Ø' => folded.push('o'),
            'đ' | 'Đ' => folded.push('d'),
            'ł' | 'Ł' => folded.push('l'),
            'ı' => folded.push('i'),
            _ => folded.extend(character.to_lowercase().filter(|&lower| !is_combining_mark(lower))),
        }
    }
}

/// A word folded as by [`fold_into`].
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded
}
