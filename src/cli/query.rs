//! `onrecord query`: a question in, ranked passages or their number out; or a list of questions in, an answer a line
//! out.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};

use crate::cli::index::Source;
use crate::cli::plan::{
    Asked, BatchPrint, CountsPrint, Print, QueryPlan, Reading, Show, StorePlan, Talk, Timeline, WordsTaken,
};
use crate::cli::{Outcome, cache, output, say, usage};
use crate::error::{Error, ErrorKind, Result};
use crate::index::Store;
use crate::lexicon::Lexicon;
use crate::passage::{By, Passage};
use crate::printer::human::Reasons;
use crate::printer::{csv, groups, human, json};
use crate::question::{self, Filters, Question};
use crate::reader::Input;
use crate::search::{self, Page};

/// Pages reach no further than this; a cursor does.
const FARTHEST: usize = 100_000;

pub(super) fn run(plan: &QueryPlan, talk: Talk) -> Result<Outcome> {
    let lexicon = Lexicon::english();
    let mut filters = Filters { exact: plan.words == WordsTaken::Exactly, ..Filters::default() };
    plan.filters.iter().try_for_each(|(name, value)| filters.add(name, value))?;
    let page = Page { limit: plan.limit, offset: plan.offset };
    if page.limit + page.offset > FARTHEST {
        return Err(usage(format!("--offset and --limit reach beyond {FARTHEST}"), "a question with more conditions"));
    }
    let understand = |words: &str| match plan.reading {
        Reading::Plain => question::plain_text(words, &filters, lexicon),
        Reading::Question => question::parse(words, &filters, lexicon),
    };
    let read = |words: &str, store: &Store| -> Result<Question> {
        let mut question = understand(words)?;
        question.repeats = plan.repeats;
        question.order = plan.order.unwrap_or(question.order);
        search::settle(store, &question)
    };
    match &plan.asked {
        Asked::Words { words, show, reasons, pager } => {
            // What cannot be read is refused before an index is opened, or made.
            understand(words)?;
            let opened = open(&plan.store, lexicon, talk)?;
            let question = read(words, &opened.store)?;
            let answer = Answer { store: &opened.store, question: &question, pager: pager.as_deref(), talk };
            answer.give(show, page, *reasons)
        }
        Asked::Batch(source, print) => {
            let opened = open(&plan.store, lexicon, talk)?;
            ask_each(&opened.store, source, *print, page, &|words| read(words, &opened.store))
        }
    }
}

/// The index to ask; where files are asked, it is made of them first.
fn open(plan: &StorePlan, lexicon: &Lexicon, talk: Talk) -> Result<cache::Opened> {
    match plan {
        StorePlan::Index(directory) => Store::open(directory).map(cache::Opened::kept),
        StorePlan::Cache { inputs, settings, place, effort } => {
            cache::open(Source { inputs, settings }, place, *effort, lexicon, talk)
        }
    }
}

/// Prints passages in the form asked for.
type Form<'a> = dyn FnMut(&[Passage], &mut dyn Write) -> Result<()> + 'a;

/// A question to an index, and where the answer goes.
struct Answer<'a> {
    store: &'a Store,
    question: &'a Question,
    pager: Option<&'a str>,
    talk: Talk,
}

