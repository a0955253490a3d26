//! Damaged text loses little, and hostile text takes no more time than its length.
//!
//! 1. Of what is found in the articles of `corpus`, so many of a hundred are found again when all marks are lost, or the
//!    closing ones, or the paragraphs, or when the marks are single ones.
//! 2. Four times the marks, or a sentence four times as long, takes about four times the processor's time.

mod clock;

use std::fs;
use std::path::Path;
use std::time::Duration;

use onrecord::article::Article;
use onrecord::attribution::attribute;
use onrecord::lexicon::Lexicon;
use onrecord::record::{QuotationRecord, quotation_records};

use clock::taken;

fn find(text: &str) -> Vec<QuotationRecord> {
    let article = Article { id: "case".to_owned(), text: text.to_owned(), ..Article::default() };
    quotation_records(&article, &attribute(&article, Lexicon::english()).quotations)
}

/// The articles that are plain text.
fn articles() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the corpus is there").map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "txt" || end == "md"));
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).expect("an article can be read")).collect()
}

/// The words of a text, without what stands between them.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|character: char| !character.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Whether two texts share half of their words.
fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let shared = one.iter().filter(|word| other.contains(word)).count();
    2 * shared >= one.len().max(other.len())
}

/// Of a hundred quotations with a source, how many are found in the damaged text, with the same source.
fn share_found(damage: impl Fn(&str) -> String) -> usize {
    let (mut n_found, mut n_all) = (0, 0);
    for text in articles() {
        let after = find(&damage(&text));
        let source = |found: &QuotationRecord| found.source.as_ref().map(|source| words(&source.text));
        for before in find(&text).iter().filter(|before| before.source.is_some()) {
            n_all += 1;
            let again = |after: &&QuotationRecord| {
                source(after) == source(before) && alike(&after.content.text, &before.content.text)
            };
            n_found += usize::from(after.iter().find(again).is_some());
        }
    }
    assert!(n_all > 60, "the corpus is full of statements: {n_all}");
    n_found * 100 / n_all
}

/// Checks that at least so many of a hundred are found again.
fn check(least: usize, damage: impl Fn(&str) -> String) {
    let found = share_found(damage);
    assert!(found >= least, "{found} of 100 are found again");
}

#[test]
fn without_marks_most_is_found() {
    check(60, |text| text.replace(['“', '”', '"'], ""));
}

#[test]
fn without_closing_marks_most_is_found() {
    check(60, |text| text.replace('”', ""));
}

#[test]
fn without_opening_marks_most_is_found() {
    check(60, |text| text.replace('“', ""));
}

#[test]
fn single_marks_are_marks() {
    check(85, |text| text.replace('“', "‘").replace('”', "’"));
}

#[test]
fn straight_marks_are_marks() {
    check(90, |text| text.replace(['“', '”'], "\""));
}

#[test]
fn without_paragraphs_most_is_found() {
    check(80, |text| text.split_whitespace().collect::<Vec<_>>().join(" "));
}

/// Checks that a text of `n` pieces takes no more than its share of what a quarter of it takes.
fn check_time(n: usize, piece: &str) {
    let time = |n: usize| {
        let text = piece.repeat(n);
        let start = taken();
        find(&text);
        taken() - start
    };
    find(piece);
    let (short, long) = (time(n / 4), time(n));
    // Twice four times, and a moment: a square would take sixteen times.
    assert!(long <= short * 8 + Duration::from_millis(200), "{piece:?}: {short:?}, then {long:?}");
}

#[test]
fn a_hundred_thousand_marks_take_time_by_their_number() {
    for piece in ["“", "\" ", "‘a ", "”“ "] {
        check_time(100_000, piece);
    }
}

#[test]
fn a_sentence_of_a_million_bytes_takes_time_by_its_length() {
    check_time(1_000_000 / 60, "and Marta Kell said that the mayor had denied “the claim”, ");
}
