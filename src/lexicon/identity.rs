//! A name in, the key out that one person or body has in every article.
//!
//! Keys are made from the name alone, so that neither the order of articles nor what else is indexed changes them.
//! A person's key keeps the first name in its plain form and everything that tells two people apart, and leaves out
//! titles; a body's key is the name that all its known names share, else the name without its legal form.

use crate::lexicon::names::{Class, Names};
use crate::text::fold::{fold, fold_into};

/// What a person's name says for all articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonKey {
    /// The name without titles and initials in the middle, in its plain form; a name of one word is that word.
    pub name: String,
    /// The initials in the middle, without full stops.
    pub initials: String,
}

impl PersonKey {
    /// The key with the initials in it: "george w bush"; where there are none, a place for them: "george - bush".
    pub fn exact(&self) -> String {
        let (first, rest) = self.name.split_once(' ').unwrap_or((&self.name, ""));
        let initials = if self.initials.is_empty() { "-" } else { &self.initials };
        format!("{first} {initials} {rest}")
    }

    /// The names with which a question for this name agrees: all of them if it has no initials, else those with the
    /// same initials, or with none.
    pub fn agreeing(&self) -> Vec<String> {
        if self.initials.is_empty() {
            return vec![self.name.clone()];
        }
        vec![self.exact(), Self { initials: String::new(), ..self.clone() }.exact()]
    }

    /// Whether the name is one word, which may be many people's.
    pub fn is_bare(&self) -> bool {
        !self.name.contains(' ')
    }
}

impl Names {
    /// The key of a person's name.
    pub fn person_key(&self, name: &str) -> PersonKey {
        let mut words: Vec<String> = Vec::new();
        for word in name.split_whitespace() {
            let mut folded = String::with_capacity(word.len());
            fold_into(word, &mut folded);
            let folded = folded.trim_matches(|mark: char| !mark.is_alphanumeric() && mark != '.');
            if word.starts_with(['"', '“', '(', '‘']) && !words.is_empty() || folded.is_empty() {
                // Gary "Gaz" Pemberton.
                continue;
            }
            if is_initials(folded) {
                words.extend(folded.split('.').filter(|letter| !letter.is_empty()).map(str::to_owned));
            } else {
                words.push(folded.trim_end_matches('.').to_owned());
            }
        }
        let titles = words
            .iter()
            .take(words.len().saturating_sub(1))
            .take_while(|word| self.class(word).is(Class::TITLE) && !self.class(word).is(Class::GIVEN))
            .count();
        words.drain(..titles);
        if let Some(first) = words.first_mut().filter(|first| first.chars().count() > 1)
            && let Some(plain) = self.nicknames.get(first.as_str()).filter(|plain| !plain.contains(' '))
        {
            *first = (*plain).to_owned();
        }
        let mut key = PersonKey::default();
        let last = words.len().saturating_sub(1);
        let initialled = words.first().is_some_and(|first| first.chars().count() == 1);
        for (at, word) in words.iter().enumerate() {
            if at > 0 && at < last && !initialled && word.chars().count() == 1 {
                key.initials.push_str(word);
                continue;
            }
            if at > 0 {
                key.name.push(' ');
            }
            key.name.push_str(word);
        }
        key
    }

    /// The key of a body's name.
    pub fn body_key(&self, name: &str) -> String {
        let folded = fold(name);
        let mut words: Vec<&str> = folded
            .split_whitespace()
            .map(|word| word.trim_matches(|mark: char| !mark.is_alphanumeric() && mark != '.' && mark != '&'))
            .filter(|word| !word.is_empty())
            .collect();
        if words.len() > 1 && self.class(words[0]).is(Class::DETERMINER) && !self.class(words[0]).is(Class::PLACE) {
            words.remove(0);
        }
        if let Some(last) = words.last_mut() {
            *last = last.strip_suffix("'s").or_else(|| last.strip_suffix('\'')).unwrap_or(last);
        }
        if let Some(body) = self.known_body(&words) {
            return body;
        }
        let forms = words.iter().rev().take_while(|word| self.class(word).is(Class::LEGAL)).count();
        if forms > 0 && forms < words.len() {
            words.truncate(words.len() - forms);
            if let Some(body) = self.known_body(&words) {
                return body;
            }
        }
        let mut key = words.join(" ");
        if key.len() <= 12 {
            key.retain(|mark| mark != '.');
        }
        key.truncate(key.trim_end_matches('.').len());
        key
    }

