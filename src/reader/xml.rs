//! XML in, elements out. No reference to anything outside is followed, no declared entity expanded.

use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::reader::markup;

/// Elements are nested no deeper than this.
const DEEPEST: usize = 256;

/// An element: its name as written, its attributes, what it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// The name without its prefix.
    pub(super) name: String,
    /// The prefix.
    prefix: String,
    attributes: Vec<(String, String)>,
    nodes: Vec<Node>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Element(Element),
    Words(String),
}

/// Reads a document to its root element.
pub(super) fn parse(text: &str) -> Result<Element, String> {
    let mut events = Events::new(text.as_bytes());
    loop {
        match events.next()? {
            Some(Token::Start(element)) => return events.rest_of(element),
            Some(_) => {}
            None => return Err("no XML element".to_owned()),
        }
    }
}

/// What a document is made of, as far as it matters.
pub(super) enum Token {
    /// An element begins.
    Start(Element),
    /// Words.
    Words(String),
    /// An element ends.
    End,
}

/// A document as it is read.
pub(super) struct Events<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<R: BufRead> Events<R> {
    /// Takes a document at its start.
    pub(super) fn new(inner: R) -> Self {
        let mut reader = Reader::from_reader(inner);
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), depth: 0 }
    }

    /// The stream below.
    pub(super) fn inner(&mut self) -> &mut R {
        self.reader.get_mut()
    }

    /// What comes next.
    pub(super) fn next(&mut self) -> Result<Option<Token>, String> {
        loop {
            self.buffer.clear();
            let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| format!("not XML: {error}"))?;
            return Ok(Some(match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(format!("elements are nested deeper than {DEEPEST}"));
                    }
                    Token::Start(element(&start))
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Token::End
                }
                Event::Text(text) => Token::Words(text.to_string()),
                Event::CData(text) => Token::Words(text.to_string()),
                Event::GeneralRef(reference) => {
                    let name = reference.to_string();
                    Token::Words(markup::character(&name).unwrap_or_else(|| format!("&{name};")))
                }
                Event::DocType(kind) if kind.contains("<!ENTITY") => {
                    return Err("it declares entities, which are never expanded".to_owned());
                }
                Event::Eof => return Ok(None),
                _ => continue,
            }));
        }
    }

    /// An element that has begun, with all it holds.
    pub(super) fn rest_of(&mut self, first: Element) -> Result<Element, String> {
        let mut open = vec![first];
        loop {
            match self.next()? {
                Some(Token::Start(element)) => open.push(element),
                Some(Token::Words(words)) => {
                    let top = open.last_mut().expect("the first element is closed last");
                    match top.nodes.last_mut() {
                        Some(Node::Words(before)) => before.push_str(&words),
                        _ => top.nodes.push(Node::Words(words)),
                    }
                }
                // What a cut document leaves open ends with it.
                Some(Token::End) | None => {
                    let element = open.pop().expect("the first element is closed last");
                    match open.last_mut() {
                        None => return Ok(element),
                        Some(outer) => outer.nodes.push(Node::Element(element)),
                    }
                }
            }
        }
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let whole = start.name().as_ref().to_owned();
    let (prefix, name) = whole.rsplit_once(':').unwrap_or(("", &whole));
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(false).flatten().take(256) {
        attributes.push((attribute.key.as_ref().to_owned(), markup::unescape(&attribute.value).into_owned()));
    }
    Element { name: name.to_owned(), prefix: prefix.to_owned(), attributes, nodes: Vec::new() }
}

impl Element {
    /// The value of an attribute, by its name as written.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// The name as written.
    pub(super) fn whole_name(&self) -> String {
        if self.prefix.is_empty() { self.name.clone() } else { format!("{}:{}", self.prefix, self.name) }
    }

    /// The elements directly in it.
    pub(super) fn children(&self) -> impl Iterator<Item = &Self> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Words(_) => None,
        })
    }

    /// The first element directly in it of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children().find(|child| child.name == name)
    }

    /// The first element below it along a path, as `head/title`.
    pub(super) fn at(&self, path: &str) -> Option<&Self> {
        path.split('/').try_fold(self, |element, name| element.child(name))
    }

    /// All elements below it of a name, in their order.
    pub(super) fn all<'a>(&'a self, name: &str, found: &mut Vec<&'a Self>) {
        for child in self.children() {
            if child.name == name {
                found.push(child);
            }
            child.all(name, found);
        }
    }

    /// All its words, as they stand.
    pub(super) fn raw(&self) -> String {
        let mut words = String::new();
        self.collect(&mut words);
        words
    }

    fn collect(&self, words: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Words(more) => words.push_str(more),
                Node::Element(element) => element.collect(words),
            }
        }
    }

    /// All its words, with one space between them.
    pub(super) fn words(&self) -> String {
        self.raw().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The words of the first element of a path; nothing where there is none.
    pub(super) fn words_at(&self, path: &str) -> String {
        self.at(path).map(Self::words).unwrap_or_default()
    }

    /// Its words in paragraphs: each element that `is_block` begins one. Pictures and what is about them are left out.
    pub(super) fn prose(&self, is_block: &dyn Fn(&str) -> bool) -> String {
        let mut paragraphs = markup::Paragraphs::default();
        self.write(is_block, &mut paragraphs);
        paragraphs.finish()
    }

    fn write(&self, is_block: &dyn Fn(&str) -> bool, paragraphs: &mut markup::Paragraphs) {
        for node in &self.nodes {
            match node {
                Node::Words(words) => paragraphs.plain(words),
                Node::Element(element) if element.name.eq_ignore_ascii_case("br") => paragraphs.line(),
                Node::Element(element) if matches!(element.name.as_str(), "media" | "figure" | "script" | "style") => {}
                Node::Element(element) if element.name == "q" => {
                    paragraphs.mark(false);
                    element.write(is_block, paragraphs);
                    paragraphs.mark(true);
                }
                Node::Element(element) if is_block(&element.name) => {
                    paragraphs.paragraph();
                    element.write(is_block, paragraphs);
                    paragraphs.paragraph();
                }
                Node::Element(element) => element.write(is_block, paragraphs),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_hold_words_and_attributes() {
        let root = parse(
            "<?xml version='1.0'?><a x='1 &amp; 2'><b:c>One &lt;i&gt; <![CDATA[<two>]]>&nbsp;&bogus;</b:c><d/></a>",
        )
        .unwrap();
        assert_eq!(root.attribute("x"), Some("1 & 2"));
        assert_eq!(root.child("c").unwrap().raw(), "One <i> <two>\u{a0}&bogus;");
        assert!(root.child("d").unwrap().raw().is_empty());
    }

    #[test]
    fn hostile_documents_are_refused_or_read_as_far_as_they_go() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
        assert!(parse(bomb).unwrap_err().contains("entities"));
        assert!(parse(&"<a>".repeat(100_000)).unwrap_err().contains("deeper"));
        assert_eq!(parse("<a><b>cut").unwrap().words(), "cut");
        assert_eq!(parse("<a>x</b></c></a>").unwrap().words(), "x");
        assert!(parse("").is_err());
    }
}
