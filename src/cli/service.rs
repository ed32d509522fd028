//! What `run` and `demo` share: the worker's lanes, HTTP, signals and reloads, brought together as events in one loop.

use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;
use tokio::task::{spawn, spawn_blocking};

use super::Failure;
use super::reload::{Attempt, Cause, Reloader};
use crate::config::Config;
use crate::engine::{Engine, Watch};
use crate::http::{self, Pages};
use crate::message::PackIdentity;
use crate::stream::{self, Handle, Worker};
use crate::telemetry::{Metrics, ReloadResult};

/// Events on their way to the loop: signals and ticks, never messages.
const EVENTS_MAX: usize = 16;

/// Everything that can fail before a broker is needed, done.
pub(super) struct Service {
    runtime: Runtime,
    signals: Signals,
    config: Arc<Config>,
    engine: Arc<Engine>,
    metrics: Arc<Metrics>,
    listener: TcpListener,
}

/// What happens to a service.
enum Event {
    /// A signal to stop, by its number; 0 is a request from within.
    Stop(i32),
    Look(Cause),
    Looked(Box<Reloader>, Attempt),
    Ended(Result<(), stream::Error>),
}

/// SIGINT and SIGTERM by their numbers, which exit codes are made of.
const STOPS: [(SignalKind, i32); 2] = [(SignalKind::interrupt(), 2), (SignalKind::terminate(), 15)];

impl Service {
    /// Listens to signals, compiles and proves the pack, and takes the port.
    pub(super) fn prepare(config: Config) -> Result<Self, Failure> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(refused)?;
        // First of all: who stops a process that is still compiling its pack wants a clean exit too.
        let signals = {
            let _within = runtime.enter();
            Signals::take().map_err(refused)?
        };
        let engine = Engine::new(&config).map_err(Failure::configuration)?;
        let listener = http::listen(config.http.listen).map_err(Failure::configuration)?;
        let metrics = Metrics::new();
        metrics.pack(engine.pack());
        Ok(Self {
            runtime,
            signals,
            config: Arc::new(config),
            engine: Arc::new(engine),
            metrics: Arc::new(metrics),
            listener,
        })
    }

    pub(super) fn metrics(&self) -> Arc<Metrics> {
        self.metrics.clone()
    }

    /// Which pack is at work at the start.
    pub(super) fn identity(&self) -> &PackIdentity {
        self.engine.pack()
    }

    /// Where HTTP is served.
    pub(super) fn address(&self) -> SocketAddr {
        self.listener.local_addr().unwrap_or(self.config.http.listen)
    }

    /// Works until a signal, `stop`, or a failure ends it.
    pub(super) fn run(self, stop: oneshot::Receiver<()>) -> Result<(), Failure> {
        let Self { runtime, signals, config, engine, metrics, listener } = self;
        let tended = Tended { config, engine, metrics, listener };
        let outcome = runtime.block_on(tended.tend(signals, stop)).map_err(refused);
        // A reload that is still being proven is of no interest any more.
        runtime.shutdown_background();
        outcome?.map_err(|error| Failure::new(error.exit_code(), error))
    }
}

fn refused(error: io::Error) -> Failure {
    Failure::configuration(anyhow::anyhow!("the system refuses: {}", error.kind()))
}

/// What the loop of a service works with.
struct Tended {
    config: Arc<Config>,
    engine: Arc<Engine>,
    metrics: Arc<Metrics>,
    listener: TcpListener,
}

impl Tended {
    async fn tend(self, signals: Signals, stop: oneshot::Receiver<()>) -> io::Result<Result<(), stream::Error>> {
        let (events, mut inbox) = channel(EVENTS_MAX);
        signals.watch(&events);
        on(&events, async move {
            match stop.await {
                Ok(()) => Event::Stop(0),
                // Whoever could have asked for it is gone.
                Err(_) => std::future::pending().await,
            }
        });
        watch_folder(&self.config, &events);
        let engine = self.engine.clone();
        let worker = Worker::start(self.config.clone(), self.metrics.clone(), || Watch::new(engine.clone()));
        let worker = match worker {
            Ok(worker) => worker,
            Err(error) => return Ok(Err(error)),
        };
        let handle = worker.handle();
        let (live, ready) = (handle.clone(), handle.clone());
        spawn(http::serve(
            self.listener,
            Arc::new(Pages {
                metrics: self.metrics.clone(),
                live: Box::new(move || live.is_live()),
                ready: Box::new(move || ready.is_ready()),
            }),
        ));
        let ended = events.clone();
        spawn_blocking(move || ended.blocking_send(Event::Ended(worker.wait())));
        let reloader = Reloader::new(self.config.clone(), self.engine.pack().digest.clone());
        let tending = Tending { handle, metrics: self.metrics, reloader: Some(Box::new(reloader)), events };
        Ok(tending.run(&mut inbox).await)
    }
}

