//! A verb or noun in, its inflected forms out.

use rustc_hash::FxHashMap;

use crate::lexicon::table::rows;

/// The irregular verbs, and the regular ones whose last letter doubles.
#[derive(Debug)]
pub struct Forms {
    verbs: FxHashMap<&'static str, (&'static str, &'static str)>,
}

/// The forms of a verb; equal ones repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerbForms {
    /// "deny".
    pub base: String,
    /// "denies".
    pub third: String,
    /// "denied" (he).
    pub past: String,
    /// "denied" (was).
    pub participle: String,
    /// "denying".
    pub gerund: String,
}

impl VerbForms {
    /// All forms, without repetition.
    pub fn all(&self) -> Vec<&str> {
        let mut all: Vec<&str> = vec![&self.base, &self.third, &self.past, &self.participle, &self.gerund];
        all.sort_unstable();
        all.dedup();
        all
    }
}

fn is_vowel(character: char) -> bool {
    matches!(character, 'a' | 'e' | 'i' | 'o' | 'u')
}

impl Forms {
    /// The forms of English.
    pub(super) fn english() -> Self {
        let table = rows(include_str!("english/forms.tsv"));
        Self { verbs: table.map(|[verb, past, participle]| (verb, (past, participle))).collect() }
    }

    /// The forms of a verb given by its base.
    pub fn verb(&self, base: &str) -> VerbForms {
        if base == "be" {
            let [third, past, participle, gerund] = ["is", "was", "been", "being"].map(str::to_owned);
            return VerbForms { base: base.to_owned(), third, past, participle, gerund };
        }
        let irregular = self.verbs.get(base);
        let past = irregular.map_or_else(|| regular_past(base), |(past, _)| (*past).to_owned());
        let participle = irregular.map_or_else(|| past.clone(), |(_, participle)| (*participle).to_owned());
        // "stop, stopped": a doubled letter of the past doubles in the gerund too; so does that of "cut" and "begin".
        let last = base.chars().next_back().unwrap_or('e');
        let closed = !is_vowel(last) && !matches!(last, 'w' | 'x' | 'y');
        let one_vowel = base.chars().filter(|&character| is_vowel(character)).count() == 1
            && base.chars().rev().nth(1).is_some_and(is_vowel);
        let doubled = closed
            && (past.starts_with(&format!("{base}{last}"))
                || irregular.is_some()
                    && (one_vowel || base.ends_with("gin") || base.ends_with("get"))
                    && base.len() <= 8);
        let gerund = match base {
            _ if doubled => format!("{base}{last}ing"),
            _ if base.ends_with("ie") => format!("{}ying", &base[..base.len() - 2]),
            _ if base.ends_with('e') && !base.ends_with("ee") && !base.ends_with("ye") && base.len() > 2 => {
                format!("{}ing", &base[..base.len() - 1])
            }
            _ => format!("{base}ing"),
        };
        let third = if base == "have" { "has".to_owned() } else { plural(base) };
        VerbForms { base: base.to_owned(), third, past, participle, gerund }
    }
}

/// "denied", "vowed", "urged".
fn regular_past(base: &str) -> String {
    let before_last = base.chars().rev().nth(1);
    match base.chars().next_back() {
        Some('e') => format!("{base}d"),
        Some('y') if !before_last.is_some_and(is_vowel) => format!("{}ied", &base[..base.len() - 1]),
        _ => format!("{base}ed"),
    }
}

/// A noun's plural, and a verb's third person: "denials", "replies", "speeches".
pub fn plural(base: &str) -> String {
    let before_last = base.chars().rev().nth(1);
    match base.chars().next_back() {
        Some('y') if !before_last.is_some_and(is_vowel) => format!("{}ies", &base[..base.len() - 1]),
        Some('s' | 'x' | 'z') => format!("{base}es"),
        Some('h') if base.ends_with("sh") || base.ends_with("ch") => format!("{base}es"),
        Some('o') if matches!(base, "go" | "do" | "veto" | "echo") => format!("{base}es"),
        _ => format!("{base}s"),
    }
}
