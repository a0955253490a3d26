//! Passages for people: what was understood, then each passage with its speaker, its words and where it stands.

use std::io::Write;

use crate::error::Result;
use crate::passage::{Page, Passage};
use crate::printer::escape::{self, Safe};
use crate::printer::layout::{Gap, Prose, cut};
use crate::printer::style::{Colour, Ink, Links, Look, Style};
use crate::quotation::{Act, Part};
use crate::record::{ArticleFacts, QuotationRecord, Range, part_name};

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
    print_reading(&mut page, understood, look);
    let mut above: Option<&Passage> = None;
    for passage in passages {
        print_passage(&mut page, passage, above, reasons, look);
        page.push('\n');
        above = Some(passage);
    }
    if passages.iter().any(|passage| passage.quotation.is_some()) {
        print_legend(&mut page, look);
    }
    out.write_all(page.as_bytes())?;
    Ok(())
}

/// How a question was read, and an empty line.
pub(super) fn print_reading(page: &mut String, understood: &str, look: Look<'_>) {
    let mut reading = Prose::default();
    reading.text("Understood:", Style::BOLD);
    reading.gap(Gap::Space(Style::PLAIN));
    reading.text(understood, Style::PLAIN);
    reading.lay(page, look, 0);
    page.push_str("\n\n");
}

fn print_passage(page: &mut String, passage: &Passage, above: Option<&Passage>, reasons: Reasons, look: Look<'_>) {
    let rank = format!("{:>2}  ", passage.rank);
    look.paint(page, Style::DIM, &Safe::line(&rank));
    print_heading(page, passage, look, rank.len());
    start_line(page);
    let mut prose = Prose::default();
    if let Some(around) = &passage.around {
        prose.text(&around.before, Style::DIM);
        prose.gap(Gap::Space(Style::PLAIN));
    }
    words(&mut prose, passage, look.ink);
    if let Some(around) = &passage.around {
        prose.gap(Gap::Space(Style::PLAIN));
        prose.text(&around.after, Style::DIM);
    }
    prose.lay(page, look, INDENT);
    if reasons == Reasons::Shown {
        print_reasons(page, passage, look);
    }
    print_place(page, passage, above, look);
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

/// Adds the words of a passage with content, cue and source marked.
fn words<'a>(prose: &mut Prose<'a>, passage: &'a Passage, ink: Ink) {
    let cue_colour = passage.quotation.as_ref().and_then(|quotation| quotation.acts.first()).map(|act| act_colour(act));
    let mut spans: Vec<(Mark, Range)> = passage.quotation.iter().flat_map(spans_of).collect();
    spans.extend(passage.matched.iter().map(|&span| (Mark::Matched, span)));
    let marks = nested(spans, &passage.text, passage.span[0]);
    let rest = Style { dim: passage.quotation.is_some(), ..Style::PLAIN };
    marked(prose, &passage.text, &marks, rest, cue_colour, ink);
}

/// Adds a text with its marks; what none of them covers is in a style of its own.
fn marked<'a>(
    prose: &mut Prose<'a>,
    text: &'a str,
    marks: &[(Mark, Range)],
    rest: Style,
    cue_colour: Option<Colour>,
    ink: Ink,
) {
    let mut open: Vec<(Mark, usize)> = Vec::new();
    let mut next = 0;
    let mut start = 0;
    let mut edges: Vec<usize> = marks.iter().flat_map(|&(_, [from, to])| [from, to]).collect();
    edges.push(text.len());
    edges.sort_unstable();
    edges.dedup();
    for edge in edges {
        prose.text(&text[start..edge], if open.is_empty() { rest } else { style_of(&open, cue_colour) });
        start = edge;
        while let Some(&(mark, end)) = open.last() {
            if end > edge {
                break;
            }
            open.pop();
            bracket(prose, mark.brackets().1, ink);
        }
        while let Some(&(mark, [from, to])) = marks.get(next) {
            if from > edge {
                break;
            }
            open.push((mark, to));
            next += 1;
            bracket(prose, mark.brackets().0, ink);
        }
    }
}

