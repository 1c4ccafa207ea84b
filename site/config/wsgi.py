"""The server entry: `gunicorn --chdir site config.wsgi`."""

import gc
import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from cms.cards.files import warm_up  # noqa: E402  # models need Django started

gc.freeze()  # what stays as long as the process need not be searched again while a page or a PDF is made
Thread(target=warm_up, name="warm-up", daemon=True).start()
