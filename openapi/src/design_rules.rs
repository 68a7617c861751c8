//! The linter rules of the Dutch API Design Rules (ADR) 2.2, release 2.2.0-rc.1, under the
//! linter's own names.
//!
//! The linter also switches on some `spectral:oas` rules; those are in the `spectral` module.
//! Where the linter's expression misses what its rule says, we keep the rule as written.

mod dates;
mod errors;
mod naming;
mod versions;

use crate::document::Rule;

pub(crate) const RULES: &[Rule] = &[
    ("nlgov:openapi3", versions::is_openapi_3),
    ("nlgov:openapi-root-exists", versions::names_its_openapi_version),
    ("nlgov:semver", versions::version_is_semantic),
    ("nlgov:include-major-version-in-uri", versions::servers_name_the_major_version),
    ("nlgov:servers-use-https", versions::servers_use_https),
    ("nlgov:missing-header", versions::successes_have_headers),
    ("nlgov:missing-version-header", versions::successes_have_a_version_header),
    ("nlgov:info-contact-fields-exist", versions::contact_has_all_fields),
    ("nlgov:paths-no-trailing-slash", naming::no_trailing_slash),
    ("nlgov:paths-kebab-case", naming::paths_are_kebab_case),
    ("nlgov:http-methods", naming::methods_are_standard),
    ("nlgov:query-keys-camel-case", naming::query_keys_are_camel_case),
    ("nlgov:schema-camel-case", naming::schema_names_are_pascal_case),
    ("nlgov:property-casing", naming::link_names_are_camel_case),
    ("nlgov:use-problem-schema", errors::errors_are_problems),
    ("nlgov:problem-schema-members", errors::problems_have_their_members),
    ("nlgov:problem-invalid-input", errors::invalid_input_is_answered),
    ("nlgov:date-time-ensure-timezone", dates::no_local_date_time),
    ("nlgov:time-without-timezone", dates::no_time_with_offset),
    ("nlgov:specify-format-for-date-and-time", dates::dates_have_a_format),
    ("nlgov:use-date-instead-of-datetime", dates::dates_are_no_date_times),
];
