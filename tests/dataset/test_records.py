"""Forms of a web system that change: what stood for them before counts nowhere any more."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from jiping.audit.sample import changed
from jiping.dataset.auditing import audit
from jiping.dataset.cohort.running import compare
from jiping.dataset.exporting import export
from jiping.dataset.folder import Dataset
from jiping.dataset.growing import build
from jiping.dataset.overview import overview
from jiping.dataset.querying import ask
from jiping.dataset.records import Record, take
from jiping.dataset.simulating import Trial, simulate
from jiping.indicators.library import Library
from jiping.model.evaluation import Evaluation
from jiping.score.scheme import schemes


def record(number: int, version: int) -> Record:
    return Record(number, version, "draft", "某单位", None, None, version - 1, 0, f"at {version}")


def brought(where: Path, forms: dict[int, tuple[int, Evaluation]]) -> None:
    """The web system as it stands: number → version and content."""
    listed = [record(number, version) for number, (version, _) in forms.items()]

    def bodies(numbers: Sequence[int]) -> Iterator[tuple[Record, Evaluation]]:
        for number in numbers:
            version, form = forms[number]
            yield record(number, version), form

    take(where, "here", listed, bodies, "test")


@pytest.fixture
def where(tmp_path: Path) -> Path:
    """Three forms; one of them changed its result and its name, another is gone."""
    base = changed({})
    forms = {
        n: (1, replace(base, project=replace(base.project, name=f"项目{n}"))) for n in (1, 2, 3)
    }
    brought(tmp_path / "set", forms)
    audit(tmp_path / "set")
    after = changed({"/indicators/2/actual": "1", "/indicators/2/name": "改名的指标"})
    forms[2] = 2, replace(after, project=replace(after.project, name="项目2"))
    del forms[3]
    brought(tmp_path / "set", forms)
    return tmp_path / "set"


def test_it_is_in_no_answer(where: Path) -> None:
    held = Dataset(where)
    numbers = list(ask(held, "SELECT form, project_name FROM form ORDER BY 1").rows())
    assert [name for _, name in numbers] == ["项目1", "项目2"]
    live = {number for number, _ in numbers}
    for table in ("fund", "indicator", "fact", "place", "score", "ledger", "finding"):
        assert {f for (f,) in ask(held, f"SELECT DISTINCT form FROM {table}").rows()} <= live
    done = audit(where, where.parent / "found.csv")
    assert (done.forms, done.fresh) == (2, 1)
    found = ask(held, "SELECT DISTINCT form FROM finding").rows()
    assert {form for (form,) in found} == live
    assert (where.parent / "found.csv").read_text("utf-8").count("\n") == 1 + done.written
    assert "2 张自评表" in overview(where)
    assert "另有 2 张已由新的内容代替" in overview(where)


def test_it_is_compared_and_tried_no_more(where: Path) -> None:
    compared = compare(where)
    compared.ground.close()
    assert compared.forms == 2
    trial = Trial(schemes()["nm-2023"], schemes()["cn-2020"])
    assert simulate(where, trial).forms == 2


def test_it_is_in_nothing_that_is_made_of_the_dataset(where: Path) -> None:
    export(where, str(where.parent / "all.duckdb"))
    with duckdb.connect(str(where.parent / "all.duckdb")) as database:
        counted = database.execute("SELECT count(*), count(DISTINCT record) FROM form JOIN web USING (form)").fetchone()  # fmt: skip
        assert counted == (2, 2)
        assert database.execute("SELECT count(*) FROM form").fetchone() == (2,)
    said = json.loads((where / "datapackage.json").read_text("utf-8"))
    assert len(said["withdrawn"]) == 2, "who reads the files is told"
    build(where, where.parent / "own.sqlite")
    with Library(where.parent / "own.sqlite") as library:
        assert library.meta["forms"] == "2"
        assert library.search("改名的指标")
