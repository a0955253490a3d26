//! A mail in, an article out; a mailbox in, its mails out.

use mail_parser::{MessageParser, MimeHeaders, PartType};

use crate::error::{Error, ErrorKind, Result};
use crate::reader::draft::{Draft, Field};
use crate::reader::markup;
use crate::reader::source::{Line, Source};

/// A text part that is shorter only says that there is an HTML part.
const SHORTEST_TEXT: usize = 200;

/// Whether a file starts with the headers of a mail.
pub(super) fn is_mail(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&head[..head.len().min(4096)]).into_owned();
    let head = if head.starts_with("From ") { head.split_once('\n').map_or("", |(_, rest)| rest) } else { &head };
    let mut n_proofs = 0;
    let mut has_sender = false;
    for line in head.lines() {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { return false };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return false;
        }
        let proofs = ["message-id", "mime-version", "received", "return-path", "date", "subject", "content-type"];
        let name = name.to_ascii_lowercase();
        n_proofs += usize::from(proofs.contains(&name.as_str()));
        has_sender |= name == "from";
    }
    has_sender && n_proofs >= 2
}

/// The next mail of a mailbox, and where it starts.
pub(super) fn next(source: &mut Source<'_>, limit: usize) -> Option<(u64, u64, Option<Vec<u8>>)> {
    while source.peek(1).first().is_some_and(u8::is_ascii_whitespace) {
        source.skip(1);
    }
    let (line, byte) = (source.line, source.byte);
    if source.peek(5).starts_with(b"From ") {
        source.line_of_text(limit);
    }
    let mut mail = Vec::new();
    let mut too_long = false;
    let mut blank = false;
    let mut any = false;
    loop {
        // The next mail begins behind an empty line.
        if blank && source.peek(5).starts_with(b"From ") {
            break;
        }
        match source.line_of_text(limit) {
            Line::End => break,
            Line::TooLong => too_long = true,
            Line::Whole(next) => {
                blank = next.iter().all(u8::is_ascii_whitespace);
                too_long |= mail.len() + next.len() > limit;
                if too_long {
                    mail = Vec::new();
                } else {
                    // Mailboxes mark lines that look like a beginning.
                    let quoted = next.starts_with(b">") && next[1..].iter().find(|&&b| b != b'>') == Some(&b'F');
                    let quoted = quoted && memchr::memmem::find(&next, b"From ").is_some_and(|at| at < 8);
                    mail.extend_from_slice(&next[usize::from(quoted)..]);
                    mail.push(b'\n');
                }
            }
        }
        any = true;
    }
    any.then(|| (line, byte, (!too_long).then_some(mail)))
}

/// Reads a mail into what is known of it.
pub(super) fn read(bytes: &[u8], draft: &mut Draft) -> Result<()> {
    let fail = || Error::new(ErrorKind::Record, "not a mail: it has no headers");
    let mail = MessageParser::default().parse(bytes).ok_or_else(fail)?;
    draft.set(Field::Title, mail.subject().unwrap_or_default().trim());
    draft.set(Field::Id, mail.message_id().unwrap_or_default());
    if let Some(date) = mail.date() {
        draft.set(Field::Date, date.to_rfc3339());
    }
    let sender = mail.from().and_then(|from| from.first());
    let address = sender.and_then(|sender| sender.address());
    draft.set(Field::Author, sender.and_then(|sender| sender.name()).unwrap_or_default());
    draft.note("from", address.unwrap_or_default());
    let header =
        |name: &'static str| mail.header_raw(name).map(|value| value.split_whitespace().collect::<Vec<_>>().join(" "));
    let list = header("List-Id").unwrap_or_default();
    // "Harbour Brief <brief.post.example>": the words, else the sender, are who published it.
    let named = list.split('<').next().unwrap_or_default().trim().trim_matches('"').to_owned();
    draft.set(
        Field::Outlet,
        if named.is_empty() { sender.and_then(|sender| sender.name()).unwrap_or_default() } else { &named },
    );
    draft.note("list", list);
    draft.set(Field::Language, header("Content-Language").unwrap_or_default());
    draft.set(Field::Url, header("Archived-At").unwrap_or_default().trim_matches(['<', '>']));
    let mut texts = Vec::new();
    let mut pages = Vec::new();
    for part in &mail.parts {
        let attached = part.content_disposition().is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("attachment"));
        match &part.body {
            _ if attached => {}
            PartType::Text(text) => texts.push(text.trim_end().to_owned()),
            PartType::Html(html) => pages.push(markup::text(html)),
            _ => {}
        }
    }
    let text = texts.join("\n\n");
    let own = own_words(&text);
    // A mail that says little itself passes on what another one says.
    let text = if own.trim().len() * 4 >= text.trim().len() { own } else { text };
    let page = pages.join("\n\n");
    let text = if text.trim().len() >= SHORTEST_TEXT || page.trim().is_empty() { text } else { page };
    draft.set(Field::Text, crate::reader::plain::with_line_feeds(&text).trim());
    draft.is_text = true;
    Ok(())
}

/// The text of a mail without the signature below "-- ", the lines it takes over from another mail with the words that
/// lead to them ("On Monday Ana wrote:"), and the rules it is drawn with.
fn own_words(text: &str) -> String {
    /// A line of so many signs, all alike, is a rule.
    const SHORTEST_RULE: usize = 5;
    /// The words that lead to another mail take no more lines.
    const LONGEST_LEAD: usize = 3;
    let mut own: Vec<&str> = Vec::new();
    let mut in_another = false;
    for line in text.lines() {
        let line = line.trim_end();
        if line == "--" {
            break;
        }
        let quotes = line.starts_with('>');
        if quotes && !in_another {
            let lead = own.iter().rev().skip_while(|line| line.is_empty()).take_while(|line| !line.is_empty());
            let n_lead = lead.count();
            let n_blank = own.iter().rev().take_while(|line| line.is_empty()).count();
            let leads = own.len().checked_sub(n_blank + 1).is_some_and(|last| own[last].ends_with(':'));
            if leads && n_lead <= LONGEST_LEAD {
                own.truncate(own.len() - n_blank - n_lead);
            }
        }
        in_another = quotes;
        if !quotes {
            let first = line.chars().next().filter(|first| "-=_*~#".contains(*first));
            let is_rule =
                line.len() >= SHORTEST_RULE && first.is_some_and(|first| line.chars().all(|sign| sign == first));
            own.push(if is_rule { "" } else { line });
        }
    }
    own.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_says_its_own_words() {
        let mail = "THE TIDE\n=========\n\nThe line stays, he said.\n\nOn Mon, 4 Mar 2024,\nAna <a@b.example> wrote:\n\n> Does it?\n>\n> Ana\n\n\
                    It does.\n-- \nPress office\n";
        assert_eq!(own_words(mail), "THE TIDE\n\n\nThe line stays, he said.\n\n\nIt does.");
        let told = "The mayor said this:\n\n“No.”\n\nA long paragraph\nof four\nlines that\nends here:\n> Yes.";
        assert_eq!(own_words(told), told.trim_end_matches("\n> Yes."));
    }
}
