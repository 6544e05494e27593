//! A question of the conversation as a card: the question large, its answers, why it is asked, what the data propose.

use ratatui::layout::Rect;

use crate::decisions::Stage;
use crate::spec::{Offer, Standing, Turn};
use crate::text;
use crate::tui::actions::Action;
use crate::tui::app::{Facts, Pick, State, Talk, picks};
use crate::tui::screens::{next, sentences};
use crate::tui::theme::Tone;
use crate::tui::widgets::{
    Foot, Line, Paint, bottom, draw_editor, draw_lines, input, key_of, lines_height, top, window,
    wrap,
};

/// Cells of a card at most: longer lines are hard to follow.
const WIDEST: u16 = 100;
/// Cells of a word to choose before what it means.
const LABEL: u16 = 26;
/// Rows below which nothing stands apart.
const SHORT: u16 = 11;
/// Rows of answers that are always in sight.
const ANSWERS: u16 = 3;

pub(super) fn draw_card(paint: &mut Paint<'_>, area: Rect, state: &State, talk: &Talk) {
    let Some(facts) = state.facts() else {
        return;
    };
    let whole = Rect {
        width: area.width.min(WIDEST),
        ..area
    };
    match state.asked() {
        Some(turn) => draw_question(paint, whole, (talk, turn), facts),
        None => draw_end(paint, whole, state, (talk, facts)),
    }
}

fn draw_question(
    paint: &mut Paint<'_>,
    mut area: Rect,
    (talk, turn): (&Talk, &Turn),
    facts: &Facts,
) {
    let whole = area;
    let gap = u16::from(area.height >= SHORT);
    let head = top(1, &mut area);
    let all = facts.conversation.turns.len();
    let place = format!("{} of {all}", facts.conversation.number(&turn.key));
    let chapter = match turn.subject.as_str() {
        "" => turn.chapter.to_owned(),
        subject => format!("{}: {}", turn.chapter, text::escape(subject)),
    };
    paint.pieces(
        head.x + 1,
        head.y,
        head.width,
        &[
            (&chapter, Tone::Key),
            ("   question ", Tone::Dim),
            (&place, Tone::Dim),
        ],
    );
    paint.right(head.x, head.y, head.width, &needed(turn), Tone::Dim);
    top(gap, &mut area);
    let width = usize::from(area.width.saturating_sub(2));
    let rows = wrap(turn.asks, width).len().min(3) as u16;
    let asks = inner(top(rows, &mut area));
    paint.wrapped(asks, turn.asks, Tone::Title);
    top(gap, &mut area);
    let fault = match (&talk.fault, &turn.stands) {
        (Some(fault), _) => Some(fault.clone()),
        (None, Standing::Wrong(fault)) => Some(wrong(fault)),
        (None, _) => None,
    };
    let rows = picks(turn);
    let lines = lines(turn);
    let about = lines_height(&lines, area.width.saturating_sub(2));
    let told = fault
        .as_ref()
        .map_or(0, |fault| wrap(fault, width).len().min(3) as u16);
    let wanted = (rows.len() as u16).max(1);
    let spare = area
        .height
        .saturating_sub(wanted.min(ANSWERS) + told + 2 * gap);
    let about = about.min(spare);
    let mut foot = bottom(about, &mut area);
    let answers = top(wanted.min(area.height.saturating_sub(told)), &mut area);
    let field = draw_answers(paint, inner(answers), (talk, turn), &rows);
    if let Some(fault) = &fault {
        paint.wrapped(inner(area), fault, Tone::Bad);
    }
    // Where there is room, a row is kept for what may be wrong, and one apart.
    if !is_helped(talk) {
        foot.y = foot.y.min(area.y + told.max(1) + gap);
    }
    draw_lines(paint, inner(foot), &lines);
    if let Some(field) = field {
        draw_editor(paint, whole, field, &talk.editor);
    }
}

/// Whether a panel below the field completes it or shows first values.
fn is_helped(talk: &Talk) -> bool {
    let editor = &talk.editor;
    talk.at == Some(Pick::Field) && (!editor.offered().is_empty() || editor.tried.is_some())
}

/// One cell in from both sides.
fn inner(area: Rect) -> Rect {
    Rect {
        x: area.x + 1,
        width: area.width.saturating_sub(2),
        ..area
    }
}

