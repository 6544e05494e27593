//! Families and parameters that do not exist, and families that cannot do the task.

use super::Context;
use crate::decisions::{Fault, path};
use crate::models::{self, Params};

pub(super) fn faults(context: &Context<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (i, model) in context.project.decisions.model.iter().enumerate() {
        let entry = i.to_string();
        let key = path::join(&["model", &entry, "family"]);
        if model.family.is_empty() {
            // Left out: the text says so already.
            continue;
        }
        let family = match models::family(&model.family) {
            Ok(family) => family,
            Err(error) => {
                faults.extend(context.place.errors(&key, &error));
                continue;
            }
        };
        if let Some(task) = context.resolved.task
            && !family.tasks().contains(&task)
        {
            let can: Vec<&str> = models::of_task(task).iter().map(|f| f.name()).collect();
            faults.push(context.place.value(
                &key,
                format!("'{}' cannot do {task}", family.name()),
                format!("families that can: {}", can.join(", ")),
            ));
        }
        for (name, value) in &model.params {
            let alone = Params::from([(name.clone(), *value)]);
            if let Err(error) = family.check(&alone) {
                let key = path::join(&["model", &entry, "params", name]);
                faults.extend(context.place.errors(&key, &error));
            }
        }
    }
    faults
}
