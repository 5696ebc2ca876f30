//! Goals, price phases, more time, and a pause of the sale.

use super::*;

fn plan() -> SalesPlan {
    SalesPlan {
        funding: Some(Funding {
            goal: Goal::Trees(120),
            deadline: moment("2026-05-01T00:00:00Z"),
            grace_days: 3,
            rule: FundingRule::AllOrNothing,
        }),
        phases: vec![early(), regular()],
    }
}

fn early() -> PricePhase {
    PricePhase {
        name: PhaseName::Early,
        price: Money::fen(148_000),
        until: Some(moment("2026-03-10T00:00:00Z")),
        adoptions: Some(100),
    }
}

fn regular() -> PricePhase {
    PricePhase {
        name: PhaseName::Regular,
        price: Money::fen(158_000),
        until: Some(moment("2026-05-10T00:00:00Z")),
        adoptions: None,
    }
}

fn set(plan: SalesPlan) -> Command {
    Command::SetSalesPlan { plan }
}

fn planned() -> Event {
    Event::SalesPlanSet { plan: plan() }
}

fn extend(deadline: &str, now: &str) -> Command {
    Command::ExtendDeadline {
        deadline: moment(deadline),
        now: moment(now),
    }
}

fn suspend() -> Command {
    Command::SuspendIntake {
        cause: SuspensionCause::ForecastCut,
        now: now(),
    }
}

fn suspended() -> Event {
    Event::IntakeSuspended {
        cause: SuspensionCause::ForecastCut,
        at: now(),
    }
}

fn resume() -> Command {
    Command::ResumeIntake { now: now() }
}

fn resumed() -> Event {
    Event::IntakeResumed { at: now() }
}

#[track_caller]
fn refused(change: impl FnOnce(&mut SalesPlan), rejection: &Rejection) {
    let mut unsound = plan();
    change(&mut unsound);
    given::<Campaign>(&[drafted()])
        .when(set(unsound))
        .then_rejected(rejection);
}

fn funding(change: impl FnOnce(&mut Funding)) -> impl FnOnce(&mut SalesPlan) {
    |plan| change(plan.funding.as_mut().unwrap())
}

#[test]
fn a_plan_is_set_in_a_draft_only() {
    given::<Campaign>(&[drafted()])
        .when(set(plan()))
        .then(&[planned()]);
    given::<Campaign>(&[drafted(), planned()])
        .when(set(plan()))
        .then(&[]);
    given::<Campaign>(&running())
        .when(set(plan()))
        .then_rejected(&Rejection::CampaignNotDraft);
    given::<Campaign>(&[])
        .when(set(plan()))
        .then_rejected(&Rejection::CampaignUnknown);
}

#[test]
fn a_goal_is_above_zero_and_in_the_currency_of_the_price() {
    let foreign = Money::new(1_000, kernel::Currency::EUR);
    for goal in [
        Goal::Trees(0),
        Goal::Trees(1_000_001),
        Goal::Money(Money::fen(0)),
        Goal::Money(foreign),
    ] {
        refused(funding(|it| it.goal = goal), &Rejection::GoalInvalid);
    }
}

#[test]
fn a_deadline_lies_within_the_sale() {
    for (deadline, grace_days) in [
        (terms().sale_from, 0),
        (terms().sale_until.plus_seconds(1), 0),
        (terms().sale_until, 15),
    ] {
        let change = funding(|it| (it.deadline, it.grace_days) = (deadline, grace_days));
        refused(change, &Rejection::DeadlineInvalid);
    }
}

#[test]
fn a_phase_has_a_price_and_ends_later_than_the_one_before() {
    let changes: [fn(&mut SalesPlan); 6] = [
        |plan| plan.phases[0].price = Money::fen(0),
        |plan| plan.phases[0].price = Money::new(1_000, kernel::Currency::EUR),
        |plan| plan.phases[0].adoptions = Some(0),
        |plan| (plan.phases[1].until, plan.phases[1].adoptions) = (None, None),
        |plan| plan.phases[1].until = plan.phases[0].until,
        |plan| plan.phases[1].until = Some(terms().sale_until),
    ];
    for change in changes {
        refused(change, &Rejection::PhaseInvalid);
    }
    let limit = MAX_PHASES;
    refused(
        |plan| plan.phases = vec![early(); 5],
        &Rejection::TooManyPhases { limit },
    );
}

#[test]
fn changed_terms_must_still_fit_the_plan() {
    let shorter = Terms {
        sale_until: moment("2026-04-01T00:00:00Z"),
        ..terms()
    };
    given::<Campaign>(&[drafted(), planned()])
        .when(change(shorter))
        .then_rejected(&Rejection::DeadlineInvalid);
}

