//! Articles and quotations in, documents out; and documents in, passages out.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;

use crate::article::Article;
use crate::attribution::Findings;
use crate::index::copies;
use crate::index::fields::Fields;
use crate::lexicon::Lexicon;
use crate::quotation::{Act, Part, Quotation, Speaker};
use crate::record::{
    ArticleFacts, CandidateName, CodePoints, CueWords, Lines, QuotationRecord, Words, kind_name, part_name,
};
use crate::text::Span;

type Spans = Vec<[usize; 2]>;

/// A passage as the store keeps it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct StoredPassage {
    /// The part: `text` or `title`.
    #[serde(rename = "p", default, skip_serializing_if = "is_false")]
    title: bool,
    /// The words shown.
    #[serde(rename = "t")]
    pub(crate) text: String,
    /// Where they start, in code points.
    #[serde(rename = "s")]
    pub(crate) start: usize,
    /// How many lines of the file end between the article's first line and what was said.
    #[serde(rename = "l", default, skip_serializing_if = "is_zero")]
    line: u64,
    /// The quotation, if it is one.
    #[serde(rename = "q", default, skip_serializing_if = "Option::is_none")]
    quotation: Option<StoredQuotation>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct StoredQuotation {
    #[serde(rename = "i")]
    id: String,
    #[serde(rename = "k")]
    kind: String,
    #[serde(rename = "c")]
    content: Spans,
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    cue: Option<(String, Spans)>,
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    source: Option<Spans>,
    #[serde(rename = "n", default, skip_serializing_if = "Option::is_none")]
    speaker: Option<String>,
    #[serde(rename = "m", default, skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<(String, f32)>,
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    organization: Option<String>,
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    #[serde(rename = "x", default, skip_serializing_if = "is_false")]
    anonymous: bool,
    #[serde(rename = "a")]
    acts: Vec<String>,
    #[serde(rename = "d", default, skip_serializing_if = "Vec::is_empty")]
    negated: Spans,
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    within: Option<String>,
    #[serde(rename = "f")]
    confidence: f32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_zero(value: &u64) -> bool {
    *value == 0
}

/// The documents of an article's block: the article, then its passages.
pub(crate) fn documents(
    article: &Article,
    fingerprint: u64,
    key: u64,
    findings: &Findings,
    fields: &Fields,
) -> Vec<TantivyDocument> {
    let mut passages = quotation_documents(article, findings, fields);
    passages.extend(narration_documents(article, findings, fields));
    let mut documents = Vec::with_capacity(passages.len() + 1);
    documents.push(article_document(article, fingerprint, key, passages.len(), fields));
    for (place, mut passage) in passages.into_iter().enumerate() {
        passage.add_text(fields.article, &article.id);
        passage.add_u64(fields.place, place as u64 + 1);
        documents.push(passage);
    }
    documents
}

fn article_document(
    article: &Article,
    fingerprint: u64,
    key: u64,
    n_passages: usize,
    fields: &Fields,
) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_text(fields.article, &article.id);
    document.add_text(fields.kind, "article");
    if let Some(title) = &article.title {
        document.add_text(fields.title, title);
    }
    document.add_text(fields.body, &article.text);
    if let Some(outlet) = &article.outlet {
        document.add_text(fields.outlet, outlet);
        document.add_text(fields.outlet_name, outlet);
    }
    if let Some(language) = &article.language {
        document.add_text(fields.language, language);
    }
    if let Some(status) = &article.status {
        document.add_text(fields.status, status);
    }
    document.add_u64(fields.place, 0);
    document.add_u64(fields.block, n_passages as u64);
    for band in copies::bands(&article.text) {
        document.add_u64(fields.band, band);
    }
    document.add_u64(fields.key, key);
    document.add_u64(fields.fingerprint, fingerprint);
    if let Some(version) = article.version {
        document.add_u64(fields.version, version);
    }
    if let Some(until) = article.embargo {
        document.add_i64(fields.embargo, until);
    }
    if let Some(day) = article.date.as_deref().and_then(day) {
        document.add_i64(fields.day, day);
    }
    document.add_bytes(
        fields.record,
        &encode(&StoredArticle { facts: ArticleFacts::of(article), origin: origin(article) }),
    );
    document
}

/// An article as the store keeps it.
#[derive(Serialize)]
struct StoredArticle {
    #[serde(flatten)]
    facts: ArticleFacts,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<String>,
}

