//! Metrics: the names other teams rely on, and what is counted.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use vigie::http::{self, Pages};
use vigie::kind::{Kind, Mode};
use vigie::message::{Field, FieldSet, PackIdentity, ReasonClass, Severity};
use vigie::telemetry::{Judged, Metrics, RebalanceEvent, ReloadResult, Tally, TransactionResult};

/// Name, type and labels, as the contract lists them.
const CONTRACT: &[(&str, &str, &[&str])] = &[
    ("vigie_messages_total", "counter", &["result"]),
    ("vigie_message_bytes_total", "counter", &[]),
    ("vigie_hits_total", "counter", &["detector", "kind", "mode"]),
    ("vigie_flags_total", "counter", &["severity"]),
    ("vigie_dead_letters_total", "counter", &["reason"]),
    ("vigie_scan_seconds", "histogram", &[]),
    ("vigie_flag_latency_seconds", "histogram", &[]),
    ("vigie_batch_messages", "histogram", &[]),
    ("vigie_transactions_total", "counter", &["result"]),
    ("vigie_transaction_seconds", "histogram", &["result"]),
    ("vigie_rebalances_total", "counter", &["event"]),
    ("vigie_partitions_assigned", "gauge", &[]),
    ("vigie_lag_records", "gauge", &["partition", "topic"]),
    ("vigie_lag_seconds", "gauge", &["partition", "topic"]),
    ("vigie_replayed_messages_total", "counter", &[]),
    ("vigie_replay_seconds", "histogram", &[]),
    ("vigie_conversations", "gauge", &[]),
    ("vigie_conversation_bytes", "gauge", &[]),
    ("vigie_conversation_evictions_total", "counter", &["cause"]),
    ("vigie_pack_info", "gauge", &["digest", "version"]),
    ("vigie_reloads_total", "counter", &["result"]),
    ("vigie_panics_total", "counter", &["detector"]),
    ("vigie_build_info", "gauge", &["revision", "version"]),
    // Added.
    ("vigie_invalid_fields_total", "counter", &["field"]),
    ("vigie_foreign_keys_total", "counter", &[]),
    ("vigie_replay_offsets_missing_total", "counter", &[]),
];

fn tally() -> Tally {
    let mut tally = Tally::default();
    for result in Judged::ALL {
        tally.message(result, 10);
    }
    tally.hit(Kind::Phone, &"phone.plan".into(), Mode::Live);
    tally.hit(Kind::Phone, &"phone.plan".into(), Mode::Live);
    tally.hit(Kind::Url, &"url.try".into(), Mode::Shadow);
    tally.flag(Severity::Contact);
    tally.dead_letter(ReasonClass::NotJson);
    tally.panic("phone.plan");
    tally.foreign_key();
    let mut fields = FieldSet::default();
    fields.insert(Field::SentAt);
    tally.invalid_fields(fields);
    tally.scanned(Duration::from_micros(3));
    tally.scanned(Duration::from_secs(2));
    tally
}

fn busy_metrics() -> Metrics {
    let metrics = Metrics::new();
    metrics.publish(&tally());
    metrics.batch(6);
    metrics.flag_latency(0.2);
    metrics.transaction(TransactionResult::Committed, Duration::from_millis(5));
    metrics.rebalance(RebalanceEvent::Assigned);
    metrics.partitions_assigned(2);
    metrics.lag("messages", 3, 7, 0.5);
    metrics.replayed(4);
    metrics.rebuilt(Duration::from_millis(1));
    metrics.replay_offset_missing();
    metrics.conversations(1, 100);
    metrics.conversation_evictions("age", 1);
    metrics.pack(&PackIdentity { version: "1".into(), digest: "sha256:00".into() });
    metrics.reload(ReloadResult::Refused);
    metrics
}

