//! What closes the gate of the spec: uses that somebody, or the law, forbids.

use super::questions::{Answer, AskedWhen, answer, is_asked, special_categories};
use crate::decisions::{Access, Decisions, Source};
use crate::text::escape;

/// A ground that holds for special categories by itself (GDPR art. 9(2)(a)).
const EXPLICIT: &str = "explicit consent";

/// Why these data may not be used as decided, each with the way out; empty where nothing stands against it.
pub fn forbidden(decisions: &Decisions) -> Vec<String> {
    let sources = decisions.source.iter().enumerate();
    let mut reasons: Vec<String> = sources
        .flat_map(|(at, source)| of_source(decisions, source, at))
        .collect();
    reasons.extend(of_rights(decisions));
    reasons
}

fn of_source(decisions: &Decisions, source: &Source, at: usize) -> Vec<String> {
    let name = match &source.name {
        Some(name) => escape(name).into_owned(),
        None => format!("source {}", at + 1),
    };
    let commercial = decisions.project.commercial;
    let mut reasons = Vec::new();
    if source.access == Some(Access::Refused) {
        reasons.push(format!(
            "access to {name} was refused: find another source or ask again"
        ));
    }
    if source.scraped == Some(true) && commercial != Some(false) {
        reasons.push(format!(
            "{name} was scraped and the product is commercial: agree with its owner and state `scraped = false`, find another source, or state project.commercial = false"
        ));
    } else if source.commercial_use == Some(false) && commercial == Some(true) {
        reasons.push(format!(
            "{name} may not be used commercially and the product is commercial: find another source or another licence"
        ));
    }
    reasons
}

fn of_rights(decisions: &Decisions) -> Vec<String> {
    let is_open = |key: &str| !matches!(answer(decisions, key), Answer::Stated(_));
    let says = |key: &str, word: &str| answer(decisions, key) == Answer::Stated(word.to_owned());
    let mut reasons = Vec::new();
    if let Some(categories) = special_categories(decisions)
        && is_open("rights.special_basis")
        && !says("rights.legal_basis", EXPLICIT)
    {
        reasons.push(format!(
            "special categories ({}) are used without a basis: state rights.special_basis (GDPR art. 9(2)), or leave these columns out",
            escape(&categories)
        ));
    }
    if is_asked(decisions, AskedWhen::Automated) && is_open("rights.recourse") {
        reasons.push(
            "something is decided about persons by the model alone: state rights.recourse, how they reach a human (GDPR art. 22(3)), or let a human decide".into(),
        );
    }
    if says("rights.ai_act", "prohibited") {
        reasons
            .push("the product is prohibited by the EU AI Act (art. 5): build another one".into());
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decisions::parse;

    fn reasons(text: &str) -> Vec<String> {
        let parsed = parse(&format!("format = 1\n{text}"));
        assert!(parsed.faults.is_empty(), "{:?}", parsed.faults);
        forbidden(&parsed.decisions)
    }

    #[test]
    fn each_forbidden_use_closes_the_gate_and_its_way_out_opens_it() {
        let cases = [
            (
                "[[source]]\npath = \"a\"\naccess = \"refused\"\n",
                "[[source]]\npath = \"a\"\naccess = \"asked\"\n",
                "refused",
            ),
            (
                "[[source]]\npath = \"a\"\nscraped = true\ncommercial_use = true\n",
                "[project]\ncommercial = false\n[[source]]\npath = \"a\"\nscraped = true\n",
                "scraped",
            ),
            (
                "[project]\ncommercial = true\n[[source]]\npath = \"a\"\ncommercial_use = false\n",
                "[[source]]\npath = \"a\"\ncommercial_use = false\n",
                "commercially",
            ),
            (
                "[rights]\nspecial_categories = \"health\"\nlegal_basis = \"contract\"\n",
                "[rights]\nspecial_categories = \"health\"\nspecial_basis = \"health care\"\n",
                "art. 9(2)",
            ),
            (
                "[rights]\nspecial_categories = \"health\"\nspecial_basis = \"unknown\"\n",
                "[rights]\nspecial_categories = \"health\"\nlegal_basis = \"explicit consent\"\n",
                "health",
            ),
            (
                "[rights]\nautomated_decision = \"yes\"\n",
                "[rights]\nautomated_decision = \"with a human\"\n",
                "art. 22",
            ),
            (
                "[rights]\nai_act = \"prohibited\"\n",
                "[rights]\nai_act = \"high\"\n",
                "AI Act",
            ),
        ];
        for (closed, open, word) in cases {
            let said = reasons(closed);
            assert!(
                said.len() == 1 && said[0].contains(word),
                "{closed}: {said:?}"
            );
            assert_eq!(reasons(open), Vec::<String>::new(), "{open}");
        }
        assert_eq!(
            reasons("[rights]\nautomated_decision = \"yes\"\nrecourse = \"the desk\"\n").len(),
            0
        );
    }
}
