//! Records as JSON, one a line: quotations, passages, answers to a list of questions.

use std::io::Write;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};
use crate::passage::{Page, Passage};
use crate::printer::escape;
use crate::quotation::Part;
use crate::record::{ArticleFacts, CandidateName, CueWords, QuotationRecord, Range, Words, part_name};

/// One passage; `schema/passage.schema.json`. The fields of its quotation stand beside its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PassageRecord {
    /// Its place in the answer, from 1.
    pub rank: usize,
    /// How well it answers.
    pub score: f32,
    /// Names the passage: the quotation's id; null for narration.
    pub id: Option<String>,
    /// The article it stands in.
    pub article: ArticleFacts,
    /// `text` or `title`.
    pub part: String,
    /// `direct`, `indirect`, `mixed`, or `narration`.
    pub kind: String,
    /// What was said; for narration, the passage.
    pub content: Words,
    /// The word that marks the saying.
    pub cue: Option<CueWords>,
    /// The words that name who said it.
    pub source: Option<Words>,
    /// The person.
    pub speaker: Option<String>,
    /// The people that it may be.
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
    /// How sure we are of the quotation, from 0 to 1; null for narration.
    pub confidence: Option<f32>,
    /// The words shown.
    pub passage: Words,
    /// The article and its near-copies; null where they are not collapsed.
    pub copies: Option<CopiesRecord>,
    /// Places that a word of the question matched.
    pub matched: Vec<Range>,
    /// The sentences before it, where they were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The sentences after it, where they were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Why it scored so, the weightiest first.
    pub reasons: Vec<ReasonRecord>,
}

/// How often an article was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopiesRecord {
    /// The article and its near-copies.
    pub articles: usize,
    /// Outlets that published it, those that took it from one agency as one.
    pub outlets: usize,
}

/// One reason for a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReasonRecord {
    /// In plain words.
    pub text: String,
    /// What it added to the score.
    pub weight: f32,
}

impl PassageRecord {
    /// The record of a passage.
    pub fn of(passage: &Passage) -> Self {
        let shown = Words { text: passage.text.clone(), spans: vec![passage.span] };
        let reasons = passage.reasons.iter();
        let reasons =
            reasons.map(|reason| ReasonRecord { text: reason.text.clone(), weight: rounded(reason.weight) }).collect();
        let narration = Self {
            rank: passage.rank,
            score: rounded(passage.score),
            id: None,
            article: passage.article.clone(),
            part: passage.part.clone(),
            kind: "narration".to_owned(),
            content: shown.clone(),
            cue: None,
            source: None,
            speaker: None,
            candidates: Vec::new(),
            organization: None,
            role: None,
            anonymous: false,
            acts: Vec::new(),
            negated: Vec::new(),
            within: None,
            confidence: None,
            passage: shown,
            copies: passage.copies.map(|copies| CopiesRecord { articles: copies.articles, outlets: copies.outlets }),
            matched: passage.matched.clone(),
            before: passage.around.as_ref().map(|around| around.before.clone()),
            after: passage.around.as_ref().map(|around| around.after.clone()),
            reasons,
        };
        let Some(quotation) = passage.quotation.clone() else { return narration };
        Self {
            id: Some(quotation.id),
            kind: quotation.kind,
            content: quotation.content,
            cue: quotation.cue,
            source: quotation.source,
            speaker: quotation.speaker,
            candidates: quotation.candidates,
            organization: quotation.organization,
            role: quotation.role,
            anonymous: quotation.anonymous,
            acts: quotation.acts,
            negated: quotation.negated,
            within: quotation.within,
            confidence: Some(quotation.confidence),
            ..narration
        }
    }
}

/// Four decimals are more than a score can tell.
fn rounded(score: f32) -> f32 {
    (score * 1e4).round() / 1e4
}

/// The answer to one of a list of questions; one line of `query --batch`.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct AnswerRecord<'a> {
    question: &'a str,
    understood: Option<&'a str>,
    error: Option<&'a str>,
    results: Vec<ResultRecord<'a>>,
    records: Vec<PassageRecord>,
}

