//! The words the reading detectors read by: one file a language, one for services, one for mail providers.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Every lexicon file of a pack.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// The languages, in the order of their files' names.
    pub languages: Vec<Words>,
    /// Messengers, networks, marketplaces, payment services.
    pub services: Vec<Service>,
    /// Mail providers.
    pub providers: Vec<Provider>,
    /// Countries and regions with a numbering plan of their own.
    pub regions: Vec<Region>,
    /// The weights of evidence, by kind and name.
    pub evidence: BTreeMap<String, BTreeMap<String, i16>>,
}

/// One language's words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Words {
    /// The ISO 639-1 code.
    pub language: String,
    /// Number words: value → spellings.
    pub numbers: BTreeMap<String, Vec<String>>,
    /// How number words combine.
    pub number_rules: NumberRules,
    /// Everyday words that stand for a digit, only inside a run of digits.
    #[serde(default)]
    pub homophones: BTreeMap<String, u32>,
    /// Words for signs.
    pub signs: BTreeMap<String, Vec<String>>,
    /// Spelled letters: name → letter.
    #[serde(default)]
    pub letters: BTreeMap<String, String>,
    /// Top-level domains as heard.
    #[serde(default)]
    pub tlds: BTreeMap<String, String>,
    /// Words put between the groups of a detail.
    pub fillers: List,
    /// Words that announce a contact, by kind.
    pub cues: BTreeMap<String, Vec<String>>,
    /// Words that exonerate a number, by what it then is.
    pub against: BTreeMap<String, Vec<String>>,
    /// Phrases that refuse a contact.
    pub negation: List,
    /// How a street address is written.
    pub street: Street,
    /// Phrases that say a contact is written backwards.
    #[serde(default)]
    pub reversed: List,
    /// What is said around the pieces of a detail given in several messages.
    #[serde(default)]
    pub pieces: Pieces,
    /// What is said in place of a name.
    #[serde(default)]
    pub paraphrases: Paraphrases,
    /// What is said around the pieces of a name.
    #[serde(default)]
    pub names: Names,
    /// The commonest words: they tell the language, and are no names.
    #[serde(default)]
    pub common: List,
}

/// A list of words under `words = […]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// The words.
    #[serde(default)]
    pub words: Vec<String>,
}

/// What is said around the pieces of a detail given in several messages.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pieces {
    /// "it starts with": the piece is the detail's beginning.
    #[serde(default)]
    pub first: Vec<String>,
    /// "the end is".
    #[serde(default)]
    pub last: Vec<String>,
    /// "in between".
    #[serde(default)]
    pub middle: Vec<String>,
    /// "part", "bloc": a piece by its number ("part 2"), or alone.
    #[serde(default)]
    pub parts: Vec<String>,
    /// "second": which piece it is.
    #[serde(default)]
    pub ordinals: Vec<String>,
    /// "oops": the piece mends what was said before.
    #[serde(default)]
    pub corrections: Vec<String>,
    /// "and then": the detail goes on with the piece.
    #[serde(default)]
    pub next: Vec<String>,
    /// "no", first in a message: what the other guessed is wrong.
    #[serde(default)]
    pub denials: Vec<String>,
    /// "not", "instead of": the piece is taken back.
    #[serde(default)]
    pub instead: Vec<String>,
    /// "jot this down", "bit by bit": what follows is to be written down, or comes in pieces.
    #[serde(default)]
    pub dictation: Vec<String>,
    /// "go on", "I'm listening": the other waits for the next piece.
    #[serde(default)]
    pub prompts: Vec<String>,
    /// "name?", "what are you called there": the other waits for a name.
    #[serde(default)]
    pub name_questions: Vec<String>,
    /// "what's your user": the other waits for a user name.
    #[serde(default)]
    pub user_questions: Vec<String>,
    /// "and before that?": the other waits for what the detail begins with.
    #[serde(default)]
    pub before_questions: Vec<String>,
    /// "all in order", "if you see what I mean": the figures of several messages are a number, whatever they seem to count.
    #[serde(default)]
    pub hints: Vec<String>,
    /// "which town?", "and the house number": the other waits for a part of an address.
    #[serde(default)]
    pub place_questions: Vec<String>,
}

/// What is said around the pieces of a name: an address, a host or a user name.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Names {
    /// "plus", "stuck to it", "all one word": the piece is glued to what was said before.
    #[serde(default)]
    pub more: Vec<String>,
    /// "before the at": the piece is the local part.
    #[serde(default)]
    pub before: Vec<String>,
    /// "as in", "without an accent": what follows is about the piece right before.
    #[serde(default)]
    pub glosses: Vec<String>,
    /// "what's it called": the other waits for a name.
    #[serde(default)]
    pub questions: Vec<String>,
    /// "who do I look up": the other waits for a user name.
    #[serde(default)]
    pub user_questions: Vec<String>,
}

/// What is said in place of the name of a service or a person.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paraphrases {
    /// "app", "the one": with a service's symbol they name it.
    #[serde(default)]
    pub services: Vec<String>,
    /// "first name", "surname": parts of an address that the other is to fill in.
    #[serde(default)]
    pub people: Vec<String>,
}

