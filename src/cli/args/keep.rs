//! What was typed behind `verify`, `delete`, `export` and `repair`.

use clap::Args as Group;

use crate::cli::args::PlaceArgs;

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord verify
  onrecord verify --deep --index /var/lib/news

Exit code 4 if anything is damaged; each damaged file is listed.")]
pub(in crate::cli) struct VerifyArgs {
    #[command(flatten)]
    pub(in crate::cli) place: PlaceArgs,

    /// Read every posting, column and record as well
    #[arg(long)]
    pub(in crate::cli) deep: bool,
}

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord delete --id wire/1042 --id wire/1043
  onrecord delete --where 'source:herald until:2015' --dry-run

An article goes whole, if any passage of it passes the filters. It stays away until its file changes, or
until the index is rebuilt. Exit code 1 if nothing was there to delete.")]
pub(in crate::cli) struct DeleteArgs {
    /// The article of this id
    #[arg(long, value_name = "ID", required_unless_present = "filters", conflicts_with = "filters")]
    pub(in crate::cli) id: Vec<String>,

    /// The articles that pass these filters, written as in a question
    #[arg(long = "where", value_name = "FILTERS")]
    pub(in crate::cli) filters: Option<String>,

    /// Only print the ids of the articles that would go
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,

    #[command(flatten)]
    pub(in crate::cli) place: PlaceArgs,
}

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord export > quotations.ndjson
  onrecord export | sha256sum

The order does not depend on how the index was made: the same articles give the same bytes. Each line is
described by schema/quotation.schema.json.")]
pub(in crate::cli) struct ExportArgs {
    #[command(flatten)]
    pub(in crate::cli) place: PlaceArgs,
}

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord repair
  onrecord repair && onrecord index articles/

The damaged index is kept beside the repaired one. Exit code 3 if articles were lost: each is listed with
the file that gives it, and the next run over that file reads it again.")]
pub(in crate::cli) struct RepairArgs {
    #[command(flatten)]
    pub(in crate::cli) place: PlaceArgs,
}
