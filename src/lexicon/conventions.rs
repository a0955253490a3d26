//! What English writes in its own way.

use crate::lexicon::table::rows;
use crate::text::Conventions;

/// The conventions of English, from their table.
pub(super) fn english() -> Conventions {
    let mut conventions = Conventions::default();
    for [word, class] in rows(include_str!("english/conventions.tsv")) {
        match class {
            "title" => drop(conventions.titles.insert(word.to_owned())),
            "abbreviation" => drop(conventions.abbreviations.insert(word.to_owned())),
            "starter" => drop(conventions.starters.insert(word.to_owned())),
            "clitic" => conventions.clitics.push(word.to_owned()),
            _ => panic!("no such class of convention: {class}"),
        }
    }
    conventions
}
