//! Words that build sentences, by what they do there.

use rustc_hash::FxHashMap;

use crate::lexicon::table::rows;

/// The names of the classes in the table, in the order of their bits.
const NAMES: &str = "be have do modal negation determiner subject object possessive relative complementizer \
    interrogative subordinator coordinator preposition time addressee particle speaker agent conditional medium turn \
    retraction";

/// A set of classes a word belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Classes(u32);

impl Classes {
    /// "is", "was".
    pub const BE: Self = Self(1);
    /// "has", "had".
    pub const HAVE: Self = Self(1 << 1);
    /// "did".
    pub const DO: Self = Self(1 << 2);
    /// "will", "may".
    pub const MODAL: Self = Self(1 << 3);
    /// "not", "never", "no".
    pub const NEGATION: Self = Self(1 << 4);
    /// "the", "some".
    pub const DETERMINER: Self = Self(1 << 5);
    /// "he", "they".
    pub const SUBJECT: Self = Self(1 << 6);
    /// "him", "them".
    pub const OBJECT: Self = Self(1 << 7);
    /// "his", "their".
    pub const POSSESSIVE: Self = Self(1 << 8);
    /// "who", "which".
    pub const RELATIVE: Self = Self(1 << 9);
    /// "that", "whether".
    pub const COMPLEMENTIZER: Self = Self(1 << 10);
    /// "what", "why".
    pub const INTERROGATIVE: Self = Self(1 << 11);
    /// "while", "because".
    pub const SUBORDINATOR: Self = Self(1 << 12);
    /// "and", "but".
    pub const COORDINATOR: Self = Self(1 << 13);
    /// "of", "in".
    pub const PREPOSITION: Self = Self(1 << 14);
    /// "Monday", "yesterday", "week".
    pub const TIME: Self = Self(1 << 15);
    /// "reporters", "lawmakers": whom one tells.
    pub const ADDRESSEE: Self = Self(1 << 16);
    /// "up", "out": part of a verb.
    pub const PARTICLE: Self = Self(1 << 17);
    /// "spokesman", "official": nouns that speak.
    pub const SPEAKER: Self = Self(1 << 18);
    /// "by": brings the agent of a passive.
    pub const AGENT: Self = Self(1 << 19);
    /// "if", "unless".
    pub const CONDITIONAL: Self = Self(1 << 20);
    /// "statement", "interview", "tweet": where one says it.
    pub const MEDIUM: Self = Self(1 << 21);
    /// "Q", "A": what labels a turn of an interview.
    pub const TURN: Self = Self(1 << 22);
    /// "withdrew", "retracted": what was said is taken back.
    pub const RETRACTION: Self = Self(1 << 23);

    /// What helps a verb to its form.
    pub const AUXILIARY: Self = Self::BE.or(Self::HAVE).or(Self::DO).or(Self::MODAL);

    /// Whether the sets share a class.
    pub fn is(self, classes: Self) -> bool {
        self.0 & classes.0 != 0
    }

    /// The classes of both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The set as bits, for hashing.
    pub fn bits(self) -> u32 {
        self.0
    }
}

/// The table of classes.
#[derive(Debug)]
pub struct ClassTable(FxHashMap<&'static str, Classes>);

impl ClassTable {
    /// The classes of English words.
    pub(super) fn english() -> Self {
        let mut table = FxHashMap::default();
        for [word, names] in rows(include_str!("english/classes.tsv")) {
            let classes = names.split('|').fold(Classes::default(), |classes, name| {
                let bit = NAMES.split(' ').position(|known| known == name);
                classes.or(Classes(1 << bit.unwrap_or_else(|| panic!("no such class of words: {name}"))))
            });
            table.insert(word, classes);
        }
        Self(table)
    }

    /// The classes of a folded word.
    pub fn of(&self, form: &str) -> Classes {
        self.0.get(form).copied().unwrap_or_default()
    }
}