fn bracket(prose: &mut Prose<'_>, bracket: &'static str, ink: Ink) {
    if ink == Ink::Plain && !bracket.is_empty() {
        prose.run(bracket, Style::PLAIN);
    }
}

/// The marks of a quotation, in code points of its part.
fn spans_of(quotation: &QuotationRecord) -> impl Iterator<Item = (Mark, Range)> {
    let content = quotation.content.spans.iter().map(|&span| (Mark::Content, span));
    let source = quotation.source.iter().flat_map(|source| &source.spans).map(|&span| (Mark::Source, span));
    let cue = quotation.cue.iter().flat_map(|cue| &cue.spans).map(|&span| (Mark::Cue, span));
    content.chain(source).chain(cue)
}

/// Marks of a text whose first code point is numbered so, in its bytes: by where they start, the longer first, so that
/// they nest.
fn nested(spans: Vec<(Mark, Range)>, text: &str, first: usize) -> Vec<(Mark, Range)> {
    let bytes: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
    let byte = |point: usize| bytes[point.saturating_sub(first).min(bytes.len() - 1)];
    let mut marks: Vec<(Mark, Range)> = spans
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

fn style_of(open: &[(Mark, usize)], cue_colour: Option<Colour>) -> Style {
    let has = |mark| open.iter().any(|&(other, _)| other == mark);
    Style {
        bold: has(Mark::Cue) || has(Mark::Matched),
        dim: false,
        underline: has(Mark::Source),
        colour: if has(Mark::Cue) { cue_colour } else { None },
    }
}

/// Prints one quotation in the sentences around it, and what is known of it.
pub fn print_quotation(out: &mut dyn Write, passage: &Passage, look: Look<'_>) -> Result<()> {
    let mut page = String::new();
    print_passage(&mut page, passage, None, Reasons::Hidden, look);
    if let Some(quotation) = &passage.quotation {
        let cue = quotation.cue.as_ref().map_or("none", |cue| cue.lemma.as_str());
        let facts = format!("{} · cue {cue} · sure {:.2} · id {}", quotation.kind, quotation.confidence, quotation.id);
        start_line(&mut page);
        look.paint(&mut page, Style::DIM, &Safe::line(&facts));
        page.push('\n');
    }
    page.push('\n');
    print_legend(&mut page, look);
    out.write_all(page.trim_start_matches('\n').as_bytes())?;
    Ok(())
}

/// Prints an article with its quotations marked.
pub fn print_article(out: &mut dyn Write, article: &Page, look: Look<'_>) -> Result<()> {
    let mut page = String::new();
    let facts = &article.article;
    if let Some(title) = &facts.title {
        let spans = article.quotations.iter().filter(|quotation| quotation.part == part_name(Part::Title));
        let marks = nested(spans.flat_map(spans_of).collect(), title, 0);
        let mut prose = Prose::default();
        marked(&mut prose, title, &marks, Style::BOLD, Some(Colour::Cyan), look.ink);
        prose.lay(&mut page, look, 0);
        page.push('\n');
    }
    let place = archived(facts).or(facts.path.as_deref()).unwrap_or(&facts.id);
    let known = [caution(facts), facts.source.as_deref(), facts.date.as_deref(), Some(place)];
    let known: Vec<&str> = known.into_iter().flatten().collect();
    look.paint(&mut page, Style::DIM, &Safe::line(&known.join(" · ")));
    page.push_str("\n\n");
    let spans = article.quotations.iter().filter(|quotation| quotation.part == part_name(Part::Text));
    let marks = nested(spans.flat_map(spans_of).collect(), &article.text, 0);
    let mut prose = Prose::default();
    marked(&mut prose, &article.text, &marks, Style::DIM, Some(Colour::Cyan), look.ink);
    prose.lay(&mut page, look, 0);
    page.push_str("\n\n");
    print_legend(&mut page, look);
    out.write_all(page.as_bytes())?;
    Ok(())
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

/// The headline, then outlet, date and file; before them a word if the article may not be published as it stands.
fn print_place(page: &mut String, passage: &Passage, above: Option<&Passage>, look: Look<'_>) {
    let article = &passage.article;
    let room = look.width.saturating_sub(INDENT);
    // A headline that is shown already is not shown again.
    let shown = passage.quotation.is_none()
        || passage.part == part_name(Part::Title)
        || above.is_some_and(|above| above.article.id == article.id);
    if let Some(title) = article.title.as_ref().filter(|_| !shown) {
        let title = cut(title, room);
        start_line(page);
        let link = article.url.as_deref().and_then(escape::web_link);
        look.link(page, link.as_deref(), |page| look.paint(page, Style::DIM, &Safe::line(&title)));
    }
    start_line(page);
    let facts = [caution(article), article.source.as_deref(), article.date.as_deref()];
    let mut facts: String = facts.into_iter().flatten().map(|fact| format!("{} · ", cut(fact, room))).collect();
    let archived = archived(article);
    let place = match (&article.path, article.line) {
        _ if archived.is_some() => archived.unwrap_or_default().to_owned(),
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
            (Links::Osc8 { .. }, _) if archived.is_some() => archived.and_then(escape::web_link),
            (Links::Osc8 { base }, Some(path)) => Some(escape::file_link(&base.join(path))),
            _ => None,
        };
        look.link(page, link.as_deref(), |page| look.paint(page, Style::DIM, &Safe::line(&place)));
    }
    page.push('\n');
    if let Some(copies) = passage.copies.filter(|copies| copies.articles > 1) {
        let outlets = if copies.outlets == 1 { "outlet" } else { "independent outlets" };
        let copies = format!("{} copies, {} {outlets} (--all shows them)", copies.articles, copies.outlets);
        start_line(page);
        look.paint(page, Style::DIM, &Safe::line(&copies));
        page.push('\n');
    }
}

/// The status of an article that may not be published as it stands.
fn caution(article: &ArticleFacts) -> Option<&str> {
    article.status.as_deref().filter(|&status| status != "usable")
}

/// The address of a page in a web archive: it tells more than a place in the archive.
fn archived(article: &ArticleFacts) -> Option<&str> {
    article.url.as_deref().filter(|_| article.metadata.contains_key("warc_offset"))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passage::Reason;
    use crate::printer::style::Links;
    use crate::record::{ArticleFacts, CueWords, Words};

    const PLAIN: Look<'_> = Look { width: 60, ink: Ink::Plain, links: Links::None };

    /// A passage in which the pieces given stand, from code point 100 of its article on.
    fn passage(text: &str, content: &[&str], cue: &str, source: &str) -> Passage {
        let range = |piece: &str| {
            let before = text[..text.find(piece).unwrap()].chars().count();
            [100 + before, 100 + before + piece.chars().count()]
        };
        let words = |pieces: &[&str]| Words {
            text: pieces.join(" … "),
            spans: pieces.iter().map(|piece| range(piece)).collect(),
        };
        let article = ArticleFacts {
            id: "a1".to_owned(),
            title: Some("Ferry line denies closure".to_owned()),
            date: Some("2021-05-04".to_owned()),
            source: Some("Harbour Post".to_owned()),
            path: Some("news/ferry.txt".to_owned()),
            line: Some(3),
            ..ArticleFacts::default()
        };
        let quotation = QuotationRecord {
            id: "0123456789abcdef".to_owned(),
            article: article.clone(),
            part: "text".to_owned(),
            kind: "indirect".to_owned(),
            content: words(content),
            cue: Some(CueWords { text: cue.to_owned(), lemma: cue.to_owned(), spans: vec![range(cue)] }),
            source: Some(words(&[source])),
            speaker: Some("Ana Núñez".to_owned()),
            candidates: Vec::new(),
            organization: Some("Nordic Ferries".to_owned()),
            role: Some("director".to_owned()),
            anonymous: false,
            acts: vec!["deny".to_owned()],
            negated: Vec::new(),
            within: None,
            confidence: 0.9,
        };
        Passage {
            rank: 1,
            score: 12.5,
            reasons: vec![Reason { text: "act deny".to_owned(), weight: 3.0 }],
            article,
            part: "text".to_owned(),
            text: text.to_owned(),
            span: [100, 100 + text.chars().count()],
            copies: None,
            matched: Vec::new(),
            quotation: Some(quotation),
            around: None,
        }
    }

    fn printed(passage: Passage, look: Look<'_>) -> String {
        let mut out = Vec::new();
        print(&mut out, "who · act deny · about closure", &[passage], Reasons::Hidden, look).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_passage_shows_who_says_what_and_where() {
        let text = "On Monday Ms. Núñez denied that the line was closing, and left.";
        let passage = passage(text, &["that the line was closing"], "denied", "Ms. Núñez");
        let expected = "\
Understood: who · act deny · about closure

 1  Ana Núñez · director, Nordic Ferries · deny
    On Monday [Ms. Núñez] *denied* {that the line was
    closing}, and left.
    Ferry line denies closure
    Harbour Post · 2021-05-04 · news/ferry.txt:3

Marks: [who] *says* {what}
";
        assert_eq!(printed(passage, PLAIN), expected);
    }

    #[test]
    fn an_interrupted_statement_has_its_pieces_marked() {
        let text = "“We stay,” said Ms. Núñez, “and we grow.”";
        let passage = passage(text, &["“We stay,”", "“and we grow.”"], "said", "Ms. Núñez");
        let page = printed(passage, PLAIN);
        assert!(page.contains("{“We stay,”} *said* [Ms. Núñez], {“and we grow.”}"), "{page}");
    }

    #[test]
    fn marks_nest_and_crossing_ones_are_cut() {
        let text = "“The line,” she said, “stays.”";
        let nested = passage(text, &["“The line,” she said, “stays.”"], "said", "she");
        assert!(printed(nested, PLAIN).contains("{“The line,” [she] *said*, “stays.”}"));
        let crossing = passage(text, &["“The line,” she", "“stays.”"], "said", "she said");
        assert!(printed(crossing, PLAIN).contains("{“The line,” [she]} *said*, {“stays.”}"));
    }

    #[test]
    fn what_an_article_holds_is_shown_and_never_obeyed() {
        let text = "Ms. Núñez denied\u{1b}[2J that \u{202e}it was \u{9b}31mso.";
        let mut passage = passage(text, &["that \u{202e}it was"], "denied", "Ms. Núñez");
        passage.article.title = Some("\u{1b}]0;title\u{7}".to_owned());
        passage.article.path = Some("evil\u{1b}]8;;x\u{1b}\\.txt".to_owned());
        passage.article.url = Some("https://example.org/\u{1b}\\".to_owned());
        let look = Look { width: 60, ink: Ink::Coloured, links: Links::Osc8 { base: "/".as_ref() } };
        let page = printed(passage, look);
        let mut rest = page.as_str();
        while let Some(at) = rest.find('\u{1b}') {
            rest = &rest[at + 1..];
            let colour = rest
                .strip_prefix('[')
                .and_then(|codes| codes.split_once('m'))
                .is_some_and(|(codes, _)| codes.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'));
            let link =
                rest.strip_prefix("]8;;").and_then(|link| link.split_once("\u{1b}\\")).is_some_and(|(link, _)| {
                    link.is_empty() || link.starts_with("file:///evil%1B") || link == "https://example.org/%1B%5C"
                });
            assert!(colour || link || rest.starts_with('\\'), "{page:?}");
        }
        assert!(!page.contains(['\u{202e}', '\u{9b}', '\u{7}']));
    }

    #[test]
    fn lines_keep_to_the_width_even_for_one_endless_word() {
        let text = format!("Ms. Núñez denied {}", "東京".repeat(300));
        let passage = passage(&text, &["東京"], "denied", "Ms. Núñez");
        for width in [1, 40, 60, 110] {
            let page = printed(passage.clone(), Look { width, ..PLAIN });
            let widest = page.lines().map(crate::printer::layout::columns).max().unwrap();
            assert!(widest <= width.max(48), "{width}: {page}");
        }
    }
}
