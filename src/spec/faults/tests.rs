use super::*;
use crate::spec::Dataset;

pub(super) const DATA: &str = "day,miles,zone,tips,label,fare\n\
    2015-01-01,1.5,n,0.5,yes,5\n2015-01-02,2,s,1,no,7\n2015-01-03,0,n,0,yes,3.5\n2015-01-04,4,s,2,no,11\n";

/// A number as target, with time.
pub(super) const RIDES: &str = "format = 1\n[[source]]\npath = \"data.csv\"\n[problem]\ntask = \"regression\"\ntarget = \"fare\"\ntime = \"day\"\n";
/// Two classes as target.
pub(super) const LABELS: &str = "format = 1\n[[source]]\npath = \"data.csv\"\n[problem]\ntask = \"binary\"\ntarget = \"label\"\n";

fn with<T>(text: &str, look: impl FnOnce(&Project) -> T) -> T {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("data.csv"), DATA).unwrap();
    std::fs::write(folder.path().join("held.csv"), "day,miles\n2016-01-01,2\n").unwrap();
    std::fs::write(folder.path().join("jalon.toml"), text).unwrap();
    look(&Project::open(folder.path()).unwrap())
}

fn found(text: &str) -> Vec<Fault> {
    with(text, |project| {
        let loaded = Loaded::of(project, &Progress::silent()).unwrap();
        faults(project, Some(&loaded))
    })
}

/// The faults of a text whose marks `«` stand before each mistake: every mark must have its fault and no fault be without mark.
fn marked(text: &str) -> Vec<Fault> {
    let expected: Vec<(usize, usize)> = text
        .lines()
        .enumerate()
        .flat_map(|(line, text)| {
            let marks = text.chars().enumerate().filter(|(_, c)| *c == '«');
            let places = marks.enumerate().map(|(before, (at, _))| at - before + 1);
            places.map(|column| (line + 1, column)).collect::<Vec<_>>()
        })
        .collect();
    let faults = found(&text.replace('«', ""));
    let places: Vec<(usize, usize)> = faults
        .iter()
        .map(|f| (f.line.unwrap(), f.column.unwrap()))
        .collect();
    assert_eq!(places, expected, "{text}\n{}", told(&faults));
    faults
}

