//! An index is kept true.
//!
//! 1. A file that has not changed is not opened; one that has gives its articles anew; one that is gone takes its
//!    articles with it if asked; an article that two files give stays as long as one of them does.
//! 2. Every changed, cut or missing byte of every file of an index is found, and none is answered from in silence.
//! 3. One writer at a time, who is named to the other; readers are never disturbed.
//! 4. What was acknowledged survives a kill, and a run that was stopped ends as if it had not been.
//! 5. Of an agency's item the newest version counts, in whatever order they come; what it withdrew, withholds or
//!    embargoed is left out of answers unless it is asked for.

mod run;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use tempfile::TempDir;

use run::Run;

/// A folder with news and an index.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file that looks as if it had not changed for a while.
    fn write(&self, name: &str, text: &str) {
        self.write_aged(name, text, Duration::from_secs(3600));
    }

    fn write_aged(&self, name: &str, text: &str, age: Duration) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        let file = fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_600_000_000) - age).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("onrecord"));
        command.current_dir(self.folder.path()).args(arguments).env_remove("ONRECORD_INDEX");
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        Run::from(self.command(arguments).output().unwrap())
    }

    /// The last line that a run tells to programs.
    fn index(&self, arguments: &[&str]) -> Value {
        let run = self.run(&[&["index", "--progress", "json"], arguments].concat()).expect(0);
        serde_json::from_str(run.errors.lines().last().unwrap()).unwrap()
    }

    fn articles(&self) -> u64 {
        let stats: Value = serde_json::from_str(&self.run(&["stats", "--format", "json"]).expect(0).out).unwrap();
        stats["articles"].as_u64().unwrap()
    }
}

/// A line of JSON: an article of this id, in which somebody says this.
fn line(id: &str, words: &str) -> String {
    json!({"id": id, "text": format!("“We will {words},” Mayor Ana Lindqvist said on Tuesday.")}).to_string() + "\n"
}

#[test]
fn a_file_that_has_not_changed_is_not_opened_and_one_that_has_gives_its_articles_anew() {
    let desk = Desk::new();
    desk.write("news/a.jsonl", &(line("a1", "rebuild the quay") + &line("a2", "plant lindens")));
    desk.write("news/b.jsonl", &line("b1", "drain the moor"));
    assert_eq!(desk.index(&["news"])["articles"], 3);
    // It looks the same by size and age.
    desk.write("news/b.jsonl", &line("b1", "drown the moor"));
    let second = desk.index(&["news"]);
    assert_eq!((&second["articles"], &second["unchanged"]), (&json!(0), &json!(3)));
    desk.run(&["query", "drown"]).expect(1);

    desk.write_aged("news/a.jsonl", &(line("a2", "plant lindens") + &line("a3", "pave the lane")), Duration::ZERO);
    let third = desk.index(&["news"]);
    assert_eq!([&third["articles"], &third["unchanged"], &third["removed"]], [1, 2, 1], "{third}");
    desk.run(&["query", "quay"]).expect(1);
    desk.run(&["query", "pave"]).expect(0);
    assert_eq!(desk.articles(), 3);
    desk.run(&["verify", "--deep"]).expect(0);
}

#[test]
fn a_file_that_is_gone_takes_its_articles_with_it_only_if_asked_and_only_its_own() {
    let desk = Desk::new();
    desk.write("news/a.jsonl", &(line("a", "rebuild the quay") + &line("both", "plant lindens")));
    desk.write("news/b.jsonl", &(line("b", "drain the moor") + &line("both", "plant limes")));
    desk.write("other/c.jsonl", &line("c", "pave the lane"));
    desk.index(&["news", "other"]);
    desk.run(&["query", "limes"]).expect(0);
    fs::remove_file(desk.path("news/b.jsonl")).unwrap();
    fs::remove_file(desk.path("other/c.jsonl")).unwrap();
    assert_eq!(desk.index(&["news"])["removed"], 0);
    assert_eq!(desk.articles(), 4);
    // What another file gives too comes back from there; what was not asked about stays.
    let synced = desk.index(&["--sync", "news"]);
    assert_eq!([&synced["removed"], &synced["articles"]], [2, 1], "{synced}");
    assert_eq!(desk.articles(), 3);
    desk.run(&["query", "lindens"]).expect(0);
    desk.run(&["query", "limes"]).expect(1);
    desk.run(&["query", "pave"]).expect(0);
    desk.run(&["verify", "--deep"]).expect(0);
}

