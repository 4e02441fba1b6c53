# First steps: from raw questionnaires to a finished manuscript.  `make help` lists what there is to do.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
# Under -n, -q and -t nothing is written, not even by what is done before the first rule.
DRY := $(strip $(foreach flag,n q t,$(findstring $(flag),$(filter-out -%,$(firstword $(MAKEFLAGS))))))
# A verification writes its receipt alone, and a test or a claim run again nothing: a folder that cannot be written to will do.
ifneq ($(filter verify faults claim test read reading,$(MAKECMDGOALS)),)
DRY := $(strip $(DRY) $(shell { test -w . && { test -w build || ! test -e build; }; } || echo read-only))
ifneq ($(DRY)$(filter-out test,$(MAKECMDGOALS)),)
export PYTHONDONTWRITEBYTECODE := 1
endif
endif
MAKEFLAGS += --no-builtin-rules --no-print-directory
ifeq ($(filter grouped-target,$(.FEATURES)),)
$(error This make is too old ($(MAKE_VERSION)): GNU Make 4.3 or newer is needed; on macOS: brew install make, then gmake all)
endif

STUDY ?= .#                a folder with a study.yaml and data/raw/; the root is the first study
PYTHON3 ?= python3#        the Python that makes .venv
RECEIPT ?= $(P)receipt#    the folder in which make verify writes its receipt
QUICK ?=#                  1: make verify runs no notebook afresh
TESTS ?=#                  the tests that make test runs; all of them where it names none
SEED ?=#                   make synthetic invents other answers, in a new study
PAGE ?=#                   the page that make reading reads

# Names from the file system never become text of make: only the study's own path does, and it has none of these.
UNSAFE := $$ ; & | < > ( ) { } [ ] ' " ` \ * ? : % = \#
unexport FROM PRINT STUDY ID DOCX SEED PAGE URL RECEIPT PYTHONWARNINGS
ifneq ($(strip $(foreach character,$(UNSAFE),$(findstring $(character),$(value STUDY)))),)
$(error The path of the study, '$(value STUDY)', holds one of $(UNSAFE): rename the folder)
endif
STUDY := $(strip $(STUDY))
PYTHON3 := $(strip $(PYTHON3))
ifneq ($(words $(STUDY)),1)
$(error The path of the study, "$(STUDY)", has a space in it, which make cannot take: rename the folder, or link to it)
endif
P := $(if $(filter-out .,$(STUDY)),$(STUDY:%/=%)/)
ifeq ($(wildcard $(P)study.yaml)$(filter new read help,$(MAKECMDGOALS)),)
$(error There is no $(P)study.yaml: STUDY names a folder with a study.yaml and data/raw/ in it)
endif

# Whether a switch, as QUICK, is on: where it is 1 or yes.  It is off where it is 0, no or empty, and never a third thing.
on = $(if $(filter-out 0 1 no yes,$(value $(1))),$(error $(1) is "$(value $(1))": write 1 or yes, or leave it out),$\
	$(filter 1 yes,$(value $(1))))

export PYTHONPATH := $(CURDIR)/src
export PYTHONHASHSEED := 0
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export TZ := UTC

# --- the environment: the active one where it satisfies the lock, else .venv ------------------------------------

ACTIVE := $(or $(VIRTUAL_ENV),$(CONDA_PREFIX))
ENVIRONMENT := build/environment-$(if $(ACTIVE),$(firstword $(shell printf %s "$(ACTIVE)" | cksum)),none).mk
CLIENT = "$(PYTHON)" -S src/firststeps/pipeline/warm/client.py
RUN = $(CLIENT)

ifneq ($(DRY),)
PYTHON := $(if $(ACTIVE),$(ACTIVE)/bin/python,$(or $(wildcard .venv/bin/python),$(PYTHON3)))
-include $(wildcard $(ENVIRONMENT))
else ifneq ($(filter-out help clean,$(or $(MAKECMDGOALS),help)),)
include $(ENVIRONMENT)

build/environment-%.mk: environment/requirements.txt src/firststeps/pipeline/environment.py
	@$(PYTHON3) src/firststeps/pipeline/environment.py choose $@

.venv/environment.mk: environment/requirements.txt pyproject.toml
	@$(PYTHON3) src/firststeps/pipeline/environment.py install .venv environment/requirements.txt
endif

.venv-lite/environment.mk: environment/requirements-lite.txt pyproject.toml
	@$(PYTHON3) src/firststeps/pipeline/environment.py install .venv-lite environment/requirements-lite.txt

