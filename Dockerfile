# syntax=docker/dockerfile:1

# Builds the server. rust-toolchain.toml is not in the context (see .dockerignore): the image is
# the toolchain, so keep its version the same.
FROM rust:1.95.0-slim-bookworm AS build
WORKDIR /src
COPY . .
# Function names stay for backtraces, line numbers go: they are most of the binary.
ENV CARGO_PROFILE_RELEASE_STRIP=debuginfo
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --locked --release --package leerkring \
    && install -D target/release/leerkring /out/leerkring \
    && mkdir /out/data

# No shell and no package manager: glibc, certificates, time zones and the binary.
FROM gcr.io/distroless/cc-debian12:nonroot
LABEL org.opencontainers.image.title="leerkring" \
      org.opencontainers.image.description="The open backend for what Dutch education's sector organisations run for school boards" \
      org.opencontainers.image.licenses="EUPL-1.2"
COPY LICENSE /usr/share/doc/leerkring/LICENSE
COPY --from=build /out/leerkring /usr/local/bin/leerkring
# Belongs to the user, and so does a new volume mounted on it.
COPY --from=build --chown=65532:65532 /out/data /var/lib/leerkring
ENV LEERKRING_LISTEN=0.0.0.0:8080 \
    LEERKRING_DATA_DIR=/var/lib/leerkring \
    LEERKRING_LOG_FORMAT=json
USER 65532:65532
WORKDIR /var/lib/leerkring
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["leerkring", "health"]
ENTRYPOINT ["leerkring"]
CMD ["serve"]
