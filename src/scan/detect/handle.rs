//! Handles: a user name on an outside service, bound to the service by its words.

use crate::kind::Kind;
use crate::scan::read::{Against, Class, Classes, Lexeme, TokenKind};

use super::bridge::{Bridge, binders, bridge, distant_name, is_bound};
use super::evidence::Evidence;
use super::name::{
    Name, full_name, in_pieces, is_place, is_unmistakable, name, several_words, tag, with_number, words_with_number,
};
use super::whose::{called_before, is_called, is_called_this, is_led, is_others, is_own, is_somebodys, possessive};
use super::{Candidate, Found, View, host, paraphrase};

/// Reads every handle of a view.
pub(super) fn detect(view: &View<'_>, found: &mut Found) {
    let mut done = 0;
    let holds = view.reading.holds();
    // One past the last token that names a service, or what is on its logo.
    let names = |c| {
        matches!(
            c,
            Class::Service
                | Class::ServiceTwin
                | Class::ServiceEmoji
                | Class::Periphrase
                | Class::Symbol
                | Class::StandIn
        )
    };
    let served = view.reading.lexemes().iter().filter(|l| names(l.entry.class)).map(|l| l.first as usize).max();
    let served = served.filter(|_| holds.any_service()).unwrap_or(0);
    // Signs that a name by itself has one of.
    let signs = [b'@', b'#', b'_', b':', b'/'];
    let marked = signs.into_iter().any(|sign| holds.sign(sign))
        || holds.any(Classes::AT.and(Classes::HASH).and(Classes::UNDERSCORE).and(Classes::SLASH).and(Classes::COLON));
    for token in 0..view.reading.tokens().len() {
        if token < done {
            continue;
        }
        let candidate = service(view, token)
            .and_then(|s| after_service(view, &s))
            .or_else(|| after_cue(view, token))
            .or_else(|| paraphrase::symbol(view, token).and_then(|s| after_symbol(view, &s)))
            .or_else(|| if token < served { before_service(view, token) } else { None })
            .or_else(|| if marked { lone(view, token) } else { None });
        if let Some((candidate, end)) = candidate {
            // What a cue hardly announces may hide what the service after it does: "my insta is …".
            done = if candidate.confidence >= SURE { end } else { done };
            found.candidates.push(candidate);
        }
    }
}

/// A service named at a token, or paraphrased from it on.
pub(super) fn service(view: &View<'_>, token: usize) -> Option<Lexeme> {
    let is_service = |c| matches!(c, Class::Service | Class::ServiceTwin | Class::ServiceEmoji | Class::Periphrase);
    let Some(lexeme) = view.reading.longest(token, is_service) else { return paraphrase::service(view, token) };
    // "den blauen Messenger mit dem Papierflieger" is another one than Messenger.
    if lexeme.entry.class == Class::ServiceTwin
        && let Some(described) = paraphrase::service(view, token).filter(|l| l.end > lexeme.end)
    {
        return Some(described);
    }
    let glued = (token > 0 && view.is_alphanumeric(token - 1)) || view.is_alphanumeric(lexeme.end as usize);
    let whole = (!glued || lexeme.disguised).then_some(lexeme)?;
    Some(if whole.entry.class == Class::Periphrase { paraphrase::with_looks(view, whole) } else { whole })
}

/// Whether a service is one to meet on.
pub(super) fn is_meeting(view: &View<'_>, service: &Lexeme) -> bool {
    view.vocabulary.services[usize::from(service.entry.value)].sort == "meeting"
}

/// Whether a service is a marketplace.
pub(super) fn is_marketplace(view: &View<'_>, service: &Lexeme) -> bool {
    view.vocabulary.services[usize::from(service.entry.value)].sort == "marketplace"
}

