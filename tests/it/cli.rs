//! The command line: what each command prints, and the exit code of each way to fail.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use vigie::stream::Broker;

use crate::message::{assert_fits, schema};
use crate::process::{Running, fed, text, vigie};

const DETECTOR: &str = r#"[[detector]]
id = "email.test"
about = "An address."
kind = "email"
anchors = ["@"]
regex = '[a-z]{1,64}@[a-z]{1,64}[.]com'
match = ["to ⟦jane@example.com⟧"]
no-match = ["to jane"]
"#;

fn run(arguments: &[&str]) -> Output {
    vigie().args(arguments).output().unwrap()
}

/// One clear message on standard error, nothing on standard output, and the code.
#[track_caller]
fn fails(arguments: &[&str], code: i32, message: &str) {
    let output = run(arguments);
    let said = text(&output.stderr).trim_end();
    assert!(said.contains(message), "{said}");
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(code), ""));
    assert_eq!(said.lines().count(), 1, "{said}");
}

fn message(id: u64, text: &str) -> String {
    json!({"message_id": id, "conversation_id": "c", "sender_id": "s", "text": text}).to_string()
}

#[test]
fn help_teaches_and_usage_is_checked() {
    let help = run(&["--help"]);
    assert_eq!(help.status.code(), Some(0));
    for word in ["run", "demo", "scan", "explain", "check", "Examples:", "Exit codes:"] {
        assert!(text(&help.stdout).contains(word), "{word}");
    }
    for command in ["run", "demo", "scan", "explain", "check"] {
        let help = run(&[command, "--help"]);
        assert!(help.status.success() && text(&help.stdout).contains("Example"), "{command}");
    }
    for wrong in [
        &[][..],
        &["scam"],
        &["scan", "--format", "xml"],
        &["explain"],
        &["demo", "--rate", "0"],
        &["run", "--set", "x"],
    ] {
        let output = run(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
}

#[test]
fn scan_prints_findings_for_people() {
    let output =
        fed(&["scan"], "bonjour\r\n\nmon mail : jane.doe@example.com\n\u{1b}[31m jane.doe@example.com".as_bytes());
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    let out = text(&output.stdout);
    assert!(out.starts_with("3: mon mail : ⟦jane.doe@example.com⟧\n    email "), "{out}");
    assert!(out.contains("\n4: \u{fffd}[31m ⟦jane.doe@example.com⟧\n"), "a member's text commands no terminal: {out}");
    let output = fed(&["scan", "-"], b"fine\n\xff\xfe\nfine");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stderr), "vigie: line 2: not UTF-8: skipped\nvigie: 1 of 3 lines could not be scanned\n");
}

