//! SHAP values of a tree (Lundberg et al. 2020, path-dependent TreeSHAP): where a column is not known, a row goes both ways,
//! as many of the training rows did.
//!
//! Along a path, a column that is not known counts the share z of the rows that its splits let through; a known one counts
//! o = 1 where the row passes all of them, else 0. What a leaf adds to the value of a coalition is then a product over the
//! columns of its path, and the Shapley value of a column is the integral over t in 0..1 of its slope where every other
//! column is known with probability t (Owen 1972): of (o - z) times the product of z (1 - t) + o t of the others. That is
//! a polynomial in t, which Gauss-Legendre quadrature integrates exactly; and products are shared between the leaves of
//! a subtree, so that a row costs one visit a node and point instead of one a leaf and pair of columns.

use super::tree::{Node, Tree};

/// How a node is reached.
#[derive(Debug, Clone, Copy)]
struct Edge {
    parent: u32,
    column: u32,
    /// The nearest node above that was reached by a split on the same column; itself where there is none.
    before: u32,
    /// Share of the training rows that the splits of the path on this column let through.
    share: f64,
    left: bool,
}

/// A tree made ready to tell the SHAP values of many rows.
pub(super) struct Explained<'a> {
    tree: &'a Tree,
    width: usize,
    /// By node; that of the root says nothing.
    edges: Vec<Edge>,
    /// Points and weights of the quadrature.
    points: Vec<(f64, f64)>,
    /// By node, then by point: 1 / (z (1 - t) + t).
    inverse: Vec<f64>,
}

/// Room for one row's walk.
#[derive(Default)]
pub(super) struct Scratch {
    /// By node: whether the row passes the splits above on the column of its edge.
    passes: Vec<bool>,
    /// By node, then by point: the product over the columns of its path.
    products: Vec<f64>,
    /// By node, then by output and point: the sum over the leaves below of answer times product.
    sums: Vec<f64>,
}

