//! The site's time zone, from the tz database built into the program: the same on every machine.

use std::hash::{Hash, Hasher};

use jiff::tz::TimeZone;

/// A zone by its IANA name, such as `Asia/Damascus`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteZone {
    name: String,
    zone: TimeZone,
}

impl Hash for SiteZone {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // The rules behind a name are those of this program's version.
        let SiteZone { name, zone: _ } = self;
        name.hash(state);
    }
}

impl SiteZone {
    /// The zone of this name, if there is one.
    pub fn new(name: &str) -> Option<Self> {
        let zone = TimeZone::get(name.trim()).ok()?;
        Some(SiteZone {
            name: zone.iana_name().unwrap_or(name).to_owned(),
            zone,
        })
    }

    /// Coordinated universal time.
    pub fn utc() -> Self {
        SiteZone {
            name: "UTC".into(),
            zone: TimeZone::UTC,
        }
    }

    /// The zone's rules.
    pub fn rules(&self) -> &TimeZone {
        &self.zone
    }

    /// The zone's name.
    pub fn name(&self) -> &str {
        &self.name
    }
}
