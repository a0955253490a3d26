//! Named values in, an article out: what is what, by the names that people give to fields.
//!
//! Every reader fills a [`Draft`]. It knows which names mean what ([`Mapping`], and the table `fields.tsv`), keeps all
//! others as metadata, and tells what a value did not say.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::article::Article;
use crate::error::{Error, ErrorKind};
use crate::reader::{agency, byline, charset, date, language, markup};

const TABLE: &str = include_str!("fields.tsv");

/// Values of metadata that are longer are left out: pages and pictures as they came, not facts about an article.
const LONGEST_METADATA: usize = 4096;

/// What a field of a record may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// What names the article.
    Id,
    /// The headline.
    Title,
    /// The day of publication.
    Date,
    /// Who published it; `source` in records.
    Outlet,
    /// Where it was published.
    Url,
    /// The byline.
    Author,
    /// The language.
    Language,
    /// Whether it may be published.
    Status,
    /// The text.
    Text,
    /// The text as HTML.
    Markup,
}

impl Field {
    const ALL: [(&'static str, Self); 10] = [
        ("id", Self::Id),
        ("title", Self::Title),
        ("date", Self::Date),
        ("outlet", Self::Outlet),
        ("url", Self::Url),
        ("author", Self::Author),
        ("language", Self::Language),
        ("status", Self::Status),
        ("text", Self::Text),
        ("markup", Self::Markup),
    ];

    /// The field of a name in the table or in `--map`; `source` is the outlet there too.
    pub fn named(name: &str) -> Option<Self> {
        let name = if name == "source" { "outlet" } else { name };
        Self::ALL.into_iter().find(|(own, _)| *own == name).map(|(_, field)| field)
    }

    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Outlet => "source",
            _ => Self::ALL.into_iter().find(|(_, field)| *field == self).map_or("", |(name, _)| name),
        }
    }
}

/// The table: what a name means, and its rank.
static KNOWN: LazyLock<FxHashMap<&str, (Field, u8)>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        let (name, field, rank) = (cells.next()?, cells.next()?, cells.next()?);
        Some((name, (Field::named(field)?, rank.parse().ok()?)))
    })
    .collect()
});

/// What a name means by the table, and its rank: the lower the surer.
pub(super) fn known(name: &str) -> Option<(Field, u8)> {
    let folded = name.trim().trim_start_matches('@').to_lowercase().replace(['-', ' ', '.'], "_");
    KNOWN.get(folded.as_str()).copied()
}

/// Names that the user said mean something: `title=headline,text=body.content`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping(Vec<(Field, String)>);

impl Mapping {
    /// Reads `field=name` pairs, with commas between them.
    ///
    /// # Errors
    ///
    /// When a pair is none, or its field is none of ours.
    pub fn parse(typed: &str) -> Result<Self, String> {
        let pairs = typed.split(',').map(str::trim).filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| {
            let (field, name) = pair.split_once('=').ok_or_else(|| format!("{pair} is no FIELD=NAME"))?;
            let names = "id, title, date, source, url, author, language, status, text or markup";
            let field = Field::named(field.trim()).ok_or_else(|| format!("{field} is not one of {names}"))?;
            Ok((field, name.trim().to_owned()))
        });
        pairs.collect::<Result<_, String>>().map(Self)
    }

    /// The fields and the names that mean them.
    pub fn pairs(&self) -> &[(Field, String)] {
        &self.0
    }
}

impl fmt::Display for Mapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs: Vec<String> = self.0.iter().map(|(field, name)| format!("{}={name}", field.name())).collect();
        f.write_str(&pairs.join(","))
    }
}

/// How sure it is that a value is what it is taken for: the lower the surer.
type Rank = u8;

/// An article under way.
#[derive(Debug, Default)]
pub(super) struct Draft {
    given: BTreeMap<Field, (Rank, String, String)>,
    metadata: BTreeMap<String, String>,
    warnings: Vec<Error>,
    /// The text stands in the file as it is, from this line on, counted from 1.
    pub(super) verbatim_from: Option<u64>,
    /// Characters that could not be read.
    pub(super) n_lost: usize,
    /// Whether the text must stay as it came, because spans count in it.
    pub(super) exact: bool,
    /// Whether brackets in the text are brackets.
    pub(super) is_text: bool,
}

