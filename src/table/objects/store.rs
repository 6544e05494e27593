//! The stores themselves, through the library that polars reads them with.

use std::time::{Duration, Instant};

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey, resolve_bucket_region};
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::http::HttpBuilder;
use object_store::path::Path;
use object_store::{
    ClientOptions, GetOptions, ObjectMeta, ObjectStore, ObjectStoreExt as _, RetryConfig,
};
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

use super::{Address, Object, Store, credentials};
use crate::error::{Error, Result};
use crate::text::{cut, escape};

/// Seconds to wait for a connection.
const PATIENCE: u64 = 5;
/// Seconds after which a request is not tried again.
const TRIES: u64 = 10;
/// Seconds without a byte after which a store is given up.
const SILENCE: u64 = 60;
/// Time between two looks at whether the work is stopped.
const LOOK: Duration = Duration::from_millis(200);

/// A store, and what runs its requests.
struct Reached {
    store: Box<dyn ObjectStore>,
    runtime: Runtime,
    /// For messages.
    scheme: &'static str,
}

/// The store of an address. Keys come from the environment or the files of AWS.
pub(super) fn of(address: &Address) -> Result<Box<dyn Store>> {
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime =
        runtime.map_err(|error| Error::new(format!("no request can be made: {error}")))?;
    let options = ClientOptions::new()
        .with_connect_timeout(Duration::from_secs(PATIENCE))
        // A large object takes its time: silence is looked for while it is fetched.
        .with_timeout_disabled();
    let retry = RetryConfig {
        max_retries: 3,
        retry_timeout: Duration::from_secs(TRIES),
        ..RetryConfig::default()
    };
    let bucket = address.bucket();
    let (store, scheme): (object_store::Result<Box<dyn ObjectStore>>, _) = match address.scheme() {
        "s3" => {
            let mut builder = AmazonS3Builder::from_env().with_bucket_name(bucket);
            for (key, value) in credentials::of_files() {
                if let Ok(key) = key.parse() {
                    builder = builder.with_config(key, value);
                }
            }
            let said = |key: AmazonS3ConfigKey| builder.get_config_value(&key);
            let endpoint = said(AmazonS3ConfigKey::Endpoint);
            let is_plain = endpoint
                .as_ref()
                .is_some_and(|url| url.starts_with("http://"));
            let options = options.with_allow_http(is_plain);
            if endpoint.is_none() && said(AmazonS3ConfigKey::Region).is_none() {
                let region = runtime.block_on(resolve_bucket_region(bucket, &options));
                if let Ok(region) = region {
                    builder = builder.with_region(region);
                }
            }
            let builder = builder.with_client_options(options).with_retry(retry);
            (builder.build().map(|store| Box::new(store) as _), "s3")
        }
        "gs" => {
            let builder = GoogleCloudStorageBuilder::from_env().with_bucket_name(bucket);
            let builder = builder.with_client_options(options).with_retry(retry);
            (builder.build().map(|store| Box::new(store) as _), "gs")
        }
        "az" => {
            let builder = MicrosoftAzureBuilder::from_env().with_container_name(bucket);
            let builder = builder.with_client_options(options).with_retry(retry);
            (builder.build().map(|store| Box::new(store) as _), "az")
        }
        scheme => {
            let options = options.with_allow_http(scheme == "http");
            let builder = HttpBuilder::new().with_url(format!("{scheme}://{bucket}"));
            let builder = builder.with_client_options(options).with_retry(retry);
            (builder.build().map(|store| Box::new(store) as _), "https")
        }
    };
    let store = store.map_err(|error| failed(&error, scheme).at_file(address.text()))?;
    Ok(Box::new(Reached {
        store,
        runtime,
        scheme,
    }))
}

