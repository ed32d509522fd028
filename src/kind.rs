//! The vocabulary shared by every room: what a detail is, and whether its detector counts.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What was found (the kinds of the flag contract).
///
/// The first seven are contact kinds, the last two invitations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A number a person could dial.
    Phone,
    /// An e-mail address.
    Email,
    /// A link, bare domain, IP address or short link.
    Url,
    /// A user name on an outside service.
    Handle,
    /// A street-level place.
    Address,
    /// An account, card, crypto address, payment link or tag.
    Payment,
    /// A meeting id, join code or its passcode.
    Meeting,
    /// An outside service proposed by name.
    Mention,
    /// A proposal to leave the platform, or a request for the other's contact.
    Intent,
}

impl Kind {
    /// Every kind, contact kinds first.
    pub const ALL: [Kind; 9] = [
        Kind::Phone,
        Kind::Email,
        Kind::Url,
        Kind::Handle,
        Kind::Address,
        Kind::Payment,
        Kind::Meeting,
        Kind::Mention,
        Kind::Intent,
    ];

    /// The name in flags, pattern files, settings and metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Phone => "phone",
            Kind::Email => "email",
            Kind::Url => "url",
            Kind::Handle => "handle",
            Kind::Address => "address",
            Kind::Payment => "payment",
            Kind::Meeting => "meeting",
            Kind::Mention => "mention",
            Kind::Intent => "intent",
        }
    }

    /// Whether the kind is a contact (else it is an invitation).
    #[must_use]
    pub const fn is_contact(self) -> bool {
        !matches!(self, Kind::Mention | Kind::Intent)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Whether a detector's findings flag a message or are only counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Findings flag the message.
    #[default]
    Live,
    /// Findings are counted in metrics and flag nothing: for trying a detector out.
    Shadow,
}

impl Mode {
    /// The name in pattern files and metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Mode::Live => "live",
            Mode::Shadow => "shadow",
        }
    }
}
