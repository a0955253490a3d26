//! Words in, a question for plain full-text search out.

use crate::error::{Error, ErrorKind, Result};
use crate::index::analyzer::{self, Reduction};
use crate::lexicon::Lexicon;
use crate::question::parse::term;
use crate::question::{Asked, Filters, Question};
use crate::text::fold::fold;

/// Reads words as they stand, whatever they would mean in a question: whole articles are asked for. Words that build
/// sentences say nothing, unless there are no others; one that is there twice counts twice.
///
/// # Errors
///
/// When they are too long.
pub fn plain_text(words: &str, filters: &Filters, lexicon: &Lexicon) -> Result<Question> {
    const LONGEST: usize = 4096;
    if words.len() > LONGEST {
        return Err(Error::new(ErrorKind::Usage, format!("the question is longer than {LONGEST} bytes")));
    }
    let mut question = Question::new(words, Asked::Articles, filters);
    for keep_stops in [false, true] {
        for (start, end, stem) in analyzer::terms(words, Reduction::Stem) {
            let word = fold(&words[start..end]);
            if !keep_stops && lexicon.stops.has(&word) {
                continue;
            }
            match question.topic.iter_mut().find(|known| known.stem == stem) {
                Some(known) => known.times += 1,
                None => question.topic.extend(term(&word, filters.exact, lexicon)),
            }
        }
        if !question.topic.is_empty() {
            break;
        }
    }
    Ok(question)
}
