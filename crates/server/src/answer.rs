//! How good news looks: positions for read-your-writes, versions as ETags, pages with links, CSV files.

use std::fmt::Display;

use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::{StatusCode, header},
};
use app::{Done, LogNumber};
use eventlog::{Log, StreamName};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    limits::{PAGE_ITEMS_DEFAULT, PAGE_ITEMS_MAX},
    problem::Problem,
};

/// The header that carries a position, on commands' answers and on later reads.
pub(crate) const POSITION_HEADER: &str = "pomona-position";
/// Set when an idempotency key was used before and nothing was done now.
const REPLAYED_HEADER: &str = "idempotent-replayed";
/// Tells spreadsheets that a CSV file is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What every command without a new thing answers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DoneView {
    /// Send it back as `Pomona-Position` to read what this command wrote.
    pub(crate) position: String,
}

/// What a command answers that made a new thing.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MadeView {
    /// The new thing's id.
    pub(crate) id: String,
    /// Send it back as `Pomona-Position` to read what this command wrote.
    pub(crate) position: String,
}

/// The command is done: 200.
pub(crate) fn done(done: Done) -> HttpResponse {
    let view = DoneView {
        position: done.position.to_string(),
    };
    headed(StatusCode::OK, done).json(view)
}

/// The command made a new thing that is found at `location`: 201.
pub(crate) fn made(id: impl Display, location: &str, done: Done) -> HttpResponse {
    let view = MadeView {
        id: id.to_string(),
        position: done.position.to_string(),
    };
    headed(StatusCode::CREATED, done)
        .insert_header((header::LOCATION, location))
        .json(view)
}

/// The command is done and has more to tell.
pub(crate) fn told(status: StatusCode, done: Done, view: &impl Serialize) -> HttpResponse {
    headed(status, done).json(view)
}

fn headed(status: StatusCode, done: Done) -> HttpResponseBuilder {
    let mut answer = HttpResponse::build(status);
    answer.insert_header((POSITION_HEADER, done.position.to_string()));
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    if done.repeated {
        answer.insert_header((REPLAYED_HEADER, "true"));
    }
    answer
}

/// What was asked for.
pub(crate) fn json(view: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(view)
}

/// What was asked for, its JSON yet to be added.
pub(crate) fn json_headed() -> HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(header::ContentType::json())
        .insert_header((header::CACHE_CONTROL, "no-store"));
    answer
}

/// What was asked for, with the version to send back in `If-Match`.
pub(crate) fn versioned(version: LogNumber, view: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::ETAG, format!("\"{version}\"")))
        .json(view)
}

/// The version of a stream. Ask before the read models are asked and make them catch up between, so that the version
/// is never newer than what is shown with it.
pub(crate) fn version_of(log: &Log, category: &str, id: &str) -> LogNumber {
    let name = StreamName::new(category, id).ok();
    let version = name.and_then(|name| log.head(&name));
    LogNumber::new(version.map_or(0, |version| version.0), log.epoch())
}

/// Which page of a list is asked for.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub(crate) struct PageQuery {
    /// Where the page before ended: the `cursor` of its `next` link.
    pub(crate) cursor: Option<String>,
    /// How many items, at most 100.
    pub(crate) limit: Option<usize>,
}

impl PageQuery {
    /// How many items to give.
    pub(crate) fn limit(&self) -> Result<usize, Problem> {
        match self.limit {
            None => Ok(PAGE_ITEMS_DEFAULT),
            Some(limit @ 1..=PAGE_ITEMS_MAX) => Ok(limit),
            Some(_) => Err(Problem::query("limit", "out-of-range")),
        }
    }

    /// The cursor, read by `parse`.
    pub(crate) fn cursor<T>(
        &self,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Problem> {
        let malformed = || Problem::query("cursor", "malformed");
        self.cursor
            .as_deref()
            .map(|text| parse(text).ok_or_else(malformed))
            .transpose()
    }
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageView<T> {
    /// The items.
    pub(crate) items: Vec<T>,
    /// The cursor of the next page; absent on the last. The `Link` header has the whole address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
}

/// A page of a list; `next` is the cursor behind its last item, if there may be more.
pub(crate) fn page<T: Serialize>(
    req: &HttpRequest,
    items: Vec<T>,
    next: Option<String>,
) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    if let Some(cursor) = &next {
        answer.insert_header((
            header::LINK,
            format!("<{}>; rel=\"next\"", next_address(req, cursor)),
        ));
    }
    answer.json(PageView { items, next })
}

/// The same address with another cursor. Cursors are made of characters that need no escaping.
fn next_address(req: &HttpRequest, cursor: &str) -> String {
    let kept = req.query_string().split('&');
    let kept = kept.filter(|pair| {
        !pair.is_empty() && !pair.starts_with("cursor=") && !pair.starts_with("at=")
    });
    let mut query: Vec<_> = kept.map(str::to_owned).collect();
    query.push(format!("cursor={cursor}"));
    format!("{}?{}", req.path(), query.join("&"))
}

/// Whether the client asks for CSV.
pub(crate) fn wants_csv(req: &HttpRequest) -> bool {
    let accept = req
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    accept.is_some_and(|types| types.contains("text/csv"))
}

/// A CSV file that spreadsheets open: with a byte order mark, and with no cell that they would take for a formula.
pub(crate) fn csv<const N: usize>(
    file_name: &str,
    headings: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> HttpResponse {
    let mut text = String::from(BYTE_ORDER_MARK);
    write_row(&mut text, headings.iter().copied());
    for row in rows {
        write_row(&mut text, row.iter().map(String::as_str));
    }
    HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{file_name}\""),
        ))
        .body(text)
}

fn write_row<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&quoted(&harmless(cell)));
    }
    text.push_str("\r\n");
}

/// A cell that starts like a formula gets an apostrophe in front; a plain negative number does not need one.
fn harmless(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula && !is_plain_number(cell) {
        return format!("'{cell}");
    }
    cell.to_owned()
}

/// `-24.95`: digits, at most one point, and a minus in front.
fn is_plain_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all(whole) && all(decimals)
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::{body::to_bytes, test::TestRequest};

    #[actix_web::test]
    async fn a_csv_file_opens_in_a_spreadsheet_and_runs_nothing() {
        let rows =
            [["=1+1", "a,b"], ["-5", "说 \"好\""], ["-a", "@x"]].map(|row| row.map(str::to_owned));
        let answer = csv("x.csv", ["one", "two"], rows);
        let bytes = to_bytes(answer.into_body()).await.unwrap();
        let text = std::str::from_utf8(&bytes).unwrap();
        assert_eq!(
            text,
            "\u{feff}one,two\r\n'=1+1,\"a,b\"\r\n-5,\"说 \"\"好\"\"\"\r\n'-a,'@x\r\n"
        );
    }

    #[test]
    fn the_next_address_keeps_the_question() {
        let req = TestRequest::get()
            .uri("/api/v1/x?state=late&cursor=1&at=9&limit=2")
            .to_http_request();
        assert_eq!(
            next_address(&req, "7"),
            "/api/v1/x?state=late&limit=2&cursor=7"
        );
    }

    #[test]
    fn a_page_has_at_most_a_hundred_items() {
        let asked = |limit| {
            PageQuery {
                limit,
                cursor: None,
            }
            .limit()
            .map_err(|problem| problem.code)
        };
        assert_eq!(asked(None), Ok(50));
        assert_eq!(asked(Some(100)), Ok(100));
        assert_eq!(asked(Some(101)), Err("query-malformed"));
        assert_eq!(asked(Some(0)), Err("query-malformed"));
    }
}
