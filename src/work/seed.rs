//! Random numbers: one generator per named purpose, so that adding a draw in one place moves no other.

use rand::SeedableRng;

/// The generator of every draw: portable, the same on every machine and number of threads.
pub type Rng = rand_chacha::ChaCha8Rng;

/// A generator for one purpose of one project: `rng(42, &["fold", "3"])`.
pub fn rng(seed: u64, purpose: &[&str]) -> Rng {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_le_bytes());
    for word in purpose {
        hasher.update(&(word.len() as u64).to_le_bytes());
        hasher.update(word.as_bytes());
    }
    Rng::from_seed(*hasher.finalize().as_bytes())
}

#[cfg(test)]
mod tests {
    use rand::Rng as _;

    #[test]
    fn same_purpose_same_draws() {
        let draw = |words: &[&str]| super::rng(7, words).random::<u64>();
        assert_eq!(draw(&["a", "b"]), draw(&["a", "b"]));
        assert_ne!(draw(&["a", "b"]), draw(&["ab"]));
        assert_ne!(draw(&["a"]), super::rng(8, &["a"]).random::<u64>());
    }
}