impl<'a> Explained<'a> {
    pub(super) fn new(tree: &'a Tree, width: usize) -> Explained<'a> {
        let edges = edges(tree);
        let points = gauss_legendre(widest(&edges).div_ceil(2).max(1));
        let inverse = edges
            .iter()
            .flat_map(|edge| {
                points
                    .iter()
                    .map(|(t, _)| 1.0 / (edge.share * (1.0 - t) + t))
            })
            .collect();
        Explained {
            tree,
            width,
            edges,
            points,
            inverse,
        }
    }

    /// Multiplications that a row takes, about.
    pub(super) fn cost(tree: &Tree, width: usize) -> u64 {
        let points = widest(&edges(tree)).div_ceil(2).max(1);
        (tree.nodes.len() * points * (1 + width)) as u64
    }

    /// The answer where nothing is known of a row, by output.
    pub(super) fn base(&self) -> Vec<f64> {
        let mut reach = vec![1.0; self.edges.len()];
        let mut base = vec![0.0; self.width];
        for (at, node) in self.tree.nodes.iter().enumerate() {
            if at > 0 {
                let edge = self.edges[at];
                reach[at] = reach[edge.parent as usize] * self.share_here(at);
            }
            if let Node::Leaf(leaf) = node {
                for (base, value) in base.iter_mut().zip(self.answer(*leaf)) {
                    *base += reach[at] * f64::from(*value);
                }
            }
        }
        base
    }

    /// Share of the rows at the parent that come here.
    fn share_here(&self, at: usize) -> f64 {
        share_of(self.tree, self.edges[at].parent as usize, at)
    }

    fn answer(&self, leaf: u32) -> &[f32] {
        let from = leaf as usize * self.width;
        &self.tree.values[from..from + self.width]
    }

    /// Adds the SHAP values of a row to `into`, by output and then by column.
    pub(super) fn add(&self, row: &[f32], scratch: &mut Scratch, into: &mut [f64]) {
        let (nodes, points) = (self.edges.len(), self.points.len());
        scratch.passes.clear();
        scratch.passes.resize(nodes, true);
        scratch.products.clear();
        scratch.products.resize(nodes * points, 1.0);
        scratch.sums.clear();
        scratch.sums.resize(nodes * points * self.width, 0.0);
        for at in 1..nodes {
            self.descend(at, row, scratch);
        }
        for at in (1..nodes).rev() {
            self.ascend(at, row.len(), scratch, into);
        }
    }

    /// Fills the product of a node from that of its parent.
    fn descend(&self, at: usize, row: &[f32], scratch: &mut Scratch) {
        let points = self.points.len();
        let edge = self.edges[at];
        let (parent, before) = (edge.parent as usize, edge.before as usize);
        let passed = before == at || scratch.passes[before];
        let passes = passed && self.tree.goes_left(parent, row) == edge.left;
        scratch.passes[at] = passes;
        let (above, here) = scratch.products.split_at_mut(at * points);
        let above = &above[parent * points..(parent + 1) * points];
        let here = &mut here[..points];
        // The factor of the column as its splits above left it is replaced by the one that this split leaves.
        let earlier = if before == at {
            1.0
        } else {
            self.edges[before].share
        };
        if !passed {
            let ratio = if earlier > 0.0 {
                edge.share / earlier
            } else {
                0.0
            };
            for (here, above) in here.iter_mut().zip(above) {
                *here = above * ratio;
            }
            return;
        }
        let known = if passes { 1.0 } else { 0.0 };
        for (point, (here, above)) in here.iter_mut().zip(above).enumerate() {
            let t = self.points[point].0;
            let factor = edge.share * (1.0 - t) + known * t;
            let replaced = match before == at {
                true => 1.0,
                false => self.inverse[before * points + point],
            };
            *here = above * factor * replaced;
        }
    }

    /// Passes the sum of a node to its parent, and what its split is worth to the column.
    fn ascend(&self, at: usize, columns: usize, scratch: &mut Scratch, into: &mut [f64]) {
        let points = self.points.len();
        let edge = self.edges[at];
        let (parent, before) = (edge.parent as usize, edge.before as usize);
        let passed = before == at || scratch.passes[before];
        let passes = scratch.passes[at];
        let step = points * self.width;
        let (above, here) = scratch.sums.split_at_mut(at * step);
        let (above, here) = (
            &mut above[parent * step..(parent + 1) * step],
            &mut here[..step],
        );
        if let Node::Leaf(leaf) = self.tree.nodes[at] {
            let products = &scratch.products[at * points..(at + 1) * points];
            for (sums, value) in here.chunks_exact_mut(points).zip(self.answer(leaf)) {
                for (sum, product) in sums.iter_mut().zip(products) {
                    *sum = f64::from(*value) * product;
                }
            }
        }
        for (above, here) in above.iter_mut().zip(here.iter()) {
            *above += here;
        }
        // (o - z) / factor, less what the splits above on the same column count for these leaves.
        for (point, (t, weight)) in self.points.iter().enumerate() {
            let slope = |passes: bool, node: usize| match passes {
                true => (1.0 - self.edges[node].share) * self.inverse[node * points + point],
                false => -1.0 / (1.0 - t),
            };
            let mut gain = slope(passes, at);
            if before != at {
                gain -= slope(passed, before);
            }
            let gain = weight * gain;
            for output in 0..self.width {
                into[output * columns + edge.column as usize] +=
                    gain * here[output * points + point];
            }
        }
    }
}

/// How each node is reached.
fn edges(tree: &Tree) -> Vec<Edge> {
    let root = Edge {
        parent: 0,
        column: 0,
        before: 0,
        share: 1.0,
        left: true,
    };
    let mut edges = vec![root; tree.nodes.len()];
    for (at, node) in tree.nodes.iter().enumerate() {
        let Node::Split { column, right, .. } = *node else {
            continue;
        };
        for (child, left) in [(at + 1, true), (right as usize, false)] {
            let mut above = at;
            while above > 0 && edges[above].column != column {
                above = edges[above].parent as usize;
            }
            let (before, share) = match above {
                0 => (child, 1.0),
                _ => (above, edges[above].share),
            };
            edges[child] = Edge {
                parent: at as u32,
                column,
                before: before as u32,
                share: share * share_of(tree, at, child),
                left,
            };
        }
    }
    edges
}

/// Share of the training rows at a node that went to this child.
fn share_of(tree: &Tree, parent: usize, child: usize) -> f64 {
    let (here, all) = (tree.rows[child], tree.rows[parent]);
    if all > 0.0 {
        f64::from(here) / f64::from(all)
    } else {
        0.0
    }
}

/// Different columns on a path at most.
fn widest(edges: &[Edge]) -> usize {
    let mut columns = vec![0; edges.len()];
    for at in 1..edges.len() {
        let edge = edges[at];
        columns[at] = columns[edge.parent as usize] + usize::from(edge.before as usize == at);
    }
    columns.into_iter().max().unwrap_or(0)
}

/// Points and weights on 0..1 that integrate polynomials of degree 2 x `count` - 1 exactly: roots of the Legendre
/// polynomial by Newton's method (Abramowitz and Stegun 25.4.29).
fn gauss_legendre(count: usize) -> Vec<(f64, f64)> {
    let n = count as f64;
    (0..count)
        .map(|i| {
            let mut x = (std::f64::consts::PI * (i as f64 + 0.75) / (n + 0.5)).cos();
            let mut slope = 1.0;
            for _ in 0..100 {
                let (mut before, mut value) = (1.0, x);
                for k in 2..=count {
                    let k = k as f64;
                    (before, value) = (
                        value,
                        ((2.0 * k - 1.0) * x * value - (k - 1.0) * before) / k,
                    );
                }
                slope = n * (x * value - before) / (x * x - 1.0);
                let step = value / slope;
                x -= step;
                if step.abs() < 1e-15 {
                    break;
                }
            }
            (f64::midpoint(1.0, x), 1.0 / ((1.0 - x * x) * slope * slope))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(column: u32, threshold: f32, right: u32) -> Node {
        Node::Split {
            column,
            threshold,
            missing_left: true,
            right,
        }
    }

    /// Splits on column 0 twice along one path, and on 1 and 2.
    fn tree() -> Tree {
        Tree {
            nodes: vec![
                split(0, 0.0, 6),
                split(1, 0.0, 5),
                split(0, -1.0, 4),
                Node::Leaf(0),
                Node::Leaf(1),
                Node::Leaf(2),
                split(2, 0.0, 8),
                Node::Leaf(3),
                Node::Leaf(4),
            ],
            rows: vec![20.0, 12.0, 7.0, 3.0, 4.0, 5.0, 8.0, 2.0, 6.0],
            // Two outputs a leaf.
            values: vec![1.0, 9.0, -2.0, 0.0, 4.0, 1.0, 10.0, -3.0, 0.5, 2.0],
        }
    }

    /// The answer where only the columns of `known` are.
    fn value(tree: &Tree, at: usize, row: &[f32], known: u32, output: usize) -> f64 {
        match tree.nodes[at] {
            Node::Leaf(leaf) => f64::from(tree.values[leaf as usize * 2 + output]),
            Node::Split { column, right, .. } => {
                let (left, right) = (at + 1, right as usize);
                if known & (1 << column) != 0 {
                    let next = if tree.goes_left(at, row) { left } else { right };
                    return value(tree, next, row, known, output);
                }
                [left, right]
                    .iter()
                    .map(|&child| {
                        share_of(tree, at, child) * value(tree, child, row, known, output)
                    })
                    .sum()
            }
        }
    }

    #[test]
    fn they_are_those_of_every_coalition() {
        let tree = tree();
        let explained = Explained::new(&tree, 2);
        let base = explained.base();
        let mut scratch = Scratch::default();
        for row in [[-2.0, -1.0, 1.0], [-0.5, 3.0, -1.0], [1.0, 0.0, f32::NAN]] {
            let mut shap = vec![0.0; 6];
            explained.add(&row, &mut scratch, &mut shap);
            for output in 0..2 {
                let worth = |known: u32| value(&tree, 0, &row, known, output);
                assert!((base[output] - worth(0)).abs() < 1e-12);
                for column in 0..3_u32 {
                    let mut wanted = 0.0;
                    for known in (0..8_u32).filter(|known| known & (1 << column) == 0) {
                        // Shapley's weights of coalitions of 0, 1 and 2 of three columns.
                        let weight = [1.0 / 3.0, 1.0 / 6.0, 1.0 / 3.0][known.count_ones() as usize];
                        wanted += weight * (worth(known | 1 << column) - worth(known));
                    }
                    let told = shap[output * 3 + column as usize];
                    assert!(
                        (told - wanted).abs() < 1e-12,
                        "{row:?} {column}: {told} {wanted}"
                    );
                }
                let sum: f64 = shap[output * 3..output * 3 + 3].iter().sum();
                assert!((base[output] + sum - worth(7)).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn a_tree_without_a_split_says_nothing_of_columns() {
        let tree = Tree {
            nodes: vec![Node::Leaf(0)],
            rows: vec![3.0],
            values: vec![2.0],
        };
        let explained = Explained::new(&tree, 1);
        let mut shap = vec![0.0; 2];
        explained.add(&[1.0, 1.0], &mut Scratch::default(), &mut shap);
        assert_eq!((explained.base(), shap), (vec![2.0], vec![0.0, 0.0]));
    }

    #[test]
    fn quadrature_is_exact_for_polynomials() {
        for count in 1..20 {
            let rule = gauss_legendre(count);
            for degree in 0..2 * count {
                let sum: f64 = rule.iter().map(|(t, w)| w * t.powi(degree as i32)).sum();
                assert!((sum - 1.0 / (degree as f64 + 1.0)).abs() < 1e-13);
            }
        }
    }
}
