//! Tokens in, conditions and plain words out: operators, groups, fields and patterns.
//!
//! What stands next to an operator, within parentheses or behind a field is a condition; other words are plain, and
//! are read as a question. Tightest first: fields, `w/5`, NOT, AND, OR. Within parentheses words that no operator
//! parts must all hold.

use crate::error::Result;
use crate::question::condition::{Condition, Near, Pattern, Place, Sense, Within};
use crate::question::fields;
use crate::question::lex::{self, Kind, Token, wrong};

/// What a question's tokens say.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Parsed<'a> {
    /// The words outside of any condition.
    pub(super) plain: Vec<&'a str>,
    /// What must hold, fields with their names.
    pub(super) conditions: Vec<(Option<&'static str>, Condition)>,
}

/// Reads a question. `is_question` says whether a text begins as a question in plain words.
pub(super) fn read<'a>(text: &'a str, is_question: &dyn Fn(&str) -> bool) -> Result<Parsed<'a>> {
    let tokens = lex::split(text, &fields::is_name)?;
    let asks = tokens.first().is_some_and(|first| matches!(first.kind, Kind::Word(word) if is_question(word)));
    let mut reader = Reader { text, tokens, at: 0, asks, parsed: Parsed::default() };
    while reader.at < reader.tokens.len() {
        reader.item()?;
    }
    Ok(reader.parsed)
}

struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token<'a>>,
    at: usize,
    asks: bool,
    parsed: Parsed<'a>,
}

