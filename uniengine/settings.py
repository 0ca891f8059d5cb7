"""All settings. Every value comes from the environment through a typed reader; docs/operations.md lists them."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF, UNSAFE_INLINE

from uniengine.kit.env import Environment, SettingError, database

ROOT = Path(__file__).resolve().parent.parent
env = Environment()

MODE = env.choice("UNIENGINE_MODE", "development", ("development", "production"))
PRODUCTION = MODE == "production"
DEBUG = env.flag("UNIENGINE_DEBUG", default=False)
DATA_DIR = Path(env.text("UNIENGINE_DATA_DIR") or ROOT / "var")
DATA_DIR.mkdir(parents=True, exist_ok=True)

# --- safety ------------------------------------------------------------------------------------------------------
DEVELOPMENT_KEY = "development-only-key-never-used-in-production-0123456789"
SECRET_KEY = env.text("UNIENGINE_SECRET_KEY") or DEVELOPMENT_KEY
ALLOWED_HOSTS = env.names("UNIENGINE_ALLOWED_HOSTS", "" if PRODUCTION else "*")
CSRF_TRUSTED_ORIGINS = env.names("UNIENGINE_TRUSTED_ORIGINS")
# A facilitator's laptop serves a room over plain http; saying so is a deliberate act.
PLAIN_HTTP = env.flag("UNIENGINE_PLAIN_HTTP", default=not PRODUCTION)
TRUSTED_PROXIES = env.number("UNIENGINE_TRUSTED_PROXIES", 0, low=0, high=5)

if PRODUCTION:
    if SECRET_KEY == DEVELOPMENT_KEY or len(SECRET_KEY) < 50:
        raise SettingError("UNIENGINE_SECRET_KEY is missing or shorter than 50 characters. Set a long random value.")
    if DEBUG:
        raise SettingError("UNIENGINE_DEBUG is on in production. It shows settings and data to visitors; turn it off.")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise SettingError("UNIENGINE_ALLOWED_HOSTS must name the hosts people use, for example engine.example.com.")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not PLAIN_HTTP
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not PLAIN_HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- application ---------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "lucide",
    "uniengine.kit",
    "uniengine.accounts",
    "uniengine.jobs",
    "uniengine.workshops",
    "journeys",
    "roles",
    "redesigns",
    "demo",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "uniengine.accounts.middleware.AccessMiddleware",
]
ROOT_URLCONF = "uniengine.urls"
ASGI_APPLICATION = "uniengine.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "uniengine.accounts.context.shell",
                "uniengine.workshops.context.room",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.insert(INSTALLED_APPS.index("django.contrib.humanize"), "django.forms")

# --- data ----------------------------------------------------------------------------------------------------------
DATABASES = {"default": database(env.text("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'uniengine.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.text("REDIS_URL")
CACHES: dict[str, dict[str, object]]
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    # Files, so that the server, the worker and a management command see the same progress.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(DATA_DIR / "cache"),
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    }
MEDIA_ROOT = DATA_DIR / "files"
UPLOAD_LIMIT_MB = env.number("UNIENGINE_UPLOAD_LIMIT_MB", 150, low=1, high=2_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "uniengine.kit.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- background work -----------------------------------------------------------------------------------------------
# Without Redis the worker lives inside the server process and the Job table is scanned for work.
EMBEDDED_WORKER = not REDIS_URL
JOB_LEASE_SECONDS = env.number("UNIENGINE_JOB_LEASE_SECONDS", 20, low=2, high=600)
JOB_LIMIT_SECONDS = env.number("UNIENGINE_JOB_LIMIT_SECONDS", 1_800, low=10, high=86_400)
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_KEY_PREFIX = env.text("UNIENGINE_QUEUE_PREFIX", "uniengine:")

# --- accounts ------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:start"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "uniengine.accounts.forms.SignupForm"
ACCOUNT_ADAPTER = "uniengine.accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "uniengine.accounts.adapter.SocialAccountAdapter"
# Who has no invitation may create an account only where this is on.
OPEN_SIGNUP = env.flag("UNIENGINE_OPEN_SIGNUP", default=not PRODUCTION)
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if PRODUCTION else "optional"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
# Thirty people in a workshop share one address: what counts is the account ("key"), the address only stops floods.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/300s/key",
    "signup": "60/m/ip",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "UniEngine"
MFA_TOTP_TOLERANCE = 1  # half a minute either way: phones' clocks drift
SOCIALACCOUNT_PROVIDERS: dict[str, object] = {}
OIDC_SERVER = env.text("UNIENGINE_OIDC_SERVER_URL")
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
if OIDC_SERVER:
    if not env.text("UNIENGINE_OIDC_CLIENT_ID"):
        raise SettingError("UNIENGINE_OIDC_CLIENT_ID is missing. Take it from the identity provider.")
    # Chromium holds the redirect after a form to form-action as well.
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append("{0.scheme}://{0.netloc}".format(urlsplit(OIDC_SERVER)))
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        # The operator chose this provider: an address it has verified is the person's, whatever they used before.
        "EMAIL_AUTHENTICATION": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": env.text("UNIENGINE_OIDC_NAME", "Single sign-on"),
                "client_id": env.text("UNIENGINE_OIDC_CLIENT_ID"),
                "secret": env.text("UNIENGINE_OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_SERVER, "oauth_pkce_enabled": True},
            }
        ],
    }
else:
    for unused in ("UNIENGINE_OIDC_NAME", "UNIENGINE_OIDC_CLIENT_ID", "UNIENGINE_OIDC_CLIENT_SECRET"):
        env.text(unused)
EMAIL_HOST = env.text("UNIENGINE_SMTP_HOST")
EMAIL_PORT = env.number("UNIENGINE_SMTP_PORT", 587, low=1, high=65_535)
EMAIL_HOST_USER = env.text("UNIENGINE_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("UNIENGINE_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("UNIENGINE_SMTP_TLS", default=True)
DEFAULT_FROM_EMAIL = env.text("UNIENGINE_MAIL_FROM", "UniEngine <no-reply@localhost>")
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"

# --- pages ---------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns about a missing folder, also before the first collectstatic
STATICFILES_DIRS = [ROOT / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
LANGUAGE_CODE = "en"
TIME_ZONE = env.text("UNIENGINE_TIME_ZONE", "UTC")
USE_I18N = True
USE_TZ = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- API -----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["uniengine.accounts.api_auth.ResolvedAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "uniengine.kit.api.Pages",
    "PAGE_SIZE": 50,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "uniengine.kit.api.problem_response",
    "URL_FORMAT_OVERRIDE": None,  # ?format= is a parameter of our own exports, not a choice of renderer
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "UniEngine API",
    "DESCRIPTION": "Everything the pages do, for other systems. Errors follow RFC 9457 with a stable `code`.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "ENUM_NAME_OVERRIDES": {
        "InventoryImportState": "roles.models.ImportState",
        "JourneyImportState": "journeys.models.JourneyImportState",
        "PlaceKind": [("region", "Region"), ("market", "Market")],
        "CoverPart": "redesigns.models.roles.Part",
        "DutyPart": ["accountable", "doing"],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.choice("UNIENGINE_LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING"))},
}

# Names read elsewhere (tests, Makefile, benches).
env.known |= {"UNIENGINE_REAL_DATA", "UNIENGINE_PORT", "UNIENGINE_CHROMIUM"}
env.refuse_unknown()
