//! Frames over a slow line: no more are sent than the line carries, so that what a held key drew does not run on after it
//! is let go. The program cannot see what the line has taken (asking the terminal would be typed text on a slow one), so
//! it assumes a line of 256 kbit/s wherever it is reached from elsewhere.

use std::time::{Duration, Instant};

/// Bytes a second, less than 256 kbit/s for what SSH adds.
const RATE: f64 = 24_000.0;
/// Bytes that may be on their way when another frame follows: about a whole screen.
const UNDERWAY: f64 = 4_000.0;

/// What is on its way, as far as it can be guessed.
pub struct Pace {
    /// The terminal is at the other end of a line.
    remote: bool,
    underway: f64,
    at: Instant,
}

impl Pace {
    /// For the terminal of this process: `env` says whether it is reached over SSH.
    pub fn of(env: impl Fn(&str) -> Option<String>) -> Self {
        let remote = ["SSH_CONNECTION", "SSH_TTY"]
            .iter()
            .any(|name| env(name).is_some_and(|value| !value.is_empty()));
        Self {
            remote,
            underway: 0.0,
            at: Instant::now(),
        }
    }

    /// How long a frame has to wait: a newer one may take its place meanwhile.
    pub fn wait(&self, now: Instant) -> Duration {
        let over = self.underway_at(now) - UNDERWAY;
        match self.remote && over > 0.0 {
            true => Duration::from_secs_f64(over / RATE),
            false => Duration::ZERO,
        }
    }

    /// So many bytes were written.
    pub fn wrote(&mut self, bytes: usize, now: Instant) {
        self.underway = self.underway_at(now) + bytes as f64;
        self.at = now;
    }

    fn underway_at(&self, now: Instant) -> f64 {
        let gone = now.saturating_duration_since(self.at).as_secs_f64() * RATE;
        (self.underway - gone).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_frames_never_wait_and_large_ones_wait_for_the_line() {
        let mut pace = Pace::of(|name| (name == "SSH_TTY").then(|| "/dev/pts/1".into()));
        let mut now = Instant::now();
        for _ in 0..300 {
            assert_eq!(pace.wait(now), Duration::ZERO);
            pace.wrote(200, now);
            now += Duration::from_millis(33);
        }
        // A key held for three seconds, a whole screen each time.
        let end = now + Duration::from_secs(3);
        let mut sent = 0;
        while now < end {
            match pace.wait(now) {
                Duration::ZERO => {
                    pace.wrote(3_400, now);
                    sent += 3_400;
                    now += Duration::from_millis(33);
                }
                wait => now += wait,
            }
        }
        let carried = 3.0 * RATE + UNDERWAY + 3_400.0;
        assert!((sent as f64) <= carried, "{sent} bytes in three seconds");
        assert!(pace.underway_at(now) <= UNDERWAY + 3_400.0);
    }

    #[test]
    fn a_terminal_of_this_machine_never_waits() {
        let mut pace = Pace::of(|_| None);
        let now = Instant::now();
        pace.wrote(1_000_000, now);
        assert_eq!(pace.wait(now), Duration::ZERO);
    }
}
