//! What names people and bodies: given names, titles, nouns for persons and bodies, offices, places, pronouns.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::lexicon::table::rows;

/// The classes a word belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Class(u64);

#[allow(missing_docs, reason = "the names say it")]
impl Class {
    /// In no class.
    pub const NONE: Self = Self(0);
    pub const GIVEN: Self = Self(1);
    pub const MALE: Self = Self(1 << 1);
    pub const FEMALE: Self = Self(1 << 2);
    /// Stands before a name ("Mr.", "Gen.", "Senator").
    pub const TITLE: Self = Self(1 << 3);
    /// A title that tells no role ("Mr.").
    pub const HONORIFIC: Self = Self(1 << 4);
    /// A title that tells little of a role ("Dr.", "Lord").
    pub const DEGREE: Self = Self(1 << 5);
    /// A noun for one person.
    pub const PERSON: Self = Self(1 << 6);
    /// A noun for several persons.
    pub const PERSONS: Self = Self(1 << 7);
    /// A noun for a person who holds something that one at a time holds ("minister").
    pub const OFFICE: Self = Self(1 << 8);
    /// A noun for persons who often stay unnamed ("official").
    pub const VOICE: Self = Self(1 << 9);
    pub const KIN: Self = Self(1 << 10);
    /// A noun that says nothing of a person ("man").
    pub const GENERIC: Self = Self(1 << 11);
    /// A noun for one body ("ministry").
    pub const BODY: Self = Self(1 << 12);
    /// A noun for several bodies.
    pub const BODIES: Self = Self(1 << 13);
    /// Marks a name as a body's ("Inc").
    pub const BODY_WORD: Self = Self(1 << 14);
    /// What speaks on paper ("report").
    pub const DOCUMENT: Self = Self(1 << 15);
    pub const DEMONYM: Self = Self(1 << 16);
    pub const PLACE: Self = Self(1 << 17);
    /// Never at the edge of a name.
    pub const STOP: Self = Self(1 << 18);
    /// A small word within a name ("de").
    pub const PARTICLE: Self = Self(1 << 19);
    pub const PRONOUN: Self = Self(1 << 20);
    /// A source that an article does not name ("critics").
    pub const UNNAMED: Self = Self(1 << 21);
    /// A determiner or a possessive pronoun.
    pub const DETERMINER: Self = Self(1 << 22);
    pub const PREPOSITION: Self = Self(1 << 23);
    /// Starts a relative clause.
    pub const RELATIVE: Self = Self(1 << 24);
    /// Joins two of a kind ("and").
    pub const AND: Self = Self(1 << 25);
    /// Not one that was spoken of before ("a", "some", "three").
    pub const INDEFINITE: Self = Self(1 << 26);
    /// A verb or another word that no noun phrase holds.
    pub const CLAUSE: Self = Self(1 << 27);
    /// Follows a full name ("Jr.").
    pub const SUFFIX: Self = Self(1 << 28);
    /// Joins the words of a body's name ("of").
    pub const JOINT: Self = Self(1 << 29);

    /// Ties a person to a body ("at").
    pub const BELONGING: Self = Self(1 << 30);

    /// Behind a hyphen it makes a name a modifier ("U.S.-led").
    pub const BOUND: Self = Self(1 << 31);