/// "insta : marie.dup_92", "mon snap c'est …", "ajoute moi sur snapchat …".
fn after_service(view: &View<'_>, service: &Lexeme) -> Option<(Candidate, usize)> {
    let bridge = bridge(view, service.end as usize);
    if is_live(view, bridge.at) {
        return None;
    }
    let led = is_led(view, service);
    let called = is_called(view, service);
    let beside = view.skip_spaces(service.end as usize);
    // "find us on facebook The Crafty Fox"
    let title =
        || full_name(view, &Bridge::named(beside)).filter(|name| led || view.alone(service.first as usize, name.end));
    let numbered = || words_with_number(view, bridge.at).filter(|_| (bridge.bound || led) && !bridge.parted);
    // "sur insta, la petite lena, tout collé"
    let after_comma = || match view.skip_comma(service.end as usize) {
        first if first > beside => several_words(view, first),
        _ => None,
    };
    // "look me up on ig, johanleyart", "heet op het gezichtenboek zwemmersvanhetmeer"
    let paused = |name: &Name| {
        let alone = || called && name.first == beside && distant_name(view, name.end).is_none();
        let told = !bridge.parted && view.sign_before(name.first, ":");
        name.is_unknown(view) && (told || led && view.sign_before(name.first, ",") || alone())
    };
    let near = full_name(view, &bridge)
        .or_else(|| {
            let name = several_words(view, bridge.at).filter(|_| led_on(view, &bridge))?;
            // "su ig, le torte di bea tutto attaccato": what binds elsewhere is the name's first word here.
            Some(after_comma().filter(|whole| whole.end == name.end && whole.first < name.first).unwrap_or(name))
        })
        // "mon insta c'est les petits plats, tout attaché"
        .or_else(|| binders(view, service.end as usize).and_then(|at| several_words(view, at)))
        .or_else(after_comma)
        .or_else(|| in_pieces(view, service.end as usize))
        .or_else(numbered)
        .or_else(title)
        .or_else(|| name_of_somebody(view, beside))
        .or_else(|| name(view, bridge.at))
        .map(|name| with_number(view, name))
        .filter(|name| bridge.reaches(name) || paused(name))
        .filter(|name| {
            let others = || is_somebodys(view, name.first) || is_others(view, service.first as usize);
            let other = || others() || is_felt(view, service, name.first) || is_either(view, service, name);
            !(name.is_plain() && other() || is_of_title(view, service, name))
        })
        // "bandcamp: owlbeats dot bandcamp dot com"
        .filter(|name| bridge.bound || name.sigil || !(name.spelled && host::is_site(&name.value)))
        .and_then(|name| {
            let bound = bridge.bound || led && (name.full || name.spelled || paused(&name));
            weigh(view, service, &name, bound, "service-before")
        });
    // "mon insta, les gens adorent : lina_deco": a word that the lexicon lacks is hardly the name where a likelier one follows.
    let sure = |(candidate, end): &(Candidate, usize)| {
        candidate.confidence >= SURE && (*end > bridge.at + 1 || ends_clause(view, *end))
    };
    if near.as_ref().is_some_and(sure) {
        return near;
    }
    distant_name(view, bridge.at).and_then(|name| weigh(view, service, &name, false, "service-before")).or(near)
}

/// "Instagram me cansa": what a service does to one, right after it.
fn is_felt(view: &View<'_>, service: &Lexeme, name: usize) -> bool {
    let pronoun = view.skip_spaces(service.end as usize);
    let felt = matches!(view.word(pronoun), "me" | "mi" | "te" | "ti" | "nos" | "m" | "t");
    felt && pronoun > service.end as usize && name > pronoun && name <= pronoun + 2
}

/// "Linkin Park … One More Light": an everyday word with a capital and another after it are a title, and no name farther on is bound to it.
fn is_of_title(view: &View<'_>, service: &Lexeme, name: &Name) -> bool {
    let next = view.skip_spaces(service.end as usize);
    service.entry.class == Class::ServiceTwin
        && !name.sigil
        && host::is_capital(view, service.first as usize)
        && next > service.end as usize
        && view.is_word(next)
        && host::is_capital(view, next)
        && name.first > next
}

