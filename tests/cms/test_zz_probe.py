import re, traceback
import pytest
from django.db import connection
from django.test import Client
pytestmark = pytest.mark.django_db
def test_t(sample):
    from django.core.cache import caches
    for lang in ("zh-hans","en"):
      c=Client(); c.cookies["django_language"]=lang
      for u in ("/guides/m04/","/"):
        c.get(u); caches["pages"].clear()
        print("=====",lang,u)
        def tell(execute, sql, params, many, context):
            st=[f"{f.filename.split('/')[-1]}:{f.lineno}:{f.name}" for f in traceback.extract_stack() if "wagtail" in f.filename or "/cms/" in f.filename and "test_zz" not in f.filename]
            print("-", re.sub(r"SELECT .*? FROM","FROM",sql)[:60], sql.partition("WHERE")[2][:150], params, "\n      ", " > ".join(st[-5:]))
            return execute(sql, params, many, context)
        with connection.execute_wrapper(tell): c.get(u)
