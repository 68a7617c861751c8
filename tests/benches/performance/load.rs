//! Load: closed, where every client asks again as soon as it was answered, and open, where requests
//! come at a rate and wait is counted from the intended instant.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::http::Connection;

/// Writes the request with this number.
pub type Make = Arc<dyn Fn(u64, &mut Vec<u8>) + Send + Sync>;

/// Who asks what of whom.
#[derive(Clone)]
pub struct Load {
    pub address: String,
    pub clients: u32,
    pub expected: u16,
    pub make: Make,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Measured {
    pub per_second: f64,
    /// How long answers took, shortest first.
    pub latencies: Vec<Duration>,
    /// Answers by status, with the first body of those that were not expected.
    pub statuses: BTreeMap<u16, u32>,
    pub complaint: Option<String>,
}

impl Measured {
    /// The latency that `share` of all answers (0.99 of them) stay below.
    pub fn percentile(&self, share: f64) -> Duration {
        percentile(&self.latencies, share)
    }

    fn add(&mut self, other: Self) {
        self.latencies.extend(other.latencies);
        for (status, count) in other.statuses {
            *self.statuses.entry(status).or_default() += count;
        }
        self.complaint = self.complaint.take().or(other.complaint);
    }

    fn note(&mut self, status: u16, expected: u16, body: &[u8]) {
        *self.statuses.entry(status).or_default() += 1;
        if status != expected && self.complaint.is_none() {
            self.complaint = Some(format!("{status}: {}", String::from_utf8_lossy(body)));
        }
    }
}

/// The value that `share` of sorted values stay below.
pub fn percentile(sorted: &[Duration], share: f64) -> Duration {
    let of_thousand = Duration::from_secs(1).mul_f64(share).as_millis();
    let count = u128::try_from(sorted.len()).unwrap_or(0);
    let index = usize::try_from(count * of_thousand / 1000).unwrap_or(0);
    sorted.get(index.min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
}

/// Numbers are never given twice in a run, so that neither are keys and e-mail addresses.
static NUMBERS: AtomicU64 = AtomicU64::new(1);

fn number() -> u64 {
    NUMBERS.fetch_add(1, Ordering::Relaxed)
}

pub const WARM_UP: Duration = Duration::from_millis(500);

/// Throughput: `clients` ask without a pause.
pub fn closed(load: &Load, lasting: Duration) -> Measured {
    let begin = Instant::now() + WARM_UP;
    let end = begin + lasting;
    let mut measured = run(load, move |load| client(load, begin, end));
    let answered = u32::try_from(measured.latencies.len()).unwrap_or(u32::MAX);
    measured.per_second = f64::from(answered) / lasting.as_secs_f64();
    measured
}

async fn client(load: Load, begin: Instant, end: Instant) -> std::io::Result<Measured> {
    let mut connection = Connection::open(&load.address).await?;
    let (mut measured, mut request) = (Measured::default(), Vec::new());
    loop {
        (load.make)(number(), &mut request);
        let sent = Instant::now();
        if end < sent {
            return Ok(measured);
        }
        let answer = connection.call(&request).await?;
        let done = Instant::now();
        measured.note(answer.status, load.expected, answer.body);
        if begin <= done && done <= end {
            measured.latencies.push(done - sent);
        }
    }
}

/// Latency: requests come at `rate` a second, however slow the answers are.
pub fn open(load: &Load, rate: f64, lasting: Duration) -> Measured {
    let begin = Instant::now() + WARM_UP;
    let pace = Duration::from_secs(1).div_f64(rate);
    let next = Arc::new(AtomicU64::new(0));
    let mut measured = run(load, move |load| paced(load, begin, pace, lasting, next.clone()));
    measured.per_second = rate;
    measured
}

async fn paced(
    load: Load,
    begin: Instant,
    pace: Duration,
    lasting: Duration,
    next: Arc<AtomicU64>,
) -> std::io::Result<Measured> {
    let mut connection = Connection::open(&load.address).await?;
    let (mut measured, mut request) = (Measured::default(), Vec::new());
    loop {
        let turn = u32::try_from(next.fetch_add(1, Ordering::Relaxed)).unwrap_or(u32::MAX);
        let after = pace.saturating_mul(turn);
        if lasting < after {
            return Ok(measured);
        }
        let intended = begin + after;
        (load.make)(number(), &mut request);
        tokio::time::sleep_until(intended.into()).await;
        let answer = connection.call(&request).await?;
        measured.note(answer.status, load.expected, answer.body);
        measured.latencies.push(intended.elapsed());
    }
}

/// One request of every client at `instant`, each with a connection that it opens then.
pub fn rush(load: &Load, instant: Instant) -> Measured {
    run(load, move |load| async move {
        let (mut measured, mut request) = (Measured::default(), Vec::new());
        (load.make)(number(), &mut request);
        tokio::time::sleep_until(instant.into()).await;
        let mut connection = Connection::open(&load.address).await?;
        let answer = connection.call(&request).await?;
        measured.note(answer.status, load.expected, answer.body);
        measured.latencies.push(instant.elapsed());
        Ok(measured)
    })
}

fn run<F>(load: &Load, client: impl Fn(Load) -> F) -> Measured
where
    F: Future<Output = std::io::Result<Measured>> + Send + 'static,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let clients: Vec<_> =
            (0..load.clients).map(|_| tokio::spawn(client(load.clone()))).collect();
        let mut all = Measured::default();
        for client in clients {
            match client.await.unwrap() {
                Ok(measured) => all.add(measured),
                Err(error) => {
                    *all.statuses.entry(0).or_default() += 1;
                    all.complaint = Some(error.to_string());
                }
            }
        }
        all.latencies.sort_unstable();
        all
    })
}
