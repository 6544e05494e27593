//! Pages over the leaderboard: what a run rests on, and two contenders side by side. Each is what a job found.

use crate::text;
use crate::train::{Duel, Explanation};
use crate::tui::actions::Screen;
use crate::tui::app::{Effect, Entrant, JobView, List, Overlay, State, Task};

/// What was found about one contender or two.
#[derive(Debug, Clone, PartialEq)]
pub enum Page {
    /// What a run rests on.
    Explained(Box<Explanation>),
    /// Two contenders side by side.
    Compared(Box<Duel>),
    /// The verdict in full.
    Judged,
}

/// Whom a contender can be compared with.
#[derive(Debug, Clone, PartialEq)]
pub struct Rival {
    /// What it is called, with its score.
    pub label: String,
    /// Number of the run, or name of the baseline.
    pub id: String,
}

impl State {
    /// The page that is open.
    pub fn page(&self) -> Option<&Page> {
        let open = self.open.as_ref()?;
        open.page.as_ref().filter(|_| self.screen == Screen::Train)
    }

    /// Shows what a job found.
    pub(super) fn turn_to(&mut self, page: Page) {
        self.go(Screen::Train);
        self.lists.put(List::Page, 0);
        if let Some(open) = &mut self.open {
            open.page = Some(page);
        }
    }

    /// Shows the verdict in full.
    pub(super) fn show_verdict(&mut self) {
        self.turn_to(Page::Judged);
    }

    /// Why there is no verdict to show.
    pub(super) fn refuse_verdict(&self) -> Option<String> {
        let board = self.facts().and_then(|f| f.board.as_ref());
        let verdict = board.and_then(|board| board.verdict.as_ref());
        verdict
            .is_none()
            .then(|| "there is no verdict yet; t trains models".into())
    }

    /// Starts to explain the run under the cursor.
    pub(super) fn explain(&mut self) -> Vec<Effect> {
        match self.entrant().and_then(|entrant| entrant.run) {
            Some(run) => self.look_into(Task::Explain(run)),
            None => Vec::new(),
        }
    }

    /// Asks with whom the contender under the cursor is compared.
    pub(super) fn ask_rival(&mut self) {
        let Some(entrant) = self.entrant() else {
            return;
        };
        let rivals = self.rivals();
        let wanted = self.likely_rival(&entrant);
        let at = rivals
            .iter()
            .position(|rival| Some(&rival.id) == wanted.as_ref());
        self.lists.put(List::Choices, at.unwrap_or(0));
        self.overlay = Some(Overlay::Rivals {
            of: entrant.id(),
            title: format!("Compare {} with", entrant.title()),
            rivals,
        });
    }

    /// Starts the comparison with the rival under the cursor.
    pub(super) fn take_rival(&mut self) -> Vec<Effect> {
        let Some(Overlay::Rivals { of, rivals, .. }) = self.overlay.take() else {
            return Vec::new();
        };
        match rivals.into_iter().nth(self.lists.at(List::Choices)) {
            Some(rival) => self.look_into(Task::Compare(of, rival.id)),
            None => Vec::new(),
        }
    }

    fn look_into(&mut self, task: Task) -> Vec<Effect> {
        let Some(root) = self.facts().map(|f| f.project.root.clone()) else {
            return Vec::new();
        };
        self.job = Some(JobView {
            step: "starting".into(),
            ..JobView::default()
        });
        vec![Effect::Start(root, task)]
    }

    /// The run or baseline under the cursor of the leaderboard.
    fn entrant(&self) -> Option<Entrant> {
        self.entrants().into_iter().nth(self.lists.at(List::Board))
    }

    /// Every other contender that was scored.
    fn rivals(&self) -> Vec<Rival> {
        let at = self.lists.at(List::Board);
        let benchmark = self.facts().and_then(|f| f.benchmark.as_ref());
        let entrants = self.entrants().into_iter().enumerate();
        let others = entrants.filter(|(i, e)| *i != at && e.failed.is_none());
        let rival = |(_, entrant): (usize, Entrant)| {
            let score = entrant
                .mean
                .zip(benchmark)
                .map_or_else(String::new, |(mean, b)| {
                    format!("   {} {}", b.metric, text::with_unit(mean, &b.unit))
                });
            Rival {
                label: format!("{}{score}", entrant.title()),
                id: entrant.id(),
            }
        };
        others.map(rival).collect()
    }

    /// What a contender is most often compared with: what runs now; else the best contender; of the best itself the best
    /// baseline.
    fn likely_rival(&self, entrant: &Entrant) -> Option<String> {
        let champion = self.facts()?.shipped.first().map(|s| &s.version);
        let champion = champion.map(|v| v.run.map_or(v.name.clone(), |run| run.to_string()));
        let entrants = self.entrants();
        let best = entrants.first().map(Entrant::id);
        let baseline = entrants.iter().find(|e| e.run.is_none()).map(Entrant::id);
        let own = entrant.id();
        [champion, best, baseline]
            .into_iter()
            .flatten()
            .find(|id| *id != own)
    }

    /// Why the contender under the cursor cannot be explained.
    pub(super) fn refuse_explaining(&self) -> Option<String> {
        match self.entrant() {
            None => Some("nothing was scored yet; r runs what is missing".into()),
            Some(entrant) if entrant.failed.is_some() => Some(format!(
                "{} failed: there is nothing to explain",
                entrant.name
            )),
            Some(entrant) if entrant.run.is_none() => {
                Some("a baseline is what it says; choose a run".into())
            }
            Some(_) => None,
        }
    }

    /// Why the contender under the cursor cannot be compared.
    pub(super) fn refuse_comparing(&self) -> Option<String> {
        match self.entrant() {
            None => Some("nothing was scored yet; r runs what is missing".into()),
            Some(entrant) if entrant.failed.is_some() => Some(format!(
                "{} failed: there is nothing to compare",
                entrant.name
            )),
            Some(_) => self
                .rivals()
                .is_empty()
                .then(|| "there is nothing to compare it with".into()),
        }
    }
}

impl Entrant {
    /// How it is asked for: the number of the run, or the name of the baseline.
    pub fn id(&self) -> String {
        match self.run {
            Some(run) => run.to_string(),
            None => self.name.clone(),
        }
    }

    /// `run 7 boosting`, `baseline tariff`.
    pub fn title(&self) -> String {
        match self.run {
            Some(run) => format!("run {run} {}", self.name),
            None => format!("baseline {}", self.name),
        }
    }
}