impl Store for Reached {
    fn list(&self, address: &Address) -> Result<Vec<Object>> {
        let failed = |error: object_store::Error| failed(&error, self.scheme);
        if !address.is_pattern() && !address.key().is_empty() {
            let key = Path::parse(address.key()).map_err(|error| failed(error.into()))?;
            match self.runtime.block_on(self.store.head(&key)) {
                Ok(meta) => return Ok(vec![described(meta)]),
                Err(object_store::Error::NotFound { .. }) if !address.is_web() => {}
                Err(object_store::Error::NotFound { .. }) => return Ok(Vec::new()),
                Err(error) => return Err(failed(error)),
            }
        }
        let prefix = match address.is_pattern() {
            true => address.prefix(),
            false => address.key().to_owned(),
        };
        let prefix = Path::parse(prefix).map_err(|error| failed(error.into()))?;
        let mut objects = self.runtime.block_on(async {
            let mut listed = self.store.list(Some(&prefix));
            let mut objects = Vec::new();
            while let Some(meta) = next(&mut listed).await {
                let object = described(meta?);
                if address.takes(&object.key) {
                    objects.push(object);
                }
            }
            Ok(objects)
        });
        if let Ok(objects) = &mut objects {
            objects.sort_by(|a: &Object, b| a.key.cmp(&b.key));
        }
        objects.map_err(failed)
    }

    fn bytes(&self, object: &Object, take: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let failed = |error: object_store::Error| failed(&error, self.scheme);
        let key = Path::parse(&object.key).map_err(|error| failed(error.into()))?;
        // An object that changes meanwhile would be half of each.
        let options = GetOptions {
            // Marks of web servers are often not made for comparing.
            if_match: object.etag.clone().filter(|_| self.scheme != "https"),
            ..GetOptions::default()
        };
        self.runtime.block_on(async {
            let found = self.store.get_opts(&key, options).await.map_err(failed)?;
            let mut pieces = found.into_stream();
            let mut since = Instant::now();
            loop {
                match timeout(LOOK, next(&mut pieces)).await {
                    Ok(Some(piece)) => take(&piece.map_err(failed)?)?,
                    Ok(None) => return Ok(()),
                    Err(_) => {
                        take(&[])?;
                        if since.elapsed().as_secs() >= SILENCE {
                            return Err(Error::new(format!("no byte came for {SILENCE} seconds"))
                                .with_fix("see whether the network holds, and try again"));
                        }
                        continue;
                    }
                }
                since = Instant::now();
            }
        })
    }
}

/// The next of a stream.
async fn next<T>(stream: &mut futures_core::stream::BoxStream<'_, T>) -> Option<T> {
    std::future::poll_fn(|context| stream.as_mut().poll_next(context)).await
}

fn described(meta: ObjectMeta) -> Object {
    Object {
        key: meta.location.to_string(),
        size: meta.size,
        etag: meta.e_tag,
        written: meta.last_modified.timestamp(),
    }
}

/// What a store says, without the part of an address that may hold a key.
fn failed(error: &object_store::Error, scheme: &str) -> Error {
    let mut told = error.to_string();
    while let Some(at) = told.find('?') {
        let end = told[at..]
            .find([' ', ')', '"', '\''])
            .map_or(told.len(), |end| at + end);
        told.replace_range(at..end, "…");
    }
    let fix = match (error, scheme) {
        (object_store::Error::Precondition { .. }, _) => {
            "the object changed while it was fetched: try again"
        }
        (_, "s3") => {
            "see whether the bucket is reached with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL; a public \
             bucket with AWS_SKIP_SIGNATURE=true"
        }
        (_, "gs") => "see whether GOOGLE_SERVICE_ACCOUNT names the file of a key that may read it",
        (_, "az") => "see whether AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY are set",
        _ => "see whether the address opens elsewhere",
    };
    Error::new(cut(&escape(&told), 300)).with_fix(fix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_hold_a_key_is_not_told() {
        let source = "GET https://h/c/k?sig=abc&se=1 failed (see https://h?sig=abc)";
        let error = object_store::Error::Generic {
            store: "Azure",
            source: source.into(),
        };
        let told = failed(&error, "az").to_string();
        assert!(!told.contains("abc"), "{told}");
        assert!(told.contains("https://h/c/k… failed"), "{told}");
    }
}