/// "new wave/alternative": an everyday word and another that a slash alone parts.
fn is_either(view: &View<'_>, service: &Lexeme, name: &Name) -> bool {
    let slash = service.end as usize;
    service.entry.class == Class::ServiceTwin
        && !service.disguised
        && view.sign(slash) == Some("/")
        && name.first == slash + 1
        && !name.value.contains('-')
        && !possessive(view, service.first as usize)
}

/// "l'insta du salon : salonhibou": a name after the colon, whose account it is before it.
fn name_of_somebody(view: &View<'_>, from: usize) -> Option<Name> {
    if !matches!(view.word(from), "du" | "de" | "del" | "della" | "di" | "do" | "da" | "van" | "vom" | "von" | "of") {
        return None;
    }
    let colon =
        (from..from + OF_TOKENS_MAX).find(|&at| view.sign(at).is_some()).filter(|&at| view.sign(at) == Some(":"))?;
    name(view, view.skip_spaces(colon + 1)).filter(|name| name.is_unknown(view))
}

/// Tokens of whose account it is at most: "du salon de ma soeur".
const OF_TOKENS_MAX: usize = 10;

/// Whether nothing but what binds, or figures after words, stands where a name of several words begins.
fn led_on(view: &View<'_>, bridge: &Bridge) -> bool {
    !bridge.wordy || is_bound(view, bridge.at) || !view.is_word(bridge.at)
}

/// "fantôme : lea_08": a name that could be nothing else, a symbol before it.
fn after_symbol(view: &View<'_>, symbol: &Lexeme) -> Option<(Candidate, usize)> {
    let bridge = bridge(view, symbol.end as usize);
    let name = name(view, bridge.at).filter(|name| bridge.bound && name.is_own(view) && bridge.reaches(name))?;
    weigh(view, symbol, &name, true, "service-before")
}

/// From this confidence on, in percent, no name farther off is looked for.
const SURE: u8 = 50;

/// "mon pseudo c'est lina_deco", "même nom partout : …": a cue that announces a user name, no service named.
fn after_cue(view: &View<'_>, token: usize) -> Option<(Candidate, usize)> {
    #[rustfmt::skip]
    const EVERYWHERE: &[&str] = &[
        "partout", "everywhere", "uberall", "ueberall", "overal", "ovunque", "dappertutto", "lados", "lado", "todo",
        "todos", "em", "en", "everything", "on",
    ];
    #[rustfmt::skip]
    const NAMES: &[&str] = &[
        "@", "pseudo", "psd", "username", "user", "nick", "nickname", "handle", "usuario", "utente", "benutzername",
        "nutzername", "gebruikersnaam", "identifiant", "blaze", "utilisateur",
    ];
    let cue = view.reading.longest(token, |c| c == Class::Cue(Kind::Handle))?;
    // "handle_bar"
    if matches!(view.sign(cue.end as usize), Some("_" | "-")) && view.is_alphanumeric(cue.end as usize + 1) {
        return None;
    }
    let mut from = cue.end as usize;
    for _ in 0..3 {
        let word = view.skip_spaces(from);
        if !EVERYWHERE.contains(&view.word(word)) {
            break;
        }
        from = word + 1;
    }
    let bridge = bridge(view, from);
    if is_live(view, bridge.at) {
        return None;
    }
    #[rustfmt::skip]
    const OWN: &[&str] = &[
        "meme", "same", "mismo", "stesso", "mesmo", "zelfde", "gleiche", "gleicher", "selber",
    ];
    let own =
        possessive(view, token) || (token..cue.end as usize).any(|at| is_own(view, at) || OWN.contains(&view.word(at)));
    let name = name(view, bridge.at)
        .filter(|n| !own || n.mixed || n.sigil || ends_clause(view, n.end) || is_place(view, view.skip_spaces(n.end)))
        .or_else(|| distant_name(view, bridge.at).filter(|_| own))
        .or_else(|| name(view, bridge.at))?;
    let colon = view.sign(view.skip_spaces(from)) == Some(":");
    if !own && is_of_a_thing(view, view.skip_spaces(from)) {
        return None;
    }
    // "pseudo hiboudu64"
    let beside = name.first == view.skip_spaces(cue.end as usize);
    // "partout sous hibou.du.64"
    let under = (token..cue.end as usize)
        .any(|at| matches!(view.word(at), "sous" | "as" | "under" | "als" | "unter" | "como" | "come" | "onder"));
    let names = (own || colon || beside) && (token..cue.end as usize).any(|at| NAMES.contains(&view.word(at)));
    let sure = name.sigil
        || is_unmistakable(&name.value, bridge.bound || beside && (names || under))
        || (names && bridge.bound && !name.ordinary);
    // "we're on asp.net": a host is announced by other words.
    let hosts = !bridge.bound && !name.sigil && host::is_known(&name.value);
    if !sure || hosts || !bridge.reaches(&name) || view.sign(name.end) == Some("@") {
        return None;
    }
    let mut evidence = Evidence::new(view.weights, Kind::Handle);
    evidence.add("cue-before");
    evidence.add_if(names, "name-cue");
    let bound = bridge.bound || under;
    evidence.add_if(bound, "bound");
    evidence.add_if(!bound && !name.sigil && !name.value.contains('_'), "unbound");
    weigh_name(view, &name, name.end, &mut evidence);
    evidence.add_if(view.cue(name.first, name.end, Kind::Handle).near, "cue");
    if evidence.sum() < super::CANDIDATE_MIN {
        return None;
    }
    Some((view.candidate(Kind::Handle, name.first, name.end, name.value, evidence), name.end))
}

