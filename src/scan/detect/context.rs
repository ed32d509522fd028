//! Context: what the words around a candidate say of it.

use crate::kind::Kind;
use crate::scan::read::{Against, Announced, Class, Entry, Lexeme, TokenKind};

use super::View;

/// How far, in bytes of the folded text, a cue may stand before what it announces: about ten words.
const CUE_BYTES_BEFORE: usize = 60;
/// And after it: "06… c'est mon numéro".
const CUE_BYTES_AFTER: usize = 30;
/// A cue right before: ": ", " is ", " c'est le ".
const CUE_BYTES_ADJACENT: usize = 12;
/// How many tokens back a word may exonerate a number: about four words.
const AGAINST_TOKENS: usize = 8;

/// How many tokens after a number its reference's name may be denied: a dozen words.
const DENIAL_TOKENS: usize = 24;
/// How many tokens before such a name the refusal may stand, and how many a reference's name has: "não é um", "réf. de dossier".
const DENIED_TOKENS: usize = 6;
/// Bytes by which a name is known again: "réf" and "référence".
const STEM_BYTES: usize = 3;
/// Articles of what is any one of its sort.
const ANY: &[&str] = &["une", "un", "a", "an", "ein", "eine", "una", "um", "uma", "een"];
/// Small words that refuse what follows.
const REFUSALS: &[&str] =
    &["pas", "not", "isn't", "isnt", "kein", "keine", "nicht", "no", "non", "nao", "geen", "niet"];

/// Letters of a word that a full stop cuts short, at most: "réf.", "cde.", "nr.".
const ABBREVIATION_BYTES_MAX: usize = 4;

/// Letters and digits beside what is nearly all there is in a text: "tel", "merci".
const ALONE_CHARS_MAX: usize = 6;

/// Whether the text announces a contact.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cue {
    /// A cue of the kind stands near.
    pub(super) near: bool,
    /// A cue of the kind stands somewhere.
    pub(super) far: bool,
    /// A cue of another contact kind stands near.
    pub(super) other: bool,
    /// A cue of the kind stands right before, a few letters between at most.
    pub(super) adjacent: bool,
    /// One past the last token of the nearest cue of the kind that stands before.
    pub(super) before_end: Option<usize>,
}

