"""Propose a ``study.yaml`` for files that nobody described yet: what is not certain is marked as a question."""

import json
import re
import shutil
from pathlib import Path

from firststeps.files import write_text
from firststeps.responses import profiling
from firststeps.responses.checksums import write_checksums
from firststeps.responses.problems import Refusal
from firststeps.responses.reading import read_table

ASK = "   # ?"
HEAD = """# Proposed by `python -m firststeps inspect`. What `# ?` marks is a question: settle it, then take the mark
# away. data/README.md of the compendium explains every key.
title: {title}{ask}
synthetic: false           # true only if the answers are made up
"""


def inspect_files(paths):
    """The text of a ``study.yaml`` that describes the files ``paths``; Refusal if one of them cannot be read.

    One file may be long, wide or counts; several files are taken as one wave each, in the order given.
    """
    paths = [Path(path) for path in paths]
    tables = [_read(path) for path in paths]
    encoding = next((encoding for _, encoding in tables if encoding != "utf-8"), "")
    cells = [table.cells for table, _ in tables]
    describe = _per_wave if len(paths) > 1 else _one_file
    waves, data, items = describe([path.name for path in paths], cells)
    same = profiling.constant(cells[0])
    if same:
        data.append(f"  ignore: {json.dumps(same, ensure_ascii=False)}{ASK} the same in every row")
    if encoding:
        data.append(f"  encoding: {encoding}{ASK}")
    head = HEAD.format(title=_quoted(paths[0].stem), ask=ASK)
    return "\n".join([head, "waves:", *waves, "", "data:", *data, "", *items]) + "\n"


def new_study(folder, paths):
    """Make a study folder from the given files: copies in ``data/raw``, their checksums, a proposed ``study.yaml``.

    Gives the path of the ``study.yaml``.  A folder that already holds something is refused (FileExistsError).
    """
    folder = Path(folder)
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder.name} is there already and not empty: name a new folder.")
    text = inspect_files(paths)
    raw = folder / "data" / "raw"
    raw.mkdir(parents=True)
    for path in paths:
        shutil.copyfile(path, raw / Path(path).name)
    write_checksums(raw, [Path(path).name for path in paths])
    write_text(folder / "study.yaml", text)
    return folder / "study.yaml"


def _read(path):
    """A table and the encoding in which it could be read."""
    try:
        return read_table(path), "utf-8"
    except Refusal as refused:
        if "which is not utf-8" not in refused.problems[0].found:
            raise
    return read_table(path, "cp1252"), "cp1252"


def _per_wave(names, cells):
    waves = [
        f"  - {{id: {_wave_id(n)}, label: {_quoted(_stem(n))}, short: {_quoted(_stem(n))}, file: {_quoted(n)}}}{ASK}"
        for n in names
    ]
    identifier = profiling.find_identifier(cells[0])
    asked = {}
    for name, table in zip(names, cells, strict=True):
        for column in profiling.different(table, {identifier}):
            asked.setdefault(column.name, []).append((_wave_id(name), column))
    items = [(c[0][1], [wave for wave, _ in c] if len(c) < len(names) else [], {}) for c in asked.values()]
    return waves, ["  layout: per-wave"], _items(identifier, items, [_wave_id(name) for name in names])


def _one_file(names, cells):
    (name,), (table,) = names, cells
    identifier = profiling.find_identifier(table)
    wave = profiling.find_waves(table, identifier)
    if wave:
        return _long(name, table, identifier, wave)
    count = profiling.find_counts(table)
    if count and not (identifier and table[identifier].is_unique and len(table) > 9):
        return _columns_by_wave(name, table, "", count)
    return _columns_by_wave(name, table, identifier, "")


def _long(name, table, identifier, wave):
    labels = list(dict.fromkeys(label.strip() for label in table[wave]))
    if any(re.search(r"\d", label) for label in labels):
        labels.sort(key=_natural)
    ids = [_wave_id(label) for label in labels]
    waves = [
        f"  - {{id: {i}, label: {_quoted(w)}, short: {_quoted(w)}}}{ASK}" for i, w in zip(ids, labels, strict=True)
    ]
    waves[0] += " in which order do the waves come?"
    data = ["  layout: long", f"  file: {_quoted(name)}", f"  wave_column: {_quoted(wave)}"]
    items = [(column, [], {}) for column in profiling.different(table, {identifier, wave})]
    return waves, data, _items(identifier, items, ids)


