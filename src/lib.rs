//! onrecord: full-text search over news that knows who said what.
//!
//! ```text
//! files ─reader→ Article ─attribution→ Quotation ─index→ store
//! words ─question→ Question ─search, reading the store→ Passage ─printer→ terminal
//! ```
//!
//! The modules, in reading order:
//!
//! * [`error`]: the one error type: what failed, where, what to try.
//! * [`child`]: this program once more, for work that may fail.
//! * [`text`]: characters in; tokens, sentences, paragraphs and quote marks out.
//! * [`lexicon`]: word tables in, lookups out.
//! * [`article`], [`quotation`], [`passage`]: the nouns.
//! * [`reader`]: a file in, articles out.
//! * [`attribution`]: an article in, its quotations out.
//! * [`index`]: quotations in, a searchable store out, and back.
//! * [`ingest`]: files in, an index out.
//! * [`question`]: a string in, a question out.
//! * [`search`]: a question in, ranked passages out.
//! * [`printer`]: passages in, bytes out.
//! * [`cli`]: what was typed in, an exit code out.

/// An enumeration whose members have names in tables and records: told once, in order.
macro_rules! named {
    ($(#[$about:meta])* pub enum $Kind:ident { $($(#[$tells:meta])* $Member:ident = $name:literal,)* }) => {
        $(#[$about])*
        pub enum $Kind { $($(#[$tells])* $Member,)* }

        impl $Kind {
            /// Every one, in order.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$Member),*];

            /// Its name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$Member => $name,)* }
            }

            /// The one of a name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.name() == name)
            }
        }
    };
}

pub mod article;
pub mod attribution;
pub mod child;
pub mod cli;
pub mod error;
pub mod index;
pub mod ingest;
pub mod lexicon;
pub mod passage;
pub mod printer;
pub mod question;
pub mod quotation;
pub mod reader;
pub mod record;
pub mod search;
pub mod text;
