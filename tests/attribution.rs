//! The examples of `cases/*.md`, found as they say.
//!
//! 1. Each example's attributions are exactly those of its table, in order; or, where they are not, what is found
//!    stands below it under "Known wrong today", and changes with a reason.
//! 2. Any text gives spans in range and on character boundaries, and no panic.
//! 3. Time grows with the length of a text, also of a hostile one.
//!
//! `UPDATE=1 cargo test --test attribution` writes the tables anew; read the diff.

mod clock;

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use onrecord::article::Article;
use onrecord::attribution::attribute;
use onrecord::lexicon::Lexicon;
use onrecord::quotation::Part;
use onrecord::record::{QuotationRecord, quotation_records};
use proptest::prelude::*;

use clock::taken;

/// Stands before the table of what is found today, where that is not what it should be.
const KNOWN_WRONG: &str = "Known wrong today:";

fn find(text: &str) -> Vec<QuotationRecord> {
    let article = Article { id: "case".to_owned(), text: text.to_owned(), ..Article::default() };
    quotation_records(&article, &attribute(&article, Lexicon::english()).quotations)
}

/// The cells of a table's row.
fn cells(row: &str) -> Vec<&str> {
    row.trim().trim_matches('|').split('|').map(str::trim).collect()
}

/// One column of what is found.
fn cell(found: &QuotationRecord, column: &str) -> String {
    let words = match column {
        "source" => found.source.as_ref().map(|words| words.text.clone()),
        "cue" => found.cue.as_ref().map(|cue| cue.text.clone()),
        "content" => Some(found.content.text.clone()),
        "kind" => Some(found.kind.clone()),
        "speaker" => found.speaker.clone(),
        "organization" => found.organization.clone(),
        "role" => found.role.clone(),
        "anonymous" => Some(if found.anonymous { "yes" } else { "no" }.to_owned()),
        "acts" => Some(found.acts.join(", ")),
        other => panic!("no such column: {other}"),
    };
    words.map_or("–".to_owned(), |words| words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The table of what is found in a text, with these columns.
fn table(text: &str, columns: &[&str]) -> String {
    let mut table = format!("| {} |\n|{}\n", columns.join(" | "), "---|".repeat(columns.len()));
    for found in find(text) {
        let row: Vec<String> = columns.iter().map(|column| cell(&found, column)).collect();
        writeln!(table, "| {} |", row.join(" | ")).expect("a string takes all that is written");
    }
    table
}

/// A table's rows without what its spacing adds.
fn plain(table: &str) -> Vec<Vec<&str>> {
    table
        .lines()
        .filter(|line| line.starts_with('|') && !line.starts_with("|---") && !line.starts_with("| ---"))
        .map(cells)
        .collect()
}

/// Checks, or writes anew, every example of one file: how many are right, and of how many.
fn check(path: &PathBuf) -> (usize, usize) {
    let file = fs::read_to_string(path).expect("a case file can be read");
    let mut written = String::new();
    let mut wrong = Vec::new();
    let (mut n_right, mut n_cases) = (0, 0);
    for (number, section) in file.split("\n## ").enumerate() {
        if number > 0 {
            written.push_str("\n## ");
        }
        let quoted: Vec<&str> = section
            .lines()
            .filter_map(|line| line.strip_prefix('>'))
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        let (own, known) = section.split_once(KNOWN_WRONG).map_or((section, None), |(own, known)| (own, Some(known)));
        let rows = plain(own);
        let Some(columns) = rows.first().filter(|_| !quoted.is_empty()) else {
            written.push_str(section);
            continue;
        };
        n_cases += 1;
        let found = table(&quoted.join("\n\n"), columns);
        let right = plain(&found) == rows;
        n_right += usize::from(right);
        let as_written = match known {
            None => right,
            Some(known) => !right && plain(known) == plain(&found),
        };
        if !as_written {
            let name = section.lines().next().unwrap_or_default();
            wrong.push(format!("{}: {name}\nwritten\n{section}\nfound\n{found}", path.display()));
        }
        written.push_str(own.trim_end());
        written.push('\n');
        if !right {
            written.push_str(&format!("\n{KNOWN_WRONG}\n\n{found}"));
        }
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, written).expect("a case file can be written");
    } else {
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
    (n_right, n_cases)
}

/// So many of a hundred examples are right at least; raised when more are.
const LEAST_RIGHT: usize = 40;

#[test]
fn examples_are_found_as_they_say() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("the cases are there").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let cases: Vec<&PathBuf> = files.iter().filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    assert!(cases.len() >= 5, "the case files are there");
    let (n_right, n_cases) = cases.into_iter().map(check).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    assert!(n_right * 100 >= n_cases * LEAST_RIGHT, "{n_right} of {n_cases} examples are right");
}

/// Every span lies in its part, and the words are those of the spans.
fn spans_hold(title: &str, text: &str) {
    let article =
        Article { id: "any".to_owned(), title: Some(title.to_owned()), text: text.to_owned(), ..Article::default() };
    let findings = attribute(&article, Lexicon::english());
    for quotation in &findings.quotations {
        let part = if quotation.attribution.part == Part::Title { title } else { text };
        let cue = quotation.attribution.cue.iter().flat_map(|cue| cue.spans.iter());
        for span in quotation
            .attribution
            .content
            .iter()
            .chain(&quotation.attribution.source)
            .chain(cue)
            .chain(&quotation.negated)
        {
            assert!(span.start < span.end && part.get(span.start..span.end).is_some(), "{span:?} in {part:?}");
        }
        assert!(!quotation.acts.is_empty() && (0.0..=1.0).contains(&quotation.confidence));
    }
    for sentence in findings.sentences.iter().chain(&findings.paragraphs) {
        assert!(text.get(sentence.start..sentence.end).is_some());
    }
    quotation_records(&article, &findings.quotations);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_spans_in_range(title in "\\PC{0,40}", text in "\\PC{0,400}") {
        spans_hold(&title, &text);
    }

    #[test]
    fn any_mix_of_telling_words_gives_spans_in_range(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "said", "“", "”", "\"", "‘", "’", "'", ",", ".", "Kell", "Marta", "the minister", "denied", "that",
                "he", "not", "\n\n", "according to", ":", "?", "U.S.", "told reporters", "(", ")", "—", "é", "👩‍👧", "\u{202e}",
                "his claim", "and", "saying", "no", "comment", "of", "Secretary", "by",
            ]),
            0..120,
        )
    ) {
        let text = words.join(" ");
        spans_hold(&text, &text);
        spans_hold("", &words.concat());
    }
}

