"""What an author changed in the Word file reaches the template, and no number does."""

import re
import shutil
import zipfile

import pytest

from firststeps.errors import Stopped
from firststeps.report.paper.manuscript import build_manuscript
from firststeps.report.returned.bring_back import bring_back

FRONT = "---\ntitle: A title of ours\nauthor: [A. Uthor]\ndate: 2026-11-22\nlang: en-GB\n---\n"
TEXT = f"""{FRONT}
# Methods

Of {{{{ claim("published.course.people") }}}} people who came, {{{{ claim("published.analysed.people").words }}}} gave
data at least [twice]{{.fixed}}. The rule of @mcnemar1947 decides, and it is *strict* in every case.

People who missed a wave are counted and shown. A person who did not reply is never counted as a no [@altman1995].

{{% if study.synthetic %}}
This stands only where the data are made up, and here they are.
{{% endif %}}

| Wave | What happened there |
|:-------------|:---------------|
{{% for wave in study.waves %}}
| {{{{ wave.label }}}} | People were asked with care |
{{% endfor %}}
| All | {{{{ claim("published.not-analysed.people") }}}} |

# Discussion

A small evaluation should be read as an account of the people it heard from.

# References

::: {{#refs}}
:::

# Sources

::: {{#sources}}
:::
"""


@pytest.fixture(scope="module")
def sent(tmp_path_factory, study_in):
    """A study whose paper was made as a Word file, and sent."""
    paper = study_in(tmp_path_factory.mktemp("sent") / "one", text=TEXT)
    build_manuscript(paper.parent, ("docx",))
    return paper


@pytest.fixture
def paper(sent, tmp_path):
    """The same study, to be changed."""
    shutil.copytree(sent.parent, tmp_path / "one")
    return tmp_path / "one" / "paper"


def returned(paper, *replaced, parts=()):
    """The Word file as it comes back, passages of its XML replaced by others."""
    path = paper.parent / "returned.docx"
    with zipfile.ZipFile(paper / "manuscript.docx") as package, zipfile.ZipFile(path, "w") as copy:
        for name in package.namelist():
            content = package.read(name)
            if name == "word/document.xml":
                text = content.decode("utf-8")
                for old, new in replaced:
                    assert old in text, old
                    text = text.replace(old, new, 1)
                content = text.encode("utf-8")
            copy.writestr(name, dict(parts).get(name, content))
        for name in [name for name, _ in parts if name not in package.namelist()]:
            copy.writestr(name, dict(parts)[name])
    return path


def paragraph(paper, words):
    """The XML of the paragraph that holds some words."""
    text = zipfile.ZipFile(paper / "manuscript.docx").read("word/document.xml").decode("utf-8")
    return next(one for one in re.findall(r"(?s)<w:p>.*?</w:p>|<w:p .*?</w:p>", text) if words in one)


def brought(paper, *replaced, parts=()):
    """The lines that are told, how many changes are refused, and the template afterwards."""
    lines, refused = bring_back(paper.parent, returned(paper, *replaced, parts=parts))
    return "\n".join(lines), refused, (paper / "manuscript.md").read_text(encoding="utf-8")


def test_a_file_without_changes_leaves_the_template_to_the_byte(paper):
    """Nothing is written, and that is said."""
    before = (paper / "manuscript.md").stat().st_mtime_ns
    told, refused, after = brought(paper)
    assert (refused, after, (paper / "manuscript.md").stat().st_mtime_ns) == (0, TEXT, before)
    assert "says what the paper says; nothing is written" in told


