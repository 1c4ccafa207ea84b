"""What certificates announce to the layers above, inside the publishing transaction: receivers only write rows."""

from django.dispatch import Signal

bundle_issued = Signal()  # sender Bundle; bundle
certificate_ended = Signal()  # sender Certificate; certificate: superseded, revoked or expired
project_changed = Signal()  # sender Project; project
