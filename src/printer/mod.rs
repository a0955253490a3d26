//! Passages, quotations and counts in, bytes out.
//!
//! Nothing here searches or ranks, and nothing reaches a writer but through [`escape`].

pub mod csv;
pub mod escape;
pub mod groups;
pub mod human;
pub mod json;
mod layout;
pub mod lines;
pub mod problem;
pub mod profiles;
pub mod stats;
pub mod style;
pub mod verified;

pub use style::Look;
