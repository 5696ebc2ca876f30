//! The rules of a renewal, command by command and rejection by rejection.

use kernel::testing::given;

use super::*;

const ADOPTION: AdoptionId = AdoptionId::from_bytes([1; 16]);
const NEXT: AdoptionId = AdoptionId::from_bytes([2; 16]);
const LATER: AdoptionId = AdoptionId::from_bytes([3; 16]);
const CAMPAIGN: CampaignId = CampaignId::from_bytes([4; 16]);
const LIN: PersonId = PersonId::from_bytes([5; 16]);
const WANG: PersonId = PersonId::from_bytes([6; 16]);

fn at() -> Timestamp {
    "2027-02-01T08:00:00Z".parse().unwrap()
}

fn until() -> Timestamp {
    at().plus_days(21)
}

fn offer(holder: PersonId, next: AdoptionId) -> Command {
    Command::OfferRenewal {
        adoption: ADOPTION,
        holder,
        next,
        campaign: CAMPAIGN,
        until: until(),
        now: at(),
    }
}

fn offered(next: AdoptionId, automatic: bool) -> Event {
    Event::RenewalOffered {
        adoption: ADOPTION,
        holder: LIN,
        next,
        campaign: CAMPAIGN,
        until: until(),
        automatic,
        remind_at: at().plus_days(7),
        at: at(),
    }
}

fn set(by: PersonId, on: bool) -> Command {
    Command::SetAutomaticRenewal {
        adoption: ADOPTION,
        by,
        on,
        at: at(),
    }
}

fn was_set(on: bool) -> Event {
    Event::AutomaticRenewalSet {
        adoption: ADOPTION,
        by: LIN,
        on,
        at: at(),
    }
}

fn reminded(day: i64) -> Event {
    Event::RenewalReminded {
        adoption: ADOPTION,
        holder: LIN,
        renews_at: at().plus_days(day + REMINDER_DAYS),
        at: at().plus_days(day),
    }
}

fn answer(answer: Answer, at: Timestamp) -> Command {
    Command::AnswerRenewal { answer, at }
}

fn answered(answer: Answer, at: Timestamp) -> Event {
    Event::RenewalAnswered {
        adoption: ADOPTION,
        next: NEXT,
        answer,
        at,
    }
}

#[test]
fn d10_it_renews_by_itself_only_for_who_opted_in_and_one_step_opts_out() {
    given::<Renewal>(&[])
        .when(set(LIN, true))
        .then(&[was_set(true)]);
    given::<Renewal>(&[was_set(true)])
        .when(set(LIN, true))
        .then(&[]);
    given::<Renewal>(&[was_set(true)])
        .when(set(LIN, false))
        .then(&[was_set(false)]);
    given::<Renewal>(&[]).when(set(LIN, false)).then(&[]);
    given::<Renewal>(&[was_set(true)])
        .when(set(WANG, false))
        .then(&[]);
    let history = [was_set(true), offered(NEXT, true)];
    let mut state = State::default();
    for event in &history {
        Renewal::evolve(&mut state, event);
    }
    assert!(state.is_automatic());
    Renewal::evolve(&mut state, &was_set(false));
    assert!(!state.is_automatic(), "also after the offer");
}

#[test]
fn the_holder_is_asked_first_once_per_season_until_they_give_it_up() {
    given::<Renewal>(&[])
        .when(offer(LIN, NEXT))
        .then(&[offered(NEXT, false)]);
    given::<Renewal>(&[was_set(true)])
        .when(offer(LIN, NEXT))
        .then(&[offered(NEXT, true)]);
    given::<Renewal>(&[offered(NEXT, false)])
        .when(offer(LIN, NEXT))
        .then(&[]);
    for (given_answer, again) in [(Answer::Paused, true), (Answer::Lapsed, true)] {
        let history = [offered(NEXT, false), answered(given_answer, until())];
        given::<Renewal>(&history)
            .when(offer(LIN, LATER))
            .then(&[offered(LATER, false)]);
        assert!(again);
    }
    let released = [offered(NEXT, false), answered(Answer::Released, at())];
    given::<Renewal>(&released)
        .when(offer(LIN, LATER))
        .then_rejected(&Rejection::RenewalReleased);
}

#[test]
fn d10_nothing_is_renewed_without_a_reminder_and_a_week_to_think() {
    let remind = |day| Command::RemindRenewal {
        now: at().plus_days(day),
    };
    let check = |day| Command::CheckMayRenewByItself {
        now: at().plus_days(day),
    };
    let automatic = vec![was_set(true), offered(NEXT, true)];
    given::<Renewal>(&automatic)
        .when(remind(6))
        .then_rejected(&Rejection::RenewalNotDue {
            at: at().plus_days(7),
        });
    given::<Renewal>(&automatic)
        .when(remind(7))
        .then(&[reminded(7)]);
    given::<Renewal>(&[offered(NEXT, false)])
        .when(remind(7))
        .then(&[]);
    given::<Renewal>(&[]).when(remind(7)).then(&[]);
    let not_reminded = Rejection::RenewalNotReminded { days: 7 };
    given::<Renewal>(&automatic)
        .when(check(20))
        .then_rejected(&not_reminded);
    let mut history = automatic;
    history.push(reminded(7));
    given::<Renewal>(&history).when(remind(8)).then(&[]);
    given::<Renewal>(&history)
        .when(check(13))
        .then_rejected(&not_reminded);
    given::<Renewal>(&history).when(check(14)).then(&[]);
    history.push(was_set(false));
    given::<Renewal>(&history)
        .when(check(14))
        .then_rejected(&Rejection::RenewalNotAutomatic);
    given::<Renewal>(&[])
        .when(check(14))
        .then_rejected(&Rejection::RenewalNotOffered);
}

#[test]
fn one_answer_is_given_and_silence_is_one_after_the_deadline() {
    for said in [Answer::Renewed, Answer::Paused, Answer::Released] {
        given::<Renewal>(&[offered(NEXT, false)])
            .when(answer(said, at()))
            .then(&[answered(said, at())]);
        let history = [offered(NEXT, false), answered(said, at())];
        given::<Renewal>(&history)
            .when(answer(said, at()))
            .then(&[]);
        given::<Renewal>(&history)
            .when(answer(Answer::Lapsed, until()))
            .then(&[]);
    }
    given::<Renewal>(&[offered(NEXT, false), answered(Answer::Paused, at())])
        .when(answer(Answer::Renewed, at()))
        .then_rejected(&Rejection::RenewalAnswered);
    given::<Renewal>(&[])
        .when(answer(Answer::Renewed, at()))
        .then_rejected(&Rejection::RenewalNotOffered);
    given::<Renewal>(&[offered(NEXT, false)])
        .when(answer(Answer::Lapsed, at()))
        .then_rejected(&Rejection::RenewalNotDue { at: until() });
    given::<Renewal>(&[offered(NEXT, false)])
        .when(answer(Answer::Lapsed, until()))
        .then(&[answered(Answer::Lapsed, until())]);
}
