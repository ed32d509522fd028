//! Layers into one: defaults < file < environment < flags, then the whole validated.

use std::fs;
use std::path::Path;

use figment::Figment;
use figment::error::Kind as FigmentKind;
use figment::providers::Serialized;
use figment::value::{Dict, Value};

use super::{Config, ConfigError, properties, validate};

/// What an environment variable begins with when it is a setting; levels are joined by two underscores.
const PREFIX: &str = "VIGIE__";
const LEVEL: &str = "__";

/// Likeness, 0 to 1, under which a suggestion would only confuse.
const LIKENESS_MIN: f64 = 0.6;

/// A setting given outside the file: a dotted key and its text.
pub type Override = (String, String);

/// Loads and validates a configuration; nothing is connected.
///
/// `environment` is the process's whole environment: variables that do not begin with `VIGIE__` are not looked at.
/// `flags` win over it. Both give text, read as what the setting's default is; lists are separated by commas.
///
/// # Errors
///
/// The first thing wrong, by its key; never a value.
///
/// # Example
///
/// ```
/// use vigie::config::{Config, load};
///
/// let environment = [("VIGIE__WORKER__LANES".to_owned(), "2".to_owned())];
/// let config = load(Config::default(), None, environment, &[])?;
/// assert_eq!(config.worker.lanes, 2);
///
/// let flags = [("worker.lane".to_owned(), "2".to_owned())];
/// let refused = load(Config::default(), None, [], &flags).unwrap_err();
/// assert_eq!(refused.to_string(), "unknown setting `worker.lane` (given as a flag): did you mean `worker.lanes`?");
/// # Ok::<(), vigie::config::ConfigError>(())
/// ```
pub fn load(
    defaults: Config,
    file: Option<&Path>,
    environment: impl IntoIterator<Item = Override>,
    flags: &[Override],
) -> Result<Config, ConfigError> {
    let shape = shape(&defaults);
    let layers = [
        (String::from(" (in the file)"), file.map_or(Ok(Dict::new()), from_file)?),
        (String::from(" (in the environment)"), from_pairs(environment.into_iter().filter_map(variable), &shape)?),
        (String::from(" (given as a flag)"), from_pairs(flags.iter().cloned(), &shape)?),
    ];
    let mut figment = Figment::from(Serialized::defaults(&defaults));
    for (_, layer) in &layers {
        figment = figment.merge(Serialized::defaults(layer));
    }
    let known = keys(&shape);
    let mut config: Config = figment.extract().map_err(|e| {
        refusal(&e, &known).in_layer(|key| {
            let given = layers.iter().rev().find(|(_, layer)| find(layer, key).is_some());
            given.map(|(origin, _)| origin.clone()).unwrap_or_default()
        })
    })?;
    properties::settle("consumer", &mut config.kafka.consumer)?;
    properties::settle("producer", &mut config.kafka.producer)?;
    if config.kafka.instance_id.is_empty() {
        config.kafka.instance_id = rustix::system::uname().nodename().to_string_lossy().into_owned();
    }
    validate::validate(&config)?;
    Ok(config)
}

/// The defaults as a tree: it tells which keys there are, and of what type.
fn shape(defaults: &Config) -> Dict {
    Value::serialize(defaults).ok().and_then(Value::into_dict).unwrap_or_default()
}

fn from_file(file: &Path) -> Result<Dict, ConfigError> {
    let unreadable = |e: std::io::Error| ConfigError::Unreadable { file: file.into(), problem: e.kind().to_string() };
    let bytes = fs::read(file).map_err(unreadable)?;
    let not_toml = |at: usize, problem| {
        let before = &bytes[..at.min(bytes.len())];
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        ConfigError::NotToml { file: file.into(), line, column: before.len() - line_start + 1, problem }
    };
    let text = std::str::from_utf8(&bytes).map_err(|e| not_toml(e.valid_up_to(), "not UTF-8"))?;
    // toml's own message quotes the line.
    let table: toml::Table = text.parse().map_err(|e: toml::de::Error| {
        let problem = if e.message().starts_with("duplicate key") { "a key stands twice" } else { "not TOML" };
        not_toml(e.span().map_or(0, |span| span.start), problem)
    })?;
    let tree = Value::serialize(table).ok().and_then(Value::into_dict);
    let mut layer = tree.ok_or_else(|| not_toml(0, "not a table"))?;
    let folder = file.parent().unwrap_or(Path::new("."));
    properties::flatten(&mut layer, Some(folder))?;
    if let Some(Value::Dict(_, patterns)) = layer.get_mut("patterns")
        && let Some(Value::String(_, directory)) = patterns.get_mut("directory")
    {
        *directory = folder.join(&*directory).display().to_string();
    }
    Ok(layer)
}

/// `VIGIE__KAFKA__GROUP_ID` is `kafka.group_id`.
fn variable((name, value): Override) -> Option<Override> {
    let key = name.strip_prefix(PREFIX)?;
    Some((key.to_lowercase().replace(LEVEL, "."), value))
}

