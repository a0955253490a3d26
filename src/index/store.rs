//! An index in, what it holds out. Reads only.

use std::path::Path;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use tantivy::columnar::Column;
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{DocSet, Index, ReloadPolicy, Searcher, SegmentReader, TERMINATED, TantivyDocument, Term};

use crate::error::{ErrorKind, Result};
use crate::index::document::{StoredOrigin, StoredPassage};
use crate::index::fields::Fields;
use crate::index::folder::Folder;
use crate::index::identity::{self, Identity, Offices};
use crate::index::neighbours::Neighbours;
use crate::index::note::Note;
use crate::index::{analyzer, error, fields, manifest, seal, status};
use crate::lexicon::Lexicon;
use crate::lexicon::names::Names;
use crate::record::{ArticleFacts, QuotationRecord};

/// An index open for reading.
pub struct Store {
    searcher: Searcher,
    fields: &'static Fields,
    neighbours: Neighbours,
    n_articles: OnceLock<u64>,
    columns: OnceLock<Vec<Columns>>,
}

/// What a segment keeps of its documents that every question reads.
pub(crate) struct Columns {
    pub(crate) block: Column<u64>,
    pub(crate) key: Column<u64>,
    pub(crate) start: Column<u64>,
    pub(crate) facts: Column<u64>,
}

/// What tells whether an article in the index is the same as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// A hash of the article as read.
    pub fingerprint: u64,
    /// Which version of its item it is.
    pub version: Option<u64>,
}

/// A name and how often it occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The name.
    pub name: String,
    /// How often.
    pub count: u64,
}

/// What an index holds, in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Articles.
    pub articles: u64,
    /// Quotations.
    pub quotations: u64,
    /// Stretches of narration.
    pub narration: u64,
    /// Quotations whose speaker is named.
    pub named: u64,
    /// Quotations by kind, the most frequent first.
    pub kinds: Vec<Count>,
    /// Quotations by act, the most frequent first.
    pub acts: Vec<Count>,
    /// Quotations by speaker, all names of a person together, the most frequent first.
    pub speakers: Vec<Identity>,
    /// Quotations by organization, all names of a body together, the most frequent first.
    pub organizations: Vec<Identity>,
    /// Articles by publisher, the most frequent first.
    pub outlets: Vec<Count>,
    /// Articles by language, the most frequent first.
    pub languages: Vec<Count>,
    /// Articles by whether they may be published, the most frequent first.
    pub statuses: Vec<Count>,
    /// The first and the last day, `YYYY-MM-DD`.
    pub dates: Option<(String, String)>,
    /// Bytes on disk.
    pub bytes: u64,
}

/// How often an index is opened again that a writer changes meanwhile.
const N_LOOKS: usize = 5;

impl Store {
    /// Opens the index of a folder.
    ///
    /// # Errors
    ///
    /// When there is none, when it has another format, when it is damaged.
    pub fn open(directory: &Path) -> Result<Self> {
        manifest::check(directory)?;
        let mut looks = 0;
        loop {
            let meta = seal::look(directory)?;
            looks += 1;
            match Self::open_as_it_is(directory, &Note::of(&meta)) {
                // A writer that the folder's lock could not keep waiting may have merged what we had just seen.
                Err(error) if error.kind == ErrorKind::Damaged && looks < N_LOOKS => {}
                other => return other.map_err(|error| error.at(directory)),
            }
        }
    }

    fn open_as_it_is(directory: &Path, note: &Note) -> Result<Self> {
        let mut index = Index::open(Folder::reading(directory)?).map_err(error)?;
        index.set_tokenizers(analyzer::manager());
        let neighbours = Neighbours::read(directory, note.neighbours.as_ref())?;
        Ok(Self { neighbours, ..Self::of(index)? })
    }

    pub(crate) fn of(index: Index) -> Result<Self> {
        let (_, fields) = fields::contract();
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(error)?;
        let reader: tantivy::IndexReader = reader;
        Ok(Self {
            searcher: reader.searcher(),
            fields,
            neighbours: Neighbours::default(),
            n_articles: OnceLock::new(),
            columns: OnceLock::new(),
        })
    }