/// The least that names a passage: the form that scorers read.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct ResultRecord<'a> {
    article: &'a str,
    /// In the article's text; none for a passage of the headline.
    spans: Vec<Range>,
}

/// Prints a quotation.
pub fn print_quotation(out: &mut dyn Write, quotation: &QuotationRecord) -> Result<()> {
    print_line(out, quotation)
}

/// Prints passages.
pub fn print_passages(out: &mut dyn Write, passages: &[Passage]) -> Result<()> {
    passages.iter().try_for_each(|passage| print_line(out, &PassageRecord::of(passage)))
}

/// Prints some fields of passages, in the order asked for: names as in the record, with full stops for what lies within.
pub fn print_fields(out: &mut dyn Write, passages: &[Passage], names: &[String]) -> Result<()> {
    for passage in passages {
        let record = serde_json::to_value(PassageRecord::of(passage)).expect("records hold nothing that JSON cannot");
        let mut fields = serde_json::Map::new();
        for name in names {
            let value = name.split('.').try_fold(&record, |value, key| value.get(key));
            let value = value.ok_or_else(|| {
                let known: Vec<&str> =
                    record.as_object().into_iter().flat_map(|record| record.keys()).map(String::as_str).collect();
                Error::new(ErrorKind::Usage, format!("no such field: {name}"))
                    .try_this(format!("one of {}", known.join(", ")))
            });
            // A field within one that is null is null.
            let value = match value {
                Err(_)
                    if name
                        .split_once('.')
                        .is_some_and(|(first, _)| record.get(first).is_some_and(|first| first.is_null())) =>
                {
                    serde_json::Value::Null
                }
                other => other?.clone(),
            };
            fields.insert(name.clone(), value);
        }
        print_line(out, &fields)?;
    }
    Ok(())
}

/// An article with its quotations; `schema/page.schema.json`.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct PageRecord<'a> {
    article: &'a ArticleFacts,
    text: &'a str,
    quotations: &'a [QuotationRecord],
}

/// Prints an article with its quotations.
pub fn print_article(out: &mut dyn Write, page: &Page) -> Result<()> {
    print_line(out, &PageRecord { article: &page.article, text: &page.text, quotations: &page.quotations })
}

/// Prints where to go on.
pub fn print_cursor(out: &mut dyn Write, cursor: &str) -> Result<()> {
    print_line(out, &serde_json::json!({ "cursor": cursor }))
}

/// Prints the answer to one of a list of questions.
pub fn print_answer(out: &mut dyn Write, question: &str, understood: &str, passages: &[Passage]) -> Result<()> {
    let results = passages.iter().map(|passage| ResultRecord {
        article: &passage.article.id,
        spans: match &passage.quotation {
            _ if passage.part != part_name(Part::Text) => Vec::new(),
            Some(quotation) => quotation.content.spans.clone(),
            None => vec![passage.span],
        },
    });
    let records = passages.iter().map(PassageRecord::of).collect();
    let answer =
        AnswerRecord { question, understood: Some(understood), error: None, results: results.collect(), records };
    print_line(out, &answer)
}

/// Prints that one of a list of questions could not be asked.
pub fn print_unanswered(out: &mut dyn Write, question: &str, error: &str) -> Result<()> {
    let answer =
        AnswerRecord { question, understood: None, error: Some(error), results: Vec::new(), records: Vec::new() };
    print_line(out, &answer)
}

/// Prints any record as one line.
pub(crate) fn print_line(out: &mut dyn Write, record: &impl Serialize) -> Result<()> {
    /// Longer than most lines.
    const N_BYTES: usize = 2048;
    let mut line = Vec::with_capacity(N_BYTES);
    serde_json::to_writer(&mut line, record).expect("records hold nothing that JSON cannot");
    line.push(b'\n');
    let line = String::from_utf8(line).expect("JSON is text");
    out.write_all(escape::json(&line).as_bytes())?;
    Ok(())
}
