# Everything works on a fresh system with Python 3.11 or newer and make: the first target that needs it sets up.
#   make run           the program on a demonstration survey (without a display: the same job on the command line)
#   make test          the suite, in random order, damaged files for a minute of it
#   make whole         the same with every case of its long tables, of which make test takes a seventh, another one each day
#   make test-postgresql  the store's tests with every survey in a database of a PostgreSQL server
#   make stations      eight stations key 5,000 answers each into a server that is cut off and killed meanwhile; ANSWERS=… for others
#   make lint          style, imports, types
#   make bench         measures the promises of speed; ONLY="ballots index" for some of them
#   make fuzz          damaged files for a minute of each kind, a power cut at every write; SECONDS=600 for longer, SEED=… again, WORKERS=1
#   make kills         1,000 processes killed at any instant of fifteen jobs, by another seed each time; KILLS=90 for fewer, SEED=…
#   make shots         a picture of every page of the window, in docs/screenshots/
#   make gallery       a picture of every document that is printed, in docs/gallery/
#   make translations  reads the window's texts anew and compiles the translations
#   make clean         removes what the others made, but not .venv
PYTHON ?= python3
BIN := .venv/bin
# Tests make hundreds of small databases: in memory, where there is room, the suite takes half the time.
SCRATCH := $(shell [ "$$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1)" -gt 2000000 ] 2>/dev/null && echo TMPDIR=/dev/shm)

.PHONY: run test whole test-postgresql stations lint bench fuzz kills shots gallery translations clean ready ready-run

ready:
	@$(PYTHON) build/setup.py dev

ready-run:
	@$(PYTHON) build/setup.py run

run: ready-run
	@bash build/run.sh

# Damaged files for a minute: so many seconds of work, shared by the workers. Three on two cores: a test often waits
# for the disk, a process or a server.
FUZZ_WORK ?= 60
FUZZ_SEED ?= 1
# One in so many cases of the long tables, others each day (tests/conftest.py).
SHARE ?= 7
test: ready
	QT_QPA_PLATFORM=offscreen $(SCRATCH) SIPAS_SHARE=$(SHARE) SIPAS_FUZZ_WORK=$(FUZZ_WORK) SIPAS_FUZZ_SEED=$(FUZZ_SEED) $(BIN)/python -m pytest -n 3

whole:
	@$(MAKE) test SHARE=1

# The store's tests once more, on a PostgreSQL of their own; what is about the file itself is skipped.
test-postgresql: ready
	QT_QPA_PLATFORM=offscreen $(SCRATCH) SIPAS_TEST_POSTGRESQL=1 $(BIN)/python -m pytest -n 2 tests/store

ANSWERS ?= 5000
stations: ready
	QT_QPA_PLATFORM=offscreen $(SCRATCH) SIPAS_STATION_ANSWERS=$(ANSWERS) $(BIN)/python -m pytest -s tests/durability/test_stations.py

# mypy walks sets in hash order, and joins of unlike types can depend on it: one seed, one verdict everywhere.
lint: ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	PYTHONHASHSEED=0 $(BIN)/mypy

bench: ready
	$(BIN)/python -m bench $(addprefix --only ,$(ONLY))

SECONDS ?= 60
WORKERS ?= 2
SEED ?= $(shell date +%s)
fuzz: ready
	@echo "seed $(SEED)"
	QT_QPA_PLATFORM=offscreen $(SCRATCH) SIPAS_FUZZ_SECONDS=$(SECONDS) SIPAS_FUZZ_SEED=$(SEED) SIPAS_POWER_CUTS=all $(BIN)/python -m pytest -n $(WORKERS) -rP tests/fuzz tests/durability/test_power_cuts.py

KILLS ?= 1000
kills: ready
	@echo "seed $(SEED)"
	QT_QPA_PLATFORM=offscreen $(SCRATCH) SIPAS_KILLS=$(KILLS) SIPAS_KILLS_SEED=$(SEED) $(BIN)/python -m pytest -n 2 -rP tests/durability/test_kills.py tests/durability/test_kill.py

shots: ready
	$(BIN)/python build/shots.py

gallery: ready
	$(BIN)/python build/gallery.py

translations: ready
	$(BIN)/python build/translations.py

clean:
	rm -rf demo .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