/// How a language's number words combine.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NumberRules {
    /// Which comes first in 21.
    pub order: Order,
    /// Whether 80 is said as four times twenty.
    #[serde(default)]
    pub scores: bool,
    /// The "and" of "vingt et un".
    #[serde(default)]
    pub joiners: Vec<String>,
    /// "double", "triple": word → how often the next digit counts.
    #[serde(default)]
    pub repeat: BTreeMap<String, u32>,
    /// Words for 0 inside a run of digits only.
    #[serde(default)]
    pub oh: Vec<String>,
    /// Words for the sign before a fraction.
    #[serde(default)]
    pub decimals: Vec<String>,
    /// "thousand" and beyond: no phone is said with them.
    #[serde(default)]
    pub magnitudes: Vec<String>,
    /// Digits said as things to count: "zeros" → 0, so that "three zeros" is 000.
    #[serde(default)]
    pub plurals: BTreeMap<String, u32>,
    /// "er", "hold on": what is said between two groups of digits, and means nothing.
    #[serde(default)]
    pub pauses: Vec<String>,
    /// "like", "the age of": what follows is said of a group of digits, up to a comma or the next digits.
    #[serde(default)]
    pub asides: Vec<String>,
    /// "yes", "I repeat": what follows may be the last group once more.
    #[serde(default)]
    pub confirmations: Vec<String>,
    /// "only the digits": the digits of a text are a number, whatever stands between them.
    #[serde(default)]
    pub riddles: Vec<String>,
    /// "each digit is one too high": digits are to be read one more, or one less.
    #[serde(default)]
    pub shifts: Vec<String>,
    /// "or": no number goes on beyond it.
    #[serde(default)]
    pub alternatives: Vec<String>,
}

/// Which part of a two-digit number is said first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// "vingt-trois".
    TensFirst,
    /// "dreiundzwanzig".
    UnitsFirst,
}

/// How a street address is written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Street {
    /// Words before the name: "rue".
    #[serde(default)]
    pub types: Vec<String>,
    /// Ends of the name: "straße".
    #[serde(default)]
    pub suffixes: Vec<String>,
    /// Whether the number follows the name.
    #[serde(default)]
    pub number_after: bool,
    /// Words between number and town: "bis", "bât".
    #[serde(default)]
    pub complements: Vec<String>,
    /// "the corner of": two streets follow.
    #[serde(default)]
    pub corners: Vec<String>,
    /// The shape of a postcode, a regular expression.
    #[serde(default)]
    pub postcode: Option<String>,
}

/// A country or region with a numbering plan of its own.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Its code, as in the numbering plans (ISO 3166-1).
    pub code: String,
    /// Words that place a number there, in any language: its name, its people, its towns, what it calls a phone.
    pub words: Vec<String>,
}

/// An outside service.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Canonical name.
    pub name: String,
    /// messenger, social, marketplace, booking, payment, meeting…
    pub sort: String,
    /// Unmistakable spellings.
    #[serde(default)]
    pub words: Vec<String>,
    /// Spellings that are ordinary words too.
    #[serde(default)]
    pub twins: Vec<String>,
    /// Spellings by ear, with choices between brackets: "f(ee|ei)sb(oo|u)k". None that means something else already counts.
    #[serde(default)]
    pub sounds: Vec<String>,
    /// "the green app".
    #[serde(default)]
    pub periphrases: Vec<String>,
    /// What is on its logo, or done there ("ghost"): beside a word for an app it names the service.
    #[serde(default)]
    pub symbols: Vec<String>,
    /// Emoji that stand for it.
    #[serde(default)]
    pub emoji: Vec<String>,
    /// Its hosts.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// The shape of a user name there.
    #[serde(default)]
    pub handle: String,
}

/// A mail provider.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Canonical name.
    pub name: String,
    /// What the bare name stands for.
    pub domain: String,
    /// Unmistakable spellings.
    #[serde(default)]
    pub words: Vec<String>,
    /// Spellings that are ordinary words too.
    #[serde(default)]
    pub twins: Vec<String>,
    /// Spellings by ear, as a service's.
    #[serde(default)]
    pub sounds: Vec<String>,
    /// Its domains.
    #[serde(default)]
    pub domains: Vec<String>,
}

impl Lexicon {
    /// Adds one file of `lexicon/`; the reason where it is refused.
    pub(super) fn add(&mut self, file: &str, text: &str) -> Result<(), String> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Services {
            service: Vec<Service>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Providers {
            provider: Vec<Provider>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Regions {
            region: Vec<Region>,
        }
        let refused = |e: toml::de::Error| place_and_class(text, &e);
        match file {
            "services.toml" => self.services = toml::from_str::<Services>(text).map_err(refused)?.service,
            "regions.toml" => self.regions = toml::from_str::<Regions>(text).map_err(refused)?.region,
            "evidence.toml" => self.evidence = toml::from_str(text).map_err(refused)?,
            "providers.toml" => self.providers = toml::from_str::<Providers>(text).map_err(refused)?.provider,
            _ => self.languages.push(toml::from_str(text).map_err(refused)?),
        }
        Ok(())
    }
}

/// Where a TOML error is and of what class, without a word of the file's content.
pub(super) fn place_and_class(text: &str, error: &toml::de::Error) -> String {
    let message = error.message();
    let class = ["missing field", "unknown field", "duplicate key", "unknown variant", "invalid type", "invalid value"]
        .into_iter()
        .find(|class| message.starts_with(class))
        .unwrap_or("not valid TOML");
    // serde names the field of these two classes itself; every other message may quote a value.
    let class = match class {
        "missing field" | "unknown field" => message.split(',').next().unwrap_or(class),
        class => class,
    };
    match error.span() {
        Some(span) => {
            let before = &text[..span.start.min(text.len())];
            let line = before.matches('\n').count() + 1;
            let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1) + 1;
            format!("line {line}, column {column}: {class}")
        }
        None => class.to_owned(),
    }
}