    pub(crate) fn segments(&self) -> &[SegmentReader] {
        self.searcher.segment_readers()
    }

    pub(crate) fn fields(&self) -> &'static Fields {
        self.fields
    }

    pub(crate) fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// The words that keep the same company, as the index learned from its text.
    pub fn neighbours(&self) -> &Neighbours {
        &self.neighbours
    }

    /// The columns of each segment.
    pub(crate) fn columns(&self) -> Result<&[Columns]> {
        if let Some(known) = self.columns.get() {
            return Ok(known);
        }
        let opened = self.segments().iter().map(|segment| {
            let column = |name| segment.fast_fields().u64(name).map_err(error);
            let (block, key) = (column("block")?, column("key")?);
            Ok(Columns { block, key, start: column("start")?, facts: column("facts")? })
        });
        let opened = opened.collect::<Result<_>>()?;
        Ok(self.columns.get_or_init(|| opened))
    }

    /// The stored bytes of one document.
    pub(crate) fn record(&self, segment: u32, document: u32) -> Result<Vec<u8>> {
        let address = tantivy::DocAddress::new(segment, document);
        let stored: TantivyDocument = self.searcher.doc(address).map_err(error)?;
        let bytes = stored.get_first(self.fields.record).and_then(|value| value.as_bytes().map(<[u8]>::to_vec));
        bytes.ok_or_else(|| seal::damaged("a document has no record"))
    }

    /// The facts of an article, by its document.
    pub(crate) fn article(&self, segment: u32, document: u32) -> Result<ArticleFacts> {
        let bytes = self.record(segment, document)?;
        serde_json::from_slice(&bytes)
            .map_err(|cause| seal::damaged(format!("the record of an article cannot be read: {cause}")))
    }

    /// Who an article comes from, as far as it tells: an agency, else its publisher; and its status.
    pub(crate) fn origin(&self, segment: u32, document: u32) -> Result<StoredOrigin> {
        serde_json::from_slice(&self.record(segment, document)?)
            .map_err(|cause| seal::damaged(format!("the record of an article cannot be read: {cause}")))
    }

    /// A passage, by its document.
    pub(crate) fn passage(&self, segment: u32, document: u32) -> Result<StoredPassage> {
        let bytes = self.record(segment, document)?;
        StoredPassage::decode(&bytes).ok_or_else(|| seal::damaged("the record of a passage cannot be read"))
    }

    /// The day of the newest article; none if no article has a date. Of every thousand articles the latest is passed
    /// over: archives hold dates that are still to come.
    pub(crate) fn newest(&self) -> Result<Option<jiff::civil::Date>> {
        let mut all: Vec<i64> = Vec::new();
        for segment in self.segments() {
            let days = segment.fast_fields().i64("day").map_err(error)?;
            all.extend(segment.doc_ids_alive().filter_map(|document| days.first(document)));
        }
        all.sort_unstable();
        all.truncate(all.len() - all.len() / 1000);
        Ok(all.last().and_then(|&day| date(day).parse().ok()))
    }

    /// An article and its passages in the order of the index, by its id; none if it is not here.
    pub(crate) fn block(&self, id: &str) -> Result<Option<(ArticleFacts, Vec<StoredPassage>)>> {
        let term = Term::from_field_text(self.fields.article, id);
        for (number, segment) in self.segments().iter().enumerate() {
            let number = number as u32;
            let blocks = segment.fast_fields().u64("block").map_err(error)?;
            let inverted = segment.inverted_index(self.fields.article).map_err(error)?;
            let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else { continue };
            while postings.doc() != TERMINATED {
                let document = postings.doc();
                if let Some(n_passages) = blocks.first(document).filter(|_| !segment.is_deleted(document)) {
                    let passages = (1..=n_passages as u32).map(|place| self.passage(number, document + place));
                    return Ok(Some((self.article(number, document)?, passages.collect::<Result<_>>()?)));
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    /// Every article by its key.
    pub(crate) fn known(&self) -> Result<FxHashMap<u64, Known>> {
        let mut known = FxHashMap::default();
        for segment in self.segments() {
            let keys = segment.fast_fields().u64("key").map_err(error)?;
            let fingerprints = segment.fast_fields().u64("fingerprint").map_err(error)?;
            let versions = segment.fast_fields().u64("version").map_err(error)?;
            for document in segment.doc_ids_alive() {
                if let (Some(key), Some(fingerprint)) = (keys.first(document), fingerprints.first(document)) {
                    known.insert(key, Known { fingerprint, version: versions.first(document) });
                }
            }
        }
        Ok(known)
    }

    /// How many articles there are.
    ///
    /// # Errors
    ///
    /// When the index is damaged.
    pub fn n_articles(&self) -> Result<u64> {
        if let Some(&known) = self.n_articles.get() {
            return Ok(known);
        }
        let counted = self.count(self.fields.kind, "article")?;
        Ok(*self.n_articles.get_or_init(|| counted))
    }

    /// Bytes on disk.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn bytes(&self) -> Result<u64> {
        Ok(self.searcher.space_usage()?.total().get_bytes())
    }

    /// How many living documents have a term.
    fn count(&self, field: Field, text: &str) -> Result<u64> {
        let term = Term::from_field_text(field, text);
        let mut count = 0;
        for segment in self.segments() {
            let inverted = segment.inverted_index(field).map_err(error)?;
            let Some(info) = inverted.get_term_info(&term)? else { continue };
            if segment.has_deletes() {
                let mut postings = inverted.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
                while postings.doc() != TERMINATED {
                    count += u64::from(!segment.is_deleted(postings.doc()));
                    postings.advance();
                }
            } else {
                count += u64::from(info.doc_freq);
            }
        }
        Ok(count)
    }

    /// Every term of a field with the number of its living documents, the most frequent first.
    fn counts(&self, field: Field) -> Result<Vec<Count>> {
        self.counts_but(field, |_| Ok(None))
    }

    /// The same without the documents that answers leave out.
    fn shown(&self, field: Field) -> Result<Vec<Count>> {
        self.counts_but(field, |segment| status::hidden(self, segment, None))
    }

    fn counts_but(
        &self,
        field: Field,
        left_out: impl Fn(&SegmentReader) -> Result<Option<Vec<bool>>>,
    ) -> Result<Vec<Count>> {
        let mut counts: FxHashMap<String, u64> = FxHashMap::default();
        for segment in self.segments() {
            let left_out = left_out(segment)?;
            let counts_not = |document: u32| {
                segment.is_deleted(document) || left_out.as_ref().is_some_and(|out| out[document as usize])
            };
            let inverted = segment.inverted_index(field).map_err(error)?;
            let mut terms = inverted.terms().stream()?;
            while let Some((term, info)) = terms.next() {
                let mut count = u64::from(info.doc_freq);
                if segment.has_deletes() || left_out.is_some() {
                    count = 0;
                    let mut postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
                    while postings.doc() != TERMINATED {
                        count += u64::from(!counts_not(postings.doc()));
                        postings.advance();
                    }
                }
                if count > 0 {
                    *counts.entry(String::from_utf8_lossy(term).into_owned()).or_default() += count;
                }
            }
        }
        let mut counts: Vec<Count> = counts.into_iter().map(|(name, count)| Count { name, count }).collect();
        counts.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.name.cmp(&other.name)));
        Ok(counts)
    }

    /// How often each speaker's name stands with each office; a quotation counts for its first office.
    fn offices(&self, lexicon: &Names) -> Result<Offices> {
        let mut offices = Offices::new();
        let nouns = lexicon.office_nouns();
        for segment in self.segments() {
            let mut names: Vec<String> = Vec::new();
            let mut speaker: Vec<Option<u32>> = vec![None; segment.max_doc() as usize];
            let inverted = segment.inverted_index(self.fields.speaker_name).map_err(error)?;
            let mut terms = inverted.terms().stream()?;
            while let Some((term, info)) = terms.next() {
                let mut postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
                while postings.doc() != TERMINATED {
                    speaker[postings.doc() as usize] = Some(names.len() as u32);
                    postings.advance();
                }
                names.push(String::from_utf8_lossy(term).into_owned());
            }
            let roles = segment.inverted_index(self.fields.role).map_err(error)?;
            for &noun in &nouns {
                let term = Term::from_field_text(self.fields.role, noun);
                let Some(info) = roles.get_term_info(&term)? else { continue };
                let mut postings = roles.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
                while postings.doc() != TERMINATED {
                    let document = postings.doc();
                    if let Some(name) = speaker[document as usize].take().filter(|_| !segment.is_deleted(document)) {
                        *offices.entry(names[name as usize].clone()).or_default().entry(noun).or_default() += 1;
                    }
                    postings.advance();
                }
            }
        }
        Ok(offices)
    }

    /// What the index holds, in figures.
    ///
    /// # Errors
    ///
    /// When the index is damaged.
    pub fn stats(&self) -> Result<Stats> {
        let mut kinds = self.counts(self.fields.kind)?;
        let mut take = |name: &str| {
            let at = kinds.iter().position(|count| count.name == name)?;
            Some(kinds.remove(at).count)
        };
        let articles = take("article").unwrap_or(0);
        let narration = take("narration").unwrap_or(0);
        let speakers = self.shown(self.fields.speaker_name)?;
        let named = speakers.iter().map(|count| count.count).sum();
        let lexicon = &Lexicon::english().names;
        let mut days: Option<(i64, i64)> = None;
        for segment in self.segments() {
            let column = segment.fast_fields().i64("day").map_err(error)?;
            for day in segment.doc_ids_alive().filter_map(|document| column.first(document)) {
                days = Some(days.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
            }
        }
        Ok(Stats {
            articles,
            quotations: kinds.iter().map(|count| count.count).sum(),
            narration,
            named,
            kinds,
            acts: self.counts(self.fields.act)?,
            speakers: identity::link(identity::people(speakers, lexicon), &self.offices(lexicon)?),
            organizations: identity::bodies(self.shown(self.fields.organization_name)?, lexicon),
            outlets: self.counts(self.fields.outlet_name)?,
            languages: self.counts(self.fields.language)?,
            statuses: self.counts(self.fields.status)?,
            dates: days.map(|(first, last)| (date(first), date(last))),
            bytes: self.bytes()?,
        })
    }

    /// The place of every article, in order of their ids.
    fn places(&self) -> Result<Vec<(String, u32, u32)>> {
        let mut places = Vec::new();
        for (number, segment) in self.segments().iter().enumerate() {
            let number = number as u32;
            let blocks = segment.fast_fields().u64("block").map_err(error)?;
            for document in segment.doc_ids_alive().filter(|&document| blocks.first(document).is_some()) {
                places.push((self.article(number, document)?.id, number, document));
            }
        }
        places.sort_unstable();
        Ok(places)
    }

    /// The ids of all articles, in order.
    ///
    /// # Errors
    ///
    /// When the index is damaged.
    pub fn article_ids(&self) -> Result<Vec<String>> {
        Ok(self.places()?.into_iter().map(|(id, ..)| id).collect())
    }

    /// Hands on the quotations of each article, by article id, part and place: the same for every index of the same
    /// articles, however it was made.
    ///
    /// # Errors
    ///
    /// When the index is damaged, or what `each` fails with.
    pub fn export(&self, mut each: impl FnMut(&[QuotationRecord]) -> Result<()>) -> Result<()> {
        for (_, number, document) in self.places()? {
            let segment = &self.segments()[number as usize];
            let n_passages = segment.fast_fields().u64("block").map_err(error)?.first(document).unwrap_or(0) as u32;
            let facts = self.article(number, document)?;
            let mut records = Vec::new();
            for passage in document + 1..=document + n_passages {
                records.extend(self.passage(number, passage)?.quotation(&facts));
            }
            records.sort_by(|one: &QuotationRecord, other| {
                (&one.part, &one.content.spans, &one.id).cmp(&(&other.part, &other.content.spans, &other.id))
            });
            each(&records)?;
        }
        Ok(())
    }
}

/// The `YYYY-MM-DD` of days since 1970-01-01.
pub(crate) fn date(day: i64) -> String {
    let epoch = jiff::civil::Date::constant(1970, 1, 1);
    epoch.checked_add(jiff::Span::new().days(day)).map_or_else(|_| String::new(), |date| date.to_string())
}
