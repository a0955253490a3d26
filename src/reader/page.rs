//! The head of a web page in, what it says of its article out: JSON-LD first, then OpenGraph and other `meta`.

use serde_json::Value;

use crate::reader::draft::{Draft, Field};
use crate::reader::json::words;
use crate::reader::markup;

/// Tags whose attributes are read are no more than this.
const MOST_TAGS: usize = 2000;
/// Data about the page is looked for no deeper than this.
const DEEPEST: usize = 8;

/// Takes what a page says of itself. Returns the text, if it says that too.
pub(super) fn facts(page: &str, draft: &mut Draft) -> Option<String> {
    let mut article = None;
    for json in linked_data(page) {
        if let Ok(value) = serde_json::from_str::<Value>(json.trim().trim_end_matches(';')) {
            article = article.or_else(|| news(&value, 0).cloned());
        }
    }
    let text = article.as_ref().and_then(|article| {
        of_article(article, draft);
        article.get("articleBody").and_then(Value::as_str).map(str::to_owned)
    });
    metas(page, draft);
    if let Some(tag) = tags(page, "html").next()
        && let Some(language) = attribute(tag, "lang")
    {
        draft.suggest(Field::Language, language);
    }
    text
}

/// The contents of scripts of linked data.
fn linked_data(page: &str) -> impl Iterator<Item = &str> {
    let bytes = page.as_bytes();
    let starts = memchr::memmem::find_iter(bytes, b"ld+json").take(64);
    starts.filter_map(move |at| {
        let open = at + memchr::memchr(b'>', &bytes[at..])? + 1;
        let length = memchr::memmem::find(&bytes[open..], b"</")?;
        page.get(open..open + length)
    })
}

