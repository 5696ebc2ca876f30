//! The session cookie: its name, its flags.

use actix_web::cookie::{Cookie, SameSite, time::Duration};

use crate::config::Config;

/// Name over HTTPS; the prefix makes browsers refuse it from subdomains and over plain HTTP.
const NAME_SECURE: &str = "__Host-pomona";
/// Name over plain HTTP, for a desk and a trusted network.
const NAME_PLAIN: &str = "pomona_session";

/// The name of the session cookie.
pub(crate) fn session_name(config: &Config) -> &'static str {
    if config.server.secure_cookies {
        NAME_SECURE
    } else {
        NAME_PLAIN
    }
}

/// A cookie that carries a session's secret.
pub(crate) fn session(config: &Config, secret: &str) -> Cookie<'static> {
    base(config, secret.to_owned())
        .max_age(Duration::days(config.accounts.session_days))
        .finish()
}

/// A cookie that takes the session away.
pub(crate) fn ended(config: &Config) -> Cookie<'static> {
    base(config, String::new()).max_age(Duration::ZERO).finish()
}

fn base(config: &Config, value: String) -> actix_web::cookie::CookieBuilder<'static> {
    Cookie::build(session_name(config), value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(config.server.secure_cookies)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_for_http_only_lax_and_bound_to_the_host() {
        let mut config = Config::default();
        let plain = session(&config, "s").to_string();
        assert_eq!(
            plain,
            "pomona_session=s; HttpOnly; SameSite=Lax; Path=/; Max-Age=2592000"
        );
        config.server.secure_cookies = true;
        let secure = session(&config, "s").to_string();
        assert!(
            secure.starts_with("__Host-pomona=s; ") && secure.contains("; Secure"),
            "{secure}"
        );
        assert!(!secure.contains("Domain"));
        assert!(ended(&config).to_string().contains("Max-Age=0"));
    }
}
