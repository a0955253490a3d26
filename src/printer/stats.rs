//! What an index holds, in figures: for people, and as JSON.

use std::io::Write;

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::index::{Count, Identity, Stats};
use crate::printer::escape::Safe;
use crate::printer::json;
use crate::printer::layout::{columns, cut};
use crate::printer::style::{Colour, Look, Style};

/// What an index holds; `schema/stats.schema.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatsRecord {
    /// Articles.
    pub articles: u64,
    /// Quotations.
    pub quotations: u64,
    /// Quotations whose speaker is named.
    pub named: u64,
    /// Stretches of narration.
    pub narration: u64,
    /// Bytes on disk.
    pub bytes: u64,
    /// The first day of publication.
    pub since: Option<String>,
    /// The last day of publication.
    pub until: Option<String>,
    /// Quotations by kind.
    pub kinds: Vec<CountRecord>,
    /// Quotations by act.
    pub acts: Vec<CountRecord>,
    /// Quotations by speaker.
    pub speakers: Vec<IdentityRecord>,
    /// Quotations by organization.
    pub organizations: Vec<IdentityRecord>,
    /// Articles by outlet.
    pub outlets: Vec<CountRecord>,
    /// Articles by language.
    pub languages: Vec<CountRecord>,
    /// Articles by whether they may be published.
    pub statuses: Vec<CountRecord>,
}

/// A name and how often it occurs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CountRecord {
    /// The name.
    pub name: String,
    /// How often.
    pub count: u64,
}

/// A person or a body under all its names, and how often they occur.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IdentityRecord {
    /// The name that is used most.
    pub name: String,
    /// How often all the names occur.
    pub count: u64,
    /// Each name.
    pub names: Vec<CountRecord>,
    /// What is counted by a surname alone, since nobody else of that name holds the office.
    pub linked: Vec<LinkedRecord>,
}

/// Quotations of a surname alone, in an office that tells whose it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkedRecord {
    /// The surname.
    pub name: String,
    /// The noun of the office.
    pub office: String,
    /// How often.
    pub count: u64,
}

impl CountRecord {
    fn of(count: &Count) -> Self {
        Self { name: count.name.clone(), count: count.count }
    }
}

impl IdentityRecord {
    fn of(identity: &Identity) -> Self {
        let names = identity.names.iter().map(CountRecord::of).collect();
        let linked = identity.linked.iter().map(|linked| LinkedRecord {
            name: linked.name.clone(),
            office: linked.office.to_owned(),
            count: linked.count,
        });
        Self { name: identity.name.clone(), count: identity.count, names, linked: linked.collect() }
    }
}

/// Prints figures as one JSON object; of names, the `limit` most frequent.
pub fn print_json(out: &mut dyn Write, stats: &Stats, limit: usize) -> Result<()> {
    let counts = |counts: &[Count], limit: usize| counts.iter().take(limit).map(CountRecord::of).collect();
    let identities =
        |identities: &[Identity]| identities.iter().take(limit).map(IdentityRecord::of).collect::<Vec<_>>();
    let dates = stats.dates.clone();
    let record = StatsRecord {
        articles: stats.articles,
        quotations: stats.quotations,
        named: stats.named,
        narration: stats.narration,
        bytes: stats.bytes,
        since: dates.as_ref().map(|(first, _)| first.clone()),
        until: dates.map(|(_, last)| last),
        kinds: counts(&stats.kinds, usize::MAX),
        acts: counts(&stats.acts, usize::MAX),
        speakers: identities(&stats.speakers),
        organizations: identities(&stats.organizations),
        outlets: counts(&stats.outlets, limit),
        languages: counts(&stats.languages, usize::MAX),
        statuses: counts(&stats.statuses, usize::MAX),
    };
    json::print_line(out, &record)
}

