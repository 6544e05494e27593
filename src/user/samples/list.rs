//! The samples with their files, in the order in which they are shown.

use super::Sample;

/// Every sample.
pub(super) const SAMPLES: &[Sample] = &[TAXI, WEATHER, CREDIT, SALES, DRIVES, SPAM, DIGITS, SOUNDS];

const TAXI: Sample = Sample {
    name: "taxi",
    title: "Taxi fares of Chicago",
    line: "what a ride will cost: a tariff is hard to beat",
    spec: include_str!("../../../assets/samples/taxi/jalon.toml"),
    files: &[
        (
            "rides.csv",
            include_bytes!("../../../assets/samples/taxi/rides.csv"),
        ),
        (
            "rides-2016.csv",
            include_bytes!("../../../assets/samples/taxi/rides-2016.csv"),
        ),
        (
            "SOURCE.md",
            include_bytes!("../../../assets/samples/taxi/SOURCE.md"),
        ),
    ],
    packed: None,
};

const WEATHER: Sample = Sample {
    name: "weather",
    title: "Tomorrow's weather in Seattle",
    line: "tomorrow's weather: like today is right six days in ten",
    spec: include_str!("../../../assets/samples/weather/jalon.toml"),
    files: &[
        (
            "weather.csv",
            include_bytes!("../../../assets/samples/weather/weather.csv"),
        ),
        (
            "SOURCE.md",
            include_bytes!("../../../assets/samples/weather/SOURCE.md"),
        ),
    ],
    packed: None,
};

const CREDIT: Sample = Sample {
    name: "credit",
    title: "Credit risk of a German bank",
    line: "who pays a credit back: a miss costs five false alarms",
    spec: include_str!("../../../assets/samples/credit/jalon.toml"),
    files: &[
        (
            "credits.csv",
            include_bytes!("../../../assets/samples/credit/credits.csv"),
        ),
        (
            "SOURCE.md",
            include_bytes!("../../../assets/samples/credit/SOURCE.md"),
        ),
    ],
    packed: None,
};

const SALES: Sample = Sample {
    name: "sales",
    title: "House sales in Texas, by month",
    line: "houses sold a month in 46 places: what last year tells",
    spec: include_str!("../../../assets/samples/sales/jalon.toml"),
    files: &[
        (
            "sales.csv",
            include_bytes!("../../../assets/samples/sales/sales.csv"),
        ),
        (
            "sales-2015.csv",
            include_bytes!("../../../assets/samples/sales/sales-2015.csv"),
        ),
        (
            "SOURCE.md",
            include_bytes!("../../../assets/samples/sales/SOURCE.md"),
        ),
    ],
    packed: None,
};

const DRIVES: Sample = Sample {
    name: "drives",
    title: "Failing hard drives",
    line: "which drives fail: one in twenty, and a column that leaks",
    spec: include_str!("../../../assets/samples/drives/jalon.toml"),
    files: &[
        (
            "drives.csv",
            include_bytes!("../../../assets/samples/drives/drives.csv"),
        ),
        (
            "SOURCE.md",
            include_bytes!("../../../assets/samples/drives/SOURCE.md"),
        ),
    ],
    packed: None,
};

const SPAM: Sample = Sample {
    name: "spam",
    title: "Spam among mails, by subject",
    line: "whether a mail is spam: a rule that reads the words",
    spec: include_str!("../../../assets/samples/spam/jalon.toml"),
    files: &[
        (
            "mails.csv",
            include_bytes!("../../../assets/samples/spam/mails.csv"),
        ),
        (
            "SOURCE.md",
            include_bytes!("../../../assets/samples/spam/SOURCE.md"),
        ),
    ],
    packed: None,
};

const DIGITS: Sample = Sample {
    name: "digits",
    title: "Handwritten digits, pictures",
    line: "which digit was written: five measures say half of it",
    spec: include_str!("../../../assets/samples/digits/jalon.toml"),
    files: &[
        (
            "digits.csv",
            include_bytes!("../../../assets/samples/digits/digits.csv"),
        ),
        (
            "SOURCE.md",
            include_bytes!("../../../assets/samples/digits/SOURCE.md"),
        ),
    ],
    packed: Some(include_bytes!(
        "../../../assets/samples/digits/pictures.tar.zst"
    )),
};

const SOUNDS: Sample = Sample {
    name: "sounds",
    title: "Drums and other sounds",
    line: "what was played: how little 60 recordings can prove",
    spec: include_str!("../../../assets/samples/sounds/jalon.toml"),
    files: &[
        (
            "clips.csv",
            include_bytes!("../../../assets/samples/sounds/clips.csv"),
        ),
        (
            "SOURCE.md",
            include_bytes!("../../../assets/samples/sounds/SOURCE.md"),
        ),
    ],
    packed: Some(include_bytes!(
        "../../../assets/samples/sounds/clips.tar.zst"
    )),
};
