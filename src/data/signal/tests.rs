use rand::Rng as _;

use super::*;
use crate::metrics::Classes;

const ROWS: usize = 400;

fn noise(rows: usize, name: &str) -> Vec<f64> {
    let mut draw = rng(1, &[name]);
    (0..rows).map(|_| draw.random::<f64>()).collect()
}

fn numbers(columns: &[Vec<f64>]) -> Vec<Values> {
    columns.iter().cloned().map(Values::Numbers).collect()
}

fn tested(inputs: &[Values], truth: &Truth, arranged: Arranged) -> Signal {
    let order = Order::alone((0..truth.len()).collect(), arranged);
    let found = test(inputs, truth, &order, 42, &Progress::silent());
    found.unwrap().unwrap()
}

fn classes(y: Vec<u32>, count: u32) -> Truth {
    let names = (0..count).map(|class| class.to_string()).collect();
    let positive = (count == 2).then_some(1);
    Truth::Classes(y, Classes { names, positive })
}

#[test]
fn a_weak_relation_is_told_from_none() {
    let (x, other) = (noise(ROWS, "x"), noise(ROWS, "other"));
    let inputs = numbers(&[x.clone(), other]);
    let weak = x.iter().zip(noise(ROWS, "error")).map(|(x, e)| x + 1.5 * e);
    let found = tested(&inputs, &Truth::Numbers(weak.collect()), Arranged::Rows);
    assert!(found.is_found(), "{found:?}");
    assert!((0.1..0.5).contains(&found.saved), "{found:?}");
    let none = tested(
        &inputs,
        &Truth::Numbers(noise(ROWS, "none")),
        Arranged::Rows,
    );
    assert!(none.p_value > 0.05 && none.saved < 0.02, "{none:?}");
}

#[test]
fn chance_is_called_signal_as_seldom_as_the_level_says() {
    let wrong = (0..20).filter(|seed| {
        let inputs = numbers(&[
            noise(80, &format!("x{seed}")),
            noise(80, &format!("z{seed}")),
        ]);
        let y = noise(80, &format!("y{seed}"));
        tested(&inputs, &Truth::Numbers(y), Arranged::Rows).is_found()
    });
    // One of 100 is expected; more than 2 of 20 would come once in 1,000 times.
    assert!(wrong.count() <= 2);
}

#[test]
fn what_only_two_inputs_together_tell_is_found() {
    let (a, b) = (noise(1000, "a"), noise(1000, "b"));
    let y = a
        .iter()
        .zip(&b)
        .map(|(a, b)| u32::from((*a > 0.5) != (*b > 0.5)));
    let truth = classes(y.collect(), 2);
    assert!(tested(&numbers(&[a, b]), &truth, Arranged::Rows).is_found());
}

#[test]
fn one_input_among_many_is_found() {
    let rows = 60;
    let mut columns: Vec<Vec<f64>> = (0..60).map(|i| noise(rows, &format!("c{i}"))).collect();
    let y = columns[7].iter().map(|v| u32::from(*v > 0.5)).collect();
    let truth = classes(y, 2);
    assert!(tested(&numbers(&columns), &truth, Arranged::Rows).is_found());
    columns.remove(7);
    assert!(!tested(&numbers(&columns), &truth, Arranged::Rows).is_found());
}

#[test]
fn many_classes_and_levels() {
    let level: Vec<u32> = noise(1000, "level")
        .iter()
        .map(|v| (v * 12.0) as u32)
        .collect();
    let inputs = [Values::Levels(level.iter().copied().map(Some).collect())];
    assert!(tested(&inputs, &classes(level.clone(), 12), Arranged::Rows).is_found());
    let other = noise(1000, "o").iter().map(|v| (v * 12.0) as u32).collect();
    assert!(!tested(&inputs, &classes(other, 12), Arranged::Rows).is_found());
}

#[test]
fn two_walks_that_know_nothing_of_each_other_are_no_signal() {
    let walk = |name: &str| -> Vec<f64> {
        let steps = noise(1000, name);
        let mut at = 0.0;
        let walked = steps.iter().map(|step| {
            at += step - 0.5;
            at
        });
        walked.collect()
    };
    let inputs = numbers(&[walk("one")]);
    let y = Truth::Numbers(walk("two"));
    assert!(
        tested(&inputs, &y, Arranged::Rows).is_found(),
        "rows are not alone"
    );
    assert!(!tested(&inputs, &y, Arranged::Time).is_found());
}

#[test]
fn a_curve_that_rises_asks_for_more_rows_and_a_flat_one_does_not() {
    // Forty levels with a mean each: few rows a level leave much to learn.
    let level: Vec<u32> = noise(600, "level")
        .iter()
        .map(|v| (v * 8.0) as u32)
        .collect();
    let inputs = [Values::Levels(level.iter().copied().map(Some).collect())];
    let means = noise(8, "means");
    let y: Vec<f64> = level
        .iter()
        .zip(noise(600, "e"))
        .map(|(l, e)| means[*l as usize] + e)
        .collect();
    let few = Truth::Numbers(y[..160].to_vec());
    let first = [Values::Levels(
        level[..160].iter().copied().map(Some).collect(),
    )];
    assert!(matches!(
        tested(&first, &few, Arranged::Rows).more_rows,
        MoreRows::Help { .. }
    ));
    let none = tested(&inputs, &Truth::Numbers(noise(600, "none")), Arranged::Rows);
    assert_eq!(none.more_rows, MoreRows::Enough);
    assert!(none.curve.windows(2).all(|w| w[0].rows < w[1].rows));
}

#[test]
fn too_little_is_not_tested() {
    let order = Order::alone((0..10).collect(), Arranged::Rows);
    let truth = Truth::Numbers(noise(10, "y"));
    let few = test(
        &numbers(&[noise(10, "x")]),
        &truth,
        &order,
        1,
        &Progress::silent(),
    );
    assert_eq!(few.unwrap(), None);
    let order = Order::alone((0..50).collect(), Arranged::Rows);
    let flat = numbers(&[vec![1.0; 50]]);
    let truth = Truth::Numbers(noise(50, "y"));
    let none = test(&flat, &truth, &order, 1, &Progress::silent());
    assert_eq!(none.unwrap(), None);
}
