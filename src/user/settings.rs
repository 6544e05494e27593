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

words! {
    /// What becomes of running jobs when the line is lost.
    Hangup {
        /// They go on to their end in the same process.
        Finish = "finish",
        /// They stop at their next unit.
        Stop = "stop",
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
        key: "hangup",
        kind: FieldType::Choice(Hangup::WORDS),
        default: "\"finish\"",
        doc: "running jobs when the line is lost; finish lets them go on to their end",
    },
    Setting {
        key: "samples",
        kind: FieldType::Path,
        default: "",
        doc: "folder in which samples are opened; the user's data folder where left out",
    },
];

/// The settings as they stand in `config.example.toml`: each with its default, commented out. The keys follow them there.
pub fn example() -> String {
    let mut out = String::from(
        "# Settings of jalon. Copy this file to config.toml in the configuration folder (on Linux ~/.config/jalon/),\n\
         # or give it with --config FILE, and take the # from the lines to change. The workbench reads it again when it is\n\
         # saved; threads holds from the next start on.\n",
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
    out
}
