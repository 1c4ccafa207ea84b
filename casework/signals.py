"""What casework announces to the layers above, inside the transaction of the change: receivers only write rows."""

from django.dispatch import Signal

case_changed = Signal()  # sender Case; case: new, in another state, or with another day
