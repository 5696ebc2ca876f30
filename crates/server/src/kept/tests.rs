//! When a kept answer still holds, and who need not be sent it again.

use actix_web::{http::StatusCode, test::TestRequest};

use super::*;

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis).unwrap()
}

fn stand(reached: u64, erasures: u64) -> Stand {
    Stand {
        reached: GlobalPosition(reached),
        erasures,
    }
}

fn answer() -> Answer {
    Answer {
        body: Bytes::from_static(b"a tree"),
        etag: etag_of("a tree"),
        stand: stand(7, 1),
        drawn_at: at(1_000),
        until: Some(at(2_000)),
    }
}

#[test]
fn an_answer_holds_until_anything_it_came_from_moves() {
    let answer = answer();
    assert!(answer.holds(stand(7, 1), at(1_000)));
    assert!(answer.holds(stand(7, 1), at(1_999)));
    assert!(!answer.holds(stand(8, 1), at(1_000)), "the log went on");
    assert!(!answer.holds(stand(7, 2), at(1_000)), "somebody was erased");
    assert!(!answer.holds(stand(7, 1), at(2_000)), "the sale ended");
    assert!(
        !answer.holds(stand(7, 1), at(999)),
        "the clock was moved back"
    );
}

#[test]
fn who_has_the_answer_is_not_sent_it_again() {
    let answer = answer();
    let etag = answer.etag.to_str().unwrap().to_owned();
    let status = |shown: Option<&str>| {
        let req = shown.into_iter().fold(TestRequest::get(), |req, shown| {
            req.insert_header((header::IF_NONE_MATCH, shown))
        });
        let told = answer.unless_known(&req.to_http_request(), HttpResponse::Ok());
        assert!(told.headers().contains_key(header::ETAG));
        told.status()
    };
    for shown in [
        etag.clone(),
        format!("W/{etag}"),
        format!("\"x\", {etag}"),
        "*".to_owned(),
    ] {
        assert_eq!(status(Some(&shown)), StatusCode::NOT_MODIFIED, "{shown}");
    }
    for shown in [None, Some("\"x\""), Some("")] {
        assert_eq!(status(shown), StatusCode::OK, "{shown:?}");
    }
    assert_ne!(answer.etag, etag_of("another tree"));
}
