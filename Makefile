# Everything works on a fresh system with Python 3.11 or newer and make: the first target that needs it sets up.
#   make run           the program on a demonstration survey (without a display: the same job on the command line)
#   make test          the whole suite, in random order, damaged files for about a minute of it
#   make lint          style, imports, types
#   make bench         measures the promises of speed; ONLY="ballots index" for some of them
#   make fuzz          damaged files for a minute of each kind, a power cut at every write; SECONDS=600 for longer, SEED=… for the same again
#   make shots         a picture of every page of the window, in docs/screenshots/
#   make gallery       a picture of every document that is printed, in docs/gallery/
#   make translations  reads the window's texts anew and compiles the translations
#   make clean         removes what the others made, but not .venv
PYTHON ?= python3
BIN := .venv/bin
# Tests make hundreds of small databases: in memory, where there is room, the suite takes half the time.
SCRATCH := $(shell [ "$$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1)" -gt 2000000 ] 2>/dev/null && echo TMPDIR=/dev/shm)

.PHONY: run test lint bench fuzz shots gallery translations clean ready ready-run

ready:
	@$(PYTHON) build/setup.py dev

ready-run:
	@$(PYTHON) build/setup.py run

run: ready-run
	@bash build/run.sh

# Damaged files for about a minute: this many seconds of work on two workers.
FUZZ_WORK ?= 120
FUZZ_SEED ?= 1
test: ready
	QT_QPA_PLATFORM=offscreen $(SCRATCH) SIPAS_FUZZ_WORK=$(FUZZ_WORK) SIPAS_FUZZ_SEED=$(FUZZ_SEED) $(BIN)/python -m pytest -n 2

# mypy walks sets in hash order, and joins of unlike types can depend on it: one seed, one verdict everywhere.
lint: ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	PYTHONHASHSEED=0 $(BIN)/mypy

bench: ready
	$(BIN)/python -m bench $(addprefix --only ,$(ONLY))

SECONDS ?= 60
SEED ?= $(shell date +%s)
fuzz: ready
	@echo "seed $(SEED)"
	QT_QPA_PLATFORM=offscreen $(SCRATCH) SIPAS_FUZZ_SECONDS=$(SECONDS) SIPAS_FUZZ_SEED=$(SEED) SIPAS_POWER_CUTS=all $(BIN)/python -m pytest -n 2 tests/fuzz tests/durability/test_power_cuts.py

shots: ready
	$(BIN)/python build/shots.py

gallery: ready
	$(BIN)/python build/gallery.py

translations: ready
	$(BIN)/python build/translations.py

clean:
	rm -rf demo dist .pyinstaller .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
