//! What holds no personal data, and texts in which somebody may be mentioned all the same.

/// Texts of organisations, in which a person may be mentioned. An address is taken out of them
/// when its owner is erased; a name is not, because others may have it: it is counted.
#[derive(Debug)]
pub struct Texts {
    pub table: &'static str,
    pub columns: &'static [Text],
    pub versioned: bool,
}

/// A column of free text.
#[derive(Debug)]
pub struct Text {
    pub name: &'static str,
    pub json: bool,
}

const fn text(name: &'static str) -> Text {
    Text { name, json: false }
}

const fn json(name: &'static str) -> Text {
    Text { name, json: true }
}

pub const TEXTS: &[Texts] = &[
    Texts {
        table: "organisers",
        columns: &[text("name"), text("website"), text("contact_email"), json("invoicing")],
        versioned: true,
    },
    Texts { table: "programmes", columns: &[text("title"), text("description")], versioned: true },
    Texts {
        table: "cohorts",
        columns: &[text("name"), text("place"), text("facilitator")],
        versioned: true,
    },
    Texts {
        table: "sessions",
        columns: &[
            text("address"),
            text("meeting_link"),
            text("theme"),
            json("agenda"),
            text("cancelled_because"),
        ],
        versioned: true,
    },
    Texts {
        table: "intake_slots",
        columns: &[text("meeting_link"), text("interviewer")],
        versioned: true,
    },
    // What stands on certificates: of others it may name who signs.
    Texts { table: "certificates", columns: &[json("content")], versioned: true },
    Texts { table: "clients", columns: &[text("name")], versioned: true },
    Texts { table: "questionnaires", columns: &[json("title")], versioned: true },
    Texts { table: "questionnaire_versions", columns: &[json("definition")], versioned: true },
    Texts { table: "responses", columns: &[json("answers")], versioned: true },
    Texts {
        table: "payments",
        columns: &[text("reference"), text("undone_because")],
        versioned: false,
    },
    Texts {
        table: "discussion_guides",
        columns: &[json("draft"), json("published")],
        versioned: true,
    },
    Texts { table: "discussion_guide_versions", columns: &[json("content")], versioned: false },
    Texts { table: "assumed_percentages", columns: &[text("source")], versioned: false },
    Texts { table: "imports", columns: &[text("file_name"), json("report")], versioned: true },
];

