"""The engine's database made and planned in a thread of its own while files are read.

Making it and planning its statements take a third of a short run, and most of that happens
outside Python. What Python has to do for a first audit (load traits, compute the columns of the
forms) is done meanwhile by the thread that reads.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiping.engine.database import Database
    from jiping.engine.run import Engine
    from jiping.score.scheme import Scheme

TURN = 0.0003
"""Seconds for which one thread may keep the other from Python. The usual 5 ms would be waited for
after each of the hundred statements here, which themselves take less."""


class EngineAhead:
    """An engine on its way; ``extra``: schemes besides those that ship."""

    def __init__(self, extra: Sequence[Scheme] = ()) -> None:
        self._extra = extra
        self._usual_turn = sys.getswitchinterval()
        sys.setswitchinterval(TURN)
        self._database: Database | None = None
        self._engine: Engine | None = None
        self._thread = threading.Thread(target=self._make, name="jiping-engine", daemon=True)
        self._thread.start()

    def _make(self) -> None:
        # What goes wrong here goes wrong again, and is told, when the caller's thread makes one.
        with suppress(Exception):
            from jiping.engine.database import Database
            from jiping.engine.outcomes import prepare_rules
            from jiping.engine.plan import load_plan
            from jiping.score.scheme import schemes

            plan = load_plan()
            known = {**schemes(), **{s.id: s for s in self._extra}}
            database = Database(plan, list(known.values()))
            database.prepare_tables()
            prepare_rules(database, plan.rules.values())
            self._database = database

    def engine(self) -> Engine:
        """The engine, waited for. From now on it is the caller's thread's."""
        if self._engine is None:
            from jiping.engine.run import Engine

            self.wait()
            self._engine = Engine(extra=self._extra, database=self._database)
        return self._engine

    def wait(self) -> None:
        """Wait for the thread: a program that ends earlier would tear the database from it."""
        self._thread.join()
        sys.setswitchinterval(self._usual_turn)
