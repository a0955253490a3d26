//! A reading and its cues in, the outline of its sentences out: noun chunks, finite verbs, commas, where cues stand.

use std::ops::Range;

use crate::attribution::chunk;
use crate::attribution::cue::Candidate;
use crate::attribution::reading::Reading;
use crate::text::TokenKind;

/// What is known of a text's sentences, found once.
pub(crate) struct Outline<'a, 'r> {
    /// The text.
    pub(crate) reading: &'a Reading<'r>,
    /// For each token, whether a candidate cue's group starts there.
    pub(crate) cue_starts: Vec<bool>,
    chunks: Vec<Range<usize>>,
    /// Running counts, so that any stretch is counted in one step.
    verbs: Vec<u32>,
    commas: Vec<u32>,
    /// The tokens that are round brackets, in order.
    brackets: Vec<usize>,
}

impl<'a, 'r> Outline<'a, 'r> {
    /// Outlines a text.
    pub(crate) fn of(reading: &'a Reading<'r>, cues: &[Candidate]) -> Self {
        let n_tokens = reading.tags.len();
        let mut cue_starts = vec![false; n_tokens];
        for cue in cues {
            cue_starts[cue.group.start] = true;
        }
        let (mut verbs, mut commas) = (Vec::with_capacity(n_tokens + 1), Vec::with_capacity(n_tokens + 1));
        let mut brackets = Vec::new();
        let (mut n_verbs, mut n_commas) = (0, 0);
        for at in 0..n_tokens {
            verbs.push(n_verbs);
            commas.push(n_commas);
            n_verbs += u32::from(reading.is_finite(at));
            if reading.prose.tokens[at].kind == TokenKind::Sign {
                match reading.prose.word(at) {
                    "," => n_commas += 1,
                    "(" | ")" => brackets.push(at),
                    _ => {}
                }
            }
        }
        verbs.push(n_verbs);
        commas.push(n_commas);
        Self { reading, cue_starts, chunks: chunk::find(reading), verbs, commas, brackets }
    }

    /// Finite verbs in a stretch, three at most.
    pub(crate) fn verbs(&self, range: &Range<usize>) -> u32 {
        (self.verbs[range.end.max(range.start)] - self.verbs[range.start]).min(3)
    }

    /// Commas in a stretch, three at most.
    pub(crate) fn commas(&self, range: &Range<usize>) -> u32 {
        (self.commas[range.end.max(range.start)] - self.commas[range.start]).min(3)
    }

    /// The tokens of a stretch that are round brackets, in order.
    pub(crate) fn brackets(&self, range: Range<usize>) -> &[usize] {
        let from = &self.brackets[self.brackets.partition_point(|&at| at < range.start)..];
        &from[..from.partition_point(|&at| at < range.end)]
    }

    /// Whether a cue's group starts in a stretch.
    pub(crate) fn has_cue(&self, range: Range<usize>) -> bool {
        self.cue_starts[range].iter().any(|&starts| starts)
    }

    /// The noun chunks that end before a token, in order.
    pub(crate) fn chunks_before(&self, token: usize) -> &[Range<usize>] {
        &self.chunks[..self.chunks.partition_point(|chunk| chunk.end <= token)]
    }

    /// The noun chunks that begin at a token or behind it, in order.
    pub(crate) fn chunks_from(&self, token: usize) -> &[Range<usize>] {
        &self.chunks[self.chunks.partition_point(|chunk| chunk.start < token)..]
    }

    /// The noun chunk that a token stands in.
    pub(crate) fn chunk_at(&self, token: usize) -> Option<&Range<usize>> {
        self.chunks.get(self.chunks_before(token).len()).filter(|chunk| chunk.contains(&token))
    }
}
