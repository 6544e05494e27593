//! The table of settings: parser, example file and help derive from it.

use crate::decisions::{FieldType, words};

words! {
    /// Colours of the screen.
    Theme {
        /// The sixteen colours of the terminal.
        Auto = "auto",
        /// For light backgrounds.
        Light = "light",
        /// For dark backgrounds.
        Dark = "dark",
        /// Weight instead of hue, nothing dim.
        HighContrast = "high-contrast",
        /// No colour.
        Mono = "mono",
    }
}

words! {
    /// Signs that charts and tables are drawn with.
    Glyphs {
        /// By the language settings and the kind of terminal.
        Auto = "auto",
        /// Lines, blocks and braille.
        Unicode = "unicode",
        /// Lines and blocks, no braille.
        Blocks = "blocks",
        /// ASCII only.
        Ascii = "ascii",
    }
}

/// One key of `config.toml`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// Its key.
    pub key: &'static str,
    /// What may be written.
    pub kind: FieldType,
    /// Its default as TOML; empty where nothing stands for it.
    pub default: &'static str,
    /// What it does, in one line.
    pub doc: &'static str,
}

/// Every setting, in the order of the example. Below them stands the table `[keys]`.
pub const SETTINGS: &[Setting] = &[
    Setting {
        key: "theme",
        kind: FieldType::Choice(Theme::WORDS),
        default: "\"auto\"",
        doc: "colours; auto takes the sixteen of the terminal",
    },
    Setting {
        key: "glyphs",
        kind: FieldType::Choice(Glyphs::WORDS),
        default: "\"auto\"",
        doc: "signs of charts and tables; auto asks the language settings and the kind of terminal",
    },
    Setting {
        key: "threads",
        kind: FieldType::Integer { min: 0, max: 1024 },
        default: "0",
        doc: "threads that compute; 0 leaves one core to the screen",
    },
    Setting {
        key: "samples",
        kind: FieldType::Path,
        default: "",
        doc: "folder in which samples are opened; the user's data folder where left out",
    },
];

/// The text of `config.example.toml`: every setting with its default, commented out.
pub fn example() -> String {
    let mut out = String::from(
        "# Settings of jalon. Copy this file to config.toml in the configuration folder (on Linux ~/.config/jalon/),\n\
         # or give it with --config FILE, and take the # from the lines to change.\n",
    );
    for setting in SETTINGS {
        let default = match setting.default {
            "" => "\"/path/to/folder\"",
            default => default,
        };
        out.push_str(&format!(
            "\n# {}: {}. Valid: {}.\n# {0} = {default}\n",
            setting.key,
            setting.doc,
            setting.kind.describe()
        ));
    }
    out.push_str(
        "\n# Keys: an action and the keys that start it, instead of its own. The help screen (?) names the actions.\n\
         # [keys]\n# quit = [\"q\", \"ctrl-c\"]\n",
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_at_the_top_level_is_this_one() {
        assert_eq!(include_str!("../../config.example.toml"), example());
    }

    #[test]
    fn the_example_is_valid_with_and_without_its_marks() {
        use crate::user::Config;
        let (config, faults) = Config::parse(&example());
        assert_eq!((config, faults), (Config::default(), vec![]));
        let text = example();
        let bare: Vec<&str> = text
            .lines()
            .filter(|l| l.contains(" = ") || *l == "# [keys]")
            .map(|l| l.trim_start_matches("# "))
            .collect();
        let (config, faults) = Config::parse(&bare.join("\n"));
        assert_eq!(faults, []);
        assert_eq!(config.keys["quit"], ["q", "ctrl-c"]);
        assert_eq!(config.samples.as_deref(), Some("/path/to/folder".as_ref()));
    }
}
