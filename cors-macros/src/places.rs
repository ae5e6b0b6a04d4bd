//! Which tokens a finding of the rulebook is about.

use cors_core::{Field, Place};

use crate::spanned::Extent;

/// The places of all keys of one attribute.
#[derive(Debug, Default)]
pub(crate) struct Places {
    keys: Vec<(Field, Spot)>,
    /// Keys that could not be read and may have been any key.
    pub(crate) unknown_keys: bool,
}

/// The places of one key.
#[derive(Debug)]
pub(crate) struct Spot {
    pub(crate) key: Extent,
    pub(crate) value: Option<Extent>,
    /// The items in the order of the specification.
    pub(crate) items: Vec<Extent>,
    /// Whether a part of the value was refused by the grammar, so that the specification holds less than was meant.
    pub(crate) broken: bool,
}

impl Places {
    pub(crate) fn add(&mut self, field: Field, spot: Spot) {
        self.keys.push((field, spot));
    }

    pub(crate) fn spot(&self, field: Field) -> Option<&Spot> {
        self.keys.iter().find(|(found, _)| *found == field).map(|(_, spot)| spot)
    }

    /// Marks a key as one whose value is not what was meant, also where the key itself is missing.
    pub(crate) fn mark_broken(&mut self, field: Field, at: Extent) {
        match self.keys.iter_mut().find(|(found, _)| *found == field) {
            Some((_, spot)) => spot.broken = true,
            None => self.add(field, Spot { key: at, value: None, items: Vec::new(), broken: true }),
        }
    }

    pub(crate) fn is_broken(&self, field: Field) -> bool {
        self.spot(field).is_some_and(|spot| spot.broken)
    }

    /// The tokens to change; the whole attribute where a key is missing.
    pub(crate) fn extent(&self, place: Place) -> Extent {
        let Some(spot) = self.spot(place.field()) else { return Extent::call() };
        place.index().and_then(|index| spot.items.get(index).copied()).or(spot.value).unwrap_or(spot.key)
    }
}
