//! Documents of a dispute: attached in time and within a channel's limits, handed in once.

use super::*;

fn paper(kind: DocumentKind, bytes: u32) -> Document {
    Document {
        kind,
        media: Media::Pdf,
        bytes,
        sealed: ContentHash::from_bytes([6; 32]),
    }
}

fn attach(kind: DocumentKind, bytes: u32, at: Timestamp) -> Command {
    Command::AttachDocument {
        document: paper(kind, bytes),
        by: PERSON,
        at,
    }
}

fn attached(kind: DocumentKind, bytes: u32) -> Event {
    Event::DocumentAttached {
        dispute: DISPUTE,
        document: paper(kind, bytes),
        by: PERSON,
        at: at(),
    }
}

fn submitted() -> Event {
    Event::EvidenceSubmitted {
        by: PERSON,
        documents: vec![ContentHash::from_bytes([6; 32])],
        note: "sent".to_owned(),
        at: at(),
    }
}

fn handed_in() -> Event {
    Event::EvidenceHandedIn {
        dispute: DISPUTE,
        at: at(),
    }
}

#[test]
fn b21_papers_are_attached_until_evidence_counts_no_more() {
    let (kind, late) = (DocumentKind::Shipping, at().plus_days(7).plus_seconds(1));
    given::<Dispute>(&[opened()])
        .when(attach(kind, 1_000, at()))
        .then(&[attached(kind, 1_000)]);
    given::<Dispute>(&[])
        .when(attach(kind, 1, at()))
        .then_rejected(&Rejection::DisputeUnknown);
    let respond_by = at().plus_days(7);
    given::<Dispute>(&[opened()])
        .when(attach(kind, 1, late))
        .then_rejected(&Rejection::EvidenceTooLate { respond_by });
    given::<Dispute>(&[opened(), won()])
        .when(attach(kind, 1, at()))
        .then_rejected(&Rejection::DisputeOver);
    given::<Dispute>(&[opened(), submitted(), handed_in()])
        .when(attach(kind, 1, at()))
        .then_rejected(&Rejection::EvidenceHandedIn);
}

#[test]
fn b21_all_papers_together_stay_within_what_a_channel_takes() {
    let max = DOCUMENTS_BYTES_MAX;
    let too_large = Rejection::DocumentsTooLarge { max };
    let (one, other) = (DocumentKind::Receipt, DocumentKind::Service);
    given::<Dispute>(&[opened(), attached(one, max - 1)])
        .when(attach(other, 1, at()))
        .then(&[attached(other, 1)]);
    given::<Dispute>(&[opened(), attached(one, max - 1)])
        .when(attach(other, 2, at()))
        .then_rejected(&too_large);
    // One of the same kind takes the other's place.
    given::<Dispute>(&[opened(), attached(one, max - 1)])
        .when(attach(one, max, at()))
        .then(&[attached(one, max)]);
    given::<Dispute>(&[opened()])
        .when(attach(one, 0, at()))
        .then_rejected(&too_large);
}

#[test]
fn b21_the_channel_has_the_evidence_once() {
    let record = || Command::RecordHandedIn { at: at() };
    given::<Dispute>(&[opened(), submitted()])
        .when(record())
        .then(&[handed_in()]);
    given::<Dispute>(&[opened(), submitted(), handed_in()])
        .when(record())
        .then(&[]);
    given::<Dispute>(&[opened()])
        .when(record())
        .then_rejected(&Rejection::NothingSubmitted);
    given::<Dispute>(&[])
        .when(record())
        .then_rejected(&Rejection::DisputeUnknown);
    given::<Dispute>(&[opened(), submitted(), handed_in()])
        .when(submit(1, "more", at()))
        .then_rejected(&Rejection::EvidenceHandedIn);
}

#[test]
fn a_file_is_what_its_first_bytes_say() {
    assert_eq!(Media::of(b"%PDF-1.7\n"), Some(Media::Pdf));
    assert_eq!(Media::of(&[0xff, 0xd8, 0xff, 0xe0]), Some(Media::Jpeg));
    assert_eq!(Media::of(b"\x89PNG\r\n\x1a\n"), Some(Media::Png));
    for other in [b"".as_slice(), b"%PDF", b"<svg>", b"GIF89a", b"PK\x03\x04"] {
        assert_eq!(Media::of(other), None);
    }
}
