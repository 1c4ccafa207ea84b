"""What people in the sample say, beside what its guides and certificates call it."""

from bureau import sample
from bureau.sample import Sample
from search.models import Synonym

SYNONYMS = {
    "房产证": "不动产权证书",
    "土地证": "不动产权证书",
    "规划证": "规划许可证",
    "按揭": "抵押权",
}


@sample.part(80)
def synonyms(sample: Sample) -> None:
    for words, means in SYNONYMS.items():
        Synonym.objects.get_or_create(words=words, means=means)
