//! One field of a form while it is typed: its text, checked as it is typed; words to complete it with; the elements of a list.
//!
//! The field table says what a field takes, and from there it follows how it is asked for: `items` keeps lists, `words`
//! finds what completes a word. Nothing here knows which screen the form is on.

mod items;
mod words;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::{Input, InputRequest};

use crate::decisions::{Field, FieldType, items_as_toml, typed_as_toml};
use crate::table::{Expression, decisions, from_decisions};
use crate::tui::app::Scored;
use crate::tui::app::keys::edit_of;

pub use items::Items;
pub use words::{Word, columns_and_functions, words};

/// Words that are offered at most.
pub const OFFERED: usize = 6;
/// Of them beside the scores of a rule.
const BESIDE: usize = 3;

/// What a key led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Went {
    /// The text or the place in it may have changed.
    On,
    /// The field is done: its text is to be taken.
    Done,
    /// The key means nothing here.
    Nowhere,
}

/// First values of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// The text they are of.
    pub text: String,
    /// The values, and what they assume; an error where it cannot be computed.
    pub values: Result<(Vec<String>, String), String>,
}

/// A field that has the keys.
#[derive(Debug, Clone, Default)]
pub struct Editor {
    /// What it is about; none for text of any kind.
    field: Option<&'static Field>,
    /// The text, or that of the present element of a list.
    pub input: Input,
    /// The elements, where it is a list.
    pub items: Option<Items>,
    /// The elements are the decisions of one expression.
    decides: bool,
    /// Words it can be completed with.
    words: Vec<Word>,
    /// Which of the offered words is chosen.
    pub at: usize,
    /// First values, where it is an expression.
    pub tried: Option<Tried>,
    /// Its scores, where it is a rule.
    pub scored: Option<Scored>,
    /// The whole text is selected: what is typed takes its place.
    pub is_selected: bool,
}

impl Editor {
    /// A field with its present text and the words that complete it.
    pub fn new(field: &'static Field, text: &str, words: Vec<Word>) -> Self {
        Self {
            field: Some(field),
            input: text.into(),
            words,
            ..Self::default()
        }
    }

    /// A list with its present elements.
    pub fn list(field: &'static Field, elements: Vec<String>, words: Vec<Word>) -> Self {
        Self {
            items: Some(Items::new(elements)),
            ..Self::new(field, "", words)
        }
    }

    /// An expression that is a list of decisions is edited decision by decision.
    #[must_use]
    pub fn by_decisions(mut self) -> Self {
        if self.is_rule()
            && let Some(list) = decisions(self.input.value())
        {
            self.take_decisions(list);
        }
        self
    }

    fn take_decisions(&mut self, list: Vec<String>) {
        self.items = Some(Items::new(list));
        self.decides = true;
        self.load();
    }

    /// From an expression to the list of its decisions, and back.
    fn turn(&mut self) {
        let text = self.shown();
        if self.decides {
            self.decides = false;
            self.items = None;
            self.input = text.into();
        } else if let Some(list) = decisions(&text) {
            self.take_decisions(list);
        } else {
            let all = (!text.is_empty()).then(|| format!("ELSE {text}"));
            self.take_decisions(all.into_iter().collect());
        }
    }

    /// Whether the elements are the decisions of one expression.
    pub fn decides(&self) -> bool {
        self.decides
    }

    /// Puts elements in the place of the present ones, with the keys at the one that was typed last.
    pub fn put_elements(&mut self, elements: &[String], typed: &str) {
        self.items = Some(Items::at_element(elements.to_vec(), typed));
        self.load();
    }

    /// Whether a field is asked for element by element.
    pub fn is_list(field: &Field) -> bool {
        matches!(
            field.kind,
            FieldType::Texts | FieldType::Labels | FieldType::Columns | FieldType::Choices(_)
        )
    }

    /// Whether it is an expression, whose first values are shown.
    pub fn is_expression(&self) -> bool {
        self.field.is_some_and(|f| f.kind == FieldType::Expression)
    }

    /// Whether it is the expression of a rule, which is scored on the folds.
    pub fn is_rule(&self) -> bool {
        self.field.is_some_and(|f| f.path == "rule[].predict")
    }

