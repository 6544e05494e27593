//! What screens are made of. Each draws plain values on a buffer and changes nothing.

mod board;
mod curve;
mod foot;
mod gains;
mod head;
mod histogram;
mod keys;
mod lines;
mod meter;
mod mirror;
mod overlay;
mod paint;
mod strips;
mod table;
mod timeline;

pub use board::{Board, BoardRow, board_height, draw_board};
pub use curve::draw_curve;
pub use foot::{Foot, draw_foot, input};
pub use gains::{Gain, draw_gains};
pub use head::draw_head;
pub use histogram::draw_distribution;
pub use keys::{draw_keys, key_of};
pub use lines::{Line, draw_lines, lines_height};
pub use meter::{meter, sized};
pub use mirror::draw_mirror;
pub use overlay::draw_overlay;
pub use paint::{Paint, bottom, left, top, wrap};
pub use strips::draw_strips;
pub use table::{Cell, Head, Table, draw_table, window};
pub use timeline::draw_timeline;
