//! Objects of stores (`s3://bucket/rides/*.csv`, `gs://`, `az://`, `https://`): fetched once into a folder, then read as any file of
//! that name. Only builds with the feature `cloud` reach stores; others say so.
//!
//! | file | what lives there |
//! |--|--|
//! | `address` | [`Address`]: what stands under `path`, and where its objects are kept |
//! | `selection` | which objects of a bucket an address means (feature `cloud`) |
//! | `kept` | [`Objects`]: the folder with the objects that were fetched, and what is known of each |
//! | `store` | the stores themselves (feature `cloud`) |
//! | `credentials` | the files of AWS that hold a key or a region (feature `cloud`) |
//! | `absent` | what stands in their place in other builds |

mod address;
#[cfg(feature = "cloud")]
mod credentials;
mod kept;
#[cfg(any(feature = "cloud", test))]
mod selection;
#[cfg(feature = "cloud")]
mod store;
#[cfg(not(feature = "cloud"))]
#[path = "absent.rs"]
mod store;

pub use address::Address;
pub use kept::{Fetched, Objects};

use serde::{Deserialize, Serialize};

use crate::error::Result;

/// An object of a store, as the store describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// Its key in the bucket.
    key: String,
    /// Bytes.
    size: u64,
    /// The store's mark of the content, where it has one.
    etag: Option<String>,
    /// When it was written, in seconds since 1970.
    written: i64,
}

/// What can be asked of a store.
trait Store {
    /// The objects of an address in order of their keys; none where there is no such object.
    fn list(&self, address: &Address) -> Result<Vec<Object>>;

    /// The bytes of an object, piece after piece. `take` is also asked, with no bytes, while none come, and ends the work by an error.
    fn bytes(&self, object: &Object, take: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()>;
}
