"""Teaching a layout: questions about one example, and the draft of a family file from the answers.

A learned file has the same form as those in ``families/`` and one section more: ``[labels]`` says
which printed label stands for which column, for labels that jiping does not know by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jiping.model.patterns import lazy
from jiping.model.trouble import of_system
from jiping.read.errors import Unreadable
from jiping.read.layouts.words import BRACKETS, look, narrow
from jiping.read.own_layouts import user_folder as user_folder

if TYPE_CHECKING:
    from jiping.read.book import Book
    from jiping.read.layouts.families import Family
    from jiping.read.layouts.lines import Line

INDICATOR_COLUMNS: Final = {
    "level1": "一级指标", "level2": "二级指标", "name": "三级指标（指标名称）", "nature": "指标性质",
    "operator": "指标方向（符号）", "target": "年度指标值", "actual": "实际完成值", "unit": "计量单位",
    "weight": "分值（权重）", "score": "得分", "reason": "偏差原因分析及改进措施", "method": "得分计算方法（评分标准）",
    "other": "其他（不读入）",
}  # fmt: skip
FUND_COLUMNS: Final = {
    "initial": "年初预算数", "adjusted": "全年预算数", "executed": "全年执行数", "weight": "分值",
    "rate": "执行率", "score": "得分", "arrived": "到位数（不读入）", "reason": "原因", "other": "其他（不读入）",
}  # fmt: skip
GROUPS: Final = {"weight": "col", "score": "col", "reason": "col", "method": "col"}
ID = lazy(r"[a-z][a-z0-9-]{1,30}")


@dataclass(frozen=True, slots=True)
class Question:
    """One printed header label: which column is it? ``guess`` is what jiping takes it for."""

    block: str
    """"indicators" or "funds"."""
    label: str
    guess: str | None
    choices: Mapping[str, str]

    def text(self) -> str:
        """The question in Chinese."""
        block = "绩效指标" if self.block == "indicators" else "项目资金"
        known = f"（看起来是“{self.choices[self.guess]}”）" if self.guess else ""
        return f"{block}表头里的“{self.label}”是哪一栏？{known}"


@dataclass(frozen=True, slots=True)
class Answers:
    """What the user said. ``columns``: (block, label) → role, for every label asked about."""

    id: str
    title: str
    seen: str
    columns: Mapping[tuple[str, str], str]
    region: str = "000000"


def questions(book: Book) -> tuple[Question, ...]:
    """The labels of the example's headers, in printed order, with what each is taken for."""
    out: list[Question] = []
    for block, line in _headers(book):
        choices = INDICATOR_COLUMNS if block == "indicators" else FUND_COLUMNS
        for atom in line.atoms:
            seen = atom.look
            if seen.group in ("indicators", "funds") or len(atom.text) > 30:
                continue
            role = "target" if seen.role == "target_group" else seen.role
            known = seen.group in ("indcol", "fundcol", "col") and role in choices
            out.append(Question(block, atom.text, role if known else None, choices))
    return _unique(out)


def _unique(found: list[Question]) -> tuple[Question, ...]:
    seen: dict[tuple[str, str], Question] = {}
    for question in found:
        seen.setdefault((question.block, question.label), question)
    return tuple(seen.values())


def draft(book: Book, answers: Answers) -> str:
    """The family file (TOML) that the answers about the example make.

    Raises `Unreadable` (in Chinese) where the answers do not make a family: a wrong id, no
    indicator column at all, one column named twice.
    """
    if not ID.fullmatch(answers.id):
        raise Unreadable(
            f"表式编号“{answers.id}”不合要求：只能用小写字母、数字和连字符，以字母开头，如 my-2024。"
        )
    roles: dict[str, list[str]] = {"indicators": [], "funds": []}
    labels: list[str] = []
    for question in questions(book):
        role = answers.columns.get((question.block, question.label), question.guess)
        if role is None:
            role = "other"
        if role not in question.choices:
            known = "、".join(question.choices)
            raise Unreadable(f"“{question.label}”的答案“{role}”不是可选的栏目（{known}）。")
        if role != "other" and role in roles[question.block]:
            raise Unreadable(
                f"“{question.choices[role]}”被指给了两个表头（后一个是“{question.label}”），请只保留一个。"
            )
        roles[question.block].append(role)
        if role != question.guess:
            labels.append(
                f"{_quoted(_key(question.label))} = {_quoted(question.block + '.' + role)}"
            )
    if not {"name", "target", "actual"} & set(roles["indicators"]) and not roles["funds"]:
        raise Unreadable(
            "样例里没有认出绩效指标表头或资金表头，无法起草表式。请换一份填写完整的样例。"
        )
    lines = [
        f"id = {_quoted(answers.id)}",
        f"title = {_quoted(answers.title)}",
        f"region = {_quoted(answers.region)}",
        f"seen = {_quoted(answers.seen)}",
        "",
        "[match]",
        f"indicators = [{_quoted(' '.join(roles['indicators']))}]"
        if roles["indicators"]
        else "indicators = []",
        f"funds = [{_quoted(' '.join(roles['funds']))}]" if roles["funds"] else "funds = []",
    ]
    if labels:
        lines += ["", "[labels]", *labels]
    return "\n".join(lines) + "\n"


