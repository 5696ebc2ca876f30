//! Words for people: two languages, a folder of messages each, looked up by key.
//!
//! It knows nothing of pages, requests or rules: a key and its arguments go in, a sentence comes
//! out. A key that is missing is shown as itself; a test makes sure that this never happens.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

/// Simplified Chinese messages, compiled in.
pub(crate) const ZH_CN: &str = concat!(
    include_str!("../../locales/zh-CN/frame.ftl"),
    include_str!("../../locales/zh-CN/shop.ftl"),
    include_str!("../../locales/zh-CN/channels.ftl"),
    include_str!("../../locales/zh-CN/proofs.ftl"),
    include_str!("../../locales/zh-CN/provenance.ftl"),
    include_str!("../../locales/zh-CN/diary.ftl"),
    include_str!("../../locales/zh-CN/trace.ftl"),
    include_str!("../../locales/zh-CN/certificates.ftl"),
    include_str!("../../locales/zh-CN/life.ftl"),
    include_str!("../../locales/zh-CN/orchard.ftl"),
    include_str!("../../locales/zh-CN/register.ftl"),
    include_str!("../../locales/zh-CN/map.ftl"),
    include_str!("../../locales/zh-CN/offline.ftl"),
    include_str!("../../locales/zh-CN/loss.ftl"),
    include_str!("../../locales/zh-CN/fruit.ftl"),
    include_str!("../../locales/zh-CN/money.ftl"),
    include_str!("../../locales/zh-CN/fees.ftl"),
    include_str!("../../locales/zh-CN/operator.ftl"),
    include_str!("../../locales/zh-CN/contract.ftl"),
    include_str!("../../locales/zh-CN/letters.ftl"),
    include_str!("../../locales/zh-CN/words.ftl"),
    include_str!("../../locales/zh-CN/rejections.ftl"),
);
/// English messages, compiled in.
pub(crate) const EN: &str = concat!(
    include_str!("../../locales/en/frame.ftl"),
    include_str!("../../locales/en/shop.ftl"),
    include_str!("../../locales/en/channels.ftl"),
    include_str!("../../locales/en/proofs.ftl"),
    include_str!("../../locales/en/provenance.ftl"),
    include_str!("../../locales/en/diary.ftl"),
    include_str!("../../locales/en/trace.ftl"),
    include_str!("../../locales/en/certificates.ftl"),
    include_str!("../../locales/en/life.ftl"),
    include_str!("../../locales/en/orchard.ftl"),
    include_str!("../../locales/en/register.ftl"),
    include_str!("../../locales/en/map.ftl"),
    include_str!("../../locales/en/offline.ftl"),
    include_str!("../../locales/en/loss.ftl"),
    include_str!("../../locales/en/fruit.ftl"),
    include_str!("../../locales/en/money.ftl"),
    include_str!("../../locales/en/fees.ftl"),
    include_str!("../../locales/en/operator.ftl"),
    include_str!("../../locales/en/contract.ftl"),
    include_str!("../../locales/en/letters.ftl"),
    include_str!("../../locales/en/words.ftl"),
    include_str!("../../locales/en/rejections.ftl"),
);

type Bundle = FluentBundle<FluentResource>;

static ZH_CN_BUNDLE: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::ZhCn, ZH_CN));
static EN_BUNDLE: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::En, EN));

/// A language the pages speak. Chinese is the default: the orchards and most buyers are there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Lang {
    /// Simplified Chinese.
    #[default]
    ZhCn,
    /// English.
    En,
}

impl Lang {
    /// Every language, in the order of the switch.
    pub(crate) const ALL: [Self; 2] = [Self::ZhCn, Self::En];

    /// The BCP 47 tag for `lang=""` attributes, cookies and stored preferences.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// What the language calls itself.
    pub(crate) fn own_name(self) -> &'static str {
        match self {
            Self::ZhCn => "简体中文",
            Self::En => "English",
        }
    }

    /// The language of a tag such as `en`, `en-GB`, `zh` or `zh-Hans-CN`; nothing else is known.
    pub(crate) fn from_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::ZhCn),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The best language for an `Accept-Language` header. Order counts, weights do not: browsers
    /// send their list sorted, and with two languages a finer reading changes nothing.
    pub(crate) fn from_accept(header: &str) -> Option<Self> {
        header
            .split(',')
            .find_map(|part| Self::from_tag(part.split(';').next()?.trim()))
    }

    /// The language that the switch in the header offers.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::ZhCn => Self::En,
            Self::En => Self::ZhCn,
        }
    }

    /// The message of a key without arguments.
    pub(crate) fn text(self, key: &str) -> String {
        self.find(key, &FluentArgs::new())
            .unwrap_or_else(|| key.to_owned())
    }

    /// The message of a key with named arguments (text or numbers).
    pub(crate) fn text_with(self, key: &str, args: &[(&str, FluentValue<'_>)]) -> String {
        let mut named = FluentArgs::new();
        for (name, value) in args {
            named.set((*name).to_owned(), value.clone());
        }
        self.find(key, &named).unwrap_or_else(|| key.to_owned())
    }

    /// The word for a stored code, `family` being the first part of its key: the stage
    /// `colouring` is `stage-colouring`. A code without a word is shown as it is.
    pub(crate) fn word(self, family: &str, code: &str) -> String {
        self.known_word(family, code)
            .unwrap_or_else(|| code.to_owned())
    }

    /// Like [`Lang::word`], but tells when there is none.
    pub(crate) fn known_word(self, family: &str, code: &str) -> Option<String> {
        // Accounts are named `assets:channel:manual`; a key of a message holds no colon.
        let key = format!("{family}-{}", code.replace(':', "-"));
        self.find(&key, &FluentArgs::new())
    }

    fn find(self, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let bundle: &Bundle = match self {
            Self::ZhCn => &ZH_CN_BUNDLE,
            Self::En => &EN_BUNDLE,
        };
        let pattern = bundle.get_message(key)?.value()?;
        let mut faults = Vec::new();
        Some(
            bundle
                .format_pattern(pattern, Some(args), &mut faults)
                .into_owned(),
        )
    }
}

fn bundle(lang: Lang, source: &str) -> Bundle {
    // Faulty messages are skipped here and found by the test, which parses all of them strictly.
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(parsed, _)| parsed);
    // Both tags parse (tested); the undetermined language would only lose plural forms.
    let language: LanguageIdentifier = lang.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Isolation marks are for mixed writing directions; here they only break searching and tests.
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests;
