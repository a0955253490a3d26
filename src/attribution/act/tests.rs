//! What statements say is not so, as they say it.

use crate::article::Article;
use crate::attribution::attribute;
use crate::lexicon::Lexicon;

/// What the first quotation of a text says is not so.
fn negated(text: &str) -> Vec<String> {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let findings = attribute(&article, Lexicon::english());
    let quotation = findings.quotations.first().unwrap_or_else(|| panic!("nothing is said: {text}"));
    quotation.negated.iter().map(|span| span.of(text).to_owned()).collect()
}

#[test]
fn negations_cover_what_is_not_so() {
    for (text, expected) in [
        (
            "Lang said there was no decision whatsoever to leave the valley.",
            &["decision whatsoever to leave the valley"][..],
        ),
        ("Lang said there had been no change in the rules.", &["change in the rules"]),
        ("“The memo does not mean a retreat from the coast,” Lang said.", &["mean a retreat from the coast"]),
        ("“It hints at a retreat, that is not what is happening,” Lang said.", &["It hints at a retreat"]),
        ("“They want us to leave. That's not true,” Lang said.", &["They want us to leave"]),
        ("Lang said the report was false.", &["the report"]),
        ("“We did not sell it, but we gave it away,” Lang said.", &["sell it"]),
        ("“It is not only cheap but good,” Lang said.", &[]),
        ("Lang denied that he had sold the mine.", &["that he had sold the mine"]),
        ("Lang said the mine would open in May.", &[]),
    ] {
        assert_eq!(negated(text), expected, "{text}");
    }
}
