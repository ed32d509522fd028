//! Messages in, verdicts out: decoding, the flag's JSON, and its schema.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value, json};
use vigie::config::Config;
use vigie::engine::{Engine, Judge, Outcome, Record, Watch};
use vigie::kind::Kind;
use vigie::message::{
    Buffers, Decoder, Field, Fields, FlagId, Hit, PackIdentity, Part, Reason, ReasonClass, SCHEMA, SCHEMA_NAME,
    Severity, Source, Verdict,
};
use vigie::private::Private;
use vigie::telemetry::{Judged, Metrics, Tally};

/// The flag's schema, compiled.
pub(crate) fn schema() -> Validator {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
}

#[track_caller]
pub(crate) fn assert_fits(schema: &Validator, verdict: &[u8]) -> Value {
    let verdict: Value = serde_json::from_slice(verdict).unwrap();
    let errors: Vec<String> = schema.iter_errors(&verdict).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    verdict
}

fn payload(change: Value) -> Vec<u8> {
    let mut payload = json!({"message_id": "m-1", "conversation_id": "c-9", "sender_id": "u-1", "text": "Bonjour"});
    for (key, value) in change.as_object().unwrap() {
        payload[key] = value.clone();
    }
    serde_json::to_vec(&payload).unwrap()
}

fn decoder() -> Decoder {
    Decoder::new(&Fields::default()).unwrap()
}

#[track_caller]
fn refused(payload: &[u8], class: ReasonClass, field: Option<Field>) -> Reason {
    let mut buffers = Buffers::default();
    let reason = decoder().decode(payload, &mut buffers).unwrap_err();
    assert_eq!((reason.class, reason.field), (class, field));
    reason
}

#[test]
fn a_full_message_is_read() {
    let payload = payload(json!({
        "recipient_id": 42, "sent_at": "2026-03-01T10:15:00+01:00", "locale": "fr", "stage": "inquiry", "revision": 2,
        "unknown": {"deep": [[[{}]]]},
    }));
    let mut buffers = Buffers::default();
    let message = decoder().decode(&payload, &mut buffers).unwrap();
    assert_eq!((message.message_id, message.conversation_id, message.sender_id), ("m-1", "c-9", "u-1"));
    assert_eq!((message.recipient_id, message.text), (Some("42"), "Bonjour"));
    assert_eq!(
        (message.locale, message.stage, message.revision, message.deleted),
        (Some("fr"), Some("inquiry"), 2, false)
    );
    assert_eq!(message.sent_at_ms, Some(1_772_356_500_000));
    assert!(message.invalid.is_empty());
}

#[test]
fn ids_are_text_or_whole_numbers() {
    let cases = [(json!("é"), "é"), (json!(7), "7"), (json!(-7), "-7"), (json!(u64::MAX), "18446744073709551615")];
    for (id, read) in cases {
        let payload = payload(json!({ "message_id": id }));
        let mut buffers = Buffers::default();
        assert_eq!(decoder().decode(&payload, &mut buffers).unwrap().message_id, read);
    }
    for id in [json!(""), json!(1.5), json!(true), json!([]), json!({})] {
        let reason = refused(&payload(json!({ "message_id": id })), ReasonClass::WrongType, Some(Field::MessageId));
        assert_eq!(reason.line, 1);
        assert!(reason.column > 1);
    }
    refused(&payload(json!({ "message_id": null })), ReasonClass::MissingField, Some(Field::MessageId));
}

#[test]
fn optional_fields_of_a_wrong_type_are_missing_and_noted() {
    let wrong = json!({
        "recipient_id": {}, "sent_at": "yesterday", "locale": 5, "stage": ["x"], "revision": -1, "deleted": "no",
    });
    let payload = payload(wrong);
    let mut buffers = Buffers::default();
    let message = decoder().decode(&payload, &mut buffers).unwrap();
    let invalid: Vec<&str> = message.invalid.iter().map(Field::name).collect();
    assert_eq!(invalid, ["recipient_id", "sent_at", "locale", "stage", "revision", "deleted"]);
    assert_eq!((message.recipient_id, message.sent_at_ms, message.locale, message.stage), (None, None, None, None));
    assert_eq!((message.revision, message.deleted), (0, false));
}

