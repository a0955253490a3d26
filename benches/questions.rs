//! How long a question takes in a warm index, one after the other in one thread: the median, and the slowest of a
//! hundred.
//!
//! Without anything said, the text is made from a fixed seed (`corpus`): 2,000 articles, about 20,000 passages. An
//! index of your own, and a file with a question a line: `ONRECORD_INDEX`, `ONRECORD_QUESTIONS`. Each question is asked
//! five times, and its best time counts, for other programs take their share of a machine.

#![allow(missing_docs, clippy::print_stdout, reason = "a bench prints what it measures")]

mod filled;

use std::path::Path;
use std::time::{Duration, Instant};

use onrecord::index::Store;
use onrecord::lexicon::Lexicon;
use onrecord::question::{Filters, parse};
use onrecord::search::{Page, search};

/// The program's own: a question makes and forgets many things.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const QUESTIONS: [&str; 8] = [
    "who denied withdrawal",
    "who denied that the ferry cost more than planned",
    "what did Varga say about the merger",
    "did Okell promise an inquiry",
    "who accused the company of hiding a report about milk",
    "quotes by Hanna Weil about the tunnel",
    "price of milk",
    "vaccine trial AND council",
];

fn main() {
    let variable = |name| std::env::var(name).ok();
    match (variable("ONRECORD_INDEX"), variable("ONRECORD_QUESTIONS")) {
        (Some(index), Some(questions)) => {
            let questions = std::fs::read_to_string(questions).expect("a file with questions");
            let questions: Vec<&str> = questions.lines().filter(|line| !line.trim().is_empty()).collect();
            measure(Path::new(&index), &questions, 1);
        }
        _ => {
            let folder = tempfile::tempdir().expect("a folder for the bench");
            filled::fill(folder.path(), 2000);
            measure(folder.path(), &QUESTIONS, 10);
        }
    }
}

/// Asks each question, and expects so many passages in the order of their scores.
fn measure(index: &Path, questions: &[&str], least: usize) {
    const N_TIMES: usize = 5;
    let lexicon = Lexicon::english();
    let store = Store::open(index).expect("the index can be read");
    let page = Page { limit: 10, offset: 0 };
    let mut times: Vec<(Duration, &str)> = questions
        .iter()
        .map(|words| {
            let best = (0..N_TIMES).map(|_| {
                let begun = Instant::now();
                let question = parse(words, &Filters::default(), lexicon).expect("a question");
                let passages = search(&store, &question, page).expect("an answer");
                let time = begun.elapsed();
                assert!(passages.len() >= least, "{words}: {} passages", passages.len());
                assert!(passages.windows(2).all(|pair| pair[0].score >= pair[1].score), "{words}");
                time
            });
            (best.min().expect("it is asked"), *words)
        })
        .collect();
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    println!("{} questions: median {:.2?}, of a hundred the slowest {:.2?}", times.len(), at(0.5).0, at(0.99).0);
    for (time, words) in times.iter().rev().take(5) {
        println!("{time:>10.2?}  {words}");
    }
}
