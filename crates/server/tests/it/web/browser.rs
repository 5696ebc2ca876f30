//! A browser without scripts: cookies, pages, forms. It follows no redirect by itself, so that tests see them.

use std::collections::BTreeMap;

use reqwest::{Client, StatusCode, header, multipart, redirect::Policy};

/// One person's browser.
pub(crate) struct Browser {
    client: Client,
    base: String,
}

/// What came back.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    /// Where it sends on to; empty when it does not.
    pub(crate) location: String,
    pub(crate) html: String,
    pub(crate) headers: header::HeaderMap,
}

/// The fields of a form as the page sent them.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) fields: BTreeMap<String, String>,
}

impl Browser {
    pub(crate) fn new(base: &str) -> Self {
        let client = Client::builder()
            .cookie_store(true)
            .redirect(Policy::none());
        Self {
            client: client.build().expect("a client"),
            base: base.to_owned(),
        }
    }

    /// Looks at a page.
    pub(crate) async fn get(&self, path: &str) -> Page {
        read(self.client.get(format!("{}{path}", self.base))).await
    }

    /// Takes a file.
    pub(crate) async fn file(&self, path: &str) -> Vec<u8> {
        let answer = self
            .client
            .get(format!("{}{path}", self.base))
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.bytes().await.expect("bytes").to_vec()
    }

    /// Looks at a page with a header.
    pub(crate) async fn get_with(&self, path: &str, name: &str, value: &str) -> Page {
        read(
            self.client
                .get(format!("{}{path}", self.base))
                .header(name, value),
        )
        .await
    }

    /// Sends a form.
    pub(crate) async fn send(&self, form: &Form) -> Page {
        self.send_with(form, &[]).await
    }

    /// Sends a form with headers.
    pub(crate) async fn send_with(&self, form: &Form, headers: &[(&str, &str)]) -> Page {
        let body: Vec<_> = form
            .fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        let mut request = self
            .client
            .post(format!("{}{}", self.base, form.action))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body.join("&"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        read(request).await
    }

    /// Sends a multipart form with files.
    pub(crate) async fn upload(
        &self,
        form: &Form,
        field: &'static str,
        files: &[Vec<u8>],
        accept: &str,
    ) -> Page {
        let mut parts = multipart::Form::new();
        for (name, value) in &form.fields {
            parts = parts.text(name.clone(), value.clone());
        }
        for file in files {
            parts = parts.part(
                field,
                multipart::Part::bytes(file.clone()).file_name("photo"),
            );
        }
        let request = self.client.post(format!("{}{}", self.base, form.action));
        read(request.header(header::ACCEPT, accept).multipart(parts)).await
    }

    /// Sends a form and looks at the page it leads to.
    pub(crate) async fn submit(&self, form: &Form) -> Page {
        let answer = self.send(form).await;
        assert_eq!(
            answer.status,
            StatusCode::SEE_OTHER,
            "{}: {}",
            form.action,
            answer.words()
        );
        self.get(&answer.location).await
    }
}

async fn read(request: reqwest::RequestBuilder) -> Page {
    let answer = request.send().await.expect("an answer");
    let headers = answer.headers().clone();
    let location = headers
        .get(header::LOCATION)
        .and_then(|value| value.to_str().ok());
    Page {
        status: answer.status(),
        location: location.unwrap_or_default().to_owned(),
        headers: headers.clone(),
        html: answer.text().await.expect("text"),
    }
}

impl Page {
    /// The form that is sent to `action`, with the values that are in it.
    pub(crate) fn form(&self, action: &str) -> Form {
        let start = self.html.find(&format!("action=\"{action}\""));
        let start = start.unwrap_or_else(|| panic!("no form for {action} in: {}", self.words()));
        let rest = &self.html[start..];
        let body = &rest[..rest.find("</form>").expect("an end")];
        let mut fields = BTreeMap::new();
        for tag in body.split('<').filter(|tag| tag.starts_with("input")) {
            let unticked = tag.contains("type=\"checkbox\"") && !tag.contains(" checked");
            if let Some(name) = attribute(tag, "name")
                && !unticked
                && attribute(tag, "type").as_deref() != Some("file")
            {
                fields.insert(name, attribute(tag, "value").unwrap_or_default());
            }
        }
        for (name, value) in selects(body).chain(areas(body)) {
            fields.insert(name, value);
        }
        Form {
            action: action.to_owned(),
            fields,
        }
    }

    /// Where its links lead.
    pub(crate) fn links(&self) -> Vec<String> {
        let tags = self.html.split('<').filter(|tag| tag.starts_with("a "));
        tags.filter_map(|tag| attribute(tag, "href")).collect()
    }

    /// Where its forms are sent.
    pub(crate) fn actions(&self) -> Vec<String> {
        let tags = self.html.split('<').filter(|tag| tag.starts_with("form "));
        tags.filter_map(|tag| attribute(tag, "action")).collect()
    }

    /// The text a person reads, without tags.
    pub(crate) fn words(&self) -> String {
        let body = self
            .html
            .find("<body")
            .map_or(self.html.as_str(), |start| &self.html[start..]);
        let texts = body
            .split('<')
            .filter_map(|part| part.split_once('>').map(|(_, text)| text));
        unescaped(&texts.collect::<Vec<_>>().join(" "))
    }

    /// Whether a person reads this somewhere.
    pub(crate) fn says(&self, words: &str) -> bool {
        self.words().contains(words)
    }

    /// The value of a field of a form.
    pub(crate) fn value(&self, action: &str, field: &str) -> String {
        self.form(action)
            .fields
            .get(field)
            .cloned()
            .unwrap_or_default()
    }
}

impl Form {
    /// The form with a field filled in.
    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.fields.insert(name.to_owned(), value.into());
        self
    }
}

fn selects(body: &str) -> impl Iterator<Item = (String, String)> {
    body.split("<select").skip(1).filter_map(|select| {
        let name = attribute(select, "name")?;
        let select = select.split("</select>").next()?;
        let options: Vec<_> = select.split("<option").skip(1).collect();
        let chosen = options.iter().find(|option| option.contains(" selected"));
        let value = attribute(chosen.or(options.first())?, "value")?;
        Some((name, value))
    })
}

fn areas(body: &str) -> impl Iterator<Item = (String, String)> {
    body.split("<textarea").skip(1).filter_map(|area| {
        let name = attribute(area, "name")?;
        let (_, text) = area.split_once('>')?;
        Some((name, unescaped(text.split("</textarea>").next()?)))
    })
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = tag.split('>').next()?;
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(unescaped(rest.split('"').next()?))
}

fn unescaped(text: &str) -> String {
    let pairs = [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
    ];
    pairs
        .iter()
        .fold(text.to_owned(), |text, (escaped, plain)| {
            text.replace(escaped, plain)
        })
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}
