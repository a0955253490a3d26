//! A run in, a mention out: the titles in it apart from the name, and what it names as far as it tells that itself.

use std::ops::Range;

use super::run::{capital_preposition, unplaced};
use super::{Kind, Mention};
use crate::attribution::resolve::view::View;
use crate::lexicon::names::Class;

/// Parts a run into titles and name, and tells its kind as far as the run itself does.
pub(super) fn mention(view: &View, mut run: Range<usize>, quoted: bool) -> Mention {
    // "Acting White House chief of staff": none of the body's name.
    if run.len() > 1
        && view.is(run.start, Class::PAST.or(Class::ACTING))
        && view.names.bodies.contains_key(&*view.key(run.start + 1..run.end))
    {
        run.start += 1;
    }
    let (name, kind) = if let Some(kind) = known(view, &run) {
        (run.clone(), kind)
    } else if is_body_by_small_words(view, &run) {
        (run.clone(), Kind::Body)
    } else if let Some(name) = behind_titles(view, &run) {
        (unplaced(view, name..run.end), Kind::Person)
    } else {
        match unknown(view, &run) {
            // "Prosecutors", "House Speaker".
            Kind::Office => (run.start..run.start, Kind::Office),
            kind => (run.clone(), kind),
        }
    };
    Mention { run, name, kind, quoted }
}

/// Whether words that are no names' tell of a body: "Ardley County Sheriff's Office" is no sheriff, "Witness Without Borders"
/// no witness.
fn is_body_by_small_words(view: &View, run: &Range<usize>) -> bool {
    let mut behind = run.clone().skip(1);
    let owned = behind.clone().any(|token| view.possessive(token)) && view.is(run.end - 1, Class::BODY_WORD);
    owned && !is_personal(view, run)
        || behind.any(|token| capital_preposition(view, token, run.end).is_some())
        || is_foreign_title(view, run)
}

/// Whether a run is the name of a newspaper, a club or the like in another language: "El Puerto del Norte", "L'Ancre du Port".
fn is_foreign_title(view: &View, run: &Range<usize>) -> bool {
    let form = view.form(run.start);
    let drawn = form.split_once('\'').filter(|(_, rest)| !rest.is_empty());
    let article = match drawn {
        Some((before, _)) => view.names.class(&form[..=before.len()]).is(Class::FOREIGN_ARTICLE),
        None => view.is(run.start, Class::FOREIGN_ARTICLE),
    };
    let first = run.start + 1 + usize::from(drawn.is_none());
    article && run.len() > 2 && (first..run.end).any(|token| view.small(token) && view.is(token, Class::PARTICLE))
}

/// What the tables say that a whole run names.
fn known(view: &View, run: &Range<usize>) -> Option<Kind> {
    let names = view.names;
    let key = view.key(run.clone());
    let before = |class: Class| run.start > 0 && view.is(run.start - 1, class);
    let given = run.len() == 1 && view.is(run.start, Class::GIVEN) && !before(Class::PREPOSITION);
    if names.bodies.contains_key(&*key) {
        Some(Kind::Body)
    } else if names.places.contains_key(&*key) && !given {
        Some(Kind::Place)
    } else if names.demonyms.contains_key(&*key) || before(Class::DETERMINER) && names.place_of(&key).is_some() {
        Some(Kind::Demonym)
    } else {
        None
    }
}

/// Where the name of a person begins behind titles, behind a body, or behind the rest of an office.
fn behind_titles(view: &View, run: &Range<usize>) -> Option<usize> {
    let title = (run.start..run.end - 1).rev().find(|&token| parts(view, run, token));
    if let Some(title) = title {
        return Some(title + 1);
    }
    // "Police N. Hegde", "Leader of the Opposition Vasudha Kulkarni": the body before a person's name is none of it.
    let leading = run.clone().find(|&token| !view.is(token, Class::BODY) || view.is(token, Class::GIVEN));
    let led = |name: &usize| *name > run.start && is_personal(view, &(*name..run.end));
    if let Some(name) = leading.filter(led) {
        return Some(name);
    }
    // "Secretary of State Hana Clifton", "Commissioner of Police N. Hegde".
    let near =
        |n_words: usize, any: Class| (run.start.saturating_sub(n_words)..run.start).any(|token| view.is(token, any));
    let office = run.start > 1
        && !view.is(run.start, Class::BODY_WORD.or(Class::GIVEN))
        && near(1, Class::JOINT.or(Class::DETERMINER))
        && near(2, Class::JOINT)
        && near(3, Class::TITLE.or(Class::PERSON));
    // "Clerk of the Assembly Zuberi Ntale": two words that tell of nothing else.
    let plain = |token: usize| {
        let told =
            Class::BODY.or(Class::BODIES).or(Class::BODY_WORD).or(Class::STOP).or(Class::PLACE).or(Class::DEMONYM);
        let told = told.or(Class::DOCUMENT).or(Class::PERSON).or(Class::PERSONS).or(Class::TITLE);
        view.capital(token) && !view.capitals(token) && !view.is(token, told)
    };
    let led = office && run.len() == 3 && view.is(run.start, Class::BODY) && (run.start + 1..run.end).all(plain);
    let personal = (run.start + 1..run.end - 1).find(|&name| office && is_personal(view, &(name..run.end)));
    let personal = personal.or(led.then_some(run.start + 1));
    personal.or_else(|| behind_office(view, run).filter(|_| !view.is(run.start, Class::GIVEN)))
}

