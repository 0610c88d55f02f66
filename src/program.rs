//! Which program this is.

/// Its version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The digest of the source it was compiled from, in hexadecimal: of two programs of one version, both unreleased,
/// neither believes what the other has kept. It gets into nothing that is published.
pub const BUILD: &str = env!("WARRAQ_BUILD");

/// What is kept from build to build is sealed with this.
pub const IDENTITY: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("WARRAQ_BUILD"));
