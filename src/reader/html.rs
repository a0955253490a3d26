//! A web page in, its main text and metadata out.

use dom_smoothie::{Config, Readability};

use crate::error::{Error, ErrorKind, Result};
use crate::reader::draft::{Draft, Field};
use crate::reader::{byline, charset, date, markup, page};

/// A page's tags are nested no deeper than this; deeper ones take the parser time that grows with the square.
const DEEPEST: usize = 512;
/// A page has no more tags than this.
const MOST_TAGS: usize = 200_000;

/// A tag has no more attributes than this; each is compared with all before it.
const MOST_ATTRIBUTES: usize = 1000;
/// A page has no more references to characters than this; those that end nowhere take time that grows with the square.
const MOST_REFERENCES: usize = 50_000;
/// Attributes are counted in tags that are longer than this.
const LONG_TAG: usize = 4096;

/// Reads an article into what is known of it.
pub(super) fn read(bytes: &[u8], sent_as: Option<&str>, draft: &mut Draft) -> Result<()> {
    let page = charset::decode(bytes, sent_as.or(declared(bytes).as_deref()));
    draft.n_lost += page.n_lost;
    let body = page::facts(&page.text, draft).unwrap_or_default();
    draft.is_text = true;
    if !is_sane(&page.text) {
        let message =
            format!("page has more than {MOST_TAGS} tags, nests them deeper than {DEEPEST}, or is odd otherwise");
        draft.warn(Error::new(ErrorKind::Warning, message).kept("its words, perhaps also some beside the article"));
        draft.set(Field::Text, markup::article(&page.text));
        return Ok(());
    }
    // Boxes are taken out before the article is looked for: inside it they would lose what they are known by.
    let reduced = markup::without_boxes(&page.text);
    let config = Config { keep_classes: true, disable_json_ld: true, ..Config::default() };
    let found = Readability::new(reduced.as_str(), None, Some(config)).and_then(|mut page| page.parse());
    let text = found.as_ref().map(|found| markup::article(&found.content)).unwrap_or_default();
    if let Ok(found) = found {
        draft.suggest(Field::Title, found.title.trim());
        draft.suggest(Field::Date, found.published_time.unwrap_or_default());
        draft.suggest(Field::Outlet, found.site_name.unwrap_or_default());
        draft.suggest(Field::Url, found.url.unwrap_or_default());
        draft.suggest(Field::Author, found.byline.unwrap_or_default());
    }
    let text = without_head(&text, draft.get(Field::Title), draft.get(Field::Author));
    // What a page says of itself may be without paragraphs, but it is better than a piece of the article.
    let text = if text.len() * 2 < body.len() { markup::text(&body) } else { text };
    if text.trim().is_empty() {
        let error = Error::new(ErrorKind::Record, "no article found in the page");
        return Err(error.try_this("bring its text as .txt or .json"));
    }
    draft.set(Field::Text, text);
    Ok(())
}

/// A text without what stands above it on the page: the headline, the byline, the date.
fn without_head(text: &str, title: Option<&str>, author: Option<&str>) -> String {
    /// The head of an article is no more than so many paragraphs, each no longer than so many bytes.
    const HEAD: usize = 6;
    const LONGEST: usize = 160;
    let squeeze =
        |words: &str| words.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>().to_lowercase();
    let title = title.map(squeeze);
    let authors: Vec<String> =
        author.and_then(byline::clean).iter().flat_map(|names| names.split(", ")).map(squeeze).collect();
    let is_head = |paragraph: &str| {
        if paragraph.len() > LONGEST {
            return title.as_deref() == Some(&squeeze(paragraph));
        }
        let words = squeeze(paragraph);
        let is_sentence = paragraph.ends_with(['.', '!', '?', '”', '"', ':']);
        let names = authors.iter().any(|author| author.len() > 4 && words.contains(author));
        title.as_deref() == Some(&words) || !is_sentence && (names || date::day(paragraph).is_ok())
    };
    let paragraphs = text.split("\n\n").enumerate();
    let kept = paragraphs.filter(|(number, paragraph)| *number >= HEAD || !is_head(paragraph));
    kept.map(|(_, paragraph)| paragraph).collect::<Vec<_>>().join("\n\n")
}

/// The encoding that a page declares in its first bytes.
fn declared(bytes: &[u8]) -> Option<String> {
    const HEAD: usize = 2048;
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_lowercase();
    let (_, behind) = head.split_once("charset=")?;
    let label: String = behind
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '_'))
        .collect();
    Some(label).filter(|label| !label.is_empty())
}

/// Elements that have no end, and so do not nest.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Whether the parser will be done with a page in time: not too many tags, not too deep.
fn is_sane(page: &str) -> bool {
    let bytes = page.as_bytes();
    if memchr::memchr_iter(b'&', bytes).count() > MOST_REFERENCES {
        return false;
    }
    let mut depth = 0usize;
    let mut n_tags = 0usize;
    for at in memchr::memchr_iter(b'<', bytes) {
        let behind = &bytes[at + 1..];
        match behind.first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(first) if first.is_ascii_alphabetic() => {
                n_tags += 1;
                let length = memchr::memchr(b'>', behind).unwrap_or(behind.len());
                if length > LONG_TAG && memchr::memchr_iter(b'=', &behind[..length]).count() > MOST_ATTRIBUTES {
                    return false;
                }
                let name: Vec<u8> =
                    behind.iter().take(12).take_while(|byte| byte.is_ascii_alphanumeric()).copied().collect();
                let name = String::from_utf8_lossy(&name).to_lowercase();
                // Paragraphs and list items are often left open and close each other.
                if !VOID.contains(&name.as_str()) && !matches!(name.as_str(), "p" | "option" | "script" | "style") {
                    depth += 1;
                }
            }
            _ => {}
        }
        if depth > DEEPEST || n_tags > MOST_TAGS {
            return false;
        }
    }
    true
}
