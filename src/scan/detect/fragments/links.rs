//! Names, signs and providers that are no address or link yet, and the services that a name could belong to.

use crate::kind::Kind;
use crate::scan::Finding;
use crate::scan::detect::phone::How;
use crate::scan::detect::{View, email, handle, host, whose};
use crate::scan::read::{Class, Classes, Lexeme, TokenKind, Traits};

use super::places::tokens_of;
use super::{
    AT_LOOSE_MAX, Form, Found, LED_LOOSE_MAX, LOOSE_NEAR_MAX, LOOSE_PURE_MAX, Place, Reader, STRONG_LOOSE_MAX,
    UNSURE_LOOSE_MAX,
};
use super::{is_around, seeds};

/// A path of fewer digits is the denominator of something ("/10").
const PATH_DIGITS_MIN: usize = 5;

/// From this confidence on, in percent, a link is one.
const LINK_SURE: u8 = 75;

/// A shorter word after "on" or "at" is seldom a host's name.
const LED_BYTES_MIN: usize = 8;

/// Words beside a service for meetings where an id may be begun: "le cours est sur Zoom demain à 18h, l'ID 842 6193".
pub(super) const MEETING_LOOSE_MAX: u8 = LOOSE_NEAR_MAX + 4;
/// Digits of an id that is begun, at least.
const MEETING_DIGITS_MIN: usize = 6;

/// Words after the end of a link at most, where it may be one of them: "com tout simplement".
const OTHERS_MAX: u32 = 4;

/// Words beside a provider that is a word too, at most: "et derrière c'était orange non ?".
const PROVIDER_LOOSE_MAX: u8 = LOOSE_PURE_MAX + 3;
/// Words after it at most.
const PROVIDER_WORDS_AFTER_MAX: u32 = 1;

/// Words that lead to where one is.
const LEADS: &[&str] = &["sur", "on", "at", "s", "auf", "bei", "en", "su", "no", "na", "em", "op", "via", "est"];

/// Words of a text without a service that says what a name begins with, at most.
const FIRST_WORDS_MAX: u32 = 4;

/// A shorter name with hyphens is a word of two: "check-in".
pub(super) const HYPHENED_BYTES_MIN: usize = 11;
/// Words that a verb ends in after its hyphen: "envoyez-moi".
const ENCLITICS: &[&str] = &[
    "moi", "toi", "vous", "nous", "le", "la", "les", "lui", "leur", "tu", "il", "elle", "on", "je", "ce", "ci", "y",
    "en", "se", "me", "te", "lo", "o", "a", "lhe",
];

/// Articles and the like, before a sign or a name.
#[rustfmt::skip]
const ARTICLES: &[&str] = &[
    "un", "une", "l", "le", "a", "an", "the", "einem", "ein", "das", "dem", "una", "uno", "el", "la", "il", "lo", "um",
    "uma", "o", "een", "het",
];

/// Letters apart that are a name spelled, at least.
const SPELLED_MIN: usize = 3;

/// Ends of hosts that no user name has.
const COMMON_ENDS: &[&str] =
    &[".com", ".net", ".org", ".fr", ".de", ".es", ".it", ".pt", ".nl", ".be", ".uk", ".eu", ".io"];

/// Everyday words that are local parts, said alone.
#[rustfmt::skip]
pub(super) const ROLES: &[&str] = &[
    "contact", "contacto", "contatto", "contato", "kontakt", "info", "hello", "bonjour", "hallo", "hola", "ciao", "ola",
    "office", "buero", "support", "admin", "booking", "bookings", "reservation", "reservations", "reservas", "mail", "post",
    "orders", "sales", "enquiries", "shop", "studio", "team", "hi", "commande", "commandes", "accueil", "secretariat",
    "atelier", "boutique", "bestellung", "anfrage", "verkauf", "prenotazioni", "ordini", "ventas", "pedidos", "vendas",
    "encomendas", "verkoop", "bestelling", "compta",
];

