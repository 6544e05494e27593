//! Numbers that are kept as texts because of a few words or signs.

use crate::decisions::{Kind, Severity, Threshold};
use crate::error::Result;
use crate::table::Storage;
use crate::text;

use super::super::{Finding, fix};
use super::context::{name, value};
use super::{Check, Context, Found};

/// Filled rows below which nothing is said.
const ROWS: usize = 20;
/// Signs and letters that stand beside a number: currencies, percent, thousands marks.
const SIGNS: &str = "%‰€$£¥ \u{a0}\u{202f}'’,.+-()";
/// Names of currencies.
const CURRENCIES: &[&str] = &["EUR", "USD", "GBP", "CHF", "JPY"];

pub(super) static CHECK: Check = Check {
    name: "mixed_types",
    doc: "A few words among numbers, or a sign beside each, make a column of names out of a quantity: a model then sees no order and no \
          distance.",
    thresholds: &[Threshold::MixedShare],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let limit = context.limit(Threshold::MixedShare);
    let mut findings = Vec::new();
    for (column, profile) in context.used() {
        let kept_as_text = context.data.table.column(&column.name)?.storage == Storage::Text;
        if !kept_as_text
            || matches!(
                column.kind,
                Kind::Image | Kind::Sound | Kind::Number | Kind::Date
            )
            || profile.personal
        {
            continue;
        }
        let labels = context.sample.table.labels(&column.name)?;
        let forms: Vec<Form> = labels.names.iter().map(|name| form(name)).collect();
        let filled = labels.codes.iter().flatten().count();
        let of = |wanted: Form| -> Vec<usize> {
            let is = |row: &usize| labels.codes[*row].is_some_and(|c| forms[c as usize] == wanted);
            (0..labels.codes.len()).filter(is).collect()
        };
        let (plain, signed, words) = (of(Form::Number), of(Form::Signed), of(Form::Words));
        // Leading zeros are those of codes.
        if filled < ROWS || forms.contains(&Form::Code) {
            continue;
        }
        let other = (filled - plain.len()) as f64 / filled as f64;
        if other > 0.0 && other <= limit {
            let odd: Vec<&String> = labels
                .names
                .iter()
                .zip(&forms)
                .filter(|(_, f)| **f != Form::Number)
                .map(|(n, _)| n)
                .collect();
            let listed: Vec<String> = odd
                .iter()
                .take(4)
                .map(|n| format!("'{}'", value(profile, n)))
                .collect();
            let rows = (0..labels.codes.len())
                .filter(|&r| labels.codes[r].is_some_and(|c| forms[c as usize] != Form::Number));
            let message = format!(
                "column {} holds numbers, but for {} of {} such as {}{}",
                name(&column.name),
                text::counted(filled - plain.len(), "text"),
                text::counted(filled, "filled row"),
                listed.join(", "),
                context.sample.note()
            );
            let mut found = Found::new(&CHECK, Severity::Warning, message)
                .column(&column.name)
                .measured(other, limit)
                .rows(context.rows_of(&rows.collect::<Vec<_>>()));
            if column.is_model_input() {
                let expression = format!("cast({} as double)", fix::column(&column.name));
                found = found.fix(fix::replaced(
                    context,
                    &column.name,
                    &expression,
                    "read the numbers, the texts as missing",
                ));
            }
            findings.push(found.done());
        } else if words.len() as f64 <= limit * filled as f64
            && signed.len() as f64 > limit * filled as f64
        {
            let example = signed
                .first()
                .and_then(|&row| labels.codes[row])
                .map_or("", |c| &labels.names[c as usize]);
            let message = format!(
                "column {} holds numbers written as texts in {} of {}, such as '{}'{}",
                name(&column.name),
                text::count(signed.len()),
                text::counted(filled, "filled row"),
                value(profile, example),
                context.sample.note()
            );
            let percent = labels
                .names
                .iter()
                .all(|n| n.trim().ends_with('%') && !n.contains(','));
            let mut found = Found::new(&CHECK, Severity::Warning, message)
                .column(&column.name)
                .measured(signed.len() as f64 / filled as f64, limit)
                .rows(context.rows_of(&signed));
            if column.is_model_input() && percent {
                let expression = format!(
                    "cast(trim(replace({}, '%', '')) as double) / 100",
                    fix::column(&column.name)
                );
                found = found.fix(fix::replaced(
                    context,
                    &column.name,
                    &expression,
                    "read it as a share",
                ));
            }
            findings.push(found.fix(fix::ignore(&column.name)).done());
        }
    }
    Ok(findings)
}

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A number, read as it stands.
    Number,
    /// Digits that begin with a zero.
    Code,
    /// A number with signs around it, or with another decimal mark.
    Signed,
    /// Anything else.
    Words,
}

fn form(text: &str) -> Form {
    let text = text.trim();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if text.len() > 1 && text.starts_with('0') && digits == text.len() {
        return Form::Code;
    }
    let numeric = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'));
    if numeric && text.parse::<f64>().is_ok_and(f64::is_finite) {
        return Form::Number;
    }
    let mut rest = text.to_owned();
    for currency in CURRENCIES {
        rest = rest.replace(currency, "");
    }
    let sign = |c: char| c.is_ascii_digit() || SIGNS.contains(c);
    // Two or more hyphens are a date or a number of a telephone.
    let plain = rest.matches('-').count() <= 1 && rest.matches('.').count() <= 1;
    match digits > 0 && plain && rest.chars().all(sign) && !rest.contains("- ") {
        true => Form::Signed,
        false => Form::Words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_apart() {
        for (text, wanted) in [
            ("12.5", Form::Number),
            ("-3", Form::Number),
            ("1e5", Form::Number),
            ("00501", Form::Code),
            ("0", Form::Number),
            ("£226.64", Form::Signed),
            ("55.8%", Form::Signed),
            ("1 851,60 €", Form::Signed),
            ("12 EUR", Form::Signed),
            ("12kg", Form::Words),
            ("see note", Form::Words),
            ("2024-03-01", Form::Words),
            ("192.168.0.1", Form::Words),
            ("nan", Form::Words),
        ] {
            assert_eq!(form(text), wanted, "{text}");
        }
    }
}
