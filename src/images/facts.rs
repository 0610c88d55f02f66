//! What is known of a picture without decoding it.

use std::collections::BTreeMap;
use std::sync::Arc;

use bitcode::{Decode, Encode};

use super::Credits;
use crate::paths::SourcePath;

/// The pictures of a site by their files, in `content/` and in `static/`.
pub type Pictures = BTreeMap<SourcePath, Arc<Facts>>;

/// What a picture's head says.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Facts {
    /// What it is, by its bytes and not by its name.
    pub kind: Kind,
    /// Its width as it is shown, in pixels; 0 where it does not say.
    pub width: u32,
    /// Its height as it is shown.
    pub height: u32,
    /// How it must be turned to be shown: 1 for not at all, up to 8, as EXIF counts.
    pub turn: u8,
    /// It moves.
    pub is_animated: bool,
    /// It carries what is not published: where it was taken, by which camera, when.
    pub is_private: bool,
    /// What is wrong with it.
    pub fault: Option<Fault>,
    /// Whose it is.
    pub credits: Option<Box<Credits>>,
}

/// What a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Kind {
    /// ISO 10918.
    Jpeg,
    /// ISO 15948.
    Png,
    /// RFC 9649.
    Webp,
    /// GIF.
    Gif,
    /// A drawing.
    Svg,
    /// One that is known by its first bytes and of which nothing more is read, such as HEIC.
    Other,
}

/// What is wrong with a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Fault {
    /// Its head cannot be read.
    Head,
    /// It ends before its end.
    CutShort,
    /// It has more pixels than are decoded.
    TooLarge,
    /// It is of a kind that is not read.
    Unread,
}

impl Facts {
    /// A picture of which no more is known than what it is.
    pub(super) fn of(kind: Kind) -> Self {
        Facts {
            kind,
            width: 0,
            height: 0,
            turn: 1,
            is_animated: false,
            is_private: false,
            fault: None,
            credits: None,
        }
    }

    /// The same, which is `width` by `height` pixels before it is turned.
    pub(super) fn sized(mut self, width: u32, height: u32) -> Self {
        (self.width, self.height) = match self.turn {
            5..=8 => (height, width),
            _ => (width, height),
        };
        if width == 0 || height == 0 {
            self.fault = Some(Fault::Head);
        } else if self.is_decoded() && u64::from(width) * u64::from(height) > super::MAX_PIXELS {
            self.fault = Some(Fault::TooLarge);
        }
        self
    }

    /// The same, with a fault if it has none.
    pub(super) fn faulty(mut self, fault: Fault) -> Self {
        self.fault = self.fault.or(Some(fault));
        self
    }

    /// The same; one that is not decoded is not turned either, and is shown as it lies.
    pub(super) fn settled(mut self) -> Self {
        if !self.can_be_made() {
            if self.turn > 4 {
                (self.width, self.height) = (self.height, self.width);
            }
            self.turn = 1;
        }
        self
    }

    /// Other bytes than its own are published at its address.
    pub fn is_cleaned(&self) -> bool {
        self.is_private || self.is_turned()
    }

    /// It is turned before it is published: its pixels are decoded for that.
    pub(super) fn is_turned(&self) -> bool {
        self.turn != 1 && self.can_be_made()
    }

    /// Smaller forms can be made of it.
    pub(super) fn can_be_made(&self) -> bool {
        self.is_decoded() && self.fault.is_none() && !self.is_animated
    }

    fn is_decoded(&self) -> bool {
        matches!(self.kind, Kind::Jpeg | Kind::Png | Kind::Webp)
    }
}
