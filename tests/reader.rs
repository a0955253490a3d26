//! What people bring, read: formats, packings, and what is wrong with them.
//!
//! 1. Every sample of `tests/formats` is read as its table in `tests/formats/read.md` says.
//! 2. A file that is packed is read as the file in it; an archive as a folder, and nothing leaves it.
//! 3. Bad input costs its record: the others are read, and the place of the bad one is told.
//! 4. No bytes whatever make a reader panic or wait; what is read lies within what was allowed.

mod found;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use onrecord::error::ErrorKind;
use onrecord::reader::{Input, Mapping, Settings, walk};
use tempfile::TempDir;

use found::{Found, read_path};

/// The texts of what was read.
fn texts(found: &Found) -> Vec<&str> {
    found.articles.iter().map(|article| article.text.trim()).collect()
}

/// A folder of files to read.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    fn read(&self, name: &str, bytes: impl AsRef<[u8]>) -> Found {
        read_path(&self.write(name, bytes), &Settings::default())
    }
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

fn bz2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        // Written into the header as it is: the builder would refuse names that lead out.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        archive.append(&header, *bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

const LINES: &str = "{\"text\": \"The mayor denied it.\"}\n{\"text\": \"The union warned of strikes.\"}\n";
const TEXTS: [&str; 2] = ["The mayor denied it.", "The union warned of strikes."];

#[test]
fn what_is_packed_is_read_as_what_it_is() {
    let folder = Folder::new();
    let (one, two) = LINES.split_at(LINES.find('\n').unwrap() + 1);
    let members: [(&str, &[u8]); 2] = [("a.jsonl", one.as_bytes()), ("b/c.jsonl", two.as_bytes())];
    for (name, bytes) in [
        ("a.jsonl", LINES.into()),
        ("b.jsonl.gz", gz(LINES.as_bytes())),
        ("c.jsonl.gz", [gz(one.as_bytes()), gz(two.as_bytes())].concat()),
        ("d.jsonl.zst", zst(LINES.as_bytes())),
        ("e.jsonl.zst", [zst(one.as_bytes()), zst(two.as_bytes())].concat()),
        ("f.jsonl.bz2", bz2(LINES.as_bytes())),
        ("g.zip", zip(&members)),
        ("h.tar", tar(&members)),
        ("i.tgz", gz(&tar(&members))),
        ("j.tar.zst", zst(&tar(&members))),
        ("k.zip.gz", gz(&zip(&members))),
        // The name says nothing, or another thing.
        ("l", gz(LINES.as_bytes())),
        ("m.json", LINES.into()),
        ("n.json", format!("[{}]", LINES.trim().replace('\n', ",\n")).into()),
        ("o.json", LINES.replace(":", ":\n").into()),
    ] {
        let found = folder.read(name, bytes);
        assert_eq!(texts(&found), TEXTS, "{name}: {}", found.problem());
        assert!(found.problems.is_empty());
    }
}

#[test]
fn members_of_an_archive_have_a_place_and_stay_in_it() {
    let folder = Folder::new();
    let members: [(&str, &[u8]); 5] = [
        ("../../out.txt", b"Out\n\nThe mayor denied it."),
        ("/etc/in.txt", b"In\n\nThe mayor denied it."),
        (".hidden/a.txt", b"Hidden"),
        ("picture.png", b"\x89PNG"),
        ("page", b"<!doctype html><html><body><p>The mayor denied on Tuesday that the line would be closed.</p></body></html>"),
    ];
    for (name, bytes) in [("a.tar", tar(&members)), ("a.zip", zip(&members))] {
        let found = folder.read(name, bytes);
        let paths: Vec<_> = found.articles.iter().map(|article| article.path.clone().unwrap()).collect();
        let archive = folder.0.path().join(name);
        assert_eq!(
            paths,
            [archive.join("out.txt"), archive.join("etc/in.txt"), archive.join("page")],
            "{}",
            found.problem()
        );
    }
}

