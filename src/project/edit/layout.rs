//! Where everything stands in the text: statements, blocks under a head, inline tables.

use std::ops::Range;

use toml_edit::{Array, ArrayOfTables, Document, InlineTable, Item, Key, Table, Value};

use crate::decisions::{Places, Severity, fields, parse, path, pattern, sections};
use crate::error::{Error, Result};

/// A text read with the place of every key and value.
pub(super) struct Layout<'a> {
    pub text: &'a str,
    pub places: Places<'a>,
    document: Document<&'a str>,
    /// The line end of the file.
    pub eol: &'static str,
}

/// What stands at a key.
#[derive(Clone, Copy)]
pub(super) enum Node<'d> {
    Table(&'d Table),
    List(&'d ArrayOfTables),
    Value(&'d Value),
}

/// One `key = value`, in a table or an inline table.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    /// Keys from the table it stands in: several where they are dotted.
    pub keys: Vec<String>,
    /// First byte after the last key.
    pub key_end: usize,
    /// The value.
    pub value: Range<usize>,
    /// First and last line.
    pub lines: (usize, usize),
}

/// A head, `[a]` or `[[a]]`, with the statements below it.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// Its keys, positions of list entries among them.
    pub keys: Vec<String>,
    /// Line of the head.
    pub head: usize,
    /// Line of the last statement, or of the head.
    pub end: usize,
}

/// An element of an array that has lines of its own.
#[derive(Debug, Clone)]
pub(super) struct Element {
    /// Its lines, those of the comments right above it among them.
    pub lines: (usize, usize),
    /// The value.
    pub value: Range<usize>,
    /// Whether a comma stands behind it.
    pub has_comma: bool,
}

impl<'a> Layout<'a> {
    pub fn of(text: &'a str) -> Result<Self> {
        // The lenient parser finds every mistake and its place; the strict one may only see sound text.
        let sound = toml::de::DeTable::parse(text).is_ok();
        let document = sound.then(|| Document::parse(text).ok()).flatten();
        let Some(document) = document else {
            return Err(broken(text));
        };
        Ok(Self {
            text,
            places: Places::of(text),
            document,
            eol: if text.contains("\r\n") { "\r\n" } else { "\n" },
        })
    }

    /// The root.
    pub fn root(&self) -> &Table {
        self.document.as_table()
    }

