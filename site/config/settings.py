"""One settings module, safe by default: production is what holds when nothing is set."""

import os
from datetime import time

from config import ROOT
from config.env import DATA, hour, names, secret, setting, yes_or_no

DEBUG = setting("DEBUG", kind=yes_or_no, default=False, help="Show tracebacks in the browser; never in public.")
SECRET_KEY = secret("SECRET_KEY", help="Signs sessions and forms; empty: made at the first start, in keys/.")
PERSONAL_KEYS = secret(
    "PERSONAL_KEYS", help="Encrypt what is known of people: one key a line, the newest first; lost, it is unreadable."
)
CHECK_CODE_KEY = secret("CHECK_CODE_KEY", help="Keys the hashes of check codes and phones; lost, none can be checked.")
PORT = setting("PORT", kind=int, default=8000, help="Port that script/server listens on; PORT alone works too.")
SITE_URL = setting(
    "SITE_URL", default=f"http://127.0.0.1:{PORT}", help="Public address without a slash at its end; QR codes carry it."
).rstrip("/")
ALLOWED_HOSTS = setting("HOSTS", kind=names, default=["127.0.0.1", "localhost"], help="Host names, by comma.")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
BEHIND_HTTPS = setting(
    "HTTPS",
    kind=yes_or_no,
    default=SITE_URL.startswith("https:"),
    help="The proxy speaks HTTPS; absent: as SITE_URL says.",
)
SAMPLE_PASSWORD = secret(
    "SAMPLE_PASSWORD", size=9, help="Password of the sample accounts; empty: made at the first start."
)
SAMPLE = setting("SAMPLE", kind=yes_or_no, default=False, help="This system shows sample data; script/server sets it.")

INSTALLED_APPS = [
    "config",
    "search",
    "casework",
    "certificates",
    "cms",
    "documents",
    "bureau",
    "guardian",
    "django_tasks",
    "django_tasks_db",
    "django_filters",
    "wagtail_localize",
    "wagtail_localize.locales",  # in the place of wagtail.locales
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.middleware.PublicHeadersMiddleware",
    "cms.middleware.ReaderMiddleware",  # in the place of LocaleMiddleware
    "cms.page_cache.PageCacheMiddleware",  # before all that asks the database
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "bureau.reading.ReadingMiddleware",
    "bureau.denials.DenialMiddleware",
    "bureau.refusals.RefusalMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "cms.context_processors.face",
            ],
        },
    },
]

DATABASE = setting("DATABASE", default="sqlite", help="sqlite or postgresql.")
POSTGRESQL = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": setting("DATABASE_NAME", default="yizheng", help="PostgreSQL database."),
    "USER": setting("DATABASE_USER", default="", help="PostgreSQL role; empty: as libpq decides."),
    "PASSWORD": setting("DATABASE_PASSWORD", default="", help="Its password; empty: as libpq decides."),
    "HOST": setting("DATABASE_HOST", default="", help="PostgreSQL host or socket folder; empty: as libpq decides."),
    "PORT": setting("DATABASE_PORT", default="", help="PostgreSQL port; empty: as libpq decides."),
}
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA / "yizheng.sqlite3",
    "TEST": {"NAME": DATA / "test.sqlite3"},  # a file, so that tests meet real locks and second processes
    "OPTIONS": {  # eight writers at once: no 'database is locked' with these four
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    },
}
DATABASES = {
    "default": {
        **(SQLITE if DATABASE == "sqlite" else POSTGRESQL),
        "CONN_MAX_AGE": 600,  # opening one costs SQLite 2 ms, for it reads the whole schema, and PostgreSQL more
        "CONN_HEALTH_CHECKS": DATABASE != "sqlite",
    }
}
PAGE_CACHE = setting("PAGE_CACHE", kind=yes_or_no, default=True, help="Keep whole public pages in memory.")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "default",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # at Django's 300 a crowd of addresses would push out who checks too often
    },
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 2000},  # about 60 MB of guides in each process
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Wagtail's own small tasks run at once; our jobs wait for a worker, in a queue of their own.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "ENQUEUE_ON_COMMIT": False},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["issuing", "default"]},
}
SEARCH_ENGINE = setting(
    "SEARCH_ENGINE",
    default="",
    help="sqlite, elasticsearch, or database (look-ups by number); empty: what the database allows.",
) or ("sqlite" if DATABASE == "sqlite" else "database")
ELASTICSEARCH = setting(
    "ELASTICSEARCH", kind=names, default=["http://127.0.0.1:9200"], help="Addresses of the cluster's nodes, by comma."
)
ELASTICSEARCH_USER = setting(
    "ELASTICSEARCH_USER", default="", help="Account in the cluster; its role: search/elastic/role.yml."
)
ELASTICSEARCH_PASSWORD = setting("ELASTICSEARCH_PASSWORD", default="", help="Its password.")
ELASTICSEARCH_CA = setting(
    "ELASTICSEARCH_CA", default="", help="PEM file of who signed the nodes' certificates; empty: public CAs."
)
ELASTICSEARCH_PREFIX = setting("ELASTICSEARCH_PREFIX", default="yizheng", help="What names of our indexes begin with.")

AUTH_USER_MODEL = "bureau.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "guardian.backends.ObjectPermissionBackend"]
ANONYMOUS_USER_NAME = None  # guardian would otherwise make an account that nobody needs
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
SESSION_COOKIE_AGE = 8 * 60 * 60

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [ROOT / "site" / "locale", ROOT / "site" / "locale_wagtail"]  # the second fills gaps of Wagtail's own
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
FONTS = ROOT / "var" / "fonts"  # cut once per checkout, shared by every data folder
STATICFILES_DIRS = [ROOT / "site" / "static", ("fonts", FONTS / "web")]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORE = DATA / "store"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FORMS_URLFIELD_ASSUME_HTTPS = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a material alone has 14; at Django's 1,000 a long matter could not be saved

WAGTAIL_SITE_NAME = "益证"
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "cms.rich_text.RichTextArea"}}
WAGTAILADMIN_USER_LOGIN_FORM = "bureau.sign_in.SignInForm"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # one house, one time; among all the others are names that browsers refuse
WAGTAIL_ENABLE_UPDATE_CHECK = False  # no call to any outside host
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.uploads.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024**2
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.uploads.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024**2
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000

EMAIL_HOST = setting("EMAIL_HOST", default="", help="Mail server; empty: mail waits in the outbox, nothing is sent.")
# Wagtail writes to reviewers by itself; without a server its letters are dropped, ours wait (bureau.mail).
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
EMAIL_PORT = setting("EMAIL_PORT", kind=int, default=25, help="Its port.")
EMAIL_USE_TLS = setting("EMAIL_TLS", kind=yes_or_no, default=False, help="Speak STARTTLS to the mail server.")
EMAIL_HOST_USER = setting("EMAIL_USER", default="", help="Account on the mail server.")
EMAIL_HOST_PASSWORD = setting("EMAIL_PASSWORD", default="", help="Its password.")
DEFAULT_FROM_EMAIL = setting("EMAIL_FROM", default="yizheng@localhost", help="Sender of mail.")

SEALING_PROCESSES = setting(
    "SEALING_PROCESSES", kind=int, default=os.cpu_count() or 1, help="Processes that a worker spreads signing over."
)
COUNTER_CLOSES = setting(
    "COUNTER_CLOSES",
    kind=hour,
    default=time(17),
    help="What happens later counts from the next working day on. A change moves due days, also of open cases.",
)
SCANNER = setting(
    "SCANNER",
    default="",
    help="Command that reads a file from standard input and ends with 1 for malware, as `clamdscan -`; empty: none.",
)
SIGNING_KEY_FILE = setting("SIGNING_KEY_FILE", default="", help="PKCS#12 file of the office's key; empty: the sample.")
SIGNING_KEY_PASSWORD = setting("SIGNING_KEY_PASSWORD", default="", help="Password of that file.")
PKCS11_MODULE = setting("PKCS11_MODULE", default="", help="PKCS#11 library of a hardware key; empty: none.")
PKCS11_TOKEN = setting("PKCS11_TOKEN", default="", help="Label of the token that holds the key.")
PKCS11_KEY = setting("PKCS11_KEY", default="", help="Label of the key and its certificate on the token.")
PKCS11_PIN = setting("PKCS11_PIN", default="", help="PIN of the token.")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SECURE_SSL_REDIRECT = BEHIND_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin's previews
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # X-Frame-Options is SAMEORIGIN on purpose, for the admin's previews

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
