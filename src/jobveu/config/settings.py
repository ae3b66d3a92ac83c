"""Django settings. Everything that differs between machines comes from the environment."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from jobveu.config.environment import (
    clamd_address,
    database_from_url,
    flag,
    log_form,
    mail_server_from_url,
    megabytes,
    secrets_directory,
    site_address,
    words,
)
from jobveu.config.openid import openid_provider
from jobveu.config.secret_keys import load_keys
from jobveu.upkeep.backup.archive import ATTACHMENTS
from jobveu.upkeep.logs import configuration as log_configuration

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIRECTORY = Path(os.environ.get("JOBVEU_DATA", "var")).resolve()

DEBUG = flag("JOBVEU_DEBUG", default=False)
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # the e-mail is unique by a constraint on its capitals
DEMO = flag("JOBVEU_DEMO", default=False)
"""Whether the demo log-ins are shown on the log-in page. Set by `make run`, never in production."""
HTTPS = flag("JOBVEU_HTTPS", default=False)
"""Whether the site is served over TLS: secure cookies and HSTS."""

KEYS = load_keys(secrets_directory(DATA_DIRECTORY))
SECRET_KEY = KEYS.django_secret
OPERATOR = os.environ.get("JOBVEU_OPERATOR", "")
"""The authority that runs the site, as the accessibility statement names it."""
CONTACT_EMAIL = os.environ.get("JOBVEU_CONTACT_EMAIL", "")
"""Where the public may write about accessibility and personal data."""
ALLOWED_HOSTS = words("JOBVEU_HOSTS", default="127.0.0.1,localhost,[::1]")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "jobveu.upkeep",
    "jobveu.common",
    "jobveu.delivery",
    "jobveu.accounts",
    "jobveu.solving",
    "jobveu.reference",
    "jobveu.actors",
    "jobveu.projects",
    "jobveu.education",
    "jobveu.attachments",
    "jobveu.candidates",
    "jobveu.surveys",
    "jobveu.course_plans",
    "jobveu.legacy",
    "jobveu.quality",
    "jobveu.search",
    "jobveu.privacy",
    "jobveu.insight",
    "jobveu.evaluation",
    "jobveu.assessment",
    "jobveu.journeys",
    "jobveu.web",
]

MIDDLEWARE = [
    "jobveu.upkeep.health.HealthMiddleware",
    "jobveu.upkeep.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jobveu.upkeep.requests.RequestMiddleware",
    "jobveu.web.uploads.RequestSizeMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "jobveu.web.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "jobveu.web.middleware.ActorMiddleware",
    "jobveu.web.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "jobveu.config.urls"
WSGI_APPLICATION = "jobveu.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before the apps' own folders: ours replace allauth's pages of the same name.
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jobveu.web.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "jobveu.web.templatetags.components"],
        },
    }
]
FORM_RENDERER = "jobveu.web.forms.renderer.DkfdsRenderer"

DATABASES = {"default": database_from_url(os.environ.get("JOBVEU_DATABASE_URL", ""), DATA_DIRECTORY)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # In the database, so that the log-in throttle counts the same in every worker process.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        # With more, those that have run out are thrown away, and then others. With Django's 300 a guesser would make the
        # throttle forget what it has counted, by trying some hundred names that nobody has.
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["jobveu.accounts.backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "jobveu.accounts.adapter.ClosedAccountAdapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Mail to unknown addresses would invite them to sign up, and nobody signs up here.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "jobveu.accounts.forms.LoginForm",
    "change_password": "jobveu.accounts.forms.ChangePasswordForm",
    "reset_password": "jobveu.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "jobveu.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "jobveu.accounts.forms.ReauthenticateForm",
}
# One address is many people: the thirty caseworkers of a job centre who log in at eight in the morning, and the rest of their
# municipality. So an account is guarded by its own limit, and an address has room for all who work behind it.
ACCOUNT_RATE_LIMITS = {
    # All tries, right and wrong: so that nobody keeps the machine busy with hashing. Thirty people's, four each.
    "login": "120/m/ip",
    # Wrong ones, and those that are being looked at. Of one account five: a guesser has 1,440 a day, at passwords of at
    # least 12 characters that are not among the common ones. Of one address as many as thirty people have who all mistype
    # once while all are trying at once: 17,000 guesses a day at all accounts together.
    "login_failed": "60/5m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}

RATE_LIMITS = {
    "invitation": "30/h/key",  # of one inviter
    "invitation_link": "60/m/ip",  # a job centre whose caseworkers are all invited; none can be guessed
    "openid": "120/m/ip",  # as log-ins
    "calendar": "60/h/key",  # of one calendar; programs ask every hour or so
    "calendar_unknown": "20/m/ip",
}

SECOND_FACTOR_REQUIRED = not DEMO
"""Whether those whose roles see persons (accounts.access.NEEDS_SECOND_FACTOR) must have a second factor."""
MFA_ADAPTER = "jobveu.accounts.second_factor.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Job-VEU"
MFA_TOTP_TOLERANCE = 1
"""A code holds from half a minute before its time to half a minute after: telephones' clocks are not exact."""
MFA_FORMS = {
    "authenticate": "jobveu.accounts.forms.AuthenticateForm",
    "reauthenticate": "jobveu.accounts.forms.CodeReauthenticateForm",
    "activate_totp": "jobveu.accounts.forms.ActivateAppForm",
    "add_webauthn": "jobveu.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "jobveu.accounts.forms.RenamePasskeyForm",
}

