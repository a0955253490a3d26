//! Bytes in, text out, whatever they are encoded in.

use std::borrow::Cow;
use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

use crate::reader::source::Source;

/// Bytes from which an encoding is guessed.
const ENOUGH: usize = 1 << 16;

/// A text, and how many of its characters stand for bytes that could not be read.
pub(super) struct Decoded<'a> {
    /// The text.
    pub(super) text: Cow<'a, str>,
    /// Characters that were lost.
    pub(super) n_lost: usize,
}

/// Decodes bytes: a byte order mark decides, else UTF-8 if it is that, else what is declared, else the likeliest.
pub(super) fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Decoded<'a> {
    let (encoding, width) = match Encoding::for_bom(bytes) {
        Some(marked) => marked,
        None => match std::str::from_utf8(bytes) {
            Ok(text) => return Decoded { text: Cow::Borrowed(text), n_lost: 0 },
            Err(_) => {
                let declared = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
                (declared.filter(|&found| found != UTF_8).unwrap_or_else(|| guess(bytes)), 0)
            }
        },
    };
    let (text, lossy) = encoding.decode_without_bom_handling(&bytes[width..]);
    let n_lost = if lossy { text.matches(char::REPLACEMENT_CHARACTER).count() } else { 0 };
    Decoded { text, n_lost }
}

/// The likeliest encoding of bytes that are no whole UTF-8.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(ENOUGH)], true);
    let guess = detector.guess(None, Utf8Detection::Allow);
    // A few broken bytes in UTF-8 are more likely than another encoding that makes letters of every sequence.
    let broken = String::from_utf8_lossy(bytes).matches('\u{fffd}').count();
    let foreign = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    if broken * 3 <= foreign && foreign > 3 { UTF_8 } else { guess }
}

/// The likeliest encoding of a file, by its first bytes; none when it is UTF-8.
fn of_file(head: &[u8]) -> Option<&'static Encoding> {
    let head = &head[..head.len().min(ENOUGH)];
    match std::str::from_utf8(head) {
        Ok(_) => None,
        // The first bytes may end within a character.
        Err(error) if error.error_len().is_none() => None,
        Err(_) => Some(guess(head)).filter(|&found| found != UTF_8),
    }
}

/// Puts right UTF-8 that was read as Windows-1252 ("â€œNoâ€\u{9d}"), and says how many characters; nothing when there is
/// none of it.
pub(super) fn repair(text: &str) -> Option<(String, usize)> {
    /// Less may be meant as it stands.
    const LEAST: usize = 2;
    let suspects = ["â€", "Ã", "Â"];
    if !suspects.iter().any(|suspect| text.contains(suspect)) {
        return None;
    }
    let letters: Vec<char> = text.chars().collect();
    let mut repaired = String::with_capacity(text.len());
    let mut n_repaired = 0;
    let mut at = 0;
    while at < letters.len() {
        let width = match letters[at] {
            'Â' | 'Ã' => 2,
            'â' => 3,
            _ => 0,
        };
        let window = letters.get(at..at + width).filter(|window| !window.is_empty());
        let bytes: Option<Vec<u8>> = window.and_then(|window| window.iter().map(byte).collect());
        // Marks of punctuation, the euro and the like; other letters that begin so are more likely meant.
        let likely = |bytes: &&[u8]| bytes.len() == 2 || matches!(bytes[1], 0x80 | 0x82 | 0x84);
        let meant = bytes.as_deref().filter(likely).and_then(|bytes| std::str::from_utf8(bytes).ok());
        let meant = meant.filter(|meant| !meant.contains(char::is_control));
        match meant {
            Some(meant) => {
                repaired.push_str(meant);
                n_repaired += 1;
                at += width;
            }
            None => {
                repaired.push(letters[at]);
                at += 1;
            }
        }
    }
    (n_repaired >= LEAST).then_some((repaired, n_repaired))
}

/// The byte that is read as a character in Windows-1252.
fn byte(character: &char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(*character as u32) {
        return Some(byte);
    }
    let mut buffer = [0; 4];
    let (bytes, _, lossy) = encoding_rs::WINDOWS_1252.encode(character.encode_utf8(&mut buffer));
    (!lossy && bytes.len() == 1).then(|| bytes[0])
}

