//! The fields of questions: a name and a value in, a condition out.

use crate::index::status;
use crate::question::condition::{Condition, Pattern, Place, Sense};
use crate::question::dates::{self, Moment};
use crate::quotation::Act;

/// What is wrong with a value, and what to try.
pub(super) type Wrong = (String, String);

/// The names of fields, other names for them, and what they are.
const NAMES: &[(&str, &str)] = &[
    ("speaker", "speaker"),
    ("org", "org"),
    ("organization", "org"),
    ("role", "role"),
    ("act", "act"),
    ("kind", "kind"),
    ("source", "source"),
    ("outlet", "source"),
    ("title", "title"),
    ("text", "text"),
    ("quote", "quote"),
    ("article", "article"),
    ("date", "date"),
    ("since", "since"),
    ("until", "until"),
    ("anonymous", "anonymous"),
    ("lang", "lang"),
    ("language", "lang"),
    ("status", "status"),
    ("min-confidence", "min-confidence"),
];

const KINDS: &[&str] = &["direct", "indirect", "mixed", "narration"];

/// Whether a folded word names a field.
pub(super) fn is_name(name: &str) -> bool {
    NAMES.iter().any(|(known, _)| *known == name)
}

/// The one name of a field.
pub(super) fn canonical(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, field)| *field)
}

/// Whether a field given twice asks for either value; words of the others must all be there.
pub(super) fn is_choice(field: &str) -> bool {
    matches!(field, "speaker" | "org" | "role" | "act" | "kind" | "source" | "anonymous" | "lang" | "status")
}

fn place(field: &str) -> Option<Place> {
    Some(match field {
        "speaker" => Place::Speaker,
        "org" => Place::Organization,
        "role" => Place::Role,
        "source" => Place::Outlet,
        "title" => Place::Title,
        "text" => Place::Passage,
        "quote" => Place::Quote,
        "article" => Place::Article,
        _ => return None,
    })
}

fn words_place(field: &str) -> Result<Place, Wrong> {
    place(field).ok_or_else(|| (format!("{field}: takes no pattern"), "a plain value".to_owned()))
}

/// A word, a name or a value behind a field.
pub(super) fn row(field: &str, typed: &str, column: usize) -> Result<Condition, Wrong> {
    phrase(field, typed, 0, column)
}

/// The value of a flag: its words must all be there.
pub(super) fn words(field: &str, typed: &str) -> Result<Condition, Wrong> {
    Ok(match phrase(field, typed, 0, 0)? {
        Condition::Words(place, Pattern { typed, column, sense: Sense::Row(terms) }) if terms.len() > 1 => {
            Condition::Words(place, Pattern { typed, column, sense: Sense::Together(terms) })
        }
        other => other,
    })
}

/// What stands in quotation marks, or a word; words of a name may stand in any order.
pub(super) fn phrase(field: &str, typed: &str, slop: u32, column: usize) -> Result<Condition, Wrong> {
    let Some(place) = place(field) else { return value(field, typed) };
    let terms = place.terms(typed);
    if terms.is_empty() {
        return Err(("there is no word in this".to_owned(), "letters or digits".to_owned()));
    }
    let shown = if slop > 0 {
        format!("\"{typed}\"~{slop}")
    } else if typed.contains(char::is_whitespace) {
        format!("\"{typed}\"")
    } else {
        typed.to_owned()
    };
    let sense = match place {
        Place::Passage | Place::Quote | Place::Title if slop > 0 => Sense::Loose(terms, slop),
        Place::Passage | Place::Quote | Place::Title => Sense::Row(terms),
        _ if terms.len() == 1 => Sense::Row(terms),
        _ => Sense::Together(terms),
    };
    Ok(Condition::Words(place, Pattern { typed: shown, column, sense }))
}

/// A word with stars in it.
pub(super) fn wildcard(field: &str, typed: &str, wild: &str, column: usize) -> Result<Condition, Wrong> {
    const FEWEST: usize = 2;
    let place = words_place(field)?;
    let folded = crate::text::fold::fold(wild);
    if folded.chars().filter(|letter| letter.is_alphanumeric()).count() < FEWEST {
        return Err(("too few letters beside the star".to_owned(), format!("at least {FEWEST} letters")));
    }
    let pieces = folded.split('*').map(str::to_owned).collect();
    let typed = typed.trim_matches(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '*' | '!'));
    Ok(Condition::Words(place, Pattern { typed: typed.to_owned(), column, sense: Sense::Wildcard(pieces) }))
}