.venv-lab/environment.mk: environment/requirements-lab.txt pyproject.toml
	@$(PYTHON3) src/firststeps/pipeline/environment.py install .venv-lab environment/requirements-lab.txt

# --- the plan: which notebooks have a use for this study, and which steps' inputs have changed (pipeline/inputs.py) ---

ifneq ($(filter-out help clean new read learn import test verify claim faults exports bench lab lock synthetic checksums constants reading address lite faulty,$(MAKECMDGOALS)),)
ifneq ($(filter file command,$(origin PYTHON)),)
PLAN := $(shell PYTHONWARNINGS= PYTHONPATH="$(CURDIR)/src" PYTHONHASHSEED=0 TRUST="$(TRUST)" $(if $(DRY),PYTHONDONTWRITEBYTECODE=1) \
	$(CLIENT) plan --study "$(STUDY)" $(if $(DRY),,--start) $(if $(filter deposit,$(MAKECMDGOALS)),--deposit))
ifneq ($(.SHELLSTATUS),0)
$(error Nothing was run)
endif
endif
endif
RUNS := $(patsubst run/%,%,$(filter run/%,$(PLAN)))
again = $(if $(filter stale/$(1),$(PLAN)),FORCE)

# --- the pipeline: what each notebook reads and what it makes beside its executed copy in build/ ----------------

CLEAN := $(addprefix $(P)data/clean/,responses.csv patterns.csv attendance.csv statuses.csv known.csv choices.csv \
	ordered.csv groups.csv matching.csv coding.csv disagreements.csv cleaning-log.csv rows.csv warnings.csv)
# Which figures another study has depends on what it asked, so there they belong to the executed copy of their notebook.
figure = $(if $(P),,$(foreach name,$(1),figures/narrow/$(name).svg $(addprefix figures/$(name),.svg .pdf .png .json)))
CLAIMS := $(addprefix $(P)paper/,claims.json inputs.json)
FIRST := $(if $(filter run/first,$(PLAN)),$(addprefix $(P)paper/first-answer,.html .docx .pdf .json) \
	$(addprefix $(P)paper/for-participants,.html .docx .pdf))
BEFORE_00 := $(if $(FIRST),$(if $(filter all site deposit accept browse,$(MAKECMDGOALS)),$(P)build/01-cleaning.ipynb))
MANUSCRIPTS := $(addprefix $(P)paper/,manuscript.pdf manuscript.docx manuscript.html manuscript.xml \
	manuscript-jats.zip printed.json)
CHECKLISTS := $(if $(wildcard $(P)paper/checklists.yaml),$(addprefix $(P)paper/checklists,.pdf .docx .html))

PRINTED := $(wildcard $(P)data/published.csv)

define rule
NOTEBOOKS += $(P)build/$(1).ipynb
MADE += $(3)
$(P)build/$(1).ipynb $(3) &: $(2) $(call again,$(1)) $(if $(filter 00-%,$(1)),| $(BEFORE_00))
	@$$(RUN) execute $(1) --study $$(STUDY) $(addprefix --makes ,$(3))
endef
notebook = $(if $(filter $(strip $(1)),$(RUNS)),$(eval $(call rule,$(strip $(1)),$(2),$(3))))

#                 notebook                reads                    makes
$(call notebook,  00-published-claims,    $(PRINTED),              $(call figure,\
	possible-proportions possible-p-values verdict-map))
$(call notebook,  01-cleaning,,                                    $(CLEAN))
$(call notebook,  02-participants,        $(CLEAN))
$(call notebook,  03-paired-comparisons,  $(CLEAN))
$(call notebook,  04-ordered-answers,     $(CLEAN),                $(call figure,\
	people-as-dots answer-to-answer))
$(call notebook,  05-missing-responses,   $(CLEAN),                $(call figure,\
	missing-scenarios missing-bounds tipping-grid))
$(call notebook,  06-helps-and-hindrances,$(CLEAN),                $(call figure,\
	helps-and-hindrances understandings course-ratings))
$(call notebook,  07-planning,            $(or $(PRINTED),$(CLEAN)),$(call figure,\
	power-by-people power-sawtooth people-for-similarity type-one-error interval-coverage))
$(call notebook,  08-figures,             $(CLEAN),                $(call figure,\
	participant-flow involvement-by-wave who-changed paired-differences))
$(call notebook,  09-public-release,      $(CLEAN),                $(P)build/release/counts.csv)
PUBLIC := $(if $(filter 09-public-release,$(RUNS)),$(P)build/09-public-release.ipynb)

