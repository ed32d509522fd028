//! Links: hosts with a known top-level domain, with or without scheme and path, however the dots are written; IP addresses.

use crate::kind::Kind;
use crate::scan::read::{Class, Classes, Lexeme, TokenKind, Traits};

use super::email::is_under;
use super::evidence::Evidence;
use super::host::{self, Dot, Host};
use super::path::{path, path_value};
use super::{Candidate, Direction, Found, View, dotless, handle, name};

/// Tokens between a scheme and its host: "colon slash slash", spaces between.
const SCHEME_TOKENS_MAX: usize = 12;
/// Words of a name that is said as words: "les petits pots de lina point com".
const NAME_WORDS_MAX: usize = 6;

/// Top-level domains that end sentences and begin others ("ok.Je", "chocolate.it"), or are words of a language.
const WORD_TLDS: &[&str] = &[
    "je", "de", "es", "it", "no", "to", "in", "is", "at", "so", "am", "be", "me", "us", "my", "do", "my", "hm", "la",
    "il", "se", "si", "al", "as", "ma", "mu", "om", "pro", "ai", "an", "et", "va", "tu", "un", "re", "son", "mon",
    "ça", "no", "na", "os", "da", "em", "ad", "cc", "here", "now", "you", "how", "what", "call", "meet", "fun", "one",
    "men", "red", "blue", "best", "buy", "care", "center", "city", "club", "cool", "day", "deal", "email", "fit",
    "gift", "gold", "good", "help", "host", "house", "life", "like", "live", "love", "man", "market", "men", "money",
    "name", "news", "next", "open", "party", "photo", "photos", "place", "play", "plus", "press", "prof", "read",
    "rent", "rest", "run", "safe", "sale", "save", "school", "sport", "style", "talk", "team", "tips", "today", "top",
    "tours", "town", "video", "vote", "watch", "win", "work", "works", "world", "maison", "vin", "moi", "bio", "date",
    "pub",
];

/// Words for the dot and the endings of their own countries, which are words of other languages.
const HOME_ENDINGS: &[(&str, &str)] =
    &[("punkt", "de"), ("punkt", "at"), ("punkt", "ch"), ("punt", "nl"), ("punt", "be"), ("punto", "it")];

/// Shorter words that the lexicon lacks, right before a country's ending, are as often the last of a sentence.
const NAMED_BYTES_MIN: usize = 8;

/// Endings of countries where French is written, beside those that are common anyway; none is a word that a sentence begins with.
const FRENCH_TLDS: &[&str] =
    &["bf", "bj", "cd", "ci", "cm", "dj", "gf", "gp", "mc", "mg", "mq", "nc", "pf", "td", "tg", "tn", "yt"];

/// Endings of files and of code that are top-level domains too.
const FILE_TLDS: &[&str] =
    &["zip", "mov", "py", "sh", "md", "rs", "pl", "ps", "cc", "so", "map", "foo", "room", "title", "ml", "bat", "ini"];

/// Endings of files that are no top-level domains: what stands before one is a file's name.
const ENDINGS: &[&str] = &[
    "json", "js", "ts", "html", "htm", "txt", "xml", "yml", "yaml", "php", "css", "conf", "cfg", "log", "csv", "pdf",
    "jpg", "jpeg", "png", "exe", "sql", "toml", "docx", "xlsx", "zip", "md", "py", "doc", "odt", "xls", "ods", "ppt",
    "pptx", "heic", "webp", "gif", "svg", "mp3", "mp4", "avi", "rar", "epub", "psd", "dwg", "stl",
];

/// Names of techniques that look like hosts.
const NOT_HOSTS: &[&str] =
    &["asp.net", "ado.net", "vb.net", "ml.net", "paint.net", "socket.io", "draw.io", "next.js", "manage.py", "main.rs"];

/// How a link begins.
struct Start {
    /// First token of the whole link.
    first: usize,
    /// First token of the host.
    host: usize,
    scheme: bool,
    /// "www" or "3w" that is not part of the host's own dots.
    www: bool,
    /// Whether a name of several words is announced.
    announced: bool,
}