/// Who cannot do without the answer.
fn needed(turn: &Turn) -> String {
    match turn.needed_for {
        Some(stage) if stage < Stage::Ship => format!("needed for {stage}"),
        Some(stage) => format!("needed for {stage}, not before"),
        None => "nothing waits for it".to_owned(),
    }
}

fn wrong(fault: &crate::decisions::Fault) -> String {
    let line = fault
        .line
        .map_or_else(String::new, |line| format!("line {line}: "));
    let fix = fault
        .fix
        .as_ref()
        .map_or_else(String::new, |fix| format!("; {fix}"));
    format!("{line}{}{fix}", fault.message)
}

/// Why it is asked, an answer as an example, what the data propose, and the law behind it.
fn lines(turn: &Turn) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    if let Standing::Stated(said) = &turn.stands {
        lines.push(("stated", said.clone()));
    }
    if let Some(proposal) = &turn.proposal {
        let value = turn
            .offers
            .first()
            .map_or(proposal.value.as_str(), |o| o.label.as_str());
        lines.push(("proposed", format!("{value}: {}", proposal.reason)));
    }
    if !turn.why.is_empty() {
        lines.push(("why", sentences(&[turn.why.to_owned()])));
    }
    if !turn.example.is_empty() {
        lines.push(("example", turn.example.clone()));
    }
    if !turn.source.is_empty() {
        lines.push(("source", turn.source.to_owned()));
    }
    lines
}

/// The field and the answers to choose from, those around the chosen one; gives the place of the field while it has the keys.
fn draw_answers(
    paint: &mut Paint<'_>,
    area: Rect,
    (talk, turn): (&Talk, &Turn),
    rows: &[Pick],
) -> Option<Rect> {
    let at = talk
        .at
        .as_ref()
        .and_then(|at| rows.iter().position(|row| row == at));
    // What completes the field takes the place of the other answers.
    let is_helped = is_helped(talk);
    let room = match is_helped {
        true => 1,
        false => usize::from(area.height),
    };
    let hidden = rows.len().saturating_sub(room);
    // The last row, where nobody knows, stays in sight.
    let keeps_last = hidden > 0 && turn.may_be_unknown && room > 1;
    let (listed, room) = match keeps_last {
        true => (rows.len() - 1, room - 1),
        false => (rows.len(), room),
    };
    let first = window(at.unwrap_or(0).min(listed.saturating_sub(1)), listed, room);
    let last = keeps_last.then_some(listed);
    let mut field = None;
    let shown = (first..(first + room).min(listed)).chain(last);
    for (place, line) in shown.enumerate() {
        let place = Rect::new(area.x, area.y + place as u16, area.width, 1);
        let row = &rows[line];
        if line == first && hidden > 0 && !is_helped {
            let told = format!("{} answers: up, down", rows.len());
            paint.right(place.x, place.y, place.width, &told, Tone::Dim);
        }
        let is_chosen = at == Some(line);
        match row {
            Pick::Field => {
                let x = draw_field(paint, place, (talk, turn), is_chosen, rows.len() > 1);
                field = is_chosen.then_some(x);
            }
            Pick::Offer(says) => {
                if let Some(at) = turn.offers.iter().position(|offer| offer.says == *says) {
                    let is_proposed = turn.proposed() == Some(at);
                    draw_offer(paint, place, (turn, at), (is_chosen, is_proposed));
                }
            }
        }
    }
    field
}

/// The field with its unit; where it has no keys, what it is for.
fn draw_field(
    paint: &mut Paint<'_>,
    place: Rect,
    (talk, turn): (&Talk, &Turn),
    is_chosen: bool,
    is_one_of_several: bool,
) -> Rect {
    let unit = text::width(&turn.unit) as u16;
    let x = paint.text(place.x, place.y, place.width, "> ", Tone::Key);
    let room = place
        .width
        .saturating_sub(2 + if unit > 0 { unit + 1 } else { 0 });
    let typed = talk.editor.input.value();
    if !is_chosen {
        let told = match (typed.is_empty(), is_one_of_several) {
            (false, _) => typed,
            (true, true) => "another answer: type it",
            (true, false) => "",
        };
        paint.text(x, place.y, room, told, Tone::Dim);
    } else if talk.editor.is_selected && !typed.is_empty() {
        paint.text(x, place.y, room, typed, Tone::Selected);
    } else {
        input(paint, x, place.y, room, &talk.editor.input);
    }
    if unit > 0 && (is_chosen || !typed.is_empty()) {
        let cells = if typed.is_empty() {
            12
        } else {
            text::width(typed) as u16 + 2
        };
        let after = x + cells.min(room) + 1;
        let rest = place.right().saturating_sub(after);
        paint.text(after, place.y, rest, &turn.unit, Tone::Dim);
    }
    Rect::new(x, place.y, room, 1)
}

