import pytest
from bureau import sample
from bureau.sample import Sample
from cms.models import Matter, MatterVersion
from cms.public_matters import public_matters
from cms.matters.changes import summary
from tests.cms.test_sample_matters import CODES, facts, HAN

@pytest.mark.django_db
def test_load():
    from unittest.mock import patch
    sample.load(Sample(), before=40)
    got = {m.code: m for m in public_matters("zh-hans")}
    assert sorted(got) == CODES
    bad = {}
    drop = {"windows", "post", "basic_catalogue_code"}
    for lang, k in (("zh-hans", "zh"), ("en", "en")):
        for m in public_matters(lang):
            a, b = m.facts.model_dump(exclude=drop), facts(m.code, k).model_dump(exclude=drop)
            bad |= {(m.code, lang, k): (a[k], b[k]) for k in a if a[k] != b[k]}
            bad |= {} if m.guide_url else {(m.code, lang): "no guide"}
    v = list(MatterVersion.objects.filter(code="M04").order_by("number"))
    print([(x.number, x.published_at) for x in v], summary(v[2].facts, v[3].facts))
    from cms.models import GuidePage
    for g in GuidePage.objects.filter(slug="start-with-land"): print(g.locale, g.title, g.lead, [ (x.matter.code, x.only_when) for x in g.guide_matters.all()], g.body.raw_data[:1])
    for k, x in bad.items(): print(k, x)
    print([m.findings() for m in Matter.objects.sources()])
    assert not bad
