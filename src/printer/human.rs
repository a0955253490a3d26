//! Passages for people: what was understood, then each passage with its speaker, its words and where it stands.

use std::io::Write;

use crate::error::Result;
use crate::passage::Passage;
use crate::printer::escape::{self, Safe};
use crate::printer::layout::{Gap, Prose, cut};
use crate::printer::style::{Colour, Ink, Links, Look, Style};
use crate::quotation::Act;
use crate::record::{QuotationRecord, Range};

/// Whether the reasons for each place in the order are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reasons {
    /// Left out.
    Hidden,
    /// Below each passage.
    Shown,
}

/// Columns before the text of a passage: room for its number.
const INDENT: usize = 4;

/// Prints how a question was read, and the passages that answer it.
pub fn print(
    out: &mut dyn Write,
    understood: &str,
    passages: &[Passage],
    reasons: Reasons,
    look: Look<'_>,
) -> Result<()> {
    let mut page = String::new();
    let mut reading = Prose::default();
    reading.text("Understood:", Style::BOLD);
    reading.gap(Gap::Space(Style::PLAIN));
    reading.text(understood, Style::PLAIN);
    reading.lay(&mut page, look, 0);
    page.push_str("\n\n");
    for passage in passages {
        print_passage(&mut page, passage, reasons, look);
        page.push('\n');
    }
    if passages.iter().any(|passage| passage.quotation.is_some()) {
        print_legend(&mut page, look);
    }
    out.write_all(page.as_bytes())?;
    Ok(())
}

fn print_passage(page: &mut String, passage: &Passage, reasons: Reasons, look: Look<'_>) {
    let rank = format!("{:>2}  ", passage.rank);
    look.paint(page, Style::DIM, &Safe::line(&rank));
    print_heading(page, passage, look, rank.len());
    start_line(page);
    words(passage, look.ink).lay(page, look, INDENT);
    if reasons == Reasons::Shown {
        print_reasons(page, passage, look);
    }
    print_place(page, passage, look);
}

/// Who, in which office, for whom, doing what; or the headline, above narration.
fn print_heading(page: &mut String, passage: &Passage, look: Look<'_>, indent: usize) {
    let mut heading = Prose::default();
    let parts;
    match &passage.quotation {
        None => heading.text(passage.article.title.as_deref().unwrap_or(&passage.article.id), Style::DIM),
        Some(quotation) => {
            parts = who(quotation);
            for (number, (part, style)) in parts.iter().enumerate() {
                if number > 0 {
                    heading.gap(Gap::Space(Style::PLAIN));
                    heading.text("·", Style::DIM);
                    heading.gap(Gap::Space(Style::PLAIN));
                }
                heading.text(part, *style);
            }
        }
    }
    heading.lay(page, look, indent);
}

/// The parts of a heading: the name as far as it is known, office and body, acts.
fn who(quotation: &QuotationRecord) -> Vec<(String, Style)> {
    let mut parts = Vec::new();
    let source = quotation.source.as_ref().map(|source| source.text.as_str());
    let organization = quotation.organization.as_deref();
    let name = match (&quotation.speaker, organization, source) {
        (Some(speaker), _, _) => speaker,
        (None, Some(organization), _) if !quotation.anonymous => organization,
        (None, _, Some(source)) => source,
        (None, Some(organization), None) => organization,
        (None, None, None) => "speaker not given",
    };
    parts.push((name.to_owned(), Style::BOLD));
    if quotation.anonymous {
        parts.push(("unnamed".to_owned(), Style::PLAIN));
    }
    let role = quotation.role.as_deref().filter(|role| !holds(name, role));
    let body = organization.filter(|body| !holds(name, body) && !role.is_some_and(|role| holds(role, body)));
    let office = [role, body].into_iter().flatten().collect::<Vec<_>>().join(", ");
    if !office.is_empty() {
        parts.push((office, Style::PLAIN));
    }
    if let Some(first) = quotation.acts.first() {
        parts.push((quotation.acts.join(", "), Style::bold(act_colour(first))));
    }
    parts
}

