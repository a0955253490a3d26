//! Names with their counts in, people and bodies out: every name of one together.
//!
//! Names belong together when the lexicon gives them one key. People whose initials contradict each other are kept
//! apart ("George W. Bush", "George H. W. Bush"). A surname alone is nobody's but its own, except in an office: where an
//! article calls Venn the president, and of all the Venns in the index only one is called so, it is that one; such
//! counts are told apart.

use std::cmp::Reverse;
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
    /// What is counted by a surname alone, since nobody else of that name holds the office.
    pub linked: Vec<Linked>,
}

/// Quotations of a surname alone, in an office that tells whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The surname.
    pub name: String,
    /// The noun of the office.
    pub office: &'static str,
    /// How often.
    pub count: u64,
}

/// How often each name stands with each office.
pub(super) type Offices = BTreeMap<String, BTreeMap<&'static str, u64>>;

/// So often, at least, someone must be named in full in an office.
const LEAST: u64 = 5;
/// Of all with the surname in that office, at least so many in a hundred must be that one.
const SHARE: u64 = 90;

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

/// Moves what a surname alone says in an office to the one of that surname who holds it.
pub(super) fn link(mut people: Vec<Identity>, offices: &Offices) -> Vec<Identity> {
    let mut by_surname: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let held = |person: &Identity| {
        let mut held: BTreeMap<&'static str, u64> = BTreeMap::new();
        for (office, count) in person.names.iter().filter_map(|name| offices.get(&name.name)).flatten() {
            *held.entry(office).or_default() += count;
        }
        held
    };
    let held: Vec<BTreeMap<&'static str, u64>> = people.iter().map(held).collect();
    for (at, person) in people.iter().enumerate() {
        if let Some((_, surname)) = person.key.rsplit_once(' ') {
            by_surname.entry(surname.to_owned()).or_default().push(at);
        }
    }
    for bare in 0..people.len() {
        let Some(namesakes) = by_surname.get(&people[bare].key) else { continue };
        for (&office, &count) in &held[bare] {
            let of = |person: &usize| held[*person].get(office).copied().unwrap_or(0);
            let all: u64 = namesakes.iter().map(of).sum();
            let Some(&most) = namesakes.iter().max_by_key(|&person| (of(person), Reverse(*person))) else { continue };
            if of(&most) < LEAST || of(&most) * 100 < all * SHARE {
                continue;
            }
            let name = people[bare].name.clone();
            people[most].count += count;
            people[most].linked.push(Linked { name, office, count });
            people[bare].count -= count.min(people[bare].count);
        }
    }
    people.retain(|person| person.count > 0);
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
    Identity { key, name, count: names.iter().map(|name| name.count).sum(), names, linked: Vec::new() }
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
    fn a_surname_in_an_office_is_its_holders() {
        let names =
            [("Anton Brisk", 9), ("Ida Brisk", 3), ("Brisk", 6), ("Tom Marsh", 9), ("Ann Marsh", 9), ("Marsh", 4)];
        let offices = |name: &str, office, count| (name.to_owned(), BTreeMap::from([(office, count)]));
        let offices = Offices::from([
            offices("Anton Brisk", "mayor", 8),
            offices("Ida Brisk", "judge", 3),
            offices("Brisk", "mayor", 4),
            offices("Tom Marsh", "mayor", 9),
            offices("Ann Marsh", "mayor", 9),
            offices("Marsh", "mayor", 4),
        ]);
        let people = link(people(counts(&names), &Lexicon::english().names), &offices);
        let count = |name: &str| people.iter().find(|person| person.name == name).map_or(0, |person| person.count);
        assert_eq!(["Anton Brisk", "Brisk", "Ida Brisk", "Tom Marsh", "Marsh"].map(count), [13, 2, 3, 9, 4]);
        let linked = Linked { name: "Brisk".to_owned(), office: "mayor", count: 4 };
        assert_eq!(people[0].linked, [linked]);
    }

    #[test]
    fn bodies_are_one_by_their_known_names() {
        let names = [("Pentagon", 2), ("Defense Department", 1), ("Harbor Board; Pentagon", 1)];
        let bodies = bodies(counts(&names), &Lexicon::english().names);
        assert_eq!(printed(&bodies), ["4 Pentagon: Pentagon, Defense Department", "1 Harbor Board: Harbor Board"]);
    }
}
