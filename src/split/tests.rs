use std::collections::BTreeSet;

use super::*;

fn scored(plan: &Plan) -> Vec<usize> {
    let mut rows: Vec<usize> = plan.folds.iter().flat_map(|f| f.test.clone()).collect();
    rows.sort_unstable();
    rows
}

fn ascending(rows: &[usize]) -> bool {
    rows.windows(2).all(|w| w[0] < w[1])
}

fn sound(plan: &Plan) {
    assert!(ascending(&plan.development) && ascending(&plan.holdout));
    for fold in &plan.folds {
        assert!(ascending(&fold.train) && ascending(&fold.test));
        assert!(!fold.train.is_empty() && !fold.test.is_empty());
        let test: BTreeSet<_> = fold.test.iter().collect();
        assert!(fold.train.iter().all(|r| !test.contains(r)));
    }
}

#[test]
fn random_scores_every_row_once_and_repeats() {
    let request = Request {
        rows: 103,
        folds: 5,
        seed: 1,
        holdout_share: Some(0.2),
        ..Request::default()
    };
    let plan = super::plan(&request).unwrap();
    sound(&plan);
    assert_eq!(plan.holdout.len(), 21);
    assert_eq!(scored(&plan), plan.development);
    assert!(plan.folds.iter().all(|f| (16..=17).contains(&f.test.len())));
    assert_eq!(super::plan(&request).unwrap(), plan);
    let other = super::plan(&Request {
        seed: 2,
        ..request.clone()
    });
    assert_ne!(other.unwrap().holdout, plan.holdout);

    let twice = super::plan(&Request {
        repeats: 2,
        ..request
    })
    .unwrap();
    assert_eq!(twice.folds.len(), 10);
    assert_eq!(twice.folds[5].name, "2.1");
    assert_ne!(twice.folds[5].test, twice.folds[0].test);
    assert_eq!(twice.folds[0].test, plan.folds[0].test);
}

#[test]
fn stratified_keeps_class_shares() {
    let classes: Vec<u32> = (0..200).map(|i| u32::from(i % 10 == 0)).collect();
    let request = Request {
        rows: 200,
        strategy: Some(Strategy::Stratified),
        folds: 4,
        seed: 3,
        holdout_share: Some(0.2),
        classes: Some(&classes),
        ..Request::default()
    };
    let plan = super::plan(&request).unwrap();
    sound(&plan);
    let positives = |rows: &[usize]| rows.iter().filter(|&&r| classes[r] == 1).count();
    assert_eq!((plan.holdout.len(), positives(&plan.holdout)), (40, 4));
    assert_eq!(scored(&plan), plan.development);
    for fold in &plan.folds {
        assert_eq!((fold.test.len(), positives(&fold.test)), (40, 4));
    }
}

#[test]
fn a_small_class_keeps_enough_for_the_folds() {
    let mut classes = vec![0u32; 60];
    classes[..5].fill(1);
    let request = Request {
        rows: 60,
        strategy: Some(Strategy::Stratified),
        folds: 5,
        holdout_share: Some(0.2),
        classes: Some(&classes),
        ..Request::default()
    };
    sound(&super::plan(&request).unwrap());
    let error = super::plan(&Request {
        folds: 6,
        ..request.clone()
    })
    .unwrap_err();
    assert!(error.message.contains("5 rows") && error.message.contains("'6' folds"));
    assert!(error.fix.as_deref().unwrap().contains("split.folds to 5"));
}

#[test]
fn groups_stay_whole() {
    let groups: Vec<u32> = (0..120).map(|i| (i * i) % 17).collect();
    let request = Request {
        rows: 120,
        strategy: Some(Strategy::Group),
        folds: 3,
        holdout_share: Some(0.25),
        groups: Some(&groups),
        ..Request::default()
    };
    let plan = super::plan(&request).unwrap();
    sound(&plan);
    assert_eq!(scored(&plan), plan.development);
    let of = |rows: &[usize]| rows.iter().map(|&r| groups[r]).collect::<BTreeSet<_>>();
    assert!(of(&plan.holdout).is_disjoint(&of(&plan.development)));
    for fold in &plan.folds {
        assert!(of(&fold.train).is_disjoint(&of(&fold.test)));
    }
    let error = super::plan(&Request {
        folds: 40,
        ..request
    })
    .unwrap_err();
    assert!(error.fix.as_deref().unwrap().contains("or fewer"));
}

