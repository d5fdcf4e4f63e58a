PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SYSTEMS := $(notdir $(wildcard fixtures/reference/*))
READY := $(VENV)/.ready
LINT := XDG_CACHE_HOME=$(CURDIR)/build/cache $(BIN)/pattern-lint
REPORTS := build/report
VIOLATIONS := fixtures/violations
OWN_CARD := $(VIOLATIONS)/patterns/settings-read-files.md

.PHONY: demo check test test-tool test-reference bench docs clean

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

$(VENV)/.reference: $(READY)
	$(BIN)/python -m pip install --quiet --editable '.[reference]'
	touch $@

# The main job, in one screen: a finding with its chain, a team's own pattern, how far a system follows its document.
demo: $(READY)
	@echo "== async code that blocks, two calls away"
	@$(LINT) check $(VIOLATIONS) --select PAT235 --exit-zero --quiet
	@echo "== a pattern that a team wrote itself: $(OWN_CARD)"
	@sed -n '/^+++/,/^+++/p' $(OWN_CARD)
	@$(LINT) check $(VIOLATIONS) --select DESK101 --exit-zero --quiet
	@echo "== how far systems follow their documents"
	@mkdir -p $(REPORTS)
	@for system in $(addprefix fixtures/reference/,$(SYSTEMS)) $(VIOLATIONS); do \
	  page=$(REPORTS)/$$(basename $$system).html; \
	  $(LINT) coverage $$system --output-format html --output $$page || exit 1; \
	  $(LINT) coverage $$system | head -1 | sed "s|^|$$page: |"; done
	@echo "== the reference systems have no findings, the violations have"
	@$(LINT) check $(addprefix fixtures/reference/,$(SYSTEMS))
	@$(LINT) check $(VIOLATIONS) --exit-zero --statistics

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(LINT) check .
	$(BIN)/python bench/house.py

test: test-tool test-reference

test-tool: $(READY)
	$(BIN)/pytest --numprocesses auto --dist worksteal

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
