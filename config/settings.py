"""All settings, driven by the environment (see .env.example). Each states its unit."""

from pathlib import Path
from urllib.parse import urlsplit

import environ

from config import services

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()  # .env included: services has read it

# --- The surface ------------------------------------------------------------------------------------
# Which face or worker this process is: it picks URLs, middleware, the database login and the secret.
SURFACES = ("public", "desk", "replay", "work", "fetch", "owner")
SURFACE = env.str("SURFACE", default="owner")
DEMO = env.bool("CASEFILES_DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)

SECRET_KEY = env.str(f"SECRET_KEY_{SURFACE.upper()}", default=env.str("SECRET_KEY", default=""))
if not SECRET_KEY and not DEMO and SURFACE == "owner":
    # Migrations and checks sign nothing. Every other process must be given its own secret: a system check
    # (config.E002) refuses to start it without.
    SECRET_KEY = "owner-signs-nothing-" * 3

PORT = env.int("CASEFILES_PORT", default=8000)
PUBLIC_URL = env.str("PUBLIC_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
DESK_URL = env.str("DESK_URL", default=f"http://127.0.0.1:{PORT + 1}").rstrip("/")
REPLAY_URL = env.str("REPLAY_URL", default=f"http://localhost:{PORT + 2}").rstrip("/")
_OWN_URL = {"public": PUBLIC_URL, "desk": DESK_URL, "replay": REPLAY_URL}.get(SURFACE, DESK_URL)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(_OWN_URL).hostname or ""])
HTTPS = _OWN_URL.startswith("https://")
NEWSROOM_NAME = env.str("NEWSROOM_NAME", default="Casefiles desk")
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")  # mailto: or https:, for /.well-known/security.txt

# --- Apps and middleware ----------------------------------------------------------------------------
INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "casefiles.accounts",
    "casefiles.jobs",
    "casefiles.archive",
    "casefiles.dossiers",
    "casefiles.review",
    "casefiles.editions",
    "casefiles.publishing",
    "casefiles.reader",
    "casefiles.api",
    "casefiles.replay",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "drf_spectacular",
]
FOR_READERS = SURFACE in {"public", "replay"}
if not FOR_READERS:
    # What only the newsroom has is not even loaded where readers are served.
    INSTALLED_APPS += ["casefiles.desk", "casefiles.demonstration", "django.contrib.admin.apps.SimpleAdminConfig"]

_ALWAYS = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",  # sets no cookie until a form asks for one
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
_DESK_ONLY = [
    "casefiles.desk.middleware.refuse_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]
# Readers' surfaces have no session and set no cookie, ever.
MIDDLEWARE = _ALWAYS if FOR_READERS else _ALWAYS + _DESK_ONLY

PUBLIC_URLCONF = "config.urls_public"  # by which the desk's previews make their links
_URLCONFS = {"public": PUBLIC_URLCONF, "replay": "config.urls_replay"}
ROOT_URLCONF = _URLCONFS.get(SURFACE, "config.urls_desk")
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                *(
                    []
                    if FOR_READERS
                    else [
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                ),
            ],
        },
    }
]

