# One image for every role: `serve`, `work`, `schedule` and `migrate` are arguments.
#   docker build --tag vitrine .                      compiles this source
#   docker build --tag vitrine --target binary .      takes dist/: a `vitrine` built beside it, and libraries only it needs
# Base images are arguments, so that a mirror's or a local one can be named: --build-arg BASE=registry.example/debian:12
ARG SWIFT=swift:6.3-bookworm
ARG BASE=debian:bookworm-slim

FROM ${SWIFT} AS build
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libhiredis-dev libpcre2-dev libpq-dev libsqlite3-dev pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY Package.swift ./
COPY Sources Sources
COPY Tests Tests
RUN --mount=type=cache,target=/build \
    swift build --configuration release --static-swift-stdlib --product vitrine --scratch-path /build \
    && install -D /build/release/vitrine /dist/vitrine \
    && strip --strip-debug /dist/vitrine

FROM ${BASE} AS runtime
# git is for schemas from repositories, the others are what `ldd` says; nothing is fetched where the base has them.
ARG PACKAGES="ca-certificates git libhiredis0.14 libpcre2-8-0 libpq5 libsqlite3-0 libstdc++6 zlib1g"
# hadolint ignore=DL3008,SC2086
RUN dpkg --status ${PACKAGES} >/dev/null 2>&1 \
    || { apt-get update && apt-get install --yes --no-install-recommends ${PACKAGES} && rm -rf /var/lib/apt/lists/*; }
# A new volume takes owner and mode of the folder that it covers.
RUN groupadd --gid 10001 vitrine \
    && useradd --uid 10001 --gid 10001 --home-dir /var/lib/vitrine --shell /usr/sbin/nologin vitrine \
    && install --directory --owner=10001 --group=10001 --mode=0700 /var/lib/vitrine \
    && ln -s ../lib/vitrine/vitrine /usr/local/bin/vitrine
COPY schemas /usr/local/share/vitrine/schemas
ENV VITRINE_HTTP_HOST=0.0.0.0 VITRINE_SCHEMAS=/usr/local/share/vitrine/schemas
WORKDIR /var/lib/vitrine
USER 10001:10001
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/vitrine"]
CMD ["help"]

FROM runtime AS binary
COPY dist /usr/local/lib/vitrine

FROM runtime AS source
COPY --from=build /dist /usr/local/lib/vitrine
