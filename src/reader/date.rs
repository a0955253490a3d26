//! A date in many spellings in, `YYYY-MM-DD` out.
//!
//! A day is the day where it was written: a zone behind the time does not move it. What cannot be is no date rather
//! than another one.

use jiff::civil::Date;

/// The years that a date may have: what is outside of them is a slip, or stands for no date at all.
const YEARS: std::ops::RangeInclusive<i16> = 1677..=2262;

/// Reads a date: ISO 8601 with or without a time, RFC 2822, "March 3, 2020", "3 March 2020", "20200303T101500Z",
/// "16.03.2020", or seconds, milliseconds or microseconds since 1970. A month or a year alone is no day, and so no date.
pub fn date(text: &str) -> Option<String> {
    day(text).ok()
}

/// The day, or why there is none, as the end of a sentence that starts with "date".
pub(super) fn day(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    let found = compact(text).or_else(|| epoch(text)).or_else(|| numbers(text));
    let found = match found {
        Some(found) => Some(found),
        None => day_first(text)?.or_else(|| spelled(text)),
    };
    let (year, month, day) = found.ok_or_else(|| lack(text))?;
    let year = i16::try_from(year).ok().filter(|year| YEARS.contains(year)).ok_or("is not between 1677 and 2262")?;
    let whole = |number: i64| i8::try_from(number).ok();
    let date = whole(month).zip(whole(day)).and_then(|(month, day)| Date::new(year, month, day).ok());
    date.map(|date| date.to_string()).ok_or("is on no calendar")
}

/// The moment that a date with a time names, in seconds since 1970; that of a day alone is its beginning, and where there
/// is no zone it is UTC.
pub(super) fn moment(text: &str) -> Option<i64> {
    let text = text.trim();
    let zoned = || text.parse::<jiff::Timestamp>().ok();
    let mailed = || jiff::fmt::rfc2822::parse(text).ok().map(|time| time.timestamp());
    let local = || jiff::tz::Offset::UTC.to_timestamp(text.parse().ok()?).ok();
    let dated = || jiff::tz::Offset::UTC.to_timestamp(date(text)?.parse::<Date>().ok()?.into()).ok();
    let found = zoned().or_else(mailed).or_else(local).or_else(dated)?;
    date(&found.to_string()).is_some().then(|| found.as_second())
}

type Parts = (i64, i64, i64);

/// "20200106", "20200106T112233Z", "20200106112233".
fn compact(text: &str) -> Option<Parts> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let behind = text.as_bytes().get(digits);
    let alone = digits == 8 && behind.is_none_or(|&next| matches!(next, b'T' | b't' | b' '));
    if !alone && digits != 14 {
        return None;
    }
    let number = |from: usize, to: usize| text[from..to].parse::<i64>().ok();
    let parts = (number(0, 4)?, number(4, 6)?, number(6, 8)?);
    // Fourteen digits may also be microseconds of the first months of 1970, which nobody published in.
    (parts.1 >= 1 && parts.1 <= 12 && parts.2 >= 1).then_some(parts)
}

/// "2020-01-06", "2020-01-06T11:22:33+02:00", "2020/1/6", "2020.01.06".
fn numbers(text: &str) -> Option<Parts> {
    let (year, rest) = digits(text.strip_prefix('+').unwrap_or(text))?;
    let separator = rest.chars().next().filter(|next| matches!(next, '-' | '/' | '.'))?;
    let (month, rest) = digits(&rest[1..])?;
    let (day, rest) = digits(rest.strip_prefix(separator)?)?;
    let ends = rest.chars().next().is_none_or(|next| !next.is_alphanumeric() || matches!(next, 'T' | 't'));
    // A year of two digits could be a day.
    (ends && text.len() - rest.len() >= 8 && year >= 100 || year == 0 && ends).then_some((year, month, day))
}

