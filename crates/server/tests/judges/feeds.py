"""What other people's readers make of our feeds and calendars.

`feeds.py KIND FILE` with KIND `atom` (feedparser), `json` (jsonschema, by the text of jsonfeed.org/version/1.1) or `ics`
(icalendar). Prints a line of JSON: how many entries, their titles, their ids; ends with an error where the file is wrong.
"""

import json
import sys

ITEM = {
    "type": "object",
    "required": ["id"],
    "anyOf": [{"required": ["content_text"]}, {"required": ["content_html"]}],
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "url": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "content_text": {"type": "string"},
        "image": {"type": "string", "format": "uri"},
        "date_published": {"type": "string", "format": "date-time"},
    },
}
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string"},
        "home_page_url": {"type": "string", "format": "uri"},
        "feed_url": {"type": "string", "format": "uri"},
        "language": {"type": "string"},
        "authors": {"type": "array", "items": {"type": "object", "required": ["name"]}},
        "items": {"type": "array", "items": ITEM},
    },
}


def atom(raw):
    import feedparser

    feed = feedparser.parse(raw)
    if feed.bozo or feed.version != "atom10":
        raise SystemExit(f"refused: {feed.version} {feed.get('bozo_exception')}")
    for wanted in ("id", "title", "updated_parsed", "author"):
        if not feed.feed.get(wanted):
            raise SystemExit(f"the feed has no {wanted}")
    for entry in feed.entries:
        if not (entry.get("id") and entry.get("title") and entry.get("updated_parsed")):
            raise SystemExit(f"an entry lacks something: {dict(entry)}")
    return [(entry.id, entry.title) for entry in feed.entries]


def json_feed(raw):
    import jsonschema

    feed = json.loads(raw)
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(JSON_FEED, format_checker=checker).validate(feed)
    return [(item["id"], item.get("title", "")) for item in feed["items"]]


def calendar(raw):
    from icalendar import Calendar

    read = Calendar.from_ical(raw)
    found = []
    for event in read.walk("VEVENT"):
        if event.errors or event["DTSTART"].dt >= event["DTEND"].dt:
            raise SystemExit(f"refused: {event.errors} {event['UID']}")
        found.append((str(event["UID"]), str(event["SUMMARY"])))
    if not read.get("PRODID") or read.get("VERSION") != "2.0":
        raise SystemExit("no PRODID or not version 2.0")
    return found


def main(kind, path):
    with open(path, "rb") as file:
        raw = file.read()
    found = {"atom": atom, "json": json_feed, "ics": calendar}[kind](raw)
    ids = [one for one, _ in found]
    if len(set(ids)) != len(ids):
        raise SystemExit("an id stands twice")
    print(json.dumps({"count": len(found), "titles": [title for _, title in found]}))


main(*sys.argv[1:])
