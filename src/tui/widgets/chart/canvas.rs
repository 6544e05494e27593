//! A surface finer than cells: two by four dots a cell in braille, two halves in blocks, one character in ASCII.

use ratatui::layout::Rect;

use crate::tui::theme::{Glyphs, Tone};
use crate::tui::widgets::Paint;

/// Bits of the dots of a braille cell, by column and row.
const BRAILLE: [[u8; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];
/// From few points in a cell to many.
const SHADES: [char; 4] = ['░', '▒', '▓', '█'];
const ASCII_SHADES: [char; 4] = ['.', ':', '*', '#'];

/// How a line or a cloud of points is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Pen {
    /// Its tone.
    pub tone: Tone,
    /// Its letter in ASCII.
    pub letter: char,
    /// Dots drawn and dots left out in turn; (1, 0) is drawn through.
    pub dash: (usize, usize),
}

impl Pen {
    /// Drawn through.
    pub fn solid(tone: Tone, letter: char) -> Pen {
        Pen {
            tone,
            letter,
            dash: (1, 0),
        }
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, Copy)]
struct Spot {
    bits: u8,
    points: usize,
    pen: Pen,
}

/// The surface over a plot. Places are shares of it: 0 at the left and at the bottom.
pub struct Canvas {
    plot: Rect,
    glyphs: Glyphs,
    /// Dots of a cell across and down.
    dots: (usize, usize),
    spots: Vec<Option<Spot>>,
}

impl Canvas {
    /// An empty surface.
    pub fn new(paint: &Paint<'_>, plot: Rect) -> Canvas {
        let glyphs = paint.theme.glyphs;
        Canvas {
            plot,
            glyphs,
            dots: match glyphs {
                Glyphs::Unicode => (2, 4),
                Glyphs::Blocks => (1, 2),
                Glyphs::Ascii => (1, 1),
            },
            spots: vec![None; usize::from(plot.width) * usize::from(plot.height)],
        }
    }

    /// A point.
    pub fn point(&mut self, place: (f64, f64), pen: Pen) {
        if let Some((column, row)) = self.dot(place) {
            self.set(column, row, pen);
        }
    }

    /// A straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), pen: Pen) {
        let (Some(from), Some(to)) = (self.dot(from), self.dot(to)) else {
            return;
        };
        let across = to.0 as f64 - from.0 as f64;
        let down = to.1 as f64 - from.1 as f64;
        let steps = across.abs().max(down.abs()).max(1.0) as usize;
        for step in 0..=steps {
            let share = step as f64 / steps as f64;
            let column = (from.0 as f64 + across * share).round() as usize;
            let row = (from.1 as f64 + down * share).round() as usize;
            // A dash is counted along the axis that the line moves on most, so that neighbouring pieces fit together.
            let along = if across.abs() >= down.abs() {
                column
            } else {
                row
            };
            if along % (pen.dash.0 + pen.dash.1) < pen.dash.0 {
                self.set(column, row, pen);
            }
        }
    }

    /// Puts the lines on the screen.
    pub fn draw(&self, paint: &mut Paint<'_>) {
        self.put(paint, |spot| match self.glyphs {
            Glyphs::Unicode => braille(spot.bits),
            Glyphs::Blocks => match spot.bits {
                0b01 => '▀',
                0b10 => '▄',
                _ => '█',
            },
            Glyphs::Ascii => spot.pen.letter,
        });
    }

    /// Puts a cloud of points on the screen: where there is no braille, darker where there are more.
    pub fn draw_cloud(&self, paint: &mut Paint<'_>) {
        let most = self.spots.iter().flatten().map(|s| s.points).max();
        let most = most.unwrap_or(1) as f64;
        // Counts of points are skewed: half as dark is a quarter as many.
        let shade = |points: usize| ((points as f64 / most).sqrt() * 4.0).ceil() as usize - 1;
        self.put(paint, |spot| match self.glyphs {
            Glyphs::Unicode => braille(spot.bits),
            Glyphs::Blocks => SHADES[shade(spot.points).min(3)],
            Glyphs::Ascii => ASCII_SHADES[shade(spot.points).min(3)],
        });
    }

    fn put(&self, paint: &mut Paint<'_>, glyph: impl Fn(&Spot) -> char) {
        let width = usize::from(self.plot.width).max(1);
        for (at, spot) in self.spots.iter().enumerate() {
            if let Some(spot) = spot {
                let (x, y) = ((at % width) as u16, (at / width) as u16);
                paint.dot(self.plot.x + x, self.plot.y + y, glyph(spot), spot.pen.tone);
            }
        }
    }

    /// The dot at a place; `None` outside.
    fn dot(&self, (x, y): (f64, f64)) -> Option<(usize, usize)> {
        let across = usize::from(self.plot.width) * self.dots.0;
        let down = usize::from(self.plot.height) * self.dots.1;
        let is_inside = (0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&y);
        if !is_inside || across == 0 || down == 0 {
            return None;
        }
        let column = (x * (across - 1) as f64).round() as usize;
        let row = ((1.0 - y) * (down - 1) as f64).round() as usize;
        Some((column, row))
    }

    fn set(&mut self, column: usize, row: usize, pen: Pen) {
        let (across, down) = self.dots;
        let at = (row / down) * usize::from(self.plot.width) + column / across;
        let bit = match self.glyphs {
            Glyphs::Unicode => BRAILLE[column % 2][row % 4],
            Glyphs::Blocks => 1 << (row % 2),
            Glyphs::Ascii => 1,
        };
        if let Some(spot) = self.spots.get_mut(at) {
            let before = spot.map_or((0, 0), |s| (s.bits, s.points));
            *spot = Some(Spot {
                bits: before.0 | bit,
                points: before.1 + 1,
                pen,
            });
        }
    }
}

fn braille(bits: u8) -> char {
    char::from_u32(0x2800 + u32::from(bits)).unwrap_or('*')
}
