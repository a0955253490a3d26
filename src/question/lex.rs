//! A question's characters in, its tokens out, each with its column.
//!
//! What would make reading costly is refused here, before anything is built: length, depth, number of words.

use crate::error::{Error, ErrorKind, Result};

/// A question is no longer than this many bytes.
const LONGEST: usize = 4096;
/// Parentheses nest no deeper than this.
const DEEPEST: usize = 64;
/// A question has no more words than this.
const MOST_WORDS: usize = 1024;

/// One token.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token<'a> {
    /// What it is.
    pub(super) kind: Kind<'a>,
    /// Where it starts: the column, from 1.
    pub(super) column: usize,
    /// Whether white space stands before it.
    pub(super) apart: bool,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind<'a> {
    Open,
    Close,
    And,
    Or,
    Not,
    /// `w/5`.
    Within(u32),
    /// `pre/5`.
    Before(u32),
    /// `/s`.
    Sentence,
    /// `/p`.
    Paragraph,
    /// `atleast3`, before a parenthesis.
    AtLeast(u32),
    /// `speaker:`, whatever the name.
    Field(&'a str),
    /// What stands between quotation marks.
    Phrase(&'a str),
    /// What stands between slashes behind a field.
    Regex(&'a str),
    /// `~2` behind a word or a phrase.
    Tilde(Option<u32>),
    /// Anything else between white space.
    Word(&'a str),
}

/// An error that points at a column of a question.
pub(super) fn wrong(text: &str, column: usize, message: &str, advice: &str) -> Error {
    const BEFORE: usize = 40;
    const SHOWN: usize = 60;
    let start = column.saturating_sub(BEFORE + 1);
    // Control characters would move the caret.
    let shown: String =
        text.chars().skip(start).take(SHOWN).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let before: String = shown.chars().take(column - 1 - start).collect();
    let caret = " ".repeat(unicode_width::UnicodeWidthStr::width(before.as_str()));
    Error::new(ErrorKind::Usage, format!("column {column}: {message}\n  {shown}\n  {caret}^")).try_this(advice)
}

/// Splits a question into tokens.
pub(super) fn split<'a>(text: &'a str, is_field: &dyn Fn(&str) -> bool) -> Result<Vec<Token<'a>>> {
    if text.len() > LONGEST {
        return Err(Error::new(
            ErrorKind::Usage,
            format!("the question is longer than {LONGEST} bytes: it has {}", text.len()),
        )
        .try_this("several questions, with --batch"));
    }
    let mut lexer = Lexer { text, byte: 0, column: 1, is_field, tokens: Vec::new() };
    lexer.run()?;
    Ok(lexer.tokens)
}

struct Lexer<'a, 'f> {
    text: &'a str,
    byte: usize,
    column: usize,
    is_field: &'f dyn Fn(&str) -> bool,
    tokens: Vec<Token<'a>>,
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '"' | '“' | '”')
}

