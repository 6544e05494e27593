//! Colours and glyphs. Colours are the terminal's own sixteen on its own background, so that every palette stays
//! readable; a word always stands beside a colour.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of text means; the theme says how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Ordinary text.
    Plain,
    /// Less important: units, hints, rules.
    Dim,
    /// Titles and heads.
    Title,
    /// Passed, open, better.
    Good,
    /// Worth a decision.
    Warn,
    /// Wrong, closed, failed.
    Bad,
    /// A job works on it.
    Running,
    /// Computed from other inputs.
    Stale,
    /// What must be reached.
    Goal,
    /// The best baseline.
    Baseline,
    /// The row or cell that keys act on.
    Selected,
    /// The same row while another pane has the keys.
    Resting,
    /// A key to press.
    Key,
}

/// Which characters charts and rules may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyphs {
    /// Lines, blocks and braille.
    Unicode,
    /// Lines and blocks as every console font has them, no braille.
    Blocks,
    /// Only the 95 printable characters of ASCII.
    Ascii,
}

/// What the font of a Linux console has beside ASCII: the lines and blocks of code page 437.
const CONSOLE: &str = "─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓•▲▼►◄";

/// Which colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Palette {
    /// The sixteen colours as the terminal defines them.
    Auto,
    /// Darker ones, for a light background.
    Light,
    /// Brighter ones, for a dark background.
    Dark,
    /// Bold and bright where it matters, nothing dim.
    Contrast,
    /// None: bold, dim and reverse only.
    Mono,
}

/// How the screen looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Characters in use.
    pub glyphs: Glyphs,
    /// Colours in use.
    pub palette: Palette,
}

impl Theme {
    /// The theme from the user's words (`auto`, `light`, …; `auto`, `unicode`, …) and the environment. Nothing is asked of the
    /// terminal: over a slow line its answer would arrive as typed text.
    pub fn choose(theme: &str, glyphs: &str, env: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| env(name).filter(|v| !v.is_empty());
        let kind = set("TERM");
        let is_dumb = kind.as_deref().is_none_or(|kind| kind == "dumb");
        let palette = if set("NO_COLOR").is_some() || is_dumb {
            Palette::Mono
        } else {
            match theme {
                "light" => Palette::Light,
                "dark" => Palette::Dark,
                "high-contrast" => Palette::Contrast,
                "mono" => Palette::Mono,
                _ => Palette::Auto,
            }
        };
        let glyphs = match glyphs {
            "unicode" => Glyphs::Unicode,
            "blocks" => Glyphs::Blocks,
            "ascii" => Glyphs::Ascii,
            _ => {
                let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
                    .iter()
                    .find_map(|name| set(name))
                    .unwrap_or_default()
                    .to_lowercase();
                let utf8 = locale.contains("utf-8") || locale.contains("utf8");
                match (utf8 && !is_dumb, kind.as_deref()) {
                    (false, _) => Glyphs::Ascii,
                    (true, Some("linux")) => Glyphs::Blocks,
                    (true, _) => Glyphs::Unicode,
                }
            }
        };
        Self { glyphs, palette }
    }

    /// The style of a tone.
    pub fn style(&self, tone: Tone) -> Style {
        let plain = Style::new();
        let weight = match tone {
            Tone::Title | Tone::Bad | Tone::Key => plain.add_modifier(Modifier::BOLD),
            Tone::Dim if self.palette == Palette::Contrast => plain,
            Tone::Dim => plain.add_modifier(Modifier::DIM),
            Tone::Good | Tone::Warn | Tone::Goal if self.palette == Palette::Contrast => {
                plain.add_modifier(Modifier::BOLD)
            }
            Tone::Selected => return plain.add_modifier(Modifier::REVERSED),
            Tone::Resting => {
                return plain
                    .add_modifier(Modifier::BOLD)
                    .add_modifier(Modifier::UNDERLINED);
            }
            Tone::Warn | Tone::Good | Tone::Running if self.palette == Palette::Mono => {
                plain.add_modifier(Modifier::BOLD)
            }
            _ => plain,
        };
        match self.colour(tone) {
            Some(colour) => weight.fg(colour),
            None => weight,
        }
    }

