//! A piece of HTML in, its words in paragraphs out: for feeds, mail and wire formats, where all of it is the text.

use crate::reader::page;

/// Elements that begin a paragraph.
const BLOCKS: [&str; 31] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tr",
    "ul",
];
/// Elements whose words are not for reading.
const UNREAD: [&str; 8] = ["head", "iframe", "noscript", "script", "style", "svg", "template", "title"];

/// Whether an element begins a paragraph.
pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// Whether a value is HTML rather than text.
pub(super) fn is_markup(value: &str) -> bool {
    let mut n_tags = 0;
    for at in memchr::memchr_iter(b'<', value.as_bytes()).take(64) {
        let (_, name, end) = tag(value, at);
        n_tags += usize::from(end.is_some() && !name.is_empty());
        if BLOCKS.contains(&name.as_str()) || name == "br" {
            return true;
        }
    }
    n_tags >= 2
}

/// Elements that stand beside an article's text, and how many bytes they may have: what is larger may hold all of it.
const BESIDE: [(&str, usize); 14] = [
    ("aside", 1 << 20),
    ("audio", 1 << 16),
    ("button", 1 << 14),
    ("dialog", 1 << 16),
    ("figcaption", 1 << 14),
    ("figure", 1 << 16),
    ("footer", 1 << 16),
    ("form", 1 << 13),
    ("menu", 1 << 14),
    ("nav", 1 << 20),
    ("object", 1 << 16),
    ("picture", 1 << 16),
    ("select", 1 << 16),
    ("video", 1 << 16),
];
/// Parts of names that pages give to what stands beside an article's text.
const BESIDE_NAMES: [&str; 29] = [
    "advert",
    "also-read",
    "author-bio",
    "byline",
    "caption",
    "comments",
    "consent",
    "cookie",
    "copyright",
    "credit",
    "dateline-time",
    "disclaimer",
    "gdpr",
    "inline-link",
    "most-read",
    "newsletter",
    "outbrain",
    "photo-",
    "promo",
    "read-more",
    "readmore",
    "recirc",
    "recommend",
    "related",
    "share",
    "sign-up",
    "signup",
    "social",
    "timestamp",
];
/// What bears such a name has no more bytes than this.
const LARGEST_NAMED: usize = 6000;

/// The words of HTML, with an empty line between paragraphs. One pass, whatever is open or closed.
pub(super) fn text(html: &str) -> String {
    write(html, Part::All)
}

/// The words of the article in HTML that holds little else: without captions, boxes, and paragraphs of links.
pub(super) fn article(html: &str) -> String {
    write(html, Part::Article)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    All,
    Article,
}

fn write(html: &str, part: Part) -> String {
    let mut out = Paragraphs { drops_links: part == Part::Article, ..Paragraphs::default() };
    let mut unclosed: Vec<String> = Vec::new();
    let mut at = 0;
    while at < html.len() {
        let open = memchr::memchr(b'<', &html.as_bytes()[at..]).map_or(html.len(), |offset| at + offset);
        out.words(&html[at..open]);
        if open == html.len() {
            break;
        }
        let (closes, name, end) = tag(html, open);
        let Some(end) = end else {
            // A bracket that begins no tag.
            out.words("<");
            at = open + 1;
            continue;
        };
        at = end;
        if part == Part::Article
            && !closes
            && let Some(behind) = box_end(html, open, end, &name, &mut unclosed)
        {
            at = behind;
            out.paragraph();
            continue;
        }
        if name == "a" {
            out.in_link = !closes;
        }
        if BLOCKS.contains(&name.as_str()) {
            out.paragraph();
        } else if name == "br" {
            out.line();
        } else if matches!(name.as_str(), "td" | "th") {
            out.words(" ");
        } else if name == "q" {
            out.mark(closes);
        } else if !closes && UNREAD.contains(&name.as_str()) {
            at = behind(html, at, &name);
        }
    }
    out.finish()
}

/// The end of an element of one name may be looked for in vain so often.
const PATIENCE: usize = 8;

/// A page without what stands beside its article.
pub(super) fn without_boxes(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut unclosed = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(offset) = memchr::memchr(b'<', &html.as_bytes()[at..]) {
        let open = at + offset;
        let (closes, name, end) = tag(html, open);
        at = end.unwrap_or(open + 1);
        if closes || end.is_none() {
            continue;
        }
        if matches!(name.as_str(), "script" | "style") {
            at = behind(html, at, &name);
        } else if let Some(behind) = box_end(html, open, at, &name, &mut unclosed) {
            kept.push_str(&html[copied..open]);
            copied = behind;
            at = behind;
        }
    }
    kept.push_str(&html[copied..]);
    kept
}

