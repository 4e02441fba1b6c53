# First steps: from raw questionnaires to a finished manuscript.  `make help` lists what there is to do.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory
ifeq ($(filter grouped-target,$(.FEATURES)),)
$(error This make is too old ($(MAKE_VERSION)): GNU Make 4.3 or newer is needed; on macOS: brew install make, then gmake all)
endif

STUDY ?= .#                a folder with a study.yaml and data/raw/; the root is the first study
PYTHON3 ?= python3#        the Python that makes .venv

STUDY := $(strip $(STUDY))
PYTHON3 := $(strip $(PYTHON3))
ifneq ($(words $(STUDY)),1)
$(error The path of the study, "$(STUDY)", has a space in it, which make cannot take: rename the folder, or link to it)
endif
P := $(if $(filter-out .,$(STUDY)),$(STUDY:%/=%)/)
ifeq ($(wildcard $(P)study.yaml)$(filter new help,$(MAKECMDGOALS)),)
$(error There is no $(P)study.yaml: STUDY names a folder with a study.yaml and data/raw/ in it)
endif

export PYTHONPATH := $(CURDIR)/src
export PYTHONHASHSEED := 0
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export TZ := UTC

# --- the environment: the active one where it satisfies the lock, else .venv ------------------------------------

ACTIVE := $(or $(VIRTUAL_ENV),$(CONDA_PREFIX))
ENVIRONMENT := build/environment-$(if $(ACTIVE),$(firstword $(shell printf %s "$(ACTIVE)" | cksum)),none).mk
ifneq ($(filter-out help clean,$(or $(MAKECMDGOALS),help)),)
include $(ENVIRONMENT)
endif
RUN = "$(PYTHON)" -m firststeps

build/environment-%.mk: requirements.txt src/firststeps/environment.py
	@$(PYTHON3) src/firststeps/environment.py choose $@

.venv/environment.mk: requirements.txt pyproject.toml
	@$(PYTHON3) src/firststeps/environment.py install .venv requirements.txt

.venv-lab/environment.mk: requirements-lab.txt pyproject.toml
	@$(PYTHON3) src/firststeps/environment.py install .venv-lab requirements-lab.txt

# --- the pipeline: what each notebook reads and what it makes beside its executed copy in build/ ----------------

RAW := $(P)data/raw $(shell find $(P)data/raw -type f 2>/dev/null | sed 's/ /\\ /g')
CLEAN := $(addprefix $(P)data/clean/,responses.csv patterns.csv attendance.csv statuses.csv known.csv choices.csv \
	coding.csv disagreements.csv cleaning-log.csv rows.csv warnings.csv)
# Which figures another study has depends on what it asked, so there they belong to the executed copy of their notebook.
figure = $(if $(P),,$(foreach name,$(1),$(addprefix figures/$(name),.svg .pdf .png .json)))
MANUSCRIPTS := $(addprefix $(P)paper/manuscript,.pdf .docx .html .xml)
CHECKLISTS := $(if $(wildcard $(P)paper/checklists.yaml),$(addprefix $(P)paper/checklists,.pdf .docx .html))

PRINTED := $(wildcard $(P)data/published.csv)
# A study with no comparison to make, such as a single survey, is cleaned, described and drawn all the same.
COMPARED := $(shell grep -s '^primary:' $(P)study.yaml)

define notebook
NOTEBOOKS += $(P)build/$(strip $(1)).ipynb
MADE += $(3)
$(P)build/$(strip $(1)).ipynb $(3) &: notebooks/$(strip $(1)).ipynb $(2) $(P)study.yaml requirements.txt
	@$$(RUN) execute $(strip $(1)) --study $$(STUDY) $(addprefix --makes ,$(3))
-include $(P)build/$(strip $(1)).d
endef

#                        notebook                reads                   makes
$(if $(PRINTED),$(eval $(call notebook,00-published-claims,$(PRINTED),   $(call figure,\
	possible-proportions possible-p-values verdict-map))))
$(eval $(call notebook,  01-cleaning,            $(RAW),                 $(CLEAN)))
$(eval $(call notebook,  02-participants,        $(CLEAN)))
$(if $(COMPARED),$(eval $(call notebook,03-paired-comparisons,$(CLEAN))))
$(if $(COMPARED),$(eval $(call notebook,04-missing-responses,$(CLEAN),   $(call figure,\
	missing-scenarios missing-bounds tipping-grid))))
$(eval $(call notebook,  05-helps-and-hindrances,$(CLEAN),               $(call figure,\
	helps-and-hindrances understandings course-ratings)))