#[test]
fn a_later_file_keeps_its_article_when_an_earlier_one_of_the_same_id_changes() {
    let desk = Desk::new();
    desk.write("news/a.jsonl", &line("both", "plant lindens"));
    desk.write("news/b.jsonl", &line("both", "plant limes"));
    desk.index(&["news"]);
    desk.write_aged("news/a.jsonl", &line("both", "plant poplars"), Duration::ZERO);
    desk.index(&["news"]);
    desk.run(&["query", "limes"]).expect(0);
    desk.run(&["query", "poplars"]).expect(1);
}

#[test]
fn the_first_of_two_articles_of_one_id_stays_if_asked() {
    let desk = Desk::new();
    let said = |desk: &Desk| desk.run(&["export"]).expect(0).out;
    desk.write("news/b.jsonl", &(line("x", "drain the moor") + &line("x", "flood the moor")));
    assert_eq!(desk.index(&["--keep-first", "news"])["repeated"], 1);
    assert!(said(&desk).contains("drain"));
    // In whatever order the files come, the first is that of the first file.
    desk.write("news/a.jsonl", &line("x", "rebuild the quay"));
    desk.write("news/c.jsonl", &line("x", "plant lindens"));
    desk.index(&["--keep-first", "news"]);
    assert!(said(&desk).contains("quay"));
    // It may change, and go.
    desk.write_aged("news/a.jsonl", &line("x", "sell the quay"), Duration::ZERO);
    desk.index(&["--keep-first", "news"]);
    assert!(said(&desk).contains("sell"));
    fs::remove_file(desk.path("news/a.jsonl")).unwrap();
    desk.index(&["--keep-first", "--sync", "news"]);
    assert_eq!(desk.articles(), 1);
    desk.run(&["rebuild", "--keep-first"]).expect(0);
    assert!(said(&desk).contains("drain"));
    desk.index(&["news"]);
    desk.run(&["rebuild"]).expect(0);
    assert!(said(&desk).contains("lindens"));
}

#[test]
fn what_is_no_part_of_an_index_is_named_and_cleared_up() {
    let desk = Desk::new();
    desk.write("a.jsonl", &line("a", "rebuild the quay"));
    fs::create_dir(desk.path(".onrecord")).unwrap();
    desk.index(&["a.jsonl"]);
    fs::write(desk.path(".onrecord/.managed.json"), "garbled").unwrap();
    for arguments in [&["verify"][..], &["verify", "--deep"]] {
        assert!(desk.run(arguments).expect(0).out.contains("no part of it, and not needed: .managed.json"));
    }
    desk.write_aged("a.jsonl", &line("a", "sell the quay"), Duration::ZERO);
    desk.index(&["a.jsonl"]);
    assert!(!desk.run(&["verify"]).expect(0).out.contains("no part of it"));
    // One that was begun and broken off before anything was committed.
    fs::create_dir(desk.path("begun")).unwrap();
    fs::copy(desk.path(".onrecord/onrecord.json"), desk.path("begun/onrecord.json")).unwrap();
    let run = desk.run(&["index", "--index", "begun", "a.jsonl"]).expect(0);
    assert!(run.errors.starts_with("begun: incomplete index, starting over\n"), "{run:?}");
}

/// An item of a news agency: its version, status, and what the mayor denied.
fn item(version: u32, status: &str, words: &str) -> String {
    let text = format!("Mayor Lindis Oarn on Monday denied a plan to {words}. “Nobody will {words},” she said.");
    json!({
        "uri": "urn:wire:7", "type": "text", "pubstatus": status, "version": version.to_string(),
        "versioncreated": format!("2021-05-0{version}T08:00:00Z"), "headline": "Plan denied", "body_text": text,
    })
    .to_string()
}

