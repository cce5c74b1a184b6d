"""Many files: archives opened, equal contents read once, work shared by processes, taken up again.

`work` is the whole of it. What becomes of a content is a `Result`, kept on a `Shelf` by the
content's digest; a file is an `Entry` that points there.
"""

from __future__ import annotations

from jiping.api.batch.desk import Wanted
from jiping.api.batch.work import Input, Progress, Work, work

__all__ = ["Input", "Progress", "Wanted", "Work", "work"]