/// Where a name begins behind what an office is of: "Secretary of State | Zuhra Mwakio", "Clerk of the Assembly | Zuhra Mwakio".
fn behind_office(view: &View, run: &Range<usize>) -> Option<usize> {
    let before = run.start.checked_sub(1)?;
    let of = before.checked_sub(usize::from(view.is(before, Class::DETERMINER)))?;
    let office = of.checked_sub(1)?;
    if !view.is(of, Class::JOINT) || !view.is(office, Class::TITLE.or(Class::PERSON)) || run.len() < 3 {
        return None;
    }
    let plain = |token: usize| !view.is(token, Class::BODY_WORD.or(Class::JOINT).or(Class::PERSON).or(Class::PERSONS));
    (run.start + 1..run.end - 1).rev().find(|&name| {
        let body = (run.start..name).all(|token| view.is(token, Class::BODY.or(Class::BODY_WORD)))
            || view.names.bodies.contains_key(&*view.key(run.start..name))
            || view.names.offices.contains_key(&*view.key(office..name));
        body && run.end - name <= 3 && (name..run.end).all(|token| plain(token) && !view.is(token, Class::BODY))
    })
}

/// What a run looks like that the tables do not have.
fn unknown(view: &View, run: &Range<usize>) -> Kind {
    let any = |mut tokens: Range<usize>, class: Class| tokens.any(|token| view.is(token, class));
    let personal = is_personal(view, run);
    let last = run.end - 1;
    let joined = any(run.clone(), Class::BODY_WORD.or(Class::JOINT))
        && (!personal || any(run.start + 1..run.end, Class::BODY_WORD));
    let body = run.len() > 1 && view.is(last, Class::BODY) && !view.is(last, Class::PERSON.or(Class::SURNAME));
    let document = run.len() > 2 && view.is(last, Class::DOCUMENT);
    if joined || body {
        Kind::Body
    } else if personal {
        Kind::Person
    } else if !document && any(run.clone(), Class::TITLE.or(Class::PERSON).or(Class::PERSONS)) {
        Kind::Office
    } else {
        Kind::Unknown
    }
}

/// Whether a word of a run is the last of the titles before a person's name.
fn parts(view: &View, run: &Range<usize>, token: usize) -> bool {
    let class = view.class(token);
    let name = token + 1..run.end;
    let several = class.is(Class::PERSONS) && class.is(Class::OFFICE) && run.len() > 2;
    let titled = class.is(Class::TITLE) || several;
    if !titled && !class.is(Class::PERSON) || token == run.start && is_given_here(view, run) {
        return false;
    }
    // "Rep. Asa Orry" is no "Orry ASA".
    let given = |token: usize| token == name.start && name.len() > 1 && is_given(view, token);
    if name.clone().any(|token| view.is(token, Class::BODY_WORD.or(Class::JOINT)) && !given(token)) {
        return false;
    }
    // "Party Chairman Don Orry", "Officer Dean Orry": behind an office a title that is a given name is one.
    if name.len() == 1
        && is_given(view, token)
        && !view.is(token, Class::RANK.or(Class::OFFICE))
        && !view.word(token).ends_with('.')
        && token > run.start
        && view.is(token - 1, Class::TITLE.or(Class::PERSON))
        && !view.is(token - 1, Class::HONORIFIC)
    {
        return false;
    }
    let last = view.class(run.end - 1);
    let noun = last.is(Class::PERSON.or(Class::PERSONS).or(Class::TITLE).or(Class::BODY).or(Class::BODIES));
    match name.len() {
        1 => titled && (!noun || class.is(Class::HONORIFIC)),
        _ => {
            // "Cook Harbor Report" is no cook.
            let document = last.is(Class::DOCUMENT) && !last.is(Class::SURNAME);
            is_personal(view, &name) || !noun && !document && !view.is(name.start, Class::PERSONS)
        }
    }
}

fn is_given(view: &View, token: usize) -> bool {
    view.is(token, Class::GIVEN) && !view.capitals(token)
}

/// Whether the first word of a run is a given name there, though it is a title elsewhere ("Dean Kamen").
fn is_given_here(view: &View, run: &Range<usize>) -> bool {
    run.len() == 2 && view.is(run.start, Class::GIVEN) && !view.is(run.start, Class::OFFICE.or(Class::HONORIFIC))
}

/// Whether a run looks like a person's name by itself: a given name first, or an initial or particle inside.
fn is_personal(view: &View, run: &Range<usize>) -> bool {
    let (first, last) = (run.start, run.end - 1);
    if !(2..=5).contains(&run.len())
        || run.clone().any(|token| view.is(token, Class::JOINT))
        || view.is(last, Class::BODY_WORD)
        || view.is(last, Class::PERSONS) && !view.is(last, Class::SURNAME)
        // "Ostra Democrat" is no name.
        || view.is(last, Class::PERSON) && !view.is(last, Class::SURNAME) && view.is(first, Class::PLACE)
    {
        return false;
    }
    let country = Class::DEMONYM.or(Class::PLACE);
    let initial = (first..last).any(|token| is_initial(view.word(token)) && !view.is(token, country));
    let particle = (first + 1..run.end).any(|token| view.small(token) && view.is(token, Class::PARTICLE));
    let given = view.is(first, Class::GIVEN) && !view.is(first, Class::BODY_WORD);
    given || initial && view.word(first).len() > 1 || particle && !view.is(first, Class::PLACE)
}

/// Whether a word is an initial, or several ("J.", "C.W.").
pub(in crate::attribution::resolve) fn is_initial(word: &str) -> bool {
    word.ends_with('.') && word.len() <= 6 && word.split('.').all(|part| part.chars().count() <= 1)
}
