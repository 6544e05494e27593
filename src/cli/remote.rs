//! Objects of stores that a command names outside a project: fetched into the user's folder.

use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::table::Address;
use crate::user::UserFolders;
use crate::work::Progress;

/// The file of a path: itself, or that of the objects it names, fetched where they are not here as the store has them.
pub(super) fn local(path: &Path, progress: &Progress) -> Result<PathBuf> {
    let Some(address) = Address::of(path) else {
        return Ok(path.to_owned());
    };
    let objects = UserFolders::of_environment()?.objects();
    let fetched = objects.fetch(&address, &mut |share| {
        progress.fetching(address.text(), share)
    })?;
    Ok(fetched.path)
}
