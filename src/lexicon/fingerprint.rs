//! The tables that attribution reads in, a hash of them out: indexes made with other tables hold other quotations.

use xxhash_rust::xxh3::Xxh3;

/// Every table but those that only questions are read with.
const TABLES: &[&[u8]] = &[
    include_bytes!("english/agencies.tsv"),
    include_bytes!("english/classes.tsv"),
    include_bytes!("english/conventions.tsv"),
    include_bytes!("english/cues.tsv"),
    include_bytes!("english/demonyms.tsv"),
    include_bytes!("english/documents.tsv"),
    include_bytes!("english/forms.tsv"),
    include_bytes!("english/given-names.tsv"),
    include_bytes!("english/name-words.tsv"),
    include_bytes!("english/nicknames.tsv"),
    include_bytes!("english/office-kinds.tsv"),
    include_bytes!("english/offices.tsv"),
    include_bytes!("english/organization-heads.tsv"),
    include_bytes!("english/organization-words.tsv"),
    include_bytes!("english/organizations.tsv"),
    include_bytes!("english/persons.tsv"),
    include_bytes!("english/places.tsv"),
    include_bytes!("english/polarity.tsv"),
    include_bytes!("english/pronouns.tsv"),
    include_bytes!("english/role-bodies.tsv"),
    include_bytes!("english/stances.tsv"),
    include_bytes!("english/surnames.tsv"),
    include_bytes!("english/titles.tsv"),
];

/// A hash of the tables.
pub fn fingerprint() -> u64 {
    let mut hash = Xxh3::new();
    for table in TABLES {
        hash.update(table);
        hash.update(&[0]);
    }
    hash.digest()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::TABLES;

    /// Those that only questions are read with.
    const OF_QUESTIONS: [&str; 6] =
        ["news-words.tsv", "question.tsv", "related-acts.tsv", "stops.tsv", "synonyms.tsv", "times.tsv"];

    #[test]
    fn no_table_is_left_out() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lexicon/english");
        for entry in fs::read_dir(folder).expect("the folder of tables is there") {
            let path = entry.expect("the folder can be read").path();
            let name = path.file_name().and_then(|name| name.to_str()).expect("its name is text");
            let is_table = path.extension().is_some_and(|extension| extension == "tsv");
            let bytes = fs::read(&path).expect("a table can be read");
            assert!(
                !is_table || OF_QUESTIONS.contains(&name) || TABLES.contains(&bytes.as_slice()),
                "{name} is neither hashed nor one of questions alone"
            );
        }
    }
}
