# One file for the five services: docker build --build-arg SERVICE=intake --tag vigie-intake .
# The image runs as `api`, `worker`, `prepare` or `job NAME`.
ARG BASE=docker.io/library/python:3.11-slim

# hadolint ignore=DL3006
FROM ${BASE} AS build
ARG SERVICE
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build

# Libraries first: this layer stays while only our own code changes.
COPY requirements/build.lock requirements/assets.lock requirements/${SERVICE}.lock locks/
RUN python -m venv --without-pip /app \
 && python -m venv /tools \
 && /tools/bin/pip install --quiet --no-deps --require-hashes --requirement locks/build.lock \
 && /tools/bin/pip --python /app/bin/python install --quiet --no-deps --no-compile --require-hashes \
      --requirement "locks/${SERVICE}.lock" --requirement locks/assets.lock

COPY libs/common libs/common
COPY services/${SERVICE} services/${SERVICE}
COPY tools/slim.py tools/slim.py
RUN /tools/bin/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir /wheels \
      ./libs/common "./services/${SERVICE}" \
 && /tools/bin/pip --python /app/bin/python install --quiet --no-deps --no-compile /wheels/*.whl \
 && python tools/slim.py "$(/app/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
COPY --chmod=0755 tools/image/vigie-service tools/image/vigie-health /app/bin/
# What starts is compiled, since a read-only root keeps no cache; the rest only takes room.
RUN VIGIE_SERVICE="${SERVICE}" /app/bin/vigie-service --help >/dev/null

# hadolint ignore=DL3006
FROM ${BASE}
ARG SERVICE
LABEL org.opencontainers.image.title="vigie-${SERVICE}" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /app /app
# Nothing is written but under /tmp, which a read-only root gets as a volume of its own.
ENV PATH=/app/bin:${PATH} HOME=/tmp TMPDIR=/tmp PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    VIGIE_SERVICE=${SERVICE} HTTP__HOST=0.0.0.0 HTTP__PORT=8000 WORKER__HOST=0.0.0.0 WORKER__PORT=8000
WORKDIR /tmp
USER 10001:10001
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
  CMD ["/app/bin/vigie-health"]
ENTRYPOINT ["/app/bin/vigie-service"]
CMD ["api"]
