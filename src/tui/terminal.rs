//! The terminal itself: entering and leaving the screen, and a frame as bytes.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Alternate screen, hidden cursor, bracketed paste.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[2J";
/// The inverse, with colours reset.
const LEAVE: &[u8] = b"\x1b[0m\x1b[?2004l\x1b[?25h\x1b[?1049l";
/// A terminal that knows it shows the frame in one go.
const BEGIN_FRAME: &[u8] = b"\x1b[?2026h";
const END_FRAME: &[u8] = b"\x1b[?2026l";

/// Threads whose panic ends the program; a panic elsewhere is a failed job.
const OURS: [&str; 4] = ["main", "input", "signals", "terminal"];

/// Whether the screen is ours now: it is restored once, whoever comes first.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Standard output past the line buffer of `std`, so that a frame is one write.
pub fn output() -> io::Result<File> {
    Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
}

/// Raw mode and an empty alternate screen.
pub fn enter(out: &mut impl Write) -> io::Result<()> {
    enable_raw_mode()?;
    ENTERED.store(true, Ordering::Release);
    out.write_all(ENTER)?;
    out.flush()
}

/// The screen as it was found. Does nothing the second time.
pub fn leave(out: &mut impl Write) -> io::Result<()> {
    if !ENTERED.swap(false, Ordering::AcqRel) {
        return Ok(());
    }
    out.write_all(LEAVE)?;
    out.flush()?;
    disable_raw_mode()
}

/// Standard error goes to a file while the screen is ours; dropping this gives it back.
pub struct Quiet {
    before: OwnedFd,
}

impl Quiet {
    /// Sends standard error to `log`, or nowhere if that cannot be written.
    pub fn new(log: Option<&std::path::Path>) -> io::Result<Self> {
        let before = io::stderr().as_fd().try_clone_to_owned()?;
        let sink = log
            .and_then(|path| OpenOptions::new().create(true).append(true).open(path).ok())
            .map_or_else(|| OpenOptions::new().write(true).open("/dev/null"), Ok)?;
        rustix::stdio::dup2_stderr(&sink)?;
        Ok(Self { before })
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        // Nothing is left to tell if this fails.
        let _ = rustix::stdio::dup2_stderr(&self.before);
    }
}

/// A panic of the screen's own threads gives the terminal back and ends the program; its message goes to the
/// terminal. A panic in a job stays with the job.
pub fn guard_panics() -> io::Result<()> {
    let errors = io::stderr().as_fd().try_clone_to_owned()?;
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let thread = std::thread::current();
        let name = thread.name().unwrap_or_default().to_owned();
        if !OURS.contains(&name.as_str()) {
            return;
        }
        if let Ok(mut out) = output() {
            let _ = leave(&mut out);
        }
        let _ = rustix::stdio::dup2_stderr(&errors);
        before(info);
        if name != "main" {
            std::process::exit(101);
        }
    }));
    Ok(())
}

/// The bytes that turn `shown` into `wanted`; empty when they are alike.
pub fn frame(shown: &Buffer, wanted: &Buffer) -> Vec<u8> {
    let changes = shown.diff(wanted);
    if changes.is_empty() {
        return Vec::new();
    }
    let mut out = BEGIN_FRAME.to_vec();
    let mut pen = Pen::default();
    let mut next = None;
    for (x, y, cell) in changes {
        if next != Some((x, y)) {
            out.extend(format!("\x1b[{};{}H", y + 1, x + 1).into_bytes());
        }
        pen.take(cell, &mut out);
        out.extend_from_slice(cell.symbol().as_bytes());
        next = Some((x + crate::text::width(cell.symbol()).max(1) as u16, y));
    }
    pen.put_down(&mut out);
    out.extend_from_slice(END_FRAME);
    out
}

/// The style in force at the terminal.
#[derive(Default, PartialEq, Clone, Copy)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Pen {
    fn take(&mut self, cell: &Cell, out: &mut Vec<u8>) {
        let wanted = Pen {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
        };
        if *self == wanted {
            return;
        }
        *self = wanted;
        let mut codes = vec!["0".to_owned()];
        let modifiers = [
            (Modifier::BOLD, "1"),
            (Modifier::DIM, "2"),
            (Modifier::UNDERLINED, "4"),
            (Modifier::REVERSED, "7"),
        ];
        for (modifier, code) in modifiers {
            if wanted.modifier.contains(modifier) {
                codes.push(code.to_owned());
            }
        }
        codes.extend(colour(wanted.fg, 30));
        codes.extend(colour(wanted.bg, 40));
        out.extend(format!("\x1b[{}m", codes.join(";")).into_bytes());
    }

    fn put_down(self, out: &mut Vec<u8>) {
        if self != Pen::default() {
            out.extend_from_slice(b"\x1b[0m");
        }
    }
}

/// The code of one of the sixteen colours on `base` (30 for text, 40 for background).
fn colour(colour: Color, base: u8) -> Option<String> {
    let code = match colour {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
        Color::Reset | Color::Indexed(_) | Color::Rgb(..) => return None,
    };
    Some((base + code).to_string())
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn an_equal_frame_writes_nothing() {
        let buffer = Buffer::with_lines(["abc"]);
        assert!(frame(&buffer, &buffer.clone()).is_empty());
    }

    #[test]
    fn only_changed_cells_are_written() {
        let shown = Buffer::with_lines(["abcdef"]);
        let mut wanted = shown.clone();
        wanted.set_string(2, 0, "X", Style::new().fg(Color::Red));
        let bytes = String::from_utf8(frame(&shown, &wanted)).unwrap();
        assert_eq!(
            bytes,
            "\u{1b}[?2026h\u{1b}[1;3H\u{1b}[0;31mX\u{1b}[0m\u{1b}[?2026l"
        );
    }

    #[test]
    fn wide_characters_keep_the_place() {
        let shown = Buffer::empty(Rect::new(0, 0, 6, 1));
        let mut wanted = shown.clone();
        wanted.set_string(0, 0, "漢字", Style::new());
        let mut screen = vt100::Parser::new(1, 6, 0);
        screen.process(&frame(&shown, &wanted));
        assert_eq!(screen.screen().contents(), "漢字");
    }
}
