"""The server entry: `gunicorn --chdir site config.wsgi`."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from cms.cards.files import warm_up  # noqa: E402  # models need Django started

Thread(target=warm_up, name="warm-up", daemon=True).start()
