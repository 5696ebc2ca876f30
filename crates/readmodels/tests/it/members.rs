//! Members and their roles.

use community::member::{Event as Member, Locale, Role};

use crate::pen::{at, sealed};
use crate::season::{catch_up, farmer, orchard, person, season};

#[test]
fn a_member_has_a_sealed_name_a_language_and_roles() {
    let (_pen, reads) = season();
    let member = reads.member(farmer()).unwrap().unwrap();
    assert_eq!((member.person, member.name), (farmer(), sealed("name-1")));
    assert_eq!((member.locale, member.erased_at), (Locale::ZhCn, None));
    assert_eq!(
        member.roles,
        [Role::Farmer { orchard: orchard() }],
        "auditor was revoked"
    );
    assert_eq!(reads.member(person(9)).unwrap(), None);
}

#[test]
fn members_come_page_by_page_in_order_of_registration() {
    let (_pen, reads) = season();
    let first = reads.members(None, 2).unwrap();
    assert_eq!(
        first.iter().map(|row| row.person).collect::<Vec<_>>(),
        [person(1), person(2)]
    );
    let rest = reads.members(Some(first[1].position), 2).unwrap();
    assert_eq!(
        rest.iter()
            .map(|row| (row.person, row.locale))
            .collect::<Vec<_>>(),
        [(person(3), Locale::En)]
    );
}

#[test]
fn an_erased_member_stays_with_a_name_nobody_can_open() {
    let (mut pen, reads) = season();
    let erased = Member::PersonErased {
        person: person(3),
        at: at(800),
    };
    pen.write(&person(3).to_string(), &erased);
    catch_up(&pen, &reads);
    let member = reads.member(person(3)).unwrap().unwrap();
    assert_eq!(
        (member.erased_at, member.name),
        (Some(at(800)), sealed("name-3"))
    );
}