/// Of a stored article what no reader of articles is shown, and whether it may be.
#[derive(Deserialize)]
pub(crate) struct StoredOrigin {
    pub(crate) origin: Option<String>,
    #[serde(default)]
    pub(crate) status: Option<String>,
}

/// Who a text comes from: the agency that wrote it, else who published it.
fn origin(article: &Article) -> Option<String> {
    let agencies = &Lexicon::english().agencies;
    let named = |words: &Option<String>| words.as_deref().and_then(|words| agencies.named(words));
    let agency = named(&article.author).or_else(|| agencies.dateline(&article.text)).or_else(|| named(&article.outlet));
    agency.map(str::to_owned).or_else(|| article.outlet.clone())
}

/// Days since 1970-01-01 of a `YYYY-MM-DD`.
pub(crate) fn day(date: &str) -> Option<i64> {
    let date: jiff::civil::Date = date.parse().ok()?;
    let epoch = jiff::civil::Date::constant(1970, 1, 1);
    date.since((jiff::Unit::Day, epoch)).ok().map(|span| i64::from(span.get_days()))
}

fn encode(record: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(record).expect("strings and numbers can always be written as JSON")
}

fn quotation_documents(article: &Article, findings: &Findings, fields: &Fields) -> Vec<TantivyDocument> {
    let title = article.title.as_deref().unwrap_or_default();
    let points = CodePoints::new(&article.text);
    let title_points = CodePoints::new(title);
    let lines = Lines::of(article);
    let names = &Lexicon::english().names;
    findings
        .quotations
        .iter()
        .map(|quotation| {
            let (text, points, frame) = match quotation.attribution.part {
                Part::Text => (article.text.as_str(), &points, frame(quotation, &findings.sentences)),
                Part::Title => (title, &title_points, Span { start: 0, end: title.len() }),
            };
            let ranges = |spans: &[Span]| spans.iter().map(|&span| points.range(span)).collect::<Spans>();
            let attribution = &quotation.attribution;
            let stored = StoredPassage {
                title: attribution.part == Part::Title,
                text: frame.of(text).to_owned(),
                start: points.before(frame.start),
                line: lines.before(attribution.part, quotation.start()),
                quotation: Some(StoredQuotation {
                    id: quotation.id.clone(),
                    kind: kind_name(attribution.kind).to_owned(),
                    content: ranges(&attribution.content),
                    cue: attribution.cue.as_ref().map(|cue| (cue.lemma.clone(), ranges(&cue.spans))),
                    source: attribution.source.map(|source| ranges(&[source])),
                    speaker: quotation.speaker.name.clone(),
                    candidates: candidates(&quotation.speaker),
                    organization: quotation.speaker.organization.clone(),
                    role: quotation.speaker.role.clone(),
                    anonymous: quotation.speaker.anonymous,
                    acts: quotation.acts.iter().map(|act| act.name().to_owned()).collect(),
                    negated: ranges(&quotation.negated),
                    within: attribution.within.map(|outer| findings.quotations[outer].id.clone()),
                    confidence: quotation.confidence,
                }),
            };
            let mut document = TantivyDocument::default();
            document.add_text(fields.kind, kind_name(attribution.kind));
            document.add_text(fields.quotation, &quotation.id);
            for piece in &attribution.content {
                document.add_text(fields.content, piece.of(text));
            }
            document.add_text(fields.context, frame.of(text));
            for span in attribution.cue.iter().flat_map(|cue| &cue.spans) {
                document.add_text(fields.cue, span.of(text));
            }
            for span in &quotation.negated {
                document.add_text(fields.negated, span.of(text));
            }
            for act in &quotation.acts {
                document.add_text(fields.act, act.name());
            }
            if let Some(source) = attribution.source {
                // A source that no name was found for is still found by its own words.
                document.add_text(fields.speaker, source.of(text));
            }
            if let Some(name) = &quotation.speaker.name {
                document.add_text(fields.speaker, name);
                document.add_text(fields.speaker_name, name);
                for name in name.split("; ") {
                    let key = names.person_key(name);
                    document.add_text(fields.speaker_key, &key.name);
                    document.add_text(fields.speaker_key, key.exact());
                }
            }
            if let Some(organization) = &quotation.speaker.organization {
                document.add_text(fields.organization, organization);
                for name in organization.split("; ") {
                    document.add_text(fields.organization_name, name);
                    document.add_text(fields.organization_key, names.body_key(name));
                }
            }
            if let Some(role) = &quotation.speaker.role {
                document.add_text(fields.role, role);
                // Whoever asks for the ministry finds its minister, though the article does not name it.
                let custom = quotation.speaker.organization.is_none().then(|| names.body_of_office(role)).flatten();
                if let Some(body) = custom {
                    document.add_text(fields.organization, body);
                    document.add_text(fields.organization_key, names.body_key(body));
                }
            }
            if quotation.speaker.anonymous {
                document.add_text(fields.anonymous, "yes");
            }
            document.add_u64(fields.start, stored.start as u64);
            document.add_u64(fields.facts, Facts::of(quotation, text).bits());
            document.add_bytes(fields.record, &encode(&stored));
            document
        })
        .collect()
}

