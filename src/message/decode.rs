//! One payload to one [`Message`], borrowed: a message without escapes is decoded without a copy.
//!
//! Recursion goes as deep as the configured paths and no deeper (whatever else is nested is skipped by a loop), and of
//! a key that stands twice the last value counts, as it does for the browsers that show the message.

use std::fmt::{self, Write as _};
use std::ops::Range;

use jiff::Timestamp;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::fields::{Node, Step, compile};
use super::{Field, FieldSet, Fields, FieldsError, Reason, ReasonClass, surrogates};

/// A message, borrowed from its payload (or from the [`Buffers`], where the payload had escapes).
#[derive(Clone, Copy)]
pub struct Message<'a> {
    /// Never empty.
    pub message_id: &'a str,
    /// Never empty.
    pub conversation_id: &'a str,
    /// Never empty.
    pub sender_id: &'a str,
    /// Who was written to.
    pub recipient_id: Option<&'a str>,
    /// Milliseconds since the epoch, within jiff's range.
    pub sent_at_ms: Option<i64>,
    /// What the member wrote; empty where the message was deleted without it.
    pub text: &'a str,
    /// Language or region.
    pub locale: Option<&'a str>,
    /// State of the booking.
    pub stage: Option<&'a str>,
    /// Number of the edit, from 0.
    pub revision: u64,
    /// Whether the message was taken back.
    pub deleted: bool,
    /// Optional fields that were there with a wrong type, and so count as missing.
    pub invalid: FieldSet,
}

impl<'a> Message<'a> {
    /// A text alone; its ids are placeholders.
    #[must_use]
    pub fn bare(text: &'a str) -> Self {
        Self {
            message_id: "text",
            conversation_id: "text",
            sender_id: "text",
            recipient_id: None,
            sent_at_ms: None,
            text,
            locale: None,
            stage: None,
            revision: 0,
            deleted: false,
            invalid: FieldSet::default(),
        }
    }
}

impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").field("message_id", &self.message_id).finish_non_exhaustive()
    }
}

/// A thread's own buffers: strings whose JSON had escapes are unescaped into them. Reused from message to message.
#[derive(Default)]
pub struct Buffers {
    unescaped: String,
    repaired: String,
}

impl fmt::Debug for Buffers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Buffers").finish_non_exhaustive()
    }
}

/// Decodes payloads whose field names were configured.
///
/// # Example
///
/// ```
/// use vigie::message::{Buffers, Decoder, Fields};
///
/// let decoder = Decoder::new(&Fields { text: "body.plain".into(), ..Fields::default() })?;
/// let payload = br#"{"message_id":7,"conversation_id":"c-9","sender_id":"u-1","body":{"plain":"Bonjour !"}}"#;
/// let mut buffers = Buffers::default();
/// let message = decoder.decode(payload, &mut buffers).unwrap();
/// assert_eq!((message.message_id, message.text), ("7", "Bonjour !"));
/// # Ok::<(), vigie::message::FieldsError>(())
/// ```
#[derive(Debug)]
pub struct Decoder {
    nodes: Vec<Node>,
}

impl Decoder {
    /// Compiles the field names.
    ///
    /// # Errors
    ///
    /// When a name is missing, or two clash.
    pub fn new(fields: &Fields) -> Result<Self, FieldsError> {
        Ok(Self { nodes: compile(fields)? })
    }

    /// Decodes one payload.
    ///
    /// # Errors
    ///
    /// When it is not exactly one JSON object in UTF-8, or a required field is missing or of a wrong type.
    pub fn decode<'a>(&self, payload: &'a [u8], buffers: &'a mut Buffers) -> Result<Message<'a>, Reason> {
        if payload.is_empty() {
            return Err(Reason::of(ReasonClass::Empty));
        }
        let json = simdutf8::basic::from_utf8(payload).map_err(|_| not_utf8(payload))?;
        let Buffers { unescaped, repaired } = buffers;
        match self.parse(json, unescaped, None) {
            Ok(slots) => self.message(&slots, json, unescaped),
            // serde_json refuses lone surrogates without saying so in a way that could be matched on.
            Err(reason) if reason.class == ReasonClass::NotJson && surrogates::repair(json, repaired) => {
                let repaired: &'a str = repaired;
                let slots = self.parse(repaired, unescaped, None)?;
                self.message(&slots, repaired, unescaped)
            }
            Err(reason) => Err(reason),
        }
    }