/// Prints figures for people; of names, the `limit` most frequent.
pub fn print_human(out: &mut dyn Write, stats: &Stats, limit: usize, look: Look<'_>) -> Result<()> {
    let mut page = String::new();
    let mut fact = |figure: &str, words: &str| {
        look.paint(&mut page, Style::BOLD, &Safe::line(figure));
        page.push(' ');
        page.push_str(Safe::line(words).as_str());
        page.push('\n');
    };
    fact(&number(stats.articles), noun(stats.articles, "article", "articles"));
    let share = (100 * stats.named).checked_div(stats.quotations).unwrap_or(0);
    let quotations = noun(stats.quotations, "quotation", "quotations");
    fact(&number(stats.quotations), &format!("{quotations}, {share} % with a named speaker"));
    fact(&number(stats.narration), noun(stats.narration, "stretch of narration", "stretches of narration"));
    if let Some((first, last)) = &stats.dates {
        fact(first, &format!("to {last}"));
    }
    fact(&size(stats.bytes), "on disk");
    let most = |identities: &[Identity]| -> Vec<Count> {
        identities.iter().map(|identity| Count { name: identity.name.clone(), count: identity.count }).collect()
    };
    // Where all is of one language there is nothing to tell.
    let others = stats.languages.len() > 1 || stats.languages.iter().any(|count| count.name != "en");
    let languages = if others { stats.languages.clone() } else { Vec::new() };
    for (heading, counts, limit) in [
        ("Kinds of quotations", &stats.kinds, usize::MAX),
        ("Acts", &stats.acts, usize::MAX),
        ("Speakers quoted most", &most(&stats.speakers), limit),
        ("Organizations quoted most", &most(&stats.organizations), limit),
        ("Outlets, by articles", &stats.outlets, limit),
        ("Languages, by articles; only English is attributed", &languages, usize::MAX),
        ("Statuses, by articles", &stats.statuses, usize::MAX),
    ] {
        if !counts.is_empty() && limit > 0 {
            print_counts(&mut page, heading, &counts[..counts.len().min(limit)], look);
        }
    }
    out.write_all(page.as_bytes())?;
    Ok(())
}

/// A heading and a row for each name: the name, how often, and a bar as long as it is frequent.
fn print_counts(page: &mut String, heading: &str, counts: &[Count], look: Look<'_>) {
    const BAR: usize = 20;
    let names: Vec<String> =
        counts.iter().map(|count| cut(&count.name, look.width.saturating_sub(BAR + 16).max(12))).collect();
    let widest = names.iter().map(|name| columns(name)).max().unwrap_or(0);
    let greatest = counts.iter().map(|count| count.count).max().unwrap_or(0).max(1);
    let figures = number(greatest).len();
    page.push('\n');
    look.paint(page, Style::BOLD, &Safe::line(heading));
    page.push('\n');
    for (name, count) in names.iter().zip(counts) {
        let gap = " ".repeat(widest - columns(name));
        let figure = number(count.count);
        page.push_str(Safe::line(&format!("  {name}{gap}  {figure:>figures$}  ")).as_str());
        let bar = "█".repeat(((count.count * BAR as u64).div_ceil(greatest)) as usize);
        look.paint(page, Style { colour: Some(Colour::Cyan), ..Style::PLAIN }, &Safe::line(&bar));
        page.push('\n');
    }
}

/// A number with commas between its thousands.
pub fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// The noun for so many.
pub fn noun<'a>(n: u64, one: &'a str, many: &'a str) -> &'a str {
    if n == 1 { one } else { many }
}

/// A number with its noun.
pub fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(n), noun(n, one, many))
}

/// A number of bytes, in the unit that suits it.
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} bytes");
    }
    let mut amount = bytes as f64 / 1000.0;
    let mut unit = 0;
    while amount >= 999.5 && unit + 1 < UNITS.len() {
        amount /= 1000.0;
        unit += 1;
    }
    format!("{amount:.*} {}", usize::from(amount < 99.95), UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(18646), "18,646");
        assert_eq!(number(1_234_567), "1,234,567");
    }

    #[test]
    fn sizes_have_the_unit_that_suits_them() {
        assert_eq!(size(999), "999 bytes");
        assert_eq!(size(1_240), "1.2 kB");
        assert_eq!(size(112_400_000), "112 MB");
        assert_eq!(size(999_600_000), "1.0 GB");
    }
}
