//! Reading and writing of files, one after the other and off the state's thread: a slow disk holds up no key.

use std::sync::mpsc::{Sender, channel};

use crate::error::Result;
use crate::tui::app::{Effect, Msg};
use crate::tui::effects::Desk;
use crate::tui::threads::spawn;

/// The state's side of the thread.
pub struct Files(Sender<Effect>);

impl Files {
    /// Starts the thread; answers come as messages.
    pub fn start(to: Sender<Msg>) -> Result<Self> {
        let (send, effects) = channel();
        spawn("files", move || {
            let mut desk = Desk::default();
            for effect in effects {
                if let Some(msg) = desk.carry_out(effect)
                    && to.send(msg).is_err()
                {
                    return;
                }
            }
        })?;
        Ok(Self(send))
    }

    /// Queues an effect.
    pub fn carry_out(&self, effect: Effect) {
        // A thread that ended has already told why.
        let _ = self.0.send(effect);
    }
}