/// "16.01.2020", "16/01/2020", "1/16/2020". Where the first two numbers could be told either way, dots say that the day
/// comes first, and nothing else does.
fn day_first(text: &str) -> Result<Option<Parts>, &'static str> {
    let parts = || {
        let (one, rest) = digits(text)?;
        let separator = rest.chars().next().filter(|next| matches!(next, '-' | '/' | '.'))?;
        let (two, rest) = digits(&rest[1..])?;
        let year = rest.strip_prefix(separator)?;
        let (number, rest) = digits(year)?;
        let ends = rest.chars().next().is_none_or(|next| !next.is_alphanumeric());
        (ends && year.len() - rest.len() == 4).then_some((separator, one, two, number))
    };
    Ok(match parts() {
        None => None,
        Some((separator, one, two, year)) if separator == '.' || one > 12 || one == two => Some((year, two, one)),
        Some((_, one, two, year)) if two > 12 => Some((year, one, two)),
        Some(_) => return Err("may be one of two days"),
    })
}

/// What a date lacks that names none.
fn lack(text: &str) -> &'static str {
    let is_year = |word: &str| word.len() == 4 && word.parse().is_ok_and(|year| YEARS.contains(&year));
    let is_month = |word: &str| {
        let word = word.to_lowercase();
        MONTHS.iter().any(|month| word.starts_with(month))
    };
    let words = || text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    if words().any(is_year) && words().all(|word| is_year(word) || is_month(word) || word.len() <= 2) {
        "names no day"
    } else if words().any(is_month) && words().any(|word| word.parse::<u8>().is_ok()) {
        "names no year"
    } else {
        "is of no kind that we know"
    }
}

fn digits(text: &str) -> Option<(i64, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    (end > 0 && end <= 6).then(|| Some((text[..end].parse().ok()?, &text[end..])))?
}

/// The months by the first three letters of their English names, as dates are written in mail and on the web.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// "Mon, 06 Jan 2020 11:22:33 GMT", "January 6th, 2020", "6 Jan. 2020", "Published on March 3, 2020 at 10:15 a.m.".
fn spelled(text: &str) -> Option<Parts> {
    let mut month = None;
    let mut day = None;
    let mut year = None;
    let words =
        text.split(|character: char| !character.is_alphanumeric() && character != ':').filter(|word| !word.is_empty());
    for word in words.take(12) {
        if word.contains(':') {
            continue;
        }
        let lower = word.to_lowercase();
        if month.is_none() && lower.len() >= 3 && lower.is_char_boundary(3) {
            month = MONTHS.iter().position(|name| lower[..3] == **name).map(|at| at as i64 + 1);
            if month.is_some() {
                continue;
            }
        }
        let digits = lower.trim_end_matches(|character: char| character.is_alphabetic());
        match digits.len() {
            1 | 2 if day.is_none() => day = digits.parse().ok(),
            4 if year.is_none() => year = digits.parse().ok(),
            _ => {}
        }
    }
    Some((year?, month?, day?))
}

/// Numbers of seconds from here on are milliseconds, and so on.
const LARGEST_SECONDS: i64 = 100_000_000_000;

