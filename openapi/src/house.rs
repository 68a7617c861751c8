//! Our own rules.

mod bodies;
mod names;
mod operations;
mod responses;

use crate::document::Rule;

pub(crate) const RULES: &[Rule] = &[
    ("house:operation-id-camel-case", operations::operation_id_is_camel_case),
    ("house:operation-texts", operations::has_summary_and_description),
    ("house:operation-security", operations::security_is_explicit),
    ("house:operation-2xx", operations::has_a_2xx_response),
    ("house:created-location", operations::created_has_a_location),
    ("house:patch-if-match", operations::patch_asks_if_match),
    ("house:get-one-errors", operations::get_with_path_parameter_answers_errors),
    ("house:error-problem-json", responses::errors_are_problem_json),
    ("house:response-headers", responses::responses_declare_headers),
    ("house:request-example", responses::requests_have_an_example),
    ("house:response-example", responses::successes_have_an_example),
    ("house:string-bounds", bodies::strings_are_bounded),
    ("house:array-bounds", bodies::arrays_are_bounded),
    ("house:request-closed", bodies::request_objects_are_closed),
    ("house:path-segments", names::path_segments_are_plural_nouns),
    ("house:property-camel-case", names::properties_are_camel_case),
    ("house:query-camel-case", names::query_parameters_are_camel_case),
    ("house:no-date-in-name", names::no_property_is_named_date),
    ("house:date-suffix", names::dates_end_in_on_or_at),
];
