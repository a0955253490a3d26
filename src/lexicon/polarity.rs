//! What is done instead, where an act is negated, withheld or still to come.

use rustc_hash::FxHashMap;

use crate::lexicon::cues::CueRow;
use crate::lexicon::forms::Forms;
use crate::lexicon::table::rows;
use crate::quotation::Act;

/// The table of what negations and governing words make of a cue.
#[derive(Debug)]
pub struct Polarity {
    negated: FxHashMap<&'static str, Vec<Act>>,
    before: FxHashMap<String, Before>,
}

/// What a word before a cue makes of it.
#[derive(Clone, Debug)]
enum Before {
    /// As a negation does: "refused to confirm".
    Negates,
    /// These are done: "is expected to deny".
    Does(Vec<Act>),
}

impl Polarity {
    /// The table of English.
    pub(super) fn english(forms: &Forms) -> Self {
        let mut table = Self { negated: FxHashMap::default(), before: FxHashMap::default() };
        for [word, effect, acts] in rows(include_str!("english/polarity.tsv")) {
            let listed = || -> Vec<Act> {
                let act = |name| Act::from_name(name).unwrap_or_else(|| panic!("no such act: {name}"));
                acts.split('|').map(act).collect()
            };
            match effect {
                "negated" => {
                    table.negated.insert(word, listed());
                }
                "before" => {
                    let before = if acts == "negated" { Before::Negates } else { Before::Does(listed()) };
                    for form in forms.verb(word).all() {
                        table.before.insert(form.to_owned(), before.clone());
                    }
                }
                _ => panic!("no such effect: {effect}"),
            }
        }
        table
    }

    /// What who is said not to do what a cue says does: "did not deny".
    pub fn negated(&self, cue: &CueRow) -> Option<&[Act]> {
        let main = cue.acts.first()?.name();
        self.negated.get(cue.lemma).or_else(|| self.negated.get(main)).map(Vec::as_slice)
    }

    /// Whether a folded word tells what becomes of a cue behind it: "refused to confirm".
    pub fn governs(&self, form: &str) -> bool {
        self.before.contains_key(form)
    }

    /// What is done where such a word stands before a cue.
    pub fn before(&self, form: &str, cue: &CueRow) -> Option<&[Act]> {
        match self.before.get(form)? {
            Before::Negates => self.negated(cue),
            Before::Does(acts) => Some(acts),
        }
    }
}
