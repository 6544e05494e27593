//! A new project: file, target, proposals, three questions, folder.

use ratatui::layout::Rect;

use crate::decisions::Task;
use crate::text;
use crate::tui::app::{List, State, Step, Wizard};
use crate::tui::screens::data::draw_grid;
use crate::tui::theme::Tone;
use crate::tui::widgets::{
    Cell, Foot, Head, Paint, Table, bottom, draw_editor, draw_table, input, meter, top,
};

pub(super) fn draw(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    let wizard = &state.wizard;
    let head = top(2, &mut area);
    let (number, title) = match wizard.step {
        Step::File => (1, "Which data file?"),
        Step::Target => (2, "What do you want to predict?"),
        Step::Proposals => (3, "What was read from the data: is it right?"),
        Step::Questions => (4, "Three questions; each may stay empty"),
        Step::Folder => (5, "Where shall the project be written?"),
    };
    let step = format!("step {number} of 5");
    let room = head.width.saturating_sub(step.len() as u16 + 1);
    paint.text(head.x, head.y, room, title, Tone::Title);
    paint.right(head.x, head.y, head.width, &step, Tone::Dim);
    let at_field = matches!(wizard.step, Step::File | Step::Folder);
    if let Some(fault) = wizard.fault.as_ref().filter(|_| !at_field) {
        let line = bottom(2, &mut area);
        paint.wrapped(line, fault, Tone::Bad);
    }
    match wizard.step {
        Step::File => draw_file(paint, area, state),
        Step::Target => draw_targets(paint, area, state),
        Step::Proposals => draw_proposals(paint, area, state),
        Step::Questions => draw_questions(paint, area, state),
        Step::Folder => draw_folder(paint, area, wizard),
    }
}

/// The path that is typed, and what is in its folder.
fn draw_file(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    let wizard = &state.wizard;
    let kinds = match wizard.picker.all {
        true => "every file is shown",
        false => "CSV, TSV and Parquet files are shown",
    };
    let text = format!(
        "It is only read: nothing is written before you agree to a folder at the end; {kinds}."
    );
    let field = top(4, &mut area);
    draw_field(paint, field, &wizard.path, (wizard.fault.as_ref(), &text));
    top(1, &mut area);
    let items = state.picked_from();
    if let Some(Err(why)) = &wizard.picker.items {
        paint.wrapped(area, why, Tone::Warn);
        return;
    }
    if items.is_empty() {
        let none = match &wizard.picker.items {
            None => "",
            Some(_) => "no such file in this folder; enter tries the path as it is typed",
        };
        paint.text(area.x, area.y, area.width, none, Tone::Dim);
        return;
    }
    let heads = [
        Head::text("file", 30).growing(),
        Head::number("size", "", 10),
        Head::text("changed", 16),
    ];
    let head = |at: usize| heads[at].clone();
    let cell = |row: usize, at: usize| match (items.get(row), at) {
        (None, _) => Cell::plain(""),
        (Some(item), 0) if item.is_folder => Cell::toned(format!("{}/", item.name), Tone::Title),
        (Some(item), 0) => Cell::plain(&*item.name),
        (Some(item), 1) if item.is_folder => Cell::plain(""),
        (Some(item), 1) => Cell::plain(text::bytes(item.bytes)),
        (Some(item), _) => Cell::toned(&*item.when, Tone::Dim),
    };
    let at = state.lists.at(List::Files).min(items.len() - 1);
    let table = Table::of(&heads, &head, items.len(), &cell).at(at, true);
    let width = area.width.min(90);
    draw_table(paint, Rect { width, ..area }, &table);
}

