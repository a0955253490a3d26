//! An index learns from its own text which words keep the same company.
//!
//! 1. A word of the topic is also looked for by its neighbours, below itself; the first line of the answer says so, and
//!    `--exact` asks without.
//! 2. The table is the same with one thread or four, of few articles there is none, and it is learned anew when the
//!    index has grown or shrunk by a quarter.
//! 3. A changed byte of the table is found, and not asked without a word; a repaired index learns anew.
//! 4. No text is so odd that it could not be learned from.

mod run;

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use serde_json::{Value, json};
use tempfile::TempDir;

use run::Run;

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("onrecord"));
        command.current_dir(self.folder.path()).args(arguments).env_remove("ONRECORD_INDEX");
        Run::from(command.output().unwrap())
    }

    /// The tables of neighbours in the index, by name.
    fn tables(&self) -> Vec<(String, String)> {
        let entries = fs::read_dir(self.index()).unwrap().map(|entry| entry.unwrap());
        let named = entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()));
        let mut tables: Vec<(String, String)> = named
            .filter(|(name, _)| name.starts_with("neighbours."))
            .map(|(name, path)| (name, fs::read_to_string(path).unwrap()))
            .collect();
        tables.sort();
        tables
    }

    fn index(&self) -> PathBuf {
        self.folder.path().join(".onrecord")
    }

    /// The words of the passages that answer, the best first.
    fn answers(&self, arguments: &[&str]) -> Vec<String> {
        let run = self.run(&[&["query", "--format", "json", "--all", "--limit", "500"], arguments].concat()).expect(0);
        let records = run.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        records.map(|record| record["content"]["text"].as_str().unwrap().to_owned()).collect()
    }
}

/// What is told of two things that do the same, each by its invented name.
const MATTERS: [([&str; 2], &str); 6] = [
    (["gantrel", "jibbard"], "lifted heavy crates from sunken barges"),
    (["rotorin", "vanewick"], "spun cold water past mossy sluices"),
    (["dayledge", "tallymark"], "listed unpaid debts owed by bakers"),
    (["marshling", "reedstalk"], "hunted small frogs among tall rushes"),
    (["bassolet", "gambrel"], "played slow laments inside empty chapels"),
    (["kilnard", "ovenette"], "fired blue tiles for village potters"),
];

/// An article a line: each tells of one thing by one of its names.
fn articles(numbers: std::ops::Range<usize>) -> String {
    let mut lines = String::new();
    for number in numbers {
        let (names, does) = MATTERS[number % MATTERS.len()];
        let name = names[number / MATTERS.len() % 2];
        let told = if number % 5 == 0 { "Harbour master Una Bell said on Monday that the" } else { "Again the" };
        let text = format!("{told} {name} {does}.\n\nEarlier another {name} {does} as well.");
        writeln!(lines, "{}", json!({"id": format!("a{number}"), "text": text})).unwrap();
    }
    lines
}

#[test]
fn a_word_is_also_looked_for_by_those_that_keep_its_company() {
    let desk = Desk::new();
    desk.write("a.jsonl", &articles(0..600));
    desk.run(&["index", "a.jsonl"]).expect(0);
    let shown = desk.run(&["query", "what did bell say about gantrel"]).expect(0).out;
    let first = shown.lines().next().unwrap();
    assert!(first.contains("about gantrel (in this index jibbard"), "{first}");
    let exact = desk.run(&["query", "--exact", "what did bell say about gantrel"]).expect(0).out;
    assert!(!exact.lines().next().unwrap().contains("jibbard"), "{exact}");

    let has = |word: &'static str| move |text: &String| text.contains(word);
    let answers = desk.answers(&["gantrel"]);
    let (own, others) = answers.split_at(answers.iter().take_while(|text| has("gantrel")(text)).count());
    assert!(own.len() >= 50, "{answers:?}");
    assert!(others.iter().any(has("jibbard")) && !others.iter().any(has("gantrel")), "{answers:?}");
    assert!(!desk.answers(&["--exact", "gantrel"]).iter().any(has("jibbard")));
    // What keeps other company stays away.
    assert!(!answers.iter().any(has("rotorin")), "{answers:?}");
}

#[test]
fn the_table_is_the_same_with_any_threads_and_learned_anew_as_the_index_grows() {
    let desk = Desk::new();
    desk.write("a.jsonl", &articles(0..499));
    desk.run(&["index", "--threads", "1", "a.jsonl"]).expect(0);
    assert_eq!(desk.tables(), []);
    desk.write("b.jsonl", &articles(499..600));
    desk.run(&["index", "--threads", "1", "b.jsonl"]).expect(0);
    let [(name, learned)] = &desk.tables()[..] else { panic!("{:?}", desk.tables()) };
    assert!(name == "neighbours.1" && learned.contains("gantrel\tjibbard\tjibbard\t"), "{name}: {learned}");

    // A little more changes nothing; a quarter does.
    desk.write("c.jsonl", &articles(600..650));
    desk.run(&["index", "c.jsonl"]).expect(0);
    assert_eq!(desk.tables()[..], [(name.clone(), learned.clone())]);
    desk.write("d.jsonl", &articles(650..900));
    desk.run(&["index", "d.jsonl"]).expect(0);
    let tables = desk.tables();
    assert_eq!(tables.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["neighbours.2"]);
    let verified = desk.run(&["verify", "--deep"]).expect(0);
    assert!(!verified.out.contains("neighbours.1"), "{verified:?}");

    desk.run(&["rebuild", "--threads", "4"]).expect(0);
    assert_eq!(desk.tables(), [("neighbours.1".to_owned(), tables[0].1.clone())]);
}

#[test]
fn a_damaged_table_is_found_and_learned_anew_once_repaired() {
    let desk = Desk::new();
    desk.write("a.jsonl", &articles(0..600));
    desk.run(&["index", "a.jsonl"]).expect(0);
    let (name, table) = desk.tables().remove(0);
    for damaged in [Some(table.replace("jibbard", "jibbarf")), Some(table[1..].to_owned()), None] {
        let path = desk.index().join(&name);
        match damaged {
            Some(text) => fs::write(&path, text).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        let asked = desk.run(&["query", "gantrel"]).expect(4);
        assert!(asked.errors.contains("onrecord verify"), "{asked:?}");
        let verified = desk.run(&["verify"]).expect(4);
        assert!(verified.out.contains(&name), "{verified:?}");
    }
    desk.run(&["repair"]).expect(0);
    assert_eq!(desk.answers(&["--exact", "gantrel"]).is_empty(), desk.answers(&["gantrel"]).is_empty());
    assert_eq!(desk.tables(), []);
    desk.run(&["index", "a.jsonl"]).expect(0);
    assert_eq!(desk.tables(), [("neighbours.1".to_owned(), table)]);
}

#[test]
fn no_text_is_too_odd_to_learn_from() {
    let desk = Desk::new();
    let different = |number: u32| number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect();
    let words: [String; 3] = [
        "same ".repeat(100_000),
        (0..20_000).map(different).collect::<Vec<String>>().join(" "),
        "one\tother\n".repeat(1000),
    ];
    let mut lines = articles(0..600);
    for (number, text) in words.iter().enumerate() {
        writeln!(lines, "{}", json!({"id": format!("odd{number}"), "text": text})).unwrap();
    }
    desk.write("a.jsonl", &lines);
    desk.run(&["index", "a.jsonl"]).expect(0);
    assert!(desk.tables()[0].1.contains("gantrel\tjibbard\tjibbard\t"));
    desk.run(&["verify", "--deep"]).expect(0);
}