#[test]
fn every_metric_has_the_contracts_name_type_and_labels() {
    let text = busy_metrics().text();
    let types: BTreeMap<&str, &str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE "))
        .map(|line| line.split_once(' ').unwrap())
        .collect();
    let expected: BTreeMap<&str, &str> = CONTRACT.iter().map(|&(name, kind, _)| (name, kind)).collect();
    assert_eq!(types, expected);
    for (name, kind, labels) in CONTRACT {
        let sample = if *kind == "histogram" { format!("{name}_sum") } else { (*name).to_owned() };
        let line = text.lines().find(|line| line.starts_with(&sample) && !line.starts_with('#')).unwrap();
        let inner = line.split_once('{').map_or("", |(_, rest)| rest.split_once('}').unwrap().0);
        let names: Vec<&str> =
            inner.split(',').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap().0).collect();
        assert_eq!(&names, labels, "{name}");
        assert!(text.contains(&format!("# HELP {name} ")));
    }
}

#[test]
fn what_is_tallied_is_published_once() {
    let metrics = busy_metrics();
    let mut twice = tally();
    twice.merge(tally());
    metrics.publish(&twice);
    let text = metrics.text();
    for line in [
        "vigie_messages_total{result=\"clean\"} 3",
        "vigie_messages_total{result=\"tombstone\"} 3",
        "vigie_message_bytes_total 180",
        "vigie_hits_total{detector=\"phone.plan\",kind=\"phone\",mode=\"live\"} 6",
        "vigie_hits_total{detector=\"url.try\",kind=\"url\",mode=\"shadow\"} 3",
        "vigie_flags_total{severity=\"contact\"} 3",
        "vigie_flags_total{severity=\"invitation\"} 0",
        "vigie_dead_letters_total{reason=\"not_json\"} 3",
        "vigie_panics_total{detector=\"phone.plan\"} 3",
        "vigie_foreign_keys_total 3",
        "vigie_invalid_fields_total{field=\"sent_at\"} 3",
        "vigie_scan_seconds_bucket{le=\"0.0000025\"} 0",
        "vigie_scan_seconds_bucket{le=\"0.000005\"} 3",
        "vigie_scan_seconds_bucket{le=\"1\"} 3",
        "vigie_scan_seconds_bucket{le=\"+Inf\"} 6",
        "vigie_scan_seconds_count 6",
    ] {
        assert!(text.contains(&format!("\n{line}\n")), "{line} is not in\n{text}");
    }
    assert_eq!(metrics.judged(Judged::Flagged), 3);
}

#[test]
fn what_is_gone_is_shown_no_more() {
    let metrics = busy_metrics();
    metrics.lag("messages", 4, 1, 0.0);
    metrics.forget_partition("messages", 3);
    metrics.forget_partition("messages", 99);
    metrics.pack(&PackIdentity { version: "1".into(), digest: "sha256:11".into() });
    let text = metrics.text();
    assert!(!text.contains("partition=\"3\"") && text.contains("partition=\"4\""));
    assert!(!text.contains("sha256:00") && text.contains("sha256:11"));
}

fn get(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "{request} HTTP/1.1\r\nhost: vigie\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn pages_are_served_and_health_is_what_it_is() {
    let listener = http::listen("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = listener.local_addr().unwrap();
    let taken = http::listen(address).unwrap_err().to_string();
    assert_eq!(
        taken,
        format!(
            "cannot listen on {address} (address in use): stop whoever uses it, or set http.listen to another address"
        )
    );
    let ready = Arc::new(AtomicBool::new(false));
    let pages = Pages {
        metrics: Arc::new(busy_metrics()),
        live: Box::new(|| true),
        ready: Box::new({
            let ready = ready.clone();
            move || ready.load(Ordering::Relaxed)
        }),
    };
    // The thread ends with the test's process: serving has no end of its own.
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(http::serve(listener, Arc::new(pages))).map(|never| match never {})
    });
    assert!(get(address, "GET /livez").starts_with("HTTP/1.1 200 "));
    assert!(get(address, "GET /readyz").starts_with("HTTP/1.1 503 "));
    ready.store(true, Ordering::Relaxed);
    assert!(get(address, "GET /readyz").starts_with("HTTP/1.1 200 "));
    let metrics = get(address, "GET /metrics");
    assert!(metrics.contains("content-type: text/plain; version=0.0.4") && metrics.contains("vigie_build_info"));
    assert!(get(address, "GET /").starts_with("HTTP/1.1 404 "));
    assert!(get(address, "POST /metrics").starts_with("HTTP/1.1 405 "));
}
