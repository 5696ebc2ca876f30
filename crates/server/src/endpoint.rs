//! One line of the route table: method, path, who may, what it is for, and the handler.
//!
//! The same line installs the route and describes it, so the description cannot forget one.

use std::collections::BTreeMap;

use actix_web::{
    FromRequest, Handler, HttpResponse, Resource, Responder, Route, guard,
    http::{Method, header},
    web,
};
use utoipa::{
    ToSchema,
    openapi::{RefOr, Schema},
};

/// Who may use an endpoint. For the description; the use case demands the proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// Everybody.
    Everyone,
    /// Every member.
    Member,
    /// A farmer of the orchard, or an operator.
    Farmer,
    /// A packer of the orchard, or an operator.
    Packer,
    /// An operator.
    Operator,
    /// An auditor or operator.
    Auditor,
    /// An operator, and only where the sandbox clock is on.
    Sandbox,
}

impl Who {
    /// The word in the description; empty for everybody.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Everyone => "",
            Self::Member => "member",
            Self::Farmer => "farmer",
            Self::Packer => "packer",
            Self::Operator => "operator",
            Self::Auditor => "auditor",
            Self::Sandbox => "operator (sandbox)",
        }
    }
}

/// A schema with its name and those it refers to.
#[derive(Clone)]
pub(crate) struct Shape {
    pub(crate) name: String,
    pub(crate) schema: RefOr<Schema>,
    pub(crate) parts: Vec<(String, RefOr<Schema>)>,
}

impl Shape {
    fn of<T: ToSchema>() -> Self {
        let mut parts = Vec::new();
        T::schemas(&mut parts);
        Self {
            name: T::name().into_owned(),
            schema: T::schema(),
            parts,
        }
    }
}

/// What the description says of an endpoint.
#[derive(Clone)]
pub(crate) struct Doc {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) who: Who,
    pub(crate) summary: &'static str,
    /// The body's content type and shape.
    pub(crate) takes: Option<(&'static str, Option<Shape>)>,
    /// The good answer's shape.
    pub(crate) gives: Option<Shape>,
    /// The good answer's status.
    pub(crate) status: u16,
    /// Another content type the answer may have.
    pub(crate) also_gives: Option<&'static str>,
    /// Parameters of the query: name and what it is.
    pub(crate) query: &'static [(&'static str, &'static str)],
    /// Whether it is a command of the log, with an idempotency key.
    pub(crate) is_command: bool,
    /// Whether `ETag` is given, or `If-Match` honoured.
    pub(crate) is_versioned: bool,
}

impl Doc {
    /// The path without what the router needs beside it: `{tile}` for `{tile:.*}`.
    pub(crate) fn shown_path(&self) -> String {
        self.path.replace(":.*}", "}")
    }
}

/// A line of the route table.
pub(crate) struct Endpoint {
    pub(crate) doc: Doc,
    route: Route,
}

fn line<F, Args>(
    method: Method,
    path: &'static str,
    who: Who,
    summary: &'static str,
    handler: F,
) -> Endpoint
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let doc = Doc {
        method: method.clone(),
        path,
        who,
        summary,
        takes: None,
        gives: None,
        status: 200,
        also_gives: None,
        query: &[],
        is_command: false,
        is_versioned: false,
    };
    let route = if method == Method::GET {
        Route::new().guard(guard::Any(guard::Get()).or(guard::Head()))
    } else {
        web::method(method)
    };
    Endpoint {
        doc,
        route: route.to(handler),
    }
}

/// A question.
pub(crate) fn get<F, Args>(
    path: &'static str,
    who: Who,
    summary: &'static str,
    handler: F,
) -> Endpoint
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    line(Method::GET, path, who, summary, handler)
}

/// What may be done there.
pub(crate) fn options<F, Args>(
    path: &'static str,
    who: Who,
    summary: &'static str,
    handler: F,
) -> Endpoint
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    line(Method::OPTIONS, path, who, summary, handler)
}

/// A command that makes something: 201 unless said otherwise.
pub(crate) fn post<F, Args>(
    path: &'static str,
    who: Who,
    summary: &'static str,
    handler: F,
) -> Endpoint
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    line(Method::POST, path, who, summary, handler).command()
}

/// A command that sets something.
pub(crate) fn put<F, Args>(
    path: &'static str,
    who: Who,
    summary: &'static str,
    handler: F,
) -> Endpoint
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    line(Method::PUT, path, who, summary, handler).command()
}

/// A command that adds to something.
pub(crate) fn patch<F, Args>(
    path: &'static str,
    who: Who,
    summary: &'static str,
    handler: F,
) -> Endpoint
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    line(Method::PATCH, path, who, summary, handler).command()
}

/// A command that takes something away.
pub(crate) fn delete<F, Args>(
    path: &'static str,
    who: Who,
    summary: &'static str,
    handler: F,
) -> Endpoint
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    line(Method::DELETE, path, who, summary, handler).command()
}

impl Endpoint {
    fn command(mut self) -> Self {
        self.doc.is_command = true;
        self
    }