    /// Reads every field's value; `stop_at` makes a value of a wrong type an error, to learn where it stands.
    fn parse<'a>(&self, json: &'a str, unescaped: &mut String, stop_at: Option<Field>) -> Result<Slots<'a>, Reason> {
        unescaped.clear();
        let mut slots = Slots([const { Slot::Missing }; Field::ALL.len()]);
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let mut reading = Reading { nodes: &self.nodes, slots: &mut slots, unescaped, stop_at };
        Object { reading: &mut reading, node: 0, optional: false }.deserialize(&mut deserializer).map_err(|e| {
            let class = match (e.is_data(), stop_at) {
                (true, None) => ReasonClass::NotOneObject,
                (true, Some(_)) => ReasonClass::WrongType,
                (false, _) => ReasonClass::NotJson,
            };
            Reason { class, field: None, line: e.line(), column: e.column() }
        })?;
        deserializer.end().map_err(|e| Reason {
            class: ReasonClass::NotOneObject,
            field: None,
            line: e.line(),
            column: e.column(),
        })?;
        Ok(slots)
    }

    fn message<'a>(&self, slots: &Slots<'a>, json: &str, unescaped: &'a mut String) -> Result<Message<'a>, Reason> {
        // A deleted message may come without its text.
        let deleted = matches!(slots.get(Field::Deleted), Slot::Bool(true));
        let ids = [Field::MessageId, Field::ConversationId, Field::SenderId];
        let failed = ids.into_iter().find(|&field| !slots.get(field).is_id());
        let failed = failed.or_else(|| (!slots.get(Field::Text).is_text() && !deleted).then_some(Field::Text));
        match failed {
            Some(field) => Err(self.locate(slots, field, json, unescaped)),
            None => Ok(slots.read(unescaped, deleted)),
        }
    }

    #[cold]
    fn locate(&self, slots: &Slots<'_>, field: Field, json: &str, unescaped: &mut String) -> Reason {
        let reason = match slots.get(field) {
            Slot::Missing => Reason::of(ReasonClass::MissingField),
            // A second reading, which stops at the culprit, tells its line and column.
            _ => self.parse(json, unescaped, Some(field)).err().unwrap_or(Reason::of(ReasonClass::WrongType)),
        };
        Reason { field: Some(field), ..reason }
    }
}

#[cold]
fn not_utf8(payload: &[u8]) -> Reason {
    let valid = std::str::from_utf8(payload).map_or_else(|e| e.valid_up_to(), str::len);
    let before = &payload[..valid];
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    let line = memchr::memchr_iter(b'\n', before).count() + 1;
    Reason { class: ReasonClass::NotUtf8, field: None, line, column: valid - line_start + 1 }
}

/// A field's value as it stands in the payload.
#[derive(Debug, Clone)]
enum Slot<'a> {
    Missing,
    Wrong,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Borrowed(&'a str),
    /// In [`Buffers::unescaped`].
    Unescaped(Range<usize>),
}

impl Slot<'_> {
    fn is_text(&self) -> bool {
        matches!(self, Slot::Borrowed(_) | Slot::Unescaped(_))
    }

    fn is_id(&self) -> bool {
        match self {
            Slot::Borrowed(text) => !text.is_empty(),
            Slot::Unescaped(range) => !range.is_empty(),
            Slot::Unsigned(_) | Slot::Signed(_) => true,
            Slot::Missing | Slot::Wrong | Slot::Bool(_) => false,
        }
    }
}

struct Slots<'a>([Slot<'a>; Field::ALL.len()]);

