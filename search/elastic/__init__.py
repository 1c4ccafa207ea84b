"""Elasticsearch for large installations: documents, engine, outbox, and indexes built anew beside the one in use."""
