//! Tokens in, parts of speech out.

use std::sync::LazyLock;

use crate::attribution::model::sequence::{Labeller, View};

named! {
    /// A part of speech, as the Penn Treebank names them, in the order of the weights.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[repr(u8)]
    #[allow(missing_docs, reason = "the names are the treebank's")]
    pub enum Tag {
        Cc = "CC",
        Cd = "CD",
        Dt = "DT",
        Ex = "EX",
        Fw = "FW",
        In = "IN",
        Jj = "JJ",
        Jjr = "JJR",
        Jjs = "JJS",
        Ls = "LS",
        Md = "MD",
        Nn = "NN",
        Nnp = "NNP",
        Nnps = "NNPS",
        Nns = "NNS",
        Pdt = "PDT",
        Pos = "POS",
        Prp = "PRP",
        PrpS = "PRP$",
        Rb = "RB",
        Rbr = "RBR",
        Rbs = "RBS",
        Rp = "RP",
        Sym = "SYM",
        To = "TO",
        Uh = "UH",
        Vb = "VB",
        Vbd = "VBD",
        Vbg = "VBG",
        Vbn = "VBN",
        Vbp = "VBP",
        Vbz = "VBZ",
        Wdt = "WDT",
        Wp = "WP",
        WpS = "WP$",
        Wrb = "WRB",
        Punct = "PUNCT",
        Mark = "MARK",
    }
}

impl Tag {
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
