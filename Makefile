# Everything happens in .venv; `make run` and `make test` set it up by themselves.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
PY := .venv/bin/python
DATA ?= data
PORT ?= 8501
BENCH ?= demo/articles

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

.venv/run.stamp: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Claimwatch needs Python 3.11 or newer (make run PYTHON=…)"; exit 2; }
	$(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements-dev.txt
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

.PHONY: setup
setup: .venv/dev.stamp ## the environment with all development tools

.PHONY: demo
demo: .venv/run.stamp ## load the demo corpus (a second time changes nothing)
	$(PY) -m etl run --data-dir $(DATA) --config demo/claimwatch.toml --input demo/articles

.PHONY: dashboard
dashboard: .venv/run.stamp ## the dashboard on what is loaded, on localhost:8501
	CLAIMWATCH_DATA_DIR=$(DATA) $(PY) -m streamlit run dashboard/app.py --server.port $(PORT)

.PHONY: run
run: demo dashboard ## everything on a fresh machine: environment, demo corpus, dashboard

.PHONY: test
test: .venv/dev.stamp ## the environment and the whole test suite
	$(PY) -m pytest

# Of its own, so that the auditor's packages do not mix with ours.
.PHONY: audit
audit: ## known vulnerabilities in the pinned packages, where the advisory service can be reached
	@test -x .venv/audit/bin/pip-audit || { $(PYTHON) -m venv .venv/audit && .venv/audit/bin/pip install --quiet --disable-pip-version-check pip-audit; } || true
	@$(PYTHON) .ci/audit.py .venv/audit/bin/pip-audit requirements.txt requirements-dev.txt

.PHONY: train
train: .venv/run.stamp ## train the models from the corpus again
	$(PY) -m models train

.PHONY: gate
gate: .venv/run.stamp ## fail if a quality figure fell below models/floors.json
	$(PY) -m models evaluate > /dev/null

.PHONY: bench
bench: .venv/run.stamp ## the quick benchmarks: the ETL on BENCH (default: the demo corpus), matching, peers
	$(PY) bench/etl_speed.py $(BENCH)
	$(PY) bench/matching_speed.py 10000
	$(PY) -m etl run --data-dir $(DATA)/bench --input $(BENCH) --json > /dev/null
	$(PY) bench/peers.py $(DATA)/bench $(BENCH)

.PHONY: check
check: .venv/dev.stamp ## format, lint, types, layers, tests, model gate
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) -m pytest
	$(PY) -m models evaluate > /dev/null

.PHONY: format
format: .venv/dev.stamp ## format the code
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

.PHONY: pin
pin: .venv/dev.stamp ## pin the requirements anew from pyproject.toml
	$(PY) -m pip install --quiet pip-tools
	$(PY) -m piptools compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-options --no-header -o requirements.txt pyproject.toml
	$(PY) -m piptools compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-options --no-header --extra dev -c requirements.txt -o requirements-dev.txt pyproject.toml
