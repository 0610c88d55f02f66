//! Import: what another system exported becomes content files, and ends where reading begins.

pub mod text;
