//! The allow-list of `LAG` and of windows over the past.

use sqlparser::ast::{
    Expr, Function as Call, FunctionArg, FunctionArgExpr, FunctionArguments, OrderByExpr,
    WindowFrame, WindowFrameBound, WindowFrameUnits, WindowSpec, WindowType,
};

use super::Mistake;
use super::check::{Checked, Checker, is_plain};
use super::tree::{Aggregate, Frame, Kind, Named, Node, Window};
use crate::text::{counted, escape};

/// Functions over the past, by name.
const FUNCTIONS: &[(&str, Aggregate)] = &[
    ("lag", Aggregate::Lag),
    ("avg", Aggregate::Average),
    ("sum", Aggregate::Sum),
    ("min", Aggregate::Minimum),
    ("max", Aggregate::Maximum),
    ("count", Aggregate::Count),
    ("stddev", Aggregate::Deviation),
    ("stddev_samp", Aggregate::Deviation),
];
/// Rows that a lag or a frame may count back: a year of hours.
const FARTHEST: usize = 10_000;

impl Aggregate {
    /// Its name in messages.
    pub(super) fn word(self) -> &'static str {
        match self {
            Aggregate::Lag => "LAG",
            Aggregate::Average => "avg",
            Aggregate::Sum => "sum",
            Aggregate::Minimum => "min",
            Aggregate::Maximum => "max",
            Aggregate::Count => "count",
            Aggregate::Deviation => "stddev",
        }
    }

    /// How it is written over the past.
    fn example(self) -> String {
        match self {
            Aggregate::Lag => "LAG(x, 1)".to_owned(),
            other => format!(
                "{}(x) OVER (ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING)",
                other.word()
            ),
        }
    }
}

fn find(lower: &str) -> Option<Aggregate> {
    let found = FUNCTIONS.iter().find(|(name, _)| *name == lower);
    found.map(|(_, function)| *function)
}

/// What a call computes over the past; nothing where it is a function of one row.
pub(super) fn windowed(name: &str, call: &Call) -> Option<Aggregate> {
    find(&name.to_lowercase()).filter(|f| *f == Aggregate::Lag || call.over.is_some())
}

/// The mistake of a function over rows that does not say which.
pub(super) fn without_over(lower: &str, shown: &str, position: usize) -> Option<Mistake> {
    let function = find(lower)?;
    let mistake = Mistake::new(
        position,
        format!("'{shown}' looks at more than one row and does not say at which"),
    );
    let past = function.example();
    Some(match function {
        Aggregate::Minimum => mistake.with_fix(format!(
            "within one row, write least(a, b); over the past, {past}"
        )),
        Aggregate::Maximum => mistake.with_fix(format!(
            "within one row, write greatest(a, b); over the past, {past}"
        )),
        _ => mistake.with_fix(format!("over the past, write {past}")),
    })
}

/// The mistake of looking ahead.
fn ahead(position: usize) -> Mistake {
    Mistake::new(
        position,
        "this looks at later rows, which are not known at prediction",
    )
    .with_fix("end the frame in the past: ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING")
}

impl Checker {
    /// `LAG(x, n)`, `avg(x) OVER (…)`.
    pub(super) fn window(
        &self,
        function: Aggregate,
        call: &Call,
        position: usize,
        depth: usize,
    ) -> Checked<Node> {
        let FunctionArguments::List(given) = &call.args else {
            return Err(self.refused(position, "such an argument"));
        };
        if !is_plain(call, given) {
            return Err(self.refused(position, "such an argument"));
        }
        let (argument, lag) = self.arguments(function, &given.args, position, depth)?;
        let mut coefficient = None;
        argument.visit(&mut |node| {
            if matches!(node.kind, Kind::Coefficient(_)) {
                coefficient.get_or_insert(node.position);
            }
        });
        if let Some(position) = coefficient {
            return Err(
                Mistake::new(position, "a ? cannot be fitted inside a look at the past")
                    .with_fix("write it outside: ? * LAG(x)"),
            );
        }
        let spec = match &call.over {
            None => None,
            Some(WindowType::WindowSpec(spec)) if spec.window_name.is_none() => Some(spec),
            Some(_) => return Err(self.refused(position, "a named window")),
        };
        let (order, partition) = match spec {
            Some(spec) => self.named(spec, position)?,
            None => (None, Vec::new()),
        };
        let frame = match (lag, spec.and_then(|spec| spec.window_frame.as_ref())) {
            (Some(rows), None) => Frame {
                from: Some(rows),
                to: rows,
            },
            (Some(_), Some(_)) => {
                return Err(Mistake::new(position, "'LAG' takes no frame")
                    .with_fix("write how many rows it looks back: LAG(x, 3)"));
            }
            (None, Some(frame)) => self.frame(frame, position, depth)?,
            (None, None) => {
                let message = format!("'{}' must be told which rows it takes", function.word());
                return Err(Mistake::new(position, message)
                    .with_fix(format!("write {}", function.example())));
            }
        };
        let window = Window {
            function,
            argument,
            frame,
            order,
            partition,
            text: call.to_string(),
        };
        Ok(Node::new(position, Kind::Window(Box::new(window))))
    }

