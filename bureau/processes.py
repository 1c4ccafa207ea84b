"""Starting Django in a fresh process of a pool; imports nothing that needs it started."""

import django


def start_django() -> None:
    """Initializer of process pools: their processes are spawned, since a fork would copy threads and connections."""
    django.setup()
