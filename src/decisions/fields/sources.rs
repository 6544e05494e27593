//! Fields of the data: `[[source]]`, `[rights]`, `[columns]`.

use super::FieldType::*;
use super::{Field, Section};
use crate::decisions::{Access, JoinHow, Kind, Ragged, Sensitivity, Stage};

pub(super) const SECTIONS: &[Section] = &[
    Section {
        path: "source",
        title: "Sources",
        doc: "where the data come from, and whether they may be used",
        list: true,
        fields: SOURCE,
    },
    Section {
        path: "rights",
        title: "Rights",
        doc: "what GDPR, CNIL and the AI Act ask; \"unknown\" is a valid answer and is flagged",
        list: false,
        fields: RIGHTS,
    },
    Section {
        path: "columns",
        title: "Columns",
        doc: "the dictionary of variables, a line a column, only what was decided",
        list: false,
        fields: COLUMNS,
    },
];

const SOURCE: &[Field] = &[
    Field::new("source[].name", Text, "short name, used by joins"),
    Field::new(
        "source[].path",
        Path,
        "file, glob or folder, relative to this file",
    )
    .why("everything else is computed from them")
    .asks("Where are the data?")
    .example("rides.csv, or a folder of files")
    .needed(Stage::Data),
    Field::new(
        "source[].query",
        LongText,
        "SQL of a database, instead of a path",
    ),
    Field::new(
        "source[].connection_env",
        Text,
        "environment variable that holds the connection",
    )
    .why("a password never stands in a project file"),
    Field::new(
        "source[].read.missing",
        Texts,
        "texts that mean missing, besides the empty cell",
    )
    .default("detected"),
    Field::new("source[].read.delimiter", Character, "column separator").default("detected"),
    Field::new("source[].read.decimal", Choice(&[".", ","]), "decimal mark").default("detected"),
    Field::new(
        "source[].read.encoding",
        Word(&["utf-8", "windows-1252", "iso-8859-15", "utf-16le"]),
        "encoding label (WHATWG)",
    )
    .default("detected"),
    Field::new(
        "source[].read.header",
        Flag,
        "whether the first row names the columns",
    )
    .default("detected"),
    Field::new(
        "source[].read.quote",
        Text,
        "sign that quotes cells, or `none`",
    )
    .default("detected"),
    Field::new(
        "source[].read.thousands",
        Text,
        "mark between thousands, or `none`",
    )
    .default("detected"),
    Field::new(
        "source[].read.comment",
        Text,
        "sign that begins lines that are passed over, or `none`",
    )
    .default("detected"),
    Field::new(
        "source[].read.skip",
        Integer {
            min: 0,
            max: i64::MAX,
        },
        "lines above the header",
    )
    .unit("lines")
    .default("detected"),
    Field::new(
        "source[].read.footer",
        Integer {
            min: 0,
            max: i64::MAX,
        },
        "lines below the last row: totals, remarks",
    )
    .unit("lines")
    .default("detected"),
    Field::new(
        "source[].read.ragged",
        Choice(Ragged::WORDS),
        "what becomes of rows with more or fewer cells than the first",
    )
    .default("fill where they are one in ten at most, else error"),
    Field::new(
        "source[].read.text",
        Columns,
        "columns that are texts whatever they look like, such as codes",
    ),
    Field::new("source[].where", Expression, "rows kept").default("every row"),
    Field::new(
        "source[].join.source",
        Text,
        "name of the source it is joined with; the first source is the main one",
    )
    .required(),
    Field::new(
        "source[].join.on",
        Columns,
        "key columns, of the same name in both; a key stands once in the source that is added",
    )
    .required(),
    Field::new(
        "source[].join.how",
        Choice(JoinHow::WORDS),
        "which rows stay",
    )
    .default("left"),
    Field::new(
        "source[].join.prefix",
        Text,
        "written before the names of the columns that the join adds",
    )
    .why("two columns of one name cannot be told apart")
    .default("none"),
    Field::new(
        "source[].sample",
        Integer {
            min: 1,
            max: i64::MAX,
        },
        "rows kept at most, drawn by chance",
    )
    .unit("rows")
    .default("every row"),
    Field::new(
        "source[].access",
        Choice(Access::WORDS),
        "whether it may be read",
    )
    .asks("May these data be read?")
    .default("unknown")
    .needed(Stage::Ship)
    .why("a project stops on the day access is refused"),
    Field::new("source[].owner", Text, "who owns it")
        .why("only the owner can say yes, and can say no one day")
        .asks("Who owns these data?")
        .example("the city taxi office")
        .needed(Stage::Ship),
    Field::new("source[].licence", Text, "under which licence").needed(Stage::Ship),
    Field::new("source[].scraped", Flag, "whether it was scraped")
        .asks("Were they scraped from a site that did not offer them?")
        .why("scraped data rarely carry a right to commercial use"),
    Field::new(
        "source[].personal_data",
        Flag,
        "whether it is about persons",
    )
    .asks("Are they about persons?")
    .needed(Stage::Ship)
    .why("personal data bring duties and are masked on screen"),
    Field::new(
        "source[].commercial_use",
        Flag,
        "whether it may be used commercially",
    )
    .why("a licence for research is none for a product")
    .asks("May they be used commercially?")
    .needed(Stage::Ship),
    Field::new(
        "source[].sensitivity",
        Choice(Sensitivity::WORDS),
        "why it must be handled with care",
    )
    .why("secrets of others must not leave with a report or a model")
    .asks("Must they be handled with special care?")
    .default("none"),
];