fn from_pairs(pairs: impl Iterator<Item = Override>, shape: &Dict) -> Result<Dict, ConfigError> {
    let mut layer = Dict::new();
    for (key, text) in pairs {
        let value = typed(text, find(shape, &key));
        insert(&mut layer, &key, value);
    }
    properties::flatten(&mut layer, None)?;
    Ok(layer)
}

fn insert(layer: &mut Dict, key: &str, value: Value) {
    match key.split_once('.') {
        None => drop(layer.insert(key.to_owned(), value)),
        Some((table, rest)) => {
            let table = layer.entry(table.to_owned()).or_insert_with(|| Value::from(Dict::new()));
            if !matches!(table, Value::Dict(..)) {
                *table = Value::from(Dict::new());
            }
            if let Value::Dict(_, table) = table {
                insert(table, rest, value);
            }
        }
    }
}

/// Text as the type of the setting's default; what does not fit stays text, and is refused by its key.
fn typed(text: String, default: Option<&Value>) -> Value {
    match default {
        Some(Value::Bool(..)) => text.parse::<bool>().map_or(Value::from(text), Value::from),
        Some(Value::Num(..)) => match (text.parse::<i64>(), text.parse::<f64>()) {
            (Ok(whole), _) => Value::from(whole),
            (_, Ok(number)) => Value::from(number),
            _ => Value::from(text),
        },
        Some(Value::Array(..)) => Value::from(
            text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(Value::from).collect::<Vec<_>>(),
        ),
        _ => Value::from(text),
    }
}

fn find<'v>(dict: &'v Dict, key: &str) -> Option<&'v Value> {
    match key.split_once('.') {
        None => dict.get(key),
        Some((table, rest)) => match dict.get(table)? {
            // A property's own name has dots.
            Value::Dict(_, inner) => inner.get(rest).or_else(|| find(inner, rest)),
            _ => None,
        },
    }
}

/// Every key, dotted.
fn keys(shape: &Dict) -> Vec<String> {
    let mut keys = Vec::new();
    for (key, value) in shape {
        match value {
            Value::Dict(_, inner) => keys.extend(self::keys(inner).into_iter().map(|rest| format!("{key}.{rest}"))),
            _ => keys.push(key.clone()),
        }
    }
    keys
}

/// figment's error by its kind: its `Display` prints values.
fn refusal(error: &figment::Error, known: &[String]) -> ConfigError {
    let path = error.path.join(".");
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match &error.kind {
        FigmentKind::UnknownField(name, _) => {
            // figment's path ends with the key where the error is the key's own.
            let key = if error.path.last() == Some(name) { path } else { below(name) };
            ConfigError::UnknownKey { nearest: nearest(&key, known), key, origin: String::new() }
        }
        FigmentKind::UnknownVariant(name, expected) => {
            // A map whose keys are names has an unknown key.
            if error.path.last() == Some(name) || known.iter().any(|key| key.starts_with(&format!("{path}."))) {
                let key = if error.path.last() == Some(name) { path } else { below(name) };
                return ConfigError::UnknownKey { nearest: nearest(&key, known), key, origin: String::new() };
            }
            ConfigError::wrong_type(path, format!("one of {}", expected.join(", ")))
        }
        FigmentKind::InvalidType(_, expected) | FigmentKind::InvalidValue(_, expected) => {
            ConfigError::wrong_type(path, plain(expected))
        }
        FigmentKind::ISizeOutOfRange(_) | FigmentKind::USizeOutOfRange(_) => {
            ConfigError::wrong_type(path, "a smaller number")
        }
        _ if path == "http.listen" => ConfigError::wrong_type(path, "an address and a port, as in 127.0.0.1:9464,"),
        _ => ConfigError::wrong_type(path, "a value of another type"),
    }
}

/// Rust's names of types in words.
fn plain(expected: &str) -> String {
    match expected {
        "usize" | "u64" | "u32" | "u16" => "a whole number, 0 or more,".to_owned(),
        "f64" => "a number".to_owned(),
        "a string" | "path string" => "text".to_owned(),
        "a sequence" => "a list".to_owned(),
        "a boolean" => "true or false".to_owned(),
        expected if expected.starts_with("struct") || expected == "a map" => "a table".to_owned(),
        "socket address" => "an address and a port, as in 127.0.0.1:9464,".to_owned(),
        expected if expected.starts_with("enum") => "one of the names config/vigie.toml lists".to_owned(),
        _ => "a value of another type".to_owned(),
    }
}

/// The known key most like it: of the same table if need be, else wherever the last word fits.
fn nearest(key: &str, known: &[String]) -> Option<String> {
    let last = |key: &str| key.rsplit('.').next().unwrap_or_default().to_owned();
    let likeness = |candidate: &String| {
        let whole = strsim::normalized_damerau_levenshtein(key, candidate);
        let word = strsim::normalized_damerau_levenshtein(&last(key), &last(candidate));
        // The table's name tells two equal words apart.
        word * 0.75 + whole * 0.25
    };
    let (candidate, likeness) =
        known.iter().map(|candidate| (candidate, likeness(candidate))).max_by(|a, b| a.1.total_cmp(&b.1))?;
    (likeness >= LIKENESS_MIN).then(|| candidate.clone())
}
