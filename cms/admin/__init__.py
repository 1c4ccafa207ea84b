"""Staff screens of what editors own. Screens that are Wagtail's own lists and forms stand in cms/viewsets.py."""
