//! What must hold of an answer.

use crate::error::{Error, ErrorKind, Result};
use crate::quotation::Act;

/// What must hold of an answer; an empty list asks for nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filters {
    /// Words of the speaker's name, source or office.
    pub speaker: Vec<String>,
    /// Words of the organization's name.
    pub organization: Vec<String>,
    /// Words of the office or description.
    pub role: Vec<String>,
    /// Words of the publisher's name.
    pub source: Vec<String>,
    /// Words of the headline.
    pub title: Vec<String>,
    /// Any of these acts.
    pub acts: Vec<Act>,
    /// Any of these kinds: direct, indirect, mixed, narration.
    pub kinds: Vec<String>,
    /// The first day, `YYYY-MM-DD`.
    pub since: Option<String>,
    /// The last day, `YYYY-MM-DD`.
    pub until: Option<String>,
    /// Only unnamed sources, or only others.
    pub anonymous: Option<bool>,
    /// Only the words as typed: no others stand for them.
    pub exact: bool,
    /// Only quotations at least this sure, from 0 to 1.
    pub min_confidence: f32,
}

/// The names of filters in questions.
const NAMES: &[&str] = &[
    "speaker",
    "org",
    "organization",
    "role",
    "source",
    "title",
    "act",
    "kind",
    "since",
    "until",
    "anonymous",
    "min-confidence",
];

const KINDS: &[&str] = &["direct", "indirect", "mixed", "narration"];

impl Filters {
    /// Whether a word of a question names a filter.
    pub fn is_name(name: &str) -> bool {
        NAMES.contains(&name)
    }

    /// Adds the filter of a name and a value.
    ///
    /// # Errors
    ///
    /// When there is no such filter, or it takes no such value.
    pub fn add(&mut self, name: &str, value: &str) -> Result<()> {
        let words = || value.split_whitespace().map(crate::text::fold::fold).collect::<Vec<_>>();
        match name {
            "speaker" => self.speaker.extend(words()),
            "org" | "organization" => self.organization.extend(words()),
            "role" => self.role.extend(words()),
            "source" => self.source.extend(words()),
            "title" => self.title.extend(words()),
            "act" => {
                let act = Act::from_name(value).ok_or_else(|| {
                    let known = Act::ALL.map(Act::name).join(", ");
                    Error::new(ErrorKind::Usage, format!("no such act: {value}")).try_this(format!("one of {known}"))
                })?;
                self.acts.push(act);
            }
            "kind" => {
                if !KINDS.contains(&value) {
                    return Err(Error::new(ErrorKind::Usage, format!("no such kind: {value}"))
                        .try_this(format!("one of {}", KINDS.join(", "))));
                }
                self.kinds.push(value.to_owned());
            }
            "since" => self.since = Some(first_day(value)?),
            "until" => self.until = Some(last_day(value)?),
            "anonymous" => {
                self.anonymous = Some(match value {
                    "yes" | "true" => true,
                    "no" | "false" => false,
                    _ => {
                        return Err(Error::new(ErrorKind::Usage, format!("anonymous is yes or no, not {value}")));
                    }
                });
            }
            "min-confidence" => {
                let share = value.parse().ok().filter(|share| (0.0..=1.0).contains(share));
                self.min_confidence = share.ok_or_else(|| {
                    Error::new(ErrorKind::Usage, format!("not a confidence: {value}"))
                        .try_this("a number from 0 to 1, as 0.8")
                })?;
            }
            _ => {
                return Err(Error::new(ErrorKind::Usage, format!("no such filter: {name}"))
                    .try_this(format!("one of {}", NAMES.join(", "))));
            }
        }
        Ok(())
    }

    /// Whether anything is asked that the index must be asked about.
    pub fn any(&self) -> bool {
        self.ask_quotations()
            || !self.source.is_empty()
            || !self.title.is_empty()
            || !self.kinds.is_empty()
            || self.since.is_some()
            || self.until.is_some()
    }

    /// Whether only quotations can pass.
    pub fn ask_quotations(&self) -> bool {
        !self.speaker.is_empty()
            || !self.organization.is_empty()
            || !self.role.is_empty()
            || !self.acts.is_empty()
            || self.anonymous.is_some()
            || self.min_confidence > 0.0
    }

    /// The filters in words.
    pub fn describe(&self) -> Vec<String> {
        let mut parts = Vec::new();
        for (name, words) in [
            ("speaker", &self.speaker),
            ("org", &self.organization),
            ("role", &self.role),
            ("source", &self.source),
            ("title", &self.title),
            ("kind", &self.kinds),
        ] {
            if !words.is_empty() {
                parts.push(format!("{name}:{}", words.join(" ")));
            }
        }
        parts.extend(self.acts.iter().map(|act| format!("act:{}", act.name())));
        parts.extend(self.since.iter().map(|day| format!("since:{day}")));
        parts.extend(self.until.iter().map(|day| format!("until:{day}")));
        parts.extend(self.anonymous.map(|wanted| format!("anonymous:{}", if wanted { "yes" } else { "no" })));
        if self.min_confidence > 0.0 {
            parts.push(format!("min-confidence:{}", self.min_confidence));
        }
        parts
    }
}

fn bad_date(value: &str) -> Error {
    Error::new(ErrorKind::Usage, format!("not a date: {value}")).try_this("YYYY, YYYY-MM or YYYY-MM-DD")
}

fn parse_day(text: &str, value: &str) -> Result<jiff::civil::Date> {
    text.parse().map_err(|_| bad_date(value))
}

/// The first day that a date, a month or a year names.
fn first_day(value: &str) -> Result<String> {
    let full = match value.len() {
        4 => format!("{value}-01-01"),
        7 => format!("{value}-01"),
        _ => value.to_owned(),
    };
    Ok(parse_day(&full, value)?.to_string())
}

/// The last day that a date, a month or a year names.
fn last_day(value: &str) -> Result<String> {
    match value.len() {
        4 => Ok(parse_day(&format!("{value}-12-31"), value)?.to_string()),
        7 => Ok(parse_day(&format!("{value}-01"), value)?.last_of_month().to_string()),
        _ => Ok(parse_day(value, value)?.to_string()),
    }
}