# Every command writes its files whole or not at all, so that a failed run need not, and must not, delete earlier ones.
.PRECIOUS: $(P)paper/manuscript.md $(P)paper/references.bib $(FIRST) $(NOTEBOOKS) $(MADE) $(CLAIMS) $(MANUSCRIPTS) $(CHECKLISTS)

# The first answer on one page, as soon as the files are read; it asks no notebook.  It stands first of what `all` asks
# for, and so begins before all else that waits for 01; as 00 does for its sake, where all is asked for.  It waits for 01,
# which says what cannot be read, unless only names have changed.
ifneq ($(FIRST),)
$(FIRST) &: $(call again,first) | $(if $(filter at-once/first,$(PLAN)),,$(P)build/01-cleaning.ipynb)
	@$(RUN) first --study $(STUDY)
endif

# Those that take longest come first, so that none of them is left to run alone when the others have ended; 00, which
# takes as much memory as 07, when that is nearly done.  09, which the paper does not wait for, runs while it is made.
ORDER := 07-planning 08-figures 06-helps-and-hindrances 00-published-claims 05-missing-responses 04-ordered-answers \
	03-paired-comparisons 02-participants
ORDER := $(foreach name,$(ORDER),$(filter %/$(name).ipynb,$(NOTEBOOKS)))
$(CLAIMS) &: $(ORDER) $(filter-out $(PUBLIC),$(NOTEBOOKS)) $(call again,claims)
	@$(RUN) claims --study $(STUDY) $(filter-out $(PUBLIC),$(NOTEBOOKS))

$(P)paper/manuscript.md $(P)paper/references.bib: | $(P)paper/claims.json
	@$(RUN) begin --study $(STUDY) $(@F)

$(MANUSCRIPTS) &: $(P)paper/manuscript.md $(P)paper/references.bib $(P)paper/claims.json $(filter $(P)figures/%,$(MADE)) \
		$(call again,manuscript)
	@$(RUN) manuscript --study $(STUDY)

ifneq ($(CHECKLISTS),)
$(CHECKLISTS) &: $(P)paper/manuscript.md $(P)paper/checklists.yaml $(P)paper/references.bib $(call again,checklists)
	@$(RUN) checklists --study $(STUDY)
endif

# What may leave the house, in a folder of its own, where study.yaml says so.
$(P)build/released: $(PUBLIC) $(wildcard $(P)paper/public.md $(P)paper/references.bib) $(call again,released)
	@$(RUN) release --if-public --study $(STUDY) && touch $@

# --- what to ask for --------------------------------------------------------------------------------------------

.PHONY: FORCE help all first import learn faulty lite site claim test browse verify faults deposit exports bench lab lock accept synthetic reading address new read checksums constants clean
help: ## list what there is to do (the default)
	@echo "make TARGET [STUDY=folder]"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' Makefile

all: $(FIRST) $(MANUSCRIPTS) $(CHECKLISTS) $(P)build/released ## from raw data to the manuscript (PDF, DOCX, HTML, JATS); sets up .venv first where needed
	@$(if $(filter stale/%,$(PLAN)),$(RUN),"$(PYTHON)" -m firststeps) summary --study $(STUDY)

first: ## the first answer on one page, before anything slow: here in short, and as paper/first-answer.html, .docx, .pdf
	@$(RUN) first --study $(STUDY)

import: ## bring an author's changes of the Word file back into paper/manuscript.md: make import DOCX=returned.docx
	@$(RUN) import $(if $(call on,ANYWAY),--anyway) --study $(STUDY) -- "$$DOCX_FILE"
import: export DOCX_FILE := $(value DOCX)

learn: ## exercises that check themselves, on this study's own counts, in its folder learn/; nothing there is written over
	@$(RUN) learn --study $(STUDY)

site: all ## a site of it all in build/site/: from each number to its code and rows; needs no script, fetches nothing
	@$(RUN) site --study $(STUDY)

claim: ## run one number again in a copy, and say whether it comes out the same: make claim ID=primary.mid-p
	@$(RUN) claim --study $(STUDY) -- "$$CLAIM"
claim: export CLAIM := $(value ID)

faulty: ## a copy of the study, in learn/faulty, with five errors to find: by eye, then with make verify
	@$(RUN) faulty --begin --study $(STUDY)
	@$(if $(DRY),echo )$(MAKE) all STUDY=$(P)learn/faulty
	@$(RUN) faulty --study $(STUDY)

lite: .venv-lite/environment.mk ## a page with the exercises that runs in the browser alone (JupyterLite): build/lite/site
	@$(RUN) lite --study $(STUDY)

