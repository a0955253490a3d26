//! An index in, the words of its text that keep the same company out.
//!
//! Two words are alike when the words that stand beside the one stand beside the other: each word is known by those
//! that tell the most of it (positive pointwise mutual information), and likeness is the cosine of two of them. Of a
//! large index a sample of the articles is read, chosen by their keys: neither threads nor the layout of segments
//! decide anything. No word is known here beforehand.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::termdict::TermMerger;
use tantivy::{DocSet, InvertedIndexReader, TERMINATED, Term};

use crate::error::Result;
use crate::index::analyzer::{self, Reduction};
use crate::index::neighbours::Neighbour;
use crate::index::{Store, error};
use crate::lexicon::Lexicon;
use crate::lexicon::names::Class;
use crate::text::fold::fold;

/// The articles that are read have no more words than this, all together and about.
const MOST_WORDS: u64 = 16_000_000;
/// Words that are compared, the most frequent ones, and those among them that they are known by.
const N_WORDS: usize = 8192;
const N_CONTEXTS: usize = 4096;
/// What is seldomer cannot be known.
const LEAST_TIMES: u64 = 30;
const LEAST_ARTICLES: u64 = 5;
/// What stands in more than one of so many articles tells nothing.
const COMMON: u64 = 4;
/// How far apart words may stand that stand beside each other.
const WINDOW: u32 = 4;
/// What stood together once may have done so by chance.
const LEAST_TOGETHER: u16 = 2;
/// A word is known by so many others.
const N_KNOWN_BY: usize = 100;
/// No more neighbours than this are kept of a word, and none that is less like it.
const N_NEIGHBOURS: usize = 2;
const LEAST_ALIKE: f32 = 0.35;

/// Learns which words are neighbours: each index term with its own, the nearest first, in order of the terms.
///
/// # Errors
///
/// When the index is damaged.
pub(crate) fn learn(store: &Store) -> Result<BTreeMap<String, Vec<Neighbour>>> {
    let sample = Sample::of(store)?;
    let words = words(store, &sample)?;
    let (text, places) = read(store, &sample, &words)?;
    let known_by = known_by(&together(text, words.len()), words.len());
    let near = nearest(&words, &known_by);
    let forms = forms(store, &words, &near, &places)?;
    let neighbours = |near: &[(usize, f32)]| {
        let neighbour = |&(word, alike): &(usize, f32)| {
            let shown = forms[word].clone().unwrap_or_else(|| words[word].clone());
            Neighbour { stem: words[word].clone(), word: shown, alike }
        };
        near.iter().map(neighbour).collect()
    };
    let rows = words.iter().zip(&near).filter(|(_, near)| !near.is_empty());
    Ok(rows.map(|(word, near)| (word.clone(), neighbours(near))).collect())
}

/// The articles that are read.
struct Sample {
    /// For each segment the place in the sample of each document's article.
    places: Vec<Vec<Option<u32>>>,
    n_articles: u64,
}

impl Sample {
    fn of(store: &Store) -> Result<Self> {
        let mut n_words: u64 = 0;
        for segment in store.segments() {
            n_words += segment.inverted_index(store.fields().body).map_err(error)?.total_num_tokens();
        }
        let share = (u128::from(MOST_WORDS) << 64) / u128::from(n_words.max(1));
        let last = u64::try_from(share).unwrap_or(u64::MAX);
        let mut articles = Vec::new();
        for (number, (segment, columns)) in store.segments().iter().zip(store.columns()?).enumerate() {
            for document in segment.doc_ids_alive() {
                let block = columns.block.first(document).zip(columns.key.first(document));
                if let Some((n_passages, key)) = block.filter(|&(_, key)| key <= last) {
                    articles.push((key, number, document, n_passages));
                }
            }
        }
        articles.sort_unstable();
        let mut places: Vec<Vec<Option<u32>>> =
            store.segments().iter().map(|segment| vec![None; segment.max_doc() as usize]).collect();
        for (place, &(_, segment, document, n_passages)) in (0..).zip(&articles) {
            let first = document as usize;
            let end = (first + 1 + n_passages as usize).min(places[segment].len());
            places[segment][first..end].fill(Some(place));
        }
        Ok(Self { places, n_articles: articles.len() as u64 })
    }
}

fn inverted(store: &Store, field: Field) -> Result<Vec<Arc<InvertedIndexReader>>> {
    store.segments().iter().map(|segment| segment.inverted_index(field).map_err(error)).collect()
}

