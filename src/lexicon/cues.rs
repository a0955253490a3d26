//! The words that mark sayings.

use rustc_hash::FxHashMap;

use crate::lexicon::forms::{Forms, plural};
use crate::lexicon::table::rows;
use crate::quotation::Act;

named! {
    /// What kind of word a cue is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum CueClass {
        /// "say".
        Verb = "verb",
        /// "claim".
        Noun = "noun",
        /// "confident".
        Adjective = "adjective",
        /// "according to".
        Preposition = "preposition",
        /// "no comment".
        Phrase = "phrase",
    }
}

named! {
    /// What kind of attribution a cue makes.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum CueSort {
        /// Something was said.
        Speech = "speech",
        /// Something is held, hoped, feared.
        Belief = "belief",
        /// Something shows or finds.
        Show = "show",
    }
}

/// What may follow a cue: a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Takes(u16);

/// The names of what may follow a cue, in the order of their bits.
const TAKES: [&str; 16] = [
    "that", "quote", "bare", "noun", "to", "of", "for", "wh", "person", "gerund", "about", "with", "as", "against",
    "tale", "strict",
];

impl Takes {
    /// The set as bits, for hashing.
    pub fn bits(self) -> u32 {
        u32::from(self.0)
    }

    /// Whether it takes a clause: "said the port was closed".
    pub fn is_clause(self) -> bool {
        self.has("that") || self.has("bare") || self.has("wh")
    }

    /// Whether a noun phrase behind the cue may be what is said, or whom it is said of.
    pub fn is_thing(self) -> bool {
        self.has("noun") || self.has("person")
    }

    /// Whether it takes this: one of the names of the table.
    pub fn has(self, name: &str) -> bool {
        TAKES.iter().position(|known| *known == name).is_some_and(|bit| self.0 & 1 << bit != 0)
    }

    /// Whether the word has a sense in which nothing is said, and says only with what it takes: "ruled that", but "ruled Egypt".
    pub fn is_strict(self) -> bool {
        self.has("strict")
    }

    fn parse(names: &str) -> Self {
        Self(names.split('|').filter(|&name| name != "none").fold(0, |bits, name| {
            let bit = TAKES.iter().position(|known| *known == name);
            bits | 1 << bit.unwrap_or_else(|| panic!("a cue takes no such thing: {name}"))
        }))
    }
}

/// One row of the table.
#[derive(Clone, Debug)]
pub struct CueRow {
    /// "push back on".
    pub lemma: &'static str,
    /// What kind of word it is.
    pub class: CueClass,
    /// What one does with it, the main act first.
    pub acts: Vec<Act>,
    /// What may follow it.
    pub takes: Takes,
    /// Whether it may say all by itself: "did not respond".
    pub is_whole: bool,
    /// What kind of attribution it makes.
    pub sort: CueSort,
    /// An invented sentence in which the word marks a saying, marked as `[source] *cue* {content}`.
    pub example: &'static str,
}

impl CueRow {
    /// Whether it is a noun for what is told and may be false: a claim, a report.
    pub fn is_tale(&self) -> bool {
        let tells = |act: &Act| matches!(act, Act::Claim | Act::Report | Act::Accuse);
        self.class == CueClass::Noun && self.acts.iter().any(tells)
    }
}

/// A row whose words stand in a text.
#[derive(Clone, Copy, Debug)]
pub struct CueMatch<'l> {
    /// The row.
    pub row: &'l CueRow,
    /// Its number.
    pub row_index: u16,
    /// How many words it has.
    pub words: usize,
}

/// The rows that begin with a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heads(u16);

