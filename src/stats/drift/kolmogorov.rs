//! The distribution of Kolmogorov's statistic of n values, by the choice of methods of Simard & L'Ecuyer (2011), "Computing
//! the two-sided Kolmogorov-Smirnov distribution", J. Stat. Software 39(11), as scipy's `kstwo` makes it.

use std::f64::consts::PI;

use ndarray::Array2;
use statrs::function::gamma::ln_gamma;

use super::tails::stirling_error;

/// Powers of two by which intermediate results are kept in range.
const SCALE: i32 = 128;
/// Up to this many values the exact methods are used throughout.
const FEW: usize = 140;

/// P(D_n >= d) for the largest distance between the distribution function of n values and that which they are of.
pub fn two_sided(n: usize, d: f64) -> f64 {
    let count = n as f64;
    let t = count * d;
    if n == 0 || d.is_nan() {
        return f64::NAN;
    }
    if d >= 1.0 {
        return 0.0;
    }
    if t <= 0.5 {
        return 1.0;
    }
    if t <= 1.0 {
        // Ruben & Gambino (1982): n! ((2 t - 1) / n)^n.
        let log = ln_gamma(count + 1.0) + count * ((2.0 * t - 1.0) / count).ln();
        return (1.0 - log.exp()).clamp(0.0, 1.0);
    }
    if t >= count - 1.0 {
        return (2.0 * (1.0 - d).powi(n as i32)).clamp(0.0, 1.0);
    }
    let square = t * d;
    let upper = if n <= FEW { 4.0 } else { 2.2 };
    if d >= 0.5 || square > upper {
        return if n > FEW && square >= 370.0 {
            0.0
        } else {
            (2.0 * one_sided(n, d)).clamp(0.0, 1.0)
        };
    }
    let below = if n <= FEW || (n <= 100_000 && count * d.powf(1.5) <= 1.4) {
        by_matrix(n, d)
    } else {
        by_expansion(n, d)
    };
    (1.0 - below).clamp(0.0, 1.0)
}

/// P(D+_n >= d), one-sided (Smirnov 1944; Birnbaum & Tingey 1951): a sum of positive terms
/// `d / p C(n, j) p^j (1 - p)^(n - j)` with `p = d + j / n`.
pub fn one_sided(n: usize, d: f64) -> f64 {
    let count = n as f64;
    let last = (count * (1.0 - d)).floor() as usize;
    // The term of j = 0.
    let mut sum = (count * (-d).ln_1p()).exp();
    for j in 1..=last.min(n - 1) {
        let at = j as f64;
        let expected = (at + count * d, count - at - count * d);
        if expected.1 <= 0.0 {
            break;
        }
        let log = error_of_factorial(count)
            - error_of_factorial(at)
            - error_of_factorial(count - at)
            - deviance(at, expected.0)
            - deviance(count - at, expected.1);
        let spread = (count / (2.0 * PI * at * (count - at))).sqrt();
        sum += d * count / expected.0 * spread * log.exp();
    }
    sum.min(1.0)
}

/// What Stirling's formula leaves out of `ln x!`, x a whole number above 0.
fn error_of_factorial(x: f64) -> f64 {
    if x >= 16.0 {
        // ln x! = ln gamma(x) + ln x has the same remainder as ln gamma(x).
        return stirling_error(x);
    }
    ln_gamma(x + 1.0) - (x + 0.5) * x.ln() + x - 0.5 * (2.0 * PI).ln()
}

