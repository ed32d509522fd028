//! librdkafka properties: nested tables joined with dots, secrets read from their files, and what may not be set.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use figment::value::{Dict, Num, Value};
use rdkafka::ClientConfig;
use rdkafka::error::KafkaError;
use serde::{Deserialize, Deserializer};

use super::{ConfigError, Properties};
use crate::private::Private;

/// The tables that hold librdkafka properties, under `kafka`.
const TABLES: [&str; 2] = ["consumer", "producer"];

/// A property whose name ends so names a file that holds the value.
const FILE_SUFFIX: &str = "_file";

/// A secret file is a password or a key; a longer one is the wrong file.
const SECRET_BYTES_MAX: u64 = 64 << 10;

/// Properties that would break a promise, by the beginning of their name, each with the reason.
const REFUSED: [(&str, &str); 18] = [
    ("enable.auto.", "offsets are committed with the flags, never by themselves"),
    ("auto.commit.", "offsets are committed with the flags, never by themselves"),
    ("isolation.level", "only committed messages are read"),
    ("group.id", "set kafka.group_id"),
    ("bootstrap.servers", "set kafka.bootstrap_servers"),
    ("metadata.broker.list", "set kafka.bootstrap_servers"),
    ("transactional.id", "it is made of kafka.group_id, kafka.instance_id and the lane"),
    ("enable.idempotence", "a transaction is always idempotent"),
    ("enable.gapless.guarantee", "it stops the producer for good where a retry would do"),
    ("acks", "a flag counts once all replicas in sync have it"),
    ("request.required.acks", "a flag counts once all replicas in sync have it"),
    ("max.in.flight", "idempotence decides it"),
    ("retries", "a transaction retries until its timeout"),
    ("message.send.max.retries", "a transaction retries until its timeout"),
    ("partitioner", "flags are placed as Java clients place them (murmur2)"),
    ("allow.auto.create.topics", "a missing topic is an error that says how to create it"),
    ("enable.partition.eof", "the end of a partition is no event here"),
    ("plugin.library.paths", "no foreign code is loaded into the worker"),
];

/// Reads properties that [`flatten`] has made text.
pub(super) fn private<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Properties, D::Error> {
    let properties = BTreeMap::<String, String>::deserialize(deserializer)?;
    Ok(properties.into_iter().map(|(name, value)| (name, Private::new(value))).collect())
}

/// Joins nested property tables of one layer: `security.protocol`, quoted or not, is one property. `base` is the folder
/// against which the layer's relative secret files stand.
pub(super) fn flatten(layer: &mut Dict, base: Option<&Path>) -> Result<(), ConfigError> {
    let Some(Value::Dict(_, kafka)) = layer.get_mut("kafka") else { return Ok(()) };
    for table in TABLES {
        let Some(value) = kafka.get_mut(table) else { continue };
        let prefix = format!("kafka.{table}");
        let Value::Dict(tag, nested) = value else {
            return Err(ConfigError::wrong_type(prefix, "a table of librdkafka properties"));
        };
        let mut flat = Dict::new();
        join(&prefix, "", std::mem::take(nested), &mut flat)?;
        for (name, value) in &mut flat {
            if let (true, Some(base), Value::String(_, file)) = (name.ends_with(FILE_SUFFIX), base, value) {
                *file = base.join(&*file).display().to_string();
            }
        }
        *value = Value::Dict(*tag, flat);
    }
    Ok(())
}

fn join(table: &str, prefix: &str, nested: Dict, flat: &mut Dict) -> Result<(), ConfigError> {
    for (key, value) in nested {
        let name = format!("{prefix}{key}");
        let value = match value {
            Value::Dict(_, nested) => {
                join(table, &format!("{name}."), nested, flat)?;
                continue;
            }
            value => Value::from(
                text(&value)
                    .ok_or_else(|| ConfigError::wrong_type(format!("{table}.{name}"), "text, a number or a boolean"))?,
            ),
        };
        if flat.insert(name.clone(), value).is_some() {
            return Err(ConfigError::invalid(
                format!("{table}.{name}"),
                "it stands twice, quoted and nested: keep one",
            ));
        }
    }
    Ok(())
}

/// A value as librdkafka takes it; a list is joined by commas.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(_, text) => Some(text.clone()),
        Value::Char(_, c) => Some(c.to_string()),
        Value::Bool(_, value) => Some(value.to_string()),
        Value::Num(_, number) => Some(match number {
            Num::F32(n) => n.to_string(),
            Num::F64(n) => n.to_string(),
            number => number.to_i128().map(|n| n.to_string()).or_else(|| number.to_u128().map(|n| n.to_string()))?,
        }),
        Value::Array(_, list) => {
            let plain = list.iter().filter(|item| !matches!(item, Value::Array(..)));
            let items: Vec<String> = plain.filter_map(text).collect();
            (items.len() == list.len()).then(|| items.join(","))
        }
        Value::Empty(..) | Value::Dict(..) => None,
    }
}

/// Refuses what would break a promise, reads secrets from their files, and asks librdkafka about the rest.
pub(super) fn settle(table: &str, properties: &mut Properties) -> Result<(), ConfigError> {
    for name in properties.keys() {
        let bare = name.strip_suffix(FILE_SUFFIX).unwrap_or(name);
        if let Some((_, reason)) = REFUSED.iter().find(|(refused, _)| bare.starts_with(refused)) {
            return Err(ConfigError::Refused { key: format!("kafka.{table}.{name}"), reason });
        }
    }
    let files: Vec<String> = properties.keys().filter(|name| name.ends_with(FILE_SUFFIX)).cloned().collect();
    for name in files {
        let key = format!("kafka.{table}.{name}");
        let file = properties.remove(&name).unwrap_or_default();
        let secret = read_secret(&key, Path::new(file.get()))?;
        let bare = name.trim_end_matches(FILE_SUFFIX).to_owned();
        if properties.insert(bare, Private::new(secret)).is_some() {
            return Err(ConfigError::invalid(key, "the property is given here and as a file: keep one"));
        }
    }
    let mut client = ClientConfig::new();
    for (name, value) in properties.iter() {
        client.set(name, value.get());
    }
    match client.create_native_config() {
        Ok(_) => Ok(()),
        // librdkafka's description quotes the value.
        Err(KafkaError::ClientConfig(_, _, name, _)) => {
            Err(ConfigError::Property { key: format!("kafka.{table}.{name}") })
        }
        Err(_) => Err(ConfigError::Property { key: format!("kafka.{table}") }),
    }
}

fn read_secret(key: &str, file: &Path) -> Result<String, ConfigError> {
    let unreadable = |problem: String| ConfigError::Secret { key: key.to_owned(), file: PathBuf::from(file), problem };
    let meta = fs::metadata(file).map_err(|e| unreadable(e.kind().to_string()))?;
    if meta.len() > SECRET_BYTES_MAX {
        return Err(unreadable(format!("over {} KiB, so hardly a secret", SECRET_BYTES_MAX >> 10)));
    }
    let bytes = fs::read(file).map_err(|e| unreadable(e.kind().to_string()))?;
    let secret = String::from_utf8(bytes).map_err(|_| unreadable("not UTF-8".to_owned()))?;
    let secret = secret.trim_end_matches(['\r', '\n']);
    if secret.is_empty() {
        return Err(unreadable("empty".to_owned()));
    }
    Ok(secret.to_owned())
}
