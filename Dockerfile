# Toetssteen as a server. Built with buildah on a stand-in for the base image: Debian bookworm from debootstrap with its own
# Python 3.11.2, as the machines that made this can fetch no images. The tree that came out was started with chroot in namespaces of
# its own, with what compose.yaml asks; no container engine has run it yet. `make lint` reads this file.
FROM python:3.11-slim-bookworm AS build
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# durable_rules is compiled; the pages' styles and scripts are bundled with Node.js.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gcc libc6-dev make nodejs npm \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /bron
COPY requirements-build.lock requirements-serve.lock requirements-signals.lock ./
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/toetssteen \
    && /opt/toetssteen/bin/pip install --require-hashes --no-deps --no-build-isolation -r requirements-build.lock \
    && /opt/toetssteen/bin/pip install --require-hashes --no-deps --no-build-isolation -r requirements-serve.lock \
    && /opt/toetssteen/bin/pip install --require-hashes --no-deps --no-build-isolation -r requirements-signals.lock
COPY . .
RUN /opt/toetssteen/bin/python -m workbench.web.build \
    && /opt/toetssteen/bin/pip install --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
# What PDFs are laid out with; proposals for the rules are kept in git.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-dejavu-core git libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /gegevens --create-home toetssteen
COPY --from=build /opt/toetssteen /opt/toetssteen
USER 10001
WORKDIR /gegevens
ENV PATH=/opt/toetssteen/bin:$PATH \
    XDG_DATA_HOME=/gegevens \
    XDG_CACHE_HOME=/gegevens/cache \
    TOETSSTEEN_MODE=oidc \
    TOETSSTEEN_HOST=0.0.0.0 \
    TOETSSTEEN_PORT=8080
VOLUME /gegevens
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/gezond', timeout=4)"]
ENTRYPOINT ["toetssteen"]
CMD ["serve"]