/// A stream as UTF-8, from what is declared, or from what its first bytes are; what is none becomes U+FFFD.
pub(super) fn narrow<'a>(mut source: Source<'a>, declared: Option<&str>) -> Source<'a> {
    let declared = declared.and_then(|label| Encoding::for_label(label.as_bytes())).filter(|&found| found != UTF_8);
    let guessed = match of_file(source.peek(ENOUGH)) {
        None => UTF_8,
        Some(guess) => declared.unwrap_or(guess),
    };
    // What is plain so far may be followed by what is not; then what is declared counts.
    let encoding = if source.peek(ENOUGH).is_ascii() { declared.unwrap_or(guessed) } else { guessed };
    Source::new(Transcoded {
        source,
        decoder: encoding.new_decoder_without_bom_handling(),
        ended: false,
        ready: Vec::new(),
        used: 0,
    })
}

struct Transcoded<'a> {
    source: Source<'a>,
    decoder: encoding_rs::Decoder,
    /// Whether the decoder has been told of the end.
    ended: bool,
    ready: Vec<u8>,
    used: usize,
}

impl Transcoded<'_> {
    fn more(&mut self) -> io::Result<()> {
        const PIECE: usize = 1 << 15;
        self.used = 0;
        self.ready.clear();
        let bytes = self.source.peek(PIECE);
        let last = bytes.is_empty();
        if last && std::mem::replace(&mut self.ended, true) {
            return Ok(());
        }
        let bytes = &bytes[..bytes.len().min(PIECE)];
        let mut text = String::with_capacity(self.decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(0));
        let (_, n_read, _) = self.decoder.decode_to_string(bytes, &mut text, last);
        self.source.skip(n_read);
        self.ready = text.into_bytes();
        match self.source.failure() {
            Some(error) if self.ready.is_empty() => Err(error),
            _ => Ok(()),
        }
    }
}

impl Read for Transcoded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // A decoder may take bytes and give nothing yet.
        while self.used == self.ready.len() {
            let at_end = self.source.peek(1).is_empty();
            self.more()?;
            if at_end && self.ready.is_empty() {
                return Ok(0);
            }
        }
        let n = (self.ready.len() - self.used).min(buffer.len());
        buffer[..n].copy_from_slice(&self.ready[self.used..self.used + n]);
        self.used += n;
        Ok(n)
    }
}

/// The encoding that the first line of XML declares.
pub(super) fn declared_in_xml(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&head[..head.len().min(200)]).into_owned();
    let (declaration, _) = head.trim_start().strip_prefix("<?xml")?.split_once("?>")?;
    let (_, behind) = declaration.split_once("encoding")?;
    let label = behind.trim_start_matches([' ', '=', '"', '\'']);
    Some(label.split(['"', '\'']).next()?.to_owned())
}

/// Bytes without a UTF-8 byte order mark.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// An encoding whose characters are units of two or four bytes, so that lines cannot be found before it is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wide {
    width: usize,
    big_endian: bool,
    /// Bytes of its byte order mark.
    mark: usize,
}

/// Looks whether a file is in UTF-16 or UTF-32: by its byte order mark, or by the zeros beside plain letters.
pub(super) fn wide(head: &[u8]) -> Option<Wide> {
    let wide = |width, big_endian, mark| Some(Wide { width, big_endian, mark });
    match head {
        [0xff, 0xfe, 0, 0, ..] => return wide(4, false, 4),
        [0, 0, 0xfe, 0xff, ..] => return wide(4, true, 4),
        [0xff, 0xfe, ..] => return wide(2, false, 2),
        [0xfe, 0xff, ..] => return wide(2, true, 2),
        _ => {}
    }
    let head = &head[..head.len().min(256) & !3];
    if head.len() < 8 {
        return None;
    }
    let zeros = |offset: usize| head.iter().skip(offset).step_by(4).filter(|&&byte| byte == 0).count() * 4;
    let most = head.len() / 2;
    match [0, 1, 2, 3].map(|offset| zeros(offset) > most) {
        [false, true, true, true] => wide(4, false, 0),
        [true, true, true, false] => wide(4, true, 0),
        [false, true, false, true] => wide(2, false, 0),
        [true, false, true, false] => wide(2, true, 0),
        _ => None,
    }
}

impl Wide {
    /// The stream as UTF-8; units that are no characters become U+FFFD.
    pub(super) fn decoded<'a>(self, mut source: Source<'a>) -> Source<'a> {
        source.peek(self.mark);
        source.skip(self.mark);
        Source::new(Narrowed { source, wide: self, ready: Vec::new(), used: 0 })
    }

    fn unit(self, bytes: &[u8]) -> u32 {
        let join = |value: u32, &byte: &u8| value << 8 | u32::from(byte);
        if self.big_endian { bytes.iter().fold(0, join) } else { bytes.iter().rev().fold(0, join) }
    }
}