const RIGHTS: &[Field] = &[
    Field::new(
        "rights.purpose",
        LongText,
        "why the data are processed (GDPR art. 5)",
    )
    .needed(Stage::Ship),
    Field::new(
        "rights.legal_basis",
        Word(&[
            "consent",
            "contract",
            "legal obligation",
            "vital interests",
            "public task",
            "legitimate interest",
            "no personal data",
            "unknown",
        ]),
        "on which ground (GDPR art. 6)",
    )
    .needed(Stage::Ship),
    Field::new(
        "rights.role",
        Word(&["controller", "joint controller", "processor", "unknown"]),
        "our role (GDPR art. 4, 26, 28)",
    )
    .needed(Stage::Ship),
    Field::new(
        "rights.minimisation",
        LongText,
        "why each personal column is needed (GDPR art. 5)",
    )
    .needed(Stage::Ship),
    Field::new(
        "rights.retention",
        Text,
        "how long data are kept (GDPR art. 5)",
    )
    .needed(Stage::Ship),
    Field::new(
        "rights.information",
        LongText,
        "how people are told (GDPR art. 13 and 14)",
    )
    .needed(Stage::Ship),
    Field::new(
        "rights.requests",
        LongText,
        "how people see, correct and erase their data (GDPR art. 15 to 21)",
    )
    .needed(Stage::Ship),
    Field::new(
        "rights.security",
        LongText,
        "how data and model are kept safe (GDPR art. 32)",
    )
    .needed(Stage::Ship),
    Field::new(
        "rights.dpia",
        Word(&["done", "planned", "not needed", "unknown"]),
        "impact assessment (GDPR art. 35)",
    )
    .needed(Stage::Ship),
    Field::new(
        "rights.special_categories",
        Word(&[
            "none",
            "health",
            "ethnic origin",
            "political opinion",
            "religion",
            "trade union",
            "genetic",
            "biometric",
            "sex life",
            "offences",
            "unknown",
        ]),
        "health, origin, opinion and the like (GDPR art. 9 and 10)",
    )
    .needed(Stage::Ship),
    Field::new(
        "rights.special_basis",
        Word(&[
            "explicit consent",
            "employment law",
            "vital interests",
            "made public by the person",
            "legal claims",
            "substantial public interest",
            "health care",
            "public health",
            "research",
            "unknown",
        ]),
        "what permits the special categories (GDPR art. 9(2))",
    )
    .needed(Stage::Ship)
    .why("without one of them such data may not be used at all"),
    Field::new(
        "rights.automated_decision",
        Word(&["no", "with a human", "yes", "unknown"]),
        "decisions taken without a human (GDPR art. 22)",
    )
    .needed(Stage::Ship),
    Field::new(
        "rights.recourse",
        LongText,
        "how a person reaches a human who can change the decision (GDPR art. 22(3))",
    )
    .needed(Stage::Ship)
    .why("an automated decision without it is not allowed"),
    Field::new(
        "rights.model_personal",
        Word(&["no", "yes", "unknown"]),
        "whether persons can be read out of the model itself",
    )
    .needed(Stage::Ship)
    .why("a model that remembers persons is personal data, with all the duties"),
    Field::new(
        "rights.annotation",
        LongText,
        "who labelled the data, and by which rules",
    )
    .needed(Stage::Ship)
    .why("a model learns the labels, their mistakes included"),
    Field::new(
        "rights.ai_act",
        Word(&["minimal", "limited", "high", "prohibited", "unknown"]),
        "class of risk (EU AI Act)",
    )
    .needed(Stage::Ship),
];

const COLUMNS: &[Field] = &[
    Field::new("columns.*.kind", Choice(Kind::WORDS), "what its values are")
    .why("numbers are averaged, names are counted, ids are left alone")
    .asks("What are its values?")
        .default("read from the data"),
    Field::new(
        "columns.*.role",
        Choice(&["feature", "ignore"]),
        "what it does; target, time, group, id and weight are named in [problem]",
    )
    .why("what is not learned from can neither help nor leak")
    .asks("Shall models learn from it?")
    .default("feature"),
    Field::new("columns.*.why", Text, "why it is ignored"),
    Field::new("columns.*.meaning", Text, "what it means"),
    Field::new("columns.*.unit", Text, "its unit"),
    Field::new("columns.*.range", Range, "lowest and highest valid value")
        .why("a value outside it is a finding"),
    Field::new(
        "columns.*.known_at_prediction",
        Flag,
        "whether it is known when the prediction is made",
    )
    .asks("Is it known when the prediction is made?")
    .default("true; with a horizon, only where the column does not change in time")
    .why("a model that learns from the future fails in production; features computed from it are not known either"),
    Field::new("columns.*.levels", Labels, "values of an ordinal, lowest first"),
    Field::new("columns.*.personal", Flag, "whether it is about a person")
        .default("found by the checks")
        .why("its values are masked and never kept in evidence"),
];
