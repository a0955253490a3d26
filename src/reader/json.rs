//! JSON records in, articles out: of our schema, and of the shapes that scrapers and interfaces write.

use serde_json::{Map, Value};

use crate::error::{Error, ErrorKind};
use crate::reader::draft::{Draft, Field, Mapping, known};
use crate::reader::source::Source;
use crate::reader::{Reading, Settings, charset, ninjs};

const ADVICE: &str = "see schema/article.schema.json for what a record needs, or name its fields with --map";

/// Fields of an envelope that hold the articles themselves.
const LISTS: [&str; 8] = ["articles", "items", "results", "entries", "docs", "hits", "posts", "data"];

/// Reads the articles of a JSON object, or of an array of them.
pub(super) fn read(bytes: &[u8], settings: &Settings) -> Reading {
    let decoded = charset::decode(bytes, None);
    let mut reading = Reading::default();
    match serde_json::from_str::<Value>(decoded.text.trim_end_matches('\0')) {
        Ok(value) => records(value, settings, decoded.n_lost, &mut reading),
        Err(error) => {
            let line = error.line().max(1);
            let before = decoded.text.split_inclusive('\n').take(line - 1).map(str::len).sum::<usize>();
            let byte = before + error.column().saturating_sub(1);
            let error = Error::new(ErrorKind::Record, format!("not JSON: {}", plain(&error)));
            reading.problems.push(error.line(line as u64).byte(byte as u64).try_this(ADVICE));
        }
    }
    reading
}

/// An error's words without its line, which is told apart; the column stays.
fn plain(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let what = message.split(" at line ").next().unwrap_or(&message);
    format!("{what}, column {}", error.column())
}

fn records(value: Value, settings: &Settings, n_lost: usize, reading: &mut Reading) {
    let fail = |message: &str| Error::new(ErrorKind::Record, message).try_this(ADVICE);
    match value {
        Value::Array(members) => members.into_iter().for_each(|member| records(member, settings, n_lost, reading)),
        Value::Object(mut record) => match list(&mut record) {
            Some(members) => {
                let outlet = words(record.get("title").or_else(|| record.get("name")));
                let language = words(record.get("language"));
                for member in members {
                    let Value::Object(member) = member else {
                        reading.problems.push(fail("record is no JSON object"));
                        continue;
                    };
                    let mut draft = Draft::new(n_lost);
                    fill(&mut draft, member, settings);
                    outlet.iter().for_each(|outlet| draft.suggest(Field::Outlet, outlet));
                    language.iter().for_each(|language| draft.suggest(Field::Language, language));
                    reading.take(draft);
                }
            }
            None if record.get("text").is_some_and(|text| !text.is_string() && !text.is_null()) => {
                reading.problems.push(fail("field text is no string"));
            }
            None => {
                let mut draft = Draft::new(n_lost);
                fill(&mut draft, record, settings);
                reading.take(draft);
            }
        },
        _ => reading.problems.push(fail("record is no JSON object")),
    }
}

/// The articles in an envelope that has no text of its own: a feed, or the answer of an interface.
fn list(record: &mut Map<String, Value>) -> Option<Vec<Value>> {
    if record.iter().any(|(name, value)| is_text(name) && !value.is_null()) || ninjs::is_item(record) {
        return None;
    }
    let is_list =
        |value: &Value| matches!(value, Value::Array(members) if members.first().is_some_and(Value::is_object));
    let name = LISTS.into_iter().find(|name| record.get(*name).is_some_and(is_list))?;
    match record.remove(name) {
        Some(Value::Array(members)) => Some(members),
        _ => None,
    }
}

fn is_text(name: &str) -> bool {
    matches!(known(name), Some((Field::Text | Field::Markup, _)))
}

/// Fills a draft with the fields of a record.
fn fill(draft: &mut Draft, mut record: Map<String, Value>, settings: &Settings) {
    if settings.map.pairs().is_empty() && ninjs::is_item(&record) {
        ninjs::fill(draft, record);
        return;
    }
    draft.exact = record.get("text").is_some_and(Value::is_string) && settings.map.pairs().is_empty();
    mapped(draft, &record, &settings.map);
    // A text that was named leaves no room for another.
    if let Some(Value::String(_)) = record.get("text")
        && draft.get(Field::Text).is_none()
        && let Some(Value::String(text)) = record.remove("text")
    {
        draft.set(Field::Text, text);
    }
    // Fundus keeps the page beside its address.
    if let Some(Value::Object(page)) = record.get("html") {
        let address = words(page.get("responded_url")).unwrap_or_default();
        draft.suggest(Field::Url, address);
        record.remove("html");
    }
    for (name, value) in record {
        let value = match value {
            Value::Null => continue,
            Value::String(value) => value,
            value if is_text(&name) => prose(&value),
            value if known(&name).is_some() => words(Some(&value)).unwrap_or_default(),
            value => value.to_string(),
        };
        draft.offer(&name, value);
    }
}

