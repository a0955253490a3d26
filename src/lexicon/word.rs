//! Words of a text in, what the tables say of each out: looked up once a thread, remembered by number.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxHashMap;
use thread_local::ThreadLocal;
use xxhash_rust::xxh3::xxh3_64;

use crate::lexicon::Lexicon;
use crate::lexicon::classes::Classes;
use crate::lexicon::cues::Heads;
use crate::lexicon::names::Class;
use crate::lexicon::stances::Stances;
use crate::text::Prose;
use crate::text::fold::fold_into;

/// The word types of a text: words are of one type if they are written the same.
#[derive(Clone, Debug, Default)]
pub struct Types {
    /// For each token, the number of its type in this text.
    pub of_tokens: Vec<u32>,
    /// For each type, its number in the thread's memory.
    pub numbers: Vec<u32>,
    /// Names the memory that the numbers are of; no other memory has the same name.
    pub memory: u64,
    /// What the tables say of each type.
    pub words: Vec<Word>,
    /// The folded forms of all types, one behind the other.
    forms: String,
}

impl Types {
    /// The folded form of a type.
    pub fn form(&self, number: usize) -> &str {
        let Word { form, length, .. } = self.words[number];
        &self.forms[form as usize..][..length as usize]
    }
}

/// What the tables say of a word.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Where its folded form stands among the forms.
    form: u32,
    /// The bytes of its folded form.
    length: u32,
    /// A stable hash of the form.
    pub hash: u32,
    /// What it builds sentences as.
    pub classes: Classes,
    /// What it says of its object.
    pub stances: Stances,
    /// What it names people and bodies as.
    pub names: Class,
    /// The rows of the cue table that begin with it.
    pub cues: Heads,
}

/// What threads remember of words.
#[derive(Default)]
pub(super) struct Words(ThreadLocal<RefCell<Memory>>);

/// What a thread remembers.
struct Memory {
    name: u64,
    shortest: FxHashMap<u64, Known>,
    short: FxHashMap<u128, Known>,
    long: FxHashMap<Box<str>, Known>,
    bytes_long: usize,
    words: Vec<Word>,
    forms: String,
    text: u32,
}

/// A word that was met.
#[derive(Clone, Copy)]
struct Known {
    /// Its number in the memory.
    of_memory: u32,
    /// The last text it was met in.
    text: u32,
    /// Its type there.
    of_text: u32,
}

/// No more types than this are remembered a thread.
const N_REMEMBERED: usize = 60_000;
/// Nor more bytes of long words.
const MOST_BYTES: usize = 4 << 20;

impl Default for Memory {
    fn default() -> Self {
        static NAMES: AtomicU64 = AtomicU64::new(1);
        Self {
            name: NAMES.fetch_add(1, Ordering::Relaxed),
            shortest: FxHashMap::default(),
            short: FxHashMap::default(),
            long: FxHashMap::default(),
            bytes_long: 0,
            words: Vec::new(),
            forms: String::new(),
            text: 0,
        }
    }
}

impl Lexicon {
    /// Numbers the word types of a text and looks them up.
    pub fn types(&self, prose: &Prose<'_>) -> Types {
        let mut memory = self.words.0.get_or_default().borrow_mut();
        if memory.words.len() > N_REMEMBERED || memory.bytes_long > MOST_BYTES || memory.text == u32::MAX {
            *memory = Memory::default();
        }
        memory.text += 1;
        let mut types = Types { memory: memory.name, ..Types::default() };
        types.of_tokens.reserve_exact(prose.tokens.len());
        types.numbers.resize(prose.tokens.len(), 0);
        let mut n_types = 0;
        for token in 0..prose.tokens.len() {
            let number = memory.number(prose, token, n_types, self);
            // That of a word met before is overwritten by the next one.
            types.numbers[n_types as usize] = number.of_memory;
            n_types += u32::from(number.of_text == n_types);
            types.of_tokens.push(number.of_text);
        }
        types.numbers.truncate(n_types as usize);
        types.words.extend(types.numbers.iter().map(|&number| memory.words[number as usize]));
        types.forms.reserve_exact(types.words.iter().map(|word| word.length as usize).sum());
        for word in &mut types.words {
            let form = &memory.forms[word.form as usize..][..word.length as usize];
            word.form = types.forms.len() as u32;
            types.forms.push_str(form);
        }
        types
    }

    fn look_up(&self, word: &str, forms: &mut String) -> Word {
        let start = forms.len();
        fold_into(word, forms);
        let form = &forms[start..];
        Word {
            form: start as u32,
            length: form.len() as u32,
            hash: xxh3_64(form.as_bytes()) as u32,
            classes: self.classes.of(form),
            stances: self.stances.of(form),
            names: self.names.class(form),
            cues: self.cues.heads(form),
        }
    }
}

impl Memory {
    /// The numbers of a token's word, in a text with so many types so far.
    fn number(&mut self, prose: &Prose<'_>, token: usize, n_types: u32, lexicon: &Lexicon) -> Known {
        let (of_memory, text) = (self.words.len() as u32, self.text);
        let new = Known { of_memory, text: 0, of_text: 0 };
        let word = prose.word(token);
        let known = match Key::of(prose, token) {
            Key::Shortest(key) => self.shortest.entry(key).or_insert(new),
            Key::Short(key) => self.short.entry(key).or_insert(new),
            Key::Long if self.long.contains_key(word) => self.long.get_mut(word).expect("it was just found"),
            Key::Long => {
                self.bytes_long += word.len();
                self.long.entry(word.into()).or_insert(new)
            }
        };
        let of_text = if known.text == text { known.of_text } else { n_types };
        *known = Known { text, of_text, ..*known };
        let known = *known;
        if known.of_memory == of_memory {
            self.words.push(lexicon.look_up(word, &mut self.forms));
        }
        known
    }
}

/// A word as a number: its bytes and its length.
enum Key {
    Shortest(u64),
    Short(u128),
    Long,
}

impl Key {
    fn of(prose: &Prose<'_>, token: usize) -> Self {
        const SHORTEST: usize = size_of::<u64>();
        const SHORT: usize = size_of::<u128>();
        let span = prose.tokens[token].span;
        let length = span.end - span.start;
        if length >= SHORT {
            return Self::Long;
        }
        let text = &prose.text.as_bytes()[span.start..];
        let bytes = text.first_chunk().copied().unwrap_or_else(|| {
            let mut bytes = [0; SHORT];
            bytes[..length].copy_from_slice(&text[..length]);
            bytes
        });
        let unused = 8 * (SHORT - length);
        let key = u128::from_le_bytes(bytes) << unused >> unused;
        if length < SHORTEST {
            Self::Shortest(key as u64 | (length as u64) << (8 * (SHORTEST - 1)))
        } else {
            Self::Short(key | (length as u128) << (8 * (SHORT - 1)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_of_one_type_if_written_the_same() {
        let lexicon = Lexicon::english();
        let long = "inter-institutional-understandings";
        let text = format!("Deny deny {long} deny Denied {long} a an x");
        let prose = Prose::split(&text, &lexicon.conventions);
        let twice = [lexicon.types(&prose), lexicon.types(&prose)];
        for types in &twice {
            assert_eq!(types.of_tokens, [0, 1, 2, 1, 3, 2, 4, 5, 6]);
            let forms: Vec<&str> = (0..types.words.len()).map(|number| types.form(number)).collect();
            assert_eq!(forms, ["deny", "deny", long, "denied", "a", "an", "x"]);
        }
        assert_eq!(twice[0].numbers, twice[1].numbers);
    }
}
