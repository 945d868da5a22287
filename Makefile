# The front door. The logic lives in scripts/, one file for each line.
.DEFAULT_GOAL := help
PORT ?= 8000
export PORT PYTHON
# Starting is twice as fast when compiled modules are kept.
unexport PYTHONDONTWRITEBYTECODE

help: ## What one can do here
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Set everything up and serve a lively fictitious world at http://127.0.0.1:8000 (PORT=8080 to change)
	@scripts/demo

test: ## Run every test, browser journeys included (ARGS="-k offers" to choose)
	@scripts/test $(ARGS)

quick: ## Run the tests without browser and without the long ones
	@scripts/test -m "not e2e and not slow" $(ARGS)

check: ## Format, lint, imports, types, templates, dependencies, catalogues
	@scripts/check

format: ## Write the code the way `check` wants it
	@scripts/format

bench: ## Measure speed and weight, beside a floor (takes a while)
	@scripts/bench $(ARGS)

assets: ## Build the style sheet, the scripts and the icons
	@scripts/setup && .venv/bin/python scripts/assets

translations: ## Collect the strings of the code into the catalogues
	@scripts/setup && .venv/bin/python scripts/translations

lock: ## Write the lock files again after a change of pyproject.toml (ARGS=--upgrade for newer versions)
	@scripts/lock $(ARGS)

clean: ## Remove what was built; the database and the files of the demo too
	@scripts/clean

.PHONY: help demo test quick check format bench assets translations lock clean