/// A text field; under it what is wrong with it, then what it is for.
fn draw_field(
    paint: &mut Paint<'_>,
    mut area: Rect,
    typed: &tui_input::Input,
    (fault, text): (Option<&String>, &str),
) {
    let line = top(1, &mut area);
    let x = paint.text(line.x, line.y, 2, "> ", Tone::Key);
    input(paint, x, line.y, line.width.saturating_sub(2), typed);
    if let Some(fault) = fault {
        let used = paint.wrapped(
            Rect {
                height: area.height.min(3),
                ..area
            },
            fault,
            Tone::Bad,
        );
        top(used, &mut area);
    }
    top(1, &mut area);
    paint.wrapped(area, text, Tone::Dim);
}

fn draw_targets(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    let wizard = &state.wizard;
    let preview = bottom((area.height / 2).max(4), &mut area);
    let heads = [
        Head::text("column", 22),
        Head::text("likely", 8),
        Head::text("why", 20),
    ];
    let shown = state.shown(List::Targets);
    let head = |at: usize| heads[at].clone();
    let cell = |row: usize, at: usize| {
        let target = shown.get(row).and_then(|row| wizard.targets.get(*row));
        match (target, at) {
            (None, _) => Cell::plain(""),
            (Some(t), 0) => Cell::plain(t.name.clone()),
            (Some(t), 1) => Cell::toned(meter(&state.theme, t.likelihood, 8), Tone::Running),
            (Some(t), _) => Cell::toned(t.reason.clone(), Tone::Dim),
        }
    };
    let table =
        Table::of(&heads, &head, shown.len(), &cell).at(state.shown_at(List::Targets), true);
    draw_table(paint, area, &table);
    paint.rule(preview);
    let size = format!(
        " {}, {} ",
        text::counted(wizard.grid.total, "row"),
        text::counted(wizard.grid.columns.len(), "column")
    );
    paint.text(preview.x + 2, preview.y, preview.width, &size, Tone::Dim);
    let rows = Rect::new(preview.x, preview.y + 1, preview.width, preview.height - 1);
    draw_grid(paint, rows, &wizard.grid, None, state.lists.shift);
}

fn draw_proposals(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    let wizard = &state.wizard;
    // A reason is seldom as short as its column.
    let why = bottom(2, &mut area);
    if let Some(proposal) = wizard.proposals.get(state.lists.at(List::Proposals)) {
        let text = format!("{}: {}", proposal.subject, proposal.reason);
        paint.wrapped(why, &text, Tone::Plain);
    }
    let heads = [
        Head::text("about", 22),
        Head::text("proposed", 25),
        Head::text("why", 8),
    ];
    let shown = state.shown(List::Proposals);
    let head = |at: usize| heads[at].clone();
    let cell = |row: usize, at: usize| {
        let proposal = shown.get(row).and_then(|row| wizard.proposals.get(*row));
        match (proposal, at) {
            (None, _) => Cell::plain(""),
            (Some(p), 0) => Cell::plain(p.subject.clone()),
            (Some(p), 1) => {
                let more = if p.others.is_empty() { "" } else { " *" };
                Cell::plain(format!("{}{more}", p.value))
            }
            (Some(p), _) => Cell::toned(p.reason.clone(), Tone::Dim),
        }
    };
    let table = Table::of(&heads, &head, shown.len(), &cell)
        .at(state.shown_at(List::Proposals), state.overlay.is_none());
    draw_table(paint, area, &table);
}

