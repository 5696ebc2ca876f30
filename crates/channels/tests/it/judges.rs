//! Other people's libraries as judges: what we sign, they verify; what they sign, we verify; what was changed, both
//! refuse. `stripe`, `wechatpayv3` and `python-alipay-sdk` are installed once into a folder under cargo's target; without
//! Python or the network the tests say so, and fail only where `CHANNELS_JUDGES=required`.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

use channels::{
    Answer, Ask, Channel, Delivery, Error, Fact, PaymentState, Presentation, Scene, Step,
};
use serde_json::{Value, json};

use crate::keys::{
    KEY_ID, OURS, OURS_PUBLIC, SEAL, THEIRS, THEIRS_PUBLIC, WEBHOOK_SECRET, alipay, now, order,
    payment, refund_order, stripe, wechat,
};

/// Exactly these, with all that they need: a judge that changes under us is none.
const PACKAGES: [&str; 3] = [
    "stripe==16.1.0",
    "wechatpayv3==2.0.4",
    "python-alipay-sdk==3.4.0",
];

fn missing<T>(why: &str) -> Option<T> {
    let required = std::env::var_os("CHANNELS_JUDGES").is_some_and(|value| value == "required");
    assert!(!required, "the judges are required and not there: {why}");
    eprintln!("NOT JUDGED by other libraries: {why}");
    None
}

/// The folder with the libraries, installed if need be. Two test runs at once install twice and rename once.
fn libraries() -> Option<&'static Path> {
    static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();
    let install = || {
        let name = format!("judges-{}", PACKAGES.join("-").replace("==", "-"));
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if folder.is_dir() {
            return Some(folder);
        }
        let fresh = folder.with_extension(std::process::id().to_string());
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--target"]);
        let installed = pip.arg(&fresh).args(PACKAGES).output();
        match installed {
            Ok(installed) if installed.status.success() => {
                if std::fs::rename(&fresh, &folder).is_err() {
                    std::fs::remove_dir_all(&fresh).ok();
                }
                folder.is_dir().then_some(folder)
            }
            Ok(installed) => missing(&String::from_utf8_lossy(&installed.stderr)),
            Err(cause) => missing(&format!("python3: {cause}")),
        }
    };
    FOLDER.get_or_init(install).as_deref()
}

/// Asks a judge, `tests/judges/<name>.py`: JSON in, JSON out.
fn judge(name: &str, question: &Value) -> Option<Value> {
    let libraries = libraries()?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/judges/{name}.py"));
    let mut python = Command::new("python3")
        .arg(script)
        .env("PYTHONPATH", libraries)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 ran a moment ago");
    let mut input = python.stdin.take().expect("piped");
    input
        .write_all(question.to_string().as_bytes())
        .expect("the judge reads");
    drop(input);
    let said = python.wait_with_output().expect("the judge ends");
    assert!(said.status.success(), "the judge {name} failed");
    Some(serde_json::from_slice(&said.stdout).expect("the judge answers in JSON"))
}

fn sent(channel: &dyn Channel, ask: &Ask) -> Value {
    let Step::Send(request) = channel.ask(ask, now()).unwrap() else {
        panic!("a request");
    };
    json!({
        "method": request.method.as_str(),
        "url": request.url,
        "headers": request.headers.into_iter().collect::<std::collections::BTreeMap<_, _>>(),
        "body": String::from_utf8(request.body).unwrap(),
    })
}

fn delivery(said: &Value) -> Delivery {
    let headers = said["headers"].as_object().unwrap();
    let headers = headers
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()));
    Delivery {
        headers: headers.collect(),
        body: said["body"].as_str().unwrap().as_bytes().to_vec(),
    }
}

/// Whatever byte is changed, the channel must not believe it.
fn refuses_changes(channel: &dyn Channel, good: &Delivery) {
    for place in (0..good.body.len()).step_by(37) {
        let mut changed = good.clone();
        changed.body[place] ^= 1;
        assert!(channel.heard(&changed, now()).is_err(), "byte {place}");
    }
}

fn captured(fact: &Fact) -> (String, i64) {
    if let Fact::Payment(report) = fact
        && let PaymentState::Captured(capture) = &report.state
        && capture.payment == payment()
    {
        return (capture.transaction.clone(), capture.amount.minor);
    }
    panic!("{fact:?}");
}

