//! What must hold of a passage: a tree of conditions, as the question's operators and fields give it.

use std::fmt;

use crate::index::analyzer::{self, Reduction};
use crate::question::dates::Moment;
use crate::quotation::Act;

/// What must hold of a passage.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// All of these.
    All(Vec<Condition>),
    /// At least one of these.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// A word or phrase stands in a place.
    Words(Place, Pattern),
    /// Two patterns stand close to each other.
    Near(Box<Near>),
    /// The article has a word at least so many times.
    AtLeast(u32, Pattern),
    /// It does this act.
    Act(Act),
    /// It is of this kind: direct, indirect, mixed, narration.
    Kind(&'static str),
    /// Its article was published between two days; an open end is none.
    Published(Option<Moment>, Option<Moment>),
    /// Its source is, or is not, unnamed on purpose.
    Anonymous(bool),
    /// Its article is certainly in this language: `de`.
    Language(String),
    /// Its article has this status, or any: what answers leave out otherwise is not left out.
    Status(Option<&'static str>),
    /// We are at least so sure of it; stands alone.
    Confidence(f32),
}

/// Two patterns and how close they stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// Where they stand.
    pub place: Place,
    /// The one: any of these.
    pub one: Vec<Pattern>,
    /// The other: any of these.
    pub other: Vec<Pattern>,
    /// How close.
    pub within: Within,
}

/// How close two patterns stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// At most so many words apart, in any order.
    Words(u32),
    /// At most so many words apart, the one before the other.
    Before(u32),
    /// In the same sentence.
    Sentence,
    /// In the same paragraph.
    Paragraph,
}

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the words shown: a quotation in its sentences, or narration.
    Passage,
    /// In what was said.
    Quote,
    /// In the headline of the article.
    Title,
    /// Anywhere in the article.
    Article,
    /// In the speaker's name or office.
    Speaker,
    /// In the organization's name.
    Organization,
    /// In the office or description.
    Role,
    /// In the publisher's name.
    Outlet,
}

impl Place {
    /// How far words are reduced there.
    pub fn reduction(self) -> Reduction {
        match self {
            Self::Passage | Self::Quote | Self::Title | Self::Article => Reduction::Stem,
            Self::Speaker | Self::Organization | Self::Role | Self::Outlet => Reduction::Fold,
        }
    }

    /// The field's name in a question; none where no field is named.
    fn name(self) -> &'static str {
        match self {
            Self::Passage => "",
            Self::Quote => "quote:",
            Self::Title => "title:",
            Self::Article => "article:",
            Self::Speaker => "speaker:",
            Self::Organization => "org:",
            Self::Role => "role:",
            Self::Outlet => "source:",
        }
    }

    /// The terms of typed words, as this place has them.
    pub fn terms(self, typed: &str) -> Vec<String> {
        analyzer::terms(typed, self.reduction()).into_iter().map(|(_, _, term)| term).collect()
    }
}

/// What is looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// As typed.
    pub typed: String,
    /// Its column in the question, from 1; 0 if it came with a flag.
    pub column: usize,
    /// What it means.
    pub sense: Sense,
}

/// What a pattern means.
#[derive(Clone, Debug, PartialEq)]
pub enum Sense {
    /// These terms in a row.
    Row(Vec<String>),
    /// These terms in any order, with at most so many other words among them.
    Loose(Vec<String>, u32),
    /// These terms, anywhere in the place.
    Together(Vec<String>),
    /// Terms made of these pieces, with anything between them.
    Wildcard(Vec<String>),
    /// Terms that differ from this one by so many letters at most.
    Fuzzy(String, u32),
    /// Terms that match a regular expression as a whole.
    Regex(String),
    /// Any of these terms: what an open pattern stands for in the index asked.
    Terms(Vec<String>),
}

impl Sense {
    /// Whether it must be looked up in an index first.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Wildcard(_) | Self::Fuzzy(..) | Self::Regex(_))
    }
}

impl Condition {
    /// Whether only quotations can meet it.
    pub fn asks_quotations(&self) -> bool {
        match self {
            Self::All(all) => all.iter().any(Self::asks_quotations),
            Self::Any(any) => !any.is_empty() && any.iter().all(Self::asks_quotations),
            Self::Words(place, _) => {
                matches!(place, Place::Quote | Place::Speaker | Place::Organization | Place::Role)
            }
            Self::Act(_) | Self::Anonymous(_) | Self::Confidence(_) => true,
            Self::Near(near) => near.place == Place::Quote,
            Self::Kind(kind) => *kind != "narration",
            Self::Not(_) | Self::AtLeast(..) | Self::Published(..) | Self::Language(_) | Self::Status(_) => false,
        }
    }

    /// Whether it says itself which statuses it wants; which it does not want says nothing of the others.
    pub fn asks_status(&self) -> bool {
        match self {
            Self::All(inner) | Self::Any(inner) => inner.iter().any(Self::asks_status),
            Self::Status(_) => true,
            _ => false,
        }
    }

    /// The column of a condition within this one that must stand alone: what only the words of a passage can tell.
    pub fn misplaced(&self) -> Option<usize> {
        match self {
            Self::All(inner) => inner.iter().find_map(Self::misplaced),
            Self::Any(inner) => inner.iter().find_map(Self::alone),
            Self::Not(inner) => inner.alone(),
            _ => None,
        }
    }

    fn alone(&self) -> Option<usize> {
        match self {
            Self::All(inner) | Self::Any(inner) => inner.iter().find_map(Self::alone),
            Self::Not(inner) => inner.alone(),
            Self::Confidence(_) => Some(0),
            Self::Near(near) if matches!(near.within, Within::Sentence | Within::Paragraph) => {
                Some(near.one.first().map_or(0, |pattern| pattern.column))
            }
            _ => None,
        }
    }

