//! Configuration: its layers, its documentation, and each thing it refuses.

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use vigie::config::{Config, ConfigError, Override, load};
use vigie::kind::Kind;
use vigie::message::Texts;

fn pairs(pairs: &[(&str, &str)]) -> Vec<Override> {
    pairs.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect()
}

fn from_toml(text: &str) -> Result<Config, ConfigError> {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("vigie.toml");
    fs::write(&file, text).unwrap();
    load(Config::default(), Some(&file), [], &[])
}

#[track_caller]
fn refused(text: &str, expected: &str) {
    assert_eq!(from_toml(text).unwrap_err().to_string(), expected, "{text}");
}

#[test]
fn the_documented_file_equals_the_defaults() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/vigie.toml");
    let documented = load(Config::default(), Some(&file), [], &[]).unwrap();
    let defaults = load(Config::default(), None, [], &[]).unwrap();
    assert_eq!(documented, defaults);
}

#[test]
fn the_documented_file_names_and_explains_every_key() {
    fn walk(value: &serde_json::Value, path: &str, documented: &toml::Value, text: &str) {
        let serde_json::Value::Object(tree) = value else { return };
        for (key, value) in tree {
            let path = format!("{path}.{key}");
            if value.is_null() {
                assert!(text.contains(&format!("\n# {key} = ")), "{path} is not named");
                continue;
            }
            let inner = documented.get(key).unwrap_or_else(|| panic!("{path} is not named"));
            if !value.is_object() && !path.contains("thresholds") {
                let at = text.find(&format!("\n{key} = ")).unwrap_or_else(|| panic!("{path} is not set"));
                let before = text[..at].lines().next_back().unwrap_or_default();
                assert!(before.starts_with('#'), "{path} is not explained");
            }
            walk(value, &path, inner, text);
        }
    }
    let text = include_str!("../../config/vigie.toml");
    let documented: toml::Value = toml::from_str(text).unwrap();
    let defaults = serde_json::to_value(Config::default()).unwrap();
    walk(&defaults, "", &documented, text);
    for table in ["consumer", "producer"] {
        assert!(documented["kafka"].get(table).is_some(), "kafka.{table} is not named");
    }
}

#[test]
fn each_layer_wins_over_the_one_below() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("vigie.toml");
    fs::write(&file, "[kafka]\ngroup_id = 'file'\nflags_topic = 'file'\ndead_letters_topic = 'file-dead'\n").unwrap();
    let environment = pairs(&[
        ("VIGIE__KAFKA__FLAGS_TOPIC", "environment"),
        ("VIGIE__KAFKA__DEAD_LETTERS_TOPIC", "environment-dead"),
        ("VIGIE__KAFKA__INPUT_TOPICS", "one, two"),
        ("VIGIE__WORKER__LANES", "3"),
        ("VIGIE__KAFKA__CONSUMER__SASL__PASSWORD", "0042"),
        ("VIGIE_REVISION", "is no setting"),
    ]);
    let flags = pairs(&[("kafka.dead_letters_topic", "flag")]);
    let config = load(Config::default(), Some(&file), environment, &flags).unwrap();
    assert_eq!(config.kafka.bootstrap_servers, "localhost:9092");
    assert_eq!(config.kafka.group_id, "file");
    assert_eq!(config.kafka.flags_topic, "environment");
    assert_eq!(config.kafka.dead_letters_topic, "flag");
    assert_eq!(config.kafka.input_topics, ["one", "two"]);
    assert_eq!(config.worker.lanes, 3);
    assert_eq!(config.kafka.consumer["sasl.password"].get(), "0042");
}

#[test]
fn text_from_outside_the_file_is_read_as_the_settings_type() {
    let environment = pairs(&[
        ("VIGIE__KAFKA__GROUP_ID", "123"),
        ("VIGIE__KAFKA__INPUT_TOPICS", "one"),
        ("VIGIE__DETECTION__THRESHOLDS__PHONE", "1"),
        ("VIGIE__POLICY__FLAG_TEXT", "none"),
        ("VIGIE__HTTP__LISTEN", "0.0.0.0:80"),
    ]);
    let config = load(Config::default(), None, environment, &[]).unwrap();
    assert_eq!(config.kafka.group_id, "123");
    assert_eq!(config.detection.thresholds[&Kind::Phone].to_bits(), 1.0_f64.to_bits());
    assert_eq!(config.detection.thresholds[&Kind::Email].to_bits(), 0.5_f64.to_bits());
    assert_eq!(config.policy.flag_text, Texts::None);
    assert_eq!(config.http.listen.port(), 80);
}

