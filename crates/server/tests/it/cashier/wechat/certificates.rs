//! WeChat Pay that still signs with certificates: they are fetched, opened, renewed before anybody notices, and the old one
//! is believed as long as both are valid. Payment inside WeChat, whose call a page hands over.

use channels::keys::{SigningKey, VerifyingKey};

use super::*;

const CERTIFICATES: [(&str, &str, &str); 2] = [
    (
        "5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
        super::super::THEIRS,
        include_str!("../../../../../channels/tests/keys/test-only-theirs.crt.pem"),
    ),
    (
        "5157F09EFDC096DE15EBE81A47057A7232F1B8E2",
        include_str!("../../../../../channels/tests/keys/test-only-theirs-next.pem"),
        include_str!("../../../../../channels/tests/keys/test-only-theirs-next.crt.pem"),
    ),
];

/// The channel's side: which certificates it tells, by which it signs, and until when each counts.
struct Platform {
    clock: Option<SettableClock>,
    told: Vec<(usize, String)>,
    signs: usize,
    /// Seals what it tells as our APIv3 key would.
    seal: &'static str,
}

impl Platform {
    fn signed(&self, by: usize, status: u16, body: String) -> Said {
        let Some(clock) = &self.clock else {
            return (503, vec![], String::new());
        };
        let timestamp = (clock.now().millis() / 1_000).to_string();
        let (serial, key, _) = CERTIFICATES[by];
        let key = SigningKey::read(&key.to_owned().into()).unwrap();
        let signature = key.sign(&format!("{timestamp}\nn0nce\n{body}\n"));
        let headers = [
            ("wechatpay-serial", serial.to_owned()),
            ("wechatpay-timestamp", timestamp),
            ("wechatpay-nonce", "n0nce".to_owned()),
            ("wechatpay-signature", signature),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value));
        (status, headers.into(), body)
    }

    fn reply(&self, heard: &Heard) -> Said {
        let good = |body: Value| self.signed(self.signs, 200, body.to_string());
        match heard.path.as_str() {
            "/v3/certificates" => {
                let told = self.told.iter().map(|(nth, until)| {
                    let (serial, _, pem) = CERTIFICATES[*nth];
                    let ciphertext = sealed(self.seal, b"certificate", pem);
                    json!({
                        "serial_no": serial, "effective_time": "2026-01-01T00:00:00+08:00",
                        "expire_time": until,
                        "encrypt_certificate": {
                            "algorithm": "AEAD_AES_256_GCM", "nonce": "nonce-of-12b",
                            "associated_data": "certificate", "ciphertext": ciphertext,
                        }
                    })
                });
                good(json!({ "data": told.collect::<Vec<_>>() }))
            }
            "/v3/pay/transactions/native" => {
                good(json!({ "code_url": "weixin://wxpay/bizpayurl?pr=test" }))
            }
            "/v3/pay/transactions/jsapi" => good(json!({ "prepay_id": "wx28100000" })),
            _ => {
                let code = json!({ "code": "ORDER_NOT_EXIST" }).to_string();
                self.signed(self.signs, 404, code)
            }
        }
    }
}

fn sealed(seal: &str, about: &[u8], plain: &str) -> String {
    let key = aead::UnboundKey::new(&aead::AES_256_GCM, seal.as_bytes()).unwrap();
    let mut bytes = plain.as_bytes().to_vec();
    let nonce = aead::Nonce::try_assume_unique_for_key(b"nonce-of-12b").unwrap();
    aead::LessSafeKey::new(key)
        .seal_in_place_append_tag(nonce, aead::Aad::from(about), &mut bytes)
        .unwrap();
    BASE64.encode(&bytes)
}

async fn open() -> (Shop, Vendor, Arc<Mutex<Platform>>) {
    let platform = Arc::new(Mutex::new(Platform {
        clock: None,
        told: vec![],
        signs: 0,
        seal: SEAL,
    }));
    let shared = Arc::clone(&platform);
    let vendor = Vendor::start(move |heard| shared.lock().unwrap().reply(heard));
    let shop = Shop::open(|config: &mut Config| {
        config.wechat_pay.app_id = APP.into();
        config.wechat_pay.merchant = MERCHANT.into();
        config.wechat_pay.certificate_serial = "1DDE55AD98ED71D6".into();
        config.wechat_pay.key_file = OURS.into();
        config.wechat_pay.seal_key = SEAL.into();
        config.wechat_pay.base = vendor.base.clone();
    })
    .await;
    let now = shop.server.app.now();
    {
        let mut platform = platform.lock().unwrap();
        platform.clock = Some(shop.server.clock.clone());
        platform.told = vec![(0, now.plus_days(2).to_string())];
    }
    (shop, vendor, platform)
}