/// Reads every link of a view.
pub(super) fn detect(view: &View<'_>, found: &mut Found) {
    let mut done = 0;
    for token in 0..view.reading.tokens().len() {
        found.candidates.extend(dotless::ending_first(view, token));
        if token < done || !begins(view, token) {
            continue;
        }
        let start = start(view, token);
        let candidate = ip_address(view, &start).or_else(|| {
            let host = after_www(view, &start)
                .or_else(|| host::host(view, start.host))
                .or_else(|| dotless::service_without_dot(view, start.host))
                .or_else(|| dotless::service_without_ending(view, start.host))
                .or_else(|| dotless::dot_missing(view, start.host))?;
            let said = (!start.scheme && start.host == host.labels[0]).then(|| widened(view, &host)).flatten();
            match said {
                Some(first) => {
                    weigh(view, &Start { first, host: first, announced: true, ..start }, &joined(view, first, host))
                }
                None => weigh(view, &start, &host),
            }
        });
        if let Some((candidate, end)) = candidate {
            found.candidates.push(candidate);
            done = end;
        }
    }
}

/// Whether a link could stand in a text that has no dot of a host: by scheme, "www", a service's host with its dot left out, a
/// top-level domain without its dot, or an IP address.
pub(super) fn may_stand_without_host(view: &View<'_>) -> bool {
    let holds = view.reading.holds();
    let tokens = 0..view.reading.tokens().len();
    let point = |at: usize| view.sign(at) == Some(".") && at > 0 && view.is_digits(at - 1) && view.is_digits(at + 1);
    let missing = holds.cue(Kind::Url) || holds.sign(b'-');
    // "harrowlanemusic co uk"
    let double = |l: &Lexeme| l.entry.class == Class::Tld && l.end > l.first + 2;
    // "www" letter by letter.
    let letter = |l: &&Lexeme| l.entry.class == Class::Letter && l.entry.value == u16::from(b'w');
    let of_service = holds.any(Classes::SERVICE) || holds.traits.any(Traits::SERVICE_END);
    holds.sign(b'/') && (of_service || view.text().contains("//"))
        || holds.any(Classes::WWW.and(Classes::SLASH))
        || holds.any(Classes::LETTER) && view.reading.lexemes().iter().filter(letter).count() >= WWW_LETTERS
        || holds.any(Classes::TLD) && view.reading.lexemes().iter().any(double)
        || holds.sign(b'.') && view.reading.signs().filter(|&at| point(at)).count() >= IP_POINTS
        || holds.traits.any(Traits::OF_LINK)
        || missing && holds.traits.any(Traits::SURE_TLD)
        || holds.traits.any(Traits::H)
            && tokens
                .filter(|&at| view.reading.traits(at).any(Traits::H))
                .any(|at| matches!(view.sign(at + 1), Some("*" | "-" | "+")))
}

/// Whether a link could begin with a word: "www", "w", a scheme.
pub(super) fn is_of_link(word: &str) -> bool {
    word.starts_with("www") || word.bytes().all(|b| b == b'w') || SCHEMES.contains(&word)
}

/// Whether a word is a top-level domain and no word.
pub(super) fn is_sure_tld(word: &str) -> bool {
    dotless::SURE_TLDS.contains(&word)
}

/// Letters of "www".
const WWW_LETTERS: usize = 3;

/// Points of an IP address.
const IP_POINTS: usize = 3;

/// Schemes as people write them ("h**ps" without its stars too).
#[rustfmt::skip]
const SCHEMES: &[&str] = &[
    "http", "https", "hxxp", "hxxps", "htp", "htps", "hp", "hps", "ttp", "ttps", "ftp", "ftps", "httpx",
];

/// Whether a link could begin at a token: letters or digits with no part of a name before them, or "//".
fn begins(view: &View<'_>, token: usize) -> bool {
    if view.sign(token) == Some("/") && view.sign(token + 1) == Some("/") && view.is_alphanumeric(token + 2) {
        return token == 0 || matches!(view.reading.tokens()[token - 1].kind, TokenKind::Space | TokenKind::Newline);
    }
    view.is_alphanumeric(token)
        && token.checked_sub(1).is_none_or(|before| {
            // Not within a name: "a-b", "a_b", "a@b", "a.b".
            let joined = matches!(view.sign(before), Some("-" | "_" | "@" | "."));
            !(view.is_alphanumeric(before) || joined && before > 0 && view.is_alphanumeric(before - 1))
        })
}