#[test]
fn a_broken_packing_costs_only_what_is_behind_the_break() {
    let folder = Folder::new();
    let many: String =
        (0..5000).map(|n| format!("{{\"text\": \"The mayor denied it {n} times, {}.\"}}\n", n * 7919)).collect();
    for (name, whole) in
        [("a.gz", gz(many.as_bytes())), ("a.zst", zst(many.as_bytes())), ("a.bz2", bz2(many.as_bytes()))]
    {
        let found = folder.read(name, &whole[..whole.len() - 30]);
        assert!(name == "a.bz2" || found.articles.len() > 2500, "{name} {}", found.articles.len());
        assert!(found.problem().contains("cannot be read"), "{name} {}", found.problem());
    }
    let whole = gz(LINES.as_bytes());
    let found = folder.read("b.jsonl.gz", [&whole[..], b"garbage behind it"].concat());
    assert_eq!((texts(&found), found.problems.len()), (TEXTS.to_vec(), 1));
    let mut wrong = whole.clone();
    let crc = wrong.len() - 6;
    wrong[crc] ^= 1;
    let found = folder.read("c.jsonl.gz", wrong);
    assert_eq!((texts(&found), found.problems.len()), (TEXTS.to_vec(), 1));
}

#[test]
fn nests_are_not_entered_without_end() {
    let folder = Folder::new();
    let mut nested = LINES.as_bytes().to_vec();
    for _ in 0..5 {
        nested = gz(&nested);
    }
    let found = folder.read("deep.jsonl.gz", nested);
    assert!(found.problem().contains("packed more than 4 times"), "{}", found.problem());
}

#[test]
fn a_bad_record_is_told_by_its_place_and_the_next_is_read() {
    let folder = Folder::new();
    let deep = "[".repeat(100_000);
    for bad in [
        "{\"text\": ",
        "{\"text\": 7}",
        "{\"title\": \"no text\"}",
        "{\"text\": \"\\ud800\"}",
        "{\"text\": NaN}",
        "{\"text\": \"a\",}",
        "{'text': 'a'}",
        "nonsense",
        "17",
        "{\"text\": \"a\" \"b\"}",
        &format!("{{\"text\": \"a\", \"b\": {deep}}}"),
    ] {
        let (one, two) = LINES.split_at(LINES.find('\n').unwrap() + 1);
        let found = folder.read("a.jsonl", format!("{one}{bad}\n\n{two}"));
        assert_eq!(texts(&found), TEXTS, "{bad:.40}");
        let [problem] = &found.problems[..] else { panic!("{bad:.40}: {}", found.problem()) };
        assert_eq!((problem.line, problem.kind), (Some(2), ErrorKind::Record), "{bad:.40}");
        let byte = problem.byte.unwrap() as usize;
        assert!((one.len()..=one.len() + bad.len()).contains(&byte), "{bad:.40} {byte}");
        assert!(problem.try_this.is_some());
    }
    // Odd, but meant: the last of two keys, numbers that no machine has room for.
    let odd =
        "{\"text\": \"No.\", \"text\": \"The mayor denied it.\", \"n\": 123456789012345678901234567890, \"m\": 1e300}";
    assert_eq!(texts(&folder.read("b.jsonl", odd)), TEXTS[..1]);
    let cut = folder.read("c.json", "[{\"text\": \"The mayor denied it.\"},\n{\"text\": \"The un");
    assert_eq!((texts(&cut), cut.problems[0].line), (TEXTS[..1].to_vec(), Some(2)));
}

#[test]
fn a_record_that_is_too_long_is_passed_over() {
    let folder = Folder::new();
    let settings = Settings { max_record: 1000, ..Settings::default() };
    let long = "x".repeat(100_000);
    let (one, two) = LINES.split_at(LINES.find('\n').unwrap() + 1);
    let row = |text: &str| format!("1,{text}\n");
    for (name, bytes) in [
        ("a.jsonl", format!("{one}{{\"text\": \"{long}\"}}\n{two}")),
        ("b.json", format!("[{},{{\"text\": \"{long}\"}},{}]", one.trim(), two.trim())),
        ("c.csv", format!("id,text\n{}{}{}", row(TEXTS[0]), row(&long), row(TEXTS[1]))),
        ("d.csv", format!("id,text\n{}{}{}", row(TEXTS[0]), row(&format!("\"{long}\"")), row(TEXTS[1]))),
    ] {
        let found = read_path(&folder.write(name, bytes), &settings);
        assert_eq!(texts(&found), TEXTS, "{name}: {}", found.problem());
        assert_eq!(found.problems.len(), 1, "{name}: {}", found.problem());
    }
    let found = read_path(&folder.write("e.txt", long), &settings);
    assert!(found.problem().contains("longer than 1000 bytes"), "{}", found.problem());
}

