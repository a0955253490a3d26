//! What words mean, as rows of numbers: a word in, its row out; two rows in, how like they are out.
//!
//! The rows were distilled from a sentence model (see `english/vectors.py`); names and rare words have none.

/// The numbers of a row.
pub const N_DIRECTIONS: usize = 96;

/// The rows of a language's words, in the order of the words.
#[derive(Debug)]
pub struct Vectors {
    rows: &'static [[u8; N_DIRECTIONS]],
    worth: &'static [[u8; 4]],
    often: &'static [u8],
    words: Vec<&'static str>,
}

impl Vectors {
    /// The rows of English.
    pub(super) fn english() -> Self {
        Self::read(include_bytes!("english/vectors.weights"))
    }

    /// Reads rows as `vectors.py` writes them.
    ///
    /// # Panics
    ///
    /// When the bytes are cut: they are compiled in.
    fn read(bytes: &'static [u8]) -> Self {
        let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes")) as usize;
        let n_words = number(0);
        assert_eq!(number(4), N_DIRECTIONS, "rows are as long as the code reads them");
        let (rows, rest) = bytes[8..].split_at(n_words * N_DIRECTIONS);
        let (worth, rest) = rest.split_at(n_words * 4);
        let (often, words) = rest.split_at(n_words);
        let words: Vec<&str> = std::str::from_utf8(words).expect("words are text").lines().collect();
        assert_eq!(words.len(), n_words, "every row has its word");
        Self { rows: rows.as_chunks().0, worth: worth.as_chunks().0, often, words }
    }

    /// How many words have rows.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether no word has a row.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The number of the row of a word in lower case.
    pub fn find(&self, word: &str) -> Option<u32> {
        self.words.binary_search(&word).ok().map(|at| at as u32)
    }

    /// The word of a row.
    pub fn word(&self, row: u32) -> &'static str {
        self.words[row as usize]
    }

    /// The numbers of a row, in steps; all of them together times [`Self::worth`] have length 1.
    pub fn row(&self, row: u32) -> [i8; N_DIRECTIONS] {
        self.rows[row as usize].map(u8::cast_signed)
    }

    /// What one step of a row is worth.
    pub fn worth(&self, row: u32) -> f32 {
        f32::from_le_bytes(self.worth[row as usize])
    }

    /// How often a word occurs in a million words of the texts that the rows were made from; exact to a tenth.
    pub fn per_million(&self, row: u32) -> f32 {
        (f32::from(self.often[row as usize]) / 8.0).exp2() - 1.0
    }

    /// How like two words are: the cosine of their rows, from -1 to 1.
    pub fn likeness(&self, one: u32, other: u32) -> f32 {
        let product: i32 = self.rows[one as usize]
            .iter()
            .zip(&self.rows[other as usize])
            .map(|(one, other)| i32::from(one.cast_signed()) * i32::from(other.cast_signed()))
            .sum();
        product as f32 * self.worth(one) * self.worth(other)
    }

    /// The words most like a word, the best first, from a least likeness on; reads every row.
    pub fn nearest(&self, row: u32, n: usize, least: f32) -> Vec<(u32, f32)> {
        let mut likely: Vec<(u32, f32)> = (0..self.len() as u32)
            .filter(|&other| other != row)
            .map(|other| (other, self.likeness(row, other)))
            .filter(|&(_, likeness)| likeness >= least)
            .collect();
        likely.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        likely.truncate(n);
        likely
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_in_order_and_rows_have_length_one() {
        let vectors = Vectors::english();
        assert!(vectors.words.is_sorted());
        for row in (0..vectors.len() as u32).step_by(97) {
            assert!((vectors.likeness(row, row) - 1.0).abs() < 1e-3, "{}", vectors.word(row));
        }
    }

    #[test]
    fn an_earthquake_is_like_a_quake_and_not_like_a_bribe() {
        let vectors = Vectors::english();
        let row = |word| vectors.find(word).expect(word);
        let nearest: Vec<&str> =
            vectors.nearest(row("earthquake"), 5, 0.3).iter().map(|&(row, _)| vectors.word(row)).collect();
        assert!(nearest.contains(&"quake") && nearest.contains(&"seismic"), "{nearest:?}");
        assert!(vectors.likeness(row("earthquake"), row("bribe")) < 0.3);
        assert!(vectors.per_million(row("government")) > vectors.per_million(row("earthquake")));
        assert_eq!(vectors.find("no such word"), None);
    }
}
