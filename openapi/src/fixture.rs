//! A small document that keeps every rule, and edits that break one.

use serde_json::{Value, json};

/// One change to a document, at a JSON pointer.
#[derive(Debug)]
pub(crate) enum Edit {
    Set(&'static str, Value),
    Drop(&'static str),
}

/// The good document with these edits.
pub(crate) fn edited(edits: &[Edit]) -> Value {
    let mut document = good();
    for edit in edits {
        match edit {
            Edit::Set(at, value) => {
                if let Some(place) = document.pointer_mut(at) {
                    *place = value.clone();
                    continue;
                }
                let (parent, key) = parent_of(&mut document, at);
                parent[key.as_str()] = value.clone();
            }
            Edit::Drop(at) => {
                let (parent, key) = parent_of(&mut document, at);
                parent.as_object_mut().unwrap().remove(&key).unwrap();
            }
        }
    }
    document
}

fn parent_of<'a>(document: &'a mut Value, at: &str) -> (&'a mut Value, String) {
    let (parent, key) = at.rsplit_once('/').unwrap();
    let parent = document.pointer_mut(parent).unwrap_or_else(|| panic!("no parent of {at}"));
    (parent, key.replace("~1", "/").replace("~0", "~"))
}

/// A document without violations.
pub(crate) fn good() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Courses",
            "description": "All about courses.",
            "version": "1.0.0",
            "contact": { "name": "Team", "url": "https://team.nl", "email": "team@team.nl" },
            "license": { "name": "EUPL-1.2", "url": "https://eupl.eu" }
        },
        "servers": [{
            "url": "https://{host}/v1",
            "variables": { "host": { "default": "api.team.nl" } }
        }],
        "tags": [
            { "name": "courses", "description": "Courses." },
            { "name": "documentation", "description": "This document." }
        ],
        "paths": {
            "/courses": { "get": list(), "post": create() },
            "/courses/{courseId}": {
                "parameters": [{ "$ref": "#/components/parameters/CourseId" }],
                "get": read(),
                "patch": change()
            },
            "/courses/{courseId}/_cancel": {
                "parameters": [{ "$ref": "#/components/parameters/CourseId" }],
                "post": cancel()
            },
            "/openapi.json": { "get": describe() }
        },
        "components": components()
    })
}

fn list() -> Value {
    let mut operation = operation("listCourses", "200", "CoursePage");
    operation["parameters"] = json!([{
        "name": "pageSize", "in": "query", "description": "How many.",
        "schema": { "type": "integer", "default": 20, "minimum": 1 }
    }]);
    operation
}

fn create() -> Value {
    let mut operation = operation("createCourse", "201", "Course");
    operation["responses"]["201"]["headers"]["Location"] = header("uri");
    operation["requestBody"] = body("NewCourse");
    operation
}

fn read() -> Value {
    let mut operation = operation("readCourse", "200", "Course");
    operation["responses"]["404"] = problem();
    operation
}

fn change() -> Value {
    let mut operation = operation("changeCourse", "200", "Course");
    operation["parameters"] = json!([{
        "name": "If-Match", "in": "header", "required": true, "description": "The version.",
        "schema": { "type": "string", "maxLength": 40 }
    }]);
    operation["requestBody"] = body("NewCourse");
    for status in ["412", "428"] {
        operation["responses"][status] = problem();
    }
    operation
}

fn cancel() -> Value {
    operation("cancelCourse", "200", "Course")
}

fn describe() -> Value {
    let mut operation = operation("readDocument", "200", "Anything");
    operation["tags"] = json!(["documentation"]);
    operation["security"] = json!([]);
    operation
}

fn operation(id: &str, success: &str, schema: &str) -> Value {
    let example = if schema == "CoursePage" { "page" } else { "course" };
    let mut responses = json!({ "400": problem() });
    responses[success] = json!({
        "description": "Done.",
        "headers": headers(),
        "content": { "application/json": {
            "schema": { "$ref": format!("#/components/schemas/{schema}") },
            "examples": { "one": { "$ref": format!("#/components/examples/{example}") } }
        } }
    });
    json!({
        "operationId": id,
        "summary": "Short",
        "description": "Long.",
        "tags": ["courses"],
        "security": [{ "bearer": [] }],
        "responses": responses
    })
}

fn body(schema: &str) -> Value {
    json!({ "required": true, "content": { "application/json": {
        "schema": { "$ref": format!("#/components/schemas/{schema}") },
        "example": { "name": "Rust" }
    } } })
}

fn problem() -> Value {
    json!({ "$ref": "#/components/responses/Problem" })
}

fn headers() -> Value {
    json!({
        "API-Version": { "$ref": "#/components/headers/ApiVersion" },
        "X-Request-Id": { "$ref": "#/components/headers/RequestId" },
        "RateLimit-Policy": { "$ref": "#/components/headers/Allowances" },
        "RateLimit": { "$ref": "#/components/headers/Allowances" }
    })
}

fn header(format: &str) -> Value {
    json!({ "description": "A header.", "schema": { "type": "string", "format": format } })
}

fn components() -> Value {
    let course = json!({ "id": "0198f0a0-0000-7000-8000-000000000001", "name": "Rust" });
    json!({
        "headers": {
            "ApiVersion": header("semver"),
            "RequestId": header("uuid"),
            "Allowances": header("list")
        },
        "parameters": { "CourseId": {
            "name": "courseId", "in": "path", "required": true, "description": "Which course.",
            "schema": { "type": "string", "format": "uuid" }
        } },
        "responses": { "Problem": {
            "description": "No.",
            "headers": headers(),
            "content": { "application/problem+json": {
                "schema": { "$ref": "#/components/schemas/Problem" }
            } }
        } },
        "examples": {
            "course": { "value": course },
            "page": { "value": { "items": [course] } }
        },
        "schemas": schemas(),
        "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer" } }
    })
}

fn schemas() -> Value {
    let text = json!({ "type": "string", "maxLength": 80 });
    json!({
        "Problem": {
            "type": "object",
            "properties": { "status": { "type": "integer" }, "title": text, "detail": text }
        },
        "Anything": { "type": "object", "additionalProperties": true },
        "NewCourse": {
            "type": "object",
            "required": ["name"],
            "additionalProperties": false,
            "properties": { "name": { "type": "string", "maxLength": 80, "example": "Rust" } }
        },
        "CoursePage": {
            "type": "object",
            "properties": { "items": {
                "type": "array", "maxItems": 100, "items": { "$ref": "#/components/schemas/Course" }
            } }
        },
        "Course": {
            "type": "object",
            "required": ["id", "name"],
            "properties": {
                "id": { "type": "string", "format": "uuid", "readOnly": true },
                "name": text,
                "level": { "type": ["string", "null"], "enum": ["first", "second", null] },
                "startsOn": { "type": "string", "format": "date" },
                "startsAtTime": { "type": "string", "format": "time-local" },
                "createdAt": { "type": "string", "format": "date-time" }
            }
        }
    })
}
