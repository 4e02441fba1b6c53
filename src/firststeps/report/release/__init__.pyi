"""The face of the release: each name that ``from firststeps.report import release`` offers, and its module."""

from firststeps.report.release.disclosure import HIDDEN as HIDDEN
from firststeps.report.release.ledger import compared as compared
from firststeps.report.release.ledger import protect as protect
from firststeps.report.release.ledger import write_draft as write_draft
from firststeps.report.release.protected import link_tables as link_tables
from firststeps.report.release.protected import mark as mark
from firststeps.report.release.protected import nearest_to_known as nearest_to_known
from firststeps.report.release.protected import new_draft as new_draft
from firststeps.report.release.protected import rule as rule
from firststeps.report.release.protected import what_becomes_of_it as what_becomes_of_it
from firststeps.report.release.protected import write_counts as write_counts
from firststeps.report.release.released import Released as Released
from firststeps.report.release.released import analysable as analysable
from firststeps.report.release.released import begin_public as begin_public