/// "el usuario de la caldera es …": the account is some thing's, nobody's whom one could write to.
fn is_of_a_thing(view: &View<'_>, at: usize) -> bool {
    #[rustfmt::skip]
    const OF_THE: &[&str] = &["del", "du", "della", "dello", "dell", "do", "da", "vom", "of", "der", "des"];
    let article = |at: usize| matches!(view.word(at), "la" | "las" | "los" | "l" | "the" | "het" | "a" | "o");
    let next = view.skip_spaces(at + 1);
    let of = OF_THE.contains(&view.word(at)) || (matches!(view.word(at), "de" | "van") && article(next));
    of && !is_own(view, next)
}

/// "marie.dup_92 sur insta", "@marie on telegram", "ajoute linadeco sur snap".
fn before_service(view: &View<'_>, token: usize) -> Option<(Candidate, usize)> {
    #[rustfmt::skip]
    const LINKS: &[&str] = &[
        "sur", "on", "en", "auf", "bei", "su", "no", "na", "op", "in", "chez", "via", "dans", "de", "mon", "my", "l",
        "the", "le", "mein", "mi", "meu", "mijn", "il", "mio", "em", "per", "c", "est", "cest", "compte", "account",
        "konto", "cuenta", "conta", "profil", "pseudo", "page", "is", "it", "s", "ist", "es", "e", "la", "recherche",
        "partout", "everywhere", "ovunque", "dappertutto", "uberall", "ueberall", "overal",
        "what", "you", "type", "marque", "pareil", "ecrit", "aussi", "also", "too", "auch", "tambien", "anche", "tambem", "ook", "search",
        "barre", "bar", "ricerca", "busqueda", "suche", "pour", "for", "our", "notre",
    ];
    let begins = token.checked_sub(1).is_none_or(|before| !view.is_alphanumeric(before));
    let title = || {
        if !begins {
            return None;
        }
        let called = called_before(view, token);
        let full = || {
            let told = called || host::is_capital(view, token) && is_bound(view, token);
            if told { full_name(view, &Bridge::named(token)) } else { None }
        };
        // "pilar sanz cocina todo junto en insta"
        let starts = || token == 0 && view.reading.at(token).is_empty();
        full().or_else(|| if called || starts() { several_words(view, token) } else { None })
    };
    let name = title().or_else(|| name(view, token))?;
    let mut at = view.skip_spaces(name.end);
    let mut linked = false;
    for _ in 0..LINKS_MAX {
        // "l'appli photo" begins with a link itself.
        if linked && self::service(view, at).is_some() {
            break;
        }
        let said = view.reading.longest(at, |c| c == Class::Filler).filter(|l| name.full && l.end as usize > at + 1);
        at = match said {
            // "tout attaché"
            Some(said) => said.end as usize,
            None if LINKS.contains(&view.word(at))
                || matches!(view.word(at), "(" | "," | "=" | "-" | "'" | "\"" | "/" | ":") =>
            {
                at + 1
            }
            None => break,
        };
        linked = true;
        at = view.skip_spaces(at);
    }
    let service = service(view, at).filter(|_| linked)?;
    // "linadeco (insta)"
    let open = view.skip_spaces(name.end);
    let inside = view.sign(open) == Some("(") && view.skip_spaces(open + 1) == service.first as usize;
    let enclosed = inside && view.sign(service.end as usize) == Some(")");
    let lone = name.is_lone(view) && view.alone(token, service.end as usize);
    // "c'est linadeco, mon insta"
    let mine = name.is_lone(view)
        && service.entry.class == Class::Service
        && possessive(view, service.first as usize)
        && is_called_this(view, token);
    let titled = name.full && is_bound(view, token) && view.alone(token, service.end as usize);
    let called = enclosed
        || lone
        || mine
        || titled
        || (called_before(view, token) && !is_employed(view, token, service.first as usize));
    if !(name.sigil || name.mixed || name.full || (called && !name.ordinary)) {
        return None;
    }
    let mut result = weigh(view, &service, &name, called, "service-after")?;
    result.1 = name.end;
    Some(result)
}

