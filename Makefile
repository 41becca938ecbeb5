# The course's commands. `make` alone prints them.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

help:
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile

lab: $(READY) ## open JupyterLab on lesson 00
	@$(BIN)/grader lab

test: $(READY) ## look over the code, then run every test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python -m pytest

notebooks: $(READY) ## run the solutions and make the learners' notebooks and pages from them
	@$(BIN)/grader notebooks

bench: $(READY) ## measure how right and how fast the reference and the grader are, and write the pages of docs/ on it
	@$(BIN)/python tests/bench/reference.py
	@$(BIN)/python tests/bench/grading.py
	@$(BIN)/python tests/bench/errors.py
	@$(BIN)/python tests/bench/classes.py

pictures: $(READY) ## draw the map of the course and photograph a lesson for the README, with Chromium
	@$(BIN)/python tests/lessons/course_page.py
	@$(BIN)/python tests/browser/picture.py

# the exact versions of constraints.txt, anew whenever what is wanted has changed
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' || { \
	echo "The course needs Python 3.11 to 3.14. Name one: make PYTHON=python3.14 lab" >&2; exit 1; }
	@echo "Setting up .venv: a few minutes, once."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt setuptools
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --no-build-isolation --editable '.[classroom,frameworks,test]'
	@touch $@

.PHONY: help lab test notebooks bench pictures
