//! Words of a text in, what the tables say of each out: looked up once a thread, remembered by number.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxHashMap;
use thread_local::ThreadLocal;
use xxhash_rust::xxh3::xxh3_64;

use crate::lexicon::Lexicon;
use crate::lexicon::classes::Classes;
use crate::lexicon::cues::Heads;
use crate::lexicon::names::{Class, Names};
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
        self.words[number].form_in(&self.forms)
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
    /// How it is written.
    pub shape: Shape,
    /// With how many capitals it begins, two at most.
    pub n_capitals: u8,
}

impl Word {
    fn form_in(self, forms: &str) -> &str {
        &forms[self.form as usize..(self.form + self.length) as usize]
    }
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// It does not begin with a letter.
    Other,
    /// "ferry".
    Small,
    /// "Ferry", "al-Ubaidi".
    Capital,
    /// Two capitals or more, and no small letter.
    Capitals,
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
            let (of_memory, of_text) = memory.numbers(prose, token, n_types, self);
            // That of a word met before is overwritten by the next one.
            types.numbers[n_types as usize] = of_memory;
            n_types += u32::from(of_text == n_types);
            types.of_tokens.push(of_text);
        }
        types.numbers.truncate(n_types as usize);
        types.words.extend(types.numbers.iter().map(|&number| memory.words[number as usize]));
        types.forms.reserve_exact(types.words.iter().map(|word| word.length as usize).sum());
        for word in &mut types.words {
            let form = word.form_in(&memory.forms);
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
            shape: Shape::of(word, &self.names),
            n_capitals: word.chars().take(2).take_while(|letter| letter.is_uppercase()).count() as u8,
        }
    }
}

impl Memory {
    /// The numbers of a token's word in the memory and in a text with so many types so far.
    fn numbers(&mut self, prose: &Prose<'_>, token: usize, n_types: u32, lexicon: &Lexicon) -> (u32, u32) {
        let key = Key::of(prose, token);
        let known = match key {
            Key::Shortest(key) => self.shortest.get_mut(&key),
            Key::Short(key) => self.short.get_mut(&key),
            Key::Long(word) => self.long.get_mut(word),
        };
        match known {
            Some(known) => {
                if known.text != self.text {
                    (known.text, known.of_text) = (self.text, n_types);
                }
                (known.of_memory, known.of_text)
            }
            None => {
                let word = lexicon.look_up(prose.word(token), &mut self.forms);
                (self.learn(key, word, n_types), n_types)
            }
        }
    }

    /// Remembers a word that was not met before.
    fn learn(&mut self, key: Key<'_>, word: Word, n_types: u32) -> u32 {
        let of_memory = self.words.len() as u32;
        let known = Known { of_memory, text: self.text, of_text: n_types };
        self.words.push(word);
        match key {
            Key::Shortest(key) => self.shortest.insert(key, known),
            Key::Short(key) => self.short.insert(key, known),
            Key::Long(word) => {
                self.bytes_long += word.len();
                self.long.insert(word.into(), known)
            }
        };
        of_memory
    }
}

/// A word as a number, its bytes and its length, if it is short enough.
#[derive(Clone, Copy)]
enum Key<'a> {
    Shortest(u64),
    Short(u128),
    Long(&'a str),
}

impl<'a> Key<'a> {
    fn of(prose: &Prose<'a>, token: usize) -> Self {
        const SHORTEST: usize = size_of::<u64>();
        const SHORT: usize = size_of::<u128>();
        let span = prose.tokens[token].span;
        let length = span.len();
        let text = &prose.text.as_bytes()[span.start..];
        if length < SHORTEST {
            let unused = 8 * (SHORTEST - length);
            let bytes = u64::from_le_bytes(first_bytes(text, length));
            Self::Shortest(bytes << unused >> unused | (length as u64) << (8 * (SHORTEST - 1)))
        } else if length < SHORT {
            let unused = 8 * (SHORT - length);
            let bytes = u128::from_le_bytes(first_bytes(text, length));
            Self::Short(bytes << unused >> unused | (length as u128) << (8 * (SHORT - 1)))
        } else {
            Self::Long(prose.word(token))
        }
    }
}

/// The first bytes of a text; where it has fewer, so many of them.
fn first_bytes<const N: usize>(text: &[u8], length: usize) -> [u8; N] {
    text.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; N];
        bytes[..length].copy_from_slice(&text[..length]);
        bytes
    })
}

impl Shape {
    fn of(word: &str, names: &Names) -> Self {
        let mut letters = word.chars();
        let Some(first) = letters.next().filter(|first| first.is_alphabetic()) else { return Self::Other };
        if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Self::Small;
        }
        if let Some((_, bound)) = word.rsplit_once('-')
            && names.class(bound).is(Class::BOUND)
        {
            return Self::Small;
        }
        if first.is_uppercase() {
            let mut rest = letters.filter(|letter| letter.is_alphabetic()).peekable();
            return if rest.peek().is_some() && rest.all(char::is_uppercase) { Self::Capitals } else { Self::Capital };
        }
        // "al-Ubaidi" and "d'Alva" are names; so is "iPhone".
        let early = word.chars().take(3).any(char::is_uppercase) || capital_behind_mark(word);
        if first.is_lowercase() && !early { Self::Small } else { Self::Capital }
    }
}

/// Whether a capital follows a hyphen or an apostrophe early in a word ("al-Ubaidi").
fn capital_behind_mark(word: &str) -> bool {
    let mut marked = false;
    for character in word.chars().take(6) {
        if marked && character.is_uppercase() {
            return true;
        }
        marked = matches!(character, '-' | '\'' | '’');
    }
    false
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