fn start(view: &View<'_>, token: usize) -> Start {
    let text = |at: usize| view.reading.tokens().get(at).map(|t| t.text(view.text()));
    let plain = Start { first: token, host: token, scheme: false, www: false, announced: false };
    if view.sign(token) == Some("/") {
        return Start { host: token + 2, scheme: true, ..plain };
    }
    let scheme = text(token).filter(|word| SCHEMES.contains(word)).map(|_| token + 1);
    // "h**ps://"
    let masked = || {
        let rest = (token + 1..token + 3).find(|&at| !matches!(view.sign(at), Some("*" | "-" | "+")));
        let rest = rest.unwrap_or(token + 3);
        let hidden = text(token) == Some("h") && matches!(view.word(rest), "ps" | "p" | "tps" | "tp" | "s");
        hidden.then_some(rest + 1)
    };
    // "https://", "hxxps[:]//", "http : // ", "https:\\", "http colon slash slash "
    let Some(mut at) = scheme.or_else(masked) else { return plain };
    let mut slashes = 0;
    while at < token + SCHEME_TOKENS_MAX && at < view.reading.tokens().len() {
        if let Some(word) = view.reading.longest(at, |c| matches!(c, Class::Slash | Class::Colon)) {
            slashes += usize::from(word.entry.class == Class::Slash);
            at = word.end as usize;
        } else if view.is_alphanumeric(at) {
            break;
        } else {
            slashes += usize::from(matches!(view.sign(at), Some("/" | "\\")));
            at += 1;
        }
    }
    if slashes == 0 || !view.is_alphanumeric(at) {
        return plain;
    }
    // "https://user@host": what counts is the host after the at-sign.
    let mut host = at;
    let mut look = at;
    while look < at + 24 && (view.is_alphanumeric(look) || matches!(view.sign(look), Some("." | "-" | "_" | ":" | "@")))
    {
        if view.sign(look) == Some("@") {
            host = look + 1;
        }
        look += 1;
    }
    Start { host, scheme: true, ..plain }
}

/// "www monsite fr", "double v double v double v point monsite point fr": what follows an unmistakable beginning.
fn after_www(view: &View<'_>, start: &Start) -> Option<Host> {
    if let Some(host) = glued_www(view, start.host) {
        return Some(host);
    }
    let www = www(view, start.host)?;
    let dotted = host::dot(view, www);
    if view.sign(www) == Some("-") {
        return dashed(view, www + 1);
    }
    let label_at = match dotted {
        Some((Dot::Plain, _)) if view.word(start.host).starts_with("ww") => return None,
        Some((_, next)) => next,
        None => view.skip_spaces(www),
    };
    if label_at == www {
        return None;
    }
    if let Some(host) = host::host(view, label_at) {
        return Some(host);
    }
    // "www point yoga zen point fr"
    let mut end = label_at;
    for _ in 1..NAME_WORDS_MAX {
        let (_, after) = host::label(view, end)?;
        end = view.skip_spaces(after);
        // "www . blaaskapel - oink . nl"
        end += usize::from(view.sign(end) == Some("-"));
        end = view.skip_spaces(end);
        if let Some(host) = host::host(view, end).filter(|h| matches!(h.dot, Dot::Word | Dot::Spaced)) {
            return Some(joined(view, label_at, host));
        }
        if let Some((tld, tld_end)) = host::label(view, end)
            && end > after
            && host::COMMON_TLDS.contains(&tld.as_str())
        {
            let name = view.text()[view.reading.bytes(label_at, after)].replace(' ', "");
            return Some(Host {
                name: format!("{name}.{tld}"),
                end: tld_end,
                tld: end,
                labels: vec![label_at, end],
                dot: Dot::Spaced,
            });
        }
    }
    None
}

/// "wwwmonsitefr": every dot left out.
fn glued_www(view: &View<'_>, at: usize) -> Option<Host> {
    let word = view.word(at).strip_prefix("www").filter(|_| view.is_word(at) && !view.is_alphanumeric(at + 1))?;
    let ending =
        ["com", "fr", "net", "org", "de", "es", "it", "nl", "pt"].into_iter().find(|tld| word.ends_with(tld))?;
    let name = word.strip_suffix(ending).filter(|name| name.len() > 3)?;
    Some(Host { name: format!("{name}.{ending}"), end: at + 1, tld: at, labels: vec![at, at], dot: Dot::Comma })
}

/// "www-cordonnerie-pau-fr": every dot a hyphen.
fn dashed(view: &View<'_>, first: usize) -> Option<Host> {
    let (label, end) = host::label(view, first)?;
    let (name, tld) = label.rsplit_once('-').filter(|(_, tld)| host::COMMON_TLDS.contains(tld))?;
    Some(Host { name: format!("{name}.{tld}"), end, tld: end - 1, labels: vec![first, end - 1], dot: Dot::Bullet })
}