#[test]
fn encodings_and_line_ends_are_all_the_same() {
    let folder = Folder::new();
    let text = "Fähre bleibt\n\n“Die Linie bleibt,” sagte Bürgermeisterin Zoë Öst.\n";
    let latin: Vec<u8> = text.replace('“', "\u{93}").replace('”', "\u{94}").chars().map(|c| c as u8).collect();
    let sixteen: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    for (name, bytes) in [
        ("a.txt", text.into()),
        ("b.txt", format!("\u{feff}{text}").into()),
        ("c.txt", text.replace('\n', "\r\n").into()),
        ("d.txt", text.replace('\n', "\r").into()),
        ("e.txt", latin),
        ("f.txt", sixteen),
    ] {
        let found = folder.read(name, bytes);
        assert_eq!(texts(&found), [text.trim()], "{name} {}", found.problem());
        assert_eq!(found.articles[0].title.as_deref(), Some("Fähre bleibt"));
    }
    let damaged = folder.read(
        "g.txt",
        [b"The mayor said \xe2\x80\x9cno\xe2\x80\x9d and caf\xc3\xa9 \xff, at length. ".as_slice(); 30].concat(),
    );
    assert!(damaged.problem().contains("30 characters cannot be read"), "{}", damaged.problem());
    assert_eq!((damaged.articles.len(), damaged.problems[0].kind), (1, ErrorKind::Record));
}

#[test]
fn what_is_packed_may_grow_as_far_as_the_user_allows() {
    let folder = Folder::new();
    let path = folder.write("a.jsonl.gz", gz(LINES.repeat(1000).as_bytes()));
    let settings = Settings { max_decompressed: Some(1 << 16), ..Settings::default() };
    let found = read_path(&path, &settings);
    assert!(found.articles.len() > 100 && found.articles.len() < 2000);
    let problem = found.problems.last().unwrap();
    assert!(problem.message.ends_with("unpacks to more than 65536 bytes"), "{problem}");
    assert!(problem.try_this.as_ref().is_some_and(|advice| advice.contains("--max-decompressed")));
    let settings = Settings { max_decompressed: Some(1 << 30), ..Settings::default() };
    assert_eq!(read_path(&path, &settings).articles.len(), 2000);
}

#[test]
fn a_table_that_a_spreadsheet_saved_as_text_is_a_table() {
    let text = "id\tHeadline\tText\r\n1\tLine stays\t\"The mayor\ndenied it.\"\r\n";
    let bytes: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let found = Folder::new().read("export.txt", bytes);
    assert_eq!(texts(&found), ["The mayor\ndenied it."], "{}", found.problem());
}

#[test]
fn whatever_ends_a_line_the_records_and_their_places_are_the_same() {
    let folder = Folder::new();
    let mail = |n: u32| {
        format!(
            "From a@b.example Mon Jan  4 10:00:00 2021\nFrom: A <a@b.example>\nDate: Mon, 4 Jan 2021 10:00:00 +0000\n\
                 Message-ID: <{n}@b.example>\nSubject: Road {n}\n\nThe mayor denied it.\n\n"
        )
    };
    for (name, text) in [
        ("a.jsonl", format!("\n{}\n\n{{bad}}\n{LINES}", LINES.trim())),
        ("b.csv", "id,text\n\n1,\"One\n\ndenied it.\"\n2,Two denied it.\n3,a,b,c\n".to_owned()),
        ("c.mbox", [mail(1), mail(2)].concat()),
    ] {
        let expected = folder.read(name, &text);
        assert!(expected.articles.len() >= 2, "{name}: {}", expected.problem());
        for end in ["\r\n", "\r"] {
            for text in [text.as_str(), text.trim_end()] {
                let found = folder.read(name, text.replace('\n', end));
                let place = |found: &Found| {
                    let articles = found.articles.iter().map(|article| (article.text.trim().to_owned(), article.line));
                    (
                        articles.collect::<Vec<_>>(),
                        found.problems.iter().map(|problem| problem.line).collect::<Vec<_>>(),
                    )
                };
                assert_eq!(place(&found), place(&expected), "{name} {end:?}: {}", found.problem());
            }
        }
    }
}

