//! Dates as people type them in, days out.
//!
//! No clock is read: what counts from today counts from the day of the newest article of the index asked.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;

/// A day, or one that is settled once the newest article is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moment {
    /// This day.
    Day(Date),
    /// The first or last day of a stretch that counts from the newest article.
    From(Stretch, Edge),
}

/// A stretch of time that counts from the newest article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// The latest month of this number, from 1.
    Month(i8),
    /// The day so many days before.
    Days(i32),
    /// The week so many weeks before; weeks begin on Mondays.
    Weeks(i32),
    /// The month so many months before.
    Months(i32),
    /// The year so many years before.
    Years(i32),
}

/// The moment that was typed, in seconds since 1970: a day, which is its beginning, or a time; in UTC, if no zone is
/// given.
pub(super) fn moment(typed: &str) -> Option<i64> {
    let typed = typed.trim();
    let whole = typed.parse().map(jiff::Timestamp::as_second).ok();
    let local = || {
        let time: jiff::civil::DateTime = typed.parse().ok()?;
        Some(jiff::tz::Offset::UTC.to_timestamp(time).ok()?.as_second())
    };
    whole.or_else(local)
}

/// An end of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Its first day.
    First,
    /// Its last day.
    Last,
    /// The day before its first.
    Before,
}

impl Moment {
    /// The day, in an index whose newest article is of that day.
    pub fn settle(&self, newest: Date) -> Date {
        let (stretch, edge) = match self {
            Self::Day(day) => return *day,
            Self::From(stretch, edge) => (*stretch, *edge),
        };
        let back = |span: jiff::Span| newest.saturating_sub(span);
        // More than the calendar holds is its beginning.
        let few = |number: i32| number.clamp(0, 9_999);
        let (first, last) = match stretch {
            Stretch::Days(days) => (back(few(days).days()), back(few(days).days())),
            Stretch::Weeks(weeks) => {
                let monday = back((few(weeks) * 7 + i32::from(newest.weekday().to_monday_zero_offset())).days());
                (monday, monday.saturating_add(6.days()))
            }
            Stretch::Months(months) => {
                (back(few(months).months()).first_of_month(), back(few(months).months()).last_of_month())
            }
            Stretch::Years(years) => {
                (back(few(years).years()).first_of_year(), back(few(years).years()).last_of_year())
            }
            Stretch::Month(month) => {
                let year = newest.year() - i16::from(month > newest.month());
                let first = Date::new(year, month, 1).unwrap_or(newest);
                (first, first.last_of_month())
            }
        };
        match edge {
            Edge::First => first,
            Edge::Last => last,
            Edge::Before => first.saturating_sub(1.day()),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::From(stretch, edge) => {
                let edge = match edge {
                    Edge::First => "first day",
                    Edge::Last => "last day",
                    Edge::Before => "day before",
                };
                let (name, number) = match stretch {
                    Stretch::Month(month) => ("month", i32::from(*month)),
                    Stretch::Days(number) => ("days ago", *number),
                    Stretch::Weeks(number) => ("weeks ago", *number),
                    Stretch::Months(number) => ("months ago", *number),
                    Stretch::Years(number) => ("years ago", *number),
                };
                write!(f, "{edge} of {name} {number}")
            }
        }
    }
}

/// The first and last day of what is written as a year, a month or a day: `2020`, `2020-03`, `2020-03-09`.
pub fn range(typed: &str) -> Option<(Date, Date)> {
    let pieces: Vec<&str> = typed.split('-').collect();
    let digits = |piece: &str, most: usize| {
        (!piece.is_empty() && piece.len() <= most && piece.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| piece.parse::<i16>().ok())
            .flatten()
    };
    let year = digits(pieces.first()?, 4).filter(|_| pieces[0].len() == 4)?;
    match pieces.as_slice() {
        [_] => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        [_, month] => {
            let first = Date::new(year, digits(month, 2)? as i8, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        [_, month, day] => {
            let day = Date::new(year, digits(month, 2)? as i8, digits(day, 2)? as i8).ok()?;
            Some((day, day))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_months_and_days_are_ranges() {
        let range = |typed| range(typed).map(|(first, last)| format!("{first} {last}"));
        assert_eq!(range("2020").as_deref(), Some("2020-01-01 2020-12-31"));
        assert_eq!(range("2020-02").as_deref(), Some("2020-02-01 2020-02-29"));
        assert_eq!(range("2020-3-9").as_deref(), Some("2020-03-09 2020-03-09"));
        for wrong in ["", "20", "2020-13", "2020-02-30", "2020-02-02-02", "march", "-2020", "2020-1a", "٢٠٢٠"] {
            assert_eq!(range(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_counts_from_the_newest_article_is_settled_by_it() {
        let newest = Date::constant(2020, 3, 18);
        let first = |stretch| Moment::From(stretch, Edge::First).settle(newest).to_string();
        assert_eq!(first(Stretch::Month(3)), "2020-03-01");
        assert_eq!(first(Stretch::Month(4)), "2019-04-01");
        assert_eq!(first(Stretch::Weeks(1)), "2020-03-09");
        assert_eq!(first(Stretch::Months(1)), "2020-02-01");
        assert_eq!(first(Stretch::Years(1)), "2019-01-01");
        assert_eq!(Moment::From(Stretch::Months(1), Edge::Last).settle(newest).to_string(), "2020-02-29");
        assert_eq!(first(Stretch::Years(i32::MAX)), "-007979-01-01");
    }
}