#[test]
fn the_newest_version_of_an_item_counts_in_whatever_order_they_come() {
    let versions = [
        item(1, "usable", "flood the moor"),
        item(2, "usable", "drain the moor"),
        // It says no more than that the item is taken back.
        json!({"uri": "urn:wire:7", "pubstatus": "canceled", "version": "3", "versioncreated": "2021-05-03T08:00:00Z"})
            .to_string(),
    ];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]] {
        let desk = Desk::new();
        for (place, version) in order.into_iter().enumerate() {
            desk.write(&format!("wire/{place}.json"), &versions[version]);
            // One after the other, and the order of files is not that of versions.
            desk.index(&["wire"]);
        }
        assert_eq!(desk.articles(), 1, "{order:?}");
        desk.run(&["query", "moor"]).expect(1);
        desk.run(&["query", "moor", "--status", "any"]).expect(1);
        let at_once = desk.index(&["--index", "at-once", "wire"]);
        assert_eq!(at_once["holds"], 1, "{at_once}");
        assert_eq!(exported(&desk, ".onrecord"), exported(&desk, "at-once"), "{order:?}");
        // Without the file that takes it back the newest of the others counts again.
        let kill = order.iter().position(|&version| version == 2).unwrap();
        fs::remove_file(desk.path(&format!("wire/{kill}.json"))).unwrap();
        desk.index(&["--sync", "wire"]);
        let found = desk.run(&["query", "moor"]).expect(0);
        assert!(found.out.contains("drain") && !found.out.contains("flood"), "{order:?}: {}", found.out);
        desk.run(&["verify", "--deep"]).expect(0);
    }
}

#[test]
fn an_item_that_its_file_gives_in_an_older_version_is_that_version() {
    let desk = Desk::new();
    desk.write("wire/a.json", &item(3, "usable", "flood the moor"));
    desk.write("wire/b.json", &item(2, "usable", "drain the moor"));
    desk.index(&["wire"]);
    desk.run(&["query", "flood"]).expect(0);
    desk.write_aged("wire/a.json", &item(1, "usable", "pave the moor"), Duration::ZERO);
    desk.index(&["wire"]);
    desk.run(&["query", "flood"]).expect(1);
    desk.run(&["query", "pave"]).expect(1);
    desk.run(&["query", "drain"]).expect(0);
}

#[test]
fn a_kill_on_standard_input_outlives_the_reading_of_its_file() {
    let desk = Desk::new();
    desk.write("wire/a.json", &item(1, "usable", "drain the moor"));
    desk.index(&["wire"]);
    let mut child = desk.command(&["index", "--quiet", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    let kill = item(2, "canceled", "drain the moor");
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), kill.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    desk.run(&["query", "moor"]).expect(1);
    desk.write_aged("wire/a.json", &(item(1, "usable", "drain the moor") + "\n"), Duration::ZERO);
    desk.index(&["wire"]);
    let left_out = desk.run(&["query", "moor"]).expect(1);
    assert!(left_out.errors.contains("left out: articles that were killed"), "{}", left_out.errors);
    let killed = desk.run(&["query", "moor", "status:killed", "--format", "json"]).expect(0);
    assert!(killed.out.contains("\"canceled\""), "{}", killed.out);
}

#[test]
fn what_must_not_be_published_is_left_out_unless_it_is_asked_for() {
    let desk = Desk::new();
    let mut embargoed: Value = serde_json::from_str(&item(1, "usable", "drain the moor")).unwrap();
    embargoed["embargoed"] = json!("2021-05-02T06:00:00+02:00");
    embargoed["uri"] = json!("urn:wire:8");
    let withheld =
        item(1, "withheld", "drain the moor").replace("wire:7", "wire:9").replace("Lindis Oarn", "Tove Aske");
    desk.write("wire.jsonl", &format!("{embargoed}\n{withheld}\n{}", line("plain", "plant lindens")));
    desk.index(&["wire.jsonl"]);
    let answers = |arguments: &[&str]| {
        let run = desk.run(&[&["query", "--format", "json", "moor"], arguments].concat());
        assert!(matches!(run.code, Some(0 | 1)), "{run:?}");
        let mut ids: Vec<String> = (run.out.lines())
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["article"]["id"].as_str().unwrap().to_owned())
            .collect();
        ids.sort();
        ids.dedup();
        ids
    };
    let none: [&str; 0] = [];
    assert_eq!(answers(&[]), none);
    assert_eq!(answers(&["--plain"]), none);
    assert_eq!(answers(&["NOT", "status:embargoed"]), none);
    assert_eq!(answers(&["--status", "embargoed"]), ["urn:wire:8"]);
    assert_eq!(answers(&["status:any"]), ["urn:wire:8", "urn:wire:9"]);
    assert_eq!(answers(&["--as-of", "2021-05-02T03:59:59Z"]), none);
    assert_eq!(answers(&["--as-of", "2021-05-02T04:00:00Z"]), ["urn:wire:8"]);
    assert_eq!(answers(&["--as-of", "2021-05-03"]), ["urn:wire:8"]);
    let wrong = desk.run(&["query", "moor", "--as-of", "soon"]).expect(2);
    assert!(wrong.errors.contains("--as-of: not a moment: soon") && wrong.errors.contains("try: "), "{wrong:?}");
    let wrong = desk.run(&["query", "moor", "status:lost"]).expect(2);
    assert!(wrong.errors.contains("canceled"), "{wrong:?}");
    // Who speaks only there is nobody's speaker.
    let speakers = desk.run(&["speakers"]);
    assert!(!speakers.out.contains("Aske") && !speakers.out.contains("Oarn"), "{}", speakers.out);
    // They are there all the same: they count, and can be deleted.
    assert_eq!(desk.articles(), 3);
    desk.run(&["delete", "--where", "status:withheld"]).expect(0);
    assert_eq!(desk.articles(), 2);
}

