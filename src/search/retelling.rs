//! Passages in their order in, the same out, each behind others where another article has told of it already, or its own
//! article of the same speaker twice.
//!
//! Who asks for people wants others before the same one again: what a minister said is in many papers, in other words
//! in each, and so no copy; and who was quoted at length is in one paper many times.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use crate::index::document;
use crate::lexicon::Lexicon;
use crate::passage::{Passage, Reason, sort_reasons};
use crate::question::{Asked, Order, Question, Repeats};
use crate::search::copies::Place;
use crate::search::rank::Detail;

/// What it takes from a passage that another article has told of it.
const TOLD: f32 = 0.6;
/// What it takes from a passage that its article has told so often of the speaker, and what more from each after it.
const TOLD_HERE: f32 = 0.2;
const OFTEN: usize = 2;
/// What a speaker does so many days apart may be the same.
const NEAR: u64 = 3;

/// What was told so far of whom, and what waits for its turn.
pub(super) struct Retellings {
    is_asked: bool,
    /// By speaker: the articles that told first that they did so, and their days.
    told: FxHashMap<String, Vec<(Place, Option<i64>)>>,
    /// By article and speaker: how many passages were told.
    told_here: FxHashMap<(Place, String), usize>,
    /// Passages that wait, the best first: most come in this order, and few are moved for the others.
    waiting: VecDeque<(Place, Passage)>,
}

impl Retellings {
    /// Looks for retellings where a question asks who does something, and the best first. What is only counted has no
    /// order.
    pub(super) fn of(question: &Question, detail: Detail) -> Self {
        let is_asked = detail == Detail::Shown
            && question.asked == Asked::Who
            && question.order == Order::Best
            && question.repeats == Repeats::Collapsed
            && question.speaker.is_empty()
            && !question.acts.is_empty();
        Self { is_asked, told: FxHashMap::default(), told_here: FxHashMap::default(), waiting: VecDeque::new() }
    }

    /// Gives a passage back, or keeps it until its turn if another article has told that the same speaker did so, within
    /// a few days, or its own has told so of the speaker often.
    pub(super) fn first_told(&mut self, article: Place, does: bool, mut passage: Passage) -> Option<(Place, Passage)> {
        let speaker = passage.quotation.as_ref().and_then(|quotation| quotation.speaker.as_deref());
        let Some(speaker) = speaker.filter(|_| self.is_asked && does) else { return Some((article, passage)) };
        let key = Lexicon::english().names.person_key(speaker).name;
        let day = passage.article.date.as_deref().and_then(document::day);
        let here = self.told_here.entry((article, key.clone())).or_default();
        *here += 1;
        let often = here.saturating_sub(OFTEN) as f32;
        let told = self.told.entry(key).or_default();
        let near = |other: &Option<i64>| other.zip(day).is_none_or(|(one, other)| one.abs_diff(other) <= NEAR);
        // The article that told of it first may go on.
        let first = told.iter().find(|(_, its_day)| near(its_day)).map(|(first, _)| *first);
        if first.is_none() {
            told.push((article, day));
        }
        let (weight, text) = match first {
            Some(first) if first != article => (-TOLD, "another article tells of it, too"),
            _ if often > 0.0 => (-TOLD_HERE * often, "the article quotes the speaker often"),
            _ => return Some((article, passage)),
        };
        passage.score += weight;
        passage.reasons.push(Reason { text: text.to_owned(), weight });
        sort_reasons(&mut passage.reasons);
        // Of equal ones the first to come is the first to go.
        let at = self.waiting.partition_point(|(_, other)| other.score >= passage.score);
        self.waiting.insert(at, (article, passage));
        None
    }

    /// The passages whose turn has come when those of a score are next, the best first.
    pub(super) fn due(&mut self, score: f32) -> impl Iterator<Item = (Place, Passage)> {
        let n = self.waiting.partition_point(|(_, passage)| passage.score >= score);
        self.waiting.drain(..n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::Filters;
    use crate::record::{ArticleFacts, QuotationRecord};

    fn passage(speaker: &str, date: &str, score: f32) -> Passage {
        let article = ArticleFacts { date: Some(date.to_owned()), ..ArticleFacts::default() };
        let quotation = QuotationRecord { speaker: Some(speaker.to_owned()), ..QuotationRecord::default() };
        Passage {
            rank: 0,
            score,
            reasons: Vec::new(),
            article,
            part: "text".to_owned(),
            copies: None,
            text: String::new(),
            span: [0, 0],
            matched: Vec::new(),
            quotation: Some(quotation),
            around: None,
        }
    }

    fn question(words: &str) -> Question {
        crate::question::parse(words, &Filters::default(), Lexicon::english()).unwrap()
    }

    /// The speakers and articles of passages in the order in which they are told.
    fn told(question: &Question, passages: &[(u32, &str, &str)]) -> Vec<(u32, String)> {
        let mut retellings = Retellings::of(question, Detail::Shown);
        let mut order = Vec::new();
        for (number, &(article, speaker, date)) in passages.iter().enumerate() {
            let score = 5.0 - 0.1 * number as f32;
            order.extend(retellings.due(score));
            order.extend(retellings.first_told((0, article), true, passage(speaker, date, score)));
        }
        order.extend(retellings.due(f32::NEG_INFINITY));
        order
            .into_iter()
            .map(|((_, article), passage)| (article, passage.quotation.unwrap().speaker.unwrap()))
            .collect()
    }

    const PASSAGES: [(u32, &str, &str); 4] = [
        (1, "Gen. Ada Kell", "2031-04-02"),
        (2, "Ada Kell", "2031-04-03"),
        (1, "Ada Kell", "2031-04-02"),
        (3, "Otto Brenn", "2031-04-02"),
    ];

    #[test]
    fn others_come_before_what_another_article_tells_of_the_same() {
        let question = question("who denied the sale");
        let articles: Vec<u32> = told(&question, &PASSAGES).into_iter().map(|(article, _)| article).collect();
        assert_eq!(articles, [1, 1, 3, 2]);
        let mut later = PASSAGES;
        later[1].2 = "2031-05-03";
        let articles: Vec<u32> = told(&question, &later).into_iter().map(|(article, _)| article).collect();
        assert_eq!(articles, [1, 2, 1, 3], "a month later it is another denial");
    }

    #[test]
    fn others_come_before_who_was_quoted_often() {
        let question = question("who denied the sale");
        let kell = (1, "Ada Kell", "2031-04-02");
        let passages = [kell, kell, kell, (3, "Otto Brenn", "2031-04-02")];
        let articles: Vec<u32> = told(&question, &passages).into_iter().map(|(article, _)| article).collect();
        assert_eq!(articles, [1, 1, 3, 1]);
    }

    #[test]
    fn who_asks_for_one_person_gets_all_that_was_told_of_it() {
        let question = question("did Ada Kell deny the sale");
        let articles: Vec<u32> = told(&question, &PASSAGES).into_iter().map(|(article, _)| article).collect();
        assert_eq!(articles, [1, 2, 1, 3]);
    }
}
