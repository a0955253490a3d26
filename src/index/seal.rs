//! What every file of an index must hold, beside the index in `index.sum`: sizes and checksums, itself checksummed.
//!
//! It is written before each change of `meta.json` and names the one before and the one after, so that it is true at
//! every moment, also of an index whose writer died.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::error::{Error, ErrorKind, Result};

/// The file.
pub(crate) const FILE: &str = "index.sum";
/// The index library's list of segments.
pub(crate) const META: &str = "meta.json";

/// How large a file is, and the checksum of its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sum {
    pub(crate) bytes: u64,
    pub(crate) sum: String,
}

impl Sum {
    /// The sum of bytes at hand.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self { bytes: bytes.len() as u64, sum: format!("{:016x}", xxh3_64(bytes)) }
    }

    /// The sum of what was put through a hash.
    pub(crate) fn digest(bytes: u64, hash: &Xxh3) -> Self {
        Self { bytes, sum: format!("{:016x}", hash.digest()) }
    }

    /// The sum of a file's first bytes, or of all of it.
    pub(crate) fn read(path: &Path, most: u64) -> std::io::Result<Self> {
        use std::io::Read;
        let mut file = fs::File::open(path)?.take(most);
        let mut hash = Xxh3::new();
        let mut bytes = 0;
        let mut buffer = vec![0; 1 << 20];
        loop {
            match file.read(&mut buffer) {
                Ok(0) => return Ok(Self::digest(bytes, &hash)),
                Ok(read) => {
                    hash.update(&buffer[..read]);
                    bytes += read as u64;
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// What every file must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Seal {
    /// The files that are never changed once written, by name.
    pub(crate) files: BTreeMap<String, Sum>,
    /// `meta.json` as it is and, for a moment, as it will be, whole: so it can be had back.
    pub(crate) metas: Vec<String>,
}

impl Seal {
    /// Reads the seal of a folder; none if it has none.
    pub(crate) fn read(directory: &Path) -> Result<Option<Self>> {
        let path = directory.join(FILE);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::from(error).at(path)),
        };
        Self::decode(&bytes).map(Some).ok_or_else(|| damaged("its own checksum does not match").at(path))
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (body, sum) = bytes.split_at_checked(bytes.len().checked_sub(18)?)?;
        let expected = format!("\n{:016x}\n", xxh3_64(body));
        if sum != expected.as_bytes() {
            return None;
        }
        serde_json::from_slice(body).ok()
    }

    /// The bytes of the file.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec(self).expect("names and numbers can always be written as JSON");
        let sum = xxh3_64(&bytes);
        bytes.extend_from_slice(format!("\n{sum:016x}\n").as_bytes());
        bytes
    }
}

/// What `meta.json` says, as far as we need it.
#[derive(Debug, Deserialize)]
pub(crate) struct Meta {
    pub(crate) segments: Vec<Segment>,
    #[serde(default)]
    pub(crate) payload: Option<String>,
}

/// One segment of the index.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Segment {
    segment_id: String,
    #[serde(default)]
    deletes: Option<Deletes>,
}

#[derive(Clone, Debug, Deserialize)]
struct Deletes {
    opstamp: u64,
}

impl Segment {
    /// What its files' names begin with.
    pub(crate) fn stem(&self) -> String {
        self.segment_id.replace('-', "")
    }

    /// The names of its files.
    pub(crate) fn files(&self) -> Vec<String> {
        let stem = self.stem();
        let endings = ["term", "idx", "pos", "fast", "fieldnorm", "store"].map(|ending| format!("{stem}.{ending}"));
        let deletes = self.deletes.iter().map(|deletes| format!("{stem}.{}.del", deletes.opstamp));
        endings.into_iter().chain(deletes).collect()
    }
}

impl Meta {
    /// Reads the text of a `meta.json`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// How often a folder is looked at again when a writer changes it meanwhile.
const N_LOOKS: usize = 10;

/// Looks at an index without reading it whole: whether `meta.json` is as sealed, and no file is missing, longer or
/// shorter. Returns what `meta.json` says.
///
/// # Errors
///
/// When anything is not as sealed.
pub(crate) fn look(directory: &Path) -> Result<Meta> {
    for _ in 1..N_LOOKS {
        // A writer may have changed the index between our looks at two of its files.
        if let Ok(meta) = look_once(directory) {
            return Ok(meta);
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    look_once(directory)
}

fn look_once(directory: &Path) -> Result<Meta> {
    let text = meta_text(directory)?;
    // The seal is read after: it is written before.
    let seal = Seal::read(directory)?.ok_or_else(|| damaged(format!("{FILE} is missing")).at(directory))?;
    if !seal.metas.contains(&text) {
        return Err(damaged("its contents have changed").at(directory.join(META)));
    }
    let meta = Meta::read(&text).ok_or_else(|| damaged("it cannot be read").at(directory.join(META)))?;
    for name in meta.segments.iter().flat_map(Segment::files) {
        let path = directory.join(&name);
        let size = fs::metadata(&path).map_err(|error| damaged(error.to_string()).at(&path))?.len();
        match seal.files.get(&name) {
            Some(sum) if sum.bytes == size => {}
            Some(sum) => return Err(damaged(format!("{size} bytes long, not {}", sum.bytes)).at(path)),
            None => return Err(damaged("not in the seal").at(path)),
        }
    }
    Ok(meta)
}

/// The bytes of a file that an index must have.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => damaged("it is missing").at(path),
        _ => Error::from(error).at(path),
    })
}

/// The text of `meta.json`.
pub(crate) fn meta_text(directory: &Path) -> Result<String> {
    let path = directory.join(META);
    String::from_utf8(read(&path)?).map_err(|_| damaged("it is no text").at(path))
}

/// Whether a file's name is that of a segment's file: 32 hexadecimal digits and an ending.
pub(crate) fn is_of_a_segment(name: &str) -> bool {
    name.split_once('.').is_some_and(|(stem, _)| stem.len() == 32 && stem.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// An error of a damaged index, with what to do.
pub(crate) fn damaged(what: impl Into<String>) -> Error {
    Error::new(ErrorKind::Damaged, format!("the index is damaged: {}", what.into()))
        .try_this("onrecord verify lists what is damaged, onrecord repair keeps what is whole")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flipped_bit_and_every_cut_of_a_seal_is_noticed() {
        let seal = Seal {
            files: BTreeMap::from([("0a.store".to_owned(), Sum::of(b"stored"))]),
            metas: vec!["{\"segments\":[]}".to_owned()],
        };
        let bytes = seal.encode();
        assert_eq!(Seal::decode(&bytes), Some(seal));
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut flipped = bytes.clone();
                flipped[at] ^= 1 << bit;
                assert_eq!(Seal::decode(&flipped), None, "byte {at}, bit {bit}");
            }
            assert_eq!(Seal::decode(&bytes[..at]), None, "cut at {at}");
        }
    }
}
