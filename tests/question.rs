//! Questions as `questions/*.md` has them, read as it says, and any bytes as a question.
//!
//! 1. Each question is understood as the line below it says, or refused with the message below it. Only the words as
//!    typed are shown, without those that may stand for them.
//! 2. Any text as a question gives an answer or an error that points at a column: no panic, and soon.
//! 3. Conditions hold: operators are what sets are, distances are what positions are, in an index of the sample
//!    articles.
//! 4. Who denied something is answered by denials first, whatever words the rest of their article has.
//!
//! `UPDATE=1 cargo test --test question` writes what is understood anew; read the diff.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use onrecord::error::ErrorKind;
use onrecord::index::Store;
use onrecord::lexicon::Lexicon;
use onrecord::question::{self, Filters, Order, Repeats};
use onrecord::search::{self, Page};
use proptest::prelude::*;
use tempfile::TempDir;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn understood(question: &str) -> String {
    let filters = Filters { exact: true, ..Filters::default() };
    match question::parse(question, &filters, Lexicon::english()) {
        Ok(question) => question.to_string(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn questions_are_understood_as_written_down() {
    let mut files: Vec<PathBuf> =
        fs::read_dir(root().join("tests/questions")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut n_questions = 0;
    for path in files {
        let written = fs::read_to_string(&path).unwrap();
        let mut now = String::new();
        let mut lines = written.lines().peekable();
        while let Some(line) = lines.next() {
            writeln!(now, "{line}").unwrap();
            let Some(question) = line.strip_prefix("> ") else { continue };
            while lines.next_if(|line| line.starts_with("    ")).is_some() {}
            for line in understood(question).lines() {
                writeln!(now, "    {line}").unwrap();
            }
            n_questions += 1;
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &now).unwrap();
        } else if now != written {
            let changed = now.lines().zip(written.lines()).find(|(now, written)| now != written);
            panic!("{}: now and as written: {changed:#?}", path.display());
        }
    }
    assert!(n_questions > 80);
}

#[test]
fn denials_come_before_what_else_their_article_says_of_the_topic() {
    for words in ["who denied withdrawal", "who denied leaving Oskaria", "who rejected the withdrawal claim"] {
        let words = format!("title:scramble {words}");
        let question = question::parse(&words, &Filters::default(), Lexicon::english()).unwrap();
        let passages = search::search(&SAMPLES.1, &question, Page { limit: 20, offset: 0 }).unwrap();
        let denies = |passage: &onrecord::passage::Passage| {
            passage.quotation.as_ref().is_some_and(|quotation| quotation.acts.iter().any(|act| act == "deny"))
        };
        let order: Vec<bool> = passages.iter().map(denies).collect();
        assert!(order.len() > 8 && order.is_sorted_by(|one, other| one >= other), "{words}: {order:?}");
        assert_eq!(order.iter().filter(|&&denies| denies).count(), 5, "{words}");
    }
}

/// An index of the sample articles, in a folder that stays as long as the tests run.
static SAMPLES: LazyLock<(TempDir, Store)> = LazyLock::new(|| {
    let folder = TempDir::new().unwrap();
    let index = folder.path().join("index");
    let status = Command::new(assert_cmd::cargo::cargo_bin!("onrecord"))
        .args(["index", "--quiet", "--index"])
        .args([&index, &root().join("tests/corpus")])
        .status()
        .unwrap();
    assert!(status.success());
    let store = Store::open(&index).unwrap();
    (folder, store)
});

/// Asks the samples; the error's message, if it is refused.
fn ask(question: &str) -> Result<Vec<String>, String> {
    let page = Page { limit: 10_000, offset: 0 };
    let lexicon = Lexicon::english();
    let passages = question::parse(question, &Filters::default(), lexicon)
        .and_then(|question| search::search(&SAMPLES.1, &question, page));
    match passages {
        Ok(passages) => Ok(passages
            .into_iter()
            .map(|passage| {
                // Two quotations of one sentence are two.
                let id = passage.quotation.map_or_else(String::new, |quotation| quotation.id);
                format!("{} {} {:?} {id} {}", passage.article.id, passage.part, passage.span, passage.text)
            })
            .collect()),
        Err(error) => {
            assert_eq!(error.kind, ErrorKind::Usage, "{question:?}: {error}");
            Err(error.to_string())
        }
    }
}

#[track_caller]
fn set(question: &str) -> BTreeSet<String> {
    ask(question).unwrap().into_iter().collect()
}

#[test]
fn operators_are_what_sets_are() {
    let (ferry, line) = (set("text:ferry"), set("text:line"));
    assert!(!ferry.is_empty() && !line.is_empty());
    assert_eq!(set("text:ferry AND text:line"), &ferry & &line);
    assert_eq!(set("ferry AND line"), &ferry & &line);
    assert_eq!(set("(ferry line)"), &ferry & &line);
    assert_eq!(set("ferry OR line"), &ferry | &line);
    assert_eq!(set("ferry AND NOT line"), &ferry - &line);
    assert_eq!(set("text:ferry NOT line"), &ferry - &line);
    assert_eq!(set("text:ferry -line"), &ferry - &line);
    assert_eq!(set("text:(ferry OR line)"), &ferry | &line);
    assert_eq!(set("NOT NOT ferry"), ferry);
    assert_eq!(set("act:deny act:accuse"), &set("act:deny") | &set("act:accuse"));
    assert_eq!(set("act:deny AND act:accuse"), &set("act:deny") & &set("act:accuse"));
    assert!(set("quote:ferry").is_subset(&ferry));
    assert!(set("title:withdrawal").iter().all(|passage| set("article:withdrawal").contains(passage)));
}

#[test]
fn the_words_of_a_saying_are_no_topic() {
    let passages = ask("who denied withdrawal").unwrap();
    let place = |words: &str| passages.iter().position(|passage| passage.contains(words)).unwrap();
    // "Has withdrawn its claim" is a denial, but of no withdrawal.
    assert!(place("no decision whatsoever") < place("has withdrawn its claim"));
    assert!(place("it suggests a pullout") < place("has withdrawn its claim"));
}

#[test]
fn who_contradicted_somebody_is_somebody_else() {
    let passages = ask("who contradicted Orry on the withdrawal").unwrap();
    let first = passages.iter().position(|passage| passage.contains("it suggests a pullout")).unwrap();
    let others = passages.iter().position(|passage| passage.contains("no decision whatsoever")).unwrap();
    assert!(others < first && passages[0].contains("denied the claim"), "{}", passages[0]);
}

#[test]
fn a_refusal_answers_whether_someone_did() {
    let passages = ask("did the medicines office comment on the case").unwrap();
    assert!(passages[0].contains("declined to comment"), "{}", passages[0]);
}

#[test]
fn words_of_headlines_stand_for_others() {
    let lexicon = Lexicon::english();
    let question = question::parse("who denied layoffs", &Filters::default(), lexicon).unwrap();
    assert!(question.topic[0].others.iter().any(|other| other.word == "job cuts"));
}

#[test]
fn what_copies_repeat_is_dated_and_counted_once() {
    let lexicon = Lexicon::english();
    let asked = |repeats, order| {
        let mut question = question::parse("act:deny", &Filters::default(), lexicon).unwrap();
        (question.repeats, question.order) = (repeats, order);
        let page = Page { limit: 10_000, offset: 0 };
        let listed = search::search(&SAMPLES.1, &question, page).unwrap();
        let counted = search::answers(&SAMPLES.1, &question).unwrap();
        assert_eq!(listed.len(), counted.len());
        listed
    };
    let once = asked(Repeats::Collapsed, Order::Newest);
    let each = asked(Repeats::Shown, Order::Newest);
    assert!(once.len() < each.len());
    let days: Vec<Option<String>> = each.iter().map(|passage| passage.article.date.clone()).collect();
    let dated: Vec<&String> = days.iter().flatten().collect();
    assert!(dated.windows(2).all(|pair| pair[0] >= pair[1]));
    assert!(days.iter().skip_while(|day| day.is_some()).all(Option::is_none));
}

#[test]
fn distances_are_what_positions_are() {
    assert!(!set("\"unsigned letter\"").is_empty() || !set("letter").is_empty());
    let all = set("text:letter AND text:building");
    assert!(!all.is_empty());
    assert_eq!(set("letter w/500 building"), all);
    assert_eq!(set("letter /p building"), all);
    assert_eq!(set("letter pre/500 building"), all);
    assert!(set("building pre/500 letter").len() < all.len());
    assert!(set("letter w/1 building").is_empty());
    assert!(set("\"left the building\"").is_subset(&set("\"left building\"~1")));
    assert!(set("\"left building\"").is_empty());
    assert_eq!(set("\"left building\"~1"), set("\"building left\"~1"));
    let same = set("badly /s pullout");
    assert!(same.is_subset(&set("badly AND pullout")) && !same.is_empty());
    assert!(set("unsigned /s pullout").is_empty() && !set("unsigned /p pullout").is_empty());
    assert!(set("atleast2(withdrawal)").is_subset(&set("article:withdrawal")));
    assert!(set("atleast99(withdrawal)").is_empty());
}

#[test]
fn patterns_stand_for_the_words_that_fit() {
    let orry = set("speaker:orry");
    assert!(!orry.is_empty());
    for pattern in ["speaker:orr*", "speaker:or!", "speaker:ory~1", "speaker:oryr~1", "speaker:/or+y/", "speaker:o*y"] {
        assert!(orry.is_subset(&set(pattern)), "{pattern}");
    }
    assert!(set("withdrawal*").is_superset(&set("text:withdrawal")));
    assert!(set("speaker:/xyz.*/").is_empty());
    // A name nobody has is read as the nearest that somebody has.
    assert_eq!(set("what did lindqist say about oskaria"), set("what did lindqvist say about oskaria"));
    assert!(ask("/.*/").is_ok());
}

#[test]
fn what_is_costly_is_refused_at_once() {
    for (question, message) in [
        ("(".repeat(100_000), "longer than 4096 bytes"),
        ("(".repeat(65) + "a", "column 65: parentheses nest deeper than 64"),
        ("a OR ".repeat(800) + "a", "column"),
        ("a ".repeat(1025), "more than 1024 words"),
        ("text:/((a{99}){99}){99}/".to_owned(), "column 6: this pattern cannot be read: it is too large"),
        (format!("{}~2", "a".repeat(65)), "cannot be spelled differently"),
    ] {
        let start = Instant::now();
        match ask(&question) {
            Err(error) => assert!(error.contains(message), "{error}"),
            Ok(_) => assert_eq!(message, "column", "{question}"),
        }
        assert!(start.elapsed() < Duration::from_secs(2), "{question}");
    }
}

/// Pieces that questions are made of, whole and broken.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "who",
        "what",
        "did",
        "denied",
        "did not",
        "orry",
        "the",
        "about",
        "by",
        "at",
        "since",
        "march",
        "2020",
        "last",
        "week",
        "between",
        "and",
        "quotes",
        "(",
        ")",
        "\"",
        "“",
        "”",
        "AND",
        "OR",
        "NOT",
        "-",
        "+",
        "w/5",
        "pre/3",
        "/s",
        "/p",
        "atleast2(",
        "~",
        "~1",
        "~9",
        "*",
        "!",
        "a*",
        "with!",
        "speaker:",
        "text:",
        "act:deny",
        "kind:",
        "date:",
        "date:2019..2020",
        "/or+y/",
        "title:(",
        "quote:\"",
        ":",
        "..",
        "é",
        "ß",
        "İ",
        "\u{1b}",
        "\u{202e}",
        "東京",
        "👩‍👩‍👧",
        "'s",
        "’",
        "\n",
        "\t",
        "99999999999",
        "w/99999999999",
        "anonymous:yes",
        "how often",
        "n't",
    ];
    (prop::sample::select(pieces.to_vec()), prop::bool::ANY)
        .prop_map(|(piece, apart)| format!("{piece}{}", if apart { " " } else { "" }))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_in_any_order_are_answered_or_refused(pieces in prop::collection::vec(piece(), 0..24)) {
        let question = pieces.concat();
        let start = Instant::now();
        if let Err(message) = ask(&question) {
            prop_assert!(message.contains("column "), "{question:?}: {message}");
        }
        prop_assert!(start.elapsed() < Duration::from_secs(2), "{question:?}");
    }

    #[test]
    fn any_text_is_answered_or_refused(question in "\\PC{0,200}|[ -~]{0,300}") {
        if let Err(message) = ask(&question) {
            prop_assert!(message.contains("column "), "{question:?}: {message}");
        }
    }
}