def test_a_changed_sentence_reaches_the_template_with_its_claims(paper):
    """Words beside a number change; the number stays a claim, and italics and citations stay."""
    words = [("people who came,", "men and women who took part,"), (">gave<", ">handed in<"), ("data at", "answers at")]
    told, refused, after = brought(paper, *words, ("in every case", "throughout * always"))
    assert refused == 0
    expected = TEXT.replace("people who came", "men and women who took part", 1).replace(
        "gave\ndata", "handed in answers"
    )
    assert after == expected.replace("in every case", r"throughout \* always")
    assert 'now: "Of 30 men and women who took part, twenty-six handed in answers at least twice."' in told


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (">30<", ">31<", r'claim published\.course\.people was "30" and is now "31".*computed.*00-published-claims'),
        (">30<", ">-30<", r'claim published\.course\.people was "30"'),
        (">30<", ">All<", r'claim published\.course\.people was "30" and is now "All"'),
        (">4<", ">5<", r'claim published\.not-analysed\.people was "4" and is now "5"'),
        ("twenty-six", "twenty-seven", r'claim published\.analysed\.people was "twenty-six" and is now "twenty-seven"'),
        ("are counted and shown", "are counted 15 times", r'"15 times" is a typed number.*mark it as no result'),
        (
            "Altman and Bland, 1995",
            "Altman, 1995",
            r'"\(Altman and Bland, 1995\)" is now "\(Altman, 1995\)".*made from @keys',
        ),
    ],
)
def test_a_number_and_a_citation_are_refused_by_name_and_all_stays(paper, old, new, message):
    """Where, what was there, what is there now, what to do; a number is never taken from a Word file."""
    told, refused, after = brought(paper, (old, new))
    assert (refused, after) == (1, TEXT)
    assert "0 of 1 change is in paper/manuscript.md now, 1 is not" in told
    assert re.search(rf"(?s)Refused, line \d+: .*{message}", told)


def test_a_typed_number_is_named_out_of_a_long_passage(paper):
    """Which word of a new paragraph is a number is told, not only that one is among forty words."""
    stays = paragraph(paper, "A small evaluation")
    new = re.sub(r"A small evaluation [^<]*", "It was a long winter, and then six of them left early.", stays)
    told, refused, after = brought(paper, (stays, new + stays))
    assert (refused, after) == (1, TEXT)
    assert '"six" of "It was a long winter' in told and "is a typed number" in told


def test_a_number_in_the_list_of_sources_leads_to_its_claim(paper):
    """That list holds no citations: who changes a number there is not sent to the keys of references."""
    text = zipfile.ZipFile(paper / "manuscript.docx").read("word/document.xml").decode()
    at = text.rindex(">30<")
    told, refused, after = brought(paper, (text[at - 300 : at + 4], text[at - 300 : at] + ">31<"))
    assert (refused, after) == (1, TEXT)
    assert '"30" is now "31"' in told and "list of sources" in told and "@keys" not in told


def test_what_only_moved_and_cannot_is_quoted_once(paper):
    """A paragraph whose words stayed the same is not shown twice as if they had changed."""
    gone, stays = paragraph(paper, "This stands only"), paragraph(paper, "A small evaluation")
    told, *_ = brought(paper, (gone, ""), (stays, stays + gone))
    line = next(line for line in told.splitlines() if line.startswith("Not taken over (moved):"))
    assert '"This stands only' in line and "was" not in line.partition("Why:")[0]


def test_a_sentence_beside_a_refused_one_is_taken_over(paper):
    """Only the sentence with the changed number stays as it was."""
    told, refused, after = brought(paper, (">30<", ">31<"), ("in every case", "throughout"))
    assert refused == 1 and after == TEXT.replace("in every case", "throughout")
    assert "published.course.people" in told


def test_a_deleted_paragraph_a_new_one_and_a_moved_one(paper):
    """Each is told with its line, and done; the list of references follows by itself."""
    gone, stays = paragraph(paper, "People who missed"), paragraph(paper, "A small evaluation")
    told, refused, after = brought(paper, (gone, ""))
    assert refused == 0 and 'Deleted, line 13: "People who missed' in told
    assert "People who missed" not in after and "\n\n\n" not in after
    (paper / "manuscript.md").write_text(TEXT, encoding="utf-8")
    new = stays.replace("A small evaluation should be", "It may also be")
    told, refused, after = brought(paper, (stays, new + stays))
    assert refused == 0 and "It may also be read as an account of the people it heard from.\n" in after
    (paper / "manuscript.md").write_text(TEXT, encoding="utf-8")
    told, refused, after = brought(paper, (gone, ""), (stays, stays + gone))
    assert refused == 0 and "Moved, from line 13" in told
    assert after.index("A small evaluation") < after.index("People who missed a wave are counted and shown. A person")
    assert "[@altman1995]." in after


def test_what_is_printed_for_several_rows_or_made_from_study_yaml_is_left_alone(paper):
    """One line of the template prints each row of the table: nobody can change one of them there."""
    for old, new in (("People were asked with care", "People were asked in haste"), ("Two months", "Two moons")):
        told, refused, after = brought(paper, (f">{old}<", f">{new}<"))
        assert (refused, after) == (1, TEXT)
        assert "by hand" in told or "is a typed number" in told


