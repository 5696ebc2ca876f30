//! What every page has around its content: language, person, one-time keys, a short message.
//!
//! It knows how to speak (messages by key) and where it is; it knows nothing of any page's content.

use crate::web::assets;
use crate::web::i18n::Lang;
use fluent_bundle::FluentValue;
use uuid::Uuid;

/// The frame of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shell {
    /// The language of this answer.
    pub(crate) lang: Lang,
    /// Path and query of this page without `lang`, for the language switch and the current tab.
    pub(crate) path: String,
    /// Who is signed in, if anybody.
    pub(crate) person: Option<ShellPerson>,
    /// The token each form sends back to prove that it came from our page.
    pub(crate) csrf: String,
    /// Fresh for each drawn page; the key of each form is derived from it (see [`Shell::key`]).
    pub(crate) idempotency_key: String,
    /// One sentence about what just happened.
    pub(crate) flash: Option<Flash>,
}

/// The signed-in person as the header needs them.
#[derive(Clone, Debug)]
pub(crate) struct ShellPerson {
    /// The name they chose.
    pub(crate) display: String,
    /// May post from an orchard.
    pub(crate) is_farmer: bool,
    /// May pack.
    pub(crate) is_packer: bool,
    /// May run the shop.
    pub(crate) is_operator: bool,
    /// May look at how the shop is run.
    pub(crate) is_auditor: bool,
}

/// A short message after an action.
#[derive(Clone, Debug)]
pub(crate) struct Flash {
    /// Whether it is good news.
    pub(crate) good: bool,
    /// The finished sentence.
    pub(crate) text: String,
}

/// One link of the navigation.
#[derive(Debug)]
pub(crate) struct Tab {
    /// Where it leads.
    pub(crate) href: &'static str,
    /// Its finished word.
    pub(crate) label: String,
    /// Whether the page is in this part.
    pub(crate) current: bool,
}

impl Shell {
    /// The message of a key.
    pub(crate) fn t(&self, key: &str) -> String {
        self.lang.text(key)
    }

    /// The message of a key that counts: `$count`.
    pub(crate) fn t_count(&self, key: &str, count: impl Into<Count>) -> String {
        self.lang
            .text_with(key, &[("count", FluentValue::from(count.into().0))])
    }

    /// The message of a key with one named text.
    pub(crate) fn t_one(&self, key: &str, name: &str, value: impl AsRef<str>) -> String {
        self.lang
            .text_with(key, &[(name, FluentValue::from(value.as_ref()))])
    }

    /// The message of a key with two named texts.
    pub(crate) fn t_two(
        &self,
        key: &str,
        first: &str,
        first_value: impl AsRef<str>,
        second: &str,
        second_value: impl AsRef<str>,
    ) -> String {
        let first = (first, FluentValue::from(first_value.as_ref()));
        let second = (second, FluentValue::from(second_value.as_ref()));
        self.lang.text_with(key, &[first, second])
    }

    /// The address of an asset, with its version.
    pub(crate) fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// The idempotency key of one form of this page: a UUID derived from the page's key and the
    /// form's name, so that two forms of one page never share a key, and a double click does.
    pub(crate) fn key(&self, form: impl AsRef<str>) -> String {
        let name = format!("{}/{}", self.idempotency_key, form.as_ref());
        Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes()).to_string()
    }

    /// The address of this page in the other language.
    pub(crate) fn switch_href(&self) -> String {
        let path = if self.path.is_empty() {
            "/"
        } else {
            self.path.as_str()
        };
        let join = if path.contains('?') { '&' } else { '?' };
        format!("{path}{join}lang={}", self.lang.other().tag())
    }

    /// The sign-in address that returns here.
    pub(crate) fn sign_in_href(&self) -> String {
        if self.path.is_empty() || self.path == "/" || self.path.starts_with("/sign-") {
            return "/sign-in".to_owned();
        }
        format!("/sign-in?next={}", percent_encoded(&self.path))
    }

    /// The links of the header for this person.
    pub(crate) fn tabs(&self) -> Vec<Tab> {
        let mut tabs = vec![self.tab("/", self.t("nav-campaigns"))];
        let Some(person) = &self.person else {
            return tabs;
        };
        tabs.push(self.tab("/garden", self.t("nav-garden")));
        if person.is_farmer {
            tabs.push(self.tab("/today", self.t("nav-today")));
            tabs.push(self.tab("/harvest", self.t("nav-harvest")));
        }
        if person.is_packer {
            tabs.push(self.tab("/packing", self.t("nav-packing")));
        }
        if person.is_operator || person.is_auditor {
            tabs.push(self.tab("/operator", self.t("nav-operator")));
        }
        tabs
    }

    /// Whether the person may post from an orchard.
    pub(crate) fn is_farmer(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.is_farmer)
    }

    /// Whether the person may run the shop.
    pub(crate) fn is_operator(&self) -> bool {
        self.person
            .as_ref()
            .is_some_and(|person| person.is_operator)
    }

    fn tab(&self, href: &'static str, label: String) -> Tab {
        let path = self.path.split('?').next().unwrap_or("");
        let current = match href {
            "/" => path == "/" || path.starts_with("/campaigns"),
            "/garden" => path.starts_with("/garden") || path.starts_with("/adoptions"),
            other => path.starts_with(other),
        };
        Tab {
            href,
            label,
            current,
        }
    }
}