/// Every file of an index, with its bytes; not the locks, which hold nothing.
fn files(index: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<PathBuf> = fs::read_dir(index)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_none_or(|ending| ending != "lock"))
        .collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), fs::read(&path).unwrap())).collect()
}

#[test]
fn every_kind_of_damage_to_every_file_is_found() {
    use onrecord::index::{Depth, verify};
    let desk = Desk::new();
    desk.write("a.jsonl", &(line("a", "rebuild the quay") + &line("b", "drain the moor")));
    desk.index(&["a.jsonl"]);
    desk.write_aged("a.jsonl", &(line("a", "rebuild the quay") + &line("b", "flood the moor")), Duration::ZERO);
    desk.index(&["a.jsonl"]);
    let index = desk.path(".onrecord");
    let damaged = || verify(&index, Depth::Bytes).is_ok_and(|verified| !verified.faults.is_empty());
    assert!(!damaged());
    for (path, bytes) in files(&index) {
        for step in 0..40 {
            let mut flipped = bytes.clone();
            let at = step * (bytes.len() - 1) / 39;
            flipped[at] ^= 1 << (step % 8);
            fs::write(&path, &flipped).unwrap();
            assert!(damaged(), "{}: byte {at}", path.display());
        }
        for cut in [0, 1, bytes.len() / 2, bytes.len() - 1] {
            fs::write(&path, &bytes[..cut]).unwrap();
            assert!(damaged(), "{}: cut at {cut}", path.display());
        }
        fs::remove_file(&path).unwrap();
        assert!(damaged(), "{}: missing", path.display());
        fs::write(&path, &bytes).unwrap();
    }
    assert!(!damaged());
}

/// Makes the seal of an index say that its files are as they should be.
fn seal_anew(index: &Path) {
    use xxhash_rust::xxh3::xxh3_64;
    let path = index.join("index.sum");
    let bytes = fs::read(&path).unwrap();
    let mut seal: Value = serde_json::from_slice(&bytes[..bytes.len() - 18]).unwrap();
    let files = seal["files"].as_object_mut().unwrap();
    // It also tells of files that were merged into others since.
    files.retain(|name, _| index.join(name).exists());
    for (name, sum) in files {
        sum["sum"] = json!(format!("{:016x}", xxh3_64(&fs::read(index.join(name)).unwrap())));
    }
    let body = seal.to_string();
    fs::write(&path, format!("{body}\n{:016x}\n", xxh3_64(body.as_bytes()))).unwrap();
}

