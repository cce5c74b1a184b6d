"""Django's settings, built from the data folder (see `jiping.web.configuration`)."""

from __future__ import annotations

import os
from pathlib import Path

from jiping.web.configuration import current

CONFIGURATION = current()
DATA = CONFIGURATION.data
DATA.mkdir(parents=True, exist_ok=True)
HERE = Path(__file__).resolve().parent
DESKTOP = CONFIGURATION.mode == "desktop"

SECRET_KEY = CONFIGURATION.secret_key()
DEBUG = False
ALLOWED_HOSTS = list(CONFIGURATION.hosts)
DATABASES = {"default": CONFIGURATION.database_settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",  # for its copy of htmx; nothing is fetched from elsewhere
    "jiping.store.apps.StoreConfig",
    "jiping.web.apps.WebConfig",
]
MIDDLEWARE = [
    "jiping.web.middleware.Health",
    "django.middleware.security.SecurityMiddleware",
    "jiping.web.middleware.Headers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "jiping.web.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "jiping.web.middleware.FirstStart",
    "jiping.web.middleware.Timeout",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "jiping.web.middleware.Asking",
]
ROOT_URLCONF = "jiping.web.urls"
WSGI_APPLICATION = "jiping.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "jiping.web.context.everywhere",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
            "builtins": ["jiping.web.templatetags.show"],
        },
    }
]

AUTH_USER_MODEL = "store.Person"
AUTHENTICATION_BACKENDS = ["jiping.web.signing.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
LANGUAGE_COOKIE_NAME = "jiping_language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "jiping.web.statics.Stamped"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 31_536_000  # addresses carry the digest of the content
MEDIA_ROOT = DATA / "files"

# The widest official form has over a thousand cells; uploads go to disk beyond 2.5 MB.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
UPLOAD_MAX_BYTES = CONFIGURATION.upload_mb * 1024 * 1024

SESSION_COOKIE_NAME = "jiping_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CONFIGURATION.https
SESSION_COOKIE_AGE = CONFIGURATION.passwords.longest_hours * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "jiping_csrf"
CSRF_COOKIE_HTTPONLY = True  # scripts take the token from the page
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = CONFIGURATION.https
CSRF_FAILURE_VIEW = "jiping.web.errors.csrf"
CSRF_TRUSTED_ORIGINS = (
    [f"https://{host}" for host in CONFIGURATION.hosts] if CONFIGURATION.https else []
)
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = CONFIGURATION.https
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = CONFIGURATION.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIGURATION.proxies else None
SECURE_HSTS_SECONDS = 31_536_000 if CONFIGURATION.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = CONFIGURATION.https
SECURE_HSTS_PRELOAD = CONFIGURATION.https
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "file": {
            "class": "logging.handlers.RotatingFileHandler",
            "filename": DATA / f"{os.environ.get('JIPING_PART', 'serve')}.log",
            "maxBytes": 2_000_000,
            "backupCount": 3,
            "encoding": "utf-8",
            "delay": True,
            "formatter": "plain",
        }
    },
    "root": {"handlers": ["file"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "jiping": {"level": "INFO"},
    },
}
