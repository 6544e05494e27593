//! The terminal's writer: the newest frame wins, each is one write, and a line that does not take bytes holds up nobody
//! else.

use std::fs::File;
use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ratatui::buffer::Buffer;

use crate::error::Result;
use crate::tui::app::Msg;
use crate::tui::frame::{frame, in_one_go, whole};
use crate::tui::terminal::{Terminal, output};
use crate::tui::threads::pace::Pace;
use crate::tui::threads::spawn;

/// How long leaving the screen may take before the program goes on without.
const PATIENCE: Duration = Duration::from_secs(1);
/// Name of the thread.
pub const NAME: &str = "terminal";

enum Order {
    Enter,
    Send(Vec<u8>),
    Leave(Sender<()>),
}

#[derive(Default)]
struct Desk {
    orders: Vec<Order>,
    frame: Option<Buffer>,
}

struct Shared {
    terminal: Terminal,
    desk: Mutex<Desk>,
    news: Condvar,
    /// Bytes of the frame written last.
    last: AtomicUsize,
}

/// The state's side of the writer.
#[derive(Clone)]
pub struct Screen(Arc<Shared>);

impl Screen {
    /// Starts the thread and enters the screen.
    pub fn open(terminal: Terminal, to: Sender<Msg>) -> Result<Self> {
        let shared = Arc::new(Shared {
            terminal,
            desk: Mutex::default(),
            news: Condvar::new(),
            last: AtomicUsize::new(0),
        });
        let theirs = shared.clone();
        spawn(NAME, move || {
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

    /// Sends bytes that show nothing, such as a text for the clipboard.
    pub fn send(&self, bytes: Vec<u8>) {
        self.change(|desk| desk.orders.push(Order::Send(bytes)));
    }

    /// Leaves the screen, as far as the line allows.
    pub fn leave(&self) {
        let (done, wait): (_, Receiver<()>) = channel();
        self.change(|desk| {
            desk.frame = None;
            desk.orders.push(Order::Leave(done));
        });
        if wait.recv_timeout(PATIENCE).is_err() {
            // A line that takes no bytes gets its modes back all the same.
            let _ = self.0.terminal.cook();
        }
    }

    /// Leaves the screen from a thread that panics: from the writer's own, nobody else is left to do it.
    pub fn restore(&self, thread: &str) {
        match (thread, output()) {
            (NAME, Ok(mut out)) => {
                let _ = self.0.terminal.leave(&mut out);
            }
            _ => self.leave(),
        }
    }

    /// Bytes of the frame written last.
    pub fn last_frame(&self) -> usize {
        self.0.last.load(Ordering::Acquire)
    }

    fn change(&self, change: impl FnOnce(&mut Desk)) {
        change(&mut self.0.desk());
        self.0.news.notify_one();
    }
}

impl Shared {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is to be done next; a frame waits until the line may take it.
    fn next(&self, pace: &Pace) -> (Vec<Order>, Option<Buffer>) {
        let mut desk = self.desk();
        loop {
            let wait = match (desk.orders.is_empty(), &desk.frame) {
                (false, _) => Duration::ZERO,
                (true, Some(_)) => pace.wait(Instant::now()),
                (true, None) => {
                    desk = self.news.wait(desk).unwrap_or_else(PoisonError::into_inner);
                    continue;
                }
            };
            if wait.is_zero() {
                return (std::mem::take(&mut desk.orders), desk.frame.take());
            }
            desk = match self.news.wait_timeout(desk, wait) {
                Ok((desk, _)) => desk,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
    }
}

fn write_until_gone(shared: &Shared) -> io::Result<()> {
    let mut out = output()?;
    let mut pace = Pace::of(|name| std::env::var(name).ok());
    let mut shown = Buffer::default();
    // Entering waits for its first frame: both are one write.
    let mut entering: &[u8] = &[];
    loop {
        let (orders, wanted) = shared.next(&pace);
        for order in orders {
            match order {
                Order::Enter => {
                    entering = shared.terminal.enter()?;
                    shown = Buffer::default();
                }
                Order::Send(bytes) if shared.terminal.is_ours() => out.write_all(&bytes)?,
                // Whoever has the terminal now is not to find it in his input.
                Order::Send(_) => {}
                Order::Leave(done) => {
                    entering = &[];
                    shared.terminal.leave(&mut out)?;
                    // Whoever waited may have lost patience.
                    let _ = done.send(());
                }
            }
        }
        let Some(wanted) = wanted.filter(|_| shared.terminal.is_ours()) else {
            continue;
        };
        let picture = match shown.area == wanted.area {
            true => frame(&shown, &wanted),
            false => whole(&wanted),
        };
        let bytes = [std::mem::take(&mut entering), &in_one_go(picture)].concat();
        shown = wanted;
        write(&mut out, &bytes)?;
        pace.wrote(bytes.len(), Instant::now());
        shared.last.store(bytes.len(), Ordering::Release);
    }
}

/// Nothing is written for a frame that changes nothing.
fn write(out: &mut File, bytes: &[u8]) -> io::Result<()> {
    match bytes.is_empty() {
        true => Ok(()),
        false => out.write_all(bytes),
    }
}
