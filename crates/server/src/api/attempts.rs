//! Beginning to pay by a channel, for programs: the same as the page, with what the buyer pays with as JSON.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use app::Done;
use channels::{Presentation, Scene};
use community::member::Locale;
use kernel::AdoptionId;
use serde::{Deserialize, Serialize};
use settlement::payment::{Channel, Opened};
use utoipa::ToSchema;

use super::Answer;
use crate::{
    answer,
    auth::Wish,
    state::State,
    web::{begin_to_pay, begin_to_pay_part, i18n::Lang},
};

/// By which way, and where the buyer is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AttemptForm {
    /// `wechat-pay`, `alipay`, `stripe` or `sandbox`: one that is on.
    #[schema(value_type = String, example = "alipay")]
    channel: Channel,
    /// `desktop`, `phone`, `qr-code`, or `wechat` together with `openid`.
    #[schema(value_type = String, example = "phone")]
    scene: SceneWord,
    /// WeChat's name for the buyer in our account.
    openid: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum SceneWord {
    Desktop,
    Phone,
    QrCode,
    Wechat,
}

/// What the buyer pays with: one of the three.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct AttemptView {
    /// The payment.
    payment: String,
    /// The address of the channel's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect: Option<String>,
    /// A text to be drawn as a QR code.
    #[serde(skip_serializing_if = "Option::is_none")]
    qr_code: Option<String>,
    /// The arguments of `getBrandWCPayRequest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    jsapi: Option<serde_json::Value>,
    /// When the hold ends; an attempt does not prolong it.
    expires_at: String,
}

/// `POST /api/v1/adoptions/{adoption}/attempts`
pub(crate) async fn begin(
    state: Data<State>,
    adoption: Path<AdoptionId>,
    wish: Wish<AttemptForm>,
) -> Answer {
    let Wish { who, intent, form } = wish;
    let (buyer, lang) = (who.identity.buyer(), lang_of(who.identity.locale()));
    let (channel, scene) = form.read();
    let wanted = (*adoption, channel, scene);
    let begun = begin_to_pay(&state, &buyer, &intent, wanted, lang).await?;
    Ok(told(begun))
}

/// `POST /api/v1/groups/{secret}/parts/{number}/attempts`
pub(crate) async fn begin_part(
    state: Data<State>,
    part: Path<(String, u8)>,
    wish: Wish<AttemptForm>,
) -> Answer {
    let Wish { who, intent, form } = wish;
    let (buyer, lang) = (who.identity.buyer(), lang_of(who.identity.locale()));
    let (channel, scene) = form.read();
    let wanted = ((part.0.as_str(), part.1), channel, scene);
    let begun = begin_to_pay_part(&state, &buyer, &intent, wanted, lang).await?;
    Ok(told(begun))
}

const fn lang_of(locale: Locale) -> Lang {
    match locale {
        Locale::ZhCn => Lang::ZhCn,
        Locale::En => Lang::En,
    }
}

impl AttemptForm {
    fn read(self) -> (Channel, Scene) {
        let scene = match self.scene {
            SceneWord::Desktop => Scene::Desktop,
            SceneWord::Phone => Scene::Phone,
            SceneWord::QrCode => Scene::QrCode,
            SceneWord::Wechat => Scene::WeChat {
                openid: self.openid.unwrap_or_default(),
            },
        };
        (self.channel, scene)
    }
}

fn told((opened, shown, done): (Opened, Presentation, Done)) -> HttpResponse {
    let view = AttemptView {
        payment: opened.payment.to_string(),
        expires_at: opened.expires_at.to_string(),
        ..AttemptView::default()
    };
    let view = match shown {
        Presentation::Redirect { url, .. } => AttemptView {
            redirect: Some(url),
            ..view
        },
        Presentation::QrCode { text } => AttemptView {
            qr_code: Some(text),
            ..view
        },
        Presentation::JsApi(call) => AttemptView {
            jsapi: serde_json::to_value(call).ok(),
            ..view
        },
    };
    answer::told(StatusCode::OK, done, &view)
}
