//! A real Kafka broker for the tests: the one that `VIGIE_TEST_KAFKA=host:port` names, else one that `tests/kafka.sh`
//! runs for as long as this process lives. A machine that can have neither fails these tests and says what to install.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU16, AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};

use rdkafka::ClientConfig;
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;

use crate::stream_support::PATIENCE;

/// A broker that this process runs.
pub(crate) struct Broker {
    pub(crate) servers: String,
    /// Its listener that asks for a login: users `admin` and `stranger` (see `tests/kafka.sh`).
    pub(crate) login_servers: String,
    lead: Mutex<Lead>,
    /// Removed by the script too, should this process not come to it.
    _data: tempfile::TempDir,
}

/// The script's ears and voice. Its input ends with this process, and the broker with it.
struct Lead {
    _script: Child,
    words: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Broker {
    /// Starts one and waits until it is ready.
    pub(crate) fn start() -> Self {
        let port = free_port();
        let data = tempfile::tempdir().expect("a folder");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kafka.sh");
        let mut script = Command::new(script)
            .args(["serve".as_ref(), data.path().join("broker").as_os_str()])
            .arg(port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("tests/kafka.sh runs: bash is needed");
        let words = script.stdin.take().expect("piped");
        let answers = BufReader::new(script.stdout.take().expect("piped"));
        let broker = Self {
            servers: format!("127.0.0.1:{port}"),
            login_servers: format!("127.0.0.1:{}", port + 2),
            lead: Mutex::new(Lead { _script: script, words, answers }),
            _data: data,
        };
        broker.hear("ready");
        broker
    }

    /// Kills it with -9; its data stays.
    pub(crate) fn kill(&self) {
        self.say("kill");
        self.hear("killed");
    }

    /// Starts it again on the same data and port.
    pub(crate) fn start_again(&self) {
        self.say("start");
        self.hear("ready");
    }

    fn say(&self, word: &str) {
        let mut lead = self.lead.lock().expect("no test panics here");
        writeln!(lead.words, "{word}").expect("tests/kafka.sh listens");
    }

    fn hear(&self, word: &str) {
        let mut answer = String::new();
        let read = self.lead.lock().expect("no test panics here").answers.read_line(&mut answer);
        assert!(
            read.is_ok() && answer.trim_end() == word,
            "no Kafka broker for the tests: what tests/kafka.sh says above tells what to install; \
             or name a broker that is there, without a login, in VIGIE_TEST_KAFKA=host:port"
        );
    }
}

/// Three free ports in a row, below the range from which the system serves outgoing connections: a port of that range
/// could be taken while the broker is down.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let start = 20_000 + (std::process::id() % 1_000) as u16 * 10;
    loop {
        let port = start + NEXT.fetch_add(3, Ordering::Relaxed) % 2_000;
        if (port..port + 3).all(|port| TcpListener::bind(("127.0.0.1", port)).is_ok()) {
            return port;
        }
    }
}

/// The broker that the tests of this process share, with a login listener.
pub(crate) fn own() -> &'static Broker {
    static OWN: OnceLock<Broker> = OnceLock::new();
    OWN.get_or_init(Broker::start)
}

/// Where a real broker listens.
pub(crate) fn servers() -> String {
    std::env::var("VIGIE_TEST_KAFKA").unwrap_or_else(|_| own().servers.clone())
}

/// A name that no other test uses, nor another run on the same broker.
pub(crate) fn unique(name: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("{name}-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// Creates topics, each with its number of partitions and settings.
pub(crate) fn create_topics(servers: &str, topics: &[(&str, i32, &[(&str, &str)])]) {
    let admin: AdminClient<DefaultClientContext> =
        ClientConfig::new().set("bootstrap.servers", servers).create().expect("an admin client");
    let new: Vec<NewTopic<'_>> = topics
        .iter()
        .map(|&(name, partitions, settings)| {
            let topic = NewTopic::new(name, partitions, TopicReplication::Fixed(1));
            settings.iter().fold(topic, |topic, (key, value)| topic.set(key, value))
        })
        .collect();
    let options = AdminOptions::new().operation_timeout(Some(PATIENCE));
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    for created in runtime.block_on(admin.create_topics(&new, &options)).expect("the broker answers") {
        created.expect("a topic");
    }
}