#[test]
fn times_are_dates_or_milliseconds() {
    let cases = [
        (json!("2026-03-01T10:15:00Z"), Some(1_772_360_100_000)),
        (json!("2026-03-01T10:15:00.123456+00:00"), Some(1_772_360_100_123)),
        (json!(1_772_360_100_000_i64), Some(1_772_360_100_000)),
        (json!(-1), Some(-1)),
        (json!(i64::MAX), None),
        (json!(u64::MAX), None),
        (json!("2026-03-01"), None),
        (json!(""), None),
        (json!(1.5), None),
    ];
    for (sent_at, ms) in cases {
        let payload = payload(json!({ "sent_at": sent_at }));
        let mut buffers = Buffers::default();
        let message = decoder().decode(&payload, &mut buffers).unwrap();
        assert_eq!((message.sent_at_ms, message.invalid.contains(Field::SentAt)), (ms, ms.is_none()), "{sent_at}");
    }
}

#[test]
fn what_is_no_message_says_why_and_where() {
    use ReasonClass::{Empty, MissingField, NotJson, NotOneObject, NotUtf8, WrongType};
    refused(b"", Empty, None);
    for payload in ["[]", "5", "\"text\"", "null", "true", "{}{}", "{} x", "[{}]"] {
        refused(payload.as_bytes(), NotOneObject, None);
    }
    for payload in [" ", "{", "{\"a\":}", "nope", "{\"a\":1,}", "\u{feff}{}", "{\"a\":\"\u{1}\"}"] {
        refused(payload.as_bytes(), NotJson, None);
    }
    let reason = refused(b"{\n\"text\":\"\xff\"}", NotUtf8, None);
    assert_eq!((reason.line, reason.column), (2, 9));
    let reason = refused(b"{\"message_id\":1,\n \"conversation_id\":[1]}", WrongType, Some(Field::ConversationId));
    assert_eq!(reason.line, 2);
    refused(b"{}", MissingField, Some(Field::MessageId));
    refused(&payload(json!({"text": null})), MissingField, Some(Field::Text));
    refused(&payload(json!({"text": 5})), WrongType, Some(Field::Text));
    // Nesting is skipped by a loop, however deep, and wherever it stands.
    let deep = format!("{{\"x\":{}{}}}", "[".repeat(200_000), "]".repeat(200_000));
    refused(deep.as_bytes(), MissingField, Some(Field::MessageId));
    let deep = format!("{{\"text\":{}{}}}", "[".repeat(200_000), "]".repeat(200_000));
    refused(deep.as_bytes(), MissingField, Some(Field::MessageId));
}

#[test]
fn of_a_key_that_stands_twice_the_last_counts() {
    let payload =
        br#"{"message_id":[],"text":"a","message_id":"m","conversation_id":"c","sender_id":"s","text":"b\n"}"#;
    let mut buffers = Buffers::default();
    let message = decoder().decode(payload, &mut buffers).unwrap();
    assert_eq!((message.message_id, message.text), ("m", "b\n"));
}

#[test]
fn half_characters_neither_hide_a_text_nor_stop_it() {
    let payload = r#"{"message_id":"m","conversation_id":"c","sender_id":"s","k\udc00":1,"text":"06 \ud83d 39 \ud83d\ude00 \\ud800"}"#;
    let mut buffers = Buffers::default();
    let message = decoder().decode(payload.as_bytes(), &mut buffers).unwrap();
    assert_eq!(message.text, "06 \u{fffd} 39 😀 \\ud800");
}

