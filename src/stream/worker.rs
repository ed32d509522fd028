//! A worker: its lanes as threads, and the handle by which they are stopped, reloaded and looked after.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::Error;
use super::lane::Lane;
use crate::config::Config;
use crate::engine::{Engine, Judge};
use crate::telemetry::Metrics;

/// A lane that has not come by its loop's start for this long hangs: longer than any write, settling included, may take.
const LIVE_WITHIN: Duration = Duration::from_secs(60);

/// What a lane needs beyond its own deadline to leave the group.
const LEAVE_TIME: Duration = Duration::from_secs(5);

/// What the lanes of a worker share: nothing that is touched for each record.
pub(super) struct Shared {
    pub(super) metrics: Arc<Metrics>,
    stop: AtomicBool,
    pulses: Vec<Pulse>,
    /// How many reloads there were; the engine of the latest stands beside it.
    reloads: AtomicU64,
    engine: Mutex<Option<Arc<Engine>>>,
    began: Instant,
}

/// A lane's signs of life.
pub(super) struct Pulse {
    began: Instant,
    beat_ms: AtomicU64,
    joined: AtomicBool,
}

impl Pulse {
    /// The lane's loop has come round.
    pub(super) fn beat(&self) {
        self.beat_ms.store(self.began.elapsed().as_millis() as u64, Ordering::Relaxed);
    }

    /// The group has answered with an assignment, be it an empty one. Returns whether it is the first answer.
    pub(super) fn joined(&self) -> bool {
        !self.joined.swap(true, Ordering::Relaxed)
    }
}

impl Shared {
    pub(super) fn stopping(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    pub(super) fn pulse(&self, lane: usize) -> &Pulse {
        &self.pulses[lane]
    }

    /// The engine to go on with, and its number, where there is a newer one than `known`.
    pub(super) fn newer_engine(&self, known: u64) -> Option<(u64, Arc<Engine>)> {
        let reloads = self.reloads.load(Ordering::Acquire);
        if reloads == known {
            return None;
        }
        let engine = self.engine.lock().unwrap_or_else(PoisonError::into_inner).clone();
        engine.map(|engine| (reloads, engine))
    }
}

/// What the worker is told by its lanes and by its handles.
enum News {
    Stop,
    Ended(Result<(), Error>),
}

/// Stops, reloads and looks after a running worker; cheap to clone.
#[derive(Clone)]
pub struct Handle {
    shared: Arc<Shared>,
    news: Sender<News>,
}

impl Handle {
    /// Asks every lane to commit what it has in hand and to leave the group.
    pub fn stop(&self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        // A worker that has ended needs no news.
        let _ = self.news.send(News::Stop);
    }

    /// Gives every lane another engine, which it goes on with after its present batch.
    pub fn reload(&self, engine: Arc<Engine>) {
        *self.shared.engine.lock().unwrap_or_else(PoisonError::into_inner) = Some(engine);
        self.shared.reloads.fetch_add(1, Ordering::Release);
    }

    /// Whether every lane's loop comes round.
    #[must_use]
    pub fn is_live(&self) -> bool {
        let now = self.shared.began.elapsed().as_millis() as u64;
        let late = LIVE_WITHIN.as_millis() as u64;
        self.shared.pulses.iter().all(|pulse| now.saturating_sub(pulse.beat_ms.load(Ordering::Relaxed)) < late)
    }

    /// Whether every lane has joined its group; one without partitions is a standby, and ready.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        !self.shared.stopping() && self.shared.pulses.iter().all(|pulse| pulse.joined.load(Ordering::Relaxed))
    }
}

/// A running worker.
pub struct Worker {
    handle: Handle,
    news: Receiver<News>,
    lanes: usize,
    stop_within: Duration,
}

impl Worker {
    /// Starts the lanes, each with a judge of its own. They connect by themselves: what goes wrong is told by
    /// [`Worker::wait`].
    ///
    /// # Errors
    ///
    /// When a thread cannot be started.
    pub fn start<J>(config: Arc<Config>, metrics: Arc<Metrics>, mut judge: impl FnMut() -> J) -> Result<Self, Error>
    where
        J: Judge + Send + 'static,
    {
        let (sender, news) = mpsc::channel();
        let lanes = config.worker.lanes;
        let began = Instant::now();
        let pulse = || Pulse { began, beat_ms: AtomicU64::new(0), joined: AtomicBool::new(false) };
        let shared = Arc::new(Shared {
            metrics,
            stop: AtomicBool::new(false),
            pulses: (0..lanes).map(|_| pulse()).collect(),
            reloads: AtomicU64::new(0),
            engine: Mutex::new(None),
            began,
        });
        let handle = Handle { shared: shared.clone(), news: sender.clone() };
        let stop_within = config.worker.shutdown_timeout() + LEAVE_TIME;
        for lane in 0..lanes {
            let (config, shared, sender, judge) = (config.clone(), shared.clone(), sender.clone(), judge());
            let work = move || {
                let ran = catch_unwind(AssertUnwindSafe(|| Lane::start(config, shared, lane, judge)?.run()));
                let bug = Err(Error::Lane { lane, what: "stopped by a bug: the log has the place" });
                // Nobody listens any more once the worker was given up at its deadline.
                let _ = sender.send(News::Ended(ran.unwrap_or(bug)));
            };
            let started = thread::Builder::new().name(format!("lane-{lane}")).spawn(work);
            if started.is_err() {
                handle.stop();
                return Err(Error::Lane { lane, what: "could not be started: the system gives no more threads" });
            }
        }
        Ok(Self { handle, news, lanes, stop_within })
    }

    /// A handle to it.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Waits until every lane has ended. The first that fails stops the others. Once a stop is asked for, lanes that do
    /// not end in time are left behind: nothing of theirs is committed, so nothing is lost.
    ///
    /// # Errors
    ///
    /// What stopped the first lane.
    pub fn wait(self) -> Result<(), Error> {
        let mut ended = 0;
        let mut outcome = Ok(());
        let mut deadline = None;
        while ended < self.lanes {
            match self.next(deadline) {
                Some(News::Ended(result)) => {
                    ended += 1;
                    if result.is_err() && outcome.is_ok() {
                        outcome = result;
                        self.handle.stop();
                    }
                }
                Some(News::Stop) => deadline = deadline.or_else(|| Some(Instant::now() + self.stop_within)),
                None => {
                    tracing::warn!(lanes = self.lanes - ended, "these did not stop in time and are left behind");
                    break;
                }
            }
        }
        outcome
    }

    /// The next news; `None` when the deadline has passed.
    fn next(&self, deadline: Option<Instant>) -> Option<News> {
        let Some(deadline) = deadline else { return self.news.recv().ok() };
        self.news.recv_timeout(deadline.saturating_duration_since(Instant::now())).ok()
    }
}
