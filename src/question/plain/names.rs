//! The words of a question that name speakers or bodies in, the names out.

use crate::index::analyzer::{self, Reduction};
use crate::lexicon::Lexicon;
use crate::lexicon::names::Class as Name;

/// The names in the words of a question, each as a list of words; empty words part them. A title before a name goes;
/// the other names of a well-known body are names too.
pub(super) fn names(words: &[String], lexicon: &Lexicon) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = Vec::new();
    for name in words.split(String::is_empty).filter(|name| !name.is_empty()) {
        let name: Vec<String> = name.iter().flat_map(|word| terms(word)).collect();
        found.extend(Some(without_title(&name, lexicon).to_vec()).filter(|bare| !bare.is_empty()));
    }
    for at in 0..found.len() {
        for other in lexicon.names.bodies_named_as(&found[at].join(" ")) {
            let words: Vec<String> = terms(other).filter(|word| lexicon.questions.class(word).is_none()).collect();
            if !words.is_empty() && !found.contains(&words) {
                found.push(words);
            }
        }
    }
    found
}

/// The folded words of a text, as the index has them.
fn terms(text: &str) -> impl Iterator<Item = String> {
    analyzer::terms(text, Reduction::Fold).into_iter().map(|(_, _, term)| term)
}

/// A name without what stands before it: "mark esper" of "defense secretary mark esper".
fn without_title<'w>(name: &'w [String], lexicon: &Lexicon) -> &'w [String] {
    let is_title = |word: &String| {
        let class = lexicon.names.class(word);
        class.is(Name::TITLE.or(Name::OFFICE).or(Name::VOICE).or(Name::PERSON)) && !class.is(Name::GIVEN)
    };
    // What follows the title must look like a name, and no title may end it: "steve king", "press secretary".
    let Some(title) = name.iter().rposition(is_title).filter(|title| title + 1 < name.len()) else { return name };
    let rest = &name[title + 1..];
    let known = title == 0 || rest.iter().any(|word| lexicon.names.class(word).is(Name::GIVEN.or(Name::SURNAME)));
    if known && rest.iter().all(|word| lexicon.questions.class(word).is_none()) { rest } else { name }
}
