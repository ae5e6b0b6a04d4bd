//! Which paths a route matches: as the framework's own router, whose matching is not public.

use ::rocket::{
    Route,
    form::ValueField,
    http::{
        RawStr,
        uri::{Origin, Query},
    },
};

/// What the router compares a request's path and query with.
#[derive(Debug)]
pub(super) struct Pattern {
    segments: Box<[Segment]>,
    /// Whether it ends in `<name..>`. The router takes one that stands before the end for any segments, but counts.
    is_open: bool,
    /// The parts of the query that are no parameters; a request must have all of them.
    query: Box<[(String, String)]>,
}

#[derive(Debug, PartialEq, Eq)]
enum Segment {
    /// This text, after decoding.
    Text(String),
    /// `<name>`
    One,
    /// `<name..>`: what is left, which may be nothing.
    Rest,
}

impl Pattern {
    pub(super) fn of(route: &Route) -> Self {
        let segments: Box<[Segment]> = route.uri.origin.path().raw_segments().map(Segment::of).collect();
        let is_open = segments.last() == Some(&Segment::Rest);
        let query = route.uri.origin.query();
        let query = query.iter().flat_map(Query::raw_segments).filter(|part| !is_parameter(part));
        let query = query.map(|part| {
            let field = ValueField::parse(part.as_str());
            (field.name.source().to_string(), field.value.to_owned())
        });
        Self { segments, is_open, query: query.collect() }
    }

    /// Whether two patterns match the same paths with the same queries.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.segments == other.segments && self.query == other.query
    }

    /// Whether some path may match both.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let (mut ours, mut theirs) = (self.segments.iter(), other.segments.iter());
        loop {
            match (ours.next(), theirs.next()) {
                (None, None) | (Some(Segment::Rest), _) | (_, Some(Segment::Rest)) => return true,
                (Some(Segment::Text(ours)), Some(Segment::Text(theirs))) if ours != theirs => return false,
                (Some(_), Some(_)) => {}
                (None, Some(_)) | (Some(_), None) => return false,
            }
        }
    }

    pub(super) fn matches(&self, target: &Origin<'_>) -> bool {
        let requested = target.path().segments();
        let (ours, theirs) = (self.segments.len(), requested.len());
        let is_long_enough = if self.is_open { theirs + 1 >= ours } else { theirs == ours };
        is_long_enough && self.matches_segments(requested) && self.matches_query(target)
    }

    fn matches_segments<'a>(&self, requested: impl Iterator<Item = &'a str>) -> bool {
        for (segment, requested) in self.segments.iter().zip(requested) {
            match segment {
                Segment::Rest => return true,
                Segment::Text(text) if text != requested => return false,
                Segment::Text(_) | Segment::One => {}
            }
        }
        true
    }

    fn matches_query(&self, target: &Origin<'_>) -> bool {
        self.query.iter().all(|(name, value)| {
            target.query().is_some_and(|query| {
                query.segments().any(|requested| requested == (name.as_str(), value.as_str()))
            })
        })
    }
}

impl Segment {
    fn of(raw: &RawStr) -> Self {
        match raw.as_str() {
            text if !is_parameter(raw) => Self::Text(text.to_owned()),
            text if text.ends_with("..>") => Self::Rest,
            _ => Self::One,
        }
    }
}

fn is_parameter(raw: &RawStr) -> bool {
    raw.starts_with('<') && raw.ends_with('>')
}
