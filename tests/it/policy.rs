//! The policy: what counts, in which order, and how much goes out.

use std::borrow::Cow;

use vigie::kind::{Kind, Mode};
use vigie::message::{Severity, Texts};
use vigie::policy::{HITS_MAX, Policy, Settings, Thresholds, default_thresholds, mask};
use vigie::private::Private;
use vigie::scan::Finding;

fn finding(kind: Kind, start: usize, end: usize, confidence: u8) -> Finding {
    Finding {
        kind,
        detector: "test".into(),
        mode: Mode::Live,
        span: start..end,
        value: Private::new("+33639981234".to_owned()),
        confidence,
        disguises: Vec::new(),
        evidence: vec![Cow::Borrowed("test")],
    }
}

fn policy(settings: Settings) -> Policy {
    Policy::new(&settings, &default_thresholds())
}

#[test]
fn a_lone_mention_or_intent_flags_by_default() {
    for kind in Kind::ALL {
        let ruling = policy(Settings::default()).rule("whatsapp", None, &[finding(kind, 0, 8, 50)]).unwrap();
        let severity = if kind.is_contact() { Severity::Contact } else { Severity::Invitation };
        assert_eq!((ruling.severity, ruling.score, ruling.hits_total), (severity, 50, 1));
    }
    assert!(policy(Settings::default()).rule("whatsapp", None, &[finding(Kind::Phone, 0, 8, 49)]).is_none());
}

#[test]
fn thresholds_are_by_kind() {
    let policy = Policy::new(&Settings::default(), &Thresholds::from([(Kind::Phone, 0.9), (Kind::Url, 0.0)]));
    let rule = |finding| policy.rule("0123456789", None, &[finding]).is_some();
    assert!(!rule(finding(Kind::Phone, 0, 5, 89)));
    assert!(rule(finding(Kind::Phone, 0, 5, 90)));
    assert!(rule(finding(Kind::Url, 0, 5, 1)));
    assert!(!rule(finding(Kind::Email, 0, 5, 49)));
}

#[test]
fn the_stage_allows_contacts_but_neither_payments_nor_invitations() {
    let policy = policy(Settings { contact_allowed_stages: vec!["booked".to_owned()], ..Settings::default() });
    for kind in Kind::ALL {
        let rule = |stage| policy.rule("0123456789", stage, &[finding(kind, 0, 5, 90)]).is_some();
        let always = matches!(kind, Kind::Payment | Kind::Mention | Kind::Intent);
        assert_eq!(rule(Some("booked")), always, "{kind}");
        assert!(rule(Some("Booked")) && rule(Some("inquiry")) && rule(None), "{kind}");
    }
}

#[test]
fn shadow_findings_flag_nothing() {
    let shadow = Finding { mode: Mode::Shadow, ..finding(Kind::Phone, 0, 5, 100) };
    let policy = policy(Settings::default());
    assert!(policy.rule("0123456789", None, std::slice::from_ref(&shadow)).is_none());
    assert!(policy.counts(&shadow, None), "it is counted all the same");
    let ruling = policy.rule("0123456789", None, &[shadow, finding(Kind::Mention, 0, 3, 60)]).unwrap();
    assert_eq!((ruling.severity, ruling.score, ruling.hits.len()), (Severity::Invitation, 60, 1));
}

#[test]
fn hits_come_best_first_and_at_most_64() {
    let text = "x".repeat(200);
    let mut findings: Vec<Finding> = (0..100).map(|at| finding(Kind::Mention, at, at + 1, 60)).collect();
    findings.push(finding(Kind::Phone, 150, 160, 60));
    findings.push(finding(Kind::Url, 120, 130, 70));
    let ruling = policy(Settings::default()).rule(&text, None, &findings).unwrap();
    assert_eq!((ruling.hits.len(), ruling.hits_total, ruling.score), (HITS_MAX, 102, 70));
    let first: Vec<_> = ruling.hits.iter().take(3).map(|hit| (hit.kind, hit.start)).collect();
    assert_eq!(first, [(Kind::Url, 120), (Kind::Phone, 150), (Kind::Mention, 0)]);
    findings.reverse();
    assert_eq!(
        policy(Settings::default()).rule(&text, None, &findings).unwrap(),
        ruling,
        "the order of findings is nothing"
    );
}

#[test]
fn as_much_text_goes_out_as_configured() {
    let before = "é".repeat(50);
    let text = format!("{before}06 39 98 12 34 merci");
    let (start, end) = (100, 114);
    let hit = |flag_text| {
        let settings = Settings { flag_text, ..Settings::default() };
        policy(settings).rule(&text, None, &[finding(Kind::Phone, start, end, 90)]).unwrap().hits.remove(0)
    };
    let text_of = |text: &Option<Private<String>>| text.as_ref().map(|text| text.get().clone());

    let shown = hit(Texts::Text);
    assert_eq!(text_of(&shown.text).unwrap(), "06 39 98 12 34");
    assert_eq!(text_of(&shown.value).unwrap(), "+33639981234");
    assert_eq!((shown.excerpt, shown.excerpt_start), (None, None));

    let excerpt = hit(Texts::Excerpt);
    assert_eq!(text_of(&excerpt.excerpt).unwrap(), format!("{}06 39 98 12 34 merci", "é".repeat(40)));
    assert_eq!(excerpt.excerpt_start, Some(20));
    assert_eq!(text_of(&excerpt.text).unwrap(), "06 39 98 12 34");

    let masked = hit(Texts::Masked);
    assert_eq!(text_of(&masked.text).unwrap(), "0••••••••••••4");
    assert_eq!(text_of(&masked.value).unwrap(), "+••••••••••4");
    assert_eq!(masked.excerpt, None);

    let none = hit(Texts::None);
    assert_eq!((none.text, none.value, none.excerpt), (None, None, None));
    for hit in [shown.start..shown.end, masked.start..masked.end, none.start..none.end] {
        assert_eq!(hit, start..end, "offsets are always the text's own");
    }
}

#[test]
fn masks_leave_the_ends_only() {
    for (text, masked) in [("", ""), ("a", "•"), ("ab", "••"), ("abc", "a•c"), ("👋🏽é", "👋•é")] {
        assert_eq!(mask(text), masked);
    }
}
