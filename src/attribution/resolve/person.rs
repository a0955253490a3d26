//! Mentions in, persons out: each under the longest form of the name, with gender and descriptions.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::mention::{Kind, Mention, is_initial};
use super::view::View;
use crate::attribution::model::tag::Tag;
use crate::lexicon::names::{Class, Gender};

/// A person of the article.
#[derive(Debug)]
pub(super) struct Person {
    /// The longest form of the name.
    pub(super) name: Range<usize>,
    /// What is known of the gender.
    pub(super) gender: Gender,
    /// Whether a title tells the gender.
    pub(super) titled: bool,
    /// Mentions of the person, in order.
    pub(super) mentions: Vec<usize>,
    /// So many of them, while they are gathered, are full names; they come first.
    n_full: usize,
    /// The last mention so far by the surname alone.
    surname: Option<usize>,
}

/// All persons of an article.
#[derive(Debug, Default)]
pub(super) struct Cast {
    /// In order of their first full name.
    pub(super) all: Vec<Person>,
    /// For each mention, its person.
    pub(super) of: Vec<Option<usize>>,
    by_word: FxHashMap<String, Vec<(usize, Place)>>,
}

/// Where in a person's name a word stands; better places first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Last,
    Middle,
    First,
}

/// A name of capitals that is no longer than this may be initials.
const SHORT: usize = 3;

/// So many mentions back it looks for one that leads its sentence.
const NEAR: usize = 8;

/// A full name that led a sentence so many paragraphs ago still tells whose the surname is.
const CLOSE: usize = 2;

/// An apposition of kinship is no longer than this many words.
const APPOSED: usize = 14;

/// So many pronouns of the other gender are no accident.
const OFTEN: u32 = 3;

/// No more than so many persons of one name are told apart.
const NAMESAKES: usize = 12;

impl Cast {
    /// Gathers the persons of a text.
    pub(super) fn gather(view: &View, mentions: &mut [Mention]) -> Self {
        let mut cast = Self { all: Vec::new(), of: vec![None; mentions.len()], by_word: FxHashMap::default() };
        for (at, mention) in mentions.iter().enumerate() {
            if mention.kind == Kind::Person && mention.name.len() >= 2 {
                let person = cast.named(view, &mention.name).unwrap_or_else(|| cast.add(view, &mention.name));
                cast.join(view, at, mention, person);
                cast.all[person].n_full += 1;
            }
        }
        let mut trades = Vec::new();
        for (at, mention) in mentions.iter().enumerate() {
            let name = match mention.kind {
                Kind::Office => mention.run.end - 1..mention.run.end,
                Kind::Person | Kind::Unknown | Kind::Place | Kind::Body => mention.name.clone(),
                // "Cuban said": somebody's surname, unless it says whose something is ("Cuban cigars", "the Cuban").
                Kind::Demonym if is_bare(view, &mention.run) && cast.is_surname(view, mention.run.start) => {
                    mention.run.clone()
                }
                _ => continue,
            };
            if name.len() != 1 {
                continue;
            }
            if mention.kind == Kind::Office && !cast.is_surname(view, name.start) {
                continue;
            }
            match cast.short(view, mentions, name.start, at) {
                Some(person) => {
                    cast.join(view, at, mention, person);
                    if view.form(last_word(view, &cast.all[person].name)) == view.form(name.start) {
                        cast.all[person].surname = Some(at);
                    }
                    if matches!(mention.kind, Kind::Office | Kind::Demonym) {
                        // "Baker" is a surname here, no trade.
                        trades.push(at);
                    }
                }
                None if mention.kind == Kind::Person && !is_shouted(view, &name)
                    || cast.is_of_relatives(view, mentions, at) =>
                {
                    let person = cast.add(view, &name);
                    cast.join(view, at, mention, person);
                    cast.all[person].surname = Some(at);
                }
                None => {}
            }
        }
        for at in trades {
            mentions[at].name = mentions[at].run.end - 1..mentions[at].run.end;
            mentions[at].kind = Kind::Person;
        }
        for person in &mut cast.all {
            person.mentions.sort_unstable();
        }
        cast
    }

