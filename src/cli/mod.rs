//! What was typed in, an exit code out.

mod args;
