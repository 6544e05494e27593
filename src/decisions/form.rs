//! Between a field and what is typed into a form: text to TOML, decisions to text.

use toml::de::DeValue;

use super::parse::{Places, typed};
use super::{Decisions, Field, FieldType, path};

/// What a person typed for a field, as the TOML that an [`super::Edit::Set`] writes. Quotes are not asked of the person, a list is typed
/// with commas. The error says what is wrong and what to write instead.
pub fn typed_as_toml(field: &Field, text: &str) -> Result<String, String> {
    checked(field, &literal(&field.kind, text.trim()), text)
}

/// TOML that fits a field; `text` is how a person wrote it.
fn checked(field: &Field, toml: &str, text: &str) -> Result<String, String> {
    let value = DeValue::parse(toml).map_err(|_| {
        format!(
            "'{}' is not {}",
            crate::text::escape(text),
            field.kind.describe()
        )
    })?;
    match typed(&field.kind, &value, &Places::of(toml)) {
        Ok(_) => Ok(toml.to_owned()),
        Err(wrong) => {
            let told = wrong.iter().map(|w| format!("{}: {}", w.message, w.fix));
            Err(told.collect::<Vec<_>>().join("; "))
        }
    }
}

/// The elements of a list as the TOML of a field; the same as [`typed_as_toml`], with elements that may hold commas.
pub fn items_as_toml(field: &Field, elements: &[String]) -> Result<String, String> {
    let quoted = elements.iter().map(|e| toml::Value::String(e.clone()));
    let toml = toml::Value::Array(quoted.collect()).to_string();
    checked(field, &toml, &elements.join(", "))
}

fn literal(kind: &FieldType, text: &str) -> String {
    let quoted = |t: &str| toml::Value::String(t.to_owned()).to_string();
    match kind {
        FieldType::Number { .. } | FieldType::Integer { .. } | FieldType::Flag => text.to_owned(),
        FieldType::Texts | FieldType::Labels | FieldType::Columns | FieldType::Choices(_) => {
            let elements = text.split(',').map(str::trim).filter(|t| !t.is_empty());
            let elements: Vec<String> = elements.map(quoted).collect();
            format!("[{}]", elements.join(", "))
        }
        FieldType::Range => format!("[{}]", text.trim_matches(['[', ']'])),
        FieldType::Text
        | FieldType::LongText
        | FieldType::Expression
        | FieldType::Path
        | FieldType::Character
        | FieldType::Choice(_)
        | FieldType::Word(_)
        | FieldType::Label
        | FieldType::Column
        | FieldType::Duration
        | FieldType::Steps
        | FieldType::Length
        | FieldType::Instant => quoted(text),
    }
}

/// Decisions as a form shows them.
#[derive(Debug, Clone)]
pub struct Shown(toml::Value);

impl Shown {
    /// Reads all of them once, so that many keys can be looked up.
    pub fn of(decisions: &Decisions) -> Self {
        let nothing = toml::Value::Table(toml::Table::new());
        Self(toml::Value::try_from(decisions).unwrap_or(nothing))
    }

    /// What was decided under a dotted key (texts without quotes, lists with commas); `None` where nothing was.
    pub fn text(&self, key: &str) -> Option<String> {
        match self.value(key)? {
            toml::Value::Array(list) if list.is_empty() => None,
            toml::Value::Table(_) => None,
            other => Some(plain(other)),
        }
    }

    /// Whether anything was decided under a dotted key, a table included.
    pub fn has(&self, key: &str) -> bool {
        match self.value(key) {
            Some(toml::Value::Table(table)) => !table.is_empty(),
            Some(_) => self.text(key).is_some(),
            None => false,
        }
    }

    fn value(&self, key: &str) -> Option<&toml::Value> {
        let keys = path::split(key)?;
        keys.iter().try_fold(&self.0, |value, key| match value {
            toml::Value::Table(table) => table.get(key),
            toml::Value::Array(list) => list.get(key.parse::<usize>().ok()?),
            _ => None,
        })
    }
}

/// What was decided under a dotted key, as a form shows it; of one key only.
pub fn shown(decisions: &Decisions, key: &str) -> Option<String> {
    Shown::of(decisions).text(key)
}

fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        // Whole numbers are shown as a person writes them.
        toml::Value::Float(number) => number.to_string(),
        toml::Value::Array(list) => {
            let elements: Vec<String> = list.iter().map(plain).collect();
            elements.join(", ")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decisions::{field, parse};

    fn typed_in(path: &str, text: &str) -> Result<String, String> {
        typed_as_toml(field(path).unwrap(), text)
    }

    #[test]
    fn typed_text_becomes_toml() {
        assert_eq!(typed_in("problem.target", " fare ").unwrap(), "\"fare\"");
        assert_eq!(typed_in("problem.success.at_most", "2").unwrap(), "2");
        assert_eq!(
            typed_in("columns.x.levels", "low, \"mid\", high").unwrap(),
            r#"["low", '"mid"', "high"]"#
        );
        assert_eq!(typed_in("columns.x.range", "0, 200").unwrap(), "[0, 200]");
        assert_eq!(
            typed_in("split.holdout.from", "2015-10-01").unwrap(),
            "\"2015-10-01\""
        );
        assert_eq!(
            typed_in("columns.x.known_at_prediction", "false").unwrap(),
            "false"
        );
    }

    #[test]
    fn typed_nonsense_is_refused_with_a_reason() {
        let error = typed_in("problem.task", "regresion").unwrap_err();
        assert!(error.contains("did you mean 'regression'"), "{error}");
        assert!(
            typed_in("split.folds", "1")
                .unwrap_err()
                .contains("from 2 to 100")
        );
        assert!(typed_in("split.folds", "five").is_err());
        assert!(typed_in("split.folds", "3 # x").is_err());
        assert!(typed_in("split.folds", "").is_err());
        assert!(typed_in("split.folds", "3\nseed = 4").is_err());
    }

    #[test]
    fn what_was_decided_is_shown_plain() {
        let decisions = parse(
            "format = 1\n[problem]\ntarget = \"fare\"\nsuccess = { at_most = 2 }\n\
             [columns]\n\"a b\" = { levels = [\"x\", \"y\"], range = [0, 2.5] }\n\
             [[rule]]\nname = \"r\"\npredict = \"1\"",
        )
        .decisions;
        let show = |key: &str| shown(&decisions, key);
        assert_eq!(show("problem.target").as_deref(), Some("fare"));
        assert_eq!(show("problem.success.at_most").as_deref(), Some("2"));
        assert_eq!(show(r#"columns."a b".levels"#).as_deref(), Some("x, y"));
        assert_eq!(show(r#"columns."a b".range"#).as_deref(), Some("0, 2.5"));
        assert_eq!(show("rule.0.predict").as_deref(), Some("1"));
        assert_eq!(show("rule.1.predict"), None);
        assert_eq!(show("problem.metric"), None);
        assert_eq!(show("problem.classes"), None);
    }
}
