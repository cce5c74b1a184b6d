"""Forms come into a dataset once and whole, whatever happens to the run that adds them."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jiping
from jiping.api.batch import Input
from jiping.audit.sample import changed
from jiping.dataset import keeping, manifest, writing
from jiping.dataset.adding import add, add_forms
from jiping.dataset.errors import DatasetError
from jiping.dataset.folder import Dataset
from jiping.dataset.lock import locked
from jiping.dataset.querying import ask
from jiping.dataset.schema import COLUMNS, PARTED
from jiping.model.evaluation import Evaluation
from jiping.model.place import SourceMap


def all_forms(where: Path) -> list[Evaluation]:
    dataset = Dataset(where)
    return [
        form
        for part in dataset.manifest.parts
        for group in keeping.evaluations(dataset, part)
        for form in group
    ]


def state(where: Path) -> dict[str, bytes]:
    """Every file that belongs to the dataset."""
    held = manifest.load(where)
    assert held is not None
    names = [manifest.NAME, *(n for t in COLUMNS for n in held.paths(t))]
    return {name: (where / name).read_bytes() for name in names}


def test_forms_come_back_as_they_were_read(tables: list[str], tmp_path: Path) -> None:
    add(tmp_path / "set", [Input(name) for name in tables])
    read = [e for name in tables for e in jiping.read(name).evaluations]
    assert all_forms(tmp_path / "set") == [replace(e, places=SourceMap()) for e in read]


def test_every_place_is_kept(tables: list[str], tmp_path: Path) -> None:
    add(tmp_path / "set", [Input(tables[0])])
    (form,) = jiping.read(tables[0]).evaluations
    found = ask(Dataset(tmp_path / "set"), "SELECT pointer, place FROM place").rows()
    assert {p: json.loads(place) for p, place in found} == form.places.to_json()


def test_year_and_region_are_folders_and_columns(tmp_path: Path) -> None:
    forms = []
    for year, name in ((2023, "四川省绵阳市水利局"), (2024, "兴安盟商务口岸局"), (None, "某局")):
        form = changed({})
        unit = replace(form.unit, name=name)
        forms.append(replace(form, year=year, unit=unit, department=unit))
    add_forms(tmp_path / "set", forms, "x", "1" * 64, "test")
    folders = {p.parent.relative_to(tmp_path / "set").as_posix() for p in (tmp_path / "set").glob("form/**/*.parquet")}  # fmt: skip
    none = "__HIVE_DEFAULT_PARTITION__"
    assert folders == {
        "form/year=2023/region=510000", "form/year=2024/region=150000",
        f"form/year={none}/region={none}",
    }  # fmt: skip
    for table in ("form", "fund", "indicator"):
        found = ask(
            Dataset(tmp_path / "set"), f"SELECT DISTINCT year, region FROM {table} ORDER BY year"
        )
        assert list(found.rows()) == [(2023, "510000"), (2024, "150000"), (None, None)]
    places = ask(Dataset(tmp_path / "set"), "SELECT division FROM form ORDER BY year").rows()
    assert [d for (d,) in places] == ["510700", "152200", None]


def test_the_same_content_is_added_once(tables: list[str], tmp_path: Path) -> None:
    where = tmp_path / "set"
    assert add(where, [Input(name) for name in tables]).forms == 5
    before = state(where)
    again = add(where, [Input(name) for name in tables])
    assert (again.forms, again.known) == (0, 5)
    assert state(where) == before
    copy = tmp_path / "另一个名字.txt"
    shutil.copy(tables[0], copy)
    assert add(where, [Input(str(copy))]).forms == 0
    found = ask(
        Dataset(where), "SELECT status, forms, first FROM file WHERE file = $1", [str(copy)]
    )
    assert list(found.rows()) == [("same", 0, tables[0])]


def test_equal_files_of_one_run(tables: list[str], tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    shutil.copy(tables[0], copy)
    done = add(tmp_path / "set", [Input(tables[0]), Input(str(copy))])
    assert (done.forms, done.files, done.same) == (1, 2, 1)


def test_an_archive_is_known_as_a_whole_and_by_its_members(
    tables: list[str], tmp_path: Path
) -> None:
    packed = tmp_path / "上报.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for name in tables[:3]:
            archive.write(name, Path(name).name)
    where = tmp_path / "set"
    assert add(where, [Input(str(packed))]).forms == 3
    assert add(where, [Input(str(packed))]).known == 1
    assert add(where, [Input(name) for name in tables]).forms == 2
    found = ask(Dataset(where), "SELECT count(*) FROM file WHERE status = 'archive'").rows()
    assert list(found) == [(1,)]


def test_what_has_no_form_and_what_fails(tables: list[str], tmp_path: Path) -> None:
    note, broken = tmp_path / "通知.txt", tmp_path / "坏.docx"
    note.write_text("关于召开会议的通知\n", "utf-8")
    broken.write_bytes(b"PK\x03\x04 nothing")
    where = tmp_path / "set"
    done = add(where, [Input(str(note)), Input(str(broken)), Input("没有.txt"), Input(tables[0])])
    assert done.forms == 1
    assert [name for name, _ in done.silent] == [str(note)]
    assert [name for name, _ in done.failed] == [str(broken), "没有.txt"]
    files = ask(Dataset(where), "SELECT file, status FROM file ORDER BY status").rows()
    # What failed may be mended: the next run tries it again.
    assert list(files) == [(str(note), "no_form"), (tables[0], "read")]
    assert [name for name, _ in add(where, [Input(str(broken))]).failed] == [str(broken)]


def test_half_a_surrogate_pair_is_no_obstacle(tmp_path: Path) -> None:
    form = changed({"/project/name": "项目\ud800名"})
    add_forms(tmp_path / "set", [form], "x", "1" * 64, "test")
    (found,) = all_forms(tmp_path / "set")
    assert found.project.name == "项目?名"


KILLED = """
import sys, time
from pathlib import Path
from jiping.api.batch import Input
from jiping.dataset import {module}
kept = {module}.{name}
def stop(*given, **more):
    {before}
    print("here", flush=True)
    time.sleep(60)
{module}.{name} = stop
from jiping.dataset.adding import add
if __name__ == "__main__":
    add(sys.argv[1], [Input(name) for name in sys.argv[2:]])
