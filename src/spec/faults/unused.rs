//! What is stated and nothing computes with yet: said, so that nobody relies on it.

use super::Context;
use crate::decisions::Fault;
use crate::spec::joins::edges;
use crate::spec::placing::warning;

pub(super) fn faults(context: &Context<'_>) -> Vec<Fault> {
    let decisions = &context.project.decisions;
    let mut faults = Vec::new();
    let mut say = |stated: bool, key: &str, message: &str, fix: &str| {
        if stated {
            faults.push(warning(context.place.value(key, message, fix)));
        }
    };
    let (edges, wrong) = edges(&context.place);
    for i in 0..decisions.source.len() {
        let is_joined = edges.iter().any(|edge| edge.source == i);
        say(
            i > 0 && !is_joined && wrong.is_empty(),
            &format!("source.{i}"),
            "it is not read: no join leads from the first source to it",
            "write `join = { source = \"…\", on = [\"…\"] }` into it or into the first source",
        );
    }
    say(
        decisions.value.cost.is_some() && decisions.value.matrix.is_some(),
        "value.matrix",
        "both 'cost' and 'matrix' are stated: the matrix is not used",
        "keep one of the two",
    );
    faults
}