#[test]
fn columns_are_named_by_the_header_or_by_the_user() {
    let folder = Folder::new();
    let table =
        "id;Headline;story text;published\n7;Line stays;\"The mayor\n\ndenied it.\";2021-05-04\n8;No;row;has;five\n";
    let found = folder.read("a.csv", table);
    let article = &found.articles[0];
    assert_eq!((article.id.as_str(), article.title.as_deref()), ("7", Some("Line stays")));
    assert_eq!((article.text.as_str(), article.date.as_deref()), ("The mayor\n\ndenied it.", Some("2021-05-04")));
    assert_eq!((article.line, found.problems[0].line), (Some(2), Some(5)));
    assert!(
        found.notes[0].ends_with("read as id=id,title=Headline,date=published,text=story text"),
        "{:?}",
        found.notes
    );

    let table = "a\tb\nLine stays\tThe mayor denied it.\n";
    assert!(folder.read("b.tsv", table).problem().contains("the columns are a, b"));
    let settings = Settings { map: Mapping::parse("title=a,text=b").unwrap(), ..Settings::default() };
    let found = read_path(&folder.write("b.tsv", table), &settings);
    assert_eq!((texts(&found), found.articles[0].title.as_deref()), (vec!["The mayor denied it."], Some("Line stays")));
}

#[cfg(not(feature = "parquet"))]
#[test]
fn parquet_says_how_to_have_it_read() {
    let found = Folder::new().read("part-0", b"PAR1\x15\x04PAR1");
    assert!(found.problem().contains("--features parquet"), "{}", found.problem());
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_skipped_without_waiting() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    folder.write("a.txt", "The mayor denied it.");
    let path = |name: &str| folder.0.path().join(name);
    assert!(std::process::Command::new("mkfifo").arg(path("pipe.txt")).status().unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(path("socket.txt")).unwrap();
    symlink(".", path("loop")).unwrap();
    symlink("nowhere", path("dangling.txt")).unwrap();
    let found = read_path(folder.0.path(), &Settings::default());
    assert_eq!(texts(&found), ["The mayor denied it."]);
    assert_eq!(found.problems.len(), 4, "{}", found.problem());
    assert!(found.problems.iter().all(|problem| problem.path.is_some()), "{}", found.problem());
}

/// What is read of the samples, as a table a reader can check.
#[test]
fn every_sample_is_read_as_written_down() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let mut page =
        "# What is read of the samples beside this file\n\nWritten by `UPDATE=1 cargo test --test reader`.\n"
            .to_owned();
    let mut names: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| !path.ends_with("read.md"));
    names.sort();
    for path in names {
        let name = |path: &Path| path.strip_prefix(&folder).unwrap().display().to_string();
        page.push_str(&format!("\n## {}\n", name(&path)));
        let found = read_path(&path, &Settings::default());
        for article in &found.articles {
            page.push_str(&format!("\n* {}:{}\n", name(article.path.as_deref().unwrap()), article.line.unwrap()));
            let facts = [
                ("title", &article.title),
                ("date", &article.date),
                ("source", &article.outlet),
                ("url", &article.url),
                ("author", &article.author),
                ("language", &article.language),
                ("status", &article.status),
            ];
            // The id of a file is its path, which is another one on every machine.
            let id = article.id.replace(&folder.display().to_string(), "…");
            page.push_str(&format!("  * id: {id}\n"));
            for (name, value) in facts {
                if let Some(value) = value {
                    page.push_str(&format!("  * {name}: {value}\n"));
                }
            }
            for (name, value) in &article.metadata {
                page.push_str(&format!("  * ({name}): {value}\n"));
            }
            for line in article.text.trim().lines() {
                page.push_str(&format!("  > {line}\n"));
            }
        }
        for note in &found.notes {
            page.push_str(&format!("\nNote: {}\n", note.replace(&folder.display().to_string(), "…")));
        }
        for problem in &found.problems {
            page.push_str(&format!("\nProblem: {}\n", problem.to_string().replace(&folder.display().to_string(), "…")));
        }
    }
    let page: String = page.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    let written = folder.join("read.md");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&written, &page).unwrap();
    }
    let before = fs::read_to_string(&written).unwrap_or_default();
    let differs = page.lines().zip(before.lines()).find(|(now, then)| now != then);
    assert!(page == before, "UPDATE=1 shows the difference; it begins at {differs:?}");
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