/// Whether a text says the other already, whatever the case of its letters.
fn holds(text: &str, other: &str) -> bool {
    text.to_lowercase().contains(&other.to_lowercase())
}

/// Against, for, with a warning in it, or neither.
fn act_colour(name: &str) -> Colour {
    match Act::from_name(name) {
        Some(Act::Deny | Act::Reject | Act::Accuse | Act::Criticize | Act::Decline) => Colour::Red,
        Some(Act::Confirm | Act::Agree | Act::Praise | Act::Promise | Act::Defend | Act::Admit) => Colour::Green,
        Some(Act::Warn | Act::Threaten | Act::Urge | Act::Order | Act::Apologize) => Colour::Yellow,
        _ => Colour::Cyan,
    }
}

/// What a stretch of a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Content,
    Source,
    Cue,
    Matched,
}

impl Mark {
    /// The letters that stand for the mark where there is no colour.
    fn brackets(self) -> (&'static str, &'static str) {
        match self {
            Self::Content => ("{", "}"),
            Self::Source => ("[", "]"),
            Self::Cue => ("*", "*"),
            Self::Matched => ("", ""),
        }
    }
}

/// The words of a passage with content, cue and source marked.
fn words(passage: &Passage, ink: Ink) -> Prose<'_> {
    let marks = marks_of(passage);
    let cue_colour = passage.quotation.as_ref().and_then(|quotation| quotation.acts.first()).map(|act| act_colour(act));
    let mut prose = Prose::default();
    let mut open: Vec<(Mark, usize)> = Vec::new();
    let mut next = 0;
    let mut start = 0;
    let mut edges: Vec<usize> = marks.iter().flat_map(|&(_, [from, to])| [from, to]).collect();
    edges.push(passage.text.len());
    edges.sort_unstable();
    edges.dedup();
    for edge in edges {
        prose.text(&passage.text[start..edge], style_of(&open, passage, cue_colour));
        start = edge;
        while let Some(&(mark, end)) = open.last() {
            if end > edge {
                break;
            }
            open.pop();
            bracket(&mut prose, mark.brackets().1, ink);
        }
        while let Some(&(mark, [from, to])) = marks.get(next) {
            if from > edge {
                break;
            }
            open.push((mark, to));
            next += 1;
            bracket(&mut prose, mark.brackets().0, ink);
        }
    }
    prose
}

fn bracket(prose: &mut Prose<'_>, bracket: &'static str, ink: Ink) {
    if ink == Ink::Plain && !bracket.is_empty() {
        prose.run(bracket, Style::PLAIN);
    }
}

/// All marks of a passage, in bytes of its text: by where they start, the longer first, so that they nest.
fn marks_of(passage: &Passage) -> Vec<(Mark, Range)> {
    let mut marks: Vec<(Mark, Range)> = Vec::new();
    if let Some(quotation) = &passage.quotation {
        marks.extend(quotation.content.spans.iter().map(|&span| (Mark::Content, span)));
        marks.extend(quotation.source.iter().flat_map(|source| &source.spans).map(|&span| (Mark::Source, span)));
        marks.extend(quotation.cue.iter().flat_map(|cue| &cue.spans).map(|&span| (Mark::Cue, span)));
    }
    marks.extend(passage.matched.iter().map(|&span| (Mark::Matched, span)));
    let bytes: Vec<usize> = passage.text.char_indices().map(|(byte, _)| byte).chain([passage.text.len()]).collect();
    let [first, _] = passage.span;
    let byte = |point: usize| bytes[point.saturating_sub(first).min(bytes.len() - 1)];
    let mut marks: Vec<(Mark, Range)> = marks
        .into_iter()
        .map(|(mark, [from, to])| (mark, [byte(from), byte(to)]))
        .filter(|(_, [from, to])| from < to)
        .collect();
    marks.sort_unstable_by_key(|&(mark, [from, to])| (from, std::cmp::Reverse(to), mark));
    marks.dedup();
    let mut nested: Vec<usize> = Vec::new();
    for (_, [from, to]) in &mut marks {
        nested.retain(|&end| end > *from);
        // Marks that cross are cut where the outer one ends, so that brackets always pair.
        *to = nested.last().map_or(*to, |&end| end.min(*to));
        nested.push(*to);
    }
    marks
}

