//! The table viewer from the keyboard, over the threads that really read.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use insta::assert_snapshot;

use super::Person;
use crate::tui::actions::{Action, Screen};
use crate::tui::app::{Asking, Effect, Msg, News, Place, Shows, update};
use crate::tui::viewer::Viewer;

const SIZES: [(u16, u16); 3] = [(60, 15), (80, 24), (120, 40)];

/// A person before a table, and those who read for him.
pub(super) struct Reader {
    pub(super) person: Person,
    viewer: Viewer,
    news: Receiver<Msg>,
    /// Effects that were handed on.
    pub(super) seen: usize,
}

impl Reader {
    pub(super) fn open(path: &Path, (width, height): (u16, u16)) -> Self {
        Self::of(Person::new(width, height), Shows::File(path.to_owned()))
    }

    pub(super) fn of(person: Person, shows: Shows) -> Self {
        let (to, news) = channel();
        let viewer = Viewer::start(to).unwrap();
        let mut reader = Self {
            person,
            viewer,
            news,
            seen: 0,
        };
        let effects = reader.person.state.begin_viewer(shows);
        reader.person.effects.extend(effects);
        reader.settle();
        reader
    }

    /// Presses keys one after the other, each with all that it leads to.
    pub(super) fn press(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let long = rest.strip_prefix('<').and_then(|r| r.split_once('>'));
            let key = match long {
                Some((name, _)) => format!("<{name}>"),
                None => c.to_string(),
            };
            rest = &rest[key.len()..];
            self.person.press(&key);
            self.settle();
        }
        self
    }

    /// Waits for everything that was asked for.
    pub(super) fn settle(&mut self) {
        let mut awaited = 0;
        loop {
            let new: Vec<Effect> = self.person.effects[self.seen..].to_vec();
            self.seen = self.person.effects.len();
            for effect in new {
                if let Effect::View(session, asking) = effect {
                    let answers = !matches!(asking, Asking::Stop | Asking::Close);
                    awaited += usize::from(answers);
                    self.viewer.ask(session, asking);
                }
            }
            let counts = self
                .person
                .state
                .viewer
                .as_ref()
                .is_some_and(|v| v.counting.is_some());
            if awaited == 0 && !counts {
                return;
            }
            let msg = self
                .news
                .recv_timeout(Duration::from_secs(60))
                .expect("an answer");
            let unasked = matches!(
                &msg,
                Msg::Viewed(
                    _,
                    News::Doing(..) | News::Counted(..) | News::SoFar(_) | News::Late(_)
                )
            );
            awaited -= usize::from(!unasked);
            self.person.tell(msg);
        }
    }

    pub(super) fn sees(&self, text: &str) -> bool {
        self.person.sees(text)
    }

    pub(super) fn screen(&self) -> String {
        self.person.screen()
    }
}

/// Rides with a gap, a text in two lines and one that would clear the screen.
pub(super) fn rides(folder: &Path, rows: usize) -> PathBuf {
    let mut text = String::from("ride,started_at,company,fare,shared,note\n");
    for row in 0..rows {
        let company = ["Flash Cab", "Taxi Affiliation Services", "Yellow"][row % 3];
        let fare = if row % 10 == 7 {
            String::new()
        } else {
            format!("{}.5", row * 7 % 40)
        };
        let note = match row {
            3 => "\"two\nlines\"".to_owned(),
            4 => "\u{1b}[2J\u{202e}漢字".to_owned(),
            row => format!("note {row}"),
        };
        let day = row % 28 + 1;
        text += &format!(
            "r{row},2015-10-{day:02},{company},{fare},{},{note}\n",
            row % 2 == 0
        );
    }
    let path = folder.join("rides.csv");
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn pictures() {
    let folder = tempfile::tempdir().unwrap();
    let path = rides(folder.path(), 500);
    for size in SIZES {
        for (name, keys) in [
            ("rows", "jl"),
            ("end", "Gllll"),
            ("beside", "llli"),
            ("values", "llvj"),
            ("cell", "jjjlllll<enter>"),
            ("filter", "ffare >"),
            ("filtered", "ffare > 30 and shared<enter>llls"),
            ("columns", "cst"),
        ] {
            let mut reader = Reader::open(&path, size);
            reader.press(keys);
            assert_snapshot!(
                format!("view_{name}_{}x{}", size.0, size.1),
                reader.screen()
            );
        }
    }
}

#[test]
fn a_step_costs_few_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let path = rides(folder.path(), 500);
    let mut reader = Reader::open(&path, (80, 24));
    for (keys, most) in [("j", 60), ("l", 90), ("k", 60), ("h", 90)] {
        let bytes = reader.person.bytes(keys);
        assert!(bytes > 0 && bytes < most, "{keys}: {bytes}");
    }
    // Below the last line the rows scroll by one.
    reader.press(&"j".repeat(30));
    let bytes = reader.person.bytes("j");
    assert!(bytes > 0 && bytes < 200, "{bytes}");
}

