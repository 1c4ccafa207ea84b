"""Parts of the benchmark `casework`, run in a fresh process for each database."""
