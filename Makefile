# Two commands: `make run` and `make test`. The rest is for developers.
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
UV := $(BIN)/uv
PYTHON := $(BIN)/python
SYSTEM_PYTHON := $(firstword $(foreach name,python3.11 python3 python,$(shell \
	$(name) -c 'import sys; sys.version_info[:2] == (3, 11) and print("$(name)")' 2>/dev/null)))
PORT ?= 8600
HOST ?= 127.0.0.1

export RASA_TELEMETRY_ENABLED = false
export PATH := $(BIN):$(PATH)

.PHONY: run test env web lint lock bench clean nlu-report

run: env web
	@XIAOER_PORT=$(PORT) XIAOER_HOST=$(HOST) $(BIN)/xiaoer serve

test: env web
	@./scripts/test.sh

# --- environment -----------------------------------------------------------------------------------

env: $(VENV)/.synced

$(VENV)/.synced: requirements.lock pyproject.toml
	@test -n "$(SYSTEM_PYTHON)" || { echo "error: Python 3.11 is needed; neither python3.11 nor python3 is one"; exit 1; }
	@echo "installing the locked environment (a minute or two the first time) …"
	@test -x $(PYTHON) || $(SYSTEM_PYTHON) -m venv $(VENV)
	@test -x $(UV) || $(PYTHON) -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(UV) pip sync --require-hashes --quiet requirements.lock
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@$(PYTHON) -m compileall -q -j 0 $(VENV)/lib/python3.11/site-packages bot actions connectors >/dev/null 2>&1 || true
	@touch $@

# --- web pages -------------------------------------------------------------------------------------

WEB_SOURCES := $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' 2>/dev/null)

web: web/dist/.built

web/node_modules/.installed: web/package-lock.json $(VENV)/.synced
	@echo "installing the web packages …"
	@cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/.built: web/node_modules/.installed $(WEB_SOURCES)
	@echo "building the web pages …"
	@cd web && npm run --silent build
	@touch $@

# --- for developers --------------------------------------------------------------------------------

lint: env
	@ruff check . && ruff format --check . && mypy

nlu-report: env
	@test -n "$(EVAL)" || { echo "error: name the folder with the evaluation sets: make nlu-report EVAL=<folder>"; exit 1; }
	@xiaoer train && $(PYTHON) -m benchmarks.nlu_report "$(EVAL)" $(if $(DIET),--diet "$(DIET)")

bench: env
	@xiaoer train && $(PYTHON) -m benchmarks.turns

lock:
	@$(UV) lock --upgrade-package xiaoer && $(UV) export --quiet --format requirements-txt --no-emit-project --all-groups \
		--no-annotate --no-header --output-file requirements.lock

clean:
	rm -rf web/dist models var build