/// `x ln(x / m) + m - x` without cancellation (Loader 2000, "Fast and accurate computation of binomial probabilities").
fn deviance(x: f64, m: f64) -> f64 {
    if (x - m).abs() >= 0.1 * (x + m) {
        return x * (x / m).ln() + m - x;
    }
    let v = (x - m) / (x + m);
    let mut sum = (x - m) * v;
    let mut term = 2.0 * x * v;
    for j in 1..1000 {
        term *= v * v;
        let next = sum + term / f64::from(2 * j + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// P(D_n <= d) exactly, by powers of Durbin's matrix (Marsaglia, Tsang & Wang 2003). Every entry is positive.
fn by_matrix(n: usize, d: f64) -> f64 {
    let nd = n as f64 * d;
    let k = nd.ceil() as usize;
    let h = k as f64 - nd;
    let m = 2 * k - 1;
    let mut inverse_factorial = vec![1.0; m + 1];
    for j in 1..=m {
        inverse_factorial[j] = inverse_factorial[j - 1] / j as f64;
    }
    let mut edge: Vec<f64> = (1..=m)
        .map(|j| (1.0 - h.powi(j as i32)) * inverse_factorial[j])
        .collect();
    let corner = (2.0 * h - 1.0).max(0.0).powi(m as i32) - 2.0 * h.powi(m as i32);
    edge[m - 1] = (1.0 + corner) * inverse_factorial[m];
    let mut base = Array2::from_shape_fn((m, m), |(row, column)| match (row, column) {
        (row, 0) => edge[row],
        (row, column) if row == m - 1 => edge[m - 1 - column],
        (row, column) if row + 1 >= column => inverse_factorial[row + 1 - column],
        _ => 0.0,
    });
    let mut power: Array2<f64> = Array2::eye(m);
    let (mut exponent, mut base_exponent) = (0, 0);
    let huge = 2.0_f64.powi(SCALE);
    let mut left = n;
    while left > 0 {
        if left % 2 == 1 {
            power = power.dot(&base);
            exponent += base_exponent;
        }
        base = base.dot(&base);
        base_exponent *= 2;
        if base[[k - 1, k - 1]].abs() > huge {
            base /= huge;
            base_exponent += SCALE;
        }
        left /= 2;
    }
    let mut p = power[[k - 1, k - 1]];
    for i in 1..=n {
        p = i as f64 * p / n as f64;
        if p.abs() < 1.0 / huge {
            p *= huge;
            exponent -= SCALE;
        }
    }
    // In steps, as a power of two beyond 1023 is infinite.
    while exponent != 0 {
        let step = exponent.clamp(-1000, 1000);
        p *= 2.0_f64.powi(step);
        exponent -= step;
    }
    p.clamp(0.0, 1.0)
}

/// P(D_n <= d) by the expansion of Pelz & Good (1976) in powers of the root of n.
fn by_expansion(n: usize, d: f64) -> f64 {
    let count = n as f64;
    let z = count.sqrt() * d;
    let (z2, z3, z4, z6) = (z.powi(2), z.powi(3), z.powi(4), z.powi(6));
    let (pi2, pi4, pi6) = (PI.powi(2), PI.powi(4), PI.powi(6));
    let log_q = -pi2 / 8.0 / z2;
    if log_q < -708.0 {
        return 0.0;
    }
    let q = log_q.exp();
    let k1 = [-z2, pi2 / 4.0];
    let k2 = [
        6.0 * z6 + 2.0 * z4,
        (2.0 * z4 - 5.0 * z2) * pi2 / 4.0,
        pi4 * (1.0 - 2.0 * z2) / 16.0,
    ];
    let k3 = [
        -30.0 * z6 - 90.0 * z.powi(8),
        pi2 * (135.0 * z4 - 96.0 * z6) / 4.0,
        pi4 * (-60.0 * z2 + 212.0 * z4) / 16.0,
        pi6 * (5.0 - 30.0 * z2) / 64.0,
    ];
    let terms = (16.0 * z / PI).ceil() as i32;
    let mut k = [0.0_f64; 4];
    for at in (1..=terms).rev() {
        let m2 = f64::from(2 * at - 1).powi(2);
        let (m4, m6) = (m2 * m2, m2 * m2 * m2);
        let coefficients = [
            1.0,
            k1[0] + k1[1] * m2,
            k2[0] + k2[1] * m2 + k2[2] * m4,
            k3[0] + k3[1] * m2 + k3[2] * m4 + k3[3] * m6,
        ];
        let step = q.powi(8 * at);
        for (sum, coefficient) in k.iter_mut().zip(coefficients) {
            *sum = *sum * step + coefficient;
        }
    }
    let root = (2.0 * PI).sqrt();
    let below = [z, 6.0 * z4, 72.0 * z.powi(7), 6480.0 * z.powi(10)];
    for (sum, below) in k.iter_mut().zip(below) {
        *sum *= q * root / below;
    }
    let q = (-pi2 / 2.0 / z2).exp();
    let (mut second, mut third) = (0.0, 0.0);
    for at in (1..=terms).rev() {
        let square = f64::from(at).powi(2);
        let weight = square * q.powf(square);
        second += weight;
        third += (3.0 * z2 - pi2 * square) * weight;
    }
    k[2] += second * pi2 * root / (-36.0 * z3);
    k[3] += third * pi2 * root / (216.0 * z6);
    let below = k[0] + k[1] / count.sqrt() + k[2] / count + k[3] / count.powf(1.5);
    below.clamp(0.0, 1.0)
}