#[test]
fn properties_are_joined_however_they_are_written() {
    let config = from_toml(
        "[kafka.consumer]\nsecurity.protocol = 'ssl'\n'ssl.endpoint.identification.algorithm' = 'https'\n\
         [kafka.consumer.sasl]\nusername = 'vigie'\n[kafka.producer]\nlinger.ms = 5\nsocket.keepalive.enable = true\n",
    )
    .unwrap();
    let names: Vec<&str> = config.kafka.consumer.keys().map(String::as_str).collect();
    assert_eq!(names, ["sasl.username", "security.protocol", "ssl.endpoint.identification.algorithm"]);
    assert_eq!(config.kafka.producer["linger.ms"].get(), "5");
    assert_eq!(config.kafka.producer["socket.keepalive.enable"].get(), "true");
    refused(
        "[kafka.consumer]\nclient.rack = 'a'\n'client.rack' = 'b'\n",
        "`kafka.consumer.client.rack`: it stands twice, quoted and nested: keep one",
    );
}

#[test]
fn secrets_come_from_files() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("vigie.toml");
    fs::write(folder.path().join("password"), "s3cret\n").unwrap();
    fs::write(&file, "[kafka.consumer]\nsasl.password_file = 'password'\n").unwrap();
    let config = load(Config::default(), Some(&file), [], &[]).unwrap();
    assert_eq!(config.kafka.consumer["sasl.password"].get(), "s3cret");
    assert!(!config.kafka.consumer.contains_key("sasl.password_file"));
    assert!(!format!("{config:?}").contains("s3cret"));

    fs::write(folder.path().join("password"), "").unwrap();
    let error = load(Config::default(), Some(&file), [], &[]).unwrap_err().to_string();
    assert!(error.starts_with("`kafka.consumer.sasl.password_file`: the secret file "), "{error}");
    assert!(error.ends_with("password cannot be used: empty"), "{error}");
    fs::remove_file(folder.path().join("password")).unwrap();
    let error = load(Config::default(), Some(&file), [], &[]).unwrap_err().to_string();
    assert!(error.ends_with("cannot be used: entity not found"), "{error}");
}

#[test]
fn paths_stand_against_the_files_folder() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("vigie.toml");
    fs::write(&file, "[patterns]\ndirectory = 'mine'\n").unwrap();
    let config = load(Config::default(), Some(&file), [], &[]).unwrap();
    assert_eq!(config.patterns.directory, Some(folder.path().join("mine")));
}

#[test]
fn unknown_keys_are_named_with_the_nearest_known_one() {
    refused(
        "[kafka]\ngroupid = 'x'\n",
        "unknown setting `kafka.groupid` (in the file): did you mean `kafka.group_id`?",
    );
    refused("[worker]\nlane = 2\n", "unknown setting `worker.lane` (in the file): did you mean `worker.lanes`?");
    refused("group_id = 'x'\n", "unknown setting `group_id` (in the file): did you mean `kafka.group_id`?");
    refused("[zebra]\nx = 1\n", "unknown setting `zebra` (in the file)");
    refused(
        "[detection.thresholds]\nfone = 0.5\n",
        "unknown setting `detection.thresholds.fone` (in the file): did you mean `detection.thresholds.phone`?",
    );
    let environment = pairs(&[("VIGIE__HTTP__LISTN", "x")]);
    assert_eq!(
        load(Config::default(), None, environment, &[]).unwrap_err().to_string(),
        "unknown setting `http.listn` (in the environment): did you mean `http.listen`?"
    );
}

