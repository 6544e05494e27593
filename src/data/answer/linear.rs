//! Least squares for a handful of columns.

/// Rounds of leaving out the rows that fit worst.
const ROUNDS: usize = 8;
/// Share of rows kept in each.
const KEPT: f64 = 0.85;
/// Keeps columns that say the same from dividing by nothing.
const RIDGE: f64 = 1e-9;

/// Coefficients of `columns` for `y`, without a constant, that suit most rows and not the exceptions: least trimmed squares
/// (Rousseeuw 1984) by concentration steps. `rows` have no missing value. `None` where there are too few.
pub(super) fn trimmed(columns: &[&[f64]], y: &[f64], rows: &[usize]) -> Option<Vec<f64>> {
    let mut kept = rows.to_vec();
    let mut fitted = None;
    for _ in 0..ROUNDS {
        if kept.len() < 2 * columns.len() + 10 {
            return None;
        }
        let coefficients = least_squares(columns, y, &kept)?;
        let mut order: Vec<(f64, usize)> = rows
            .iter()
            .map(|&row| {
                let sum: f64 = columns
                    .iter()
                    .zip(&coefficients)
                    .map(|(x, c)| c * x[row])
                    .sum();
                ((y[row] - sum).abs(), row)
            })
            .collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        order.truncate((rows.len() as f64 * KEPT) as usize);
        kept = order.into_iter().map(|(_, row)| row).collect();
        fitted = Some(coefficients);
    }
    fitted
}

fn least_squares(columns: &[&[f64]], y: &[f64], rows: &[usize]) -> Option<Vec<f64>> {
    let n = columns.len();
    let dot = |a: &[f64], b: &[f64]| rows.iter().map(|&row| a[row] * b[row]).sum::<f64>();
    let scale: Vec<f64> = columns
        .iter()
        .map(|x| dot(x, x).sqrt().max(f64::MIN_POSITIVE))
        .collect();
    let mut system: Vec<Vec<f64>> = (0..n)
        .map(|i| {
            let mut line: Vec<f64> = (0..n)
                .map(|j| dot(columns[i], columns[j]) / scale[i] / scale[j])
                .collect();
            line[i] += RIDGE;
            line.push(dot(columns[i], y) / scale[i]);
            line
        })
        .collect();
    let solved = solve(&mut system)?;
    Some(solved.iter().zip(&scale).map(|(c, s)| c / s).collect())
}

/// Gauss elimination with the largest pivot of a system whose last column is the right side.
fn solve(system: &mut [Vec<f64>]) -> Option<Vec<f64>> {
    let n = system.len();
    for at in 0..n {
        let pivot = (at..n).max_by(|&a, &b| system[a][at].abs().total_cmp(&system[b][at].abs()))?;
        system.swap(at, pivot);
        if system[at][at].abs() < f64::MIN_POSITIVE || !system[at][at].is_finite() {
            return None;
        }
        let (above, below) = system.split_at_mut(at + 1);
        let line = &above[at];
        for other in below {
            let factor = other[at] / line[at];
            for (value, known) in other[at..].iter_mut().zip(&line[at..]) {
                *value -= factor * known;
            }
        }
    }
    let mut solved = vec![0.0; n];
    for at in (0..n).rev() {
        let known: f64 = (at + 1..n).map(|j| system[at][j] * solved[j]).sum();
        solved[at] = (system[at][n] - known) / system[at][at];
    }
    Some(solved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceptions_do_not_move_the_coefficients() {
        let a: Vec<f64> = (0..200).map(|i| f64::from(i % 17)).collect();
        let b: Vec<f64> = (0..200).map(|i| f64::from(i * 7 % 23)).collect();
        let mut y: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a - 2.0 * b).collect();
        for row in [3, 50, 120] {
            y[row] += 500.0;
        }
        let rows: Vec<usize> = (0..200).collect();
        let found = trimmed(&[&a, &b], &y, &rows).unwrap();
        assert!(
            (found[0] - 1.0).abs() < 1e-6 && (found[1] + 2.0).abs() < 1e-6,
            "{found:?}"
        );
        assert_eq!(trimmed(&[&a, &b], &y, &rows[..5]), None);
    }
}