impl Reader<'_> {
    pub(super) fn services(&mut self, findings: &[Finding]) {
        let view = self.view;
        let mentions = tokens_of(view, findings, Kind::Mention);
        for at in 0..view.reading.tokens().len() {
            if !self.free(at) || self.is_contracted(at) {
                continue;
            }
            let Some(service) = handle::service(view, at) else { continue };
            let cue = view.cue(at, service.end as usize, Kind::Handle);
            // "leboncoin, trop de plaisantins": a marketplace is talked of, where nobody says that it is theirs.
            if handle::is_marketplace(view, &service) && !cue.near && !whose::possessive(view, at) {
                continue;
            }
            let loose_max = match service.entry.class {
                Class::ServiceTwin if handle::is_meeting(view, &service) => {
                    let begun = view.reading.holds().digits >= MEETING_DIGITS_MIN || is_placed(view, at);
                    if begun { MEETING_LOOSE_MAX } else { LOOSE_NEAR_MAX }
                }
                Class::ServiceTwin if cue.near => u8::MAX,
                Class::ServiceTwin => {
                    let end = service.end as usize;
                    let said = mentions.iter().any(|&(first, end)| first <= at && at < end);
                    if cue.far || said || is_place(self.view, at, end) { LOOSE_NEAR_MAX } else { 1 }
                }
                _ => u8::MAX,
            };
            self.push(Form::Service, at, service.end as usize, loose_max);
        }
    }

    /// "whats your": "what is", and no service.
    fn is_contracted(&self, at: usize) -> bool {
        const NEXT: &[&str] = &["your", "ur", "yours", "the", "that", "this", "it", "up", "a", "his", "her"];
        self.view.word(at) == "whats" && NEXT.contains(&self.view.word(self.view.skip_spaces(at + 1)))
    }

    /// One past a digit and a word for another, written as one: "0six", "3neuf" are no names.
    fn half_spelled(&self, at: usize) -> Option<usize> {
        let view = self.view;
        let glued = view.is_digits(at) && at + 1 < self.covered.len() && view.is_word(at + 1) && self.free(at);
        let digit = || view.reading.tokens()[at].len() == 1 && view.reading.tokens()[at + 1].len() > 1;
        let spelled = || self.run(at).get(1).is_some_and(|group| group.end == at + 2 && self.chunk(at) == at + 2);
        (glued && digit() && spelled()).then_some(at + 2)
    }

    /// Runs of names, signs and providers.
    pub(super) fn links(&mut self, findings: &[Finding]) {
        // "linktr point ee": a host that is written in no plain way.
        let sure: Vec<Finding> = findings.iter().filter(|f| f.confidence >= LINK_SURE).cloned().collect();
        for (first, end) in tokens_of(self.view, &sure, Kind::Url) {
            let named = self.view.is_word(first) && !self.view.is_ordinary(first);
            if named && self.free(first) && self.host(first).is_none() && !self.is_overlong(first, end) {
                self.push(Form::Link { opens: false, closes: false, provider: false }, first, end, u8::MAX);
            }
        }
        // "suivi de @orange.fr"
        let mut said = vec![false; self.covered.len()];
        for place in self.places.iter().filter(|p| p.end > p.first + 1) {
            said[place.first..place.end].fill(true);
        }
        // "todo junto sin espacios"
        let mut around = vec![false; self.covered.len()];
        for lexeme in
            self.view.reading.lexemes().iter().filter(|l| l.entry.class == Class::Filler && l.end > l.first + 1)
        {
            around[lexeme.first as usize..lexeme.end as usize].fill(true);
        }
        let spoken = tokens_of(self.view, findings, Kind::Handle);
        let mut at = 0;
        while at < self.covered.len() {
            let token = self.view.reading.tokens()[at].kind;
            if matches!(token, TokenKind::Space | TokenKind::Newline) || self.is_service_of(at) {
                at += 1;
                continue;
            }
            if let Some(end) = self.half_spelled(at) {
                at = end;
                continue;
            }
            if let Some(written) = self.named_sign(at) {
                self.covered[at..written].fill(true);
                at = written;
                continue;
            }
            let word = |run: &Material| !run.is_plain() || !around[at] || self.alone(run.first, run.end);
            let first = || self.material(at).or_else(|| self.before_named_sign(at));
            let free = self.free(at) && !said[at];
            let Some(mut run) = free.then(first).flatten().filter(word).filter(|run| !self.is_joint(run)) else {
                at += 1;
                continue;
            };
            loop {
                let next = self.view.skip_spaces(run.end);
                if self.named_sign(next).is_some() {
                    // "tom tiret du bas, enfin _delvaux"
                    run.closes = true;
                    break;
                }
                let more = self
                    .material(next)
                    .filter(|m| m.follows(&run, next))
                    .or_else(|| self.between_signs(&run, next))
                    .or_else(|| self.closed(&run, next));
                let Some(more) = more.filter(|more| self.free(next) && !self.is_joint(more)) else { break };
                let ends = more.end == self.covered.len();
                // "pascal.girodet en minuscules"
                let filled = next > run.end && around[next];
                // "punkt at" is an end.
                let end = run.closes && self.view.reading.is(next, |c| c == Class::Tld);
                if more.weak && more.closes && !end && (filled || self.is_word_after_all(&run, &more)) {
                    break;
                }
                if more.weak && !(run.closes || run.strong || ends) && self.view.is_ordinary(next) {
                    // "orange comme le fruit"
                    break;
                }
                if run.lone && run.opens && run.strong && self.view.sign(next) == Some("@") {
                    // "le a avec la queue @"
                    self.covered[run.first..run.end].fill(true);
                    run = more;
                    continue;
                }
                let spare = more.path && self.view.reading.is(run.first, |c| c == Class::Slash);
                // "la segunda parte es @hotmail.es", "en .nijm", "ci vuole il punto it"
                let spoken = || self.view.reading.is(next, |c| c == Class::Dot);
                let tied = |sign: &str| matches!(sign, "@" | "." | "_" | "-");
                // "entra en /outlet"
                let path = run.weak && more.path && next > run.end;
                let aside = run.weak
                    && !run.provider
                    && next > run.end
                    && (self.view.sign(next).is_some_and(tied) || spoken() && !self.alone(run.first, more.end));
                if more.weak && next > run.end && (self.is_ending(&run) || self.is_idle_end(&run, &more)) {
                    // "er moet nog punt nl bij"
                    break;
                }
                // "stick .com on it"
                let word = next > run.end && run.is_plain() && more.opens && self.view.sign(next).is_some();
                let aside =
                    aside || path || (run.weak && more.is_name()) || spare || self.is_article_before(&run, &more);
                if run.lone && (aside || (word && !self.alone(run.first, more.end))) {
                    // "écris à atelier-vernis", "it's info", "slash /coach": the word is only a word.
                    run = more;
                    continue;
                }
                run.strong |= more.strong;
                run.provider |= more.provider;
                run.weak &= more.weak;
                run.lone = false;
                (run.end, run.closes, run.parts) = (more.end, more.closes, run.parts + 1);
            }
            if let Some(end) = self.parted_end(&run) {
                self.parted(&run, end);
                at = end + 1;
                continue;
            }
            (run.first, run.end) = self.brackets(run.first, run.end);
            at = run.end;
            let filler = |c| matches!(c, Class::Filler | Class::Joiner);
            let end = self.view.reading.is(run.first, |c| c == Class::Tld) && self.covered.len() == 1;
            if run.weak && run.lone && !end && self.view.reading.is(run.first, filler) {
                // "et après ?"
                continue;
            }
            // "wat is je mail"
            let cue = |at: usize| self.view.reading.is(at, |c| c == Class::Cue(Kind::Email));
            let signed = self.text(run.first, run.end).contains(['@', '.', '_', '-']);
            if !signed && !self.alone(run.first, run.end) && cue(run.end - 1) {
                continue;
            }
            if self.is_key(&run) {
                continue;
            }
            if run.lone && (self.is_remark(&run) || self.may_be_digits(&run)) {
                continue;
            }
            if self.is_glued_digits(&run) {
                // A name as well, where one is looked for.
                self.found.push(Found { doubt: true, ..Found::of(Form::Name, run.first, run.end, LOOSE_NEAR_MAX) });
                continue;
            }
            if run.weak && !self.alone(run.first, run.end) {
                if self.is_sign_apart(&run) {
                    let form = Form::Link { opens: true, closes: true, provider: false };
                    self.found.push(Found { doubt: true, ..Found::of(form, run.first, run.end, LOOSE_PURE_MAX) });
                    continue;
                }
                let short = run.lone || run.opens && run.parts == 2;
                if run.provider && short && self.is_named_provider(run.end) {
                    // "et derrière c'était orange non ?", "sim, é sapo"
                    let form = Form::Link { opens: true, closes: false, provider: true };
                    self.found.push(Found { doubt: true, ..Found::of(form, run.first, run.end, PROVIDER_LOOSE_MAX) });
                    continue;
                }
                let others = self.words(self.covered.len()) - self.words(run.end);
                let first = run.first == 0 || self.view.word(0) == "et" && self.view.skip_spaces(1) == run.first;
                if first && run.lone && run.opens && !run.closes && others <= OTHERS_MAX {
                    // "com tout simplement".
                    let form = Form::Link { opens: true, closes: false, provider: run.provider };
                    self.found.push(Found { doubt: true, ..Found::of(form, run.first, run.end, LOOSE_PURE_MAX + 2) });
                }
                continue;
            }
            run.first = self.without_article(run.first);
            let before = self.view.skip_spaces_back(run.first);
            let told = before > 0 && self.view.sign(before - 1) == Some(":");
            let form = match (run.opens, run.closes) {
                (false, false) if !run.host => Form::Name,
                (opens, closes) => Form::Link { opens, closes, provider: run.provider },
            };
            let holds = self.view.reading.holds();
            let served = holds.any_service() && self.ends_clause(run.end);
            let called = form == Form::Name && (served || whose::called_before(self.view, run.first));
            let cue = [Kind::Email, Kind::Url, Kind::Handle]
                .into_iter()
                .any(|kind| self.view.cue(run.first, run.end, kind).near);
            // "mon prénom romane"
            let first = self.view.skip_spaces_back(run.first);
            let part = form == Form::Name && self.view.ending_at(first, |c| c == Class::NamePart).is_some();
            let announced = form == Form::Name && run.lone && self.is_announced_piece(run.first);
            let placed = part || announced || self.is_placed(run.first, run.end);
            let led = form == Form::Name && is_led(self.view, run.first, run.end);
            let sure = run.strong || cue || told || called || placed;
            if !sure && self.is_ending(&run) && !self.alone(run.first, run.end) {
                // "le petit rond en bas de la ligne"
                if self.view.is_word(run.first) && ARTICLES.contains(&self.view.word(self.view.skip_spaces(run.end))) {
                    continue;
                }
                // "il faut coller .fr derrière", "du musst noch punkt at dranhängen"
                let form = Form::Link { opens: true, closes: false, provider: false };
                run.first = self.without_article(run.first);
                // "ci vuole il punto it": a first word that could be an end is none.
                self.found.retain(|f| !(f.doubt && f.first == 0 && matches!(f.form, Form::Link { .. })));
                self.found.push(Found { doubt: true, ..Found::of(form, run.first, run.end, LOOSE_NEAR_MAX) });
                continue;
            }
            let hyphened = form == Form::Name && self.is_hyphened(run.first, run.end);
            if (led || hyphened) && !sure {
                self.found.push(Found { doubt: true, ..Found::of(form, run.first, run.end, LED_LOOSE_MAX) });
                continue;
            }
            let unsure = form == Form::Name && !sure && run.end == run.first + 1;
            if unsure && is_apart(self.view, run.first, run.end) {
                self.found.push(Found { doubt: true, ..Found::of(form, run.first, run.end, LED_LOOSE_MAX) });
                continue;
            }
            if unsure && self.is_asked_with_service(run.first) {
                self.found.push(Found { doubt: true, ..Found::of(form, run.first, run.end, LOOSE_NEAR_MAX + 2) });
                continue;
            }
            if unsure {
                // Perhaps a name, perhaps a word: one of the words beside everything else.
                self.found.push(Found::of(form, run.first, run.end, UNSURE_LOOSE_MAX));
                continue;
            }
            let loose_max = match (run.strong, cue) {
                // "et avant l'arobase tu mets quoi"
                _ if run.lone && run.opens && run.closes && run.strong => AT_LOOSE_MAX,
                _ if run.lone && run.opens && run.closes => 1,
                (true, true) => u8::MAX,
                _ if spoken.iter().any(|&(first, end)| first <= run.first && run.end <= end) => u8::MAX,
                (_, true) if run.end > run.first + 1 => LOOSE_NEAR_MAX + 4,
                // "wessel punt doornbos"
                _ if run.parts > 2 && form == Form::Name => LOOSE_NEAR_MAX + 4,
                // "envoyez les photos à claire.vasseur"
                (true, false) if form == Form::Name && is_addressed(self.view, run.first, run.end) => {
                    LOOSE_NEAR_MAX + 4
                }
                (true, false) if form == Form::Name => STRONG_LOOSE_MAX,
                _ if sure => LOOSE_NEAR_MAX,
                _ => 1,
            };
            if run.strong || run.parts <= 3 {
                self.push(form, run.first, run.end, loose_max);
            }
        }
        self.lone_word();
        self.placed_word();
    }

    /// "uni al final", "y luego clases", "x7 erachter": the only word beside those that say where it goes.
    fn placed_word(&mut self) {
        let view = self.view;
        let all = self.words(self.covered.len());
        let Some(at) = (0..self.covered.len()).find(|&at| self.words(at + 1) > 0).filter(|_| all > 0) else { return };
        let (placed, end) = (|place: Place| matches!(place, Place::Then | Place::Last), self.chunk(at));
        let only = end > at && self.words(end) == all && !self.is_overlong(at, end);
        let word =
            end == at + 1 && !self.starts(at) || only && end == at + 2 && view.is_digits(at + 1) && !self.starts(at);
        let named = only && word && view.is_word(at) && self.free(at) && self.found.is_empty();
        if named && self.places.iter().any(|p| placed(p.place)) {
            self.found.push(Found { doubt: true, ..Found::of(Form::Name, at, end, UNSURE_LOOSE_MAX) });
        }
    }

    /// "sir", then "underscore": an everyday word that is all a message says is part of a name where the next one is a sign.
    fn lone_word(&mut self) {
        let view = self.view;
        let around = |c| super::is_around(c) && c != Class::Filler || c == Class::Confirmation;
        let chatter = view.reading.is(0, |c| c == Class::Filler) && !view.reading.is(0, |c| c == Class::Joiner);
        let (count, end) = (view.reading.tokens().len(), self.chunk(0));
        if let Some(at) = self.answer() {
            self.found.push(Found { doubt: true, ..Found::of(Form::Name, at, self.chunk(at), UNSURE_LOOSE_MAX) });
            return;
        }
        // "da."
        let word = view.is_word(0) && (count == 1 || count == 2 && view.sign(1) == Some("."));
        let word = word && !self.starts(0);
        let lone = (word || self.is_coined(end)) && self.free(0) && self.found.is_empty();
        if lone && !chatter && !view.reading.is(0, around) {
            let end = if word { 1 } else { end };
            self.found.push(Found { doubt: true, ..Found::of(Form::Name, 0, end, UNSURE_LOOSE_MAX) });
        }
    }

    /// "oui, dev", "yes mate. moss": the word that a yes and a sign leave, where it is no everyday one.
    fn answer(&self) -> Option<usize> {
        /// Tokens of the yes, and of whom it is said to, at most.
        const YES_TOKENS_MAX: usize = 4;
        let view = self.view;
        let yes = view.reading.longest(0, |c| matches!(c, Class::Confirmation | Class::Denial))?.end as usize;
        let sign = (yes..=yes + YES_TOKENS_MAX).find(|&at| matches!(view.sign(at), Some("," | "." | "!")))?;
        let at = view.skip_spaces(sign + 1);
        let last = at > sign + 1 && view.is_word(at) && self.chunk(at) == self.covered.len();
        let plain = last && !view.is_ordinary(at) && !view.folded.is_upper(view.reading.tokens()[at].start as usize);
        (plain && self.free(at) && self.found.is_empty() && !self.starts(at)).then_some(at)
    }

    /// "4u", "x2": whether letters and digits glued are all that a text says, and they are no digits.
    fn is_coined(&self, end: usize) -> bool {
        let digits = || self.run(0).last().is_some_and(|group| group.end >= end);
        let text = || self.text(0, end).as_bytes();
        end == self.covered.len()
            && end > 1
            && !self.is_overlong(0, end)
            && text().iter().any(u8::is_ascii_digit)
            && text().iter().any(u8::is_ascii_alphabetic)
            && !digits()
    }

    /// "punt en dan be", "un punto e poi it": where a host's end stands that ends its clause, and only words said around pieces part it from
    /// its dot in words.
    fn parted_end(&self, run: &Material) -> Option<usize> {
        /// Tokens from the dot to its end at most.
        const TOKENS_MAX: usize = 8;
        let view = self.view;
        let dot = view.reading.longest(run.first, |c| c == Class::Dot)?.end as usize;
        if !run.lone || dot != run.end {
            return None;
        }
        let around = |at: usize| view.reading.is(at, |c| super::is_around(c) || c == Class::Joiner);
        let is_end = |at: usize| {
            view.is_word(at)
                && self.chunk(at) == at + 1
                && self.ends_clause(at + 1)
                && (view.reading.is(at, |c| c == Class::Tld) || host::is_known(&format!("x.{}", view.word(at))))
        };
        let mut at = view.skip_comma(dot);
        let mut parted = false;
        while at < self.covered.len() && at <= dot + TOKENS_MAX {
            if parted && is_end(at) {
                return Some(at);
            }
            if !around(at) {
                return None;
            }
            parted = true;
            at = view.skip_spaces(at + 1);
        }
        None
    }

    /// Notes a dot, and the end that words part from it.
    fn parted(&mut self, dot: &Material, end: usize) {
        let form = |closes| Form::Link { opens: true, closes, provider: false };
        let first = self.without_article(dot.first);
        for (form, first, end) in [(form(true), first, dot.end), (form(false), end, end + 1)] {
            self.covered[first..end].fill(true);
            self.found.push(Found { doubt: true, ..Found::of(form, first, end, LOOSE_NEAR_MAX) });
        }
    }

    /// "I know... at": whether an at-sign in words is all that a text's last clause says.
    fn is_sign_apart(&self, run: &Material) -> bool {
        let back = self.view.skip_spaces_back(run.first);
        let parted = back.checked_sub(1).is_some_and(|at| self.view.sign(at).is_some_and(|sign| sign != "'"));
        run.lone
            && run.opens
            && run.closes
            && !run.provider
            && parted
            && self.view.skip_spaces(run.end) == self.covered.len()
    }

    /// ".fr", "dot co dot uk": whether a run is a host's end with its dot, and nothing else.
    fn is_ending(&self, run: &Material) -> bool {
        let view = self.view;
        if !run.opens {
            return false;
        }
        let written = view.sign(run.first) == Some(".");
        let spoken = view.reading.longest(run.first, |c| c == Class::Dot).map(|dot| dot.end as usize);
        let Some(end) = spoken.or(written.then_some(run.first + 1)) else { return false };
        let end = view.skip_spaces(end);
        if end >= run.end {
            return false;
        }
        // "point me": an end that is a provider too.
        let tld = view.reading.longest(end, |c| c == Class::Tld).is_some_and(|tld| tld.end as usize >= run.end);
        tld || !run.provider && !run.closes && host::is_known(&format!("x.{}", self.text(end, run.end)))
    }

    /// "bist du noch jonas-lernt-bass", "tapez menuiserie-castel": whether a long name with hyphens, written small, could be a local part, a
    /// host or a path.
    fn is_hyphened(&self, first: usize, end: usize) -> bool {
        let text = self.text(first, end);
        let bytes = self.view.reading.bytes(first, end);
        let mut parts = text.split('-');
        let small = !bytes.clone().any(|at| self.view.folded.is_upper(at));
        bytes.len() >= HYPHENED_BYTES_MIN
            && small
            && text.contains('-')
            && parts.all(|part| part.len() > 1 && part.bytes().all(|b| b.is_ascii_alphanumeric()))
            && text.rsplit('-').next().is_some_and(|last| !ENCLITICS.contains(&last))
    }

    /// "c'est bien titi ton snap ?": whether a question names a service, and a word nothing knows, written small.
    fn is_asked_with_service(&self, at: usize) -> bool {
        let view = self.view;
        let holds = view.reading.holds();
        holds.any_service()
            && holds.sign(b'?')
            && seeds::is_strange(view, at)
            && !view.folded.is_upper(view.reading.tokens()[at].start as usize)
    }

    /// "et fr pour finir": whether what may be a host's end is a word that joins others.
    fn is_joint(&self, run: &Material) -> bool {
        run.lone && run.first + 1 == run.end && self.view.word(run.first) == "et" && self.covered.len() > 1
    }

    /// Whether a provider that is a word too is what a short message says, or asks.
    fn is_named_provider(&self, end: usize) -> bool {
        let after = self.words(self.covered.len()) - self.words(end);
        let joined = self.view.reading.is(self.view.skip_spaces(end), |c| c == Class::Joiner);
        joined || self.ends_clause(end) || after <= PROVIDER_WORDS_AFTER_MAX
    }

    /// "ponto da ponto": a short word between two signs in words that are all that is said.
    fn between_signs(&self, run: &Material, at: usize) -> Option<Material> {
        let view = self.view;
        let sign = |at: usize| view.reading.longest(at, |c| matches!(c, Class::Dot | Class::Dash | Class::Underscore));
        let next = view.skip_spaces(at + 1);
        let last = sign(next).filter(|l| next > at + 1 && l.end as usize == self.covered.len());
        let begins = run.lone && view.skip_spaces(0) == run.first && sign(run.first).is_some();
        (begins && view.is_word(at) && last.is_some()).then(|| Material::end(at, at + 1))
    }

    /// Whatever ends the clause after a sign in words ("tiret du bas r", "point studio"), or after a name and one ("nadege tiret
    /// cours"), or is glued to an at-sign ("@vale").
    fn closed(&self, run: &Material, at: usize) -> Option<Material> {
        let view = self.view;
        let end = self.chunk(at);
        let ends = end > at && self.ends_clause(end) && view.sign(end) != Some("'");
        let known = || host::is_known(&format!("x.{}", self.text(at, end)));
        // "com arroba antes"
        let ends = ends && !(view.reading.has(at, seeds::PLACING) && end == at + 1);
        let lone = run.opens && run.lone && !run.weak && (view.is_word(run.first) || at == run.end);
        let named = !run.opens && run.parts == 2 && !run.weak && !run.strong && end == self.covered.len();
        (ends && run.closes && (lone || named && at > run.end) && view.sign(end) != Some("@"))
            .then(|| Material { strong: known(), ..Material::end(at, end) })
    }

    /// "tiret du bas, enfin _delvaux", "apenstaartje enzo @ziggo": where a sign stands whose name is said right before it, with a
    /// word or two between: the words are about it, and no part of what it is in.
    fn named_sign(&self, at: usize) -> Option<usize> {
        /// Tokens from a sign's name to the sign, and words among them, at most.
        const TOKENS_MAX: usize = 7;
        const WORDS_MAX: usize = 2;
        let view = self.view;
        let written = |class: Class| match class {
            Class::At => Some("@"),
            Class::Dot => Some("."),
            Class::Dash => Some("-"),
            Class::Underscore => Some("_"),
            _ => None,
        };
        if !view.is_word(at) || at > 0 && view.is_alphanumeric(at - 1) {
            return None;
        }
        let name = view.reading.longest(at, |c| written(c).is_some())?;
        // "no, punto net, el .es es de otros"
        if name.entry.class == Class::Dot && view.reading.is(view.skip_spaces(name.end as usize), |c| c == Class::Tld) {
            return None;
        }
        let (end, mut words) = (name.end as usize, 0);
        for next in end..(end + TOKENS_MAX).min(self.covered.len()) {
            if view.is_digits(next) {
                return None;
            }
            words += usize::from(view.is_word(next));
            let sign = view.sign(next).is_some() && view.sign(next) == written(name.entry.class);
            let glued = || !view.is_alphanumeric(next - 1) && view.is_alphanumeric(next + 1);
            if sign && (glued() || self.is_sign_alone(next)) {
                return Some(next);
            }
            if words > WORDS_MAX {
                return None;
            }
        }
        None
    }

    /// Whether a sign stands with a space on both sides, or at the text's end.
    pub(super) fn is_sign_alone(&self, at: usize) -> bool {
        let view = self.view;
        let next = view.skip_spaces(at + 1);
        view.skip_spaces_back(at) < at && (next > at + 1 || next == self.covered.len())
    }

    /// "ig @the.loom": whether a service stands before a name with its sign, and is no part of it.
    fn is_service_of(&self, at: usize) -> bool {
        let view = self.view;
        let service = |c| matches!(c, Class::Service | Class::ServiceTwin);
        let service = view.reading.longest(at, service).map(|l| view.skip_spaces(l.end as usize));
        service.is_some_and(|sign| {
            view.sign(sign) == Some("@") && view.skip_spaces_back(sign) < sign && view.is_alphanumeric(sign + 1)
        })
    }

    /// "marco trattino, cioè -ferri": an everyday word that is all that stands before a sign's name and the sign.
    fn before_named_sign(&self, at: usize) -> Option<Material> {
        let first = self.view.is_word(at) && self.view.skip_spaces(0) == at && self.chunk(at) == at + 1;
        (first && self.named_sign(self.view.skip_spaces(at + 1)).is_some()).then(|| Material::name(at, at + 1))
    }

    /// "nonno trattino ezio", "reg underscore drains": an everyday word that begins what is said, before a sign in words and a last word.
    fn before_sign(&self, at: usize) -> Option<Material> {
        let view = self.view;
        if self.words(at) > 0 {
            return None;
        }
        let ties = |c| matches!(c, Class::Dot | Class::Dash | Class::Underscore);
        let sign = view.reading.longest(view.skip_spaces(at + 1), ties)?;
        let last = view.skip_spaces(sign.end as usize);
        // "e a terminação ponto pt"
        let none = |c| is_around(c) || c == Class::Tld;
        let whole = view.is_word(last) && self.chunk(last) == self.covered.len() && !view.reading.is(last, none);
        whole.then(|| Material::name(at, at + 1))
    }

    /// "n.du.34 a la suite", "@orange.fr chez vous": whether what may be an at-sign is followed by an everyday word, or follows one
    /// with its host.
    fn is_word_after_all(&self, run: &Material, more: &Material) -> bool {
        let next = self.view.skip_spaces(more.end);
        let word = self.view.is_word(next) && self.material(next).is_none();
        word || run.strong && self.text(run.first, run.end).contains('@') && next < self.covered.len()
    }

    /// "ma touche arobase marche plus": whether a word before a sign in words, said of somebody's or something, is no name.
    fn is_key(&self, run: &Material) -> bool {
        #[rustfmt::skip]
        const OWN: &[&str] = &[
            "ma", "ta", "sa", "la", "le", "cette", "my", "your", "the", "this", "meine", "deine", "die", "das", "mi", "tu", "el",
            "mia", "tua", "il", "minha", "sua", "a", "o", "mijn", "je", "de", "het",
        ];
        let view = self.view;
        let before = view.skip_spaces_back(run.first).checked_sub(1);
        let own = before.is_some_and(|at| OWN.contains(&view.word(at)));
        let plain = view.is_word(run.first) && self.chunk(run.first) == run.first + 1;
        own && plain && run.parts == 2 && run.closes && !run.opens && view.is_word(view.skip_spaces(run.end))
    }

    /// "avec un tiret au milieu": a sign that is spoken of.
    fn is_remark(&self, run: &Material) -> bool {
        let back = self.view.skip_spaces_back(run.first);
        const WITH: &[&str] = &["avec", "with", "mit", "con", "com", "met"];
        let word = |at: usize| ARTICLES.contains(&self.view.word(at));
        let before = |at: usize| self.view.skip_spaces_back(at).checked_sub(1);
        let elided = back >= 2 && self.view.sign(back - 1) == Some("'") && word(back - 2);
        let article = elided || back.checked_sub(1).is_some_and(word);
        let with = before(run.first).and_then(before).is_some_and(|at| WITH.contains(&self.view.word(at)));
        let bare =
            with || !self.alone(run.first, run.end) || !self.view.word(run.first).starts_with(char::is_alphabetic);
        // "mit punkt"
        let said = before(run.first).is_some_and(|at| WITH.contains(&self.view.word(at))) && self.ends_clause(run.end);
        run.opens
            && run.closes
            && (article && bare && !self.leads_to_name(run.end) || said)
            && self.view.is_word(run.first)
    }

    /// "une barre oblique et studio-angers7": whether a sign in words is followed by a name of letters and figures or hyphens that ends
    /// the text, and only by words said around it between.
    fn leads_to_name(&self, end: usize) -> bool {
        let last = (end..self.covered.len()).find(|&at| self.words(at + 1) > self.words(end));
        let Some(first) = last else { return false };
        let chunk = self.chunk(first);
        let text = self.text(first, chunk);
        chunk == self.covered.len() && (email::is_username(text) || self.is_hyphened(first, chunk))
    }

    /// ".98", "-l4", "neuf": digits as well, whatever else they may be. They are noted here, and read there.
    fn may_be_digits(&mut self, run: &Material) -> bool {
        let view = self.view;
        let sign = view.sign(run.first).is_some();
        let first = run.first + usize::from(sign);
        let digits = (first..run.end).all(|at| self.starts(at) || view.sign(at).is_some()) && first < run.end;
        let likely = digits && (run.weak || (sign && self.text(first, run.end).bytes().any(|b| b.is_ascii_digit())));
        if likely && (sign || self.alone(run.first, run.end)) {
            let form = Form::Link { opens: run.opens, closes: run.closes, provider: run.provider };
            self.found.push(Found::of(form, run.first, run.end, LOOSE_PURE_MAX));
        }
        likely
    }

    /// "tre71", "O77OO", "vingt-2": whether words or letters for digits, and figures, are glued to each other, and to nothing else.
    fn is_glued_digits(&self, run: &Material) -> bool {
        let view = self.view;
        let (mut words, mut figures) = (false, false);
        let said = |at: usize| view.is_digits(at) || self.starts(at) || view.sign(at) == Some("-");
        for at in run.first..run.end {
            words |= view.is_word(at);
            figures |= view.is_digits(at);
        }
        let whole = || self.run(run.first).iter().any(|group| group.end == run.end);
        !(run.opens || run.closes) && words && figures && (run.first..run.end).all(said) && whole()
    }

    /// "la arroba de siempre", "laposte point net comme les vieux": whether a word that may be a host's end stands right after an at-sign, or is an
    /// everyday one after another end.
    fn is_idle_end(&self, run: &Material, more: &Material) -> bool {
        let tld = |at: usize| self.view.reading.is(at, |c| c == Class::Tld);
        let end = !more.provider && !more.closes;
        let sign = run.lone && run.opens && run.closes && run.strong;
        end && (sign && self.view.is_word(run.first) || self.view.is_ordinary(more.first) && tld(run.end - 1))
    }

    /// "le facteur orange", "com arroba", "es icloud.com": whether a word with its article, or one that may be an end, is none of what it stands before.
    fn is_article_before(&self, run: &Material, more: &Material) -> bool {
        let view = self.view;
        let before = view.skip_spaces_back(run.first).checked_sub(1);
        let article = before.is_some_and(|at| ARTICLES.contains(&view.word(at)));
        let named = run.is_plain() && more.weak && more.provider && article;
        let host = more.strong && (more.closes || more.provider);
        let end = run.weak && !run.provider && !run.closes && host && more.first > run.end;
        named || end
    }

    /// "la chiocciola", "l'arobase", "un point": past the article of a sign in words, where the rest is one as well.
    pub(super) fn without_article(&self, first: usize) -> usize {
        let view = self.view;
        let at_sign = |c| matches!(c, Class::At | Class::Dot | Class::Dash | Class::Underscore | Class::Slash);
        let Some(sign) = view.reading.longest(first, at_sign) else { return first };
        if sign.entry.class != Class::At {
            let end = sign.end as usize;
            let same = |&at: &usize| {
                view.reading.at(at).iter().any(|l| l.entry.class == sign.entry.class && l.end as usize == end)
            };
            return (first + 1..end).rev().find(same).unwrap_or(first);
        }
        let elided = if view.sign(first + 1) == Some("'") { first + 2 } else { first };
        let next = view.skip_spaces(first + 1).max(elided);
        let same = |at: usize| view.reading.longest(at, at_sign).is_some_and(|rest| rest.end == sign.end);
        let written = view.sign(next) == Some("@") && sign.end as usize == next + 1;
        let article = ARTICLES.contains(&view.word(first)) && next > first + 1;
        if article && (same(next) || written) { next } else { first }
    }

    /// "(at)", "{at}", "(.)": a sign in brackets.
    fn bracketed(&self, at: usize) -> Option<Material> {
        let view = self.view;
        let close = match view.sign(at)? {
            "(" => ")",
            "[" => "]",
            "{" => "}",
            _ => return None,
        };
        let sign = |c| matches!(c, Class::At | Class::AtWeak | Class::Dot | Class::Dash | Class::Underscore);
        let written = matches!(view.sign(at + 1), Some("." | "@" | "_" | "-"));
        let spoken = || view.reading.longest(at + 1, sign).map(|l| (l.end as usize, l.entry.class));
        let (end, class) = if written { (at + 2, Class::Dot) } else { spoken()? };
        let short = class != Class::AtWeak || view.reading.bytes(at + 1, end).len() <= 2;
        (short && view.sign(end) == Some(close)).then(|| Material::sign(at, end + 1).sure())
    }

    /// A bracket beside a sign belongs to it: "(at)".
    fn brackets(&self, first: usize, end: usize) -> (usize, usize) {
        let open = first > 0 && matches!(self.view.sign(first - 1), Some("(" | "[" | "{"));
        let close = matches!(self.view.sign(end), Some(")" | "]" | "}"));
        if open && close { (first - 1, end + 1) } else { (first, end) }
    }

    /// What can be part of an address or link at a token.
    fn material(&self, at: usize) -> Option<Material> {
        let view = self.view;
        let free_before = at == 0 || !view.is_alphanumeric(at - 1);
        match view.sign(at) {
            Some("@") => return Some(Material::sign(at, at + 1).sure()),
            Some("(" | "[" | "{") => return self.bracketed(at),
            // "trattino - e poi tate": a sign whose name is said right before it.
            Some("." | "_" | "-") if at > 0 && self.covered[at - 1] && self.is_sign_alone(at) => {
                return Some(Material::sign(at, at + 1).sure());
            }
            // "/ coach_lea", and nothing before it.
            Some("/") if free_before && view.is_alphanumeric(self.path_start(at)) => {
                let end = self.path_chunk(self.path_start(at));
                let path = self.text(at, end);
                let strong = path.len() > PATH_DIGITS_MIN || path.bytes().any(|b| b.is_ascii_alphabetic());
                return strong.then_some(Material { path: true, ..Material::end(at, end).sure() });
            }
            Some(sign @ ("." | "_" | "-" | "#"))
                if free_before
                    && view.is_alphanumeric(at + 1)
                    && at.checked_sub(1).is_none_or(|before| view.sign(before) != Some(sign)) =>
            {
                let end = self.chunk(at + 1);
                // "_du_", "-sur-"
                let waits = match view.sign(end) {
                    Some("_") => true,
                    Some("-") => matches!(sign, "-" | ".") && end + 1 == self.covered.len(),
                    // ".da."
                    Some(".") => sign == "." && at == 0 && end + 1 == self.covered.len(),
                    _ => false,
                };
                let end = end + usize::from(waits);
                let strong = waits || at == 0 && host::is_known(&format!("x{}", self.text(at, end)));
                return Some(Material { strong, closes: waits, ..Material::end(at, end) });
            }
            // ". fr", and nothing before it.
            Some(".")
                if view.skip_spaces(0) == at && view.reading.is(view.skip_spaces(at + 1), |c| c == Class::Tld) =>
            {
                return Some(Material { strong: true, ..Material::end(at, self.chunk(view.skip_spaces(at + 1))) });
            }
            Some("$") if free_before && view.is_word(at + 1) && at + 2 == self.covered.len() => {
                return Some(Material::name(at, at + 2).sure());
            }
            Some("." | "_" | "/") if free_before && view.reading.tokens().len() == 1 => {
                return Some(Material::sign(at, at + 1));
            }
            Some(_) => return None,
            None => {}
        }
        // A chunk that is too long is looked at near its end only: each of its parts would read on to there.
        if !view.is_alphanumeric(at) || !free_before || self.is_overlong(at, self.chunk(at)) {
            return None;
        }
        if self.is_served(at) {
            // "commence par zoe_"
            let end = self.chunk(at);
            let waits = view.sign(end) == Some("_");
            return Some(Material::name(at, end + usize::from(waits)).closing(waits));
        }
        if self.is_everyday(at) {
            let dictated = || self.is_dictated(at).then(|| Material::name(at, self.chunk(at)));
            return self.role(at).or_else(dictated).or_else(|| self.before_sign(at));
        }
        self.spelled_name(at)
            .or_else(|| self.written_sign(at))
            .or_else(|| self.host(at))
            .or_else(|| self.role(at))
            .or_else(|| self.dot_or_end(at))
            .or_else(|| self.name_or_label(at))
    }

    /// Whether a word is in the lexicon, all of its chunk, and no sign, end or provider: it is a local part at most.
    fn is_everyday(&self, at: usize) -> bool {
        let view = self.view;
        const KNOWN: Classes = Classes::LETTER.and(Classes::HOMOPHONE).and(Classes::SYMBOL).and(Classes::WWW).others();
        let (known, ties) = (view.reading.has(at, KNOWN), view.reading.has(at, seeds::SIGNS));
        let apart = || view.sign(view.skip_spaces(at + 1)) == Some(".");
        known && !ties && view.is_word(at) && view.word(at).len() > 1 && self.chunk(at) == at + 1 && !apart()
    }

    /// "insta: flores", "snap ? luna", "ça commence par nina.": whether a word that ends the text stands right after a service and
    /// a sign, or after the words for what a name begins with.
    fn is_served(&self, at: usize) -> bool {
        let view = self.view;
        let holds = view.reading.holds();
        // "sim, começa com doces": few words beside it, where no service is named.
        if self.is_said_first(at) && (holds.any_service() || self.words(self.covered.len()) <= FIRST_WORDS_MAX) {
            return true;
        }
        let last = holds.any_service() && view.is_word(at) && self.chunk(at) == self.covered.len() && !self.starts(at);
        let Some(sign) = view.skip_spaces_back(at).checked_sub(1).filter(|_| last) else { return false };
        let service = |c| matches!(c, Class::Service | Class::ServiceTwin);
        if view.sign(sign).is_none() {
            // "zoek op insta studio"
            let named = view.ending_at(sign + 1, service).is_some_and(|l| l.entry.class == Class::Service);
            return named && sign + 1 < at && (holds.cue(Kind::Handle) || self.asks.is_some());
        }
        let plain = || {
            matches!(view.sign(sign), Some("." | "?"))
                && !view.is_ordinary(at)
                && !view.folded.is_upper(view.reading.tokens()[at].start as usize)
        };
        view.ending_at(view.skip_spaces_back(sign), service).is_some() && (view.sign(sign) == Some(":") || plain())
    }

    /// Whether a word that ends the text is said to be the beginning of a name on a service.
    fn is_said_first(&self, at: usize) -> bool {
        let view = self.view;
        let first =
            |p: &super::SaidPlace| p.place == Place::First && p.end > p.first + 1 && view.skip_spaces(p.end) == at;
        let last = || {
            let end = self.chunk(at);
            end + usize::from(view.sign(end).is_some()) == self.covered.len()
        };
        self.places.iter().any(first) && last() && view.is_word(at) && !self.starts(at)
    }

    /// Where a path's first name stands: after its slash, and a space where nothing stands before.
    fn path_start(&self, slash: usize) -> usize {
        if self.view.skip_spaces(0) == slash { self.view.skip_spaces(slash + 1) } else { slash + 1 }
    }

    /// "l u n a", "L-I-S-A": a name letter by letter, and what is glued to its last one.
    fn spelled_name(&self, at: usize) -> Option<Material> {
        let view = self.view;
        let letter = |at: usize| view.is_word(at) && view.word(at).len() == 1;
        let apart = |at: usize| view.skip_spaces(at) == at + 1 || view.sign(at) == Some("-");
        let mut last = at;
        while letter(last) && apart(last + 1) && letter(last + 2) {
            last += 2;
        }
        let spelled = letter(at) && last + 2 > at + 2 * SPELLED_MIN;
        spelled.then(|| Material::name(at, self.chunk(last)).sure())
    }

    /// "arobase", "at": an at-sign in words.
    fn written_sign(&self, at: usize) -> Option<Material> {
        let view = self.view;
        let l = view.reading.longest(at, |c| c == Class::At)?;
        (!view.is_alphanumeric(l.end as usize)).then(|| Material::sign(at, l.end as usize).sure())
    }

    /// A scheme, a provider or a host.
    fn host(&self, at: usize) -> Option<Material> {
        let view = self.view;
        if matches!(self.text(at, at + 1), "http" | "https")
            && view.sign(at + 1) == Some(":")
            && view.sign(at + 2) == Some("/")
        {
            let end = self.path(self.chunk(at + 4)).max(at + 1);
            return Some(Material::name(at, end).sure().closing(self.text(at, end).ends_with('/')));
        }
        if let Some(end) = self.spaced_host(at) {
            return Some(Material { host: true, ..Material::name(at, end).sure() });
        }
        let end = self.chunk(at);
        if let Some(l) = view.reading.longest(at, |c| c == Class::Provider).filter(|l| l.end as usize >= end) {
            return Some(Material { provider: true, ..Material::end(at, l.end as usize).sure() });
        }
        let text = self.text(at, end);
        if text.contains('.') && host::is_known(text.trim_end_matches('.')) {
            let opens = view.vocabulary.provider_domains.contains(text);
            let end = self.path(end);
            // "lucie.art" may be a name as well.
            let known =
                COMMON_ENDS.iter().any(|end| text.ends_with(end)) || view.vocabulary.service_hosts.contains(text);
            let host = known || self.text(at, end).contains('/');
            let host = Material { opens, host, provider: opens, ..Material::name(at, end).sure() };
            return Some(host.closing(self.text(at, end).ends_with('/')));
        }
        None
    }

    /// One past a service's host whose dot stands apart: "t . me".
    fn spaced_host(&self, at: usize) -> Option<usize> {
        let view = self.view;
        let dot = view.skip_spaces(at + 1);
        let end = view.skip_spaces(dot + 1);
        let apart = view.sign(dot) == Some(".") && end > at + 2 && view.is_word(end);
        let host = || format!("{}.{}", view.word(at), view.word(end));
        (apart && view.vocabulary.service_hosts.contains(&host())).then_some(end + 1)
    }

    /// "point", "tiret", "chez", "fr", "orange": words that are signs or ends, or words.
    fn dot_or_end(&self, at: usize) -> Option<Material> {
        let view = self.view;
        let end = self.chunk(at);
        let whole = |end: usize| !view.is_alphanumeric(end);
        let longest = |class: fn(Class) -> bool| {
            view.reading.longest(at, class).map(|l| l.end as usize).filter(|&l| whole(l) && l >= end)
        };
        if let Some(end) = longest(|c| matches!(c, Class::Dot | Class::Dash | Class::Underscore | Class::Slash)) {
            return Some(Material::sign(at, end));
        }
        if let Some(end) = longest(|c| c == Class::AtWeak) {
            return Some(Material { weak: true, ..Material::sign(at, end) });
        }
        // "tengo más muebles en mi web"
        let sited = || view.ending_at(at + 1, |c| c == Class::Cue(Kind::Url)).is_some_and(|l| (l.first as usize) < at);
        let provider = longest(|c| c == Class::ProviderTwin).filter(|_| !sited());
        // "point com au bout": of an end in two words without its dot the first, where more is said.
        let tld = longest(|c| c == Class::Tld).map(|end| {
            let short = view.reading.at(at).iter().any(|l| l.entry.class == Class::Tld && l.end as usize == at + 1);
            let dotted = (at..end).any(|at| view.sign(at).is_some() || view.reading.is(at, |c| c == Class::Dot));
            if short && !dotted && !self.ends_clause(end) { at + 1 } else { end }
        });
        let end = provider.or(tld)?;
        Some(Material { weak: true, provider: provider.is_some(), ..Material::end(at, end) })
    }

    /// "info", "contact": an everyday word that is all that is said, or announced.
    fn role(&self, at: usize) -> Option<Material> {
        if !self.view.reading.traits(at).any(Traits::ROLE) {
            return None;
        }
        let (view, end) = (self.view, self.chunk(at));
        let is_cue = || view.reading.is(at, |c| c == Class::Cue(Kind::Email)) && !self.alone(at, end);
        let may_be =
            end == at + 1 && (self.ends_clause(end) || view.reading.holds().cue(Kind::Email) || self.alone(at, end));
        if !may_be || is_cue() {
            return None;
        }
        // "écris au bureau : contact", "the address is bookings"
        let announced = || view.sign_before(at, ":") || view.cue(at, end, Kind::Address).near;
        let role = self.alone(at, end)
            || self.ends_clause(end) && self.only_confirms(at)
            || view.cue(at, end, Kind::Email).near && view.sign(end) != Some(":")
            || self.ends_clause(end) && announced();
        role.then(|| Material::name(at, end))
    }

    /// "yes bookings": whether nothing but a yes stands before a token.
    fn only_confirms(&self, at: usize) -> bool {
        let yes = self.view.reading.longest(self.view.skip_spaces(0), |c| c == Class::Confirmation);
        yes.is_some_and(|yes| self.words(at) == self.words(yes.end as usize) && yes.end as usize <= at)
    }

    /// A user name, or a word that is none.
    fn name_or_label(&self, at: usize) -> Option<Material> {
        let view = self.view;
        let end = self.chunk(at);
        let text = self.text(at, end);
        let username = email::is_username(text);
        if (!username && self.starts(at)) || self.is_spelled_number(at, end) {
            return None;
        }
        // "c'est prénom.nom comme tout le monde": what stands for a name is none.
        let part = |at: usize| !view.is_alphanumeric(at) || view.reading.is(at, |c| c == Class::NamePart);
        if end > at + 1 && (at..end).all(part) {
            return None;
        }
        let unknown = end == at + 1 && seeds::is_strange(view, at);
        // "er zit nog vlinder aan vast"
        let symbol = || {
            let entry = |l: &Lexeme| matches!(l.entry.class, Class::Letter | Class::Homophone | Class::Symbol);
            end == at + 1 && view.is_word(at) && view.reading.at(at).iter().all(entry) && self.is_placed(at, end)
        };
        let unknown = unknown || self.is_initial(at) || symbol();
        let strange = |at: usize| view.is_alphanumeric(at) && !view.is_ordinary(at);
        let label = end > at + 1 && self.is_label(text) && (at..end).any(strange);
        let named = username || unknown || label;
        // "dwk-", "marie_": a sign that waits for the rest.
        let last = view.reading.tokens().len() == end + 1;
        // "tu es karim_ quelque chose"
        let apart = view.skip_spaces(end + 1) > end + 1;
        let waits = view.sign(end) == Some("_") && (apart || last) || view.sign(end) == Some("-") && last;
        let name = Material { strong: username, ..Material::name(at, end + usize::from(waits)) };
        named.then(|| name.closing(waits))
    }

    /// "m dot okonjo": whether a letter that is no word of any language begins a name with a sign in words.
    fn is_initial(&self, at: usize) -> bool {
        let view = self.view;
        let sign = view.skip_spaces(at + 1);
        let ties = |c| matches!(c, Class::Dot | Class::Dash | Class::Underscore);
        let letter = view.is_word(at)
            && matches!(view.word(at).as_bytes(), [b] if b.is_ascii_lowercase() && !b"aeiouy".contains(b));
        letter
            && sign > at + 1
            && view.reading.longest(sign, ties).is_some_and(|l| view.is_word(view.skip_spaces(l.end as usize)))
    }

    /// "tr3nte", "d1x-hu1t": number words from end to end, figures for letters among them.
    fn is_spelled_number(&self, first: usize, end: usize) -> bool {
        let (mut at, mut steps) = (first, Vec::new());
        while at < end && self.starts(at) {
            steps.clear();
            self.lattice().steps(at, &mut steps);
            let words = steps.iter().filter(|step| step.how == How::Words).map(|step| step.end);
            let Some(next) = words.filter(|&next| next > at && next <= end).max() else { return false };
            at = next + usize::from(self.view.sign(next) == Some("-"));
        }
        at >= end
    }

    /// Whether a range of tokens is all there is, but for what is said around pieces.
    pub(super) fn alone(&self, first: usize, end: usize) -> bool {
        self.words(first) == 0 && self.words(self.covered.len()) == self.words(end)
    }

    /// "monsite-depannage", "k1p9": no word, and no number with its unit.
    fn is_label(&self, text: &str) -> bool {
        text.len() >= 3 && text.starts_with(|c: char| c.is_ascii_alphabetic())
    }

    /// One past the chunk of a name at a token; past the last token, one past it.
    pub(super) fn chunk(&self, first: usize) -> usize {
        self.chunks().names.get(first).copied().unwrap_or(self.covered.len())
    }

    /// One past the chunk of a path at a token.
    fn path_chunk(&self, first: usize) -> usize {
        self.chunks().paths.get(first).copied().unwrap_or(self.covered.len())
    }

    /// One past the path that follows a host.
    pub(super) fn path(&self, end: usize) -> usize {
        if self.view.sign(end) == Some("/") { self.path_chunk(end + 1).max(end + 1) } else { end }
    }
}

