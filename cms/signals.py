"""What the site announces upwards, inside the transaction that does it."""

from django.dispatch import Signal

matter_published = Signal()  # matter: the Matter whose newest version readers see from now on
