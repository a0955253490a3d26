//! How printed text looks: width, colours, links.

use std::path::Path;

use crate::printer::escape::Safe;

/// What the reader of the output can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look<'a> {
    /// How many columns a line may take.
    pub width: usize,
    /// Whether colours may be used.
    pub ink: Ink,
    /// Whether links may be used.
    pub links: Links<'a>,
}

/// Whether colours may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Letters only.
    Plain,
    /// Colours of the terminal's own palette.
    Coloured,
}

/// Whether text may carry links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links<'a> {
    /// Text only.
    None,
    /// OSC 8 links, which terminals make clickable.
    Osc8 {
        /// The folder that paths which are not absolute count from.
        base: &'a Path,
    },
}

/// How a stretch of text looks on a terminal with colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Thick letters.
    pub bold: bool,
    /// Faint letters.
    pub dim: bool,
    /// A line below.
    pub underline: bool,
    /// One of the palette's colours.
    pub colour: Option<Colour>,
}

/// The palette's colours that we use; they read well on light and on dark ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Against something.
    Red,
    /// For something.
    Green,
    /// With a warning in it.
    Yellow,
    /// Neither.
    Cyan,
}

impl Style {
    /// No mark at all.
    pub const PLAIN: Self = Self { bold: false, dim: false, underline: false, colour: None };
    /// What to read first.
    pub const BOLD: Self = Self { bold: true, ..Self::PLAIN };
    /// What to read last.
    pub const DIM: Self = Self { dim: true, ..Self::PLAIN };

    /// Bold in a colour.
    pub fn bold(colour: Colour) -> Self {
        Self { bold: true, colour: Some(colour), ..Self::PLAIN }
    }

    /// The codes that switch it on, without the frame around them.
    fn codes(self) -> String {
        let colour = self.colour.map(|colour| match colour {
            Colour::Red => "31",
            Colour::Green => "32",
            Colour::Yellow => "33",
            Colour::Cyan => "36",
        });
        let codes = [self.bold.then_some("1"), self.dim.then_some("2"), self.underline.then_some("4"), colour];
        codes.into_iter().flatten().collect::<Vec<_>>().join(";")
    }
}

impl Look<'_> {
    /// Appends text in a style.
    pub(crate) fn paint(self, out: &mut String, style: Style, text: &Safe<'_>) {
        if self.ink == Ink::Plain || style == Style::PLAIN {
            out.push_str(text.as_str());
        } else {
            out.push_str("\u{1b}[");
            out.push_str(&style.codes());
            out.push('m');
            out.push_str(text.as_str());
            out.push_str("\u{1b}[0m");
        }
    }

    /// Appends what the closure prints, as a link. The target must come from [`super::escape`].
    pub(crate) fn link(self, out: &mut String, target: Option<&str>, print: impl FnOnce(&mut String)) {
        match (self.links, target) {
            (Links::Osc8 { .. }, Some(target)) => {
                out.push_str("\u{1b}]8;;");
                out.push_str(target);
                out.push_str("\u{1b}\\");
                print(out);
                out.push_str("\u{1b}]8;;\u{1b}\\");
            }
            _ => print(out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_ink_prints_letters_only() {
        let look = Look { width: 80, ink: Ink::Plain, links: Links::None };
        let mut out = String::new();
        look.link(&mut out, Some("file:///a"), |out| look.paint(out, Style::bold(Colour::Red), &Safe::line("deny")));
        assert_eq!(out, "deny");
    }

    #[test]
    fn colours_and_links_end_where_they_began() {
        let look = Look { width: 80, ink: Ink::Coloured, links: Links::Osc8 { base: "/".as_ref() } };
        let mut out = String::new();
        look.link(&mut out, Some("file:///a"), |out| look.paint(out, Style::bold(Colour::Red), &Safe::line("deny")));
        assert_eq!(out, "\u{1b}]8;;file:///a\u{1b}\\\u{1b}[1;31mdeny\u{1b}[0m\u{1b}]8;;\u{1b}\\");
    }
}