/// "je suis modératrice chez TikTok": a trade and who employs it.
fn is_employed(view: &View<'_>, name: usize, service: usize) -> bool {
    let before = |at: usize| view.skip_spaces_back(at).checked_sub(1).map_or("", |at| view.word(at));
    before(name) == "suis" && before(service) == "chez"
}

/// Words and signs between a name and the service after it at most: ", c'est mon compte sur l'".
const LINKS_MAX: usize = 9;

/// "name#1234", "live:name", "@marie_92" beside a cue, "in/name".
fn lone(view: &View<'_>, token: usize) -> Option<(Candidate, usize)> {
    if token > 0
        && (view.is_alphanumeric(token - 1) || matches!(view.sign(token - 1), Some("." | "/" | "@" | "_" | "-")))
    {
        return None;
    }
    let tokens = view.reading.tokens();
    let text = view.text();
    let word = tokens.get(token)?.text(text);
    let mut evidence = Evidence::new(view.weights, Kind::Handle);
    let (first, end, value) = if let Some(name) = live_said(view, token) {
        evidence.add("live-id");
        (token, name.end, format!("skype:live:{}", name.value))
    } else if is_live(view, token) {
        let at = view.skip_spaces(view.skip_spaces(token + 1) + 1);
        let at = at + usize::from(view.sign(at) == Some("."));
        let (_, end) = super::email::name_at(view, at).filter(|(name, _)| name.len() >= LIVE_BYTES_MIN)?;
        evidence.add("live-id");
        (token, end, format!("skype:{}", text[view.reading.bytes(token, end)].replace(' ', "")))
    } else if (word == "in" || word == "u" && view.reading.holds().service()) && view.sign(token + 1) == Some("/") {
        let (_, end) = super::email::name_at(view, token + 2).filter(|(name, _)| name.len() >= 4)?;
        evidence.add("in-path");
        (token, end, text[view.reading.bytes(token, end)].to_owned())
    } else if let Some(after) = in_slash(view, token) {
        let (_, end) = super::email::name_at(view, after).filter(|(name, _)| name.len() >= 4)?;
        evidence.add("in-path");
        (token, end, format!("in/{}", &text[view.reading.bytes(after, end)]))
    } else {
        // "arroba dona jurema ponto doces, tudo junto"
        let sigil = view.sign(token) == Some("@") || view.reading.has(token, Classes::AT);
        if !(sigil || word == "at" || may_be_marked(view)) {
            return None;
        }
        let said = if sigil { several_words(view, token).filter(|name| name.sigil) } else { None };
        let name = said.or_else(|| name(view, token))?;
        let hash = view.skip_spaces(name.end);
        let number = view.skip_spaces(hash + 1);
        let apart = hash > name.end;
        if name.value.contains('#') {
            // "réf. DUPUIS#4471"
            if matches!(view.against_before(name.first), Some((Against::Reference, _))) {
                return None;
            }
            evidence.add("discriminator");
            let first = words_before(view, name.first);
            let before = text[view.reading.bytes(first, name.first + 1)].replace(' ', "");
            let value = format!("discord:{}{}", &before[..before.len() - view.word(name.first).len()], name.value);
            (first, name.end, value)
        } else if view.sign(hash) == Some("#")
            && let Some((_, last)) = tag(view, number)
            && (name.mixed || !apart || view.reading.holds().service())
        {
            evidence.add("discriminator");
            // "dossier #4821"
            evidence.add_if(name.ordinary, "ordinary-word");
            (name.first, last, format!("discord:{}", text[view.reading.bytes(name.first, last)].replace(' ', "")))
        } else if name.value.contains('_') && view.reading.holds().account() && view.reading.holds().reversed() {
            evidence.add("reversed");
            evidence.add("name-mixed");
            (name.first, name.end, name.value.chars().rev().collect())
        } else if name.value.contains('_')
            && name.is_own(view)
            && view.reading.holds().service()
            && (name.spelled || is_told(view, token))
        {
            // "le compte s'appelle papillote tiret bas traiteur, vous trouverez sur insta"
            evidence.add("name-mixed");
            (name.first, name.end, name.value)
        } else if name.sigil {
            evidence.add("sigil");
            evidence.add_if(name.mixed, "name-mixed");
            evidence.add_if(name.ordinary, "ordinary-word");
            (name.first, name.end, name.value)
        } else {
            return None;
        }
    };
    let cue = view.cue(first, end, Kind::Handle);
    evidence.add_if(cue.near, "cue");
    evidence.add_if(view.alone(first, end), "alone");
    evidence.add_if(view.reading.holds().service(), "service-somewhere");
    if evidence.sum() < super::CANDIDATE_MIN {
        return None;
    }
    let kind = if pays_only(view) { Kind::Payment } else { Kind::Handle };
    Some((view.candidate(kind, first, end, value, evidence), end))
}

