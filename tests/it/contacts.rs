//! The contacts of the plain and light cases of tests/cases, in the groups that they may be cut between.

use vigie::kind::Kind;
use vigie::patterns::Marked;

use crate::detectors::cases;
use crate::spoken::{is_sayable, speech};

/// What is said between two pieces, or announces the first; nothing in it is a piece.
pub(crate) struct Talk {
    lang: &'static str,
    pub(crate) fillers: [&'static str; 4],
    pub(crate) phone: &'static str,
    pub(crate) email: &'static str,
    pub(crate) url: &'static str,
    iban: &'static str,
    mine: &'static str,
}

#[rustfmt::skip]
const TALKS: [Talk; 7] = [
    Talk { lang: "fr", fillers: ["ok", "et la suite ?", "ensuite", "attends"], phone: "mon numéro : ", email: "mon mail : ", url: "mon site : ", iban: "mon IBAN : ", mine: "mon " },
    Talk { lang: "en", fillers: ["ok", "and then?", "next", "go on"], phone: "my number: ", email: "my email: ", url: "my website: ", iban: "my IBAN: ", mine: "my " },
    Talk { lang: "es", fillers: ["ok", "¿y luego?", "luego", "espera"], phone: "mi número: ", email: "mi correo: ", url: "mi web: ", iban: "mi IBAN: ", mine: "mi " },
    Talk { lang: "de", fillers: ["ok", "und weiter?", "dann", "warte"], phone: "meine Nummer: ", email: "meine Mail: ", url: "meine Webseite: ", iban: "meine IBAN: ", mine: "mein " },
    Talk { lang: "it", fillers: ["ok", "e poi?", "poi", "aspetta"], phone: "il mio numero: ", email: "la mia mail: ", url: "il mio sito: ", iban: "il mio IBAN: ", mine: "il mio " },
    Talk { lang: "pt", fillers: ["ok", "e depois?", "depois", "espera"], phone: "o meu número: ", email: "o meu email: ", url: "o meu site: ", iban: "o meu IBAN: ", mine: "o meu " },
    Talk { lang: "nl", fillers: ["ok", "en dan?", "dan", "wacht"], phone: "mijn nummer: ", email: "mijn mail: ", url: "mijn website: ", iban: "mijn IBAN: ", mine: "mijn " },
];

/// A contact in the groups that it may be cut between.
#[derive(Debug, Clone)]
pub(crate) struct Contact {
    pub(crate) kind: Kind,
    pub(crate) value: String,
    pub(crate) lang: &'static str,
    pub(crate) announced: &'static str,
    pub(crate) groups: Vec<Group>,
    /// What stands between two groups in figures and signs.
    pub(crate) joint: &'static str,
}

/// A group, and how it is said where it can be.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) text: String,
    pub(crate) said: Option<String>,
}

impl Group {
    fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), said: None }
    }
}

pub(crate) fn talk(lang: &str) -> &'static Talk {
    TALKS.iter().find(|talk| talk.lang == lang).unwrap()
}

