//! Work on many items in parallel, with the results in the order of the items and only a few of them in memory.

use std::num::NonZero;
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};

/// Does `work` on every item, on all processors, and hands each result to `sink` in the order of the items, together
/// with whether the next result is there already. The number of items and results in memory at once does not depend
/// on how many there are.
///
/// # Errors
/// The first error of `sink`, which ends the work.
pub(crate) fn ordered<T: Send, R: Send, E>(
    items: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
    sink: impl FnMut(R, bool) -> Result<(), E>,
) -> Result<(), E> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let (job_sender, jobs): (Sender<(T, Sender<R>)>, Receiver<_>) = bounded(2 * threads);
    let (order_sender, order): (Sender<Receiver<R>>, Receiver<_>) = bounded(8 * threads);
    thread::scope(|scope| {
        scope.spawn(move || {
            for item in items {
                let (result_sender, result) = bounded(1);
                if job_sender.send((item, result_sender)).is_err() || order_sender.send(result).is_err() {
                    break;
                }
            }
        });
        for _ in 0..threads {
            let (jobs, work) = (jobs.clone(), &work);
            scope.spawn(move || {
                for (item, result) in jobs {
                    // Where nobody waits for the result any more, there is nothing left to do with it.
                    let _ = result.send(work(item));
                }
            });
        }
        drop(jobs);
        drain(order, sink)
    })
}

/// Hands each result to `sink` as its turn comes. Takes the queue by value: where `sink` fails, dropping the queue
/// tells the thread that fills it to stop.
#[expect(clippy::needless_pass_by_value, reason = "dropping the queue is what this is for")]
fn drain<R, E>(order: Receiver<Receiver<R>>, mut sink: impl FnMut(R, bool) -> Result<(), E>) -> Result<(), E> {
    let mut next = order.recv().ok();
    while let Some(current) = next {
        // A worker that panics drops its sender; the panic itself comes out at the end of the scope.
        let Ok(result) = current.recv() else { break };
        let following = order.try_recv().ok();
        sink(result, following.as_ref().is_some_and(|following| !following.is_empty()))?;
        next = following.or_else(|| order.recv().ok());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::ordered;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let mut seen = Vec::new();
        let done: Result<(), ()> = ordered(
            0..500_u64,
            |n| {
                std::thread::sleep(std::time::Duration::from_micros((n * 7919) % 97));
                n * n
            },
            |square, _| {
                seen.push(square);
                Ok(())
            },
        );
        assert!(done.is_ok());
        assert_eq!(seen, (0..500).map(|n| n * n).collect::<Vec<u64>>());
    }

    #[test]
    fn an_error_ends_the_work() {
        let mut count = 0;
        let done = ordered(
            0..,
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
