//! For every rule, edits to the good document that break it.

use serde_json::{Value, json};

use crate::fixture::Edit::{self, Drop, Set};

type Case = (&'static str, Vec<Edit>);

/// All cases; a rule may have more than one.
pub(crate) fn cases() -> Vec<Case> {
    let groups = [structure(), info(), servers(), operations(), paths(), values(), versions()];
    let more = [naming(), errors(), dates(), house_operations(), house_bodies(), house_names()];
    groups.into_iter().chain(more).flatten().collect()
}

fn set(rule: &'static str, at: &'static str, value: Value) -> Case {
    (rule, vec![Set(at, value)])
}

fn drop(rule: &'static str, at: &'static str) -> Case {
    (rule, vec![Drop(at)])
}

fn structure() -> Vec<Case> {
    vec![
        set("oas3-schema", "/openapi", json!("3.0.3")),
        set("oas3-schema", "/surprise", json!(1)),
        set("oas3-schema", "/info/license/identifier", json!("EUPL-1.2")),
        set("oas3-schema", "/components/schemas/Course/type", json!("text")),
        set("oas3-schema", "/components/schemas/Course/required", json!("name")),
        set("oas3-schema", "/components/schemas/New~1Course", json!({})),
        set("oas3-schema", "/components/parameters/CourseId/in", json!("body")),
        set("oas3-schema", "/paths/~1courses~1{courseId}", json!({ "$ref": "#/info" })),
        set("oas3-schema", "/paths/~1courses/get/responses/2000", json!({ "description": "" })),
        set("oas3-schema", "/paths/~1courses/get/responses", json!({})),
        drop("oas3-schema", "/components/responses/Problem/description"),
        drop("oas3-schema", "/components/parameters/CourseId/schema"),
        drop("oas3-schema", "/components/securitySchemes/bearer/scheme"),
        drop("invalid-ref", "/components/schemas/Course"),
        set("oas3-unused-component", "/components/schemas/Spare", json!({ "type": "integer" })),
        set("oas3-examples-value-or-externalValue", "/components/examples/course", json!({})),
    ]
}

fn info() -> Vec<Case> {
    let tag = json!({ "name": "courses", "description": "Again." });
    vec![
        drop("info-contact", "/info/contact"),
        drop("info-description", "/info/description"),
        drop("contact-properties", "/info/contact/url"),
        drop("info-license", "/info/license"),
        drop("license-url", "/info/license/url"),
        drop("openapi-tags", "/tags"),
        set("openapi-tags-uniqueness", "/tags/1", tag),
        set("openapi-tags-alphabetical", "/tags/1/name", json!("applicants")),
        drop("tag-description", "/tags/0/description"),
    ]
}

fn servers() -> Vec<Case> {
    vec![
        set("oas3-api-servers", "/servers", json!([])),
        set("oas3-server-trailing-slash", "/servers/0/url", json!("https://{host}/v1/")),
        set("oas3-server-variables", "/servers/0/url", json!("https://team.nl/v1")),
        drop("oas3-server-variables", "/servers/0/variables"),
        drop("oas3-server-variables", "/servers/0/variables/host/default"),
        set("oas3-server-variables", "/servers/0/variables/host/enum", json!(["other.nl"])),
        set("oas3-server-not-example.com", "/servers/0/url", json!("https://example.com/v1")),
    ]
}

fn operations() -> Vec<Case> {
    let id_again = json!({ "name": "pageSize", "in": "query", "schema": { "type": "integer" } });
    let callback = json!({ "done": { "/x": { "post": { "callbacks": {} } } } });
    let webhook = |key: &str| json!({ "done": { "post": { key: {}, "responses": {} } } });
    vec![
        drop("operation-success-response", "/paths/~1courses/get/responses/200"),
        drop("operation-operationId", "/paths/~1courses/get/operationId"),
        set(
            "operation-operationId-unique",
            "/paths/~1courses/get/operationId",
            json!("readCourse"),
        ),
        set("operation-operationId-valid-in-url", "/paths/~1courses/get/operationId", json!("a b")),
        set("operation-description", "/paths/~1courses/get/description", json!("")),
        drop("operation-tags", "/paths/~1courses/get/tags"),
        set(
            "operation-singular-tag",
            "/paths/~1courses/get/tags",
            json!(["courses", "documentation"]),
        ),
        set("operation-tag-defined", "/paths/~1courses/get/tags", json!(["other"])),
        (
            "operation-parameters",
            vec![Set("/paths/~1courses/get/parameters", json!([id_again, id_again]))],
        ),
        drop("oas3-parameter-description", "/paths/~1courses/get/parameters/0/description"),
        drop("oas3-parameter-description", "/components/parameters/CourseId/description"),
        set(
            "oas3-operation-security-defined",
            "/paths/~1courses/get/security",
            json!([{ "key": [] }]),
        ),
        set("oas3-operation-security-defined", "/security", json!([{ "bearer": ["read"] }])),
        set("oas3-callbacks-in-callbacks", "/paths/~1courses/post/callbacks", callback),
        set("oas3_1-servers-in-webhook", "/webhooks", webhook("servers")),
        set("oas3_1-callbacks-in-webhook", "/webhooks", webhook("callbacks")),
    ]
}

fn paths() -> Vec<Case> {
    let query = json!({
        "name": "other", "in": "path", "required": true, "schema": { "type": "integer" }
    });
    vec![
        drop("path-params", "/paths/~1courses~1{courseId}/parameters"),
        set("path-params", "/paths/~1courses/parameters", json!([query])),
        set("path-params", "/components/parameters/CourseId/required", json!(false)),
        set("path-params", "/paths/~1courses~1{other}", json!({})),
        set("path-declarations-must-exist", "/paths/~1courses~1{}", json!({})),
        set("path-keys-no-trailing-slash", "/paths/~1teachers~1", json!({})),
        set("path-not-include-query", "/paths/~1teachers?all", json!({})),
    ]
}

fn values() -> Vec<Case> {
    let level = "/components/schemas/Course/properties/level/enum";
    let example = "/components/examples/course/value";
    let body = "/paths/~1courses/post/requestBody/content/application~1json/example";
    let name = "/components/schemas/NewCourse/properties/name";
    let wrong_id = json!({ "id": "1", "name": "Rust" });
    vec![
        drop("array-items", "/components/schemas/CoursePage/properties/items/items"),
        set("duplicated-entry-in-enum", level, json!(["a", "a"])),
        set("typed-enum", level, json!(["a", 1])),
        set("no-eval-in-markdown", "/info/description", json!("eval(1)")),
        set("no-script-tags-in-markdown", "/info/title", json!("<script>")),
        set("oas3-valid-media-example", example, json!({ "name": "Rust" })),
        set("oas3-valid-media-example", example, wrong_id),
        set("oas3-valid-media-example", body, json!({ "name": "Rust", "extra": 1 })),
        set("oas3-valid-media-example", body, json!({ "name": 1 })),
        set(
            "oas3-valid-schema-example",
            name,
            json!({ "type": "string", "maxLength": 2, "example": "Rust" }),
        ),
        set(
            "oas3-valid-schema-example",
            name,
            json!({ "type": "string", "maxLength": 2, "examples": ["Rust"] }),
        ),
        set(
            "oas3-valid-schema-example",
            name,
            json!({ "enum": ["a"], "type": "string", "default": "b" }),
        ),
        set(
            "oas3-valid-schema-example",
            name,
            json!({ "anyOf": [{ "type": "null" }], "type": "string", "default": "b" }),
        ),
        set(
            "oas3-valid-schema-example",
            "/paths/~1courses/get/parameters/0/schema",
            json!({ "type": "integer", "default": 0, "minimum": 1, "maximum": 100 }),
        ),
    ]
}

fn versions() -> Vec<Case> {
    let headers = "/paths/~1courses/get/responses/200/headers";
    let version = "/paths/~1courses/get/responses/200/headers/API-Version";
    vec![
        set("nlgov:openapi3", "/openapi", json!("2.0")),
        drop("nlgov:openapi-root-exists", "/openapi"),
        set("nlgov:semver", "/info/version", json!("1.0")),
        set("nlgov:include-major-version-in-uri", "/servers/0/url", json!("https://{host}/1")),
        set("nlgov:servers-use-https", "/servers/0/url", json!("http://{host}/v1")),
        set("nlgov:servers-use-https", "/servers/0/url", json!("/v1")),
        drop("nlgov:missing-header", headers),
        drop("nlgov:missing-version-header", version),
        drop("nlgov:info-contact-fields-exist", "/info/contact/email"),
    ]
}

fn naming() -> Vec<Case> {
    let key = json!({ "type": "apiKey", "in": "query", "name": "api-key" });
    let links = json!({ "properties": { "next-page": { "type": "integer" } } });
    vec![
        set("nlgov:paths-no-trailing-slash", "/paths/~1teachers~1", json!({})),
        set("nlgov:paths-kebab-case", "/paths/~1courseGroups", json!({})),
        set("nlgov:paths-kebab-case", "/paths/~1courses~1_call-off", json!({})),
        set("nlgov:paths-kebab-case", "/paths/~1_cancel~1courses", json!({})),
        set("nlgov:http-methods", "/paths/~1courses/head", json!({})),
        set(
            "nlgov:query-keys-camel-case",
            "/paths/~1courses/get/parameters/0/name",
            json!("page_size"),
        ),
        set("nlgov:query-keys-camel-case", "/components/securitySchemes/key", key),
        set("nlgov:schema-camel-case", "/components/schemas/course", json!({})),
        set("nlgov:schema-camel-case", "/components/schemas/IBAN", json!({})),
        set("nlgov:property-casing", "/components/schemas/Course/properties/_links", links),
    ]
}

fn errors() -> Vec<Case> {
    let plain = json!({ "application/json": { "schema": { "type": "object" } } });
    let part = json!({ "allOf": [{ "properties": { "status": {}, "title": {} } }] });
    vec![
        set("nlgov:use-problem-schema", "/components/responses/Problem/content", plain),
        drop("nlgov:problem-schema-members", "/components/schemas/Problem/properties/detail"),
        set("nlgov:problem-schema-members", "/components/schemas/Problem", part),
        drop("nlgov:problem-invalid-input", "/paths/~1courses/get/responses/400"),
        drop("nlgov:problem-invalid-input", "/paths/~1courses/post/responses/400"),
        drop("nlgov:problem-invalid-input", "/paths/~1courses~1{courseId}/get/responses/400"),
    ]
}

fn dates() -> Vec<Case> {
    let of = |format: &str| json!({ "type": "string", "format": format, "maxLength": 40 });
    let plain = json!({ "type": "string", "maxLength": 40 });
    vec![
        set(
            "nlgov:date-time-ensure-timezone",
            "/components/schemas/Course/properties/when",
            of("date-time-local"),
        ),
        set(
            "nlgov:time-without-timezone",
            "/components/schemas/Course/properties/when",
            of("time"),
        ),
        set(
            "nlgov:specify-format-for-date-and-time",
            "/components/schemas/Course/properties/startDate",
            plain,
        ),
        set(
            "nlgov:use-date-instead-of-datetime",
            "/components/schemas/Course/properties/startDate",
            of("date-time"),
        ),
        set(
            "nlgov:use-date-instead-of-datetime",
            "/components/schemas/Course/properties/date",
            of("date-time"),
        ),
    ]
}

fn house_operations() -> Vec<Case> {
    let get = "/paths/~1courses/get/responses";
    let moved = json!({ "301": { "description": "Moved." } });
    vec![
        set(
            "house:operation-id-camel-case",
            "/paths/~1courses/get/operationId",
            json!("list-courses"),
        ),
        set("house:operation-texts", "/paths/~1courses/get/summary", json!(" ")),
        drop("house:operation-texts", "/paths/~1courses/get/description"),
        drop("house:operation-security", "/paths/~1courses/get/security"),
        set("house:operation-2xx", get, moved),
        drop("house:created-location", "/paths/~1courses/post/responses/201/headers/Location"),
        drop("house:patch-if-match", "/paths/~1courses~1{courseId}/patch/parameters"),
        drop("house:patch-if-match", "/paths/~1courses~1{courseId}/patch/responses/412"),
        drop("house:patch-if-match", "/paths/~1courses~1{courseId}/patch/responses/428"),
        drop("house:get-one-errors", "/paths/~1courses~1{courseId}/get/responses/404"),
        drop("house:error-problem-json", "/components/responses/Problem/content"),
        drop("house:response-headers", "/components/responses/Problem/headers/X-Request-Id"),
        drop("house:response-headers", "/components/responses/Problem/headers/API-Version"),
        drop("house:response-headers", "/components/responses/Problem/headers/RateLimit"),
    ]
}

fn house_bodies() -> Vec<Case> {
    let request = "/paths/~1courses/post/requestBody/content/application~1json/example";
    let answer = "/paths/~1courses/get/responses/200/content/application~1json/examples";
    vec![
        drop("house:request-example", request),
        drop("house:response-example", answer),
        drop("house:string-bounds", "/components/schemas/Course/properties/name/maxLength"),
        drop("house:string-bounds", "/components/parameters/CourseId/schema/format"),
        drop("house:string-bounds", "/components/headers/RequestId/schema/format"),
        drop("house:string-bounds", "/components/schemas/Problem/properties/title/maxLength"),
        drop("house:array-bounds", "/components/schemas/CoursePage/properties/items/maxItems"),
        drop("house:request-closed", "/components/schemas/NewCourse/additionalProperties"),
    ]
}

fn house_names() -> Vec<Case> {
    let date = json!({ "anyOf": [{ "type": "string", "format": "date" }, { "type": "null" }] });
    let moment = json!({ "type": ["string", "null"], "format": "date-time" });
    let number = json!({ "type": "integer" });
    vec![
        set("house:path-segments", "/paths/~1course", json!({})),
        set("house:path-segments", "/paths/~1course--groups", json!({})),
        set("house:path-segments", "/paths/~1courses~1", json!({})),
        set(
            "house:property-camel-case",
            "/components/schemas/Course/properties/first_name",
            number.clone(),
        ),
        set("house:no-date-in-name", "/components/schemas/Course/properties/startDate", number),
        set("house:date-suffix", "/components/schemas/Course/properties/ends", date),
        set("house:date-suffix", "/components/schemas/Course/properties/endsOn", moment),
        set("house:query-camel-case", "/paths/~1courses/get/parameters/0/name", json!("$pageSize")),
    ]
}
