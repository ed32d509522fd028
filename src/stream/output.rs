//! One record to be written for one record read: a flag, or a dead letter; and how it is made smaller until it fits.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::Timestamp;
use rdkafka::message::{Header, Headers as _, Message as _, OwnedHeaders, OwnedMessage};

use super::Error;
use super::dead_letters::{self, Carried};
use crate::config::Kafka;
use crate::message::{Reason, ReasonClass, SCHEMA_NAME, Severity, Verdict};

/// Headers of the input that a flag carries on (W3C Trace Context).
const PASSED_ON: [&str; 2] = ["traceparent", "tracestate"];

/// Bytes counted for a flag beside its original: 64 hits of some 400 bytes would be 25 KiB, one is the rule.
const FLAG_BYTES: usize = 2048;

/// What is to be written for a record, with the record itself: whatever does not fit as a flag becomes a dead letter.
pub(super) struct Output {
    original: OwnedMessage,
    form: Form,
}

enum Form {
    Flag(Box<Verdict>),
    /// Its texts dropped.
    BareFlag(Box<Verdict>),
    Letter(Reason, Carried),
}

/// A record as it goes to the producer.
pub(super) struct Wire<'a> {
    pub(super) topic: &'a str,
    pub(super) key: Option<&'a [u8]>,
    pub(super) payload: Option<&'a [u8]>,
    pub(super) headers: OwnedHeaders,
}

impl Output {
    pub(super) fn flag(verdict: Box<Verdict>, original: OwnedMessage) -> Self {
        Self { original, form: Form::Flag(verdict) }
    }

    pub(super) fn letter(reason: Reason, original: OwnedMessage) -> Self {
        Self { original, form: Form::Letter(reason, Carried::Whole) }
    }

    /// The input record's offset.
    pub(super) fn offset(&self) -> i64 {
        self.original.offset()
    }

    /// The input record's time.
    pub(super) fn timestamp_ms(&self) -> Option<i64> {
        self.original.timestamp().to_millis()
    }

    /// How grave, where it is a flag.
    pub(super) fn severity(&self) -> Option<Severity> {
        match &self.form {
            Form::Flag(verdict) | Form::BareFlag(verdict) => verdict.severity(),
            Form::Letter(..) => None,
        }
    }

    /// The topic it goes to.
    pub(super) fn topic<'k>(&self, kafka: &'k Kafka) -> &'k str {
        match self.form {
            Form::Flag(_) | Form::BareFlag(_) => &kafka.flags_topic,
            Form::Letter(..) => &kafka.dead_letters_topic,
        }
    }

    /// About what it holds in memory.
    pub(super) fn bytes(&self) -> usize {
        let original = self.original.payload().map_or(0, <[u8]>::len) + self.original.key().map_or(0, <[u8]>::len);
        original + FLAG_BYTES
    }

    /// The record to write; `json` is the buffer that a flag's value is written to.
    pub(super) fn wire<'a>(&'a self, kafka: &'a Kafka, json: &'a mut Vec<u8>) -> Wire<'a> {
        match &self.form {
            Form::Flag(verdict) | Form::BareFlag(verdict) => {
                json.clear();
                verdict.to_json(json);
                Wire {
                    topic: &kafka.flags_topic,
                    key: Some(verdict.conversation_id().as_bytes()),
                    payload: Some(json),
                    headers: self.flag_headers(verdict, kafka),
                }
            }
            Form::Letter(reason, carried) => Wire {
                topic: &kafka.dead_letters_topic,
                key: carried.key(&self.original),
                payload: carried.payload(&self.original),
                headers: dead_letters::headers(&self.original, reason, *carried),
            },
        }
    }

    /// Makes the record smaller, for one that its topic does not take.
    ///
    /// # Errors
    ///
    /// When it cannot be made any smaller: so nothing is tried for ever.
    pub(super) fn shrink(&mut self, kafka: &Kafka) -> Result<(), Error> {
        self.form = match &self.form {
            Form::Flag(verdict) => Form::BareFlag(Box::new(verdict.as_ref().clone().without_texts())),
            Form::BareFlag(_) => Form::Letter(Reason::of(ReasonClass::FlagTooLarge), Carried::Whole),
            Form::Letter(reason, carried) => match carried.less() {
                Some(less) => Form::Letter(*reason, less),
                None => return Err(self.unwritable(kafka)),
            },
        };
        Ok(())
    }

    fn unwritable(&self, kafka: &Kafka) -> Error {
        let original = &self.original;
        Error::Unwritable {
            topic: kafka.dead_letters_topic.clone(),
            source_record: format!("{}[{}]@{}", original.topic(), original.partition(), original.offset()),
        }
    }

    /// CloudEvents attributes in binary mode, and the input's trace.
    fn flag_headers(&self, verdict: &Verdict, kafka: &Kafka) -> OwnedHeaders {
        let time = self.timestamp_ms().and_then(|ms| Timestamp::from_millisecond(ms).ok());
        let told = [
            ("content-type", Some("application/json".to_owned())),
            ("ce_specversion", Some("1.0".to_owned())),
            ("ce_id", Some(verdict.flag_id().to_string())),
            ("ce_type", Some(SCHEMA_NAME.to_owned())),
            ("ce_source", Some(format!("/vigie/{}", kafka.group_id))),
            ("ce_time", time.map(|time| time.to_string())),
        ];
        let given = told.iter().filter_map(|(key, value)| Some((*key, value.as_deref()?)));
        let headers =
            given.fold(OwnedHeaders::new(), |all, (key, value)| all.insert(Header { key, value: Some(value) }));
        PASSED_ON.iter().fold(headers, |all, &key| match header(&self.original, key) {
            Some(value) => all.insert(Header { key, value: Some(value) }),
            None => all,
        })
    }
}

/// The first header of that name.
fn header<'m>(message: &'m OwnedMessage, name: &str) -> Option<&'m [u8]> {
    let headers = message.headers()?;
    // rdkafka panics on a header whose name is not UTF-8: such a record has no trace to pass on.
    let find = || headers.iter().find(|header| header.key == name).and_then(|header| header.value);
    catch_unwind(AssertUnwindSafe(find)).ok().flatten()
}
