//! What commands that read articles share: the index, how files are read, what is told, how hard the machine works.

use std::path::PathBuf;

use clap::Args as Group;

use crate::reader::Mapping;

#[derive(Debug, Group)]
pub(in crate::cli) struct PlaceArgs {
    /// The index [default: $ONRECORD_INDEX, else .onrecord]
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) index: Option<PathBuf>,
}

#[derive(Debug, Group)]
pub(in crate::cli) struct RepeatsArgs {
    /// Of articles with one id, none of which says that it is newer, keep the first that is read, not the last
    #[arg(long)]
    pub(in crate::cli) keep_first: bool,
}

#[derive(Debug, Group)]
pub(in crate::cli) struct ReadingArgs {
    /// What the fields of records are called, as title=headline,text=body.content; ours are id, title, date, source,
    /// url, author, language, status, text and markup (text as HTML)
    #[arg(long, value_name = "FIELD=NAME,…", value_parser = Mapping::parse, default_value = "", hide_default_value = true)]
    pub(in crate::cli) map: Mapping,

    /// Skip records that are longer than this
    #[arg(long, value_name = "SIZE", value_parser = parse_size, default_value = "16M")]
    pub(in crate::cli) max_record: u64,

    /// What is packed in a file may come to this [default: 64M, or 200 times the file's size if that is more]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub(in crate::cli) max_decompressed: Option<u64>,
}

#[derive(Debug, Group)]
pub(in crate::cli) struct ReportArgs {
    /// Stop at the first record that cannot be read
    #[arg(long)]
    pub(in crate::cli) strict: bool,

    /// Write what could not be read to a file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) errors: Option<PathBuf>,
}

#[derive(Debug, Group)]
pub(in crate::cli) struct EffortArgs {
    /// How many threads read and index [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(in crate::cli) threads: Option<u16>,

    /// About how much memory indexing may take, as 800M or 2G [default: 512M]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub(in crate::cli) memory: Option<u64>,
}

/// Reads a size: bytes, or a number with K, M or G (of 1024), with or without `B` or `iB`.
fn parse_size(typed: &str) -> Result<u64, String> {
    let digits = typed.len() - typed.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    let (number, unit) = typed.split_at(digits);
    let shift = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        _ => return Err("write a number with K, M or G, as 800M or 2G".to_owned()),
    };
    let number: u64 = number.parse().map_err(|_| "write a number with K, M or G, as 800M or 2G".to_owned())?;
    number.checked_mul(1 << shift).ok_or_else(|| "more memory than a machine has".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_in_the_units_people_type() {
        assert_eq!(parse_size("1024"), Ok(1024));
        assert_eq!(parse_size("800M"), Ok(800 << 20));
        assert_eq!(parse_size("2 GiB"), Ok(2 << 30));
        assert!(parse_size("2T").is_err());
        assert!(parse_size("M").is_err());
        assert!(parse_size("99999999999G").is_err());
    }
}
