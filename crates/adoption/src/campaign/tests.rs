//! The rules of a campaign, command by command and rejection by rejection. The rules of terms
//! stand in `terms`, those of trees in `trees`.

use kernel::{Grams, Money, testing::given};
use proptest::prelude::*;

use super::*;

mod contract;
mod harvest_rule;
mod photo_promise;
mod plan;
mod terms;
mod trees;

const CAMPAIGN: CampaignId = CampaignId::from_bytes([1; 16]);
const ORCHARD: OrchardId = OrchardId::from_bytes([2; 16]);
const CONTRACT: ContentHash = ContentHash::from_bytes([0xab; 32]);

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    moment("2026-03-01T08:00:00Z")
}

fn words(text: &str) -> Bilingual {
    Bilingual {
        zh: text.to_owned(),
        en: text.to_owned(),
    }
}

fn terms() -> Terms {
    Terms {
        price: Money::fen(168_000),
        shares_per_tree: 2,
        sale_from: moment("2026-03-01T00:00:00Z"),
        sale_until: moment("2026-06-01T00:00:00Z"),
        ship_from: "2026-11-20".parse().unwrap(),
        ship_until: "2026-12-31".parse().unwrap(),
        promised_grams: Grams(16_000),
        boxes: 4,
        risk_clause: RiskClause::TopUp,
        per_buyer_limit: 3,
        hold_minutes: 30,
        photo_max_age_days: 60,
        forecast_grams_per_tree: Grams(40_000),
        cover_percent: 80,
    }
}

fn tree(byte: u8) -> TreeId {
    TreeId::from_bytes([byte; 16])
}

fn draft(title: &str, story: &str, terms: Terms) -> Command {
    Command::DraftCampaign {
        campaign: CAMPAIGN,
        orchard: ORCHARD,
        season: Season::new(2026).unwrap(),
        title: words(title),
        story: words(story),
        terms,
    }
}

fn drafted() -> Event {
    Event::CampaignDrafted {
        campaign: CAMPAIGN,
        orchard: ORCHARD,
        season: Season::new(2026).unwrap(),
        title: words("赣南脐橙"),
        story: words("An orchard on red earth."),
        terms: terms(),
    }
}

fn change(terms: Terms) -> Command {
    Command::ChangeTerms {
        title: words("赣南脐橙"),
        story: words("An orchard on red earth."),
        terms,
    }
}

fn dearer() -> Terms {
    Terms {
        price: Money::fen(188_000),
        ..terms()
    }
}

fn publish(hash: ContentHash, text: &str) -> Command {
    let text = words(text);
    Command::PublishContract { hash, text }
}

fn published() -> Event {
    Event::ContractPublished {
        hash: CONTRACT,
        text: words("You adopt a part of a tree."),
    }
}

fn offer(trees: impl IntoIterator<Item = TreeId>) -> Command {
    let photographed = |tree| OfferedTree {
        tree,
        last_photo_at: Some(now().plus_days(-1)),
    };
    Command::OfferTrees {
        trees: trees.into_iter().map(photographed).collect(),
        now: now(),
    }
}

fn offered(trees: &[TreeId]) -> Event {
    let trees = trees.to_vec();
    Event::TreesOffered { trees }
}

fn withdraw(tree: TreeId) -> Command {
    Command::WithdrawTree { tree }
}

fn withdrawn(tree: TreeId) -> Event {
    Event::TreeWithdrawn { tree }
}

fn open(now: Timestamp) -> Command {
    Command::OpenCampaign { now }
}

fn opened() -> Event {
    Event::CampaignOpened { at: now() }
}

fn close() -> Command {
    Command::CloseCampaign { now: now() }
}

fn closed() -> Event {
    Event::CampaignClosed { at: now() }
}

/// Drafted, with contract and one tree.
fn ready() -> Vec<Event> {
    vec![drafted(), published(), offered(&[tree(1)])]
}

