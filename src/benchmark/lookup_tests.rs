//! Rules that a table answers, from file to score.

use std::fmt::Write as _;
use std::fs;

use super::{Evidence, fit_baseline, run};
use crate::error::Result;
use crate::metrics::Prediction;
use crate::project::Project;
use crate::work::Progress;

const PRICES: &str = "zone,night,price\n007,false,5\n007,true,8\n12,false,11\n12,true,14\n";

/// Rides whose fare is the price of zone and time of day but in zone 99, which no price list knows.
fn found(prices: &str, lookup: &str) -> Result<Evidence> {
    let folder = tempfile::tempdir().unwrap();
    let decisions = format!(
        "format = 1\n[problem]\ntask = \"regression\"\ntarget = \"fare\"\nmetric = \"mae\"\n[[source]]\npath = \"data.csv\"\n\
         read = {{ text = [\"zone\"] }}\n[[rule]]\nname = \"list\"\nlookup = {lookup}\n"
    );
    fs::write(folder.path().join("jalon.toml"), decisions).unwrap();
    fs::write(folder.path().join("prices.csv"), prices).unwrap();
    let mut csv = "zone,night,fare\n".to_owned();
    for row in 0..400 {
        let (zone, night) = (["007", "12", "007", "99"][row % 4], row % 3 == 0);
        let fare = match zone {
            "99" => 20,
            "007" => 5 + 3 * i32::from(night),
            _ => 11 + 3 * i32::from(night),
        };
        writeln!(csv, "{zone},{night},{fare}").unwrap();
    }
    fs::write(folder.path().join("data.csv"), csv).unwrap();
    let project = Project::open(folder.path())?;
    let evidence = run(&project, &Progress::silent())?;
    if evidence
        .baselines
        .iter()
        .any(|b| b.name == "list" && b.failed.is_none())
    {
        let setup = super::Setup::new(&project, &Progress::silent())?;
        let fitted = fit_baseline(&project, &setup, "list")?;
        // What is shipped answers as the rule does, a key that nobody knows too.
        let table = crate::table::Table::from_csv("zone,night\n12,true\n99,false\n")?;
        let said = fitted.answer(&table, None)?;
        assert_eq!(said.unanswered, 1);
        assert_eq!(said.prediction, Prediction::Numbers(vec![14.0, 20.0]));
    }
    Ok(evidence)
}

const BY_BOTH: &str = "{ path = \"prices.csv\", on = [\"zone\", \"night\"], value = \"price\" }";

#[test]
fn a_table_answers_by_key_and_the_best_constant_where_it_is_silent() {
    let evidence = found(PRICES, BY_BOTH).unwrap();
    let rule = &evidence.baselines[0];
    assert_eq!((rule.name.as_str(), rule.kind.as_str()), ("list", "rule"));
    // A quarter of the rows is in the zone without a price; all of them cost the same.
    assert_eq!(rule.mean, Some(0.0));
    assert!((0.2..0.3).contains(&rule.unanswered), "{}", rule.unanswered);
    assert!(rule.description.contains("4 keys"), "{}", rule.description);
}

#[test]
fn what_is_wrong_with_a_table_names_the_way_out() {
    let told = |prices: &str, lookup: &str| match found(prices, lookup) {
        Err(error) => error.to_string(),
        Ok(evidence) => {
            let all = evidence.baselines.iter();
            let failed = all.filter_map(|b| b.failed.clone());
            failed.collect::<Vec<_>>().join("; ")
        }
    };
    let twice = format!("{PRICES}12,true,15\n");
    for (prices, lookup, says) in [
        (twice.as_str(), BY_BOTH, "line 5 and in line 6"),
        (
            "zone,night,price\n12,true,dear\n",
            BY_BOTH,
            "holds no numbers",
        ),
        (
            PRICES,
            "{ path = \"none.csv\", on = [\"zone\"], value = \"price\" }",
            "cannot read the file",
        ),
        (
            PRICES,
            "{ path = \"prices.csv\", on = [\"zoen\"], value = \"price\" }",
            "zone",
        ),
        (
            PRICES,
            "{ path = \"prices.csv\", on = [\"zone\", \"night\"], value = \"cost\" }",
            "cost",
        ),
        (
            PRICES,
            "{ path = \"prices.csv\", on = [\"zone\"], value = \"price\" }",
            "more key columns",
        ),
    ] {
        let told = told(prices, lookup);
        assert!(told.contains(says), "{says}: {told}");
    }
}
