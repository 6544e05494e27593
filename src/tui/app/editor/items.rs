//! The elements of a list while it is edited. The last row is empty: what is typed there is added.

/// Elements and the row that has the keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Items {
    elements: Vec<String>,
    at: usize,
}

impl Items {
    /// The elements, with the keys at the empty row after the last.
    pub fn new(elements: Vec<String>) -> Self {
        Self {
            at: elements.len(),
            elements,
        }
    }

    /// The elements, with the keys at the last that says this; at the empty row where none does.
    pub fn at_element(elements: Vec<String>, says: &str) -> Self {
        let at = elements.iter().rposition(|element| element == says);
        Self {
            at: at.unwrap_or(elements.len()),
            elements,
        }
    }

    /// The elements as they were put.
    pub fn elements(&self) -> &[String] {
        &self.elements
    }

    /// The row that has the keys; the number of elements at the empty one.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The element that has the keys; none at the empty row.
    pub fn present(&self) -> Option<String> {
        self.elements.get(self.at).cloned()
    }

    /// The elements with what is typed in the row that has the keys.
    pub fn with(&self, typed: &str) -> Vec<String> {
        let mut all = self.clone();
        all.put(typed.trim());
        all.elements
    }

    /// Takes what was typed in the row that has the keys: an empty text takes an element out.
    pub fn put(&mut self, typed: &str) {
        match (self.at < self.elements.len(), typed.is_empty()) {
            (true, true) => {
                self.elements.remove(self.at);
            }
            (true, false) => typed.clone_into(&mut self.elements[self.at]),
            (false, true) => {}
            (false, false) => self.elements.push(typed.to_owned()),
        }
    }

    /// One row down or up.
    pub fn step(&mut self, down: bool) {
        self.at = match down {
            true => (self.at + 1).min(self.elements.len()),
            false => self.at.saturating_sub(1),
        };
    }

    /// Moves the element that has the keys one row down or up.
    pub fn reorder(&mut self, down: bool) {
        let to = match down {
            true => self.at + 1,
            false => self.at.wrapping_sub(1),
        };
        if self.at < self.elements.len() && to < self.elements.len() {
            self.elements.swap(self.at, to);
            self.at = to;
        }
    }
}
