//! News agencies, by the names that bylines and datelines give them.

use crate::lexicon::table::rows;

/// The agencies and their names.
#[derive(Debug)]
pub struct Agencies(Vec<(&'static str, Vec<&'static str>)>);

/// What may stand between an agency's name at the start of a text and the text: "Reuters - ".
const DASHES: [&str; 3] = [" - ", " – ", " — "];

impl Agencies {
    /// The agencies of English news.
    pub(super) fn english() -> Self {
        Self(
            rows(include_str!("english/agencies.tsv"))
                .map(|[name, forms]| (name, forms.split('|').collect()))
                .collect(),
        )
    }

    /// The agency that a byline or an outlet names.
    pub fn named(&self, byline: &str) -> Option<&'static str> {
        self.find(|form| {
            byline.match_indices(form).any(|(at, _)| {
                let inside = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
                !inside(byline[..at].chars().next_back()) && !inside(byline[at + form.len()..].chars().next())
            })
        })
    }

    /// The agency that a text starts with: "VARNA (Reuters) -", "Reuters —".
    pub fn dateline(&self, text: &str) -> Option<&'static str> {
        const LONGEST: usize = 120;
        let end = (0..=text.len().min(LONGEST)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let start = &text[..end];
        self.find(|form| {
            let bracketed = start.split_once('(').and_then(|(_, rest)| rest.strip_prefix(form));
            bracketed.is_some_and(|rest| rest.starts_with(')'))
                || start.strip_prefix(form).is_some_and(|rest| DASHES.iter().any(|dash| rest.starts_with(dash)))
        })
    }

    fn find(&self, has: impl Fn(&str) -> bool) -> Option<&'static str> {
        self.0.iter().find(|(_, forms)| forms.iter().any(|form| has(form))).map(|(name, _)| *name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_and_datelines_name_agencies() {
        let agencies = Agencies::english();
        assert_eq!(agencies.named("By Ida Holm, Associated Press"), Some("Associated Press"));
        assert_eq!(agencies.named("APRIL Ode"), None);
        assert_eq!(agencies.dateline("VARNA (Reuters) - The port is shut."), Some("Reuters"));
        assert_eq!(agencies.dateline("AP — The port is shut."), Some("Associated Press"));
        assert_eq!(agencies.dateline("The port (AP reported) is shut."), None);
        assert_eq!(agencies.dateline(""), None);
    }
}
