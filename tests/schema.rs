//! What the program prints is what `schema/` says.
//!
//! Both are tried on the sample articles of this repository and on some odd ones.
//!
//! 1. Every line of `extract`, and of `query`, `query --batch`, `query --by`, `speakers`, `organizations`, `show` and
//!    `stats` with `--format json`, fits its schema.
//! 2. Spans hold the words that they claim to hold, in code points of the part.
//! 3. A schema refuses what is not so: a field too many, a field missing, a wrong act.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jsonschema::Validator;
use serde_json::{Value, json};
use tempfile::TempDir;

fn schema(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema").join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn validator(name: &str) -> Validator {
    // The schemas name each other by file name.
    let base = "https://onrecord.invalid/";
    let mut whole = schema(name);
    whole["$id"] = json!(format!("{base}{name}"));
    let quotation = jsonschema::Registry::new()
        .add(format!("{base}quotation.schema.json"), schema("quotation.schema.json"))
        .unwrap()
        .prepare()
        .unwrap();
    jsonschema::options().with_registry(&quotation).build(&whole).unwrap()
}

#[track_caller]
fn check(validator: &Validator, record: &Value) {
    let errors: Vec<String> =
        validator.iter_errors(record).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}\n{record:#}", errors.join("\n"));
}

/// Articles of odd shapes: other scripts, marks that do not pair, headlines that speak, narration.
fn articles(folder: &Path) -> PathBuf {
    let path = folder.join("odd.jsonl");
    let article = |id: &str, title: Value, text: &str| {
        json!({"id": id, "title": title, "date": "2021-05-04", "source": "Harbour Post", "text": text}).to_string()
            + "\n"
    };
    let lines = [
        article(
            "a",
            json!("Ferry line denies closure"),
            "Zoë Öström — “Ünïted” boss — denied it 🚢. “We stay,” she said, “and we grow.”",
        ),
        article(
            "b",
            json!("Union: ‘Never’"),
            "According to the union, talks failed.\n\nA spokesman declined to comment.\n\nIt rained.",
        ),
        article(
            "c",
            Value::Null,
            "“Unclosed, said Bo Ek.\n\n„Deutsch“, sagte er. The minister did not deny that the line was closed.",
        ),
    ];
    fs::write(&path, lines.concat()).unwrap();
    path
}

fn run(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    lines(&output(folder, arguments).stdout)
}

/// What a run told on standard error.
fn told(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    lines(&output(folder, arguments).stderr)
}

