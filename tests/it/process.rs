//! The binary as a process: started, fed, asked, signalled, and never left behind.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use rdkafka::ClientConfig;
use rdkafka::producer::{BaseRecord, DefaultProducerContext, Producer, ThreadedProducer};
use vigie::stream::Broker;

/// What is waited for comes within this time, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two questions to a page that cannot tell us by itself.
const ASK_AGAIN: Duration = Duration::from_millis(20);

pub(crate) fn vigie() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
    // Settings of whoever runs the tests are not the tests' settings.
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("VIGIE__")) {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

/// Runs it to its end with this on its standard input.
pub(crate) fn fed(arguments: &[&str], input: &[u8]) -> Output {
    let mut child =
        vigie().args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    thread::scope(|scope| {
        // It may end before it has read everything.
        scope.spawn(move || drop(stdin.write_all(input)));
        child.wait_with_output().unwrap()
    })
}

pub(crate) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// The answer of a page, head and all.
pub(crate) fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: vigie\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// A worker on an embedded broker; killed when dropped.
pub(crate) struct Running {
    child: Child,
    lines: Receiver<String>,
    /// Every line of its log so far.
    pub(crate) log: String,
    pub(crate) address: SocketAddr,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended already, where the test went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    /// Starts `vigie run` against brokers, with further settings, and waits until it serves.
    pub(crate) fn start(bootstrap_servers: &str, settings: &[String]) -> Self {
        let mut command = vigie();
        let brokers = format!("kafka.bootstrap_servers={bootstrap_servers}");
        command.args(["run", "--set", "http.listen=127.0.0.1:0", "--set", "log.format=json", "--set", &brokers]);
        for setting in settings {
            command.args(["--set", setting]);
        }
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (sender, lines) = channel();
        thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let mut running = Self { child, lines, log: String::new(), address: SocketAddr::from(([127, 0, 0, 1], 0)) };
        let line = running.until("vigie is starting");
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        running.address = line["http"].as_str().unwrap().parse().unwrap();
        running
    }

    /// Waits for a line of the log that has these words.
    pub(crate) fn until(&mut self, words: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let line = self.lines.recv_timeout(deadline.saturating_duration_since(Instant::now()));
            let line = line.unwrap_or_else(|_| panic!("`{words}` is not in the log:\n{}", self.log));
            self.log += &line;
            self.log.push('\n');
            if line.contains(words) {
                return line;
            }
        }
    }

    /// Asks a page until its answer has these words.
    pub(crate) fn until_page(&self, path: &str, words: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let answer = get(self.address, path);
            if answer.contains(words) {
                return answer;
            }
            assert!(Instant::now() < deadline, "`{words}` is not on {path}:\n{answer}");
            thread::sleep(ASK_AGAIN);
        }
    }

    pub(crate) fn signal(&self, name: &str) {
        let signal = format!("-{name}");
        assert!(Command::new("kill").args([&signal, &self.child.id().to_string()]).status().unwrap().success());
    }

    /// Waits for its end: the exit code, and the whole log.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        let code = self.child.wait().unwrap().code();
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            self.log += &line;
            self.log.push('\n');
        }
        (code, std::mem::take(&mut self.log))
    }
}

/// Produces payloads, each with a key.
pub(crate) fn produce(broker: &Broker, topic: &str, records: &[(&str, &[u8])]) {
    let producer: ThreadedProducer<DefaultProducerContext> =
        ClientConfig::new().set("bootstrap.servers", broker.bootstrap_servers()).create().unwrap();
    for (key, payload) in records {
        producer.send(BaseRecord::to(topic).key(*key).payload(*payload)).map_err(|(error, _)| error).unwrap();
    }
    producer.flush(PATIENCE).unwrap();
}
