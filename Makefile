# Everything a person or a machine does with a fresh clone. `make` alone says what there is.
# Needs: make, a Python 3.11 or newer with its venv module, and a package index for pip.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR: # a virtual environment that was made by half is made again
.PHONY: help setup setup-dev demo test soak lint bench screenshots clean

VENV := .venv
PY := $(VENV)/bin/python
RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev
# A part that is chosen by PYTEST may have tests of one kind alone; pytest ends with 5 when it finds none.
NONE_CHOSEN = { code=$$?; [ $$code = 5 ] && [ -n "$${PYTEST:-}" ] || exit $$code; }

help: ## Say what there is.
	@grep -hE '^[a-z-]+:.*##' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

demo: $(RUN_STAMP) ## Start everything on this machine and say where it is (Ctrl-C ends it).
	@$(PY) -m config.demo

setup: $(RUN_STAMP) ## Make the virtual environment and install what casefiles needs.

setup-dev: $(DEV_STAMP) ## The same, with what tests and linters need.

test: $(DEV_STAMP) ## Run the whole test suite.
	@$(PY) -m pytest -n 2 --dist loadgroup -m "not slow" $(PYTEST) || $(NONE_CHOSEN)
	@$(PY) -m pytest -n 2 --dist loadgroup -m "slow and not soak" $(PYTEST) || $(NONE_CHOSEN)

soak: $(DEV_STAMP) ## Hundreds of captures under kills and hostile sites; takes minutes.
	@$(PY) -m pytest -m soak -s $(PYTEST)

lint: $(DEV_STAMP) ## Style, types, layers, templates, migrations, API description and deployment checks.
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports --no-cache
	@$(VENV)/bin/djlint templates --lint --quiet
	@$(PY) -m config.lint

bench: $(DEV_STAMP) ## Requests and captures per second, next to the plainest that could be.
	@$(PY) -m bench

screenshots: $(DEV_STAMP) ## Take the pictures of the README from a running demonstration.
	@$(PY) docs/screenshots.py

clean: ## Remove the virtual environment, caches and everything the demonstration has made.
	@if [ -e var/demo.lock ] && ! flock --nonblock var/demo.lock true; then \
		echo "The demonstration is running; end it first." >&2; exit 1; fi
	rm -rf $(VENV) var staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN_STAMP): requirements.txt | $(PY)
	@echo "Installing what casefiles needs (requirements.txt) …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

$(DEV_STAMP): requirements.txt requirements-browser.txt requirements-dev.txt | $(PY)
	@echo "Installing what tests and linters need (requirements-dev.txt) …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@ $(RUN_STAMP)

$(PY):
	@for name in python3 python3.14 python3.13 python3.12 python3.11; do \
		found=$$(command -v $$name) || continue; \
		"$$found" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		echo "Making the virtual environment in $(VENV) with $$("$$found" --version) …"; \
		"$$found" -m venv $(VENV); exit 0; \
	done; \
	echo "No Python 3.11 or newer with its venv module was found." >&2; \
	echo "Install one (Debian and Ubuntu: apt install python3-venv) and run make again." >&2; exit 1
