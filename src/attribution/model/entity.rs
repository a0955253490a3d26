//! Tokens in, named entities out.

use std::sync::LazyLock;

use crate::attribution::model::sequence::{Labeller, View};

/// What kind of name a token is part of; `First` forms begin one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Entity {
    None,
    FirstPerson,
    Person,
    FirstBody,
    Body,
    FirstPlace,
    Place,
    FirstGroup,
    Group,
    FirstOther,
    Other,
}

impl Entity {
    /// Every entity label, in the order of the weights.
    pub const ALL: [Self; 11] = [
        Self::None,
        Self::FirstPerson,
        Self::Person,
        Self::FirstBody,
        Self::Body,
        Self::FirstPlace,
        Self::Place,
        Self::FirstGroup,
        Self::Group,
        Self::FirstOther,
        Self::Other,
    ];

    /// The label for a kind as OntoNotes names it.
    pub fn from_teacher(kind: &str, begins: bool) -> Self {
        let (first, inside) = match kind {
            "PERSON" => (Self::FirstPerson, Self::Person),
            "ORG" => (Self::FirstBody, Self::Body),
            "GPE" | "LOC" | "FAC" => (Self::FirstPlace, Self::Place),
            "NORP" => (Self::FirstGroup, Self::Group),
            "PRODUCT" | "EVENT" | "WORK_OF_ART" | "LAW" => (Self::FirstOther, Self::Other),
            _ => return Self::None,
        };
        if begins { first } else { inside }
    }

    /// Whether it is part of a person's name.
    pub fn is_person(self) -> bool {
        matches!(self, Self::FirstPerson | Self::Person)
    }

    /// Whether it is part of a body's name.
    pub fn is_body(self) -> bool {
        matches!(self, Self::FirstBody | Self::Body)
    }
}

static ENGLISH: LazyLock<Labeller<12>> = LazyLock::new(|| Labeller::new(super::fingerprint::ENTITIES));

/// The entity label of each token.
pub fn entities(view: &View<'_>) -> Vec<Entity> {
    ENGLISH.label(view, Entity::ALL.len()).into_iter().map(|label| Entity::ALL[usize::from(label)]).collect()
}
