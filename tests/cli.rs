//! The program end to end: wiring, exit codes and streams.
//!
//! 1. Indexing twice adds nothing; a changed article takes the place of the old one.
//! 2. Exit codes tell what happened; a full disk is an error, a closed pipe is none.
//! 3. What an article holds never steers a terminal.
//! 4. `--in`, `--batch` and every format answer what the plain form answers.
//! 5. One thread or four: the same bytes.
//! 6. An interruption keeps what was done.
//! 7. Answers are counted, ordered, formed and cut as asked; a cursor goes on; an id is shown.
//! 7. A person and a body are found, and counted, under every name of theirs.

mod run;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use run::Run;

const FERRY: &str = "Ferry line denies closure\n\n\
    Nordic Ferries denied on Tuesday that it would close its oldest line.\n\n\
    “We are not closing anything,” director Ana Lindqvist told reporters.\n\n\
    The harbour union warned of strikes if the line is sold.\n";

const DAM: &str = "Valley council backs new dam\n\n\
    “The dam will be built,” Mayor Tom Abara said on Friday.\n\n\
    Abara promised compensation for the farmers.\n";

/// A folder with articles, an index and a cache of its own.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: TempDir::new().unwrap() };
        desk.write("news/ferry.txt", FERRY);
        desk.write("news/dam.txt", DAM);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The program, standing in the folder, with an environment of its own.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("onrecord"));
        command.current_dir(self.folder.path()).args(arguments);
        for name in ["ONRECORD_INDEX", "NO_COLOR", "HOME"] {
            command.env_remove(name);
        }
        command.env("XDG_CACHE_HOME", self.path("cache")).env("TMPDIR", self.folder.path());
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        Run::from(self.command(arguments).output().unwrap())
    }

    fn articles(&self) -> u64 {
        let stats: Value = serde_json::from_str(&self.run(&["stats", "--format", "json"]).expect(0).out).unwrap();
        stats["articles"].as_u64().unwrap()
    }
}