fn running() -> Vec<Event> {
    [ready(), vec![opened()]].concat()
}

fn ended() -> Vec<Event> {
    [running(), vec![closed()]].concat()
}

#[test]
fn a_campaign_is_drafted_once() {
    given::<Campaign>(&[])
        .when(draft("赣南脐橙", "An orchard on red earth.", terms()))
        .then(&[drafted()]);
    given::<Campaign>(&[drafted()])
        .when(draft("Other", "", terms()))
        .then_rejected(&Rejection::CampaignExists);
}

#[test]
fn an_unknown_campaign_is_refused() {
    for command in [
        change(terms()),
        publish(CONTRACT, "Contract"),
        offer([tree(1)]),
        withdraw(tree(1)),
        open(now()),
        close(),
    ] {
        given::<Campaign>(&[])
            .when(command)
            .then_rejected(&Rejection::CampaignUnknown);
    }
}

#[test]
fn titles_and_stories_have_room_but_not_endless() {
    let long = "果".repeat(MAX_TITLE_CHARACTERS + 1);
    for title in ["", "  ", &long] {
        given::<Campaign>(&[])
            .when(draft(title, "", terms()))
            .then_rejected(&Rejection::TitleInvalid);
    }
    let limit = MAX_STORY_CHARACTERS;
    given::<Campaign>(&[])
        .when(draft("赣南脐橙", &"果".repeat(limit + 1), terms()))
        .then_rejected(&Rejection::StoryTooLong { limit });
}

#[test]
fn texts_have_line_breaks_and_tabs_but_no_other_control_characters() {
    let good = "line\n\tline";
    for text in ["bell\u{7}", "null\0", "return\r\n", "c1\u{85}"] {
        for command in [draft(text, "", terms()), draft("橙", text, terms())] {
            given::<Campaign>(&[])
                .when(command)
                .then_rejected(&Rejection::CharacterInvalid);
        }
        given::<Campaign>(&[drafted()])
            .when(publish(CONTRACT, text))
            .then_rejected(&Rejection::CharacterInvalid);
    }
    assert!(Campaign::decide(&State::default(), draft("橙", good, terms())).is_ok());
    let state = kernel::fold::<Campaign>(&[drafted()]);
    assert!(Campaign::decide(&state, publish(CONTRACT, good)).is_ok());
}

#[test]
fn terms_change_only_in_a_draft() {
    given::<Campaign>(&ready())
        .when(change(dearer()))
        .then(&[Event::TermsChanged {
            title: words("赣南脐橙"),
            story: words("An orchard on red earth."),
            terms: dearer(),
        }]);
    for history in [running(), ended()] {
        given::<Campaign>(&history)
            .when(change(dearer()))
            .then_rejected(&Rejection::CampaignNotDraft);
    }
}

#[test]
fn d6_the_contract_stands_once_the_campaign_is_open() {
    given::<Campaign>(&[drafted()])
        .when(publish(CONTRACT, "You adopt a part of a tree."))
        .then(&[published()]);
    let other = ContentHash::from_bytes([0xcd; 32]);
    for history in [running(), ended()] {
        given::<Campaign>(&history)
            .when(publish(other, "Something else."))
            .then_rejected(&Rejection::CampaignNotDraft);
    }
}

#[test]
fn a_contract_has_a_text() {
    let limit = MAX_CONTRACT_CHARACTERS;
    for text in ["", &"约".repeat(limit + 1)] {
        given::<Campaign>(&[drafted()])
            .when(publish(CONTRACT, text))
            .then_rejected(&Rejection::ContractTextInvalid { limit });
    }
}

