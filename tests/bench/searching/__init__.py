"""Parts of the benchmark `search`: invented records, the questions asked of them, and what engines answer alone."""