    /// The pairs that must stand in one sentence or paragraph.
    pub fn together<'a>(&'a self, found: &mut Vec<&'a Near>) {
        match self {
            Self::All(inner) => inner.iter().for_each(|inner| inner.together(found)),
            Self::Near(near) if matches!(near.within, Within::Sentence | Within::Paragraph) => found.push(near),
            _ => {}
        }
    }

    /// Every pattern in it, with its place.
    pub fn patterns_mut<'a>(&'a mut self, found: &mut Vec<(Place, &'a mut Pattern)>) {
        match self {
            Self::All(inner) | Self::Any(inner) => inner.iter_mut().for_each(|inner| inner.patterns_mut(found)),
            Self::Not(inner) => inner.patterns_mut(found),
            Self::Words(place, pattern) => found.push((*place, pattern)),
            Self::AtLeast(_, pattern) => found.push((Place::Article, pattern)),
            Self::Near(near) => {
                let place = near.place;
                found.extend(near.one.iter_mut().chain(&mut near.other).map(|pattern| (place, pattern)));
            }
            Self::Act(_)
            | Self::Kind(_)
            | Self::Published(..)
            | Self::Anonymous(_)
            | Self::Language(_)
            | Self::Status(_)
            | Self::Confidence(_) => {}
        }
    }

    /// The patterns that speak for a passage, with their places: all but those under NOT.
    pub fn evidence<'a>(&'a self, found: &mut Vec<(Place, &'a Pattern)>) {
        match self {
            Self::All(inner) | Self::Any(inner) => inner.iter().for_each(|inner| inner.evidence(found)),
            Self::Words(place, pattern) => found.push((*place, pattern)),
            Self::AtLeast(_, pattern) => found.push((Place::Article, pattern)),
            Self::Near(near) => {
                found.extend(near.one.iter().chain(&near.other).map(|pattern| (near.place, pattern)));
            }
            Self::Not(_)
            | Self::Act(_)
            | Self::Kind(_)
            | Self::Published(..)
            | Self::Anonymous(_)
            | Self::Language(_)
            | Self::Status(_)
            | Self::Confidence(_) => {}
        }
    }

    /// Every day in it that still counts from the newest article of an index.
    pub fn moments_mut<'a>(&'a mut self, found: &mut Vec<&'a mut Moment>) {
        match self {
            Self::All(inner) | Self::Any(inner) => inner.iter_mut().for_each(|inner| inner.moments_mut(found)),
            Self::Not(inner) => inner.moments_mut(found),
            Self::Published(since, until) => found.extend(since.iter_mut().chain(until)),
            _ => {}
        }
    }
}

impl fmt::Display for Condition {
    /// As it could have been typed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, inner: &[Self], word: &str| {
            f.write_str("(")?;
            for (number, inner) in inner.iter().enumerate() {
                if number > 0 {
                    write!(f, " {word} ")?;
                }
                write!(f, "{inner}")?;
            }
            f.write_str(")")
        };
        match self {
            Self::All(inner) => list(f, inner, "AND"),
            Self::Any(inner) => list(f, inner, "OR"),
            Self::Not(inner) => write!(f, "NOT {inner}"),
            Self::Words(place, pattern) => write!(f, "{}{pattern}", place.name()),
            Self::AtLeast(least, pattern) => write!(f, "atleast{least}({pattern})"),
            Self::Near(near) => {
                f.write_str(near.place.name())?;
                let side = |patterns: &[Pattern]| {
                    let all: Vec<String> = patterns.iter().map(Pattern::to_string).collect();
                    if all.len() == 1 { all.concat() } else { format!("({})", all.join(" OR ")) }
                };
                let between = match near.within {
                    Within::Words(most) => format!("w/{most}"),
                    Within::Before(most) => format!("pre/{most}"),
                    Within::Sentence => "/s".to_owned(),
                    Within::Paragraph => "/p".to_owned(),
                };
                let pair = format!("{} {between} {}", side(&near.one), side(&near.other));
                if near.place == Place::Passage { f.write_str(&pair) } else { write!(f, "({pair})") }
            }
            Self::Act(act) => write!(f, "act:{}", act.name()),
            Self::Kind(kind) => write!(f, "kind:{kind}"),
            Self::Language(language) => write!(f, "lang:{language}"),
            Self::Status(status) => write!(f, "status:{}", status.unwrap_or("any")),
            Self::Confidence(least) => write!(f, "min-confidence:{least}"),
            Self::Anonymous(wanted) => write!(f, "anonymous:{}", if *wanted { "yes" } else { "no" }),
            Self::Published(Some(since), None) => write!(f, "since:{since}"),
            Self::Published(None, Some(until)) => write!(f, "until:{until}"),
            Self::Published(since, until) => {
                let end = |moment: &Option<Moment>| moment.as_ref().map(Moment::to_string).unwrap_or_default();
                write!(f, "date:{}..{}", end(since), end(until))
            }
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 4;
        f.write_str(&self.typed)?;
        // What an open pattern stands for is worth showing.
        if let Sense::Terms(terms) = &self.sense {
            let shown: Vec<&str> = terms.iter().take(SHOWN).map(String::as_str).collect();
            let more = if terms.len() > SHOWN { format!(", {} more", terms.len() - SHOWN) } else { String::new() };
            write!(f, " ({}{more})", if shown.is_empty() { "no such word".to_owned() } else { shown.join(", ") })?;
        }
        Ok(())
    }
}
