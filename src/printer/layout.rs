//! Words with styles in, lines no wider than the look allows out.

use unicode_width::UnicodeWidthChar;

use crate::printer::escape::Safe;
use crate::printer::style::{Look, Style};

/// A stretch of letters in one style, without a space.
#[derive(Clone, Debug)]
pub(super) struct Run<'a> {
    pub(super) text: Safe<'a>,
    pub(super) style: Style,
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing: the run goes on with the word before.
    None,
    /// A space, in a style.
    Space(Style),
    /// The end of a paragraph.
    Break,
}

/// Prose under way: words are pushed, then laid out in lines.
#[derive(Default)]
pub(super) struct Prose<'a> {
    /// What stands before each word, and the word.
    words: Vec<(Gap, Vec<Run<'a>>)>,
    gap: Option<Gap>,
}

impl<'a> Prose<'a> {
    /// Adds a gap; of several in a row the widest stays.
    pub(super) fn gap(&mut self, gap: Gap) {
        if self.gap != Some(Gap::Break) {
            self.gap = Some(gap);
        }
    }

    /// Adds letters to the word under way, or starts one when a gap was added.
    pub(super) fn run(&mut self, text: &'a str, style: Style) {
        let run = Run { text: Safe::line(text), style };
        match (self.gap.take(), self.words.last_mut()) {
            (None | Some(Gap::None), Some((_, word))) => word.push(run),
            (gap, _) => self.words.push((gap.unwrap_or(Gap::None), vec![run])),
        }
    }

    /// Adds text, split at its white space.
    pub(super) fn text(&mut self, text: &'a str, style: Style) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let white = is_white(first);
            let end = rest.find(|letter: char| is_white(letter) != white).unwrap_or(rest.len());
            let (piece, after) = rest.split_at(end);
            if white {
                let ends = piece.matches('\n').count();
                self.gap(if ends > 1 { Gap::Break } else { Gap::Space(style) });
            } else {
                self.run(piece, style);
            }
            rest = after;
        }
    }

    /// Lays the words out in lines, each behind an indent; the first line's indent is already printed and `column`
    /// columns wide.
    pub(super) fn lay(&self, out: &mut String, look: Look<'_>, indent: usize) {
        let width = look.width.max(indent + 20);
        let mut column = indent;
        for (number, (gap, word)) in self.words.iter().enumerate() {
            let needed: usize = word.iter().map(|run| columns(run.text.as_str())).sum();
            match gap {
                _ if number == 0 => {}
                Gap::Space(style) if column + 1 + needed <= width => {
                    look.paint(out, *style, &Safe::line(" "));
                    column += 1;
                }
                Gap::None => {}
                Gap::Space(_) | Gap::Break => {
                    start_line(out, indent);
                    column = indent;
                }
            }
            column = self.lay_word(out, look, word, column, indent, width);
        }
    }

    /// Prints a word, cut at the edge when it is wider than a line; says which column comes next.
    fn lay_word(
        &self,
        out: &mut String,
        look: Look<'_>,
        word: &[Run<'_>],
        column: usize,
        indent: usize,
        width: usize,
    ) -> usize {
        let mut column = column;
        for run in word {
            let mut rest = run.text.as_str();
            loop {
                let (fits, taken) = prefix(rest, width - column);
                if fits == rest.len() {
                    look.paint(out, run.style, &Safe::line(rest));
                    column += taken;
                    break;
                }
                look.paint(out, run.style, &Safe::line(&rest[..fits]));
                start_line(out, indent);
                column = indent;
                rest = &rest[fits..];
            }
        }
        column
    }
}

/// One line of any text, cut to a width with `…` where it is longer.
pub(super) fn cut(text: &str, width: usize) -> String {
    let safe = Safe::line(text);
    let line = safe.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
    match prefix(&line, width) {
        (end, _) if end == line.len() => line,
        _ => format!("{}…", line[..prefix(&line, width.saturating_sub(1)).0].trim_end()),
    }
}

/// How many columns a text fills.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|letter| letter.width().unwrap_or(0)).sum()
}

/// How many bytes of a text fill at most so many columns, and how many they fill.
fn prefix(text: &str, most: usize) -> (usize, usize) {
    let mut taken = 0;
    for (start, letter) in text.char_indices() {
        let width = letter.width().unwrap_or(0);
        if taken + width > most {
            return (start, taken);
        }
        taken += width;
    }
    (text.len(), taken)
}

fn start_line(out: &mut String, indent: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', indent));
}

/// White space at which a line may break; a no-break space is none.
fn is_white(letter: char) -> bool {
    letter.is_whitespace() && !matches!(letter, '\u{a0}' | '\u{202f}')
}
