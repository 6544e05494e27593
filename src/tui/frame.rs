//! A frame as bytes: the short way from one picture to the next, for lines on which every byte takes time.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::text;
use crate::tui::scroll::scrolled;

/// A terminal that knows it shows what is between in one go.
const BEGIN_FRAME: &[u8] = b"\x1b[?2026h";
const END_FRAME: &[u8] = b"\x1b[?2026l";
/// Nothing but the terminal's own background.
const CLEAR: &[u8] = b"\x1b[m\x1b[2J";
/// Fewer bytes than this reach a terminal in one piece anyway.
const ONE_PIECE: usize = 512;
/// As many blanks in a row as it takes for an erasure to be shorter.
const ERASED: u16 = 10;

/// Bytes from which on it is worth looking for rows that only moved.
const MANY: usize = 120;

/// The bytes that turn `shown` into `wanted`; empty when they look alike.
pub fn frame(shown: &Buffer, wanted: &Buffer) -> Vec<u8> {
    let written = differences(shown, wanted, None);
    if written.len() < MANY {
        return written;
    }
    let moved = scrolled(shown, wanted).into_iter().map(|scroll| {
        let rest = differences(&scroll.after, wanted, Some((0, scroll.at)));
        [scroll.bytes.into_bytes(), rest].concat()
    });
    let shortest = moved.min_by_key(Vec::len);
    shortest
        .filter(|moved| moved.len() < written.len())
        .unwrap_or(written)
}

/// The bytes that write every cell that differs, from where the cursor is, if that is known.
fn differences(shown: &Buffer, wanted: &Buffer, at: Option<(u16, u16)>) -> Vec<u8> {
    let changes: Vec<(u16, u16, &Cell)> = shown
        .diff(wanted)
        .into_iter()
        .filter(|(x, y, cell)| !looks_alike(shown, *x, *y, cell))
        .collect();
    if changes.is_empty() {
        return Vec::new();
    }
    let mut writer = Writer {
        wanted,
        out: Vec::new(),
        pen: Pen::default(),
        at,
    };
    let mut erased_to = None;
    for (i, (x, y, cell)) in changes.iter().enumerate() {
        if erased_to.is_some_and(|(row, to)| *y == row && *x < to) {
            continue;
        }
        writer.go(*x, *y);
        erased_to = match is_blank(cell) {
            true => writer.erase(*x, *y, blanks(&changes[i..])),
            false => None,
        };
        if erased_to.is_none() {
            writer.put(cell);
        }
    }
    writer.put_down()
}

/// The bytes that turn whatever is shown into `wanted`.
pub fn whole(wanted: &Buffer) -> Vec<u8> {
    [CLEAR, &frame(&Buffer::empty(wanted.area), wanted)].concat()
}

/// Marked as one frame, where it may reach the terminal in pieces.
pub fn in_one_go(bytes: Vec<u8>) -> Vec<u8> {
    match bytes.len() < ONE_PIECE {
        true => bytes,
        false => [BEGIN_FRAME, &bytes, END_FRAME].concat(),
    }
}

/// A cell that shows the background and nothing else.
fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " "
        && cell.bg == Color::Reset
        && !cell
            .modifier
            .intersects(Modifier::REVERSED | Modifier::UNDERLINED)
}

/// Blanks differ in nothing that is seen. One beside a wide character may hide its half and is written.
fn looks_alike(shown: &Buffer, x: u16, y: u16, cell: &Cell) -> bool {
    let before = &shown[(x, y)];
    let beside_wide = x > shown.area.x && text::width(shown[(x - 1, y)].symbol()) > 1;
    before != cell && is_blank(before) && is_blank(cell) && !beside_wide
}

/// How many of the first changes are blanks side by side.
fn blanks(changes: &[(u16, u16, &Cell)]) -> u16 {
    let (x, y, _) = changes[0];
    changes
        .iter()
        .enumerate()
        .take_while(|(i, (cx, cy, cell))| {
            *cy == y && usize::from(*cx) == usize::from(x) + i && is_blank(cell)
        })
        .count() as u16
}

/// What is written, and where that leaves the terminal.
struct Writer<'a> {
    wanted: &'a Buffer,
    out: Vec<u8>,
    pen: Pen,
    /// Where the cursor is; unknown at first, and past the last column, where terminals differ.
    at: Option<(u16, u16)>,
}

