//! Articles made from a fixed seed: the same on every machine and in every run.

use onrecord::article::Article;

const PEOPLE: [&str; 8] = [
    "Marta Kell",
    "Tomas Brandt",
    "Ilse Varga",
    "Nuri Okell",
    "Dell Ruiz",
    "Anika Sorel",
    "Pavel Stroud",
    "Hanna Weil",
];
const OFFICES: [&str; 6] =
    ["Governor", "Harbor Minister", "Senator", "Chief Executive", "Union leader", "Defense Secretary"];
const TOPICS: [&str; 8] = [
    "the ferry",
    "the closure of the mine",
    "the new toll",
    "the withdrawal from the valley",
    "the merger",
    "the price of milk",
    "the tunnel",
    "the vaccine trial",
];
const FORMS: [&str; 6] = [
    "“We will look at {t} again in spring,” {o} {p} said. “Nobody should expect wonders.”",
    "{o} {p} denied that {t} had cost more than planned.",
    "{p} told reporters that {t} would be discussed by the council on Monday.",
    "According to {p}, {t} has divided the town for years.",
    "The council met on Tuesday and talked about {t} until late at night.",
    "{p} accused the company of hiding a report about {t}, and called for an inquiry.",
];

/// A small generator of numbers (xorshift, Marsaglia 2003).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

/// So many articles of a dozen paragraphs each.
pub(crate) fn articles(n: usize) -> Vec<Article> {
    let mut numbers = Numbers(0x5eed);
    (0..n)
        .map(|number| {
            let topic = TOPICS[numbers.below(TOPICS.len())];
            let paragraphs: Vec<String> = (0..12)
                .map(|_| {
                    FORMS[numbers.below(FORMS.len())]
                        .replace("{t}", topic)
                        .replace("{p}", PEOPLE[numbers.below(PEOPLE.len())])
                        .replace("{o}", OFFICES[numbers.below(OFFICES.len())])
                })
                .collect();
            Article {
                id: format!("bench/{number:06}"),
                title: Some(format!("News about {topic}")),
                date: Some("2021-03-04".to_owned()),
                outlet: Some("Bench Courier".to_owned()),
                text: paragraphs.join("\n\n"),
                ..Article::default()
            }
        })
        .collect()
}
