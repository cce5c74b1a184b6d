"""An audit of a dataset finds what `jiping audit` finds in each form alone, word for word."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import jiping
from jiping.api.batch import Input
from jiping.audit.catalogue import catalogue
from jiping.audit.sample import changed
from jiping.dataset import results
from jiping.dataset.adding import add, add_forms
from jiping.dataset.auditing import audit
from jiping.dataset.errors import DatasetError
from jiping.dataset.folder import Dataset
from jiping.dataset.querying import ask
from jiping.engine.results import Audit
from jiping.engine.run import Engine
from jiping.model.decimals import to_scaled
from jiping.model.evaluation import Evaluation
from jiping.score.scheme import load

LAYOUTS = Path(__file__).resolve().parents[1] / "layouts"
CHANGES = [case.change for rule in catalogue().values() for case in rule.cases]


def findings(audits: list[Audit]) -> list[tuple[Any, ...]]:
    return [
        (
            a.evaluation.source.file, a.evaluation.source.ordinal, f.rule, f.severity,
            f.targets[0] if f.targets else "", f.left, f.right,
        )
        for a in audits
        for f in a.findings
    ]  # fmt: skip


def numbered(forms: list[Evaluation]) -> list[Evaluation]:
    """The forms as of one file, in which each has its own place."""
    return [
        replace(form, source=replace(form.source, file="many.json", ordinal=number))
        for number, form in enumerate(forms, 1)
    ]


def mixed() -> list[Evaluation]:
    """Forms of every rule's cases, of several regions, years and none."""
    forms = [changed(change) for change in CHANGES]
    places = ("", "四川省绵阳市", "安徽省池州市", "天津市", "内蒙古自治区兴安盟", "某县")
    years = (2023, 2021, 2024, None, 2019)
    made = []
    for number, form in enumerate(forms):
        name = places[number % len(places)] + "商务口岸局"
        whose = replace(form.department, name=name), replace(form.unit, name=name)
        form = replace(form, department=whose[0], unit=whose[1], year=years[number % len(years)])
        made.append(form)
    return numbered(made)


def test_reference_tables_through_the_files(tables: list[str], tmp_path: Path, rows: Any) -> None:
    add(tmp_path / "set", [Input(name) for name in tables])
    done = audit(tmp_path / "set", tmp_path / "out.parquet")
    assert (done.forms, done.fresh, done.crashes) == (5, 5, [])
    wanted = findings([a for name in tables for a in jiping.audit(name)])
    assert len(wanted) > 50
    assert rows(tmp_path / "out.parquet") == wanted


def test_published_tables_of_many_layouts(tmp_path: Path, rows: Any) -> None:
    names = [str(p) for p in sorted(LAYOUTS.glob("*.txt"))]
    done = add(tmp_path / "set", [Input(name) for name in names])
    assert done.silent
    audit(tmp_path / "set", tmp_path / "out.parquet")
    readings = [jiping.read(name) for name in names]
    audits = [a for r in readings if r.status == "read" for a in jiping.audit(r)]
    assert sorted(rows(tmp_path / "out.parquet"), key=str) == sorted(findings(audits), key=str)


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Evaluation], list[Audit]]:
    """A dataset of `mixed`, audited, and what the engine says of each form."""
    folder = tmp_path_factory.mktemp("mixed")
    forms = mixed()
    assert add_forms(folder / "set", forms, "many.json", "1" * 64, "test") == len(forms)
    audit(folder / "set", folder / "out.parquet")
    return folder, forms, Engine(few=len(forms)).audit(forms)


def test_every_rule_finds_the_same_in_many_forms(
    audited: tuple[Path, list[Evaluation], list[Audit]], rows: Any
) -> None:
    folder, _, audits = audited
    wanted = findings(audits)
    assert {row[2] for row in wanted} > {"C-FUND-01", "C-STR-03", "C-PUB-03", "C-SCR-05"}
    assert sorted(rows(folder / "out.parquet"), key=str) == sorted(wanted, key=str)


def test_all_targets_are_kept(audited: tuple[Path, list[Evaluation], list[Audit]]) -> None:
    folder, _, audits = audited
    found = ask(Dataset(folder / "set"), "SELECT ordinal, rule, targets FROM finding").rows()
    wanted = [
        (a.evaluation.source.ordinal, f.rule, " ".join(f.targets))
        for a in audits
        for f in a.findings
    ]
    assert sorted(found) == sorted(wanted)


def test_scores_and_the_choice_of_scheme_are_the_same(
    audited: tuple[Path, list[Evaluation], list[Audit]],
) -> None:
    folder, _, audits = audited
    found = ask(
        Dataset(folder / "set"),
        "SELECT ordinal, scheme, scheme_choice, s.printed_total, computed_total, s.grade"
        " FROM score s JOIN form f USING (form) ORDER BY ordinal",
    ).rows()
    ledgers = [(a.evaluation.source.ordinal, a.ledger) for a in audits]
    assert list(found) == [
        (
            ordinal, ledger.scheme, ledger.scheme_choice, to_scaled(ledger.printed_total),
            to_scaled(ledger.computed_total), ledger.grade,
        )
        for ordinal, ledger in ledgers
    ]  # fmt: skip
    assert len({ledger.scheme for _, ledger in ledgers}) > 4


def test_the_ledger_is_the_same(
    audited: tuple[Path, list[Evaluation], list[Audit]],
) -> None:
    folder, _, audits = audited
    found = ask(
        Dataset(folder / "set"),
        'SELECT ordinal, l."row", method, printed, computed, agrees FROM ledger l'
        " JOIN form f USING (form)",
    ).rows()
    wanted = [
        (
            a.evaluation.source.ordinal, r.row, r.method, to_scaled(r.printed),
            to_scaled(r.computed), r.agrees,
        )
        for a in audits
        for r in a.ledger.rows
    ]  # fmt: skip
    # A number of points that is none (a date, a name) stays text in the ledger of one form.
    assert sorted(found, key=str) == sorted(wanted, key=str)