fn draw_offer(
    paint: &mut Paint<'_>,
    place: Rect,
    (turn, at): (&Turn, usize),
    (is_chosen, is_proposed): (bool, bool),
) {
    let offer: &Offer = &turn.offers[at];
    let tone = if is_chosen {
        Tone::Selected
    } else {
        Tone::Plain
    };
    let unit = match offer.label.parse::<f64>() {
        Ok(number) if number != 0.0 => turn.unit.as_str(),
        _ => "",
    };
    let label = format!("{} {unit}", text::escape(&offer.label));
    let label = label.trim_end();
    let cells = (text::width(label) as u16 + 2).min(place.width);
    paint.text(place.x, place.y, cells, &format!(" {label} "), tone);
    let x = place.x + cells.max(LABEL) + 1;
    let room = place.right().saturating_sub(x);
    let about = match is_proposed {
        true => "proposed",
        false => offer.about.as_str(),
    };
    paint.text(x, place.y, room, about, Tone::Dim);
}

/// Nothing is left to ask.
fn draw_end(paint: &mut Paint<'_>, mut area: Rect, state: &State, (talk, facts): (&Talk, &Facts)) {
    let later = talk.later.len();
    let said = match later {
        0 => "Nothing is left to ask.".to_owned(),
        n => format!(
            "That is all; {} left for later.",
            text::counted(n, "question")
        ),
    };
    top(1, &mut area);
    let line = inner(top(1, &mut area));
    paint.text(line.x, line.y, line.width, &said, Tone::Title);
    top(1, &mut area);
    let gate = &facts.review.gate;
    let stages: Vec<&str> = ["data", "benchmark", "train", "ship"]
        .into_iter()
        .filter(|stage| {
            facts
                .review
                .missing
                .iter()
                .any(|gap| gap.needed_for == *stage)
        })
        .collect();
    let missing = match (facts.review.missing.len(), stages.as_slice()) {
        (0, _) => "nothing that a stage needs".to_owned(),
        (n, stages) => format!(
            "{}, needed for {}",
            text::counted(n, "answer"),
            stages.join(" and ")
        ),
    };
    let (missing_key, ask) = (key_of(state, Action::Missing), key_of(state, Action::Ask));
    let mut lines = vec![
        (
            "gate",
            match gate.open {
                true => "Open: the next stages can start.".to_owned(),
                false => format!("Closed. {}", sentences(&gate.reasons)),
            },
        ),
        ("missing", missing),
    ];
    if later > 0 {
        lines.push((
            "later",
            format!("{missing_key} lists them, {ask} asks them again"),
        ));
    }
    draw_lines(paint, inner(area), &lines);
}

/// What the foot says while a card is open.
pub(super) fn foot(state: &State, talk: &Talk, facts: &Facts) -> Foot {
    let stated = facts.conversation.stated();
    let (answered, all) = stated.iter().fold((0, 0), |(answered, all), section| {
        (answered + section.answered, all + section.questions)
    });
    let later = match talk.later.len() {
        0 => String::new(),
        n => format!("; {n} left for later"),
    };
    let next = match state.asked() {
        Some(turn) => {
            let unknown = match turn.may_be_unknown {
                true => " 'unknown', the last row, is an answer too.",
                false => "",
            };
            format!(
                "Answer, or leave it for later: every stage runs that has what it needs.{unknown}"
            )
        }
        None => next(state),
    };
    Foot {
        word: "Stated",
        answer: format!("{answered} of {all} questions are settled{later}."),
        tone: Tone::Plain,
        next,
    }
}