    /// Learns the gender of persons whose names do not tell it, from the pronouns that follow them.
    pub(super) fn hear_pronouns(&mut self, view: &View, mentions: &[Mention]) {
        let mut votes = vec![[0u32; 2]; self.all.len()];
        let mut next = 0;
        let mut last: Option<usize> = None;
        let prose = &view.reading.prose;
        for token in 0..view.len() {
            while next < mentions.len() && mentions[next].run.end <= token {
                if let Some(person) = self.of[next].filter(|_| !mentions[next].quoted) {
                    last = Some(person);
                }
                next += 1;
            }
            if !view.is(token, Class::PRONOUN) {
                continue;
            }
            let gender = view.names.pronoun(view.form(token)).map(|pronoun| pronoun.gender);
            let side = match gender {
                Some(Gender::Male) => 0,
                Some(Gender::Female) => 1,
                _ => continue,
            };
            if let Some(person) = last
                && prose.quoted_of(token).is_none()
            {
                votes[person][side] += 1;
            }
        }
        let heard = |side: usize| votes.iter().map(|votes| votes[side]).sum::<u32>();
        let heard = [heard(0), heard(1)];
        let most = self.all.iter().map(|person| person.mentions.len()).max().unwrap_or(0);
        for (person, [male, female]) in self.all.iter_mut().zip(votes) {
            // A given name tells of gender only mostly: in a text without a "she", Lindsey is a man.
            let deceives = match person.gender {
                Gender::Female => heard[1] == 0 && male >= OFTEN,
                Gender::Male => heard[0] == 0 && female >= OFTEN,
                _ => false,
            };
            if deceives && !person.titled && person.mentions.len() == most {
                person.gender = Gender::Unknown;
            }
            if person.gender == Gender::Unknown && male != female {
                if male > 2 * female {
                    person.gender = Gender::Male;
                } else if female > 2 * male {
                    person.gender = Gender::Female;
                }
            }
        }
    }

    /// The person whose full name stands in a line ("By Jane Doe and staff").
    pub(super) fn full_name(&self, view: &View, line: &str) -> Option<usize> {
        self.all.iter().position(|person| person.name.len() > 1 && line.contains(view.text(person.name.clone())))
    }

    /// The name of a person.
    pub(super) fn name(&self, view: &View, person: usize) -> String {
        let name = self.all[person].name.clone();
        // "MR. SPICKER:" is how a transcript writes, not how the name is written.
        let shouted = name.clone().all(|token| view.capitals(token) && view.word(token).len() > SHORT);
        let mut words = String::with_capacity(24);
        for word in view.text(name).split_whitespace() {
            if !words.is_empty() {
                words.push(' ');
            }
            match word.char_indices().nth(1) {
                Some((second, _)) if shouted => {
                    words.push_str(&word[..second]);
                    words.push_str(&word[second..].to_lowercase());
                }
                _ => words.push_str(word),
            }
        }
        words
    }

    /// The person a full name in any reading stands for.
    pub(super) fn find(&self, view: &View, other: &View, name: &Range<usize>) -> Option<usize> {
        let last = last_word(other, name);
        let candidates = self.by_word.get(other.form(last))?;
        if name.len() == 1 {
            return candidates.iter().min_by_key(|&&(person, place)| (place, person)).map(|&(person, _)| person);
        }
        candidates
            .iter()
            .find(|&&(person, place)| place == Place::Last && names_agree(view, &self.all[person].name, other, name))
            .map(|&(person, _)| person)
    }

    fn named(&self, view: &View, name: &Range<usize>) -> Option<usize> {
        let last = last_word(view, name);
        let candidates = self.by_word.get(view.form(last))?;
        candidates
            .iter()
            .rev()
            .find(|&&(person, place)| {
                let known = &self.all[person].name;
                let tail = |long: &Range<usize>, short: &Range<usize>| {
                    long.len() > short.len()
                        && short.clone().rev().zip(long.clone().rev()).all(|(a, b)| view.form(a) == view.form(b))
                };
                place == Place::Last && (names_agree(view, known, view, name) || tail(known, name) || tail(name, known))
            })
            .map(|&(person, _)| person)
    }

    fn is_surname(&self, view: &View, token: usize) -> bool {
        self.by_word
            .get(view.form(token))
            .is_some_and(|candidates| candidates.iter().any(|&(_, place)| place == Place::Last))
    }

