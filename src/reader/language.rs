//! A text in, its language out, where that is certain.

use whichlang::{Lang, detect_language};

/// A text that is shorter than this many bytes does not tell its language.
const SHORTEST: usize = 240;
/// A text's language is told from stretches of this many bytes, from its start, its middle and its end.
const STRETCH: usize = 800;
/// So much of each mostly shows that they are in the same language.
const SAMPLE: usize = 160;

/// The language of a text as a code of two letters where there is one. What the text shows goes before what is
/// declared: pages in any language declare that of their template.
pub(super) fn of(text: &str, declared: Option<&str>) -> Option<String> {
    let declared = declared.map(code).filter(|code| !code.is_empty());
    // A language that the detector does not know cannot be told from the likest that it knows.
    if let Some(code) = &declared
        && CODES.iter().all(|(_, known)| known != code)
    {
        return declared;
    }
    detect(text).map(str::to_owned).or(declared)
}

/// The language that all stretches of a text agree upon.
fn detect(text: &str) -> Option<&'static str> {
    if text.len() < SHORTEST {
        return None;
    }
    let stretch = |from: usize, length: usize| {
        let from = text.floor_char_boundary(from);
        detect_language(&text[from..text.floor_char_boundary(from + length)])
    };
    let last = text.len().saturating_sub(STRETCH);
    let agreed = |length| {
        let found = stretch(0, length);
        [last / 2, last].into_iter().all(|from| stretch(from, length) == found).then_some(found)
    };
    let found = if last > 0 {
        agreed(SAMPLE).or_else(|| agreed(STRETCH))?
    } else {
        Some(detect_language(text)).filter(|found| stretch(0, text.len() / 2) == *found)?
    };
    CODES.iter().find(|(language, _)| *language == found).map(|(_, code)| *code)
}

/// "en-US", "EN_gb", "eng" as "en".
fn code(declared: &str) -> String {
    let primary: String =
        declared.trim().chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_lowercase();
    match primary.len() {
        2 => primary,
        3 => {
            let known = CODES.iter().find(|(language, _)| language.three_letter_code() == primary);
            known.map_or(primary, |(_, code)| (*code).to_owned())
        }
        _ => String::new(),
    }
}

/// The languages that can be told, by their codes.
const CODES: [(Lang, &str); 16] = [
    (Lang::Ara, "ar"),
    (Lang::Cmn, "zh"),
    (Lang::Deu, "de"),
    (Lang::Eng, "en"),
    (Lang::Fra, "fr"),
    (Lang::Hin, "hi"),
    (Lang::Ita, "it"),
    (Lang::Jpn, "ja"),
    (Lang::Kor, "ko"),
    (Lang::Nld, "nl"),
    (Lang::Por, "pt"),
    (Lang::Rus, "ru"),
    (Lang::Spa, "es"),
    (Lang::Swe, "sv"),
    (Lang::Tur, "tr"),
    (Lang::Vie, "vi"),
];

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: &str = "Die Bürgermeisterin bestritt am Dienstag, dass die Fähre eingestellt wird. „Davon kann keine \
        Rede sein“, sagte sie vor Journalisten im Hafen. Die Gewerkschaft warnte dagegen vor Streiks, falls die Linie \
        verkauft werden sollte. Eine Entscheidung wird erst im Herbst erwartet.";
    const ENGLISH: &str = "The mayor denied on Tuesday that the ferry would stop. “There is no question of that,” she \
        told reporters at the harbour. The union warned of strikes if the line should be sold. A decision is not \
        expected before autumn, when the council meets again.";

    #[test]
    fn the_text_tells_its_language_and_what_is_declared_tells_the_rest() {
        assert_eq!(of(GERMAN, Some("en-US")).as_deref(), Some("de"));
        assert_eq!(of(ENGLISH, None).as_deref(), Some("en"));
        assert_eq!(of("Short.", Some("en_GB")).as_deref(), Some("en"));
        assert_eq!(of(GERMAN, Some("lb")).as_deref(), Some("lb"));
        assert_eq!(of("Short.", Some("eng")).as_deref(), Some("en"));
        assert_eq!(of("Short.", None), None);
        assert_eq!(of(&format!("{ENGLISH} {GERMAN}"), None), None);
    }
}
