//! Evidence as files: uploaded, named, submitted.

use super::*;

const PDF: &[u8] = b"%PDF-1.7\r\n--not-the-boundary\r\n";

fn file(name: &str) -> EvidenceFile<'_> {
    EvidenceFile {
        key: "evidence-1",
        name,
        media_type: "application/pdf",
        content: PDF,
    }
}

#[test]
fn b21_a_file_is_uploaded_as_one_part_of_a_form() {
    let request = channel().ask_upload(file("shipping.pdf")).unwrap();
    assert_eq!(request.url, "https://files.stripe.com/v1/files");
    assert_eq!(header(&request, "idempotency-key"), "evidence-1");
    assert_eq!(header(&request, "authorization"), "Bearer sk_test_1");
    let kind = header(&request, "content-type");
    let boundary = kind.strip_prefix("multipart/form-data; boundary=").unwrap();
    let body = String::from_utf8(request.body.clone()).unwrap();
    let parts: Vec<&str> = body.split(&format!("--{boundary}")).collect();
    assert_eq!(parts.len(), 4, "before, purpose, file, after");
    assert!(parts[1].ends_with("name=\"purpose\"\r\n\r\ndispute_evidence\r\n"));
    assert!(parts[2].contains("name=\"file\"; filename=\"shipping.pdf\""));
    assert!(parts[2].contains("content-type: application/pdf\r\n\r\n%PDF-1.7"));
    assert_eq!(parts[3], "--\r\n");
    for name in ["", "a b.pdf", "a\".pdf", "../x", "a\r\nb"] {
        let refused = Err(Error::OrderInvalid { field: "name" });
        assert_eq!(channel().ask_upload(file(name)), refused, "{name}");
    }
    let content = format!("%PDF-1.7 {boundary}");
    let holds = EvidenceFile {
        content: content.as_bytes(),
        ..file("a.pdf")
    };
    let refused = Err(Error::OrderInvalid { field: "content" });
    assert_eq!(channel().ask_upload(holds), refused);
}

#[test]
fn b21_evidence_names_its_files_and_is_submitted_for_good() {
    let files = [
        (EvidenceField::Shipping, "file_1".to_owned()),
        (EvidenceField::Other, "file_2".to_owned()),
    ];
    let request = channel().ask_submit("dp_1", &files, "签收照片").unwrap();
    assert_eq!(request.url, "https://api.stripe.com/v1/disputes/dp_1");
    assert_eq!(header(&request, "idempotency-key"), "submit-dp_1");
    let fields = form::decode(std::str::from_utf8(&request.body).unwrap()).unwrap();
    let pairs: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let expected = [
        ("evidence[shipping_documentation]", "file_1"),
        ("evidence[uncategorized_file]", "file_2"),
        ("evidence[uncategorized_text]", "签收照片"),
        ("submit", "true"),
    ];
    assert_eq!(pairs, expected);
    for case in ["", "dp/../x", "dp 1"] {
        assert!(channel().ask_submit(case, &files, "").is_err(), "{case}");
    }
}

#[test]
fn b21_what_stripe_says_of_evidence_is_read() {
    let said = |body: Value| reply(200, &body.to_string());
    let named = said(json!({ "id": "file_1", "object": "file", "size": 9 }));
    assert_eq!(channel().uploaded(&named), Ok("file_1".to_owned()));
    assert!(channel().uploaded(&said(json!({ "id": "../x" }))).is_err());
    let dispute = said(json!({ "id": "dp_1", "status": "under_review" }));
    assert_eq!(channel().submitted("dp_1", &dispute), Ok(()));
    let other = Err(Error::NotOurs { field: "id" });
    assert_eq!(channel().submitted("dp_2", &dispute), other);
    let late = json!({ "error": { "code": "dispute_evidence_past_due" } });
    let refused = Err(Error::Refused {
        status: 400,
        code: "dispute_evidence_past_due".into(),
    });
    let late = reply(400, &late.to_string());
    assert_eq!(channel().submitted("dp_1", &late), refused);
}