struct Narrowed<'a> {
    source: Source<'a>,
    wide: Wide,
    ready: Vec<u8>,
    used: usize,
}

impl Narrowed<'_> {
    /// Decodes what the next bytes hold; leaves half a character for later.
    fn more(&mut self) -> io::Result<()> {
        const PIECE: usize = 1 << 15;
        self.ready.clear();
        self.used = 0;
        let wide = self.wide;
        let bytes = self.source.peek(PIECE);
        let last = bytes.len() < PIECE;
        let mut text = String::with_capacity(bytes.len());
        let mut units = bytes.chunks_exact(wide.width).map(|unit| wide.unit(unit)).peekable();
        let mut n_used = 0;
        while let Some(unit) = units.next() {
            let character = match (wide.width, unit) {
                (2, 0xd800..=0xdbff) => match units.peek() {
                    Some(&low @ 0xdc00..=0xdfff) => {
                        units.next();
                        n_used += wide.width;
                        char::from_u32(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00))
                    }
                    None if !last => break,
                    _ => None,
                },
                _ => char::from_u32(unit),
            };
            n_used += wide.width;
            text.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        if last && n_used < bytes.len() {
            text.push(char::REPLACEMENT_CHARACTER);
            n_used = bytes.len();
        }
        self.source.skip(n_used);
        self.ready = text.into_bytes();
        match self.source.failure() {
            Some(error) if self.ready.is_empty() => Err(error),
            _ => Ok(()),
        }
    }
}

impl Read for Narrowed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.used == self.ready.len() {
            self.more()?;
        }
        let n = (self.ready.len() - self.used).min(buffer.len());
        buffer[..n].copy_from_slice(&self.ready[self.used..self.used + n]);
        self.used += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(bytes: &[u8]) -> String {
        let source = Source::new(bytes);
        let wide = wide(bytes).expect("a wide encoding");
        let rest = wide.decoded(source).rest(1 << 20).unwrap();
        String::from_utf8(rest).unwrap()
    }

    #[test]
    fn wide_encodings_are_read_with_and_without_their_mark() {
        let text = "“No,” said Żofia 🚢.\n".repeat(6000);
        let sixteen = |big: bool| -> Vec<u8> {
            text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        let thirty_two = |big: bool| -> Vec<u8> {
            text.chars().flat_map(|c| if big { (c as u32).to_be_bytes() } else { (c as u32).to_le_bytes() }).collect()
        };
        assert_eq!(through(&[b"\xff\xfe".to_vec(), sixteen(false)].concat()), text);
        assert_eq!(through(&[b"\xfe\xff".to_vec(), sixteen(true)].concat()), text);
        assert_eq!(through(&sixteen(false)), text);
        assert_eq!(through(&[b"\xff\xfe\0\0".to_vec(), thirty_two(false)].concat()), text);
        assert_eq!(through(&thirty_two(true)), text);
        assert_eq!(through(b"\xff\xfeA\0\x00\xd8B\0\x00\xd8C"), "A\u{fffd}B\u{fffd}\u{fffd}");
    }

    #[test]
    fn what_was_read_in_a_wrong_encoding_is_put_right() {
        let wrong = "â€œNo,â€\u{9d} said the cafÃ©â€™s owner, who paid Â£5.";
        assert_eq!(repair(wrong), Some(("“No,” said the café’s owner, who paid £5.".to_owned(), 5)));
        assert_eq!(repair("NÃO â\u{a0}» château, “Â”"), None);
    }

    #[test]
    fn an_encoding_is_declared_or_guessed() {
        let latin = b"Le maire a d\xe9menti, a d\xe9clar\xe9 la pr\xe9fecture \x93hier\x94.";
        let text = |bytes, declared| decode(bytes, declared).text.into_owned();
        assert_eq!(text(latin, None), "Le maire a démenti, a déclaré la préfecture “hier”.");
        assert_eq!(text(b"\xe4", Some("koi8-r")), "Д");
        assert_eq!(text(b"caf\xc3\xa9 \xff \xe2\x80\x9cyes\xe2\x80\x9d", None), "café \u{fffd} “yes”");
    }
}
