//! What screens are made of. Each draws plain values on a buffer and changes nothing.

mod board;
mod chart;
mod editor;
mod foot;
mod head;
mod keys;
mod lines;
mod meter;
mod overlay;
mod paint;
mod pick;
mod scored;
mod spark;
mod strips;
mod table;

pub use board::{AGAINST_BEST, Board, BoardRow, board_height, draw_board};
pub use chart::{
    Scale, Score, draw_figure, draw_line_names, draw_lines_across, draw_scale, draw_score,
    first_stop, fold_glyph, interval_glyph, reading, segment_label, stops,
};
pub use editor::draw_editor;
pub use foot::{Foot, draw_foot, input};
pub use head::draw_head;
pub use keys::{draw_keys, key_of};
pub use lines::{Line, draw_lines, lines_height};
pub use meter::{meter, sized};
pub use overlay::draw_overlay;
pub use paint::{Paint, bottom, left, top, wrap};
pub use spark::sparkline;
pub use strips::draw_strips;
pub use table::{Cell, Head, Placed, Table, centred, draw_table, window};
