//! Word tables in, lookups out.
//!
//! A language is one folder of tables; this module is the only one that opens it.

pub mod agencies;
pub mod classes;
mod conventions;
pub mod cues;
mod fingerprint;
pub mod forms;
pub mod identity;
pub mod names;
pub mod polarity;
pub mod questions;
pub mod stances;
pub mod stops;
pub mod synonyms;
pub mod table;
pub mod word;

pub use fingerprint::fingerprint;

use std::sync::LazyLock;

use crate::text::Conventions;

/// All tables of one language.
pub struct Lexicon {
    /// What the language writes in its own way.
    pub conventions: Conventions,
    /// Words that build sentences.
    pub classes: classes::ClassTable,
    /// What names people and bodies; read when first asked for.
    pub names: LazyLock<names::Names>,
    /// What negations make of a cue.
    pub polarity: polarity::Polarity,
    /// What words say of their object.
    pub stances: stances::StanceTable,
    /// How verbs inflect.
    pub forms: forms::Forms,
    /// News agencies; read when first asked for.
    pub agencies: LazyLock<agencies::Agencies>,
    /// How questions are read.
    pub questions: questions::QuestionTables,
    /// Words that say little; read when first asked for.
    pub stops: LazyLock<stops::Stops>,
    /// Words that may stand for a word; read when first asked for.
    pub synonyms: LazyLock<synonyms::Synonyms>,
    /// Words that mark sayings.
    pub cues: cues::Cues,
    words: word::Words,
}

static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| {
    let forms = forms::Forms::english();
    Lexicon {
        conventions: conventions::english(),
        classes: classes::ClassTable::english(),
        names: LazyLock::new(names::english),
        cues: cues::Cues::english(&forms),
        polarity: polarity::Polarity::english(&forms),
        stances: stances::StanceTable::english(&forms),
        forms,
        agencies: LazyLock::new(agencies::Agencies::english),
        questions: questions::QuestionTables::english(),
        stops: LazyLock::new(stops::Stops::english),
        synonyms: LazyLock::new(synonyms::Synonyms::english),
        words: word::Words::default(),
    }
});

impl Lexicon {
    /// The tables of English.
    pub fn english() -> &'static Self {
        &ENGLISH
    }

    /// The language that they are of, as articles name it.
    pub fn language(&self) -> &'static str {
        "en"
    }
}
