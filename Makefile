# The commands of this repository: `make` alone lists them, .ci/run calls the same ones.
# Each sets up .venv first, once. README.md has the plain commands for Windows.

QUARTER ?= params/hebei/2022Q1.yml
REPORT_LANG ?= zh
FIRST_TEST ?= 1990Q1
CITY ?= langfang
DIVISION ?= raw_materials
export PYTHON

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help reports office test slow check lint browser lab bench parts evaluate gallery format sync illustrative lock clean

help: ## List the commands
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name text; \
		do printf '  make %-13s %s\n' "$$name" "$$text"; done

reports: $(READY) ## Make the reports of a quarter (QUARTER=params/..., REPORT_LANG=zh or en)
	@$(BIN)/diaodu report "$(QUARTER)" --lang "$(REPORT_LANG)"

office: $(READY) ## Make Word and PDF files of the reports that are there
	@$(BIN)/diaodu office "$(QUARTER)" --lang "$(REPORT_LANG)"

test: lint browser ## Run all checks and all tests
	$(BIN)/pytest

slow: lint browser ## Run the tests that take minutes: killed runs, hostile texts, what is in packs
	$(BIN)/pytest -m slow

check: lint ## Run the quick checks: style, types, layers, notebooks, versions
	$(BIN)/pytest -n 0 -q tests/test_notebooks_clean.py tests/test_environment.py

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry src

browser:
	@sh tools/browser.sh

lab: $(READY) ## Open JupyterLab on notebooks/, with the quarter's tables made
	@$(BIN)/diaodu intake "$(QUARTER)" --quiet
	$(BIN)/jupyter lab --ServerApp.root_dir=notebooks $$(test "$$(id -u)" != 0 || echo --allow-root)

bench: $(READY) ## Measure what is wanted of a run, under ten minutes (QUICK=1: under two)
	$(BIN)/python bench/bench.py "$(QUARTER)"

parts: $(READY) ## Measure reading, the outlook and the analysis by themselves
	$(BIN)/python bench/received.py
	$(BIN)/python bench/outlook.py
	$(BIN)/python bench/analysis.py "$(QUARTER)" --counties 140

evaluate: $(READY) ## Measure what texts add (EVIDENCE=folder), or the outlook (PANEL=file ARGS=...)
	@$(BIN)/diaodu intake "$(QUARTER)" --quiet
	@$(BIN)/python tools/evaluate.py --evidence "$(EVIDENCE)" --first-test "$(FIRST_TEST)" \
		--panel "$(PANEL)" $(ARGS)

gallery: $(READY) ## Take the pictures of docs/gallery anew (CITY=..., DIVISION=...)
	@$(BIN)/diaodu report "$(QUARTER)" --quiet
	@$(BIN)/diaodu report "$(QUARTER)" --lang en --quiet
	$(BIN)/python tools/gallery.py "$(QUARTER)" --city "$(CITY)" --division "$(DIVISION)"

format: $(READY) ## Put code and notebooks into the one style
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	find notebooks -name '*.ipynb' -not -path '*/.*' -exec sh tools/strip.sh {} +

sync: $(READY) ## Put the catalogue's headings and methods into the notebooks
	$(BIN)/python tools/sync_notebooks.py

illustrative: $(READY) ## Make the made-up submissions anew
	@PYTHONPATH=tools $(BIN)/python -m illustrative.make

lock: ## Write requirements.lock anew from pyproject.toml
	@sh tools/lock.sh

clean: ## Remove reports, processed tables and caches (.venv stays)
	git clean -fdXq data/processed reports .cache
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

# Both stamps are written last: what was interrupted is done again, what is done is skipped.
$(READY): $(VENV)/.locked pyproject.toml
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.locked: requirements.lock
	@python=$$(sh tools/python.sh) && \
		echo "Setting up $(VENV) with $$("$$python" --version): about two minutes, once ..." && \
		"$$python" -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@touch $@