/// "kijk op lichtvantrui", "Lebenslauf an katrin-hofer": whether a long word that nothing knows ends what is said, and is a place
/// or somebody to write to.
pub(super) fn is_led(view: &View<'_>, first: usize, end: usize) -> bool {
    let long = end > first + 1 || view.reading.bytes(first, end).len() >= LED_BYTES_MIN;
    long && (is_place(view, first, end) || is_addressed(view, first, end))
}

/// "geht hier nicht. hundeschule": whether a long word, written small, is the last thing said, and all of its sentence.
pub(super) fn is_apart(view: &View<'_>, first: usize, end: usize) -> bool {
    let bytes = view.reading.bytes(first, end);
    let before = view.skip_spaces_back(first).checked_sub(1).and_then(|at| view.sign(at));
    let last = end == view.reading.tokens().len();
    last && bytes.len() >= LED_BYTES_MIN
        && !view.folded.is_upper(bytes.start)
        && matches!(before, Some("." | "!" | "?" | "…"))
}

/// "an katrin-hofer", "to": whether a word ends what is said, and is whom something goes to.
fn is_addressed(view: &View<'_>, first: usize, end: usize) -> bool {
    const LEADS: &[&str] = &["a", "an", "to", "para", "pra", "per", "naar", "aan", "ao", "al", "chez"];
    ends_after(view, first, end, LEADS)
}