/// Every column that tells about no person: organisations, the offer, ids, states, counts, and
/// what the public register of schools says.
pub const OTHERS: &[(&str, &str)] = &[
    (
        "audit_entries",
        "id principal_kind principal_id request_id subject_kind subject_id changed row_count organiser_id \
         board_id acting_kind acting_id seal_number seal reason_hash",
    ),
    ("attendances", "version"),
    ("audit_chain", "id head_number head_seal anchor_number anchor_seal anchor_proof"),
    (
        "boards",
        "id number name search_key in_po in_vo in_mbo school_kinds address_line postcode city \
         municipality municipality_key denomination website kvk_number size_class one_school \
         in_boards_file closed_on version successor_id",
    ),
    (
        "schools",
        "id location_number brin name search_key kind address_line postcode city municipality \
         municipality_key province province_key denomination website closed_on version board_id",
    ),
    (
        "partnerships",
        "id code name search_key sector address_line postcode city website legal_body_number \
         legal_body_name closed_on version",
    ),
    ("regions", "scheme code name search_key"),
    ("school_regions", "school_id scheme code"),
    ("area_regions", "area_kind area scheme code"),
    ("school_holidays", "school_year name region first_on last_on"),
    ("register_turns", "number"),
    ("platform_turns", "number"),
    ("organisers", "id slug members working_hours version"),
    ("memberships", "id version board_id"),
    ("roles", "id given_by version"),
    ("users", "version"),
    ("invitations", "id language invited_by sent_at expires_at withdrawn_at version"),
    (
        "programmes",
        "id kind search_key language continues predecessor_id rules entry_questionnaire_id entry_since status version",
    ),
    ("programme_organisers", "programme_id organiser_id leads"),
    ("programme_themes", "programme_id theme position"),
    (
        "cohorts",
        "id programme_id search_key region_scheme region_code capacity seats_per_board several_per_board \
         opens_at closes_at has_waiting_list most_waiting free_cancellation_until status \
         seats_taken waiting_teams last_arrival starts_at last_starts_at ends_at version offer_hours \
         skip_larger_teams minimum_participants decide_by verdict next_lapse_at \
         passed_over_teams",
    ),
    (
        "sessions",
        "id cohort_id ordinal held_on start_time end_time starts_at ends_at mode breakouts version \
         sequence changed_at cancelled_at reminded_week_for reminded_day_for \
         expected_attendance",
    ),
    (
        "registrations",
        "id arrival size status_since language offer_until overtaken passed_over_for version",
    ),
    ("participants", "id position active joined_at link_edition"),
    (
        "certificates",
        "id year place issued_on version organiser_id registration_id participant_id replaces_id",
    ),
    ("certificate_series", "organiser_id year last_place"),
    ("participant_needs", "participant_id"),
    ("breakout_choices", "participant_id breakout_id"),
    (
        "intake_slots",
        "id held_on start_time starts_at ends_at closes_at mode booked_at version cohort_id \
         registration_id",
    ),
    ("outbox", "id language attempts fence due_at trouble"),
    ("one_time_codes", "id used_at"),
    ("idempotency_keys", "fingerprint status etag language"),
    (
        "imports",
        "id dry_run allow_mass_closing state attempts requested_by requested_at leased_until \
         finished_at version",
    ),
    // What DUO publishes, and what there is to say about its rows.
    ("import_files", "import_id content findings"),
    ("sign_ins", "id generation"),
    (
        "signing_keys",
        "kid generation purpose sealed created_at signs_from retired_at ends_at revoked_at",
    ),
    ("clients", "id scopes created_at blocked_at ended_at version organiser_id board_id"),
    ("calendars", "id edition"),
    ("client_secrets", "id hash created_at expires_at last_used_at client_id"),
    ("client_keys", "id kid algorithm jwk created_at last_used_at client_id"),
    ("client_assertions", "jti expires_at client_id"),
    ("questionnaires", "id last_number published_id published_number version organiser_id"),
    ("questionnaire_versions", "id number status published_at version questionnaire_id"),
    (
        "responses",
        "id reference_on scores status submitted_at shared_since ever_shared version \
         questionnaire_id questionnaire_version_id board_id school_id",
    ),
    ("benchmark_editions", "id number made_at contributions published questionnaire_id"),
    (
        "function_mixes",
        "board_number sector year formation size_class postcode source level_1 level_2 level_3 \
         level_4 level_5 other agreed_1 agreed_2 agreed_3 agreed_4 agreed_5",
    ),
    ("assumed_percentages", "id organiser_id sector base year hundredths"),
    ("quota_sharings", "board_id organiser_id shared_at ended_at"),
    ("formations", "board_id sector year unit hundredths accuracy"),
    (
        "quota_jobs",
        "id status engagement count hundredths_per_week from_on until_on version board_id school_id",
    ),
    // What was invoiced is kept as it was for as long as the law asks; it is to a board. What tells of
    // people in `content` goes after that (`books.rs`).
    (
        "invoices",
        "id kind year place number issued_at issued_on content organiser_id board_id cohort_id \
         registration_id corrects_id anonymous_at",
    ),
    ("invoice_series", "organiser_id year last_place"),
    ("invoice_balances", "invoice_id open_cents credited version"),
    ("payments", "id paid_on cents set_off marked_at undone_at invoice_id"),
    ("discussion_guides", "id published_at published_number version organiser_id"),
    ("discussion_guide_versions", "id number published_at guide_id"),
    ("erasures", "kind hash erased_at"),
    ("retention_runs", "id held_on begun_at leased_until finished_at removed"),
    ("seaql_migrations", "version applied_at"),
];
