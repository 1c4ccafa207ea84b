"""Search begins here as it does in its own tests."""

from tests.search.conftest import clerk, cluster, elasticsearch, issue, office, project

__all__ = ["clerk", "cluster", "elasticsearch", "issue", "office", "project"]