    /// The person a single word stands for: whoever was called so or led a sentence last, else the last one spoken of,
    /// else the first one to come.
    fn short(&self, view: &View, mentions: &[Mention], token: usize, at: usize) -> Option<usize> {
        let candidates = self.by_word.get(view.form(token))?;
        let gender = title_gender(view, &mentions[at]);
        // "Varga, the son of Mayor Ilse Varga, said": who is called a relative is not the one whose relative it is.
        let own = is_relative(view, &mentions[at].name);
        let behind = mentions[at].name.end..mentions[at].name.end + APPOSED;
        let agrees = |person: usize| {
            let known = self.all[person].gender;
            let full = &self.all[person].mentions[..self.all[person].n_full];
            let next = full.get(full.partition_point(|&other| other < at));
            let apposed = next.is_some_and(|&next| behind.contains(&mentions[next].name.start));
            !gender.clashes(known) && if own { !apposed } else { !self.is_another(view, mentions, at, person) }
        };
        let capital_enough = |place: Place| place != Place::Middle || view.word(token).chars().count() > 2;
        let fit: Vec<(usize, Place)> =
            candidates.iter().copied().filter(|&(person, place)| capital_enough(place) && agrees(person)).collect();
        let best = fit.iter().map(|&(_, place)| place).min()?;
        let of_best = || fit.iter().filter(|&&(_, place)| place == best).map(|&(person, _)| person);
        let full_before = |person: usize| {
            let full = &self.all[person].mentions[..self.all[person].n_full];
            &full[..full.partition_point(|&other| other < at)]
        };
        // "Varga promised his cousin, Ian Varga, a seat. Varga said": not the cousin.
        let paragraph = |mention: usize| view.reading.prose.paragraph_of(mentions[mention].run.start);
        let last = |person: usize| {
            let full = full_before(person);
            let leads = |full: &&usize| {
                (own || !is_relative(view, &mentions[**full].name)) && self.leads(view, mentions, **full)
            };
            let leading = full.iter().rev().take(NEAR).find(leads).copied();
            let close = leading.filter(|&full| paragraph(full) + CLOSE >= paragraph(at));
            (self.all[person].surname.max(close), leading, full.last().copied())
        };
        of_best()
            .map(|person| (last(person), person))
            .filter(|((surname, _, full), _)| surname.is_some() || full.is_some())
            .max()
            .map(|(_, person)| person)
            // Whoever is named before "Tom Varga Jr." is another Varga.
            .or_else(|| {
                let suffixed = |name: &Range<usize>| view.is(name.end - 1, Class::SUFFIX);
                of_best().find(|&person| !suffixed(&self.all[person].name))
            })
    }

    /// Whether a mention is the first person's of its sentence.
    fn leads(&self, view: &View, mentions: &[Mention], at: usize) -> bool {
        let prose = &view.reading.prose;
        let start = mentions[at].run.start;
        let sentence = prose.sentences[prose.sentence_of(start)].start;
        // "He and first lady Ilse Varga".
        let titled = (sentence..start).rev().find(|&token| !view.small(token) || view.is(token, Class::STOP));
        if titled.is_some_and(|token| view.is(token, Class::AND)) {
            return false;
        }
        let before = (0..at).rev().take(NEAR).take_while(|&before| mentions[before].run.start >= sentence);
        before.into_iter().all(|before| self.of[before].is_none() && mentions[before].kind != Kind::Person)
    }

    /// Whether a surname is not this person's: of one who is named in full only later, and then as a relative or, if it
    /// has an office, with another ("President Varga and first lady Ilse Varga", "Varga and his son Tom Varga").
    fn is_another(&self, view: &View, mentions: &[Mention], at: usize, person: usize) -> bool {
        let Some(&first) = self.all[person].mentions[..self.all[person].n_full].first() else { return false };
        let titles = |at: usize| {
            let Mention { run, name, .. } = &mentions[at];
            let small = run.start > 0 && view.small(run.start - 1) && view.is(run.start - 1, Class::PERSON);
            run.start - usize::from(small)..name.start
        };
        let kin = is_relative(view, &mentions[first].name);
        // "Varga's eldest son, President Tom Varga": Varga alone is the father.
        if kin && at != first && self.is_namesake(view, mentions, first) && !is_relative(view, &mentions[at].name) {
            return true;
        }
        let mut offices = titles(at).filter(|&token| view.is(token, Class::OFFICE)).peekable();
        if offices.peek().is_none() {
            return kin && at < first;
        }
        let same = |office: usize| {
            titles(first).any(|token| view.names.plain(view.form(token)) == view.names.plain(view.form(office)))
        };
        let noun = |token: usize| view.is(token, Class::OFFICE.or(Class::PERSON).or(Class::TITLE));
        let plain = |token: usize| noun(token) && !view.is(token, Class::HONORIFIC.or(Class::RANK));
        (kin || at < first && titles(first).any(plain)) && !offices.any(same)
    }

