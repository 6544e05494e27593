//! The user's config file as the command line finds it: named by `--config`, or in the user's folder.

use std::path::Path;

use crate::error::Result;
use crate::user::{Loaded, UserFolders};

use super::face::{Face, Failure};

/// Cores from which on the workbench leaves one to the screen; with fewer, training would lose half its speed.
const CORES: usize = 3;

/// Reads the file that was named, or the user's own, which may be absent. A mistake in a file named for a command is
/// bad input; the workbench goes on with the defaults and shows it.
pub(super) fn load(named: Option<&Path>, workbench: bool) -> Result<Loaded> {
    match named {
        Some(file) => {
            let loaded = Loaded::named(file)?;
            if !workbench {
                loaded.require_valid()?;
            }
            Ok(loaded)
        }
        // Where there is no home there are no settings, and commands need none.
        None => Ok(UserFolders::of_environment()
            .map(|folders| Loaded::of(&folders.config_file()))
            .unwrap_or_default()),
    }
}

/// Tells mistakes in the file; the defaults hold in their place.
pub(super) fn tell_faults(face: &mut Face<'_>, loaded: &Loaded) -> Result<(), Failure> {
    for (fault, file) in loaded.faults.iter().zip(loaded.file.iter().cycle()) {
        face.hint(&format!("jalon: {}", fault.to_error(file)))?;
    }
    Ok(())
}

/// Threads asked for by flag or config; the workbench leaves a core to the screen where there are enough.
pub(super) fn threads(flag: Option<u16>, loaded: &Loaded, workbench: bool) -> Option<u16> {
    let decided = u16::try_from(loaded.config.threads).ok().filter(|n| *n > 0);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let all_but_one = (workbench && cores >= CORES).then(|| cores - 1);
    flag.or(decided)
        .or_else(|| all_but_one.and_then(|n| u16::try_from(n).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_wins_over_the_config() {
        let mut loaded = Loaded::default();
        assert_eq!(threads(None, &loaded, false), None);
        loaded.config.threads = 3;
        assert_eq!(threads(None, &loaded, false), Some(3));
        assert_eq!(threads(Some(1), &loaded, true), Some(1));
    }

    #[test]
    fn a_named_file_must_be_there() {
        assert!(load(Some(Path::new("/no/such/config.toml")), true).is_err());
    }

    #[test]
    fn a_mistake_in_a_named_file_stops_a_command_and_not_the_workbench() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("c.toml");
        std::fs::write(&file, "\nglyphs = \"asci\"\n").unwrap();
        let error = load(Some(&file), false).unwrap_err();
        assert_eq!(
            (error.file.as_deref(), error.line),
            (Some(file.as_path()), Some(2))
        );
        assert!(error.to_string().contains("'ascii'"), "{error}");
        assert_eq!(load(Some(&file), true).unwrap().faults.len(), 1);
    }
}