/// The people that a source may stand for, with what speaks for each.
fn candidates(speaker: &Speaker) -> Vec<(String, f32)> {
    speaker.candidates.iter().map(|candidate| (candidate.name.clone(), candidate.confidence)).collect()
}

/// What ranking wants to know of a passage without reading it; narration has none of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) is_quotation: bool,
    /// Speaker or organization is known.
    pub(crate) is_known: bool,
    /// It stands in what someone else said.
    pub(crate) is_nested: bool,
    pub(crate) in_title: bool,
    pub(crate) is_anonymous: bool,
    pub(crate) main_act: Option<Act>,
    /// In hundredths.
    pub(crate) confidence: u8,
    /// Words of the content, up to 255.
    pub(crate) n_words: u8,
}

impl Facts {
    fn of(quotation: &Quotation, text: &str) -> Self {
        let attribution = &quotation.attribution;
        let n_words: usize = attribution.content.iter().map(|piece| piece.of(text).split_whitespace().count()).sum();
        Self {
            is_quotation: true,
            is_known: quotation.speaker.name.is_some() || quotation.speaker.organization.is_some(),
            is_nested: attribution.within.is_some(),
            in_title: attribution.part == Part::Title,
            is_anonymous: quotation.speaker.anonymous,
            main_act: quotation.acts.first().copied(),
            confidence: (quotation.confidence.clamp(0.0, 1.0) * 100.0).round() as u8,
            n_words: u8::try_from(n_words).unwrap_or(u8::MAX),
        }
    }

    fn bits(self) -> u64 {
        let act = self.main_act.and_then(|main| Act::ALL.iter().position(|&act| act == main)).map_or(0, |at| at + 1);
        u64::from(self.is_quotation)
            | u64::from(self.is_known) << 1
            | u64::from(self.is_nested) << 2
            | u64::from(self.in_title) << 3
            | u64::from(self.is_anonymous) << 4
            | (act as u64) << 8
            | u64::from(self.confidence) << 16
            | u64::from(self.n_words) << 24
    }

    /// Reads what the index keeps.
    pub(crate) fn from_bits(bits: u64) -> Self {
        let byte = |at: u32| (bits >> at & 0xff) as u8;
        Self {
            is_quotation: bits & 1 != 0,
            is_known: bits & 2 != 0,
            is_nested: bits & 4 != 0,
            in_title: bits & 8 != 0,
            is_anonymous: bits & 16 != 0,
            main_act: usize::from(byte(8)).checked_sub(1).and_then(|at| Act::ALL.get(at)).copied(),
            confidence: byte(16),
            n_words: byte(24),
        }
    }
}

/// The sentences that hold a quotation's words.
fn frame(quotation: &Quotation, sentences: &[Span]) -> Span {
    let attribution = &quotation.attribution;
    let cue = attribution.cue.iter().flat_map(|cue| cue.spans.iter());
    let spans = || attribution.content.iter().chain(attribution.source.iter()).chain(cue.clone());
    let start = spans().map(|span| span.start).min().unwrap_or(0);
    let end = spans().map(|span| span.end).max().unwrap_or(0);
    let first = sentences.partition_point(|sentence| sentence.end <= start);
    let last = sentences.partition_point(|sentence| sentence.start < end);
    Span {
        start: sentences.get(first).map_or(start, |sentence| sentence.start.min(start)),
        end: last.checked_sub(1).and_then(|last| sentences.get(last)).map_or(end, |sentence| sentence.end.max(end)),
    }
}

