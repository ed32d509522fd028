//! Every case of tests/cases/split.toml: a detail said over several messages is found with the message that completes it, with a part for
//! each mark; numbers that merely follow one another are not.

use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use vigie::config::Config;
use vigie::engine::{Engine, Record, Watch};
use vigie::message::{Texts, Verdict};
use vigie::patterns::Marked;
use vigie::telemetry::Tally;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    cases: Vec<Case>,
}

/// A conversation: `want` is the detail that the last marked message completes; without it nothing may be assembled.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    lang: String,
    messages: Vec<String>,
    #[serde(default)]
    want: Option<String>,
    /// The message whose flag the last one supersedes.
    #[serde(default)]
    supersedes: Option<usize>,
    #[serde(default)]
    open: bool,
}

pub(crate) fn engine() -> Arc<Engine> {
    static ENGINE: std::sync::LazyLock<Arc<Engine>> = std::sync::LazyLock::new(|| {
        let mut config = Config::default();
        config.policy.flag_text = Texts::Text;
        Arc::new(Engine::new(&config).unwrap())
    });
    ENGINE.clone()
}

/// The verdicts on a conversation, "A: text" by "A: text".
fn verdicts(messages: &[(String, Marked)]) -> Vec<Verdict> {
    let mut watch = Watch::new(engine());
    let judge = |(at, (sender, marked)): (usize, &(String, Marked))| {
        let payload = serde_json::json!({
            "message_id": at.to_string(), "conversation_id": "c", "sender_id": sender, "text": marked.text,
        });
        let payload = payload.to_string();
        let record = Record::line(payload.as_bytes(), Some(at as i64 * 20_000)).at(at as i64);
        watch.verdict(&record, &mut Tally::default()).unwrap()
    };
    messages.iter().enumerate().map(judge).collect()
}

#[test]
fn every_conversation_holds() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/split.toml");
    let file: File = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for (at, case) in file.cases.iter().enumerate() {
        match (judge(case), case.open) {
            (Ok(()), true) => wrong.push(format!("{at}: holds now, take `open` away")),
            (Err(why), false) => wrong.push(format!("{at} ({}) {:?}: {why}", case.lang, case.messages)),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{} cases\n{}", wrong.len(), wrong.join("\n"));
}

fn judge(case: &Case) -> Result<(), String> {
    let parse = |message: &String| {
        let (sender, text) = message.split_once(": ").filter(|(s, _)| s.len() == 1).unwrap_or(("A", message));
        (sender.to_owned(), Marked::parse(text).unwrap())
    };
    let messages: Vec<(String, Marked)> = case.messages.iter().map(parse).collect();
    let verdicts = verdicts(&messages);
    let Some(want) = &case.want else {
        let assembled = verdicts.iter().flat_map(|v| &v.hits).find(|hit| !hit.parts.is_empty());
        return assembled.map_or(Ok(()), |hit| Err(format!("{} assembled: {:?}", hit.kind, hit.evidence)));
    };
    let marks: Vec<(String, usize, usize)> = messages
        .iter()
        .enumerate()
        .flat_map(|(at, (_, m))| m.spans.iter().map(move |span| (at.to_string(), span.start, span.end)))
        .collect();
    let last: usize = marks.last().unwrap().0.parse().unwrap();
    let (kind, value) = want.split_once(' ').unwrap();
    let hits = &verdicts[last].hits;
    let Some(hit) = hits.iter().find(|hit| hit.kind.name() == kind && hit.value.as_ref().unwrap().get() == value)
    else {
        let got: Vec<_> = hits.iter().map(|h| (h.kind, h.value.as_ref().unwrap().get(), h.parts.len())).collect();
        return Err(format!("no {want}, but {got:?}"));
    };
    let parts: Vec<_> = hit.parts.iter().map(|p| (p.message_id.clone(), p.start, p.end)).collect();
    if parts != marks {
        return Err(format!("parts {parts:?}, marks {marks:?}"));
    }
    let supersedes: Vec<_> = case.supersedes.into_iter().map(|at| verdicts[at].flag_id()).collect();
    if case.supersedes.is_some() && verdicts[last].supersedes != supersedes {
        return Err("does not supersede the flag it completes".to_owned());
    }
    Ok(())
}
