//! Words that tell what a statement does, by what they say of their object and of their speaker.

use rustc_hash::FxHashMap;

use crate::lexicon::forms::{Forms, plural};
use crate::lexicon::table::rows;

/// The names of stances, in the order of their bits; a word that has several is known by the first.
const NAMES: [&str; 59] = [
    "self",
    "own",
    "hearer",
    "other",
    "this",
    "there",
    "question",
    "if",
    "contrast",
    "because",
    "going",
    "will",
    "would",
    "can",
    "should",
    "may",
    "not-only",
    "idiom",
    "false",
    "blame",
    "regret",
    "need",
    "fear",
    "oppose",
    "decline",
    "doubt",
    "bad",
    "good",
    "support",
    "fight",
    "plan",
    "justify",
    "true",
    "deniable",
    "certain",
    "likely",
    "think",
    "suggest",
    "grow",
    "crime",
    "law",
    "critic",
    "backer",
    "finder",
    "media",
    "analyst",
    "authority",
    "court",
    "firm",
    "insider",
    "advocate",
    "office",
    "only",
    "past",
    "party",
    "money",
    "refusable",
    "tale",
    "alter",
];

/// A set of stances.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stances(u64);

impl Stances {
    /// "i", "we".
    pub const SELF: Self = Self(1);
    /// "it", "that".
    pub const THIS: Self = Self(1 << 4);
    /// "there".
    pub const THERE: Self = Self(1 << 5);
    /// "but", "although".
    pub const CONTRAST: Self = Self(1 << 8);
    /// "because", "since".
    pub const BECAUSE: Self = Self(1 << 9);
    /// "can", "could".
    pub const CAN: Self = Self(1 << 13);
    /// "false", "hoax".
    pub const FALSE: Self = Self(1 << 18);
    /// "true", "fact".
    pub const TRUE: Self = Self(1 << 32);
    /// "comment", "details": what is withheld.
    pub const DECLINE: Self = Self(1 << 24);
    /// "plan", "happen": what denials deny.
    pub const DENIABLE: Self = Self(1 << 33);
    /// "only", "just".
    pub const ONLY: Self = Self(1 << 52);
    /// What is asked for and may be refused: a bid, a motion, a visa.
    pub const REFUSABLE: Self = Self(1 << 56);
    /// What may be told wrongly: an article, a story.
    pub const TALE: Self = Self(1 << 57);
    /// "change": who says that nothing has, denies.
    pub const ALTER: Self = Self(1 << 58);

    /// The set as bits, for hashing.
    pub fn bits(self) -> u64 {
        self.0
    }

    /// Whether a word has none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The first stance's number, from 1; 0 when there is none.
    pub fn first(self) -> u32 {
        if self.0 == 0 { 0 } else { self.0.trailing_zeros() + 1 }
    }

    /// The stances of both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the sets share a stance.
    pub fn is(self, stances: Self) -> bool {
        self.0 & stances.0 != 0
    }
}

/// The bit of a stance.
fn bit(name: &str) -> u64 {
    let at = NAMES.iter().position(|&known| known == name);
    1 << at.unwrap_or_else(|| panic!("no such stance: {name}"))
}

/// The table of stances.
#[derive(Debug)]
pub struct StanceTable(FxHashMap<String, Stances>);

impl StanceTable {
    /// The stances of English words, in all their forms.
    pub(super) fn english(forms: &Forms) -> Self {
        let mut table: FxHashMap<String, Stances> = FxHashMap::default();
        for [word, part, names] in rows(include_str!("english/stances.tsv")) {
            let bits = names.split('|').fold(0, |bits, name| bits | bit(name));
            let all: Vec<String> = match part {
                "verb" => forms.verb(word).all().into_iter().map(str::to_owned).collect(),
                "noun" => vec![word.to_owned(), plural(word)],
                "word" => vec![word.to_owned()],
                _ => panic!("no such part of speech: {part}"),
            };
            for form in all {
                table.entry(form).or_default().0 |= bits;
            }
        }
        Self(table)
    }

    /// The stances of a folded word.
    pub fn of(&self, form: &str) -> Stances {
        self.0.get(form).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Stances, bit};

    #[test]
    fn names_and_bits_agree() {
        for (name, stance) in [
            ("self", Stances::SELF),
            ("this", Stances::THIS),
            ("there", Stances::THERE),
            ("contrast", Stances::CONTRAST),
            ("because", Stances::BECAUSE),
            ("can", Stances::CAN),
            ("false", Stances::FALSE),
            ("true", Stances::TRUE),
            ("decline", Stances::DECLINE),
            ("deniable", Stances::DENIABLE),
            ("only", Stances::ONLY),
        ] {
            assert_eq!(bit(name), stance.bits(), "{name}");
        }
    }
}