impl Heads {
    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// The table of cues.
#[derive(Debug)]
pub struct Cues {
    rows: Vec<CueRow>,
    /// By the first word, in each inflection: which of the heads it is.
    first: FxHashMap<String, Heads>,
    /// For each head its rows, and the words of each after the first; those of no head come first.
    heads: Vec<Vec<(u16, Vec<&'static str>)>>,
    /// What a class of words acts like, by lemma: for questions.
    by_lemma: FxHashMap<&'static str, Vec<u16>>,
}

impl Cues {
    /// The cues of English.
    pub(super) fn english(forms: &Forms) -> Self {
        let mut cues = Self {
            rows: Vec::new(),
            first: FxHashMap::default(),
            heads: vec![Vec::new()],
            by_lemma: FxHashMap::default(),
        };
        for [lemma, class, acts, takes, sort, example] in rows(include_str!("english/cues.tsv")) {
            let row = CueRow {
                lemma,
                class: CueClass::from_name(class).unwrap_or_else(|| panic!("no such class of cue: {class}")),
                acts: acts
                    .split('|')
                    .map(|act| Act::from_name(act).unwrap_or_else(|| panic!("no such act: {act}")))
                    .collect(),
                takes: Takes::parse(takes),
                is_whole: takes.split('|').any(|name| name == "none"),
                sort: CueSort::from_name(sort).unwrap_or_else(|| panic!("no such sort of cue: {sort}")),
                example,
            };
            cues.add(row, forms);
        }
        cues
    }

    fn add(&mut self, row: CueRow, forms: &Forms) {
        let index = u16::try_from(self.rows.len()).expect("the table has fewer than 65,536 rows");
        let mut words = row.lemma.split(' ');
        let first = words.next().unwrap_or_default();
        let rest: Vec<&'static str> = words.collect();
        let heads: Vec<String> = match row.class {
            CueClass::Verb if first != "not" && first != "could" => {
                let inflected = forms.verb(first);
                let mut heads: Vec<String> = inflected.all().into_iter().map(str::to_owned).collect();
                if first == "be" {
                    heads.extend(["are", "were", "am"].map(str::to_owned));
                }
                heads
            }
            CueClass::Noun => vec![first.to_owned(), plural(first)],
            _ => vec![first.to_owned()],
        };
        for head in heads {
            let heads = *self.first.entry(head).or_insert_with(|| {
                self.heads.push(Vec::new());
                Heads(u16::try_from(self.heads.len() - 1).expect("the table has fewer than 65,536 heads"))
            });
            self.heads[usize::from(heads.0)].push((index, rest.clone()));
        }
        self.by_lemma.entry(row.lemma).or_default().push(index);
        self.rows.push(row);
    }

    /// The rows that begin with a folded word.
    pub fn heads(&self, form: &str) -> Heads {
        self.first.get(form).copied().unwrap_or_default()
    }

    /// A row by its number.
    pub fn row(&self, index: u16) -> &CueRow {
        &self.rows[usize::from(index)]
    }

    /// All rows, in the order of the table.
    pub fn rows(&self) -> &[CueRow] {
        &self.rows
    }

    /// The rows of a lemma.
    pub fn of_lemma(&self, lemma: &str) -> impl Iterator<Item = &CueRow> {
        self.by_lemma.get(lemma).into_iter().flatten().map(|&index| self.row(index))
    }

    /// The rows whose words are the folded words at offsets 0, 1, 2, …
    pub fn at<'f>(&self, form: impl Fn(usize) -> Option<&'f str>) -> impl Iterator<Item = CueMatch<'_>> {
        self.of(form(0).map_or(Heads::default(), |first| self.heads(first)), form)
    }

    /// The rows of these heads whose other words are the folded words at offsets 1, 2, …
    pub fn of<'f>(&self, heads: Heads, form: impl Fn(usize) -> Option<&'f str>) -> impl Iterator<Item = CueMatch<'_>> {
        self.heads[usize::from(heads.0)]
            .iter()
            .filter(move |(_, rest)| rest.iter().enumerate().all(|(at, word)| form(at + 1) == Some(word)))
            .map(|(index, rest)| CueMatch { row: self.row(*index), row_index: *index, words: 1 + rest.len() })
    }
}
