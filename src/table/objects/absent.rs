//! Builds without the feature `cloud` reach no store.

use super::{Address, Store};
use crate::error::{Error, Result};

/// The store of an address: there is none.
pub(super) fn of(address: &Address) -> Result<Box<dyn Store>> {
    let command = match address.scheme() {
        "s3" => "aws s3 cp",
        "gs" => "gcloud storage cp",
        "az" => "az storage blob download",
        _ => "curl -O",
    };
    Err(Error::new("objects of stores are not read by this build")
        .at_file(address.text())
        .with_fix(format!(
            "build it with them: cargo install --path . --features cloud; or copy the object first with {command}, and name the copy"
        )))
}