/// What no quotation covers, in stretches of sentences of one paragraph.
fn narration_documents(article: &Article, findings: &Findings, fields: &Fields) -> Vec<TantivyDocument> {
    let points = CodePoints::new(&article.text);
    let lines = Lines::of(article);
    narration(findings)
        .into_iter()
        .map(|span| {
            let text = span.of(&article.text);
            let stored = StoredPassage {
                title: false,
                text: text.to_owned(),
                start: points.before(span.start),
                line: lines.before(Part::Text, span.start),
                quotation: None,
            };
            let mut document = TantivyDocument::default();
            document.add_text(fields.kind, "narration");
            document.add_text(fields.content, text);
            document.add_u64(fields.start, stored.start as u64);
            document.add_bytes(fields.record, &encode(&stored));
            document
        })
        .collect()
}

/// Runs of sentences of one paragraph that no quotation's sentences cover.
fn narration(findings: &Findings) -> Vec<Span> {
    let mut covered: Vec<Range<usize>> = findings
        .quotations
        .iter()
        .filter(|quotation| quotation.attribution.part == Part::Text)
        .map(|quotation| frame(quotation, &findings.sentences))
        .map(|span| span.start..span.end)
        .collect();
    covered.sort_by_key(|range| (range.start, range.end));
    let mut runs: Vec<Span> = Vec::new();
    let mut next = 0;
    let mut reach = 0;
    let mut open: Option<Span> = None;
    for sentence in &findings.sentences {
        while next < covered.len() && covered[next].start < sentence.end {
            reach = reach.max(covered[next].end);
            next += 1;
        }
        if reach > sentence.start {
            runs.extend(open.take());
            continue;
        }
        let paragraph = findings.paragraphs.partition_point(|paragraph| paragraph.end <= sentence.start);
        let begins = findings.paragraphs.get(paragraph).is_none_or(|paragraph| paragraph.start == sentence.start);
        if begins {
            runs.extend(open.take());
        }
        open = Some(Span { start: open.map_or(sentence.start, |run| run.start), end: sentence.end });
    }
    runs.extend(open);
    runs
}

impl StoredPassage {
    /// Reads a passage back.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    /// The part it stands in.
    pub(crate) fn part(&self) -> &'static str {
        part_name(if self.title { Part::Title } else { Part::Text })
    }

    /// The facts of its article, with the line that it stands on.
    pub(crate) fn place(&self, article: &ArticleFacts) -> ArticleFacts {
        article.below(self.line)
    }

    /// The speaker's name, office and organization, if it is a quotation.
    pub(crate) fn speaker(&self) -> Option<(Option<String>, Option<String>, Option<String>)> {
        let quotation = self.quotation.as_ref()?;
        Some((quotation.speaker.clone(), quotation.role.clone(), quotation.organization.clone()))
    }

    /// How many code points it shows.
    pub(crate) fn length(&self) -> usize {
        self.text.chars().count()
    }

    /// The quotation's record.
    pub(crate) fn quotation(&self, article: &ArticleFacts) -> Option<QuotationRecord> {
        let stored = self.quotation.as_ref()?;
        // In ASCII a code point is a byte.
        let offsets: Option<Vec<usize>> =
            (!self.text.is_ascii()).then(|| self.text.char_indices().map(|(at, _)| at).collect());
        let slice = |range: &[usize; 2]| {
            let at = |point: usize| {
                let point = point.saturating_sub(self.start);
                let byte = offsets.as_ref().map_or(Some(point), |offsets| offsets.get(point).copied());
                byte.unwrap_or(self.text.len()).min(self.text.len())
            };
            &self.text[at(range[0])..at(range[1])]
        };
        let words = |spans: &Spans| Words {
            text: spans.iter().map(slice).collect::<Vec<_>>().join(" … "),
            spans: spans.clone(),
        };
        Some(QuotationRecord {
            id: stored.id.clone(),
            article: self.place(article),
            part: self.part().to_owned(),
            kind: stored.kind.clone(),
            content: words(&stored.content),
            cue: stored.cue.as_ref().map(|(lemma, spans)| {
                let Words { text, spans } = words(spans);
                CueWords { text, lemma: lemma.clone(), spans }
            }),
            source: stored.source.as_ref().map(words),
            speaker: stored.speaker.clone(),
            candidates: stored.candidates.iter().cloned().map(CandidateName::from).collect(),
            organization: stored.organization.clone(),
            role: stored.role.clone(),
            anonymous: stored.anonymous,
            acts: stored.acts.clone(),
            negated: stored.negated.clone(),
            within: stored.within.clone(),
            confidence: stored.confidence,
        })
    }
}
