//! What an agency says of its item in, beside the text: status, version, embargo and marked names out.
//!
//! All of it is kept as metadata by whatever reader found it, so that an article that was printed and is read again says
//! the same.

use std::collections::BTreeMap;

use crate::article::{Marked, MarkedKind};
use crate::reader::date;

type Metadata = BTreeMap<String, String>;

/// The one word for a status, of several that agencies use.
pub(super) fn status(given: &str) -> String {
    let status = given.trim().to_lowercase();
    match status.as_str() {
        "cancelled" | "killed" | "kill" | "withdrawn" => "canceled".to_owned(),
        "embargo" => "embargoed".to_owned(),
        "correction" | "correct" => "corrected".to_owned(),
        _ => status,
    }
}

/// Whether a status takes an item back.
pub(super) fn is_withdrawn(status: &str) -> bool {
    matches!(status, "canceled" | "withheld")
}

/// Which version of its item an article is: by the moment it was made, then by its number; of two alike that which takes
/// the item back is the newer. What takes it back without saying when counts for every version.
pub(super) fn version(metadata: &Metadata, status: Option<&str>) -> Option<u64> {
    const NUMBER_BITS: u32 = 24;
    let withdrawn = status.is_some_and(is_withdrawn);
    let made = metadata.get("updated").and_then(|time| date::moment(time)).and_then(|made| u64::try_from(made).ok());
    let number = metadata.get("version").and_then(|number| number.trim().parse::<u64>().ok());
    if made.is_none() && number.is_none() {
        return withdrawn.then_some(u64::MAX);
    }
    let number = number.unwrap_or(0).min((1 << NUMBER_BITS) - 1);
    Some((made.unwrap_or(0) << NUMBER_BITS | number) << 1 | u64::from(withdrawn))
}

/// Until when an item may not be published, in seconds since 1970.
pub(super) fn embargo(metadata: &Metadata) -> Option<i64> {
    metadata.get("embargo").and_then(|time| date::moment(time))
}

/// Whether an embargo was over when its item was made.
pub(super) fn is_over(metadata: &Metadata) -> bool {
    let made = metadata.get("updated").and_then(|time| date::moment(time));
    embargo(metadata).zip(made).is_some_and(|(until, made)| until <= made)
}

/// The people and bodies that are marked: names between semicolons, an office behind its holder in parentheses.
pub(super) fn marked(metadata: &Metadata) -> Vec<Marked> {
    const MOST: usize = 256;
    let lists = [("people", MarkedKind::Person), ("organizations", MarkedKind::Organization)];
    let names = lists.into_iter().flat_map(|(list, kind)| {
        let names = metadata.get(list).map_or("", String::as_str).split(';').map(str::trim);
        names.filter(|name| !name.is_empty()).map(move |name| (kind, name))
    });
    let mark = |(kind, name): (MarkedKind, &str)| {
        let (name, role) = match name.strip_suffix(')').and_then(|name| name.split_once(" (")) {
            Some((name, role)) if kind == MarkedKind::Person => (name, Some(role)),
            _ => (name, None),
        };
        // "Reyes, Ana" is how registers write.
        let name = match name.split_once(", ") {
            Some((family, given)) if kind == MarkedKind::Person && !given.contains(',') => format!("{given} {family}"),
            _ => name.to_owned(),
        };
        Marked { name, kind, role: role.map(str::to_owned) }
    };
    names.take(MOST).map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &str)]) -> Metadata {
        pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[test]
    fn newer_is_what_was_made_later_or_has_the_greater_number() {
        let versions = [
            (of(&[("version", "1")]), "usable"),
            (of(&[("version", "2")]), "usable"),
            (of(&[("updated", "2020-03-01T06:00:00Z"), ("version", "1")]), "usable"),
            (of(&[("updated", "2020-03-01T06:00:00Z"), ("version", "2")]), "usable"),
            (of(&[("updated", "2020-03-01T06:00:00Z"), ("version", "2")]), "canceled"),
            (of(&[("updated", "2020-03-01T08:30:00+02:00")]), "corrected"),
            (of(&[("updated", "20200301T070000Z")]), "usable"),
            (of(&[]), "canceled"),
        ];
        let numbers: Vec<Option<u64>> = versions.iter().map(|(data, status)| version(data, Some(status))).collect();
        assert!(numbers.is_sorted_by(|one, other| one < other), "{numbers:?}");
        assert_eq!(version(&of(&[("updated", "soon"), ("version", "draft")]), None), None);
    }

    #[test]
    fn marked_names_have_a_kind_and_perhaps_an_office() {
        let found = marked(&of(&[
            ("people", "Ana Reyes (mayor of Norden); Oduya, Tam"),
            ("organizations", "Harbour Board (Norden); "),
        ]));
        let found: Vec<_> = found.iter().map(|marked| (marked.name.as_str(), marked.role.as_deref())).collect();
        assert_eq!(
            found,
            [("Ana Reyes", Some("mayor of Norden")), ("Tam Oduya", None), ("Harbour Board (Norden)", None)]
        );
    }
}