    pub const SURNAME: Self = Self(1 << 32);
    /// A preposition before places.
    pub const LOCAL: Self = Self(1 << 33);
    /// The legal form behind a company's name ("Inc").
    pub const LEGAL: Self = Self(1 << 34);
    /// A title of a service, which one keeps from office to office ("General").
    pub const RANK: Self = Self(1 << 35);
    /// Before an office: held no longer, or not yet ("former", "shadow").
    pub const PAST: Self = Self(1 << 36);
    /// Before an office: given up ("former").
    pub const FORMER: Self = Self(1 << 39);
    /// Before an office: held until another is found ("acting").
    pub const ACTING: Self = Self(1 << 43);
    /// A preposition before some of those who were named by a noun ("including").
    pub const LISTING: Self = Self(1 << 42);
    /// A document whose issuer's name stands before it ("report").
    pub const ISSUED: Self = Self(1 << 41);
    /// A preposition before who made something.
    pub const AUTHOR: Self = Self(1 << 40);
    /// What is done with a document by who did not make it ("seen").
    pub const GOT: Self = Self(1 << 45);
    /// A preposition before who is told something ("to").
    pub const HEARER: Self = Self(1 << 46);
    /// An article of another language, which begins the names of newspapers and clubs ("El").
    pub const FOREIGN_ARTICLE: Self = Self(1 << 47);
    /// A preposition before what is spoken of ("on").
    pub const TOPIC: Self = Self(1 << 44);
    /// Stands for two that were named together ("the two", "both").
    pub const TWO: Self = Self(1 << 37);
    /// Tells the name of somebody ("a woman named Ada Quill").
    pub const NAMING: Self = Self(1 << 48);
    /// Begins the name of something that never speaks ("Hurricane Ida").
    pub const THING: Self = Self(1 << 38);

    /// Whether the word is in any of these classes.
    pub fn is(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    /// Both classes together.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A pronoun's grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pronoun {
    /// 1, 2 or 3; 0 for others.
    pub person: u8,
    /// Whether it stands for several.
    pub plural: bool,
    /// What it may stand for.
    pub gender: Gender,
}

/// What a word tells of gender.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Gender {
    #[default]
    Unknown,
    Male,
    Female,
    Thing,
}

impl Gender {
    /// Whether both are known, and not the same.
    pub fn clashes(self, other: Self) -> bool {
        self != Self::Unknown && other != Self::Unknown && self != other
    }
}

/// A well-known body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownBody {
    /// The name all its names share.
    pub body: &'static str,
    /// Its kind, as in the table of heads.
    pub kind: BodyKind,
}

named! {
    /// What a body is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[allow(missing_docs, reason = "the names say it")]
    pub enum BodyKind {
        Government = "government",
        /// A country, by a noun for what rules it ("regime").
        State = "state",
        /// A body of a government that watches over others.
        Agency = "agency",
        Court = "court",
        Company = "company",
        Media = "media",
        Party = "party",
        Group = "group",
        /// A group, or whatever else is spoken of.
        Any = "any",
    }
}

/// All tables of names.
pub struct Names {
    classes: FxHashMap<&'static str, Class>,
    /// Well-known bodies by each of their names.
    pub bodies: FxHashMap<&'static str, KnownBody>,
    /// The first words of the names of well-known bodies of several words.
    body_starts: FxHashSet<&'static str>,
    /// All names of a well-known body, by the name that they share.
    body_names: FxHashMap<&'static str, Vec<&'static str>>,
    /// The body of an office that names it by custom.
    pub offices: FxHashMap<&'static str, &'static str>,
    /// Places of one word or more.
    pub places: FxHashMap<&'static str, PlaceKind>,
    /// The place of a demonym; empty where there is none.
    pub demonyms: FxHashMap<&'static str, &'static str>,
    /// The names a short form may stand for, parted by spaces.
    pub nicknames: FxHashMap<&'static str, &'static str>,
    /// Pronouns.
    pub pronouns: FxHashMap<&'static str, Pronoun>,
    /// The kind of a noun for bodies, singular or plural.
    pub heads: FxHashMap<&'static str, BodyKind>,
    /// Names of the country whose bodies are mostly named without it.
    pub home: FxHashSet<&'static str>,
    /// Endings of nouns for persons.
    endings: Vec<&'static str>,
    /// For a noun for persons who speak for a body named elsewhere: the nouns of such bodies, parted by spaces.
    pub role_bodies: FxHashMap<&'static str, RoleBodies>,
    /// For a noun that stands for holders of several offices: these, parted by spaces.
    pub office_kinds: FxHashMap<&'static str, Vec<&'static str>>,
    /// The plain noun of a plural for persons or bodies, or of a short title.
    singulars: FxHashMap<&'static str, &'static str>,
}

named! {
    /// What a place is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[allow(missing_docs, reason = "the names say it")]
    pub enum PlaceKind {
        Country = "country",
        State = "state",
        City = "city",
        Area = "area",
    }
}