/// Whether a name without a sigil could have a sign that only user names have, as it is written or in words.
fn may_be_marked(view: &View<'_>) -> bool {
    let holds = view.reading.holds();
    holds.sign(b'#') || holds.sign(b'_') || holds.any(Classes::HASH.and(Classes::UNDERSCORE).and(Classes::DASH))
}

/// Whether every service that a text names is one to pay by.
fn pays_only(view: &View<'_>) -> bool {
    let named = |c| matches!(c, Class::Service | Class::ServiceTwin);
    let mut services = view.reading.lexemes().iter().filter(|l| named(l.entry.class));
    let pays = |l: &Lexeme| view.vocabulary.services[usize::from(l.entry.value)].sort == "payment";
    view.reading.holds().service() && services.all(|l| pays(l) || l.entry.class == Class::ServiceTwin)
}

/// "in slash" before a name, in words: one past it.
fn in_slash(view: &View<'_>, token: usize) -> Option<usize> {
    let slash = view.skip_spaces(token + 1);
    let said = view.reading.longest(slash, |c| c == Class::Slash).filter(|_| view.word(token) == "in")?;
    let name = view.skip_spaces(said.end as usize);
    (view.reading.holds().service() && !view.is_ordinary(name)).then_some(name)
}

/// Where a name of several words begins, of which the last is at a token: "c'est grimpeur fou dièse 0421".
fn words_before(view: &View<'_>, last: usize) -> usize {
    let mut first = last;
    for _ in 0..NAME_WORDS_MAX {
        let Some(before) = view.skip_spaces_back(first).checked_sub(1).filter(|&at| at + 1 < first) else { break };
        if !view.is_word(before) || !(view.reading.at(before).is_empty() || host::is_small(view.word(before))) {
            break;
        }
        first = before;
    }
    if is_told(view, first) { first } else { last }
}