def _columns_by_wave(name, table, identifier, count):
    """A wide file, or with ``count`` a file of counts: one column a question and wave."""
    others = [c for c in table if c not in (identifier, count, *profiling.constant(table))]
    repeated = profiling.find_repeated(others)
    if count and not repeated:
        repeated = {"answer": {column: column for column in others}}
    suffixes = list(dict.fromkeys(suffix for columns in repeated.values() for suffix in columns)) or ["once"]
    ids = [_wave_id(suffix) for suffix in suffixes]
    waves = [
        f"  - {{id: {i}, label: {_quoted(s)}, short: {_quoted(s)}}}{ASK}" for i, s in zip(ids, suffixes, strict=True)
    ]
    items = [
        (
            _joined(stem, [profiling.profile(c, table[c]) for c in columns.values()]),
            [],
            {_wave_id(s): c for s, c in columns.items()},
        )
        for stem, columns in repeated.items()
    ]
    single = [c for c in others if not any(c in columns.values() for columns in repeated.values())]
    items += [(profiling.profile(c, table[c]), ids[:1], {}) for c in single]
    data = [f"  layout: {'counts' if count else 'wide'}", f"  file: {_quoted(name)}"]
    data += [f"  count_column: {_quoted(count)}"] if count else []
    return waves, data, _items(identifier, items, ids, counts=bool(count))


def _joined(stem, columns):
    """One profile for the columns of one question: yes/no only if each of them is."""
    lists = {
        name: sorted({text for c in columns for text in getattr(c, name)}) for name in ("said", "yes", "no", "missing")
    }
    kind = columns[0].kind if len({column.kind for column in columns}) == 1 else "text"
    known = [text for text in lists["said"] if text not in lists["missing"]]
    if kind in ("choice", "text") and len(known) == 2:
        lists |= {"yes": known[:1], "no": known[1:]}
        return profiling.Column(stem, "yes-no", sure=False, **lists)
    lists |= {name: profiling.different_codes(lists[name]) for name in ("yes", "no")}
    return profiling.Column(stem, kind, sure=all(column.sure for column in columns), **lists)


def _items(identifier, items, waves, counts=False):
    lines = [] if counts else ["identifier:", f"  column: {_quoted(identifier)}{'' if identifier else ASK}", ""]
    lines.append("items:")
    ids, outcomes = [], []
    for column, asked, columns in items:
        name = _slug(column.name, ids)
        ids.append(name)
        lines += _item(name, column, asked, columns)
        if column.kind == "yes-no":
            outcomes.append((name, asked or list(columns) or waves))
    names = [name for name, _ in outcomes]
    lines += ["", f"outcomes: [{', '.join(names)}]{'' if names else ASK + ' no yes/no question was found'}"]
    return lines + _primary(outcomes)


def _item(name, column, asked, columns):
    lines = [f"  {name}:", f"    label: {_quoted(column.name)}{ASK}", f"    kind: {column.kind}"]
    if columns:
        lines.append(f"    columns: {{{', '.join(f'{wave}: {_quoted(c)}' for wave, c in columns.items())}}}")
    else:
        lines.append(f"    column: {_quoted(column.name)}")
    if asked:
        lines.append(f"    waves: [{', '.join(asked)}]")
    if column.kind in ("choice", "ticks"):
        lines.append(f"    choices: {json.dumps(column.said, ensure_ascii=False)}{ASK}")
    return lines + _codes(column)


def _codes(column):
    lists = [("yes", column.yes), ("no", column.no)] if column.kind == "yes-no" else []
    lists = [(meaning, json.dumps(codes, ensure_ascii=False)) for meaning, codes in lists if codes]
    said = f"{{{', '.join(f'{meaning}: {codes}' for meaning, codes in lists)}}}"
    lines = (
        [f"    codes: {said}" if column.sure else f"    # codes: {said}{ASK} is this what they mean?"] if lists else []
    )
    if column.missing:
        codes = json.dumps(column.missing, ensure_ascii=False)
        lines.append(f"    # add to the codes: blank: {codes}{ASK} blank, not applicable, or an answer?")
    return lines


def _primary(outcomes):
    repeated = [(name, waves) for name, waves in outcomes if len(waves) > 1]
    if not repeated:
        return []
    name, waves = repeated[0]
    return [
        "",
        "primary:                   # fix these before you look at the results",
        f"  outcome: {name}{ASK}",
        f"  first: {waves[0]}{ASK}",
        f"  second: {waves[-1]}{ASK}",
        f"  margin: 0.10{ASK} changes smaller than this do not matter",
    ]


def _natural(label):
    """A key that sorts ``T3`` before ``T12``."""
    return [(not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in re.split(r"(\d+)", label)]


def _stem(name):
    return Path(name).stem


def _wave_id(label):
    return _slug(_stem(label) if "." in label else label, [], "wave")


def _slug(text, taken, prefix="item"):
    """``text`` as an id: small letters, digits and hyphens, beginning with a letter, not yet ``taken``."""
    slug = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")
    slug = slug if slug[:1].isalpha() else f"{prefix}-{slug}".strip("-")
    return slug if slug not in taken else f"{slug}-{taken.count(slug) + len(taken)}"


def _quoted(text):
    """``text`` as a YAML string, bare where that is safe."""
    return text if re.fullmatch(r"[A-Za-z][\w \-.]*\w", text) else json.dumps(text, ensure_ascii=False)