fn told(faults: &[Fault]) -> String {
    let line = |f: &Fault| format!("{:?}:{:?} {} {}", f.line, f.column, f.key, f.message);
    faults.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn twenty_mistakes_are_told_at_once_each_at_its_place() {
    let faults = marked(
        r#"format = 1

[problem]
task    = "regression"
target  = "fare"
time    = «"dya"
id      = «"nothing"
metric  = «"mea"
horizon = «"soon"
positive = "yes"

[value]
cost = "abs(prediction - «fair)"
matrix = «{ yes = { no = 1 } }

[[source]]
path  = "data.csv"
where = "miles >= «'zero'"

[columns]
«milse = { unit = "mile" }
zone  = { kind = "category" }
tips  = { known_at_prediction = false }

[[rule]]
name    = "tariff"
predict = '? + ? * «tips'

[[rule]]
name    = "own"
predict = "«fare * 2 + «nosuch + sqrt(1)"

[features]
ratio = "miles / ?«"
"a b" = """
  miles
  + «zoned
"""
uses  = "ratio * 2"

[prepare]
«nowhere = { clip = 0.99 }
miles = { rare = «0.1, encode = "ordinal" }

[split]
strategy = "group-time"
holdout  = { share = «0 }
fold_column = «"fold"

[[model]]
family = «"boostin"

[[model]]
family = "ridge"
params = { alpha = 1, lambda = «-1 }

[[accepted]]
check  = «"outlier"
column = «"fares"

[checks]
«missing_shre = 0.1

[monitor]
preset = «"evidentily"
tests  = ["ks", «"psj", «"chi3"]
"#
        .replace("?«", "«?")
        .replace("\"group-time\"", "«\"group-time\"")
        .as_str(),
    );
    let of = |key: &str| faults.iter().filter(|f| f.key == key).collect::<Vec<_>>();
    assert_eq!(of("rule.1.predict").len(), 2);
    assert_eq!(of("monitor.tests").len(), 2);
    assert_eq!(
        of("problem.metric")[0].fix.as_deref(),
        Some("did you mean 'mae'?")
    );
    assert!(of("features.\"a b\"")[0].message.contains("'zoned'"));
    assert!(of("split.strategy")[0].message.contains("groups"));
    assert!(faults.iter().all(|f| f.fix.is_some()), "{faults:#?}");
    assert!(faults.len() >= 25, "{}", faults.len());
}

#[test]
fn a_mistake_in_one_place_makes_no_other_place_wrong() {
    let body = "[columns]\nzone = { kind = \"category\" }\n[[rule]]\nname = \"a\"\npredict = \"? * miles\"\n[value]\ncost = \"abs(prediction - fare)\"\n";
    // Data that cannot be read: nothing is said of columns.
    let text = format!("{RIDES}{body}").replace("\"data.csv\"", "«\"nowhere.csv\"");
    assert_eq!(marked(&text)[0].key, "source.0.path");
    // A broken filter: the classes that it leaves out are not missed.
    let text = LABELS.replace(
        "[problem]",
        "where = \"label = 'yes' «\"\n[problem]\npositive = «\"maybe\"",
    );
    assert_eq!(
        marked(&text.replace("'yes' «", "'yes' AND«"))[0].key,
        "source.0.where"
    );
    // A feature that cannot be computed: what reads it is left alone.
    let features = "[features]\na = \"«mile + 1\"\nb = \"a * 2\"\n[[rule]]\nname = \"r\"\npredict = \"? * b + a\"\n[prepare]\na = { clip = 0.9 }\n";
    marked(&format!("{RIDES}{features}"));
    // A line that TOML cannot read: what needs it is not missed.
    let text = RIDES.replace("time = \"day\"", "time = \"day«")
        + "[split]\nstrategy = \"time\"\ngap = \"1d\"\n";
    marked(&text);
    // The same for a slip in the key.
    let text = RIDES.replace("time =", "«tiem =") + "[split]\nstrategy = \"time\"\n";
    marked(&text);
    // A base that cannot be read may state what is needed.
    let based = RIDES.replace("[[source]]", "extends = «\"base.toml\"\n[[source]]");
    marked(&(based.replace("time = \"day\"\n", "") + "[split]\nstrategy = \"time\"\n"));
    // A task that does not go with the target: the metric is that of the right task.
    let text = LABELS.replace("\"binary\"", "«\"regression\"")
        + "metric = \"accuracy\"\npositive = \"yes\"\n";
    assert!(marked(&text)[0].fix.as_ref().unwrap().contains("binary"));
}

#[test]
fn what_the_data_say_of_the_problem() {
    marked(&(LABELS.to_owned() + "metric = «\"mae\"\npositive = «\"yess\"\n"));
    marked(&(LABELS.to_owned() + "classes = «[\"yes\", \"maybe\"]\n"));
    marked(&(RIDES.replace("\"fare\"", "«\"fair\"") + "metric = «\"acuracy\"\n"));
    marked(
        &(RIDES.to_owned() + "group = «\"fare\"\nsuccess = { at_least = «1 }\nmetric = \"mae\"\n"),
    );
    marked(&RIDES.replace("\"day\"", "«\"zone\""));
    marked(
        &(LABELS
            .replace("\"label\"", "\"zone\"")
            .replace("\"binary\"", "\"multiclass\"")
            + "positive = «\"n\"\n"),
    );
    marked(
        &(LABELS
            .replace("\"binary\"", "«\"binary\"")
            .replace("label", "fare")),
    );
}

#[test]
fn the_split_needs_what_it_names() {
    let timeless = RIDES.replace("time = \"day\"\n", "");
    marked(
        &(timeless.clone()
            + "[split]\nstrategy = «\"time\"\ngap = «\"1d\"\nholdout = { from = «\"2015-01-03\" }\n"),
    );
    marked(&(timeless.clone() + "[split]\nstrategy = «\"group\"\n"));
    marked(&(timeless + "[split]\nstrategy = «\"stratified\"\n"));
    marked(&(RIDES.to_owned() + "[split]\nholdout = { from = «\"2017-01-01\" }\nrepeats = 2\n"));
    marked(&(RIDES.to_owned() + "[split]\nholdout = { from = «\"soon\" }\n"));
    marked(&(RIDES.to_owned() + "[split]\nstrategy = \"time\"\nrepeats = «2\n"));
    let held = marked(&(RIDES.to_owned() + "[split]\nholdout = { file = «\"held.csv\" }\n"));
    assert!(
        held[0].message.contains("held.csv") && held[0].cause.is_some(),
        "{held:#?}"
    );
    marked(&(RIDES.to_owned() + "[split]\nholdout = { file = «\"none.csv\" }\n"));
}

#[test]
fn classes_are_those_of_the_target() {
    marked(
        &(LABELS.to_owned() + "[value.matrix]\n«yess = { «non = 1, no = 2 }\nno = { yes = 1 }\n"),
    );
    marked(
        &(LABELS.to_owned()
            + "[[rule]]\nname = \"a\"\npredict = \"CASE WHEN miles > «? THEN 'yes' ELSE «'nope' END\"\n"),
    );
    marked(&(LABELS.to_owned() + "[[rule]]\nname = \"a\"\npredict = \"«prediction + miles\"\n"));
    marked(
        &(LABELS.to_owned()
            + "[value]\ncost = \"CASE WHEN prediction = label THEN 0 ELSE 1 END\"\n"),
    );
    marked(&(LABELS.to_owned() + "[value]\ncost = \"abs(«prediction - 1)\"\n"));
    marked(
        &(RIDES.to_owned()
            + "[[rule]]\nname = \"a\"\npredict = \"CASE WHEN miles > 1 THEN «'far' END\"\n"),
    );
    marked(&(RIDES.to_owned() + "[[model]]\nfamily = «\"logistic\"\n"));
}

#[test]
fn contradictions_between_decisions_are_told() {
    marked(
        &(RIDES.to_owned()
            + "[columns]\nfare = { role = «\"ignore\", known_at_prediction = «true }\nday = { role = «\"ignore\" }\n"),
    );
    marked(&(RIDES.to_owned() + "group = «\"day\"\n"));
    let usd = "unit = \"USD\"\nmetric = \"mae\"\n";
    marked(&(RIDES.to_owned() + usd + "[columns]\nfare = { unit = «\"EUR\" }\n"));
    marked(&(RIDES.to_owned() + usd + "success = { at_most = 1, unit = «\"EUR\" }\n"));
    marked(
        &(RIDES.to_owned() + "metric = \"r2\"\nsuccess = { at_least = 0.5, unit = «\"USD\" }\n"),
    );
    let same = "success = { at_most = 1, unit = \"usd\" }\n[columns]\nfare = { unit = \"USD\" }\n";
    assert_eq!(found(&(RIDES.to_owned() + usd + same)), []);
    let zones = LABELS.replace("\"label\"", "\"zone\"");
    let lacking = marked(&(zones.clone() + "[value]\nmatrix = «{ n = {} }\n"));
    assert!(lacking[0].message.contains("'s'"), "{lacking:?}");
    assert_eq!(
        found(&(zones.clone() + "[value]\nmatrix = { n = { s = 5 } }\n")),
        []
    );
    marked(
        &(zones
            + "[value]\ncost = \"CASE WHEN prediction = zone THEN 0 ELSE 1 END\"\nmatrix = «{ n = { s = 5 } }\n"),
    );
}

#[test]
fn a_feature_of_the_target_is_told() {
    let feature = "[features]\ndouble = \"2 * «fare\"\n";
    assert_eq!(
        marked(&format!("{RIDES}{feature}"))[0].severity,
        Severity::Warning
    );
    let known = "[columns]\ndouble = { known_at_prediction = true }\n";
    assert_eq!(
        marked(&format!("{RIDES}{feature}{known}"))[0].severity,
        Severity::Error
    );
    let unknown = known.replace("true", "false");
    marked(&format!("{RIDES}{}{unknown}", feature.replace('«', "")));
}

#[test]
fn a_look_at_the_past_is_told_where_it_cannot_be() {
    let lag = "[features]\nbefore = \"1 + LAG(fare)\"\nagain = \"before * 2\"\n";
    let rule = "[[rule]]\nname = \"r\"\npredict = \"LAG(fare) + ? * before\"\n";
    assert_eq!(found(&format!("{RIDES}{lag}{rule}")), []);
    let timeless = RIDES.replace("time = \"day\"\n", "");
    marked(&format!("{timeless}{}", lag.replace("LAG", "«LAG")));
    // The column of time is wrong: what it orders is left alone.
    marked(&format!(
        "{}{lag}{rule}",
        RIDES.replace("\"day\"", "«\"dya\"")
    ));
    marked(&RIDES.replace("[problem]", "where = \"«LAG(fare) > 1\"\n[problem]"));
    let both = "[[rule]]\nname = \"r\"\npredict = \"LAG(tips) + LAG(«nothing) + «fare\"\n";
    marked(&format!("{RIDES}{both}"));
}

#[test]
fn steps_of_preparation_fit_the_column() {
    let faults = marked(
        &(RIDES.to_owned()
            + "[prepare]\nzone = { clip = «0.99, missing = «\"median\" }\nmiles = { scale = \"none\", rare = «0.1 }\n"),
    );
    let severities: Vec<Severity> = faults.iter().map(|f| f.severity).collect();
    assert_eq!(
        severities,
        [Severity::Warning, Severity::Error, Severity::Warning]
    );
    marked(&(RIDES.to_owned() + "[columns]\nzone = { kind = \"ordinal\", levels = «[\"n\"] }\n"));
    marked(&(RIDES.to_owned() + "[columns]\nzone = { kind = «\"number\" }\n"));
    marked(&(RIDES.to_owned() + "[columns]\nzone = { kind = «\"date\" }\n"));
}

#[test]
fn a_sound_project_has_no_fault_and_an_unknown_one_is_silent() {
    assert_eq!(found(RIDES), []);
    assert_eq!(found(LABELS), []);
    let newer = found("format = 2\n[problem]\ntarget = \"nothing\"\nmetric = \"none\"\n");
    assert_eq!(newer.len(), 1, "{newer:#?}");
    assert_eq!(found("format = 1\n"), []);
}

#[test]
fn a_stage_is_refused_for_what_stops_it_with_the_whole_list() {
    let rule = "[[rule]]\nname = \"a\"\npredict = \"? * mils\"\n";
    let silent = Progress::silent();
    let refused = |text: &str, stage| {
        with(text, |project| {
            require(project, stage, &silent)
                .err()
                .map(|e| e.others.len() + 1)
        })
    };
    // A rule spoils its own row, no stage.
    assert_eq!(refused(&format!("{RIDES}{rule}"), Stage::Train), None);
    let family = format!("{RIDES}{rule}[[model]]\nfamily = \"rigde\"\n");
    assert_eq!(refused(&family, Stage::Benchmark), None);
    assert_eq!(refused(&family, Stage::Train), Some(2));

    // What shows only against the data is the error of the stage that failed for it.
    let text = format!("{}{rule}", RIDES.replace("\"fare\"", "\"fair\""));
    with(&text, |project| {
        assert_eq!(require(project, Stage::Train, &silent), Ok(()));
        let failed = Dataset::load(project, &silent).and_then(|d| d.problem(project));
        let told = explained(project, Stage::Benchmark, failed.unwrap_err());
        assert!(
            told.message.contains("'fair'") && told.others.len() == 1,
            "{told}"
        );
        assert_eq!((told.line, told.others[0].line), (Some(6), Some(10)));
    });
    with(&format!("{RIDES}{rule}"), |project| {
        let other = explained(project, Stage::Data, Error::new("the disk is full"));
        assert_eq!(
            (other.message.as_str(), other.others.len()),
            ("the disk is full", 1)
        );
    });
}

#[test]
fn a_filter_with_a_mistake_hides_nothing_about_the_classes() {
    marked(
        "format = 1\n[[source]]\npath = \"data.csv\"\nwhere = \"miles >«\"\n[problem]\ntask = \"binary\"\ntarget = \"label\"\npositive = «\"ugly\"\n\
         [value]\nmatrix = «{ yes = { yes = 0 } }\n[[rule]]\nname = \"r\"\npredict = \"CASE WHEN miles > 1 THEN 'yes' ELSE «'bad' END\"\n",
    );
}

#[test]
fn a_mistake_in_what_a_shared_file_states_names_that_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("p");
    std::fs::create_dir(&root).unwrap();
    std::fs::write(root.join("data.csv"), DATA).unwrap();
    let base = "format = 1\n[features]\n\nfar = \"kilometres > 2\"\n";
    std::fs::write(folder.path().join("base.toml"), base).unwrap();
    let text = RIDES.replace("[[source]]", "extends = \"../base.toml\"\n[[source]]");
    std::fs::write(root.join("jalon.toml"), text).unwrap();
    let project = Project::open(&root).unwrap();
    let loaded = Loaded::of(&project, &Progress::silent()).unwrap();
    let faults = faults(&project, Some(&loaded));
    let fault = faults.iter().find(|f| f.key == "features.far").unwrap();
    assert!(
        fault.message.starts_with("'../base.toml' line 4: "),
        "{faults:#?}"
    );
    assert_eq!(fault.line, Some(2), "the line that extends it");
    let cause = fault.cause.as_ref().unwrap();
    assert_eq!(cause.line, Some(4));
}
