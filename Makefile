# Vigie: everything a person types. `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The first Python that is new enough; PYTHON=… chooses another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
PACKAGES := libs/common/common libs/onebox/onebox services/intake/intake services/routing/routing \
	services/company-portal/company_portal services/notifications/notifications \
	services/agent-analytics/agent_analytics
SERVICES := intake routing company-portal notifications agent-analytics

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | \
		awk -F '\t' '{ printf "  make %-12s %s\n", $$1, $$2 }'

.PHONY: python
python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed, and none was found."; exit 1; }

.PHONY: setup
setup: python ## the environment of a developer: .venv with every package and check
	@$(PYTHON) tools/setup.py dev
	@if [ -d .git ] && [ -z "$$CI" ]; then $(BIN)/pre-commit install >/dev/null || true; fi

.PHONY: demo-setup
demo-setup: python
	@$(PYTHON) tools/setup.py demo

.PHONY: demo
demo: demo-setup ## the five services, a sample registry and sample reports on this machine
	@$(BIN)/python -m onebox

.PHONY: demo-reset
demo-reset: demo-setup ## throw the demo's data away
	@$(BIN)/python -m onebox reset

.PHONY: up
up: setup ## the five services as processes, on $DATABASE_URL and $RABBITMQ_URL
	@$(BIN)/python -m onebox up

.PHONY: test
test: setup ## every test; starts what it needs
	$(BIN)/pytest -n 2 --dist loadgroup $(ARGS)

.PHONY: test-fast
test-fast: setup ## the tests that need neither broker nor browser
	$(BIN)/pytest -m "not broker and not browser and not chaos" $(ARGS)

.PHONY: lint
lint: setup ## style: ruff, spelling, secrets, Dockerfile
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/typos
	$(BIN)/python tools/find_secrets.py
	$(BIN)/hadolint --config .hadolint.yaml Dockerfile

.PHONY: format
format: setup ## put the code into shape
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format .

.PHONY: types
types: setup ## mypy, strict
	$(BIN)/mypy $(PACKAGES) tests bench tools

.PHONY: imports
imports: setup ## the layers that import-linter keeps
	$(BIN)/lint-imports

.PHONY: contracts
contracts: setup ## write docs/asyncapi.yaml, the schema snapshots and the queues to scale on
	$(BIN)/python -m tests.contracts.write
	$(BIN)/python -m tests.deploy.queues

.PHONY: migrate
migrate: setup ## bring the five databases and the broker's queues up to date, from the environment
	@$(BIN)/python -m onebox prepare

.PHONY: lock
lock: setup ## requirements/*.lock from requirements/*.in and the pyproject.toml files
	tools/lock $(ARGS)

.PHONY: bench
bench: setup ## the benchmarks, each with its limit in the same run
	$(BIN)/python -m bench

.PHONY: chaos
chaos: setup ## the long fault experiments: kills under load, then the ledger
	$(BIN)/python -m tests.chaos $(ARGS)

.PHONY: images
images: ## the five container images, with docker or $$ENGINE, and their sizes
	@for service in $(SERVICES); do \
		$${ENGINE:-docker} build --build-arg SERVICE=$$service --tag vigie-$$service . || exit 1; done
	@$${ENGINE:-docker} images --format '{{.Repository}} {{.Size}}' | grep vigie-

.PHONY: down
down: ## stop the compose stack and forget its data
	docker compose down --volumes

.PHONY: clean
clean: ## remove caches, keep the environment and the demo's data
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build
	find $(PACKAGES) tests bench tools -name __pycache__ -type d -prune -exec rm -rf {} +
