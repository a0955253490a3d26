//! Names with their counts in, people and bodies out: every name of one together.
//!
//! Names belong together when the lexicon gives them one key. People whose initials contradict each other are kept
//! apart ("George W. Bush", "George H. W. Bush"), and a surname alone is nobody's but its own.

use std::collections::BTreeMap;

use crate::index::store::Count;
use crate::lexicon::names::Names;

/// A person or a body under all its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// What the names have in common.
    pub key: String,
    /// The name that is used most.
    pub name: String,
    /// How often all the names occur.
    pub count: u64,
    /// Each name, the most frequent first.
    pub names: Vec<Count>,
}

/// The people of names that may be joined by `; `, the most frequent first.
pub(crate) fn people(counts: Vec<Count>, lexicon: &Names) -> Vec<Identity> {
    let mut by_name: BTreeMap<String, BTreeMap<String, Vec<Count>>> = BTreeMap::new();
    for count in split(counts) {
        let key = lexicon.person_key(&count.name);
        by_name.entry(key.name).or_default().entry(key.initials).or_default().push(count);
    }
    let mut people = Vec::new();
    for (key, by_initials) in by_name {
        let told: Vec<&String> = by_initials.keys().filter(|initials| !initials.is_empty()).collect();
        // "J" and "JR" may be one person's, "J" and "W" are not.
        let longest = told.iter().max_by_key(|initials| initials.len()).copied();
        if told.iter().all(|initials| longest.is_none_or(|longest| longest.starts_with(initials.as_str()))) {
            people.push(identity(key, by_initials.into_values().flatten().collect()));
        } else {
            people.extend(by_initials.into_values().map(|names| identity(key.clone(), names)));
        }
    }
    sorted(people)
}

/// The bodies of names that may be joined by `; `, the most frequent first.
pub(crate) fn bodies(counts: Vec<Count>, lexicon: &Names) -> Vec<Identity> {
    let mut by_key: BTreeMap<String, Vec<Count>> = BTreeMap::new();
    for count in split(counts) {
        by_key.entry(lexicon.body_key(&count.name)).or_default().push(count);
    }
    sorted(by_key.into_iter().map(|(key, names)| identity(key, names)).collect())
}

/// Each name by itself.
fn split(counts: Vec<Count>) -> impl Iterator<Item = Count> {
    let mut by_name: BTreeMap<String, u64> = BTreeMap::new();
    for count in counts {
        for name in count.name.split("; ") {
            *by_name.entry(name.to_owned()).or_default() += count.count;
        }
    }
    by_name.into_iter().map(|(name, count)| Count { name, count })
}

fn identity(key: String, mut names: Vec<Count>) -> Identity {
    names.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.name.cmp(&other.name)));
    let name = names.first().map(|first| first.name.clone()).unwrap_or_default();
    Identity { key, name, count: names.iter().map(|name| name.count).sum(), names }
}

fn sorted(mut identities: Vec<Identity>) -> Vec<Identity> {
    identities.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.name.cmp(&other.name)));
    identities
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    fn printed(identities: &[Identity]) -> Vec<String> {
        let line = |identity: &Identity| {
            let names: Vec<&str> = identity.names.iter().map(|name| name.name.as_str()).collect();
            format!("{} {}: {}", identity.count, identity.name, names.join(", "))
        };
        identities.iter().map(line).collect()
    }

    fn counts(names: &[(&str, u64)]) -> Vec<Count> {
        names.iter().map(|&(name, count)| Count { name: name.to_owned(), count }).collect()
    }

    #[test]
    fn people_are_one_by_their_names_and_never_by_a_surname() {
        let names = [
            ("Anton Brisk", 5),
            ("Anton P. Brisk", 2),
            ("Brisk", 4),
            ("Tom W. Marsh", 3),
            ("Tom H. Marsh", 2),
            ("Anton Brisk; Tom Marsh", 1),
        ];
        let people = people(counts(&names), &Lexicon::english().names);
        assert_eq!(
            printed(&people),
            [
                "8 Anton Brisk: Anton Brisk, Anton P. Brisk",
                "4 Brisk: Brisk",
                "3 Tom W. Marsh: Tom W. Marsh",
                "2 Tom H. Marsh: Tom H. Marsh",
                "1 Tom Marsh: Tom Marsh",
            ]
        );
    }

    #[test]
    fn bodies_are_one_by_their_known_names() {
        let names = [("Pentagon", 2), ("Defense Department", 1), ("Harbor Board; Pentagon", 1)];
        let bodies = bodies(counts(&names), &Lexicon::english().names);
        assert_eq!(printed(&bodies), ["4 Pentagon: Pentagon, Defense Department", "1 Harbor Board: Harbor Board"]);
    }
}