#[test]
fn time_grows_with_the_length_of_hostile_text() {
    let hostile: [&str; 8] = [
        "“ ",
        "\" said Kell ",
        "‘said’ ",
        "said that he said that ",
        "Kell, ",
        "(said ",
        "not ",
        "Marta Kell of the House of Kell and ",
    ];
    for piece in hostile {
        let time = |n: usize| {
            let text = piece.repeat(n);
            // The least of a few runs: the machine may be busy.
            (0..3)
                .map(|_| {
                    let start = taken();
                    spans_hold("", &text);
                    taken() - start
                })
                .min()
                .unwrap_or(Duration::ZERO)
        };
        let (short, long) = (time(500), time(4_000));
        // Eight times the text may take twice eight times the time, and a moment.
        assert!(long <= short * 16 + Duration::from_millis(300), "{piece:?}: {short:?}, then {long:?}");
    }
}

#[test]
fn words_that_are_all_different_take_no_longer_than_their_number() {
    // More than are remembered, so that what is remembered is forgotten on the way.
    let time = |n: usize| {
        let text = (0..n).map(|number| format!("w{number:x} ")).collect::<String>();
        let start = taken();
        spans_hold("", &text);
        taken() - start
    };
    let (short, long) = (time(10_000), time(80_000));
    assert!(long <= short * 16 + Duration::from_millis(500), "{short:?}, then {long:?}");
}
