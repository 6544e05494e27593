//! The allow-list: what the parser made becomes a tree, or a mistake with its place.

use sqlparser::ast::{
    BinaryOperator, CeilFloorKind, DateTimeField, Expr, Function as Call, FunctionArg,
    FunctionArgExpr, FunctionArgumentList, FunctionArguments, ObjectNamePart, TrimWhereField,
    TypedString, UnaryOperator, Value, ValueWithSpan,
};

use super::Mistake;
use super::cast::{cast_target, not_a_date, target};
use super::functions::Function;
use super::parse::{Places, too_deep};
use super::summary::Found;
use super::tree::{Arithmetic, Comparison, Kind, Node, Target};
use super::window::windowed;
use crate::table::cell::iso;
use crate::text::{cut, escape};

/// How deep an expression may nest; a sum of `n` terms nests `n` deep.
const DEEPEST: usize = 128;

pub(super) type Checked<T> = Result<T, Mistake>;

/// Turns what was parsed into a tree, refusing what is not allowed.
pub(super) struct Checker {
    pub(super) places: Places,
    /// Positions of the `?`, ascending.
    placeholders: Vec<usize>,
    /// The aggregates of an expression over many rows.
    pub(super) aggregates: Option<Found>,
}

impl Checker {
    pub(super) fn new(places: Places, placeholders: Vec<usize>) -> Self {
        Self {
            places,
            placeholders,
            aggregates: None,
        }
    }

    /// The tree of an expression.
    pub(super) fn tree(&self, expr: &Expr) -> Checked<Node> {
        self.node(expr, DEEPEST)
    }

    pub(super) fn node(&self, expr: &Expr, depth: usize) -> Checked<Node> {
        let position = self.places.of(expr);
        let Some(depth) = depth.checked_sub(1) else {
            return Err(too_deep(position));
        };
        match expr {
            Expr::Identifier(name) => Ok(Node::new(position, Kind::Column(name.value.clone()))),
            Expr::Nested(inner) => self.node(inner, depth),
            Expr::Value(value) => self.value(value),
            Expr::TypedString(typed) => self.typed(typed, position),
            Expr::UnaryOp { op, expr } => self.unary(*op, expr, depth),
            Expr::BinaryOp { left, op, right } => self.binary(left, op, right, depth),
            Expr::Function(call) => self.call(call, position, depth),
            _ => self.test(expr, position, depth),
        }
    }

    fn boxed(&self, expr: &Expr, depth: usize) -> Checked<Box<Node>> {
        self.node(expr, depth).map(Box::new)
    }

    fn list(&self, list: &[Expr], depth: usize) -> Checked<Vec<Node>> {
        list.iter().map(|item| self.node(item, depth)).collect()
    }

    fn value(&self, value: &ValueWithSpan) -> Checked<Node> {
        let position = self.places.at(value.span.start);
        let kind = match &value.value {
            Value::Number(digits, _) => match digits.parse::<i64>() {
                Ok(whole) => Kind::Integer(whole),
                Err(_) => match digits.parse::<f64>() {
                    Ok(number) if number.is_finite() => Kind::Number(number),
                    _ => {
                        let shown = cut(digits, 30).into_owned();
                        return Err(Mistake::new(position, format!("'{shown}' is not a number")));
                    }
                },
            },
            Value::SingleQuotedString(text) => Kind::Text(text.clone()),
            Value::Boolean(value) => Kind::Boolean(*value),
            Value::Null => Kind::Null,
            Value::Placeholder(mark) if mark == "?" => {
                let before = self.placeholders.iter().take_while(|p| **p < position);
                Kind::Coefficient(before.count())
            }
            Value::Placeholder(mark) => {
                return Err(
                    Mistake::new(position, format!("unexpected '{}'", escape(mark)))
                        .with_fix("a coefficient to be fitted is written ?"),
                );
            }
            other => {
                let shown = other.to_string();
                return Err(Mistake::new(
                    position,
                    format!("unexpected {}", cut(&escape(&shown), 30)),
                )
                .with_fix("a text is written in single quotes: 'text'"));
            }
        };
        Ok(Node::new(position, kind))
    }

