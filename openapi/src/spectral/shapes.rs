//! The objects of `OpenAPI` 3.1: which fields they may and must have.

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Anything,
    Text,
    Flag,
    Texts,
    Schema,
    Schemas,
    One(&'static str),
    List(&'static str),
    Named(&'static str),
}

use Kind::{Anything, Flag, List, Named, One, Schema, Schemas, Text, Texts};

/// One kind of object.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) required: &'static [&'static str],
    pub(crate) fields: &'static [(&'static str, Kind)],
}

/// All kinds of objects. Extensions (`x-…`) may stand everywhere.
pub(crate) const SHAPES: &[Shape] = &[
    Shape {
        name: "document",
        required: &["openapi", "info", "paths"],
        fields: &[
            ("openapi", Text),
            ("info", One("info")),
            ("jsonSchemaDialect", Text),
            ("servers", List("server")),
            ("paths", Named("path item")),
            ("webhooks", Named("path item")),
            ("components", One("components")),
            ("security", Anything),
            ("tags", List("tag")),
            ("externalDocs", One("external documentation")),
        ],
    },
    Shape {
        name: "info",
        required: &["title", "version"],
        fields: &[
            ("title", Text),
            ("summary", Text),
            ("description", Text),
            ("termsOfService", Text),
            ("contact", One("contact")),
            ("license", One("license")),
            ("version", Text),
        ],
    },
    Shape {
        name: "contact",
        required: &[],
        fields: &[("name", Text), ("url", Text), ("email", Text)],
    },
    Shape {
        name: "license",
        required: &["name"],
        fields: &[("name", Text), ("identifier", Text), ("url", Text)],
    },
    Shape {
        name: "server",
        required: &["url"],
        fields: &[("url", Text), ("description", Text), ("variables", Named("server variable"))],
    },
    Shape {
        name: "server variable",
        required: &["default"],
        fields: &[("enum", Texts), ("default", Text), ("description", Text)],
    },
    Shape {
        name: "components",
        required: &[],
        fields: &[
            ("schemas", Schemas),
            ("responses", Named("response")),
            ("parameters", Named("parameter")),
            ("examples", Named("example")),
            ("requestBodies", Named("request body")),
            ("headers", Named("header")),
            ("securitySchemes", Named("security scheme")),
            ("links", Anything),
            ("callbacks", Anything),
            ("pathItems", Named("path item")),
        ],
    },
    Shape {
        name: "path item",
        required: &[],
        fields: &[
            ("summary", Text),
            ("description", Text),
            ("servers", List("server")),
            ("parameters", List("parameter")),
            ("get", One("operation")),
            ("put", One("operation")),
            ("post", One("operation")),
            ("delete", One("operation")),
            ("options", One("operation")),
            ("head", One("operation")),
            ("patch", One("operation")),
            ("trace", One("operation")),
        ],
    },
    Shape {
        name: "operation",
        required: &[],
        fields: &[
            ("tags", Texts),
            ("summary", Text),
            ("description", Text),
            ("externalDocs", One("external documentation")),
            ("operationId", Text),
            ("parameters", List("parameter")),
            ("requestBody", One("request body")),
            ("responses", Named("response")),
            ("callbacks", Anything),
            ("deprecated", Flag),
            ("security", Anything),
            ("servers", List("server")),
        ],
    },
    Shape {
        name: "external documentation",
        required: &["url"],
        fields: &[("description", Text), ("url", Text)],
    },
    Shape {
        name: "parameter",
        required: &["name", "in"],
        fields: &[
            ("name", Text),
            ("in", Text),
            ("description", Text),
            ("required", Flag),
            ("deprecated", Flag),
            ("allowEmptyValue", Flag),
            ("allowReserved", Flag),
            ("style", Text),
            ("explode", Flag),
            ("schema", Schema),
            ("content", Named("media type")),
            ("example", Anything),
            ("examples", Named("example")),
        ],
    },
    Shape {
        name: "header",
        required: &[],
        fields: &[
            ("description", Text),
            ("required", Flag),
            ("deprecated", Flag),
            ("style", Text),
            ("explode", Flag),
            ("schema", Schema),
            ("content", Named("media type")),
            ("example", Anything),
            ("examples", Named("example")),
        ],
    },
    Shape {
        name: "request body",
        required: &["content"],
        fields: &[("description", Text), ("content", Named("media type")), ("required", Flag)],
    },
    Shape {
        name: "media type",
        required: &[],
        fields: &[
            ("schema", Schema),
            ("example", Anything),
            ("examples", Named("example")),
            ("encoding", Anything),
        ],
    },
    Shape {
        name: "response",
        required: &["description"],
        fields: &[
            ("description", Text),
            ("headers", Named("header")),
            ("content", Named("media type")),
            ("links", Anything),
        ],
    },
    Shape {
        name: "example",
        required: &[],
        fields: &[
            ("summary", Text),
            ("description", Text),
            ("value", Anything),
            ("externalValue", Text),
        ],
    },
    Shape {
        name: "tag",
        required: &["name"],
        fields: &[
            ("name", Text),
            ("description", Text),
            ("externalDocs", One("external documentation")),
        ],
    },
    Shape {
        name: "security scheme",
        required: &["type"],
        fields: &[
            ("type", Text),
            ("description", Text),
            ("name", Text),
            ("in", Text),
            ("scheme", Text),
            ("bearerFormat", Text),
            ("flows", Anything),
            ("openIdConnectUrl", Text),
        ],
    },
];
