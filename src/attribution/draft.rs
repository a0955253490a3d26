//! The nouns of linking: an attribution in the making, the decisions it takes, and who takes them.

use std::ops::Range;

use crate::attribution::cue::{Candidate, Sort};
use crate::attribution::frame::Frame;
use crate::attribution::model::linear::Options;
use crate::attribution::reading::Reading;
use crate::attribution::source::{Phrase, Place};
use crate::attribution::turn::Turn;

/// An attribution in the making. Ranges are of tokens.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) cue: Candidate,
    pub(crate) frame: Frame,
    pub(crate) source: Option<Phrase>,
    pub(crate) pieces: Vec<Range<usize>>,
    /// How probable frame, source and content are together.
    pub(crate) confidence: f32,
}

impl Draft {
    /// A saying that the layout marks.
    pub(crate) fn of_turn(reading: &Reading<'_>, turn: Turn) -> Self {
        /// Layout tells much, and not all.
        const SURE: f32 = 0.9;
        let scope = reading.prose.sentences[reading.prose.sentence_of(turn.sign)].clone();
        let Turn { label, sign, pieces } = turn;
        let cue = Candidate {
            row: None,
            sort: Sort::Colon,
            words: sign..sign + 1,
            group: sign..sign + 1,
            negated: false,
            passive: false,
            scope,
            inside: None,
        };
        let source = Phrase { start: label.start, end: label.end, head: label.end, place: Place::Before };
        Self { cue, frame: Frame::Turn, source: Some(source), pieces, confidence: SURE }
    }

    pub(crate) fn start(&self) -> usize {
        let source = self.source.map_or(usize::MAX, |source| source.start);
        self.pieces.iter().map(|piece| piece.start).min().unwrap_or(usize::MAX).min(source).min(self.cue.group.start)
    }

    pub(crate) fn end(&self) -> usize {
        let source = self.source.map_or(0, |source| source.end);
        self.pieces.iter().map(|piece| piece.end).max().unwrap_or(0).max(source).max(self.cue.words.end)
    }
}

/// One decision to take.
#[expect(dead_code, reason = "only training looks at what is decided, and not at all of it")]
pub(crate) enum Step<'a> {
    /// Which of [`FRAMES`](crate::attribution::frame::FRAMES).
    Frame(&'a Candidate),
    /// Which of the phrases names the source; one option more than phrases: none does.
    Source(&'a Candidate, &'a [Phrase]),
    /// Where the piece of content behind the cue starts; its places.
    StartAfter(&'a Candidate, &'a [usize]),
    /// Where it ends.
    EndAfter(&'a Candidate, usize, &'a [usize]),
    /// Where the piece of content before the cue ends.
    EndBefore(&'a Candidate, &'a [usize]),
    /// Where it starts.
    StartBefore(&'a Candidate, usize, &'a [usize]),
    /// Whether a stretch in marks without a cue goes on with the attribution before: no, yes.
    Continue(&'a Draft, &'a Range<usize>),
}

impl Step<'_> {
    /// The number of the step's space of features.
    pub(crate) fn space(&self) -> u32 {
        match self {
            Self::Frame(_) => 1,
            Self::Source(..) => 2,
            Self::StartAfter(..) => 3,
            Self::EndAfter(..) => 4,
            Self::EndBefore(..) => 5,
            Self::StartBefore(..) => 6,
            Self::Continue(..) => 7,
        }
    }
}

/// Takes decisions: the number of an option, and how probable it is.
pub(crate) trait Judge {
    /// Chooses one of the options.
    fn choose(&mut self, step: &Step<'_>, options: &Options) -> (usize, f32);

    /// The best of the options that are these frames, and how probable it is among them.
    fn choose_among(&mut self, options: &Options, frames: &[Frame]) -> Option<(usize, f32)>;
}
