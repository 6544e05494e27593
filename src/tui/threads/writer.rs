//! The terminal's writer: the newest frame wins, and a line that does not take bytes holds up nobody else.

use std::io::Write;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use ratatui::buffer::Buffer;

use crate::error::Result;
use crate::tui::app::Msg;
use crate::tui::frame::frame;
use crate::tui::terminal;
use crate::tui::threads::spawn;

/// How long leaving the screen may take before the program goes on without.
const PATIENCE: Duration = Duration::from_secs(1);

enum Order {
    Enter,
    Leave(Sender<()>),
}

#[derive(Default)]
struct Desk {
    orders: Vec<Order>,
    frame: Option<Buffer>,
}

#[derive(Default)]
struct Shared {
    desk: Mutex<Desk>,
    news: Condvar,
}

/// The state's side of the writer.
pub struct Screen(Arc<Shared>);

impl Screen {
    /// Starts the thread and enters the screen.
    pub fn open(to: Sender<Msg>) -> Result<Self> {
        let shared = Arc::new(Shared::default());
        let theirs = shared.clone();
        spawn("terminal", move || {
            // The state may have ended already.
            if write_until_gone(&theirs).is_err() {
                let _ = to.send(Msg::Hangup);
            }
        })?;
        let screen = Self(shared);
        screen.enter();
        Ok(screen)
    }

    /// Shows a frame; one that was not yet written is dropped.
    pub fn show(&self, frame: Buffer) {
        self.change(|desk| desk.frame = Some(frame));
    }

    /// Enters the screen; the next frame is painted whole.
    pub fn enter(&self) {
        self.change(|desk| desk.orders.push(Order::Enter));
    }

    /// Leaves the screen, as far as the line allows.
    pub fn leave(&self) {
        let (done, wait): (_, Receiver<()>) = channel();
        self.change(|desk| {
            desk.frame = None;
            desk.orders.push(Order::Leave(done));
        });
        let _ = wait.recv_timeout(PATIENCE);
    }

    fn change(&self, change: impl FnOnce(&mut Desk)) {
        change(&mut self.0.desk.lock().unwrap_or_else(PoisonError::into_inner));
        self.0.news.notify_one();
    }
}

fn write_until_gone(shared: &Shared) -> std::io::Result<()> {
    let mut out = terminal::output()?;
    let mut shown = Buffer::default();
    loop {
        let (orders, wanted) = {
            let mut desk = shared.desk.lock().unwrap_or_else(PoisonError::into_inner);
            while desk.orders.is_empty() && desk.frame.is_none() {
                desk = shared
                    .news
                    .wait(desk)
                    .unwrap_or_else(PoisonError::into_inner);
            }
            (std::mem::take(&mut desk.orders), desk.frame.take())
        };
        for order in orders {
            match order {
                Order::Enter => {
                    terminal::enter(&mut out)?;
                    shown = Buffer::default();
                }
                Order::Leave(done) => {
                    terminal::leave(&mut out)?;
                    // Whoever waited may have lost patience.
                    let _ = done.send(());
                }
            }
        }
        if let Some(wanted) = wanted {
            if shown.area != wanted.area {
                out.write_all(b"\x1b[0m\x1b[2J")?;
                shown = Buffer::empty(wanted.area);
            }
            out.write_all(&frame(&shown, &wanted))?;
            shown = wanted;
        }
    }
}