impl Run {
    fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// Many short articles, one JSON object a line.
fn many_articles(count: usize) -> String {
    let article = |number: usize| {
        let text = format!("The mayor of town {number} denied that road {number} would close. “It stays,” she said.");
        json!({"id": format!("town-{number}"), "title": format!("Road {number} stays"), "text": text}).to_string()
            + "\n"
    };
    (0..count).map(article).collect()
}

#[test]
fn indexing_twice_adds_nothing_and_a_changed_article_is_replaced() {
    let desk = Desk::new();
    desk.run(&["index", "news"]).expect(0);
    assert_eq!(desk.articles(), 2);
    let again = desk.run(&["index", "news"]).expect(0);
    assert!(again.errors.contains("2 articles unchanged"), "{}", again.errors);
    assert_eq!(desk.articles(), 2);

    desk.run(&["query", "compensation"]).expect(0);
    desk.write("news/dam.txt", &DAM.replace("compensation", "vouchers"));
    desk.run(&["index", "news"]).expect(0);
    assert_eq!(desk.articles(), 2);
    desk.run(&["query", "vouchers"]).expect(0);
    desk.run(&["query", "compensation"]).expect(1);
}

#[test]
fn exit_codes_tell_what_happened() {
    let desk = Desk::new();
    desk.run(&["--help"]).expect(0);
    desk.run(&["query"]).expect(2);
    desk.run(&["stats", "--no-such-flag"]).expect(2);
    let none = desk.run(&["query", "who denied closure"]).expect(2);
    assert!(none.errors.contains(".onrecord: no index is here\n  try: "), "{}", none.errors);
    let missing = desk.run(&["index", "nowhere"]).expect(2);
    assert!(missing.errors.contains("nowhere: "), "{}", missing.errors);
    assert!(!desk.path(".onrecord").exists());

    desk.run(&["index", "news"]).expect(0);
    desk.run(&["query", "who denied closing the line"]).expect(0);
    let nothing = desk.run(&["query", "zeppelin"]).expect(1);
    assert_eq!(nothing.out, "");
    assert!(nothing.errors.contains("nothing found"), "{}", nothing.errors);
    assert_eq!(desk.run(&["query", "--quiet", "zeppelin"]).expect(1).errors, "");
    desk.run(&["query", "act:shout", "troops"]).expect(2);

    desk.write("wire.jsonl", "{\"text\": \"Ana Lindqvist denied it.\"}\n{\"text\": 7}\n{\"title\": \"no text\"}\n");
    let skipped = desk.run(&["index", "wire.jsonl"]).expect(3);
    assert!(
        skipped.errors.contains("wire.jsonl:2: ") && skipped.errors.contains("wire.jsonl:3: "),
        "{}",
        skipped.errors
    );
    assert_eq!(desk.articles(), 3);
    assert_eq!(desk.run(&["extract", "--quiet", "wire.jsonl"]).expect(3).errors, "");

    let options = onrecord::index::WriterOptions { threads: 1, memory: 16 << 20, ..Default::default() };
    let writer = onrecord::index::Writer::open(&desk.path(".onrecord"), &options).unwrap();
    let locked = desk.run(&["index", "news"]).expect(5);
    assert!(locked.errors.contains(&format!("process {} on ", std::process::id())), "{}", locked.errors);
    desk.run(&["query", "who denied closing the line"]).expect(0);
    drop(writer);

    fs::write(desk.path(".onrecord/onrecord.json"), "{").unwrap();
    desk.run(&["query", "who denied closing the line"]).expect(4);
}

#[test]
fn bad_records_are_told_written_down_or_not_borne() {
    let desk = Desk::new();
    desk.write(
        "wire.jsonl",
        "{\"text\": \"Ana Lindqvist denied it.\"}\n{\"text\": 7}\n{\"text\": \"Bo.\", \"date\": \"1500-01-01\"}\n",
    );
    let read = desk.run(&["read", "wire.jsonl", "--errors", "errors.ndjson"]).expect(3);
    assert_eq!(
        read.lines().iter().map(|line| line["text"].as_str().unwrap()).collect::<Vec<_>>(),
        ["Ana Lindqvist denied it.", "Bo."]
    );
    assert!(read.errors.contains("1 record skipped, 1 record kept in part\n"), "{}", read.errors);
    let errors = fs::read_to_string(desk.path("errors.ndjson")).unwrap();
    let errors: Vec<Value> = errors.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        errors.iter().map(|error| (&error["path"], &error["line"], &error["kept"])).collect::<Vec<_>>(),
        [
            (&json!("wire.jsonl"), &json!(2), &Value::Null),
            (&json!("wire.jsonl"), &json!(3), &json!("the article, without a date"))
        ]
    );
    for command in ["read", "extract", "index"] {
        let strict = desk.run(&[command, "--strict", "wire.jsonl"]).expect(2);
        assert!(strict.errors.contains("error: wire.jsonl:2: field text is no string"), "{}", strict.errors);
    }
    desk.write("plain.jsonl", "{\"copy\": {\"parts\": [\"Ana Lindqvist denied it.\"]}}\n");
    desk.run(&["extract", "plain.jsonl"]).expect(3);
    let mapped = desk.run(&["extract", "--map", "text=copy.parts", "plain.jsonl"]).expect(0).lines();
    assert_eq!(mapped[0]["speaker"], "Ana Lindqvist");
    desk.run(&["extract", "--map", "mood=copy", "plain.jsonl"]).expect(2);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error_and_a_closed_pipe_is_none() {
    let desk = Desk::new();
    desk.write("towns.jsonl", &many_articles(800));
    for arguments in [vec!["extract", "towns.jsonl"], vec!["query", "--in", "news", "closing"], vec!["man"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = desk.command(&arguments).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
    let mut child =
        desk.command(&["extract", "towns.jsonl"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.starts_with('{'));
    let run = Run::from(child.wait_with_output().unwrap()).expect(0);
    assert_eq!(run.errors, "");
}

#[test]
fn what_an_article_holds_never_steers_a_terminal() {
    let desk = Desk::new();
    let evil = "\u{1b}[31m\u{1b}]0;title\u{7}\u{9b}2J\u{202e}\u{7f}";
    let article = json!({
        "id": format!("id{evil}"),
        "title": format!("Ferry line {evil} denies closure"),
        "source": format!("Post{evil}"),
        "url": format!("https://example.org/{evil}"),
        "text": format!("Nordic{evil} Ferries denied on Tuesday {evil} that it would {evil}close its oldest line."),
    });
    desk.write("evil.jsonl", &format!("{article}\n{{\"text\": \"{evil}\n"));
    desk.write(&format!("evil{evil}.txt"), FERRY);
    for arguments in [
        vec!["index", "."],
        vec!["extract", "."],
        vec!["stats"],
        vec!["stats", "--format", "json"],
        vec!["query", "who denied closing the line"],
        vec!["query", "--explain", "ferries", "closure"],
        vec!["query", "--format", "json", "who denied closing the line"],
        vec!["query", "--format", "csv", "who denied closing the line"],
        vec!["query", "--format", "trec", "who denied closing the line"],
        vec!["query", "--template", "{speaker}\u{1b} {content} {article.title}", "who denied closing the line"],
        vec!["query", "--fields", "article.title,passage", "--context", "2", "who denied closing the line"],
        vec!["query", "--by", "source,speaker,month", "--timeline", "closing the line"],
        vec!["speakers"],
        vec!["organizations"],
        vec!["show", &format!("id{evil}")],
        vec!["query", &format!("nothing{evil}")],
    ] {
        let run = desk.run(&arguments);
        for letter in ['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}', '\u{7f}', '\r'] {
            assert!(!run.out.contains(letter) && !run.errors.contains(letter), "{arguments:?} {letter:?} {run:?}");
        }
    }
    assert!(desk.run(&["query", "who denied closing the line"]).out.contains("␛[31m"));
}

#[test]
fn every_format_answers_the_same() {
    let desk = Desk::new();
    desk.run(&["index", "news"]).expect(0);
    let question = "who denied closing the line";
    let json = desk.run(&["query", "--format", "json", question]).expect(0).lines();
    let table = desk.run(&["query", "--format", "csv", question]).expect(0);
    let mut table = csv::Reader::from_reader(table.out.as_bytes());
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let content = table.headers().unwrap().iter().position(|name| name == "content").unwrap();
    assert_eq!(
        rows.iter().map(|row| &row[content]).collect::<Vec<_>>(),
        json.iter().map(|passage| passage["content"]["text"].as_str().unwrap()).collect::<Vec<_>>(),
    );
    let human = desk.run(&["query", question]).expect(0).out;
    assert!(human.starts_with("Understood: "));
    assert_eq!(human.matches("news/ferry.txt:").count(), json.len());
    for passage in &json {
        let line = passage["article"]["line"].as_u64().unwrap() as usize;
        let start = passage["content"]["text"].as_str().unwrap();
        assert!(passage["part"] == "title" || FERRY.lines().nth(line - 1).unwrap().contains(start), "{passage}");
    }

    desk.write("questions.txt", &format!("{question}\n\nzeppelin\nact:shout troops\n"));
    let batch = desk.run(&["query", "--batch", "questions.txt"]).expect(3).lines();
    assert_eq!(
        batch.iter().map(|line| &line["question"]).collect::<Vec<_>>(),
        [question, "zeppelin", "act:shout troops"]
    );
    assert_eq!(batch[0]["records"], Value::Array(json.clone()));
    for (result, passage) in batch[0]["results"].as_array().unwrap().iter().zip(&json) {
        assert_eq!(result["article"], passage["article"]["id"]);
        let in_text = passage["part"] == "text";
        assert_eq!(result["spans"], if in_text { passage["content"]["spans"].clone() } else { json!([]) });
    }
    assert_eq!(batch[1]["results"], json!([]));
    assert!(batch[2]["error"].as_str().unwrap().contains("shout"));
}

#[test]
fn the_flags_choose_what_is_shown() {
    let desk = Desk::new();
    desk.run(&["index", "--index", "elsewhere", "news"]).expect(0);
    // An index is no folder of articles, though it holds files of JSON.
    let read = desk.run(&["index", "--index", "elsewhere", "."]).expect(0);
    assert!(read.errors.starts_with("2 articles unchanged\nelsewhere holds 2 articles, "), "{}", read.errors);
    let all = desk.run(&["query", "--index", "elsewhere", "--format", "json", "the"]).expect(0).lines();
    let set =
        |arguments: &[&str]| Run::from(desk.command(arguments).env("ONRECORD_INDEX", "elsewhere").output().unwrap());
    let second = set(&["query", "--format", "json", "--limit", "1", "--offset", "1", "the"]).expect(0).lines();
    assert_eq!(second, all[1..2]);
    let narration = set(&["query", "--format", "json", "--kind", "narration", "the"]);
    assert!(narration.lines().iter().all(|passage| passage["kind"] == "narration"));
    let painted = set(&["query", "--color", "always", "who denied closing the line"]).expect(0).out;
    let plain = set(&["query", "--color", "never", "who denied closing the line"]).expect(0).out;
    assert!(painted.contains("\u{1b}[1m") && !plain.contains('\u{1b}'));
}

#[test]
fn a_person_and_a_body_are_one_under_all_their_names() {
    let desk = Desk::new();
    desk.write("more/a.txt", "Base to close\n\nThe base will close, said Michael P. Serro, a Pentagon spokesman.\n");
    desk.write("more/b.txt", "Base stays\n\nThe Defense Department said the base would stay open.\n");
    desk.write("more/c.txt", "Base again\n\nMike Serro, an engineer, denied that the base was sold.\n");
    desk.run(&["index", "more"]).expect(0);
    let found = |filter: &[&str]| {
        let run = desk.run(&[&["query", "base", "--format", "json"], filter].concat()).expect(0);
        let mut articles: Vec<String> = run
            .out
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["article"]["path"].as_str().unwrap().to_owned())
            .collect();
        articles.sort_unstable();
        articles.dedup();
        articles
    };
    assert_eq!(found(&["--org", "DOD"]), ["more/a.txt", "more/b.txt"]);
    desk.write("more/d.txt", "Base sold\n\nDefense Secretary Ana Koll said the base was sold.\n");
    desk.run(&["index", "more"]).expect(0);
    assert_eq!(found(&["--org", "Pentagon"]), ["more/a.txt", "more/b.txt", "more/d.txt"]);
    assert_eq!(found(&["--speaker", "Michael Serro"]), ["more/a.txt", "more/c.txt"]);
    assert_eq!(found(&["--speaker", "Mr. Mike P. Serro"]), ["more/a.txt", "more/c.txt"]);
    desk.run(&["query", "base", "--speaker", "Mike Z. Serro", "--org", "DOD"]).expect(1);
    let stats: Value = serde_json::from_str(&desk.run(&["stats", "--format", "json"]).expect(0).out).unwrap();
    assert_eq!(stats["speakers"].as_array().unwrap().len(), 2, "{}", stats["speakers"]);
    assert_eq!(stats["speakers"][0]["count"], 2);
}

#[test]
fn what_is_less_sure_can_be_left_out() {
    let desk = Desk::new();
    let lines = |least: &str| desk.run(&["extract", "news", "--min-confidence", least]).expect(0).out.lines().count();
    assert!(lines("0") > lines("0.99"));
    assert_eq!(lines("0"), desk.run(&["extract", "news"]).expect(0).out.lines().count());
    desk.run(&["extract", "news", "--min-confidence", "2"]).expect(2);
    desk.run(&["query", "--in", "news", "closure", "min-confidence:many"]).expect(2);
    let sure = desk.run(&["query", "--in", "news", "--format", "json", "closure", "--min-confidence", "0.5"]).expect(0);
    for line in sure.out.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        assert!(record["confidence"].as_f64().unwrap() >= 0.5);
    }
}

#[test]
fn files_are_asked_as_they_are_now() {
    let desk = Desk::new();
    let ask = |words: &str| desk.run(&["query", "--in", "news", "--format", "json", words]);
    let count = |folder: &Path| fs::read_dir(folder).into_iter().flatten().count();
    let first = ask("compensation").expect(0).out;
    assert_eq!(ask("compensation").expect(0).out, first);
    desk.write("news/dam.txt", &DAM.replace("compensation", "gift vouchers"));
    ask("compensation").expect(1);
    ask("vouchers").expect(0);
    fs::remove_file(desk.path("news/dam.txt")).unwrap();
    ask("vouchers").expect(1);
    let caches: Vec<_> =
        fs::read_dir(desk.path("cache/onrecord")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(caches.iter().map(|cache| count(cache)).collect::<Vec<_>>(), [1]);
    assert!(!desk.path(".onrecord").exists());

    let mut homeless = desk.command(&["query", "--in", "news", "closing"]);
    Run::from(homeless.env_remove("XDG_CACHE_HOME").output().unwrap()).expect(0);
    let left: Vec<_> = fs::read_dir(desk.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with("onrecord-")), "{left:?}");
}

#[test]
fn one_thread_or_four_give_the_same_bytes() {
    let desk = Desk::new();
    desk.write("news/towns.jsonl", &many_articles(1200));
    desk.write(
        "questions.txt",
        "who denied that road 7 would close\nthe mayor of town 1199\nwho denied closing the line\n",
    );
    let [one, four] = ["1", "4"].map(|threads| {
        let extracted = desk.run(&["extract", "--threads", threads, "news"]).expect(0).out;
        desk.run(&["index", "--index", threads, "--threads", threads, "news"]).expect(0);
        (extracted, desk.run(&["query", "--index", threads, "--batch", "questions.txt"]).expect(0).out)
    });
    assert_eq!(one.0.lines().count(), four.0.lines().count());
    for (one, four) in [(one.0, four.0), (one.1, four.1)] {
        for (one, four) in one.lines().zip(four.lines()) {
            assert_eq!(one, four);
        }
    }
}

#[test]
#[cfg(unix)]
fn an_interruption_keeps_what_was_done_and_a_second_one_ends_at_once() {
    let desk = Desk::new();
    let start = |index: &str| {
        let mut child = desk
            .command(&["index", "--index", index, "-"])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(many_articles(1500).as_bytes()).unwrap();
        // Once the index is there, the program listens.
        while !desk.path(index).join("onrecord.json").exists() {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        (child, input)
    };
    let send = |signal: &str, id: u32| {
        assert!(Command::new("kill").args([signal, &id.to_string()]).status().unwrap().success());
    };
    let interrupt = |id: u32| send("-INT", id);

    let (child, input) = start("once");
    interrupt(child.id());
    drop(input);
    let run = Run::from(child.wait_with_output().unwrap()).expect(130);
    assert!(run.errors.contains("interrupted"), "{}", run.errors);
    let stats: Value =
        serde_json::from_str(&desk.run(&["stats", "--index", "once", "--format", "json"]).expect(0).out).unwrap();
    assert!(stats["articles"].as_u64().unwrap() >= 1024, "{stats}");

    let (child, input) = start("ended");
    send("-TERM", child.id());
    drop(input);
    let run = Run::from(child.wait_with_output().unwrap()).expect(143);
    assert!(run.errors.contains("interrupted"), "{}", run.errors);

    let (mut child, _input) = start("twice");
    interrupt(child.id());
    std::thread::sleep(std::time::Duration::from_millis(50));
    interrupt(child.id());
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

#[test]
fn answers_are_counted_ordered_and_formed() {
    let desk = Desk::new();
    let article = |number: u32, name: &str, text: &str| {
        let date = format!("2021-{number:02}-04");
        json!({"id": format!("wire-{number}"), "date": date, "source": name, "text": text}).to_string() + "\n"
    };
    let mayor = "Mayor Tom Abara denied on Friday that the road would close. The road is old. It has two lanes.";
    let union = "The road union denied that the road would close.";
    let lines = [article(3, "Post", mayor), article(1, "Herald", mayor), article(2, "Post", union)];
    desk.write("wire.jsonl", &lines.concat());
    desk.run(&["index", "wire.jsonl"]).expect(0);
    let question = "who denied closing the road";

    let dates = |sort: &str| {
        let found = desk.run(&["query", "--sort", sort, "--format", "json", question]).expect(0).lines();
        found.iter().map(|passage| passage["article"]["date"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(dates("date"), ["2021-03-04", "2021-02-04", "2021-01-04"]);
    assert_eq!(dates("oldest"), ["2021-01-04", "2021-02-04", "2021-03-04"]);
    let last = desk.run(&["query", "--format", "json", "when did abara last deny closing the road"]).expect(0).lines();
    assert_eq!(last[0]["article"]["id"], "wire-3");

    let groups = desk.run(&["query", "--by", "source,speaker", "--format", "json", question]).expect(0).lines();
    let counts: Vec<_> = groups.iter().map(|group| (&group["name"], &group["passages"])).collect();
    assert_eq!(
        counts[..3],
        [(&json!("Post"), &json!(2)), (&json!("Herald"), &json!(1)), (&json!("Tom Abara"), &json!(2))]
    );
    let chart = desk.run(&["query", "--timeline", question]).expect(0).out;
    assert!(chart.starts_with("3 passages in 3 articles, 2021-01-04 to 2021-03-04\n"), "{chart}");
    assert!(chart.contains("2021-02") && chart.contains('█'), "{chart}");
    let ascii = desk.command(&["query", "--timeline", question]).env("LC_ALL", "C").output().unwrap();
    assert!(Run::from(ascii).out.contains("####"));

    let line =
        desk.run(&["query", "--sort", "oldest", "--template", "{speaker}\\t{article.date} {{ok}}", question]).out;
    assert!(line.starts_with("Tom Abara\t2021-01-04 {ok}\n"), "{line}");
    let table = desk.run(&["query", "--sort", "oldest", "--fields", "article.id,acts", question]).expect(0).out;
    assert!(table.starts_with("article.id,acts\nwire-1,"), "{table}");
    let objects =
        desk.run(&["query", "--format", "json", "--fields", "speaker,article.id", question]).expect(0).lines();
    assert_eq!(objects[0].as_object().unwrap().len(), 2);
    let trec = desk.run(&["query", "--format", "trec", question]).expect(0).out;
    assert_eq!(trec.lines().count(), 3);
    assert!(trec.lines().all(|line| line.split(' ').count() == 6 && line.starts_with("1 Q0 wire-")), "{trec}");
    let wrong = desk.run(&["query", "--template", "{nobody}", question]).expect(2);
    assert!(wrong.errors.contains("no such field: nobody"), "{}", wrong.errors);

    let around = desk.run(&["query", "--context", "1", "--sort", "oldest", "-n", "1", question]).expect(0).out;
    let around = around.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(around.contains("The road is old.") && !around.contains("two lanes"), "{around}");
}

#[test]
fn a_budget_is_kept_and_a_cursor_goes_on() {
    let desk = Desk::new();
    desk.write("towns.jsonl", &many_articles(40));
    desk.run(&["index", "towns.jsonl"]).expect(0);
    let question = "who denied that a road would close";
    let all = desk.run(&["query", "--format", "json", "-n", "30", question]).expect(0).lines();
    let mut read = Vec::new();
    let mut cursor: Option<String> = None;
    while read.len() < all.len() {
        let mut arguments = vec!["query", "--format", "json", "--budget", "6000", "-n", "30"];
        if let Some(cursor) = &cursor {
            arguments.extend(["--cursor", cursor]);
        }
        arguments.push(question);
        let part = desk.run(&arguments).expect(0);
        assert!(part.out.chars().count() <= 6000);
        let mut lines = part.lines();
        let next = lines.pop().unwrap();
        cursor = Some(next["cursor"].as_str().unwrap().to_owned());
        assert!(!lines.is_empty());
        read.extend(lines);
    }
    let ids = |passages: &[Value]| passages.iter().map(|passage| passage["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&read[..all.len()]), ids(&all));
    desk.run(&["query", "--budget", "10", question]).expect(2);
    let other = desk.run(&["query", "--cursor", &cursor.unwrap(), "another question"]).expect(2);
    assert!(other.errors.contains("no cursor of this question"), "{}", other.errors);
}

#[test]
fn who_speaks_is_listed_and_what_an_id_names_is_shown() {
    let desk = Desk::new();
    desk.run(&["index", "news"]).expect(0);
    let speakers = desk.run(&["speakers", "lindqvist"]).expect(0).out;
    assert!(speakers.starts_with("Ana Lindqvist · ") && speakers.contains("director"), "{speakers}");
    desk.run(&["speakers", "nobody"]).expect(1);
    let found = desk.run(&["query", "--format", "json", "-n", "1", "what did lindqvist say"]).expect(0).lines();
    let id = found[0]["id"].as_str().unwrap();
    for id in [id, &id[..12], &id.to_uppercase()] {
        let shown = desk.run(&["show", id]).expect(0).out;
        assert!(shown.contains("Ana Lindqvist") && shown.contains("oldest line"), "{shown}");
    }
    let article = desk.run(&["show", found[0]["article"]["id"].as_str().unwrap()]).expect(0).out;
    assert!(article.contains("*denied*") && article.contains("{“We are not closing anything,”}"), "{article}");
    desk.run(&["show", "no such thing"]).expect(1);
    desk.run(&["show", "0000000000000000"]).expect(1);
}

#[test]
fn near_copies_are_shown_once_with_their_number() {
    let desk = Desk::new();
    let filler: String = (0..60).map(|number| format!("The harbour master counted crate {number} twice. ")).collect();
    let story = format!("“The quay is safe,” harbour master Ida Holm told reporters.\n\n{filler}\n");
    for (name, outlet, author) in
        [("one", "Post", "Reuters"), ("two", "Echo", "By Bo Ek, Reuters"), ("three", "Mail", "")]
    {
        let text = format!("{story}{name} has the last word here.");
        let article = json!({"id": name, "title": "Quay is safe", "source": outlet, "author": author, "text": text});
        desk.write(&format!("wire/{name}.json"), &article.to_string());
    }
    desk.run(&["index", "wire"]).expect(0);
    let quay = |flags: &[&str]| {
        let mut arguments = vec!["query", "--format", "json"];
        arguments.extend(flags);
        arguments.extend(["what", "did", "holm", "say", "about", "the", "quay"]);
        let passages = desk.run(&arguments).expect(0).lines();
        let is_quay = |passage: &Value| passage["content"]["text"].as_str().unwrap().contains("“The quay is safe,”");
        passages.into_iter().filter(is_quay).collect::<Vec<_>>()
    };
    let once = quay(&[]);
    assert_eq!(once.len(), 1, "{once:#?}");
    assert_eq!(once[0]["copies"], json!({"articles": 3, "outlets": 2}), "two outlets took it from one agency");
    let all = quay(&["--all"]);
    assert_eq!(all.len(), 3);
    assert!(all.iter().all(|passage| passage["copies"].is_null()));
    let human = desk.run(&["query", "what", "did", "holm", "say", "about", "the", "quay"]).expect(0).out;
    assert!(human.contains("3 copies, 2 independent outlets"), "{human}");
}

#[test]
fn plain_search_ranks_articles_by_their_words() {
    let desk = Desk::new();
    desk.run(&["index", "news"]).expect(0);
    let plain = |words: &[&str]| {
        let arguments: Vec<&str> =
            ["query", "--plain", "--format", "json"].into_iter().chain(words.iter().copied()).collect();
        desk.run(&arguments).expect(0).lines()
    };
    let dam = plain(&["who", "said", "farmers", "and", "dam"]);
    assert_eq!(dam[0]["article"]["id"], "news/dam.txt");
    assert_eq!(
        dam.iter().filter(|passage| passage["article"]["id"] == "news/dam.txt").count(),
        1,
        "one result an article"
    );
    // What means something in a question is a word here.
    assert_eq!(plain(&["line", "act:deny", "\"dam"]).len(), 2);
    desk.run(&["query", "--plain", "zeppelin"]).expect(1);
}

#[test]
fn a_table_holds_no_formula_if_asked_and_a_page_of_an_archive_stands_at_its_address() {
    let desk = Desk::new();
    desk.write("a.jsonl", "{\"title\": \"=HYPERLINK(1)\", \"text\": \"The mayor denied that the dam leaks.\"}");
    let table = |flags: &[&str]| {
        let ask = ["query", "--in", "a.jsonl", "--fields", "article.title,content", "who denied leaks"];
        desk.run(&[&ask[..], flags].concat()).expect(0).out
    };
    assert_eq!(table(&[]), "article.title,content\n=HYPERLINK(1),that the dam leaks\n");
    assert_eq!(table(&["--excel-safe"]), "article.title,content\n'=HYPERLINK(1),that the dam leaks\n");

    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html lang=en><h1>Dam</h1><article><p>The mayor denied on Monday \
                that the dam leaks.</p></article></html>";
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/dam\r\nContent-Length: {}\r\n\r\n{page}\r\n\r\n",
        page.len()
    );
    desk.write("a.warc", &record);
    let answer = desk.run(&["query", "--in", "a.warc", "who denied leaks"]).expect(0).out;
    assert!(answer.contains("    https://post.example/dam\n"), "{answer}");
}

#[test]
fn a_completion_offers_every_command_and_none_that_only_the_program_calls() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = desk.run(&["completions", shell]).expect(0).out;
        assert!(script.contains("verify") && script.contains("max-record"), "{shell}");
        assert!(!script.contains("child"), "{shell}");
    }
    let wrong = desk.run(&["man", "nothing"]).expect(2).errors;
    assert!(wrong.contains("verify") && !wrong.contains("child"), "{wrong}");
}
