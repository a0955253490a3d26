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
    before: FxHashMap<String, Vec<Act>>,
}

impl Polarity {
    /// The table of English.
    pub(super) fn english(forms: &Forms) -> Self {
        let mut table = Self { negated: FxHashMap::default(), before: FxHashMap::default() };
        for [word, effect, acts] in rows(include_str!("english/polarity.tsv")) {
            let acts: Vec<Act> = acts
                .split('|')
                .map(|act| Act::from_name(act).unwrap_or_else(|| panic!("no such act: {act}")))
                .collect();
            match effect {
                "negated" => {
                    table.negated.insert(word, acts);
                }
                "before" => {
                    for form in forms.verb(word).all() {
                        table.before.insert(form.to_owned(), acts.clone());
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

    /// What is done where a folded word stands before a cue: "refused to confirm".
    pub fn before(&self, form: &str) -> Option<&[Act]> {
        self.before.get(form).map(Vec::as_slice)
    }
}