    /// The nodes along a path, the root first, as far as it is written.
    pub fn follow<'d>(&'d self, keys: &[String]) -> Vec<Node<'d>> {
        let mut nodes = vec![Node::Table(self.document.as_table())];
        for key in keys {
            match nodes.last().and_then(|node| node.child(key)) {
                Some(child) => nodes.push(child),
                None => break,
            }
        }
        nodes
    }

    /// The statements that stand in a table itself, in order of the text.
    pub fn statements(&self, table: &Table) -> Vec<Statement> {
        self.sorted(table.get_values())
    }

    /// The entries of an inline table, in order of the text.
    pub fn entries(&self, table: &InlineTable) -> Vec<Statement> {
        self.sorted(table.get_values())
    }

    fn sorted(&self, values: Vec<(Vec<&Key>, &Value)>) -> Vec<Statement> {
        let statements = values.into_iter().filter_map(|(keys, value)| {
            let key = keys.last()?.span()?;
            let value = value.span()?;
            let last = value.end.saturating_sub(1).max(value.start);
            Some(Statement {
                keys: keys.iter().map(|k| k.get().to_owned()).collect(),
                key_end: key.end,
                lines: (self.places.line(key.start), self.places.line(last)),
                value,
            })
        });
        let mut statements: Vec<Statement> = statements.collect();
        statements.sort_by_key(|s| s.value.start);
        statements
    }

    /// Every block, in order of the text.
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        self.collect(self.document.as_table(), &mut Vec::new(), &mut blocks);
        blocks.sort_by_key(|b| b.head);
        blocks
    }

    fn collect(&self, table: &Table, keys: &mut Vec<String>, blocks: &mut Vec<Block>) {
        for (key, item) in table.iter() {
            keys.push(key.to_owned());
            match item {
                Item::Table(inner) => {
                    self.block(inner, keys, blocks);
                    self.collect(inner, keys, blocks);
                }
                Item::ArrayOfTables(list) => {
                    for (i, entry) in list.iter().enumerate() {
                        keys.push(i.to_string());
                        self.block(entry, keys, blocks);
                        self.collect(entry, keys, blocks);
                        keys.pop();
                    }
                }
                Item::Value(_) | Item::None => {}
            }
            keys.pop();
        }
    }

    fn block(&self, table: &Table, keys: &[String], blocks: &mut Vec<Block>) {
        let Some(span) = table.span().filter(|_| has_head(table)) else {
            return;
        };
        let head = self.places.line(span.start);
        let last = self.statements(table).last().map(|s| s.lines.1);
        blocks.push(Block {
            keys: keys.to_vec(),
            head,
            end: last.unwrap_or(head),
        });
    }

    /// The last line that belongs to what ends at `line`: comments right below it do, unless they run into the next statement or head.
    pub fn with_comments(&self, line: usize) -> usize {
        let mut last = line;
        while self.is_comment(last + 1) {
            last += 1;
        }
        if self.is_blank(last + 1) { last } else { line }
    }

    pub fn is_comment(&self, line: usize) -> bool {
        let source = self.places.source(line).trim_start_matches('\u{feff}');
        source.trim_start().starts_with('#')
    }

    pub fn is_blank(&self, line: usize) -> bool {
        self.places.source(line).trim().is_empty()
    }

    /// The first line of a block: its head, or the first of the comments right above it.
    pub fn head_with_comments(&self, head: usize) -> usize {
        let mut first = head;
        while first > 1 && self.is_comment(first - 1) {
            first -= 1;
        }
        first
    }

    /// The bytes of these lines, the last line break included.
    pub fn whole_lines(&self, (first, last): (usize, usize)) -> Range<usize> {
        self.start(first)..self.places.end(last)
    }

    /// The bytes of these lines, without the last line break.
    pub fn lines(&self, (first, last): (usize, usize)) -> Range<usize> {
        self.start(first)..self.places.start(last) + self.places.source(last).len()
    }

    /// First byte of a line, after the mark that a file may begin with.
    fn start(&self, line: usize) -> usize {
        let mark = '\u{feff}';
        match line {
            1 if self.text.starts_with(mark) => mark.len_utf8(),
            _ => self.places.start(line),
        }
    }

    /// The elements of an array of which each has lines of its own; `None` where two share one, or a bracket stands beside one.
    pub fn elements_by_line(&self, array: &Array) -> Option<Vec<Element>> {
        let mut elements = Vec::with_capacity(array.len());
        let mut above = self.places.line(array.span()?.start);
        for value in array.iter() {
            let span = value.span()?;
            let mut lines = (self.places.line(span.start), self.places.line(span.end - 1));
            let end = self.places.start(lines.1) + self.places.source(lines.1).len();
            let before = &self.text[self.start(lines.0)..span.start];
            let behind = self.text[span.end..end].trim_start();
            let rest = behind.strip_prefix(',').unwrap_or(behind).trim_start();
            let is_alone = before.trim().is_empty() && (rest.is_empty() || rest.starts_with('#'));
            if !is_alone || lines.0 <= above {
                return None;
            }
            while lines.0 - 1 > above && self.is_comment(lines.0 - 1) {
                lines.0 -= 1;
            }
            above = lines.1;
            elements.push(Element {
                lines,
                value: span,
                has_comma: behind.starts_with(','),
            });
        }
        (!elements.is_empty()).then_some(elements)
    }

    /// The text with one range replaced.
    pub fn splice(&self, range: Range<usize>, put: &str) -> String {
        let mut text = String::with_capacity(self.text.len() + put.len());
        text.push_str(&self.text[..range.start]);
        text.push_str(put);
        text.push_str(&self.text[range.end..]);
        text
    }

    /// Puts whole lines (without their last line end) below `line`; 0 is the top of the file.
    pub fn put_below(&self, line: usize, lines: &str) -> String {
        let at = match line {
            0 if self.text.starts_with('\u{feff}') => '\u{feff}'.len_utf8(),
            0 => 0,
            _ => self.places.end(line),
        };
        let is_open = line > 0 && at == self.text.len() && !self.text.ends_with('\n');
        let put = if is_open {
            format!("{}{lines}", self.eol)
        } else {
            format!("{lines}{}", self.eol)
        };
        self.splice(at..at, &put)
    }

    /// The line below which a section goes so that sections stand in the order of the reference, and the section goes
    /// with a blank line above it; 0 where it goes to the top.
    pub fn below_sections_before(&self, section: &str) -> usize {
        let rank = section_rank(section);
        let blocks = self.blocks();
        let before = blocks
            .iter()
            .filter_map(|b| Some((section_rank(b.keys.first()?), b.end)))
            .filter(|(r, _)| *r <= rank)
            .max();
        let root = self.document.as_table();
        let last_root = self.statements(root).last().map(|s| s.lines.1);
        match (before, last_root, blocks.first()) {
            (Some((_, end)), _, _) => self.with_comments(end),
            (None, Some(line), _) => self.with_comments(line),
            (None, None, Some(first)) => self.head_with_comments(first.head) - 1,
            (None, None, None) => self.last_line(),
        }
    }

    /// The last line with something on it.
    fn last_line(&self) -> usize {
        let lines = (1..=self.places.lines()).rev();
        lines.into_iter().find(|l| !self.is_blank(*l)).unwrap_or(0)
    }
}

