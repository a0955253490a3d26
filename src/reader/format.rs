//! The first bytes of a file and its name in, what it is out. What the bytes say goes before the name.

use std::path::Path;

use crate::reader::mail;
use crate::reader::table::is_header;
use crate::reader::walk::Hope;

/// What a file is, before its records are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One JSON object a line.
    JsonLines,
    /// JSON objects one after the other, or an array of them.
    Json,
    /// A web page.
    Html,
    /// A table with a header.
    Table,
    /// RSS, Atom or RDF.
    Feed,
    /// An agency's document.
    Nitf,
    /// An agency's items.
    NewsMl,
    /// A web archive.
    Warc,
    /// Rows, column by column.
    Parquet,
    /// Mails, one or more.
    Mail,
    /// Text or Markdown.
    Plain,
    /// Nothing that can be read, and what it seems to be.
    Unreadable(&'static str),
}

/// How what is packed in a file is unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
    Zip,
    Tar,
}

/// Looks whether something is packed in a file.
pub(super) fn packing(head: &[u8]) -> Option<Packing> {
    let tar = head.len() >= 512 && head[257..262] == *b"ustar";
    match head {
        [0x1f, 0x8b, ..] => Some(Packing::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Packing::Zstd),
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..] => Some(Packing::Bzip2),
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Packing::Xz),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Packing::Zip),
        _ if tar => Some(Packing::Tar),
        _ => None,
    }
}

/// What a file is that is not packed; of one whose name gives no hope only what is beyond doubt.
pub(super) fn shape(head: &[u8], path: Option<&Path>, hope: Hope) -> Option<Shape> {
    let start = &head[head.iter().take_while(|byte| byte.is_ascii_whitespace()).count()..];
    let ending = path.map(ending).unwrap_or_default();
    let ends = |endings: &[&str]| endings.contains(&ending.as_str());
    if let Some(shape) = markup(start) {
        return Some(shape);
    }
    if start.starts_with(b"WARC/") {
        return Some(Shape::Warc);
    }
    if head.starts_with(b"PAR1") {
        return Some(Shape::Parquet);
    }
    if mail::is_mail(start) {
        return Some(Shape::Mail);
    }
    if hope == Hope::Unnamed {
        return None;
    }
    if let Some(kind) = unreadable(head) {
        return Some(Shape::Unreadable(kind));
    }
    let lines = ends(&["jsonl", "ndjson"]) || path.is_none() && is_whole(first_line(start));
    let text = ends(&["txt", "text", "md", "markdown"]);
    Some(match start.first() {
        Some(b'{' | b'[') if !text && !lines => Shape::Json,
        Some(b'{') if lines => Shape::JsonLines,
        _ if ends(&["jsonl", "ndjson"]) => Shape::JsonLines,
        _ if ends(&["json"]) => Shape::Json,
        _ if ends(&["html", "htm", "xhtml"]) => Shape::Html,
        _ if ends(&["csv", "tsv"]) => Shape::Table,
        _ if ends(&["eml", "mbox", "mbx"]) => Shape::Mail,
        _ if ends(&["warc"]) => Shape::Warc,
        Some(b'<') if ends(&["xml", "rss", "atom", "rdf", "nitf"]) => {
            Shape::Unreadable("XML of a kind that we do not know")
        }
        // Spreadsheets write tables with tabs as text.
        _ if is_header(&String::from_utf8_lossy(first_line(start)))
            && (!text || first_line(start).contains(&b'\t')) =>
        {
            Shape::Table
        }
        _ => Shape::Plain,
    })
}

/// The ending of a file's name that tells what is in it, in lower case: `a.csv.gz` ends in `csv`.
pub(super) fn ending(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let mut endings = name.rsplit('.');
    let last = endings.next().unwrap_or_default();
    if matches!(last, "gz" | "zst" | "bz2" | "xz") {
        return endings.next().unwrap_or_default().to_owned();
    }
    last.to_owned()
}

/// Kinds of files that people keep among their articles and that are not read.
const MAGIC: [(&[u8], &str); 9] = [
    (b"%PDF", "PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
];

fn unreadable(head: &[u8]) -> Option<&'static str> {
    let known = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, kind)| *kind);
    let head = &head[..head.len().min(1024)];
    let zeros = memchr::memchr_iter(0, head).count();
    // A stray zero is a slip; many are no text.
    known.or((zeros * 10 > head.len()).then_some("no text"))
}

fn first_line(start: &[u8]) -> &[u8] {
    &start[..memchr::memchr2(b'\n', b'\r', start).unwrap_or(start.len())]
}

/// Whether a line holds a whole object, or is so long that nobody laid it out by hand.
fn is_whole(line: &[u8]) -> bool {
    const BY_HAND: usize = 4096;
    line.len() > BY_HAND || line.trim_ascii_end().ends_with(b"}")
}

/// What a file is by its first element.
fn markup(start: &[u8]) -> Option<Shape> {
    let text = String::from_utf8_lossy(&start[..start.len().min(4096)]);
    let mut rest = text.as_ref();
    loop {
        rest = rest.trim_start();
        let behind = |end: &str| rest.split_once(end).map(|(_, behind)| behind);
        if rest.starts_with("<!--") {
            rest = behind("-->")?;
        } else if rest.starts_with("<?") {
            rest = behind("?>")?;
        } else if rest.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
            if rest.get(9..14).is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("html")) {
                return Some(Shape::Html);
            }
            // Declarations of its own stand in brackets.
            let has_own = rest.find('[').is_some_and(|own| rest.find('>').is_none_or(|end| own < end));
            rest = behind(if has_own { "]>" } else { ">" })?;
        } else {
            break;
        }
    }
    let name = rest.strip_prefix('<')?;
    let name = &name[..name.find(|letter: char| !(letter.is_alphanumeric() || letter == ':'))?];
    match name.rsplit(':').next()?.to_ascii_lowercase().as_str() {
        "html" | "head" | "body" => Some(Shape::Html),
        "rss" | "rdf" | "feed" | "channel" => Some(Shape::Feed),
        "nitf" => Some(Shape::Nitf),
        "newsitem" | "newsmessage" | "itemset" | "packageitem" => Some(Shape::NewsMl),
        _ => None,
    }
}