#[test]
fn fields_stand_where_the_configuration_says() {
    let fields = Fields {
        message_id: "event.id".into(),
        conversation_id: "event.thread.id".into(),
        text: "event.body".into(),
        recipient_id: String::new(),
        ..Fields::default()
    };
    let decoder = Decoder::new(&fields).unwrap();
    let payload = br#"{"sender_id":"s","recipient_id":"r","event":{"id":1,"thread":{"id":"t"},"body":"hi"},"id":2}"#;
    let mut buffers = Buffers::default();
    let message = decoder.decode(payload, &mut buffers).unwrap();
    assert_eq!((message.message_id, message.conversation_id, message.text), ("1", "t", "hi"));
    assert_eq!(message.recipient_id, None);
    let mut buffers = Buffers::default();
    let reason = decoder.decode(br#"{"sender_id":"s","event":"none"}"#, &mut buffers).unwrap_err();
    assert_eq!((reason.class, reason.field), (ReasonClass::MissingField, Some(Field::MessageId)));
}

#[test]
fn tombstones_deletions_and_foreign_keys_are_no_dead_letters() {
    fn record<'a>(key: &'a [u8], payload: Option<&'a [u8]>) -> Record<'a> {
        Record { topic: "t", partition: 0, offset: 0, timestamp_ms: None, key: Some(key), payload }
    }
    let mut watch = watch();
    let mut tally = Tally::default();
    let deleted = br#"{"message_id":"m","conversation_id":"c","sender_id":"s","deleted":true}"#;
    assert_eq!(watch.judge(&record(b"c", None), &mut tally), Outcome::Tombstone);
    assert_eq!(watch.judge(&record(b"c", Some(deleted)), &mut tally), Outcome::Deleted);
    assert_eq!(tally.count(Judged::DeadLetter), 0);

    let metrics = Metrics::new();
    let mut tally = Tally::default();
    for key in ["elsewhere", "c-9"] {
        // A message of its own each: one said again is no news to its conversation.
        let clean = payload(json!({ "message_id": key }));
        let judged = watch.judge(&record(key.as_bytes(), Some(&clean)), &mut tally);
        assert_eq!(judged, Outcome::Clean);
    }
    metrics.publish(&tally);
    assert!(metrics.text().contains("\nvigie_foreign_keys_total 1\n"));
}

fn full_verdict() -> Verdict {
    let text = || Some(Private::new("06 39".to_owned()));
    let part = |message: &str| Part {
        message_id: message.to_owned(),
        sender_id: "u-1".to_owned(),
        start: 3,
        end: 8,
        text: text(),
    };
    Verdict {
        schema: SCHEMA_NAME,
        flag_id: FlagId::new("sha256:00", "c-9", "m-1", 0),
        message_id: "m-1".to_owned(),
        conversation_id: "c-9".to_owned(),
        sender_id: "u-1".to_owned(),
        recipient_id: None,
        sent_at_ms: Some(1_772_360_100_000),
        flagged: true,
        severity: Some(Severity::Contact),
        score: 97,
        truncated: false,
        hits: vec![Hit {
            kind: Kind::Phone,
            detector: "phone.plan".into(),
            start: 3,
            end: 8,
            text: text(),
            value: Some(Private::new("+33639981234".to_owned())),
            excerpt: Some(Private::new("au 06 39".to_owned())),
            excerpt_start: Some(0),
            confidence: 97,
            disguises: vec!["number-words"],
            evidence: vec![Cow::Borrowed("plan:FR-mobile")],
            parts: vec![part("m-0"), part("m-1")],
        }],
        hits_total: 1,
        supersedes: vec![FlagId::new("sha256:00", "c-9", "m-0", 0)],
        pack: PackIdentity { version: "0.1.0".into(), digest: format!("sha256:{}", "0".repeat(64)).into() },
        source: Some(Source { topic: "messages".to_owned(), partition: 3, offset: 17 }),
    }
}

#[test]
fn a_verdict_is_written_in_the_contracts_order() {
    let mut line = Vec::new();
    full_verdict().to_json(&mut line);
    let zeros = "0".repeat(64);
    let expected = format!(
        r#"{{"schema":"vigie.flag.v1","flag_id":"{}","message_id":"m-1","conversation_id":"c-9","sender_id":"u-1","recipient_id":null,"sent_at":"2026-03-01T10:15:00Z","flagged":true,"severity":"contact","score":0.97,"truncated":false,"hits":[{{"kind":"phone","detector":"phone.plan","start":3,"end":8,"text":"06 39","value":"+33639981234","excerpt":"au 06 39","excerpt_start":0,"confidence":0.97,"disguises":["number-words"],"evidence":["plan:FR-mobile"],"parts":[{{"message_id":"m-0","sender_id":"u-1","start":3,"end":8,"text":"06 39"}},{{"message_id":"m-1","sender_id":"u-1","start":3,"end":8,"text":"06 39"}}]}}],"hits_total":1,"supersedes":["{}"],"pack":{{"version":"0.1.0","digest":"sha256:{zeros}"}},"source":{{"topic":"messages","partition":3,"offset":17}}}}"#,
        FlagId::new("sha256:00", "c-9", "m-1", 0),
        FlagId::new("sha256:00", "c-9", "m-0", 0),
    );
    assert_eq!(String::from_utf8(line.clone()).unwrap(), expected);
    assert_fits(&schema(), &line);

    let mut bare = Vec::new();
    full_verdict().without_texts().to_json(&mut bare);
    let bare = assert_fits(&schema(), &bare);
    assert!(!bare.to_string().contains("06 39") && !bare.to_string().contains("+336"));
}

#[test]
fn the_flags_id_is_a_uuid_over_its_parts() {
    // Computed with Python's uuid.uuid5(uuid.NAMESPACE_URL, "sha256:00\0c-9\0m-1\0" + "0").
    assert_eq!(FlagId::new("sha256:00", "c-9", "m-1", 0).to_string(), "e82068ca-9b7a-53c0-8245-02b2baa6e234");
}

#[test]
fn the_schema_refuses_what_is_no_verdict() {
    let schema = schema();
    let mut line = Vec::new();
    full_verdict().to_json(&mut line);
    let right: Value = serde_json::from_slice(&line).unwrap();
    let wrong = [
        ("/flagged", json!(false)),
        ("/severity", json!(null)),
        ("/hits", json!([])),
        ("/score", json!(0)),
        ("/sent_at", json!("yesterday")),
        ("/flag_id", json!("m-1")),
        ("/hits/0/kind", json!("phones")),
        ("/hits/0/start", json!(-1)),
        ("/hits/0/confidence", json!(97)),
        ("/hits/0/parts", json!([])),
        ("/pack/digest", json!("sha256:0")),
        ("/source", json!({})),
    ];
    for (pointer, value) in wrong {
        let mut verdict = right.clone();
        *verdict.pointer_mut(pointer).unwrap() = value;
        assert!(!schema.is_valid(&verdict), "{pointer}");
    }
}

#[test]
fn nothing_private_is_in_debug() {
    let verdict = format!("{:?}", full_verdict());
    assert!(!verdict.contains("06 39") && !verdict.contains("+336"), "{verdict}");
    let payload = payload(json!({"text": "06 39 98 12 34"}));
    let mut buffers = Buffers::default();
    let message = decoder().decode(&payload, &mut buffers).unwrap();
    assert_eq!(format!("{message:?}"), r#"Message { message_id: "m-1", .. }"#);
}

/// A watch over the embedded pack, which is compiled once for all tests.
pub(crate) fn watch() -> Watch {
    static ENGINE: LazyLock<Arc<Engine>> = LazyLock::new(|| Arc::new(Engine::new(&Config::default()).unwrap()));
    Watch::new(ENGINE.clone())
}

/// Texts that look like contacts, or nearly: what a random string would hardly ever be.
fn chat() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[ .,@/:_+()-]{0,4}",
        "[0-9]{1,14}",
        Just("06 39 98 12 34".to_owned()),
        Just("jane.doe(at)example(dot)com".to_owned()),
        Just("https://exa\u{200b}mple.com/x?é=1".to_owned()),
        Just("zéro six trente-neuf".to_owned()),
        Just("insta : marie.dup_92".to_owned()),
        Just("FR76 3000 6000 0112 3456 7890 189".to_owned()),
        Just("０６３９９８１２３４ 👋🏽 e\u{301}".to_owned()),
        Just("\u{202e}4321\u{0}\u{fffd}".to_owned()),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_are_judged_without_a_panic(payload in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut tally = Tally::default();
        let record = Record::line(&payload, None);
        let judged = watch().judge(&record, &mut tally);
        let panicked = matches!(judged, Outcome::DeadLetter(Reason { class: ReasonClass::Panic, .. }));
        prop_assert!(!panicked);
        prop_assert_eq!(tally.messages(), 1);
    }

    #[test]
    fn any_text_gives_the_same_verdict_twice_and_fits_the_schema(text in chat(), locale in "fr|en|de|xx|", revision in 0..3_u64) {
        let payload = payload(json!({"text": text, "locale": locale, "revision": revision}));
        let (mut one, mut other) = (watch(), watch());
        let schema = schema();
        let (mut first, mut second) = (Vec::new(), Vec::new());
        let mut tally = Tally::default();
        one.verdict(&Record::line(&payload, Some(0)), &mut tally).unwrap().to_json(&mut first);
        // The second is given by another thread's memory, used before.
        let before = self::payload(json!({"conversation_id": "c-1", "text": "06 39 98 12 34 jane@example.com"}));
        other.verdict(&Record::line(&before, None), &mut tally).unwrap();
        other.verdict(&Record::line(&payload, Some(0)), &mut tally).unwrap().to_json(&mut second);
        prop_assert_eq!(&first, &second);
        let verdict = assert_fits(&schema, &first);
        for hit in verdict["hits"].as_array().unwrap() {
            let (start, end) = (hit["start"].as_u64().unwrap() as usize, hit["end"].as_u64().unwrap() as usize);
            prop_assert!(start < end && text.is_char_boundary(start) && text.is_char_boundary(end));
        }
    }
}