fn style_of(open: &[(Mark, usize)], passage: &Passage, cue_colour: Option<Colour>) -> Style {
    let has = |mark| open.iter().any(|&(other, _)| other == mark);
    Style {
        bold: has(Mark::Cue) || has(Mark::Matched),
        dim: passage.quotation.is_some() && open.is_empty(),
        underline: has(Mark::Source),
        colour: if has(Mark::Cue) { cue_colour } else { None },
    }
}

fn print_reasons(page: &mut String, passage: &Passage, look: Look<'_>) {
    let mut prose = Prose::default();
    let score = format!("score {:.2}:", passage.score);
    prose.text(&score, Style::BOLD);
    let reasons: Vec<String> = passage
        .reasons
        .iter()
        .enumerate()
        .map(|(number, reason)| {
            format!("{}{} ({:+.2})", if number > 0 { "; " } else { "" }, reason.text, reason.weight)
        })
        .collect();
    for (number, reason) in reasons.iter().enumerate() {
        if number == 0 {
            prose.gap(Gap::Space(Style::PLAIN));
        }
        prose.text(reason, Style::PLAIN);
    }
    start_line(page);
    prose.lay(page, look, INDENT);
}

/// The headline, then outlet, date and file.
fn print_place(page: &mut String, passage: &Passage, look: Look<'_>) {
    let article = &passage.article;
    let room = look.width.saturating_sub(INDENT);
    if let (Some(title), Some(_)) = (&article.title, &passage.quotation) {
        let title = cut(title, room);
        start_line(page);
        let link = article.url.as_deref().and_then(escape::web_link);
        look.link(page, link.as_deref(), |page| look.paint(page, Style::DIM, &Safe::line(&title)));
    }
    start_line(page);
    let facts = [article.source.as_deref(), article.date.as_deref()];
    let mut facts: String = facts.into_iter().flatten().map(|fact| format!("{} · ", cut(fact, room))).collect();
    let place = match (&article.path, article.line) {
        (Some(path), Some(line)) => format!("{path}:{line}"),
        (Some(path), None) => path.clone(),
        (None, _) => article.id.clone(),
    };
    if article.path.is_none() && !facts.is_empty() {
        facts.truncate(facts.len() - " · ".len());
        look.paint(page, Style::DIM, &Safe::line(&facts));
    } else {
        look.paint(page, Style::DIM, &Safe::line(&facts));
        let link = match (look.links, &article.path) {
            (Links::Osc8 { base }, Some(path)) => Some(escape::file_link(&base.join(path))),
            _ => None,
        };
        look.link(page, link.as_deref(), |page| look.paint(page, Style::DIM, &Safe::line(&place)));
    }
    page.push('\n');
}

/// What the marks mean.
fn print_legend(page: &mut String, look: Look<'_>) {
    let legend = [
        ("Marks: ", Style::DIM),
        match look.ink {
            Ink::Plain => ("[who]", Style::PLAIN),
            Ink::Coloured => ("who", Style { underline: true, ..Style::PLAIN }),
        },
        (" ", Style::PLAIN),
        match look.ink {
            Ink::Plain => ("*says*", Style::PLAIN),
            Ink::Coloured => ("says", Style::bold(Colour::Cyan)),
        },
        (" ", Style::PLAIN),
        match look.ink {
            Ink::Plain => ("{what}", Style::PLAIN),
            Ink::Coloured => ("what", Style::PLAIN),
        },
    ];
    for (text, style) in legend {
        look.paint(page, style, &Safe::line(text));
    }
    page.push('\n');
}

fn start_line(page: &mut String) {
    page.push('\n');
    page.extend(std::iter::repeat_n(' ', INDENT));
}