    /// Whether a name is that of a relative of somebody who has the surname alone: "Varga's son, Tom Varga".
    fn is_namesake(&self, view: &View, mentions: &[Mention], at: usize) -> bool {
        /// "Varga's second-eldest son, President Tom Varga".
        const WIDEST: usize = 7;
        let name = &mentions[at].name;
        let surname = view.form(last_word(view, name));
        let mut owners = (name.start.saturating_sub(WIDEST)..name.start).filter(|&token| view.possessive(token));
        owners.any(|clitic| clitic > 0 && view.form(clitic - 1) == surname)
    }

    /// Whether a surname stands for somebody who is never named in full, while a relative is.
    fn is_of_relatives(&self, view: &View, mentions: &[Mention], at: usize) -> bool {
        let name = &mentions[at].name;
        let last = |&&(_, place): &&(usize, Place)| place == Place::Last;
        let mut bearers = self.by_word.get(view.form(name.start)).into_iter().flatten().filter(last).peekable();
        bearers.peek().is_some() && bearers.all(|&(person, _)| self.is_another(view, mentions, at, person))
    }

    fn add(&mut self, view: &View, name: &Range<usize>) -> usize {
        let person = self.all.len();
        self.all.push(Person {
            name: name.clone(),
            gender: Gender::Unknown,
            titled: false,
            mentions: Vec::new(),
            n_full: 0,
            surname: None,
        });
        self.learn(view, name, person);
        person
    }

    fn learn(&mut self, view: &View, name: &Range<usize>, person: usize) {
        let last = last_word(view, name);
        for token in name.clone() {
            if !view.capital(token) || is_initial(view.word(token)) || view.is(token, Class::SUFFIX) {
                continue;
            }
            let place = match token {
                _ if token == last => Place::Last,
                _ if token == name.start => Place::First,
                _ => Place::Middle,
            };
            let entry = self.by_word.entry(view.form(token).to_owned()).or_default();
            if entry.len() < NAMESAKES && !entry.contains(&(person, place)) {
                entry.push((person, place));
            }
            // "Lindqvist-Shaw" may be short for nothing, but "al-Ubaidi" and "El-Ubaidi" are met as "Ubaidi".
            if place == Place::Last
                && let Some((_, tail)) = view.form(token).split_once('-')
                && is_particle(view, token)
            {
                let entry = self.by_word.entry(tail.to_owned()).or_default();
                if entry.len() < NAMESAKES {
                    entry.push((person, place));
                }
            }
        }
    }

    fn join(&mut self, view: &View, at: usize, mention: &Mention, person: usize) {
        self.of[at] = Some(person);
        let entry = &mut self.all[person];
        entry.mentions.push(at);
        let longer = mention.name.len() > entry.name.len();
        let shouted = |name: &Range<usize>| name.clone().all(|token| view.capitals(token));
        let plainer = mention.name.len() == entry.name.len() && shouted(&entry.name) && !shouted(&mention.name);
        if longer && mention.kind == Kind::Person || plainer {
            entry.name = mention.name.clone();
        }
        let gender = title_gender(view, mention);
        if gender != Gender::Unknown {
            entry.gender = gender;
            entry.titled = true;
        } else if entry.gender == Gender::Unknown && mention.name.len() > 1 {
            entry.gender = given_gender(view, mention.name.start);
        }
        if longer && mention.kind == Kind::Person {
            let name = mention.name.clone();
            self.learn(view, &name, person);
        }
    }
}

/// Whether a lone word that may be an adjective has no noun that it goes with, and no article.
fn is_bare(view: &View, run: &Range<usize>) -> bool {
    let next = view.reading.tags.get(run.end);
    let goes =
        view.small(run.end) && next.is_some_and(|tag| tag.is_noun() || matches!(tag, Tag::Jj | Tag::Vbg | Tag::Vbn));
    run.len() == 1 && !goes && !(run.start > 0 && view.is(run.start - 1, Class::DETERMINER.or(Class::PREPOSITION)))
}

