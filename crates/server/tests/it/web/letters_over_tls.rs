//! Letters over TLS to a mail server of other people's making: from the first byte and after `STARTTLS`, with a password;
//! and servers that are not who they should be, which get no letter and no password. The certificates in `tests/tls/mail`
//! are for tests alone; their authority signed them until 2120, but for the one that expired in 2020.

use community::letter::Kind;
use readmodels::letters::LetterState;
use server::config::Security;

use super::{
    letters::{MailServer, give, is_sound, trouble, until},
    site::Site,
};

fn file(name: &str) -> String {
    format!("{}/tests/tls/mail/{name}.pem", env!("CARGO_MANIFEST_DIR"))
}

async fn site(server: &MailServer, security: Security, authorities: &str) -> Site {
    Site::open_with(|config| {
        let letters = &mut config.letters;
        letters.smtp_host = "127.0.0.1".into();
        letters.smtp_port = server.port;
        letters.smtp_security = security;
        letters.smtp_authorities_file = authorities.into();
        letters.smtp_user = "pomona".into();
        letters.smtp_password = Some("letters of June".into());
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_goes_over_tls_from_the_first_byte_and_after_starttls() {
    for (how, security) in [("tls", Security::Tls), ("starttls", Security::StartTls)] {
        let mut server = MailServer::start_with(&[how, &file("here")]);
        let site = site(&server, security, &file("authority")).await;
        let buyer = site.signed_in("buyer").await;
        give(&buyer, "xiaoman@example.cn").await;
        until(&site, Kind::VerifyEmail, LetterState::Sent, 1).await;
        let letter = server.next();
        is_sound(&letter);
        assert_eq!(letter["user"], "pomona", "{how}");
        let cipher = letter["cipher"].as_str().expect("it was encrypted");
        assert!(cipher.starts_with("TLSv1."), "{how}: {cipher}");
        site.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_who_it_should_be_gets_no_letter() {
    for (certificate, authorities) in [
        ("here", String::new()),
        ("elsewhere", file("authority")),
        ("expired", file("authority")),
    ] {
        for (how, security) in [("tls", Security::Tls), ("starttls", Security::StartTls)] {
            let server = MailServer::start_with(&[how, &file(certificate)]);
            let site = site(&server, security, &authorities).await;
            let buyer = site.signed_in("buyer").await;
            give(&buyer, "xiaoman@example.cn").await;
            let operator = site.signed_in("operator").await;
            trouble(&site, "邮件服务器没有回应", &operator).await;
            let counts = site.app.read().letter_counts().expect("counts");
            let sent = counts.iter().any(|row| row.state == LetterState::Sent);
            assert!(!sent, "{certificate} by {how}");
            site.close().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_starttls_gets_no_letter_in_clear() {
    let server = MailServer::start();
    let site = site(&server, Security::StartTls, &file("authority")).await;
    let buyer = site.signed_in("buyer").await;
    give(&buyer, "xiaoman@example.cn").await;
    let operator = site.signed_in("operator").await;
    trouble(&site, "邮件服务器没有回应", &operator).await;
    site.close().await;
}
