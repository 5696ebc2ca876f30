//! Both languages say everything that pages ask for, with the same arguments, and nothing else.

use super::{EN, Lang, ZH_CN};
use fluent_bundle::FluentResource;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// First parts of keys that are looked up by a stored code (`Lang::word`), not by name.
const FAMILIES: &[&str] = &[
    "gram",
    "reissue",
    "stock",
    "work",
    "policy",
    "spoil",
    "harvest-rule",
    "loss-cause",
    "loss-finding",
    "loss-state",
    "remedy",
    "unwind",
    "goal-kind",
    "cause",
    "goal-outcome",
    "goal-rule",
    "phase",
    "paused",
    "stage",
    "campaign-state",
    "risk",
    "adoption",
    "cancelled",
    "observation",
    "flag",
    "box",
    "money",
    "account",
    "role",
    "carrier",
    "field",
    "rejection",
    "row",
    "plan",
    "error",
    "exception",
    "tile",
    "lack",
    "tag-state",
    "flash",
    "grade",
    "basis",
    "hold",
    "share",
    "next",
    "diary",
    "stop",
    "advice",
    "refund",
    "mistake",
    "redemption",
    "refund-method",
    "withdrawal-fee",
    "payment-state",
    "fee-by",
    "refund-fee",
    "document",
    "consent",
    "letter-kind",
    "letter-failure",
    "sheet",
    "lead",
    "none",
    "block",
    "col",
    "fld",
    "act",
    "hint",
    "channel",
    "dispute-state",
    "dispute-reason",
    "payout",
    "purpose",
    "payee",
    "exposure",
    "charge",
    "books",
    "invoice",
    "clock",
    "clock-advice",
    "urgency",
    "coverage",
    "inbox",
    "class",
    "owner",
    "credit",
    "happened",
    "season-told",
    "group",
    "split-into",
    "line",
    "unread",
    "likely",
    "bank-form",
    "difference",
    "movement",
    "aspect",
    "told-cause",
    "told-next",
    "way",
    "way-note",
    "loss-cause",
    "loss-finding",
    "loss-state",
    "remedy",
    "unwind",
];

/// Keys that handlers use by name: they stand beside the pages, not in them.
const FOR_HANDLERS: &[&str] = &[
    "fruit-",
    "photo-",
    "review-",
    "silence-",
    "postcard-",
    "garden-feed-",
    "certificate-",
    "wording-",
    "feed-",
    "care-",
    "print-",
    "loss-",
    "days-count",
    "photos-count",
    "next-",
    "money-",
    "cancel-",
    "boxes-lock",
    "today-due-",
    "check-",
    "holds-",
    "sign-in-failed",
    "sign-in-wait",
    "sign-up-taken",
    "pay-account-",
    "account-",
    "packing-title",
    "minutes-count",
    "tree-harvest-bar",
    "trace-",
    "correction-withdrawn",
    "contract-",
    "letter-",
    "link-",
    "mail-way-",
    "handover-",
    "parts-count",
    "hours-count",
    "told-",
    "reconciliation-",
    "statements-",
    "map-",
    "exist-o",
    "register-",
    "tag-lost-",
    "tag-replaced-",
    "old-tag",
    "loss-",
];

/// Message keys with their arguments.
fn messages(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in source
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
    {
        if !line.starts_with(' ')
            && let Some((key, _)) = line.split_once(" = ")
        {
            key.clone_into(&mut current);
            assert!(
                messages.insert(current.clone(), BTreeSet::new()).is_none(),
                "{key} stands twice"
            );
        }
        for part in line.split('$').skip(1) {
            let name: String = part
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect();
            messages.entry(current.clone()).or_default().insert(name);
        }
    }
    messages
}

/// All templates and sources of this crate as one text.
fn everything() -> String {
    fn walk(folder: &Path, text: &mut String) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, text);
            } else if !path.ends_with("i18n/tests.rs") {
                for line in std::fs::read_to_string(&path).expect("a text file").lines() {
                    // A chain of calls over several lines reads like one on one line.
                    if !line.trim_start().starts_with('.') {
                        text.push('\n');
                    }
                    text.push_str(line.trim());
                }
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    walk(&root.join("templates"), &mut text);
    walk(&root.join("src"), &mut text);
    text
}

/// A call that looks a message up by name.
#[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Lookup {
    key: String,
    /// The name of its first argument, where the call names one.
    first: Option<String>,
    /// How many arguments the message must have; `None` where the call does not tell.
    arguments: Option<usize>,
}