fn lines(bytes: &[u8]) -> Vec<Value> {
    String::from_utf8_lossy(bytes).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn output(folder: &Path, arguments: &[&str]) -> std::process::Output {
    let output = Command::new(assert_cmd::cargo::cargo_bin!("onrecord"))
        .current_dir(folder)
        .args(arguments)
        .env_remove("ONRECORD_INDEX")
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

#[test]
fn what_could_not_be_read_fits_its_schema() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.jsonl"), "{\"text\": \"Yes.\", \"date\": \"9999-12-31\"}\n{\n7\n").unwrap();
    let output = Command::new(assert_cmd::cargo::cargo_bin!("onrecord"))
        .current_dir(folder.path())
        .args(["read", "--errors", "errors.ndjson", "a.jsonl"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    let article: Value = serde_json::from_slice(&output.stdout).unwrap();
    check(&validator("article.schema.json"), &article);
    assert_eq!((&article["date"], &article["date_given"]), (&Value::Null, &Value::from("9999-12-31")));
    let errors = fs::read_to_string(folder.path().join("errors.ndjson")).unwrap();
    assert_eq!(errors.lines().count(), 3);
    for line in errors.lines() {
        check(&validator("problem.schema.json"), &serde_json::from_str(line).unwrap());
    }
}

#[test]
fn what_is_printed_fits_the_schemas() {
    let folder = TempDir::new().unwrap();
    let odd = articles(folder.path());
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus");

    let texts: HashMap<String, Value> = fs::read_to_string(&odd)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .map(|article: Value| (article["id"].as_str().unwrap().to_owned(), article))
        .collect();
    let quotations = run(folder.path(), &["extract", "odd.jsonl", samples]);
    assert!(quotations.len() > 100);
    let valid = validator("quotation.schema.json");
    for quotation in &quotations {
        check(&valid, quotation);
        if let Some(article) = texts.get(quotation["article"]["id"].as_str().unwrap()) {
            let part = article[quotation["part"].as_str().unwrap()].as_str().unwrap();
            for words in ["content", "cue", "source"] {
                check_words(part, &quotation[words]);
            }
        }
    }

    run(folder.path(), &["index", "odd.jsonl", samples]);
    let valid = validator("passage.schema.json");
    let passages = run(folder.path(), &["query", "--format", "json", "--limit", "1000", "the"]);
    assert!(passages.iter().any(|passage| passage["kind"] == "narration"));
    assert!(passages.iter().any(|passage| passage["kind"] != "narration"));
    for passage in &passages {
        check(&valid, passage);
        if let Some(article) = texts.get(passage["article"]["id"].as_str().unwrap()) {
            let part = article[passage["part"].as_str().unwrap()].as_str().unwrap();
            check_words(part, &passage["passage"]);
        }
    }
    fs::write(folder.path().join("questions.txt"), "who denied closure\nwhat did the union say\n").unwrap();
    for answer in run(folder.path(), &["query", "--batch", "questions.txt"]) {
        answer["records"].as_array().unwrap().iter().for_each(|record| check(&valid, record));
    }

    let valid = validator("progress.schema.json");
    let arguments = ["index", "--index", "progress", "--progress", "json", "--commit-every", "1", "odd.jsonl", samples];
    let lines = told(folder.path(), &arguments);
    assert!(lines.len() > 3 && lines.last().unwrap()["finished"] == true, "{lines:?}");
    lines.iter().for_each(|line| check(&valid, line));

    for passage in run(folder.path(), &["query", "--format", "json", "--context", "2", "the"]) {
        check(&validator("passage.schema.json"), &passage);
        assert!(passage["part"] == "title" || passage["after"].is_string());
    }
    let groups = run(folder.path(), &["query", "--format", "json", "--by", "speaker,act,month", "--timeline", "the"]);
    assert!(groups.iter().any(|group| group["by"] == "act"));
    groups.iter().for_each(|group| check(&validator("group.schema.json"), group));
    for command in ["speakers", "organizations"] {
        let profiles = run(folder.path(), &[command, "--format", "json"]);
        assert_eq!(profiles.len(), 10);
        profiles.iter().for_each(|profile| check(&validator("profile.schema.json"), profile));
    }
    for passage in passages.iter().filter(|passage| passage["kind"] != "narration").step_by(20) {
        let shown = run(folder.path(), &["show", "--format", "json", passage["id"].as_str().unwrap()]);
        check(&validator("passage.schema.json"), &shown[0]);
        assert_eq!((&shown[0]["id"], &shown[0]["content"]), (&passage["id"], &passage["content"]));
        let page = run(folder.path(), &["show", "--format", "json", passage["article"]["id"].as_str().unwrap()]);
        check(&validator("page.schema.json"), &page[0]);
        let same = |quotation: &&Value| quotation["id"] == passage["id"];
        let quotation = page[0]["quotations"].as_array().unwrap().iter().find(same).unwrap();
        if quotation["part"] == "text" {
            check_words(page[0]["text"].as_str().unwrap(), &quotation["content"]);
        }
    }

    let stats = run(folder.path(), &["stats", "--format", "json"]);
    check(&validator("stats.schema.json"), &stats[0]);
}

/// Words are the pieces that their spans cut out of the part.
#[track_caller]
fn check_words(part: &str, words: &Value) {
    if words.is_null() {
        return;
    }
    let letters: Vec<char> = part.chars().collect();
    let pieces: Vec<String> = words["spans"]
        .as_array()
        .unwrap()
        .iter()
        .map(|span| [&span[0], &span[1]].map(|point| point.as_u64().unwrap() as usize))
        .map(|[start, end]| letters[start..end].iter().collect())
        .collect();
    assert_eq!(words["text"], pieces.join(" … "));
}

#[test]
fn the_schemas_refuse_what_is_not_so() {
    let folder = TempDir::new().unwrap();
    articles(folder.path());
    let quotation = run(folder.path(), &["extract", "odd.jsonl"]).remove(0);
    let valid = validator("quotation.schema.json");
    assert!(valid.is_valid(&quotation));
    let wrong = |change: &dyn Fn(&mut Value)| {
        let mut changed = quotation.clone();
        change(&mut changed);
        !valid.is_valid(&changed)
    };
    assert!(wrong(&|quotation| quotation["acts"] = json!(["shout"])));
    assert!(wrong(&|quotation| quotation["extra"] = json!(1)));
    assert!(wrong(&|quotation| quotation["content"]["spans"] = json!([[1, 2, 3]])));
    assert!(wrong(&|quotation| quotation["confidence"] = json!(1.5)));
    assert!(wrong(&|quotation| drop(quotation.as_object_mut().unwrap().remove("speaker"))));
}