/// The article in linked data.
fn news(value: &Value, depth: usize) -> Option<&Value> {
    if depth > DEEPEST {
        return None;
    }
    match value {
        Value::Array(members) => members.iter().find_map(|member| news(member, depth + 1)),
        Value::Object(object) => {
            let is_article = |kind: &Value| {
                kind.as_str()
                    .is_some_and(|kind| kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report")
            };
            let kind = object.get("@type");
            let found = kind.is_some_and(|kind| {
                is_article(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(is_article))
            });
            if found && (object.contains_key("headline") || object.contains_key("datePublished")) {
                return Some(value);
            }
            ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"]
                .into_iter()
                .find_map(|name| news(object.get(name)?, depth + 1))
        }
        _ => None,
    }
}

fn of_article(article: &Value, draft: &mut Draft) {
    let text = |name: &str| {
        words(article.get(name)).map(|words| markup::unescape(words.trim()).into_owned()).unwrap_or_default()
    };
    draft.set(Field::Title, text("headline"));
    draft.set(Field::Date, text("datePublished"));
    draft.set(Field::Author, text("author"));
    draft.suggest(Field::Author, text("creator"));
    draft.set(Field::Outlet, text("publisher"));
    draft.set(Field::Language, text("inLanguage"));
    let address = article.get("url").or_else(|| article.get("mainEntityOfPage"));
    let address = address.and_then(|address| address.as_str().or_else(|| address.get("@id")?.as_str()));
    draft.suggest(Field::Url, address.filter(|address| address.starts_with("http")).unwrap_or_default());
    draft.note("updated", text("dateModified"));
    draft.note("section", text("articleSection"));
    draft.note("keywords", text("keywords"));
    draft.note("description", text("description"));
    if let Some(dateline) = article.get("dateline") {
        draft.note("dateline", words(Some(dateline)).unwrap_or_default());
    }
}

/// What the names of `meta` mean, the surest first.
const METAS: [(&str, Field); 21] = [
    ("og:title", Field::Title),
    ("headline", Field::Title),
    ("dc.title", Field::Title),
    ("twitter:title", Field::Title),
    ("article:published_time", Field::Date),
    ("og:article:published_time", Field::Date),
    ("datepublished", Field::Date),
    ("parsely-pub-date", Field::Date),
    ("dc.date.issued", Field::Date),
    ("dc.date", Field::Date),
    ("pubdate", Field::Date),
    ("publishdate", Field::Date),
    ("date", Field::Date),
    ("byl", Field::Author),
    ("author", Field::Author),
    ("parsely-author", Field::Author),
    ("dc.creator", Field::Author),
    ("article:author", Field::Author),
    ("og:site_name", Field::Outlet),
    ("application-name", Field::Outlet),
    ("og:url", Field::Url),
];

fn metas(page: &str, draft: &mut Draft) {
    let mut found: Vec<(usize, String)> = Vec::new();
    for tag in tags(page, "meta") {
        let name = ["property", "name", "itemprop"].into_iter().find_map(|name| attribute(tag, name));
        let (Some(name), Some(content)) = (name, attribute(tag, "content")) else { continue };
        let name = name.to_lowercase();
        if let Some(rank) = METAS.iter().position(|(known, _)| *known == name) {
            // An author's page is no name.
            if METAS[rank].1 != Field::Author || !content.contains("://") {
                found.push((rank, content));
            }
        } else if name == "og:locale" || name == "language" || name == "content-language" {
            draft.suggest(Field::Language, content);
        } else if matches!(
            name.as_str(),
            "description" | "og:description" | "keywords" | "news_keywords" | "article:section"
        ) {
            let kept = name.rsplit(':').next().unwrap_or(&name).replace("news_", "");
            draft.note(&kept, content);
        } else if name == "article:modified_time" {
            draft.note("updated", content);
        }
    }
    found.sort();
    for (rank, content) in found {
        draft.suggest(METAS[rank].1, content);
    }
    for tag in tags(page, "link") {
        if attribute(tag, "rel").is_some_and(|kind| kind.eq_ignore_ascii_case("canonical"))
            && let Some(address) = attribute(tag, "href").filter(|address| address.starts_with("http"))
        {
            draft.set(Field::Url, address);
            break;
        }
    }
    // A page that says nowhere in its head when it was published may say so in its text.
    if draft.get(Field::Date).is_none()
        && let Some(time) = tags(page, "time").find_map(|tag| attribute(tag, "datetime"))
    {
        draft.suggest(Field::Date, time);
    }
}

/// The tags of a name, without their brackets.
fn tags<'a>(page: &'a str, name: &'static str) -> impl Iterator<Item = &'a str> {
    let bytes = page.as_bytes();
    memchr::memchr_iter(b'<', bytes)
        .filter(move |at| {
            let behind = &bytes[at + 1..];
            behind.len() > name.len()
                && behind[..name.len()].eq_ignore_ascii_case(name.as_bytes())
                && matches!(behind[name.len()], b' ' | b'\n' | b'\r' | b'\t' | b'/' | b'>')
        })
        .take(MOST_TAGS)
        .filter_map(move |at| {
            const LONGEST: usize = 4096;
            let rest = &bytes[at + 1..bytes.len().min(at + LONGEST)];
            // A bracket within quotation marks does not end the tag.
            let mut quote = None;
            let end = rest.iter().position(|&byte| match (quote, byte) {
                (None, b'>') => true,
                (None, b'"' | b'\'') => {
                    quote = Some(byte);
                    false
                }
                (Some(open), byte) if open == byte => {
                    quote = None;
                    false
                }
                _ => false,
            })?;
            page.get(at + 1..at + 1 + end)
        })
}

/// The value of an attribute of a tag, its references resolved.
pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut from = 0;
    while let Some(offset) = tag[from..].find(name) {
        let start = from + offset;
        from = start + name.len();
        let begins =
            tag[..start].ends_with(|letter: char| letter.is_ascii_whitespace() || matches!(letter, '"' | '\''));
        let Some(value) = tag[from..].trim_start().strip_prefix('=').filter(|_| begins) else { continue };
        let value = value.trim_start();
        let value = match value.chars().next() {
            Some(mark @ ('"' | '\'')) => value[1..].split(mark).next().unwrap_or_default(),
            _ => value.split(|letter: char| letter.is_ascii_whitespace()).next().unwrap_or_default(),
        };
        let value = markup::unescape(value.trim()).into_owned();
        return Some(value).filter(|value| !value.is_empty());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_tells_its_facts_in_several_ways() {
        let mut draft = Draft::default();
        let page = r#"<!doctype html><html lang="en-GB"><head>
            <script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": ["NewsArticle"],
             "headline": "Line stays &amp; grows", "datePublished": "2021-05-04T23:00:00-05:00",
             "author": [{"@type": "Person", "name": "Mira Dolan"}, {"name": "Tom Abara"}], "publisher": {"name": "Harbour Post"}}]}</script>
            <meta property='og:title' content='Line stays | Harbour Post'>
            <meta name=author content="https://post.example/mira">
            <META NAME="keywords" CONTENT="ships, sea">
            <link rel="canonical" href="https://post.example/line?a=1&amp;b=2"></head>"#;
        assert_eq!(facts(page, &mut draft), None);
        draft.set(Field::Text, "The line stays.");
        let (article, _) = draft.finish();
        assert_eq!(article.title.as_deref(), Some("Line stays & grows"));
        assert_eq!(article.date.as_deref(), Some("2021-05-04"));
        assert_eq!(article.author.as_deref(), Some("Mira Dolan, Tom Abara"));
        assert_eq!(article.outlet.as_deref(), Some("Harbour Post"));
        assert_eq!(article.url.as_deref(), Some("https://post.example/line?a=1&b=2"));
        assert_eq!(article.language.as_deref(), Some("en"));

        let mut draft = Draft::default();
        facts(
            "<meta name='date' content='2021-05-05'><meta property=\"article:published_time\" content=\"2021-05-04\">",
            &mut draft,
        );
        assert_eq!(draft.get(Field::Date), Some("2021-05-04"));
    }
}