    /// `DATE '2015-10-01'`, `TIMESTAMP '2015-10-01 12:00'`.
    fn typed(&self, typed: &TypedString, position: usize) -> Checked<Node> {
        let wanted = matches!(
            target(&typed.data_type),
            Some(Target::Day | Target::Instant)
        );
        let text = match &typed.value.value {
            Value::SingleQuotedString(text) if wanted => text,
            _ => return Err(self.refused(position, "this kind of literal")),
        };
        match iso(text.trim()) {
            Some(instant) => Ok(Node::new(position, Kind::Date(instant))),
            None => Err(not_a_date(position, text)),
        }
    }

    fn unary(&self, op: UnaryOperator, expr: &Expr, depth: usize) -> Checked<Node> {
        let node = self.node(expr, depth)?;
        let position = node.position;
        match op {
            UnaryOperator::Plus => Ok(node),
            UnaryOperator::Minus => Ok(Node::new(position, Kind::Negative(Box::new(node)))),
            UnaryOperator::Not => Ok(Node::new(position, Kind::Not(Box::new(node)))),
            other => Err(self.refused(position, &format!("the operator '{other}'"))),
        }
    }

    fn binary(
        &self,
        left: &Expr,
        op: &BinaryOperator,
        right: &Expr,
        depth: usize,
    ) -> Checked<Node> {
        let left = self.boxed(left, depth)?;
        let right = self.boxed(right, depth)?;
        let position = left.position;
        let kind = match op {
            BinaryOperator::Plus => Kind::Arithmetic(Arithmetic::Add, left, right),
            BinaryOperator::Minus => Kind::Arithmetic(Arithmetic::Subtract, left, right),
            BinaryOperator::Multiply => Kind::Arithmetic(Arithmetic::Multiply, left, right),
            BinaryOperator::Divide => Kind::Arithmetic(Arithmetic::Divide, left, right),
            BinaryOperator::Modulo => Kind::Arithmetic(Arithmetic::Modulo, left, right),
            BinaryOperator::Eq => Kind::Compare(Comparison::Equal, left, right),
            BinaryOperator::NotEq => Kind::Compare(Comparison::NotEqual, left, right),
            BinaryOperator::Lt => Kind::Compare(Comparison::Less, left, right),
            BinaryOperator::LtEq => Kind::Compare(Comparison::LessOrEqual, left, right),
            BinaryOperator::Gt => Kind::Compare(Comparison::Greater, left, right),
            BinaryOperator::GtEq => Kind::Compare(Comparison::GreaterOrEqual, left, right),
            BinaryOperator::And => Kind::And(left, right),
            BinaryOperator::Or => Kind::Or(left, right),
            BinaryOperator::StringConcat => Kind::Join(left, right),
            BinaryOperator::BitwiseXor | BinaryOperator::PGExp => {
                return Err(self
                    .refused(position, &format!("the operator '{op}'"))
                    .with_fix("a power is written power(x, 2)"));
            }
            other => {
                return Err(self.refused(position, &format!("the operator '{other}'")));
            }
        };
        Ok(Node::new(position, kind))
    }

    /// Tests, CASE, CAST and the functions that SQL writes in their own way.
    fn test(&self, expr: &Expr, position: usize, depth: usize) -> Checked<Node> {
        let node = |kind| Node::new(position, kind);
        let negate = |kind: Kind, negated: bool| match negated {
            true => node(Kind::Not(Box::new(node(kind)))),
            false => node(kind),
        };
        Ok(match expr {
            Expr::IsNull(e) | Expr::IsUnknown(e) => node(Kind::IsNull(self.boxed(e, depth)?)),
            Expr::IsNotNull(e) | Expr::IsNotUnknown(e) => {
                negate(Kind::IsNull(self.boxed(e, depth)?), true)
            }
            Expr::IsTrue(e) => node(Kind::Is(self.boxed(e, depth)?, true)),
            Expr::IsNotTrue(e) => negate(Kind::Is(self.boxed(e, depth)?, true), true),
            Expr::IsFalse(e) => node(Kind::Is(self.boxed(e, depth)?, false)),
            Expr::IsNotFalse(e) => negate(Kind::Is(self.boxed(e, depth)?, false), true),
            Expr::InList {
                expr,
                list,
                negated,
            } => {
                let list = self.list(list, depth)?;
                negate(Kind::In(self.boxed(expr, depth)?, list), *negated)
            }
            Expr::Between {
                expr,
                negated,
                low,
                high,
            } => {
                let value = self.boxed(expr, depth)?;
                let (low, high) = (self.boxed(low, depth)?, self.boxed(high, depth)?);
                let from = Kind::Compare(Comparison::GreaterOrEqual, value.clone(), low);
                let to = Kind::Compare(Comparison::LessOrEqual, value, high);
                let both = Kind::And(Box::new(node(from)), Box::new(node(to)));
                negate(both, *negated)
            }
            Expr::Like {
                negated,
                any: false,
                expr,
                pattern,
                escape_char: None,
            } => negate(self.like(expr, pattern, false, depth)?, *negated),
            Expr::ILike {
                negated,
                any: false,
                expr,
                pattern,
                escape_char: None,
            } => negate(self.like(expr, pattern, true, depth)?, *negated),
            Expr::Case { .. } => self.case(expr, position, depth)?,
            Expr::Cast {
                expr,
                data_type,
                array: false,
                format: None,
                ..
            } => node(Kind::Cast(
                self.boxed(expr, depth)?,
                cast_target(data_type, position)?,
            )),
            _ => return self.special(expr, position, depth),
        })
    }

