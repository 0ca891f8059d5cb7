# Everything one runs here. It needs Python >= 3.11 and make; the rest is installed into $(VENV).
#
#   make demo             PORT=8000, HOST=127.0.0.1 (0.0.0.0 lets a room in)
#   make test             on SQLite; DATABASE_URL and REDIS_URL choose PostgreSQL and Redis
#   make help             the whole list

VENV ?= .venv
PORT ?= 8000
HOST ?= 127.0.0.1
DEMO_DIR ?= var/demo
# How many tests run at once, and what else pytest is told: make test TESTS=tests/jobs PYTEST="-k kill"
WORKERS ?= 2
TESTS ?= tests
PYTEST ?=
LINT ?= yes

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
BIN := $(VENV)/bin
RIGHT_VERSION := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c '$(RIGHT_VERSION)' >/dev/null 2>&1 && echo $$p && break; done)
# One stamp per content of a lock file: it is installed once, and again when the lock changes.
INSTALLED := $(VENV)/.installed-$(shell cksum < requirements.lock | tr -d ' ')
INSTALLED_DEV := $(VENV)/.installed-dev-$(shell cksum < requirements-dev.lock | tr -d ' ')
TEMPLATES := $(shell find templates -name '*.html')
# Real inventories with known answers, where the machine has them.
REAL_DATA := $(wildcard ../shared/data)
ifneq ($(REAL_DATA),)
export UNIENGINE_REAL_DATA ?= $(abspath $(REAL_DATA))
endif

.PHONY: help demo demo-clean run worker beat migrate test browser lint lint-python lint-templates bench lock clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "UniEngine needs Python 3.11 or later. Install it, or name it: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python could not create $(VENV). On Debian install python3-venv."; exit 1; }

$(INSTALLED): | $(VENV)/bin/python
	@echo "Installing what UniEngine needs into $(VENV) (once) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@rm -f $(VENV)/.installed-[0-9]* && touch $@

$(INSTALLED_DEV): | $(VENV)/bin/python
	@echo "Installing what developing UniEngine needs into $(VENV) (once) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@rm -f $(VENV)/.installed-* && touch $(INSTALLED) $@

demo: $(INSTALLED) ## a fictional company in the browser; Ctrl-C ends all of it
	@env -u DATABASE_URL -u REDIS_URL -u UNIENGINE_MODE UNIENGINE_DATA_DIR="$(abspath $(DEMO_DIR))" \
		$(BIN)/python manage.py demo_serve --host $(HOST) --port $(PORT)

demo-clean: ## forget the demo's database and files
	rm -rf $(DEMO_DIR)

migrate: $(INSTALLED) ## bring the database up to date
	@$(BIN)/python manage.py migrate

run: migrate ## the server on your own database (DATABASE_URL, REDIS_URL)
	@$(BIN)/uvicorn uniengine.asgi:application --host $(HOST) --port $(PORT) --timeout-graceful-shutdown 2

worker: $(INSTALLED) ## a Celery worker, with REDIS_URL
	@$(BIN)/celery -A uniengine worker --pool prefork --loglevel info

beat: $(INSTALLED) ## the clock that starts abandoned work again, with REDIS_URL
	@$(BIN)/celery -A uniengine beat --loglevel info

test: $(INSTALLED_DEV) browser ## everything: linters, tests, browser flows
ifeq ($(LINT),yes)
	@$(MAKE) --no-print-directory lint
endif
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(TESTS) $(PYTEST)

browser: $(INSTALLED_DEV) # find Chromium, or install Debian's where that is allowed
	@$(BIN)/python -m tests.chromium

lint: lint-python lint-templates ## ruff, mypy, layers, templates

lint-python: $(INSTALLED_DEV)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

lint-templates: $(INSTALLED_DEV)
	@$(BIN)/djade --check --target-version 5.2 $(TEMPLATES)
	@$(BIN)/djhtml --check --tabwidth 2 $(TEMPLATES)

bench: $(INSTALLED_DEV) ## every performance goal; fails when one is missed
	@$(BIN)/python -m bench $(BENCH)

lock: $(INSTALLED_DEV) ## resolve pyproject.toml into the lock files again (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## remove the environment, caches and the demo
	rm -rf $(VENV) $(DEMO_DIR) .mypy_cache .ruff_cache .hypothesis .pytest_cache
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
