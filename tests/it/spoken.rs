//! Numbers and signs as people say them, in the seven languages: what the property tests write in place of figures and signs.

/// A language's words.
pub(crate) struct Speech {
    pub(crate) lang: &'static str,
    /// 0 to 19.
    units: [&'static str; 20],
    /// 20, 30 … 90; 70 and 90 of France are 60 and 80 and a teen.
    tens: [&'static str; 8],
    pub(crate) at: &'static str,
    pub(crate) dot: &'static str,
}

#[rustfmt::skip]
pub(crate) const SPEECHES: [Speech; 7] = [
    Speech {
        lang: "fr",
        units: ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"],
        tens: ["vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt"],
        at: "arobase", dot: "point",
    },
    Speech {
        lang: "en",
        units: ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"],
        tens: ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        at: "at", dot: "dot",
    },
    Speech {
        lang: "es",
        units: ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve"],
        tens: ["veinti", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"],
        at: "arroba", dot: "punto",
    },
    Speech {
        lang: "de",
        units: ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"],
        tens: ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"],
        at: "ät", dot: "punkt",
    },
    Speech {
        lang: "it",
        units: ["zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici", "dodici", "tredici", "quattordici", "quindici", "sedici", "diciassette", "diciotto", "diciannove"],
        tens: ["venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"],
        at: "chiocciola", dot: "punto",
    },
    Speech {
        lang: "pt",
        units: ["zero", "um", "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez", "onze", "doze", "treze", "catorze", "quinze", "dezasseis", "dezassete", "dezoito", "dezanove"],
        tens: ["vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta", "noventa"],
        at: "arroba", dot: "ponto",
    },
    Speech {
        lang: "nl",
        units: ["nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien"],
        tens: ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"],
        at: "apenstaartje", dot: "punt",
    },
];

/// The words of a language.
pub(crate) fn speech(lang: &str) -> &'static Speech {
    SPEECHES.iter().find(|speech| speech.lang == lang).unwrap()
}

/// Whether a group's words are read, and in one way: "quatre-vingt-dix-huit" is 98, or 4 20 18, and "quatre" may begin it.
pub(crate) fn is_sayable(lang: &str, digits: &str) -> bool {
    let pair = digits.len() == 2;
    let several = match lang {
        "fr" => (pair && digits >= "70") || (digits.ends_with('4') && digits != "14"),
        _ => false,
    };
    !several && (2..=5).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit())
}

impl Speech {
    /// A group of digits in words: a pair as one number, anything else digit by digit.
    pub(crate) fn group(&self, digits: &str) -> String {
        match digits.parse() {
            Ok(number) if digits.len() == 2 && number > 9 => self.pair(number),
            _ => self.digits(digits),
        }
    }

    /// Digits in words, one by one.
    pub(crate) fn digits(&self, digits: &str) -> String {
        digits.bytes().map(|digit| self.units[usize::from(digit - b'0')]).collect::<Vec<_>>().join(" ")
    }

    /// A number from 10 to 99.
    fn pair(&self, number: usize) -> String {
        if number < 20 {
            return self.units[number].to_owned();
        }
        let (tens, unit) = (self.tens[number / 10 - 2], number % 10);
        let word = self.units[unit];
        match (self.lang, number / 10, unit) {
            ("fr", 7, 1) => format!("{tens} et onze"),
            ("fr", 7 | 9, _) => format!("{tens}-{}", self.units[10 + unit]),
            ("fr", 8, 0) => format!("{tens}s"),
            ("fr", 2..=6, 1) => format!("{tens} et un"),
            ("es", 2, 0) => "veinte".to_owned(),
            (.., 0) => tens.to_owned(),
            ("fr" | "en", ..) => format!("{tens}-{word}"),
            ("es", 2, _) => format!("{tens}{word}"),
            ("es", ..) => format!("{tens} y {word}"),
            ("pt", ..) => format!("{tens} e {word}"),
            ("it", _, 1 | 8) => format!("{}{word}", &tens[..tens.len() - 1]),
            ("it", _, 3) => format!("{tens}tré"),
            ("it", ..) => format!("{tens}{word}"),
            ("de", _, 1) => format!("einund{tens}"),
            ("de", ..) => format!("{word}und{tens}"),
            ("nl", _, 2 | 3) => format!("{word}ën{tens}"),
            _ => format!("{word}en{tens}"),
        }
    }
}

#[test]
fn numbers_are_said_as_they_are() {
    let said =
        |lang: &str| ["21", "38", "71", "80", "97", "05", "406"].map(|digits| speech(lang).group(digits)).join(", ");
    assert_eq!(
        said("fr"),
        "vingt et un, trente-huit, soixante et onze, quatre-vingts, quatre-vingt-dix-sept, zéro cinq, quatre zéro six"
    );
    assert_eq!(said("en"), "twenty-one, thirty-eight, seventy-one, eighty, ninety-seven, zero five, four zero six");
    assert_eq!(
        said("es"),
        "veintiuno, treinta y ocho, setenta y uno, ochenta, noventa y siete, cero cinco, cuatro cero seis"
    );
    assert_eq!(
        said("de"),
        "einundzwanzig, achtunddreißig, einundsiebzig, achtzig, siebenundneunzig, null fünf, vier null sechs"
    );
    assert_eq!(said("it"), "ventuno, trentotto, settantuno, ottanta, novantasette, zero cinque, quattro zero sei");
    assert_eq!(
        said("pt"),
        "vinte e um, trinta e oito, setenta e um, oitenta, noventa e sete, zero cinco, quatro zero seis"
    );
    assert_eq!(
        said("nl"),
        "eenentwintig, achtendertig, eenenzeventig, tachtig, zevenennegentig, nul vijf, vier nul zes"
    );
}
