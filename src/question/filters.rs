//! What must hold of an answer.

use crate::error::{Error, ErrorKind, Result};
use crate::question::condition::Condition;
use crate::question::{dates, fields};

/// What must hold of an answer; the default asks for nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filters {
    /// What the index can tell: all of these.
    pub conditions: Vec<Condition>,
    /// Conditions of fields, by the field, until they are joined.
    pub open: Vec<(&'static str, Condition)>,
    /// Only the words as typed: no others stand for them.
    pub exact: bool,
    /// Only quotations at least this sure, from 0 to 1.
    pub min_confidence: f32,
    /// The moment that is asked of, in seconds since 1970: embargoes that end by then do not count.
    pub as_of: Option<i64>,
}

impl Filters {
    /// Adds the filter of a name and a value, as a flag gives them.
    ///
    /// # Errors
    ///
    /// When there is no such filter, or it takes no such value.
    pub fn add(&mut self, name: &str, value: &str) -> Result<()> {
        if name == "as-of" {
            let advice = "YYYY-MM-DD, or 2020-03-01T06:00:00Z";
            let wrong = || Error::new(ErrorKind::Usage, format!("--as-of: not a moment: {value}")).try_this(advice);
            self.as_of = Some(dates::moment(value).ok_or_else(wrong)?);
            return Ok(());
        }
        let field =
            fields::canonical(name).ok_or_else(|| Error::new(ErrorKind::Usage, format!("no such filter: {name}")))?;
        let condition = fields::words(field, value).map_err(|(message, advice)| {
            Error::new(ErrorKind::Usage, format!("--{field}: {message}")).try_this(advice)
        })?;
        self.open.push((field, condition));
        Ok(())
    }

    /// Adds what a question says beside its plain words.
    pub(super) fn join(&mut self, more: Vec<(Option<&'static str>, Condition)>) {
        let mut open = std::mem::take(&mut self.open);
        for (field, condition) in more {
            match field {
                Some(field) => open.push((field, condition)),
                None => self.conditions.push(condition),
            }
        }
        open.retain(|(_, condition)| match condition {
            Condition::Confidence(least) => {
                self.min_confidence = self.min_confidence.max(*least);
                false
            }
            _ => true,
        });
        let mut joined: Vec<(&'static str, Vec<Condition>)> = Vec::new();
        for (field, condition) in open {
            match joined.iter_mut().find(|(known, _)| *known == field && fields::is_choice(field)) {
                Some((_, any)) => any.push(condition),
                None => joined.push((field, vec![condition])),
            }
        }
        for (_, mut any) in joined {
            self.conditions.push(if any.len() == 1 { any.remove(0) } else { Condition::Any(any) });
        }
    }

    /// Whether only quotations can pass.
    pub fn ask_quotations(&self) -> bool {
        self.min_confidence > 0.0 || self.conditions.iter().any(Condition::asks_quotations)
    }
}
