//! The lines of other people's standards: GS1 Digital Link and EPCIS. They are described there, not in our own API's
//! description.

use crate::{
    endpoint::{
        Endpoint,
        Who::{Auditor, Everyone, Operator},
        get, options, post,
    },
    standards::{capture, collections, epcis, exports, resolver},
};

/// Keys of GS1 that are read; those that name nothing here are told apart from mistyped ones.
const KEYS: [&str; 9] = [
    "/01/{key:.*}",
    "/00/{key:.*}",
    "/8004/{key:.*}",
    "/414/{key:.*}",
    "/417/{key:.*}",
    "/8003/{key:.*}",
    "/253/{key:.*}",
    "/402/{key:.*}",
    "/8006/{key:.*}",
];

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
    for path in KEYS {
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
    lines.extend(captured());
    lines.extend(gathered());
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

/// The capture interface of EPCIS.
fn captured() -> Vec<Endpoint> {
    let paths = [
        "/epcis/capture",
        "/epcis/capture/{id}",
        "/epcis/capture/{id}/events",
    ];
    let mut lines = vec![
        post(
            paths[0],
            Operator,
            "Take in events of others",
            capture::capture,
        ),
        get(paths[0], Auditor, "All deliveries", capture::jobs),
        get(paths[1], Auditor, "How a delivery ended", capture::job),
        get(
            paths[2],
            Auditor,
            "What was kept of a delivery",
            capture::events,
        ),
    ];
    lines
        .extend(paths.map(|path| options(path, Auditor, "What can be captured", capture::options)));
    lines
}

/// The top-level resources of EPCIS: what there are events of.
fn gathered() -> Vec<Endpoint> {
    vec![
        get(
            "/epcis/dispositions/{word}/events",
            Auditor,
            "Events with a disposition",
            epcis::of_disposition,
        ),
        get(
            "/epcis/bizLocations/{place}/events",
            Auditor,
            "Events at a place",
            epcis::of_place,
        ),
        get(
            "/epcis/readPoints/{place}/events",
            Auditor,
            "Events read at a place",
            epcis::of_place,
        ),
        get(
            "/epcis/{collection}",
            Auditor,
            "What there are events of",
            collections::members,
        ),
        get(
            "/epcis/{collection}/{member}",
            Auditor,
            "What there is of one of them",
            collections::member,
        ),
    ]
}
