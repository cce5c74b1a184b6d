"""Settings of the web system for tests: a data folder of its own, passwords hashed quickly.

``JIPING_TEST_DATABASE`` (a ``postgresql://`` address) takes the tests to another database.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="jiping-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["JIPING_DATA"] = _folder
os.environ.pop("JIPING_SETTINGS", None)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright runs a loop in the thread of a test

from dataclasses import replace  # noqa: E402

from jiping.web.settings import *  # noqa: E402, F403
from jiping.web.settings import CONFIGURATION  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if os.environ.get("JIPING_TEST_DATABASE"):
    _other = replace(CONFIGURATION, database=os.environ["JIPING_TEST_DATABASE"])
    DATABASES = {"default": _other.database_settings()}
