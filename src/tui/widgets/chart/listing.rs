//! Rows one by one: a table with the row that is read marked.

use ratatui::layout::Rect;

use super::axes::Caption;
use crate::figures::Listing;
use crate::text;
use crate::tui::widgets::{Cell, Head, Paint, Table, draw_table};

/// Cells of a column of texts, and of any column at most.
const WIDEST: usize = 24;

pub(super) fn caption(of: &Listing) -> Caption {
    Caption {
        title: String::new(),
        by: format!("{} rows with the greatest {}", of.rows.len(), of.by),
        n: format!("n = {}", text::count(of.among)),
    }
}

pub(super) fn draw(paint: &mut Paint<'_>, area: Rect, of: &Listing, cursor: Option<usize>) {
    let heads: Vec<Head> = (0..of.columns.len()).map(|at| head(of, at)).collect();
    let head = |at: usize| heads[at].clone();
    let cell = |row: usize, at: usize| Cell::plain(&*of.cells[row][at]);
    let mut table = Table::of(&heads, &head, of.cells.len(), &cell);
    table.cursor = cursor;
    draw_table(paint, area, &table);
}

/// As wide as what stands below it.
fn head(of: &Listing, at: usize) -> Head {
    let column = &of.columns[at];
    let cells = of
        .cells
        .iter()
        .map(|row| text::width(&text::escape(&row[at])));
    let names = [&column.of.name, &column.of.unit].map(|text| text::width(text));
    let width = cells.chain(names).max().unwrap_or(0).min(WIDEST) as u16;
    match column.numeric {
        true => Head::number(&column.of.name, &column.of.unit, width),
        false => Head {
            unit: column.of.unit.clone(),
            ..Head::text(&column.of.name, width)
        },
    }
}

/// Every cell of the row with its column, those too that have no room in the table.
pub(super) fn reading(of: &Listing, at: usize) -> String {
    let Some(cells) = of.cells.get(at) else {
        return String::new();
    };
    let said = of.columns.iter().zip(cells).map(|(column, cell)| {
        let value = match cell.as_str() {
            "" => "-",
            cell => cell,
        };
        format!("{} {value} {}", column.of.name, column.of.unit)
            .trim_end()
            .to_owned()
    });
    said.collect::<Vec<_>>().join(", ")
}