/// Something read, and whether it is more than a plain word.
enum Node<'a> {
    Plain(&'a str, usize),
    Condition(Condition),
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&Kind<'a>> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    fn column(&self) -> usize {
        self.tokens.get(self.at).map_or(self.text.chars().count() + 1, |token| token.column)
    }

    fn wrong(&self, message: &str, advice: &str) -> crate::error::Error {
        wrong(self.text, self.column(), message, advice)
    }

    /// One item at the top: a plain word, or a condition.
    fn item(&mut self) -> Result<()> {
        let field = match self.peek() {
            Some(Kind::Field(name)) => fields::canonical(name),
            Some(Kind::Close) => {
                return Err(self.wrong("a parenthesis is closed that was not opened", "leave it out"));
            }
            _ => None,
        };
        let start = self.at;
        match self.either(None)? {
            Node::Plain(word, _) => self.parsed.plain.push(word),
            Node::Condition(condition) => {
                // Only a field that stands alone joins others of its name.
                let alone = matches!(self.tokens.get(start + 2), None | Some(Token { apart: true, .. }))
                    && self.at == start + 2;
                self.parsed.conditions.push((field.filter(|_| alone), condition));
            }
        }
        Ok(())
    }

    /// `a OR b`.
    fn either(&mut self, place: Option<&'static str>) -> Result<Node<'a>> {
        let first = self.both(place)?;
        if self.peek() != Some(&Kind::Or) {
            return Ok(first);
        }
        let mut any = vec![self.condition(first, place)?];
        while self.peek() == Some(&Kind::Or) {
            self.at += 1;
            let next = self.both(place)?;
            any.push(self.condition(next, place)?);
        }
        Ok(Node::Condition(Condition::Any(any)))
    }

    /// `a AND b`; `a AND NOT b`.
    fn both(&mut self, place: Option<&'static str>) -> Result<Node<'a>> {
        let first = self.unless(place)?;
        if self.peek() != Some(&Kind::And) {
            return Ok(first);
        }
        let mut all = vec![self.condition(first, place)?];
        while self.peek() == Some(&Kind::And) {
            self.at += 1;
            let next = self.unless(place)?;
            all.push(self.condition(next, place)?);
        }
        Ok(Node::Condition(Condition::All(all)))
    }

    /// `NOT a`.
    fn unless(&mut self, place: Option<&'static str>) -> Result<Node<'a>> {
        let mut negations = 0;
        while self.peek() == Some(&Kind::Not) {
            self.at += 1;
            negations += 1;
        }
        let inner = self.near(place)?;
        if negations == 0 {
            return Ok(inner);
        }
        let inner = self.condition(inner, place)?;
        Ok(Node::Condition(if negations % 2 == 1 { Condition::Not(Box::new(inner)) } else { inner }))
    }

    /// `a w/5 b`.
    fn near(&mut self, place: Option<&'static str>) -> Result<Node<'a>> {
        let column = self.column();
        let first = self.primary(place)?;
        let mut pairs = Vec::new();
        let mut one = (first, column);
        loop {
            let within = match self.peek() {
                Some(Kind::Within(most)) => Within::Words(*most),
                Some(Kind::Before(most)) => Within::Before(*most),
                Some(Kind::Sentence) => Within::Sentence,
                Some(Kind::Paragraph) => Within::Paragraph,
                _ => break,
            };
            self.at += 1;
            let column = self.column();
            let other = self.primary(place)?;
            let other = self.condition(other, place)?;
            let (left, left_column) = one;
            let left = self.condition(left, place)?;
            pairs.push(self.pair(&left, left_column, &other, column, within)?);
            one = (Node::Condition(other), column);
        }
        if pairs.is_empty() {
            return Ok(one.0);
        }
        Ok(Node::Condition(if pairs.len() == 1 { pairs.remove(0) } else { Condition::All(pairs) }))
    }

    fn pair(&self, one: &Condition, column: usize, other: &Condition, at: usize, within: Within) -> Result<Condition> {
        let side = |condition: &Condition, column| {
            sides(condition).ok_or_else(|| {
                let advice = "words, phrases, or words parted by OR in parentheses";
                wrong(self.text, column, "this cannot stand beside a distance", advice)
            })
        };
        let (place, one) = side(one, column)?;
        let (other_place, other) = side(other, at)?;
        if place != other_place {
            return Err(wrong(self.text, at, "the two sides of a distance are in different fields", "the same field"));
        }
        let measured = matches!(place, Place::Passage | Place::Quote | Place::Title);
        if !measured || place == Place::Title && matches!(within, Within::Sentence | Within::Paragraph) {
            return Err(wrong(self.text, column, "distances are not known in this field", "text:, quote: or title:"));
        }
        Ok(Condition::Near(Box::new(Near { place, one, other, within })))
    }

    /// A word, a phrase, a pattern, a group, or a field with one of them.
    fn primary(&mut self, place: Option<&'static str>) -> Result<Node<'a>> {
        let column = self.column();
        let Some(kind) = self.peek().cloned() else {
            return Err(self.wrong("something is missing here", "a word behind the operator, or no operator"));
        };
        self.at += 1;
        match kind {
            Kind::Word(word) => {
                if let Some(Kind::Tilde(distance)) = self.peek() {
                    let distance = distance.unwrap_or(1);
                    self.at += 1;
                    return self.fuzzy(word, distance, column, place);
                }
                self.word(word, column, place)
            }
            Kind::Phrase(phrase) => {
                let mut slop = 0;
                if let Some(Kind::Tilde(distance)) = self.peek() {
                    slop = distance.unwrap_or(2);
                    self.at += 1;
                }
                let field = place.unwrap_or("text");
                let condition = fields::phrase(field, phrase, slop, column)
                    .map_err(|(message, advice)| wrong(self.text, column, &message, &advice))?;
                Ok(Node::Condition(condition))
            }
            Kind::Open => self.group(column, place),
            Kind::Field(name) => self.field(name, column),
            Kind::AtLeast(least) => self.at_least(least),
            Kind::Regex(_) | Kind::Tilde(_) => {
                Err(wrong(self.text, column, "a word is missing before this", "a word, or leave it out"))
            }
            Kind::Close => {
                Err(wrong(self.text, column, "something is missing before this", "a word, or no parentheses"))
            }
            Kind::And | Kind::Or | Kind::Not => Err(wrong(
                self.text,
                column,
                "an operator stands alone",
                "a word on each side; in small letters it is a word",
            )),
            Kind::Within(_) | Kind::Before(_) | Kind::Sentence | Kind::Paragraph => {
                Err(wrong(self.text, column, "a distance needs a word on each side", "troops w/5 withdraw"))
            }
        }
    }

    fn word(&mut self, word: &'a str, column: usize, place: Option<&'static str>) -> Result<Node<'a>> {
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '*' | '!'));
        // "who denied it!": a question's own mark is no truncation.
        let last = self.asks && self.at == self.tokens.len();
        let cut = bare.strip_suffix('!').filter(|start| !last && !start.is_empty());
        let bare = bare.trim_end_matches('!');
        let wild = cut.map(|start| format!("{start}*")).or_else(|| bare.contains('*').then(|| bare.to_owned()));
        if let Some(wild) = wild.filter(|wild| wild.chars().any(char::is_alphanumeric)) {
            let field = place.unwrap_or("text");
            return fields::wildcard(field, word, &wild, column)
                .map(Node::Condition)
                .map_err(|(message, advice)| wrong(self.text, column, &message, &advice));
        }
        if place.is_some() {
            return self.condition(Node::Plain(word, column), place).map(Node::Condition);
        }
        Ok(Node::Plain(word, column))
    }

    fn fuzzy(&self, word: &str, distance: u32, column: usize, place: Option<&'static str>) -> Result<Node<'a>> {
        fields::fuzzy(place.unwrap_or("text"), word, distance, column)
            .map(Node::Condition)
            .map_err(|(message, advice)| wrong(self.text, column, &message, &advice))
    }

    fn field(&mut self, name: &str, column: usize) -> Result<Node<'a>> {
        let field = fields::canonical(name).expect("only names of fields become tokens of fields");
        if let Some(Kind::Regex(pattern)) = self.peek().cloned() {
            let at = self.column();
            self.at += 1;
            return fields::regex(field, pattern, at)
                .map(Node::Condition)
                .map_err(|(message, advice)| wrong(self.text, at, &message, &advice));
        }
        let stands = self.tokens.get(self.at).is_some_and(|next| !next.apart)
            && matches!(self.peek(), Some(Kind::Word(_) | Kind::Phrase(_) | Kind::Open));
        if !stands {
            let message = format!("{name}: has no value");
            return Err(wrong(
                self.text,
                column,
                &message,
                "a value directly behind the colon; several words in quotes",
            ));
        }
        let node = self.primary(Some(field))?;
        self.condition(node, Some(field)).map(Node::Condition)
    }

    fn group(&mut self, column: usize, place: Option<&'static str>) -> Result<Node<'a>> {
        let mut all = Vec::new();
        loop {
            match self.peek() {
                None => {
                    return Err(wrong(self.text, column, "a parenthesis is not closed", "close it, or leave it out"));
                }
                Some(Kind::Close) if all.is_empty() => {
                    return Err(wrong(self.text, column, "these parentheses are empty", "leave them out"));
                }
                Some(Kind::Close) => {
                    self.at += 1;
                    break;
                }
                Some(_) => {
                    let node = self.either(place)?;
                    let nothing = matches!(node, Node::Plain(word, _) if !word.chars().any(char::is_alphanumeric));
                    if !nothing {
                        all.push(self.condition(node, place)?);
                    } else if self.peek() == Some(&Kind::Close) && all.is_empty() {
                        return Err(wrong(self.text, column, "these parentheses hold no word", "leave them out"));
                    }
                }
            }
        }
        Ok(Node::Condition(if all.len() == 1 { all.remove(0) } else { Condition::All(all) }))
    }

    fn at_least(&mut self, least: u32) -> Result<Node<'a>> {
        let open = self.column();
        self.at += 1;
        let column = self.column();
        let pattern = match self.primary(None)? {
            Node::Plain(word, column) => fields::row("text", word, column).ok(),
            Node::Condition(condition) => Some(condition),
        };
        let pattern = match pattern {
            Some(Condition::Words(Place::Passage, pattern)) => pattern,
            _ => return Err(wrong(self.text, column, "atleast counts one word", "atleast3(troops)")),
        };
        if matches!(&pattern.sense, Sense::Row(terms) if terms.len() > 1) || matches!(pattern.sense, Sense::Loose(..)) {
            return Err(wrong(self.text, column, "atleast counts one word", "atleast3(troops)"));
        }
        if self.peek() != Some(&Kind::Close) {
            return Err(wrong(self.text, open, "a parenthesis is not closed behind one word", "atleast3(troops)"));
        }
        self.at += 1;
        Ok(Node::Condition(Condition::AtLeast(least, pattern)))
    }

    /// A plain word becomes a condition where an operator or a field stands beside it.
    fn condition(&self, node: Node<'a>, place: Option<&'static str>) -> Result<Condition> {
        match node {
            Node::Condition(condition) => Ok(condition),
            Node::Plain(word, column) => fields::row(place.unwrap_or("text"), word, column)
                .map_err(|(message, advice)| wrong(self.text, column, &message, &advice)),
        }
    }
}

/// The patterns of one side of a distance, and their place.
fn sides(condition: &Condition) -> Option<(Place, Vec<Pattern>)> {
    match condition {
        Condition::Words(place, pattern) if !matches!(pattern.sense, Sense::Together(_)) => {
            Some((*place, vec![pattern.clone()]))
        }
        Condition::Any(any) => {
            let mut all = Vec::new();
            let mut place = None;
            for inner in any {
                let (its, patterns) = sides(inner)?;
                if place.is_some_and(|place| place != its) {
                    return None;
                }
                place = Some(its);
                all.extend(patterns);
            }
            Some((place?, all))
        }
        _ => None,
    }
}
