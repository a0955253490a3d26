//! What speaks for a passage in, one number and its reasons out.

use crate::passage::{Reason, sort_reasons};

/// What speaks for a passage: shares from 0 to 1, or yes and no as 1 and 0.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Evidence {
    /// The topic in what was said.
    pub(super) content: f32,
    /// The topic in its sentences.
    pub(super) context: f32,
    /// The topic in the passages around it.
    pub(super) near: f32,
    /// The topic in the article's text.
    pub(super) body: f32,
    /// The topic in the headline.
    pub(super) title: f32,
    /// Words of the topic that stand in its sentences, each once.
    pub(super) together: f32,
    /// The topic in what it says is not so, where a denial is asked for.
    pub(super) negated: f32,
    /// The act asked for is one of its acts.
    pub(super) act: f32,
    /// It does so, and the topic is in it or in the passages around it.
    pub(super) act_about: f32,
    /// So do others of its article.
    pub(super) others: f32,
    /// As far as it does so: how much better the best of its article is that does.
    pub(super) lifted: f32,
    /// Another passage of its article is better, as far as not all that do so are wanted.
    pub(super) second: f32,
    /// It refuses to do what was asked whether someone did.
    pub(super) refuses: f32,
    /// The one that it was done to speaks.
    pub(super) own: f32,
    /// It does something near to the act asked for.
    pub(super) near_act: f32,
    /// The very word that the question asks with stands in its sentences.
    pub(super) cue: f32,
    /// The share of the asked-for words that speaker, source, role and organization have.
    pub(super) speaker: f32,
    /// All of them are there.
    pub(super) whole_speaker: f32,
    /// It is not known who speaks, and its sentences have the name asked for.
    pub(super) named: f32,
    /// The share of the asked-for words that organization, role and speaker have.
    pub(super) organization: f32,
    /// It is a quotation.
    pub(super) quotation: f32,
    /// How sure its attribution is.
    pub(super) sure: f32,
    /// Its speaker or organization is known, where speakers are asked for.
    pub(super) known: f32,
    /// It is a headline.
    pub(super) headline: f32,
    /// Its content has only a few words.
    pub(super) short: f32,
    /// How early it stands in the article.
    pub(super) early: f32,
    /// The words, where nothing else was asked.
    pub(super) words: f32,
}

/// A piece of evidence: its name, its share and its weight.
type Part = (&'static str, f32, f32);

impl Evidence {
    /// Each kind of evidence in words, with its weight; `.ci/tune` finds the weights on the development questions.
    #[inline(always)]
    fn parts(&self) -> [Part; 27] {
        [
            ("the topic is in what was said", self.content, 0.75),
            ("the topic is in its sentences", self.context, 0.3),
            ("the topic is in the passages around it", self.near, 0.7),
            ("the article is about the topic", self.body, 0.83),
            ("the headline names the topic", self.title, 0.39),
            ("it has words of the topic, each once", self.together, 0.08),
            ("it says that the topic is not so", self.negated, 1.0),
            ("it does what is asked for", self.act, 0.5),
            ("it does so about the topic", self.act_about, 0.4),
            ("others of its article do so too", self.others, 0.8),
            ("it does what a better one of its article does", self.lifted, 0.7),
            ("its article has a better one", self.second, -0.6),
            ("it refuses to do what is asked for", self.refuses, 0.6),
            ("the one it was done to speaks", self.own, -0.5),
            ("it does something near to what is asked for", self.near_act, 0.08),
            ("it is said with the word asked for", self.cue, 0.4),
            ("the speaker has the name asked for", self.speaker, 2.24),
            ("the speaker is the one asked for", self.whole_speaker, 0.2),
            ("its sentences name the one asked for", self.named, 1.0),
            ("the organization is the one asked for", self.organization, 1.95),
            ("someone is on record", self.quotation, 0.15),
            ("how sure the attribution is", self.sure, 0.17),
            ("it is known who speaks", self.known, 0.24),
            ("it is a headline", self.headline, -1.4),
            ("it says only a word or two", self.short, -0.09),
            ("it stands early in the article", self.early, 0.38),
            ("the article has the words", self.words, 1.0),
        ]
    }

    /// The evidence as one number.
    #[inline(always)]
    pub(super) fn score(&self) -> f32 {
        self.parts().iter().map(|(_, share, weight)| share * weight).sum()
    }

    /// Why the number is what it is, the weightiest first; the weights add up to it.
    pub(super) fn reasons(&self) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = self
            .parts()
            .into_iter()
            .map(|(text, share, weight)| Reason { text: text.to_owned(), weight: share * weight })
            .filter(|reason| reason.weight != 0.0)
            .collect();
        sort_reasons(&mut reasons);
        reasons
    }
}
