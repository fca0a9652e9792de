# Toetssteen. `make demo` and `make test` are the two to start with; each builds .venv first when it is not there.
# Needs: Python 3.11, 3.12 or 3.13 with venv, make, and for durable_rules a C compiler and Python's header files
# (Debian: python3 python3-venv python3-dev gcc make). Another Python: make clean venv PYTHON=python3.13

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCH_VENV := .venv-bench
OPENFISCA_VENV := .venv-openfisca
FUZZ_SECONDS ?= 180
DOSSIERS ?= 100000
EXAMPLES ?= 100
ROWS ?= 100000
PYTEST_ARGS ?=

export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1

INSTALL = install --quiet --require-hashes --no-deps --no-build-isolation

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help venv assets lock demo test wheel-test check lint types imports rules docs bench fuzz fuzz-api fuzz-columns soak-signals storm cluster cluster-test clean

help:
	@echo 'make demo        a dozen invented people: decisions, a herziening, trajecten, signals, norms; a variant over a million'
	@echo 'make serve       the workbench in a browser, with the example dossiers: http://127.0.0.1:8080'
	@echo 'make test        run the tests'
	@echo 'make check       format, lint, types, imports, the rule files and how far scenarios reach, the documentation'
	@echo 'make venv        build $(VENV) from the locks (the others do this by themselves)'
	@echo 'make assets      build the styles and scripts of the pages (the others do this by themselves)'
	@echo 'make wheel-test  build the wheel, install it elsewhere and use it there'
	@echo 'make bench       run every benchmark in bench/ in environments of their own'
	@echo 'make fuzz        feed broken input to the readers and commands for FUZZ_SECONDS ($(FUZZ_SECONDS))'
	@echo 'make fuzz-api    ask a running workbench EXAMPLES ($(EXAMPLES)) things of every kind, on SQLite and on PostgreSQL'
	@echo 'make fuzz-columns hold ROWS ($(ROWS)) random rows per regeling in both column renderers against the exact evaluator'
	@echo 'make soak-signals judge DOSSIERS ($(DOSSIERS)) random dossiers by both engines while workers are killed'
	@echo 'make storm       fifty clients write on PostgreSQL while server and database are killed'
	@echo 'make cluster     a Dask scheduler and two workers on this machine, at tcp://127.0.0.1:8786'
	@echo 'make cluster-test tests that run a cluster or kill processes'
	@echo 'make docs        build the documentation in build/docs'
	@echo 'make lock        resolve the dependencies of pyproject.toml again (UPGRADE=1: take newer ones)'
	@echo 'make clean       remove the environments and everything built'

# ---- environments ------------------------------------------------------------------------------------------------

venv: $(VENV)/installed.stamp

