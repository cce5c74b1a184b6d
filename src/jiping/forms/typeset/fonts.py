"""Which fonts a page is set in: by official convention where the machine has them, free ones else.

公文 are set in 小标宋 (title), 仿宋 (text), 黑体 and 楷体 (headings); tables in 宋体 (GB/T 9704-2012 7; recalled, not
read). Those fonts belong to their makers and are not passed on with this program. The extra ``pdf``
brings Noto Sans CJK (OFL), so that no machine shows boxes for Chinese.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from jiping.forms.formats import CannotWrite

if TYPE_CHECKING:
    import typst

Use = Literal["title", "text", "strong", "mild", "table"]

_SONG = (
    "SimSun", "宋体", "NSimSun", "新宋体", "Songti SC", "FZShuSong-Z01", "方正书宋_GBK",
    "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN", "思源宋体",
    "FandolSong", "AR PL SungtiL GB", "AR PL UMing CN",
)  # fmt: skip
_HEI = (
    "SimHei", "黑体", "Heiti SC", "FZHei-B01", "方正黑体_GBK", "Microsoft YaHei", "微软雅黑",
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "思源黑体",
    "PingFang SC", "FandolHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
)  # fmt: skip
_FANG_SONG = (
    "FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FZFangSong-Z02",
    "方正仿宋_GBK", "FandolFang",
)  # fmt: skip
_KAI = (
    "KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "Kaiti SC", "STKaiti", "FZKai-Z03",
    "方正楷体_GBK", "FandolKai", "AR PL KaitiM GB", "AR PL UKai CN", "LXGW WenKai",
)  # fmt: skip
_TITLE = (
    "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK", "小标宋",
)  # fmt: skip
CONVENTION: dict[Use, tuple[str, ...]] = {
    "title": _TITLE + _SONG + _HEI,
    "text": _FANG_SONG + _SONG + _HEI,
    "strong": _HEI + _SONG,
    "mild": _KAI + _FANG_SONG + _SONG + _HEI,
    "table": _SONG + _HEI,
}
"""Families in the order of preference, for each use of letters."""

BUNDLED = "noto_cjk_sans_otc"
MISSING = (
    "排版PDF（OFD）需要扩展组件“pdf”（排版程序 typst 和一套自由中文字体）：请运行 pip install \"jiping[pdf]\"。"
)  # fmt: skip
NO_FONT = (
    "这台电脑上没有找到中文字体，排出来会全是方框，所以没有生成。请安装一套中文字体再试："
    "pip install \"jiping[pdf]\" 会带上自由字体 Noto Sans CJK；"
    "Debian、Ubuntu、统信、麒麟可运行 sudo apt install fonts-noto-cjk；"
    "Windows 请在“设置—个性化—字体”中恢复宋体、仿宋。"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Face:
    """One font in a file; ``index`` tells it from the others of a collection."""

    family: str
    path: Path
    index: int
    weight: int
    italic: bool


@dataclass(frozen=True, slots=True, eq=False)
class FontSet:
    """What there is to set with. ``chosen`` are the families that are there, best first."""

    fonts: typst.Fonts
    chosen: dict[Use, tuple[str, ...]]
    faces: tuple[Face, ...]

    def face(self, family: str, *, weight: int = 400) -> Face | None:
        """The upright face of a family that is nearest to a weight."""
        found = [f for f in self.faces if f.family == family and not f.italic]
        return min(found, key=lambda face: abs(face.weight - weight), default=None)


def bundled_folder() -> Path | None:
    """Where the free font of the extra ``pdf`` lies; None if it isn't installed."""
    found = find_spec(BUNDLED)
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent


@cache
def font_set(*, system: bool = True) -> FontSet:
    """The fonts of this machine; without ``system`` only the free one that comes with the extra.

    Raises CannotWrite where Typst is missing or nothing can print Chinese.
    """
    try:
        import typst
    except ImportError as error:
        raise CannotWrite(MISSING) from error
    folder = bundled_folder()
    own = [os.fspath(folder)] if folder is not None else []
    fonts = typst.Fonts(include_system_fonts=system, include_embedded_fonts=False, font_paths=own)
    there = {family.casefold(): family for family in fonts.families()}
    chosen: dict[Use, tuple[str, ...]] = {
        use: tuple(there[name.casefold()] for name in names if name.casefold() in there)
        for use, names in CONVENTION.items()
    }
    if not chosen["table"]:
        raise CannotWrite(NO_FONT)
    faces = tuple(
        Face(f.family, Path(f.path), f.index, f.weight, f.style != "normal")
        for f in fonts.fonts()
        if f.path is not None
    )
    return FontSet(fonts, chosen, faces)
