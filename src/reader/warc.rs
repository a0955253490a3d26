//! The records of a web archive in, the pages in them out.
//!
//! Kept are answers that brought a page, resources that are one, and the text that others made of pages (WET).

use std::io::Read;

use crate::reader::source::{Line, Source};

/// The headers of a record are no longer than this.
const LONGEST_HEAD: usize = 64 << 10;

/// What comes next in an archive.
pub(super) enum Next {
    /// Nothing.
    End,
    /// A page.
    Page(Page),
    /// A record without a page.
    Other,
    /// A record that is damaged, and why; the next is found all the same.
    Bad(&'static str),
    /// A record that is too long.
    TooLong,
}

/// A page as it was archived.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) bytes: Vec<u8>,
    /// Whether it is text rather than HTML.
    pub(super) is_text: bool,
    /// The encoding that its server declared.
    pub(super) charset: Option<String>,
    /// What its record says of it.
    pub(super) fields: Vec<(String, String)>,
    /// The digest of its content, to know it again.
    pub(super) digest: Option<String>,
}

/// Headers, their names in lower case.
#[derive(Default)]
struct Head(Vec<(String, String)>);

impl Head {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Reads lines up to an empty one.
    fn read(lines: &mut dyn FnMut() -> Option<String>) -> Self {
        let mut head = Self::default();
        while let Some(line) = lines() {
            if line.is_empty() {
                break;
            }
            match line.split_once(':') {
                Some((name, value)) if !line.starts_with([' ', '\t']) => {
                    head.0.push((name.trim().to_lowercase(), value.trim().to_owned()));
                }
                _ => {
                    // A line that goes on with the one before.
                    if let Some((_, value)) = head.0.last_mut() {
                        value.push(' ');
                        value.push_str(line.trim());
                    }
                }
            }
        }
        head
    }
}

/// Finds the next record.
pub(super) fn next(source: &mut Source<'_>, limit: usize) -> Next {
    while matches!(source.peek(1).first(), Some(b'\r' | b'\n')) {
        source.skip(1);
    }
    if source.peek(1).is_empty() {
        return Next::End;
    }
    if !begins(source.peek(6)) {
        return resync(source, Next::Bad("no record begins here"));
    }
    source.line(LONGEST_HEAD);
    let mut n_head = 0;
    let head = Head::read(&mut || match source.line(LONGEST_HEAD) {
        Line::Whole(line) if n_head < LONGEST_HEAD => {
            n_head += line.len() + 1;
            Some(String::from_utf8_lossy(&line).trim_end_matches('\r').to_owned())
        }
        _ => None,
    });
    let Some(length) = head.get("content-length").and_then(|length| length.parse::<u64>().ok()) else {
        return resync(source, Next::Bad("record has no length"));
    };
    let kind = head.get("warc-type").unwrap_or_default().to_lowercase();
    let wanted = matches!(kind.as_str(), "response" | "resource" | "conversion");
    let Some(length) = usize::try_from(length).ok().filter(|&length| length <= limit) else {
        return resync(source, if wanted { Next::TooLong } else { Next::Other });
    };
    let held = source.peek(length + 2);
    if held.len() < length {
        return resync(source, Next::Bad("record is cut"));
    }
    // A length that leads into the middle of something is wrong.
    if !matches!(held.get(length), None | Some(b'\r' | b'\n')) && !begins(&held[length..]) {
        return resync(source, Next::Bad("record is not as long as it says"));
    }
    if !wanted {
        source.skip(length);
        return Next::Other;
    }
    let content = held[..length].to_vec();
    source.skip(length);
    page(&kind, &head, &content, limit).map_or(Next::Other, Next::Page)
}

fn begins(bytes: &[u8]) -> bool {
    bytes.starts_with(b"WARC/")
}

/// Passes over everything up to a line that begins a record.
fn resync(source: &mut Source<'_>, found: Next) -> Next {
    loop {
        // At least the line under work is passed over.
        if source.line(LONGEST_HEAD) == Line::End || begins(source.peek(5)) {
            return found;
        }
    }
}

fn page(kind: &str, head: &Head, content: &[u8], limit: usize) -> Option<Page> {
    let own = head.get("content-type").unwrap_or_default().to_lowercase();
    let (bytes, kind_of_content) = match kind {
        "response" if own.starts_with("application/http") || own.is_empty() => answer(content, limit)?,
        _ => (content.to_vec(), own),
    };
    let is_text = kind == "conversion" && kind_of_content.starts_with("text/plain");
    let is_html = ["text/html", "application/xhtml"].iter().any(|html| kind_of_content.starts_with(html));
    if !is_text && !is_html || bytes.iter().all(u8::is_ascii_whitespace) {
        return None;
    }
    let charset = kind_of_content.split_once("charset=").map(|(_, label)| label);
    let charset = charset.map(|label| label.trim_matches(['"', '\'', ' ']).split(';').next().unwrap_or("").to_owned());
    let mut fields = Vec::new();
    let mut put = |name: &str, value: Option<&str>| {
        fields.extend(value.map(|value| (name.to_owned(), value.trim_matches(['<', '>']).to_owned())));
    };
    put("url", head.get("warc-target-uri"));
    put("id", head.get("warc-target-uri"));
    put("crawled", head.get("warc-date"));
    put("warc_record", head.get("warc-record-id"));
    let digest = head.get("warc-payload-digest").or_else(|| head.get("warc-block-digest")).map(str::to_owned);
    put("digest", digest.as_deref());
    Some(Page { bytes, is_text, charset, fields, digest })
}

