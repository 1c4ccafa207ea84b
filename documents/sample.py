"""What the sample needs from documents: a key to sign with, whose certificate says SAMPLE."""

from bureau import sample
from bureau.sample import Sample
from documents.signing.configured import keys_folder
from documents.signing.software import make_sample_key


@sample.part(20)
def sample_key(sample: Sample) -> None:
    make_sample_key(keys_folder())