    /// What the field takes, in words.
    pub fn takes(&self) -> String {
        let kind = self.field.map_or_else(String::new, |f| f.kind.describe());
        // The file has quotes, a field has none.
        kind.replace(" in quotes", "")
    }

    /// The elements of a list as they stand now, or the text.
    pub fn shown(&self) -> String {
        match &self.items {
            Some(items) if self.decides => match items.with(self.input.value()) {
                lines if lines.is_empty() => String::new(),
                lines => from_decisions(&lines),
            },
            Some(items) => items.with(self.input.value()).join(", "),
            None => self.input.value().trim().to_owned(),
        }
    }

    /// The value as TOML; `None` where it is empty. The error says what is wrong and what to write instead.
    pub fn value(&self) -> Result<Option<String>, String> {
        let Some(field) = self.field else {
            return Ok(Some(self.shown()).filter(|text| !text.is_empty()));
        };
        if let Some(items) = self.items.as_ref().filter(|_| !self.decides) {
            let elements = items.with(self.input.value());
            return match elements.is_empty() {
                true => Ok(None),
                false => items_as_toml(field, &elements).map(Some),
            };
        }
        let shown = self.shown();
        let typed = shown.as_str();
        if typed.is_empty() {
            return Ok(None);
        }
        // An expression is parsed first, so that a slip of the pen stays in the field.
        if self.is_expression() {
            Expression::parse(typed).map_err(|mistake| mistake.to_string())?;
        }
        typed_as_toml(field, typed).map(Some)
    }

    /// What is wrong with the value as it stands.
    pub fn fault(&self) -> Option<String> {
        self.value().err()
    }

    /// The words that complete what stands before the cursor, the best first.
    pub fn offered(&self) -> Vec<&Word> {
        match self.is_selected {
            true => Vec::new(),
            false => {
                let (text, cursor) = (self.input.value(), self.input.cursor());
                let mut offered = words::offered(&self.words, text, cursor);
                if self.is_rule() {
                    offered.truncate(BESIDE);
                }
                offered
            }
        }
    }

    /// Changes the text; a selected one is replaced.
    pub fn change(&mut self, request: InputRequest) {
        self.at = 0;
        let replaced = std::mem::take(&mut self.is_selected);
        match request {
            InputRequest::InsertChar(_) if replaced => self.input.reset(),
            InputRequest::DeletePrevChar | InputRequest::DeleteNextChar if replaced => {
                return self.input.reset();
            }
            _ => {}
        }
        self.input.handle(request);
    }

    /// A key: arrows choose among words or elements, Tab completes, Enter ends, what is left changes the text.
    pub fn press(&mut self, event: KeyEvent) -> Went {
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let offered = self.offered().len();
        match event.code {
            KeyCode::Tab if offered > 0 => self.complete(),
            KeyCode::Down if offered > 0 => self.at = (self.at + 1).min(offered - 1),
            KeyCode::Up if offered > 0 && self.at > 0 => self.at -= 1,
            KeyCode::Enter => return self.enter(),
            KeyCode::Char('o') if ctrl && self.is_rule() => self.turn(),
            KeyCode::Up | KeyCode::Down if self.items.is_some() => {
                self.go(event.code == KeyCode::Down);
            }
            KeyCode::Char(key @ ('n' | 'p')) if ctrl && self.items.is_some() => {
                self.reorder(key == 'n');
            }
            _ => match edit_of(event) {
                Some(request) => self.change(request),
                None => return Went::Nowhere,
            },
        }
        Went::On
    }

    /// Puts the chosen word in the place of what stands before the cursor.
    fn complete(&mut self) {
        let Some(word) = self.offered().get(self.at).map(|word| word.text.clone()) else {
            return;
        };
        let (text, cursor) = words::completed(self.input.value(), self.input.cursor(), &word);
        self.input = Input::new(text).with_cursor(cursor);
        self.at = 0;
    }

