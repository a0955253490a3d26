//! A web page in, its main text and metadata out.

use dom_smoothie::{Config, Readability, TextMode};

use crate::article::Article;
use crate::error::{Error, ErrorKind, Result};
use crate::reader::{charset, date};

/// A page's tags are nested no deeper than this; deeper ones take the parser time that grows with the square.
const DEEPEST: usize = 512;
/// A page has no more tags than this.
const MOST_TAGS: usize = 200_000;

/// Reads an article.
pub(super) fn article(bytes: &[u8]) -> Result<Article> {
    let page = charset::decode(bytes, declared(bytes).as_deref());
    let fail = |message: String| Error::new(ErrorKind::Record, message);
    if !is_sane(&page) {
        return Err(fail(format!("page has more than {MOST_TAGS} tags, or nests them deeper than {DEEPEST}: skipped")));
    }
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let mut readability = Readability::new(page.as_ref(), None, Some(config))
        .map_err(|error| fail(format!("not a web page: {error}")))?;
    let found = readability.parse().map_err(|error| {
        fail(format!("no article found in the page: {error}")).try_this("bring its text as .txt or .json")
    })?;
    Ok(Article {
        title: Some(found.title.trim().to_owned()).filter(|title| !title.is_empty()),
        date: found.published_time.as_deref().and_then(date),
        outlet: found.site_name.filter(|name| !name.trim().is_empty()),
        url: found.url.filter(|url| !url.is_empty()),
        author: found.byline.filter(|byline| !byline.trim().is_empty()),
        text: found.text_content.trim().to_owned(),
        ..Article::default()
    })
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