/// "sur snap", "it's ig": whether a word ends what is said, and is said of a place.
fn is_place(view: &View<'_>, first: usize, end: usize) -> bool {
    ends_after(view, first, end, LEADS)
}

/// Whether a service stands right after a word that says that something is there: "house meeting on zoom so".
fn is_placed(view: &View<'_>, first: usize) -> bool {
    view.skip_spaces_back(first).checked_sub(1).is_some_and(|at| LEADS.contains(&view.word(at)))
}

/// Whether a range ends what is said, right after one of some words.
fn ends_after(view: &View<'_>, first: usize, end: usize, words: &[&str]) -> bool {
    let ends = end == view.reading.tokens().len() || view.sign(end).is_some();
    ends && view.skip_spaces_back(first).checked_sub(1).is_some_and(|at| words.contains(&view.word(at)))
}

/// Part of a run of names and signs.
#[derive(Debug, Clone, Copy)]
struct Material {
    first: usize,
    end: usize,
    /// Whether it is unmistakable: a user name, an at-sign, a provider.
    strong: bool,
    /// Whether it is an everyday word too: "chez", "de", "orange".
    weak: bool,
    /// Whether nothing was added to it yet.
    lone: bool,
    opens: bool,
    closes: bool,
    host: bool,
    path: bool,
    provider: bool,
    parts: usize,
}