/// Where an element ends that stands beside an article's text, by its name or by what the page calls it; `unclosed`
/// has the names of those whose end was not found.
fn box_end(html: &str, open: usize, end: usize, name: &str, unclosed: &mut Vec<String>) -> Option<usize> {
    const NAMED: [&str; 10] = ["div", "p", "span", "section", "ul", "h2", "h3", "h4", "li", "small"];
    let of_kind = BESIDE.iter().find(|(own, _)| *own == name).map(|(_, most)| *most);
    let of_name = || {
        let is_named = NAMED.contains(&name)
            && ["class", "id", "data-component", "data-testid"].into_iter().any(|attribute| {
                page::attribute(&html[open..end], attribute).is_some_and(|value| {
                    let value = value.to_ascii_lowercase();
                    BESIDE_NAMES.iter().any(|part| value.contains(part))
                })
            });
        is_named.then_some(LARGEST_NAMED)
    };
    let most = of_kind.or_else(of_name)?;
    if unclosed.iter().filter(|known| *known == name).count() >= PATIENCE {
        return None;
    }
    let reach = html.floor_char_boundary(html.len().min(end.saturating_add(most)));
    let found = closed(&html[..reach], end, name);
    if found.is_none() {
        unclosed.push(name.to_owned());
    }
    found
}

/// Where an element that begins before `from` ends, those of the same name within it counted.
fn closed(html: &str, from: usize, name: &str) -> Option<usize> {
    let bytes = html.as_bytes();
    let mut depth = 1usize;
    let mut at = from;
    loop {
        let start = at + memchr::memchr(b'<', &bytes[at..])?;
        let (closes, found, end) = tag(html, start);
        at = end.unwrap_or(start + 1);
        if found == name {
            depth = if closes { depth - 1 } else { depth + 1 };
            if depth == 0 {
                return Some(at);
            }
        }
    }
}

/// A tag at a bracket: whether it closes, its name in lower case, and where it ends.
fn tag(html: &str, open: usize) -> (bool, String, Option<usize>) {
    let bytes = html.as_bytes();
    if bytes[open..].starts_with(b"<!--") {
        let end = memchr::memmem::find(&bytes[open + 4..], b"-->").map_or(html.len(), |offset| open + 4 + offset + 3);
        return (false, String::new(), Some(end));
    }
    if bytes[open..].starts_with(b"<![CDATA[") {
        return (false, String::new(), Some(open + 9));
    }
    let closes = bytes.get(open + 1) == Some(&b'/');
    let start = open + 1 + usize::from(closes);
    match bytes.get(start) {
        Some(first) if first.is_ascii_alphabetic() || matches!(first, b'!' | b'?') => {}
        _ => return (closes, String::new(), None),
    }
    let name = bytes[start..].iter().take(16).take_while(|byte| byte.is_ascii_alphanumeric());
    let name: String = name.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    (closes, name, Some(memchr::memchr(b'>', &bytes[start..]).map_or(html.len(), |offset| start + offset + 1)))
}

/// Where an element that is not for reading ends.
fn behind(html: &str, from: usize, name: &str) -> usize {
    let bytes = html.as_bytes();
    let mut at = from;
    while let Some(offset) = memchr::memmem::find(&bytes[at..], b"</") {
        let start = at + offset + 2;
        let found =
            bytes.get(start..start + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()));
        if found {
            return memchr::memchr(b'>', &bytes[start..]).map_or(html.len(), |offset| start + offset + 1);
        }
        at = start;
    }
    html.len()
}

/// Words that become lines and paragraphs.
#[derive(Default)]
pub(super) struct Paragraphs {
    text: String,
    /// Line ends that are due before the next word.
    due: usize,
    space: bool,
    /// A mark was written, and may be there already.
    opened: bool,
    /// Whether paragraphs that are nothing but links are dropped.
    drops_links: bool,
    in_link: bool,
    /// Where the paragraph begins, and how many bytes of words it has that are no link.
    start: usize,
    n_unlinked: usize,
}