fn epoch(text: &str) -> Option<Parts> {
    let whole = text.split('.').next().unwrap_or(text);
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    if digits.len() < 9 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut seconds: i64 = whole.parse().ok()?;
    while seconds.abs() >= LARGEST_SECONDS {
        seconds /= 1000;
    }
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    let date = jiff::tz::Offset::UTC.to_datetime(moment).date();
    Some((date.year().into(), date.month().into(), date.day().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_they_are_written() {
        for (text, expected) in [
            ("2020-01-06", "2020-01-06"),
            ("2020-1-6", "2020-01-06"),
            ("2020/01/06", "2020-01-06"),
            ("2020.01.06 23:59", "2020-01-06"),
            ("2020-01-06T23:30:00-11:00", "2020-01-06"),
            ("2020-01-06T00:10:00+14:00", "2020-01-06"),
            ("2016-12-31T23:59:60Z", "2016-12-31"),
            ("20200106", "2020-01-06"),
            ("20200106T112233Z", "2020-01-06"),
            ("20200106112233", "2020-01-06"),
            ("Mon, 06 Jan 2020 11:22:33 GMT", "2020-01-06"),
            ("Mon, 6 Jan 2020 23:22:33 -0800", "2020-01-06"),
            ("January 6th, 2020", "2020-01-06"),
            ("6 Jan. 2020", "2020-01-06"),
            ("06.01.2020", "2020-01-06"),
            ("6.1.2020, 10:15 Uhr", "2020-01-06"),
            ("16/01/2020", "2020-01-16"),
            ("01/16/2020 10:15 PM", "2020-01-16"),
            ("6-6-2020", "2020-06-06"),
            ("Published on March 3, 2020 at 10:15 a.m.", "2020-03-03"),
            ("1578309753", "2020-01-06"),
            ("1578309753.25", "2020-01-06"),
            ("1578309753000", "2020-01-06"),
            ("1578309753000000", "2020-01-06"),
            ("1677-01-01", "1677-01-01"),
            ("2262-12-31", "2262-12-31"),
            ("2020-02-29", "2020-02-29"),
            ("1969-12-31", "1969-12-31"),
            ("1970-01-01", "1970-01-01"),
            ("2016-12-31T23:59:60Z", "2016-12-31"),
            ("2020-01-06T24:00:00Z", "2020-01-06"),
            ("2020-01-06T00:30:00+14:00", "2020-01-06"),
            ("2020-01-06T23:30:00-14:00", "2020-01-06"),
        ] {
            assert_eq!(date(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_a_date_lacks_is_told() {
        for (text, lacking) in [
            ("2020", "names no day"),
            ("2020-01", "names no day"),
            ("March 2020", "names no day"),
            ("Nov 3", "names no year"),
            ("3 Nov, 10:15", "names no year"),
            ("06/01/2020", "may be one of two days"),
            ("10:15", "is of no kind that we know"),
            ("2020-02-30", "is on no calendar"),
            ("2019-02-29", "is on no calendar"),
            ("2020-13-01", "is on no calendar"),
            ("2020-00-10", "is on no calendar"),
            ("0000-01-01", "is not between 1677 and 2262"),
            ("1600-05-05", "is not between 1677 and 2262"),
            ("1676-12-31", "is not between 1677 and 2262"),
            ("2263-01-01", "is not between 1677 and 2262"),
            ("2300-01-01", "is not between 1677 and 2262"),
            ("99999-01-01", "is not between 1677 and 2262"),
            ("0", "is of no kind that we know"),
            ("-1", "is of no kind that we know"),
            ("1e300", "is of no kind that we know"),
            ("yesterday", "is of no kind that we know"),
            ("2 hours ago", "is of no kind that we know"),
            ("9999-12-31", "is not between 1677 and 2262"),
        ] {
            assert_eq!(day(text), Err(lacking), "{text}");
        }
    }

    #[test]
    fn a_moment_has_a_zone_or_is_of_utc() {
        for (text, expected) in [
            ("2020-01-06T11:22:33Z", Some(1_578_309_753)),
            ("2020-01-06T13:22:33+02:00", Some(1_578_309_753)),
            ("20200106T112233Z", Some(1_578_309_753)),
            ("20200106T132233+0200", Some(1_578_309_753)),
            ("2020-01-06T11:22:33", Some(1_578_309_753)),
            ("2020-01-06T11:22", Some(1_578_309_720)),
            ("Mon, 06 Jan 2020 11:22:33 GMT", Some(1_578_309_753)),
            ("2020-01-06", Some(1_578_268_800)),
            ("9999-12-31T00:00:00Z", None),
            ("soon", None),
        ] {
            assert_eq!(moment(text), expected, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_is_no_date() {
        for text in [
            "",
            "n/a",
            "2020",
            "2020-01",
            "March 2020",
            "Nov 3",
            "2021-02-29",
            "2020-02-30",
            "30 Feb 2020",
            "2020-13-01",
            "2020-00-10",
            "0000-01-01",
            "0001-01-01",
            "1600-01-01",
            "1676-12-31",
            "2263-01-01",
            "2300-01-01",
            "9999-12-31",
            "10000-01-01",
            "-2020-01-01",
            "12",
            "20201301",
            "99999999999999999999",
            "06/01/20",
            "06/01/2020",
            "32/13/2020",
            "10:15",
            "👍",
            "--",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
