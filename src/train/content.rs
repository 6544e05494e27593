//! Columns of content (free text, pictures, sounds) that no family learns from yet: the verdict names them, and says so where they are all there is.

use crate::benchmark::Baseline;
use crate::prepare::{Feature, not_learned};
use crate::text;

/// What models cannot read of their features.
pub struct Content {
    /// The columns, quoted, under the reason why they are not learned from, in the order of the features.
    columns: Vec<(&'static str, Vec<String>)>,
    /// Whether nothing else is left to learn from.
    is_all: bool,
}

impl Content {
    /// Of these features, at least one.
    pub fn of(features: &[Feature]) -> Content {
        let mut columns: Vec<(&'static str, Vec<String>)> = Vec::new();
        for feature in features {
            let Some(why) = not_learned(feature.kind) else {
                continue;
            };
            let name = format!("'{}'", text::escape(&feature.name));
            match columns.iter_mut().find(|(other, _)| *other == why) {
                Some((_, names)) => names.push(name),
                None => columns.push((why, vec![name])),
            }
        }
        Content {
            is_all: features.iter().all(|f| not_learned(f.kind).is_some()),
            columns,
        }
    }

    /// Whether there is nothing else to learn from, so that no family can be trained.
    pub fn is_all(&self) -> bool {
        self.is_all
    }

    /// A sentence a reason: which columns models did not see, and why.
    pub fn left_out(&self) -> impl Iterator<Item = String> {
        self.columns.iter().map(|(why, names)| {
            let verb = if names.len() == 1 { "was" } else { "were" };
            format!("{} {verb} left out: {why}", names.join(", "))
        })
    }

    /// Why no model was trained and what can be done meanwhile, where there is nothing else to learn from.
    pub fn no_model(&self, best: &Baseline) -> Vec<String> {
        let why: Vec<String> = self
            .columns
            .iter()
            .map(|(why, names)| format!("{}: {why}", names.join(", ")))
            .collect();
        vec![
            format!(
                "no model was trained: there is nothing to learn from but {}",
                why.join("; ")
            ),
            format!(
                "models learn from columns that describe the content in numbers or categories, such as a length or a share: add some; until then {} is the best there is",
                text::escape(&best.name)
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decisions::{Kind, Prepare};

    fn feature(name: &str, kind: Kind) -> Feature {
        Feature {
            name: name.into(),
            kind,
            prepare: Prepare::default(),
            levels: Vec::new(),
        }
    }

    #[test]
    fn what_is_not_read_is_named_with_its_reason() {
        let mut features = vec![
            feature("subject", Kind::Text),
            feature("photo", Kind::Image),
            feature("body", Kind::Text),
        ];
        let content = Content::of(&features);
        assert!(content.is_all());
        let sentences: Vec<String> = content.left_out().collect();
        assert_eq!(
            sentences,
            [
                "'subject', 'body' were left out: free text is not learned from yet",
                "'photo' was left out: pictures are not learned from yet",
            ]
        );
        let best = Baseline {
            name: "words".into(),
            ..Baseline::default()
        };
        let why = content.no_model(&best);
        assert!(why[0].ends_with("'photo': pictures are not learned from yet"));
        assert!(why[1].contains("until then words is the best"));

        features.push(feature("length", Kind::Number));
        let content = Content::of(&features);
        assert!(!content.is_all());
        assert_eq!(content.left_out().count(), 2);
        assert_eq!(Content::of(&features[3..]).left_out().count(), 0);
    }
}
