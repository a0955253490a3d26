//! A text or Markdown file in, an article out.
//!
//! The article's text is the file as decoded, headline included, so that spans count in what the user has; only
//! front matter (lines of `key: value` between two lines of `---` or `+++`) is taken out, and spans count behind it.
//! Every line end is `\n` there.

use std::borrow::Cow;

use crate::reader::draft::{Draft, Field};
use crate::reader::{Reading, charset};

/// A headline is no longer than this many characters.
const LONGEST_TITLE: usize = 250;

/// Reads an article.
pub(super) fn read(bytes: &[u8], fields: &[(String, String)]) -> Reading {
    let decoded = charset::decode(bytes, None);
    let text = with_line_feeds(&decoded.text);
    let mut draft = Draft::new(decoded.n_lost);
    fields.iter().for_each(|(name, value)| draft.offer(name, value));
    let (head, body) = front_matter(&text);
    fill(&mut draft, head);
    if draft.get(Field::Title).is_none()
        && let Some(title) = first_line_title(body)
    {
        draft.set(Field::Title, title);
    }
    let n_before = memchr::memchr_iter(b'\n', &text.as_bytes()[..text.len() - body.len()]).count();
    draft.verbatim_from = Some(1 + n_before as u64);
    draft.set(Field::Text, body);
    draft.is_text = true;
    let mut reading = Reading::default();
    reading.take(draft);
    reading
}

/// A text in which every line ends with a line feed, however it was written.
pub(super) fn with_line_feeds(text: &str) -> Cow<'_, str> {
    let odd = ['\r', '\u{85}', '\u{2028}', '\u{2029}'];
    if memchr::memchr(b'\r', text.as_bytes()).is_none() && (text.is_ascii() || !text.contains(odd)) {
        return Cow::Borrowed(text);
    }
    let mut lines = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' => {
                letters.next_if_eq(&'\n');
                lines.push('\n');
            }
            '\u{85}' | '\u{2028}' => lines.push('\n'),
            '\u{2029}' => lines.push_str("\n\n"),
            letter => lines.push(letter),
        }
    }
    Cow::Owned(lines)
}

/// Takes what front matter says: `key: value` or `key = value`, and lists below or beside a key.
fn fill(draft: &mut Draft, head: &str) {
    let mut key = String::new();
    let mut values: Vec<String> = Vec::new();
    let mut close = |key: &str, values: &mut Vec<String>| {
        let value = values.join(", ");
        values.clear();
        draft.offer(key, value);
    };
    for line in head.lines() {
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            values.push(unquoted(item));
            continue;
        }
        let at = line.find([':', '=']).filter(|_| !line.starts_with([' ', '\t', '#']));
        let Some(at) = at else { continue };
        close(&key, &mut values);
        key = line[..at].trim().to_owned();
        let value = line[at + 1..].trim();
        match value.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
            Some(list) => values.extend(list.split(',').map(unquoted)),
            None => values.push(unquoted(value)),
        }
        values.retain(|value| !value.is_empty());
    }
    close(&key, &mut values);
}

fn unquoted(value: &str) -> String {
    value.trim().trim_matches(['"', '\'']).to_owned()
}

/// Splits a text into its front matter and the rest.
fn front_matter(text: &str) -> (&str, &str) {
    let fence = if text.starts_with("+++\n") { "+++" } else { "---" };
    let Some(inner) = text.strip_prefix(fence).and_then(|rest| rest.strip_prefix('\n')) else { return ("", text) };
    let mut at = 0;
    for line in inner.split_inclusive('\n') {
        if line.trim_end() == fence {
            let rest = &inner[at + line.len()..];
            return (&inner[..at], rest.trim_start_matches('\n'));
        }
        if !line.trim().is_empty() && !line.contains([':', '=']) && !line.starts_with([' ', '-', '#']) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_gives_facts_and_is_no_text() {
        let file = "---\r\ntitle: \"Ferry: line stays\"\r\nauthors:\r\n  - Mira Dolan\r\n  - Tom Abara\r\ntags: [sea, ships]\r\n\
                    date: 2021-05-04T10:00:00+02:00\r\n---\r\n\r\nThe line stays, she said.\r\n";
        let article = read(file.as_bytes(), &[]).articles.remove(0);
        assert_eq!(article.title.as_deref(), Some("Ferry: line stays"));
        assert_eq!(article.author.as_deref(), Some("Mira Dolan, Tom Abara"));
        assert_eq!(article.metadata["tags"], "sea, ships");
        assert_eq!(article.date.as_deref(), Some("2021-05-04"));
        assert_eq!((article.text.as_str(), article.line), ("The line stays, she said.\n", Some(10)));
    }

    #[test]
    fn every_line_end_is_the_same() {
        let article =
            |end: &str| read(["Ferry line stays", "", "She said so.", ""].join(end).as_bytes(), &[]).articles.remove(0);
        for end in ["\r\n", "\r", "\u{2028}", "\u{85}"] {
            assert_eq!(article(end), article("\n"), "{end:?}");
        }
    }
}