#[test]
fn whole_groups_keep_class_shares() {
    // 40 groups of 5 to 14 rows; a tenth of the groups holds nearly all of the rare class.
    let sizes = (0..40usize).map(|g| 5 + g % 10);
    let groups: Vec<u32> = sizes
        .enumerate()
        .flat_map(|(g, n)| vec![g as u32; n])
        .collect();
    let classes: Vec<u32> = groups.iter().map(|g| u32::from(g % 10 == 3)).collect();
    let request = Request {
        rows: groups.len(),
        strategy: Some(Strategy::Group),
        folds: 4,
        seed: 5,
        groups: Some(&groups),
        classes: Some(&classes),
        ..Request::default()
    };
    let plan = plan(&request).unwrap();
    sound(&plan);
    for fold in &plan.folds {
        let rare = fold.test.iter().filter(|&&row| classes[row] == 1).count();
        assert_eq!(rare, 8, "one of the four groups of the rare class each");
        let size = fold.test.len() as f64 / groups.len() as f64;
        assert!((size - 0.25).abs() < 0.03, "{size}");
        let of = |rows: &[usize]| -> std::collections::BTreeSet<u32> {
            rows.iter().map(|&row| groups[row]).collect()
        };
        assert!(of(&fold.train).is_disjoint(&of(&fold.test)));
    }
    let held = super::plan(&Request {
        holdout_share: Some(0.25),
        ..request
    })
    .unwrap()
    .holdout;
    let rare = held.iter().filter(|&&row| classes[row] == 1).count();
    assert_eq!(rare, 8, "{} held", held.len());
}

fn timed(instants: &[Option<i64>], folds: usize) -> Request<'_> {
    Request {
        rows: instants.len(),
        strategy: Some(Strategy::Time),
        folds,
        time: Some(instants),
        ..Request::default()
    }
}

#[test]
fn time_folds_grow_and_never_split_an_instant() {
    // Shuffled rows, four rows an instant.
    let instants: Vec<Option<i64>> = (0..100).map(|i| Some((i * 37 % 100) / 4)).collect();
    let request = Request {
        holdout_share: Some(0.1),
        ..timed(&instants, 4)
    };
    let plan = super::plan(&request).unwrap();
    sound(&plan);
    let at = |rows: &[usize]| {
        rows.iter()
            .map(|&r| instants[r].unwrap())
            .collect::<Vec<_>>()
    };
    let latest = |rows: &[usize]| at(rows).into_iter().max().unwrap();
    let first = |rows: &[usize]| at(rows).into_iter().min().unwrap();
    assert!(latest(&plan.development) < first(&plan.holdout));
    assert!((8..=12).contains(&plan.holdout.len()));
    let mut before = 0;
    for fold in &plan.folds {
        assert!(latest(&fold.train) < first(&fold.test));
        assert!(fold.train.len() > before);
        assert!((16..=20).contains(&fold.test.len()));
        before = fold.train.len();
    }
    // Everything but the first block is scored once.
    let mut expected = plan.development.clone();
    expected.retain(|r| !plan.folds[0].train.contains(r));
    assert_eq!(scored(&plan), expected);

    let gapped = super::plan(&Request {
        gaps: &[Length::Steps(3), Length::ZERO],
        ..request
    })
    .unwrap();
    for fold in &gapped.folds {
        assert_eq!(latest(&fold.train), first(&fold.test) - 3);
    }
}

#[test]
fn a_gap_of_a_month_leaves_out_no_month_that_is_known() {
    let first_of = |month: i64| {
        let day = format!("{}-{:02}-01", 2015 + month / 12, month % 12 + 1);
        day.parse::<chrono::NaiveDate>().unwrap()
    };
    let instants: Vec<Option<i64>> = (0..48)
        .map(|month| Some(first_of(month).and_hms_opt(0, 0, 0)?.and_utc().timestamp()))
        .collect();
    let request = |gaps| Request {
        gaps,
        ..timed(&instants, 5)
    };
    let plan = super::plan(&request(&[Length::Months(1, 1)])).unwrap();
    for fold in &plan.folds {
        assert_eq!(fold.train.last().unwrap() + 1, fold.test[0]);
    }
    let plan = super::plan(&request(&[Length::Months(1, 1), Length::Months(3, 1)])).unwrap();
    for fold in &plan.folds {
        assert_eq!(fold.train.last().unwrap() + 3, fold.test[0]);
    }
}

#[test]
fn the_holdout_can_begin_at_an_instant() {
    let instants: Vec<Option<i64>> = (0..30).map(|i| Some(29 - i)).collect();
    let plan = super::plan(&Request {
        holdout_from: Some(20),
        ..timed(&instants, 2)
    })
    .unwrap();
    assert_eq!(plan.holdout, (0..=9).collect::<Vec<_>>());
    assert_eq!(plan.folds[1].test, (10..=16).collect::<Vec<_>>());
    let error = super::plan(&Request {
        holdout_from: Some(99),
        ..timed(&instants, 2)
    })
    .unwrap_err();
    assert!(error.fix.as_deref().unwrap().contains("holdout.from"));
}

