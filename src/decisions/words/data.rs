//! Words of sources, columns and findings.

use super::words;

words! {
    /// What becomes of rows of another number of cells than the first.
    Ragged {
        /// What they lack is missing, what they have too many is cut off.
        Fill = "fill",
        /// They are left out.
        Drop = "drop",
        /// The file is refused.
        Error = "error",
    }
}

words! {
    /// Which rows stay when a source is joined.
    JoinHow {
        /// Every row; what is not found is missing.
        Left = "left",
        /// The rows whose key the other source has.
        Inner = "inner",
    }
}

words! {
    /// Whether the source may be read.
    Access {
        /// It can be read now.
        Granted = "granted",
        /// Asked for, no answer yet.
        Asked = "asked",
        /// The answer is no.
        Refused = "refused",
        /// Nobody asked.
        Unknown = "unknown",
    }
}

words! {
    /// Why a source must be handled with care.
    Sensitivity {
        /// No special care.
        None = "none",
        /// Banking secrecy.
        Bank = "bank",
        /// Health data.
        Health = "health",
        /// Know-how of the firm.
        TradeSecret = "trade-secret",
    }
}

words! {
    /// What the values of a column are.
    Kind {
        /// A quantity.
        Number = "number",
        /// One of a set of names without order.
        Category = "category",
        /// One of a set of names with an order.
        Ordinal = "ordinal",
        /// Yes or no.
        Boolean = "boolean",
        /// A day or an instant.
        Date = "date",
        /// Free text.
        Text = "text",
        /// Path of a picture.
        Image = "image",
        /// Path of a sound.
        Sound = "sound",
        /// A name of the row itself.
        Id = "id",
    }
}

impl Kind {
    /// What a cell holds or points to, in the plural, where that is content to be read as a whole and no single value: a column of it has about as
    /// many values as rows, and nothing can be told from the values as such.
    pub fn content(self) -> Option<&'static str> {
        match self {
            Kind::Text => Some("free text"),
            Kind::Image => Some("pictures"),
            Kind::Sound => Some("sounds"),
            _ => None,
        }
    }
}

words! {
    /// What a column does in the project.
    Role {
        /// Models may learn from it.
        Feature = "feature",
        /// What is predicted.
        Target = "target",
        /// When the row happened.
        Time = "time",
        /// Rows of one group belong together.
        Group = "group",
        /// Names the row.
        Id = "id",
        /// How much the row counts.
        Weight = "weight",
        /// Left aside.
        Ignore = "ignore",
    }
}

words! {
    /// How grave a finding or a fault is.
    Severity {
        /// Worth knowing.
        Info = "info",
        /// Worth a decision.
        Warning = "warning",
        /// Closes the gate.
        Error = "error",
    }
}
