"""The sample's kinds, projects and bundles (domain.md §3.1). All of it is invented and marked as sample."""