/// Which body a noun for a person, or for a body, tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleBodies {
    /// Whether a place before the noun stands for its body: "Ardley striker".
    pub of_place: bool,
    /// The body, where no place does.
    pub body: RoleBody,
}

/// The body of a noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleBody {
    /// One with one of these nouns in its name, or of such a kind, the likelier first.
    Of(&'static str),
    /// What this noun stands for behind an article: "the government".
    The(&'static str),
    /// The country before the noun, with this noun behind it: "Ostran officials".
    Country(&'static str),
    /// Whatever body is spoken of.
    Any,
    /// Whoever made the document that is spoken of: "co-author".
    Maker,
    /// The place that follows "for": "the member for Ardley".
    Seat,
    /// None: the role is its country's.
    None,
}

impl RoleBodies {
    fn parse(bodies: &'static str) -> Self {
        let local = bodies.strip_prefix("place ");
        let body = match (local.unwrap_or(bodies), bodies.split_once(' ')) {
            ("any", _) => RoleBody::Any,
            ("document", _) => RoleBody::Maker,
            ("seat", _) => RoleBody::Seat,
            ("none", _) => RoleBody::None,
            (_, Some(("the", noun))) => RoleBody::The(noun),
            (_, Some(("country", noun))) => RoleBody::Country(noun),
            (nouns, _) => RoleBody::Of(nouns),
        };
        Self { of_place: local.is_some(), body }
    }

    /// The nouns of its body, joined by spaces.
    pub fn nouns(self) -> Option<&'static str> {
        match self.body {
            RoleBody::Of(nouns) => Some(nouns),
            _ => None,
        }
    }
}

impl Names {
    /// The classes of a folded word.
    pub fn class(&self, form: &str) -> Class {
        let word = form.strip_suffix('.').unwrap_or(form);
        match self.classes.get(word) {
            Some(&class) => class,
            // "she'd": what a pronoun is drawn together with is none of it.
            None => match word.split_once('\'') {
                Some((pronoun, _)) if self.pronouns.contains_key(pronoun) => Class::PRONOUN.or(Class::STOP),
                _ if self.is_past_office(word) => {
                    self.class(word.split_once('-').map_or("", |(_, noun)| noun)).or(Class::PAST)
                }
                _ if self.endings.iter().any(|ending| word.ends_with(ending)) => Class::PERSON,
                _ => Class::NONE,
            },
        }
    }

    /// Whether a word is an office with what tells when it was held: "then-senator".
    fn is_past_office(&self, word: &str) -> bool {
        word.split_once('-').is_some_and(|(before, noun)| {
            let class = |word: &str| self.classes.get(word).copied().unwrap_or_default();
            (class(before) == Class::STOP || class(before).is(Class::PAST))
                && class(noun).is(Class::TITLE.or(Class::PERSON))
        })
    }

    /// The grammar of a folded pronoun, also where it is drawn together with a verb ("she'd").
    pub fn pronoun(&self, form: &str) -> Option<Pronoun> {
        self.pronouns.get(form).or_else(|| self.pronouns.get(form.split_once('\'')?.0)).copied()
    }

    /// The plain noun of a folded noun: its singular, or what a short title stands for.
    pub fn plain<'w>(&self, form: &'w str) -> &'w str {
        self.singulars.get(form.strip_suffix('.').unwrap_or(form)).copied().unwrap_or(form)
    }

    /// Whether a well-known body of several words may start with this folded word.
    pub fn starts_body(&self, form: &str) -> bool {
        self.body_starts.contains(form)
    }

    /// The nouns of offices that one person at a time holds, in order.
    pub fn office_nouns(&self) -> Vec<&'static str> {
        let office = |class: Class| class.is(Class::OFFICE) && class.is(Class::PERSON);
        let mut nouns: Vec<&str> =
            self.classes.iter().filter(|&(_, &class)| office(class)).map(|(&noun, _)| noun).collect();
        nouns.sort_unstable();
        nouns
    }

    /// The place of a folded demonym, also of several people ("the Saudis"); empty where there is none.
    pub fn place_of(&self, form: &str) -> Option<&'static str> {
        self.demonyms.get(form).or_else(|| self.demonyms.get(form.strip_suffix('s')?)).copied()
    }

    /// The other names of the well-known body that a folded name names.
    pub fn bodies_named_as<'n>(&self, name: &'n str) -> impl Iterator<Item = &'static str> + use<'_, 'n> {
        let known = self.bodies.get(name).and_then(|known| self.body_names.get(known.body));
        known.into_iter().flatten().copied().filter(move |other| *other != name)
    }

    fn add(&mut self, word: &'static str, class: Class) {
        let entry = self.classes.entry(word).or_default();
        *entry = entry.or(class);
    }
}