/// "www", "3w", "trois w", "double v double v double v": one past it.
pub(super) fn www(view: &View<'_>, at: usize) -> Option<usize> {
    if matches!(view.word(at), "www" | "ww" | "wwww") {
        return Some(at + 1);
    }
    if view.word(at) == "3" && view.word(at + 1) == "w" {
        return Some(at + 2);
    }
    if let Some(words) = view.reading.longest(at, |c| c == Class::Www) {
        return Some(words.end as usize);
    }
    let mut end = at;
    for _ in 0..3 {
        let word = view.skip_spaces(end);
        let w = view
            .reading
            .at(word)
            .iter()
            .rev()
            .find(|l| l.entry.class == Class::Letter && l.entry.value == u16::from(b'w'));
        end = match w {
            Some(letter) => letter.end as usize,
            None if view.word(word) == "w" => word + 1,
            None => return None,
        };
    }
    Some(end)
}

/// A host whose first label is said as several words, from a token on.
fn joined(view: &View<'_>, first: usize, mut host: Host) -> Host {
    let before = &view.text()[view.reading.bytes(first, host.labels[0])];
    host.name = format!("{}{}", before.replace([' ', '\'', '"'], ""), host.name);
    host.labels[0] = first;
    host
}

/// Where a name that is said as words begins, before a host whose dot is a word: right after what announces it.
fn widened(view: &View<'_>, host: &Host) -> Option<usize> {
    // "poterie du lac .com sans espaces"
    // "cire et miel, en un seul mot, point boutique"
    let glued = name::says_glued(view, host.labels[0], host.end + GLUED_TOKENS);
    if host.dot == Dot::Spaced && !glued {
        // "traslochi - veloci - brianza . it"
        let mut first = None;
        let mut at = host.labels[0];
        for _ in 1..NAME_WORDS_MAX {
            let dash = view.skip_spaces_back(at).checked_sub(1).filter(|&at| view.sign(at) == Some("-"));
            let word = dash.and_then(|dash| view.skip_spaces_back(dash).checked_sub(1).filter(|&at| at + 1 < dash));
            let Some(word) = word.filter(|&at| view.is_word(at) && !view.is_ordinary(at)) else { break };
            first = Some(word);
            at = word;
        }
        return first;
    }
    if host.dot != Dot::Word && !glued {
        return None;
    }
    let mut first = host.labels[0];
    // A name with a hyphen is written as it is.
    let written = host::label(view, first).is_some_and(|(_, end)| (first..end).any(|at| view.sign(at) == Some("-")));
    for words in 0..=NAME_WORDS_MAX {
        let end = view.skip_spaces_back(first);
        let announced = end == 0
            || matches!(view.sign(end - 1), Some(":" | "\"" | "→" | "(" | "👉"))
            || (glued && view.sign(end - 1) == Some(","))
            || view.is_newline(end - 1)
            || view.ending_at(end, |c| matches!(c, Class::Cue(Kind::Url))).is_some()
            || ANNOUNCERS.contains(&view.word(end - 1))
            || is_short_verb(view, end - 1);
        if announced {
            // Where a text begins, nothing announces: every word must be a name's.
            let named = || (first..=host.labels[0]).all(|at| !view.is_word(at) || is_name_word(view, at));
            return (words > 0 && (end > 0 || (!written && !host::is_small(view.word(first)) && named())))
                .then_some(first);
        }
        let mut before = end - 1;
        // "gigi's bakes"
        if view.sign(before) == Some("'") && view.is_word(before.saturating_sub(1)) {
            before = before.saturating_sub(1);
        }
        // "les prix sont sur moss and fern point shop"
        if words > 0 && !written && PLACES.contains(&view.word(before)) {
            let named = (first..=host.labels[0]).all(|at| !view.is_word(at) || is_name_word(view, at));
            return named.then_some(first);
        }
        let parts = |c| matches!(c, Class::AtWeak | Class::At | Class::Dot);
        if !view.is_word(before) || view.reading.is(before, parts) && !matches!(view.word(before), "a" | "de" | "et") {
            return None;
        }
        first = before;
    }
    None
}

/// Tokens after a host within which it may be said to be written as one.
const GLUED_TOKENS: usize = 6;

/// "my website's …", "it's …": the short form of "is" after what announces a site.
fn is_short_verb(view: &View<'_>, at: usize) -> bool {
    let site = |end: usize| {
        view.ending_at(end, |c| c == Class::Cue(Kind::Url)).is_some() || matches!(view.word(end - 1), "it" | "that")
    };
    view.word(at) == "s" && at > 1 && view.sign(at - 1) == Some("'") && site(at - 1)
}

