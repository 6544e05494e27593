//! Whether a sample is the reference measured in another unit.

use crate::stats::Sorted;
use crate::stats::drift::distance;

/// Factor, offset and what they turn into what. Each is tried in both directions.
const CONVERSIONS: &[(f64, f64, &str, &str)] = &[
    (1.609_344, 0.0, "miles", "kilometres"),
    (1000.0, 0.0, "thousands", "ones"),
    (1_000_000.0, 0.0, "millions", "ones"),
    (100.0, 0.0, "whole units", "hundredths"),
    (10.0, 0.0, "tens", "ones"),
    (60.0, 0.0, "minutes", "seconds"),
    (3600.0, 0.0, "hours", "seconds"),
    (24.0, 0.0, "days", "hours"),
    (7.0, 0.0, "weeks", "days"),
    (12.0, 0.0, "years", "months"),
    (2.54, 0.0, "inches", "centimetres"),
    (3.280_839_895, 0.0, "metres", "feet"),
    (2.204_622_622, 0.0, "kilograms", "pounds"),
    (28.349_523_125, 0.0, "ounces", "grams"),
    (3.785_411_784, 0.0, "gallons", "litres"),
    (1.8, 32.0, "degrees Celsius", "degrees Fahrenheit"),
    (1.0, 273.15, "degrees Celsius", "kelvin"),
];
/// Distance of the distribution functions below which nobody needs a change of unit to explain it.
const LEAST_DISTANCE: f64 = 0.1;
/// Share of the distance that a conversion may leave.
const LEFT: f64 = 0.4;

/// The change of unit that explains most of the distance `moved` between the two, in words: `miles became kilometres (times 1.609)`.
pub fn explain(reference: &Sorted, current: &Sorted, moved: f64) -> Option<String> {
    if moved < LEAST_DISTANCE || reference.min() == reference.max() {
        return None;
    }
    // A nothing stays nothing in any unit, and how many there are may change beside the unit.
    let (something, now) = (without_zero(reference), without_zero(current));
    let apart = |then: &Sorted, now: &Sorted| distance(then, now).unwrap_or(1.0);
    let without = apart(&something, &now);
    let mut best: Option<(f64, String)> = None;
    for (factor, offset, one, other) in CONVERSIONS {
        let there = (*factor, *offset, one, other);
        let back = (1.0 / factor, -offset / factor, other, one);
        for (factor, offset, from, to) in [there, back] {
            let (then, now, before) = match offset {
                0.0 => (&something, &now, without),
                _ => (reference, current, moved),
            };
            let converted: Vec<f64> = then.values().iter().map(|v| v * factor + offset).collect();
            let after = apart(&Sorted::new(&converted), now);
            let fits = before >= LEAST_DISTANCE && after <= LEFT * before;
            if fits && best.as_ref().is_none_or(|b| after < b.0) {
                best = Some((after, words(factor, offset, from, to)));
            }
        }
    }
    best.map(|(_, words)| words)
}

fn without_zero(values: &Sorted) -> Sorted {
    let there: Vec<f64> = values
        .values()
        .iter()
        .copied()
        .filter(|v| *v != 0.0)
        .collect();
    Sorted::new(&there)
}

fn words(factor: f64, offset: f64, from: &str, to: &str) -> String {
    let by = if factor == 1.0 {
        String::new()
    } else if factor < 1.0 {
        format!("divided by {}", crate::text::short(1.0 / factor))
    } else {
        format!("times {}", crate::text::short(factor))
    };
    let add = match offset {
        0.0 => String::new(),
        o if o < 0.0 => format!(" less {}", crate::text::short(-o)),
        o => format!(" plus {}", crate::text::short(o)),
    };
    format!("{by}{add}, as if {from} had become {to}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kilometres_are_told_from_longer_rides() {
        let miles: Vec<f64> = (1..400).map(|i| f64::from(i).powf(1.3) / 50.0).collect();
        let reference = Sorted::new(&miles);
        let said = |current: &[f64]| {
            let current = Sorted::new(current);
            let d = distance(&reference, &current).unwrap_or(0.0);
            explain(&reference, &current, d)
        };
        let kilometres: Vec<f64> = miles.iter().step_by(3).map(|m| m * 1.609_344).collect();
        let words = said(&kilometres).unwrap();
        assert!(words.contains("miles had become kilometres"), "{words}");
        let longer: Vec<f64> = miles.iter().map(|m| m + 9.0).collect();
        assert_eq!(said(&longer), None);
        assert_eq!(said(&miles), None);
    }
}
