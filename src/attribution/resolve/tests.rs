//! Small articles with their sources, and who each stands for.

use crate::article::Article;
use crate::attribution::reading::Readings;
use crate::lexicon::Lexicon;
use crate::quotation::{Attribution, Kind, Part, Speaker};
use crate::text::Span;

/// Resolves the sources marked with square brackets in a text; what follows a source in braces is content.
fn resolve(marked: &str) -> Vec<Speaker> {
    let (text, attributions) = read(marked);
    speakers(Article { text, ..Article::default() }, &attributions)
}

fn speakers(article: Article, attributions: &[Attribution]) -> Vec<Speaker> {
    let readings = Readings::read(&article, Lexicon::english());
    super::resolve(&article, &readings, attributions)
}

/// A text and the attributions marked in it.
fn read(marked: &str) -> (String, Vec<Attribution>) {
    let mut text = String::new();
    let mut attributions: Vec<Attribution> = Vec::new();
    let mut open = 0;
    for character in marked.chars() {
        match character {
            '[' | '{' => open = text.len(),
            ']' => attributions.push(Attribution {
                part: Part::Text,
                kind: Kind::Indirect,
                content: Vec::new(),
                cue: None,
                source: Some(Span { start: open, end: text.len() }),
                within: None,
                confidence: 1.0,
            }),
            '}' => {
                let last = attributions.last_mut().expect("a content follows its source");
                last.content.push(Span { start: open, end: text.len() });
            }
            _ => text.push(character),
        }
    }
    (text, attributions)
}

/// Checks the last source of a text: name, organization, role; `-` for none.
fn check(marked: &str, expected: [&str; 3]) {
    let speakers = resolve(marked);
    let last = speakers.last().expect("the text has a source");
    let given = |field: &Option<String>| field.clone().unwrap_or_else(|| "-".to_owned());
    let found = [given(&last.name), given(&last.organization), given(&last.role)];
    assert_eq!(found, expected, "{marked}");
}

#[test]
fn follows_names() {
    let cases: &[(&str, [&str; 3])] = &[
        (
            "William Tarn, head of the U.S.-led Sarvan Task Force, wrote a letter. [Tarn] said {it was a draft}.",
            ["William Tarn", "Sarvan Task Force", "head of the U.S.-led Sarvan Task Force"],
        ),
        (
            "[Harbor Ministry Press Secretary Alina Fogg] said {it was so}.",
            ["Alina Fogg", "Harbor Ministry", "Harbor Ministry Press Secretary"],
        ),
        (
            "Foreign Minister Davor Orlin met Ilsa Brandt, the envoy. [She] said {the talks went well}.",
            ["Ilsa Brandt", "-", "envoy"],
        ),
        ("Peter Oakes of the Harrow Survey was there. [Mr. Oakes] said {no}.", ["Peter Oakes", "Harrow Survey", "-"]),
        ("Sen. Olive J. Snowden rose. [The senator] said {no}.", ["Olive J. Snowden", "-", "Sen."]),
        ("[The Foreign Ministry] said {no}.", ["-", "Foreign Ministry", "-"]),
        (
            "[A spokeswoman for the Ostran delegation] said {no}.",
            ["-", "Ostran delegation", "spokeswoman for the Ostran delegation"],
        ),
    ];
    for (marked, expected) in cases {
        check(marked, *expected);
    }
}

#[test]
fn leaves_unnamed_sources_unnamed() {
    for marked in
        ["[Officials] said {no}.", "[A senior official] said {no}.", "[Two people familiar with the plan] said {no}."]
    {
        let speaker = resolve(marked).pop().expect("the text has a source");
        assert!(speaker.anonymous && speaker.name.is_none(), "{marked}: {speaker:?}");
    }
}

#[test]
fn survives_odd_texts() {
    for marked in
        ["[]", "[,]", "[’s]", "[the]{}", "[\u{feff}]", "[He] [it] [they] [who] [one]", "[“]{said} A. B. C. of of"]
    {
        let speakers = resolve(marked);
        assert!(speakers.iter().all(|speaker| speaker.confidence.is_finite()), "{marked}");
    }
}

#[test]
fn follows_a_headline_into_the_text() {
    let (title, mut attributions) = read("[Orlin] Denies Leaving, [Minister] Says");
    attributions.iter_mut().for_each(|attribution| attribution.part = Part::Title);
    let text = "Foreign Minister Davor Orlin was in town. He left late.".to_owned();
    let found = speakers(Article { title: Some(title), text, ..Article::default() }, &attributions);
    assert!(found.iter().all(|speaker| speaker.name.as_deref() == Some("Davor Orlin")), "{found:?}");
}

#[test]
fn takes_no_byline_for_a_speaker() {
    let (text, attributions) = read("By Ellen Stork. A woman stood at the gate. [She] said {no}.");
    let author = Some("Ellen Stork".to_owned());
    let found = speakers(Article { text, author, ..Article::default() }, &attributions);
    assert_eq!(found[0].name, None);
}

#[test]
fn heeds_what_an_agency_marked() {
    use crate::article::{Marked, MarkedKind};
    let mark =
        |name: &str, kind, role: Option<&str>| Marked { name: name.to_owned(), kind, role: role.map(str::to_owned) };
    let person = |name: &str, role| mark(name, MarkedKind::Person, role);
    let body = |name: &str| mark(name, MarkedKind::Organization, None);
    let oduya = || person("Tamsin Oduya", Some("harbour commissioner"));
    let cases: [(&str, Vec<Marked>, [&str; 3]); 5] = [
        (
            "The pier stays open, [Oduya] said on Tuesday.",
            vec![oduya(), person("Pavel Brandt", None)],
            ["Tamsin Oduya", "-", "harbour commissioner"],
        ),
        // Two of that name: it may be either.
        (
            "The pier stays open, [Oduya] said on Tuesday.",
            vec![oduya(), person("Remi Oduya", None)],
            ["Oduya", "-", "-"],
        ),
        // What the article calls someone goes before.
        (
            "Remi Oduya, a fisherman, was there. The pier stays open, [Oduya] said on Tuesday.",
            vec![oduya()],
            ["Remi Oduya", "-", "fisherman"],
        ),
        ("The pier stays open, [Martin Vale] said on Tuesday.", vec![body("Martin Vale")], ["-", "Martin Vale", "-"]),
        ("The pier stays open, [Oduya] said on Tuesday.", vec![body("Harbour Board")], ["-", "Oduya", "-"]),
    ];
    for (marked, names, expected) in cases {
        let (text, attributions) = read(marked);
        let article = Article { text, marked: names.clone(), ..Article::default() };
        let last = speakers(article, &attributions).pop().expect("the text has a source");
        let given = |field: &Option<String>| field.clone().unwrap_or_else(|| "-".to_owned());
        assert_eq!([given(&last.name), given(&last.organization), given(&last.role)], expected, "{marked} {names:?}");
    }
}