#[test]
fn a_phase_ends_by_date_or_by_count_whichever_is_first() {
    let quote = |counted, at| plan().quote(&terms(), counted, moment(at));
    let of = |phase: PricePhase| Quote {
        price: phase.price,
        phase: Some(phase.name),
    };
    let last = Quote {
        price: terms().price,
        phase: None,
    };
    assert_eq!(quote(0, "2026-03-09T23:59:59Z"), of(early()));
    assert_eq!(quote(99, "2026-03-01T00:00:00Z"), of(early()));
    assert_eq!(quote(100, "2026-03-01T00:00:00Z"), of(regular()));
    assert_eq!(quote(0, "2026-03-10T00:00:00Z"), of(regular()));
    assert_eq!(quote(0, "2026-05-10T00:00:00Z"), last);
    assert_eq!(SalesPlan::default().quote(&terms(), 0, now()), last);
}

#[test]
fn only_a_goal_or_a_counted_price_needs_a_tally() {
    let by_date = SalesPlan {
        funding: None,
        phases: vec![regular()],
    };
    let by_count = SalesPlan {
        funding: None,
        phases: vec![early()],
    };
    assert!(!SalesPlan::default().needs_tally() && !by_date.needs_tally());
    assert!(by_count.needs_tally() && plan().needs_tally());
    assert_eq!(
        plan().funding.unwrap().judged_at(),
        moment("2026-05-04T00:00:00Z")
    );
}

#[test]
fn a_deadline_is_extended_before_it_is_over() {
    let history = [vec![drafted(), planned()], running()[1..].to_vec()].concat();
    let before = "2026-04-30T00:00:00Z";
    given::<Campaign>(&history)
        .when(extend("2026-05-20T00:00:00Z", before))
        .then(&[Event::DeadlineExtended {
            deadline: moment("2026-05-20T00:00:00Z"),
            at: moment(before),
        }]);
    given::<Campaign>(&history)
        .when(extend("2026-05-01T00:00:00Z", before))
        .then(&[]);
    for shorter_or_after_the_sale in ["2026-04-30T23:00:00Z", "2026-06-01T00:00:01Z"] {
        given::<Campaign>(&history)
            .when(extend(shorter_or_after_the_sale, before))
            .then_rejected(&Rejection::DeadlineInvalid);
    }
    let deadline = moment("2026-05-01T00:00:00Z");
    given::<Campaign>(&history)
        .when(extend("2026-05-20T00:00:00Z", "2026-05-01T00:00:00Z"))
        .then_rejected(&Rejection::DeadlineOver { deadline });
    given::<Campaign>(&running())
        .when(extend("2026-05-20T00:00:00Z", before))
        .then_rejected(&Rejection::NotCrowdfunded);
}

#[test]
fn a_suspended_campaign_sells_nothing_until_it_is_resumed() {
    given::<Campaign>(&running())
        .when(suspend())
        .then(&[suspended()]);
    let paused = [running(), vec![suspended()]].concat();
    given::<Campaign>(&paused).when(suspend()).then(&[]);
    let state = kernel::fold::<Campaign>(&paused);
    let cause = SuspensionCause::ForecastCut;
    assert_eq!(
        state.check_for_sale(tree(1), now()),
        Err(Rejection::IntakeSuspended { cause })
    );
    given::<Campaign>(&paused).when(resume()).then(&[resumed()]);
    given::<Campaign>(&running()).when(resume()).then(&[]);
    let again = [paused, vec![resumed()]].concat();
    let state = kernel::fold::<Campaign>(&again);
    assert!(state.check_for_sale(tree(1), now()).is_ok());
    given::<Campaign>(&ready())
        .when(suspend())
        .then_rejected(&Rejection::CampaignNotOpen);
}

#[test]
fn a_goal_that_binds_must_be_within_reach_of_the_offered_trees() {
    let with = |goal: Goal, rule: FundingRule| {
        let mut plan = plan();
        if let Some(funding) = &mut plan.funding {
            (funding.goal, funding.rule) = (goal, rule);
        }
        given::<Campaign>(&[
            drafted(),
            published(),
            Event::SalesPlanSet { plan },
            offered(&[tree(1), tree(2)]),
        ])
        .when(Command::OpenCampaign { now: now() })
    };
    let binding = FundingRule::AllOrNothing;
    with(Goal::Trees(3), binding).then_rejected(&Rejection::GoalOutOfReach {
        goal: 3,
        offered: 2,
    });
    with(Goal::Trees(2), binding).then(&[Event::CampaignOpened { at: now() }]);
    with(Goal::Trees(3), FundingRule::KeepWhatIsRaised)
        .then(&[Event::CampaignOpened { at: now() }]);
    let all = 2 * 2 * 168_000;
    with(Goal::Money(Money::fen(all + 1)), binding).then_rejected(&Rejection::GoalOutOfReach {
        goal: all + 1,
        offered: all,
    });
    with(Goal::Money(Money::fen(all)), binding).then(&[Event::CampaignOpened { at: now() }]);
}