/// Sends one event when a future is done.
fn on(events: &Sender<Event>, future: impl Future<Output = Event> + Send + 'static) {
    let events = events.clone();
    spawn(async move { events.send(future.await).await });
}

/// The signals that a service heeds, from the moment they are taken on.
struct Signals {
    stops: Vec<(Signal, i32)>,
    hangups: Signal,
}

impl Signals {
    fn take() -> io::Result<Self> {
        let stops = STOPS.into_iter().map(|(kind, number)| Ok((signal(kind)?, number)));
        Ok(Self { stops: stops.collect::<io::Result<_>>()?, hangups: signal(SignalKind::hangup())? })
    }

    /// Makes them events.
    fn watch(self, events: &Sender<Event>) {
        for (mut stream, number) in self.stops {
            let events = events.clone();
            spawn(
                async move { while stream.recv().await.is_some() && events.send(Event::Stop(number)).await.is_ok() {} },
            );
        }
        let (mut hangups, events) = (self.hangups, events.clone());
        spawn(async move {
            while hangups.recv().await.is_some() && events.send(Event::Look(Cause::Signal)).await.is_ok() {}
        });
    }
}

fn watch_folder(config: &Config, events: &Sender<Event>) {
    let seconds = config.patterns.poll_seconds;
    if config.patterns.directory.is_none() || seconds == 0 {
        return;
    }
    let events = events.clone();
    spawn(async move {
        let mut ticks = tokio::time::interval(Duration::from_secs(seconds));
        // The first tick comes at once.
        ticks.tick().await;
        loop {
            ticks.tick().await;
            if events.send(Event::Look(Cause::Poll)).await.is_err() {
                return;
            }
        }
    });
}

/// A running service, as its loop sees it.
struct Tending {
    handle: Handle,
    metrics: Arc<Metrics>,
    /// Away while a pack is being proven: a look meanwhile is skipped, the next one sees the same folder.
    reloader: Option<Box<Reloader>>,
    events: Sender<Event>,
}

impl Tending {
    async fn run(mut self, inbox: &mut Receiver<Event>) -> Result<(), stream::Error> {
        let mut stopping = false;
        while let Some(event) = inbox.recv().await {
            match event {
                Event::Stop(number) if stopping && number > 0 => {
                    tracing::warn!("second signal: stopping at once; what is not committed is judged again");
                    std::process::exit(128 + number);
                }
                Event::Stop(_) => {
                    stopping = true;
                    tracing::info!("stopping: the batch in hand is committed first");
                    self.handle.stop();
                }
                Event::Look(cause) => self.look(cause),
                Event::Looked(reloader, attempt) => {
                    self.reloader = Some(reloader);
                    self.apply(attempt);
                }
                Event::Ended(outcome) => return outcome,
            }
        }
        Ok(())
    }

    fn look(&mut self, cause: Cause) {
        let Some(mut reloader) = self.reloader.take() else { return };
        let events = self.events.clone();
        // Proving a pack takes a moment: health and metrics answer meanwhile.
        spawn_blocking(move || {
            let attempt = reloader.attempt(cause);
            events.blocking_send(Event::Looked(reloader, attempt))
        });
    }

    fn apply(&self, attempt: Attempt) {
        match attempt {
            Attempt::Nothing => {}
            Attempt::Unchanged => {
                self.metrics.reload(ReloadResult::Unchanged);
                tracing::info!("asked to reload: the pattern pack is the one at work");
            }
            Attempt::Applied(engine) => {
                self.metrics.reload(ReloadResult::Applied);
                self.metrics.pack(engine.pack());
                tracing::info!(digest = &*engine.pack().digest, "a new pattern pack takes over with the next batch");
                self.handle.reload(engine);
            }
            Attempt::Refused(refusals) => {
                self.metrics.reload(ReloadResult::Refused);
                for refusal in refusals {
                    tracing::error!(
                        file = refusal.file(),
                        id = refusal.id().unwrap_or_default(),
                        reason = refusal.reason(),
                        "the new pattern pack is refused; the one at work goes on"
                    );
                }
            }
        }
    }
}
