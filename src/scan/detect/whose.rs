//! Whose account it is, and whether it is called: "mon insta", "find us on", "ton snap".

use crate::kind::Kind;
use crate::scan::read::{Class, Lexeme, Traits};

use super::View;

/// Whether an account is called right before a service, or it is somebody's: "ma page", "find us on", "canal de".
pub(super) fn is_led(view: &View<'_>, service: &Lexeme) -> bool {
    let first = service.first as usize;
    let place = place_before(view, first);
    let end = view.skip_spaces_back(place.unwrap_or(first));
    let account = end.checked_sub(1).is_some_and(|at| ACCOUNTS.contains(&view.word(at)));
    account || place.is_none() && possessive(view, first) || is_called(view, service)
}

/// Whether an account is called right before a service: "find us on", "heet op het".
pub(super) fn is_called(view: &View<'_>, service: &Lexeme) -> bool {
    let first = service.first as usize;
    called_before(view, place_before(view, first).unwrap_or(first))
}

/// A small word that makes a service a place, right before it.
fn place_before(view: &View<'_>, first: usize) -> Option<usize> {
    let small = |at: usize| {
        matches!(view.word(at), "de" | "di" | "do" | "on" | "sur" | "auf" | "bei" | "su" | "no" | "op" | "en")
    };
    view.skip_spaces_back(first).checked_sub(1).filter(|&at| small(at))
}

/// Verbs that call a name.
#[rustfmt::skip]
const CALLS: &[&str] = &[
    "ajoute", "ajoutez", "cherche", "cherchez", "add", "find", "follow", "suis", "suivez", "search", "busca",
    "sigue", "cerca", "segui", "procura", "segue", "suche", "suchen", "such", "zoek", "volg", "pseudo", "look",
    "called", "appelle", "nomme", "heisst", "heisse", "heet", "llama", "llamo", "chiama", "chiamo", "chama",
    "chamo", "go", "goes", "registered", "inscrit", "inscrite", "angemeldet", "registrado", "registrada",
    "iscritto", "iscritta", "inscrito", "inscrita", "ingeschreven", "trouve", "trouves", "trouvez", "retrouve",
    "retrouvez", "tape", "tapes", "tapez", "abonne", "abonnez", "type", "google", "googelt", "tippe", "tipp", "teclea",
    "digita", "digite", "typ", "zoekt", "zoeken", "soy", "sou", "mets", "mettez", "buscame", "cercami", "nommes", "nenne",
    "noem", "named", "llamas", "buscar", "cercare", "procurar", "chercher", "trova", "trovi",
];
/// Words between them and the name.
#[rustfmt::skip]
const BETWEEN: &[&str] = &[
    "moi", "me", "mich", "mir", "nous", "us", "for", "nach", "por", "als", "as", "como", "come", "under", "unter",
    "onder", "sous", "le", "nom", "name", "the", "namen", "nombre", "nome", "il", "el", "o", "toi", "vous", "a",
    "\"", "naar", "is", "compte", "account", "de", "en", "ich", "ik", "user", "by", "up", "mal", "doch", "einfach",
    "just", "gewoon", "maar", "juste", "eens", "daar", "dort", "there", "ahi", "alli", "op",
];

/// What a word says of a name after it, by itself.
pub(super) fn traits(word: &str) -> Traits {
    Traits::CALLS.if_so(CALLS.contains(&word)).and(Traits::CALLED.if_so(BETWEEN.contains(&word)))
}

/// Whether a name is called right before it: "ajoute", "cherche moi", "look for me under", "ma page s'appelle".
pub(super) fn called_before(view: &View<'_>, first: usize) -> bool {
    let mut end = view.skip_spaces_back(first);
    for _ in 0..CALL_WORDS_MAX {
        if view.ending_at(end, |c| c == Class::Cue(Kind::Handle)).is_some() {
            return true;
        }
        let Some(last) = end.checked_sub(1) else { return false };
        if view.reading.traits(last).any(Traits::CALLS) {
            // "j'ai trouvé Madame Bovary sur Vinted"
            let before = view.skip_spaces_back(last).checked_sub(1).map_or("", |at| view.word(at));
            return !matches!(
                before,
                "ai" | "a" | "as" | "avez" | "avons" | "ont" | "have" | "has" | "had" | "habe" | "hat" | "heb"
            );
        }
        if !view.reading.traits(last).any(Traits::CALLED) {
            return false;
        }
        end = view.skip_spaces_back(last);
    }
    false
}

/// Words between a call and the name at most: "look for me under the name".
const CALL_WORDS_MAX: usize = 6;

/// "mon insta", "my snap", "mon compte insta": the service is somebody's account there.
pub(super) fn possessive(view: &View<'_>, first: usize) -> bool {
    let before = view.skip_spaces_back(first);
    let mine = |end: usize| end > 0 && is_own(view, end - 1);
    let account = before > 1 && ACCOUNTS.contains(&view.word(before - 1));
    before < first && (mine(before) || (account && mine(view.skip_spaces_back(before - 1))))
}

/// Words for somebody's account.
#[rustfmt::skip]
const ACCOUNTS: &[&str] = &[
    "account", "compte", "konto", "cuenta", "conta", "profil", "profile", "perfil", "profilo", "profiel", "pseudo",
    "perso", "personal", "page", "nouveau", "new", "nom", "name", "user", "username", "nick", "chaine", "channel",
    "kanal", "canal", "canale", "kanaal", "seite", "pagina",
];

/// Whether a token is a possessive of the first person.
pub(super) fn is_own(view: &View<'_>, at: usize) -> bool {
    matches!(
        view.word(at),
        "mon"
            | "ma"
            | "mes"
            | "my"
            | "mein"
            | "meine"
            | "mi"
            | "mio"
            | "mia"
            | "meu"
            | "minha"
            | "mijn"
            | "notre"
            | "our"
            | "nosso"
            | "nuestro"
            | "unser"
            | "nostro"
            | "ons"
            | "moj"
            | "me"
    )
}

/// Whether a name is rather a thing of somebody's: "Instagram ist mein Nebenjob".
pub(super) fn is_somebodys(view: &View<'_>, first: usize) -> bool {
    view.skip_spaces_back(first)
        .checked_sub(1)
        .is_some_and(|at| at + 1 < first && is_own(view, at) && view.word(at) != "me")
}

/// Whether a service is asked of the other: "pasame tu wasap y arreglamos".
pub(super) fn is_others(view: &View<'_>, service: usize) -> bool {
    let last = view.skip_spaces_back(service).checked_sub(1).map_or("", |at| view.word(at));
    matches!(last, "tu" | "ton" | "votre" | "your" | "ur" | "dein" | "deine" | "tuo" | "teu" | "seu" | "jouw" | "uw")
}

/// Whether "is" stands right before a name: "c'est", "it's", "ist".
pub(super) fn is_called_this(view: &View<'_>, first: usize) -> bool {
    let last = view.skip_spaces_back(first).checked_sub(1).map_or("", |at| view.word(at));
    matches!(last, "est" | "cest" | "is" | "its" | "s" | "ist" | "es" | "e")
}
