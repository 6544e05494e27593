//! The one table of actions: name in the config, keys, what it does, where. Dispatch, help, footer, palette and
//! the check of the config derive from it.

mod screen;

pub use screen::{ANY, PROJECT, Screen};

/// The screens whose list can be sorted.
const SORTED: &[Screen] = &[
    Screen::Dictionary,
    Screen::Data,
    Screen::Benchmark,
    Screen::Train,
    Screen::Drift,
];

/// The screens whose gate can be passed although it is closed.
const GATES: &[Screen] = &[Screen::Spec, Screen::Data, Screen::Benchmark, Screen::Train];

/// The screens with several panes, or with charts that take turns.
const PANES: &[Screen] = &[Screen::Data, Screen::Benchmark, Screen::Train];
/// Where rows of the data can be looked at.
const ROWS: &[Screen] = &[Screen::Data, Screen::Benchmark, Screen::Train];

/// The table viewer.
const VIEW: &[Screen] = &[Screen::View];

/// The screens where decisions are taken out one by one.
const DECISIONS: &[Screen] = &[Screen::Spec, Screen::Dictionary, Screen::Matrix];

/// What a person can ask for with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Opens or accepts what is selected.
    Open,
    /// One step back.
    Back,
    /// Runs every stage that is not up to date.
    Run,
    /// Trains models.
    Train,
    /// Compares the new data with those of training.
    Watch,
    /// What a run rests on.
    Explain,
    /// Shows the verdict in full.
    Verdict,
    /// Compares two contenders.
    Compare,
    /// How much training tries.
    Mode,
    /// Tests what is to run in production, and lets it run where it is better.
    Promote,
    /// Goes back to the version that ran before.
    RollBack,
    /// Applies the proposed fix of a finding.
    Fix,
    /// Accepts a finding with a reason.
    Accept,
    /// Shows how strongly columns go together.
    Map,
    /// Whether there is signal.
    Signal,
    /// Shows how each source was read.
    Reading,
    /// Goes on past a closed gate.
    Pass,
    /// Sorts by the next column.
    Sort,
    /// Looks at the rows in the table viewer.
    ViewRows,
    /// Shows the rows for which an expression is true.
    FilterRows,
    /// Sorts the rows by the column under the cursor.
    SortColumn,
    /// Counts the values of the column under the cursor.
    Values,
    /// Tells what the column under the cursor holds.
    Statistics,
    /// Goes to a row by its number.
    GoToRow,
    /// Goes to a column by its name.
    GoToColumn,
    /// Keeps the first columns in sight.
    Freeze,
    /// Hides a column.
    Hide,
    /// Shows hidden columns again.
    ShowHidden,
    /// Makes a column wider.
    Wider,
    /// Makes a column narrower.
    Narrower,
    /// Shows personal values.
    Unmask,
    /// Goes to the match before.
    PreviousMatch,
    /// Copies a whole row.
    CopyRow,
    /// Asks what is open, question by question.
    Ask,
    /// Lists what is wrong or missing.
    Missing,
    /// Takes a decision out.
    Clear,
    /// Adds an entry to a section.
    AddEntry,
    /// Begins a rule in the form.
    AddRule,
    /// Opens the selected rule in the form.
    EditRule,
    /// Moves an entry of a list up.
    MoveUp,
    /// Moves an entry of a list down.
    MoveDown,
    /// Gives an entry another name.
    Rename,
    /// Shows the dictionary of variables.
    Dictionary,
    /// Goes to the next column without a meaning.
    NextMissing,
    /// Writes the dictionary to a file.
    Export,
    /// Takes the dictionary from a file.
    Import,
    /// Starts a project from a data file.
    New,
    /// Goes to the home screen.
    Home,
    /// Goes to milestone 1.
    Spec,
    /// Goes to milestone 2.
    Data,
    /// Goes to milestone 3.
    Benchmark,
    /// Goes to milestone 4.
    TrainScreen,
    /// Goes to milestone 5.
    Ship,
    /// Goes to milestone 6.
    Drift,
    /// Moves up.
    Up,
    /// Moves down.
    Down,
    /// Moves or scrolls left.
    Left,
    /// Moves or scrolls right.
    Right,
    /// Moves up a page.
    PageUp,
    /// Moves down a page.
    PageDown,
    /// Moves to the first row.
    Top,
    /// Moves to the last row.
    Bottom,
    /// Gives the keys to the next pane.
    NextPane,
    /// Gives the keys to the pane before.
    PreviousPane,
    /// Searches in the list.
    Search,
    /// Shows only the rows that hold a text.
    Filter,
    /// Goes to the next match.
    NextMatch,
    /// Takes the last edit back.
    Undo,
    /// Makes the last undone edit again.
    Redo,
    /// Copies the value under the cursor.
    Copy,
    /// Shows what runs and what ended.
    Activity,
    /// Shows what was changed and whether it helped.
    History,
    /// Shows what the project is worth, and rule against model.
    Weigh,
    /// Shows every action that is valid here.
    Palette,
    /// Shows the keys.
    Help,
    /// Explains the milestone.
    Guide,
    /// Stops the running job; ends the program when pressed twice.
    Cancel,
    /// Puts the program to sleep.
    Suspend,
    /// Reads the project again and paints the whole screen.
    Refresh,
    /// Ends the program.
    Quit,
}