#[test]
fn a_wide_table_scrolls_by_column() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..300).map(|c| format!("col{c}")).collect();
    let row = |r: usize| {
        (0..300)
            .map(|c| format!("v{r}_{c}"))
            .collect::<Vec<_>>()
            .join(",")
    };
    let rows: Vec<String> = (0..50).map(row).collect();
    let path = folder.path().join("wide.csv");
    std::fs::write(&path, format!("{}\n{}\n", names.join(","), rows.join("\n"))).unwrap();
    let mut reader = Reader::open(&path, (80, 24));
    reader.press("lz");
    assert!(reader.sees("the first 2 columns stay in sight"));
    reader.press(&"l".repeat(150));
    assert!(reader.sees("column 152 of 300: col151") && reader.sees("v3_151"));
    assert!(
        reader.sees("v3_0") && reader.sees("v3_1 "),
        "{}",
        reader.screen()
    );
    reader.press("x");
    assert!(reader.sees("col151 is hidden") && reader.sees("column 153 of 300"));
    assert!(!reader.sees("v3_151"));
    reader.press("X");
    assert!(reader.sees("v3_151"));
    reader.press("ccol299<enter>");
    assert!(reader.sees("v0_299"));
    reader.press(">>>h<lt>");
    assert!(reader.sees("v0_299"), "{}", reader.screen());
    reader.press("zccol0<enter>z");
    assert!(reader.sees("the first column stays in sight"));
}

#[test]
fn what_cells_hold_reaches_no_terminal_raw() {
    let folder = tempfile::tempdir().unwrap();
    let path = rides(folder.path(), 20);
    let mut reader = Reader::open(&path, (120, 40));
    reader.press("jjjlllllj");
    assert!(reader.sees("\\u{1b}[2J\\u{202e}漢字"));
    reader.press("<enter>");
    assert!(reader.sees("\\u{1b}[2J"));
    reader.press("<esc>k<enter>");
    assert!(reader.sees("two") && reader.sees("lines"));
    reader.press("y");
    let copied = reader
        .person
        .effects
        .iter()
        .any(|e| matches!(e, Effect::Copy(t) if t == "two\nlines"));
    assert!(copied);
    reader.press("<esc>Y");
    let row = "r3\t2015-10-04\tFlash Cab\t21.5\tfalse\ttwo\nlines";
    assert!(
        reader
            .person
            .effects
            .iter()
            .any(|e| matches!(e, Effect::Copy(t) if t == row))
    );
}

