# Two commands do all the set-up: `make run` and `make test`. README.md says the rest.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export PORT
export PYTHONUNBUFFERED := 1
.PHONY: run test check format lock validate bench
.DEFAULT_GOAL := run

run:
	@$(PYTHON) deploy/setup.py run
	@exec $(BIN)/python manage.py serve --port $(PORT)

test:
	@$(PYTHON) deploy/setup.py test
	@exec $(BIN)/python -m pytest --numprocesses 2 --dist loadscope $(PYTEST)

check:
	@$(PYTHON) deploy/setup.py test >/dev/null
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy lms courses certificates nice_framework
	@$(BIN)/lint-imports
	@$(BIN)/python deploy/check_templates.py
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python deploy/check_production.py

format:
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/python deploy/check_templates.py --fix

lock:
	@$(BIN)/python deploy/lock.py

validate:
	@$(PYTHON) deploy/setup.py test >/dev/null
	@$(BIN)/python -m tests.lms.operations.kill_campaign --jobs 300 --kills 6
	@for turn in 1 2 3 4 5 6; do \
	  $(BIN)/python -m pytest --numprocesses 2 --dist loadscope --quiet -m hypothesis \
	    --hypothesis-profile=search || exit 1; done

bench:
	@$(PYTHON) deploy/setup.py test >/dev/null
	@$(BIN)/python -m tests.bench --json var/bench/sqlite.json
	@$(BIN)/python deploy/local_servers.py $(BIN)/python -m tests.bench --json var/bench/postgresql.json || [ $$? -eq 75 ]
