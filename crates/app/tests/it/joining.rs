//! Members: signing up and in, roles, tokens, erasure.

use app::{
    Error, Intent,
    commands::{
        people::{self, SignUp},
        sign_in,
    },
};
use community::member::{Locale, Role};

use crate::world::World;

const PASSWORD: &str = "correct horse battery";

fn wish(login: &str) -> SignUp {
    SignUp {
        login: login.into(),
        password: PASSWORD.into(),
        name: "林晓满".into(),
        locale: Locale::ZhCn,
    }
}

#[tokio::test]
async fn who_signed_up_can_sign_in_and_out() {
    let world = World::new().await;
    let intent = Intent::of_visitor("k1", b"", world.app.now());
    let (person, _) = people::sign_up(&world.app, &intent, wish("lin@example.org"))
        .await
        .unwrap();
    let (again, done) = people::sign_up(&world.app, &intent, wish("lin@example.org"))
        .await
        .unwrap();
    assert!(
        person == again && done.repeated,
        "a double click is one member"
    );
    let (identity, secret) = sign_in::sign_in(
        &world.app,
        " LIN@example.org",
        PASSWORD.into(),
        "here".into(),
    )
    .await
    .unwrap();
    assert_eq!(identity.person(), person);
    assert_eq!(
        sign_in::by_session(&world.app, secret.expose()).unwrap().0,
        identity
    );
    sign_in::sign_out(&world.app, secret.expose()).unwrap();
    let gone = sign_in::by_session(&world.app, secret.expose());
    assert!(matches!(gone, Err(Error::NotSignedIn)));
}

#[tokio::test]
async fn a_login_belongs_to_one_member_and_a_weak_password_makes_none() {
    let world = World::new().await;
    let intent = Intent::of_visitor("k1", b"", world.app.now());
    people::sign_up(&world.app, &intent, wish("lin@example.org"))
        .await
        .unwrap();
    let before = world.app.log().durable_position();
    let intent = Intent::of_visitor("k2", b"", world.app.now());
    let taken = people::sign_up(&world.app, &intent, wish("Lin@Example.org")).await;
    assert!(matches!(taken, Err(Error::Invalid(no)) if no[0].code == "login-taken"));
    let intent = Intent::of_visitor("k3", b"", world.app.now());
    let weak = SignUp {
        password: "short".into(),
        ..wish("other@example.org")
    };
    let refused = people::sign_up(&world.app, &intent, weak).await;
    assert!(matches!(refused, Err(Error::Invalid(no)) if no[0].field == "password"));
    assert_eq!(
        world.app.log().durable_position(),
        before,
        "no member was made"
    );
}

#[tokio::test]
async fn the_same_key_with_another_password_is_refused() {
    let world = World::new().await;
    let intent = Intent::of_visitor("k1", b"", world.app.now());
    people::sign_up(&world.app, &intent, wish("lin@example.org"))
        .await
        .unwrap();
    let other = SignUp {
        password: "another long password".into(),
        ..wish("lin@example.org")
    };
    let refused = people::sign_up(&world.app, &intent, other).await;
    assert!(matches!(refused, Err(Error::KeyReused)));
}

#[tokio::test]
async fn guessing_is_slowed_and_told_when_to_come_back() {
    let world = World::new().await;
    let intent = Intent::of_visitor("k1", b"", world.app.now());
    people::sign_up(&world.app, &intent, wish("lin@example.org"))
        .await
        .unwrap();
    for _ in 0..5 {
        let wrong =
            sign_in::sign_in(&world.app, "lin@example.org", "wrong".into(), "here".into()).await;
        assert!(matches!(wrong, Err(Error::WrongCredentials)));
    }
    let slowed = sign_in::sign_in(
        &world.app,
        "lin@example.org",
        PASSWORD.into(),
        "here".into(),
    )
    .await;
    let Err(Error::TooMany {
        retry_after_seconds,
    }) = slowed
    else {
        unreachable!("not slowed")
    };
    world
        .clock
        .advance_seconds(i64::try_from(retry_after_seconds).unwrap());
    sign_in::sign_in(
        &world.app,
        "lin@example.org",
        PASSWORD.into(),
        "here".into(),
    )
    .await
    .unwrap();
}

#[tokio::test]
async fn a_token_speaks_for_its_owner_until_it_is_revoked() {
    let world = World::new().await;
    let issued = sign_in::issue_token(&world.app, &world.operator, "script").unwrap();
    let secret = issued.secret.expose();
    assert_eq!(
        sign_in::by_token(&world.app, secret).unwrap(),
        world.operator
    );
    sign_in::revoke_token(&world.app, &world.operator, issued.id.as_str()).unwrap();
    assert!(matches!(
        sign_in::by_token(&world.app, secret),
        Err(Error::NotSignedIn)
    ));
}

#[tokio::test]
async fn roles_come_and_go_as_facts() {
    let world = World::new().await;
    let farmer = world.person("farmer", None).await;
    let role = Role::Farmer {
        orchard: world.orchard,
    };
    assert!(farmer.farmer(world.orchard).is_err());
    let intent = world.intent(&world.operator);
    people::grant_role(
        &world.app,
        &world.operator(),
        &intent,
        farmer.person(),
        role,
    )
    .await
    .unwrap();
    let farmer = sign_in::identity_of(&world.app, farmer.person()).unwrap();
    assert!(farmer.farmer(world.orchard).is_ok());
    let intent = world.intent(&world.operator);
    people::revoke_role(
        &world.app,
        &world.operator(),
        &intent,
        farmer.person(),
        role,
    )
    .await
    .unwrap();
    let farmer = sign_in::identity_of(&world.app, farmer.person()).unwrap();
    assert!(farmer.farmer(world.orchard).is_err());
}

#[tokio::test]
async fn d45_an_erased_person_is_forgotten_and_their_tree_stays() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopted(&buyer, campaign, tree).await;
    let who = buyer.buyer();
    let intent = world.intent(&buyer);
    app::commands::adopt::propose_nameplate(&world.app, &who, &intent, adoption, "小满的树")
        .await
        .unwrap();
    world.caught_up().await;
    let plate = || {
        let row = world.app.read().adoption(adoption).unwrap().unwrap();
        let sealed = row.adoption.nameplate.unwrap().text;
        world
            .app
            .open_nameplate(buyer.person(), adoption, &sealed)
            .unwrap()
    };
    assert_eq!(plate().as_deref(), Some("小满的树"));
    let intent = Intent::of_system("erase", world.app.now());
    people::erase(&world.app, &intent, buyer.person())
        .await
        .unwrap();
    people::erase(&world.app, &intent, buyer.person())
        .await
        .unwrap();
    world.caught_up().await;
    assert_eq!(plate(), None);
    assert!(world.app.read().tree(tree).unwrap().is_some());
    assert!(sign_in::identity_of(&world.app, buyer.person()).is_err());
    let gone = sign_in::sign_in(
        &world.app,
        "buyer@example.org",
        PASSWORD.into(),
        "here".into(),
    )
    .await;
    assert!(matches!(gone, Err(Error::WrongCredentials)));
}