impl Answer<'_> {
    fn give(&self, show: &Show, page: Page, reasons: Reasons) -> Result<Outcome> {
        match show {
            Show::Passages { print, context, budget, cursor } => {
                let start = match cursor {
                    Some(cursor) => self.start(cursor)?,
                    None => page.offset,
                };
                let page = Page { offset: start, ..page };
                self.passages(print, page, *context, *budget, reasons)
            }
            Show::Counts { by, timeline, print } => self.counts(by, *timeline, print),
        }
    }

    fn passages(
        &self,
        print: &Print,
        page: Page,
        context: usize,
        budget: Option<usize>,
        reasons: Reasons,
    ) -> Result<Outcome> {
        let mut passages = search::search(self.store, self.question, page)?;
        if context > 0 {
            search::around(self.store, &mut passages, context)?;
        }
        let understood = self.question.to_string();
        if passages.is_empty() {
            say_nothing_found(&understood, page, self.leaves_out()?, self.talk);
            return Ok(Outcome::NothingFound);
        }
        if reasons == Reasons::Shown && !matches!(print, Print::Human(_)) {
            say(&format!("understood: {understood}\n"));
        }
        let mut form = |passages: &[Passage], out: &mut dyn Write| match print {
            Print::Human(sight) => {
                if self.question.asked == question::Asked::HowOften {
                    self.say_how_often(out)?;
                }
                human::print(out, &understood, passages, reasons, sight.look())
            }
            Print::Json => json::print_passages(out, passages),
            Print::Fields(names) => json::print_fields(out, passages, names),
            Print::Csv(names, cells) => {
                let columns = match names.is_empty() {
                    true => csv::Columns::all(),
                    false => csv::Columns::named(names.iter().map(String::as_str))?,
                };
                csv::print_passages(out, passages, &columns, *cells)
            }
            Print::Lines(template) => csv::print_lines(out, passages, &csv::Template::read(template)?),
            Print::Trec => csv::print_run(out, "1", passages),
        };
        match budget {
            None => output::paged(self.pager, |out| form(&passages, out))?,
            Some(budget) => {
                let printed = self.within(budget, &passages, page, print, &mut form)?;
                output::paged(self.pager, |out| Ok(out.write_all(&printed)?))?;
            }
        }
        Ok(Outcome::Done)
    }

    /// As many whole passages as a budget of characters has room for, with a cursor for the rest.
    fn within(
        &self,
        budget: usize,
        passages: &[Passage],
        page: Page,
        print: &Print,
        form: &mut Form<'_>,
    ) -> Result<Vec<u8>> {
        let mut render = |count: usize| -> Result<Vec<u8>> {
            let mut printed = Vec::new();
            form(&passages[..count], &mut printed)?;
            // What there is beyond this page is not known; the cursor leads there.
            if count < passages.len() || passages.len() == page.limit {
                let cursor = self.cursor(page.offset + count);
                match print {
                    Print::Human(_) => printed.extend(format!("More: --cursor {cursor}\n").bytes()),
                    Print::Json | Print::Fields(_) => json::print_cursor(&mut printed, &cursor)?,
                    Print::Csv(..) | Print::Lines(_) | Print::Trec => {}
                }
            }
            Ok(printed)
        };
        let characters = |printed: &[u8]| printed.iter().filter(|&&byte| byte & 0xc0 != 0x80).count();
        let (mut fits, mut too_many) = (0, passages.len() + 1);
        let mut best = Vec::new();
        // Most answers fit, or break within the first few passages.
        while fits + 1 < too_many {
            let count = if too_many > passages.len() && fits == 0 { passages.len() } else { (fits + too_many) / 2 };
            let printed = render(count)?;
            if characters(&printed) <= budget {
                (fits, best) = (count, printed);
            } else {
                too_many = count;
            }
        }
        if fits == 0 {
            let needed = characters(&render(1)?);
            return Err(usage(format!("no passage fits into {budget} characters"), format!("--budget {needed}")));
        }
        if matches!(print, Print::Csv(..) | Print::Lines(_) | Print::Trec) && fits < passages.len() {
            say(&format!("more: --cursor {}\n", self.cursor(page.offset + fits)));
        }
        Ok(best)
    }

    /// Names a place in the answer to this question.
    fn cursor(&self, place: usize) -> String {
        format!("{place}.{:08x}", self.mark())
    }

    /// The place that a cursor names.
    fn start(&self, cursor: &str) -> Result<usize> {
        let place = cursor.split_once('.').and_then(|(place, mark)| {
            let mark = u32::from_str_radix(mark, 16).ok()?;
            (mark == self.mark()).then(|| place.parse::<usize>().ok()).flatten()
        });
        place
            .filter(|&place| place <= FARTHEST)
            .ok_or_else(|| usage(format!("{cursor}: no cursor of this question"), "the question it was printed for"))
    }

    /// Tells questions apart.
    fn mark(&self) -> u32 {
        let read = format!("{:?} {}", self.question, self.store.n_articles().unwrap_or(0));
        xxhash_rust::xxh3::xxh3_64(read.as_bytes()) as u32
    }

    fn counts(&self, by: &[By], timeline: Timeline, print: &CountsPrint) -> Result<Outcome> {
        let passages = search::answers(self.store, self.question)?;
        let understood = self.question.to_string();
        if passages.is_empty() {
            say_nothing_found(&understood, Page { limit: 0, offset: 0 }, self.leaves_out()?, self.talk);
            return Ok(Outcome::NothingFound);
        }
        let mut lists: Vec<_> = by.iter().map(|&by| search::group(&passages, by)).collect();
        if timeline == Timeline::Shown {
            lists.push(search::timeline(&passages));
        }
        output::paged(self.pager, |out| match print {
            CountsPrint::Human(sight) => {
                out.write_all(how_often(&passages).as_bytes())?;
                groups::print_human(out, &understood, &lists, sight.bars, sight.look())
            }
            CountsPrint::Json => groups::print_json(out, &lists),
            CountsPrint::Csv(cells) => groups::print_csv(out, &lists, *cells),
        })?;
        Ok(Outcome::Done)
    }

    fn leaves_out(&self) -> Result<bool> {
        search::leaves_out(self.store, self.question)
    }

    fn say_how_often(&self, out: &mut dyn Write) -> Result<()> {
        let passages = search::answers(self.store, self.question)?;
        Ok(out.write_all(how_often(&passages).as_bytes())?)
    }
}