/// What the channel tells when the payment was made, signed by one of its certificates.
fn told(shop: &Shop, platform: &Mutex<Platform>, by: usize) -> Delivery {
    let plain = trade(shop, 168_000).to_string();
    let body = json!({
        "id": "EV-1", "event_type": "TRANSACTION.SUCCESS",
        "resource": {
            "algorithm": "AEAD_AES_256_GCM", "nonce": "nonce-of-12b",
            "associated_data": "transaction", "ciphertext": sealed(SEAL, b"transaction", &plain)
        }
    });
    let platform = platform.lock().unwrap();
    let (_, headers, body) = platform.signed(by, 200, body.to_string());
    Delivery { headers, body }
}

#[tokio::test(flavor = "multi_thread")]
async fn certificates_are_renewed_and_the_old_one_counts_for_its_overlap() {
    let (shop, vendor, platform) = open().await;
    let fetched = || vendor.count(&["GET", "/v3/certificates"]);
    // The first question at the start got no answer; it is repeated after a minute at the earliest.
    shop.wait(61).await;
    let shown = shop.begin(CHANNEL, "qr-code").await.ok().json();
    assert_eq!(shown["qr_code"], "weixin://wxpay/bizpayurl?pr=test");
    let before = fetched();

    // The channel begins to sign with the next one. Whoever is not known is asked for, once a minute.
    let now = shop.server.app.now();
    {
        let mut platform = platform.lock().unwrap();
        platform.told.push((1, now.plus_days(365).to_string()));
        platform.signs = 1;
    }
    shop.wait(61).await;
    assert_eq!(shop.tell(CHANNEL, &told(&shop, &platform, 1)).await, 204);
    assert_eq!(shop.state().await, ("captured".into(), "confirmed".into()));
    assert!(fetched() > before, "the next one was fetched");
    let after = fetched();
    assert_eq!(shop.tell(CHANNEL, &told(&shop, &platform, 0)).await, 204);
    assert_eq!(fetched(), after, "both are known");

    // The overlap ends: the old one is believed no more, though the channel still tells it.
    shop.wait(3 * 86_400).await;
    assert_eq!(shop.tell(CHANNEL, &told(&shop, &platform, 0)).await, 403);
    assert_eq!(shop.tell(CHANNEL, &told(&shop, &platform, 1)).await, 204);
    assert!(fetched() > after, "and they are fetched daily");
    assert_eq!(shop.count("settlement.payment-captured"), 1);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn certificates_that_are_not_sealed_for_us_are_not_believed() {
    let (shop, _vendor, platform) = open().await;
    platform.lock().unwrap().seal = "fedcba9876543210fedcba9876543210";
    shop.wait(61).await;
    shop.begin(CHANNEL, "qr-code")
        .await
        .refused(409, "channel-refused");
    assert_eq!(shop.tell(CHANNEL, &told(&shop, &platform, 0)).await, 403);
    assert_eq!(shop.state().await.0, "awaited");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inside_wechat_a_page_is_handed_a_call_that_we_signed() {
    let (shop, vendor, _platform) = open().await;
    shop.wait(61).await;
    let path = format!("/api/v1/adoptions/{}/attempts", shop.adoption);
    let form = json!({ "channel": CHANNEL, "scene": "wechat", "openid": "o-of-the-buyer" });
    let begun = shop.buyer.post(&path, form).await.ok().json();
    let call = &begun["jsapi"];
    let text = |name: &str| call[name].as_str().unwrap().to_owned();
    assert_eq!(text("appId"), APP);
    assert_eq!(text("package"), "prepay_id=wx28100000");
    assert_eq!(text("signType"), "RSA");
    let message = ["appId", "timeStamp", "nonceStr", "package"].map(|name| text(name) + "\n");
    let ours = include_str!("../../../../../channels/tests/keys/test-only-ours.pub.pem");
    let ours = VerifyingKey::read(ours).unwrap();
    ours.verify(&message.concat(), &text("paySign")).unwrap();
    let changed = message.concat().replace("wx28100000", "wx28100001");
    assert!(ours.verify(&changed, &text("paySign")).is_err());
    let order = vendor
        .heard()
        .into_iter()
        .find(|heard| heard.path.ends_with("/jsapi"))
        .unwrap();
    let order: Value = serde_json::from_str(&order.body).unwrap();
    assert_eq!(order["payer"]["openid"], "o-of-the-buyer");
    assert_eq!(order["out_trade_no"], shop.payment.as_str());
    shop.close().await;
}