/// A word that may be spelled a little differently.
pub(super) fn fuzzy(field: &str, typed: &str, distance: u32, column: usize) -> Result<Condition, Wrong> {
    const FARTHEST: u32 = 2;
    let place = words_place(field)?;
    let words: Vec<String> = Place::Speaker.terms(typed);
    let [term] = words.as_slice() else {
        return Err(("a tilde follows one word".to_owned(), "milley~1".to_owned()));
    };
    if !(3..=64).contains(&term.chars().count()) {
        return Err(("this word cannot be spelled differently".to_owned(), "a word of 3 to 64 letters".to_owned()));
    }
    if distance > FARTHEST {
        return Err((format!("letters that differ are at most {FARTHEST}"), format!("{typed}~{FARTHEST}")));
    }
    let sense = if distance == 0 { Sense::Row(place.terms(typed)) } else { Sense::Fuzzy(term.clone(), distance) };
    Ok(Condition::Words(place, Pattern { typed: format!("{typed}~{distance}"), column, sense }))
}

/// A regular expression.
pub(super) fn regex(field: &str, pattern: &str, column: usize) -> Result<Condition, Wrong> {
    let place = words_place(field)?;
    crate::index::pattern::compile(pattern)
        .map_err(|message| (format!("this pattern cannot be read: {message}"), "/mil+ey/".to_owned()))?;
    let typed = format!("/{pattern}/");
    Ok(Condition::Words(place, Pattern { typed, column, sense: Sense::Regex(pattern.to_owned()) }))
}

/// The condition of a field whose value is no word.
fn value(field: &str, typed: &str) -> Result<Condition, Wrong> {
    let folded = typed.trim().to_lowercase();
    let one_of =
        |what: &str, names: &[&str]| (format!("no such {what}: {typed}"), format!("one of {}", names.join(", ")));
    match field {
        "act" => Act::from_name(&folded).map(Condition::Act).ok_or_else(|| one_of("act", &Act::ALL.map(Act::name))),
        "kind" => KINDS
            .iter()
            .find(|kind| **kind == folded)
            .map(|kind| Condition::Kind(kind))
            .ok_or_else(|| one_of("kind", KINDS)),
        "lang" => {
            let is_code = matches!(folded.len(), 2 | 3) && folded.bytes().all(|byte| byte.is_ascii_lowercase());
            let wrong = || (format!("no code of a language: {typed}"), "two letters, as lang:de".to_owned());
            is_code.then(|| Condition::Language(folded.clone())).ok_or_else(wrong)
        }
        "status" if folded == "any" => Ok(Condition::Status(None)),
        "status" => {
            let names: Vec<&str> = status::names().chain(["any"]).collect();
            let known = status::named(&folded).map(|status| Condition::Status(Some(status)));
            known.ok_or_else(|| one_of("status", &names))
        }
        "min-confidence" => match folded.parse().ok().filter(|share| (0.0..=1.0).contains(share)) {
            Some(share) => Ok(Condition::Confidence(share)),
            None => Err((format!("not a confidence: {typed}"), "a number from 0 to 1, as 0.8".to_owned())),
        },
        "anonymous" => match folded.as_str() {
            "yes" | "true" => Ok(Condition::Anonymous(true)),
            "no" | "false" => Ok(Condition::Anonymous(false)),
            _ => Err((format!("anonymous is yes or no, not {typed}"), "anonymous:yes".to_owned())),
        },
        _ => published(field, &folded).ok_or_else(|| {
            let advice = if field == "date" {
                "a day, a month, a year, or two of them: 2019-01..2020-03"
            } else {
                "YYYY, YYYY-MM or YYYY-MM-DD"
            };
            (format!("not a date: {typed}"), advice.to_owned())
        }),
    }
}

fn published(field: &str, typed: &str) -> Option<Condition> {
    let first = |typed: &str| dates::range(typed).map(|(first, _)| Moment::Day(first));
    let last = |typed: &str| dates::range(typed).map(|(_, last)| Moment::Day(last));
    Some(match field {
        "since" => Condition::Published(Some(first(typed)?), None),
        "until" => Condition::Published(None, Some(last(typed)?)),
        _ => match typed.split_once("..") {
            None => Condition::Published(Some(first(typed)?), Some(last(typed)?)),
            Some(("", "")) => return None,
            Some((from, "")) => Condition::Published(Some(first(from)?), None),
            Some(("", to)) => Condition::Published(None, Some(last(to)?)),
            Some((from, to)) => Condition::Published(Some(first(from)?), Some(last(to)?)),
        },
    })
}