impl Writer<'_> {
    fn put(&mut self, cell: &Cell) {
        if !(is_blank(cell) && self.pen.leaves_blank()) {
            self.pen.take(Pen::of(cell), &mut self.out);
        }
        self.out.extend_from_slice(cell.symbol().as_bytes());
        let width = text::width(cell.symbol()).max(1) as u16;
        let right = self.wanted.area.right();
        self.at = self
            .at
            .map(|(x, y)| (x + width, y))
            .filter(|(x, _)| *x < right);
    }

    /// Moves the cursor the shortest way; over a short gap by writing again what stands there.
    fn go(&mut self, x: u16, y: u16) {
        if self.at == Some((x, y)) {
            return;
        }
        let jump = match self.at {
            None => absolute(x, y),
            Some(from) => shorter(absolute(x, y), relative(from, (x, y))),
        };
        match self.between(x, y).filter(|gap| gap.len() <= jump.len()) {
            Some(gap) => self.out.extend(gap.into_bytes()),
            None => self.out.extend(jump.into_bytes()),
        }
        self.at = Some((x, y));
    }

    /// What stands between the cursor and a later place of its row, where the present pen can write it.
    fn between(&self, x: u16, y: u16) -> Option<String> {
        let (from, row) = self.at?;
        if row != y || from >= x {
            return None;
        }
        let mut text = String::new();
        for column in from..x {
            let cell = &self.wanted[(column, y)];
            let fits = Pen::of(cell) == self.pen || (is_blank(cell) && self.pen.leaves_blank());
            if !fits || text::width(cell.symbol()) != 1 {
                return None;
            }
            text.push_str(cell.symbol());
        }
        Some(text)
    }

    /// Erases blanks where that is shorter than writing them; gives the row and the first column that is left.
    fn erase(&mut self, x: u16, y: u16, blanks: u16) -> Option<(u16, u16)> {
        let right = self.wanted.area.right();
        let to_the_end = (x..right).all(|column| is_blank(&self.wanted[(column, y)]));
        let code = if to_the_end && right - x > 3 {
            "\x1b[K".to_owned()
        } else if blanks >= ERASED {
            format!("\x1b[{blanks}X")
        } else {
            return None;
        };
        // Terminals erase with the background of the moment.
        if !self.pen.leaves_blank() {
            self.pen.take(Pen::default(), &mut self.out);
        }
        self.out.extend(code.into_bytes());
        Some((y, if to_the_end { right } else { x + blanks }))
    }

    fn put_down(mut self) -> Vec<u8> {
        self.pen.take(Pen::default(), &mut self.out);
        self.out
    }
}

fn absolute(x: u16, y: u16) -> String {
    match (x, y) {
        (0, 0) => "\x1b[H".into(),
        (0, y) => format!("\x1b[{}H", y + 1),
        (x, y) => format!("\x1b[{};{}H", y + 1, x + 1),
    }
}

fn relative((from_x, from_y): (u16, u16), (x, y): (u16, u16)) -> String {
    let step = |count: u16, letter: char| match count {
        0 => String::new(),
        1 => format!("\x1b[{letter}"),
        n => format!("\x1b[{n}{letter}"),
    };
    let rows = match y >= from_y {
        // In raw mode a line feed keeps the column.
        true => shorter(step(y - from_y, 'B'), "\n".repeat(usize::from(y - from_y))),
        false => step(from_y - y, 'A'),
    };
    let from_the_edge = format!("\r{}", step(x, 'C'));
    let columns = match x >= from_x {
        true => step(x - from_x, 'C'),
        false => shorter(
            step(from_x - x, 'D'),
            "\x08".repeat(usize::from(from_x - x)),
        ),
    };
    rows + &shorter(columns, from_the_edge)
}

fn shorter(a: String, b: String) -> String {
    if b.len() < a.len() { b } else { a }
}

/// The style in force at the terminal.
#[derive(Default, PartialEq, Clone, Copy)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// Modifiers with the codes that switch them on and off. Bold and dim are switched off together.
const MODIFIERS: [(Modifier, &str, &str); 4] = [
    (Modifier::BOLD, "1", "22"),
    (Modifier::DIM, "2", "22"),
    (Modifier::UNDERLINED, "4", "24"),
    (Modifier::REVERSED, "7", "27"),
];

impl Pen {
    fn of(cell: &Cell) -> Self {
        let known = MODIFIERS
            .iter()
            .fold(Modifier::empty(), |all, (modifier, ..)| all | *modifier);
        Self {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier & known,
        }
    }

    /// Whether a space written with it shows nothing.
    fn leaves_blank(self) -> bool {
        self.bg == Color::Reset
            && !self
                .modifier
                .intersects(Modifier::REVERSED | Modifier::UNDERLINED)
    }

    /// Changes to another pen by what differs, or from the start where that is shorter.
    fn take(&mut self, wanted: Pen, out: &mut Vec<u8>) {
        if *self == wanted {
            return;
        }
        let anew = match wanted.codes_from(Pen::default()) {
            codes if codes.is_empty() => "\x1b[m".to_owned(),
            codes => format!("\x1b[0;{}m", codes.join(";")),
        };
        let codes = wanted.codes_from(*self);
        out.extend(shorter(format!("\x1b[{}m", codes.join(";")), anew).into_bytes());
        *self = wanted;
    }

    /// Codes that lead from another pen to this one.
    fn codes_from(self, before: Pen) -> Vec<String> {
        let mut codes: Vec<String> = Vec::new();
        let lost = before.modifier - self.modifier;
        let mut kept = before.modifier & self.modifier;
        for (modifier, _, off) in MODIFIERS {
            if lost.contains(modifier) && !codes.iter().any(|code| code == off) {
                codes.push(off.to_owned());
            }
        }
        let weight = Modifier::BOLD | Modifier::DIM;
        if lost.intersects(weight) {
            kept -= weight;
        }
        for (modifier, on, _) in MODIFIERS {
            if self.modifier.contains(modifier) && !kept.contains(modifier) {
                codes.push(on.to_owned());
            }
        }
        for (now, old, base) in [(self.fg, before.fg, 30), (self.bg, before.bg, 40)] {
            if now != old {
                codes.push(colour(now, base));
            }
        }
        codes
    }
}

