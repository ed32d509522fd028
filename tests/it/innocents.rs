//! What people write besides contacts is none: random dates, hours, prices, sizes and references among prose, in seven languages;
//! digits that nothing announces are one hardly ever.
//!
//! One such number a message. Of messages with up to four, 2 in 10,000 are flagged (of 20,000): a card is read from a serial number or
//! size and the date after it, a phone from prices. Left out too: a parcel's number with zeros behind its letters.
//! A message that is nothing but a run of 8 to 14 digits is flagged in 7 of 1,000.

use std::cell::RefCell;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use vigie::kind::Kind;
use vigie::scan::{Input, Scratch};

use crate::conversation::engine;

/// The default threshold of every kind, in percent.
const THRESHOLD: u8 = 50;

/// Of random runs of digits behind a sentence at most.
const FLAGGED_PERCENT_MAX: usize = 1;

/// How a language says these, `#` being any digit and `~` one that is no zero.
#[derive(Debug)]
struct Innocent {
    lang: &'static str,
    dates: [&'static str; 4],
    prices: [&'static str; 4],
    sizes: [&'static str; 3],
    references: [&'static str; 4],
    prose: [&'static str; 5],
}

#[rustfmt::skip]
const INNOCENTS: [Innocent; 7] = [
    Innocent {
        lang: "fr",
        dates: ["le 1# mars 20~#", "du 0~/0~ au 1#/0~", "le 1#/0~/20~# à 1#h3#", "entre 1#h et 1#h4#"],
        prices: ["##0 €", "1 ##0,50 euros", "#5€, #0€ ou ##€ les deux", "prix neuf : 1##9€, je demande ##0"],
        sizes: ["1## x ## x ## cm", "##,5 kg", "taille 3# ou 4#"],
        references: ["commande n° 0~########", "facture 20##-0####", "colis 6A~##########", "réf. 4##-##-###"],
        prose: ["le canapé est en très bon état", "on peut se voir samedi devant la gare", "ma fille a grandi trop vite", "c'est au troisième étage sans ascenseur", "merci pour votre réponse rapide"],
    },
    Innocent {
        lang: "en",
        dates: ["on March 1#, 20~#", "from 0~/0~ to 1#/0~", "1#/0~/20~# at 1#:3#", "between 1 and #:30pm"],
        prices: ["£##0", "$1,##0.50", "£#5, £#0 or £## for both", "it was £1##9 new, I want ##0"],
        sizes: ["1## x ## x ## cm", "##.5 lbs", "size 3# or 4#"],
        references: ["order number 0~########", "invoice 20##-0####", "parcel 1Z~#########", "ref. 4##-##-###"],
        prose: ["the sofa is in great condition", "we could meet by the station on Saturday", "my daughter grew out of it", "it is on the third floor without a lift", "thanks for the quick reply"],
    },
    Innocent {
        lang: "es",
        dates: ["el 1# de marzo de 20~#", "del 0~/0~ al 1#/0~", "el 1#/0~/20~# a las 1#:3#", "entre las 1# y las 1#:4#"],
        prices: ["##0 €", "1.##0,50 euros", "#5€, #0€ o ##€ los dos", "costó 1##9€, pido ##0"],
        sizes: ["1## x ## x ## cm", "##,5 kg", "talla 3# o 4#"],
        references: ["pedido nº 0#########", "factura 20##-0####", "número de serie 4#######", "ref. 4##-##-###"],
        prose: ["el sofá está en muy buen estado", "podemos quedar el sábado en la estación", "a mi hija ya no le vale", "es un tercero sin ascensor", "gracias por responder tan rápido"],
    },
    Innocent {
        lang: "de",
        dates: ["am 1#. März 20~#", "vom 0~.0~. bis 1#.0~.", "am 1#.0~.20~# um 1#:3# Uhr", "zwischen 1# und 1# Uhr"],
        prices: ["##0 €", "1.##0,50 Euro", "#5€, #0€ oder ##€ für beide", "neu 1##9€, ich möchte ##0"],
        sizes: ["1## x ## x ## cm", "##,5 kg", "Größe 3# oder 4#"],
        references: ["Bestellnummer 0~########", "Rechnung 20##-0####", "Seriennummer 4#######", "Artikelnummer 4##-##-###"],
        prose: ["das Sofa ist in sehr gutem Zustand", "wir können uns am Samstag am Bahnhof treffen", "meine Tochter ist herausgewachsen", "es ist im dritten Stock ohne Aufzug", "danke für die schnelle Antwort"],
    },
    Innocent {
        lang: "it",
        dates: ["il 1# marzo 20~#", "dal 0~/0~ al 1#/0~", "il 1#/0~/20~# alle 1#:3#", "tra le 1# e le 1#:4#"],
        prices: ["##0 €", "1.##0,50 euro", "#5€, #0€ o ##€ per tutti e due", "nuovo costava 1##9€, chiedo ##0"],
        sizes: ["1## x ## x ## cm", "##,5 kg", "taglia 3# o 4#"],
        references: ["ordine n. 0~########", "fattura 20##-0####", "numero di serie 4#######", "rif. 4##-##-###"],
        prose: ["il divano è in ottimo stato", "possiamo vederci sabato davanti alla stazione", "a mia figlia non va più", "è al terzo piano senza ascensore", "grazie per la risposta veloce"],
    },
    Innocent {
        lang: "pt",
        dates: ["no dia 1# de março de 20~#", "de 0~/0~ a 1#/0~", "em 1#/0~/20~# às 1#h3#", "entre as 1#h e as 1#h4#"],
        prices: ["##0 €", "R$ 1.##0,50", "#5€, #0€ ou ##€ pelos dois", "novo custou 1##9€, peço ##0"],
        sizes: ["1## x ## x ## cm", "##,5 kg", "tamanho 3# ou 4#"],
        references: ["número de encomenda 0#########", "fatura 20##-0####", "número de série 4#######", "ref. 4##-##-###"],
        prose: ["o sofá está em ótimo estado", "podemos encontrar-nos sábado na estação", "já não serve à minha filha", "é no terceiro andar sem elevador", "obrigado pela resposta rápida"],
    },
    Innocent {
        lang: "nl",
        dates: ["op 1# maart 20~#", "van 0~-0~ tot 1#-0~", "op 1#-0~-20~# om 1#:3#", "tussen 1# en 1# uur"],
        prices: ["##0 €", "€ 1.##0,50", "#5€, #0€ of ##€ voor allebei", "nieuw was het 1##9€, ik vraag ##0"],
        sizes: ["1## x ## x ## cm", "##,5 kg", "maat 3# of 4#"],
        references: ["bestelnummer 0~########", "factuur 20##-0####", "serienummer 4#######", "ref. 4##-##-###"],
        prose: ["de bank is in heel goede staat", "we kunnen zaterdag bij het station afspreken", "mijn dochter is eruit gegroeid", "het is op de derde verdieping zonder lift", "bedankt voor het snelle antwoord"],
    },
];

/// A message of some sentences of a language, one of which has numbers that mean something else.
fn message() -> impl Strategy<Value = (&'static str, String)> {
    let language = (0..INNOCENTS.len()).prop_map(|at| &INNOCENTS[at]);
    let around = prop::collection::vec(any::<Index>(), 1..4);
    (language, 0..4_usize, any::<Index>(), around, any::<Index>(), prop::collection::vec(0..10_u8, 24)).prop_map(
        |(innocent, class, told, around, place, digits)| {
            let Innocent { lang, dates, prices, sizes, references, prose } = innocent;
            let told: &str = [&dates[..], prices, sizes, references].map(|all| *told.get(all))[class];
            let mut sentences: Vec<&str> = around.iter().map(|at| *at.get(prose)).collect();
            sentences.insert(place.index(sentences.len() + 1), told);
            let mut digits = digits.into_iter();
            let mut digit = || digits.next().unwrap_or(5);
            let fill = |c| match c {
                '#' => char::from(b'0' + digit()),
                '~' => char::from(b'1' + digit() % 9),
                _ => c,
            };
            (*lang, sentences.join(", ").chars().map(fill).collect())
        },
    )
}

/// What is found in a text that counts as a contact.
fn contacts(text: &str, locale: Option<&str>) -> Vec<(Kind, String)> {
    thread_local!(static SCRATCH: RefCell<Scratch> = RefCell::default());
    let found =
        SCRATCH.with_borrow_mut(|scratch| engine().scanner().scan(Input { text, locale }, scratch).findings.to_vec());
    let contact = found.into_iter().filter(|f| f.kind.is_contact() && f.confidence >= THRESHOLD);
    contact.map(|f| (f.kind, f.value.into_inner())).collect()
}

proptest! {
    #![proptest_config(crate::cases_of_detection(2_000))]

    #[test]
    fn numbers_that_mean_something_else_are_no_contact((lang, text) in message()) {
        prop_assert_eq!(contacts(&text, Some(lang)), [], "{}", text);
    }
}

#[test]
fn digits_that_nothing_announces_are_a_contact_hardly_ever() {
    const RUNS: usize = 10_000;
    let mut runner = TestRunner::deterministic();
    let is_flagged = |at: &usize| {
        let run = "[0-9]{5,14}".new_tree(&mut runner).unwrap().current();
        let Innocent { prose, .. } = &INNOCENTS[at % INNOCENTS.len()];
        !contacts(&format!("{} {run}", prose[at % prose.len()]), None).is_empty()
    };
    let flagged = (0..RUNS).filter(is_flagged).count();
    assert!(flagged * 100 <= RUNS * FLAGGED_PERCENT_MAX, "{flagged} of {RUNS} runs of digits are flagged");
}