#[test]
fn samples_that_were_damaged_are_read_as_far_as_they_go() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let folder = Folder::new();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for file in walk(&[Input::Path(samples)]).files {
        let path = file.path.unwrap();
        let whole = fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for _ in 0..25 {
            let mut bytes = whole.clone();
            for _ in 0..=dice.roll(4) {
                let at = dice.roll(bytes.len());
                match dice.roll(4) {
                    0 => bytes.truncate(at),
                    1 => bytes.insert(at, b"<>\"'{}[],:;&\0\n\xff\xe2"[dice.roll(16)]),
                    2 if !bytes.is_empty() => bytes[at] ^= 1 << dice.roll(8),
                    _ => {
                        let piece = bytes[at..bytes.len().min(at + 200)].to_vec();
                        let to = dice.roll(bytes.len());
                        bytes.splice(to..to, piece);
                    }
                }
            }
            for article in folder.read(&name, &bytes).articles {
                assert!(!article.text.trim().is_empty() && !article.id.is_empty());
            }
        }
    }
}

#[test]
fn an_agency_says_what_it_corrects_takes_back_and_marks() {
    let folder = Folder::new();
    let nitf = |id: &str, status: &str, more: &str| {
        format!(
            "<nitf><head><docdata management-status=\"{status}\"><doc-id id-string=\"{id}\"/>{more}\
             <date.issue norm=\"20150512T101500Z\"/></docdata></head><body><body.content><p><person>\
             <name.given>Edda</name.given> <name.family>Krol</name.family>, <function>glazier</function></person> \
             denied it.</p></body.content></body></nitf>"
        )
    };
    let plain = folder.read("a.nitf.xml", nitf("w-1", "usable", "")).articles.remove(0);
    let corrects = "<correction id-string=\"w-1\" info=\"Her name was wrong.\"/><du-key version=\"2\"/>";
    let corrected = folder.read("b.nitf.xml", nitf("w-2", "", corrects)).articles.remove(0);
    assert_eq!((plain.id.as_str(), corrected.id.as_str()), ("w-1", "w-1"));
    assert_eq!(corrected.status.as_deref(), Some("corrected"));
    assert!(corrected.version > plain.version && plain.version.is_some());
    assert_eq!(plain.marked[0].name, "Edda Krol");
    assert_eq!(plain.marked[0].role.as_deref(), Some("glazier"));

    let item = r#"{"uri": "urn:w:3", "pubstatus": "usable", "versioncreated": "2015-05-12T10:15:00Z", "body_text": "Krol denied it.",
        "embargoed": "2015-05-12T09:00:00Z", "person": [{"name": "Edda Krol", "jobtitle": "glazier"}], "signal": [{"name": "correction"}]}"#;
    let item = folder.read("c.json", item).articles.remove(0);
    assert_eq!(item.marked, plain.marked);
    // The embargo was over when it was sent.
    assert_eq!((item.status.as_deref(), item.embargo.is_some()), (Some("corrected"), true));
    let kill = r#"{"uri": "urn:w:3", "pubStatus": "canceled", "versionCreated": "2015-05-13T10:15:00Z", "headlines": [{"value": "KILL: Krol"}]}"#;
    let kill = folder.read("d.json", kill).articles.remove(0);
    assert_eq!((kill.text.as_str(), kill.id.as_str()), ("KILL: Krol", "urn:w:3"));
    assert!(kill.version > item.version);
}

#[test]
fn an_id_that_is_a_text_is_known_by_its_hash() {
    let found =
        Folder::new().read("a.json", format!("{{\"id\": \"{}\", \"text\": \"It rained.\"}}", "x".repeat(70_000)));
    assert_eq!(found.articles[0].id.len(), 16);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 400, ..Default::default() })]

    #[test]
    fn no_bytes_make_a_reader_panic(
        name in proptest::sample::select(vec![
            "a", "a.txt", "a.md", "a.html", "a.json", "a.jsonl", "a.csv", "a.tsv", "a.xml", "a.warc", "a.eml", "a.mbox", "a.zip", "a.tar", "a.gz",
        ]),
        start in proptest::sample::select(vec![
            "", "---\n", "<!doctype html><p>", "{\"text\":", "[{", "text,title\n", "<?xml version='1.0'?><rss><item>", "<feed><entry>",
            "<nitf><body>", "<newsItem>", "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\n", "From: a\nDate: b\nSubject: c\n\n",
            "From a\nFrom: b\nDate: c\nMessage-ID: d\n\n", "PK\u{3}\u{4}", "\u{1f}\u{8b}", "BZh91AY&SY",
        ]),
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300),
    ) {
        let folder = Folder::new();
        folder.read(name, [start.as_bytes(), &bytes].concat());
    }
}
