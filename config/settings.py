"""Every setting of Laurel, from the environment; it works with none given.

The variables are described in ``docs/operating.md``.
"""

import hashlib
import os
from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from config import environment as env
from config import mail, outages

# Lets Django's classes take type arguments.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.writable_folder("VAR_DIR", BASE_DIR / "var")

# Where we are ---------------------------------------------------------------------------------

HOST = env.text("HOST", "127.0.0.1")
PORT = env.number("PORT", 8000, lowest=1, highest=65535)
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DEBUG = env.flag("DEBUG", default=False)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ",".join(LOCAL_HOSTS))
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is empty: write host names with commas between.")
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
IS_PRODUCTION = not DEBUG and not set(ALLOWED_HOSTS) <= set(LOCAL_HOSTS)
if IS_PRODUCTION and ALLOWED_HOSTS[0].startswith(("*", ".")):
    raise ImproperlyConfigured("ALLOWED_HOSTS must begin with the name that links in mails carry.")
LINK_HOST = {"0.0.0.0": "localhost", "::": "localhost", "::1": "[::1]"}.get(HOST, HOST)  # noqa: S104
SITE_URL = f"https://{ALLOWED_HOSTS[0]}" if IS_PRODUCTION else f"http://{LINK_HOST}:{PORT}"
SITE_NAME = "Laurel"

SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY:
    if IS_PRODUCTION:
        raise ImproperlyConfigured("SECRET_KEY is not set: give it a long random value.")
    SECRET_KEY = env.kept_secret(VAR_DIR / "secret_key")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")

# What runs ------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "gamification",
    "learning",
    "notifications",
    "realtime",
    "accounts",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "config.apps.LaurelStaticFilesConfig",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "anymail",
    "channels",
    "django_htmx",
    "django_q",
    "ninja",
]
MIDDLEWARE = [
    "config.middleware.trusted_proxies",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "config.middleware.CompressPages",
    "config.middleware.response_headers",
    "config.middleware.form_statuses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.last_use",
    "config.middleware.language",
    "config.middleware.time_zone",
]
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.accounts",
                "notifications.context_processors.notifications",
            ],
            "builtins": ["accounts.templatetags.art", "gamification.templatetags.awards"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data -----------------------------------------------------------------------------------------

# A network that swallows everything is noticed within seconds. In seconds, but the last in ms.
SILENT_NETWORK = {
    "connect_timeout": 3,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


def database() -> dict[str, Any]:
    """Return the default database: PostgreSQL or SQLite."""
    url = env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'laurel.sqlite3'}")
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(url))
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read: write postgres://user:password@host:5432/name."
        ) from error
    if config["ENGINE"].endswith("sqlite3"):
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        sqlite = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
        return config | {"OPTIONS": sqlite}
    if not config["ENGINE"].endswith("postgresql"):
        raise ImproperlyConfigured("DATABASE_URL names neither PostgreSQL nor SQLite.")
    limits = (
        "-c statement_timeout=15s -c lock_timeout=10s -c idle_in_transaction_session_timeout=30s"
    )
    options: dict[str, Any] = {"options": limits, **SILENT_NETWORK}
    if os.environ.get("LAUREL_SERVER") == "asgi":
        options["pool"] = outages.POOL
        return config | {"CONN_MAX_AGE": 0, "OPTIONS": options}
    return config | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.text("REDIS_URL")
if REDIS_URL and not REDIS_URL.startswith(("redis://", "rediss://", "unix://")):
    raise ImproperlyConfigured("REDIS_URL cannot be read: write redis://host:6379/0.")
# Another installation on the same Redis has another key, and so does not hear our rings.
RING_CHANNEL = f"laurel.{hashlib.sha256(SECRET_KEY.encode()).hexdigest()[:16]}"
# Rate limits must be shared by all processes and outlive a Redis outage.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
Q_CLUSTER = {
    "name": "laurel",
    "orm": "default",
    "workers": 1,
    "queue_limit": 1,
    "timeout": 60,
    "retry": 180,
    "poll": 0.2,
    "ack_failures": True,
    "max_attempts": 10,
    "catch_up": False,
    "save_limit": 100,
}

# Files ----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "config.finders.BundleFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.storage.StaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"
COURSES_DIR = BASE_DIR / "courses"

# People ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "notifications.allauth.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_USERNAME_VALIDATORS = "accounts.models.username_validators"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_PRODUCTION else "http"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
PROFILES_ARE_PUBLIC = env.flag("PROFILES_ARE_PUBLIC", default=True)
DEMO = env.flag("DEMO", default=not (IS_PRODUCTION or env.text("DATABASE_URL")))

# Mail -----------------------------------------------------------------------------------------

MAIL_PROVIDER = env.text("MAIL_PROVIDER").lower()
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", f"{SITE_NAME} <laurel@localhost>")
MAILERS = {"default": mail.mailer(MAIL_PROVIDER)}
MAIL_DAILY_CAP = env.number("MAIL_DAILY_CAP", 5, lowest=1, highest=1000)
ANYMAIL = mail.provider_keys(MAIL_PROVIDER) | {"WEBHOOK_SECRET": env.text("MAIL_WEBHOOK_SECRET")}
if ANYMAIL["WEBHOOK_SECRET"] and ":" not in ANYMAIL["WEBHOOK_SECRET"]:
    raise ImproperlyConfigured("MAIL_WEBHOOK_SECRET has no colon: write name:password.")

# Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "en"
# Each by the name that its readers know it by.
LANGUAGES = [("en", "English"), ("ar", "العربية")]
LANGUAGE_COOKIE_AGE = 31_536_000
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

# Security -------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
if IS_PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = ["^livez$", "^readyz$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    # The header is removed from every request that does not come from a trusted proxy.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"outages": {"()": "config.outages.WithoutTrace"}},
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["outages"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        # Each attempt to connect again; what it means is said with the request that fails.
        "psycopg.pool": {"level": "ERROR"},
    },
}