/// The words that can be known, the most frequent first.
fn words(store: &Store, sample: &Sample) -> Result<Vec<String>> {
    let inverted = inverted(store, store.fields().body)?;
    let streams = inverted.iter().map(|inverted| inverted.terms().stream()).collect::<std::io::Result<_>>()?;
    let mut terms = TermMerger::new(streams);
    let mut found: Vec<(u64, String)> = Vec::new();
    while terms.advance() {
        let having: Vec<(usize, TermInfo)> = terms.current_segment_ords_and_term_infos().collect();
        let frequency: u64 = having.iter().map(|(_, info)| u64::from(info.doc_freq)).sum();
        let word = str::from_utf8(terms.key()).ok().filter(|word| word.chars().all(char::is_alphabetic));
        if let Some(word) = word.filter(|_| frequency >= LEAST_ARTICLES) {
            let (mut n_articles, mut n_times) = (0, 0);
            for (number, info) in &having {
                let (inverted, places) = (&inverted[*number], &sample.places[*number]);
                let mut postings = inverted.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
                while postings.block_len() > 0 {
                    for (&document, &times) in postings.docs().iter().zip(postings.freqs()) {
                        if places[document as usize].is_some() {
                            n_articles += 1;
                            n_times += u64::from(times);
                        }
                    }
                    postings.advance();
                }
            }
            if n_articles >= LEAST_ARTICLES && n_articles * COMMON <= sample.n_articles && n_times >= LEAST_TIMES {
                found.push((n_times, word.to_owned()));
            }
        }
    }
    found.sort_unstable_by(|(one_times, one), (other_times, other)| other_times.cmp(one_times).then(one.cmp(other)));
    found.truncate(N_WORDS);
    Ok(found.into_iter().map(|(_, word)| word).collect())
}

/// The words of one passage after the other, each with its position: the number of a word in the lower half.
struct Text {
    words: Vec<u32>,
    /// Where each passage ends.
    ends: Vec<usize>,
}

/// A passage that has a word: the place of its article in the sample, segment and document.
type Place = (u32, u32, u32);

/// Reads the sample as far as it consists of the words; and the first passage that has each of them.
fn read(store: &Store, sample: &Sample, words: &[String]) -> Result<(Text, Vec<Option<Place>>)> {
    let content = store.fields().content;
    let inverted = inverted(store, content)?;
    let first_of: Vec<usize> =
        sample.places.iter().scan(0, |sum, of| Some(std::mem::replace(sum, *sum + of.len()))).collect();
    let mut ends = vec![0; sample.places.iter().map(Vec::len).sum()];
    let mut found: Vec<(u32, u32)> = Vec::new();
    let mut places = vec![None; words.len()];
    let mut positions = Vec::new();
    for (number, word) in (0..).zip(words) {
        let term = Term::from_field_text(content, word);
        for ((segment, inverted), of) in (0..).zip(&inverted).zip(&sample.places) {
            let postings = inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?;
            let Some(mut postings): Option<SegmentPostings> = postings else { continue };
            while postings.doc() != TERMINATED {
                let document = postings.doc();
                if let Some(article) = of[document as usize] {
                    let here: Place = (article, segment, document);
                    let first = places[number as usize].get_or_insert(here);
                    *first = here.min(*first);
                    let passage = first_of[segment as usize] + document as usize;
                    postings.positions(&mut positions);
                    // A passage is not so long that its words could not be counted.
                    let near = positions.iter().filter_map(|&position| u16::try_from(position).ok());
                    let before = found.len();
                    found.extend(near.map(|position| (passage as u32, u32::from(position) << 16 | number)));
                    ends[passage] += found.len() - before;
                }
                postings.advance();
            }
        }
    }
    // From counts to where each passage starts; when all words are in their places, that is where it ends.
    ends.iter_mut().fold(0, |sum, end| sum + std::mem::replace(end, sum));
    let mut sorted = vec![0; found.len()];
    for (passage, word) in found {
        let end = &mut ends[passage as usize];
        sorted[*end] = word;
        *end += 1;
    }
    let mut start = 0;
    for &end in &ends {
        sorted[start..end].sort_unstable();
        start = end;
    }
    Ok((Text { words: sorted, ends }, places))
}

/// How often each word stands beside each of the most frequent ones.
fn together(text: Text, n_words: usize) -> Vec<u16> {
    let n_contexts = n_words.min(N_CONTEXTS);
    let mut counts = vec![0u16; n_words * n_contexts];
    let mut count = |word: usize, context: usize| {
        if context < n_contexts {
            let count = &mut counts[word * n_contexts + context];
            *count = count.saturating_add(1);
        }
    };
    let mut start = 0;
    for end in text.ends {
        let passage = &text.words[start..end];
        for (at, one) in passage.iter().enumerate() {
            for other in &passage[at + 1..] {
                if (other >> 16) - (one >> 16) > WINDOW {
                    break;
                }
                let (one, other) = ((one & 0xffff) as usize, (other & 0xffff) as usize);
                if one != other {
                    count(one, other);
                    count(other, one);
                }
            }
        }
        start = end;
    }
    counts
}