#[test]
fn scan_gives_one_verdict_a_line_in_order() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("messages.jsonl");
    let first = json!({"message_id": 1, "conversation_id": "c", "sender_id": "s", "text": "a", "sent_at": "2026-03-01T10:15:00Z"});
    let lines = format!("{first}\n\n{}\n{}\n[]\n{}", message(2, "jane.doe@example.com"), "not json", message(3, "b"));
    fs::write(&file, lines).unwrap();
    let output = run(&["scan", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stderr), "vigie: 3 of 6 lines could not be scanned\n");
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    assert_eq!(lines.len(), 6);
    assert_eq!(lines[1], r#"{"error":"empty","line":2}"#);
    assert_eq!(lines[3], r#"{"error":"not_json, line 1, column 2","line":4}"#);
    assert_eq!(lines[4], r#"{"error":"not_one_object, line 1, column 2","line":5}"#);
    let schema = schema();
    let verdicts = [0, 2, 5].map(|at| assert_fits(&schema, lines[at].as_bytes()));
    assert_eq!(verdicts.each_ref().map(|verdict| verdict["message_id"].clone()), ["1", "2", "3"]);
    assert_eq!(verdicts.each_ref().map(|verdict| verdict["flagged"].clone()), [false, true, false]);
    for verdict in &verdicts {
        assert_eq!(verdict["sent_at"], "2026-03-01T10:15:00Z", "a missing time is the previous line's");
        assert_eq!(verdict["source"], Value::Null);
    }
    assert_eq!(verdicts[1]["hits"][0]["text"], "jane.doe@example.com");
    let masked = run(&["scan", "--set", "policy.flag_text=masked", file.to_str().unwrap()]);
    assert!(!text(&masked.stdout).contains("jane.doe"));
}

#[test]
fn scan_cuts_a_long_text_and_says_so() {
    let long = message(1, &format!("{} jane.doe@example.com", "é".repeat(40_000)));
    let output = fed(&["scan", "--format", "jsonl"], long.as_bytes());
    let verdict = assert_fits(&schema(), output.stdout.trim_ascii());
    assert_eq!((&verdict["truncated"], &verdict["flagged"]), (&json!(true), &json!(false)));
}

#[test]
fn scan_stops_quietly_when_its_reader_goes_away() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("messages.jsonl");
    fs::write(&file, format!("{}\n", message(1, "a")).repeat(20_000)).unwrap();
    let mut child =
        vigie().args(["scan", file.to_str().unwrap()]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    assert!(line.starts_with("{\"schema\""));
    drop(reader);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
}

#[test]
fn scan_needs_no_more_memory_for_more_lines_and_answers_each_at_once() {
    const LONG: usize = 1 << 20;
    const LINES: usize = 150;
    let mut child =
        vigie().args(["scan", "--format", "jsonl"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    let long = format!("{}\n", message(1, &"a".repeat(LONG)));
    for _ in 0..LINES {
        stdin.write_all(long.as_bytes()).unwrap();
        line.clear();
        // The answer comes while the input is still open.
        stdout.read_line(&mut line).unwrap();
        assert!(line.contains("\"truncated\":true"));
    }
    // A line without end is skipped, not held.
    stdin.write_all(&vec![b'x'; 64 << 20]).unwrap();
    stdin.write_all(b"\n").unwrap();
    line.clear();
    stdout.read_line(&mut line).unwrap();
    assert_eq!(line, "{\"error\":\"too_long, over 16 MiB\",\"line\":151}\n");
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak_kib: usize = peak.trim().trim_end_matches(" kB").parse().unwrap();
    assert!(peak_kib < 100 << 10, "{LINES} MiB and a line of 64 MiB were read in {peak_kib} KiB");
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(2));
}

#[test]
fn scan_refuses_what_it_cannot_read() {
    fails(&["scan", "/nowhere/chat.txt"], 2, "vigie: /nowhere/chat.txt: cannot be read: entity not found");
    fails(&["scan", "/"], 2, "vigie: /: cannot be read: is a directory");
}

#[test]
fn check_proves_a_pack_and_a_configuration() {
    let output = run(&["check"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    assert!(text(&output.stdout).contains(" detectors compiled, "));
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/vigie.toml");
    let output = run(&["check", "--config", shipped.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).starts_with("every setting is valid; "));

    let folder = TempDir::new().unwrap();
    let path = folder.path().to_str().unwrap();
    fails(&["check", path], 1, "no *.toml file in it");
    fs::write(folder.path().join("email.toml"), DETECTOR).unwrap();
    assert_eq!(run(&["check", path]).status.code(), Some(0));
    fs::write(folder.path().join("email.toml"), DETECTOR.replace("to jane\"", "to jane@example.com\"")).unwrap();
    let output = run(&["check", path]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).starts_with("email.toml: detector `email.test`: example 1 of `no-match`"));
    fails(&["check", "--set", "worker.lanes=0"], 1, "`worker.lanes`: a number from 1 to 256 is expected");
}

#[test]
fn explain_says_why() {
    let output = run(&["explain", "Write to jane.doe (at) example.com"]);
    let out = text(&output.stdout);
    assert!(
        out.starts_with("Write to ⟦jane.doe (at) example.com⟧\nread as written: write to jane.doe (at) example.com\n")
    );
    for part in ["    at             at", "email jane.doe@example.com  bytes 9..34, ", ": flags\n", "evidence   base "]
    {
        assert!(out.contains(part), "{part:?} in {out}");
    }
    assert!(text(&run(&["explain", "bonjour"]).stdout).contains("nothing found"));
    let displaced = run(&["explain", "https://wa.me/33639981234"]);
    assert!(text(&displaced.stdout).contains("rejected: the url at bytes 0..25 explains more"));
}

#[test]
fn explain_reads_several_messages_as_one_conversation() {
    let output = run(&["explain", "mon num : 06 39", "B: oui ?", "A: 98 12 34"]);
    let out = text(&output.stdout);
    assert!(out.contains("\n2 B: oui ?\n") && out.contains("remembered: 4 digits 06 39\n"), "{out}");
    assert!(out.contains("completed here: message 1 bytes 10..15, message 3 bytes 0..8"), "{out}");
}

#[test]
fn evaluate_counts_and_weighs() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("cases.jsonl");
    let cases = [
        r#"{"id":"a","lang":"fr","set":"positive","level":"plain","marked":"mon num : [[phone|06 39 98 12 34]]"}"#,
        r#"{"id":"b","lang":"fr","set":"positive","level":"plain","marked":"le grand cheval [[phone|blanc]]"}"#,
        r#"{"id":"c","lang":"fr","set":"negative","level":"plain","marked":"à samedi alors"}"#,
    ];
    fs::write(&file, cases.join("\n")).unwrap();
    let path = file.to_str().unwrap();
    let output = run(&["evaluate", "--misses", path]);
    let out = text(&output.stdout);
    assert!(out.contains("recall.message                   1/2     0.5000\n"), "{out}");
    assert!(out.contains("fp.hard                          0/1 ") && out.contains("Missed b\n"), "{out}");
    let weights = run(&["evaluate", "--weights", path]);
    assert!(text(&weights.stdout).starts_with("found  kinds  invitations  false alarms\n"));
    let catalogue = [
        r#"{"id":"P01","lang":"fr","label":"pos","type":"phone","messages":["06 39 98 12 34"]}"#,
        r#"{"id":"P02","lang":"fr","label":"pos","type":"phone","messages":["06 39","98 12 34"]}"#,
        r#"{"id":"N04","lang":"fr","label":"neg","messages":["à samedi alors"]}"#,
    ];
    fs::write(&file, catalogue.join("\n")).unwrap();
    let part = |part| text(&run(&["evaluate", "--ids", part, path]).stdout).to_owned();
    let (odd, even) = (part("odd"), part("even"));
    assert!(odd.contains("recall.message.single            1/1 ") && !odd.contains("fp.hard"), "{odd}");
    assert!(even.contains("recall.message.split             1/1 ") && even.contains("fp.hard  "), "{even}");
    fs::write(&file, "{").unwrap();
    fails(&["evaluate", path], 2, "line 1");

    let file = folder.path().join("cases.toml");
    let cases = [
        r#"{ lang = "fr", level = "plain", text = "⟦blanc⟧ ou ⟦06 39 98 12 34⟧", want = ["url", "phone +33639981234"] },"#,
        r#"{ lang = "fr", level = "innocent", text = "à samedi alors" },"#,
        r#"{ lang = "fr", messages = ["⟦06 39⟧", "B: oui ?", "⟦98 12 34⟧"], want = "phone +33639981234" },"#,
    ];
    fs::write(&file, format!("cases = [\n{}\n]", cases.join("\n"))).unwrap();
    let path = file.to_str().unwrap();
    let output = run(&["evaluate", path]);
    let out = text(&output.stdout);
    let figures = [
        "recall.message.plain             1/1 ",
        "recall.message.split             1/1 ",
        "span.iou80.single                1/2 ",
    ];
    assert!(figures.into_iter().all(|figure| out.contains(figure)), "{out}");
    fs::write(&file, "cases = [\n{ lang = 'fr', text = '⟦a', want = ['url'] },\n]").unwrap();
    fails(&["evaluate", path], 2, "line 2");
}

#[test]
fn run_refuses_to_start_with_one_clear_message() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("vigie.toml");
    let config = file.to_str().unwrap();
    fails(&["run", "--config", "/nowhere/vigie.toml"], 3, "vigie: /nowhere/vigie.toml: cannot be read");
    fs::write(&file, "[kafka]\ngroupid = 'x'\n").unwrap();
    fails(&["run", "--config", config], 3, "did you mean `kafka.group_id`?");
    fs::write(&file, "[kafka.consumer]\nsasl.password_file = 'nowhere'\n").unwrap();
    fails(&["run", "--config", config], 3, "nowhere cannot be used: entity not found");
    fs::write(&file, "[patterns]\ndirectory = 'mine'\n").unwrap();
    fails(&["run", "--config", config], 3, "the pattern pack is refused");
    fs::create_dir(folder.path().join("mine")).unwrap();
    fs::write(folder.path().join("mine/email.toml"), DETECTOR.replace("[.]com", "[.com")).unwrap();
    fails(&["run", "--config", config], 3, "email.toml: detector `email.test`");

    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = format!("http.listen={}", taken.local_addr().unwrap());
    fails(
        &["run", "--set", &listen],
        3,
        "(address in use): stop whoever uses it, or set http.listen to another address",
    );
}

#[test]
fn run_gives_up_on_a_broker_that_is_not_there() {
    // A port that was just free: nobody listens there.
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let brokers = format!("kafka.bootstrap_servers={free}");
    let quiet =
        ["--set", "kafka.start_timeout_seconds=1", "--set", "http.listen=127.0.0.1:0", "--set", "log.level=error"];
    let arguments = [&["run", "--set", &brokers][..], &quiet].concat();
    fails(&arguments, 4, &format!("no broker at {free} answered within 1 s"));
}

#[test]
fn run_reloads_its_patterns_and_stops_when_asked() {
    let broker = Broker::start(&[("messages", 2), ("moderation.flags", 1), ("messages.dead-letters", 1)]).unwrap();
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("email.toml");
    fs::write(&file, DETECTOR).unwrap();
    let settings = [format!("patterns.directory={}", folder.path().display()), "patterns.poll_seconds=1".to_owned()];
    let mut running = Running::start(&broker.bootstrap_servers(), &settings);
    running.until_page("/readyz", "200 OK");
    running.until_page("/livez", "200 OK");
    let before = running.until_page("/metrics", "vigie_pack_info");

    fs::write(&file, DETECTOR.replace("An address", "An e-mail address")).unwrap();
    running.signal("HUP");
    let after = running.until_page("/metrics", "vigie_reloads_total{result=\"applied\"} 1");
    let digest = |page: &str| page.lines().find(|line| line.starts_with("vigie_pack_info")).unwrap().to_owned();
    assert_ne!(digest(&before), digest(&after));

    fs::write(&file, DETECTOR.replace("kind = \"email\"", "kind = \"emial\"")).unwrap();
    let refused = running.until("the new pattern pack is refused");
    let refused: Value = serde_json::from_str(&refused).unwrap();
    assert_eq!((&refused["file"], &refused["id"]), (&json!("email.toml"), &json!("email.test")));
    let page = running.until_page("/metrics", "vigie_reloads_total{result=\"refused\"} 1");
    assert_eq!(digest(&page), digest(&after), "a bad pack changes nothing");

    running.signal("TERM");
    let (code, log) = running.end();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("stopped on request"), "{log}");
}

#[test]
fn a_second_signal_stops_at_once() {
    // Somebody who takes the call and never says a word: leaving takes a while.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    for (signal, expected) in [("INT", 130), ("TERM", 143)] {
        let mut running = Running::start(&silent.local_addr().unwrap().to_string(), &[]);
        running.signal(signal);
        running.until("stopping: ");
        running.signal(signal);
        let (code, log) = running.end();
        assert_eq!(code, Some(expected), "{log}");
    }
}

#[test]
fn demo_shows_flags_and_ends_by_itself() {
    let output = run(&["demo", "--messages", "250", "--rate", "2000", "--set", "http.listen=127.0.0.1:0"]);
    let out = text(&output.stdout);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    assert!(out.contains("● contact") && out.contains("⟦"), "{out}");
    assert!(out.contains("250 messages, ") && out.contains(" 2 dead letters"), "{out}");
    assert!(out.contains("Try next:"));
}

#[test]
fn demo_ends_on_request() {
    let mut child = vigie()
        .args(["demo", "--rate", "200", "--set", "http.listen=127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    assert!(out.by_ref().any(|line| line.starts_with('●')), "a flag is shown while it runs");
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert!(out.any(|line| line.starts_with("Try next:")));
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
}