/// The code of one of the sixteen colours on `base` (30 for text, 40 for background), or of the terminal's own.
fn colour(colour: Color, base: u8) -> String {
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
        Color::Reset | Color::Indexed(_) | Color::Rgb(..) => 9,
    };
    (base + code).to_string()
}

#[cfg(test)]
mod tests {
    use rand::Rng as _;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;
    use crate::work::rng;

    fn sent(shown: &Buffer, wanted: &Buffer) -> String {
        String::from_utf8(frame(shown, wanted)).unwrap()
    }

    #[test]
    fn an_equal_frame_writes_nothing() {
        let buffer = Buffer::with_lines(["abc"]);
        assert!(frame(&buffer, &buffer.clone()).is_empty());
        let mut dim = Buffer::with_lines(["   "]);
        dim.set_string(0, 0, "   ", Style::new().fg(Color::Red));
        assert!(frame(&Buffer::with_lines(["   "]), &dim).is_empty());
    }

    #[test]
    fn only_changed_cells_are_written() {
        let shown = Buffer::with_lines(["abcdef"]);
        let mut wanted = shown.clone();
        wanted.set_string(2, 0, "X", Style::new().fg(Color::Red));
        assert_eq!(sent(&shown, &wanted), "\u{1b}[1;3H\u{1b}[31mX\u{1b}[m");
    }

    #[test]
    fn short_gaps_are_written_again_and_long_ones_jumped() {
        let shown = Buffer::with_lines(["abcdefghijklmnop"]);
        let wanted = Buffer::with_lines(["AbCdefghijklmnoP"]);
        assert_eq!(sent(&shown, &wanted), "\u{1b}[HAbC\u{1b}[12CP");
    }

    #[test]
    fn the_rest_of_a_row_is_erased() {
        let shown = Buffer::with_lines(["abcdefgh", "ab      "]);
        let wanted = Buffer::with_lines(["ab      ", "ab      "]);
        assert_eq!(sent(&shown, &wanted), "\u{1b}[1;3H\u{1b}[K");
    }

    #[test]
    fn wide_characters_keep_the_place() {
        let shown = Buffer::with_lines(["abcdef"]);
        let mut wanted = shown.clone();
        wanted.set_string(0, 0, "漢字", Style::new());
        let mut screen = vt100::Parser::new(1, 6, 0);
        screen.process(&frame(&Buffer::empty(shown.area), &shown));
        screen.process(&frame(&shown, &wanted));
        assert_eq!(screen.screen().contents(), "漢字ef");
        screen.process(&frame(&wanted, &shown));
        assert_eq!(screen.screen().contents(), "abcdef");
    }

    #[test]
    fn any_two_pictures_meet() {
        let styles = [
            Style::reset(),
            Style::reset().add_modifier(Modifier::BOLD),
            Style::reset().add_modifier(Modifier::DIM),
            Style::reset().add_modifier(Modifier::REVERSED),
            Style::reset()
                .fg(Color::Red)
                .add_modifier(Modifier::UNDERLINED),
            Style::reset().fg(Color::LightBlue),
        ];
        let texts = ["a", "bc", "          ", "é", "─────", "  x  "];
        for seed in 0..200_u64 {
            let mut random = rng(seed, &["frames"]);
            let area = Rect::new(0, 0, 23, 5);
            let mut shown = Buffer::empty(area);
            let mut screen = vt100::Parser::new(5, 23, 0);
            for _ in 0..6 {
                let mut wanted = shown.clone();
                for _ in 0..random.random_range(1..12) {
                    wanted.set_stringn(
                        random.random_range(0..23),
                        random.random_range(0..5),
                        texts[random.random_range(0..texts.len())],
                        23,
                        styles[random.random_range(0..styles.len())],
                    );
                }
                screen.process(&frame(&shown, &wanted));
                shown = wanted;
            }
            let mut whole = vt100::Parser::new(5, 23, 0);
            whole.process(&frame(&Buffer::empty(area), &shown));
            let rows = |s: &vt100::Parser| -> Vec<String> {
                let rows = s.screen().rows(0, 23);
                rows.map(|row| row.trim_end().to_owned()).collect()
            };
            assert_eq!(rows(&screen), rows(&whole), "seed {seed}");
            for y in 0..5 {
                for x in 0..23 {
                    let (now, plain) = (screen.screen().cell(y, x), whole.screen().cell(y, x));
                    let seen = |cell: Option<&vt100::Cell>| {
                        cell.map(|c| {
                            let blank = c.contents().trim().is_empty();
                            let colour = (!blank).then(|| (c.fgcolor(), c.bold()));
                            (colour, c.inverse(), c.underline())
                        })
                    };
                    assert_eq!(seen(now), seen(plain), "seed {seed} at {x} {y}");
                }
            }
        }
    }
}
