//! Photos in pieces and the observation that takes them, over HTTP: whatever is repeated, it is there once.

use community::member::Role;
use data_encoding::HEXLOWER;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    caller::{Caller, Reply, send},
    harness::TestServer,
    orchard_year::{Orchard, orchard, settled},
};

const PHOTO: &[u8] = include_bytes!("../../../photos/tests/it/fixtures/baseline-420.jpg");
const OTHER: &[u8] = include_bytes!("../../../photos/tests/it/fixtures/optimised-444.jpg");

fn upload_id(number: u8) -> String {
    let digits = format!("{number:02}").repeat(12);
    format!("upl_{digits}00")
}

fn observation_id(number: u8) -> String {
    let digits = format!("{number:02}").repeat(12);
    format!("obs_{digits}00")
}

fn hash(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

async fn announce(farmer: &Caller, upload: &str, photo: &[u8]) -> Reply {
    let request = farmer.request(Method::PUT, &format!("/api/v1/uploads/{upload}"));
    let form = json!({ "bytes": photo.len(), "sha256": hash(photo) });
    send(request.json(&form)).await
}

async fn piece(farmer: &Caller, upload: &str, offset: usize, bytes: &[u8]) -> Reply {
    let request = farmer.request(Method::PATCH, &format!("/api/v1/uploads/{upload}"));
    let request = request
        .header("content-type", "application/partial-upload")
        .header("upload-offset", offset.to_string());
    send(request.body(bytes.to_vec())).await
}

async fn upload(farmer: &Caller, number: u8, photo: &[u8]) -> Value {
    let upload = upload_id(number);
    announce(farmer, &upload, photo).await.ok();
    let middle = photo.len() / 2;
    piece(farmer, &upload, 0, &photo[..middle]).await.ok();
    let whole = piece(farmer, &upload, middle, &photo[middle..]).await.ok();
    assert_eq!(whole.header("upload-offset"), photo.len().to_string());
    json!({ "upload": upload, "sha256": hash(photo) })
}

fn form(code: &str, photos: &[Value]) -> Value {
    json!({
        "code": code, "stage": "growing", "note": "在树下", "captured_at": "2026-03-31T08:00:00Z",
        "place": { "lat_e7": 252_600_000, "lon_e7": 1_149_300_000 }, "device": "dev_1", "photos": photos
    })
}

async fn post(farmer: &Caller, observation: &str, form: &Value) -> Reply {
    let path = format!("/api/v1/observations/{observation}");
    let request = farmer.command(Method::PUT, observation, &path);
    farmer.noted(send(request.json(form)).await)
}

async fn farmer(server: &TestServer, year: &Orchard) -> Caller {
    let orchard = year.orchard.parse().unwrap();
    server.member("farmer", &[Role::Farmer { orchard }]).await.1
}

#[tokio::test(flavor = "multi_thread")]
async fn b40_an_observation_takes_its_photos_and_the_same_again_changes_nothing() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let farmer = farmer(&server, &year).await;
    let photos = [
        upload(&farmer, 1, PHOTO).await,
        upload(&farmer, 2, OTHER).await,
    ];
    let form = form(&year.trees[0].1, &photos);
    let first = post(&farmer, &observation_id(1), &form).await;
    assert_eq!(first.id(), observation_id(1));
    for _ in 0..2 {
        let again = post(&farmer, &observation_id(1), &form).await;
        assert_eq!(
            again.id(),
            observation_id(1),
            "the photos are gone, the answer is not"
        );
        assert_eq!(again.header("idempotent-replayed"), "true");
    }
    let gone = farmer
        .get(&format!("/api/v1/uploads/{}", upload_id(1)))
        .await;
    gone.refused(404, "not-found");
    settled(&server, first.header("pomona-position")).await;
    let path = format!("/api/v1/observations/{}", observation_id(1));
    let told = farmer.get(&path).await.ok().json();
    assert_eq!(told["photos"].as_array().unwrap().len(), 2);
    assert_eq!(told["captured_at"], "2026-03-31T08:00:00.000Z");
    let path = format!("/api/v1/observations?orchard={}", year.orchard);
    assert_eq!(
        farmer
            .get(&path)
            .await
            .ok()
            .json()
            .as_array()
            .unwrap()
            .len(),
        1,
        "once"
    );
    let empty = server.folder.path().join("uploads");
    for person in std::fs::read_dir(empty).unwrap() {
        let files = std::fs::read_dir(person.unwrap().path()).unwrap();
        assert_eq!(files.count(), 0, "nothing is left on the disk");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn d44_an_id_of_a_device_is_accepted_once() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let farmer = farmer(&server, &year).await;
    let photo = [upload(&farmer, 1, PHOTO).await];
    post(&farmer, &observation_id(1), &form(&year.trees[0].1, &photo))
        .await
        .ok();
    let other = [upload(&farmer, 2, OTHER).await];
    let path = format!("/api/v1/observations/{}", observation_id(1));
    let request = farmer.command(Method::PUT, "another-key", &path);
    let taken = send(request.json(&form(&year.trees[0].1, &other))).await;
    taken.refused(409, "observation-exists");
    let same_key = post(&farmer, &observation_id(1), &form(&year.trees[1].1, &other)).await;
    same_key.refused(422, "idempotency-key-reused");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_that_is_missing_or_cut_off_is_asked_for() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let farmer = farmer(&server, &year).await;
    let here = upload(&farmer, 1, PHOTO).await;
    let missing = json!({ "upload": upload_id(2), "sha256": hash(OTHER) });
    let form = form(&year.trees[0].1, &[here, missing]);
    post(&farmer, &observation_id(1), &form)
        .await
        .refused(409, "upload-missing");
    announce(&farmer, &upload_id(2), OTHER).await.ok();
    piece(&farmer, &upload_id(2), 0, &OTHER[..100]).await.ok();
    let told = post(&farmer, &observation_id(1), &form)
        .await
        .refused(409, "upload-unfinished");
    assert_eq!(
        told["facts"],
        json!({ "upload": upload_id(2), "offset": 100 })
    );
    piece(&farmer, &upload_id(2), 100, &OTHER[100..]).await.ok();
    post(&farmer, &observation_id(1), &form).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn pieces_that_do_not_fit_are_told_where_it_goes_on() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let farmer = farmer(&server, &year).await;
    let upload = upload_id(1);
    piece(&farmer, &upload, 0, b"x")
        .await
        .refused(404, "not-found");
    announce(&farmer, &upload, PHOTO).await.ok();
    piece(&farmer, &upload, 0, &PHOTO[..50]).await.ok();
    for offset in [0, 49, 51] {
        let told = piece(&farmer, &upload, offset, &PHOTO[..50]).await;
        let told = told.refused(409, "upload-offset-differs");
        assert_eq!(told["facts"]["offset"], 50);
        assert!(told["messages"]["en"].is_string() && told["messages"]["zh-CN"].is_string());
    }
    let too_long = piece(&farmer, &upload, 50, PHOTO).await;
    too_long.refused(422, "upload-too-long");
    let far_too_long = piece(&farmer, &upload, 50, &vec![0; (1 << 20) + 1]).await;
    far_too_long.refused(413, "too-large");
    let differs = announce(&farmer, &upload, OTHER).await;
    differs.refused(409, "upload-differs");
    let wrong = vec![0; PHOTO.len() - 50];
    piece(&farmer, &upload, 50, &wrong)
        .await
        .refused(422, "upload-hash-differs");
    let anew = announce(&farmer, &upload, PHOTO).await.ok().json();
    assert_eq!(anew["offset"], 0);
    let path = format!("/api/v1/uploads/{upload}");
    let bare = farmer.request(Method::PATCH, &path).body("x");
    send(bare).await.refused(415, "content-type-unsupported");
    let bare = farmer
        .request(Method::PATCH, &path)
        .header("content-type", "application/partial-upload");
    send(bare.body("x"))
        .await
        .refused(400, "upload-offset-missing");
    let head = send(farmer.request(Method::HEAD, &path)).await;
    assert_eq!(head.header("upload-offset"), "0");
    let ended = send(farmer.request(Method::DELETE, &path)).await;
    assert_eq!(ended.status, 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_are_for_those_who_photograph_and_nobody_sees_anothers() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let farmer = farmer(&server, &year).await;
    let (_, buyer) = server.member("buyer", &[]).await;
    announce(&buyer, &upload_id(1), PHOTO)
        .await
        .refused(403, "forbidden");
    announce(&server.visitor(), &upload_id(1), PHOTO)
        .await
        .refused(401, "not-signed-in");
    let photo = [upload(&farmer, 1, PHOTO).await];
    let path = format!("/api/v1/uploads/{}", upload_id(1));
    year.operator.get(&path).await.refused(404, "not-found");
    let stolen = post(
        &year.operator,
        &observation_id(2),
        &form(&year.trees[0].1, &photo),
    )
    .await;
    stolen.refused(409, "upload-missing");
    let elsewhere = post(&farmer, &observation_id(1), &form("10000001", &photo)).await;
    elsewhere.refused(404, "not-found");
    let huge = json!({ "bytes": 21 << 20, "sha256": hash(PHOTO) });
    let request = farmer.request(
        Method::PUT,
        "/api/v1/uploads/upl_00000000000000000000000000",
    );
    send(request.json(&huge)).await.refused(413, "too-large");
    for number in 2..=36 {
        announce(&farmer, &upload_id(number), PHOTO).await.ok();
    }
    let told = announce(&farmer, &upload_id(37), PHOTO)
        .await
        .refused(409, "uploads-too-many");
    assert_eq!(told["facts"]["max"], 36);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_picture_is_told_in_words_and_the_others_stay() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let farmer = farmer(&server, &year).await;
    let cut = &OTHER[..OTHER.len() / 2];
    let photos = [
        upload(&farmer, 1, PHOTO).await,
        upload(&farmer, 2, cut).await,
    ];
    let told = post(
        &farmer,
        &observation_id(1),
        &form(&year.trees[0].1, &photos),
    )
    .await;
    let told = told.refused(422, "photo-cut-off");
    assert_eq!(told["facts"]["index"], 1);
    assert!(
        told["messages"]["en"].as_str().unwrap().contains('2'),
        "{told}"
    );
    let stays = farmer
        .get(&format!("/api/v1/uploads/{}", upload_id(1)))
        .await;
    assert_eq!(stays.ok().json()["offset"], PHOTO.len());
    let gone = farmer
        .get(&format!("/api/v1/uploads/{}", upload_id(2)))
        .await;
    gone.refused(404, "not-found");
    let kept = form(&year.trees[0].1, &photos[..1]);
    post(&farmer, &observation_id(1), &kept).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_goes_on_after_a_restart() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let farmer = farmer(&server, &year).await;
    announce(&farmer, &upload_id(1), PHOTO).await.ok();
    piece(&farmer, &upload_id(1), 0, &PHOTO[..200]).await.ok();
    let folder = server.stop().await;
    let server = TestServer::start_in(folder, |_| ()).await;
    let farmer = farmer.at(server.address);
    let there = announce(&farmer, &upload_id(1), PHOTO).await.ok().json();
    assert_eq!(there["offset"], 200);
    piece(&farmer, &upload_id(1), 200, &PHOTO[200..]).await.ok();
    let photo = json!({ "upload": upload_id(1), "sha256": hash(PHOTO) });
    post(
        &farmer,
        &observation_id(1),
        &form(&year.trees[0].1, &[photo]),
    )
    .await
    .ok();
}
