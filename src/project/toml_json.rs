//! Between JSON, which knows null, and TOML, which does not: in a table a null is left out, in a list it is `nan`.

use serde_json::Value as Json;
use toml::Value as Toml;

/// The value as TOML; `None` for null.
pub(super) fn to_toml(value: Json) -> Option<Toml> {
    Some(match value {
        Json::Null => return None,
        Json::Bool(flag) => Toml::Boolean(flag),
        Json::String(text) => Toml::String(text),
        Json::Number(number) => match number.as_i64() {
            Some(i) => Toml::Integer(i),
            None => Toml::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::Array(list) => Toml::Array(
            list.into_iter()
                .map(|v| to_toml(v).unwrap_or(Toml::Float(f64::NAN)))
                .collect(),
        ),
        Json::Object(map) => Toml::Table(
            map.into_iter()
                .filter_map(|(k, v)| Some((k, to_toml(v)?)))
                .collect(),
        ),
    })
}

/// The value as JSON; what is not a finite number is null.
pub(super) fn from_toml(value: Toml) -> Json {
    match value {
        Toml::String(text) => Json::String(text),
        Toml::Integer(i) => Json::from(i),
        Toml::Float(number) => {
            serde_json::Number::from_f64(number).map_or(Json::Null, Json::Number)
        }
        Toml::Boolean(flag) => Json::Bool(flag),
        Toml::Datetime(instant) => Json::String(instant.to_string()),
        Toml::Array(list) => Json::Array(list.into_iter().map(from_toml).collect()),
        Toml::Table(table) => {
            Json::Object(table.into_iter().map(|(k, v)| (k, from_toml(v))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nulls_and_numbers_come_back() {
        let json = serde_json::json!({
            "scores": [1.5, null, 0.1],
            "mean": null,
            "pairs": [["a", 0.30000000000000004], ["b", 1e-300]],
            "count": 9007199254740993i64,
            "whole": 2.0,
            "nested": [{"a": 1}, {"b": "x\ny"}],
        });
        let text = toml::to_string(&to_toml(json.clone()).unwrap()).unwrap();
        let back = from_toml(Toml::Table(toml::from_str(&text).unwrap()));
        let mut expected = json;
        expected.as_object_mut().unwrap().remove("mean");
        // Tables are written after plain values, so only the order of keys may differ.
        assert_eq!(back, expected);
        assert!(text.contains("scores = [1.5, nan, 0.1]"));
        assert!(text.contains("whole = 2.0"));
    }
}
