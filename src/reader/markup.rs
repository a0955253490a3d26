//! A piece of HTML in, its words in paragraphs out: for feeds, mail and wire formats, where all of it is the text.

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

/// The words of HTML, with an empty line between paragraphs. One pass, whatever is open or closed.
pub(super) fn text(html: &str) -> String {
    let mut out = Paragraphs::default();
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
}

impl Paragraphs {
    /// Begins a paragraph.
    pub(super) fn paragraph(&mut self) {
        self.due = 2;
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
    pub(super) fn finish(self) -> String {
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
