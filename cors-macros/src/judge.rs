//! The rulebook's findings about a lowered attribute, at the tokens that they are about.

use cors_core::{Field, Place, Violation, rules};

use crate::{lower::Lowered, report::Report};

/// Checks what an attribute says and reports every finding.
pub(crate) fn judge(lowered: &Lowered, report: &mut Report) {
    let mut said: Vec<(Place, String)> = Vec::new();
    // Taken before the findings are added: they do not make each other doubtful.
    let misread = report.refuses();
    for found in rules::check(&lowered.spec) {
        if is_doubtful(&found, lowered, misread) {
            continue;
        }
        report.finding(lowered.places.extent(found.place()), &found);
        if let Some((place, text)) = found.other().filter(|_| found.level().refuses()) {
            let note = (place, text.to_owned());
            if !said.contains(&note) {
                report.other(lowered.places.extent(place), text);
                said.push(note);
            }
        }
    }
}

/// Whether a finding may only follow from a mistake that has been reported: then a second message misleads.
fn is_doubtful(found: &Violation, lowered: &Lowered, misread: bool) -> bool {
    let places = &lowered.places;
    let origins_unclear =
        places.unknown_keys || places.is_broken(Field::Origins) || places.is_broken(Field::DevOrigins);
    match found.rule().id() {
        "empty-origins" | "credentials-without-origins" => origins_unclear,
        "unused-danger" | "conflicting-option" => misread,
        _ => found.place().index().is_none() && places.is_broken(found.place().field()),
    }
}