# Builds from source (durable_rules, the project itself) use the pinned build tools instead of fetching their own.
# Python 3.13 dropped PyEval_CallObject, which durable_rules calls: CPPFLAGS names its successor. A wheel in pip's cache
# may have been built without it, hence --no-cache-dir. Without a compiler or headers the rest works all the same.
$(VENV)/locked.stamp: requirements-build.lock requirements.lock requirements-signals.lock
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	    { echo 'Python 3.11, 3.12 or 3.13 is needed: make venv PYTHON=...' >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip $(INSTALL) -r requirements-build.lock
	$(BIN)/python -m pip $(INSTALL) -r requirements.lock
	@CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject \
	    $(BIN)/python -m pip $(INSTALL) --no-cache-dir -r requirements-signals.lock \
	    && $(BIN)/python -c 'import durable.engine' \
	    || { $(BIN)/python -m pip uninstall --quiet --yes durable-rules; \
	         echo 'WARNING: durable_rules cannot be built here (is there a C compiler and python3-dev?):' \
	              'signals are judged by the Python engine.' >&2; }
	@touch $@

$(VENV)/installed.stamp: $(VENV)/locked.stamp pyproject.toml
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# Styles and scripts of the pages, with the machine's Node.js or that of the environment; the lock names what, not from where.
ASSETS := workbench/web/static/manifest.json

assets: $(ASSETS)

$(ASSETS): workbench/web/build.py $(shell find workbench/web/assets -type f) | $(VENV)/installed.stamp
	$(BIN)/python -m workbench.web.build

$(BENCH_VENV)/installed.stamp: requirements-build.lock requirements-bench.lock pyproject.toml
	$(PYTHON) -m venv --clear $(BENCH_VENV)
	$(BENCH_VENV)/bin/python -m pip $(INSTALL) -r requirements-build.lock
	$(BENCH_VENV)/bin/python -m pip $(INSTALL) -r requirements-bench.lock
	$(BENCH_VENV)/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# One benchmark compares with openfisca-core and does without it when this fails.
$(OPENFISCA_VENV)/installed.stamp: requirements-openfisca.lock
	@$(PYTHON) -m venv --clear $(OPENFISCA_VENV) \
	    && $(OPENFISCA_VENV)/bin/python -m pip $(INSTALL) --only-binary :all: -r $< \
	    && touch $@ \
	    || echo 'WARNING: openfisca-core cannot be installed: it is left out of bench/populatie.py.' >&2

COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
    --python-version 3.11 --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

# The main lock comes first: the others may only repeat its versions. durable_rules has a lock of its own, because it
# is the only dependency that has to be compiled here. Tests and benchmarks use what every extra installs. openfisca-core
# is resolved apart from all of them: its environment is its own.
lock: venv
	$(COMPILE) pyproject.toml --all-extras --group dev --no-emit-package durable-rules -o requirements.lock
	$(COMPILE) --group signals -o requirements-signals.lock
	$(COMPILE) --group build -c requirements.lock -o requirements-build.lock
	$(COMPILE) pyproject.toml --all-extras --group bench --no-emit-package durable-rules -c requirements.lock -o requirements-bench.lock
	$(COMPILE) pyproject.toml --all-extras --no-emit-package durable-rules -c requirements.lock -o requirements-serve.lock
	$(COMPILE) --group openfisca -o requirements-openfisca.lock

# ---- use ---------------------------------------------------------------------------------------------------------

# The workbench for one person on this machine, with the example dossiers, at http://127.0.0.1:8080.
serve: venv assets
	@$(BIN)/toetssteen serve

demo: venv
	@$(BIN)/python -m workbench.demo

bench: $(BENCH_VENV)/installed.stamp $(OPENFISCA_VENV)/installed.stamp
	@missed=0; for script in $(sort $(wildcard bench/[!_]*.py)); do \
	    echo "== $$script"; $(BENCH_VENV)/bin/python $$script || missed=1; done; exit $$missed

fuzz: venv
	$(BIN)/python -m tests.fuzz --seconds $(FUZZ_SECONDS)

fuzz-api: venv assets
	$(BIN)/python -m tests.workbench.api.fuzz --examples $(EXAMPLES)
	$(BIN)/python -m tests.workbench.api.fuzz --examples $(EXAMPLES) --postgres

fuzz-columns: venv
	$(BIN)/python -m tests.engine.columns.fuzz --rows $(ROWS)

soak-signals: venv
	$(BIN)/python -m tests.soak_signals --dossiers $(DOSSIERS)

storm: venv
	$(BIN)/python -m tests.storm

cluster: venv
	$(BIN)/python -m tests.services.dask

# ---- proof -------------------------------------------------------------------------------------------------------

test: venv assets
	$(BIN)/python -m pytest -n 2 -m 'not wheel and not cluster' $(PYTEST_ARGS)

wheel-test: venv assets
	$(BIN)/python -m pytest -m wheel $(PYTEST_ARGS)

cluster-test: venv
	$(BIN)/python -m pytest -m cluster $(PYTEST_ARGS)

check: lint types imports rules docs

lint: venv
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/hadolint Dockerfile

types: venv
	$(BIN)/mypy dsl engine workbench

imports: venv
	$(BIN)/lint-imports

rules: venv
	$(BIN)/toetssteen controleer rules
	$(BIN)/toetssteen opmaak --controleer rules
	$(BIN)/toetssteen toets --werkers 2 --eis-dekking --eis-grenzen

# One page per diagnostic code, written from the registry that the messages come from.
docs: venv
	$(BIN)/python -m dsl.codes docs/diagnoses
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going -b html -d build/doctrees docs build/docs

clean:
	rm -rf $(VENV) $(BENCH_VENV) $(OPENFISCA_VENV) workbench/web/static build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