#[test]
fn a_campaign_opens_with_contract_and_trees() {
    given::<Campaign>(&ready())
        .when(open(now()))
        .then(&[opened()]);
    given::<Campaign>(&[drafted(), offered(&[tree(1)])])
        .when(open(now()))
        .then_rejected(&Rejection::ContractMissing);
    given::<Campaign>(&[drafted(), published()])
        .when(open(now()))
        .then_rejected(&Rejection::NoTreeOffered);
    let until = terms().sale_until;
    given::<Campaign>(&ready())
        .when(open(until))
        .then_rejected(&Rejection::SaleEnded { until });
    given::<Campaign>(&ended())
        .when(open(now()))
        .then_rejected(&Rejection::CampaignClosed);
}

#[test]
fn an_unsound_draft_of_old_does_not_open() {
    let unsound = Event::TermsChanged {
        title: words("赣南脐橙"),
        story: words(""),
        terms: Terms {
            price: Money::fen(0),
            ..terms()
        },
    };
    given::<Campaign>(&[ready(), vec![unsound]].concat())
        .when(open(now()))
        .then_rejected(&Rejection::PriceNotPositive);
}

#[test]
fn only_an_open_campaign_closes() {
    given::<Campaign>(&running())
        .when(close())
        .then(&[closed()]);
    given::<Campaign>(&ready())
        .when(close())
        .then_rejected(&Rejection::CampaignNotOpen);
}

#[test]
fn deciding_twice_is_quiet() {
    let story = "An orchard on red earth.";
    for command in [
        draft("赣南脐橙", story, terms()),
        change(terms()),
        publish(CONTRACT, "You adopt a part of a tree."),
        offer([tree(1)]),
        open(now()),
    ] {
        given::<Campaign>(&running()).when(command).then(&[]);
    }
    given::<Campaign>(&ended()).when(close()).then(&[]);
    given::<Campaign>(&[running(), vec![withdrawn(tree(1))]].concat())
        .when(withdraw(tree(1)))
        .then(&[]);
}

#[test]
fn a_share_is_for_sale_while_the_campaign_sells() {
    let check = |history: &[Event], tree, now| {
        kernel::fold::<Campaign>(history)
            .check_for_sale(tree, now)
            .cloned()
    };
    let (from, until) = (terms().sale_from, terms().sale_until);
    let last = until.plus_seconds(-1);
    assert_eq!(check(&running(), tree(1), from), Ok(terms()));
    assert_eq!(check(&running(), tree(1), last), Ok(terms()));

    use Rejection as Is;
    let first = from.plus_seconds(-1);
    let refused = [
        (vec![], tree(1), now(), Is::CampaignUnknown),
        (ready(), tree(1), now(), Is::CampaignNotOpen),
        (ended(), tree(1), now(), Is::CampaignClosed),
        (running(), tree(1), first, Is::SaleNotBegun { from }),
        (running(), tree(1), until, Is::SaleEnded { until }),
        (
            running(),
            tree(2),
            now(),
            Is::TreeNotOffered { tree: tree(2) },
        ),
    ];
    for (history, tree, now, rejection) in refused {
        assert_eq!(check(&history, tree, now), Err(rejection));
    }
}

proptest! {
    #[test]
    fn whatever_is_asked_repeating_it_is_quiet(
        commands in prop::collection::vec(
            prop::sample::select(vec![
                draft("赣南脐橙", "", terms()),
                change(terms()),
                change(dearer()),
                publish(CONTRACT, "Contract"),
                offer([tree(1), tree(2)]),
                offer([tree(3)]),
                withdraw(tree(1)),
                open(now()),
                close(),
            ]),
            1..40,
        ),
    ) {
        let mut state = State::default();
        for command in commands {
            let Ok(events) = Campaign::decide(&state, command.clone()) else { continue };
            let frozen = (state.phase != Phase::Draft).then(|| (state.offer.clone(), state.contract));
            events.iter().for_each(|event| Campaign::evolve(&mut state, event));
            if let Some(before) = frozen {
                prop_assert_eq!(before, (state.offer.clone(), state.contract), "D 6");
            }
            prop_assert_eq!(Campaign::decide(&state, command), Ok(vec![]), "repeated");
        }
    }
}