/// Every setting, with a value it refuses and what is said then.
#[test]
fn each_bad_value_is_refused_by_its_key_and_never_printed() {
    let cases = [
        (
            "kafka",
            "bootstrap_servers = ''",
            "`kafka.bootstrap_servers`: it must not be empty or hold control characters",
        ),
        ("kafka", "bootstrap_servers = 5", "`kafka.bootstrap_servers` (in the file): text is expected"),
        ("kafka", "group_id = ' '", "`kafka.group_id`: it must not be empty or hold control characters"),
        ("kafka", "input_topics = []", "`kafka.input_topics`: at least one topic is needed"),
        ("kafka", "input_topics = 'CANARY'", "`kafka.input_topics` (in the file): a list is expected"),
        (
            "kafka",
            "input_topics = ['CANARY!']",
            "`kafka.input_topics`: a topic's name is 1 to 249 letters, digits, dots, underscores and hyphens",
        ),
        (
            "kafka",
            "flags_topic = ''",
            "`kafka.flags_topic`: a topic's name is 1 to 249 letters, digits, dots, underscores and hyphens",
        ),
        (
            "kafka",
            "flags_topic = 'messages'",
            "`kafka.flags_topic`: it is an input topic too: the worker would feed itself",
        ),
        (
            "kafka",
            "dead_letters_topic = 'moderation.flags'",
            "`kafka.dead_letters_topic`: it is the flags topic too: keep them apart",
        ),
        (
            "kafka",
            "delivery = 'CANARY'",
            "`kafka.delivery` (in the file): one of exactly-once, at-least-once is expected",
        ),
        (
            "kafka",
            "instance_id = \"CANARY\\u0007\"",
            "`kafka.instance_id`: it must not be empty or hold control characters",
        ),
        ("kafka", "start_timeout_seconds = 0", "`kafka.start_timeout_seconds`: a number from 1 to 3600 is expected"),
        ("kafka", "consumer = 'CANARY'", "`kafka.consumer`: a table of librdkafka properties is expected"),
        (
            "kafka.consumer",
            "enable.auto.commit = true",
            "`kafka.consumer.enable.auto.commit` may not be set: offsets are committed with the flags, never by themselves",
        ),
        (
            "kafka.producer",
            "'transactional.id' = 'CANARY'",
            "`kafka.producer.transactional.id` may not be set: it is made of kafka.group_id, kafka.instance_id and the lane",
        ),
        (
            "kafka.consumer",
            "sesion.timeout.ms = 'CANARY'",
            "`kafka.consumer.sesion.timeout.ms`: librdkafka knows no such property or does not take its value: see its CONFIGURATION.md",
        ),
        (
            "kafka.consumer",
            "session.timeout.ms = 'CANARY'",
            "`kafka.consumer.session.timeout.ms`: librdkafka knows no such property or does not take its value: see its CONFIGURATION.md",
        ),
        ("worker", "lanes = 0", "`worker.lanes`: a number from 1 to 256 is expected"),
        ("worker", "lanes = -1", "`worker.lanes` (in the file): a whole number, 0 or more, is expected"),
        ("worker", "batch_messages_max = 0", "`worker.batch_messages_max`: a number from 1 to 100000 is expected"),
        ("worker", "batch_bytes_max = 1", "`worker.batch_bytes_max`: a number from 1024 to 1073741824 is expected"),
        ("worker", "batch_wait_ms = 5000", "`worker.batch_wait_ms`: a number from 1 to 1000 is expected"),
        (
            "worker",
            "shutdown_timeout_seconds = 'CANARY'",
            "`worker.shutdown_timeout_seconds` (in the file): a whole number, 0 or more, is expected",
        ),
        ("dead_letters", "ratio_max = 2", "`dead_letters.ratio_max`: a number from 0 to 1 is expected"),
        ("dead_letters", "ratio_max = nan", "`dead_letters.ratio_max`: a number from 0 to 1 is expected"),
        ("dead_letters", "records_min = 0", "`dead_letters.records_min`: a number from 1 to 1000000 is expected"),
        ("conversation", "offsets_max = 0", "`conversation.offsets_max`: a number from 1 to 10000000 is expected"),
        ("dead_letters", "keys_min = 0", "`dead_letters.keys_min`: a number from 1 to 100000 is expected"),
        (
            "http",
            "listen = 'CANARY'",
            "`http.listen` (in the file): an address and a port, as in 127.0.0.1:9464, is expected",
        ),
        ("log", "format = 'CANARY'", "`log.format` (in the file): one of auto, json, pretty is expected"),
        ("log", "level = 'CANARY'", "`log.level` (in the file): one of error, warn, info, debug is expected"),
        ("patterns", "directory = 7", "`patterns.directory` (in the file): text is expected"),
        ("patterns", "poll_seconds = 100000", "`patterns.poll_seconds`: a number from 0 to 86400 is expected"),
        ("message", "text = ''", "`message.text`: a required field needs a name"),
        ("message", "text = 'CANARY..b'", "`message.text`: a step of the path is empty: write it as `object.field`"),
        ("message", "locale = 'text'", "`message.text and message.locale`: the same place, or one within the other"),
        ("platform", "hosts = ['']", "`platform.hosts`: an item is empty: take it out"),
        ("platform", "phones = [33]", "`platform.phones.0`: text is expected"),
        ("detection", "text_bytes_max = 1", "`detection.text_bytes_max`: a number from 1024 to 1048576 is expected"),
        ("detection.thresholds", "phone = 1.5", "`detection.thresholds.phone`: a number from 0 to 1 is expected"),
        (
            "policy",
            "flag_text = 'CANARY'",
            "`policy.flag_text` (in the file): one of text, excerpt, masked, none is expected",
        ),
        ("policy", "contact_allowed_stages = ['']", "`policy.contact_allowed_stages`: an item is empty: take it out"),
    ];
    for (table, line, expected) in cases {
        refused(&format!("[{table}]\n{line}\n"), expected);
        assert!(!expected.contains("CANARY"));
    }
}

#[test]
fn a_broken_file_is_placed_and_not_quoted() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("vigie.toml");
    for (text, expected) in [
        ("[kafka]\ngroup_id = \"CANARY\n", "line 2, column 19: not TOML"),
        ("[kafka]\ngroup_id = 'a'\ngroup_id = 'CANARY'\n", "line 3, column 1: a key stands twice"),
    ] {
        fs::write(&file, text).unwrap();
        let error = load(Config::default(), Some(&file), [], &[]).unwrap_err().to_string();
        assert_eq!(error, format!("{}: {expected}", file.display()));
    }
    fs::write(&file, b"group_id = '\xff'").unwrap();
    let error = load(Config::default(), Some(&file), [], &[]).unwrap_err().to_string();
    assert!(error.ends_with("line 1, column 13: not UTF-8"), "{error}");
    let error = load(Config::default(), Some(Path::new("/nowhere/vigie.toml")), [], &[]).unwrap_err().to_string();
    assert_eq!(
        error,
        "/nowhere/vigie.toml: cannot be read (entity not found): name a configuration file with --config"
    );
}
