//! A tree's diary for readers of feeds, and its coming days for calendars: `GET /t/{code}/feed.atom` (RFC 4287),
//! `/t/{code}/feed.json` (JSON Feed 1.1), `/t/{code}/days.ics` (RFC 5545). They say what the tree's page says, no more:
//! no person, and what was declared wrong says so. All trees of one garden: `feed/garden.rs`.

pub(super) mod garden;

use actix_web::{HttpResponse, http::header, web::Path};
use askama::Template;
use kernel::Day;
use readmodels::{catalogue::CampaignStatus, tree_page::TreePage as Facts};
use serde_json::json;

use super::{
    names,
    tree::{diary, facts},
    view::{
        feed::{AtomFeed, FeedEntry},
        tree::DiaryEntry,
    },
    visit::Visit,
};
use crate::problem::Problem;

/// Most entries of a feed, the newest.
const ENTRIES_MAX: usize = 50;
/// How long a feed may be kept, in seconds: readers ask every few minutes at most.
const KEPT: &str = "public, max-age=300";
/// Longest line of a calendar, in bytes; longer ones go on in the next, after a space (RFC 5545, 3.1).
const LINE_BYTES_MAX: usize = 75;

/// A feed before it has a form.
struct Feed {
    title: String,
    author: String,
    /// Where people read the same.
    page: String,
    /// Where the feed is, but for the end of its name.
    own: String,
    /// Newest first.
    entries: Vec<FeedEntry>,
}

/// `GET /t/{code}/feed.atom`
pub(super) async fn atom(visit: Visit, code: Path<String>) -> Result<HttpResponse, Problem> {
    let feed = of_tree(&visit, &facts(&visit, &code)?);
    let own = format!("{}.atom", feed.own);
    as_atom(&visit, feed, own)
}

/// `GET /t/{code}/feed.json`
pub(super) async fn json_feed(visit: Visit, code: Path<String>) -> Result<HttpResponse, Problem> {
    let feed = of_tree(&visit, &facts(&visit, &code)?);
    let own = format!("{}.json", feed.own);
    Ok(as_json(&visit, feed, &own))
}

fn of_tree(visit: &Visit, facts: &Facts) -> Feed {
    let page = page_of(visit, facts);
    Feed {
        title: names::tree(visit.lang, &facts.tree),
        author: facts.tree.farm_name.clone(),
        own: format!("{page}/feed"),
        entries: entries(visit, facts),
        page,
    }
}

fn as_atom(visit: &Visit, feed: Feed, own: String) -> Result<HttpResponse, Problem> {
    let feed = AtomFeed {
        lang: visit.lang.tag(),
        title: feed.title,
        author: feed.author,
        updated: feed.entries.first().map_or_else(
            || names::when(visit.lang, visit.app().now()).machine,
            |entry| entry.at.clone(),
        ),
        own,
        page: feed.page,
        entries: feed.entries,
    };
    let text = feed.render().map_err(|error| Problem::undrawn(&error))?;
    Ok(sent("application/atom+xml; charset=utf-8", text))
}

fn as_json(visit: &Visit, feed: Feed, own: &str) -> HttpResponse {
    let items = feed.entries.into_iter().map(|entry| {
        json!({
            "id": entry.id, "url": entry.page, "title": entry.title, "content_text": entry.text,
            "date_published": entry.at, "image": entry.photo,
        })
    });
    let items: Vec<_> = items.map(without_nothing).collect();
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title, "language": visit.lang.tag(),
        "home_page_url": feed.page, "feed_url": own,
        "authors": [{ "name": feed.author }], "items": items,
    });
    sent("application/feed+json; charset=utf-8", feed.to_string())
}

/// An absent member is left out.
fn without_nothing(mut item: serde_json::Value) -> serde_json::Value {
    if let Some(fields) = item.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    item
}

/// `GET /t/{code}/days.ics`: until when the tree can be adopted, and when its fruit is sent.
pub(super) async fn days(visit: Visit, code: Path<String>) -> Result<HttpResponse, Problem> {
    let facts = facts(&visit, &code)?;
    let name = names::tree(visit.lang, &facts.tree);
    Ok(calendar(&visit, &name, &[facts]))
}

/// The coming days of some trees. The lines of a day that was told to several of them stand once.
fn calendar(visit: &Visit, title: &str, trees: &[Facts]) -> HttpResponse {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Pomona//tree//EN".to_owned(),
        format!("X-WR-CALNAME:{}", escaped(title)),
    ];
    for facts in trees {
        lines.extend(days_of(visit, facts));
    }
    lines.push("END:VCALENDAR".to_owned());
    let text: String = lines.iter().map(|line| folded(line)).collect();
    sent("text/calendar; charset=utf-8", text)
}

