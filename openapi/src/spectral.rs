//! The `spectral:oas` rules (Spectral 6) that apply to `OpenAPI` 3.1, under their own names.
//!
//! Left out, because they look at other versions only: `oas2-*`, `oas3_2-*`, `no-$ref-siblings`.

mod components;
mod formats;
mod info;
mod instance;
mod operations;
mod paths;
mod servers;
mod shapes;
mod structure;
mod values;

use crate::document::Rule;

/// The rules `extends: spectral:oas` switches on.
pub(crate) const RECOMMENDED: &[Rule] = &[
    ("oas3-schema", structure::follows_the_openapi_schema),
    ("invalid-ref", components::references_resolve),
    ("oas3-unused-component", components::no_component_is_unused),
    ("oas3-examples-value-or-externalValue", components::examples_have_one_value),
    ("info-contact", info::has_contact),
    ("info-description", info::has_description),
    ("openapi-tags-uniqueness", info::tags_are_unique),
    ("oas3-api-servers", servers::has_servers),
    ("oas3-server-trailing-slash", servers::no_trailing_slash),
    ("oas3-server-variables", servers::variables_are_defined),
    ("operation-success-response", operations::answers_success),
    ("operation-operationId", operations::has_operation_id),
    ("operation-operationId-unique", operations::operation_id_is_unique),
    ("operation-operationId-valid-in-url", operations::operation_id_fits_a_url),
    ("operation-description", operations::has_description),
    ("operation-parameters", operations::parameters_are_unique),
    ("operation-tags", operations::has_tags),
    ("operation-tag-defined", operations::tags_are_declared),
    ("oas3-operation-security-defined", operations::security_is_defined),
    ("oas3-callbacks-in-callbacks", operations::no_callbacks_in_callbacks),
    ("oas3_1-servers-in-webhook", operations::no_servers_in_webhooks),
    ("oas3_1-callbacks-in-webhook", operations::no_callbacks_in_webhooks),
    ("path-params", paths::parameters_match_the_path),
    ("path-declarations-must-exist", paths::declarations_are_not_empty),
    ("path-keys-no-trailing-slash", paths::no_trailing_slash),
    ("path-not-include-query", paths::no_query),
    ("array-items", values::arrays_have_items),
    ("duplicated-entry-in-enum", values::enums_have_no_duplicates),
    ("typed-enum", values::enums_respect_their_type),
    ("no-eval-in-markdown", values::no_eval_in_markdown),
    ("no-script-tags-in-markdown", values::no_script_in_markdown),
    ("oas3-valid-media-example", values::media_examples_are_valid),
    ("oas3-valid-schema-example", values::schema_examples_are_valid),
];

/// The rules Spectral ships switched off; we keep them too.
pub(crate) const OPTIONAL: &[Rule] = &[
    ("contact-properties", info::contact_is_complete),
    ("info-license", info::has_license),
    ("license-url", info::license_has_url),
    ("openapi-tags", info::has_tags),
    ("openapi-tags-alphabetical", info::tags_are_in_order),
    ("tag-description", info::tags_are_described),
    ("operation-singular-tag", operations::has_one_tag),
    ("oas3-parameter-description", operations::parameters_are_described),
    ("oas3-server-not-example.com", servers::not_at_example_com),
];
