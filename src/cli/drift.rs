//! `jalon drift`: new data against the training data, and what to do.

use serde_json::{Value, json};

use crate::drift::{
    self, Advice, Chunk, Column, Estimate, Figure, History, Level, Performance, Score,
};
use crate::error::Error;
use crate::project::Project;
use crate::road::{Milestone, Options};
use crate::text;

use super::args::DriftArgs;
use super::documents;
use super::face::{Done, Face, Outcome};
use super::grid::{Grid, Side, number, share};
use super::stages::{gate_lines, next_line, run_due, say_if_idle};

pub(super) fn run(face: &mut Face<'_>, args: &DriftArgs) -> Done {
    let project = face.open(&args.stage.project)?;
    let options = drift::Options {
        current: args.current.clone(),
        labels: args.labels.clone(),
        preset: args.preset.clone(),
    };
    let inputs = drift::fingerprint(&project, &options)?;
    let ran = run_due(
        face,
        &project,
        "drift",
        &Options {
            only: vec![Milestone::Drift],
            force: args.stage.force,
            drift: Box::new(options),
            ..Options::default()
        },
    )?;
    say_if_idle(face, &project, ran)?;
    let history = drift::history(&project)?.as_of(&inputs);
    let advice = history.advice(&project);
    let gate = drift::gate(&advice);
    let new: Vec<&Chunk> = history
        .chunks
        .iter()
        .filter(|c| c.inputs == inputs)
        .collect();
    if new.is_empty() {
        return Err(Error::new("no chunk was kept").into());
    }
    let next = next_line(face, &project)?;
    face.show(
        || text(&project, &history, &new, &advice) + &gate_lines("Drift", &gate) + &next,
        || {
            json!({
                "project": project.name(),
                "model": new[0].model,
                "reference_rows": new[0].reference_rows,
                "chunks": new.iter().map(|c| chunk(c)).collect::<Vec<_>>(),
                "action": advice.action.word(),
                "reasons": advice.reasons,
                "gate": documents::gate(&gate),
            })
        },
    )?;
    Ok(Outcome::of(gate.open))
}

fn chunk(chunk: &Chunk) -> Value {
    json!({
        "name": chunk.name,
        "files": chunk.files,
        "rows": chunk.rows,
        "from": chunk.from,
        "to": chunk.to,
        "level": chunk.level.word(),
        "drifted": chunk.drifted,
        "share_drifted": chunk.share_drifted,
        "columns": chunk.columns.iter().map(column).collect::<Vec<_>>(),
        "prediction": chunk.prediction.as_ref().map(column),
        "target": chunk.target.as_ref().map(column),
        "performance": chunk.performance.as_ref().map(performance),
        "found": chunk.found(),
        "notes": chunk.notes,
    })
}

fn column(column: &Column) -> Value {
    json!({
        "name": column.name,
        "kind": column.kind.word(),
        "tests": column.tests.iter().map(|t| json!({
            "test": t.test,
            "statistic": t.statistic,
            "p_value": t.p_value,
            "threshold": t.threshold,
        })).collect::<Vec<_>>(),
        "p_value": column.p_value,
        "p_adjusted": column.p_adjusted,
        "effect": column.effect,
        "level": column.level.word(),
        "drift": column.drift,
        "what": column.what.iter().map(|w| w.word()).collect::<Vec<_>>(),
        "sentence": column.sentence,
        "missing": column.missing,
        "missing_reference": column.missing_reference,
        "figure": column.figure.as_ref().map(figure),
        "note": column.note,
    })
}

fn figure(figure: &Figure) -> Value {
    match figure {
        Figure::Numbers { reference, current } => json!({
            "edges": reference.edges,
            "reference": reference.counts,
            "current": current.counts,
            "below": [reference.below, current.below],
            "above": [reference.above, current.above],
        }),
        Figure::Levels(levels) => json!({
            "levels": levels.iter().map(|(name, reference, current)| json!({
                "name": name, "reference": reference, "current": current,
            })).collect::<Vec<_>>(),
        }),
    }
}

fn estimate(estimate: &Estimate) -> Value {
    json!({ "value": estimate.value, "low": estimate.low, "high": estimate.high })
}

fn score(score: &Score) -> Value {
    json!({
        "metric": score.metric,
        "unit": score.unit,
        "realised": estimate(&score.realised),
        "reference": score.reference.as_ref().map(estimate),
        "change": score.change.as_ref().map(estimate),
        "p_value": score.p_value,
    })
}