    fn colour(&self, tone: Tone) -> Option<Color> {
        let [auto, light, dark] = match tone {
            Tone::Good => [Color::Green, Color::Green, Color::LightGreen],
            Tone::Warn => [Color::Yellow, Color::Magenta, Color::LightYellow],
            Tone::Bad => [Color::Red, Color::Red, Color::LightRed],
            Tone::Running | Tone::Goal => [Color::Cyan, Color::Blue, Color::LightCyan],
            Tone::Stale | Tone::Baseline => [Color::Magenta, Color::Magenta, Color::LightMagenta],
            _ => return None,
        };
        match self.palette {
            Palette::Auto => Some(auto),
            Palette::Light => Some(light),
            Palette::Dark => Some(dark),
            // Weight, not hue: on an unknown background only the default pair is sure to be read.
            Palette::Contrast | Palette::Mono => None,
        }
    }

    /// The first character where the terminal shows it, else the second.
    pub fn glyph(&self, unicode: char, ascii: char) -> char {
        match self.glyphs {
            Glyphs::Unicode => unicode,
            Glyphs::Blocks if CONSOLE.contains(unicode) => unicode,
            Glyphs::Blocks | Glyphs::Ascii => ascii,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(vars: &[(&str, &str)]) -> Theme {
        Theme::choose("auto", "auto", |name| {
            vars.iter()
                .find(|(n, _)| *n == name)
                .map(|(_, v)| (*v).to_owned())
        })
    }

    #[test]
    fn the_environment_decides_glyphs_and_colour() {
        let utf8 = [("LANG", "fr_FR.UTF-8"), ("TERM", "xterm")];
        assert_eq!(chosen(&utf8).glyphs, Glyphs::Unicode);
        assert_eq!(
            chosen(&[("LANG", "C"), ("TERM", "xterm")]).glyphs,
            Glyphs::Ascii
        );
        assert_eq!(
            chosen(&[("LC_ALL", "C.utf8"), ("TERM", "linux")]).glyphs,
            Glyphs::Blocks
        );
        assert_eq!(chosen(&[("TERM", "linux")]).glyphs, Glyphs::Ascii);
        let dumb = chosen(&[("LC_ALL", "C.utf8"), ("TERM", "dumb")]);
        assert_eq!((dumb.glyphs, dumb.palette), (Glyphs::Ascii, Palette::Mono));
        let xterm = ("TERM", "xterm");
        assert_eq!(chosen(&[("NO_COLOR", "1"), xterm]).palette, Palette::Mono);
        assert_eq!(chosen(&[("NO_COLOR", ""), xterm]).palette, Palette::Auto);
    }

    #[test]
    fn a_console_gets_what_its_font_has() {
        let console = chosen(&[("LC_ALL", "C.utf8"), ("TERM", "linux")]);
        assert_eq!(
            (console.glyph('─', '-'), console.glyph('●', 'o')),
            ('─', 'o')
        );
    }

    #[test]
    fn high_contrast_hides_nothing() {
        let theme = Theme::choose("high-contrast", "auto", |_| Some("xterm".into()));
        assert_eq!(theme.palette, Palette::Mono, "NO_COLOR is set");
        let theme = Theme {
            palette: Palette::Contrast,
            ..theme
        };
        for tone in [Tone::Dim, Tone::Plain, Tone::Warn] {
            let style = theme.style(tone);
            assert_eq!(style.fg, None);
            assert!(!style.add_modifier.contains(Modifier::DIM));
        }
    }

    #[test]
    fn mono_has_no_colour() {
        let mono = chosen(&[("NO_COLOR", "1")]);
        for tone in [Tone::Good, Tone::Bad, Tone::Warn, Tone::Goal, Tone::Stale] {
            assert_eq!(mono.style(tone).fg, None);
        }
    }
}
