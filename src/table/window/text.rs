//! A text of which any rows are read: an index of where rows begin grows while others already look at the first ones.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use encoding_rs::{Encoding, UTF_8};

use super::index::{Index, Mark, Span};
use super::spool::{Bytes, Spool, changed};
use crate::decisions::Read;
use crate::error::{Error, Result};
use crate::table::csv::{Manner, Piece};
use crate::table::stream::Packing;
use crate::table::{Format, csv, stream};

/// First bytes by which the form is found, and read at once before the first rows are shown.
const START: usize = 256 << 10;
/// Bytes read at once while the index grows.
const CHUNK: usize = 4 << 20;
/// A record is at most so long; beyond, a quote was left open.
const LONGEST: usize = 64 << 20;
/// Bytes of text kept of the pieces read last.
const KEPT: usize = 32 << 20;

/// A text, open for reading anywhere.
pub(super) struct Text {
    path: PathBuf,
    bytes: Bytes,
    manner: Manner,
    format: Format,
    index: RwLock<Index>,
    /// Whoever holds it lets the index grow.
    feed: Mutex<Feed>,
    kept: Mutex<Vec<(u64, Arc<Piece>)>>,
}

struct Feed {
    /// What fills the scratch copy, until it is full.
    spool: Option<Spool>,
    /// Why there is no more to come.
    fault: Option<Error>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Text {
    /// Opens a text, packed or not, and finds its first rows.
    pub(super) fn open(path: &Path, read: &Read) -> Result<Self> {
        let packing = stream::packing(path)?;
        let start = stream::first(path, START)?;
        let complete = start.len() < START;
        let encoding = csv::encoding_of(&start, read, complete)?;
        let is_direct =
            packing == Packing::None && (encoding == UTF_8 || encoding.is_single_byte());
        let (bytes, mut spool) = match is_direct {
            true => (Bytes::of(path)?, None),
            false => {
                let (spool, bytes) = Spool::of(path, encoding_to_copy(encoding))?;
                (bytes, Some(spool))
            }
        };
        if let Some(filling) = &mut spool
            && !filling.fill(2 * START)?
        {
            spool = None;
        }
        let read = match is_direct || encoding.is_single_byte() {
            true => read.clone(),
            // The copy is in UTF-8 already.
            false => Read {
                encoding: None,
                ..read.clone()
            },
        };
        let start = bytes.read(0, START)?;
        let manner = Manner::of(&start, &read, start.len() < START)?;
        let mut format = manner.format().clone();
        format.packing = packing.word().map(str::to_owned);
        if !is_direct && format.format == "csv" {
            format.encoding = Some(encoding.name().to_lowercase());
        }
        let text = Self {
            path: path.to_owned(),
            index: RwLock::new(Index::new(manner.above() as u64)),
            bytes,
            format,
            manner,
            feed: Mutex::new(Feed { spool, fault: None }),
            kept: Mutex::default(),
        };
        text.grow_by(START)?;
        let (rows, complete) = text.known();
        match rows == 0 && complete {
            true => Err(csv::no_rows()),
            false => Ok(text),
        }
    }

    pub(super) fn manner(&self) -> &Manner {
        &self.manner
    }

    pub(super) fn format(&self) -> &Format {
        &self.format
    }

    /// What is known of its rows: how many, and whether these are all.
    pub(super) fn known(&self) -> (usize, bool) {
        let index = self.index();
        (index.rows, index.complete)
    }

    fn index(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// How much of the file was read for the index, 0 to 1.
    pub(super) fn fraction(&self) -> f64 {
        // Asked between two steps: whoever lets it grow now is not waited for.
        let spooled = self.feed.try_lock().ok();
        let spooled = spooled.and_then(|feed| feed.spool.as_ref().map(Spool::fraction));
        let read = || self.index().bytes as f64 / self.bytes.size().max(1) as f64;
        spooled.unwrap_or_else(read)
    }

    /// Reads on for the index; whether more follows. An error ends it: what was found until then stays.
    pub(super) fn grow(&self) -> Result<bool> {
        self.grow_by(CHUNK)
    }

    fn grow_by(&self, chunk: usize) -> Result<bool> {
        let mut feed = held(&self.feed);
        if let Some(fault) = &feed.fault {
            return Err(fault.clone());
        }
        if self.index().complete {
            return Ok(false);
        }
        let outcome = self.step(&mut feed, chunk);
        if let Err(error) = &outcome {
            feed.fault = Some(error.clone());
            let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
            index.complete = true;
        }
        outcome
    }

    fn step(&self, feed: &mut Feed, mut chunk: usize) -> Result<bool> {
        let from = self.index().bytes;
        loop {
            while let Some(spool) = &mut feed.spool
                && self.bytes.size() < from + chunk as u64
            {
                if !spool.fill(chunk)? {
                    feed.spool = None;
                }
            }
            let bytes = self.bytes.read(from, chunk)?;
            let is_end = bytes.len() < chunk && feed.spool.is_none();
            let (rows, end) = self.manner.walk(&bytes, is_end);
            if end == 0 && !is_end && chunk < LONGEST {
                chunk *= 2;
                continue;
            }
            if end == 0 && !is_end {
                let row = self.index().rows + 1;
                return Err(
                    Error::new(format!("row {row} does not end: a quote was left open"))
                        .at_file(&self.path)
                        .with_fix("close it with \", and double every \" inside a quoted cell"),
                );
            }
            let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
            index.take(&rows, end);
            index.complete = is_end;
            return Ok(!is_end);
        }
    }

    /// The piece that holds a row, and the number of its first row; none where the row is not known.
    pub(super) fn piece_of(&self, row: usize) -> Result<Option<(usize, Arc<Piece>)>> {
        let Some(span) = self.index().span_of(row) else {
            return Ok(None);
        };
        let piece = self.kept(span)?;
        Ok(Some((span.first.row, piece)))
    }

    /// The text of the rows of a span.
    pub(super) fn read(&self, span: Span) -> Result<String> {
        let bytes = self.bytes.read_again(span.first.offset, span.end)?;
        self.manner.text(bytes).map_err(|e| e.at_file(&self.path))
    }

    /// How far a place is among all that there is, 0 to 1.
    pub(super) fn fraction_at(&self, offset: u64) -> f64 {
        let (found, complete) = {
            let index = self.index();
            (index.bytes, index.complete)
        };
        let all = if complete { 1.0 } else { self.fraction() };
        all * offset as f64 / found.max(1) as f64
    }

    /// See [`Index::mark_before`].
    pub(super) fn mark_before(&self, row: usize) -> Option<Mark> {
        self.index().mark_before(row)
    }

    /// See [`Index::mark_after`].
    pub(super) fn mark_after(&self, row: usize) -> Mark {
        self.index().mark_after(row)
    }

    /// See [`Index::rows_after`].
    pub(super) fn rows_after(&self, first: Mark, bytes: u64) -> Option<Span> {
        self.index().rows_after(first, bytes)
    }

    /// See [`Index::rows_before`].
    pub(super) fn rows_before(&self, end: Mark, bytes: u64) -> Option<Span> {
        self.index().rows_before(end, bytes)
    }

    /// What is wrong where the rows are not those that were found.
    pub(super) fn changed(&self) -> Error {
        changed(&self.path)
    }

    fn kept(&self, span: Span) -> Result<Arc<Piece>> {
        let mut kept = held(&self.kept);
        // The last span grows while rows are found: how many it held tells it apart.
        let is_it = |(offset, piece): &(u64, Arc<Piece>)| {
            *offset == span.first.offset && piece.rows() >= span.to - span.first.row
        };
        if let Some(at) = kept.iter().position(is_it) {
            let found = kept.remove(at);
            kept.push(found.clone());
            return Ok(found.1);
        }
        let piece = Arc::new(self.manner.piece(self.read(span)?));
        if piece.rows() != span.to - span.first.row {
            return Err(self.changed());
        }
        kept.retain(|(offset, _)| *offset != span.first.offset);
        kept.push((span.first.offset, piece.clone()));
        let mut bytes: usize = kept.iter().map(|(_, piece)| piece.text().len()).sum();
        while bytes > KEPT && kept.len() > 1 {
            bytes -= kept.remove(0).1.text().len();
        }
        Ok(piece)
    }
}

/// In what the copy is read: of one byte a letter it stays as it is, since it is read piece by piece like a file.
fn encoding_to_copy(encoding: &'static Encoding) -> &'static Encoding {
    match encoding.is_single_byte() {
        true => UTF_8,
        false => encoding,
    }
}
