//! The fields of a message and the names a marketplace gives them.

use serde::{Deserialize, Serialize};

/// A field of the message contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// Required, an id.
    MessageId,
    /// Required, an id; the record's key.
    ConversationId,
    /// Required, an id.
    SenderId,
    /// Optional, an id.
    RecipientId,
    /// Optional, RFC 3339 or epoch milliseconds.
    SentAt,
    /// Required unless the message is deleted.
    Text,
    /// Optional, a language or region tag.
    Locale,
    /// Optional, the state of the booking.
    Stage,
    /// Optional, a whole number; 0 when missing.
    Revision,
    /// Optional, a boolean; false when missing.
    Deleted,
}

impl Field {
    /// Every field, in the order of the contract.
    pub const ALL: [Field; 10] = [
        Field::MessageId,
        Field::ConversationId,
        Field::SenderId,
        Field::RecipientId,
        Field::SentAt,
        Field::Text,
        Field::Locale,
        Field::Stage,
        Field::Revision,
        Field::Deleted,
    ];

    /// The contract's name: it labels metrics and dead letters, whatever the payload calls the field.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Field::MessageId => "message_id",
            Field::ConversationId => "conversation_id",
            Field::SenderId => "sender_id",
            Field::RecipientId => "recipient_id",
            Field::SentAt => "sent_at",
            Field::Text => "text",
            Field::Locale => "locale",
            Field::Stage => "stage",
            Field::Revision => "revision",
            Field::Deleted => "deleted",
        }
    }

    const fn is_required(self) -> bool {
        matches!(self, Field::MessageId | Field::ConversationId | Field::SenderId | Field::Text)
    }
}

/// A set of fields, in one word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FieldSet(u16);

impl FieldSet {
    /// Adds a field.
    pub const fn insert(&mut self, field: Field) {
        self.0 |= 1 << field as u16;
    }

    /// Whether a field is in the set.
    #[must_use]
    pub const fn contains(self, field: Field) -> bool {
        self.0 & (1 << field as u16) != 0
    }

    /// Whether no field is.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The fields, in the order of the contract.
    pub fn iter(self) -> impl Iterator<Item = Field> {
        Field::ALL.into_iter().filter(move |field| self.contains(*field))
    }
}

/// Where each field stands in the payload: a name, or names joined by dots for an object within an object.
///
/// An optional field with an empty name is never read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Fields {
    /// Path of the message's id.
    pub message_id: String,
    /// Path of the conversation's id.
    pub conversation_id: String,
    /// Path of the sender's id.
    pub sender_id: String,
    /// Path of the recipient's id.
    pub recipient_id: String,
    /// Path of the time of sending.
    pub sent_at: String,
    /// Path of the text.
    pub text: String,
    /// Path of the language or region.
    pub locale: String,
    /// Path of the booking's state.
    pub stage: String,
    /// Path of the edit's number.
    pub revision: String,
    /// Path of the mark of deletion.
    pub deleted: String,
}

impl Default for Fields {
    fn default() -> Self {
        let name = |field: Field| field.name().to_owned();
        Self {
            message_id: name(Field::MessageId),
            conversation_id: name(Field::ConversationId),
            sender_id: name(Field::SenderId),
            recipient_id: name(Field::RecipientId),
            sent_at: name(Field::SentAt),
            text: name(Field::Text),
            locale: name(Field::Locale),
            stage: name(Field::Stage),
            revision: name(Field::Revision),
            deleted: name(Field::Deleted),
        }
    }
}

impl Fields {
    fn path(&self, field: Field) -> &str {
        match field {
            Field::MessageId => &self.message_id,
            Field::ConversationId => &self.conversation_id,
            Field::SenderId => &self.sender_id,
            Field::RecipientId => &self.recipient_id,
            Field::SentAt => &self.sent_at,
            Field::Text => &self.text,
            Field::Locale => &self.locale,
            Field::Stage => &self.stage,
            Field::Revision => &self.revision,
            Field::Deleted => &self.deleted,
        }
    }
}

/// Field names that no payload could satisfy; names fields by the contract, never by the configured value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FieldsError {
    /// A required field without a name.
    #[error("message.{}: a required field needs a name", .0.name())]
    Empty(Field),
    /// A path with an empty step (`a..b`).
    #[error("message.{}: a step of the path is empty: write it as `object.field`", .0.name())]
    EmptyStep(Field),
    /// A path with too many steps.
    #[error("message.{}: more than {DEPTH_MAX} steps", .0.name())]
    TooDeep(Field),
    /// Two fields at one place, or one inside the other.
    #[error("message.{} and message.{}: the same place, or one within the other", .0.name(), .1.name())]
    Clash(Field, Field),
}

/// Objects within objects that a path may cross: decoding recurses this deep and no deeper.
pub(super) const DEPTH_MAX: usize = 8;

/// What a key leads to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// A field's value.
    Field(Field),
    /// An object that holds fields: the index of its [`Node`].
    Object(usize),
}

/// The keys that matter in one object.
#[derive(Debug, Default)]
pub(super) struct Node {
    keys: Vec<(Box<str>, Step)>,
}

impl Node {
    /// What a key of this object leads to, if anything.
    pub(super) fn step(&self, key: &str) -> Option<Step> {
        self.keys.iter().find(|(name, _)| **name == *key).map(|&(_, step)| step)
    }
}

/// The paths compiled to a tree: the first node is the payload's own object.
pub(super) fn compile(fields: &Fields) -> Result<Vec<Node>, FieldsError> {
    let mut nodes = vec![Node::default()];
    for field in Field::ALL {
        let path = fields.path(field);
        if path.is_empty() {
            if field.is_required() {
                return Err(FieldsError::Empty(field));
            }
            continue;
        }
        let steps: Vec<&str> = path.split('.').collect();
        if steps.iter().any(|step| step.is_empty()) {
            return Err(FieldsError::EmptyStep(field));
        }
        if steps.len() > DEPTH_MAX {
            return Err(FieldsError::TooDeep(field));
        }
        insert(&mut nodes, &steps, field)?;
    }
    Ok(nodes)
}

fn insert(nodes: &mut Vec<Node>, steps: &[&str], field: Field) -> Result<(), FieldsError> {
    let mut at = 0;
    for (depth, &name) in steps.iter().enumerate() {
        let last = depth + 1 == steps.len();
        at = match (nodes[at].step(name), last) {
            (None, true) => {
                nodes[at].keys.push((name.into(), Step::Field(field)));
                at
            }
            (None, false) => {
                let next = nodes.len();
                nodes.push(Node::default());
                nodes[at].keys.push((name.into(), Step::Object(next)));
                next
            }
            (Some(Step::Object(next)), false) => next,
            (Some(Step::Field(other)), _) => return Err(FieldsError::Clash(other, field)),
            (Some(Step::Object(inner)), true) => return Err(FieldsError::Clash(field_within(nodes, inner), field)),
        };
    }
    Ok(())
}

fn field_within(nodes: &[Node], mut at: usize) -> Field {
    loop {
        // Every node was made for a path, so it has a key and ends in a field.
        match nodes[at].keys[0].1 {
            Step::Field(field) => return field,
            Step::Object(next) => at = next,
        }
    }
}
