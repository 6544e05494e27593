//! The workbench in a real terminal: it paints, answers keys, and leaves the terminal as it was.

use super::Line;

#[test]
fn a_stranger_opens_the_sample_walks_and_leaves() {
    let home = tempfile::tempdir().unwrap();
    let mut line = Line::open(home.path(), None);
    line.wait_for("taxi");
    line.press("\r");
    line.wait_for("What will this ride cost");
    line.press("2");
    line.wait_for("Can these data answer the question?");
    line.press("?");
    line.wait_for("Keys");
    line.press("\u{1b}");
    // Sent in one breath, Esc and q would be Alt-q.
    line.wait_for("Can these data answer the question?");
    line.press("q");
    assert_eq!(line.ended(), 0);
    line.wait_until("the screen of before", || {
        let parser = line.screen.lock().unwrap();
        let screen = parser.screen();
        !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
    });
}

#[test]
fn nothing_is_written_while_nothing_happens() {
    let home = tempfile::tempdir().unwrap();
    let mut line = Line::open(home.path(), None);
    line.wait_for("taxi");
    line.press("j");
    std::thread::sleep(std::time::Duration::from_millis(500));
    let before = line.bytes();
    // Keys that change nothing, news of the focus among them, cost nothing either.
    line.press("\u{1b}[O\u{1b}[I");
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert_eq!(line.bytes(), before);
}

#[test]
fn pasted_text_is_text_in_fields_and_no_keys_elsewhere() {
    let home = tempfile::tempdir().unwrap();
    let mut line = Line::open(home.path(), None);
    line.wait_for("taxi");
    line.press("\u{1b}[200~q\rq\u{1b}[201~");
    line.wait_for("pasted text is taken in text fields only");
    line.press(":");
    line.wait_for("All actions");
    line.press("\u{1b}[200~qu\nit\u{1b}[201~");
    line.wait_for(": qu it");
    line.press("\u{3}");
    assert_eq!(line.ended(), 130);
}