    /// What a function over the past is computed of, and for `LAG` how many rows it looks back.
    fn arguments(
        &self,
        function: Aggregate,
        given: &[FunctionArg],
        position: usize,
        depth: usize,
    ) -> Checked<(Node, Option<usize>)> {
        let wrong = |wanted: &str| {
            let found = given.len();
            Mistake::new(
                position,
                format!("'{}' takes {wanted}, not {found}", function.word()),
            )
        };
        let mut arguments = Vec::with_capacity(given.len());
        for argument in given {
            arguments.push(match argument {
                FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => self.node(expr, depth)?,
                // `count(*)` counts rows.
                FunctionArg::Unnamed(FunctionArgExpr::Wildcard) if function == Aggregate::Count => {
                    Node::new(position, Kind::Integer(1))
                }
                _ => return Err(self.refused(position, "such an argument")),
            });
        }
        let mut arguments = arguments.into_iter();
        match (
            function,
            arguments.next(),
            arguments.next(),
            arguments.next(),
        ) {
            (Aggregate::Lag, Some(of), None, None) => Ok((of, Some(1))),
            (Aggregate::Lag, Some(of), Some(rows), None) => {
                let position = rows.position;
                match rows_back(&rows, position)? {
                    0 => Err(Mistake::new(position, "LAG looks back by one row at least")
                        .with_fix("the row itself is the column alone")),
                    rows => Ok((of, Some(rows))),
                }
            }
            (Aggregate::Lag, ..) => Err(wrong("1 or 2 arguments")
                .with_fix("where there is no such row, coalesce(LAG(x, 1), 0) gives a value")),
            (_, Some(of), None, None) => Ok((of, None)),
            _ => {
                Err(wrong(&counted(1, "argument"))
                    .with_fix(format!("write {}", function.example())))
            }
        }
    }

    /// The columns that order and part the rows, as far as they are written.
    fn named(&self, spec: &WindowSpec, position: usize) -> Checked<(Option<Named>, Vec<Named>)> {
        let order = match spec.order_by.as_slice() {
            [] => None,
            [one] => Some(self.order(one)?),
            [_, second, ..] => {
                return Err(Mistake::new(
                    self.places.of(&second.expr),
                    "rows are ordered by one column, the project's time",
                )
                .with_fix("leave OVER out: the project's time and group order the rows"));
            }
        };
        let partition = spec.partition_by.iter().map(|expr| self.name(expr));
        let partition: Vec<Named> = partition.collect::<Checked<_>>()?;
        if partition.len() > 1 {
            return Err(Mistake::new(
                position,
                "rows are parted by one column, the project's group",
            )
            .with_fix("leave OVER out: the project's time and group order the rows"));
        }
        Ok((order, partition))
    }

    fn order(&self, order: &OrderByExpr) -> Checked<Named> {
        let name = self.name(&order.expr)?;
        if order.options.asc == Some(false) {
            return Err(Mistake::new(
                name.position,
                "rows go from the oldest to the latest, not the other way round",
            )
            .with_fix("leave DESC out: LAG(x) is the row before"));
        }
        if order.options.nulls_first.is_some() || order.with_fill.is_some() {
            return Err(self.refused(name.position, "this way to order rows"));
        }
        Ok(name)
    }

    fn name(&self, expr: &Expr) -> Checked<Named> {
        match expr {
            Expr::Identifier(name) => Ok(Named {
                position: self.places.at(name.span.start),
                name: name.value.clone(),
            }),
            other => Err(Mistake::new(
                self.places.of(other),
                "OVER names columns, not expressions",
            )
            .with_fix("leave OVER out: the project's time and group order the rows")),
        }
    }

    fn frame(&self, frame: &WindowFrame, position: usize, depth: usize) -> Checked<Frame> {
        if frame.units != WindowFrameUnits::Rows {
            let shown = frame.units.to_string();
            return Err(Mistake::new(
                position,
                format!("a frame counts rows, not {}", escape(&shown)),
            )
            .with_fix("write ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING"));
        }
        let from = self.bound(&frame.start_bound, position, depth)?;
        let to = match &frame.end_bound {
            None => 0,
            Some(bound) => self.bound(bound, position, depth)?.ok_or_else(|| {
                Mistake::new(position, "the frame ends before the first row")
                    .with_fix("end it with 1 PRECEDING")
            })?,
        };
        match from {
            Some(0) => Err(
                Mistake::new(position, "the frame holds the row itself only")
                    .with_fix("begin it in the past: 3 PRECEDING"),
            ),
            Some(from) if from < to => {
                Err(Mistake::new(position, "the frame ends before it begins")
                    .with_fix("write the farther bound first: BETWEEN 3 PRECEDING AND 1 PRECEDING"))
            }
            from => Ok(Frame { from, to }),
        }
    }

    /// Rows that a bound counts back, 0 for the row itself; none where it is unbounded.
    fn bound(
        &self,
        bound: &WindowFrameBound,
        position: usize,
        depth: usize,
    ) -> Checked<Option<usize>> {
        match bound {
            WindowFrameBound::CurrentRow => Ok(Some(0)),
            WindowFrameBound::Preceding(None) => Ok(None),
            WindowFrameBound::Preceding(Some(rows)) => {
                let rows = self.node(rows, depth)?;
                rows_back(&rows, rows.position).map(Some)
            }
            WindowFrameBound::Following(Some(rows)) => Err(ahead(self.places.of(rows))),
            WindowFrameBound::Following(None) => Err(ahead(position)),
        }
    }
}

/// A number of rows, written out.
fn rows_back(node: &Node, position: usize) -> Checked<usize> {
    match node.kind {
        Kind::Integer(rows) => usize::try_from(rows).ok().filter(|rows| *rows <= FARTHEST),
        _ => None,
    }
    .ok_or_else(|| {
        Mistake::new(
            position,
            format!("the number of rows is a whole number up to {FARTHEST}"),
        )
        .with_fix("write it out, as in LAG(x, 7)")
    })
}
