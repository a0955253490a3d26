//! Makes the weights of the finder from openly licensed sources; `src/attribution/model/CARD.md` says which.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use onrecord::article::Article;
use onrecord::attribution::attribute_with;
use onrecord::attribution::model::linear::Weights;
use onrecord::attribution::train::{acts, calibration, finder, labels};
use onrecord::error::{Error, ErrorKind, Result};
use onrecord::lexicon::Lexicon;
use onrecord::record::quotation_records;
use serde::Deserialize;

#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Fit the finder's weights to annotated articles (JSON Lines, gzipped or not).
    Finder {
        /// Where the weights go.
        #[arg(long, default_value = "src/attribution/model/english/attribution.weights")]
        out: PathBuf,
        /// Hold every N-th article out and report on it; 0 holds none out.
        #[arg(long, default_value_t = 0)]
        held_out: usize,
        /// Annotated articles.
        files: Vec<PathBuf>,
    },
    /// Fit the weights of acts to annotated articles (JSON Lines, gzipped or not) and to tables of statements, invented ones
    /// or labelled ones.
    Acts {
        /// Where the weights go.
        #[arg(long, default_value = "src/attribution/model/english/acts.weights")]
        out: PathBuf,
        /// Report on so many folds, each left out in turn; 0 leaves none out.
        #[arg(long, default_value_t = 0)]
        folds: usize,
        /// Annotated articles to report on, not fitted to.
        #[arg(long)]
        test: Vec<PathBuf>,
        /// The texts of labelled statements (JSON Lines, gzipped or not).
        #[arg(long)]
        text: Vec<PathBuf>,
        /// Annotated articles, statements and labelled statements.
        files: Vec<PathBuf>,
    },
    /// Fit the tables that turn how sure the finder and the resolver are into how often they are right, to the same
    /// articles as the finder, by cross-validation.
    Calibration {
        /// Where the tables go.
        #[arg(long, default_value = "src/attribution/model/english/calibration.tsv")]
        out: PathBuf,
        /// Annotated articles.
        files: Vec<PathBuf>,
    },
    /// Find quotations with fitted weights before they are built in; prints records as `onrecord extract` does.
    Try {
        /// The finder's weights.
        weights: PathBuf,
        /// Articles (JSON Lines with `id`, `title` and `text`, gzipped or not).
        articles: PathBuf,
    },
    /// Fit a labeller of tokens to what `label.py` wrote.
    Labels {
        /// Which labels.
        aim: Aim,
        /// The labelled texts.
        file: PathBuf,
    },
}

/// What is read of an article.
#[derive(Deserialize)]
struct Given {
    #[serde(default)]
    id: String,
    title: Option<String>,
    text: String,
}

#[derive(Clone, Copy, ValueEnum)]
enum Aim {
    Tags,
    Entities,
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(report) => {
            let shown = std::io::stdout().write_all(report.as_bytes());
            ExitCode::from(u8::from(shown.is_err()) * 2)
        }
        Err(error) => {
            drop(writeln!(std::io::stderr(), "{error}"));
            ExitCode::from(2)
        }
    }
}

fn run(args: &Args) -> Result<String> {
    let lexicon = Lexicon::english();
    match &args.command {
        Command::Finder { out, held_out, files } => {
            let (texts, report) = read_all(files)?;
            let (weights, scores) = finder::train(&texts, *held_out, lexicon)?;
            write(out, &weights)?;
            Ok(report + &scores)
        }
        Command::Acts { out, folds, test, text, files } => {
            let (texts, report) = read_all(files)?;
            let (tests, _) = read_all(test)?;
            let (documents, of_documents) = read_all(text)?;
            let (weights, scores) = acts::train(&texts, &documents, &tests, *folds, lexicon)?;
            write(out, &weights)?;
            Ok(report + &of_documents + &scores)
        }
        Command::Calibration { out, files } => {
            let texts = read_all(files)?.0;
            let (tables, report) = calibration::fit(&texts, lexicon)?;
            write(out, tables.as_bytes())?;
            Ok(report)
        }
        Command::Try { weights, articles } => {
            let bytes = fs::read(weights).map_err(|error| Error::new(ErrorKind::Io, error.to_string()).at(weights))?;
            let weights: &Weights = Box::leak(Box::new(Weights::read(&bytes)));
            let mut records = String::new();
            for (number, line) in read(articles)?.lines().enumerate() {
                let Given { id, title, text } = serde_json::from_str(line).map_err(|error| {
                    Error::new(ErrorKind::Record, error.to_string()).at(articles).line(number as u64 + 1)
                })?;
                let article = Article { id, title, text, ..Article::default() };
                for record in quotation_records(&article, &attribute_with(&article, lexicon, weights).quotations) {
                    let record = serde_json::to_string(&record)
                        .map_err(|error| Error::new(ErrorKind::Record, error.to_string()))?;
                    records += &record;
                    records.push('\n');
                }
            }
            Ok(records)
        }
        Command::Labels { aim, file } => {
            let text = read(file)?;
            let (aim, out) = match aim {
                Aim::Tags => (labels::Aim::Tags, "src/attribution/model/english/tags.weights"),
                Aim::Entities => (labels::Aim::Entities, "src/attribution/model/english/entities.weights"),
            };
            let hash = xxhash_rust::xxh3::xxh3_64(text.as_bytes());
            let (weights, scores) = labels::train(&text, aim, lexicon)?;
            write(Path::new(out), &weights)?;
            Ok(format!("{} {hash:016x}\n{scores}", name(file)))
        }
    }
}

/// The texts of files, and a line for each with its name and hash.
fn read_all(files: &[PathBuf]) -> Result<(Vec<String>, String)> {
    let mut report = String::new();
    let mut texts = Vec::new();
    for file in files {
        let text = read(file)?;
        report += &format!("{} {:016x}\n", name(file), xxhash_rust::xxh3::xxh3_64(text.as_bytes()));
        texts.push(text);
    }
    Ok((texts, report))
}

fn name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn write(out: &Path, weights: &[u8]) -> Result<()> {
    fs::write(out, weights).map_err(|error| Error::new(ErrorKind::Io, error.to_string()).at(out))
}

/// A file's text, unpacked if it is gzipped.
fn read(file: &Path) -> Result<String> {
    let at = |error: std::io::Error| Error::new(ErrorKind::Io, error.to_string()).at(file);
    let bytes = fs::read(file).map_err(at)?;
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text).map_err(at)?;
    } else {
        text = String::from_utf8(bytes).map_err(|error| Error::new(ErrorKind::Record, error.to_string()).at(file))?;
    }
    Ok(text)
}