impl<'a> Lexer<'a, '_> {
    fn rest(&self) -> &'a str {
        &self.text[self.byte..]
    }

    /// Goes on by so many bytes.
    fn skip(&mut self, bytes: usize) -> &'a str {
        let passed = &self.rest()[..bytes];
        self.byte += bytes;
        self.column += passed.chars().count();
        passed
    }

    fn run(&mut self) -> Result<()> {
        let mut depth = 0;
        let mut n_words = 0;
        loop {
            let before = self.byte;
            let white = self.rest().len() - self.rest().trim_start().len();
            self.skip(white);
            let Some(first) = self.rest().chars().next() else { return Ok(()) };
            let apart = white > 0 || before == 0;
            let column = self.column;
            let kind = match first {
                '(' => {
                    depth += 1;
                    if depth > DEEPEST {
                        let message = format!("parentheses nest deeper than {DEEPEST}");
                        return Err(wrong(self.text, column, &message, "fewer of them"));
                    }
                    self.skip(1);
                    Kind::Open
                }
                ')' => {
                    depth = depth.saturating_sub(1);
                    self.skip(1);
                    Kind::Close
                }
                '~' if !apart && matches!(self.tokens.last(), Some(Token { kind: Kind::Phrase(_), .. })) => {
                    self.tilde()
                }
                letter if is_mark(letter) => {
                    self.skip(letter.len_utf8());
                    let Some(end) = self.rest().find(is_mark) else {
                        let advice = "close it, or leave it out";
                        return Err(wrong(self.text, column, "a quotation mark is not closed", advice));
                    };
                    let phrase = self.skip(end);
                    self.skip(self.rest().chars().next().map_or(0, char::len_utf8));
                    Kind::Phrase(phrase)
                }
                '/' if !apart && matches!(self.tokens.last(), Some(Token { kind: Kind::Field(_), .. })) => {
                    self.regex(column)?
                }
                '-' | '+' if apart && self.prefixes() => {
                    self.skip(1);
                    if first == '+' {
                        continue;
                    }
                    Kind::Not
                }
                _ => self.word(apart),
            };
            n_words += usize::from(matches!(kind, Kind::Word(_) | Kind::Phrase(_) | Kind::Regex(_)));
            if n_words > MOST_WORDS {
                let message = format!("the question has more than {MOST_WORDS} words");
                return Err(wrong(self.text, column, &message, "fewer of them"));
            }
            self.tokens.push(Token { kind, column, apart });
        }
    }

    /// Whether the sign here stands directly before a word, a phrase or a group.
    fn prefixes(&self) -> bool {
        self.rest().chars().nth(1).is_some_and(|next| next.is_alphanumeric() || next == '(' || is_mark(next))
    }

    fn tilde(&mut self) -> Kind<'a> {
        self.skip(1);
        let digits = self.rest().len() - self.rest().trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
        Kind::Tilde(self.skip(digits).parse().ok())
    }

    fn regex(&mut self, column: usize) -> Result<Kind<'a>> {
        self.skip(1);
        let mut escaped = false;
        let end = self.rest().find(|letter| {
            let ends = letter == '/' && !escaped;
            escaped = letter == '\\' && !escaped;
            ends
        });
        let Some(end) = end else {
            return Err(wrong(self.text, column, "a pattern is not closed", "end it with a slash: /mil+ey/"));
        };
        let pattern = self.skip(end);
        self.skip(1);
        Ok(Kind::Regex(pattern))
    }

    fn word(&mut self, apart: bool) -> Kind<'a> {
        let rest = self.rest();
        let end = rest.find(|letter: char| letter.is_whitespace() || is_mark(letter) || matches!(letter, '(' | ')'));
        let mut word = &rest[..end.unwrap_or(rest.len())];
        if let Some((name, _)) = word.split_once(':')
            && (self.is_field)(&name.to_lowercase())
        {
            self.skip(name.len() + 1);
            return Kind::Field(name);
        }
        // A tilde with a number ends a word; within one it is a letter like any other.
        if let Some(at) = word.rfind('~').filter(|&at| at > 0) {
            let tail = &word[at + 1..];
            if tail.len() <= 2 && tail.bytes().all(|byte| byte.is_ascii_digit()) {
                word = &word[..at];
                self.skip(word.len());
                self.tokens.push(Token { kind: Kind::Word(word), column: self.column - word.chars().count(), apart });
                return self.tilde();
            }
        }
        self.skip(word.len());
        operator(word, end.is_some_and(|end| rest[end..].starts_with('('))).unwrap_or(Kind::Word(word))
    }
}

/// The operator that a word is.
fn operator(word: &str, opens: bool) -> Option<Kind<'static>> {
    match word {
        "AND" => return Some(Kind::And),
        "OR" => return Some(Kind::Or),
        "NOT" => return Some(Kind::Not),
        "/s" | "/S" | "w/s" | "W/s" | "W/S" => return Some(Kind::Sentence),
        "/p" | "/P" | "w/p" | "W/p" | "W/P" => return Some(Kind::Paragraph),
        _ => {}
    }
    let number = |digits: &str| {
        (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| digits.parse::<u32>().unwrap_or(u32::MAX))
    };
    if let Some((name, distance)) = word.split_once('/')
        && let Some(distance) = number(distance)
    {
        return match name.to_ascii_lowercase().as_str() {
            "w" | "near" | "" => Some(Kind::Within(distance)),
            "pre" => Some(Kind::Before(distance)),
            _ => None,
        };
    }
    const AT_LEAST: &str = "atleast";
    if opens && word.get(..AT_LEAST.len()).is_some_and(|name| name.eq_ignore_ascii_case(AT_LEAST)) {
        return number(&word[AT_LEAST.len()..]).map(Kind::AtLeast);
    }
    None
}
