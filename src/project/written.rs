//! What an edit writes, as it stands in the file.

use super::Project;
use crate::decisions::Edit;
use crate::error::Result;

/// The lines of `jalon.toml` that an edit changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Number of the first one, from 1.
    pub line: usize,
    /// The head they stand under, such as `[prepare]`; `None` before the first, or where they begin with their own.
    pub head: Option<String>,
    /// The lines as they stand now; empty where lines were only taken out.
    pub lines: Vec<String>,
    /// The lines that are gone.
    pub gone: Vec<String>,
}

impl Written {
    /// What makes `after` of `before`; `None` where they are the same.
    pub fn between(before: &str, after: &str) -> Option<Self> {
        if before == after {
            return None;
        }
        let (old, new): (Vec<&str>, Vec<&str>) =
            (before.lines().collect(), after.lines().collect());
        let alike = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| {
            pairs.take_while(|(a, b)| a == b).count()
        };
        let start = alike(&mut old.iter().zip(&new));
        let end = alike(&mut old[start..].iter().rev().zip(new[start..].iter().rev()));
        let part = |all: &[&str]| -> Vec<String> {
            let lines = all[start..all.len() - end].iter();
            lines.map(|line| (*line).to_owned()).collect()
        };
        let (mut lines, gone) = (part(&new), part(&old));
        let blank = |line: &String| line.trim().is_empty();
        while lines.last().is_some_and(blank) {
            lines.pop();
        }
        let skipped = lines.iter().take_while(|line| blank(line)).count();
        lines.drain(..skipped);
        let own_head = lines.first().is_some_and(|line| is_head(line));
        let head = new[..start].iter().rev().find(|line| is_head(line));
        Some(Self {
            line: start + skipped + 1,
            head: head.filter(|_| !own_head).map(|line| without_comment(line)),
            lines,
            gone,
        })
    }

    /// Head and lines as they stand, or what is taken out.
    pub fn shown(&self) -> Vec<String> {
        let gone = self.gone.iter().filter(|line| !line.trim().is_empty());
        let taken_out = gone.map(|line| format!("without: {}", line.trim()));
        let lines: Vec<String> = match self.lines.is_empty() {
            true => taken_out.collect(),
            false => self.lines.clone(),
        };
        self.head.iter().cloned().chain(lines).collect()
    }
}

fn is_head(line: &str) -> bool {
    line.starts_with('[')
}

fn without_comment(head: &str) -> String {
    match head.rfind(']') {
        Some(end) => head[..=end].to_owned(),
        None => head.to_owned(),
    }
}

impl Project {
    /// What an edit would write, nothing written; `None` where the file says it already.
    pub fn would_write(&self, edit: &Edit) -> Result<Option<Written>> {
        Ok(Written::between(&self.text, &self.preview(edit)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::edited;

    const TEXT: &str = "format = 1\n\n[problem]\ntarget = \"fare\"\n\n[prepare]  # inside the fold\nfare = { clip = 0.9 }\n\n[split]\nfolds = 5\n";

    fn written(edit: &Edit) -> Written {
        let (after, _) = edited(TEXT, edit).unwrap();
        Written::between(TEXT, &after).unwrap()
    }

    #[test]
    fn lines_come_with_the_head_they_stand_under() {
        let found = written(&Edit::set("prepare.company.missing", "\"median\""));
        assert_eq!(found.head.as_deref(), Some("[prepare]"));
        assert_eq!(found.lines, ["company = { missing = \"median\" }"]);
        assert_eq!(found.line, 8);
        let changed = written(&Edit::set("split.folds", "7"));
        assert_eq!((changed.line, changed.gone[0].as_str()), (10, "folds = 5"));
        assert_eq!(changed.shown(), ["[split]", "folds = 7"]);
    }

    #[test]
    fn new_sections_bring_their_own_head() {
        let found = written(&Edit::Insert {
            path: "accepted".into(),
            at: None,
            value: "{ check = \"outliers\" }".into(),
        });
        assert_eq!(found.head, None);
        assert_eq!(found.lines[0], "[[accepted]]");
    }

    #[test]
    fn what_goes_is_shown_as_gone() {
        let found = written(&Edit::Remove {
            path: "split.folds".into(),
        });
        assert!(found.shown().contains(&"without: folds = 5".to_owned()));
        assert_eq!(Written::between(TEXT, TEXT), None);
    }
}
