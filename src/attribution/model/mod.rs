//! What is learned: weights, their cards, and the code that reads them.

pub mod tag;
