//! The season of a thousand adoptions, at any size: a crowdfunded sale by every channel, late money, disputes, refunds, a
//! frost with every remedy, the farm's money, delivery of what is left; at the end books that balance, agree with every
//! channel and convince programs of other people. The real program serves it over HTTP; the channels are servers beside it.
//!
//! Who does what is a matter of their number, never of chance or time, so that a size is a story for ever. `docs/season.md`
//! has the table of a thousand.

mod alipay;
mod bank;
mod books;
mod cast;
mod delivery;
mod farm;
mod frost;
mod judges;
mod keys;
mod money;
mod sale;
mod stage;
mod stand_in;
mod stripe;
mod table;
mod trouble;
mod wechat;

pub use cast::Shop;
pub use table::Table;

use cast::Bond;
use stage::Stage;

/// Chapters that take place one after the other, and the table of what happened in them.
///
/// # Panics
/// Whenever a promise is broken; the message says which.
pub async fn season(shop: Shop, adoptions: usize) -> Table {
    let mut stage = Stage::open(shop, adoptions).await;
    stage.chapter("an orchard opens two campaigns");
    sale::sell(&mut stage).await;
    stage.chapter("the sale, by every channel, some of it late");
    farm::advance(&mut stage).await;
    stage.chapter("the goal is reached, the farm gets its advance");
    trouble::happens(&mut stage).await;
    stage.chapter("cancellations, partial refunds, disputes");
    frost::strikes(&mut stage).await;
    stage.chapter("a frost, and what people choose");
    trouble::ends(&mut stage).await;
    stage.chapter("the other disputes end");
    delivery::harvest(&mut stage).await;
    stage.chapter("harvest, boxes, doors");
    farm::settle(&mut stage).await;
    stage.chapter("the farm is settled, buyers cash credit");
    books::close(stage).await
}