# --- Database and broker ----------------------------------------------------------------------------
DATABASES = {"default": services.django_database(services.surface_database_url(SURFACE))}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)  # seconds
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CELERY_BROKER_URL = services.broker_url()
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "casefiles.archive.tasks.stamp": {"queue": "stamp"},
    "casefiles.archive.tasks.sweep_stamps": {"queue": "stamp"},
    "casefiles.archive.tasks.*": {"queue": "http"},
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,  # seconds; the sweeper is quicker
    # A broker that is down must not keep a person waiting: the row is the truth, and the sweeper sends it again.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
    "socket_connect_timeout": 2,  # seconds
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "sweep-captures": {
        "task": "casefiles.archive.tasks.sweep_captures",
        "schedule": env.float("CAPTURE_SWEEP_SECONDS", default=5.0),
        "options": {"expires": 30, "queue": "http"},
    },
    "sweep-store": {
        "task": "casefiles.archive.tasks.sweep_store",
        "schedule": env.float("STORE_SWEEP_SECONDS", default=21_600.0),
        "options": {"expires": 3600, "queue": "http"},
    },
    "expire-copies": {
        "task": "casefiles.dossiers.tasks.expire_copies",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "sweep-watches": {
        "task": "casefiles.archive.tasks.sweep_watches",
        "schedule": 60.0,
        "options": {"expires": 60, "queue": "http"},
    },
    "watch-published-sources": {
        "task": "casefiles.publishing.tasks.watch_sources",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "follow-published-sources": {
        "task": "casefiles.publishing.tasks.follow_sources",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
}

# --- People -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"

# --- Browser-side safety ----------------------------------------------------------------------------
_HOST_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_HOST_PREFIX}casefiles_desk"
CSRF_COOKIE_NAME = f"{_HOST_PREFIX}casefiles_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # drafts stay out of cookies
SESSION_COOKIE_AGE = env.int("SESSION_SECONDS", default=12 * 3600)
CSRF_TRUSTED_ORIGINS = [DESK_URL] if HTTPS else []
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=HTTPS)
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.bool("HSTS_SUBDOMAINS", default=HTTPS)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if env.bool("TRUST_FORWARDED_PROTO", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# --- Pages ------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = env.bool("STATIC_FROM_SOURCE", default=DEMO or DEBUG)
# Where collectstatic puts what is served, unless it is served from where it lies.
STATIC_ROOT = None if WHITENOISE_USE_FINDERS else BASE_DIR / "staticfiles"
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Readers' pages that a process keeps ready, in bytes of their bodies (0: none), and how soon, in seconds, a new
# version shows at the latest.
PAGES_KEPT_BYTES = env.int("PAGES_KEPT_BYTES", default=64_000_000)
PAGES_LOOK_SECONDS = env.float("PAGES_LOOK_SECONDS", default=0.5)

# --- Archive: limits and manners --------------------------------------------------------------------
ARCHIVE_ROOT = Path(env.str("ARCHIVE_ROOT", default=str(services.home() / "archive")))
# Where archived files are kept: the folder ARCHIVE_ROOT, or a bucket (s3://bucket/prefix) of Amazon or, by an
# endpoint, of anything compatible. Without a key boto3 finds its own, such as a machine's role.
ARCHIVE_STORE = env.str("ARCHIVE_STORE", default="")
ARCHIVE_S3 = {
    "endpoint": env.str("ARCHIVE_S3_ENDPOINT", default=""),
    "region": env.str("ARCHIVE_S3_REGION", default=""),
    "key_id": env.str("ARCHIVE_S3_KEY_ID", default=""),
    "secret": env.str("ARCHIVE_S3_SECRET", default=""),
}
ARCHIVE_FULL_PERCENT = env.float("ARCHIVE_FULL_PERCENT", default=95.0)  # of the disk; then no new captures
ARCHIVE_ORPHAN_SECONDS = env.float("ARCHIVE_ORPHAN_SECONDS", default=86_400.0)  # a file without a row stays so long
ARCHIVE_EXPIRE_DAYS = env.float("ARCHIVE_EXPIRE_DAYS", default=0.0)  # copies that nothing cites; 0: never
# Signs copies; only who makes them may know it.
_SIGNING_KEY_FILE = env.str("ARCHIVE_SIGNING_KEY_FILE", default="")
ARCHIVE_SIGNING_KEY_FILE = _SIGNING_KEY_FILE if SURFACE in {"fetch", "owner"} else ""
# Signs the links by which the newsroom opens copies that readers do not see; the desk and replay share it.
ARCHIVE_LINK_KEY = env.str("ARCHIVE_LINK_KEY", default="") if SURFACE in {"desk", "replay", "owner"} else ""
# Authorities (RFC 3161) that date copies, and the certificates that vouch for them (PEM); none: copies are undated.
ARCHIVE_TIMESTAMP_URLS = env.list("ARCHIVE_TIMESTAMP_URLS", default=[])
ARCHIVE_TIMESTAMP_ROOTS_FILE = env.str("ARCHIVE_TIMESTAMP_ROOTS_FILE", default="")
ARCHIVE_TIMESTAMP_WAIT = env.float("ARCHIVE_TIMESTAMP_WAIT", default=3.0)  # seconds a capture waits for them
ARCHIVE_TIMESTAMP_SECONDS = env.float("ARCHIVE_TIMESTAMP_SECONDS", default=15.0)  # for a token that is made later
ARCHIVE_TIMESTAMP_SWEEP = env.float("ARCHIVE_TIMESTAMP_SWEEP", default=60.0)  # seconds between looks for due ones
if ARCHIVE_TIMESTAMP_URLS:  # else no worker need listen to the queue
    CELERY_BEAT_SCHEDULE["sweep-stamps"] = {
        "task": "casefiles.archive.tasks.sweep_stamps",
        "schedule": ARCHIVE_TIMESTAMP_SWEEP,
        "options": {"expires": ARCHIVE_TIMESTAMP_SWEEP, "queue": "stamp"},
    }
ARCHIVE_USER_AGENT = env.str(
    "ARCHIVE_USER_AGENT", default=f"Mozilla/5.0 (compatible; casefiles-archiver/0.1; +{PUBLIC_URL})"
)
ARCHIVE_ALLOWED_PORTS = env.list("ARCHIVE_ALLOWED_PORTS", cast=int, default=[80, 443])
# Addresses (CIDR) that may be fetched although they are not public. The demonstration allows its own
# press desk; a system check refuses loopback here outside the demonstration.
ARCHIVE_ALLOWED_NETWORKS = env.list("ARCHIVE_ALLOWED_NETWORKS", default=[])
# A proxy by which everything is fetched, so that sites see its address: http://host:port (CONNECT) or
# socks5://host:port, with user:password@ where it wants them.
ARCHIVE_EGRESS = env.str("ARCHIVE_EGRESS", default="")
ARCHIVE_HOST_GAP = env.float("ARCHIVE_HOST_GAP", default=5.0)  # seconds between two captures of one host
ARCHIVE_LEASE = env.float("ARCHIVE_LEASE", default=30.0)  # seconds a worker holds a capture unrenewed
ARCHIVE_RETRIES = env.list("ARCHIVE_RETRIES", cast=float, default=[60, 300, 1800, 10_800, 86_400])  # seconds
# The browser that shows pages: a path, empty for the first that PATH has, "off" for none.
ARCHIVE_BROWSER = env.str("ARCHIVE_BROWSER", default="")
ARCHIVE_BROWSERS_AT_ONCE = env.int("ARCHIVE_BROWSERS_AT_ONCE", default=2)  # on this machine
ARCHIVE_BROWSER_MEMORY = env.int("ARCHIVE_BROWSER_MEMORY", default=2_000_000_000)  # bytes, of one in all
ARCHIVE_BROWSER_FOLDER = Path(env.str("ARCHIVE_BROWSER_FOLDER", default=str(services.home() / "browsers")))
ARCHIVE_SCREENSHOT_PIXELS = env.int("ARCHIVE_SCREENSHOT_PIXELS", default=16_000)  # height of the highest picture
ARCHIVE_LIMITS = {
    "redirects": env.int("ARCHIVE_MAX_REDIRECTS", default=10),
    "requisites": env.int("ARCHIVE_MAX_REQUISITES", default=300),
    "wire_bytes": env.int("ARCHIVE_MAX_WIRE_BYTES", default=100_000_000),
    "requisite_bytes": env.int("ARCHIVE_MAX_REQUISITE_BYTES", default=25_000_000),
    "post_bytes": env.int("ARCHIVE_MAX_POST_BYTES", default=1_000_000),
    "decoded_bytes": env.int("ARCHIVE_MAX_DECODED_BYTES", default=200_000_000),
    "decoded_ratio": env.int("ARCHIVE_MAX_DECODED_RATIO", default=200),  # to 1
    "ratio_from": env.int("ARCHIVE_DECODED_RATIO_FROM_BYTES", default=10_000_000),
    "header_bytes": env.int("ARCHIVE_MAX_HEADER_BYTES", default=65_536),
    "header_count": env.int("ARCHIVE_MAX_HEADER_COUNT", default=256),
    "interim_answers": env.int("ARCHIVE_MAX_INTERIM_ANSWERS", default=8),  # HTTP 1xx before the answer
    "connect_seconds": env.float("ARCHIVE_CONNECT_SECONDS", default=10.0),
    "silence_seconds": env.float("ARCHIVE_SILENCE_SECONDS", default=15.0),
    "page_seconds": env.float("ARCHIVE_PAGE_SECONDS", default=60.0),
    "capture_seconds": env.float("ARCHIVE_CAPTURE_SECONDS", default=90.0),
}
# A worker process that is still at one capture after so many seconds is stuck, and is killed by its master.
ARCHIVE_CAPTURE_HARD_SECONDS = env.float("ARCHIVE_CAPTURE_HARD_SECONDS", default=120.0)

# --- Archive: looking again at what is published ----------------------------------------------------
RECHECK_DAYS = env.float("RECHECK_DAYS", default=7.0)  # between two looks at a cited page; 0: never
RECHECK_FAILURES = env.int("RECHECK_FAILURES", default=3)  # looks in a row before a page is said to be out of reach

# --- API --------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_VERSIONING_CLASS": "rest_framework.versioning.URLPathVersioning",
    "DEFAULT_VERSION": "v1",
    "ALLOWED_VERSIONS": ["v1"],
}
SPECTACULAR_SETTINGS = {
    "TITLE": "casefiles read API",
    "DESCRIPTION": "Published attribution dossiers: editions that never change, and the proof of each.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {"EditionKindEnum": "casefiles.editions.models.EditionKind"},
}

# --- Logs -------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
}