#[test]
fn what_was_wrong_before_it_was_sealed_is_damage_whatever_it_does_to_the_reader() {
    let desk = Desk::new();
    desk.write("a.jsonl", &(0..50).map(|n| line(&format!("a{n}"), &format!("rebuild quay {n}"))).collect::<String>());
    desk.index(&["a.jsonl"]);
    let index = desk.path(".onrecord");
    seal_anew(&index);
    desk.run(&["verify", "--deep"]).expect(0);
    let mut found = 0;
    for ending in ["idx", "pos", "term", "store", "fast"] {
        let (path, bytes) = files(&index).into_iter().find(|(path, _)| path.extension().unwrap() == ending).unwrap();
        for step in 1..6 {
            let mut flipped = bytes.clone();
            flipped[step * bytes.len() / 6] ^= 0xff;
            fs::write(&path, &flipped).unwrap();
            seal_anew(&index);
            desk.run(&["verify"]).expect(0);
            let run = desk.run(&["verify", "--deep"]);
            assert!(matches!(run.code, Some(0 | 4)) && run.errors.is_empty(), "{ending} {step}: {run:?}");
            let asked = desk.run(&["query", "quay"]);
            assert!(matches!(asked.code, Some(0 | 1 | 4)), "{ending} {step}: {asked:?}");
            let advises = asked.errors.contains("try: ") && asked.errors.contains("onrecord re");
            assert!(asked.code != Some(4) || advises, "{ending} {step}: {asked:?}");
            found += u32::from(run.code == Some(4));
        }
        fs::write(&path, &bytes).unwrap();
    }
    assert!(found >= 10, "{found}");
}

#[test]
fn an_index_that_another_version_made_says_what_to_run() {
    let desk = Desk::new();
    desk.write("a.jsonl", &line("a", "rebuild the quay"));
    desk.index(&["a.jsonl"]);
    let manifest = desk.path(".onrecord/onrecord.json");
    let made: Value = serde_json::from_slice(&fs::read(&manifest).unwrap()).unwrap();
    let older = made.to_string().replace(&format!("\"format\":{}", made["format"]), "\"format\":1");
    let older = older.replace(made["version"].as_str().unwrap(), "0.0.1");
    fs::write(&manifest, format!("{older:width$}", width = fs::read(&manifest).unwrap().len())).unwrap();
    seal_anew(&desk.path(".onrecord"));
    for arguments in [&["query", "quay"][..], &["index", "a.jsonl"], &["stats"], &["export"], &["verify"], &["repair"]]
    {
        let run = desk.run(arguments).expect(2);
        assert!(run.errors.contains("made by onrecord 0.0.1 (format 1), this is "), "{arguments:?}: {run:?}");
        assert!(run.errors.contains("try: onrecord rebuild"), "{arguments:?}: {run:?}");
    }
    desk.run(&["rebuild"]).expect(0);
    desk.run(&["query", "quay"]).expect(0);
}

#[test]
fn a_damaged_index_is_never_asked_without_a_word() {
    let desk = Desk::new();
    desk.write("a.jsonl", &(0..50).map(|n| line(&format!("a{n}"), &format!("rebuild quay {n}"))).collect::<String>());
    desk.index(&["a.jsonl"]);
    for (path, bytes) in files(&desk.path(".onrecord")) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        if !name.starts_with("sources.") {
            let run = desk.run(&["query", "quay"]).expect(4);
            assert!(run.errors.contains("onrecord verify") && !run.errors.contains("panicked"), "{name}: {run:?}");
        }
        let run = desk.run(&["verify"]).expect(4);
        assert!(run.out.contains(&name), "{name}: {run:?}");
        fs::write(&path, &bytes).unwrap();
    }
    desk.run(&["query", "quay"]).expect(0);
}

