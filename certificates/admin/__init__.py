"""Staff screens of projects, bundles, certificates and their kinds, inside Wagtail's admin. They call actions only."""