def test_tracked_changes_are_read_as_word_shows_them_and_comments_are_listed(paper):
    """An insertion is there, a deletion is not; a comment is told with the words that it is about."""
    run = "<w:r><w:t>People who missed a wave are counted and shown."
    text = paragraph(paper, "People who missed")
    start = text.index("<w:r>")
    tracked = (
        f'{text[:start]}<w:del w:id="8" w:author="R"><w:r><w:delText>Nobody at all. </w:delText></w:r></w:del>'
        f'<w:commentRangeStart w:id="5"/><w:ins w:id="9" w:author="R"><w:r><w:t xml:space="preserve">In short: </w:t>'
        f'</w:r></w:ins><w:commentRangeEnd w:id="5"/>{text[start:]}'
    )
    note = (
        '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="5" '
        'w:author="R. Viewer"><w:p><w:r><w:t>Why so short?</w:t></w:r></w:p></w:comment></w:comments>'
    )
    told, refused, after = brought(paper, (text, tracked), parts=[("word/comments.xml", note)])
    assert run and refused == 0
    assert after == TEXT.replace("People who missed a wave", "In short: People who missed a wave")
    assert 'Comment by R. Viewer on "In short: ": Why so short?' in told and "Comments: 1." in told


def test_a_file_of_another_state_of_the_paper_is_refused_but_by_those_who_want_it(paper):
    """What changed here since it was sent is no change of theirs."""
    path = returned(paper, ("in every case", "throughout"))
    since = TEXT.replace("A small evaluation should", "A small evaluation may")
    (paper / "manuscript.md").write_text(since, encoding="utf-8")
    with pytest.raises(Stopped, match=r"made from another state of the paper.*ANYWAY=1"):
        bring_back(paper.parent, path)
    assert (paper / "manuscript.md").read_text(encoding="utf-8") == since
    assert bring_back(paper.parent, path, anyway=True)[1] == 0
    assert (paper / "manuscript.md").read_text(encoding="utf-8") == TEXT.replace("in every case", "throughout")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("returned.docx", b"no package", "cannot be read as a Word document"),
        ("missing.docx", None, "is missing: name the Word file"),
    ],
)
def test_what_is_no_word_file_is_refused_in_one_sentence(paper, name, content, message):
    """No traceback, and nothing written."""
    path = paper.parent / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Stopped, match=message):
        bring_back(paper.parent, path)
    assert (paper / "manuscript.md").read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (b"<!DOCTYPE w [<!ENTITY a 'b'>]><w>&a;</w>", "no text as Word writes it"),
        ("<!DOCTYPE w [<!ENTITY a 'b'>]><w>&a;</w>".encode("utf-16"), "no text as Word writes it"),
        (b"<w><", "cannot be read as a Word document"),
        (b"<w/>", "holds no text of Word's"),
        (b"<w>" + b" " * 60_000_000 + b"</w>", "bytes of text unpacked; expected at most 50,000,000"),
    ],
)
def test_a_hostile_word_file_is_refused_before_it_is_unpacked(paper, part, message):
    """Entities, endless text, broken XML."""
    path = paper.parent / "hostile.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", part)
    with pytest.raises(Stopped, match=re.escape(message)):
        bring_back(paper.parent, path)


@pytest.mark.parametrize("number", [1, 40])
def test_another_papers_word_file_is_refused_at_once(paper, number, monkeypatch):
    """Its changes are not tried one by one, which takes minutes; nothing is written."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    path = paper.parent / "other.docx"
    texts = "".join(f"<w:p><w:r><w:t>Bees number {n} fly south.</w:t></w:r></w:p>" for n in range(number))
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", f"<w:document {w}><w:body>{texts}</w:body></w:document>")
    monkeypatch.setattr("firststeps.report.returned.bring_back._changes_that_hold", None)
    with pytest.raises(Stopped, match=r"lacks \d+ of the \d+ paragraphs of this paper. Expected the Word file"):
        bring_back(paper.parent, path)
    assert (paper / "manuscript.md").read_text(encoding="utf-8") == TEXT


def test_deep_nesting_is_refused(paper):
    """A text within a text within a text, without end."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    path = paper.parent / "deep.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        deep = "<w:sdt>" * 20_000 + "</w:sdt>" * 20_000
        package.writestr("word/document.xml", f"<w:document {w}><w:body>{deep}</w:body></w:document>")
    with pytest.raises(Stopped, match=r"nested too deeply|cannot be read"):
        bring_back(paper.parent, path)
