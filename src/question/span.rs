//! Words of time in, the days of publication that they mean out: "since march", "last week", "between 2018 and 2020".

use jiff::civil::Date;

use crate::lexicon::Lexicon;
use crate::lexicon::questions::Class;
use crate::question::condition::Condition;
use crate::question::dates::{self, Edge, Moment, Stretch};
use crate::question::plain::Word;

/// Words of time, read.
pub(super) struct Dates {
    /// What must hold.
    pub(super) condition: Option<Condition>,
    /// How many words they are.
    pub(super) n_words: usize,
}

/// A first and a last moment, and what comes before the first.
struct Stretched {
    first: Moment,
    last: Moment,
    before: Moment,
    n_words: usize,
    /// A lone year or month: only behind "since" and the like.
    vague: bool,
}

/// Reads words of time at the start of some words; none if they are none.
pub(super) fn read(words: &[Word], lexicon: &Lexicon) -> Option<Dates> {
    let class = |at: usize| words.get(at).and_then(|word| lexicon.questions.class(&word.form));
    let condition =
        |since, until, n_words| Some(Dates { condition: Some(Condition::Published(since, until)), n_words });
    match class(0)? {
        Class::Since => {
            let from = stretch(words, 1, lexicon)?;
            condition(Some(from.first), None, 1 + from.n_words)
        }
        Class::After => {
            let from = stretch(words, 1, lexicon)?;
            let next = match from.last {
                Moment::Day(day) => Moment::Day(day.tomorrow().unwrap_or(day)),
                Moment::From(..) => from.first,
            };
            condition(Some(next), None, 1 + from.n_words)
        }
        Class::Until => {
            let to = stretch(words, 1, lexicon)?;
            condition(None, Some(to.last), 1 + to.n_words)
        }
        Class::Before => {
            let to = stretch(words, 1, lexicon)?;
            condition(None, Some(to.before), 1 + to.n_words)
        }
        Class::Between => {
            let from = stretch(words, 1, lexicon)?;
            let joint = words.get(1 + from.n_words)?;
            let to = stretch(words, 2 + from.n_words, lexicon)?;
            (matches!(joint.form.as_str(), "and" | "to" | "until"))
                .then(|| condition(Some(from.first), Some(to.last), 2 + from.n_words + to.n_words))
                .flatten()
        }
        Class::Body | Class::Topic | Class::Empty => {
            let at = stretch(words, 1, lexicon).filter(|at| !at.vague)?;
            condition(Some(at.first), Some(at.last), 1 + at.n_words)
        }
        _ => {
            let at = stretch(words, 0, lexicon).filter(|at| !at.vague)?;
            condition(Some(at.first), Some(at.last), at.n_words)
        }
    }
}

fn days(first: Date, last: Date, n_words: usize, vague: bool) -> Stretched {
    let before = Moment::Day(first.yesterday().unwrap_or(first));
    Stretched { first: Moment::Day(first), last: Moment::Day(last), before, n_words, vague }
}

fn counted(stretch: Stretch, n_words: usize, vague: bool) -> Stretched {
    let edge = |edge| Moment::From(stretch, edge);
    Stretched { first: edge(Edge::First), last: edge(Edge::Last), before: edge(Edge::Before), n_words, vague }
}

/// A year, month or day at a place among words; "last week", "march", "9 march 2020".
fn stretch(words: &[Word], at: usize, lexicon: &Lexicon) -> Option<Stretched> {
    let form = |offset: usize| words.get(at + offset).map(|word| word.form.as_str());
    let class = |offset: usize| form(offset).and_then(|form| lexicon.questions.class(form));
    let first = form(0)?;
    if let Some((from, to)) = dates::range(first) {
        return Some(days(from, to, 1, !first.contains('-')));
    }
    let year = |offset: usize| {
        let form = form(offset)?;
        (form.len() == 4 && matches!(form.get(..2), Some("19" | "20"))).then(|| form.parse::<i16>().ok()).flatten()
    };
    let day = |offset: usize| {
        let form = form(offset)?;
        let digits = form.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
        (digits.len() <= 2 && form.len() <= digits.len() + 2).then(|| digits.parse::<i8>().ok()).flatten()
    };
    let month = |offset: usize| lexicon.questions.month(form(offset)?);
    let dated = |year, month, day: Option<i8>, n_words| {
        let first = Date::new(year, month, day.unwrap_or(1)).ok()?;
        Some(days(first, if day.is_some() { first } else { first.last_of_month() }, n_words, false))
    };
    if let Some(month) = month(0) {
        return match (day(1), year(1), year(2)) {
            (_, Some(year), _) => dated(year, month, None, 2),
            (Some(day), None, Some(year)) => dated(year, month, Some(day), 3),
            _ => Some(counted(Stretch::Month(month), 1, true)),
        };
    }
    if let (Some(day), Some(month), Some(year)) = (day(0), month(1), year(2)) {
        return dated(year, month, Some(day), 3);
    }
    match class(0)? {
        Class::Yesterday => Some(counted(Stretch::Days(1), 1, false)),
        Class::Newest | Class::Past | Class::This | Class::Empty => {
            let back = i32::from(class(0) != Some(Class::This));
            let number = form(1).and_then(|form| form.parse::<i32>().ok()).filter(|number| (1..1000).contains(number));
            match (number, lexicon.questions.unit(form(1)?), form(2).and_then(|form| lexicon.questions.unit(form))) {
                // "the last 3 months" end with the newest article.
                (Some(number), _, Some(unit)) => {
                    let from = match unit {
                        "day" => Stretch::Days(number),
                        "week" => Stretch::Days(number * 7),
                        "month" => Stretch::Months(number),
                        _ => Stretch::Years(number),
                    };
                    let mut stretch = counted(from, 3, false);
                    stretch.last = Moment::From(Stretch::Days(0), Edge::Last);
                    Some(stretch)
                }
                (None, Some(unit), _) if class(0) != Some(Class::Empty) => {
                    let stretch = match unit {
                        "day" => Stretch::Days(back),
                        "week" => Stretch::Weeks(back),
                        "month" => Stretch::Months(back),
                        _ => Stretch::Years(back),
                    };
                    Some(counted(stretch, 2, false))
                }
                _ => None,
            }
        }
        _ => None,
    }
}
