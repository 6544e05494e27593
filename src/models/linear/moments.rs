//! Rows summed up for least squares: weights, means and products of columns and target, block by block.

use ndarray::{Array1, Array2, ArrayView2, Axis, Slice};

/// Rows taken into the products at once.
const BLOCK: usize = 16_384;

/// Weighted sums over some rows, of columns and target less a fixed centre.
#[derive(Debug, Clone)]
pub(super) struct Moments {
    /// Sum of weights.
    pub(super) weight: f64,
    /// Σ v x.
    pub(super) x: Array1<f64>,
    /// Σ v y.
    pub(super) y: f64,
    /// Σ v x xᵀ.
    pub(super) xx: Array2<f64>,
    /// Σ v x y.
    pub(super) xy: Array1<f64>,
    /// Σ v y².
    pub(super) yy: f64,
}

/// Weighted means of the columns and of the target.
#[derive(Debug, Clone)]
pub(super) struct Centre {
    pub(super) x: Array1<f64>,
    pub(super) y: f64,
}

impl Centre {
    pub(super) fn of(x: &Array2<f64>, y: &[f64], weights: Option<&[f64]>) -> Centre {
        let Some(weights) = weights else {
            return Centre {
                x: x.mean_axis(Axis(0))
                    .unwrap_or_else(|| Array1::zeros(x.ncols())),
                y: y.iter().sum::<f64>() / y.len() as f64,
            };
        };
        let total: f64 = weights.iter().sum();
        let mut centre = Array1::zeros(x.ncols());
        for (row, &weight) in x.rows().into_iter().zip(weights) {
            centre.scaled_add(weight / total, &row);
        }
        let level = y.iter().zip(weights).map(|(y, w)| y * w).sum::<f64>() / total;
        Centre {
            x: centre,
            y: level,
        }
    }
}

/// Number of blocks that these rows are summed up in.
pub(super) fn blocks(rows: usize) -> usize {
    rows.div_ceil(BLOCK)
}

impl Moments {
    pub(super) fn zero(columns: usize) -> Moments {
        Moments {
            weight: 0.0,
            x: Array1::zeros(columns),
            y: 0.0,
            xx: Array2::zeros((columns, columns)),
            xy: Array1::zeros(columns),
            yy: 0.0,
        }
    }

    /// Adds the rows of block `block`.
    pub(super) fn add_block(
        &mut self,
        block: usize,
        x: ArrayView2<'_, f64>,
        y: &[f64],
        weights: Option<&[f64]>,
        centre: &Centre,
    ) {
        let range = block * BLOCK..x.nrows().min((block + 1) * BLOCK);
        let centred = &x.slice_axis(Axis(0), Slice::from(range.clone())) - &centre.x;
        let target: Array1<f64> = y[range.clone()].iter().map(|v| v - centre.y).collect();
        let weighted = match weights {
            None => centred.clone(),
            Some(weights) => {
                let weights = Array1::from_vec(weights[range.clone()].to_vec());
                &centred * &weights.insert_axis(Axis(1))
            }
        };
        let weight_of = |at: usize| weights.map_or(1.0, |w| w[range.start + at]);
        self.xx += &centred.t().dot(&weighted);
        self.xy += &weighted.t().dot(&target);
        self.x += &weighted.sum_axis(Axis(0));
        for (at, value) in target.iter().enumerate() {
            let weight = weight_of(at);
            self.weight += weight;
            self.y += weight * value;
            self.yy += weight * value * value;
        }
    }

    /// These rows and others together.
    pub(super) fn plus(mut self, other: &Moments) -> Moments {
        self.weight += other.weight;
        self.x += &other.x;
        self.y += other.y;
        self.xx += &other.xx;
        self.xy += &other.xy;
        self.yy += other.yy;
        self
    }

    /// Mean squared error on these rows of coefficients and an intercept that take columns less the centre to the
    /// target less the centre.
    pub(super) fn error(&self, coefficients: &Array1<f64>, intercept: f64) -> f64 {
        let squares = coefficients.dot(&self.xx.dot(coefficients));
        let sum = self.yy - 2.0 * coefficients.dot(&self.xy) + squares
            - 2.0 * intercept * (self.y - coefficients.dot(&self.x))
            + self.weight * intercept * intercept;
        (sum / self.weight).max(0.0)
    }

    /// Means of products about the own mean of these rows: of the columns, of columns and target, of the target.
    pub(super) fn covariances(&self) -> Covariances {
        let mean = &self.x / self.weight;
        let level = self.y / self.weight;
        let outer = mean
            .view()
            .insert_axis(Axis(1))
            .dot(&mean.view().insert_axis(Axis(0)));
        Covariances {
            xx: &self.xx / self.weight - outer,
            xy: &self.xy / self.weight - &mean * level,
            yy: (self.yy / self.weight - level * level).max(0.0),
            mean,
            level,
        }
    }
}

/// Means and mean products of some rows about their own means.
#[derive(Debug, Clone)]
pub(super) struct Covariances {
    pub(super) xx: Array2<f64>,
    pub(super) xy: Array1<f64>,
    pub(super) yy: f64,
    /// Means of the columns, less the centre of the moments.
    pub(super) mean: Array1<f64>,
    /// Mean of the target, less the centre of the moments.
    pub(super) level: f64,
}

impl Covariances {
    /// The intercept that goes with coefficients, less the centre of the moments.
    pub(super) fn intercept(&self, coefficients: &Array1<f64>) -> f64 {
        self.level - self.mean.dot(coefficients)
    }
}