/// The reader is in the middle of its answer, since nobody takes it from the pipe.
#[test]
#[cfg(target_os = "linux")]
fn an_index_that_is_cut_short_while_it_is_read_is_told_and_not_crashed_from() {
    use std::io::Read;
    let desk = Desk::new();
    let text: String =
        (0..20).map(|n| format!("The mayor denied on Monday that pier {n} would close.\\n\\n")).collect();
    let article =
        |n: u64| format!("{{\"id\": \"{n}\", \"text\": \"{text}\", \"note\": \"{:x}\"}}\n", n.pow(3) * 0x9e37_79b9);
    desk.write("a.jsonl", &(0..60).map(article).collect::<String>());
    desk.index(&["a.jsonl"]);
    let mut child = desk.command(&["export"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut [0; 1000]).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    for (path, _) in files(&desk.path(".onrecord")) {
        fs::File::options().write(true).open(path).unwrap().set_len(0).unwrap();
    }
    out.read_to_end(&mut Vec::new()).unwrap();
    let run = Run::from(child.wait_with_output().unwrap()).expect(4);
    assert!(run.errors.starts_with("error: the index changed on disk") && run.errors.contains("try: "), "{run:?}");
}

#[test]
#[cfg(unix)]
fn nothing_acknowledged_is_lost_in_a_kill() {
    use std::io::{BufRead, BufReader};
    let desk = Desk::new();
    let articles: String = (0..3000).map(|n| line(&format!("a{n}"), &format!("rebuild quay {n}"))).collect();
    desk.write("a.jsonl", &articles);
    let mut acknowledged = 0;
    for n_lines in 1..6 {
        let mut child = desk
            .command(&["index", "--resume", "--progress", "json", "--commit-every", "200", "a.jsonl"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        for line in BufReader::new(child.stderr.take().unwrap()).lines().take(n_lines) {
            let line: Value = serde_json::from_str(&line.unwrap()).unwrap();
            acknowledged = line["committed"].as_u64().unwrap_or(acknowledged);
        }
        child.kill().unwrap();
        child.wait().unwrap();
        desk.run(&["verify", "--deep"]).expect(0);
        assert!(desk.articles() >= acknowledged);
    }
    assert!(acknowledged >= 1000, "{acknowledged}");
    desk.index(&["--resume"]);
    assert_eq!(desk.articles(), 3000);
    desk.run(&["verify", "--deep"]).expect(0);
    let left: Vec<_> = files(&desk.path(".onrecord"));
    assert!(left.iter().all(|(path, _)| !path.to_string_lossy().ends_with(".new")));
}

/// What an index exports.
fn exported(desk: &Desk, index: &str) -> String {
    desk.run(&["export", "--index", index]).expect(0).out
}

#[test]
fn however_an_index_was_made_it_exports_the_same() {
    let desk = Desk::new();
    let articles: String = (0..2500).map(|n| line(&format!("a{n}"), &format!("rebuild quay {n}"))).collect();
    desk.write("news/a.jsonl", &articles);
    desk.write("news/b.jsonl", &(line("a7", "plant limes") + &line("b", "drain the moor")));
    desk.index(&["--index", "one", "--threads", "1", "news"]);
    desk.index(&["--index", "four", "--threads", "4", "--commit-every", "100", "news"]);
    let one = exported(&desk, "one");
    assert_eq!(one.lines().count(), 2501);
    assert!(one == exported(&desk, "four"));

    // Killed and resumed, twice.
    use std::io::{BufRead, BufReader};
    for n_lines in [2, 3] {
        let mut command = desk.command(&[
            "index",
            "--index",
            "resumed",
            "--resume",
            "--progress",
            "json",
            "--commit-every",
            "300",
            "news",
        ]);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        BufReader::new(child.stderr.take().unwrap()).lines().take(n_lines).for_each(|line| drop(line.unwrap()));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let last = desk.index(&["--index", "resumed", "--resume"]);
    assert!(last["articles"].as_u64().unwrap() < 2000 && last["finished"] == true, "{last}");
    assert!(one == exported(&desk, "resumed"));
    desk.run(&["rebuild", "--index", "resumed"]).expect(0);
    assert!(one == exported(&desk, "resumed"));
    desk.run(&["verify", "--deep", "--index", "resumed"]).expect(0);
    assert!(!desk.path("resumed.old").exists() && !desk.path("resumed.rebuilt").exists());
}

#[test]
fn articles_are_deleted_by_id_and_by_filters_whole() {
    let desk = Desk::new();
    let article = |id: &str, source: &str, date: &str| {
        json!({"id": id, "source": source, "date": date, "text": format!("“We go to {id},” Mayor Ana Lindqvist said. It rained.")})
            .to_string() + "\n"
    };
    let articles = article("a", "Harbour Post", "2014-05-01")
        + &article("b", "Harbour Post", "2016-05-01")
        + &article("c", "Valley Wire", "2014-05-01")
        + &article("d", "Valley Wire", "2016-05-01");
    desk.write("news.jsonl", &articles);
    desk.index(&["news.jsonl"]);
    let shown = desk.run(&["delete", "--where", "source:harbour until:2015", "--dry-run"]).expect(0);
    assert_eq!(shown.out, "a\n");
    assert_eq!(desk.articles(), 4);
    desk.run(&["delete", "--where", "source:harbour until:2015"]).expect(0);
    desk.run(&["delete", "--id", "d", "--id", "nothing"]).expect(0);
    desk.run(&["delete", "--id", "d"]).expect(1);
    desk.run(&["delete", "--where", "harbour"]).expect(2);
    desk.run(&["delete", "--index", "nowhere", "--id", "d"]).expect(2);
    assert!(!desk.path("nowhere").exists());
    let left = exported(&desk, ".onrecord");
    assert!(left.contains("We go to b") && left.contains("We go to c") && left.lines().count() == 2, "{left}");
    // It stays away as long as its file does not change.
    desk.index(&["news.jsonl"]);
    assert_eq!(desk.articles(), 2);
    desk.run(&["verify", "--deep"]).expect(0);
}

#[test]
fn a_repair_keeps_what_is_whole_names_what_is_lost_and_the_next_run_brings_it_back() {
    let desk = Desk::new();
    for number in 0..3 {
        desk.write(&format!("news/{number}.jsonl"), &line(&format!("a{number}"), &format!("rebuild quay {number}")));
        desk.index(&["news"]);
    }
    let before = exported(&desk, ".onrecord");
    assert!(desk.run(&["repair"]).expect(0).errors.contains("nothing to repair"));
    let store = files(&desk.path(".onrecord")).into_iter().find(|(path, _)| path.extension().unwrap() == "store");
    let (path, mut bytes) = store.unwrap();
    bytes[10] ^= 4;
    fs::write(&path, bytes).unwrap();
    desk.run(&["verify"]).expect(4);
    let repaired = desk.run(&["repair"]).expect(3);
    assert!(repaired.out.starts_with("lost: a") && repaired.out.lines().count() == 1, "{repaired:?}");
    assert!(desk.path(".onrecord.damaged").join(path.file_name().unwrap()).exists());
    assert_eq!(desk.articles(), 2);
    desk.run(&["verify", "--deep"]).expect(0);
    desk.index(&["news"]);
    assert_eq!(exported(&desk, ".onrecord"), before);

    // Each file that is not of a segment can be had back whole.
    for name in ["meta.json", "index.sum", "onrecord.json"] {
        let path = desk.path(".onrecord").join(name);
        fs::write(&path, "{").unwrap();
        desk.run(&["query", "quay"]).expect(4);
        desk.run(&["repair"]).expect(0);
        assert_eq!(exported(&desk, ".onrecord"), before, "{name}");
        desk.index(&["news"]);
    }
}

#[test]
#[cfg(unix)]
fn watching_keeps_an_index_as_its_files_are() {
    let desk = Desk::new();
    desk.write("news/a.jsonl", &line("a", "rebuild the quay"));
    let mut child = desk.command(&["watch", "--every", "1", "news"]).stderr(Stdio::piped()).spawn().unwrap();
    let wait = |words: &str, code: i32| {
        for _ in 0..300 {
            if desk.run(&["query", words]).code == Some(code) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("{words}: never {code}");
    };
    wait("quay", 0);
    desk.write("news/b.jsonl", &line("b", "drain the moor"));
    wait("moor", 0);
    fs::remove_file(desk.path("news/a.jsonl")).unwrap();
    wait("quay", 1);
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    desk.run(&["verify", "--deep"]).expect(0);
}

#[test]
fn a_new_index_has_one_segment_and_what_is_added_to_it_another() {
    let desk = Desk::new();
    let segments = || {
        let meta: Value = serde_json::from_str(&fs::read_to_string(desk.path(".onrecord/meta.json")).unwrap()).unwrap();
        meta["segments"].as_array().unwrap().len()
    };
    desk.write("news/a.jsonl", &(0..300).map(|at| line(&format!("a{at}"), "rebuild the quay")).collect::<String>());
    assert_eq!(desk.index(&["--commit-every", "100", "--threads", "1", "news"])["articles"], 300);
    assert_eq!(segments(), 1);
    desk.write("news/b.jsonl", &line("b1", "plant lindens"));
    desk.index(&["news"]);
    assert_eq!(segments(), 2, "what is there already is not written once more");
    desk.run(&["verify"]).expect(0);
}