/// Words after which a site's name begins: "le site c'est …", "busca en el navegador …".
#[rustfmt::skip]
const ANNOUNCERS: &[&str] = &[
    "abre", "anota", "appelle", "apri", "apunta", "besuche", "besuchen", "bezoek", "blog", "browse", "browser",
    "busca", "buscar", "c", "called", "cerca", "cercare", "cercate", "cerque", "cest", "chama", "cherche",
    "chercher", "cherchez", "chiama", "digita", "digitando", "digitare", "digite", "digiti", "e", "ecris", "ecrivez", "ein",
    "eingeben", "eintippen", "entra", "entre", "entrez", "es", "escreve", "escreva", "escribe", "est", "geben", "gib",
    "googeln", "google", "googlen", "googler", "heet", "heisst", "homepage", "ingresa", "insere", "internet", "is",
    "ist", "lembra", "llama", "merk", "metti", "navegador", "navigateur", "note", "noteer", "notez", "oeffne",
    "onthoud", "open", "opent", "ouvre", "ouvrez", "pagina", "pesquisa", "pesquise", "pon", "pone", "poner",
    "ponga", "procura", "procurar", "recherche", "rechercher", "recherchez", "recuerda", "remember", "retenez",
    "schreib", "schreibe", "schrijf", "write",
    "retiens", "ricorda", "rufe", "scrivere", "scrivi", "search", "segna", "seite", "site", "sitio", "sito",
    "such", "suche", "suchen", "tape", "taper", "tapez", "teclea", "teclear", "tik", "tip", "tippe", "tippen",
    "typ", "type", "typen", "typt", "visit", "visita", "visite", "visitez", "web", "weblog", "webseite", "webshop",
    "website", "zoek", "zoeken", "zoekt",
];

/// Small words before the place that is a site.
const PLACES: &[&str] = &["at", "auf", "em", "en", "na", "no", "on", "op", "su", "sur"];

/// Whether a word could be part of a site's name: a small one, or none of the language.
fn is_name_word(view: &View<'_>, at: usize) -> bool {
    host::is_small(view.word(at)) || view.reading.at(at).is_empty()
}

