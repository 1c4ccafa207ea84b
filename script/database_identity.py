"""Prints one line that changes when the PostgreSQL database is another one than before; for script/lib.sh."""

import os
import sys

import psycopg

parts = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
given = {key: os.environ.get(f"YIZHENG_DATABASE_{name}", "") for key, name in parts.items()}
given["dbname"] = given["dbname"] or "yizheng"
try:
    with psycopg.connect(**{key: value for key, value in given.items() if value}) as connection:
        row = connection.execute(
            "SELECT oid, to_regclass('django_migrations') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
except psycopg.OperationalError as error:
    sys.exit(f"The PostgreSQL database cannot be reached: {error}")
sys.stdout.write(f"{row}\n")