/// Words before the last of a name at most.
const NAME_WORDS_MAX: usize = 3;

/// Whether a colon or a word that binds stands right before a name.
fn is_told(view: &View<'_>, first: usize) -> bool {
    // "dá: passareando_porto", ": dá passareando_porto"
    let led = || {
        let small =
            view.skip_spaces_back(first).checked_sub(1).filter(|&at| view.is_word(at) && view.word(at).len() <= 4);
        small.is_some_and(|at| view.sign_before(at, ":"))
    };
    view.sign_before(first, ":") || is_bound(view, first) || led()
}

/// Whether Skype's "live:" stands at a token, spaces before its colon or not, or its colon in words.
pub(super) fn is_live(view: &View<'_>, at: usize) -> bool {
    if view.word(at) != "live" {
        return false;
    }
    let colon = view.skip_spaces(at + 1);
    let near = colon == at + 1 || view.reading.holds().service();
    view.sign(colon) == Some(":") && near || live_said(view, at).is_some()
}

/// "live deux points marc point dubreuil": the name after Skype's "live:", its colon in words.
fn live_said(view: &View<'_>, at: usize) -> Option<Name> {
    let word = view.skip_spaces(at + 1);
    let colon =
        view.reading.longest(word, |c| c == Class::Colon).filter(|_| view.word(at) == "live" && word > at + 1)?;
    let service = view.reading.holds().service();
    name(view, view.skip_comma(colon.end as usize)).filter(|name| service && name.value.len() >= LIVE_BYTES_MIN)
}

/// Letters of a name after "live:" at least.
const LIVE_BYTES_MIN: usize = 4;

fn weigh(
    view: &View<'_>,
    service: &Lexeme,
    name: &Name,
    bound: bool,
    place: &'static str,
) -> Option<(Candidate, usize)> {
    let known = &view.vocabulary.services[usize::from(service.entry.value)];
    let mut evidence = Evidence::new(view.weights, Kind::Handle);
    // "ma télé" is none.
    let word = service.entry.class == Class::ServiceTwin && view.is_ordinary(service.first as usize);
    let possessive = !word && possessive(view, service.first as usize);
    let (from, to) = (name.first.min(service.first as usize), name.end.max(service.end as usize));
    let alone = view.alone(from, to);
    let direct = matches!(view.sign(view.skip_spaces(service.end as usize)), Some(":" | "=" | "/" | "→"));
    evidence.add(place);
    evidence.add(match service.entry.class {
        Class::Service => "service",
        Class::ServiceTwin if service.disguised || direct => "service-twin-bound",
        Class::ServiceTwin if possessive || bound && is_called(view, service) => "service-twin-bound",
        Class::ServiceTwin => "service-twin",
        Class::ServiceEmoji => "service-emoji",
        _ => "periphrase",
    });
    let doubtful = !matches!(service.entry.class, Class::Service | Class::Periphrase);
    evidence.add_if(doubtful && name.is_own(view), "name-own");
    evidence.add_if(service.disguised, "service-disguised");
    evidence.add_if(bound, "bound");
    let beside = place == "service-before" && name.first == view.skip_spaces(service.end as usize);
    let hyphened = beside && (service.entry.class == Class::Service || service.disguised) && is_hyphened(view, name);
    evidence.add_if(hyphened, "name-hyphened");
    let shaped = name.sigil || name.mixed || name.spelled || hyphened || (alone && name.value.contains('-'));
    evidence.add_if(!bound && !shaped, "unbound");
    evidence.add_if(!bound && name.full && !ends_clause(view, name.end), "goes-on");
    evidence.add_if(possessive, "possessive");
    // "the only thing similar is the name King Arthur"
    evidence.add_if(word && name.full, "ordinary-word");
    weigh_name(view, name, name.end.max(service.end as usize), &mut evidence);
    let cue = view.cue(from, to, Kind::Handle);
    let own =
        service.first > 1 && view.reading.is(service.first as usize - 2, |c| matches!(c, Class::Cue(Kind::Handle)));
    evidence.add_if(cue.near || own, "cue");
    evidence.add_if(alone, "alone");
    evidence.add_if(!name.full && known.handle.as_ref().is_some_and(|shape| !fits(shape, &name.value)), "shape-wrong");
    evidence.note(format!("service:{}", known.name));
    if evidence.sum() < super::CANDIDATE_MIN {
        return None;
    }
    let kind = match known.sort.as_str() {
        "payment" => Kind::Payment,
        // What is named after a meeting service is a room.
        "meeting" if !matches!(known.name.as_str(), "calendly") => Kind::Meeting,
        _ => Kind::Handle,
    };
    let value = format!("{}:{}", known.name, name.value);
    let mut candidate = view.candidate(kind, name.first, name.end, value, evidence);
    if name.spelled {
        candidate.disguises.push("written-signs");
    }
    Some((candidate, to))
}

