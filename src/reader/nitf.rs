//! NITF in, an article out.

use crate::error::{Error, ErrorKind, Result};
use crate::reader::draft::{Draft, Field};
use crate::reader::markup::is_block;
use crate::reader::xml::{Element, parse};

/// Elements that begin a paragraph, beside those of HTML.
const BLOCKS: [&str; 9] =
    ["block", "bq", "credit", "media", "note", "body.content", "body.end", "tagline", "nitf-table"];

/// Reads a document into what is known of it.
pub(super) fn read(text: &str, draft: &mut Draft) -> Result<()> {
    let root = parse(text).map_err(|message| Error::new(ErrorKind::Record, message))?;
    fill(&root, draft);
    Ok(())
}

/// Takes what a `nitf` element says.
pub(super) fn fill(root: &Element, draft: &mut Draft) {
    let attribute = |path: &str, name: &str| {
        root.at(path).and_then(|element| element.attribute(name)).unwrap_or_default().to_owned()
    };
    let docdata = "head/docdata";
    let body_head = "body/body.head";
    // What is corrected is named by its own id; the correction takes its place.
    let (id, corrected) =
        (attribute("head/docdata/doc-id", "id-string"), attribute("head/docdata/correction", "id-string"));
    if corrected.is_empty() || corrected == id {
        draft.set(Field::Id, id);
    } else {
        draft.set(Field::Id, corrected);
        draft.note("correction_id", id);
    }
    draft.set(Field::Title, words(root, &["body/body.head/hedline/hl1", "body/body.head/headline/hl1", "head/title"]));
    draft.note("subtitle", words(root, &["body/body.head/hedline/hl2"]));
    let date = ["date.issue", "date.release"].map(|name| attribute(&format!("{docdata}/{name}"), "norm"));
    let date = date.into_iter().find(|date| !date.is_empty()).unwrap_or_default();
    draft
        .set(Field::Date, if date.is_empty() { attribute("body/body.head/dateline/story.date", "norm") } else { date });
    draft.set(Field::Author, root.words_at(&format!("{body_head}/byline")));
    draft.set(Field::Outlet, words(root, &["body/body.head/distributor", "body/body.head/rights/rights.owner"]));
    draft.suggest(Field::Outlet, attribute("head/docdata/doc.copyright", "holder"));
    draft.set(Field::Url, attribute("head/pubdata", "ex-ref"));
    draft.set(Field::Language, root.attribute("xml:lang").unwrap_or_default());
    draft.note("dateline", root.words_at(&format!("{body_head}/dateline")));
    draft.note("abstract", root.words_at(&format!("{body_head}/abstract")));
    draft.note("updated", attribute("head/docdata/date.issue", "norm"));
    draft.note("urgency", attribute("head/docdata/urgency", "ed-urg"));
    draft.note("version", attribute("head/docdata/du-key", "version"));
    draft.note("story", attribute("head/docdata/du-key", "key"));
    draft.note("copyright", attribute("head/docdata/doc.copyright", "holder"));
    draft.note("note", attribute("head/docdata/ed-msg", "info"));
    draft.note("correction", attribute("head/docdata/correction", "info"));
    if let Some(keys) = root.at("head/docdata/key-list") {
        let keys: Vec<&str> = keys.children().filter_map(|key| key.attribute("key")).collect();
        draft.note("keywords", keys.join(", "));
    }
    let release = attribute("head/docdata/date.release", "norm");
    let mut status = attribute(docdata, "management-status");
    if status.is_empty() && root.at("head/docdata/correction").is_some() {
        status = "corrected".to_owned();
    }
    if status == "embargoed" {
        draft.note("embargo", release);
    }
    draft.set(Field::Status, status);
    named(root, draft);
    if let Some(content) = root.at("body/body.content") {
        draft.set(Field::Text, prose(content));
        draft.is_text = true;
    }
}

/// The text of an element: its paragraphs, without pictures, tables and what is about them.
pub(super) fn prose(content: &Element) -> String {
    content.prose(&|name| is_block(name) || BLOCKS.contains(&name))
}

/// Keeps the people, bodies and offices that are marked in the text.
pub(super) fn named(root: &Element, draft: &mut Draft) {
    for (name, kept) in [("person", "people"), ("org", "organizations"), ("function", "functions")] {
        let mut found = Vec::new();
        root.all(name, &mut found);
        let mut names: Vec<String> = Vec::new();
        for element in found {
            let words = if name == "person" { person(element) } else { element.words() };
            let words = words.replace(';', ",");
            if !words.is_empty() && !names.contains(&words) {
                names.push(words);
            }
        }
        draft.note(kept, names.join("; "));
    }
}

/// The name of a marked person, and the office that is marked within it in parentheses.
fn person(element: &Element) -> String {
    let office = element.words_at("function");
    let parts = ["name.given", "name.family"].map(|part| element.words_at(part));
    let whole = parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    let name = match whole.as_str() {
        "" if office.is_empty() => element.words(),
        "" => element.words().replacen(&office, "", 1).split_whitespace().collect::<Vec<_>>().join(" "),
        whole => whole.to_owned(),
    };
    let name = name.trim_matches([' ', ',']).to_owned();
    if office.is_empty() || name.is_empty() { name } else { format!("{name} ({})", office.replace(['(', ')'], " ")) }
}

fn words(root: &Element, paths: &[&str]) -> String {
    paths.iter().map(|path| root.words_at(path)).find(|words| !words.is_empty()).unwrap_or_default()
}