impl View<'_> {
    /// The cues around a range of tokens.
    pub(super) fn cue(&self, first: usize, end: usize, kind: Kind) -> Cue {
        let bytes = self.reading.bytes(first, end);
        let mut cue = Cue::default();
        for &Announced { kind: of, start, end: cue_end, last } in self.reading.cues_from(bytes.start, CUE_BYTES_BEFORE)
        {
            let (at, cue_end) = (start as usize, cue_end as usize);
            if at > bytes.end + CUE_BYTES_AFTER {
                break;
            }
            let before = at < bytes.start && bytes.start.saturating_sub(cue_end) <= CUE_BYTES_BEFORE;
            let after = at >= bytes.end && at - bytes.end <= CUE_BYTES_AFTER;
            // "zéro, faites le six": inside it leads on.
            let inside = kind == Kind::Phone && at >= bytes.start && cue_end <= bytes.end;
            cue.near |= (before || after || inside) && of == kind;
            cue.other |= (before || after) && of != kind;
            if before && of == kind {
                cue.before_end = Some(last as usize);
                cue.adjacent |= bytes.start.saturating_sub(cue_end) <= CUE_BYTES_ADJACENT;
            }
        }
        let outside = |(earliest, latest): (u32, u32)| (earliest as usize) < first || latest as usize >= end;
        cue.far = self.reading.cue_bounds(kind).is_some_and(outside);
        cue
    }

    /// What the words before a token say that a number is, and the token of that word. Another number in between is what it was about.
    pub(super) fn against_before(&self, first: usize) -> Option<(Against, usize)> {
        let tokens = self.reading.tokens();
        let from = first.saturating_sub(AGAINST_TOKENS);
        let (mut comma, mut stop) = (false, false);
        for at in (from..first).rev() {
            let token = &tokens[at];
            // "le siège auto. 07 70 …": a sentence that has ended says nothing of the next one's number; "réf. 0770…" has not.
            if stop && token.kind == TokenKind::Word {
                if !self.is_cut_short(at) {
                    return None;
                }
                stop = false;
            }
            stop |= self.sign(at) == Some(".") && !self.is_alphanumeric(at + 1);
            // "CE1": digits glued to a word are of it.
            let glued = at > 0 && tokens[at - 1].kind == TokenKind::Word;
            if token.kind == TokenKind::Newline
                || (token.kind == TokenKind::Digits && !glued)
                || (token.kind == TokenKind::Sign && matches!(token.text(self.text()), "!" | "?"))
            {
                return None;
            }
            comma |= token.kind == TokenKind::Sign && matches!(token.text(self.text()), "," | ";");
            // Beyond a comma only a reference's name is still about the number.
            let against = self.reading.at(at).iter().rev().find_map(|l| self.exonerates(l, first));
            if let Some(against) = against.filter(|a| !comma || *a == Against::Reference) {
                return Some((against, at));
            }
        }
        None
    }

    /// Whether the name of a reference, before a number, is refused not far after it: "réf. 0612… (c'est pas une réf)".
    pub(super) fn is_reference_denied(&self, reference: usize, first: usize, end: usize) -> bool {
        let stem = |at: usize| Some(self.word(at)).filter(|_| self.is_word(at)).and_then(|word| word.get(..STEM_BYTES));
        let from = reference.saturating_sub(DENIED_TOKENS);
        let again = |at: usize| stem(at).is_some_and(|denied| (from..first).any(|named| stem(named) == Some(denied)));
        // "it's not my order" speaks of another one.
        let any = |at: usize| {
            let before = self.skip_spaces_back(at).checked_sub(1).map_or("", |before| self.word(before));
            ANY.contains(&before) || REFUSALS.contains(&before)
        };
        let refused = |at: usize| {
            let sentence = |at: &usize| !matches!(self.sign(*at), Some("." | "!" | "?"));
            (at.saturating_sub(DENIED_TOKENS).max(end)..at)
                .rev()
                .take_while(sentence)
                .any(|at| REFUSALS.contains(&self.word(at)))
        };
        let until = (end + DENIAL_TOKENS).min(self.reading.tokens().len());
        (end..until).any(|at| again(at) && any(at) && refused(at))
    }

    /// Whether one is told to write or call "here", right before a number: what is named before that is not about the number,
    /// "la stanza, scrivimi qui 349…".
    pub(super) fn is_told_here(&self, reference: usize, first: usize) -> bool {
        const HERE: &[&str] = &["ici", "here", "aqui", "aca", "qui", "qua", "hier"];
        let here = self.skip_spaces_back(first).checked_sub(1).filter(|&at| HERE.contains(&self.word(at)));
        let told = |c| matches!(c, Class::Cue(Kind::Email | Kind::Phone | Kind::Handle));
        here.is_some_and(|here| (reference + 1..here).any(|at| self.reading.is(at, told)))
    }

    /// Whether a full stop belongs to the word before it: "réf.", "ordine n.".
    fn is_cut_short(&self, at: usize) -> bool {
        let names = |c| matches!(c, Class::Against(Against::Reference) | Class::Cue(Kind::Phone));
        self.sign(at + 1) == Some(".")
            && self.word(at).len() <= ABBREVIATION_BYTES_MAX
            && (self.word(at).len() <= 2 || self.reading.is(at, names))
    }

    fn exonerates(&self, lexeme: &Lexeme, first: usize) -> Option<Against> {
        let Class::Against(against) = lexeme.entry.class else { return None };
        if !self.reading.is_plausible(lexeme.entry) {
            return None;
        }
        let at = lexeme.first as usize;
        let long = self.reading.bytes(at, lexeme.end as usize).len() > 2
            || self.text()[self.reading.bytes(at, at + 1)].starts_with(['€', '$', '£']);
        // "numero di serie" is one though "numero" announces a phone.
        let leads = |c| matches!(c, Class::Cue(Kind::Phone) | Class::Filler | Class::AtWeak);
        let cue = self.reading.longest(at, leads).is_some_and(|l| l.end >= lexeme.end)
            // "area code": the word is part of what leads on.
            || self.ending_at(lexeme.end as usize, |c| c == Class::Filler).is_some_and(|l| l.first < lexeme.first);
        (lexeme.end as usize <= first && long && !cue).then_some(against)
    }

    /// What a unit right after a token says that a number is.
    pub(super) fn against_after(&self, end: usize) -> Option<Against> {
        let tokens = self.reading.tokens();
        let spaced = tokens.get(end).is_some_and(|t| t.kind == TokenKind::Space);
        let at = end + usize::from(spaced);
        let token = tokens.get(at)?;
        // "78 a partir de": a short unit counts only where it is glued to the number.
        if spaced && token.kind == TokenKind::Word && token.len() < 2 {
            return None;
        }
        self.reading.at(at).iter().filter(|l| self.reading.is_plausible(l.entry)).find_map(|l| match l.entry.class {
            Class::Against(against @ (Against::Price | Against::Measure | Against::Count)) => Some(against),
            _ => None,
        })
    }

    /// Whether a range of tokens is nearly all there is in the text.
    pub(super) fn alone(&self, first: usize, end: usize) -> bool {
        let bytes = self.reading.bytes(first, end);
        let outside = |part: &str| part.chars().filter(|c| c.is_alphanumeric()).take(ALONE_CHARS_MAX + 1).count();
        outside(&self.text()[..bytes.start]) + outside(&self.text()[bytes.end..]) <= ALONE_CHARS_MAX
    }

    /// Whether a language is the text's.
    pub(super) fn is_home(&self, languages: &[&str]) -> bool {
        if let Some(locale) = self.locale {
            return languages.iter().any(|l| locale.get(..2).is_some_and(|code| code.eq_ignore_ascii_case(l)));
        }
        let votes = self.reading.votes();
        let best = votes.iter().copied().max().unwrap_or(0);
        let mut codes = self
            .vocabulary
            .languages
            .iter()
            .zip(votes)
            .filter(|(_, v)| **v * 5 >= best * 4)
            .map(|(l, _)| l.code.as_str());
        best < crate::scan::read::VOTES_MIN || codes.any(|code| languages.contains(&code))
    }

    /// Whether the text, or who sent it, says in which language it is.
    pub(super) fn is_language_known(&self) -> bool {
        self.locale.is_some() || self.reading.votes().iter().any(|votes| *votes >= crate::scan::read::VOTES_MIN)
    }

    /// Whether an entry is of a language, by its code.
    pub(super) fn is_of(&self, entry: Entry, code: &str) -> bool {
        self.vocabulary.languages.get(usize::from(entry.language)).is_some_and(|l| l.code == code)
    }

    /// Whether a sign stands before a token, spaces between or not.
    pub(super) fn sign_before(&self, first: usize, sign: &str) -> bool {
        self.skip_spaces_back(first).checked_sub(1).is_some_and(|at| self.sign(at) == Some(sign))
    }

    /// The token of the bracket that a range closes but does not open, or `first`.
    pub(super) fn open_bracket_before(&self, first: usize, end: usize) -> usize {
        let tokens = &self.reading.tokens()[first..end];
        let count = |sign: &str| tokens.iter().filter(|t| t.text(self.text()) == sign).count();
        for (open, close) in [("(", ")"), ("[", "]"), ("{", "}")] {
            if count(close) > count(open) && first > 0 && self.sign(first - 1) == Some(open) {
                return first - 1;
            }
        }
        first
    }

    /// The longest lexeme of a class that ends right before a token.
    pub(super) fn ending_at(&self, end: usize, wanted: impl Fn(Class) -> bool) -> Option<Lexeme> {
        let from = end.saturating_sub(PHRASE_TOKENS_MAX);
        (from..end)
            .find_map(|at| self.reading.at(at).iter().find(|l| l.end as usize == end && wanted(l.entry.class)).copied())
    }

    /// Whether a token is an ordinary word of the lexicon: no name, no host.
    pub(super) fn is_ordinary(&self, token: usize) -> bool {
        self.reading.at(token).iter().any(|l| {
            l.end as usize == token + 1
                && self.reading.is_plausible(l.entry)
                && matches!(
                    l.entry.class,
                    Class::Common
                        | Class::Filler
                        | Class::Cue(_)
                        | Class::Against(_)
                        | Class::AtWeak
                        | Class::Negation
                        | Class::StreetType
                )
        })
    }

    /// Whether a token has a meaning in a language that the text could be in.
    pub(super) fn is_home_word(&self, token: usize) -> bool {
        self.reading.at(token).iter().any(|l| self.reading.is_plausible(l.entry))
    }

    /// Spaces skipped forwards from a token.
    #[inline]
    pub(super) fn skip_spaces(&self, at: usize) -> usize {
        at + usize::from(self.reading.tokens().get(at).is_some_and(|t| t.kind == TokenKind::Space))
    }

    /// Spaces and one comma skipped forwards: "arobase, gmail".
    pub(super) fn skip_comma(&self, at: usize) -> usize {
        let sign = self.skip_spaces(at);
        if self.sign(sign) == Some(",") { self.skip_spaces(sign + 1) } else { sign }
    }

    /// The same backwards.
    pub(super) fn skip_comma_back(&self, end: usize) -> usize {
        let sign = self.skip_spaces_back(end);
        if sign > 0 && self.sign(sign - 1) == Some(",") { self.skip_spaces_back(sign - 1) } else { sign }
    }

    /// Two digits or more that stand one by one, a space between ("8 0 1 3 3"), and one past them.
    pub(super) fn single_digits(&self, first: usize) -> Option<(String, usize)> {
        let single = |at: usize| self.is_digits(at) && self.word(at).len() == 1;
        if !(single(first) && single(self.skip_spaces(first + 1))) {
            return None;
        }
        let mut digits = String::new();
        let (mut at, mut end) = (first, first);
        while single(at) && digits.len() < SINGLE_DIGITS_MAX {
            digits.push_str(self.word(at));
            end = at + 1;
            at = self.skip_spaces(end);
            if at == end {
                break;
            }
        }
        (digits.len() > 1).then_some((digits, end))
    }

    /// A token's text; past the last token, nothing.
    #[inline]
    pub(super) fn word(&self, at: usize) -> &str {
        self.reading.tokens().get(at).map_or("", |t| t.text(self.text()))
    }

    /// Whether a token is letters.
    #[inline]
    pub(super) fn is_word(&self, at: usize) -> bool {
        self.reading.tokens().get(at).is_some_and(|t| t.kind == TokenKind::Word)
    }

    /// Whether a token is letters, the first of them large as it was written.
    pub(super) fn is_large(&self, at: usize) -> bool {
        self.is_word(at) && self.folded.is_upper(self.reading.tokens()[at].start as usize)
    }

    /// Whether what a token says is what figures are: a unit, a price, a count; no reference, and no farewell ("387, bis morgen").
    pub(super) fn is_unit(&self, at: usize) -> bool {
        let unit = |class| matches!(class, Class::Against(against) if against != Against::Reference);
        let lexemes = self.reading.at(at);
        lexemes.iter().any(|l| unit(l.entry.class) && self.reading.is_plausible(l.entry))
            && !lexemes.iter().any(|l| l.entry.class == Class::Common && l.end as usize > at + 1)
    }

    /// Whether a token is figures.
    #[inline]
    pub(super) fn is_digits(&self, at: usize) -> bool {
        self.reading.tokens().get(at).is_some_and(|t| t.kind == TokenKind::Digits)
    }

    /// Whether a token is a line's end.
    #[inline]
    pub(super) fn is_newline(&self, at: usize) -> bool {
        self.reading.tokens().get(at).is_some_and(|t| t.kind == TokenKind::Newline)
    }

    /// Spaces skipped backwards: one past the last token that is none.
    #[inline]
    pub(super) fn skip_spaces_back(&self, end: usize) -> usize {
        end - usize::from(end > 0 && self.reading.tokens()[end - 1].kind == TokenKind::Space)
    }

    /// The sign at a token, if it is one.
    #[inline]
    pub(super) fn sign(&self, at: usize) -> Option<&str> {
        let token = self.reading.tokens().get(at)?;
        matches!(token.kind, TokenKind::Sign | TokenKind::Hyphen).then(|| token.text(self.text()))
    }

    /// Whether a token is letters or digits.
    #[inline]
    pub(super) fn is_alphanumeric(&self, at: usize) -> bool {
        self.reading.tokens().get(at).is_some_and(|t| matches!(t.kind, TokenKind::Word | TokenKind::Digits))
    }
}

/// Digits that stand one by one at most: more are no postcode and no tag.
const SINGLE_DIGITS_MAX: usize = 6;

/// Tokens of the longest phrase: its words and what parts them.
const PHRASE_TOKENS_MAX: usize = 16;
