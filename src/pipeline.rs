//! Work on many items in parallel, with the results in the order of the items and only a few of them in memory.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};

/// How many items a thread may be ahead of the result whose turn it is.
const AHEAD: usize = 64;

/// How many processors there are for this program.
pub(crate) fn processors() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Does `work` on every item and hands each result to `sink` in the order of the items, together with whether the next
/// result is there already. `threads` threads work, or the calling one alone where that is one. The number of items and
/// results in memory at once does not depend on how many there are.
///
/// # Errors
/// The first error of `sink`, which ends the work.
pub(crate) fn ordered<T: Send, R: Send, E>(
    items: impl Iterator<Item = T> + Send,
    threads: usize,
    work: impl Fn(T) -> R + Sync,
    mut sink: impl FnMut(R, bool) -> Result<(), E>,
) -> Result<(), E> {
    if threads <= 1 {
        let mut items = items.peekable();
        while let Some(item) = items.next() {
            let result = work(item);
            sink(result, items.peek().is_some())?;
        }
        return Ok(());
    }
    let queue = Queue::new(items, AHEAD * threads);
    let (sender, results) = bounded(AHEAD * threads);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, queue, work) = (sender.clone(), &queue, &work);
            scope.spawn(move || queue.work(work, &sender));
        }
        drop(sender);
        let done = drain(&results, &queue, sink);
        queue.close();
        // A thread that waits to hand a result over must not wait for ever.
        drop(results);
        done
    })
}

/// Items that threads take one by one, none of them too far ahead of the result whose turn it is.
struct Queue<I> {
    items: Mutex<(usize, I)>,
    /// How many results were handed on.
    done: AtomicUsize,
    ahead: usize,
    closed: AtomicBool,
    /// Told when results were handed on.
    waiting: Mutex<()>,
    moved: Condvar,
}

impl<I: Iterator> Queue<I> {
    fn new(items: I, ahead: usize) -> Self {
        Self {
            items: Mutex::new((0, items)),
            done: AtomicUsize::new(0),
            ahead,
            closed: AtomicBool::new(false),
            waiting: Mutex::new(()),
            moved: Condvar::new(),
        }
    }

    /// Does `work` on items until there are none, or nobody wants the results.
    fn work<R>(&self, work: impl Fn(I::Item) -> R, sender: &Sender<(usize, R)>) {
        let _end = End(self);
        while let Some((number, item)) = self.next() {
            self.wait(number);
            if self.closed.load(Ordering::Acquire) || sender.send((number, work(item))).is_err() {
                return;
            }
        }
    }

    fn next(&self) -> Option<(usize, I::Item)> {
        // A thread that panicked while it took an item leaves the others nothing that they could not go on with.
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        let item = items.1.next()?;
        items.0 += 1;
        Some((items.0 - 1, item))
    }

    /// Waits until item `number` is not too far ahead.
    fn wait(&self, number: usize) {
        let far = || number >= self.done.load(Ordering::Acquire) + self.ahead && !self.closed.load(Ordering::Acquire);
        if far() {
            let mut guard = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            while far() {
                guard = self.moved.wait(guard).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }

    /// Tells that so many results were handed on.
    fn advance(&self, done: usize) {
        self.done.store(done, Ordering::Release);
        if done.is_multiple_of(self.ahead / 2) {
            self.wake();
        }
    }

    fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.wake();
    }

    fn wake(&self) {
        let _guard = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        self.moved.notify_all();
    }
}

/// Closes the queue if its thread panics: the result that is missing then is one that the others would wait for.
struct End<'a, I: Iterator>(&'a Queue<I>);

impl<I: Iterator> Drop for End<'_, I> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.close();
        }
    }
}

/// Hands each result to `sink` as its turn comes.
fn drain<R, E, I: Iterator>(
    results: &Receiver<(usize, R)>,
    queue: &Queue<I>,
    mut sink: impl FnMut(R, bool) -> Result<(), E>,
) -> Result<(), E> {
    let mut early: BTreeMap<usize, R> = BTreeMap::new();
    let mut next = 0;
    // A worker that panics drops its sender; the panic itself comes out at the end of the scope.
    while let Ok((number, result)) = results.recv() {
        early.insert(number, result);
        while let Some(result) = early.remove(&next) {
            next += 1;
            while let Ok((number, result)) = results.try_recv() {
                early.insert(number, result);
            }
            queue.advance(next);
            sink(result, early.contains_key(&next))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for threads in [1, 2, 7] {
            let mut seen = Vec::new();
            let work = |n: u64| {
                thread::sleep(std::time::Duration::from_micros((n * 7919) % 97));
                n * n
            };
            let done: Result<(), ()> = ordered(0..2000_u64, threads, work, |square, _| {
                seen.push(square);
                Ok(())
            });
            assert!(done.is_ok());
            assert_eq!(seen, (0..2000).map(|n| n * n).collect::<Vec<u64>>());
        }
    }

    #[test]
    fn an_error_ends_the_work() {
        for threads in [1, 3] {
            let mut count = 0;
            let done = ordered(
                0..,
                threads,
                |n: u64| n,
                |n, _| {
                    if n == 20 {
                        Err(n)
                    } else {
                        count += 1;
                        Ok(())
                    }
                },
            );
            assert_eq!((done, count), (Err(20), 20));
        }
    }

    #[test]
    fn a_panic_comes_out_and_hangs_nobody() {
        let work = |n: u64| assert!(n != 500, "a panic that is meant");
        let run = || ordered(0..100_000_u64, 3, work, |(), _| Ok::<(), ()>(()));
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).is_err());
    }

    #[test]
    fn nobody_runs_far_ahead_of_a_slow_item() {
        let furthest = AtomicUsize::new(0);
        let work = |n: usize| {
            furthest.fetch_max(n, Ordering::Relaxed);
            if n == 0 {
                thread::sleep(std::time::Duration::from_millis(50));
                furthest.load(Ordering::Relaxed)
            } else {
                0
            }
        };
        let mut ahead = None;
        let done: Result<(), ()> = ordered(0..10_000, 2, work, |furthest, _| {
            ahead.get_or_insert(furthest);
            Ok(())
        });
        assert!(done.is_ok() && ahead.is_some_and(|ahead| ahead <= 2 * AHEAD), "{ahead:?}");
    }
}
