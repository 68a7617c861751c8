# What one does every day; `just` alone lists it. Everything also works without just.

_default:
    @just --list --unsorted

# Serve with the settings of the environment and leerkring.toml
run *arguments:
    cargo run --release -- serve {{ arguments }}

# Serve real boards and a real offer on SQLite, with a token per role
demo *arguments:
    cargo run --release -- demo {{ arguments }}

# Run every test on SQLite and the scenarios on PostgreSQL too; words filter by name
test *words:
    tests/run {{ words }}

# Run the tests on SQLite only
test-sqlite *words:
    ENGINES=sqlite tests/run {{ words }}

# Run the scenarios on a throw-away PostgreSQL only
test-postgres *words:
    ENGINES=postgres tests/run {{ words }}

# Check format and lints, and dependencies where cargo-deny is installed
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    if command -v cargo-deny >/dev/null; then cargo deny check; fi

# To a file of its own first: a failing build must not leave an empty document.
# Write the OpenAPI document anew
openapi:
    cargo run --quiet --package leerkring -- openapi > target/openapi.json
    mv target/openapi.json openapi/openapi.json

# Bring the configured database to the newest schema
migrate *arguments:
    cargo run --release -- migrate {{ arguments }}

# Measure against the bare database; never part of the tests
bench *arguments:
    cargo bench --package leerkring-tests {{ arguments }}

# Everything that has to hold before a change goes in
ci:
    .ci/run
