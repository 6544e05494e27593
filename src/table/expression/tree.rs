//! The checked expression: what is left once everything that is not allowed has been refused.

use super::functions::Function;

/// A part of an expression and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    /// Character position from 1.
    pub(super) position: usize,
    pub(super) kind: Kind,
}

/// What a part is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Column(String),
    Null,
    Boolean(bool),
    Integer(i64),
    Number(f64),
    Text(String),
    /// A date written with its type: `DATE '2015-10-01'`.
    Date(i64),
    /// Number of the `?` in order of appearance, from 0.
    Coefficient(usize),
    Negative(Box<Node>),
    Not(Box<Node>),
    Arithmetic(Arithmetic, Box<Node>, Box<Node>),
    Compare(Comparison, Box<Node>, Box<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    /// `||`, null where one side is.
    Join(Box<Node>, Box<Node>),
    IsNull(Box<Node>),
    /// `IS TRUE`, `IS FALSE`: never null.
    Is(Box<Node>, bool),
    In(Box<Node>, Vec<Node>),
    Like {
        text: Box<Node>,
        pattern: Vec<char>,
        any_case: bool,
    },
    Case {
        branches: Vec<(Node, Node)>,
        otherwise: Option<Box<Node>>,
    },
    Cast(Box<Node>, Target),
    Call(Function, Vec<Node>),
    Window(Box<Window>),
}

/// A look at earlier rows of the group.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Window {
    pub(super) function: Aggregate,
    pub(super) argument: Node,
    pub(super) frame: Frame,
    /// Column of `ORDER BY`, where it is written.
    pub(super) order: Option<Named>,
    /// Columns of `PARTITION BY`, where they are written.
    pub(super) partition: Vec<Named>,
    /// The call as it is written, in one way of spacing: two windows of one text have the same values.
    pub(super) text: String,
}

/// What a window makes of the rows it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aggregate {
    /// The value of the earliest row it takes.
    Lag,
    Average,
    Sum,
    Minimum,
    Maximum,
    Count,
    /// n - 1.
    Deviation,
}

/// The rows a window takes, counted back from the latest known row, which is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    /// The earliest; none where it is the first row of the group.
    pub(super) from: Option<usize>,
    /// The latest; 0 takes the row itself in.
    pub(super) to: usize,
}

/// A column named where rows are ordered or parted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Named {
    pub(super) position: usize,
    pub(super) name: String,
}

/// An operator on numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    /// The remainder has the sign of the divisor.
    Modulo,
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What CAST makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Boolean,
    Integer,
    Number,
    Text,
    /// A day: the time is cut off.
    Day,
    Instant,
}

impl Node {
    pub(super) fn new(position: usize, kind: Kind) -> Self {
        Self { position, kind }
    }

    /// The part whose value it has: of a CASE the first result, as all have one type.
    pub(super) fn answer(&self) -> &Node {
        match &self.kind {
            Kind::Case { branches, .. } => branches.first().map_or(self, |b| b.1.answer()),
            _ => self,
        }
    }

    /// Visits this part and all parts inside it, in the order of the text.
    pub(super) fn visit<'a>(&'a self, seen: &mut dyn FnMut(&'a Node)) {
        seen(self);
        self.children(&mut |child| child.visit(seen));
    }

    /// Visits the parts right inside this one, in the order of the text.
    pub(super) fn children<'a>(&'a self, seen: &mut dyn FnMut(&'a Node)) {
        match &self.kind {
            Kind::Column(_)
            | Kind::Null
            | Kind::Boolean(_)
            | Kind::Integer(_)
            | Kind::Number(_)
            | Kind::Text(_)
            | Kind::Date(_)
            | Kind::Coefficient(_) => {}
            Kind::Negative(node)
            | Kind::Not(node)
            | Kind::IsNull(node)
            | Kind::Is(node, _)
            | Kind::Cast(node, _)
            | Kind::Like { text: node, .. } => seen(node),
            Kind::Arithmetic(_, left, right)
            | Kind::Compare(_, left, right)
            | Kind::And(left, right)
            | Kind::Or(left, right)
            | Kind::Join(left, right) => {
                seen(left);
                seen(right);
            }
            Kind::In(node, list) => {
                seen(node);
                list.iter().for_each(seen);
            }
            Kind::Case {
                branches,
                otherwise,
            } => {
                for (condition, result) in branches {
                    seen(condition);
                    seen(result);
                }
                if let Some(otherwise) = otherwise {
                    seen(otherwise);
                }
            }
            Kind::Call(_, arguments) => arguments.iter().for_each(seen),
            Kind::Window(window) => seen(&window.argument),
        }
    }
}
