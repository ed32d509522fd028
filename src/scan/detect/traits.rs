//! What the readers look for in single words, judged once for each word: a text without it needs no reader.

use crate::scan::read::{Traits, Vocabulary};

use super::{address, beside, email, fragments, host, mention, phone, said, url, whose};

/// What a word could be by itself.
pub(crate) fn of(word: &str, vocabulary: &Vocabulary) -> Traits {
    [
        (Traits::LIKE_DIGITS, phone::is_like_digits(word)),
        (Traits::PLACE, phone::is_place(word)),
        (Traits::STANDS, phone::is_standing(word)),
        (Traits::LEADS_STREET, address::is_leading_street(word)),
        (Traits::ROMAN, phone::is_roman_numeral(word)),
        (Traits::STREET, address::is_like_street(word, vocabulary)),
        (Traits::NUMBERING, address::is_numbering(word)),
        (Traits::OF_LINK, url::is_of_link(word)),
        (Traits::COUNTRY, said::is_country(word)),
        (Traits::SERVICE_END, vocabulary.ends_service_host(word)),
        (Traits::SURE_TLD, url::is_sure_tld(word)),
        (Traits::HOST_END, host::is_end_left_alone(word)),
        (Traits::PROVIDER_AND_END, email::is_provider_and_end(word, vocabulary)),
        (Traits::ADDRESS_IN_ONE, beside::is_address_in_one(word)),
        (Traits::PROVIDER_LAST, beside::ends_with_provider(word)),
        (Traits::IN, word == "in"),
        (Traits::AT, word == "at"),
        (Traits::H, word == "h"),
        (Traits::LONE, word.len() == 1 && word.as_bytes()[0].is_ascii_alphanumeric()),
        (Traits::TURNED, is_turned(word)),
    ]
    .into_iter()
    .fold(
        phone::misspelt(word, vocabulary)
            .and(mention::traits(word))
            .and(whose::traits(word))
            .and(fragments::traits(word)),
        |all, (its, holds)| all.and(its.if_so(holds)),
    )
}

/// Whether what links and addresses begin or end with could stand in a word backwards.
fn is_turned(word: &str) -> bool {
    ["ptth", "liamg", "liamtoh"].iter().any(|turned| word.contains(turned))
        || ["moc", "rf", "ten", "gro"].iter().any(|end| word.ends_with(end))
        || word.starts_with("www")
}
