//! Certificates: issued once, issued anew, and none is ever lost.

use super::*;

fn other_lot(seed: u8) -> LotId {
    LotId::from_bytes([seed; 16])
}

fn reissue(number: &str, cause: ReissueCause, mixed_with: Vec<LotId>) -> Command {
    Command::ReissueCertificate {
        certificate: certificate(number),
        cause,
        mixed_with,
        at: at(2),
    }
}

fn replaced(before: &str, number: &str, cause: ReissueCause, mixed_with: Vec<LotId>) -> Event {
    Event::CertificateReplaced {
        replaced: before.into(),
        certificate: certificate(number),
        cause,
        mixed_with,
        at: at(2),
    }
}

#[test]
fn a_certificate_is_issued_once() {
    given::<Lot>(&[recorded(picked())])
        .when(issue(certificate("GZ-0001")))
        .then(&[issued()]);
    given::<Lot>(&[recorded(picked()), issued()])
        .when(issue(certificate("GZ-0002")))
        .then_rejected(&Rejection::CertificateExists {
            number: "GZ-0001".into(),
        });
}

#[test]
fn a_certificate_has_all_its_fields() {
    let long = || "长".repeat(81);
    let good = || certificate("GZ-0001");
    let wrong = [
        ("number", certificate(" ")),
        (
            "product",
            Certificate {
                product: long(),
                ..good()
            },
        ),
        (
            "origin",
            Certificate {
                origin: String::new(),
                ..good()
            },
        ),
        (
            "producer",
            Certificate {
                producer: long(),
                ..good()
            },
        ),
        (
            "contact",
            Certificate {
                contact: String::new(),
                ..good()
            },
        ),
    ];
    for (field, certificate) in wrong {
        given::<Lot>(&[recorded(picked())])
            .when(issue(certificate))
            .then_rejected(&Rejection::CertificateFieldInvalid { field });
    }
}

#[test]
fn after_mixing_another_certificate_stands_in_its_place() {
    let mixed = vec![other_lot(9), other_lot(8)];
    let sorted = vec![other_lot(8), other_lot(9)];
    let told = replaced("GZ-0001", "GZ-0007", ReissueCause::Mixed, sorted);
    given::<Lot>(&[recorded(picked()), issued()])
        .when(reissue("GZ-0007", ReissueCause::Mixed, mixed.clone()))
        .then(std::slice::from_ref(&told));
    given::<Lot>(&[recorded(picked()), issued(), told.clone()])
        .when(reissue("GZ-0007", ReissueCause::Mixed, mixed))
        .then(&[]);
    let state = fold::<Lot>(&[recorded(picked()), issued(), told]);
    assert_eq!(state.replaced, [certificate("GZ-0001")]);
    assert_eq!(state.certificate, Some(certificate("GZ-0007")));
}

#[test]
fn repacking_and_a_mistake_are_causes_without_other_lots() {
    for cause in [ReissueCause::Repacked, ReissueCause::Corrected] {
        given::<Lot>(&[recorded(picked()), issued()])
            .when(reissue("GZ-0002", cause, vec![]))
            .then(&[replaced("GZ-0001", "GZ-0002", cause, vec![])]);
        given::<Lot>(&[recorded(picked()), issued()])
            .when(reissue("GZ-0002", cause, vec![other_lot(9)]))
            .then_rejected(&Rejection::MixedLotsInvalid { max: 19 });
    }
}

#[test]
fn mixing_takes_1_to_19_other_lots_each_named_once() {
    let many = (10..30).map(other_lot).collect::<Vec<_>>();
    for wrong in [
        vec![],
        vec![other_lot(1)],
        vec![other_lot(9), other_lot(9)],
        many,
    ] {
        given::<Lot>(&[recorded(picked()), issued()])
            .when(reissue("GZ-0002", ReissueCause::Mixed, wrong))
            .then_rejected(&Rejection::MixedLotsInvalid { max: 19 });
    }
}

#[test]
fn there_is_nothing_to_replace_before_the_first() {
    given::<Lot>(&[recorded(picked())])
        .when(reissue("GZ-0002", ReissueCause::Corrected, vec![]))
        .then_rejected(&Rejection::CertificateMissing);
    given::<Lot>(&[])
        .when(reissue("GZ-0002", ReissueCause::Corrected, vec![]))
        .then_rejected(&Rejection::LotUnknown);
}

#[test]
fn a_number_stands_for_one_certificate_for_ever() {
    let history = [
        recorded(picked()),
        issued(),
        replaced("GZ-0001", "GZ-0002", ReissueCause::Corrected, vec![]),
    ];
    let same_number = Certificate {
        origin: "江西省赣州市寻乌县".into(),
        ..certificate("GZ-0002")
    };
    for (certificate, number) in [
        (certificate("GZ-0001"), "GZ-0001"),
        (same_number, "GZ-0002"),
    ] {
        given::<Lot>(&history)
            .when(Command::ReissueCertificate {
                certificate,
                cause: ReissueCause::Corrected,
                mixed_with: vec![],
                at: at(3),
            })
            .then_rejected(&Rejection::CertificateNumberUsed {
                number: number.into(),
            });
    }
}

#[test]
fn a_lot_that_was_never_picked_is_certified_by_nobody() {
    let withdrawn = Event::LotDeclaredErroneous {
        mistake: Mistake::DidNotOccur,
        reason: "数错了".into(),
        by: PersonId::from_bytes([4; 16]),
        at: at(1),
    };
    given::<Lot>(&[recorded(picked()), issued(), withdrawn])
        .when(reissue("GZ-0002", ReissueCause::Corrected, vec![]))
        .then_rejected(&Rejection::LotWithdrawn);
}

proptest! {
    /// Kept for six months and longer: whatever is asked of a lot, what was issued is still known.
    #[test]
    fn no_command_loses_a_certificate(asked in proptest::collection::vec((0_u8..6, 0_u8..4), 1..40)) {
        let mut history = vec![recorded(picked())];
        let mut issued: Vec<Certificate> = Vec::new();
        for (hour, (kind, number)) in asked.into_iter().enumerate() {
            let (number, hour) = (format!("GZ-000{number}"), i64::try_from(hour).unwrap());
            let command = match kind {
                0 => issue(certificate(&number)),
                1 => reissue(&number, ReissueCause::Corrected, vec![]),
                2 => reissue(&number, ReissueCause::Mixed, vec![other_lot(9)]),
                3 => allocate(vec![share(7, 1, 40_000)], hour),
                4 => Command::RecordLotLoss {
                    cause: SpoilCause::Rot,
                    grams: Grams(100),
                    by: PersonId::from_bytes([4; 16]),
                    at: at(hour),
                },
                _ => Command::CorrectHarvest {
                    right: None,
                    reason: "数错了".into(),
                    by: PersonId::from_bytes([4; 16]),
                    at: at(hour),
                    today: day(28),
                },
            };
            let Ok(events) = Lot::decide(&fold::<Lot>(&history), command) else { continue };
            for event in &events {
                if let Event::CertificateIssued { certificate, .. }
                | Event::CertificateReplaced { certificate, .. } = event {
                    issued.push(certificate.clone());
                }
            }
            history.extend(events);
            let state = fold::<Lot>(&history);
            let known: Vec<_> = state.replaced.iter().chain(&state.certificate).cloned().collect();
            prop_assert_eq!(&known, &issued);
        }
    }
}
