//! The records that cross our border, as `schema/` describes them: articles in, quotations and passages out.
//!
//! Spans in records are `[start, end)` in Unicode code points of the article's part; everywhere else in the
//! program they are bytes.

use std::collections::BTreeMap;
use std::convert::Infallible;

use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::quotation::{Kind, Part, Quotation};
use crate::text::Span;

/// A range of code points, `[start, end)`.
pub type Range = [usize; 2];

/// Facts of an article that travel with each of its quotations; `schema/quotation.schema.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleFacts {
    /// What names the article.
    pub id: String,
    /// Its headline.
    pub title: Option<String>,
    /// The day it was published, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The byline.
    #[serde(default)]
    pub author: Option<String>,
    /// The language it is written in.
    #[serde(default)]
    pub language: Option<String>,
    /// Whether it may be published.
    #[serde(default)]
    pub status: Option<String>,
    /// What else its file says of it.
    #[serde(default)]
    pub metadata: BTreeMap<String, String>,
    /// The file it was read from.
    pub path: Option<String>,
    /// The line of that file where the quotation starts, from 1; where lines of the text are no lines of the file, the
    /// line where the record starts.
    pub line: Option<u64>,
}

/// Words and where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The words; pieces are joined by ` … `.
    pub text: String,
    /// Their places.
    pub spans: Vec<Range>,
}

/// A cue: words, lemma, places.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CueWords {
    /// The words as they stand.
    pub text: String,
    /// The row of the cue table.
    pub lemma: String,
    /// Their places.
    pub spans: Vec<Range>,
}

/// A person that a source may stand for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CandidateName {
    /// The name, as a speaker's.
    pub name: String,
    /// How sure we are that it is this person, from 0 to 1.
    pub confidence: f32,
}

impl From<(String, f32)> for CandidateName {
    fn from((name, confidence): (String, f32)) -> Self {
        Self { name, confidence }
    }
}

/// One quotation; `schema/quotation.schema.json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct QuotationRecord {
    /// Sixteen hexadecimal digits.
    pub id: String,
    /// The article it stands in.
    pub article: ArticleFacts,
    /// `text` or `title`.
    pub part: String,
    /// `direct`, `indirect` or `mixed`.
    pub kind: String,
    /// What was said.
    pub content: Words,
    /// The word that marks the saying.
    pub cue: Option<CueWords>,
    /// The words that name who said it.
    pub source: Option<Words>,
    /// The person.
    pub speaker: Option<String>,
    /// The people that it may be, the likeliest first: the speaker, if one is sure enough.
    pub candidates: Vec<CandidateName>,
    /// The body.
    pub organization: Option<String>,
    /// The office or description.
    pub role: Option<String>,
    /// Whether the source is unnamed on purpose.
    pub anonymous: bool,
    /// What the statement does.
    pub acts: Vec<String>,
    /// What the content says is not so.
    pub negated: Vec<Range>,
    /// The id of the quotation in whose content this one stands.
    pub within: Option<String>,
    /// How sure we are, from 0 to 1.
    pub confidence: f32,
}

/// One line of input; `schema/article.schema.json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ArticleRecord {
    /// What names the article.
    pub id: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// The day it was published.
    pub date: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The byline.
    pub author: Option<String>,
    /// The language.
    pub language: Option<String>,
    /// Whether it may be published.
    pub status: Option<String>,
    /// The text.
    pub text: String,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub metadata: BTreeMap<String, serde_json::Value>,
}

/// An article as a line of input.
pub fn article_record(article: Article) -> ArticleRecord {
    let known = |name: &String| {
        !["id", "title", "date", "source", "url", "author", "language", "status", "text"].contains(&name.as_str())
    };
    let text = serde_json::Value::String;
    ArticleRecord {
        id: Some(article.id),
        title: article.title,
        date: article.date,
        source: article.outlet,
        url: article.url,
        author: article.author,
        language: article.language,
        status: article.status,
        text: article.text,
        metadata: article
            .metadata
            .into_iter()
            .filter(|(name, _)| known(name))
            .map(|(name, value)| (name, text(value)))
            .collect(),
    }
}

/// How many code points begin in no more than a block of bytes.
fn begun(block: &[u8]) -> u8 {
    block.iter().map(|byte| u8::from(byte & 0xc0 != 0x80)).sum()
}

/// Counts code points up to byte offsets that come in any order, at one pass over the text in all.
pub struct CodePoints<'a> {
    text: &'a str,
    ascii: bool,
    /// Code points before each 64-byte block.
    blocks: Vec<u32>,
}

impl<'a> CodePoints<'a> {
    /// Prepares a text.
    pub fn new(text: &'a str) -> Self {
        let ascii = text.is_ascii();
        let mut blocks = Vec::new();
        if !ascii {
            let mut count = 0u32;
            for block in text.as_bytes().chunks(64) {
                blocks.push(count);
                count += u32::from(begun(block));
            }
        }
        Self { text, ascii, blocks }
    }

