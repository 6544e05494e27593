//! What both sides of a split hold, and how good it is: the fall of the squared error of numbers, or of the Gini impurity
//! of classes, in each case times the weight of the rows.

/// A row at a node.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Case {
    /// How much it counts: its own weight times how often it was drawn.
    pub(super) weight: f64,
    /// Its own weight; of rows that count alike 1.
    pub(super) own: f64,
    /// Weight times the target's distance from the mean of the node, of a number.
    pub(super) moment: f64,
    /// Its class.
    pub(super) class: usize,
}

/// Rows of a node divided in two.
pub(super) trait Tally {
    /// Every row on the right.
    fn clear(&mut self);
    /// Brings a row from the right to the left.
    fn pass(&mut self, case: &Case);
    /// Own weights of the rows on the left and on the right.
    fn sides(&self) -> (f64, f64);
    /// How good the division is; 0 where all rows are on one side.
    fn gain(&self) -> f64;
}

/// Numbers: around the mean of the node, their squared error falls by the squared sum of each side over its weight.
#[derive(Debug)]
pub(super) struct Numbers {
    whole: Case,
    left: Case,
}

impl Numbers {
    pub(super) fn of(cases: &[Case]) -> Numbers {
        let mut numbers = Numbers {
            whole: Case::default(),
            left: Case::default(),
        };
        cases.iter().for_each(|case| numbers.pass(case));
        numbers.whole = numbers.left;
        numbers.clear();
        numbers
    }
}

impl Tally for Numbers {
    fn clear(&mut self) {
        self.left = Case::default();
    }

    fn pass(&mut self, case: &Case) {
        self.left.weight += case.weight;
        self.left.own += case.own;
        self.left.moment += case.moment;
    }

    fn sides(&self) -> (f64, f64) {
        (self.left.own, self.whole.own - self.left.own)
    }

    fn gain(&self) -> f64 {
        let right = self.whole.moment - self.left.moment;
        self.left.moment * self.left.moment / self.left.weight
            + right * right / (self.whole.weight - self.left.weight)
    }
}

/// Classes: the Gini impurity falls by the squared weights of the classes of each side over its weight, less those of all.
#[derive(Debug)]
pub(super) struct Classes {
    /// Weights by class.
    whole: Vec<f64>,
    left: Vec<f64>,
    right: Vec<f64>,
    /// Sums of their squares.
    whole_square: f64,
    left_square: f64,
    right_square: f64,
    /// Weight and own weight of all and on the left.
    all: (f64, f64),
    passed: (f64, f64),
}

impl Classes {
    pub(super) fn of(cases: &[Case], classes: usize) -> Classes {
        let mut whole = vec![0.0; classes];
        cases
            .iter()
            .for_each(|case| whole[case.class] += case.weight);
        let mut tally = Classes {
            left: vec![0.0; classes],
            right: whole.clone(),
            whole_square: whole.iter().map(|weight| weight * weight).sum(),
            left_square: 0.0,
            right_square: 0.0,
            all: (whole.iter().sum(), cases.iter().map(|case| case.own).sum()),
            passed: (0.0, 0.0),
            whole,
        };
        tally.clear();
        tally
    }
}

impl Tally for Classes {
    fn clear(&mut self) {
        self.left.fill(0.0);
        self.right.copy_from_slice(&self.whole);
        self.left_square = 0.0;
        self.right_square = self.whole_square;
        self.passed = (0.0, 0.0);
    }

    fn pass(&mut self, case: &Case) {
        let (left, right) = (&mut self.left[case.class], &mut self.right[case.class]);
        self.left_square += case.weight * (2.0 * *left + case.weight);
        self.right_square += case.weight * (case.weight - 2.0 * *right);
        *left += case.weight;
        *right -= case.weight;
        self.passed.0 += case.weight;
        self.passed.1 += case.own;
    }

    fn sides(&self) -> (f64, f64) {
        (self.passed.1, self.all.1 - self.passed.1)
    }

    fn gain(&self) -> f64 {
        self.left_square / self.passed.0 + self.right_square / (self.all.0 - self.passed.0)
            - self.whole_square / self.all.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gains_are_the_fall_of_the_impurity() {
        let y = [1.0, 4.0, 10.0];
        let weights = [1.0, 2.0, 1.0];
        let mean = 19.0 / 4.0;
        let case = |row: usize| Case {
            weight: weights[row],
            own: 1.0,
            moment: weights[row] * (y[row] - mean),
            class: row % 2,
        };
        let cases: Vec<Case> = (0..3).map(case).collect();
        let mut numbers = Numbers::of(&cases);
        numbers.pass(&cases[0]);
        numbers.pass(&cases[1]);
        assert_eq!(numbers.sides(), (2.0, 1.0));
        // Around 4.75: 14.0625 + 2 x 0.5625 + 27.5625; around 3 on the left: 4 + 2 x 1, and 0 on the right.
        assert!((numbers.gain() - (42.75 - 6.0)).abs() < 1e-12);
        numbers.clear();
        assert_eq!(numbers.sides(), (0.0, 3.0));

        let mut classes = Classes::of(&cases, 2);
        classes.pass(&cases[0]);
        // Of weight 4: Gini 1 - 2 x 0.25; left pure, right 1 - 4/9 - 1/9 of weight 3.
        assert!((classes.gain() - (2.0 - 3.0 * 4.0 / 9.0)).abs() < 1e-12);
        classes.clear();
        classes.pass(&cases[1]);
        assert!((classes.gain() - 2.0).abs() < 1e-12);
        assert_eq!(classes.sides(), (1.0, 2.0));
    }
}
