import time, pathlib, pytest
pytestmark = pytest.mark.browser
def test_probe(shared_site):
    pathlib.Path('/tmp/ytr/url').write_text(shared_site.url+"\n"+shared_site.environment["YIZHENG_DATA"])
    while not pathlib.Path('/tmp/ytr/stop').exists():
        time.sleep(1)