/// Reads the tables of English.
pub(super) fn english() -> Names {
    let mut names = Names {
        classes: FxHashMap::default(),
        bodies: FxHashMap::default(),
        body_starts: FxHashSet::default(),
        body_names: FxHashMap::default(),
        offices: rows(include_str!("english/offices.tsv")).map(|[office, body]| (office, body)).collect(),
        places: FxHashMap::default(),
        demonyms: rows(include_str!("english/demonyms.tsv")).map(|[demonym, place]| (demonym, place)).collect(),
        nicknames: rows(include_str!("english/nicknames.tsv")).map(|[nickname, names]| (nickname, names)).collect(),
        home: FxHashSet::default(),
        endings: Vec::new(),
        role_bodies: rows(include_str!("english/role-bodies.tsv"))
            .map(|[noun, bodies]| (noun, RoleBodies::parse(bodies)))
            .collect(),
        office_kinds: rows(include_str!("english/office-kinds.tsv"))
            .map(|[noun, offices]| (noun, offices.split(' ').collect()))
            .collect(),
        pronouns: FxHashMap::default(),
        heads: FxHashMap::default(),
        singulars: FxHashMap::default(),
    };
    people(&mut names);
    bodies(&mut names);
    for [place, kind] in rows(include_str!("english/places.tsv")) {
        let kind = PlaceKind::from_name(kind).unwrap_or_else(|| panic!("no such kind of place: {kind}"));
        names.places.insert(place, kind);
        if !place.contains(' ') {
            names.add(place, Class::PLACE);
        }
    }
    for [demonym, _] in rows(include_str!("english/demonyms.tsv")) {
        names.add(demonym, Class::DEMONYM);
    }
    for [word, class] in rows(include_str!("english/name-words.tsv")) {
        if class == "ending" {
            names.endings.push(word);
            continue;
        }
        if class == "home" {
            names.home.insert(word);
            continue;
        }
        names.add(word, small_word(class));
    }
    names
}

fn small_word(class: &str) -> Class {
    match class {
        "stop" => Class::STOP,
        "particle" => Class::PARTICLE,
        "unnamed" => Class::UNNAMED,
        "determiner" => Class::DETERMINER.or(Class::STOP),
        "indefinite" => Class::DETERMINER.or(Class::INDEFINITE).or(Class::STOP),
        "preposition" => Class::PREPOSITION.or(Class::STOP),
        "hearer" => Class::PREPOSITION.or(Class::HEARER).or(Class::STOP),
        "got" => Class::GOT,
        "foreign" => Class::FOREIGN_ARTICLE,
        "joint" => Class::PREPOSITION.or(Class::JOINT).or(Class::STOP),
        "author" => Class::PREPOSITION.or(Class::AUTHOR).or(Class::STOP),
        "origin" => Class::PREPOSITION.or(Class::BELONGING).or(Class::AUTHOR).or(Class::STOP),
        "topic" => Class::PREPOSITION.or(Class::BELONGING).or(Class::TOPIC).or(Class::STOP),
        "belonging" => Class::PREPOSITION.or(Class::BELONGING).or(Class::STOP),
        "relative" => Class::RELATIVE.or(Class::STOP),
        "and" => Class::AND.or(Class::STOP).or(Class::JOINT),
        "clause" => Class::CLAUSE.or(Class::STOP),
        "listing" => Class::PREPOSITION.or(Class::LISTING).or(Class::STOP),
        "local" => Class::PREPOSITION.or(Class::BELONGING).or(Class::LOCAL).or(Class::STOP),
        "bound" => Class::BOUND,
        "suffix" => Class::SUFFIX,
        "legal" => Class::LEGAL,
        "past" => Class::PAST,
        "acting" => Class::ACTING,
        "former" => Class::PAST.or(Class::FORMER),
        "two" => Class::TWO,
        "thing" => Class::THING,
        "naming" => Class::NAMING,
        _ => panic!("no such class of word: {class}"),
    }
}