impl Draft {
    /// An article of which some characters could not be read.
    pub(super) fn new(n_lost: usize) -> Self {
        Self { n_lost, ..Self::default() }
    }

    /// Takes a value for a field, as sure as can be.
    pub(super) fn set(&mut self, field: Field, value: impl Into<String>) {
        self.put(field, 0, field.name(), value.into());
    }

    /// Takes a value for a field unless it has one.
    pub(super) fn suggest(&mut self, field: Field, value: impl Into<String>) {
        if self.get(field).is_none() {
            self.put(field, Rank::MAX, field.name(), value.into());
        }
    }

    /// Notes that something is missing.
    pub(super) fn warn(&mut self, warning: Error) {
        self.warnings.push(warning);
    }

    /// Takes a value by the name it came with.
    pub(super) fn offer(&mut self, name: &str, value: impl Into<String>) {
        match known(name) {
            Some((field, rank)) => self.put(field, rank, name, value.into()),
            None => self.note(name, value),
        }
    }

    /// Keeps a value as metadata.
    pub(super) fn note(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        if !value.trim().is_empty() && value.len() <= LONGEST_METADATA {
            self.metadata.entry(name.to_owned()).or_insert(value);
        }
    }

    fn put(&mut self, field: Field, rank: Rank, name: &str, value: String) {
        if value.trim().is_empty() {
            return;
        }
        // Scrapers call the page's address its source.
        let is_address = value.starts_with("https://") || value.starts_with("http://");
        let field = if field == Field::Outlet && is_address { Field::Url } else { field };
        match self.given.get(&field) {
            Some((known, ..)) if *known <= rank => self.lost(field, name, value),
            _ => {
                if let Some((_, name, value)) = self.given.insert(field, (rank, name.to_owned(), value)) {
                    self.lost(field, &name, value);
                }
            }
        }
    }

    /// Keeps a value that gave way, unless it came without a name of its own.
    fn lost(&mut self, field: Field, name: &str, value: String) {
        if name != field.name() {
            self.note(name, value);
        }
    }

    /// The value of a field so far.
    pub(super) fn get(&self, field: Field) -> Option<&str> {
        self.given.get(&field).map(|(_, _, value)| value.as_str())
    }

    fn take(&mut self, field: Field) -> Option<String> {
        self.given.remove(&field).map(|(_, _, value)| value)
    }

    /// The article, and what it lacks.
    pub(super) fn finish(mut self) -> (Article, Vec<Error>) {
        let mut warnings = std::mem::take(&mut self.warnings);
        let mut article = Article {
            id: self.take(Field::Id).unwrap_or_default(),
            title: self.take(Field::Title),
            outlet: self.take(Field::Outlet),
            url: self.take(Field::Url),
            status: self.take(Field::Status).map(|status| agency::status(&status)),
            line: self.verbatim_from,
            verbatim: self.verbatim_from.is_some(),
            ..Article::default()
        };
        if let Some(given) = self.take(Field::Date) {
            match date::day(&given) {
                Ok(day) => article.date = Some(day),
                Err(reason) => {
                    let warning = Error::new(ErrorKind::Warning, format!("date {reason}"));
                    warnings.push(warning.kept("the article, without a date"));
                    self.note("date_given", given);
                }
            }
        }
        if let Some(given) = self.take(Field::Author) {
            article.author = byline::clean(&given);
            if article.author.as_deref() != Some(given.as_str()) {
                self.note("byline", given);
            }
        }
        let html = self.take(Field::Markup);
        let text = self.take(Field::Text);
        article.text = match (text, html) {
            (Some(text), _) if self.exact || self.is_text || !markup::is_markup(&text) => text,
            (Some(text), _) => markup::text(&text),
            (None, Some(html)) => markup::text(&html),
            (None, None) => String::new(),
        };
        if !self.exact
            && let Some((text, n_repaired)) = charset::repair(&article.text)
        {
            article.text = text;
            article.title = article.title.map(|title| charset::repair(&title).map_or(title, |(title, _)| title));
            let message = format!("{n_repaired} characters had been read in a wrong encoding and were put right");
            warnings.push(Error::new(ErrorKind::Warning, message).kept("the article, repaired"));
        }
        if self.n_lost > 0 {
            // Many lost characters are damage; a few are a slip of the pen.
            let grave = self.n_lost * 100 > article.text.chars().count();
            let kind = if grave { ErrorKind::Record } else { ErrorKind::Warning };
            let message = format!("{} characters cannot be read in any encoding", self.n_lost);
            warnings.push(Error::new(kind, message).kept("the article, with \u{fffd} for each of them"));
        }
        if !self.exact
            && let (Some(title), Some(outlet)) = (&article.title, &article.outlet)
            && let Some(length) = without_footer(&article.text, title, outlet)
        {
            article.text.truncate(length);
        }
        article.language = language::of(&article.text, self.take(Field::Language).as_deref());
        article.metadata = self.metadata;
        if article.status.as_deref() == Some("embargoed") && agency::is_over(&article.metadata) {
            article.status = Some("usable".to_owned());
        }
        article.version = agency::version(&article.metadata, article.status.as_deref());
        article.embargo = agency::embargo(&article.metadata);
        article.marked = agency::marked(&article.metadata);
        (article, warnings)
    }
}

