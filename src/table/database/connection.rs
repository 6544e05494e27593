//! Connections to PostgreSQL, encrypted as `sslmode` asks. What stands in the connection is never shown.

use std::sync::Arc;

use postgres::config::SslMode;
use postgres::{Client, Config, NoTls};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::{Error, Result};
use crate::text::{cut, escape};

/// Seconds to wait for a server where the connection does not say.
const PATIENCE: u64 = 15;

/// A connection as an environment variable gives it.
pub(super) struct Connection {
    variable: String,
    config: Config,
    trust: Trust,
    /// What must never be shown.
    secrets: Vec<String>,
}

/// Which servers are believed to be what they say, as `sslmode` has it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Trust {
    /// `disable`, `allow`, `prefer`, `require`: any, encrypted or not.
    Any,
    /// `verify-ca`: those whose certificate is signed by an authority that is trusted.
    Signed(Authorities),
    /// `verify-full`: those of the name that was asked for.
    Named(Authorities),
}

/// The authorities that are trusted: a file of certificates, or those of the system.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Authorities {
    System,
    File(String),
}

impl Connection {
    /// The connection that stands in an environment variable: `postgres://user:password@host/database?sslmode=…`, or `host=… user=…`.
    pub(super) fn of(variable: &str) -> Result<Self> {
        let shown = escape(variable).into_owned();
        let text = std::env::var(variable).map_err(|_| {
            Error::new(format!("the environment variable '{shown}' is not set")).with_fix(format!(
                "set it before jalon is started: export {shown}='postgres://user:password@host/database'"
            ))
        })?;
        let (text, parameters) = without_own(&text);
        let said = |key: &str| {
            parameters
                .iter()
                .find(|(k, _)| k == key)
                .map(|(_, v)| v.as_str())
        };
        let authorities = match said("sslrootcert") {
            None | Some("system") => Authorities::System,
            Some(file) => Authorities::File(file.to_owned()),
        };
        // No cause is told: it may quote the connection.
        let malformed = |_| {
            Error::new(format!(
                "what '{shown}' holds is no connection to PostgreSQL"
            ))
            .with_fix("write postgres://user:password@host:5432/database?sslmode=require")
        };
        let mut config: Config = text.parse().map_err(malformed)?;
        let (mode, trust) = match said("sslmode") {
            None | Some("prefer" | "allow") => (SslMode::Prefer, Trust::Any),
            Some("disable") => (SslMode::Disable, Trust::Any),
            Some("require") => (SslMode::Require, Trust::Any),
            Some("verify-ca") => (SslMode::Require, Trust::Signed(authorities)),
            Some("verify-full") => (SslMode::Require, Trust::Named(authorities)),
            Some(_) => {
                return Err(Error::new(format!("'sslmode' of '{shown}' is unknown"))
                    .with_fix("write disable, prefer, require, verify-ca or verify-full"));
            }
        };
        config.ssl_mode(mode).application_name("jalon");
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(std::time::Duration::from_secs(PATIENCE));
        }
        let password = config.get_password().map(String::from_utf8_lossy);
        let mut secrets: Vec<String> = password.iter().map(ToString::to_string).collect();
        secrets.push(text);
        secrets.retain(|secret| !secret.is_empty());
        Ok(Self {
            variable: shown,
            config,
            trust,
            secrets,
        })
    }

    /// Opens it.
    pub(super) fn open(&self) -> Result<Client> {
        let opened = match self.config.get_ssl_mode() {
            SslMode::Disable => self.config.connect(NoTls),
            _ => self
                .config
                .connect(MakeRustlsConnect::new(self.trust.tls()?)),
        };
        opened.map_err(|error| {
            self.failed(&error).with_fix(format!(
                "see whether the server answers and what '{}' holds",
                self.variable
            ))
        })
    }

    /// What the server or the connection says, without anything secret.
    pub(super) fn failed(&self, error: &postgres::Error) -> Error {
        let mut told = match error.as_db_error() {
            Some(said) => said.message().to_owned(),
            None => error.to_string(),
        };
        let mut cause = std::error::Error::source(error);
        while let Some(deeper) = cause.filter(|_| error.as_db_error().is_none()) {
            told = format!("{told}: {deeper}");
            cause = deeper.source();
        }
        for secret in &self.secrets {
            told = told.replace(secret, "…");
        }
        let hint = error.as_db_error().and_then(|said| said.hint());
        let message = format!("PostgreSQL: {}", cut(&escape(&told), 300));
        Error::new(message).with_fix(hint.unwrap_or("correct `query`").to_owned())
    }
}

