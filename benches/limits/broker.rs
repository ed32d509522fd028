//! A real Kafka broker: the one that `VIGIE_TEST_KAFKA=host:port` names, else one that `tests/kafka.sh` runs for as long as
//! this process lives.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rdkafka::ClientConfig;
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;

/// Where it listens; its life, where it is ours: it ends with the script's input, and that with this value.
pub(crate) struct Broker {
    pub(crate) servers: String,
    script: Option<Child>,
}

impl Drop for Broker {
    fn drop(&mut self) {
        if let Some(script) = &mut self.script {
            drop(script.stdin.take());
            let _ = script.wait();
        }
    }
}

impl Broker {
    /// Ends the process where there can be none: a figure that is missing must not pass for one that is good.
    pub(crate) fn start() -> Self {
        if let Ok(servers) = std::env::var("VIGIE_TEST_KAFKA") {
            return Self { servers, script: None };
        }
        let port = (31_000..32_000).step_by(3).find(|&port| is_free(port)).unwrap();
        let data = std::env::temp_dir().join(format!("vigie-limits-{}", std::process::id()));
        let started = Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kafka.sh"))
            .args(["serve".as_ref(), data.as_os_str()])
            .arg(port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut script = started.unwrap_or_else(|_| fail());
        let mut answer = String::new();
        let mut answers = BufReader::new(script.stdout.take().unwrap());
        if answers.read_line(&mut answer).is_err() || answer.trim_end() != "ready" {
            fail();
        }
        Self { servers: format!("127.0.0.1:{port}"), script: Some(script) }
    }

    pub(crate) fn create(&self, topics: &[(&str, i32)]) {
        let admin: AdminClient<DefaultClientContext> =
            ClientConfig::new().set("bootstrap.servers", &self.servers).create().unwrap();
        let new: Vec<_> = topics
            .iter()
            .map(|&(name, partitions)| NewTopic::new(name, partitions, TopicReplication::Fixed(1)))
            .collect();
        let options = AdminOptions::new().operation_timeout(Some(Duration::from_secs(30)));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        for created in runtime.block_on(admin.create_topics(&new, &options)).unwrap() {
            created.expect("a topic");
        }
    }
}

fn is_free(port: u16) -> bool {
    (port..port + 3).all(|port| TcpListener::bind(("127.0.0.1", port)).is_ok())
}

fn fail() -> ! {
    eprintln!(
        "worker/* and memory/* were NOT measured: no Kafka broker. What tests/kafka.sh says above tells what to install; \
         or name a broker that is there, without a login, in VIGIE_TEST_KAFKA=host:port"
    );
    std::process::exit(1);
}
