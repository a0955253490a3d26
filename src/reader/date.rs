//! A date in many spellings in, `YYYY-MM-DD` out.

use jiff::civil::Date;

/// The years that a date may have; any other is no date rather than a wrong one.
const YEARS: std::ops::RangeInclusive<i16> = 1678..=2261;
/// Numbers of seconds from here on are milliseconds.
const LARGEST_SECONDS: i64 = 100_000_000_000;

/// Reads a date: ISO 8601 with or without a time, RFC 2822, "March 3, 2020", "3 March 2020", seconds or milliseconds
/// since 1970. A month or a year alone is no day, and so no date.
pub fn date(text: &str) -> Option<String> {
    let text = text.trim();
    let date = iso(text).or_else(|| spelled(text)).or_else(|| epoch(text))?;
    YEARS.contains(&date.year()).then(|| date.to_string())
}

/// "2020-01-06", "2020-01-06T11:22:33Z", "2020/01/06", "20200106".
fn iso(text: &str) -> Option<Date> {
    let day: String = text.chars().take(10).collect();
    let behind = text.chars().nth(10);
    if day.chars().count() == 10 && !behind.is_some_and(|next| next.is_ascii_digit()) {
        let normal = day.replace('/', "-");
        if let Ok(date) = normal.parse::<Date>() {
            return Some(date);
        }
    }
    let compact = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    compact.then(|| format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]).parse().ok())?
}

/// The months by the first three letters of their English names, as dates are written in mail and on the web.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// "Mon, 06 Jan 2020 11:22:33 GMT", "January 6, 2020", "6 Jan. 2020".
fn spelled(text: &str) -> Option<Date> {
    let mut month = None;
    let mut day = None;
    let mut year = None;
    let words =
        text.split(|character: char| !character.is_alphanumeric() && character != ':').filter(|word| !word.is_empty());
    for word in words.take(8) {
        let lower = word.to_lowercase();
        if word.contains(':') {
            continue;
        }
        if month.is_none() && lower.len() >= 3 && lower.is_char_boundary(3) {
            month = MONTHS.iter().position(|name| lower[..3] == **name).map(|at| at as i8 + 1);
            if month.is_some() {
                continue;
            }
        }
        let digits = lower.trim_end_matches(|character: char| character.is_alphabetic());
        match digits.len() {
            1 | 2 if day.is_none() => day = digits.parse::<i8>().ok(),
            4 if year.is_none() => year = digits.parse::<i16>().ok(),
            _ => {}
        }
    }
    Date::new(year?, month?, day?).ok()
}

fn epoch(text: &str) -> Option<Date> {
    let digits = text.split('.').next().unwrap_or(text);
    if digits.len() < 9 {
        return None;
    }
    let number: i64 = digits.parse().ok()?;
    let seconds = if number.abs() >= LARGEST_SECONDS { number / 1000 } else { number };
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    Some(jiff::tz::Offset::UTC.to_datetime(moment).date())
}