/// The marked details of a file's plain and light cases: what is wanted, and how it is written.
fn marked(file: &str) -> Vec<(&'static Talk, String, String)> {
    let plain = cases(file).into_iter().filter(|case| !case.open && matches!(&*case.level, "plain" | "light"));
    plain
        .flat_map(|case| {
            let Marked { text, spans } = Marked::parse(&case.text).unwrap();
            let talk = talk(&case.lang);
            case.want
                .into_iter()
                .zip(spans)
                .map(move |(want, span)| (talk, want, text[span].to_owned()))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Every contact of tests/cases that has more groups than one.
pub(crate) fn contacts() -> Vec<Contact> {
    let all = [phones(), emails(), urls(), handles(), ibans()].concat();
    all.into_iter().filter(|contact| contact.groups.len() > 1).collect()
}

fn phones() -> Vec<Contact> {
    let phone = |(talk, want, written): (&'static Talk, String, String)| {
        let value = want.strip_prefix("phone ")?.to_owned();
        let mut groups: Vec<Group> = Vec::new();
        let written = written.replace("(0)", "");
        for digits in written.split(|c: char| !c.is_ascii_digit() && c != '+').filter(|digits| !digits.is_empty()) {
            match &mut groups[..] {
                // A country code says nothing alone: the rest is a number of its own.
                [Group { text, said }] if text.starts_with('+') || text.starts_with("00") => {
                    (*text, *said) = (format!("{text} {digits}"), None);
                }
                _ => groups.push(Group {
                    text: digits.to_owned(),
                    said: (digits.len() < 5 && is_sayable(talk.lang, digits)).then(|| speech(talk.lang).group(digits)),
                }),
            }
        }
        Some(Contact { kind: Kind::Phone, value, lang: talk.lang, announced: talk.phone, groups, joint: " " })
    };
    marked("phone").into_iter().filter_map(phone).collect()
}

fn emails() -> Vec<Contact> {
    let email = |(talk, want, _): (&'static Talk, String, String)| {
        let value = want.strip_prefix("email ")?.to_owned();
        let (local, domain) = value.split_once('@')?;
        let (label, ends) = domain.split_once('.')?;
        let groups = vec![
            Group::plain(local),
            Group { text: "@".to_owned(), said: Some(speech(talk.lang).at.to_owned()) },
            Group::plain(label),
            dotted(talk.lang, ends),
        ];
        Some(Contact { kind: Kind::Email, lang: talk.lang, announced: talk.email, groups, joint: "", value })
    };
    marked("email").into_iter().filter_map(email).collect()
}

/// The end of a host, with its dots as signs or in words.
fn dotted(lang: &str, ends: &str) -> Group {
    let dot = speech(lang).dot;
    Group { text: format!(".{ends}"), said: Some(format!("{dot} {}", ends.replace('.', &format!(" {dot} ")))) }
}

fn urls() -> Vec<Contact> {
    let url = |(talk, want, _): (&'static Talk, String, String)| {
        let value = want.strip_prefix("url ")?.to_owned();
        let groups = match value.split_once('/') {
            Some((host, path)) => vec![Group::plain(host), Group::plain(format!("/{path}"))],
            None => {
                let (label, ends) = value.rsplit_once('.')?;
                vec![Group::plain(label), dotted(talk.lang, ends)]
            }
        };
        Some(Contact { kind: Kind::Url, lang: talk.lang, announced: talk.url, groups, joint: "", value })
    };
    marked("url").into_iter().filter_map(url).collect()
}

fn handles() -> Vec<Contact> {
    let handle = |(talk, want, _): (&'static Talk, String, String)| {
        let value = want.strip_prefix("handle ")?.to_owned();
        let (service, name) = value.split_once(':')?;
        let groups = vec![Group::plain(service), Group::plain(name)];
        Some(Contact { kind: Kind::Handle, lang: talk.lang, announced: talk.mine, groups, joint: " : ", value })
    };
    marked("handle").into_iter().filter_map(handle).collect()
}

fn ibans() -> Vec<Contact> {
    let iban = |(talk, want, _): (&'static Talk, String, String)| {
        let value = want.strip_prefix("payment ")?.to_owned();
        let (country, digits) = value.split_at_checked(2)?;
        let is_iban = country.bytes().all(|b| b.is_ascii_uppercase()) && digits.len() > 12;
        let fours = value.as_bytes().chunks(4).map(|four| Group::plain(String::from_utf8_lossy(four)));
        is_iban.then(|| Contact {
            kind: Kind::Payment,
            lang: talk.lang,
            announced: talk.iban,
            groups: fours.collect(),
            joint: " ",
            value: value.clone(),
        })
    };
    marked("payment").into_iter().filter_map(iban).collect()
}