fn weigh(view: &View<'_>, start: &Start, host: &Host) -> Option<(Candidate, usize)> {
    let text = view.text();
    let tokens = view.reading.tokens();
    let bytes = view.reading.bytes(start.first, host.end);
    let (path_end, has_path) = path(view, bytes.end, host.end);
    let whole = bytes.start..path_end;
    if view.own.hosts.iter().any(|own| is_under(&host.name, own)) && !redirects(view, &text[whole.clone()]) {
        return None;
    }
    let mut evidence = Evidence::new(view.weights, Kind::Url);
    if view.direction != Direction::Forward
        && (host.dot != Dot::Plain || !host::COMMON_TLDS.contains(&host.name.rsplit('.').next().unwrap_or_default()))
    {
        return None;
    }
    // "config.it.json"
    let file = is_file(view, host.end);
    if (NOT_HOSTS.contains(&host.name.as_str()) || file) && !start.scheme && !has_path {
        return None;
    }
    let tld = host.name.rsplit('.').next().unwrap_or_default();
    let www = start.www
        || text[view.reading.bytes(start.host, start.host + 1)].starts_with("www")
        || start.host != host.labels[0] && !start.scheme && www(view, start.host).is_some();
    evidence.add_if(start.scheme, "scheme");
    evidence.add_if(www, "www");
    evidence.add_if(start.announced && host::COMMON_TLDS.contains(&tld), "name-announced");
    // "cire et miel, en un seul mot, point boutique"
    evidence.add_if(host.dot == Dot::Word && name::says_glued(view, host.labels[0], host.tld), "name-glued");
    evidence.add_if(has_path, "path");
    let francophone = FRENCH_TLDS.contains(&tld) && view.is_home(&["fr"]);
    evidence.add(if host::COMMON_TLDS.contains(&tld) || francophone { "tld-common" } else { "tld-other" });
    let sure = start.scheme || www || has_path;
    let said = |back: usize| HOME_ENDINGS.contains(&(view.word(host.tld.saturating_sub(back)), tld));
    // "luzdecera punto es", not "el punto es que"
    let spanish = || {
        let first = host.labels[host.labels.len() - 2];
        let unknown =
            view.is_word(first) && view.word(first).len() >= SPANISH_BYTES_MIN && view.reading.at(first).is_empty();
        // "talleressur dot es": nobody says "dot" of anything else.
        let dot = || view.word(view.skip_spaces_back(host.tld).saturating_sub(1)) == "dot" && !view.is_home(&["en"]);
        unknown && (tld == "es" && handle::ends_clause(view, host.end) || host::COMMON_TLDS.contains(&tld) && dot())
    };
    let home = host.dot == Dot::Word && (said(2) || said(1) || spanish());
    // "𝚖𝚘𝚜𝚜․𝚜𝚝𝚞𝚍𝚒𝚘": nobody dresses a sentence's end and the next one's beginning alone.
    let dressed = view.marks(host.labels[0], host.end).is_disguised() && host.dot == Dot::Plain;
    let sure_ending = sure || home || dressed && !is_dressed_around(view, host);
    evidence.add_if(!sure_ending && WORD_TLDS.contains(&tld), "tld-word");
    evidence.add_if(!sure && FILE_TLDS.contains(&tld), "tld-file");
    evidence.add(match host.dot {
        Dot::Plain => "dot-plain",
        Dot::Bracketed => "dot-bracketed",
        Dot::Spaced => "dot-spaced",
        Dot::Doubled => "dot-doubled",
        Dot::Word => "dot-word",
        Dot::Bullet => "dot-bullet",
        Dot::Comma => "dot-comma",
        Dot::Missing => "dot-missing",
    });
    let label = host.labels[host::registered(host)];
    let name = host.name.split('.').nth(host::registered(host)).unwrap_or_default();
    let lone = tokens[label].text(text).len() == name.len();
    // "«Chiocciola», «punto»": the signs' own names.
    if lone && view.reading.is(label, |c| matches!(c, Class::At | Class::Dot)) {
        return None;
    }
    // "google.com" is written as a link, "voila.it" is a sentence.
    let written = host.dot == Dot::Plain && matches!(tld, "com" | "org");
    // "un point com" says nothing of a site.
    let count = || host.dot == Dot::Word && view.reading.is(label, |c| c == Class::Number);
    // "même si ça finit par point com": the phrase that leads to an ending is no site.
    let leads = || {
        let phrase = |l: &Lexeme| l.entry.class == Class::Last && l.end as usize > label + 1;
        host.dot == Dot::Word && view.reading.at(label).iter().any(phrase)
    };
    let ordinary = view.is_ordinary(label) || count() || leads();
    let plain = host.dot == Dot::Plain && host.labels.len() == 2 && !name.contains(|c: char| !c.is_ascii_alphabetic());
    let hasty = lone && plain && !sure && (ordinary || name.len() < HASTY_BYTES_MAX) && is_hasty(view, host);
    evidence.add_if(lone && ordinary && !sure && (!written || hasty), "ordinary-word");
    evidence.add_if(hasty, "dots-hasty");
    evidence.add_if(host.dot == Dot::Word && is_choice(view, host.end), "ending-choice");
    // "FR/PT/LU" lists languages.
    let code = name.len() < 3 && (WORD_TLDS.contains(&tld) || host.dot == Dot::Bracketed);
    evidence.add_if((name.len() < 2 || code) && !sure, "short-label");
    let word = !matches!(tld, "com" | "fr" | "net" | "org" | "nl" | "pt");
    // "tallerdelola . es ahi": hardly a sentence's end.
    let odd = matches!(host.dot, Dot::Spaced | Dot::Doubled | Dot::Comma)
        || host.dot == Dot::Word
            && (host.labels.len() > 2
                || matches!(tld, "shop" | "store" | "online" | "app" | "site" | "studio" | "blog" | "xyz"));
    let apart = odd && view.is_word(label) && name.len() >= APART_BYTES_MIN && view.reading.at(label).is_empty();
    evidence.add_if(apart, "label-unknown");
    let ordinary_ending = view.word(host.tld) == tld && view.is_ordinary(host.tld) && !name.contains('-');
    let named = francophone || tld == "sn";
    let named = named && name.len() >= NAMED_BYTES_MIN && view.reading.at(label).is_empty();
    let ordinary_ending = ordinary_ending && word && !home && !apart && !named;
    evidence.add_if(!sure_ending && ordinary_ending, "tld-ordinary");
    evidence.add_if(name.contains(|c: char| c == '-' || c.is_ascii_digit()), "label-mixed");
    // "18h.be ready" is an hour.
    let hour =
        name.starts_with(|c: char| c.is_ascii_digit()) && name.bytes().filter(u8::is_ascii_alphabetic).count() < 3;
    evidence.add_if(hour && !sure, "label-number");
    evidence.add_if(name.len() >= 9, "label-long");
    let said = view.reading.bytes(label, host::label(view, label).map_or(label + 1, |(_, end)| end));
    evidence.add_if(name.contains('-') && !text[said].contains('-'), "dash-word");
    let sentence = host::is_capital(view, host.tld) && !host::is_capital(view, host.labels[0]);
    evidence.add_if(sentence, "capital-after-dot");
    let honorific = host::is_capital(view, host.tld) && host::is_capital(view, host.labels[0]);
    evidence.add_if(honorific, "capitals");
    evidence.add_if(host.labels.len() > 2, "subdomain");
    let unended = host.dot == Dot::Missing && host.tld == label;
    let known = unended || view.vocabulary.service_hosts.iter().any(|h| is_under(&host.name, h));
    evidence.add_if(known, "service-host");
    evidence.add_if(!known && view.reading.is(label, |c| matches!(c, Class::Service | Class::Provider)), "service");
    let end_token = tokens.partition_point(|t| (t.start as usize) < path_end);
    let cue = view.cue(start.first, end_token.max(host.end), Kind::Url);
    evidence.add_if(cue.near, "cue");
    evidence.add_if(!cue.near && cue.other, "cue-far");
    let ordinary = !cue.near && view.is_ordinary(host.tld);
    evidence.add_if(host.dot == Dot::Doubled && !apart && (host.labels.len() > 2 || ordinary), "dot-pause");
    let comma = host.dot == Dot::Word
        && (host::label(view, label).is_some_and(|(_, end)| view.sign(end) == Some(","))
            || view.sign_before(host.tld, ","));
    evidence.add_if(comma && !cue.near, "dot-after-comma");
    // "the dotcom bubble"
    let glued = host.dot == Dot::Word && host.tld > 0 && view.is_word(host.tld - 1);
    evidence.add_if(glued && (name.len() < 9 || view.word(host.tld - 1) == "dot"), "dot-glued");
    evidence.add_if(view.alone(start.first, end_token.max(host.end)), "alone");
    evidence.add_if(view.marks(host.labels[0], host.end).is_disguised(), "disguised");
    if evidence.sum() < super::CANDIDATE_MIN {
        return None;
    }
    let value = format!("{}{}", host.name, path_value(view, bytes.end..path_end));
    let mut candidate = view.candidate_at(Kind::Url, whole, value, evidence);
    if host.dot != Dot::Plain {
        candidate.disguises.push("written-signs");
    }
    Some((candidate, end_token.max(host.end)))
}