/// Every call of a method that takes a key, in templates and sources.
fn lookups(text: &str) -> BTreeSet<Lookup> {
    let calls = [
        (".t(", Some(0)),
        (".t_count(", Some(1)),
        (".t_one(", Some(1)),
        (".t_two(", Some(2)),
        ("lang.text(", Some(0)),
        ("lang.text_with(", None),
        ("visit.text(", Some(0)),
        ("visit.text_with(", Some(1)),
        ("visit.text_with_two(", Some(2)),
        ("visit.text_with_two(", None),
        ("self.text(", Some(0)),
    ];
    let mut found = BTreeSet::new();
    for (call, arguments) in calls {
        for rest in text.split(call).skip(1) {
            let mut quoted = rest.split('"');
            let (Some(before), Some(key)) = (quoted.next(), quoted.next()) else {
                continue;
            };
            if !before.trim().is_empty() {
                continue;
            }
            let first = match call {
                ".t_count(" => Some("count".to_owned()),
                ".t_one(" | ".t_two(" | "visit.text_with(" => quoted.nth(1).map(str::to_owned),
                _ => None,
            };
            found.insert(Lookup {
                key: key.to_owned(),
                first,
                arguments,
            });
        }
    }
    found
}

#[test]
fn both_files_parse_and_say_the_same_things() {
    for source in [ZH_CN, EN] {
        assert!(
            FluentResource::try_new(source.to_owned()).is_ok(),
            "a message does not parse"
        );
    }
    assert_eq!(messages(ZH_CN), messages(EN));
}

#[test]
fn every_message_that_is_asked_for_exists_with_its_arguments() {
    let messages = messages(EN);
    let lookups = lookups(&everything());
    assert!(lookups.len() > 250, "the scan finds the calls");
    for Lookup {
        key,
        first,
        arguments,
    } in lookups
    {
        let Some(has) = messages.get(&key) else {
            panic!("{key} is asked for and is not there")
        };
        assert!(
            arguments.is_none_or(|count| has.len() == count),
            "{key} has {has:?}"
        );
        assert!(
            first.as_ref().is_none_or(|name| has.contains(name)),
            "{key} has no {first:?}"
        );
    }
}

#[test]
fn no_message_is_left_over() {
    let asked: BTreeSet<_> = lookups(&everything())
        .into_iter()
        .map(|lookup| lookup.key)
        .collect();
    for key in messages(EN).keys() {
        let by_code = FAMILIES
            .iter()
            .any(|family| key.starts_with(&format!("{family}-")));
        let by_handler = FOR_HANDLERS.iter().any(|start| key.starts_with(start));
        assert!(
            asked.contains(key) || by_code || by_handler,
            "nobody asks for {key}"
        );
    }
}

#[test]
fn words_for_codes_and_counts_read_well() {
    assert_eq!(Lang::ZhCn.word("stage", "fruit-set"), "坐果");
    assert_eq!(Lang::En.word("account", "assets:channel:manual"), "Bank");
    assert_eq!(Lang::En.word("stage", "unheard-of"), "unheard-of");
    assert_eq!(Lang::En.known_word("stage", "unheard-of"), None);
    let count = |lang: Lang, count: i64| lang.text_with("trees-count", &[("count", count.into())]);
    assert_eq!(count(Lang::En, 1), "1 tree");
    assert_eq!(count(Lang::En, 2), "2 trees");
    assert_eq!(count(Lang::ZhCn, 2), "2 棵");
}

#[test]
fn languages_are_found_by_tag_and_by_header() {
    assert_eq!(Lang::from_tag("zh-Hans-CN"), Some(Lang::ZhCn));
    assert_eq!(Lang::from_tag("EN_us"), Some(Lang::En));
    assert_eq!(Lang::from_tag("fr"), None);
    assert_eq!(
        Lang::from_accept("fr-FR, en;q=0.8, zh;q=0.5"),
        Some(Lang::En)
    );
    assert_eq!(Lang::from_accept(""), None);
    for lang in Lang::ALL {
        assert_eq!(Lang::from_tag(lang.tag()), Some(lang));
        assert_eq!(lang.other().other(), lang);
        assert!(
            lang.tag()
                .parse::<unic_langid::LanguageIdentifier>()
                .is_ok()
        );
    }
}

#[test]
fn every_file_of_messages_is_compiled_in() {
    for (lang, compiled) in [("zh-CN", ZH_CN), ("en", EN)] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("locales")
            .join(lang);
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let source = std::fs::read_to_string(&path).expect("a text file");
            assert!(compiled.contains(&source), "{} is left out", path.display());
        }
    }
}
