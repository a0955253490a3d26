//! ninjs 1 to 3 in, an article out.

use serde_json::{Map, Value};

use crate::reader::draft::{Draft, Field};
use crate::reader::json::words;
use crate::reader::markup;

/// Whether a record is a news item in ninjs, of whatever version.
pub(super) fn is_item(record: &Map<String, Value>) -> bool {
    let has = |names: &[&str]| names.iter().any(|name| record.contains_key(*name));
    let is_stated = has(&["pubstatus", "pubStatus"]) && has(&["versioncreated", "versionCreated"]);
    let has_body = is_stated || has(&["bodies"]) || record.keys().any(|name| name.starts_with("body_"));
    has(&["uri"])
        && (has_body || has(&["headlines"]))
        && has(&["versioncreated", "versionCreated", "pubstatus", "pubStatus", "type", "headlines"])
}

/// Takes what an item says; version 1 writes all names small, later ones do not.
pub(super) fn fill(draft: &mut Draft, mut record: Map<String, Value>) {
    let mut take = |names: &[&str]| names.iter().find_map(|name| record.remove(*name));
    let text = |value: Option<Value>| words(value.as_ref()).unwrap_or_default();
    let uri = text(take(&["uri"]));
    if uri.starts_with("http") {
        draft.suggest(Field::Url, &*uri);
    }
    draft.set(Field::Id, uri);
    let headline = take(&["headline"]);
    let headlines = take(&["headlines"]);
    draft.set(Field::Title, best(headlines.as_ref(), &["main", "headline"]).unwrap_or_else(|| text(headline)));
    draft.suggest(Field::Title, text(take(&["name"])));
    draft.set(Field::Author, text(take(&["byline", "by", "bylines"])));
    let version = text(take(&["versioncreated", "versionCreated"]));
    let first = text(take(&["firstcreated", "firstCreated", "contentcreated", "contentCreated"]));
    draft.set(Field::Date, first);
    draft.suggest(Field::Date, &*version);
    draft.note("updated", version);
    let provider = text(take(&["provider"]));
    draft.set(Field::Outlet, provider);
    for names in [&["infosource", "infoSources"][..], &["copyrightholder", "copyrightHolder"]] {
        draft.suggest(Field::Outlet, text(take(names)));
    }
    draft.set(Field::Language, text(take(&["language"])));
    let mut status = text(take(&["pubstatus", "pubStatus"])).to_lowercase();
    // Some agencies take an item back, or correct it, by a signal alone.
    let signals = listed(take(&["signals", "signal"]).as_ref()).to_lowercase();
    if signals.contains("kill") {
        status = "canceled".to_owned();
    } else if signals.contains("correct") && matches!(status.as_str(), "" | "usable") {
        status = "corrected".to_owned();
    }
    draft.note("signal", signals);
    let embargo = text(take(&["embargoed", "embargoedUntil"]));
    if !embargo.is_empty() && matches!(status.as_str(), "" | "usable") {
        status = "embargoed".to_owned();
    }
    draft.note("embargo", embargo);
    draft.set(Field::Status, status);
    for (names, kept) in [
        (&["person", "people"][..], "people"),
        (&["organisation", "organisations", "organization", "organizations"], "organizations"),
        (&["subject", "subjects"], "keywords"),
        (&["place", "places"], "places"),
    ] {
        draft.note(kept, listed(take(names).as_ref()));
    }
    let bodies = take(&["bodies"]);
    body(draft, bodies.as_ref());
    let names: Vec<String> = record.keys().filter(|name| name.starts_with("body_")).cloned().collect();
    // Text before HTML, for its paragraphs are as they were sent.
    for is_text in [true, false] {
        for name in names.iter().filter(|name| name.ends_with("text") == is_text) {
            if draft.get(Field::Text).is_none()
                && let Some(Value::String(body)) = record.remove(name)
            {
                draft.set(Field::Text, if is_text { body } else { markup::text(&body) });
            }
        }
    }
    draft.is_text = true;
    for (name, value) in record {
        let value = match &value {
            Value::Null => continue,
            Value::String(words) => words.clone(),
            value => words(Some(value)).unwrap_or_else(|| value.to_string()),
        };
        // Pictures and related items are no facts about this one.
        if !matches!(name.as_str(), "associations" | "renditions") && !name.starts_with("body_") {
            draft.note(&name, value);
        }
    }
}

/// Of several versions of one thing that with one of these roles, else the first.
fn best(versions: Option<&Value>, roles: &[&str]) -> Option<String> {
    let versions = versions?.as_array()?;
    let role = |version: &Value| version.get("role").and_then(Value::as_str).map(str::to_owned);
    let by_role =
        roles.iter().find_map(|wanted| versions.iter().find(|version| role(version).as_deref() == Some(wanted)));
    words(by_role.or(versions.first())?.get("value"))
}

/// Takes the text of the bodies: the main one, plain if there is such a one.
fn body(draft: &mut Draft, bodies: Option<&Value>) {
    let Some(bodies) = bodies.and_then(Value::as_array) else { return };
    let kind = |body: &Value| {
        ["contentType", "contenttype"].iter().find_map(|name| words(body.get(*name))).unwrap_or_default()
    };
    let is_main = |body: &&Value| words(body.get("role")).is_none_or(|role| matches!(role.as_str(), "main" | "body"));
    let of_kind = |part: &str| bodies.iter().filter(is_main).find(|body| kind(body).contains(part));
    let Some(found) = of_kind("plain").or_else(|| of_kind("html")).or(bodies.first()) else { return };
    let value = words(found.get("value")).unwrap_or_default();
    let is_html = kind(found).contains("html") || kind(found).is_empty() && markup::is_markup(&value);
    draft.set(Field::Text, if is_html { markup::text(&value) } else { value });
}

/// The names in a list of people or bodies, each with what a person is there in parentheses.
fn listed(value: Option<&Value>) -> String {
    const TITLES: [&str; 4] = ["jobtitle", "jobTitle", "title", "titles"];
    let names = value.and_then(Value::as_array).into_iter().flatten().filter_map(|member| {
        let name = words(Some(member))?.replace(';', ",");
        let title = TITLES.iter().find_map(|title| match member.get(*title)? {
            Value::Array(titles) => words(titles.first()),
            title => words(Some(title)),
        });
        let title = title.map(|title| title.replace([';', '(', ')'], " ")).filter(|title| !title.trim().is_empty());
        Some(title.map_or_else(|| name.clone(), |title| format!("{name} ({})", title.trim())))
    });
    names.collect::<Vec<_>>().join("; ")
}