def load(folder: Path | None = None) -> tuple[Family, ...]:
    """Take the family files of ``folder`` (default: `user_folder`) into use, before our own.

    A folder that is not there holds none. Raises `Unreadable` naming file and key.
    """
    from jiping.read.layouts.families import use

    where = folder if folder is not None else user_folder()
    found: list[Family] = []
    labels: dict[str, tuple[str, str]] = {}
    for path in sorted(where.glob("*.toml")) if where.is_dir() else ():
        family, own = _loaded(path)
        if any(family.id == other.id for other in found):
            raise Unreadable(f"{path.name}：键 id 的值“{family.id}”与另一个表式文件重复。")
        found.append(family)
        labels |= own
    use(found)
    _teach(labels)
    return tuple(found)


def forget() -> None:
    """Take the families and labels that were loaded out of use again."""
    from jiping.read.layouts.families import use

    use(())
    _teach({})


def _loaded(path: Path) -> tuple[Family, dict[str, tuple[str, str]]]:
    import tomllib

    from jiping.read.layouts.families import family_from

    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Unreadable(f"{path.name}：无法读取（{of_system(error)}）。") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Unreadable(f"{path.name}：不是正确的 TOML 文件（{error}）。") from error
    for key in ("id", "title", "region", "seen"):
        if not isinstance(data.get(key), str) or not data[key].strip():
            raise Unreadable(f"{path.name}：缺少键 {key}，或它的值不是文字。")
    if not ID.fullmatch(data["id"]):
        raise Unreadable(f"{path.name}：键 id 的值“{data['id']}”只能用小写字母、数字和连字符。")
    match = data.get("match")
    if not isinstance(match, dict):
        raise Unreadable(f"{path.name}：缺少 [match] 一节。")
    for key, known in (("indicators", INDICATOR_COLUMNS), ("funds", FUND_COLUMNS)):
        _checked(path, key, match.get(key), known)
    for key in ("words", "titles"):
        if not _texts(match.get(key, [])):
            raise Unreadable(f"{path.name}：键 match.{key} 的值应是一组文字。")
    return family_from(data), _labels(path, data.get("labels", {}))


def _checked(path: Path, key: str, value: Any, known: Iterable[str]) -> None:
    if not _texts(value):
        raise Unreadable(f"{path.name}：键 match.{key} 的值应是一组文字，每个是一行栏目。")
    for column in (column for order in value for column in order.split()):
        if column not in known:
            raise Unreadable(
                f"{path.name}：键 match.{key} 里的“{column}”不是栏目名，可用：{'、'.join(known)}。"
            )


def _labels(path: Path, value: Any) -> dict[str, tuple[str, str]]:
    if not isinstance(value, dict):
        raise Unreadable(f"{path.name}：[labels] 应是“表头 = 栏目”的一节。")
    out: dict[str, tuple[str, str]] = {}
    for label, said in value.items():
        block, _, role = str(said).partition(".")
        known = {"indicators": INDICATOR_COLUMNS, "funds": FUND_COLUMNS}.get(block, {})
        if role not in known:
            raise Unreadable(
                f"{path.name}：键 labels.{label} 的值“{said}”应写成 indicators.栏目 或 funds.栏目。"
            )
        if role == "other":
            group = "col"
        else:
            group = GROUPS.get(role, "indcol" if block == "indicators" else "fundcol")
        out[_key(label)] = group, role
    return out


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


_taught: dict[str, tuple[str, str] | None] = {}


def _teach(labels: Mapping[str, tuple[str, str]]) -> None:
    """Put ``labels`` into the dictionary of the forms; what was taught before is taken out."""
    from jiping.read.layouts.lexicon import EXACT

    for label, old in _taught.items():
        if old is None:
            EXACT.pop(label, None)
        else:
            EXACT[label] = old
    _taught.clear()
    for label, meaning in labels.items():
        _taught[label] = EXACT.get(label)
        EXACT[label] = meaning
    look.cache_clear()


def _key(label: str) -> str:
    """A label as the dictionary keys it."""
    flat = narrow(label).rstrip(":")
    return BRACKETS.sub("", flat) or flat


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def _headers(book: Book) -> Iterable[tuple[str, Line]]:
    """The header lines of the example: the line with most known column words of each block."""
    from jiping.read.layouts.lines import lines_of
    from jiping.read.layouts.runs import unfold

    best: dict[str, tuple[int, Line]] = {}
    for line in unfold(lines_of(book)):
        if any(a.look.kind in ("number", "percent", "quantity") for a in line.atoms):
            continue
        for block, group in (("funds", "fundcol"), ("indicators", "indcol")):
            known = sum(1 for a in line.atoms if a.look.group == group)
            more = sum(1 for a in line.atoms if a.look.group == "col")
            if known and known + more >= 2 and known > best.get(block, (0, line))[0]:
                best[block] = known, line
    for block in ("funds", "indicators"):
        if block in best:
            yield block, best[block][1]