/// The connection without the parameters that are read here, and these.
fn without_own(text: &str) -> (String, Vec<(String, String)>) {
    const OWN: [&str; 3] = ["sslmode", "sslrootcert", "channel_binding"];
    let is_own = |part: &str| OWN.iter().any(|key| part.starts_with(&format!("{key}=")));
    let mut own = Vec::new();
    let mut kept = |separator: char, rest: &str| {
        let mut keep = Vec::new();
        for part in rest.split(separator) {
            match part.split_once('=') {
                Some((key, value)) if is_own(part) && key != "channel_binding" => {
                    let value = value.trim_matches('\'').replace("%2F", "/");
                    own.push((key.to_owned(), value));
                }
                _ => keep.push(part),
            }
        }
        keep.join(&separator.to_string())
    };
    let is_url = text.starts_with("postgres://") || text.starts_with("postgresql://");
    let text = match (is_url, text.split_once('?')) {
        (true, Some((head, rest))) => match kept('&', rest) {
            rest if rest.is_empty() => head.to_owned(),
            rest => format!("{head}?{rest}"),
        },
        (true, None) => text.to_owned(),
        (false, _) => kept(' ', text),
    };
    (text, own)
}

impl Trust {
    fn tls(&self) -> Result<ClientConfig> {
        let provider = Arc::new(ring::default_provider());
        let failed = |error: String| {
            Error::new(format!(
                "the encryption cannot be set up: {}",
                escape(&error)
            ))
            .with_fix("see `sslmode` and `sslrootcert` of the connection")
        };
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider));
        let builder = builder
            .with_safe_default_protocol_versions()
            .map_err(|error| failed(error.to_string()))?;
        let verifier = match self {
            Trust::Any => None,
            Trust::Signed(authorities) | Trust::Named(authorities) => {
                let roots = Arc::new(authorities.roots()?);
                let verifier =
                    WebPkiServerVerifier::builder_with_provider(roots, Arc::clone(&provider));
                Some(
                    verifier
                        .build()
                        .map_err(|error| failed(error.to_string()))?,
                )
            }
        };
        let is_named = matches!(self, Trust::Named(_));
        let verifier = Verifier {
            provider,
            verifier,
            is_named,
        };
        let config = builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier));
        Ok(config.with_no_client_auth())
    }
}

impl Authorities {
    fn roots(&self) -> Result<RootCertStore> {
        let mut roots = RootCertStore::empty();
        let certificates: Vec<CertificateDer<'static>> = match self {
            Authorities::System => rustls_native_certs::load_native_certs().certs,
            Authorities::File(file) => {
                let unreadable = |error: rustls::pki_types::pem::Error| {
                    Error::new(format!("no certificates can be read: {error}"))
                        .at_file(file)
                        .with_fix("name a file of certificates (PEM) as `sslrootcert`")
                };
                let read = CertificateDer::pem_file_iter(file).map_err(unreadable)?;
                read.collect::<std::result::Result<_, _>>()
                    .map_err(unreadable)?
            }
        };
        roots.add_parsable_certificates(certificates);
        Ok(roots)
    }
}

/// Believes servers as `sslmode` asks.
#[derive(Debug)]
struct Verifier {
    provider: Arc<CryptoProvider>,
    /// Looks at who signed the certificate; none where that does not matter.
    verifier: Option<Arc<WebPkiServerVerifier>>,
    is_named: bool,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> std::result::Result<ServerCertVerified, rustls::Error> {
        use rustls::CertificateError::{NotValidForName, NotValidForNameContext};
        let Some(verifier) = &self.verifier else {
            return Ok(ServerCertVerified::assertion());
        };
        match verifier.verify_server_cert(certificate, others, name, ocsp, now) {
            Err(rustls::Error::InvalidCertificate(
                NotValidForName | NotValidForNameContext { .. },
            )) if !self.is_named => Ok(ServerCertVerified::assertion()),
            outcome => outcome,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_here_is_taken_out_of_the_connection() {
        let url =
            "postgres://u:p@h/d?sslmode=verify-full&connect_timeout=3&sslrootcert=%2Fetc%2Fca.pem";
        let (text, own) = without_own(url);
        assert_eq!(text, "postgres://u:p@h/d?connect_timeout=3");
        assert_eq!(own[1], ("sslrootcert".into(), "/etc/ca.pem".into()));
        let (text, own) = without_own("host=h user=u sslmode=require");
        assert_eq!((text.as_str(), own.len()), ("host=h user=u", 1));
    }

    #[test]
    fn an_absent_variable_is_told_with_a_way_out() {
        let told = Connection::of("JALON_NO_SUCH_CONNECTION")
            .map(|_| ())
            .unwrap_err()
            .to_string();
        assert!(
            told.contains("'JALON_NO_SUCH_CONNECTION' is not set"),
            "{told}"
        );
        assert!(told.contains("export"), "{told}");
    }
}
