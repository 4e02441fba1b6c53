"""How letters are stored is told by the words that come out: a file of another alphabet was read as Western letters."""

import pytest

from firststeps.responses.proposing.propose import inspect_files
from firststeps.responses.texts.encodings import likely_encoding

FILES = [
    ("cp1251", "Да", "Нет", "до", "после"),
    ("cp1250", "Ano", "Ne", "před", "po"),
    ("cp932", "はい", "いいえ", "事前", "事後"),
]
FILES += [("gb18030", "是", "否", "前测", "后测"), ("cp1253", "ναι", "όχι", "πριν", "μετά")]


@pytest.mark.parametrize(("encoding", "yes", "no", "before", "after"), FILES)
def test_a_file_of_another_alphabet_is_read_with_its_letters_and_asked_about(
    encoding, yes, no, before, after, tmp_path
):
    """With the letters of another alphabet there was no yes, no wave and, of some files, the later wave first."""
    rows = [("MA12LE", before, yes), ("JO03BR", before, no), ("MA12LE", after, no), ("JO03BR", after, yes)]
    path = tmp_path / "a.csv"
    path.write_text("id,wave,q\n" + "".join(f"{','.join(row)}\n" for row in rows), encoding=encoding)
    text = inspect_files([path])
    assert f"encoding: {encoding}   # ?" in text
    assert f'codes: {{yes: ["{yes}"], no: ["{no}"]}}' in text
    assert text.index(f'label: "{before}"') < text.index("label: ", text.index(f'label: "{before}"') + 8)


@pytest.mark.parametrize(
    "data", ["Käse; Müller".encode("cp1252"), bytes(range(256)), b"PK\x03\x04\x81\x8d\x8f\x90\x9d", b""]
)
def test_what_tells_nothing_is_read_as_most_files_are(data):
    """Western letters, and a question about them."""
    assert likely_encoding(data) == "cp1252"
