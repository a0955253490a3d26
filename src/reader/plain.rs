//! A text or Markdown file in, an article out.
//!
//! The article's text is the file as decoded, headline included, so that spans count in what the user has; only
//! front matter (lines of `key: value` between two lines of `---`) is taken out, and spans count behind it.

use crate::article::Article;
use crate::error::Result;
use crate::reader::{charset, date};

/// A headline is no longer than this many characters.
const LONGEST_TITLE: usize = 250;

/// Reads an article.
pub(super) fn article(bytes: &[u8]) -> Result<Article> {
    let decoded = charset::decode(bytes, None);
    let mut article = Article::default();
    let (head, text) = front_matter(&decoded);
    for line in head.lines() {
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim().trim_matches(['"', '\'']).to_owned();
        if value.is_empty() {
            continue;
        }
        match key.trim().to_lowercase().as_str() {
            "id" => article.id = value,
            "title" | "headline" => article.title = Some(value),
            "date" | "published" => article.date = date(&value),
            "source" | "outlet" | "publisher" => article.outlet = Some(value),
            "url" => article.url = Some(value),
            "author" | "byline" => article.author = Some(value),
            other => drop(article.metadata.insert(other.to_owned(), value)),
        }
    }
    if article.title.is_none() {
        article.title = first_line_title(text);
    }
    article.line = Some(1 + (decoded.len() - text.len()) as u64 - non_newlines(&decoded[..decoded.len() - text.len()]));
    article.text = text.to_owned();
    article.verbatim = true;
    Ok(article)
}

fn non_newlines(text: &str) -> u64 {
    text.bytes().filter(|&byte| byte != b'\n').count() as u64
}

/// Splits a text into its front matter and the rest.
fn front_matter(text: &str) -> (&str, &str) {
    let Some(inner) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else { return ("", text) };
    let mut at = 0;
    for line in inner.split_inclusive('\n') {
        if line.trim_end() == "---" {
            let rest = &inner[at + line.len()..];
            return (&inner[..at], rest.trim_start_matches(['\n', '\r']));
        }
        if !line.trim().is_empty() && !line.contains(':') && !line.starts_with([' ', '-', '#']) {
            break;
        }
        at += line.len();
    }
    ("", text)
}

/// The first line, where it looks like a headline: short, no full stop, more text behind it.
fn first_line_title(text: &str) -> Option<String> {
    let start = text.trim_start();
    let (line, rest) = start.split_once('\n')?;
    let title = line.trim().trim_start_matches('#').trim();
    let short = !title.is_empty() && title.chars().count() <= LONGEST_TITLE;
    let ends = title.ends_with(['.', ':', ';', ',']);
    (short && !ends && !rest.trim().is_empty()).then(|| title.to_owned())
}
