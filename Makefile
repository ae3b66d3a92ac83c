# Everything a newcomer types. Needs python3 (3.11 or later, with its venv module) and make; the rest is
# fetched into .venv and node_modules.

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
LOCKED := requirements/site.txt
DEV_LOCKED := requirements/tests.txt
PIP_LOCKED := $(BIN)/python -m pip install --quiet --quiet --require-hashes --requirement
PIP_EDITABLE := $(BIN)/python -m pip install --quiet --quiet --no-deps --no-build-isolation --editable .
ASSETS_STAMP := $(VENV)/.assets
TEST_ASSETS_STAMP := $(VENV)/.assets-tests
SERVED := src/jobveu/web/static/vendor/dkfds/css/dkfds.min.css
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test check bench bench-figures bench-matching bench-planning bench-history bench-import bench-evaluation bench-quality assets lock clean test-packages check-packages
.DELETE_ON_ERROR:

help:
	@echo "make run      the site on http://$(HOST):$(PORT), with its own database and the demo's log-ins"
	@echo "              (make run PORT=8001 serves on another port)"
	@echo "make test     all tests"
	@echo "make check    style, types, layers, migrations and translations"
	@echo "make bench    100 times the real volume, then the response times of the main pages; and all figures"
	@echo "make bench-figures   all figures of 1 million projects and 35 million participations"
	@echo "make bench-matching  the matching among 1,000 to 10,000 persons"
	@echo "make bench-planning  the course planning among 75 to 600 holds"
	@echo "make bench-history  what recording every change costs"
	@echo "make bench-import    a million rows of an older register"
	@echo "make bench-evaluation  the evaluation's report of the whole country"
	@echo "make bench-quality   the pages of data quality at 100 times the real volume"
	@echo "make assets   fetch the front-end files again"
	@echo "make lock     write the versions and checksums of all Python packages anew"
	@echo "make clean    remove what can be made anew; never the data in var/"

run: $(RUN_STAMP) $(ASSETS_STAMP)
	@exec $(BIN)/python -m jobveu run --host $(HOST) --port $(PORT) $(RUN_OPTIONS)

test: $(DEV_STAMP) $(TEST_ASSETS_STAMP) test-packages
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(TESTS)

check: $(DEV_STAMP) check-packages
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m jobveu manage makemigrations --check --dry-run
	$(BIN)/python tools/check_translations.py

bench: $(DEV_STAMP) $(ASSETS_STAMP)
	@missed=0; $(BIN)/python -m bench $(BENCH_OPTIONS) || missed=1; \
	  $(BIN)/python -m bench.figures || missed=1; exit $$missed

bench-figures: $(DEV_STAMP)
	$(BIN)/python -m bench.figures $(BENCH_OPTIONS)

bench-matching: $(RUN_STAMP)
	$(BIN)/python -m bench.matching $(BENCH_OPTIONS)

bench-planning: $(RUN_STAMP)
	$(BIN)/python -m bench.planning $(BENCH_OPTIONS)

bench-history: $(RUN_STAMP)
	$(BIN)/python -m bench.history $(BENCH_OPTIONS)
bench-import: $(RUN_STAMP)
	$(BIN)/python -m bench.imports $(BENCH_OPTIONS)

bench-evaluation: $(RUN_STAMP)
	$(BIN)/python -m bench.evaluation $(BENCH_OPTIONS)

bench-quality: $(RUN_STAMP)
	$(BIN)/python -m bench.quality $(BENCH_OPTIONS)

assets: $(RUN_STAMP)
	rm -f $(ASSETS_STAMP)
	$(MAKE) --no-print-directory $(ASSETS_STAMP)

clean:
	rm -rf $(VENV) node_modules build src/*.egg-info src/jobveu/web/static/vendor
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.mo' -delete
	@echo "The data in var/ is kept."

# System packages that only the tests and checks need.

test-packages:
	@sh tools/system_packages.sh chromium-headless-shell:chromium-headless-shell gettext:xgettext clamav-daemon:clamd

check-packages:
	@sh tools/system_packages.sh gettext:xgettext

# The virtual environment. An environment that another Python made, or a half-made one, is made anew.

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "There is no $(PYTHON) on this machine. Install Python 3.11 or later; on Debian: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$$($(PYTHON) --version) is too old: Python 3.11 or later is needed. Name another with: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "This Python cannot make virtual environments. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making a virtual environment in $(VENV)"
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

# Every package, also those that others bring along, comes in the version and with a checksum of requirements/.

$(RUN_STAMP): pyproject.toml $(LOCKED) | $(BIN)/python
	@echo "Installing Python packages into $(VENV)"
	@$(PIP_LOCKED) $(LOCKED)
	@$(PIP_EDITABLE)
	@touch $@

$(DEV_STAMP): pyproject.toml $(DEV_LOCKED) | $(BIN)/python
	@echo "Installing Python packages into $(VENV), those of the tests too"
	@$(PIP_LOCKED) $(DEV_LOCKED)
	@$(PIP_EDITABLE)
	@touch $(RUN_STAMP) $@

# After a change of pyproject.toml. Versions stay as they are unless UPGRADE=--upgrade.
LOCK = $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet $(UPGRADE)

lock: | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --quiet "$$(sed -n 's/^    "\(uv==[^"]*\)",$$/\1/p' pyproject.toml)"
	@$(LOCK) pyproject.toml --group build --output-file $(LOCKED)
	@$(LOCK) pyproject.toml --group build --extra dev --output-file $(DEV_LOCKED)
	@$(LOCK) --group node --output-file requirements/node.txt

# Front-end files. Installing for the site alone removes what only the tests use, hence the two stamps.

$(ASSETS_STAMP): package.json package-lock.json .npmrc tools/assets.py $(if $(wildcard $(SERVED)),,missing-assets) | $(RUN_STAMP)
	@$(BIN)/python tools/assets.py
	@rm -f $(TEST_ASSETS_STAMP)
	@touch $@

$(TEST_ASSETS_STAMP): package.json package-lock.json .npmrc tools/assets.py $(if $(wildcard $(SERVED)),,missing-assets) | $(DEV_STAMP)
	@$(BIN)/python tools/assets.py --tests
	@touch $(ASSETS_STAMP) $@

.PHONY: missing-assets
missing-assets:
