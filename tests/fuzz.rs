//! Damaged, cut, spliced and swollen input, the same in every run.
//!
//! 1. Whatever becomes of a file of any format, its reader neither panics nor waits, and gives no more than it may.
//! 2. Whatever becomes of an article, its quotations lie within it, on whole characters, and have records.
//! 3. Whatever becomes of a question, it is understood or refused, and what was understood can be said.
//!
//! `FUZZ=100000 cargo test --release --test fuzz` tries so many of each; a failure names its target and number, and
//! `FUZZ_FROM=NUMBER` begins there.

use std::fs;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use onrecord::article::Article;
use onrecord::attribution::attribute;
use onrecord::lexicon::Lexicon;
use onrecord::question::{Filters, parse, plain_text};
use onrecord::quotation::Part;
use onrecord::reader::{Input, Piece, Settings, read, walk};
use onrecord::record::quotation_records;

/// So many of each are tried where nobody says another number.
const TRIED: u64 = 400;
/// Nothing so small takes so long, on however busy a machine.
const LONGEST: Duration = Duration::from_secs(20);
/// Mutants are no longer than this.
const MOST_BYTES: usize = 1 << 16;

/// Numbers that look random and are the same in every run (xorshift64*).
struct Dice(u64);

impl Dice {
    fn of(number: u64) -> Self {
        Self((number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below another, which is not 0.
    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// A stretch of so many bytes.
    fn stretch(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        let longest = (length - start).min(1 << (1 + self.below(12)));
        start..start + self.below(longest + 1)
    }
}

/// What formats are made of.
const PIECES: &[&str] = &[
    "\0",
    "\r",
    "\n",
    "\r\n\r\n",
    "\u{feff}",
    "\u{202e}",
    "\u{1b}[31m",
    "\"",
    "\"\"",
    "\\",
    "\\ud800",
    "“",
    "”",
    "‘",
    "’",
    "«",
    "»",
    "'",
    "{",
    "}",
    "[",
    "[[[[[[[[",
    "]",
    ",",
    ":",
    "null",
    "1e999",
    "-1",
    "99999999999999999999",
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&#x10ffff;",
    "&#xd800;",
    "&amp",
    "<p>",
    "<div><ul><li>",
    "<script>",
    "<table>",
    "<nitf>",
    "<newsItem>",
    "<item>",
    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "---\n",
    "# ",
    "WARC/1.0\r\n",
    "Content-Length: 18446744073709551615\r\n",
    "Content-Length: -1\r\n",
    "Content-Length: 0\r\n",
    "Content-Type: multipart/mixed; boundary=a\r\n",
    "--a\r\n",
    "=?utf-8?q?=ff?=",
    "From ",
    "\nFrom a\n",
    "Content-Transfer-Encoding: base64\r\n",
    "charset=utf-7",
    "charset=\"utf-16\"",
    "PK\u{3}\u{4}",
    "text",
    "id",
    "title",
    "date",
    "9999-12-31",
    "0000-00-00T99:99:99+99:99",
    "2020-02-30",
    "status",
    "canceled",
    " said ",
    " denied ",
    "he said, ",
    "—",
    "…",
    "\t",
    " AND ",
    " OR ",
    " NOT ",
    "(",
    ")",
    "((((((((",
    "~",
    "~9",
    "*",
    "w/",
    "w/99999",
    "/s",
    "atleast99(",
    "speaker:",
    "date:",
    "..",
    "/(a*)*/",
    "İ",
    "ß",
    "ﬁ",
    "👍🏽",
    "e\u{301}\u{301}",
    "\u{fffd}",
];

/// Makes something else of bytes.
fn mutate(seed: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.below(6) {
        let range = dice.stretch(bytes.len());
        match dice.below(9) {
            0 | 1 if !bytes.is_empty() => {
                let at = dice.below(bytes.len());
                bytes[at] ^= 1 << dice.below(8);
            }
            2 => drop(bytes.drain(range)),
            3 => {
                let copy = bytes[range.clone()].to_vec();
                bytes.splice(range.start..range.start, copy);
            }
            4 => {
                let from = dice.stretch(other.len());
                bytes.splice(range, other[from].iter().copied());
            }
            5 => bytes.truncate(range.start),
            6 => {
                let piece = dice.one(PIECES).repeat(1 << dice.below(9));
                bytes.splice(range.start..range.start, piece.bytes());
            }
            _ => {
                let piece = dice.one(PIECES).bytes();
                bytes.splice(range, piece);
            }
        }
        bytes.truncate(MOST_BYTES);
    }
    bytes
}

/// Tries a target; what it fails with names the number.
fn try_all(target: &str, check: impl Fn(&mut Dice)) {
    let number = |name: &str| std::env::var(name).ok().and_then(|number| number.parse().ok());
    let from = number("FUZZ_FROM").unwrap_or(0);
    for number in from..from + number("FUZZ").unwrap_or(TRIED) {
        let start = Instant::now();
        let ended = catch_unwind(AssertUnwindSafe(|| check(&mut Dice::of(number))));
        assert!(ended.is_ok(), "{target}: number {number} fails");
        assert!(start.elapsed() < LONGEST, "{target}: number {number} takes {:?}", start.elapsed());
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// Every file below a folder of tests, in order, with its bytes.
fn seeds(folder: &str) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("read.md") {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                found.push((name, fs::read(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn read_file(path: &Path) -> Vec<Article> {
    let settings = Arc::new(Settings { max_record: 1 << 20, ..Settings::default() });
    let mut articles = Vec::new();
    for file in walk(&[Input::Path(path.to_owned())]).files {
        let mut sink = |piece: Piece| {
            if let Piece::Record(raw) = piece {
                articles.extend(raw.read().articles);
            }
            ControlFlow::Continue(())
        };
        let _ = read(&file, &settings, &|_| {}, &mut sink);
    }
    articles
}

#[test]
fn no_damage_to_a_file_makes_its_reader_panic_or_wait() {
    let seeds = seeds("formats");
    assert!(seeds.len() > 15);
    let folder = tempfile::tempdir().unwrap();
    try_all("readers", |dice| {
        let (name, seed) = dice.one(&seeds);
        let (_, other) = dice.one(&seeds);
        let path = folder.path().join(name);
        fs::write(&path, mutate(seed, other, dice)).unwrap();
        for article in read_file(&path) {
            assert!(article.text.len() <= 64 << 20 && article.id.len() <= 4096);
            assert!(article.date.is_none_or(|date| date.len() == "2020-03-01".len()));
        }
        fs::remove_file(path).unwrap();
    });
}

#[test]
fn no_damage_to_an_article_misplaces_its_quotations() {
    let seeds = seeds("corpus");
    let lexicon = Lexicon::english();
    try_all("extractor", |dice| {
        let (_, seed) = dice.one(&seeds);
        let (_, other) = dice.one(&seeds);
        let text = String::from_utf8_lossy(&mutate(seed, other, dice)).into_owned();
        let title = text.lines().next().map(str::to_owned);
        let article = Article { id: "a".to_owned(), title, text, ..Article::default() };
        let findings = attribute(&article, lexicon);
        for quotation in &findings.quotations {
            let attribution = &quotation.attribution;
            let part = match attribution.part {
                Part::Text => &article.text,
                Part::Title => article.title.as_ref().unwrap(),
            };
            let cue = attribution.cue.iter().flat_map(|cue| &cue.spans);
            for span in attribution.content.iter().chain(&attribution.source).chain(cue).chain(&quotation.negated) {
                assert!(part.get(span.start..span.end).is_some(), "{span:?}");
            }
        }
        assert_eq!(quotation_records(&article, &findings.quotations).len(), findings.quotations.len());
    });
}

#[test]
fn no_damage_to_a_question_makes_its_reader_panic_or_wait() {
    let lexicon = Lexicon::english();
    let seeds = [
        "who denied withdrawal",
        "what did the mayor say about \"the old pier\" since march",
        "who at the harbour board promised jobs speaker:(oduya OR brandt) NOT act:deny",
        "troops w/5 withdraw AND atleast3(iraq) date:2019-01..2020-03",
        "speaker:/mil+ey/ withdr* milly~1 \"no decision\"~4",
        "status:killed min-confidence:0.5 lang:de anonymous:yes kind:direct",
    ];
    try_all("questions", |dice| {
        let (seed, other) = (dice.one(&seeds), dice.one(&seeds));
        let typed = String::from_utf8_lossy(&mutate(seed.as_bytes(), other.as_bytes(), dice)).into_owned();
        for question in [parse(&typed, &Filters::default(), lexicon), plain_text(&typed, &Filters::default(), lexicon)]
        {
            match question {
                Ok(question) => drop(question.to_string()),
                Err(error) => assert!(!error.to_string().is_empty()),
            }
        }
    });
}
