"""Findings in web pages: marks on the cells; taken out, the page is the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html as reading

import jiping
from jiping.forms.annotate.carriers import CannotCarry, carrier
from jiping.forms.annotate.original import cleaned

ROOT = Path(__file__).resolve().parents[2]
FILES = [ROOT / f"examples/reference/table-{n}.html" for n in range(1, 6)]
TEXT = FILES[3].read_text("utf-8")


def gb(text: str) -> bytes:
    return text.replace('charset="utf-8"', 'charset="gb2312"').encode("gb18030")


PAGES = {
    **{path.name: path.read_bytes() for path in FILES},
    "gb18030": gb(TEXT.replace("口岸局", "口岸局㐂𠀀")),
    "big5": TEXT.replace('charset="utf-8"', 'charset="big5"').encode("big5", "xmlcharrefreplace"),
    "utf-16": TEXT.encode("utf-16"),
    "utf-8 with mark": TEXT.encode("utf-8-sig"),
    "no body": TEXT.replace("</body>", "").replace("</html>", "").encode(),
    "comments and scripts": TEXT.replace(
        "<body>", "<body><!-- <td>假</td> --><script>var s = '<td>假</td>'</script>"
    ).encode(),
    "capitals": TEXT.replace("<td", "<TD").replace("</td", "</TD").encode(),
}


@pytest.mark.parametrize("name", PAGES)
def test_marks_come_out_again(name: str) -> None:
    data = PAGES[name]
    made = jiping.annotate(data, name="表.html")
    assert not made.beside
    assert cleaned(made.data, "html") == data
    assert cleaned(data, "html") == data
    assert jiping.annotate(made.data, name="表.html").data == made.data


@pytest.mark.parametrize("name", PAGES)
def test_it_reads_as_before(name: str) -> None:
    made = jiping.annotate(PAGES[name], name="表.html")
    again = jiping.audit(jiping.read(made.data, name="表.html"))
    before = jiping.audit(jiping.read(PAGES[name], name="表.html"))
    assert [a.findings for a in again] == [a.findings for a in before]
    assert [a.evaluation.indicators for a in again] == [a.evaluation.indicators for a in before]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_finding_stands_on_its_cell_and_in_the_list(path: Path) -> None:
    made = jiping.annotate(path)
    page = reading.fromstring(made.data.decode())
    for mark in made.marks:
        listed = [li for li in page.iter("li") if mark.finding.message in li.text_content()]
        assert listed
        if mark.place is None or mark.place.row is None:
            continue
        [cell] = [
            e
            for e in page.iter("td", "th")
            if str(mark.number) in (e.get("data-jiping-n") or "").split(",")
        ]
        assert mark.finding.message in cell.get("title")
        assert "".join(cell.text_content().split()) == "".join((mark.place.text or "").split())
        assert page.get_element_by_id(listed[0].find(".//a").get("href")[1:]) is cell


def test_nothing_of_a_message_becomes_markup() -> None:
    data = TEXT.replace("产品宣传成果率", '<b>"><script>x</script></b>&quot;率').encode()
    made = jiping.annotate(data, name="表.html")
    added = made.data.decode()
    assert added.count("<script>") == data.decode().count("<script>")
    assert cleaned(made.data, "html") == data


def test_a_web_archive_can_not_be_marked() -> None:
    data = (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
        b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        + TEXT.encode() + b"\n--x--\n"
    )  # fmt: skip
    found = carrier("html")
    assert found is not None
    with pytest.raises(CannotCarry, match="mht"):
        found.write(data, jiping.annotate(FILES[3]).marks)