/// "37 passages in 12 articles, 2017-05-01 to 2019-08-02".
fn how_often(passages: &[Passage]) -> String {
    let articles: std::collections::BTreeSet<&str> =
        passages.iter().map(|passage| passage.article.id.as_str()).collect();
    let days = || passages.iter().filter_map(|passage| passage.article.date.as_deref());
    let days = days().min().zip(days().max()).map_or(String::new(), |(first, last)| format!(", {first} to {last}"));
    let most = if passages.len() >= search::MOST_ANSWERS { "at least " } else { "" };
    format!("{most}{} passages in {} articles{days}\n", passages.len(), articles.len())
}

fn say_nothing_found(understood: &str, page: Page, leaves_out: bool, talk: Talk) {
    if talk == Talk::Silent {
        return;
    }
    let advice = if page.offset > 0 {
        "a smaller --offset"
    } else {
        "fewer or other words, without a filter; `onrecord stats` shows what there is"
    };
    let left_out = if leaves_out {
        "  left out: articles that were killed or withheld or are under embargo; status:any asks them, too\n"
    } else {
        ""
    };
    say(&format!("nothing found\n  understood: {understood}\n{left_out}  try: {advice}\n"));
}

/// Asks every line that holds a question. One that cannot be understood costs its own answer only.
fn ask_each(
    store: &Store,
    source: &Input,
    print: BatchPrint,
    page: Page,
    read: &dyn Fn(&str) -> Result<Question>,
) -> Result<Outcome> {
    let mut lines: Box<dyn BufRead> = match source {
        Input::Standard => Box::new(std::io::stdin().lock()),
        Input::Path(path) => Box::new(BufReader::new(File::open(path).map_err(|error| Error::from(error).at(path))?)),
    };
    let mut n_answered = 0;
    let mut n_refused = 0;
    let mut line = Vec::new();
    let mut number = 0;
    output::direct(|out| {
        while lines.read_until(b'\n', &mut line)? > 0 {
            number += 1;
            let text = String::from_utf8_lossy(&line);
            let words = text.trim();
            if !words.is_empty() {
                match read(words) {
                    Ok(question) => {
                        let passages = search::search(store, &question, page)?;
                        n_answered += usize::from(!passages.is_empty());
                        match print {
                            BatchPrint::Json => json::print_answer(out, words, &question.to_string(), &passages)?,
                            BatchPrint::Trec => csv::print_run(out, &number.to_string(), &passages)?,
                        }
                    }
                    Err(error) if error.kind != ErrorKind::Usage => return Err(error),
                    Err(error) => {
                        n_refused += 1;
                        match print {
                            BatchPrint::Json => json::print_unanswered(out, words, &error.to_string())?,
                            BatchPrint::Trec => say(&format!("line {number}: {error}\n")),
                        }
                    }
                }
                out.flush()?;
            }
            line.clear();
        }
        Ok(())
    })?;
    Ok(match (n_answered, n_refused) {
        (_, 1..) => Outcome::Skipped,
        (0, 0) => Outcome::NothingFound,
        _ => Outcome::Done,
    })
}
