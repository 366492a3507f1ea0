# Velocity Client Graph: every door of the house. CI runs nothing that stands not here.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
UV_VERSION := 0.13.9
# The first Python on the path that is new enough; a shim that answers nothing is passed over.
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell \
	$(name) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $(name))))
INSTALLED := .venv/.installed

.PHONY: help setup up down status check test unit graph api faults laws tamper bench bench-identity bench-matching docs cypher-index lock

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(INSTALLED) ## make .venv and install everything, each package checked against its hash

up: setup ## start the database, load the demo graph and serve; Ctrl-C stops all of it
	$(BIN)/velocity up --demo

down: setup ## stop the service and the database
	$(BIN)/velocity down

status: setup ## tell what runs, and where
	$(BIN)/velocity status

check: setup ## lint, format, types, layers, dependencies
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

test: check ## every gate, then every test against a real Neo4j
	$(BIN)/pytest

unit: setup ## tests without a database, and the rules of the house
	$(BIN)/pytest tests/unit tests/architecture

graph: setup ## tests of queries and writers against a real Neo4j
	$(BIN)/pytest tests/graph

api: setup ## tests of GraphQL and of the running service
	$(BIN)/pytest tests/api

faults: setup ## tests that kill processes and fill disks
	$(BIN)/pytest tests/faults

laws: setup ## the laws of identity and 10,000 races, at length: SEED=7 RUNS=5000 STEPS=50 RACES=10000
	VELOCITY_LAW_SEED=$(or $(SEED),1) VELOCITY_LAW_RUNS=$(or $(RUNS),5000) VELOCITY_LAW_STEPS=$(or $(STEPS),50) \
		VELOCITY_RACES=$(or $(RACES),10000) $(BIN)/pytest tests/laws -s

tamper: setup ## tamper with exported audit records and locate all of it: N=10000 CLEAN=1000 SEED=1
	VELOCITY_TAMPER_SEED=$(or $(SEED),1) VELOCITY_TAMPERINGS=$(or $(N),10000) VELOCITY_CLEAN_RUNS=$(or $(CLEAN),1000) \
		$(BIN)/pytest tests/unit/review/audit/test_export_file.py -q

bench: setup ## measure ourselves
	$(BIN)/python -m benchmarks

bench-identity: setup .venv-peers/.installed ## measure who is who beside peers: ONLY=febrl3 names one set
	$(BIN)/python -m benchmarks.identity $(if $(ONLY),--only $(ONLY))

bench-matching: setup .venv-peers/.installed ## measure proposals beside peers: LASTFM=/path/to/lastfm
	$(BIN)/python -m benchmarks.matching $(if $(LASTFM),--lastfm $(LASTFM))

docs: setup cypher-index ## write the generated pages anew
	$(BIN)/python -m graph_schema.data_model > docs/data-model.md

cypher-index: setup ## list every query in cypher/README.md
	$(BIN)/python -m cypher.index

lock: setup ## choose versions anew and write their hashes; names no registry
	$(BIN)/uv pip compile pyproject.toml --generate-hashes --no-emit-index-url -q --no-header \
		-o requirements.lock --python-version 3.11
	$(BIN)/uv pip compile pyproject.toml --extra neural --group dev -c requirements.lock --generate-hashes --no-emit-index-url -q --no-header \
		-o requirements-dev.lock --python-version 3.11
	$(BIN)/uv pip compile --group peers -c requirements.lock --generate-hashes --no-emit-index-url -q --no-header \
		-o requirements-peers.lock --python-version 3.11

.venv-peers/.installed: requirements-peers.lock
	test -x .venv-peers/bin/python || $(PYTHON) -m venv .venv-peers
	$(BIN)/uv pip sync --quiet --require-hashes --python .venv-peers/bin/python requirements-peers.lock
	touch $@

$(INSTALLED): requirements-dev.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed; PYTHON=/path/to/python names one" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@# A machine whose mirror only pip has been told of still installs, more slowly.
	$(BIN)/uv pip sync --quiet --require-hashes requirements-dev.lock || \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@
