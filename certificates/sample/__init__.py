"""The sample's kinds, projects and bundles (domain.md §3.1). All names and numbers are invented and marked as sample."""
