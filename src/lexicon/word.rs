//! Words of a text in, what the tables say of each out: looked up once a thread, remembered by number.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxHashMap;
use thread_local::ThreadLocal;
use xxhash_rust::xxh3::xxh3_64;

use crate::lexicon::Lexicon;
use crate::lexicon::classes::Classes;
use crate::lexicon::names::Class;
use crate::lexicon::stances::Stances;
use crate::text::Prose;
use crate::text::fold::fold;

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
}

/// What the tables say of a word.
#[derive(Clone, Debug)]
pub struct Word {
    /// Its folded form.
    pub form: Arc<str>,
    /// A stable hash of the form.
    pub hash: u32,
    /// What it builds sentences as.
    pub classes: Classes,
    /// What it says of its object.
    pub stances: Stances,
    /// What it names people and bodies as.
    pub names: Class,
    /// Whether a row of the cue table begins with it.
    pub starts_cue: bool,
}

/// What threads remember of words.
#[derive(Default)]
pub(super) struct Words(ThreadLocal<RefCell<Memory>>);

/// What a thread remembers.
struct Memory {
    name: u64,
    short: FxHashMap<u128, u32>,
    long: FxHashMap<Box<str>, u32>,
    bytes_long: usize,
    words: Vec<Word>,
    /// For each word the last text it was met in, and its type there.
    met: Vec<(u32, u32)>,
    text: u32,
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
            short: FxHashMap::default(),
            long: FxHashMap::default(),
            bytes_long: 0,
            words: Vec::new(),
            met: Vec::new(),
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
        for token in 0..prose.tokens.len() {
            let number = memory.number(prose, token, self);
            let (text, met) = memory.met[number as usize];
            if text == memory.text {
                types.of_tokens.push(met);
                continue;
            }
            let new = types.numbers.len() as u32;
            memory.met[number as usize] = (memory.text, new);
            types.numbers.push(number);
            types.words.push(memory.words[number as usize].clone());
            types.of_tokens.push(new);
        }
        types
    }

    fn look_up(&self, word: &str) -> Word {
        let form = fold(word);
        Word {
            hash: xxh3_64(form.as_bytes()) as u32,
            classes: self.classes.of(&form),
            stances: self.stances.of(&form),
            names: self.names.class(&form),
            starts_cue: self.cues.starts(&form),
            form: form.into(),
        }
    }
}

impl Memory {
    /// The number of a token's word.
    fn number(&mut self, prose: &Prose<'_>, token: usize, lexicon: &Lexicon) -> u32 {
        let word = prose.word(token);
        let short = short(prose, token);
        let known = match short {
            Some(key) => self.short.get(&key),
            None => self.long.get(word),
        };
        if let Some(&number) = known {
            return number;
        }
        let number = self.words.len() as u32;
        self.words.push(lexicon.look_up(word));
        self.met.push((0, 0));
        match short {
            Some(key) => {
                self.short.insert(key, number);
            }
            None => {
                self.bytes_long += word.len();
                self.long.insert(word.into(), number);
            }
        }
        number
    }
}

/// A short word as a number: its bytes and its length.
fn short(prose: &Prose<'_>, token: usize) -> Option<u128> {
    const WIDTH: usize = size_of::<u128>();
    let span = prose.tokens[token].span;
    let length = span.end - span.start;
    if length >= WIDTH {
        return None;
    }
    let bytes = match prose.text.as_bytes()[span.start..].first_chunk::<WIDTH>() {
        Some(bytes) => *bytes,
        None => {
            let mut bytes = [0; WIDTH];
            bytes[..length].copy_from_slice(span.of(prose.text).as_bytes());
            bytes
        }
    };
    let unused = 8 * (WIDTH - length);
    let key = u128::from_le_bytes(bytes) << unused >> unused;
    Some(key | (length as u128) << (8 * (WIDTH - 1)))
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
            let forms: Vec<&str> = types.words.iter().map(|word| &*word.form).collect();
            assert_eq!(forms, ["deny", "deny", long, "denied", "a", "an", "x"]);
        }
        assert_eq!(twice[0].numbers, twice[1].numbers);
    }
}