test: ## check the package, the notebooks' stored outputs, the build and the style
	@"$(PYTHON)" -m ruff check --quiet $(if $(DRY),--no-cache) . && "$(PYTHON)" -m ruff format --quiet --check $(if $(DRY),--no-cache) .
	@"$(PYTHON)" -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder $(if $(DRY),-p no:cacheprovider) $(TESTS)

browse: site ## walk through the site in Chromium: links, keyboard, a narrow screen, no script, print (BROWSER: a Python with playwright)
	@"$(or $(BROWSER),$(PYTHON))" tests/browser/walk.py $(P)build/site

verify: ## check all again in a copy, from raw files to printed numbers: receipt/ says what held (QUICK=1: runs no notebook)
	@$(RUN) verify --study $(STUDY) --receipt "$$FOLDER" $(if $(call on,QUICK),--quick)
verify: export FOLDER := $(if $(filter file,$(origin RECEIPT)),$(RECEIPT),$(value RECEIPT))

faults: ## plant some eighty faults in copies, and say which of them make verify catches
	@$(RUN) faults --study $(STUDY)

deposit: all ## what receivers ask for, in build/deposit/: exhibit table, CODECHECK, RO-Crate, repro.yaml, citations, run times
	@$(RUN) deposit --study $(STUDY)

exports: ## lead every exported file of tests/exports to its table, in all its changes, and make each study whole: hours
	@"$(PYTHON)" -m tests.exports
	@EXPORTS=every "$(PYTHON)" -m pytest -q -n 2 tests/exports

bench: ## measure time and memory against their bounds; BENCH=small: a tenth of it; BENCH="build record": one, recorded
	@"$(PYTHON)" -m tests.bench $(BENCH)

lab: .venv-lab/environment.mk ## open JupyterLab (in an environment of its own, .venv-lab) on notebooks/index.ipynb; LEARN=1: on the exercises
	@JUPYTER_CONFIG_PATH="$(CURDIR)/environment$${JUPYTER_CONFIG_PATH:+:$$JUPYTER_CONFIG_PATH}" \
		.venv-lab/bin/jupyter lab $(if $(and $(call on,LEARN),$(filter /% ../%,$(P))),$(P)learn,$\
		--LabApp.default_url=/lab/tree/$(if $(call on,LEARN),$(P)learn,notebooks/index.ipynb))

accept: all ## show what the notebooks now say that the committed ones did not, and store it in notebooks/
	@$(RUN) accept

lock: ## pin the newest versions that pyproject.toml allows, with hashes
	@"$(PYTHON)" src/firststeps/pipeline/environment.py lock

new: ## make a study folder of your own: make new STUDY=folder FROM="file.csv" (or one a wave; TOGETHER=1: of several places)
	@$(RUN) new --named "$$NAMED" $(if $(call on,TOGETHER),--together) -- "$(STUDY)"
new: export NAMED := $(value FROM)

read: ## say which tables agree with a paper's numbers: make read PRINT="n=20-210 first=54.5% second=61.9% p=.036 test=exact"
	@$(RUN) read -- "$$PRINTED_NUMBERS"
NUMBERS := N FIRST SECOND P TEST STOPPED BEGAN CHANGED ROUNDING
read: export PRINTED_NUMBERS := $(value PRINT) $(foreach name,$(NUMBERS),$(if \
	$(filter command,$(origin $(name))),$(name)="$(value $(name))"))

synthetic: ## write the synthetic raw data anew (not part of all); SEED=7: other answers, in a new study, studies/seed-7
	@$(RUN) synthetic --study $(STUDY) $(if $(filter file,$(origin SEED)),,--seed "$$NUMBER")
synthetic: export NUMBER := $(value SEED)

reading: ## print the reading age of the texts for students and their hard sentences; PAGE=file.md: of a page
	@$(RUN) reading -- $(if $(value PAGE),"$$TEXT")
reading: export TEXT := $(value PAGE)

address: ## say in all pages where this repository lies: make address URL=https://github.com/somebody/first-steps
	@$(RUN) address -- "$$WHERE"
address: export WHERE := $(value URL)

constants: ## work out anew the scenarios and curves of notebook 07 that no study changes, after a change of their code
	@$(RUN) constants

checksums: ## promise the raw files as they are now, after a change that was meant
	@$(RUN) checksums --study $(STUDY)

clean: ## remove what was made: build/, data/clean/, figures/, the manuscript; never raw data
	@$(PYTHON3) src/firststeps/pipeline/places.py clean $(STUDY)
	@echo "Removed what was made in $(STUDY); the raw data and .venv are untouched."