/// Whether what goes on after a host ends as files do: "aula.com.gabarito.pdf".
fn is_file(view: &View<'_>, mut end: usize) -> bool {
    for _ in 0..FILE_PARTS_MAX {
        let next = end + 1;
        if view.sign(end) != Some(".") || !view.is_alphanumeric(next) {
            return false;
        }
        if ENDINGS.contains(&view.word(next)) && !view.is_alphanumeric(next + 1) {
            return true;
        }
        end = (next..next + FILE_TOKENS_MAX)
            .find(|&at| !(view.is_alphanumeric(at) || matches!(view.sign(at), Some("-" | "_"))))
            .unwrap_or(next);
    }
    false
}

/// "tu mettrais point com ou point fr ?": whether another ending is named beside that of a host, for one to choose.
fn is_choice(view: &View<'_>, end: usize) -> bool {
    let word = |at: usize, class: fn(Class) -> bool| {
        let lexeme = view.reading.longest(view.skip_spaces(at), class);
        lexeme.map(|l| l.end as usize)
    };
    let ending = word(end, |c| c == Class::Alternative)
        .and_then(|or| word(or, |c| c == Class::Dot))
        .and_then(|dot| word(dot, |c| c == Class::Tld));
    ending.is_some_and(|end| view.sign(view.skip_spaces(end)) == Some("?"))
}

/// Parts of a file's name after what looks like a host at most, and tokens of each.
const FILE_PARTS_MAX: usize = 4;
const FILE_TOKENS_MAX: usize = 12;

/// Whether sentences run into one another around a host, no space after their stops: "tô chegando.me espera.com fome".
fn is_hasty(view: &View<'_>, host: &Host) -> bool {
    let from = host.labels[0].saturating_sub(HASTE_TOKENS).max(1);
    let to = (host.end + HASTE_TOKENS).min(view.reading.tokens().len());
    let stop = |at: usize| {
        view.sign(at) == Some(".")
            && view.is_word(at - 1)
            && view.is_word(at + 1)
            && !(host.labels[0]..host.end).contains(&at)
    };
    let ordinary = |at: usize| usize::from(view.is_ordinary(at - 1)) + usize::from(view.is_ordinary(at + 1));
    (from..to).filter(|&at| stop(at)).map(ordinary).sum::<usize>() > 1
}

