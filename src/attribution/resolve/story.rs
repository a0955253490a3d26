//! What was resolved so far: who spoke, in the order of the text.

use rustc_hash::FxHashMap;

use crate::quotation::Speaker;

/// One source, followed.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    /// Where the source stands in its text.
    pub(super) token: usize,
    /// Who it stands for.
    pub(super) speaker: Speaker,
    /// The person, by number in the text's cast.
    pub(super) person: Option<usize>,
    /// The folded noun of a source that is no name.
    pub(super) noun: Option<String>,
    /// Whether the source is several.
    pub(super) plural: bool,
    /// Whether it is several who held offices that they gave up.
    pub(super) left: bool,
    /// Whether the words of the source tell a role, or a body, of the person that the article does not put beside the name.
    pub(super) teaches: bool,
    /// Whether it stands in the text, not in the headline.
    pub(super) in_text: bool,
}

/// The sources followed so far.
pub(super) struct Story {
    told: Vec<Told>,
    speakers: Vec<Speaker>,
    learned: FxHashMap<usize, Speaker>,
    /// For each attribution, the person who speaks, if one alone does.
    persons: Vec<Option<usize>>,
    /// The person of the byline, who never speaks in the article.
    pub(super) author: Option<usize>,
}

/// So many sources back a noun or pronoun looks.
const REACH: usize = 40;

impl Story {
    /// Nothing is told yet.
    pub(super) fn new(attributions: usize, author: Option<usize>) -> Self {
        Self {
            told: Vec::new(),
            speakers: vec![Speaker::default(); attributions],
            learned: FxHashMap::default(),
            persons: vec![None; attributions],
            author,
        }
    }

    /// Drops the sources so far; their speakers stay.
    pub(super) fn forget_sources(&mut self) {
        self.told.clear();
    }

    /// Adds the source of an attribution.
    pub(super) fn tell(&mut self, attribution: usize, told: Told) {
        self.speakers[attribution] = told.speaker.clone();
        self.persons[attribution] = told.person.filter(|_| !told.plural);
        if told.teaches
            && let Some(person) = told.person
        {
            self.learned.entry(person).or_insert_with(|| told.speaker.clone());
        }
        if told.in_text {
            self.told.push(told);
        }
    }

    /// What a source told of a person.
    pub(super) fn learned(&self, person: usize) -> Option<&Speaker> {
        self.learned.get(&person)
    }

    /// The sources so far, the last first.
    pub(super) fn back(&self) -> impl Iterator<Item = &Told> {
        self.told.iter().rev().take(REACH)
    }

    /// The administration of those who are quoted as its former officials.
    pub(super) fn left(&self) -> Option<&str> {
        let body = self.back().find(|told| told.left)?.speaker.organization.as_deref()?;
        body.rsplit(' ').next().filter(|noun| noun.starts_with(char::is_lowercase)).map(|_| body)
    }

    /// The speaker of an attribution that was followed before.
    pub(super) fn speaker(&self, attribution: usize) -> Option<&Speaker> {
        self.speakers.get(attribution)
    }

    /// All speakers, in the order of the attributions; what was told of a person late holds for what it said before.
    pub(super) fn speakers(mut self) -> Vec<Speaker> {
        for (speaker, person) in self.speakers.iter_mut().zip(&self.persons) {
            let Some(learned) = person.and_then(|person| self.learned.get(&person)) else { continue };
            if speaker.organization.is_none() {
                speaker.organization.clone_from(&learned.organization);
            }
            if speaker.role.is_none() {
                speaker.role.clone_from(&learned.role);
            }
        }
        self.speakers
    }
}
