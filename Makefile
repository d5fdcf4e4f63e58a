PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SYSTEMS := $(notdir $(wildcard fixtures/reference/*))
READY := $(VENV)/.ready
LINT := XDG_CACHE_HOME=$(CURDIR)/build/cache $(BIN)/pattern-lint
REPORTS := build/report

.PHONY: demo check test test-tool test-reference bench docs clean

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

$(VENV)/.reference: $(READY)
	$(BIN)/python -m pip install --quiet --editable '.[reference]'
	touch $@

# The main job: the reference follows its documents, the violations do not.
demo: $(READY)
	@for system in $(SYSTEMS); do \
	  echo "== $$system"; $(LINT) check fixtures/reference/$$system || exit 1; done
	@echo "== violations (findings are expected)"
	$(LINT) check fixtures/violations --exit-zero
	@mkdir -p $(REPORTS)
	@echo "== reports, to open in a browser"
	@for system in $(addprefix fixtures/reference/,$(SYSTEMS)) fixtures/violations; do \
	  page=$(REPORTS)/$$(basename $$system).html; \
	  $(LINT) coverage $$system --output-format html --output $$page || exit 1; echo $$page; done
	@echo "== how far the violations follow their patterns"
	$(LINT) coverage fixtures/violations

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(LINT) check .
	$(BIN)/python bench/house.py

test: test-tool test-reference

test-tool: $(READY)
	$(BIN)/pytest --numprocesses auto

# Every system is a project of its own: its tests run from its folder.
test-reference: $(VENV)/.reference
	@if [ -d fixtures/reference/scheduling_app/frontend ]; then \
	  cd fixtures/reference/scheduling_app/frontend && npm ci --silent --no-audit --no-fund; fi
	@for system in $(SYSTEMS); do echo "== $$system"; \
	  (cd fixtures/reference/$$system && $(CURDIR)/$(BIN)/python -m pytest -q) || exit 1; done

bench: $(READY)
	$(BIN)/python bench/run.py

docs: $(READY)
	$(BIN)/python -m pip install --quiet --editable '.[docs]'
	$(BIN)/python docs/build.py

clean:
	rm -rf $(VENV) .bench build dist site .mypy_cache .ruff_cache .pytest_cache .hypothesis
