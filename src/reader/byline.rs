//! A byline as printed in, the names in it out.

use std::sync::LazyLock;

const TABLE: &str = include_str!("byline.tsv");

/// A name is no longer than this many characters.
const LONGEST: usize = 80;

/// Words and their kind, the longest first.
static WORDS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    let mut words: Vec<(&str, &str)> = rows.filter_map(|row| row.split_once('\t')).collect();
    words.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    words
});

/// The names of a byline, with commas between them: "By Jane Doe, Staff Writer | Updated 3h ago" is "Jane Doe".
pub(super) fn clean(byline: &str) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for piece in byline.split([',', ';', '|', '•', '·', '—', '\n', '\t']).take(64) {
        let name = name(piece);
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    Some(names.join(", ")).filter(|names| !names.is_empty())
}

/// The name in a piece of a byline; nothing if there is none.
fn name(piece: &str) -> &str {
    let mut name = piece.trim().trim_end_matches(['.', ':', '-', '–']).trim();
    loop {
        let leads = WORDS.iter().filter(|(_, kind)| *kind == "lead");
        let Some(rest) = leads.filter_map(|(words, _)| without(name, words)).next() else { break };
        name = rest;
    }
    let odd = |letter: char| letter.is_ascii_digit() || matches!(letter, '@' | '<' | '>' | '{' | '}') || letter == '/';
    let is_name = name.chars().any(char::is_alphabetic)
        && name.chars().count() <= LONGEST
        && !name.contains(odd)
        && !is_time(name)
        && !holds_other(name);
    if is_name { name } else { "" }
}

/// What stands behind words at the start of a piece.
fn without<'a>(piece: &'a str, words: &str) -> Option<&'a str> {
    let head = piece.get(..words.len())?;
    let rest = &piece[words.len()..];
    (head.eq_ignore_ascii_case(words) && rest.starts_with([' ', ':', '\u{a0}']))
        .then(|| rest.trim_start_matches([' ', ':', '\u{a0}']))
}

/// Whether a piece holds words that no name has.
fn holds_other(piece: &str) -> bool {
    let lower = piece.to_lowercase();
    let holds = |words: &str| {
        lower.match_indices(words).any(|(at, _)| {
            let before = lower[..at].chars().next_back();
            let after = lower[at + words.len()..].chars().next();
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        })
    };
    WORDS.iter().any(|(words, kind)| *kind != "lead" && lower.contains(words) && holds(words))
}

/// "Sun October", "Am Edt": what is left of a date when its numbers are gone.
fn is_time(piece: &str) -> bool {
    const STARTS: [&str; 19] = [
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep",
        "oct", "nov", "dec",
    ];
    const DAYS_AND_MONTHS: [&str; 19] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let mut words = piece.split_whitespace().map(str::to_lowercase).peekable();
    words.peek().is_some()
        && words.all(|word| {
            let whole = DAYS_AND_MONTHS.contains(&word.as_str()) || STARTS.contains(&word.as_str());
            whole || matches!(word.as_str(), "am" | "pm" | "a.m" | "p.m")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_names_of_a_byline_stay() {
        for (byline, names) in [
            ("By Mira Dolan", "Mira Dolan"),
            ("By Mira Dolan, Staff Writer | Updated 3h ago", "Mira Dolan"),
            ("Written by: Mira Dolan and Tom Abara", "Mira Dolan and Tom Abara"),
            ("Mira Dolan; Tom Abara", "Mira Dolan, Tom Abara"),
            ("Ilse Varga, Minute Read, Published, Am Edt, Sun October", "Ilse Varga"),
            ("BY ILSE VARGA • 4 MIN READ", "ILSE VARGA"),
            ("Ilse Varga <ilse@post.example>", ""),
            ("Byron Cole", "Byron Cole"),
            ("Inland Courier", "Inland Courier"),
            ("Mira Dolan, Mira Dolan, Political Correspondent", "Mira Dolan"),
            ("Updated May 3, 2021", ""),
            ("", ""),
        ] {
            assert_eq!(clean(byline).unwrap_or_default(), names, "{byline}");
        }
    }
}
