//! Letters as other programs read them, the pages that choose them, and a mail server of other people's making.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
};

use community::letter::Kind;
use readmodels::letters::LetterState;
use serde_json::Value;

use super::{
    adopting::{adopt, agree, hold},
    browser::{Browser, Form, Page},
    site::Site,
};

/// Exactly this mail server.
const SERVER: &str = "aiosmtpd==1.4.6";

fn judge() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judges/mail.py")
}

/// What Python's email package makes of a file.
fn read(file: &Path) -> Value {
    let output = Command::new("python3")
        .arg(judge())
        .arg("read")
        .arg(file)
        .output();
    let output = output.expect("python3 (tests/run installs it)");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("a line of JSON")
}

/// The letters in somebody's outbox, oldest first.
fn outbox(site: &Site) -> Vec<Value> {
    let mut files: Vec<PathBuf> = Vec::new();
    let people = std::fs::read_dir(site.data().join("outbox"))
        .into_iter()
        .flatten();
    for person in people.map(|entry| entry.expect("an entry").path()) {
        files.extend(
            std::fs::read_dir(person)
                .expect("a folder")
                .map(|entry| entry.expect("an entry").path()),
        );
    }
    files.iter().map(|file| read(file)).collect()
}

/// Waits until so many letters of a kind stand somewhere.
pub(super) async fn until(site: &Site, kind: Kind, state: LetterState, count: u64) {
    let mut moves = site.app.read().watch();
    loop {
        let counts = site.app.read().letter_counts().expect("counts");
        let found = counts
            .iter()
            .find(|row| (row.kind, row.state) == (kind, state));
        if found.is_some_and(|row| row.count >= count) {
            return;
        }
        moves.changed().await.expect("read models run");
    }
}

pub(super) async fn give(browser: &Browser, email: &str) -> Page {
    let form = browser.get("/account/letters").await.form("/account/email");
    browser.send(&form.with("email", email)).await
}

/// The address in a letter's text that leads to this page.
fn link(letter: &Value, page: &str) -> String {
    let text = letter["text"].as_str().expect("text");
    let line = text
        .lines()
        .find(|line| line.contains(page))
        .expect("a link");
    line.split_once("127.0.0.1:8080")
        .expect("our address")
        .1
        .to_owned()
}

async fn verified(site: &Site, browser: &Browser, email: &str) {
    assert_eq!(give(browser, email).await.status, 303);
    until(site, Kind::VerifyEmail, LetterState::Sent, 1).await;
    let letters = outbox(site);
    let to = |letter: &&Value| letter["to"].as_str().expect("to").contains(email);
    let letter = letters.iter().find(to).expect("a letter");
    let place = link(letter, "/account/email/verify");
    let form = site.visitor().get(&place).await.form(&place);
    assert_eq!(site.visitor().send(&form).await.status, 200);
    site.settle().await;
}

fn of<'a>(letters: &'a [Value], words: &str) -> &'a Value {
    let found = letters.iter().find(|one| {
        one["subject"]
            .as_str()
            .is_some_and(|subject| subject.contains(words))
    });
    found.unwrap_or_else(|| panic!("{words} in {letters:?}"))
}

