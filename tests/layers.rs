//! The arrows between modules, and where outside crates may be named.
//!
//! 1. A module names only the modules that [`ARROWS`] lets it name. A new arrow is a change of the design.
//! 2. A crate in [`HOMES`] is named only in its home.
//! 3. Only `cli/plan/environment.rs` looks at the environment, and only `cli` writes to standard error.
//! 4. The map in `README.md` names every file and folder of `src`, and nothing that is not there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What each module may name, itself aside.
const ARROWS: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("child", &[]),
    ("text", &["error"]),
    ("article", &[]),
    ("quotation", &["text"]),
    ("passage", &["record"]),
    ("record", &["article", "quotation", "text"]),
    // A cue's row names the acts that it does.
    ("lexicon", &["error", "quotation", "text"]),
    // A forged file may cost the process that reads it.
    ("reader", &["article", "child", "error", "text"]),
    // Only its training can fail.
    ("attribution", &["article", "error", "lexicon", "quotation", "text"]),
    ("index", &["article", "attribution", "error", "lexicon", "passage", "quotation", "record", "text"]),
    ("ingest", &["article", "attribution", "error", "index", "lexicon", "reader", "record"]),
    // Words of a question become the index's terms by the index's own analyzer.
    ("question", &["error", "index", "lexicon", "quotation", "text"]),
    ("search", &["error", "index", "lexicon", "passage", "question", "quotation", "record", "text"]),
    // Of the index the printer knows only the figures that it shows.
    ("printer", &["error", "index", "passage", "quotation", "record"]),
    (
        "cli",
        &[
            "child",
            "error",
            "index",
            "ingest",
            "lexicon",
            "passage",
            "printer",
            "question",
            "quotation",
            "reader",
            "search",
        ],
    ),
];

/// Crates that only some modules may name.
const HOMES: &[(&str, &[&str])] = &[
    ("tantivy", &["index", "search"]),
    ("rayon", &["ingest"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("indicatif", &["cli"]),
    ("ctrlc", &["cli"]),
    ("terminal_size", &["cli"]),
    ("csv", &["printer"]),
    ("dom_smoothie", &["reader"]),
    ("encoding_rs", &["reader"]),
    ("chardetng", &["reader"]),
    ("ignore", &["reader"]),
    ("flate2", &["reader"]),
    ("zstd", &["reader"]),
    ("bzip2", &["reader"]),
    ("lzma_rust2", &["reader"]),
    ("zip", &["reader"]),
    ("tar", &["reader"]),
    ("quick_xml", &["reader"]),
    ("mail_parser", &["reader"]),
    ("whichlang", &["reader"]),
    ("parquet", &["reader"]),
];

/// A source file: its path below `src`, the module it belongs to, and its code without comments and text.
struct Source {
    path: PathBuf,
    module: String,
    code: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of the library, in order.
fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    let src = root().join("src");
    let mut folders = vec![src.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let below = path.strip_prefix(&src).unwrap().to_owned();
            if path.is_dir() && below != Path::new("bin") {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let first = below.components().next().unwrap().as_os_str().to_str().unwrap();
                let module = first.trim_end_matches(".rs").to_owned();
                if module != "main" && module != "lib" {
                    sources.push(Source { module, code: code(&fs::read_to_string(&path).unwrap()), path: below });
                }
            }
        }
    }
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    sources
}

/// A program without comments, and with nothing between the quotation marks of its texts.
fn code(program: &str) -> String {
    let mut code = String::new();
    for line in program.lines() {
        let mut inside = false;
        let mut letters = line.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' if inside => drop(letters.next()),
                '"' => inside = !inside,
                '/' if !inside && letters.peek() == Some(&'/') => break,
                letter if !inside => code.push(letter),
                _ => {}
            }
        }
        code.push('\n');
    }
    code
}

/// The words of a program, each with the one after it if `::` stands between.
fn paths(code: &str) -> Vec<(String, String)> {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut found = Vec::new();
    for (at, _) in code.match_indices("::") {
        let before: String = code[..at].chars().rev().take_while(|&letter| is_word(letter)).collect();
        let before: String = before.chars().rev().collect();
        let after = &code[at + 2..];
        if let Some(group) = after.strip_prefix('{') {
            // The names at the first level of a group: `{a::{b, c}, d}` names `a` and `d`.
            let mut depth = 0;
            let mut name = String::new();
            for letter in group.chars() {
                match letter {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => found.push((before.clone(), first_word(&std::mem::take(&mut name)))),
                    letter => name.push(letter),
                }
            }
            found.push((before, first_word(&name)));
        } else {
            found.push((before, first_word(after)));
        }
    }
    found
}

fn first_word(text: &str) -> String {
    text.trim_start().chars().take_while(|&letter| letter.is_alphanumeric() || letter == '_').collect()
}

#[test]
fn modules_name_only_what_their_layer_may() {
    let arrows: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut wrong = Vec::new();
    for source in sources() {
        let allowed = arrows.get(source.module.as_str());
        let allowed = allowed.unwrap_or_else(|| panic!("{} belongs to no layer", source.path.display()));
        for (before, after) in paths(&source.code) {
            if before == "crate"
                && after != source.module
                && arrows.contains_key(after.as_str())
                && !allowed.contains(&after.as_str())
            {
                wrong.push(format!("{}: {} → {after}", source.path.display(), source.module));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that no layer allows:\n{}", wrong.join("\n"));
}

#[test]
fn crates_stay_at_home() {
    let mut wrong = Vec::new();
    for source in sources() {
        let named: BTreeSet<String> = paths(&source.code).into_iter().map(|(before, _)| before).collect();
        for (name, homes) in HOMES {
            if named.contains(*name) && !homes.contains(&source.module.as_str()) && !is_ours(name, &source) {
                wrong.push(format!("{} names {name}", source.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a name is one of our modules there: `printer/csv.rs` is called `csv` in `cli`.
fn is_ours(name: &str, source: &Source) -> bool {
    source.module == "cli" && root().join(format!("src/printer/{name}.rs")).exists()
}

#[test]
fn only_the_plan_looks_around_and_only_the_program_speaks() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (before, after) in paths(&source.code) {
            let environment = before == "std" && after == "env" || before == "env" && after.starts_with("var");
            let speech = after == "stderr" || after == "stdout";
            if environment && source.path != Path::new("cli/plan/environment.rs") || speech && source.module != "cli" {
                wrong.push(format!("{} names {before}::{after}", source.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_arrows_make_no_half_know_the_other() {
    for (module, allowed) in ARROWS {
        let (mine, theirs): (&[&str], [&str; 2]) = match *module {
            "reader" | "attribution" => (allowed, ["question", "search"]),
            "question" | "search" => (allowed, ["reader", "attribution"]),
            _ => continue,
        };
        assert!(theirs.iter().all(|other| !mine.contains(other)), "{module} names the other half");
    }
}

#[test]
fn the_map_in_the_readme_is_of_this_country() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let map = readme.split("\n## ").find_map(|section| section.strip_prefix("Map\n")).expect("the README has a map");
    let named: BTreeSet<&str> = map
        .lines()
        .filter_map(|line| line.strip_prefix("src/"))
        .map(|line| line.split_whitespace().next().unwrap().trim_end_matches('/'))
        .collect();
    let there = fs::read_dir(root().join("src")).unwrap();
    let there: BTreeSet<String> = there.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(named, there.iter().map(String::as_str).collect());
}
