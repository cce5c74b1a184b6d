"""What the operating system and TOML say is wrong, in Chinese and for people."""

from __future__ import annotations

import errno
import re

_SAID = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EISDIR: "它是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EROFS: "磁盘只能读，不能写",
    errno.EEXIST: "已经有同名的文件或文件夹",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EMFILE: "打开的文件太多",
    errno.EBUSY: "正被别的程序使用",
    errno.EIO: "磁盘读写出错",
}
_WHERE = re.compile(r"\(at line (\d+), column (\d+)\)")


def of_system(error: OSError) -> str:
    """Why a file or folder can't be used; of a rare trouble the number that the system gives it."""
    if error.errno is None:
        return str(error)
    return _SAID.get(error.errno, f"系统错误 {error.errno}")


def of_toml(error: ValueError) -> str:
    """Where a TOML file is not written as it should be."""
    found = _WHERE.search(str(error))
    if found is not None:
        return f"第 {found[1]} 行第 {found[2]} 列写法不对，请看引号、括号、等号"
    return "写法不对：没有写完（引号或括号没有合上），或编码不是 UTF-8"
