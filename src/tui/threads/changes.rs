//! Files that others change while they are on screen: the config, the decisions of the open project and its versions.

use std::ffi::OsString;
use std::path::Path;
use std::sync::mpsc::Sender;

use crate::error::Result;
use crate::project::FILE;
use crate::ship::Versions;
use crate::tui::app::Msg;
use crate::tui::threads::eye::{Eye, Seen};

/// The state's side of the watch.
pub struct Changes(Eye);

impl Changes {
    /// Begins with the config's folder; what changes comes as a message that says no more than that.
    pub fn start(to: Sender<Msg>, config: Option<&Path>) -> Result<Self> {
        let names = [
            config,
            Some(Path::new(FILE)),
            Some(Path::new(Versions::FILE)),
        ];
        let names: Vec<OsString> = names
            .into_iter()
            .filter_map(|path| Some(path?.file_name()?.to_owned()))
            .collect();
        let eye = Eye::open("changes", move |file| {
            let ours = names.iter().any(|name| name == file);
            !ours || to.send(Msg::Changed).is_ok()
        })?;
        if let Some(folder) = config.and_then(Path::parent) {
            eye.watch(folder, Seen::Contents);
        }
        Ok(Self(eye))
    }

    /// Watches this project too.
    pub fn project(&self, root: &Path) {
        self.0.watch(root, Seen::Contents);
        if let Some(folder) = root.join(Versions::FILE).parent() {
            self.0.watch(folder, Seen::Contents);
        }
    }
}
