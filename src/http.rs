//! `/metrics`, `/livez` and `/readyz`, on the calling thread's runtime: never on a lane's.

use std::convert::Infallible;
use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::CONTENT_TYPE;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::Semaphore;

use crate::telemetry::Metrics;

/// Connections served at once: a scraper, a kubelet and some curious people; more wait.
const CONNECTIONS_MAX: usize = 32;
/// A client that does not finish its request's head in time is let go.
const HEAD_TIMEOUT: Duration = Duration::from_secs(5);
/// After a connection could not be accepted (no file descriptors, most likely), before the next try.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// The address cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address} ({problem}): stop whoever uses it, or set http.listen to another address")]
pub struct ListenError {
    address: SocketAddr,
    problem: io::ErrorKind,
}

/// Takes the port, before anything else is started.
///
/// # Errors
///
/// When it is taken or not ours to take.
pub fn listen(address: SocketAddr) -> Result<TcpListener, ListenError> {
    let refused = |e: io::Error| ListenError { address, problem: e.kind() };
    let listener = TcpListener::bind(address).map_err(refused)?;
    listener.set_nonblocking(true).map_err(refused)?;
    Ok(listener)
}

/// What the pages show.
pub struct Pages {
    /// `/metrics`.
    pub metrics: Arc<Metrics>,
    /// `/livez`: every lane's loop turns.
    pub live: Box<dyn Fn() -> bool + Send + Sync>,
    /// `/readyz`: the pack is compiled and the group joined.
    pub ready: Box<dyn Fn() -> bool + Send + Sync>,
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// Serves the pages until it is dropped.
///
/// # Errors
///
/// When the listener cannot be handed to the runtime.
///
/// # Panics
///
/// Outside a tokio runtime with I/O and time.
pub async fn serve(listener: TcpListener, pages: Arc<Pages>) -> io::Result<Infallible> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let place = places.clone().acquire_owned().await.expect("the semaphore is never closed");
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(ACCEPT_PAUSE).await;
            continue;
        };
        let pages = pages.clone();
        tokio::spawn(async move {
            let service = service_fn(|request: Request<Incoming>| {
                let response = pages.answer(request.method(), request.uri().path());
                async { Ok::<_, Infallible>(response) }
            });
            // A client that goes away in the middle is its own affair.
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD_TIMEOUT)
                .keep_alive(false)
                .serve_connection(TokioIo::new(stream), service)
                .await;
            drop(place);
        });
    }
}

impl Pages {
    fn answer(&self, method: &Method, path: &str) -> Response<Full<Bytes>> {
        let health = |well: bool| match well {
            true => (StatusCode::OK, "ok\n".to_owned()),
            false => (StatusCode::SERVICE_UNAVAILABLE, "not yet\n".to_owned()),
        };
        let (status, body) = match path {
            _ if method != Method::GET && method != Method::HEAD => {
                (StatusCode::METHOD_NOT_ALLOWED, "read only\n".to_owned())
            }
            "/metrics" => (StatusCode::OK, self.metrics.text()),
            "/livez" => health((self.live)()),
            "/readyz" => health((self.ready)()),
            _ => (StatusCode::NOT_FOUND, "here are /metrics, /livez and /readyz\n".to_owned()),
        };
        let mut response = Response::new(Full::new(Bytes::from(body)));
        *response.status_mut() = status;
        let format = hyper::header::HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
        response.headers_mut().insert(CONTENT_TYPE, format);
        response
    }
}