    fn like(&self, text: &Expr, pattern: &Expr, any_case: bool, depth: usize) -> Checked<Kind> {
        let text = self.boxed(text, depth)?;
        let pattern = self.node(pattern, depth)?;
        match pattern.kind {
            Kind::Text(pattern) => Ok(Kind::Like {
                text,
                pattern: pattern.chars().collect(),
                any_case,
            }),
            _ => Err(
                Mistake::new(pattern.position, "the pattern of LIKE must be a text")
                    .with_fix("write it in single quotes: LIKE 'north%'"),
            ),
        }
    }

    fn case(&self, expr: &Expr, position: usize, depth: usize) -> Checked<Node> {
        let Expr::Case {
            operand,
            conditions,
            else_result,
            ..
        } = expr
        else {
            return Err(self.refused(position, "this"));
        };
        let operand = match operand {
            Some(operand) => Some(self.boxed(operand, depth)?),
            None => None,
        };
        let mut branches = Vec::with_capacity(conditions.len());
        for branch in conditions {
            let condition = self.node(&branch.condition, depth)?;
            let condition = match &operand {
                Some(operand) => Node::new(
                    condition.position,
                    Kind::Compare(Comparison::Equal, operand.clone(), Box::new(condition)),
                ),
                None => condition,
            };
            branches.push((condition, self.node(&branch.result, depth)?));
        }
        let otherwise = match else_result {
            Some(result) => Some(self.boxed(result, depth)?),
            None => None,
        };
        let kind = Kind::Case {
            branches,
            otherwise,
        };
        Ok(Node::new(position, kind))
    }

    fn call(&self, call: &Call, position: usize, depth: usize) -> Checked<Node> {
        let name = match call.name.0.as_slice() {
            [ObjectNamePart::Identifier(name)] => name,
            _ => return Err(self.refused(position, "a function of another schema")),
        };
        if let Some(checked) = self.aggregate(&name.value, call, position, depth) {
            return checked;
        }
        if let Some(function) = windowed(&name.value, call) {
            return self.window(function, call, position, depth);
        }
        let FunctionArguments::List(given) = &call.args else {
            return Err(self
                .refused(position, &format!("'{}'", escape(&name.value)))
                .with_fix("if it is a column, write its name in double quotes"));
        };
        let mut arguments = Vec::with_capacity(given.args.len());
        for argument in &given.args {
            match argument {
                FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => arguments.push(expr),
                _ => {
                    // An unknown name is the graver mistake: `count(*)`.
                    Function::find(&name.value, 1, position)?;
                    return Err(self.refused(position, "such an argument"));
                }
            }
        }
        if name.value.eq_ignore_ascii_case("date_part") {
            return self.date_part(&arguments, position, depth);
        }
        let function = Function::find(&name.value, arguments.len(), position)?;
        if call.over.is_some() {
            let shown = escape(&name.value);
            return Err(Mistake::new(
                position,
                format!("'{shown}' is a function of one row: it takes no OVER"),
            )
            .with_fix("over the past there are LAG, avg, sum, min, max, count and stddev"));
        }
        if !is_plain(call, given) {
            return Err(self.refused(position, "such an argument"));
        }
        let arguments = arguments
            .into_iter()
            .map(|expr| self.node(expr, depth))
            .collect::<Checked<_>>()?;
        Ok(Node::new(position, Kind::Call(function, arguments)))
    }