    /// The body that an office names by custom ("U.S. Secretary of State").
    pub fn body_of_office(&self, role: &str) -> Option<&'static str> {
        role.split(", ").find_map(|office| {
            let folded = fold(office);
            let (first, rest) = folded.split_once(' ').unwrap_or(("", &folded));
            let plain = if self.home.contains(first.trim_end_matches('.')) { rest } else { &folded };
            self.offices.get(plain).copied()
        })
    }

    /// The shared name of a well-known body, with or without the country that most people leave out.
    fn known_body(&self, words: &[&str]) -> Option<String> {
        let look = |words: &[&str]| {
            let name = words.join(" ");
            let name = name.trim_end_matches('.');
            let plain = || name.replace('.', "");
            self.bodies.get(name).or_else(|| self.bodies.get(plain().as_str())).map(|known| known.body.to_owned())
        };
        look(words).or_else(|| {
            let country =
                (1..words.len().min(3)).find(|&n| self.home.contains(words[..n].join(" ").trim_end_matches('.')))?;
            look(&words[country..])
        })
    }
}

/// Whether a folded word is one or more initials: "j.", "j.k.", "w".
fn is_initials(word: &str) -> bool {
    word.split('.').all(|letter| letter.chars().count() <= 1) && word.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use crate::lexicon::Lexicon;

    #[test]
    fn one_person_has_one_key() {
        let names = &Lexicon::english().names;
        let key = |name: &str| names.person_key(name);
        for (one, other) in [
            ("Gen. Anton Brisk", "Anton P. Brisk"),
            ("Mike Serro", "Michael Serro"),
            ("José Almeida", "Jose Almeida"),
            ("J.K. Lorne", "J. K. Lorne"),
            ("Gary “Gaz” Pemberton", "Gary Pemberton"),
        ] {
            assert_eq!(key(one).name, key(other).name, "{one}, {other}");
        }
        for (one, other) in [
            ("Anton Brisk", "Brisk"),
            ("Anton Brisk", "Anna Brisk"),
            ("Anton Brisk Jr.", "Anton Brisk"),
            ("Anton Brisk III", "Anton Brisk"),
            ("A. Brisk", "Anton Brisk"),
        ] {
            assert_ne!(key(one).name, key(other).name, "{one}, {other}");
        }
        assert!(!key("Tom W. Marsh").agreeing().contains(&key("Thomas H. Marsh").exact()));
        assert!(key("Tom W. Marsh").agreeing().contains(&key("Thomas Marsh").exact()));
        assert_eq!(key("Dean Kell").name, "dean kell");
        assert_eq!(key("").name, "");
        assert_eq!(key("“").name, "");
    }

    #[test]
    fn one_body_has_one_key() {
        let names = &Lexicon::english().names;
        let key = |name: &str| names.body_key(name);
        for (one, other) in [
            ("DOD", "the Pentagon"),
            ("Defense Department", "U.S. Department of Defense"),
            ("United Nations", "U.N."),
            ("UN", "the United Nations"),
            ("Brandauer Kettles Inc.", "Brandauer Kettles"),
            ("Brandauer Kettles Co. Ltd", "Brandauer Kettles"),
            ("The Harbor Board", "Harbor Board’s"),
        ] {
            assert_eq!(key(one), key(other), "{one}, {other}");
        }
        for (one, other) in [("Harbor Board", "Harbor Police"), ("Foreign Ministry", "Defence Ministry"), ("Co.", "")] {
            assert_ne!(key(one), key(other), "{one}, {other}");
        }
    }
}
