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
            | Kind::Like { text: node, .. } => node.visit(seen),
            Kind::Arithmetic(_, left, right)
            | Kind::Compare(_, left, right)
            | Kind::And(left, right)
            | Kind::Or(left, right)
            | Kind::Join(left, right) => {
                left.visit(seen);
                right.visit(seen);
            }
            Kind::In(node, list) => {
                node.visit(seen);
                list.iter().for_each(|item| item.visit(seen));
            }
            Kind::Case {
                branches,
                otherwise,
            } => {
                for (condition, result) in branches {
                    condition.visit(seen);
                    result.visit(seen);
                }
                if let Some(otherwise) = otherwise {
                    otherwise.visit(seen);
                }
            }
            Kind::Call(_, arguments) => arguments.iter().for_each(|node| node.visit(seen)),
        }
    }
}
