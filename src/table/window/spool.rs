//! The bytes of a text where they can be read at any place: the file itself, or a scratch copy for what can only be read
//! forward. Packed files and encodings of several bytes a letter are unpacked into a file that has no name and goes with the
//! program, as far as the disk has room; no index leads into packed bytes.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};
use rustix::buffer::spare_capacity;
use rustix::io::{Errno, pread};

use crate::error::{Error, Result};
use crate::table::stream::{Stream, broken};
use crate::text;

/// Bytes that the disk of the scratch copy keeps free at least.
const FREE: u64 = 1 << 30;

/// A file that is read anywhere.
pub(super) struct Bytes {
    path: PathBuf,
    file: File,
    /// Whether it grows by what is written here.
    is_copy: bool,
}

impl Bytes {
    /// The file itself.
    pub(super) fn of(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|e| Error::io("read the file", path, &e))?;
        Ok(Self {
            path: path.to_owned(),
            file,
            is_copy: false,
        })
    }

    /// As many bytes from a place on as there are, at most `most`.
    pub(super) fn read(&self, from: u64, most: usize) -> Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(most);
        while bytes.len() < most {
            let place = from + bytes.len() as u64;
            match pread(&self.file, spare_capacity(&mut bytes), place) {
                Ok(0) => break,
                Ok(_) | Err(Errno::INTR) => {}
                Err(error) => {
                    return Err(Error::io("read the file", &self.path, &error.into()));
                }
            }
        }
        bytes.truncate(most);
        Ok(bytes)
    }

    /// The bytes from a place to another, which were there before.
    ///
    /// # Errors
    /// Where the file became shorter.
    pub(super) fn read_again(&self, from: u64, to: u64) -> Result<Vec<u8>> {
        let bytes = self.read(from, (to - from) as usize)?;
        match from + bytes.len() as u64 == to || self.is_copy {
            true => Ok(bytes),
            false => Err(changed(&self.path)),
        }
    }

    /// Bytes of the file now.
    pub(super) fn size(&self) -> u64 {
        self.file.metadata().map_or(0, |meta| meta.len())
    }
}

/// What is said where a file no longer holds the rows that were found in it.
pub(super) fn changed(path: &Path) -> Error {
    Error::new("the file has changed since it was opened")
        .at_file(path)
        .with_fix("open it again")
}

/// What fills the scratch copy.
pub(super) struct Spool {
    stream: Stream,
    decoder: Option<Decoder>,
    path: PathBuf,
    copy: File,
    written: u64,
}

impl Spool {
    /// A copy of a text that is packed, or written in `encoding`, with the bytes that are read.
    pub(super) fn of(path: &Path, encoding: &'static Encoding) -> Result<(Self, Bytes)> {
        let failed = |e: std::io::Error| {
            Error::new(format!("cannot make a scratch copy: {e}"))
                .at_file(path)
                .with_fix("unpack the file, or let TMPDIR name a folder with room")
        };
        let copy = tempfile::tempfile().map_err(failed)?;
        let bytes = Bytes {
            path: path.to_owned(),
            file: copy.try_clone().map_err(failed)?,
            is_copy: true,
        };
        let is_utf8 = encoding == UTF_8;
        Ok((
            Self {
                stream: Stream::open(path)?,
                decoder: (!is_utf8).then(|| encoding.new_decoder_with_bom_removal()),
                path: path.to_owned(),
                copy,
                written: 0,
            },
            bytes,
        ))
    }

    /// Copies more, at least `most` bytes of the text where there are as many; whether more follows.
    pub(super) fn fill(&mut self, most: usize) -> Result<bool> {
        let mut bytes = vec![0; most];
        let mut read = 0;
        while read < most {
            match self.stream.read(&mut bytes[read..]) {
                Ok(0) => break,
                Ok(more) => read += more,
                Err(error) => return Err(broken(&self.path, self.stream.packing(), error)),
            }
        }
        let is_end = read < most;
        bytes.truncate(read);
        let text = match &mut self.decoder {
            Some(decoder) => decoded(decoder, &bytes, is_end),
            None => bytes,
        };
        self.refuse_full()?;
        self.copy.write_all(&text).map_err(|e| {
            Error::new(format!("cannot write the scratch copy: {e}"))
                .at_file(&self.path)
                .with_fix("unpack the file yourself, or let TMPDIR name a folder with room")
        })?;
        self.written += text.len() as u64;
        Ok(!is_end)
    }

    /// How much of the packed file was read, 0 to 1.
    pub(super) fn fraction(&self) -> f64 {
        self.stream.fraction_read()
    }

    fn refuse_full(&self) -> Result<()> {
        let Ok(stat) = rustix::fs::fstatvfs(&self.copy) else {
            return Ok(());
        };
        if stat.f_bavail.saturating_mul(stat.f_frsize) >= FREE {
            return Ok(());
        }
        Err(Error::new(format!(
            "the scratch copy stopped after {}: its disk is nearly full",
            text::bytes(self.written)
        ))
        .at_file(&self.path)
        .with_fix("let TMPDIR name a folder with more room"))
    }
}

/// The text in UTF-8; letters that do not belong to the encoding are replaced.
fn decoded(decoder: &mut Decoder, bytes: &[u8], is_end: bool) -> Vec<u8> {
    let mut text = String::new();
    let mut from = 0;
    loop {
        let room = decoder.max_utf8_buffer_length(bytes.len() - from);
        text.reserve(room.unwrap_or(bytes.len()));
        let (result, used, _) = decoder.decode_to_string(&bytes[from..], &mut text, is_end);
        from += used;
        if result == CoderResult::InputEmpty {
            return text.into_bytes();
        }
    }
}
