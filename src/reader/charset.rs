//! Bytes in, text out, whatever they are encoded in.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// Decodes bytes: a byte order mark decides, else UTF-8 if it is that, else what is declared, else the likeliest.
pub(super) fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Cow<'a, str> {
    if let Some((encoding, width)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[width..]).0;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.as_bytes())).filter(|&found| found != UTF_8);
    let encoding = declared.unwrap_or_else(|| {
        const ENOUGH: usize = 1 << 16;
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(&bytes[..bytes.len().min(ENOUGH)], true);
        let guess = detector.guess(None, Utf8Detection::Allow);
        // A few broken bytes in UTF-8 are more likely than another encoding that makes letters of every sequence.
        let broken = String::from_utf8_lossy(bytes).matches('\u{fffd}').count();
        let foreign = bytes.iter().filter(|byte| !byte.is_ascii()).count();
        if broken * 3 <= foreign && foreign > 3 { UTF_8 } else { guess }
    });
    encoding.decode_without_bom_handling(bytes).0
}

/// Bytes without a UTF-8 byte order mark.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}