/// The body and the kind of content of an answer that brought something.
fn answer(content: &[u8], limit: usize) -> Option<(Vec<u8>, String)> {
    let mut rest = content;
    let mut line = || {
        let end = memchr::memchr(b'\n', rest)?;
        let line = String::from_utf8_lossy(&rest[..end]).trim_end_matches('\r').to_owned();
        rest = &rest[end + 1..];
        Some(line)
    };
    let status = line()?;
    let code = status.strip_prefix("HTTP/")?.split_whitespace().nth(1)?.to_owned();
    let head = Head::read(&mut line);
    if code != "200" {
        return None;
    }
    let chunked = head.get("transfer-encoding").is_some_and(|coding| coding.to_lowercase().contains("chunked"));
    // Crawlers often join the chunks and leave the header.
    let body = chunked.then(|| joined(rest)).flatten().unwrap_or_else(|| rest.to_vec());
    let body = match &body[..] {
        [0x1f, 0x8b, ..] => unpacked(flate2::read::MultiGzDecoder::new(&body[..]), limit)?,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => unpacked(zstd::Decoder::new(&body[..]).ok()?, limit)?,
        _ if head.get("content-encoding") == Some("deflate") => {
            unpacked(flate2::read::ZlibDecoder::new(&body[..]), limit).unwrap_or(body)
        }
        // What nobody here can unpack is no page.
        _ if head.get("content-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("br")) => return None,
        _ => body,
    };
    Some((body, head.get("content-type").unwrap_or("text/html").to_lowercase()))
}

/// What a packed answer holds; nothing if that is too much or broken at once.
fn unpacked(decoder: impl Read, limit: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    // What came before a break is a page too.
    let read = decoder.take(limit as u64 + 1).read_to_end(&mut bytes);
    (bytes.len() <= limit && (read.is_ok() || !bytes.is_empty())).then_some(bytes)
}

/// The chunks of an answer as one; nothing if it is not in chunks.
fn joined(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::with_capacity(rest.len());
    loop {
        let end = memchr::memchr(b'\n', rest)?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.trim().split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?;
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, content_type: &str, content: &[u8]) -> Vec<u8> {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://post.example/a\r\nWARC-Date: 2021-05-04T10:00:00Z\r\n\
             Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
            content.len()
        );
        [head.as_bytes(), content, b"\r\n\r\n"].concat()
    }

    fn pages(archive: &[u8]) -> (Vec<String>, usize) {
        let mut source = Source::new(archive);
        let (mut pages, mut n_bad) = (Vec::new(), 0);
        loop {
            match next(&mut source, 10_000) {
                Next::End => return (pages, n_bad),
                Next::Page(page) => pages.push(String::from_utf8(page.bytes).unwrap()),
                Next::Other => {}
                Next::Bad(_) | Next::TooLong => n_bad += 1,
            }
        }
    }

    const HTTP: &str = "application/http; msgtype=response";

    fn page(words: &str) -> Vec<u8> {
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>{words}</p>");
        record("response", HTTP, answer.as_bytes())
    }

    #[test]
    fn only_pages_are_taken() {
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<p>t\r\n6;x=y\r\nwo</p>\r\n0\r\n\r\n";
        let archive = [
            record("warcinfo", "application/warc-fields", b"software: x\r\n"),
            page("one"),
            record("request", HTTP, b"GET / HTTP/1.1\r\n\r\n"),
            record("response", HTTP, b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>gone</p>"),
            record("response", HTTP, b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
            record("response", HTTP, chunked.as_bytes()),
            record("revisit", HTTP, b"HTTP/1.1 200 OK\r\n\r\n"),
            record("resource", "text/html", b"<p>three</p>"),
            record("conversion", "text/plain", b"four"),
        ];
        assert_eq!(
            pages(&archive.concat()),
            (["<p>one</p>", "<p>two</p>", "<p>three</p>", "four"].map(str::to_owned).to_vec(), 0)
        );
    }

    #[test]
    fn a_damaged_record_costs_only_itself() {
        let good = page("one");
        let text = String::from_utf8(good.clone()).unwrap();
        let length = text.lines().find_map(|line| line.strip_prefix("Content-Length: ")).unwrap().to_owned();
        for wrong in ["-5", "x", "99999999999999999999999", "20000", "9000", "3"] {
            let bad = text.replace(&format!("Content-Length: {length}"), &format!("Content-Length: {wrong}"));
            let (pages, n_bad) = pages(&[bad.as_bytes(), &good, &good[..good.len() - 20]].concat());
            assert_eq!((pages.len(), n_bad), (1, 2), "{wrong}");
        }
        let (found, n_bad) =
            pages(&[b"garbage\r\n".as_slice(), &good, text.replace("\r\n\r\n", "").as_bytes(), &good].concat());
        assert!(!found.is_empty() && n_bad >= 1, "{found:?} {n_bad}");
    }
}
