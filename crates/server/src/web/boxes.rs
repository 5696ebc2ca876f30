//! `GET|POST /adoptions/{id}/boxes`: where the boxes of one adoption go. Addresses are the buyer's own and are sealed
//! before they are kept.

use actix_web::{HttpResponse, web::Path};
use app::{
    Done,
    address::Address,
    commands::boxes::{self, BoxWish},
};
use kernel::{AdoptionId, Grams, split_evenly};
use readmodels::{
    garden::{AdoptionStatus, GardenAdoption},
    packing::BoxRow,
};

use super::{
    adopt::own,
    garden, names,
    page::page,
    view::{
        boxes::{BoxSlot, BoxesPage},
        form::Form,
    },
    visit::{Sent, Visit},
};
use crate::{auth::Fields, problem::Problem};

/// The fields of one address; in the form each ends in the number of its box.
const FIELDS: [&str; 6] = [
    "recipient",
    "phone",
    "province",
    "city",
    "district",
    "street",
];

/// `GET /adoptions/{id}/boxes`
pub(super) async fn show(visit: Visit, path: Path<AdoptionId>) -> Result<HttpResponse, Problem> {
    let mine = confirmed(&visit, *path)?;
    let form = stored(&visit, &mine)?;
    Ok(page(&draw(&visit, &mine, form)?))
}

/// `POST /adoptions/{id}/boxes`
pub(super) async fn save(sent: Sent, path: Path<AdoptionId>) -> Result<HttpResponse, Problem> {
    let visit = &sent.visit;
    let mine = confirmed(visit, *path)?;
    let wish = if mine.boxes.is_empty() {
        plan(&sent, &mine).await
    } else {
        change(&sent, &mine).await
    };
    match sent.outcome(wish, field_of)? {
        Ok(done) => Ok(visit.done("/garden", "boxes-saved", done)),
        Err(refused) => Ok(refused.page(&draw(visit, &mine, refused.form.clone())?)),
    }
}

/// One's own adoption, if its boxes can be planned; before payment and after the end there is no such page.
fn confirmed(visit: &Visit, adoption: AdoptionId) -> Result<GardenAdoption, Problem> {
    let mine = own(visit, adoption)?;
    match mine.adoption.status {
        AdoptionStatus::Confirmed => Ok(mine),
        AdoptionStatus::Started | AdoptionStatus::Completed | AdoptionStatus::Cancelled { .. } => {
            Err(Problem::not_found())
        }
    }
}

async fn plan(sent: &Sent, mine: &GardenAdoption) -> Result<Done, Problem> {
    let same = sent.fields.text("same") == "yes";
    let last = if same {
        1
    } else {
        mine.adoption.agreement.boxes
    };
    let wishes = (1..=last)
        .map(|nth| BoxWish {
            from: None,
            until: None,
            address: typed(&sent.fields, nth),
        })
        .collect();
    let adoption = mine.adoption.adoption;
    Ok(boxes::plan(
        sent.visit.app(),
        &sent.who.buyer(),
        &sent.intent,
        adoption,
        wishes,
    )
    .await?)
}

/// Changes the address of every box that may still change. All are checked before the first is written.
async fn change(sent: &Sent, mine: &GardenAdoption) -> Result<Done, Problem> {
    let same = sent.fields.text("same") == "yes";
    let open: Vec<&BoxRow> = mine
        .boxes
        .iter()
        .filter(|one| one.locked_at.is_none())
        .collect();
    let first = open.first().map_or(1, |one| one.nth);
    let mut wishes = Vec::with_capacity(open.len());
    for one in open {
        let address = typed(&sent.fields, if same { first } else { one.nth });
        let path = format!("boxes[{}].address", one.nth - 1);
        wishes.push((one, address.parse(&path)?));
    }
    let (app, who) = (sent.visit.app(), sent.who.buyer());
    let mut done = app.done_already();
    for (one, address) in wishes {
        let step = sent.intent.step(&one.box_id.to_string());
        let place = (one.adoption, one.box_id);
        done = boxes::change_address(app, &who, &step, place, address).await?;
    }
    Ok(done)
}

fn typed(fields: &Fields, nth: u8) -> Address {
    let text = |name: &str| fields.text(&format!("{name}-{nth}")).to_owned();
    Address {
        recipient: text("recipient"),
        phone: text("phone"),
        province: text("province"),
        city: text("city"),
        district: text("district"),
        street: text("street"),
    }
}

/// `boxes[1].address.phone` is the field `phone-2`.
fn field_of(path: &str) -> String {
    let index = path
        .split(['[', ']'])
        .nth(1)
        .and_then(|digits| digits.parse::<usize>().ok());
    let name = path.rsplit('.').next().unwrap_or_default();
    format!("{name}-{}", index.map_or(1, |index| index + 1))
}

/// The form with the addresses as they are kept.
fn stored(visit: &Visit, mine: &GardenAdoption) -> Result<Form, Problem> {
    let mut form = Form::empty();
    if mine.boxes.is_empty() {
        form = form.with("same", "yes");
    }
    for one in &mine.boxes {
        let Some(address) = garden::address(visit, one)? else {
            continue;
        };
        let Address {
            recipient,
            phone,
            province,
            city,
            district,
            street,
        } = address;
        for (name, value) in FIELDS
            .iter()
            .zip([recipient, phone, province, city, district, street])
        {
            form = form.with(&format!("{name}-{}", one.nth), value);
        }
    }
    Ok(form)
}

fn draw(visit: &Visit, mine: &GardenAdoption, form: Form) -> Result<BoxesPage, Problem> {
    Ok(BoxesPage {
        shell: visit.shell(),
        id: mine.adoption.adoption.to_string(),
        tree: names::tree(visit.lang, &mine.tree),
        ship_window: names::ship_window(visit.lang, &mine.terms),
        boxes: slots(visit, mine)?,
        form,
        lock_text: String::new(),
    })
}

fn slots(visit: &Visit, mine: &GardenAdoption) -> Result<Vec<BoxSlot>, Problem> {
    let agreement = &mine.adoption.agreement;
    let weights = split_evenly(agreement.promised_grams.0, u64::from(agreement.boxes));
    let mut slots = Vec::with_capacity(weights.len());
    for (nth, grams) in (1..=agreement.boxes).zip(weights) {
        let planned = mine
            .boxes
            .iter()
            .find(|one| one.nth == nth && one.locked_at.is_some());
        let locked = match planned {
            Some(one) => garden::address(visit, one)?.map(|address| garden::one_line(&address)),
            None => None,
        };
        slots.push(BoxSlot {
            number: usize::from(nth),
            weight: names::weight(Grams(grams)),
            locked: locked.unwrap_or_default(),
        });
    }
    Ok(slots)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_the_use_case_is_a_field_of_the_form() {
        assert_eq!(field_of("boxes[0].address.phone"), "phone-1");
        assert_eq!(field_of("boxes[2].address.street"), "street-3");
        assert_eq!(field_of("boxes"), "boxes-1");
    }
}
