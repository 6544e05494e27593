//! Probabilities of the tails, with their digits kept far out.

use statrs::function::erf::erfc;
use statrs::function::gamma::{checked_gamma_ur, ln_gamma};

/// Steps of the continued fraction at most: the root of the degrees is enough.
const MOST_STEPS: usize = 100_000;

/// P(Z >= z) of a standard normal.
pub fn normal(z: f64) -> f64 {
    0.5 * erfc(z / std::f64::consts::SQRT_2)
}

/// P(|Z| >= |z|) of a standard normal, at most 1.
pub fn normal_two_sided(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2).min(1.0)
}

/// P(X >= x) of chi-square with these degrees of freedom; not-a-number where they are not positive.
pub fn chi_square(x: f64, degrees: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    if x.is_infinite() {
        return 0.0;
    }
    checked_gamma_ur(degrees / 2.0, x / 2.0).unwrap_or(f64::NAN)
}

/// P(|T| >= |t|) of Student's t: the regularised incomplete beta function `I_x(degrees / 2, 1 / 2)` at
/// `x = degrees / (degrees + t^2)`. Not-a-number where t is, or the degrees are not positive.
pub fn student_two_sided(t: f64, degrees: f64) -> f64 {
    if t.is_nan() || degrees.is_nan() || degrees <= 0.0 {
        return f64::NAN;
    }
    if t.is_infinite() {
        return 0.0;
    }
    let (a, b) = (degrees / 2.0, 0.5);
    let square = t * t;
    let (x, rest) = (degrees / (degrees + square), square / (degrees + square));
    if rest == 0.0 {
        return 1.0;
    }
    let log_front = ln_gamma_step(a) - ln_gamma(b) - a * (square / degrees).ln_1p() + b * rest.ln();
    let front = log_front.exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, rest) / b
    }
}

/// `ln gamma(a + 1/2) - ln gamma(a)`, by Stirling's series where the two are large and nearly equal.
fn ln_gamma_step(a: f64) -> f64 {
    if a < 20.0 {
        return ln_gamma(a + 0.5) - ln_gamma(a);
    }
    a * (0.5 / a).ln_1p() + 0.5 * a.ln() - 0.5 + stirling_error(a + 0.5) - stirling_error(a)
}

/// What Stirling's formula leaves out of `ln gamma(x)`, for x from 10 on: `ln gamma(x) = (x - 1/2) ln x - x + ln(2 pi) / 2 + this`.
pub fn stirling_error(x: f64) -> f64 {
    let s = 1.0 / (x * x);
    (1.0 / 12.0 - s * (1.0 / 360.0 - s * (1.0 / 1260.0 - s * (1.0 / 1680.0 - s * (1.0 / 1188.0)))))
        / x
}

/// Continued fraction of the incomplete beta function (Lentz 1976; Press et al. 2007, section 6.4).
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let tiny = f64::MIN_POSITIVE / f64::EPSILON;
    let away = |v: f64| if v.abs() < tiny { tiny } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for step in 1..=MOST_STEPS {
        let m = step as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away(1.0 + even * d);
        c = away(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away(1.0 + odd * d);
        c = away(1.0 + odd / c);
        value *= d * c;
        if (d * c - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!(
            (found - expected).abs() <= 1e-10 * expected.abs(),
            "{found:e} is not {expected:e}"
        );
    }

    #[test]
    fn one_degree_is_cauchy_and_two_have_a_closed_form() {
        for t in [0.1, 1.0, 3.0_f64] {
            near(
                student_two_sided(t, 1.0),
                1.0 - 2.0 * t.atan() / std::f64::consts::PI,
            );
            near(student_two_sided(-t, 2.0), 1.0 - t / (2.0 + t * t).sqrt());
        }
        assert_eq!(student_two_sided(0.0, 5.0), 1.0);
        assert_eq!(student_two_sided(f64::INFINITY, 5.0), 0.0);
        assert!(student_two_sided(1.0, 0.0).is_nan());
    }

    #[test]
    fn far_out_and_with_many_degrees() {
        // 2 * scipy.stats.t.sf(t, df)
        near(
            student_two_sided(5.43194988427, 3998.0),
            5.90584555928493e-08,
        );
        near(student_two_sided(2.0, 1e6), 0.04550053385131924);
        near(student_two_sided(0.01, 1e7), 0.9920212875702178);
        // scipy.stats.norm.sf, scipy.stats.chi2.sf
        near(normal(5.0), 2.866515718791933e-07);
        near(normal_two_sided(-1.0), 0.31731050786291415);
        near(chi_square(7.2036054045, 1.0), 0.007275726487338766);
        assert_eq!(chi_square(0.0, 3.0), 1.0);
    }
}