/// Tokens before and after a host that are looked at for sentences without spaces.
const HASTE_TOKENS: usize = 60;

/// Whether the words beside a host are dressed like it: the whole text is.
fn is_dressed_around(view: &View<'_>, host: &Host) -> bool {
    let before = view.skip_spaces_back(host.labels[0]).checked_sub(1);
    let after = view.skip_spaces(host.end);
    let dressed = |at: usize| view.is_word(at) && view.marks(at, at + 1).is_disguised();
    before.is_some_and(dressed) || dressed(after)
}

/// Letters of a name before "punto es" at least: shorter words may be what "is the point".
const SPANISH_BYTES_MIN: usize = 6;

/// Letters of a name that may as well be the last word of a sentence.
const HASTY_BYTES_MAX: usize = 8;

/// From so many letters on, a word that the lexicon lacks is rather a site's name than the last of a sentence with a space before its dot.
const APART_BYTES_MIN: usize = 10;

/// Whether a link of the platform's own leads elsewhere: another host in its query, or as user name before an at-sign.
fn redirects(view: &View<'_>, link: &str) -> bool {
    let Some((_, query)) = link.split_once('?') else { return false };
    ["http", "%3a%2f%2f", "://", "//"].iter().any(|sign| query.contains(sign)) && {
        let inner = query.rsplit("//").next().unwrap_or(query);
        let host: String = inner.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).collect();
        host::is_known(&host) && !view.own.hosts.iter().any(|own| is_under(&host, own))
    }
}

/// An IPv4 address: with a scheme, a port or a path, or beside a cue; addresses of private networks lead nowhere (RFC 1918, 3927).
fn ip_address(view: &View<'_>, start: &Start) -> Option<(Candidate, usize)> {
    let tokens = view.reading.tokens();
    let mut octets = [0u8; 4];
    let mut at = start.host;
    // "http://3325256724": all four in one number.
    if let Some(number) =
        view.word(at).parse::<u32>().ok().filter(|n| start.scheme && *n > u32::from(u8::MAX) << 24 >> 8)
    {
        let bytes = view.reading.bytes(start.first, at + 1);
        let (end, _) = path(view, bytes.end, at + 1);
        let mut evidence = Evidence::new(view.weights, Kind::Url);
        evidence.add("ip-address");
        evidence.add("scheme");
        let value = std::net::Ipv4Addr::from(number).to_string();
        let end_token = tokens.partition_point(|t| (t.start as usize) < end);
        return Some((view.candidate_at(Kind::Url, bytes.start..end, value, evidence), end_token));
    }
    for (i, octet) in octets.iter_mut().enumerate() {
        if i > 0 {
            let (dot, next) = host::dot(view, at)?;
            if dot > Dot::Bracketed {
                return None;
            }
            at = next;
        }
        let token = tokens.get(at).filter(|t| t.kind == TokenKind::Digits && t.len() <= 3)?;
        *octet = token.text(view.text()).parse().ok()?;
        at += 1;
    }
    if view.is_alphanumeric(at) || (view.sign(at) == Some(".") && view.is_alphanumeric(at + 1)) {
        return None;
    }
    let private =
        matches!(octets, [10 | 127 | 0, ..] | [192, 168, ..] | [172, 16..=31, ..] | [169, 254, ..] | [224..=255, ..]);
    let bytes = view.reading.bytes(start.first, at);
    let (end, has_path) = path(view, bytes.end, at);
    let mut evidence = Evidence::new(view.weights, Kind::Url);
    evidence.add("ip-address");
    evidence.add_if(private, "ip-private");
    evidence.add_if(start.scheme, "scheme");
    evidence.add_if(has_path || end > bytes.end, "path");
    evidence.add_if(view.cue(start.first, at, Kind::Url).near, "cue");
    if evidence.sum() < super::CANDIDATE_MIN {
        return None;
    }
    let [a, b, c, d] = octets;
    let value = format!("{a}.{b}.{c}.{d}{}", path_value(view, bytes.end..end));
    let end_token = tokens.partition_point(|t| (t.start as usize) < end);
    Some((view.candidate_at(Kind::Url, bytes.start..end, value, evidence), end_token))
}
