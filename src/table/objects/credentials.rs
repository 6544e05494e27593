//! The files of AWS that hold a key or a region, where the environment says neither: `~/.aws/credentials` and `~/.aws/config`, of the
//! profile that `AWS_PROFILE` names.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// What is read of the files, and what it is called in the environment.
const KEYS: [(&str, &str); 5] = [
    ("aws_access_key_id", "AWS_ACCESS_KEY_ID"),
    ("aws_secret_access_key", "AWS_SECRET_ACCESS_KEY"),
    ("aws_session_token", "AWS_SESSION_TOKEN"),
    ("region", "AWS_REGION"),
    ("endpoint_url", "AWS_ENDPOINT_URL"),
];

/// What the files say and the environment does not, by key of the files. Keys are taken together from one place.
pub(super) fn of_files() -> BTreeMap<&'static str, String> {
    let profile = said("AWS_PROFILE").unwrap_or_else(|| "default".into());
    let mut found = BTreeMap::new();
    for (file, variable) in [
        ("config", "AWS_CONFIG_FILE"),
        ("credentials", "AWS_SHARED_CREDENTIALS_FILE"),
    ] {
        let path = said(variable).map(PathBuf::from).or_else(|| {
            let home = said("HOME").map(PathBuf::from)?;
            Some(home.join(".aws").join(file))
        });
        let text = path.and_then(|path| std::fs::read_to_string(path).ok());
        found.extend(of_profile(&text.unwrap_or_default(), &profile));
    }
    let has_key = said("AWS_ACCESS_KEY_ID").is_some();
    found.retain(|key, _| {
        let name = KEYS.iter().find(|(known, _)| known == key);
        let is_key = key.starts_with("aws_");
        !(is_key && has_key) && name.is_some_and(|(_, variable)| said(variable).is_none())
    });
    if said("AWS_DEFAULT_REGION").is_some() {
        found.remove("region");
    }
    found
}

fn said(variable: &str) -> Option<String> {
    std::env::var(variable).ok().filter(|text| !text.is_empty())
}

/// The keys of a profile: `[default]`, `[name]` or `[profile name]`.
fn of_profile(text: &str, profile: &str) -> BTreeMap<&'static str, String> {
    let mut found = BTreeMap::new();
    let mut is_ours = false;
    for line in text.lines() {
        // What is set in belongs to the key above it.
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let line = line.trim();
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            let name = name.trim();
            is_ours = name.strip_prefix("profile ").unwrap_or(name).trim() == profile;
        } else if let (true, Some((key, value))) = (is_ours, line.split_once('='))
            && let Some((known, _)) = KEYS.iter().find(|(known, _)| *known == key.trim())
        {
            found.insert(*known, value.trim().to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_of_the_profile() {
        let text = "# remark\n[default]\naws_access_key_id = A\nregion=eu-west-3\n\n[profile other]\nregion = us-east-2\ns3 =\n  endpoint_url = http://x\n";
        let found = of_profile(text, "default");
        assert_eq!(found["aws_access_key_id"], "A");
        assert_eq!(found["region"], "eu-west-3");
        let other = of_profile(text, "other");
        assert_eq!(other.len(), 1, "what is set in is no key of the profile");
        assert_eq!(other["region"], "us-east-2");
    }
}