fn performance(found: &Performance) -> Value {
    let main = found.score.as_ref();
    json!({
        "metric": main.map(|s| &s.metric),
        "unit": main.map(|s| &s.unit),
        "labelled": found.labelled,
        "estimated": null,
        "realised": main.map(|s| estimate(&s.realised)),
        "reference": found.promised.as_ref().map(estimate),
        "reference_on": found.promised_on,
        "change": main.and_then(|s| s.change.as_ref()).map(estimate),
        "loss_percent": found.loss_percent,
        "p_value": main.and_then(|s| s.p_value),
        "p_adjusted": found.p_adjusted,
        "worse": found.worse,
        "level": found.level.word(),
        "in_unit": found.in_unit.as_ref().map(score),
        "bias": found.bias.as_ref().map(|b| json!({
            "class": b.class,
            "realised": estimate(&b.realised),
            "reference": b.reference.as_ref().map(estimate),
            "p_value": b.p_value,
            "p_adjusted": b.p_adjusted,
            "drift": b.drift,
        })),
        "baseline": found.rival.as_ref().map(|r| json!({
            "name": r.name,
            "realised": r.realised,
            "gain": r.gain.as_ref().map(estimate),
        })),
        "sentences": found.sentences,
        "note": found.note,
    })
}

fn text(project: &Project, history: &History, new: &[&Chunk], advice: &Advice) -> String {
    let mut out = format!(
        "{}: {} against {} of training{}\n\n",
        text::escape(&project.name()),
        text::counted(new.len(), "chunk"),
        text::counted(new[0].reference_rows, "row"),
        match &new[0].model {
            Some(model) => format!(", {}", text::escape(model)),
            None => ", no model yet".to_owned(),
        },
    );
    out.push_str(&chunks(new));
    if let Some(last) = new.iter().rev().find(|c| c.is_judged()).or(new.last()) {
        out.push_str(&format!("\nChunk {}\n", text::escape(&last.name)));
        out.push_str(&columns(last));
        for found in last.found() {
            out.push_str(&format!("  - {}\n", text::escape(&found)));
        }
    }
    let of = match history.chunks.len() {
        1 => String::new(),
        n => format!(" (judged over {})", text::counted(n, "chunk")),
    };
    out.push_str(&format!("\nAction: {}{of}\n", advice.action.word()));
    out
}

fn chunks(new: &[&Chunk]) -> String {
    let scores = || {
        new.iter()
            .filter_map(|c| c.performance.as_ref()?.score.as_ref())
    };
    let mut grid = Grid::default()
        .column("chunk", Side::Left)
        .column("rows", Side::Right)
        .column("from", Side::Left)
        .column("to", Side::Left)
        .column("level", Side::Left)
        .column("columns drifted", Side::Right);
    if let Some(first) = scores().next() {
        let head = match first.unit.as_str() {
            "" => first.metric.clone(),
            unit => format!("{} {unit}", first.metric),
        };
        grid = grid
            .column(head, Side::Right)
            .column("promised", Side::Right)
            .column("change", Side::Right);
    }
    for chunk in new {
        let drifted = chunk.columns.iter().filter(|c| c.drift).count();
        let mut row = vec![
            chunk.name.clone(),
            text::count(chunk.rows),
            chunk.from.clone().unwrap_or_else(|| "-".into()),
            chunk.to.clone().unwrap_or_else(|| "-".into()),
            chunk.level.word().to_owned(),
            format!("{drifted} of {}", chunk.columns.len()),
        ];
        if scores().next().is_some() {
            let score = chunk.performance.as_ref().and_then(|p| p.score.as_ref());
            row.push(number(score.map(|s| s.realised.value)));
            row.push(number(score.and_then(|s| s.reference).map(|r| r.value)));
            row.push(number(score.and_then(|s| s.change).map(|c| c.value)));
        }
        grid.row(row);
    }
    grid.text()
}

fn columns(chunk: &Chunk) -> String {
    let mut grid = Grid::default()
        .column("column", Side::Left)
        .column("kind", Side::Left)
        .column("rows moved", Side::Right)
        .column("p", Side::Right)
        .column("p corrected", Side::Right)
        .column("level", Side::Left)
        .column("what", Side::Left);
    let named = [("target", &chunk.target), ("prediction", &chunk.prediction)];
    let others = named
        .into_iter()
        .filter_map(|(role, c)| Some((role, c.as_ref()?)));
    let watched = chunk.columns.iter().map(|c| ("", c));
    for (role, column) in watched.chain(others) {
        let name = match role {
            "target" => format!("{} (target)", column.name),
            _ => column.name.clone(),
        };
        let level = match column.level {
            Level::None => "-",
            level => level.word(),
        };
        let words: Vec<&str> = column.what.iter().map(|w| w.word()).collect();
        grid.row(vec![
            name,
            column.kind.word().to_owned(),
            share(column.effect),
            number(column.p_value),
            number(column.p_adjusted),
            level.to_owned(),
            column.note.clone().unwrap_or_else(|| words.join(", ")),
        ]);
    }
    grid.text()
}
