//! Tokens in, parts of speech out.

use std::sync::LazyLock;

use crate::attribution::model::sequence::{Labeller, View};

/// A part of speech, as the Penn Treebank names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[allow(missing_docs, reason = "the names are the treebank's")]
pub enum Tag {
    Cc,
    Cd,
    Dt,
    Ex,
    Fw,
    In,
    Jj,
    Jjr,
    Jjs,
    Ls,
    Md,
    Nn,
    Nnp,
    Nnps,
    Nns,
    Pdt,
    Pos,
    Prp,
    PrpS,
    Rb,
    Rbr,
    Rbs,
    Rp,
    Sym,
    To,
    Uh,
    Vb,
    Vbd,
    Vbg,
    Vbn,
    Vbp,
    Vbz,
    Wdt,
    Wp,
    WpS,
    Wrb,
    Punct,
    Mark,
}

impl Tag {
    /// Every tag, in the order of the weights.
    pub const ALL: [Self; 38] = [
        Self::Cc,
        Self::Cd,
        Self::Dt,
        Self::Ex,
        Self::Fw,
        Self::In,
        Self::Jj,
        Self::Jjr,
        Self::Jjs,
        Self::Ls,
        Self::Md,
        Self::Nn,
        Self::Nnp,
        Self::Nnps,
        Self::Nns,
        Self::Pdt,
        Self::Pos,
        Self::Prp,
        Self::PrpS,
        Self::Rb,
        Self::Rbr,
        Self::Rbs,
        Self::Rp,
        Self::Sym,
        Self::To,
        Self::Uh,
        Self::Vb,
        Self::Vbd,
        Self::Vbg,
        Self::Vbn,
        Self::Vbp,
        Self::Vbz,
        Self::Wdt,
        Self::Wp,
        Self::WpS,
        Self::Wrb,
        Self::Punct,
        Self::Mark,
    ];

    /// The tag of a treebank name ("VBD", "PRP$").
    pub fn from_name(name: &str) -> Option<Self> {
        let spelled = name.replace('$', "S");
        match name {
            "AFX" | "HYPH" | "ADD" | "NFP" | "XX" => return None,
            _ => {}
        }
        Self::ALL.into_iter().find(|tag| format!("{tag:?}").eq_ignore_ascii_case(&spelled))
    }

    /// A verb in any form, no modal.
    pub fn is_verb(self) -> bool {
        matches!(self, Self::Vb | Self::Vbd | Self::Vbg | Self::Vbn | Self::Vbp | Self::Vbz)
    }

    /// A noun, common or proper.
    pub fn is_noun(self) -> bool {
        matches!(self, Self::Nn | Self::Nns | Self::Nnp | Self::Nnps)
    }

    /// A name.
    pub fn is_proper(self) -> bool {
        matches!(self, Self::Nnp | Self::Nnps)
    }
}

static ENGLISH: LazyLock<Labeller<40>> = LazyLock::new(|| Labeller::new(super::fingerprint::TAGS));

/// The part of speech of each token.
pub fn tags(view: &View<'_>) -> Vec<Tag> {
    ENGLISH.label(view, Tag::ALL.len()).into_iter().map(|label| Tag::ALL[usize::from(label)]).collect()
}
