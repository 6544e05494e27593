//! Words of folds, models and production.

use super::words;

words! {
    /// How rows are divided into folds.
    Strategy {
        /// By chance.
        Random = "random",
        /// By chance, classes in equal shares.
        Stratified = "stratified",
        /// Whole groups.
        Group = "group",
        /// Past before future.
        Time = "time",
        /// Whole groups, past before future.
        GroupTime = "group-time",
    }
}

words! {
    /// How the run to ship is chosen.
    Choose {
        /// The best mean score.
        Best = "best",
        /// Near the best, and stands up best to stress.
        Resilient = "resilient",
    }
}

words! {
    /// How much classes count while training.
    ClassWeight {
        /// Every class as much as any other, however rare.
        Balanced = "balanced",
    }
}

words! {
    /// How parameters are searched.
    Search {
        /// Independent draws.
        Random = "random",
        /// Tree-structured Parzen estimator.
        Tpe = "tpe",
    }
}

words! {
    /// How often the world behind the data changes its ways.
    Changes {
        /// Not for years.
        Rarely = "rarely",
        /// Every year.
        Yearly = "yearly",
        /// Every month.
        Monthly = "monthly",
        /// Every week.
        Weekly = "weekly",
        /// Every day.
        Daily = "daily",
    }
}

impl Changes {
    /// Days between two changes; none where there is no counting on one.
    pub fn days(self) -> Option<f64> {
        match self {
            Changes::Rarely => None,
            Changes::Yearly => Some(365.0),
            Changes::Monthly => Some(30.0),
            Changes::Weekly => Some(7.0),
            Changes::Daily => Some(1.0),
        }
    }
}

words! {
    /// Which answers must be explained.
    Explain {
        /// None of them.
        None = "none",
        /// What drives them on the whole.
        Overall = "overall",
        /// Each to the person it is about.
        Each = "each answer",
    }
}