OPENID_PROVIDER = openid_provider()
"""Whom users may log in through besides their password; None for nobody."""

SESSION_ENGINE = "jobveu.accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 8
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_SECONDS = 60 * 60
"""A session without a request for this long ends (enforced by ActorMiddleware)."""
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "jobveu.web.errors.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS
BEHIND_PROXY = flag("JOBVEU_BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
"""Attempts to log in are counted by the address that the proxy has added last to X-Forwarded-For: by the proxy's own,
one visitor would use up everybody's."""
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Dansk")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False  # years and ids are no amounts; the filter `number` groups what is
FORMAT_MODULE_PATH = ["jobveu.config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIRECTORY / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

ATTACHMENTS_DIRECTORY = DATA_DIRECTORY / ATTACHMENTS
ATTACHMENT_BYTES = megabytes("JOBVEU_ATTACHMENT_MB", default=20)
"""The largest file that can be attached."""
REGISTER_BYTES = megabytes("JOBVEU_REGISTER_MB", default=200)
"""The largest file of an older register that can be uploaded."""
CLAMD = clamd_address("JOBVEU_CLAMD")
"""Where attachments are scanned for viruses; None: nowhere."""
FILE_UPLOAD_HANDLERS = ["jobveu.web.uploads.GuardedUploadHandler"]

MAIL_SERVER = mail_server_from_url(os.environ.get("JOBVEU_SMTP_URL", ""))
EMAIL_BACKEND = os.environ.get("JOBVEU_EMAIL_BACKEND", MAIL_SERVER.backend)
EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.host, MAIL_SERVER.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER.user, MAIL_SERVER.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SERVER.starttls, MAIL_SERVER.tls
EMAIL_TIMEOUT = 20
"""Seconds for each step of the conversation with the mail server; no page waits for it."""
EMAIL_USE_LOCALTIME = True
DEFAULT_FROM_EMAIL = os.environ.get("JOBVEU_EMAIL_FROM", "jobveu@example.dk")

RETENTION_SCHEDULE = flag("JOBVEU_RETENTION_SCHEDULE", default=False)
"""Whether what is due goes by itself every night (jobveu.privacy), or only when somebody decides it."""

SITE_ADDRESS = site_address(HTTPS, ALLOWED_HOSTS)
"""How links in mails begin: no request says under which name the site is asked for."""

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # a task is something else here
PROCRASTINATE_WORKER_DEFAULTS = {
    "concurrency": 2,
    "delete_jobs": "successful",
    "shutdown_graceful_timeout": 8.0,
}

LOGGING = log_configuration(log_form())
METRICS_TOKEN = os.environ.get("JOBVEU_METRICS_TOKEN", "")
"""Opens /metrics to others than this machine."""