#[test]
fn stripe_s_library_sends_what_we_send_and_signs_what_we_believe() {
    let channel = stripe("https://api.stripe.com");
    let question = json!({
        "start": sent(&channel, &Ask::Start(order(Scene::Phone))),
        "refund": sent(&channel, &Ask::Refund(refund_order("pi_1"))),
        "secret": WEBHOOK_SECRET, "payment": payment().to_string(),
    });
    let Some(said) = judge("stripe_judge", &question) else {
        return;
    };
    for name in ["start", "refund"] {
        assert_eq!(
            said[name]["fields"], said[name]["theirs"],
            "{name}: our fields and the library's"
        );
    }
    let good = delivery(&said["event"]);
    let notice = channel.heard(&good, now()).unwrap();
    assert_eq!(captured(&notice.fact), ("pi_1".to_owned(), 168_000));
    refuses_changes(&channel, &good);
    assert_eq!(
        said["ours"],
        json!({ "good": true, "changed": false, "old": false })
    );
}

#[test]
fn wechat_pay_s_library_verifies_what_we_sign_and_signs_what_we_believe() {
    let channel = wechat("https://api.mch.weixin.qq.com");
    let scene = Scene::WeChat {
        openid: "o-1".into(),
    };
    let start = Ask::Start(order(scene));
    let question = json!({
        "ours": OURS, "ours_public": OURS_PUBLIC, "theirs": THEIRS, "theirs_public": THEIRS_PUBLIC,
        "key_id": KEY_ID, "seal": SEAL, "payment": payment().to_string(), "mchid": "1900000001",
        "appid": "wx8888888888888888", "serial": "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C",
        "requests": [sent(&channel, &start), sent(&channel, &Ask::Refund(refund_order("4200001")))],
    });
    let Some(said) = judge("wechat_judge", &question) else {
        return;
    };
    assert_eq!(said["verified"], json!([true, true]), "our requests");
    assert_eq!(
        said["changed"],
        json!([false, false]),
        "our requests, changed"
    );
    let good = delivery(&said["callback"]);
    let notice = channel.heard(&good, now()).unwrap();
    assert_eq!(captured(&notice.fact), ("4200001".to_owned(), 168_000));
    refuses_changes(&channel, &good);
    assert_eq!(
        said["callback_read_by_library"],
        json!([true, false]),
        "good and changed"
    );
    let reply = delivery(&said["prepay"]);
    let reply = channels::HttpReply {
        status: 200,
        headers: reply.headers,
        body: reply.body,
    };
    let shown = channel.answer(&start, &reply, now()).unwrap();
    let Answer::Present(Presentation::JsApi(call)) = shown else {
        panic!("{shown:?}");
    };
    let mut question = question;
    question["call"] = serde_json::to_value(&call).unwrap();
    let said = judge("wechat_judge", &question).expect("it ran a moment ago");
    assert_eq!(
        said["call_signature"],
        json!(call.pay_sign),
        "the library signs the page's call alike"
    );
}

#[test]
fn alipay_s_library_verifies_what_we_sign_and_signs_what_we_believe() {
    let channel = alipay("https://openapi.alipay.com/gateway.do");
    let page = channel
        .ask(&Ask::Start(order(Scene::Desktop)), now())
        .unwrap();
    let Step::Done(Answer::Present(Presentation::Redirect { url, .. })) = page else {
        panic!("{page:?}");
    };
    let query = Ask::Payment(channels::PaymentHandle {
        payment: payment(),
        attempt: None,
    });
    let question = json!({
        "ours": OURS, "ours_public": OURS_PUBLIC, "theirs": THEIRS, "theirs_public": THEIRS_PUBLIC,
        "app_id": "2026000000000001", "seller_id": "2088000000000001", "payment": payment().to_string(),
        "forms": [
            url.split_once('?').unwrap().1,
            sent(&channel, &query)["body"], sent(&channel, &Ask::Refund(refund_order("2026112822")))["body"],
        ],
    });
    let Some(said) = judge("alipay_judge", &question) else {
        return;
    };
    assert_eq!(said["verified"], json!([true, true, true]), "our requests");
    assert_eq!(
        said["changed"],
        json!([false, false, false]),
        "our requests, changed"
    );
    assert_eq!(
        said["same_signature"],
        json!([true, true, true]),
        "the library signs the same fields alike"
    );
    let good = delivery(&said["notification"]);
    let notice = channel.heard(&good, now()).unwrap();
    assert_eq!(
        captured(&notice.fact),
        ("2026112822001400001".to_owned(), 168_000)
    );
    refuses_changes(&channel, &good);
    let reply = delivery(&said["reply"]);
    let mut reply = channels::HttpReply {
        status: 200,
        headers: reply.headers,
        body: reply.body,
    };
    let Ok(Answer::Payment(report)) = channel.answer(&query, &reply, now()) else {
        panic!("a report");
    };
    assert_eq!(captured(&Fact::Payment(report)).1, 168_000);
    let place = String::from_utf8_lossy(&reply.body)
        .find("1680.00")
        .unwrap();
    reply.body[place] = b'9';
    assert_eq!(
        channel.answer(&query, &reply, now()),
        Err(Error::SignatureWrong)
    );
}