/// Under which head an action stands in the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// What a screen is for.
    Work,
    /// Between screens.
    Go,
    /// Inside a screen.
    Move,
    /// Everything else.
    General,
}

impl Group {
    /// Every group, in the order of the help.
    pub const ALL: [Group; 4] = [Group::Work, Group::Go, Group::Move, Group::General];

    /// Its head.
    pub fn title(self) -> &'static str {
        match self {
            Group::Work => "Work",
            Group::Go => "Go",
            Group::Move => "Move",
            Group::General => "General",
        }
    }
}

/// One action of the table.
#[derive(Debug)]
pub struct Row {
    /// Which.
    pub action: Action,
    /// Name in the config and the palette.
    pub name: &'static str,
    /// Default keys, the one to show first.
    pub keys: &'static [&'static str],
    /// One word or two for the footer; empty where it does not stand there.
    pub footer: &'static str,
    /// One line: what it does.
    pub doc: &'static str,
    /// Head in the help.
    pub group: Group,
    /// Screens on which it is valid; why it cannot be done there now is said by [`crate::tui::app::State::unavailable`].
    pub on: &'static [Screen],
}

impl Action {
    /// The action that goes to a screen, where a key does.
    pub fn to(screen: Screen) -> Option<Self> {
        Some(match screen {
            Screen::Home => Action::Home,
            Screen::New | Screen::Matrix => return None,
            Screen::View => Action::ViewRows,
            Screen::Spec => Action::Spec,
            Screen::Dictionary => Action::Dictionary,
            Screen::Data => Action::Data,
            Screen::Benchmark => Action::Benchmark,
            Screen::Train => Action::TrainScreen,
            Screen::Ship => Action::Ship,
            Screen::Drift => Action::Drift,
        })
    }

    /// Its row of the table.
    pub fn row(self) -> &'static Row {
        // Every action has a row: checked by a test. The first row stands in for the impossible case.
        TABLE
            .iter()
            .find(|row| row.action == self)
            .unwrap_or(&TABLE[0])
    }
}

const fn row(
    action: Action,
    name: &'static str,
    keys: &'static [&'static str],
    footer: &'static str,
    doc: &'static str,
    group: Group,
    on: &'static [Screen],
) -> Row {
    Row {
        action,
        name,
        keys,
        footer,
        doc,
        group,
        on,
    }
}

