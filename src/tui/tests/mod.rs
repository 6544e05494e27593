//! Tests of the whole workbench: keys in, screens out, over the real update and the real drawing.

mod asking;
mod breaking;
mod charts;
mod conversation;
mod derived;
mod dictionary;
mod editing;
mod entries;
pub(super) mod fixtures;
mod guide;
mod looking;
mod mending;
mod passing;
mod predictions;
mod reading;
mod rules;
mod screens;
mod seeking;
mod shipping;
mod stake;
mod viewing;
mod watching;
mod wide;
mod wild;

use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::app::{Effect, Msg, Outcome, State, update};
use crate::tui::frame::frame;
use crate::tui::keys::Keymap;
use crate::tui::screens::draw;
use crate::tui::theme::{Glyphs, Palette, Theme};

/// A person at the keyboard.
pub(super) struct Person {
    pub state: State,
    /// What the keys asked of the world.
    pub effects: Vec<Effect>,
    now: Instant,
}

impl Person {
    pub fn new(width: u16, height: u16) -> Self {
        let theme = Theme {
            glyphs: Glyphs::Unicode,
            palette: Palette::Auto,
        };
        Self {
            state: State::new((width, height), theme, Keymap::new(&[]).0),
            effects: Vec::new(),
            now: Instant::now(),
        }
    }

    /// With the taxi project open.
    pub fn with_project(width: u16, height: u16) -> Self {
        let mut person = Self::new(width, height);
        person.tell(Msg::Facts(Box::new(Ok(fixtures::facts()))));
        person.effects.clear();
        person
    }

    /// Presses keys: characters as they are, others as `<enter>`, `<ctrl-c>`, `<lt>`.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let (name, after) = match rest.strip_prefix('<').and_then(|r| r.split_once('>')) {
                Some((name, after)) => (name.to_owned(), after),
                None => (c.to_string(), &rest[c.len_utf8()..]),
            };
            rest = after;
            self.tell_key(&name);
        }
        self
    }

    fn tell_key(&mut self, name: &str) {
        let (name, modifiers) = match name.strip_prefix("ctrl-") {
            Some(name) => (name, KeyModifiers::CONTROL),
            None => (name, KeyModifiers::NONE),
        };
        let code = match name {
            "enter" => KeyCode::Enter,
            "esc" => KeyCode::Esc,
            "tab" => KeyCode::Tab,
            "shift-tab" => KeyCode::BackTab,
            "up" => KeyCode::Up,
            "down" => KeyCode::Down,
            "left" => KeyCode::Left,
            "right" => KeyCode::Right,
            "pagedown" => KeyCode::PageDown,
            "backspace" => KeyCode::Backspace,
            "lt" => KeyCode::Char('<'),
            one => KeyCode::Char(one.chars().next().unwrap_or(' ')),
        };
        self.now += Duration::from_millis(100);
        self.tell(Msg::Key(KeyEvent::new(code, modifiers), self.now));
    }

    /// Lets time go by.
    pub fn wait(&mut self, time: Duration) -> &mut Self {
        self.now += time;
        self
    }

    pub fn tell(&mut self, msg: Msg) -> &mut Self {
        let effects = update(&mut self.state, msg);
        self.effects.extend(effects);
        self
    }

    /// The job ends, and what it left is read.
    pub fn end_job(&mut self, result: crate::error::Result<Outcome>) {
        self.tell(Msg::Ended(result));
        let ending = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Settle(ending) => Some(ending.clone()),
            _ => None,
        });
        let ending = ending.expect("what a job left is read");
        self.tell(Msg::Settled(ending, Box::new(Ok(fixtures::facts()))));
    }

    pub fn buffer(&self) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.state.size.0, self.state.size.1));
        draw(&self.state, &mut buffer);
        buffer
    }

    /// The screen as text, as a terminal shows it.
    pub fn screen(&self) -> String {
        let (width, height) = self.state.size;
        let mut terminal = vt100::Parser::new(height, width, 0);
        let buffer = self.buffer();
        terminal.process(&frame(&Buffer::empty(buffer.area), &buffer));
        let rows: Vec<String> = terminal.screen().rows(0, width).collect();
        rows.join("\n")
    }

    pub fn sees(&self, text: &str) -> bool {
        self.screen().contains(text)
    }

    /// Bytes that keys cost at the terminal.
    pub fn bytes(&mut self, keys: &str) -> usize {
        let before = self.buffer();
        self.press(keys);
        frame(&before, &self.buffer()).len()
    }
}
