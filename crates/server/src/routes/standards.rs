//! The lines of other people's standards: GS1 Digital Link and EPCIS. They are described there, not in our own API's
//! description.

use crate::{
    endpoint::{
        Endpoint,
        Who::{Auditor, Everyone},
        get, options,
    },
    standards::{epcis, exports, resolver},
};

/// All of them.
pub(super) fn standards() -> Vec<Endpoint> {
    let mut lines = vec![
        get(
            "/.well-known/gs1resolver",
            Everyone,
            "Which GS1 keys lead somewhere here",
            resolver::description,
        ),
        get(
            "/epcis/exports/trees/{code}",
            Everyone,
            "A tree's history as EPCIS 2.0",
            exports::tree,
        ),
        get(
            "/epcis/exports/lots/{lot}",
            Everyone,
            "A lot's history",
            exports::lot,
        ),
        get(
            "/epcis/exports/parcels/{code}",
            Everyone,
            "A parcel's history",
            exports::parcel,
        ),
        get(
            "/epcis/exports/seasons/{season}",
            Auditor,
            "A season's history",
            exports::season,
        ),
    ];
    for path in ["/01/{key:.*}", "/00/{key:.*}", "/8004/{key:.*}"] {
        lines.push(get(path, Everyone, "Where a GS1 key leads", resolver::key));
        lines.push(options(
            path,
            Everyone,
            "What the resolver can do",
            resolver::options,
        ));
    }
    for path in ["/id/obj/{id}", "/id/class/{id}", "/id/loc/{id}"] {
        lines.push(get(
            path,
            Everyone,
            "Where a name of ours leads",
            resolver::own,
        ));
        lines.push(options(
            path,
            Everyone,
            "What the resolver can do",
            resolver::options,
        ));
    }
    lines.extend(events());
    lines
}

/// The query interface of EPCIS.
fn events() -> Vec<Endpoint> {
    let paths = [
        "/epcis/events",
        "/epcis/events/{id}",
        "/epcis/epcs/{epc}/events",
        "/epcis/eventTypes/{type}/events",
        "/epcis/bizSteps/{step}/events",
    ];
    let mut lines = vec![
        get(
            paths[0],
            Auditor,
            "Events, by EPCIS's filters",
            epcis::events,
        ),
        get(paths[1], Auditor, "One event", epcis::event),
        get(paths[2], Auditor, "Events about a thing", epcis::of_thing),
        get(paths[3], Auditor, "Events of a kind", epcis::of_kind),
        get(
            paths[4],
            Auditor,
            "Events of a business step",
            epcis::of_step,
        ),
    ];
    lines.extend(
        paths.map(|path| options(path, Auditor, "Which versions are spoken", epcis::options)),
    );
    lines
}
