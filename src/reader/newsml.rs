//! NewsML-G2 in, its news items out.

use crate::error::{Error, ErrorKind, Result};
use crate::reader::draft::{Draft, Field};
use crate::reader::xml::{Element, parse};
use crate::reader::{markup, nitf};

/// Finds the drafts of a document: a news item, or a message or set of them.
pub(super) fn read(text: &str, fill_in: &mut dyn FnMut(Draft)) -> Result<()> {
    let root = parse(text).map_err(|message| Error::new(ErrorKind::Record, message))?;
    let mut items = Vec::new();
    if root.name == "newsItem" {
        items.push(&root);
    }
    root.all("newsItem", &mut items);
    if items.is_empty() {
        let error = Error::new(ErrorKind::Record, format!("holds no news item, but {}", root.name));
        return Err(error.try_this("bring the items that it names"));
    }
    for item in items {
        let mut draft = Draft::default();
        fill(item, &mut draft);
        fill_in(draft);
    }
    Ok(())
}

fn fill(item: &Element, draft: &mut Draft) {
    let meta = item.child("itemMeta").cloned().unwrap_or_default();
    let content = item.child("contentMeta").cloned().unwrap_or_default();
    let guid = item.attribute("guid").unwrap_or_default();
    draft.set(Field::Id, guid);
    if guid.starts_with("http") {
        draft.suggest(Field::Url, guid);
    }
    draft.note("version", item.attribute("version").unwrap_or_default());
    let title = content.words_at("headline");
    draft.set(Field::Title, if title.is_empty() { meta.words_at("title") } else { title });
    let created = content.words_at("contentCreated");
    let dates = [created, meta.words_at("firstCreated"), meta.words_at("versionCreated")];
    draft.set(Field::Date, dates.into_iter().find(|date| !date.is_empty()).unwrap_or_default());
    draft.note("updated", meta.words_at("versionCreated"));
    let creators: Vec<String> =
        content.children().filter(|child| child.name == "creator").map(name).filter(|name| !name.is_empty()).collect();
    let by = content.words_at("by");
    draft.set(Field::Author, if by.is_empty() { creators.join(", ") } else { by });
    draft.set(Field::Outlet, meta.child("provider").map(name).unwrap_or_default());
    draft.suggest(Field::Outlet, content.child("infoSource").map(name).unwrap_or_default());
    let language = content.child("language").and_then(|language| language.attribute("tag"));
    draft.set(Field::Language, language.or(item.attribute("xml:lang")).unwrap_or_default());
    for field in ["slugline", "dateline", "urgency", "description"] {
        draft.note(field, content.words_at(field));
    }
    draft.note("note", meta.words_at("edNote"));
    draft.note("copyright", item.words_at("rightsInfo/copyrightNotice"));
    status(&meta, draft);
    let mut subjects: [(&str, &str, Vec<String>); 3] =
        [("person", "people", Vec::new()), ("organi", "organizations", Vec::new()), ("", "keywords", Vec::new())];
    for subject in content.children().filter(|child| child.name == "subject") {
        let kind = subject.attribute("type").unwrap_or_default();
        let names = subjects.iter_mut().find(|(part, ..)| kind.contains(part)).map(|(.., names)| names);
        if let Some(names) = names {
            names.push(name(subject));
        }
    }
    for (_, kept, mut names) in subjects {
        names.retain(|name| !name.is_empty());
        names.dedup();
        draft.note(kept, names.join("; "));
    }
    text(item, draft);
}

/// Whether the item may be published: its status, an embargo, or a signal that it corrects or kills another.
fn status(meta: &Element, draft: &mut Draft) {
    let code = |element: &Element| {
        let code = element.attribute("qcode").or_else(|| element.attribute("uri")).unwrap_or_default();
        code.rsplit([':', '/']).next().unwrap_or_default().to_lowercase()
    };
    let mut status = meta.child("pubStatus").map(code).unwrap_or_default();
    let embargo = meta.words_at("embargoed");
    if !embargo.is_empty() && matches!(status.as_str(), "" | "usable") {
        status = "embargoed".to_owned();
    }
    draft.note("embargo", embargo);
    for signal in meta.children().filter(|child| child.name == "signal").map(code) {
        if signal.contains("kill") {
            status = "canceled".to_owned();
        } else if signal.contains("correct") && status != "canceled" {
            status = "corrected".to_owned();
        }
        draft.note("signal", signal);
    }
    draft.set(Field::Status, status);
}

/// A name or what stands for one.
fn name(element: &Element) -> String {
    let name = element.words_at("name");
    let codes = || ["literal", "qcode", "uri"].into_iter().find_map(|code| element.attribute(code));
    if name.is_empty() { codes().unwrap_or_default().rsplit(':').next().unwrap_or_default().to_owned() } else { name }
}

/// Takes the text: NITF, HTML or plain, as it stands in the item.
fn text(item: &Element, draft: &mut Draft) {
    draft.is_text = true;
    for inline in item.child("contentSet").into_iter().flat_map(Element::children) {
        match inline.name.as_str() {
            "inlineXML" => {
                let Some(inner) = inline.children().next() else { continue };
                if inner.name == "nitf" {
                    nitf::fill(inner, draft);
                } else {
                    let body = inner.child("body").unwrap_or(inner);
                    nitf::named(body, draft);
                    draft.set(Field::Text, nitf::prose(body));
                }
            }
            "inlineData" => {
                let words = inline.raw();
                let is_html = inline.attribute("contenttype").is_some_and(|kind| kind.contains("html"));
                draft.set(Field::Text, if is_html { markup::text(&words) } else { words.trim().to_owned() });
            }
            _ => continue,
        }
        if draft.get(Field::Text).is_some() {
            return;
        }
    }
}
