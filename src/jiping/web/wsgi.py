"""The application for a WSGI server."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiping.web.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