/// How long a text is without a last paragraph that names the headline, the outlet and little else, as feeds add it: "The
/// post … appeared first on …."
fn without_footer(text: &str, title: &str, outlet: &str) -> Option<usize> {
    /// What it says beside the two is no longer.
    const LONGEST_REST: usize = 40;
    let (before, last) = text.trim_end().rsplit_once("\n\n")?;
    let names_both = title.contains(' ') && last.contains(title) && last.contains(outlet);
    (names_both && last.len() <= title.len() + outlet.len() + LONGEST_REST).then(|| before.trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_footer_that_only_names_the_article_is_left_out() {
        let text = "The line stays.\n\nThe post Ferry: line stays appeared first on Harbour Post.";
        assert_eq!(without_footer(text, "Ferry: line stays", "Harbour Post"), Some(15));
        assert_eq!(without_footer(text, "Ferry: line stays", "Tide"), None);
        let long = "It rained.\n\nFerry: line stays, Harbour Post wrote on Monday, and nobody on the quay believed a word of it.";
        assert_eq!(without_footer(long, "Ferry: line stays", "Harbour Post"), None);
    }

    #[test]
    fn the_table_is_sorted_and_every_row_means_something() {
        let rows: Vec<&str> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(rows.is_sorted());
        assert_eq!(KNOWN.len(), rows.len());
    }

    #[test]
    fn the_surest_name_wins_and_the_others_are_kept() {
        let mut draft = Draft::default();
        draft.offer("body", "short");
        draft.offer("Article-Text", "The mayor denied it.");
        draft.offer("source", "https://example.org/a");
        draft.offer("sitename", "Harbour Post");
        draft.offer("mood", "grim");
        draft.offer("date", "2020-02-30");
        let (article, warnings) = draft.finish();
        assert_eq!(article.text, "The mayor denied it.");
        assert_eq!(article.url.as_deref(), Some("https://example.org/a"));
        assert_eq!(article.outlet.as_deref(), Some("Harbour Post"));
        assert_eq!((article.metadata["body"].as_str(), article.metadata["mood"].as_str()), ("short", "grim"));
        assert_eq!((article.date, article.metadata["date_given"].as_str()), (None, "2020-02-30"));
        assert_eq!(warnings.len(), 1);
    }

    #[test]
    fn a_mapping_is_read_or_refused() {
        let mapping = Mapping::parse("title=headline, text=body.content").unwrap();
        assert_eq!(mapping.pairs()[1], (Field::Text, "body.content".to_owned()));
        assert_eq!(mapping.to_string(), "title=headline,text=body.content");
        assert!(Mapping::parse("headline").is_err());
        assert!(Mapping::parse("mood=a").is_err());
    }
}