#[test]
fn columns_about_persons_are_masked_until_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let people: String = (0..60)
        .map(|n| format!("p{n}@example.org,{n},Rue {n}\n"))
        .collect();
    std::fs::write(
        root.join("people.csv"),
        format!("email,age,street\n{people}"),
    )
    .unwrap();
    let spec =
        "format = 1\n[[source]]\npath = \"people.csv\"\n[columns]\nstreet = { personal = true }\n";
    std::fs::write(root.join("jalon.toml"), spec).unwrap();
    let project = Box::new(crate::project::Project::open(root).unwrap());
    let shows = Shows::Project {
        project,
        rows: Some(("outliers of age".into(), vec![5, 7, 59])),
        from: Place {
            screen: Screen::Data,
            pane: 1,
            detail: false,
            figure: 0,
        },
    };
    let mut reader = Reader::of(Person::new(80, 24), shows);
    assert!(
        reader.sees("outliers of age") && reader.sees("of 3;") && reader.sees("2 columns masked")
    );
    assert!(!reader.sees("p5@") && !reader.sees("Rue 59") && reader.sees("***"));
    reader.press("v");
    assert!(reader.sees("M shows it"));
    reader.press("<enter>");
    assert!(!reader.sees("p5@"));
    reader.press("<esc>/p59<enter>");
    assert!(reader.sees("no cell below"));
    reader.press("M");
    assert!(
        reader.sees("p5@example.org") && reader.sees("Rue 59") && reader.sees("mind who looks on")
    );
    reader.press("M");
    assert!(!reader.sees("p5@"));
}

#[test]
fn what_cannot_be_read_is_told() {
    let mut reader = Reader::open(Path::new("/nowhere/rides.csv"), (80, 24));
    assert!(reader.sees("It cannot be read"));
    reader.press("jjf s<enter>v");
    assert!(reader.sees("It cannot be read"));
    reader.press("0");
    assert_eq!(reader.person.state.screen, Screen::Home);
    assert!(reader.person.state.viewer.is_none());
}

#[test]
fn late_answers_and_every_key_at_any_time_do_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let path = rides(folder.path(), 40);
    let mut reader = Reader::open(&path, (80, 24));
    let old = reader.person.state.sessions;
    let again = reader.person.state.begin_viewer(Shows::File(path.clone()));
    reader.person.effects.extend(again);
    reader.person.tell(Msg::Viewed(
        old,
        News::Failed(crate::error::Error::new("late")),
    ));
    assert!(!reader.sees("late"));
    let keys = "jlsvif<esc>zxXGg<pagedown>N/a<enter>p>:<esc>?<esc>M<lt>yYc<esc>r<esc><enter><esc>";
    // Before anything was read, and after.
    let mut early = Person::new(80, 24);
    early.state.begin_viewer(Shows::File(path));
    for key in keys.split_inclusive('>').filter(|k| !k.is_empty()) {
        early.press(key);
        early.screen();
    }
    reader.settle();
    reader.press(keys);
    for (width, height) in [(20, 5), (60, 15), (200, 60), (61, 16)] {
        reader.person.tell(Msg::Resize(width, height));
        reader.settle();
        reader.press("jli");
        reader.screen();
    }
}

#[test]
fn the_rows_of_the_project_are_a_key_away() {
    let mut person = Person::with_project(80, 24);
    person.press("2v");
    assert_eq!(person.state.screen, Screen::View);
    let asked = person.effects.iter().any(|e| {
        matches!(
            e,
            Effect::View(_, Asking::Open(Shows::Project { rows: None, .. }))
        )
    });
    assert!(asked);
    person.press("<esc>");
    assert_eq!(person.state.screen, Screen::Data);
    assert!(
        person
            .effects
            .iter()
            .any(|e| matches!(e, Effect::View(_, Asking::Close)))
    );
    person.press("<tab>v");
    let rows = person.effects.iter().any(|e| {
        matches!(
            e,
            Effect::View(_, Asking::Open(Shows::Project { rows: Some(_), .. }))
        )
    });
    assert!(rows);
    // Esc goes back to the finding.
    person.press("<esc>");
    assert_eq!((person.state.screen, person.state.pane), (Screen::Data, 1));
    assert!(person.state.unavailable(Action::FilterRows).is_some());
    update(&mut person.state, Msg::Viewed(1, News::Cell(None)));
}