    /// `date_part('month', day)`.
    fn date_part(&self, arguments: &[&Expr], position: usize, depth: usize) -> Checked<Node> {
        let wrong = || {
            Mistake::new(position, "'date_part' takes the part as a text, and a date")
                .with_fix("write date_part('month', day)")
        };
        let [part, date] = arguments else {
            return Err(wrong());
        };
        let date = self.node(date, depth)?;
        match self.node(part, depth)?.kind {
            Kind::Text(part) => part_of(&part, position, date),
            _ => Err(wrong()),
        }
    }

    /// Functions that SQL writes with words between their arguments.
    fn special(&self, expr: &Expr, position: usize, depth: usize) -> Checked<Node> {
        let (name, arguments) = match expr {
            Expr::Extract { field, expr, .. } => {
                return part_of(&field.to_string(), position, self.node(expr, depth)?);
            }
            Expr::Ceil {
                expr,
                field: CeilFloorKind::DateTimeField(DateTimeField::NoDateTime),
            } => ("ceil", vec![expr]),
            Expr::Floor {
                expr,
                field: CeilFloorKind::DateTimeField(DateTimeField::NoDateTime),
            } => ("floor", vec![expr]),
            Expr::Substring {
                expr,
                substring_from: Some(from),
                substring_for,
                ..
            } => {
                let mut arguments = vec![expr, from];
                arguments.extend(substring_for);
                ("substring", arguments)
            }
            Expr::Trim {
                expr,
                trim_where,
                trim_what: None,
                trim_characters: None,
            } => {
                let name = match trim_where {
                    None | Some(TrimWhereField::Both) => "trim",
                    Some(TrimWhereField::Leading) => "ltrim",
                    Some(TrimWhereField::Trailing) => "rtrim",
                };
                (name, vec![expr])
            }
            Expr::Position { expr, r#in } => ("strpos", vec![r#in, expr]),
            Expr::CompoundIdentifier(parts) => {
                let name: Vec<&str> = parts.iter().map(|part| part.value.as_str()).collect();
                return Err(Mistake::new(position, "a name with a point must be quoted")
                    .with_fix(format!("write \"{}\"", escape(&name.join(".")))));
            }
            Expr::Subquery(_) | Expr::InSubquery { .. } | Expr::Exists { .. } => {
                return Err(self.refused(position, "a subquery"));
            }
            Expr::Interval(_) => {
                return Err(self
                    .refused(position, "an interval")
                    .with_fix("the difference of two dates is a number of days"));
            }
            _ => return Err(self.refused(position, "this")),
        };
        let function = Function::find(name, arguments.len(), position)?;
        let arguments = arguments
            .into_iter()
            .map(|expr| self.node(expr, depth))
            .collect::<Checked<_>>()?;
        Ok(Node::new(position, Kind::Call(function, arguments)))
    }

    pub(super) fn refused(&self, position: usize, what: &str) -> Mistake {
        Mistake::new(position, format!("{what} is not allowed in an expression"))
            .with_fix("there are columns, numbers, 'texts', + - * /, comparisons, AND OR NOT, CASE, CAST, functions of one row, LAG and windows over the past")
    }
}

/// Whether a call has arguments and nothing else.
pub(super) fn is_plain(call: &Call, given: &FunctionArgumentList) -> bool {
    matches!(call.parameters, FunctionArguments::None)
        && call.filter.is_none()
        && call.null_treatment.is_none()
        && call.within_group.is_empty()
        && given.duplicate_treatment.is_none()
        && given.clauses.is_empty()
}

/// The function that takes a part of a date.
fn part_of(part: &str, position: usize, date: Node) -> Checked<Node> {
    let lower = part.to_lowercase();
    let function = Function::part(&lower).ok_or_else(|| {
        Mistake::new(position, format!("a date has no part '{}'", cut(&escape(part), 30)))
            .with_fix("there are year, quarter, month, week, day, doy, dow, isodow, hour, minute, second and epoch")
    })?;
    Ok(Node::new(position, Kind::Call(function, vec![date])))
}
