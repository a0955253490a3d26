//! Text of articles, paths and questions in, text that is safe to print out: the one door to a terminal.
//!
//! Control characters, bidirectional overrides and line separators never pass: they are shown instead of obeyed. JSON
//! stays exact, because there they are written as `\u` escapes.

use std::borrow::Cow;

/// Text in which every character can be shown to a terminal. Only this module makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Safe<'a>(Cow<'a, str>);

impl<'a> Safe<'a> {
    /// Makes one line of any text: line ends and tabs become spaces, other dangerous characters are shown as symbols
    /// (`␛`) or by number (`\u{202e}`).
    pub fn line(text: &'a str) -> Self {
        if next_dangerous(text, 0).is_none() {
            return Self(Cow::Borrowed(text));
        }
        let mut safe = String::with_capacity(text.len() + 16);
        for letter in text.chars() {
            match letter {
                '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => safe.push(' '),
                '\0'..='\u{1f}' => safe.push(char::from_u32(0x2400 + letter as u32).expect("control pictures exist")),
                '\u{7f}' => safe.push('␡'),
                letter if is_dangerous(letter) => safe.extend(letter.escape_unicode()),
                letter => safe.push(letter),
            }
        }
        Self(Cow::Owned(safe))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a terminal might obey a character instead of showing it.
fn is_dangerous(letter: char) -> bool {
    matches!(
        letter,
        '\0'..='\u{1f}'                                     // C0 controls, line ends and tabs among them
            | '\u{7f}'..='\u{9f}'                           // delete and C1 controls
            | '\u{61c}' | '\u{200e}' | '\u{200f}'           // directional marks
            | '\u{2028}'..='\u{202e}'                       // line separators, embeddings, overrides
            | '\u{2066}'..='\u{206f}'                       // isolates, deprecated format characters
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}'          // byte order mark, interlinear annotation
            | '\u{e0000}'..='\u{e007f}'                     // invisible tags
    )
}

/// The next dangerous character at or behind a byte, and where it stands.
fn next_dangerous(text: &str, from: usize) -> Option<(usize, char)> {
    // Nearly all text is visible ASCII: it is passed over by the block.
    const BLOCK: usize = 32;
    let plain = |byte: &u8| matches!(byte, b' '..=b'~');
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        if let Some(block) = bytes[at..].first_chunk::<BLOCK>()
            && block.iter().fold(true, |all, byte| all & plain(byte))
        {
            at += BLOCK;
            continue;
        }
        let end = (at + BLOCK).min(bytes.len());
        while at < end {
            if plain(&bytes[at]) {
                at += 1;
                continue;
            }
            let letter = text[at..].chars().next()?;
            if is_dangerous(letter) {
                return Some((at, letter));
            }
            at += letter.len_utf8();
        }
    }
    None
}

/// Any text with dangerous characters shown, but line feeds and tabs kept: for tables and for messages of several lines.
pub fn lines(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|letter| is_dangerous(letter) && letter != '\n' && letter != '\t') {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for piece in text.split_inclusive(['\n', '\t']) {
        let end = piece.strip_suffix(['\n', '\t']).map_or(piece.len(), str::len);
        safe.push_str(Safe::line(piece[..end].trim_end_matches('\r')).as_str());
        safe.push_str(&piece[end..]);
    }
    Cow::Owned(safe)
}

/// JSON in, the same JSON out with dangerous characters written as escapes. They stand in strings only, but for the line
/// feeds between values.
pub fn json(json: &str) -> Cow<'_, str> {
    let mut safe = String::new();
    let mut units = [0u16; 2];
    let mut done = 0;
    let mut from = 0;
    while let Some((at, letter)) = next_dangerous(json, from) {
        from = at + letter.len_utf8();
        if letter == '\n' {
            continue;
        }
        safe.push_str(&json[done..at]);
        for unit in letter.encode_utf16(&mut units) {
            safe.push_str(&format!("\\u{unit:04x}"));
        }
        done = from;
    }
    if done == 0 {
        return Cow::Borrowed(json);
    }
    safe.push_str(&json[done..]);
    Cow::Owned(safe)
}

/// The address of a file as a link: absolute, percent-encoded, nothing in it but visible ASCII.
pub fn file_link(path: &std::path::Path) -> String {
    let mut link = String::from("file://");
    for &byte in path.as_os_str().as_encoded_bytes() {
        push_link_byte(&mut link, byte);
    }
    link
}

/// A web address as a link, if it is one.
pub fn web_link(url: &str) -> Option<String> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| url.starts_with(scheme))?;
    let mut link = scheme.to_owned();
    for byte in url.bytes().skip(scheme.len()) {
        match byte {
            b'!' | b'#'..=b';' | b'=' | b'?'..=b'Z' | b'[' | b']' | b'_' | b'a'..=b'z' | b'~' => {
                link.push(char::from(byte))
            }
            byte => push_link_byte(&mut link, byte),
        }
    }
    Some(link)
}

fn push_link_byte(link: &mut String, byte: u8) {
    match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => link.push(char::from(byte)),
        byte => link.push_str(&format!("%{byte:02X}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_escape_sequence_passes() {
        assert_eq!(Safe::line("a\u{1b}[31mb\u{9b}2J\u{7f}").as_str(), "a␛[31mb\\u{9b}2J␡");
        assert_eq!(Safe::line("evil\u{202e}gnp.exe").as_str(), "evil\\u{202e}gnp.exe");
        assert_eq!(Safe::line("one\r\ntwo\tthree").as_str(), "one  two three");
    }

    #[test]
    fn other_writing_passes_unchanged() {
        let text = "“Ça va”, dijo Nuñez — 東京 👩‍👩‍👧 العربية";
        assert_eq!(Safe::line(text), Safe(Cow::Borrowed(text)));
    }

    #[test]
    fn lines_keep_their_ends() {
        assert_eq!(lines("a\u{1b}\r\n\tb\n"), "a␛\n\tb\n");
    }

    #[test]
    fn json_stays_the_same_value() {
        let value = serde_json::json!({"text": "a\u{1b}[2J \u{9b}31m \u{202e} \u{e0001} \u{7f} “ok”"});
        let printed = serde_json::to_string(&value).unwrap();
        let safe = json(&printed);
        assert!(!safe.contains(is_dangerous));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).unwrap(), value);
    }

    #[test]
    fn links_hold_visible_ascii_only() {
        assert_eq!(file_link("/tmp/a b\u{1b}é".as_ref()), "file:///tmp/a%20b%1B%C3%A9");
        assert_eq!(
            web_link("https://example.org/a?b=c&d=\u{1b}\\").as_deref(),
            Some("https://example.org/a?b=c&d=%1B%5C")
        );
        assert_eq!(web_link("javascript:alert(1)"), None);
    }
}