fn draw_questions(paint: &mut Paint<'_>, area: Rect, state: &State) {
    let wizard = &state.wizard;
    let metric = wizard.metric();
    let better = metric.map_or_else(String::new, |m| match m.direction() {
        crate::decisions::Direction::Minimise => format!("{}: less is better", m.title()),
        crate::decisions::Direction::Maximise => format!("{}: more is better", m.title()),
    });
    let classes = wizard.task().is_some_and(Task::is_classification);
    let cost = match classes {
        true => "what one wrong answer costs, such as 5, or an expression",
        false => "what one unit of error costs, such as 1, or an expression",
    };
    let target = wizard.wishes.target.as_deref().unwrap_or_default();
    let reach = match better.is_empty() {
        true => "the score at which the project is a success".to_owned(),
        false => format!("the score at which it is a success; {better}"),
    };
    let rows = [
        (
            "Metric",
            format!("the one number that decides how well {target} is predicted"),
        ),
        ("Score to reach", reach),
        ("Cost of an error", cost.to_owned()),
    ];
    let at = state.lists.at(List::Questions);
    let apart = if area.height < 12 { 2 } else { 4 };
    for (i, (label, doc)) in rows.iter().enumerate() {
        let y = area.y + i as u16 * apart;
        if y + 1 >= area.bottom() {
            return;
        }
        let tone = if i == at { Tone::Selected } else { Tone::Plain };
        paint.text(area.x, y, 18, &format!(" {label:<16} "), tone);
        let (x, width) = (area.x + 20, area.width.saturating_sub(20));
        let typed = wizard.questions.row(i);
        let value = typed.input.value();
        if value.is_empty() && i != at {
            paint.text(x, y, width, "not known yet", Tone::Dim);
        } else if i != at {
            paint.text(x, y, width, value, Tone::Plain);
        } else if typed.is_selected && !value.is_empty() {
            paint.text(x, y, width, value, Tone::Selected);
        } else {
            input(paint, x, y, width, &typed.input);
        }
        let below = Rect::new(x, y + 1, width, (apart - 1).min(2));
        match wizard.question_fault(i) {
            Some(fault) => paint.wrapped(below, &fault, Tone::Bad),
            None => paint.wrapped(below, doc, Tone::Dim),
        };
    }
    let at = at.min(rows.len() - 1);
    let field = Rect::new(
        area.x + 20,
        area.y + at as u16 * apart,
        area.width.saturating_sub(20),
        1,
    );
    draw_editor(paint, area, field, wizard.questions.row(at));
}

fn draw_folder(paint: &mut Paint<'_>, area: Rect, wizard: &Wizard) {
    let text = "Enter writes a folder with jalon.toml, journal.jsonl and .gitignore. The data file stays where it is.";
    draw_field(paint, area, &wizard.folder, (wizard.fault.as_ref(), text));
}

/// How many data files there are, and where.
fn around(state: &State) -> String {
    let picker = &state.wizard.picker;
    let place = match picker.folder.as_str() {
        "" => "the folder jalon was started in".to_owned(),
        folder => text::escape(folder).into_owned(),
    };
    match &picker.items {
        Some(Ok(items)) => {
            let files = items.iter().filter(|item| item.is_data && !item.is_folder);
            format!("{} in {place}.", text::counted(files.count(), "data file"))
        }
        Some(Err(_)) => format!("{place} cannot be listed."),
        None => "Nothing was read yet.".to_owned(),
    }
}

pub(super) fn foot(state: &State) -> Foot {
    let wizard = &state.wizard;
    let file = wizard.file.to_string_lossy().into_owned();
    let (answer, next) = match wizard.step {
        Step::File => (
            around(state),
            "Choose a file and press Enter; what is typed narrows the list, or is a path.",
        ),
        Step::Target => (
            format!("{file}: {}.", text::counted(wizard.grid.total, "row")),
            "Choose the column to predict and press Enter; left and right scroll the rows.",
        ),
        Step::Proposals => (
            format!(
                "{} for {}.",
                text::counted(wizard.proposals.len(), "proposal"),
                wizard.wishes.target.as_deref().unwrap_or_default()
            ),
            "Enter accepts all; right changes one marked *; all of it can be changed later.",
        ),
        Step::Questions => (
            "Every answer can be given later, on the Spec screen.".to_owned(),
            "Enter goes on; up and down move between the questions.",
        ),
        Step::Folder => (
            "Nothing is written yet.".to_owned(),
            "Enter writes the project; then come the questions that are open, or r runs every stage.",
        ),
    };
    Foot {
        word: "Found",
        answer,
        tone: Tone::Plain,
        next: next.into(),
    }
}
