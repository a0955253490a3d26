//! A web page in, its main text and metadata out.

use dom_smoothie::{Config, Readability, TextMode};

use crate::error::{Error, ErrorKind, Result};
use crate::reader::charset;
use crate::reader::draft::{Draft, Field};

/// A page's tags are nested no deeper than this; deeper ones take the parser time that grows with the square.
const DEEPEST: usize = 512;
/// A page has no more tags than this.
const MOST_TAGS: usize = 200_000;

/// Reads an article into what is known of it.
pub(super) fn read(bytes: &[u8], draft: &mut Draft) -> Result<()> {
    let page = charset::decode(bytes, declared(bytes).as_deref());
    draft.n_lost += page.n_lost;
    let fail = |message: String| Error::new(ErrorKind::Record, message);
    if !is_sane(&page.text) {
        return Err(fail(format!("page has more than {MOST_TAGS} tags, or nests them deeper than {DEEPEST}: skipped")));
    }
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let mut readability = Readability::new(page.text.as_ref(), None, Some(config))
        .map_err(|error| fail(format!("not a web page: {error}")))?;
    let found = readability.parse().map_err(|error| {
        fail(format!("no article found in the page: {error}")).try_this("bring its text as .txt or .json")
    })?;
    draft.set(Field::Title, found.title.trim());
    draft.set(Field::Date, found.published_time.unwrap_or_default());
    draft.set(Field::Outlet, found.site_name.unwrap_or_default());
    draft.set(Field::Url, found.url.unwrap_or_default());
    draft.set(Field::Author, found.byline.unwrap_or_default());
    draft.set(Field::Text, found.text_content.trim());
    draft.is_text = true;
    Ok(())
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
    let mut depth = 0usize;
    let mut n_tags = 0usize;
    for at in memchr::memchr_iter(b'<', bytes) {
        let behind = &bytes[at + 1..];
        match behind.first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(first) if first.is_ascii_alphabetic() => {
                n_tags += 1;
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