pub(super) fn is_sound(letter: &Value) {
    assert_eq!(letter["defects"], serde_json::json!([]), "{letter}");
    assert_eq!(letter["header_defects"], serde_json::json!([]), "{letter}");
    assert_eq!(letter["charset"], "utf-8");
    assert_eq!(letter["bare_line_feeds"], 0);
    assert!(
        letter["longest_line"].as_u64().expect("a number") <= 998,
        "RFC 5322, 2.1.1"
    );
    assert_eq!(letter["auto"], "auto-generated");
    assert_eq!(letter["to_count"], 1);
    assert!(
        !letter["headers"]
            .as_array()
            .expect("names")
            .contains(&"bcc".into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_adopts_gets_letters_that_other_programs_read() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    assert_eq!(give(&buyer, "not an address").await.status, 422);
    verified(&site, &buyer, "xiaoman@example.cn").await;
    assert!(buyer.get("/account/letters?lang=en").await.says("verified"));
    adopt(&site, &buyer, 0).await;
    until(&site, Kind::AdoptionConfirmed, LetterState::Sent, 1).await;
    let letters = outbox(&site);
    letters.iter().for_each(is_sound);
    assert_eq!(letters.len(), 3);
    let held = of(&letters, "请付款");
    assert_eq!(held["language"], "zh-CN");
    assert!(held["text"].as_str().expect("text").contains("¥1,680"));
    assert_eq!(held["unsubscribe"], Value::Null, "a service message");
    let confirmed = of(&letters, "是您的了");
    assert_eq!(confirmed["attachments"][0]["type"], "application/pdf");
    assert_eq!(confirmed["attachments"][0]["begins"], "%PDF-");
    assert!(
        confirmed["html"]
            .as_str()
            .expect("html")
            .contains("/contract\"")
    );
    assert_eq!(confirmed["to"], "buyer <xiaoman@example.cn>");
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn d08_one_click_ends_news_for_who_only_has_the_letter() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    verified(&site, &buyer, "xiaoman@example.cn").await;
    adopt(&site, &buyer, 0).await;
    let form = buyer.get("/account/letters").await.form("/account/letters");
    let answer = buyer.send(&form.with("news", "yes")).await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    site.settle().await;
    site.photograph(0, "news").await;
    site.clock.advance_seconds(4 * 24 * 3_600);
    until(&site, Kind::News, LetterState::Sent, 1).await;
    let letters = outbox(&site);
    let news = of(&letters, "新照片");
    is_sound(news);
    assert_eq!(news["unsubscribe_post"], "List-Unsubscribe=One-Click");
    let place = news["unsubscribe"]
        .as_str()
        .expect("a header")
        .trim_matches(['<', '>']);
    let place = place
        .split_once("127.0.0.1:8080")
        .expect("our address")
        .1
        .to_owned();
    // A mail program sends exactly this, without cookies and without looking at the page (RFC 8058).
    let click = Form {
        action: place.clone(),
        fields: [("List-Unsubscribe".to_owned(), "One-Click".to_owned())].into(),
    };
    assert_eq!(site.visitor().send(&click).await.status, 200);
    site.settle().await;
    let page = buyer.get("/account/letters").await;
    assert!(
        !page.form("/account/letters").fields.contains_key("news"),
        "not ticked any more"
    );
    // Somebody who reads the page presses its button; pressing twice is no harm.
    let form = site.visitor().get(&place).await.form(&place);
    assert_eq!(site.visitor().send(&form).await.status, 200);
    let forged = place.replace("?t=", "?t=A");
    assert_eq!(site.visitor().get(&forged).await.status, 404);
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_cannot_add_a_header_or_a_reader() {
    let site = Site::open().await;
    let name = "\"x\" <evil@a.org>, 王 =?utf-8?q?b?=";
    site.person_named("trickster", name).await;
    let browser = site.signed_in("trickster").await;
    verified(&site, &browser, "trickster@example.cn").await;
    for letter in outbox(&site) {
        is_sound(&letter);
        assert_eq!(letter["to_name"], name.trim(), "the name is a name");
        assert!(
            !letter["html"].as_str().expect("html").contains("<evil"),
            "escaped"
        );
    }
    let refused = give(&browser, "a@b.cn\r\nBcc: evil@example.org").await;
    assert_eq!(refused.status, 422);
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_erased_leaves_no_letter_behind() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    verified(&site, &buyer, "xiaoman@example.cn").await;
    let adoption = adopt(&site, &buyer, 0).await;
    until(&site, Kind::AdoptionConfirmed, LetterState::Sent, 1).await;
    assert_eq!(outbox(&site).len(), 3);
    let with_name = site.contract_pdf(&buyer, &adoption).await;
    site.erase("buyer").await;
    // The next look of the post takes the folder away; a letter to somebody else proves that it looked.
    let other = site.signed_in("stranger").await;
    assert_eq!(give(&other, "other@example.cn").await.status, 303);
    until(&site, Kind::VerifyEmail, LetterState::Sent, 2).await;
    let left = outbox(&site);
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(with_name.starts_with(b"%PDF-"));
    site.close().await;
}

/// A mail server that runs until it is dropped.
pub(super) struct MailServer {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
    pub(super) port: u16,
}

impl MailServer {
    pub(super) fn start() -> Self {
        Self::start_with(&[])
    }

    /// With more words for the judge: how it is secured, and by which certificate.
    pub(super) fn start_with(how: &[&str]) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(SERVER.replace("==", "-"));
        if !folder.is_dir() {
            let fresh = folder.with_extension(std::process::id().to_string());
            let mut pip = Command::new("python3");
            pip.args(["-m", "pip", "install", "--quiet", "--target"]);
            let installed = pip
                .arg(&fresh)
                .arg(SERVER)
                .status()
                .expect("python3 with pip (tests/run installs it)");
            assert!(installed.success(), "{SERVER} from PyPI");
            if std::fs::rename(&fresh, &folder).is_err() {
                std::fs::remove_dir_all(&fresh).expect("two runs at once");
            }
        }
        let mut child = Command::new("python3")
            .arg(judge())
            .arg("serve")
            .args(how)
            .env("PYTHONPATH", folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let first = lines.next().expect("a line").expect("text");
        let port = first
            .strip_prefix("PORT ")
            .expect("a port")
            .parse()
            .expect("a number");
        Self { child, lines, port }
    }

    pub(super) fn next(&mut self) -> Value {
        let line = self.lines.next().expect("a message").expect("text");
        serde_json::from_str(&line).expect("JSON")
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        self.child.wait().ok();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_mail_server_takes_asks_for_later_and_refuses() {
    let mut server = MailServer::start();
    let port = server.port;
    let site = Site::open_with(|config| {
        config.letters.smtp_host = "127.0.0.1".into();
        config.letters.smtp_port = port;
        config.letters.smtp_security = server::config::Security::None;
        config.letters.from_address = "letters@pomona.example".into();
        config.letters.from_name = "圈橙".into();
    })
    .await;
    let buyer = site.signed_in("buyer").await;
    give(&buyer, "xiaoman@example.cn").await;
    until(&site, Kind::VerifyEmail, LetterState::Sent, 1).await;
    let letter = server.next();
    is_sound(&letter);
    assert_eq!(letter["from"], "圈橙 <letters@pomona.example>");
    assert_eq!(letter["sender"], "letters@pomona.example");
    assert_eq!(
        letter["recipients"],
        serde_json::json!(["xiaoman@example.cn"])
    );
    assert!(
        letter["message_id"]
            .as_str()
            .expect("an id")
            .ends_with("@pomona.example>")
    );

    let later = site.signed_in("stranger").await;
    give(&later, "later@example.cn").await;
    until(&site, Kind::VerifyEmail, LetterState::Waiting, 1).await;
    let operator = site.signed_in("operator").await;
    trouble(&site, "稍后", &operator).await;
    site.clock.advance_seconds(61);
    until(&site, Kind::VerifyEmail, LetterState::Sent, 2).await;
    assert_eq!(
        server.next()["recipients"],
        serde_json::json!(["later@example.cn"])
    );

    let nobody = site.signed_in("farmer").await;
    give(&nobody, "nobody@example.cn").await;
    until(&site, Kind::VerifyEmail, LetterState::GivenUp, 1).await;
    let log = operator.get("/operator/letters").await;
    assert!(
        log.says("拒收") && !log.says("nobody@example.cn"),
        "{}",
        log.words()
    );
    site.close().await;
}

/// Waits until the operator's page tells of a trouble in these words.
pub(super) async fn trouble(site: &Site, words: &str, operator: &Browser) {
    let mut moves = site.app.read().watch();
    while !operator.get("/operator/letters").await.says(words) {
        moves.changed().await.expect("read models run");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_copy_is_the_contract_that_was_accepted_and_stays_it() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let (adoption, nameplate) = hold(&site, &buyer, 0).await;
    let shown = buyer
        .get(&format!("/campaigns/{}/contract", site.campaign))
        .await;
    assert!(
        shown.says("预付式消费"),
        "the law is shown in full before purchase"
    );
    agree(&buyer, &adoption, &nameplate).await;
    let place = format!("/adoptions/{adoption}/contract");
    let copy = buyer.get(&place).await;
    assert!(
        copy.says("第一条") && copy.says("buyer") && copy.says("七日无理由退货"),
        "{}",
        copy.words()
    );
    let first = site.contract_pdf(&buyer, &adoption).await;
    // Set POMONA_PAGES_DIR to a folder to look at it.
    if let Some(folder) = std::env::var_os("POMONA_PAGES_DIR") {
        std::fs::write(Path::new(&folder).join("contract.pdf"), &first).expect("a writable folder");
    }
    let operator = site.signed_in("operator").await;
    let desk = format!("/operator/campaigns/{}/contract", site.campaign);
    let form = operator.get(&desk).await.form(&format!("{desk}/revise"));
    let form = form
        .with("contract_zh", "第一条。\n\n第二条改了。")
        .with("contract_en", "First.\n\nSecond, changed.");
    assert_eq!(operator.send(&form).await.status, 303);
    site.settle().await;
    let history = site
        .visitor()
        .get(&format!("/campaigns/{}/contract", site.campaign))
        .await;
    assert!(
        history.html.contains("<ins>第二条改了。</ins>")
            && history.html.contains("<del>第二条。</del>")
    );
    assert!(
        buyer.get(&place).await.says("第二条。"),
        "the copy is as it was"
    );
    assert_eq!(
        site.contract_pdf(&buyer, &adoption).await,
        first,
        "to the byte"
    );
    let stranger = site.signed_in("stranger").await;
    assert_eq!(stranger.get(&format!("{place}.pdf")).await.status, 404);
    site.close().await;
}