$(if $(COMPARED),$(eval $(call notebook,06-planning,$(or $(PRINTED),$(CLEAN)),$(call figure,\
	power-by-people power-sawtooth people-for-similarity type-one-error interval-coverage))))
$(eval $(call notebook,  07-figures,             $(CLEAN),               $(call figure,\
	participant-flow involvement-by-wave who-changed paired-differences)))
$(eval $(call notebook,  08-public-release,      $(CLEAN),               $(P)build/release/counts.csv))
PUBLIC := $(P)build/08-public-release.ipynb

# Every command writes its files whole or not at all, so that a failed run need not, and must not, delete earlier ones.
.PRECIOUS: $(P)paper/manuscript.md $(P)paper/references.bib $(NOTEBOOKS) $(MADE) $(P)paper/claims.json $(MANUSCRIPTS) $(CHECKLISTS)

$(P)paper/claims.json: $(filter-out $(PUBLIC),$(NOTEBOOKS))
	@$(RUN) claims --study $(STUDY) $(filter-out $(PUBLIC),$(NOTEBOOKS))
-include $(P)build/claims.d

$(P)paper/manuscript.md $(P)paper/references.bib: | $(P)paper/claims.json
	@mkdir -p $(@D) && cp paper/$(if $(filter %.md,$@),starter.md,references.bib) $@
	@echo "$@ is new: a beginning, yours to write."

$(MANUSCRIPTS) $(CHECKLISTS) &: $(P)paper/manuscript.md $(wildcard $(P)paper/checklists.yaml) \
		$(P)paper/references.bib $(wildcard paper/style/*) \
		$(P)paper/claims.json $(filter $(P)figures/%,$(MADE)) $(P)study.yaml requirements.txt
	@$(RUN) manuscript --study $(STUDY)
-include $(P)build/manuscript.d

# What may leave the house, in a folder of its own, where study.yaml says so.
$(P)build/released: $(PUBLIC) $(wildcard $(P)paper/public.md $(P)paper/references.bib paper/style/*) requirements.txt
	@$(RUN) release --if-public --study $(STUDY) && touch $@
-include $(P)build/released.d

# --- what to ask for --------------------------------------------------------------------------------------------

ifneq ($(filter all accept,$(MAKECMDGOALS)),)
ifneq ($(shell mkdir -p $(P)build && touch $(P)build/started && echo written),written)
$(error Nothing can be written in $(P)build: make a copy of this folder that is yours, or ask for the right to write)
endif
endif

.PHONY: help all test bench lab lock accept synthetic new checksums clean
help: ## list what there is to do (the default)
	@echo "make TARGET [STUDY=folder]"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' Makefile

all: $(MANUSCRIPTS) $(P)build/released ## from raw data to the manuscript (PDF, DOCX, HTML, JATS); sets up .venv first where needed
	@$(RUN) summary --study $(STUDY)

test: ## check the package, the notebooks' stored outputs, the build and the style
	@"$(PYTHON)" -m ruff check --quiet . && "$(PYTHON)" -m ruff format --quiet --check .
	@"$(PYTHON)" -m pytest -q -n 2 --dist loadfile

bench: ## measure time and memory, as ratios in one run
	@"$(PYTHON)" bench $(BENCH)

lab: .venv-lab/environment.mk ## open the notebooks in JupyterLab (in an environment of its own, .venv-lab)
	@.venv-lab/bin/jupyter lab notebooks

accept: all ## show what the notebooks now say that the committed ones did not, and store it in notebooks/
	@$(RUN) accept

lock: ## pin the newest versions that pyproject.toml allows, with hashes
	@"$(PYTHON)" src/firststeps/environment.py lock

new: ## make a study folder of your own: make new STUDY=folder FROM="file.csv" (one file, or one a wave in order)
	@$(RUN) new "$(STUDY)" --named "$$NAMED"
new: export NAMED := $(FROM)

synthetic: ## write the synthetic raw data anew (not part of all)
	@$(RUN) synthetic --study $(STUDY)

checksums: ## promise the raw files as they are now, after a change that was meant
	@$(RUN) checksums --study $(STUDY)

clean: ## remove what was made: build/, data/clean/, figures/, the manuscript; never raw data
	@rm -rf $(P)build $(P)release $(P)data/clean $(P)figures $(P)paper/claims.json $(MANUSCRIPTS) $(CHECKLISTS)
	@echo "Removed what was made in $(STUDY); the raw data and .venv are untouched."