    /// The code points before a byte offset that is on a character boundary.
    pub fn before(&self, byte: usize) -> usize {
        if self.ascii {
            return byte;
        }
        let block = (byte / 64).min(self.blocks.len().saturating_sub(1));
        let rest = &self.text.as_bytes()[block * 64..byte];
        self.blocks.get(block).copied().unwrap_or(0) as usize + usize::from(begun(rest))
    }

    /// A byte span as code points.
    pub fn range(&self, span: Span) -> Range {
        [self.before(span.start), self.before(span.end)]
    }
}

/// Finds the lines of an article's file, where its text stands in the file as it is.
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    /// Prepares an article.
    pub(crate) fn of(article: &Article) -> Self {
        let text = if article.verbatim { article.text.as_str() } else { "" };
        Self(memchr::memchr_iter(b'\n', text.as_bytes()).collect())
    }

    /// How many lines of the file end between the article's first line and a byte of its part.
    pub(crate) fn before(&self, part: Part, byte: usize) -> u64 {
        match part {
            Part::Text => self.0.partition_point(|&end| end < byte) as u64,
            Part::Title => 0,
        }
    }
}

impl ArticleFacts {
    /// The same facts, so many lines further down.
    pub(crate) fn below(&self, lines: u64) -> Self {
        Self { line: self.line.map(|line| line + lines), ..self.clone() }
    }

    /// The facts of an article.
    pub fn of(article: &Article) -> Self {
        Self {
            id: article.id.clone(),
            title: article.title.clone(),
            date: article.date.clone(),
            source: article.outlet.clone(),
            url: article.url.clone(),
            author: article.author.clone(),
            language: article.language.clone(),
            status: article.status.clone(),
            metadata: article.metadata.clone(),
            path: article.path.as_ref().map(|path| path.to_string_lossy().into_owned()),
            line: article.line,
        }
    }
}

/// The records of an article's quotations, in their order.
pub fn quotation_records(article: &Article, quotations: &[Quotation]) -> Vec<QuotationRecord> {
    let mut records = Vec::with_capacity(quotations.len());
    let Ok(()) = each_record::<Infallible>(article, quotations, |record| {
        records.push(record.clone());
        Ok(())
    });
    records
}

/// Hands over the record of each of an article's quotations, in their order; all have the same copy of its facts.
///
/// # Errors
///
/// The first that `each` returns.
pub fn each_record<E>(
    article: &Article,
    quotations: &[Quotation],
    mut each: impl FnMut(&QuotationRecord) -> Result<(), E>,
) -> Result<(), E> {
    let mut facts = ArticleFacts::of(article);
    let title = article.title.as_deref().unwrap_or_default();
    let text_points = CodePoints::new(&article.text);
    let title_points = CodePoints::new(title);
    let lines = Lines::of(article);
    for quotation in quotations {
        let attribution = &quotation.attribution;
        let (text, points) = match attribution.part {
            Part::Text => (article.text.as_str(), &text_points),
            Part::Title => (title, &title_points),
        };
        let words = |spans: &[Span]| match spans {
            [span] => span.of(text).to_owned(),
            _ => spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … "),
        };
        let ranges = |spans: &[Span]| spans.iter().map(|&span| points.range(span)).collect::<Vec<_>>();
        facts.line = article.line.map(|line| line + lines.before(attribution.part, quotation.start()));
        let record = QuotationRecord {
            id: quotation.id.clone(),
            article: facts,
            part: part_name(attribution.part).to_owned(),
            kind: kind_name(attribution.kind).to_owned(),
            content: Words { text: words(&attribution.content), spans: ranges(&attribution.content) },
            cue: attribution.cue.as_ref().map(|cue| CueWords {
                text: words(&cue.spans),
                lemma: cue.lemma.clone(),
                spans: ranges(&cue.spans),
            }),
            source: attribution.source.map(|source| Words { text: words(&[source]), spans: ranges(&[source]) }),
            speaker: quotation.speaker.name.clone(),
            candidates: quotation
                .speaker
                .candidates
                .iter()
                .map(|candidate| (candidate.name.clone(), candidate.confidence).into())
                .collect(),
            organization: quotation.speaker.organization.clone(),
            role: quotation.speaker.role.clone(),
            anonymous: quotation.speaker.anonymous,
            acts: quotation.acts.iter().map(|act| act.name().to_owned()).collect(),
            negated: ranges(&quotation.negated),
            within: attribution.within.map(|outer| quotations[outer].id.clone()),
            confidence: quotation.confidence,
        };
        each(&record)?;
        facts = record.article;
    }
    Ok(())
}

/// A part's name in records.
pub fn part_name(part: Part) -> &'static str {
    match part {
        Part::Text => "text",
        Part::Title => "title",
    }
}

/// A kind's name in records.
pub fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Direct => "direct",
        Kind::Indirect => "indirect",
        Kind::Mixed => "mixed",
    }
}
