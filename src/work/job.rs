//! A job on its own thread: its result comes once, a panic in it is an error with the panic's message.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use crate::error::{Error, Result};
use crate::work::Progress;

/// A computation running on its own thread.
#[derive(Debug)]
pub struct Job<T> {
    /// What it is doing; also cancels it.
    pub progress: Progress,
    result: Receiver<Result<T>>,
}

impl<T: Send + 'static> Job<T> {
    /// Starts `work` on a thread called `name`; `done` is called after the result can be taken.
    pub fn start(
        name: &str,
        progress: Progress,
        work: impl FnOnce(&Progress) -> Result<T> + Send + 'static,
        done: impl FnOnce() + Send + 'static,
    ) -> Result<Self> {
        let (send, result) = channel();
        let handle = progress.clone();
        std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                let outcome = guarded(|| work(&handle));
                // Nobody may be left to listen: the face can end before the job does.
                let _ = send.send(outcome);
                done();
            })
            .map_err(|e| {
                Error::new(format!("cannot start a thread: {e}"))
                    .with_fix("close other programs and try again")
            })?;
        Ok(Self { progress, result })
    }

    /// The result, once it is there.
    pub fn take(&self) -> Option<Result<T>> {
        match self.result.try_recv() {
            Ok(outcome) => Some(outcome),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                Some(Err(Error::new("the job ended without a result")))
            }
        }
    }
}

/// Runs `work`; a panic becomes an error.
pub fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        Err(Error::new(format!(
            "the computation broke off: {}",
            panic_message(&*panic)
        )))
    })
}

/// What a panic says, safe to show.
pub fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    crate::text::escape(text.unwrap_or("no message")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        let outcome: Result<()> = guarded(|| panic!("singular matrix"));
        assert!(outcome.is_err_and(|e| e.message.contains("singular matrix")));
    }

    #[test]
    fn a_result_comes_once() {
        let (send, wait) = channel();
        let job = Job::start(
            "test",
            Progress::silent(),
            |_| Ok(3),
            move || send.send(()).unwrap_or(()),
        )
        .unwrap();
        wait.recv().unwrap();
        assert_eq!(job.take().unwrap().unwrap(), 3);
    }
}
