"""``python -m jiping.web.worker``: works on queued jobs until its standard input is closed."""

from __future__ import annotations

import os
import signal
import sys
import threading


def main() -> None:
    """Started by `jiping.web.serving`, with the environment that tells the data folder."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiping.web.settings")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program that started us
    import django

    django.setup()
    from jiping.store.working import Worker

    worker = Worker()
    threading.Thread(target=_until_closed, args=(worker,), daemon=True).start()
    worker.run()


def _until_closed(worker: object) -> None:
    """The starting process holds the other end; when it is gone, so are we, whatever we do.

    The job at hand is taken up again by the next worker.
    """
    sys.stdin.buffer.read()
    end = getattr(worker, "end")  # noqa: B009
    end()
    threading.Timer(8, os._exit, [0]).start()


if __name__ == "__main__":
    main()
