"""The README of a deposit, in the order of the template of the social science data editors (Vilhuber and others)."""

from firststeps.report.paper.declarations import archived_in_a_line, as_lines, in_a_line, licence_name

CHECKERS = """\
They are on PyPI and need nothing of this folder but what lies in it.

- `pip install claims-cli`, then `claims verify`: each number that the paper prints against the recorded claims.
- `pip install manuscript-guard`, then `manuscript-guard audit {paper}.docx --against {claims} ro-crate-metadata.json`:
  each number of the Word file against what was recorded.
- `pip install roc-validator`, then `rocrate-validator validate .`: this folder as a crate. It fetches the vocabulary.
"""
SHORTEST = 0.05  # seconds: a step that took less had nothing to do
EXCEPT_CODE = "The code of *First steps* is under BSD-3-Clause (`LICENSE`)."


def readme(study, facts, contents, machine, times, size, findings):
    """Give the README as Markdown.

    ``facts`` are the `Facts` of the deposit, ``contents`` are (path, what it is), ``machine`` (what, value), ``times``
    (step, seconds), ``size`` (files, bytes) and ``findings`` those of the checks of the folder.
    """
    about = facts.about
    sources = dict.fromkeys(claim.source for claim in facts.printed if claim.origin == "published")
    lists = "\n".join(f"- {in_a_line(source)}" for source in sources)
    parts = [
        [f"# {in_a_line(about.title)}", *([f"**{in_a_line(about.mark)}.**"] if about.mark else [])],
        [_people(about), f"Version of {about.date}."],
        ["## Data availability", _availability(about, study)],
        ["Numbers that others published are from:", lists] if sources else [],
        ["## What is here", table(("path", "what it is"), [(f"`{path}`", what) for path, what in contents])],
        ["## Requirements", "This folder was made on:", table(("what", "value"), machine), *_times(times)],
        ["Packages to cite; `software.csv` has all that the lock pins:", _packages(facts.packages)],
        ["## How to make it again", _instructions(contents)],
        ["## How programs of others check it", _checkers(contents)],
        ["## Figures and tables", "`exhibits.csv` has each number of the text as well.", _exhibits(facts.rows)],
        ["## Declarations", as_lines(study)],
        ["## Checks of this folder", _checks(size, findings)],
    ]
    return "\n\n".join("\n\n".join(part) for part in parts if part) + "\n"


def table(heads, rows):
    """Give a table of Markdown; the cells are texts that may stand in it."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def _checkers(contents):
    """The commands, with the places of the paper and of the claims: in ``release/``, or in the study's ``paper/``."""
    below = next((path for path, _ in contents if path.startswith(("release/", "studies/"))), "")
    folder = below if below == "release/" else f"{below}paper/"
    public = below == "release/"
    against = f"{folder}claims.json {'' if public else folder}printed.json"
    return CHECKERS.format(paper=f"{folder}{'public' if public else 'manuscript'}", claims=against).rstrip()


def _people(about):
    """Who they are, each with ORCID and affiliation where these are stated."""
    people = []
    for person in about.people:
        more = [*filter(None, [f"ORCID {person.orcid}" if person.orcid else "", in_a_line(person.affiliation)])]
        people.append(in_a_line(person.name) + (f" ({', '.join(more)})" if more else ""))
    return "; ".join(people) + "."


def _availability(about, study):
    """Where the data are, who may see them, and under which licence."""
    licence = (
        f"Data, figures and texts: {in_a_line(licence_name(about.licence))}."
        if about.licence
        else "The licence is not stated."
    )
    access = in_a_line(about.access) or "Who may see what is not stated."
    return f"{archived_in_a_line(study)} {access} {licence} {EXCEPT_CODE}"


def _times(times):
    """How long the steps of the last run took, as a table."""
    times = [(step, seconds) for step, seconds in times if seconds >= SHORTEST]
    if not times:
        return ["No run times were measured: the last run was of an earlier version, or was not by `make all`."]
    total = sum(seconds for _, seconds in times)
    rows = [(f"`{step}`", f"{seconds:.1f} s") for step, seconds in times]
    return [
        "Measured times of the last run of each step:",
        table(("step", "time"), [*rows, ("together", f"{total:.1f} s")]),
    ]


def _packages(packages):
    """The packages to cite, as a table."""
    rows = []
    for package in (package for package in packages if package.direct == "yes"):
        address = f"<{package.address}>" if package.address else ""
        rows.append((package.name, package.version, in_a_line(package.licence), in_a_line(package.authors), address))
    return table(("package", "version", "licence", "authors", "address"), rows)


def _instructions(contents):
    """How to make everything again, or why nobody can."""
    if not any(path == "Makefile" for path, _ in contents):
        return (
            "What is here may leave the house; the answers themselves may not, so nobody can run the notebook on them "
            "elsewhere. From `release/counts.csv` every number of the paper can be computed again."
        )
    where = next((path for path, _ in contents if path.startswith("studies/")), "")
    option = f" STUDY={where.rstrip('/')}" if where else ""
    return (
        f"With Python 3.11 or newer and GNU Make 4.3 or newer: `make all{option}` makes everything, `make "
        f"verify{option}` checks it. `COMPENDIUM.md` says more."
    )


def _exhibits(rows):
    """Which cell makes each figure and table, as a table."""
    shown = [row for row in rows if row.exhibit.startswith(("Figure", "Table"))]
    cells = [
        (
            row.exhibit,
            in_a_line(row.what),
            f"`{row.program}`" if row.program else "",
            row.program_line or "",
            in_a_line(row.cell_id),
        )
        for row in shown
    ]
    return table(("exhibit", "what", "program", "line", "cell"), cells)


def _checks(size, findings):
    """What was looked for in the folder, and what was found."""
    files, total = size
    head = (
        f"{files:,} files beside this page and that of the crate, {total / 1e6:,.1f} MB. Looked for: files twice, "
        "links, absolute paths, personal details."
    )
    if not findings:
        return f"{head} Nothing was found."
    rows = [(one.what, f"`{one.file}`", one.line or "", in_a_line(one.words)) for one in findings]
    return f"{head} To look at:\n\n" + table(("what", "file", "line", "words"), rows)
