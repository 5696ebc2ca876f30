//! The season of `season::year` at a size that CI has time for, or at that of `POMONA_SEASON_ADOPTIONS`; the table is
//! printed, and shown with `--nocapture`.

use season::year::{Shop, season};

/// Adoptions of the season in CI: enough for each remedy, each way, and disputes that end either way.
const ADOPTIONS: usize = 60;
/// Adoptions of the season of play money.
const DEMO_ADOPTIONS: usize = 24;

#[tokio::test(flavor = "multi_thread")]
async fn a_season_with_late_money_disputes_and_a_frost_ends_in_books_that_balance() {
    let size = std::env::var("POMONA_SEASON_ADOPTIONS").ok();
    let size = size.map_or(ADOPTIONS, |text| text.parse().expect("a number"));
    let table = season(Shop::Real, size).await;
    print(&table.to_string());
    for remedy in ["top-up", "substitute", "carry-over", "credit", "refund"] {
        let chosen = table.times(&format!("remedy {remedy}, chosen"));
        assert!(chosen > 0, "nobody chose {remedy}");
    }
    let silent = table.times("remedy top-up, defaulted");
    assert!(silent > 0, "silence never came to anything");
    assert!(table.times("disputed, won") > 0 && table.times("disputed, lost") > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_season_of_play_money_ends_in_books_that_balance() {
    let table = season(Shop::Demo, DEMO_ADOPTIONS).await;
    print(&table.to_string());
    assert!(
        table.times("paid by play money") > table.times("paid by bank transfer, CSV statement")
    );
}

#[expect(clippy::print_stdout, reason = "the table is what the program is for")]
fn print(table: &str) {
    println!("{table}");
}