impl<'d> Node<'d> {
    fn child(self, key: &str) -> Option<Node<'d>> {
        match self {
            Node::Table(table) => of_item(table.get(key)?),
            Node::List(list) => list.get(key.parse().ok()?).map(Node::Table),
            Node::Value(Value::InlineTable(table)) => table.get(key).map(Node::Value),
            Node::Value(Value::Array(array)) => array.get(key.parse().ok()?).map(Node::Value),
            Node::Value(_) => None,
        }
    }

    /// Whether it exists only through dotted keys.
    pub fn is_dotted(self) -> bool {
        match self {
            Node::Table(table) => table.is_dotted(),
            Node::Value(Value::InlineTable(table)) => table.is_dotted(),
            _ => false,
        }
    }
}

fn of_item(item: &Item) -> Option<Node<'_>> {
    match item {
        Item::Table(table) => Some(Node::Table(table)),
        Item::ArrayOfTables(list) => Some(Node::List(list)),
        Item::Value(value) => Some(Node::Value(value)),
        Item::None => None,
    }
}

/// Whether the table has a line `[…]` of its own.
pub(super) fn has_head(table: &Table) -> bool {
    !table.is_implicit() && !table.is_dotted()
}

/// Place of a key in the reference; `None` for names the person chooses and keys nobody knows.
pub(super) fn rank(keys: &[String]) -> Option<usize> {
    let pattern = pattern(keys)?;
    if pattern.ends_with('*') {
        return None;
    }
    fields().position(|f| {
        f.path
            .strip_prefix(pattern.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    })
}

fn section_rank(name: &str) -> usize {
    let known = sections().iter().position(|s| s.path == name);
    known.unwrap_or(usize::MAX)
}

fn broken(text: &str) -> Error {
    let faults = parse(text).faults;
    let error = Error::new("the file has a mistake that must be put right before it can be edited");
    match faults.iter().find(|f| f.severity == Severity::Error) {
        Some(fault) => {
            let error = Error::new(format!("cannot be edited: {}", fault.message))
                .at_line(fault.line.unwrap_or(1))
                .at_position(fault.column.unwrap_or(1));
            error.with_fix(
                fault
                    .fix
                    .clone()
                    .unwrap_or_else(|| "correct it first".into()),
            )
        }
        None => error,
    }
}

/// `a = { b = { c = value } }` from the keys below a table and a value: the first key, and what stands behind it.
pub(super) fn nested(keys: &[String], value: &str) -> (String, String) {
    let (first, rest) = match keys.split_first() {
        Some((first, rest)) => (path::quote(first), rest),
        None => (String::new(), keys),
    };
    let value = rest.iter().rev().fold(value.to_owned(), |inner, key| {
        format!("{{ {} = {inner} }}", path::quote(key))
    });
    (first, value)
}
