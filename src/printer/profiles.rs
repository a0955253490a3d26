//! Who speaks in an index: for people, and as JSON.

use std::io::Write;

use serde::Serialize;

use crate::error::Result;
use crate::passage::{Profile, ProfilePart};
use crate::printer::escape::Safe;
use crate::printer::json;
use crate::printer::layout::cut;
use crate::printer::stats::{CountRecord, count, number};
use crate::printer::style::{Look, Style};

/// Who speaks; `schema/profile.schema.json`.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct ProfileRecord {
    name: String,
    count: u64,
    names: Vec<CountRecord>,
    since: Option<String>,
    until: Option<String>,
    parts: Vec<PartRecord>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct PartRecord {
    speaker: Option<String>,
    role: Option<String>,
    organization: Option<String>,
    count: u64,
    since: Option<String>,
    until: Option<String>,
}

/// Prints profiles as JSON, one a line.
pub fn print_json(out: &mut dyn Write, profiles: &[Profile]) -> Result<()> {
    for profile in profiles {
        let (since, until) = profile.days.clone().unzip();
        let names = profile.names.iter().map(|(name, count)| CountRecord { name: name.clone(), count: *count });
        let part = |part: &ProfilePart| {
            let (since, until) = part.days.clone().unzip();
            let ProfilePart { speaker, role, organization, count, .. } = part.clone();
            PartRecord { speaker, role, organization, count, since, until }
        };
        let parts = profile.parts.iter().map(part).collect();
        let (name, count) = (profile.name.clone(), profile.count);
        json::print_line(out, &ProfileRecord { name, count, names: names.collect(), since, until, parts })?;
    }
    Ok(())
}

/// Prints profiles for people: name and number, other names, and the most frequent parts.
pub fn print_human(out: &mut dyn Write, profiles: &[Profile], look: Look<'_>) -> Result<()> {
    const SHOWN: usize = 5;
    let mut page = String::new();
    for (number_of, profile) in profiles.iter().enumerate() {
        if number_of > 0 {
            page.push('\n');
        }
        look.paint(&mut page, Style::BOLD, &Safe::line(&cut(&profile.name, look.width.saturating_sub(46).max(20))));
        let quotations = count(profile.count, "quotation", "quotations");
        let heading = format!(" · {quotations}{}", days(profile.days.as_ref()));
        look.paint(&mut page, Style::PLAIN, &Safe::line(&heading));
        page.push('\n');
        let room = look.width.saturating_sub(4).max(20);
        let others: Vec<&str> = profile.names.iter().skip(1).take(SHOWN).map(|(name, _)| name.as_str()).collect();
        if !others.is_empty() {
            let more = profile.names.len().saturating_sub(1 + SHOWN);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let line = cut(&format!("also {}{more}", others.join(", ")), room);
            look.paint(&mut page, Style::DIM, &Safe::line(&format!("    {line}")));
            page.push('\n');
        }
        for part in profile.parts.iter().filter(|part| !is_empty(part)).take(SHOWN) {
            let known = [part.speaker.as_deref(), part.role.as_deref(), part.organization.as_deref()];
            let known: Vec<&str> = known.into_iter().flatten().collect();
            let tail = format!(" · {}{}", number(part.count), days(part.days.as_ref()));
            let head = cut(&known.join(", "), room.saturating_sub(tail.chars().count()).max(10));
            page.push_str(&format!("    {}", Safe::line(&head).as_str()));
            look.paint(&mut page, Style::DIM, &Safe::line(&tail));
            page.push('\n');
        }
    }
    out.write_all(page.as_bytes())?;
    Ok(())
}

fn is_empty(part: &ProfilePart) -> bool {
    part.speaker.is_none() && part.role.is_none() && part.organization.is_none()
}

fn days(days: Option<&(String, String)>) -> String {
    match days {
        Some((first, last)) if first == last => format!(" · {first}"),
        Some((first, last)) => format!(" · {first} to {last}"),
        None => String::new(),
    }
}