/// Takes what the user named, by paths as `body.content`.
fn mapped(draft: &mut Draft, record: &Map<String, Value>, map: &Mapping) {
    for (field, path) in map.pairs() {
        let mut steps = path.split('.');
        let whole = record.get(path.as_str());
        let first = steps.next().and_then(|step| record.get(step));
        let found = whole.or_else(|| {
            steps.try_fold(first?, |value, step| match step.parse::<usize>() {
                Ok(number) if value.is_array() => value.get(number),
                _ => value.get(step),
            })
        });
        let value = match (field, found) {
            (Field::Text | Field::Markup, Some(value)) => prose(value),
            (_, value) => words(value).unwrap_or_default(),
        };
        draft.set(*field, value);
    }
}

/// A value as words: a string, a number, the name of an object, or a list of them.
pub(super) fn words(value: Option<&Value>) -> Option<String> {
    let words = match value? {
        Value::String(words) => words.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(members) => members.iter().filter_map(|member| words(Some(member))).collect::<Vec<_>>().join(", "),
        Value::Object(object) => {
            const NAMES: [&str; 7] = ["name", "rendered", "value", "title", "text", "@value", "#text"];
            return NAMES.into_iter().find_map(|name| words(object.get(name)));
        }
        Value::Bool(_) | Value::Null => return None,
    };
    Some(words).filter(|words| !words.trim().is_empty())
}

/// All words of a value in their order, each string a paragraph: `{"sections": [{"paragraphs": ["One.", "Two."]}]}`.
fn prose(value: &Value) -> String {
    fn collect<'a>(value: &'a Value, paragraphs: &mut Vec<&'a str>) {
        match value {
            Value::String(words) => paragraphs.push(words),
            Value::Array(members) => members.iter().for_each(|member| collect(member, paragraphs)),
            Value::Object(object) => object.values().for_each(|member| collect(member, paragraphs)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut paragraphs = Vec::new();
    collect(value, &mut paragraphs);
    paragraphs.retain(|words| !words.trim().is_empty());
    paragraphs.join("\n\n")
}

/// What comes next in a stream of JSON values.
pub(super) enum Next {
    /// Nothing.
    End,
    /// An object, or a member of the array that the stream is.
    Value { line: u64, byte: u64, bytes: Vec<u8> },
    /// A value that is too long; it was passed over.
    TooLong { line: u64, byte: u64 },
    /// Something else; where it ends cannot be told.
    Other { line: u64, byte: u64 },
}

/// Finds the next object of a stream of objects, or of one array of them.
pub(super) fn next_value(source: &mut Source<'_>, limit: usize) -> Next {
    // Between objects stand white space, commas, and the brackets of the array they may be in.
    let between = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b'[' | b']' | 0x1e | 0);
    loop {
        let held = source.peek(1);
        let n_between = held.iter().take_while(|byte| between(byte)).count();
        let all = n_between == held.len();
        let at_end = held.is_empty();
        source.skip(n_between);
        if at_end {
            return Next::End;
        }
        if !all {
            break;
        }
    }
    let (line, byte) = (source.line, source.byte);
    if source.peek(1).first() != Some(&b'{') {
        let rest = source.line(0);
        drop(rest);
        return Next::Other { line, byte };
    }
    let mut end = End::default();
    let mut too_long = false;
    let mut searched = 0;
    loop {
        let held = source.peek(searched + 1);
        let n_held = held.len();
        let found = end.find(&held[searched..]).map(|offset| searched + offset);
        if let Some(length) = found.or((n_held == searched).then_some(n_held)) {
            let bytes = held[..length].to_vec();
            source.skip(length);
            return if too_long || length > limit {
                Next::TooLong { line, byte }
            } else {
                Next::Value { line, byte, bytes }
            };
        }
        searched = n_held;
        if searched > limit {
            too_long = true;
            source.skip(searched);
            searched = 0;
        }
    }
}

/// A search for the end of an object, piece by piece.
#[derive(Default)]
struct End {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl End {
    /// How many of these bytes belong to the object, if it ends in them.
    fn find(&mut self, bytes: &[u8]) -> Option<usize> {
        for (at, byte) in bytes.iter().enumerate() {
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.in_string = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
        }
        None
    }
}
