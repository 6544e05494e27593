//! Rules scored while they are typed, on a thread of its own. A newer text stops the computation of an older one.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};

use crate::benchmark::{Bench, Part};
use crate::error::Result;
use crate::tui::app::{Draft, Msg, Scored};
use crate::tui::threads::spawn;
use crate::work::{Progress, give_way, guarded};

/// The state's side of the thread.
pub struct Scorer {
    asks: Sender<(u64, Box<Draft>)>,
    /// Number of the newest text.
    newest: Arc<AtomicU64>,
}

impl Scorer {
    /// Starts the thread; answers come as messages.
    pub fn start(to: Sender<Msg>) -> Result<Self> {
        let (asks, asked) = channel::<(u64, Box<Draft>)>();
        let newest = Arc::new(AtomicU64::new(0));
        let latest = Arc::clone(&newest);
        spawn("scorer", move || {
            give_way();
            let mut bench = None;
            while let Ok(ask) = asked.recv() {
                // Of several in a row only the last is scored.
                let (number, draft) = asked.try_iter().last().unwrap_or(ask);
                let latest = Arc::clone(&latest);
                let is_old = move || latest.load(Ordering::Relaxed) != number;
                let progress = Progress::stoppable(|| {}, is_old);
                let tell = |scored| to.send(Msg::Scored(Box::new(scored))).is_ok();
                if !score(&mut bench, &draft, &progress, &tell) {
                    return;
                }
            }
        })?;
        Ok(Self { asks, newest })
    }

    /// Asks for the score of a rule; what was asked before is asked no more.
    pub fn score(&self, draft: Box<Draft>) {
        let number = self.newest.fetch_add(1, Ordering::Relaxed) + 1;
        // A thread that ended has already told why.
        let _ = self.asks.send((number, draft));
    }
}

/// Scores a rule, first on a sample where the rows are many; gives false once nobody listens.
fn score(
    bench: &mut Option<Bench>,
    draft: &Draft,
    progress: &Progress,
    tell: &dyn Fn(Scored) -> bool,
) -> bool {
    let is_known = bench
        .as_ref()
        .is_some_and(|bench| bench.is_of(&draft.project));
    if !is_known {
        *bench = None;
        // The data are read to the end whatever is typed meanwhile: the next text needs them too.
        match guarded(|| Bench::of(&draft.project, &Progress::silent())) {
            Ok(read) => *bench = Some(read),
            Err(error) => return tell(draft.wrong(&error)),
        }
    }
    let Some(bench) = bench else {
        return true;
    };
    let parts: &[Part] = match bench.has_sample() {
        true => &[Part::Sample, Part::Whole],
        false => &[Part::Whole],
    };
    for part in parts {
        let rule = (draft.name.as_str(), draft.text.as_str());
        let scored = match guarded(|| bench.try_rule(&draft.project, rule, *part, progress)) {
            Ok(tried) => draft.scored(tried),
            Err(error) if error.is_cancelled() => return true,
            Err(error) => return tell(draft.wrong(&error)),
        };
        if !tell(scored) {
            return false;
        }
    }
    true
}