/// "hugo-b", "lea-dp": a word that no language has, a hyphen and an initial or two; "walkie-talkie" and "x-ray" are no names.
fn is_hyphened(view: &View<'_>, name: &Name) -> bool {
    let hyphen = name.first + 1;
    let unknown = |at: usize| view.word(at).len() > 2 && view.reading.at(at).is_empty();
    let initial = |at: usize| view.word(at).len() == 1 || view.word(at).len() == 2 && view.reading.at(at).is_empty();
    let words = view.is_word(name.first) && view.is_word(hyphen + 1);
    // "chef-d'œuvre", "vas-y"
    let whole = name.end == hyphen + 2 && view.sign(hyphen) == Some("-") && view.sign(name.end) != Some("'");
    whole && words && unknown(name.first) && initial(hyphen + 1)
}

/// What a name's own shape says, and whether the clause goes on after `end`.
fn weigh_name(view: &View<'_>, name: &Name, end: usize, evidence: &mut Evidence<'_>) {
    evidence.add_if(name.sigil, "sigil");
    evidence.add_if(name.mixed, "name-mixed");
    evidence.add_if(name.spelled, "name-spelled");
    evidence.add_if(name.full, "name-full");
    evidence.add_if(name.value.contains('#'), "discriminator");
    evidence.add_if(name.ordinary && (!name.mixed || name.spelled), "ordinary-word");
    let plain = !name.mixed && !name.sigil;
    evidence.add_if(plain && name.value.len() < 5, "short-name");
    let explained = EXPLAINS.contains(&view.word(view.skip_spaces(end)));
    let placed = is_place(view, view.skip_spaces(end));
    let hyphened = is_hyphened(view, name);
    let goes_on = !(explained || placed || hyphened || ends_clause(view, end));
    evidence.add_if(plain && !name.spelled && !name.full && goes_on, "goes-on");
}

/// Words after which a name is explained: "lapetitelena avec deux n".
const EXPLAINS: &[&str] =
    &["avec", "with", "mit", "con", "com", "met", "sans", "without", "ohne", "sin", "senza", "sem", "zonder"];

fn fits(shape: &regex::Regex, name: &str) -> bool {
    shape.find(name).is_some_and(|m| m.end() == name.len())
}

/// Whether a clause ends at a token: the text's end, a sign, or a line's end.
pub(super) fn ends_clause(view: &View<'_>, end: usize) -> bool {
    match view.reading.tokens().get(view.skip_spaces(end)) {
        None => true,
        Some(token) => matches!(token.kind, TokenKind::Newline | TokenKind::Sign | TokenKind::Hyphen),
    }
}
