//! The bytes of a text file, read forward with bounded memory: as they stand, or unpacked from gzip or zstd; JSON lines as the CSV
//! that says the same.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use indexmap::IndexSet;

use super::json_lines::{self, AsCsv};
use crate::error::{Error, Result};

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    /// As it stands.
    None,
    /// gzip, several members one after the other included.
    Gzip,
    /// zstd, several frames one after the other included.
    Zstd,
}

impl Packing {
    /// By the first bytes of a file.
    pub(super) fn of(start: &[u8]) -> Self {
        match start {
            [0x1f, 0x8b, ..] => Packing::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Packing::Zstd,
            _ => Packing::None,
        }
    }

    /// How many times smaller a text of numbers is so, about.
    pub(super) fn times_smaller(self) -> u64 {
        match self {
            Packing::None => 1,
            Packing::Gzip | Packing::Zstd => 4,
        }
    }

    /// Its word in [`Format`](super::Format).
    pub(super) fn word(self) -> Option<&'static str> {
        match self {
            Packing::None => None,
            Packing::Gzip => Some("gzip"),
            Packing::Zstd => Some("zstd"),
        }
    }
}

/// First bytes by which a text is told.
const START: usize = 512;

/// A file of text, unpacked while it is read.
pub(super) struct Stream {
    reader: Box<dyn Read + Send + Sync>,
    taken: Arc<AtomicU64>,
    size: u64,
    packing: Packing,
    /// The columns, where it holds JSON lines: they are known once the text was read through.
    columns: Option<IndexSet<String>>,
}

impl Stream {
    /// The text as CSV. The columns of JSON lines are those of the first `bound` bytes, of the whole text where there is no bound.
    pub(super) fn as_csv(path: &Path, bound: Option<u64>) -> Result<Self> {
        let stream = Self::open(path)?;
        if !json_lines::begins(&start(path)?) {
            return Ok(stream);
        }
        let packing = stream.packing;
        let columns = json_lines::keys(Self::open(path)?, bound);
        let columns = columns.map_err(|error| broken(path, packing, error))?;
        Ok(stream.with(columns))
    }

    /// The same text from its start, without looking for the columns again.
    pub(super) fn again(&self, path: &Path) -> Result<Self> {
        let stream = Self::open(path)?;
        Ok(match &self.columns {
            Some(columns) => stream.with(columns.clone()),
            None => stream,
        })
    }

    /// JSON lines of these columns as CSV.
    fn with(self, columns: IndexSet<String>) -> Self {
        Self {
            taken: Arc::clone(&self.taken),
            size: self.size,
            packing: self.packing,
            columns: Some(columns.clone()),
            reader: Box::new(AsCsv::of(self, columns)),
        }
    }

    /// The bytes as they are written.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let failed = |error: io::Error| Error::io("read the file", path, &error);
        let mut start = Vec::new();
        let file = File::open(path).map_err(failed)?;
        file.take(4).read_to_end(&mut start).map_err(failed)?;
        let file = File::open(path).map_err(failed)?;
        let size = file.metadata().map_err(failed)?.len();
        let taken = Arc::new(AtomicU64::new(0));
        let counted = Counted {
            file,
            taken: Arc::clone(&taken),
        };
        let packing = Packing::of(&start);
        let reader: Box<dyn Read + Send + Sync> = match packing {
            Packing::None => Box::new(counted),
            Packing::Gzip => Box::new(flate2::read::MultiGzDecoder::new(BufReader::new(counted))),
            Packing::Zstd => Box::new(zstd::Decoder::new(counted).map_err(failed)?),
        };
        Ok(Self {
            reader,
            taken,
            size,
            packing,
            columns: None,
        })
    }

    /// Whether it holds JSON lines.
    pub(super) fn is_json(&self) -> bool {
        self.columns.is_some()
    }

    pub(super) fn packing(&self) -> Packing {
        self.packing
    }

    /// Share of the file that was read, packed as it is.
    pub(super) fn fraction_read(&self) -> f64 {
        self.taken.load(Ordering::Relaxed) as f64 / self.size.max(1) as f64
    }
}

impl Read for Stream {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.reader.read(bytes)
    }
}

/// How a file is packed.
pub(super) fn packing(path: &Path) -> Result<Packing> {
    Ok(Stream::open(path)?.packing)
}

/// The first bytes of a text, unpacked.
pub(super) fn start(path: &Path) -> Result<Vec<u8>> {
    first(path, START)
}

/// A file that counts what is read of it.
struct Counted {
    file: File,
    taken: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(bytes)?;
        self.taken.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Why a stream could not be read: a mistake in what it holds as it was found, else what the system or the unpacking says.
pub(super) fn broken(path: &Path, packing: Packing, error: io::Error) -> Error {
    let error = match error.downcast::<Error>() {
        Ok(mistake) => return mistake.at_file(path),
        Err(error) => error,
    };
    match packing.word() {
        Some(word) => Error::new(format!("cannot unpack it ({word}): {error}"))
            .at_file(path)
            .with_fix("the file is cut off or damaged: fetch it again"),
        None => Error::io("read the file", path, &error),
    }
}

/// The first bytes of a text as they are written, unpacked; fewer than asked for only where it has no more.
pub(super) fn first(path: &Path, most: usize) -> Result<Vec<u8>> {
    let stream = Stream::open(path)?;
    let packing = stream.packing;
    let mut bytes = Vec::new();
    let read = stream.take(most as u64).read_to_end(&mut bytes);
    read.map_err(|error| broken(path, packing, error))?;
    Ok(bytes)
}