/// For each word those that tell the most of it, and how much, in order; the squares of each add up to 1.
fn known_by(counts: &[u16], n_words: usize) -> Vec<Vec<(usize, f32)>> {
    /// Makes seldom contexts tell less than they would by their share.
    const SMOOTHING: f32 = 0.75;
    let n_contexts = n_words.min(N_CONTEXTS);
    let rows = || counts.chunks_exact(n_contexts.max(1));
    let mut of_context = vec![0u64; n_contexts];
    for row in rows() {
        of_context.iter_mut().zip(row).for_each(|(sum, &count)| *sum += u64::from(count));
    }
    let smoothed: Vec<f32> = of_context.iter().map(|&sum| (sum as f32).powf(SMOOTHING)).collect();
    let all: f32 = smoothed.iter().sum();
    let known = |row: &[u16]| {
        let of_word = row.iter().map(|&count| u64::from(count)).sum::<u64>() as f32;
        let seen = row.iter().enumerate().filter(|&(_, &count)| count >= LEAST_TOGETHER);
        let tells =
            seen.map(|(context, &count)| (context, (f32::from(count) * all / (of_word * smoothed[context])).ln()));
        let mut known: Vec<(usize, f32)> = tells.filter(|&(_, tells)| tells > 0.0).collect();
        if known.len() > N_KNOWN_BY {
            known.select_nth_unstable_by(N_KNOWN_BY - 1, |one, other| {
                other.1.total_cmp(&one.1).then(one.0.cmp(&other.0))
            });
            known.truncate(N_KNOWN_BY);
        }
        known.sort_unstable_by_key(|&(context, _)| context);
        let length = known.iter().map(|(_, tells)| tells * tells).sum::<f32>().sqrt();
        known.iter_mut().for_each(|(_, tells)| *tells /= length);
        known
    };
    rows().map(known).collect()
}

/// For each word its neighbours, the nearest first, and how like they are.
fn nearest(words: &[String], known_by: &[Vec<(usize, f32)>]) -> Vec<Vec<(usize, f32)>> {
    let names = &Lexicon::english().names;
    let are_names: Vec<bool> = words.iter().map(|word| names.class(word).is(Class::GIVEN.or(Class::SURNAME))).collect();
    let mut knowing: Vec<Vec<(usize, f32)>> = vec![Vec::new(); words.len().min(N_CONTEXTS)];
    for (word, known) in known_by.iter().enumerate() {
        known.iter().for_each(|&(context, tells)| knowing[context].push((word, tells)));
    }
    let mut alike = vec![0f32; words.len()];
    let near = |(word, known): (usize, &Vec<(usize, f32)>)| {
        alike.fill(0.0);
        for &(context, tells) in known {
            knowing[context].iter().for_each(|&(other, told)| alike[other] += tells * told);
        }
        let alike = alike.iter().copied().enumerate();
        // One person is not another.
        let is_other = |other: usize| other != word && !(are_names[word] && are_names[other]);
        let mut near: Vec<(usize, f32)> =
            alike.filter(|&(other, alike)| alike >= LEAST_ALIKE && is_other(other)).collect();
        near.sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        near.truncate(N_NEIGHBOURS);
        near
    };
    known_by.iter().enumerate().map(near).collect()
}

/// Of each word that is a neighbour the shortest form that was met: the index itself has only stems.
fn forms(
    store: &Store,
    words: &[String],
    near: &[Vec<(usize, f32)>],
    places: &[Option<Place>],
) -> Result<Vec<Option<String>>> {
    let mut wanted: Vec<usize> = near.iter().flatten().map(|&(word, _)| word).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let numbers: BTreeMap<&str, usize> = wanted.iter().map(|&word| (words[word].as_str(), word)).collect();
    let mut forms: Vec<Option<String>> = vec![None; words.len()];
    // The rarest first: where they stand, others stand too.
    for &word in wanted.iter().rev() {
        let Some((_, segment, document)) = places[word].filter(|_| forms[word].is_none()) else { continue };
        let text = store.passage(segment, document)?.text;
        for (start, end, term) in analyzer::terms(&text, Reduction::Stem) {
            let Some(&number) = numbers.get(term.as_str()) else { continue };
            let form = fold(&text[start..end]);
            let key = |form: &String| (form.len(), form.clone());
            if forms[number].as_ref().is_none_or(|known| key(&form) < key(known)) {
                forms[number] = Some(form);
            }
        }
    }
    Ok(forms)
}
