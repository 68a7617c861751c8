//! Doing again what the database undid for the sake of another.

use std::time::Duration;

use leerkring_persistence::StoreError;

use crate::error::Error;

/// How often it is done again.
const TIMES: u32 = 3;
/// How long it waits at most the first time; each time after that it may be twice as long.
const PAUSE: Duration = Duration::from_millis(40);

/// What `attempt` comes to. Where two transactions stood in each other's way, the database undid
/// one of them wholly: that one begins anew after a moment, so that nobody is told of it.
pub async fn again<T, F>(attempt: impl Fn() -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    for time in 0..TIMES {
        // On the heap: a unit of work is large, and whoever awaits it would be as large.
        let ended = Box::pin(attempt()).await;
        let Err(Error::Store(StoreError::Undone)) = ended else { return ended };
        metrics::counter!("work_done_again_total").increment(1);
        tokio::time::sleep(pause(time)).await;
    }
    Box::pin(attempt()).await
}

/// Another pause each time, so that the two do not meet again.
fn pause(time: u32) -> Duration {
    let mut byte = [u8::MAX];
    // Without randomness the pause is the longest, which is not worth an error.
    aws_lc_rs::rand::fill(&mut byte).ok();
    let [byte] = byte;
    PAUSE.saturating_mul(1 << time.min(16)).mul_f64(0.25 + f64::from(byte) / 255.0 * 0.75)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// How often something is tried that is undone the first `undone` times, and what comes of it.
    async fn tried(undone: u32) -> (u32, Result<u32, Error>) {
        let count = Cell::new(0);
        let done = again(|| {
            count.set(count.get() + 1);
            let ended = if count.get() <= undone { Err(StoreError::Undone) } else { Ok(7) };
            async move { Ok(ended?) }
        })
        .await;
        (count.get(), done)
    }

    #[tokio::test]
    async fn what_was_undone_is_done_again_three_times_at_most() {
        for undone in 0..=3 {
            let (count, done) = tried(undone).await;
            assert_eq!((count, done.ok()), (undone + 1, Some(7)));
        }
        let (count, done) = tried(9).await;
        assert!(count == 4 && matches!(done, Err(Error::Store(StoreError::Undone))));
    }

    #[tokio::test]
    async fn what_else_goes_wrong_is_not_tried_again() {
        let count = Cell::new(0);
        let done: Result<(), _> = again(|| {
            count.set(count.get() + 1);
            async { Err(StoreError::Busy.into()) }
        })
        .await;
        assert!(count.get() == 1 && matches!(done, Err(Error::Store(StoreError::Busy))));
    }

    #[test]
    fn pauses_grow_and_differ() {
        for time in 0..3 {
            let longest = PAUSE * (1 << time);
            let pauses: Vec<_> = (0..20).map(|_| pause(time)).collect();
            assert!(pauses.iter().all(|it| longest / 4 <= *it && *it <= longest));
            assert!(pauses.iter().any(|it| *it != pauses[0]));
        }
    }
}