/// A number that a message counts. Templates hand over fields by reference, hence the two forms.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Count(i64);

impl From<&usize> for Count {
    fn from(count: &usize) -> Self {
        Self::from(*count)
    }
}

impl From<usize> for Count {
    fn from(count: usize) -> Self {
        Self(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

impl From<&i64> for Count {
    fn from(count: &i64) -> Self {
        Self(*count)
    }
}

impl From<i64> for Count {
    fn from(count: i64) -> Self {
        Self(count)
    }
}

/// RFC 3986 unreserved characters and the slash stay, every other byte becomes `%XX`.
pub(in crate::web) fn percent_encoded(text: &str) -> String {
    text.bytes()
        .fold(String::with_capacity(text.len()), |mut out, byte| {
            if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
                out.push(char::from(byte));
            } else {
                out.push_str(&format!("%{byte:02X}"));
            }
            out
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str) -> Shell {
        Shell {
            path: path.to_owned(),
            ..Shell::default()
        }
    }

    #[test]
    fn the_language_switch_keeps_the_path_and_query() {
        assert_eq!(at("").switch_href(), "/?lang=en");
        assert_eq!(at("/t/7F3K9Q2M").switch_href(), "/t/7F3K9Q2M?lang=en");
        let english = Shell {
            lang: Lang::En,
            ..at("/packing?code=A&x=1")
        };
        assert_eq!(english.switch_href(), "/packing?code=A&x=1&lang=zh-CN");
    }

    #[test]
    fn signing_in_returns_to_the_page_but_never_to_itself() {
        assert_eq!(
            at("/campaigns/c1?tree=甲").sign_in_href(),
            "/sign-in?next=/campaigns/c1%3Ftree%3D%E7%94%B2"
        );
        assert_eq!(at("/sign-in").sign_in_href(), "/sign-in");
    }

    #[test]
    fn forms_of_one_page_have_their_own_keys_and_a_redrawn_page_new_ones() {
        let page = Shell {
            idempotency_key: "a".to_owned(),
            ..Shell::default()
        };
        let again = Shell {
            idempotency_key: "b".to_owned(),
            ..Shell::default()
        };
        assert_eq!(page.key("hold"), page.key("hold"));
        assert_ne!(page.key("hold"), page.key("cancel"));
        assert_ne!(page.key("hold"), again.key("hold"));
    }

    #[test]
    fn each_role_sees_its_own_links() {
        let person = ShellPerson {
            display: "赖师傅".to_owned(),
            is_farmer: true,
            is_packer: false,
            is_operator: false,
            is_auditor: false,
        };
        let farmer = Shell {
            person: Some(person),
            ..at("/today?tree=x")
        };
        let hrefs: Vec<_> = farmer
            .tabs()
            .iter()
            .map(|tab| (tab.href, tab.current))
            .collect();
        let expected = [
            ("/", false),
            ("/garden", false),
            ("/today", true),
            ("/harvest", false),
        ];
        assert_eq!(hrefs, expected);
        assert_eq!(at("/").tabs().len(), 1);
    }
}