fn people(names: &mut Names) {
    for [name, gender] in rows(include_str!("english/given-names.tsv")) {
        names.add(name, Class::GIVEN.or(gender_class(gender)));
    }
    for [surname] in rows(include_str!("english/surnames.tsv")) {
        names.add(surname, Class::SURNAME);
    }
    for [title, gender, class, full] in rows(include_str!("english/titles.tsv")) {
        let class = match class {
            "honorific" => Class::HONORIFIC,
            "degree" | "peer" => Class::DEGREE,
            "rank" => Class::RANK,
            "religious" | "office" => Class::NONE,
            _ => panic!("no such class of title: {class}"),
        };
        // A title's gender is no given name's: it is looked up by the title alone.
        names.add(title, Class::TITLE.or(class).or(gender_class(gender)));
        if !full.is_empty() {
            names.singulars.insert(title, full);
        }
    }
    for [noun, plural, gender, class] in rows(include_str!("english/persons.tsv")) {
        let class = match class {
            "office" => Class::OFFICE,
            "voice" => Class::VOICE,
            "kin" => Class::KIN,
            "generic" => Class::GENERIC,
            "other" => Class::NONE,
            _ => panic!("no such class of noun: {class}"),
        };
        names.add(noun, Class::PERSON.or(class).or(gender_class(gender)));
        names.add(plural, Class::PERSONS.or(class));
        names.singulars.insert(plural, noun);
    }
    for [pronoun, person, number, gender] in rows(include_str!("english/pronouns.tsv")) {
        let person = person.parse().expect("a pronoun's person is a digit");
        let gender = match gender {
            "male" => Gender::Male,
            "female" => Gender::Female,
            "thing" => Gender::Thing,
            _ => Gender::Unknown,
        };
        names.pronouns.insert(pronoun, Pronoun { person, plural: number == "plural", gender });
        names.add(pronoun, Class::PRONOUN.or(Class::STOP));
    }
}

fn bodies(names: &mut Names) {
    for [noun, plural, kind] in rows(include_str!("english/organization-heads.tsv")) {
        names.add(noun, Class::BODY);
        names.add(plural, if noun == plural { Class::BODY } else { Class::BODIES });
        names.heads.insert(noun, body_kind(kind));
        names.heads.insert(plural, body_kind(kind));
        names.singulars.insert(plural, noun);
    }
    for [word, kind] in rows(include_str!("english/organization-words.tsv")) {
        names.add(word, Class::BODY_WORD);
        names.heads.entry(word).or_insert(body_kind(kind));
    }
    for [noun, plural, issuer] in rows(include_str!("english/documents.tsv")) {
        let issued = if issuer == "before" { Class::ISSUED } else { Class::NONE };
        names.add(noun, Class::DOCUMENT.or(issued));
        names.add(plural, Class::DOCUMENT.or(issued));
    }
    for [name, body, kind] in rows(include_str!("english/organizations.tsv")) {
        let known = KnownBody { body, kind: body_kind(kind) };
        names.bodies.insert(name, known);
        names.bodies.entry(body).or_insert(known);
        for name in [name, body] {
            if let Some((first, _)) = name.split_once(' ') {
                names.body_starts.insert(first);
            }
        }

        let shared = names.body_names.entry(body).or_insert_with(|| vec![body]);
        if name != body {
            shared.push(name);
        }
    }
}

fn gender_class(gender: &str) -> Class {
    match gender {
        "male" => Class::MALE,
        "female" => Class::FEMALE,
        _ => Class::NONE,
    }
}

fn body_kind(kind: &str) -> BodyKind {
    BodyKind::from_name(kind).unwrap_or_else(|| panic!("no such kind of body: {kind}"))
}
