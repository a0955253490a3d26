//! JSON records in, articles out.

use serde_json::{Map, Value};

use crate::article::Article;
use crate::error::{Error, ErrorKind, Result};
use crate::reader::{charset, date};

const ADVICE: &str = "see schema/article.schema.json for what a record needs";

/// Reads the articles of one JSON object, of an array of them, or of objects one after the other.
pub(super) fn articles(bytes: &[u8]) -> Vec<Result<Article>> {
    let text = charset::decode(charset::without_mark(bytes), None);
    let mut articles = Vec::new();
    for value in serde_json::Deserializer::from_str(&text).into_iter::<Value>() {
        match value {
            Ok(Value::Array(records)) => articles.extend(records.into_iter().map(article)),
            Ok(record) => articles.push(article(record)),
            Err(error) => {
                let message = format!("not JSON: {}", plain(&error));
                let line = error.line().max(1) as u64;
                articles.push(Err(Error::new(ErrorKind::Record, message).line(line).try_this(ADVICE)));
                break;
            }
        }
    }
    if articles.is_empty() {
        articles.push(Err(Error::new(ErrorKind::Record, "no JSON object").try_this(ADVICE)));
    }
    articles
}

/// An error's words without its line, which is told apart; the column stays.
fn plain(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let what = message.split(" at line ").next().unwrap_or(&message);
    format!("{what}, column {}", error.column())
}

/// Reads one record.
fn article(record: Value) -> Result<Article> {
    let fail = |message: &str| Error::new(ErrorKind::Record, message).try_this(ADVICE);
    let Value::Object(mut record) = record else { return Err(fail("record is no JSON object")) };
    let text = match record.remove("text") {
        Some(Value::String(text)) => text,
        Some(_) => return Err(fail("field text is no string")),
        None => return Err(fail("article has no text")),
    };
    let mut article = Article {
        id: words(&mut record, "id").unwrap_or_default(),
        title: words(&mut record, "title"),
        outlet: words(&mut record, "source"),
        url: words(&mut record, "url"),
        author: words(&mut record, "author"),
        text,
        ..Article::default()
    };
    if let Some(given) = words(&mut record, "date") {
        article.date = date(&given);
        if article.date.is_none() {
            article.metadata.insert("date".to_owned(), given);
        }
    }
    for (key, value) in record {
        let value = match value {
            Value::String(value) => value,
            Value::Null => continue,
            other => other.to_string(),
        };
        article.metadata.insert(key, value);
    }
    Ok(article)
}

/// A field as words: a string, a number, or a list of them.
fn words(record: &mut Map<String, Value>, name: &str) -> Option<String> {
    let words = match record.remove(name)? {
        Value::String(words) => words,
        Value::Number(number) => number.to_string(),
        Value::Array(items) => items
            .into_iter()
            .filter_map(|item| match item {
                Value::String(words) => Some(words),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            })
            .collect::<Vec<_>>()
            .join(", "),
        _ => return None,
    };
    Some(words).filter(|words| !words.trim().is_empty())
}
