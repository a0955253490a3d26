//! Counts of passages: by what they have in common, and along time.

use std::io::Write;

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::passage::Group;
use crate::printer::csv::Cells;
use crate::printer::escape::Safe;
use crate::printer::human::print_reading;
use crate::printer::json;
use crate::printer::layout::{columns, cut};
use crate::printer::stats::number;
use crate::printer::style::{Colour, Look, Style};

/// Passages that have something in common; `schema/group.schema.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupRecord {
    /// What they have in common.
    pub by: String,
    /// Its name; null where it is not known.
    pub name: Option<String>,
    /// How many passages.
    pub passages: u64,
    /// In how many articles.
    pub articles: u64,
    /// The first day.
    pub since: Option<String>,
    /// The last day.
    pub until: Option<String>,
}

impl GroupRecord {
    fn of(group: &Group) -> Self {
        let (since, until) = group.days.clone().unzip();
        let by = group.by.name().to_owned();
        Self { by, name: group.name.clone(), passages: group.passages, articles: group.articles, since, until }
    }
}

/// Prints groups as JSON, one a line.
pub fn print_json(out: &mut dyn Write, lists: &[Vec<Group>]) -> Result<()> {
    lists.iter().flatten().try_for_each(|group| json::print_line(out, &GroupRecord::of(group)))
}

/// Prints groups as a table.
pub fn print_csv(out: &mut dyn Write, lists: &[Vec<Group>], cells: Cells) -> Result<()> {
    let mut text = "by,name,passages,articles,since,until\n".to_owned();
    for group in lists.iter().flatten() {
        let GroupRecord { by, name, passages, articles, since, until } = GroupRecord::of(group);
        let name = name.unwrap_or_default();
        let name = cells.of(Safe::line(&name).as_str()).replace('"', "\"\"");
        let (since, until) = (since.unwrap_or_default(), until.unwrap_or_default());
        text.push_str(&format!("{by},\"{name}\",{passages},{articles},{since},{until}\n"));
    }
    out.write_all(text.as_bytes())?;
    Ok(())
}

/// What bars are drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bars {
    /// Blocks, to an eighth of a column.
    Blocks,
    /// Where the terminal shows no more than ASCII.
    Ascii,
}

/// Prints how a question was read, and a list of counts for each thing that passages have in common.
pub fn print_human(
    out: &mut dyn Write,
    understood: &str,
    lists: &[Vec<Group>],
    bars: Bars,
    look: Look<'_>,
) -> Result<()> {
    let mut page = String::new();
    print_reading(&mut page, understood, look);
    for (number, list) in lists.iter().enumerate() {
        if number > 0 {
            page.push('\n');
        }
        print_list(&mut page, list, bars, look);
    }
    out.write_all(page.as_bytes())?;
    Ok(())
}

/// A line of what is counted, and a row for each group: name, passages, bar, articles, days.
pub(super) fn print_list(page: &mut String, list: &[Group], bars: Bars, look: Look<'_>) {
    const BAR: usize = 20;
    let Some(first) = list.first() else { return };
    let is_time = first.by.is_time();
    let room = look.width.saturating_sub(BAR + if is_time { 12 } else { 40 }).max(14);
    let names: Vec<String> = list.iter().map(|group| cut(group.name.as_deref().unwrap_or("not known"), room)).collect();
    let widest = names.iter().map(|name| columns(name)).max().unwrap_or(0);
    let greatest = list.iter().map(|group| group.passages).max().unwrap_or(0).max(1);
    let figures = number(greatest).len();
    look.paint(page, Style::BOLD, &Safe::line(&format!("By {}", first.by.name())));
    page.push('\n');
    for (name, group) in names.iter().zip(list) {
        let gap = " ".repeat(widest - columns(name));
        let figure = number(group.passages);
        page.push_str(&format!("  {name}{gap}  {figure:>figures$}  "));
        let drawn = bar(group.passages, greatest, BAR, bars);
        look.paint(page, Style { colour: Some(Colour::Cyan), ..Style::PLAIN }, &Safe::line(&drawn));
        let more = details(group);
        if !is_time && !more.is_empty() && look.width > widest + figures + BAR + 8 + more.chars().count() {
            page.push_str(&" ".repeat(BAR + 2 - columns(&drawn)));
            look.paint(page, Style::DIM, &Safe::line(&more));
        }
        page.push('\n');
    }
}

/// "2020-01-06 to 2020-01-09".
fn details(group: &Group) -> String {
    match &group.days {
        Some((first, last)) if first == last => first.clone(),
        Some((first, last)) => format!("{first} to {last}"),
        None => String::new(),
    }
}

/// A bar as long as its share of the greatest; whatever is not nothing is seen.
fn bar(count: u64, greatest: u64, width: usize, bars: Bars) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let steps = |each: u64| (count * width as u64 * each).div_ceil(greatest);
    match bars {
        Bars::Ascii => "#".repeat(steps(1) as usize),
        Bars::Blocks => {
            let eighths = steps(8);
            format!("{}{}", "█".repeat((eighths / 8) as usize), EIGHTHS[(eighths % 8) as usize])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_share() {
        assert_eq!(bar(0, 10, 4, Bars::Blocks), "");
        assert_eq!(bar(10, 10, 4, Bars::Blocks), "████");
        assert_eq!(bar(5, 10, 4, Bars::Blocks), "██");
        assert_eq!(bar(1, 1000, 4, Bars::Blocks), "▏");
        assert_eq!(bar(1, 1000, 4, Bars::Ascii), "#");
        assert_eq!(bar(5, 10, 4, Bars::Ascii), "##");
    }
}