def test_a_given_scheme_scores_all(
    audited: tuple[Path, list[Evaluation], list[Audit]], tmp_path: Path, rows: Any
) -> None:
    _, forms, _ = audited
    add_forms(tmp_path / "set", forms, "many.json", "1" * 64, "test")
    own = load(
        'id = "ours"\ntitle = "试行"\nextends = "cn-2020"\nregions = ["150000"]\nyears = [2023]\n'
        '[values]\nreverse_rule = { value = "zero", own = "试行" }\n'
        '[severity]\nC-SCR-05 = "info"\n'
    )
    audit(tmp_path / "set", tmp_path / "out.parquet", scheme=own)
    wanted = Engine(extra=[own], few=len(forms)).audit(forms, scheme="ours")
    assert sorted(rows(tmp_path / "out.parquet"), key=str) == sorted(findings(wanted), key=str)


def test_only_what_is_new_is_audited(tables: list[str], tmp_path: Path, rows: Any) -> None:
    where, out = tmp_path / "set", tmp_path / "out.parquet"
    add(where, [Input(name) for name in tables[:3]])
    assert audit(where, out).fresh == 3
    assert audit(where, out).fresh == 0
    add(where, [Input(name) for name in tables])
    done = audit(where, out, changed=True)
    assert (done.forms, done.fresh) == (5, 2)
    assert {row[0] for row in rows(out)} == set(tables[3:])
    assert audit(where, out).written == len(findings([a for n in tables for a in jiping.audit(n)]))
    assert audit(where, out, again=True).fresh == 5


def test_a_form_that_came_in_another_file_is_no_change(tmp_path: Path, rows: Any) -> None:
    form = changed({"/total/score": "99"})
    where, out = tmp_path / "set", tmp_path / "out.parquet"
    add_forms(where, numbered([form]), "a", "a" * 64, "test")
    assert audit(where, out).written > 0
    add_forms(where, [replace(form, source=replace(form.source, file="b"))], "b", "b" * 64, "test")
    done = audit(where, out, changed=True)
    assert (done.fresh, done.written) == (1, 0)


def test_other_rules_make_all_results_anew(
    tables: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(tmp_path / "set", [Input(name) for name in tables])
    first = audit(tmp_path / "set")
    monkeypatch.setattr(results, "rules_digest", lambda: "other rules")
    again = audit(tmp_path / "set")
    assert (first.fresh, again.fresh, again.findings) == (5, 5, first.findings)
    # What the former rules found is gone from the disk as well.
    assert len(list((tmp_path / "set" / "finding").iterdir())) == 1


def test_traits_are_made_anew_when_their_code_changed(
    audited: tuple[Path, list[Evaluation], list[Audit]], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, rows: Any,
) -> None:  # fmt: skip
    from jiping.dataset import inputs

    _, forms, audits = audited
    add_forms(tmp_path / "set", forms, "many.json", "1" * 64, "test")
    monkeypatch.setattr(inputs, "digest", lambda: "other")
    audit(tmp_path / "set", tmp_path / "out.parquet")
    kept = tmp_path / "set" / ".jiping" / "engine"
    assert [folder.name for folder in kept.iterdir()] == ["other"]
    assert sorted(rows(tmp_path / "out.parquet"), key=str) == sorted(findings(audits), key=str)


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_broken_off_in_the_database_it_is_no_rule_that_failed(
    tables: list[str], tmp_path: Path, rows: Any
) -> None:
    where = tmp_path / "set"
    add(where, [Input(name) for name in tables])
    script = tmp_path / "slow.py"
    script.write_text(
        "import os, signal, sys, threading\n"
        "from jiping.dataset import auditing, running\n"
        "def slow(reckoning, rules):\n"
        "    threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()\n"
        "    reckoning.rows('SELECT count(*) FROM range(100000000) a, range(1000) b'\n"
        "                   ' WHERE a.range % 7 = b.range')\n"
        "running.run = slow\n"
        "done = auditing.audit(sys.argv[1])\n"
        "sys.exit(7 if done.interrupted and not done.crashes else 1)\n",
        "utf-8",
    )
    ran = subprocess.run([sys.executable, str(script), str(where)], check=False, timeout=120)
    assert ran.returncode == 7
    assert audit(where, tmp_path / "out.parquet").fresh == 5
    assert len(rows(tmp_path / "out.parquet")) > 50


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("select", "没有写完"),
        ("selec 1", "写法不对，在“selec”附近"),
        ("select * from nope", "没有名为“nope”的表，可以查的表：form、fund"),
        ("select nosuch from form", "没有名为“nosuch”的栏目，相近的有"),
        ("select year, count(*) from form", "没有汇总的栏目要写进 GROUP BY"),
        ("select nosuch(1)", "没有名为“nosuch”的函数"),
        ("select * from read_csv('/etc/passwd')", "不能打开文件"),
        ("drop table form", "只能写一条查询语句"),
        ("select sum(project_name) from form", "函数 sum 不能用于 VARCHAR 类型"),
        ("select form from form join fund using (form) where f.year = 1", "没有名为“f”的"),
        ("select year from form, fund", "几个表都有栏目“year”"),
    ],
)
def test_what_is_wrong_with_a_query_is_said_in_chinese(
    query: str, words: str, tmp_path: Path
) -> None:
    add_forms(tmp_path / "set", [changed({})], "one", "0" * 64, "test")
    with pytest.raises(DatasetError, match=words):
        list(ask(Dataset(tmp_path / "set"), query).rows())