    /// It changes no stream of the log, so it needs no idempotency key.
    pub(crate) fn outside_the_log(mut self) -> Self {
        self.doc.is_command = false;
        self
    }

    /// It takes JSON of this shape.
    pub(crate) fn takes<T: ToSchema>(mut self) -> Self {
        self.doc.takes = Some(("application/json", Some(Shape::of::<T>())));
        self
    }

    /// It takes a file of this type.
    pub(crate) fn takes_file(mut self, content_type: &'static str) -> Self {
        self.doc.takes = Some((content_type, None));
        self
    }

    /// It answers 200 with JSON of this shape.
    pub(crate) fn gives<T: ToSchema>(mut self) -> Self {
        self.doc.gives = Some(Shape::of::<T>());
        self
    }

    /// It answers 204 with nothing.
    pub(crate) fn ends(mut self) -> Self {
        self.doc.status = 204;
        self
    }

    /// It answers 201 with JSON of this shape.
    pub(crate) fn makes<T: ToSchema>(mut self) -> Self {
        self.doc.status = 201;
        self.gives::<T>()
    }

    /// It answers this content type, where the client asks for it or nothing else is there.
    pub(crate) fn also(mut self, content_type: &'static str) -> Self {
        self.doc.also_gives = Some(content_type);
        self
    }

    /// It reads these parameters of the query.
    pub(crate) fn asks(mut self, query: &'static [(&'static str, &'static str)]) -> Self {
        self.doc.query = query;
        self
    }

    /// It gives an `ETag`, or honours `If-Match`.
    pub(crate) fn versioned(mut self) -> Self {
        self.doc.is_versioned = true;
        self
    }
}

/// Installs endpoints whose paths share no beginning with anything installed later, so that a path is found by its
/// beginning: the framework would otherwise try one pattern after the other, twice for every request. Paths without
/// parameters come first, then the longest beginnings.
pub(crate) fn install_by_beginning(cfg: &mut web::ServiceConfig, endpoints: Vec<Endpoint>) {
    let mut by_beginning: BTreeMap<&'static str, BTreeMap<&'static str, Vec<Endpoint>>> =
        BTreeMap::new();
    for endpoint in endpoints {
        let (beginning, rest) = split(endpoint.doc.path);
        let paths = by_beginning.entry(beginning).or_default();
        paths.entry(rest).or_default().push(endpoint);
    }
    for (path, endpoints) in by_beginning.remove("").unwrap_or_default() {
        cfg.service(resource(path, endpoints));
    }
    let mut beginnings: Vec<_> = by_beginning.into_iter().collect();
    beginnings.sort_by_key(|(beginning, _)| std::cmp::Reverse(beginning.len()));
    for (beginning, paths) in beginnings {
        let scope = paths
            .into_iter()
            .fold(web::scope(beginning), |scope, (rest, endpoints)| {
                scope.service(resource(rest, endpoints))
            });
        cfg.service(scope);
    }
}

/// A path as what comes before its first parameter, and the rest; one without parameters is all rest.
fn split(path: &'static str) -> (&'static str, &'static str) {
    let fixed = path.split('{').next().unwrap_or_default();
    if fixed.len() == path.len() {
        return ("", path);
    }
    path.split_at(fixed.trim_end_matches('/').len())
}

/// Installs endpoints, those of one path as one resource, so that another method there is 405 with `Allow`.
pub(crate) fn install(cfg: &mut web::ServiceConfig, endpoints: Vec<Endpoint>) {
    let mut paths: Vec<&'static str> = Vec::new();
    let mut by_path: BTreeMap<&'static str, Vec<Endpoint>> = BTreeMap::new();
    for endpoint in endpoints {
        if !by_path.contains_key(endpoint.doc.path) {
            paths.push(endpoint.doc.path);
        }
        by_path.entry(endpoint.doc.path).or_default().push(endpoint);
    }
    for path in paths {
        cfg.service(resource(path, by_path.remove(path).unwrap_or_default()));
    }
}

fn resource(path: &'static str, endpoints: Vec<Endpoint>) -> Resource {
    let methods: Vec<_> = endpoints
        .iter()
        .map(|one| one.doc.method.as_str().to_owned())
        .collect();
    let allow = methods.join(", ");
    let mut resource = web::resource(path);
    for endpoint in endpoints {
        resource = resource.route(endpoint.route);
    }
    resource.default_service(web::to(move || {
        let allow = allow.clone();
        async move {
            HttpResponse::MethodNotAllowed()
                .insert_header((header::ALLOW, allow))
                .finish()
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_path_begins_with_what_stands_before_its_first_parameter() {
        assert_eq!(split("/t/{code}"), ("/t", "/{code}"));
        assert_eq!(
            split("/api/v1/adoptions/{adoption}/boxes/{box}/parcel"),
            ("/api/v1/adoptions", "/{adoption}/boxes/{box}/parcel")
        );
        assert_eq!(split("/assets/{name:.*}"), ("/assets", "/{name:.*}"));
        assert_eq!(split("/"), ("", "/"));
        assert_eq!(split("/sign-in"), ("", "/sign-in"));
    }
}