#[test]
fn missing_times_and_too_few_instants_are_errors() {
    let mut instants: Vec<Option<i64>> = (0..20).map(|i| Some(i / 5)).collect();
    let error = super::plan(&timed(&instants, 5)).unwrap_err();
    assert!(error.message.contains("4 different instants"));
    assert!(error.fix.as_deref().unwrap().contains("split.folds to 3"));
    instants[3] = None;
    instants[7] = None;
    let error = super::plan(&timed(&instants, 2)).unwrap_err();
    assert!(error.message.contains("2 rows of 20 have no time"));
}

#[test]
fn a_gap_that_leaves_nothing_is_an_error() {
    let instants: Vec<Option<i64>> = (0..20).map(Some).collect();
    let error = super::plan(&Request {
        gaps: &[Length::Steps(6)],
        ..timed(&instants, 4)
    })
    .unwrap_err();
    assert!(error.message.starts_with("fold 1 "));
    assert!(error.fix.as_deref().unwrap().contains("gap"));
}

#[test]
fn group_time_learns_from_no_group_it_scores() {
    let instants: Vec<Option<i64>> = (0..60).map(Some).collect();
    let groups: Vec<u32> = (0..60).map(|i| i / 7).collect();
    let request = Request {
        strategy: Some(Strategy::GroupTime),
        groups: Some(&groups),
        holdout_share: Some(0.2),
        ..timed(&instants, 3)
    };
    let plan = super::plan(&request).unwrap();
    sound(&plan);
    let of = |rows: &[usize]| rows.iter().map(|&r| groups[r]).collect::<BTreeSet<_>>();
    assert!(of(&plan.holdout).is_disjoint(&of(&plan.development)));
    for fold in &plan.folds {
        assert!(of(&fold.train).is_disjoint(&of(&fold.test)));
        assert!(fold.train.last() < fold.test.first());
    }
    // Groups that never end cannot be kept apart.
    let panel: Vec<u32> = (0..60).map(|i| i % 3).collect();
    let error = super::plan(&Request {
        groups: Some(&panel),
        ..request
    })
    .unwrap_err();
    assert!(error.fix.as_deref().unwrap().contains("\"time\""));
}

#[test]
fn given_folds_follow_their_names() {
    let names = ["a".to_owned(), "b".into(), "empty".into()];
    let mut fold: Vec<Option<u32>> = (0..10).map(|i| Some(u32::from(i < 3))).collect();
    let request = Request {
        rows: 10,
        given: Some((&fold, &names)),
        ..Request::default()
    };
    let plan = super::plan(&request).unwrap();
    sound(&plan);
    assert_eq!(plan.folds.len(), 2);
    assert_eq!(
        (plan.folds[1].name.as_str(), &plan.folds[1].test[..]),
        ("b", &[0, 1, 2][..])
    );
    fold[4] = None;
    let error = super::plan(&Request {
        rows: 10,
        given: Some((&fold, &names)),
        ..Request::default()
    })
    .unwrap_err();
    assert!(error.message.contains("1 of 10 rows"));
}

#[test]
fn nonsense_is_refused() {
    let refuse = |request: Request<'_>, word: &str| {
        let error = super::plan(&request).unwrap_err();
        assert!(error.message.contains(word), "{error}");
        assert!(error.fix.is_some(), "{error}");
    };
    let base = || Request {
        rows: 10,
        folds: 3,
        ..Request::default()
    };
    refuse(Request { rows: 0, ..base() }, "no row");
    refuse(Request { folds: 1, ..base() }, "'1'");
    refuse(
        Request {
            folds: 11,
            ..base()
        },
        "'11' folds",
    );
    refuse(
        Request {
            gaps: &[Length::Steps(-1)],
            ..base()
        },
        "'-1'",
    );
    refuse(
        Request {
            holdout_share: Some(0.7),
            ..base()
        },
        "'0.7'",
    );
    refuse(
        Request {
            holdout_share: Some(0.01),
            ..base()
        },
        "no row is in the holdout",
    );
    refuse(
        Request {
            strategy: Some(Strategy::Stratified),
            ..base()
        },
        "classes",
    );
    refuse(
        Request {
            strategy: Some(Strategy::Group),
            ..base()
        },
        "group column",
    );
    refuse(
        Request {
            strategy: Some(Strategy::Time),
            ..base()
        },
        "time column",
    );
}