impl Paragraphs {
    /// Begins a paragraph.
    pub(super) fn paragraph(&mut self) {
        self.close();
        self.due = 2;
    }

    fn close(&mut self) {
        if self.drops_links && self.n_unlinked == 0 {
            self.text.truncate(self.start);
        }
        self.start = self.text.len();
        self.n_unlinked = 0;
    }

    /// Begins a line.
    pub(super) fn line(&mut self) {
        self.due = (self.due + 1).min(2);
    }

    /// Adds words; references to characters are resolved, white space is one space.
    pub(super) fn words(&mut self, raw: &str) {
        self.plain(&unescape(raw));
    }

    /// Adds words as they stand; white space is one space.
    pub(super) fn plain(&mut self, words: &str) {
        for (number, piece) in words.split(|letter: char| letter.is_ascii_whitespace()).enumerate() {
            self.space |= number > 0;
            if piece.is_empty() {
                continue;
            }
            if std::mem::take(&mut self.opened) && piece.starts_with(['"', '“', '‘', '«', '„']) {
                self.text.pop();
            }
            if !self.text.is_empty() {
                match self.due {
                    0 if self.space => self.text.push(' '),
                    0 => {}
                    due => self.text.extend(std::iter::repeat_n('\n', due)),
                }
            }
            self.due = 0;
            self.space = false;
            self.text.push_str(piece);
            self.n_unlinked +=
                if self.in_link { 0 } else { piece.chars().filter(|letter| letter.is_alphanumeric()).count() };
        }
    }

    /// Adds the mark of a quotation, where it is not written out.
    pub(super) fn mark(&mut self, closes: bool) {
        const MARKS: [char; 6] = ['"', '“', '”', '‘', '’', '»'];
        if closes {
            if !self.text.ends_with(MARKS) {
                self.text.push('”');
            }
        } else {
            self.plain("“");
            self.opened = true;
        }
    }

    /// All of them.
    pub(super) fn finish(mut self) -> String {
        self.close();
        self.text
    }
}

/// Resolves references to characters, as `&amp;` and `&#8217;`; others stay as they stand.
pub(super) fn unescape(text: &str) -> std::borrow::Cow<'_, str> {
    /// The longest name of a character has so many letters.
    const LONGEST: usize = 33;
    if !text.contains('&') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let reference = &rest[at + 1..];
        let end = reference.bytes().take(LONGEST).position(|byte| byte == b';');
        match end.and_then(|end| Some((character(&reference[..end])?, end))) {
            Some((character, end)) => {
                out.push_str(&character);
                rest = &reference[end + 1..];
            }
            None => {
                out.push('&');
                rest = reference;
            }
        }
    }
    out.push_str(rest);
    out.into()
}

/// The characters that a reference names.
pub(super) fn character(reference: &str) -> Option<String> {
    if let Some(number) = reference.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        // Numbers that stand for Windows-1252, as browsers read them.
        let code = match u8::try_from(code) {
            Ok(byte @ 0x80..=0x9f) => {
                encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next()?
            }
            _ => char::from_u32(code).filter(|&character| character != '\0')?,
        };
        return Some(code.to_string());
    }
    quick_xml::escape::resolve_html5_entity(reference).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_stay_and_what_is_not_for_reading_goes() {
        let html = "<style>p{}</style><p>The mayor&#146;s office <b>denied</b>&nbsp;it.</p><p>\n  “No,” she\n said.\
                    <br>AT&amp;T, 3 < 4 &bogus; <!-- <p>no --></p><script>var a = '<p>';</script><ul><li>One<li>Two</ul>";
        assert_eq!(
            text(html),
            "The mayor’s office denied\u{a0}it.\n\n“No,” she said.\nAT&T, 3 < 4 &bogus;\n\nOne\n\nTwo"
        );
    }

    #[test]
    fn marked_quotations_get_their_marks_once() {
        assert_eq!(text("<p>She said: <q>No.</q> He: <q>“Yes.”</q></p>"), "She said: “No.” He: “Yes.”");
    }

    #[test]
    fn html_is_told_from_text() {
        for (value, expected) in [
            ("<p>One</p>", true),
            ("One<br/>two", true),
            ("<i>One</i> and <b>two", true),
            ("if a < b and c > d", false),
            ("<3 this", false),
            ("plain", false),
        ] {
            assert_eq!(is_markup(value), expected, "{value}");
        }
    }
}