impl Material {
    /// A name, that ties to nothing.
    fn name(first: usize, end: usize) -> Self {
        Self {
            first,
            end,
            strong: false,
            weak: false,
            lone: true,
            opens: false,
            closes: false,
            host: false,
            path: false,
            provider: false,
            parts: 1,
        }
    }

    /// What ties to both sides.
    fn sign(first: usize, end: usize) -> Self {
        Self { opens: true, closes: true, ..Self::name(first, end) }
    }

    /// What ties to what stands before it.
    fn end(first: usize, end: usize) -> Self {
        Self { opens: true, ..Self::name(first, end) }
    }

    fn sure(self) -> Self {
        Self { strong: true, ..self }
    }

    fn closing(self, closes: bool) -> Self {
        Self { closes, ..self }
    }

    /// Whether it may be a name, and may be a word.
    fn is_plain(&self) -> bool {
        self.is_name() && !self.strong && self.end == self.first + 1
    }

    /// Whether it is a name that is no host.
    fn is_name(&self) -> bool {
        !self.opens && !self.host
    }

    /// Whether it goes on a run: directly, or tied over a space.
    fn follows(&self, run: &Material, first: usize) -> bool {
        // "ajoutes /coach-lea": a path belongs to a host.
        let tied = if self.path { run.host || (run.closes && run.lone) } else { self.opens || run.closes };
        first == run.end || tied
    }
}
