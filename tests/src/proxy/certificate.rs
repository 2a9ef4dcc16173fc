//! A certificate that is made when it is needed, and signed by nobody.

use std::fs;
use std::path::{Path, PathBuf};

use super::Result;

/// The files of a certificate and its key.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// The certificate.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
    /// Both in one, as `HAProxy` wants it.
    pub both: PathBuf,
}

impl Certificate {
    /// Makes one for these names and addresses, in this folder.
    ///
    /// # Errors
    ///
    /// When a name is none, or a file cannot be written.
    pub fn make(names: &[&str], folder: &Path) -> Result<Self> {
        let names: Vec<String> = names.iter().copied().map(str::to_owned).collect();
        let made = rcgen::generate_simple_self_signed(names).map_err(|error| error.to_string())?;
        let (certificate, key) = (made.cert.pem(), made.signing_key.serialize_pem());
        let write = |name: &str, text: &str| {
            let file = folder.join(name);
            fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))?;
            Ok::<_, String>(file)
        };
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(Self {
            certificate: write("certificate.pem", &certificate)?,
            key: write("key.pem", &key)?,
            both: write("both.pem", &format!("{certificate}{key}"))?,
        })
    }
}
