//! RSS, Atom or RDF in, its items out, one at a time.

use crate::reader::markup;
use crate::reader::source::{Meter, Source};
use crate::reader::xml::{Element, Events, Token};

/// A feed as it is read.
pub(super) struct Feed<'s, 'a> {
    events: Events<Meter<'s, 'a>>,
    limit: usize,
    /// What the feed says of itself, for all its items.
    facts: Vec<(String, String)>,
}

/// An item and the place where it starts.
pub(super) struct Item {
    pub(super) line: u64,
    pub(super) byte: u64,
    pub(super) fields: Vec<(String, String)>,
}

impl<'s, 'a> Feed<'s, 'a> {
    /// Takes a feed at its start; an item may have so many bytes.
    pub(super) fn new(source: &'s mut Source<'a>, limit: usize) -> Self {
        Self { events: Events::new(Meter::new(source, limit)), limit, facts: Vec::new() }
    }

    /// The place that was read up to.
    pub(super) fn place(&mut self) -> (u64, u64) {
        let source = self.events.inner().source();
        (source.line, source.byte)
    }

    /// The next item; after an error there is none.
    pub(super) fn next(&mut self) -> Result<Option<Item>, String> {
        loop {
            self.events.inner().allow(self.limit);
            let (line, byte) = self.place();
            let Some(token) = self.events.next()? else { return Ok(None) };
            let Token::Start(start) = token else { continue };
            match start.name.as_str() {
                "item" | "entry" => {
                    let element = self.events.rest_of(start)?;
                    let mut fields = fields(&element);
                    fields.extend(self.facts.iter().cloned());
                    return Ok(Some(Item { line, byte, fields }));
                }
                // These hold what follows.
                "rss" | "RDF" | "channel" | "feed" => {
                    if let Some(language) = start.attribute("xml:lang") {
                        self.facts.push(("language".to_owned(), language.to_owned()));
                    }
                }
                "title" => {
                    let title = self.events.rest_of(start)?.words();
                    self.facts.push(("feed_title".to_owned(), title));
                }
                "language" => {
                    let language = self.events.rest_of(start)?.words();
                    self.facts.push(("language".to_owned(), language));
                }
                _ => drop(self.events.rest_of(start)?),
            }
        }
    }
}

/// What an item says.
fn fields(item: &Element) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mut categories = Vec::new();
    let mut authors = Vec::new();
    let mut summary = None;
    let mut content = None;
    let mut put = |name: &str, value: String| fields.push((name.to_owned(), value));
    for child in item.children() {
        match child.whole_name().as_str() {
            "title" => put("title", markup::text(&child.raw())),
            "link" => match (child.attribute("href"), child.attribute("rel")) {
                (Some(address), None | Some("alternate")) => put("url", address.to_owned()),
                (Some(address), Some(kind)) => put(&format!("link_{kind}"), address.to_owned()),
                (None, _) => put("url", child.words()),
            },
            "guid" | "id" => put("id", child.words()),
            "pubDate" | "published" | "dc:date" | "issued" => put("date", child.words()),
            "updated" | "modified" => put("updated", child.words()),
            "dc:creator" | "author" | "dc:author" => {
                let name = child.words_at("name");
                authors.push(if name.is_empty() { person(&child.words()) } else { name });
            }
            "category" | "dc:subject" => {
                categories.push(child.attribute("term").map_or_else(|| child.words(), str::to_owned));
            }
            "source" => {
                let title = child.words_at("title");
                put("publisher", if title.is_empty() { child.words() } else { title });
            }
            "dc:language" => put("language", child.words()),
            "description" | "summary" | "atom:summary" => summary = Some(body(child)),
            "encoded" | "content:encoded" | "content" | "atom:content" => content = Some(body(child)),
            name => put(name, child.words()),
        }
    }
    // An item without a day of publication has that of its last change.
    if !fields.iter().any(|(name, _)| name == "date")
        && let Some(at) = fields.iter().position(|(name, _)| name == "updated")
    {
        fields[at].0 = "date".to_owned();
    }
    let content = content.filter(|content| !content.trim().is_empty());
    match (content, summary) {
        (Some(content), summary) => {
            fields.push(("markup".to_owned(), content));
            fields.extend(summary.map(|summary| ("summary".to_owned(), markup::text(&summary))));
        }
        (None, Some(summary)) => {
            fields.push(("markup".to_owned(), summary));
            fields.push(("partial".to_owned(), "summary".to_owned()));
        }
        (None, None) => {}
    }
    fields.push(("author".to_owned(), authors.join(", ")));
    fields.push(("category".to_owned(), categories.join(", ")));
    fields
}

/// The HTML of a text: as it was escaped, or as it stands there.
fn body(element: &Element) -> String {
    if element.attribute("type") == Some("xhtml") || element.children().next().is_some() {
        return element.prose(&|name| markup::is_block(name)).replace('\n', "<br>");
    }
    let words = element.raw();
    // Without a tag it is text, whose line ends are its own.
    if markup::is_markup(&words) { words } else { words.trim().replace('\n', "<br>") }
}

/// "desk@post.example (Mira Dolan)", as RSS has it.
fn person(words: &str) -> String {
    match words.split_once('(').and_then(|(_, rest)| rest.split_once(')')) {
        Some((name, _)) => name.trim().to_owned(),
        None => words.to_owned(),
    }
}
