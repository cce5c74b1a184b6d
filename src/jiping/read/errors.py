"""What can go wrong with a file, in words that its owner understands."""

from __future__ import annotations


class Unreadable(Exception):  # noqa: N818 - it names the file's state; the caller reports it as such
    """The file can't be read. The message is Chinese: what is wrong, where, what to do."""


class Refused(Exception):  # noqa: N818
    """The file is readable, but is another kind of document (目标申报表 …); the message says which."""


class Defect(Unreadable):
    """A reader failed in a way nobody foresaw: the fault is jiping's, not the file's."""