/// Every action, in the order of footer and help.
#[rustfmt::skip]
pub const TABLE: &[Row] = &[
    row(Action::Cancel, "cancel", &["ctrl-c"], "", "stop the running job; twice, or without a job: quit", Group::Work, ANY),
    row(Action::Open, "open", &["enter"], "open", "open, edit or accept what is selected", Group::Work, ANY),
    row(Action::Fix, "fix", &["f"], "fix", "write the proposed line for this finding", Group::Work, &[Screen::Data]),
    row(Action::Accept, "accept", &["a"], "accept", "live with this finding, with a reason", Group::Work, &[Screen::Data]),
    row(Action::Pass, "pass", &["P"], "pass", "go on past this closed gate, with a reason", Group::Work, GATES),
    row(Action::Ask, "ask", &["n"], "ask", "answer what is open, question by question", Group::Work, &[Screen::Spec]),
    row(Action::Missing, "missing", &["m"], "missing", "what is wrong or missing, to jump along", Group::Work, &[Screen::Spec]),
    row(Action::AddEntry, "add", &["a"], "add", "add a source, rule, column, feature or model", Group::Work, &[Screen::Spec]),
    row(Action::NextMissing, "next-missing", &["n"], "next missing", "go to the next column without a meaning", Group::Work, &[Screen::Dictionary]),
    row(Action::Clear, "clear", &["x"], "clear", "take this decision out of jalon.toml", Group::Work, DECISIONS),
    row(Action::FilterRows, "filter-rows", &["f"], "filter", "show only the rows for which an expression is true", Group::Work, VIEW),
    row(Action::SortColumn, "sort-column", &["s"], "sort", "sort by this column: up, down, as in the file", Group::Work, VIEW),
    row(Action::Values, "values", &["v"], "values", "how often each value of this column occurs", Group::Work, VIEW),
    row(Action::Statistics, "statistics", &["i"], "", "what this column holds, beside the rows", Group::Work, VIEW),
    row(Action::Freeze, "freeze", &["z"], "", "keep the columns up to this one in sight, or none", Group::Work, VIEW),
    row(Action::Hide, "hide", &["x"], "", "hide this column", Group::Work, VIEW),
    row(Action::ShowHidden, "show-hidden", &["X"], "", "show the hidden columns again", Group::Work, VIEW),
    row(Action::Wider, "wider", &[">"], "", "make this column wider", Group::Work, VIEW),
    row(Action::Narrower, "narrower", &["<"], "", "make this column narrower", Group::Work, VIEW),
    row(Action::Unmask, "unmask", &["M"], "", "show personal values, or mask them again", Group::Work, VIEW),
    row(Action::ViewRows, "view-rows", &["v"], "rows", "look at the rows in the table viewer", Group::Work, ROWS),
    row(Action::MoveUp, "move-up", &["ctrl-p"], "", "move this entry of a list up", Group::Work, &[Screen::Spec]),
    row(Action::MoveDown, "move-down", &["ctrl-n"], "", "move this entry of a list down", Group::Work, &[Screen::Spec]),
    row(Action::Rename, "rename", &["R"], "", "give this column or feature another name", Group::Work, &[Screen::Spec]),
    row(Action::Export, "export-dictionary", &["E"], "", "write the dictionary of variables to a CSV file", Group::Work, &[Screen::Dictionary]),
    row(Action::Import, "import-dictionary", &["I"], "", "take the dictionary of variables from a CSV file", Group::Work, &[Screen::Dictionary]),
    row(Action::Train, "train", &["t"], "train", "train models on the folds", Group::Work, &[Screen::Train, Screen::Benchmark]),
    row(Action::Verdict, "verdict", &["V"], "verdict", "the verdict in full: reasons, worlds, tests", Group::Work, &[Screen::Train]),
    row(Action::Explain, "explain", &["e"], "explain", "what a run rests on: importance, SHAP, effects", Group::Work, &[Screen::Train]),
    row(Action::Compare, "compare", &["c"], "compare", "two runs or baselines side by side, tested in pairs", Group::Work, &[Screen::Train]),
    row(Action::Watch, "watch", &["w"], "compare", "compare the new data with those of training", Group::Work, &[Screen::Drift]),
    row(Action::Mode, "mode", &["m"], "mode", "how much training tries: quick, standard, thorough", Group::Work, &[Screen::Train]),
    row(Action::Promote, "promote", &["p"], "promote", "test this against what runs; let it run if better", Group::Work, &[Screen::Train, Screen::Ship]),
    row(Action::RollBack, "roll-back", &["R"], "roll back", "let the version before run again", Group::Work, &[Screen::Ship]),
    row(Action::Run, "run", &["r"], "run", "run every stage that is not up to date", Group::Work, PROJECT),
    row(Action::AddRule, "add-rule", &["a"], "add rule", "write a rule while its scores are shown", Group::Work, &[Screen::Benchmark]),
    row(Action::EditRule, "edit-rule", &["e"], "edit rule", "edit this rule while its scores are shown", Group::Work, &[Screen::Benchmark]),
    row(Action::Dictionary, "dictionary", &["D"], "dictionary", "the dictionary of variables, a line a column", Group::Work, &[Screen::Spec, Screen::Data]),
    row(Action::Map, "map", &["m"], "map", "how strongly each two columns go together", Group::Work, &[Screen::Data]),
    row(Action::Signal, "signal", &["S"], "signal", "is there signal, and what would more rows bring", Group::Work, &[Screen::Data]),
    row(Action::Reading, "reading", &["F"], "", "how each file was read, and where to correct it", Group::Work, &[Screen::Data]),
    row(Action::New, "new", &["n"], "new project", "start a project from a data file", Group::Work, &[Screen::Home, Screen::View]),
    row(Action::Sort, "sort", &["s"], "sort", "sort by the next column", Group::Work, SORTED),
    row(Action::Undo, "undo", &["u", "ctrl-_"], "", "take the last decision back", Group::Work, PROJECT),
    row(Action::Redo, "redo", &["ctrl-r"], "", "make the last undone decision again", Group::Work, PROJECT),
    row(Action::Spec, "spec", &["1"], "", "go to Spec: what decision, what counts as success", Group::Go, PROJECT),
    row(Action::Data, "data", &["2"], "", "go to Data: can these data answer it", Group::Go, PROJECT),
    row(Action::Benchmark, "benchmark", &["3"], "", "go to Benchmark: how far does a simple rule get", Group::Go, PROJECT),
    row(Action::TrainScreen, "train-screen", &["4"], "", "go to Train: does a model beat it", Group::Go, PROJECT),
    row(Action::Ship, "ship", &["5"], "", "go to Ship: what runs in production", Group::Go, PROJECT),
    row(Action::Drift, "drift", &["6"], "", "go to Drift: does it still hold", Group::Go, PROJECT),
    row(Action::Home, "home", &["0"], "", "go to the home screen", Group::Go, ANY),
    row(Action::Back, "back", &["esc", "backspace"], "", "one step back", Group::Go, ANY),
    row(Action::Up, "up", &["up", "k"], "", "move up", Group::Move, ANY),
    row(Action::Down, "down", &["down", "j"], "", "move down", Group::Move, ANY),
    row(Action::Left, "left", &["left", "h"], "", "move or scroll left", Group::Move, ANY),
    row(Action::Right, "right", &["right", "l"], "", "move or scroll right", Group::Move, ANY),
    row(Action::PageUp, "page-up", &["pageup"], "", "move up a page", Group::Move, ANY),
    row(Action::PageDown, "page-down", &["pagedown", "space"], "", "move down a page", Group::Move, ANY),
    row(Action::Top, "top", &["home", "g"], "", "move to the first row", Group::Move, ANY),
    row(Action::Bottom, "bottom", &["end", "G"], "", "move to the last row", Group::Move, ANY),
    row(Action::NextPane, "next-pane", &["tab"], "next", "go to the next pane or chart", Group::Move, PANES),
    row(Action::PreviousPane, "previous-pane", &["shift-tab"], "", "go to the pane or chart before", Group::Move, PANES),
    row(Action::GoToRow, "row", &["r"], "", "go to a row by its number", Group::Move, VIEW),
    row(Action::GoToColumn, "column", &["c"], "", "go to a column by its name", Group::Move, VIEW),
    row(Action::Search, "search", &["/"], "", "search in this list", Group::Move, ANY),
    row(Action::Filter, "filter", &["&"], "", "show only the rows of this list that hold a text", Group::Move, ANY),
    row(Action::NextMatch, "next-match", &["N"], "", "go to the next match", Group::Move, ANY),
    row(Action::PreviousMatch, "previous-match", &["p"], "", "go to the match before", Group::Move, VIEW),
    row(Action::CopyRow, "copy-row", &["Y"], "", "copy the row under the cursor", Group::General, VIEW),
    row(Action::Copy, "copy", &["y"], "", "copy the value under the cursor", Group::General, ANY),
    row(Action::Activity, "activity", &["A"], "", "what runs and what ended, with times", Group::General, PROJECT),
    row(Action::History, "history", &["J"], "", "what was changed so far, and did it help", Group::General, PROJECT),
    row(Action::Weigh, "weigh", &["W"], "", "what it is worth, and whether a rule is enough", Group::General, PROJECT),
    row(Action::Palette, "palette", &[":"], "all", "list every action, by name or by what it does", Group::General, ANY),
    row(Action::Help, "help", &["?"], "", "show the keys", Group::General, ANY),
    row(Action::Guide, "guide", &["H"], "", "this milestone in plain words, searched with /", Group::General, ANY),
    row(Action::Suspend, "suspend", &["ctrl-z"], "", "put the program to sleep; running jobs sleep too", Group::General, ANY),
    row(Action::Refresh, "refresh", &["ctrl-l"], "", "read the project again and paint the whole screen", Group::General, ANY),
    row(Action::Quit, "quit", &["q"], "quit", "end the program; asks only while a job runs", Group::General, ANY),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn rows_are_unique_and_fit_the_screen() {
        let names: BTreeSet<_> = TABLE.iter().map(|row| row.name).collect();
        assert_eq!(names.len(), TABLE.len());
        for row in TABLE {
            assert_eq!(row.action.row().name, row.name);
            assert!(row.doc.len() <= 54, "{}", row.doc);
            assert!(!row.keys.is_empty() && !row.on.is_empty());
        }
    }
}