"""
MOMENTS = {
    "while forms are written": ("writing", "content_digest", "pass"),
    "before anything is moved": ("folder", "sync_file", "pass"),
    "when all is moved but not named": ("manifest", "save", "pass"),
    "after it is named": ("manifest", "save", "kept(*given, **more)"),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_run_leaves_the_dataset_as_it_was(
    moment: str, tables: list[str], tmp_path: Path
) -> None:
    where = tmp_path / "set"
    add(where, [Input(name) for name in tables[:2]])
    before = state(where)
    module, name, first = MOMENTS[moment]
    script = tmp_path / "killed.py"
    script.write_text(KILLED.format(module=module, name=name, before=first), "utf-8")
    command = [sys.executable, str(script), str(where), *tables]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        with pytest.raises(DatasetError, match="正被另一个绩评写入"):
            add(where, [Input(tables[4])])
        process.kill()
    after = state(where)
    count = {t: len(list((where / t).rglob("*.parquet"))) for t in PARTED}
    if moment == "after it is named":
        assert before.items() < {**after, manifest.NAME: before[manifest.NAME]}.items()
    else:
        assert after == before
    done = add(where, [Input(name) for name in tables])
    assert len(all_forms(where)) == 5
    assert done.forms == (0 if moment == "after it is named" else 3)
    if moment == "when all is moved but not named":
        assert count["form"] == 2  # one of them an orphan, which the next run swept away
    held = Dataset(where).manifest
    assert {t: len(list((where / t).rglob("*.parquet"))) for t in PARTED} == {
        t: len(held.paths(t)) for t in PARTED
    }


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_a_broken_off_run_changes_nothing_and_is_taken_up(
    tables: list[str], tmp_path: Path
) -> None:
    where = tmp_path / "set"
    script = tmp_path / "slow.py"
    script.write_text(
        "import sys, time\n"
        "from jiping.api.batch import Input, desk\n"
        "from jiping.dataset.adding import add\n"
        "kept = desk.Desk.read\n"
        "def slow(self, data, name):\n"
        "    if name.endswith('table-4.txt'):\n"
        "        print('here', flush=True); time.sleep(60)\n"
        "    return kept(self, data, name)\n"
        "desk.Desk.read = slow\n"
        "if __name__ == '__main__':\n"
        "    done = add(sys.argv[1], [Input(n) for n in sys.argv[2:]], processes=1)\n"
        "    sys.exit(7 if done.interrupted else 0)\n",
        "utf-8",
    )
    with subprocess.Popen(
        [sys.executable, str(script), str(where), *tables], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert process.wait(180) == 7
    assert manifest.load(where) is None
    done = add(where, [Input(name) for name in tables])
    assert (done.forms, done.resumed) == (5, 3)


def test_one_writer_at_a_time(tables: list[str], tmp_path: Path) -> None:
    where = tmp_path / "set"
    add(where, [Input(tables[0])])
    with (
        locked(where / ".jiping" / "lock"),
        pytest.raises(DatasetError, match="正被另一个绩评写入"),
    ):
        add(where, [Input(tables[1])])
    # Reading never waits.
    assert Dataset(where).manifest.forms == 1


def test_a_folder_of_other_things_is_left_alone(tables: list[str], tmp_path: Path) -> None:
    (tmp_path / "我的文件.docx").write_bytes(b"x")
    with pytest.raises(DatasetError, match="别的文件"):
        add(tmp_path, [Input(tables[0])])
    assert [p.name for p in tmp_path.iterdir()] == ["我的文件.docx"]


@pytest.mark.parametrize("text", ["", "[]", '{"format": "other"}', '{"format": "jiping-dataset", "version": 2}'])  # fmt: skip
def test_a_broken_manifest_is_said(text: str, tmp_path: Path) -> None:
    (tmp_path / manifest.NAME).write_text(text, "utf-8")
    with pytest.raises(DatasetError, match=r"dataset\.json"):
        Dataset(tmp_path)


@settings(max_examples=15, deadline=None)
@given(
    years=st.lists(st.sampled_from([2021, 2022, 2023, None]), min_size=1, max_size=30),
    group=st.integers(1, 5),
    waiting=st.integers(1, 8),
    opened=st.integers(1, 3),
)
def test_no_form_is_lost_however_the_parts_fall(
    years: list[int | None], group: int, waiting: int, opened: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:  # fmt: skip
    where = tmp_path_factory.mktemp("parts") / "set"
    forms = [
        replace(changed({}), year=year, project=replace(changed({}).project, name=f"项目{n}"))
        for n, year in enumerate(years)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "GROUP", group)
        patch.setattr(writing, "MOST_WAITING", waiting)
        patch.setattr(writing, "MOST_OPEN", opened)
        patch.setattr(writing, "PART", group * 2)
        add_forms(where, forms, "x", "1" * 64, "test")
    found = all_forms(where)
    assert sorted(found, key=lambda e: str(e.project.name)) == sorted(
        (replace(f, places=SourceMap()) for f in forms), key=lambda e: str(e.project.name)
    )
    rows: Any = ask(Dataset(where), "SELECT form FROM form ORDER BY form").rows()
    numbers = [n for (n,) in rows]
    assert len(set(numbers)) == len(forms)
    held = Dataset(where).manifest
    assert numbers == [n for p in held.parts for n in range(p.first, p.first + p.forms)]
    assert held.next_form > max(numbers)


@pytest.mark.parametrize(
    ("version", "words"),
    [(1, "由试用版的绩评写成.*重新 jiping dataset add"), (99, "由更新版本的绩评写成，请升级")],
)
def test_a_dataset_of_another_version_is_told(
    tables: list[str], tmp_path: Path, version: int, words: str
) -> None:
    add(tmp_path, [Input(tables[0])])
    held = json.loads((tmp_path / manifest.NAME).read_text("utf-8"))
    (tmp_path / manifest.NAME).write_text(json.dumps({**held, "version": version}), "utf-8")
    with pytest.raises(DatasetError, match=words):
        Dataset(tmp_path)