/// Whether a word with a hyphen begins with a particle ("al-Ubaidi", "El-Ubaidi").
fn is_particle(view: &View, token: usize) -> bool {
    let particle = |(before, _): (&str, &str)| view.names.class(before).is(Class::PARTICLE);
    view.word(token).starts_with(char::is_lowercase) || view.form(token).split_once('-').is_some_and(particle)
}

/// Whether a name stands beside a noun of kinship: "his son Tom Varga", "Tom Varga, his son".
fn is_relative(view: &View, name: &Range<usize>) -> bool {
    /// "his second-eldest son".
    const WIDEST: usize = 4;
    let plain = |token: usize| view.small(token) || view.number(token);
    let kin = |token: usize| view.small(token) && view.is(token, Class::KIN);
    let title = |token: &usize| view.capital(*token) && view.is(*token, Class::TITLE);
    // "His son, President Tom Varga".
    let titles = (0..name.start).rev().take(WIDEST).take_while(title).count();
    let before = (name.start - titles).checked_sub(1);
    let before = before.and_then(|before| before.checked_sub(usize::from(view.comma(before))));
    before.is_some_and(kin)
        || view.comma(name.end) && (name.end + 1..name.end + 1 + WIDEST).take_while(|&token| plain(token)).any(kin)
}

/// Whether a lone name is a word of a line in capitals: "FATHER SEEKS HELP".
fn is_shouted(view: &View, name: &Range<usize>) -> bool {
    view.capitals(name.start) && view.word(name.start).len() > SHORT && view.capitals(name.end)
}

/// The last word of a name that is no suffix.
fn last_word(view: &View, name: &Range<usize>) -> usize {
    name.clone().rev().find(|&token| !view.is(token, Class::SUFFIX)).unwrap_or(name.end - 1)
}

/// Whether two names with one surname may be one person's.
fn names_agree(view: &View, a: &Range<usize>, other: &View, b: &Range<usize>) -> bool {
    // "Adam H.W. Brandt" is no "Adam W. Brandt".
    let initial = |view: &View, name: &Range<usize>| {
        let middle = name.start + 1;
        (middle + 1 < name.end && is_initial(view.word(middle))).then(|| view.form(middle).chars().next())
    };
    let middles = initial(view, a).zip(initial(other, b));
    given_agree(view, a.start, other, b.start) && middles.is_none_or(|(one, two)| one == two)
}

/// Whether two first names may be one person's: the same, a short form, an initial.
fn given_agree(view: &View, a: usize, other: &View, b: usize) -> bool {
    let (one, two) = (view.form(a), other.form(b));
    if one == two {
        return true;
    }
    if is_initial(view.word(a)) || is_initial(other.word(b)) {
        return one.chars().next() == two.chars().next();
    }
    let full = |short: &str, long: &str| {
        view.names.nicknames.get(short).is_some_and(|names| names.split(' ').any(|name| name == long))
    };
    let both = || {
        let names = |form: &str| view.names.nicknames.get(form).copied().unwrap_or_default();
        names(one).split(' ').any(|name| !name.is_empty() && names(two).split(' ').any(|other| other == name))
    };
    full(one, two) || full(two, one) || both()
}

fn given_gender(view: &View, token: usize) -> Gender {
    let class = view.class(token);
    match (class.is(Class::GIVEN), class.is(Class::MALE), class.is(Class::FEMALE)) {
        (true, true, false) => Gender::Male,
        (true, false, true) => Gender::Female,
        _ => Gender::Unknown,
    }
}

/// What the titles before a name tell of gender.
fn title_gender(view: &View, mention: &Mention) -> Gender {
    let from = mention.run.start.saturating_sub(usize::from(
        mention.run.start > 0 && view.small(mention.run.start - 1) && view.is(mention.run.start - 1, Class::PERSON),
    ));
    let mut gender = Gender::Unknown;
    for token in from..mention.name.start {
        let class = view.class(token);
        if class.is(Class::TITLE.or(Class::PERSON)) && !class.is(Class::GIVEN) {
            match (class.is(Class::MALE), class.is(Class::FEMALE)) {
                (true, false) => gender = Gender::Male,
                (false, true) => gender = Gender::Female,
                _ => {}
            }
        }
    }
    gender
}