fn days_of(visit: &Visit, facts: &Facts) -> Vec<String> {
    let page = page_of(visit, facts);
    let stamp = visit.app().now().utc().format("%Y%m%dT%H%M%SZ").to_string();
    let name = names::tree(visit.lang, &facts.tree);
    let mut lines = Vec::new();
    let told = facts
        .offers
        .iter()
        .filter(|offer| offer.status != CampaignStatus::Draft);
    for offer in told {
        let (terms, campaign) = (&offer.terms, offer.campaign);
        let mut event = |what: &str, word: &str, from: Day, until: Day| {
            let summary = visit.text_with(word, "tree", &name);
            // The end of a whole day is the day after it.
            let end = until.plus_days(1).unwrap_or(until);
            lines.extend([
                "BEGIN:VEVENT".to_owned(),
                format!("UID:{campaign}-{}-{what}", facts.tree.tree),
                format!("DTSTAMP:{stamp}"),
                format!("DTSTART;VALUE=DATE:{}", from.date().format("%Y%m%d")),
                format!("DTEND;VALUE=DATE:{}", end.date().format("%Y%m%d")),
                format!("SUMMARY:{}", escaped(&summary)),
                format!("URL:{page}"),
                "END:VEVENT".to_owned(),
            ]);
        };
        let last = super::format::orchard_day(terms.sale_until.millis() - 1);
        event("sale", "feed-sale-ends", Day::from(last), Day::from(last));
        event(
            "fruit",
            "feed-fruit-comes",
            terms.ship_from,
            terms.ship_until,
        );
    }
    lines
}

/// Text in a calendar: what separates values is written with a backslash.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for one in text.chars() {
        match one {
            '\\' | ';' | ',' => safe.extend(['\\', one]),
            '\n' => safe.push_str("\\n"),
            other if other.is_control() => {}
            other => safe.push(other),
        }
    }
    safe
}

/// A line of a calendar with its end, in pieces that are short enough and never part a character.
fn folded(line: &str) -> String {
    let (mut folded, mut used) = (String::with_capacity(line.len() + 2), 0);
    for one in line.chars() {
        if used + one.len_utf8() > LINE_BYTES_MAX {
            folded.push_str("\r\n ");
            used = 1;
        }
        used += one.len_utf8();
        folded.push(one);
    }
    folded.push_str("\r\n");
    folded
}

fn page_of(visit: &Visit, facts: &Facts) -> String {
    let base = &visit.state().config.server.public_url;
    format!("{base}{}", names::tree_href(&facts.tree))
}

fn entries(visit: &Visit, facts: &Facts) -> Vec<FeedEntry> {
    let page = page_of(visit, facts);
    let base = &visit.state().config.server.public_url;
    let drawn = diary::draw(visit.lang, &facts.entries);
    let entries = drawn.into_iter().take(ENTRIES_MAX).map(|entry| {
        let photo = entry
            .photos
            .first()
            .map(|photo| format!("{base}{}", photo.card()));
        FeedEntry {
            id: format!("{page}#{}", entry.position),
            page: page.clone(),
            title: entry.title.clone(),
            at: entry.when.machine.clone(),
            text: text_of(&entry),
            photo,
        }
    });
    entries.collect()
}

/// What was said, and what was wrong with it.
fn text_of(entry: &DiaryEntry) -> String {
    let wrong = entry.wrong.as_ref();
    let said = wrong.map_or(String::new(), |wrong| {
        format!("{} {}", wrong.what, wrong.reason)
    });
    let parts = [said.as_str(), entry.note.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n")
}

fn sent(content_type: &'static str, body: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(content_type)
        .insert_header((header::CACHE_CONTROL, KEPT))
        .insert_header((header::VARY, "accept-language, cookie"))
        .body(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_a_calendar_is_short_and_never_parts_a_character() {
        let line = format!("SUMMARY:{}", "橙".repeat(60));
        let folded = folded(&line);
        assert!(folded.ends_with("\r\n"));
        assert!(
            folded
                .split("\r\n")
                .all(|piece| piece.len() <= LINE_BYTES_MAX)
        );
        assert_eq!(folded.replace("\r\n ", "").trim_end(), line);
    }

    #[test]
    fn text_cannot_end_a_property() {
        assert_eq!(escaped("a;b,c\\d\ne\rf"), "a\\;b\\,c\\\\d\\nef");
    }
}