    /// Enter: the next element of a list; the end at an empty one, and of any other field.
    fn enter(&mut self) -> Went {
        let typed = self.input.value().trim().to_owned();
        match &mut self.items {
            Some(items) if !typed.is_empty() => {
                items.put(&typed);
                items.step(true);
                self.load();
                Went::On
            }
            Some(items) => {
                items.put("");
                Went::Done
            }
            None => Went::Done,
        }
    }

    fn go(&mut self, down: bool) {
        let typed = self.input.value().trim().to_owned();
        if let Some(items) = &mut self.items {
            items.put(&typed);
            items.step(down);
            self.load();
        }
    }

    fn reorder(&mut self, down: bool) {
        let typed = self.input.value().trim().to_owned();
        if let Some(items) = &mut self.items {
            items.put(&typed);
            items.reorder(down);
            self.load();
        }
    }

    /// The present element becomes the text.
    fn load(&mut self) {
        self.at = 0;
        let present = self.items.as_ref().and_then(Items::present);
        self.input = present.unwrap_or_default().into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decisions::field;

    fn key(code: KeyCode) -> KeyEvent {
        KeyEvent::new(code, KeyModifiers::NONE)
    }

    fn ctrl(c: char) -> KeyEvent {
        KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL)
    }

    fn typed(editor: &mut Editor, text: &str) {
        for c in text.chars() {
            editor.press(key(KeyCode::Char(c)));
        }
    }

    fn word(text: &str) -> Word {
        Word {
            text: text.into(),
            about: String::new(),
        }
    }

    #[test]
    fn a_list_grows_shrinks_and_is_put_in_order() {
        let levels = field("columns.x.levels").unwrap();
        let mut editor = Editor::list(levels, vec!["low".into(), "a, b".into()], Vec::new());
        typed(&mut editor, "high");
        assert_eq!(editor.press(key(KeyCode::Enter)), Went::On);
        assert_eq!(editor.shown(), "low, a, b, high");
        editor.press(key(KeyCode::Up));
        assert_eq!(editor.input.value(), "high");
        editor.press(ctrl('p'));
        assert_eq!(editor.shown(), "low, high, a, b");
        editor.press(key(KeyCode::Up));
        editor.press(ctrl('u'));
        editor.press(key(KeyCode::Down));
        assert_eq!(
            editor.value().unwrap().as_deref(),
            Some("[\"high\", \"a, b\"]")
        );
        while editor.items.as_ref().unwrap().present().is_some() {
            editor.press(key(KeyCode::Down));
        }
        assert_eq!(editor.press(key(KeyCode::Enter)), Went::Done);
    }

    #[test]
    fn words_complete_an_expression() {
        let cost = field("value.cost").unwrap();
        let words = ["trip_miles", "trip_seconds", "abs"].map(word).to_vec();
        let mut editor = Editor::new(cost, "", words);
        typed(&mut editor, "2 * tr");
        assert_eq!(editor.offered().len(), 2);
        editor.press(key(KeyCode::Down));
        editor.press(key(KeyCode::Tab));
        assert_eq!(editor.input.value(), "2 * trip_seconds");
        assert!(editor.offered().is_empty());
        assert_eq!(editor.fault(), None);
        typed(&mut editor, " +");
        assert!(editor.fault().is_some());
        assert_eq!(editor.press(key(KeyCode::Enter)), Went::Done);
    }

    #[test]
    fn values_are_checked_as_they_are_typed() {
        let folds = field("split.folds").unwrap();
        let mut editor = Editor::new(folds, "5", Vec::new());
        assert_eq!(editor.value(), Ok(Some("5".into())));
        typed(&mut editor, "x");
        assert!(editor.fault().unwrap().contains("from 2 to 100"));
        editor.press(ctrl('u'));
        assert_eq!(editor.value(), Ok(None));
        assert_eq!(editor.press(key(KeyCode::F(1))), Went::Nowhere);
    }

    #[test]
    fn what_is_selected_is_typed_over() {
        let mut editor = Editor::new(field("problem.metric").unwrap(), "mae", Vec::new());
        editor.is_selected = true;
        typed(&mut editor, "r2");
        assert_eq!(editor.input.value(), "r2");
        editor.is_selected = true;
        editor.press(key(KeyCode::Backspace));
        assert_eq!(editor.input.value(), "");
    }
}
