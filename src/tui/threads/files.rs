//! Reading and writing of files, one after the other and off the state's thread: a slow disk holds up no key.

use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::error::Result;
use crate::tui::app::{Effect, Msg};
use crate::tui::effects::Desk;
use crate::tui::settings::Look;
use crate::tui::threads::spawn;
use crate::work::{give_way, guarded};

/// How long the last writes may take before the program ends without them.
const PATIENCE: Duration = Duration::from_secs(2);

/// The state's side of the thread.
pub struct Files {
    effects: Option<Sender<Effect>>,
    thread: JoinHandle<()>,
}

impl Files {
    /// Starts the thread; answers come as messages.
    pub fn start(to: Sender<Msg>, look: Look) -> Result<Self> {
        let (send, effects) = channel();
        let thread = spawn("files", move || {
            give_way();
            let mut desk = Desk::new(look);
            for effect in effects {
                let answer =
                    guarded(|| Ok(desk.carry_out(effect))).unwrap_or_else(|e| Some(Msg::Failed(e)));
                if answer.is_some_and(|msg| to.send(msg).is_err()) {
                    return;
                }
            }
        })?;
        Ok(Self {
            effects: Some(send),
            thread,
        })
    }

    /// Queues an effect.
    pub fn carry_out(&self, effect: Effect) {
        // A thread that ended has already told why.
        let _ = self.effects.as_ref().map(|effects| effects.send(effect));
    }

    /// Waits for what is queued, as long as patience lasts.
    pub fn finish(&mut self) {
        self.effects = None;
        let begun = Instant::now();
        while !self.thread.is_finished() && begun.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}