impl<'a> Slots<'a> {
    fn get(&self, field: Field) -> &Slot<'a> {
        &self.0[field as usize]
    }

    /// The message, once the required fields are known to be there.
    fn read(&self, unescaped: &'a mut String, deleted: bool) -> Message<'a> {
        let mut invalid = FieldSet::default();
        let ids = [Field::MessageId, Field::ConversationId, Field::SenderId, Field::RecipientId]
            .map(|field| self.id(field, unescaped));
        if ids[3].is_none() && !matches!(self.get(Field::RecipientId), Slot::Missing) {
            invalid.insert(Field::RecipientId);
        }
        let unescaped: &'a str = unescaped;
        let id = |at: usize| ids[at].as_ref().and_then(|slot| slot.as_str(unescaped));
        let mut optional = |field: Field| {
            let slot = self.get(field);
            if !matches!(slot, Slot::Missing) && !slot.is_text() {
                invalid.insert(field);
            }
            slot.as_str(unescaped)
        };
        let (text, locale, stage) = (optional(Field::Text), optional(Field::Locale), optional(Field::Stage));
        let sent_at_ms = self.sent_at_ms(unescaped, &mut invalid);
        let revision = match self.get(Field::Revision) {
            Slot::Unsigned(revision) => *revision,
            Slot::Missing => 0,
            _ => {
                invalid.insert(Field::Revision);
                0
            }
        };
        if !matches!(self.get(Field::Deleted), Slot::Missing | Slot::Bool(_)) {
            invalid.insert(Field::Deleted);
        }
        Message {
            message_id: id(0).unwrap_or_default(),
            conversation_id: id(1).unwrap_or_default(),
            sender_id: id(2).unwrap_or_default(),
            recipient_id: id(3),
            sent_at_ms,
            text: text.unwrap_or_default(),
            locale,
            stage,
            revision,
            deleted,
            invalid,
        }
    }

    /// The slot of an id, a whole number written out in decimal; `None` where there is no id.
    fn id(&self, field: Field, unescaped: &mut String) -> Option<Slot<'a>> {
        let slot = self.get(field);
        let start = unescaped.len();
        // Writing to a String cannot fail.
        let _ = match slot {
            Slot::Unsigned(number) => write!(unescaped, "{number}"),
            Slot::Signed(number) => write!(unescaped, "{number}"),
            _ => return slot.is_id().then(|| slot.clone()),
        };
        Some(Slot::Unescaped(start..unescaped.len()))
    }

    fn sent_at_ms(&self, unescaped: &str, invalid: &mut FieldSet) -> Option<i64> {
        let slot = self.get(Field::SentAt);
        let time = match slot {
            Slot::Missing => return None,
            Slot::Unsigned(ms) => i64::try_from(*ms).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()),
            Slot::Signed(ms) => Timestamp::from_millisecond(*ms).ok(),
            slot => slot.as_str(unescaped).and_then(|text| text.parse().ok()),
        };
        if time.is_none() {
            invalid.insert(Field::SentAt);
        }
        time.map(Timestamp::as_millisecond)
    }
}

impl<'a> Slot<'a> {
    fn as_str(&self, unescaped: &'a str) -> Option<&'a str> {
        match self {
            Slot::Borrowed(text) => Some(text),
            Slot::Unescaped(range) => Some(&unescaped[range.clone()]),
            _ => None,
        }
    }
}

/// What one parse carries along.
struct Reading<'r, 'a> {
    nodes: &'r [Node],
    slots: &'r mut Slots<'a>,
    unescaped: &'r mut String,
    stop_at: Option<Field>,
}

/// An object that holds fields.
struct Object<'o, 'r, 'a> {
    reading: &'o mut Reading<'r, 'a>,
    node: usize,
    /// An object inside the payload may be missing; the payload itself may not be anything else.
    optional: bool,
}

impl<'de> DeserializeSeed<'de> for Object<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Object<'_, '_, '_> {
    fn other<E: serde::de::Error>(&self) -> Result<(), E> {
        if self.optional { Ok(()) } else { Err(E::custom("not an object")) }
    }
}

impl<'de> Visitor<'de> for Object<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let nodes = self.reading.nodes;
        while let Some(step) = map.next_key_seed(Key(&nodes[self.node]))? {
            match step {
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
                Some(Step::Object(node)) => {
                    map.next_value_seed(Object { reading: &mut *self.reading, node, optional: true })?;
                }
                Some(Step::Field(field)) => {
                    let slot = map.next_value_seed(Value(self.reading.unescaped))?;
                    let wrong = match field {
                        Field::Text => !slot.is_text(),
                        _ => !slot.is_id(),
                    };
                    if self.reading.stop_at == Some(field) && wrong {
                        return Err(A::Error::custom("wrong type"));
                    }
                    self.reading.slots.0[field as usize] = slot;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.other::<A::Error>()?;
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<(), E> {
        self.other()
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<(), E> {
        self.other()
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<(), E> {
        self.other()
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        self.other()
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        self.other()
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.other()
    }
}

/// A key, looked up without a copy.
struct Key<'n>(&'n Node);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Option<Step>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Option<Step>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.0.step(key))
    }
}

/// A field's value, of whatever type.
struct Value<'u>(&'u mut String);

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Slot<'de>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Slot<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = Slot<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<Slot<'de>, E> {
        Ok(Slot::Borrowed(text))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Slot<'de>, E> {
        let start = self.0.len();
        self.0.push_str(text);
        Ok(Slot::Unescaped(start..self.0.len()))
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Slot<'de>, E> {
        Ok(Slot::Bool(value))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Slot<'de>, E> {
        Ok(Slot::Unsigned(number))
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Slot<'de>, E> {
        Ok(Slot::Signed(number))
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Slot<'de>, E> {
        Ok(Slot::Wrong)
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Slot<'de>, E> {
        Ok(Slot::Missing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Slot<'de>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Slot::Wrong)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Slot<'de>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Slot::Wrong)
    }
}
