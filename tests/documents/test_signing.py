"""Signing papers, with every kind of key."""

import os
import stat
import subprocess
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from documents.rendering.finishing import SignaturePlace
from documents.signing.base import Signer
from documents.signing.configured import signer_from_settings
from documents.signing.errors import KeyExpired, KeyLocked, KeyMissing, KeyUnreadable, ModuleMissing, SigningFailed
from documents.signing.pkcs11 import pkcs11
from documents.signing.pkcs12 import load_pkcs12_signer
from documents.signing.software import KEY_FILE, load_sample_signer, make_sample_key
from tests.documents.papers import NOON, paper


@pytest.fixture(scope="module", params=["p-256", "rsa-3072"])
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Signer:
    folder = tmp_path_factory.mktemp("keys")
    make_sample_key(folder, kind=request.param)
    return load_sample_signer(folder)


def signed(signer: Signer, **options: str) -> bytes:
    return signer.sign_pdf(paper().bytes, field="Signature", at=NOON, **options)


def office_key(
    path: Path, *, password: str = "geheim", until: datetime = datetime(2040, 1, 1, tzinfo=UTC)
) -> x509.Certificate:
    """A PKCS#12 file as an office would get it from an authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "益阳市样例自然资源和规划局")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2021, 1, 1, tzinfo=UTC))
        .not_valid_after(until)
        .sign(key, hashes.SHA256())
    )
    protection = serialization.BestAvailableEncryption(password.encode())
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", key, certificate, None, protection))
    return certificate


def test_poppler_calls_the_signature_valid_and_the_document_whole(sample: Signer, tmp_path: Path) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed(sample))

    answer = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=False).stdout

    assert "Signature is Valid" in answer
    assert "Total document signed" in answer
    assert "ETSI.CAdES.detached" in answer
    assert "SAMPLE 样本" in answer


def test_pyhanko_accepts_the_signature_and_its_time(sample: Signer) -> None:
    reader = PdfFileReader(BytesIO(signed(sample)), strict=True)
    root = x509.load_der_x509_certificate(sample.certificate_der).public_bytes(serialization.Encoding.DER)
    context = ValidationContext(trust_roots=[_asn1(root)], allow_fetching=False)

    status = validate_pdf_signature(reader.embedded_signatures[0], context)

    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"
    assert status.signer_reported_dt == NOON


def _asn1(der: bytes) -> object:
    from asn1crypto import x509 as asn1_x509

    return asn1_x509.Certificate.load(der)


def test_signing_loses_nothing_that_the_paper_had(sample: Signer) -> None:
    before, after = paper().bytes, signed(sample)

    assert after.startswith(before)
    with pikepdf.open(BytesIO(before)) as first, pikepdf.open(BytesIO(after)) as second:
        assert second.Root.Metadata.read_bytes() == first.Root.Metadata.read_bytes()
        assert second.Root.AF[0].EF.F.read_bytes() == first.Root.AF[0].EF.F.read_bytes()
        assert second.trailer.ID[0] == first.trailer.ID[0]
        assert str(second.Root.AcroForm.Fields[0].TU) == "发证机关电子签名"


def test_reason_and_place_are_written_as_given(sample: Signer) -> None:
    with pikepdf.open(BytesIO(signed(sample, reason="签发 (1/7)", location="Yiyang (sample)"))) as pdf:
        value = pdf.Root.AcroForm.Fields[0].V

        assert (str(value.Reason), str(value.Location)) == ("签发 (1/7)", "Yiyang (sample)")


def test_one_signature_costs_little_space(sample: Signer) -> None:
    assert len(signed(sample)) - len(paper().bytes) < 8_000


def test_a_paper_without_an_empty_field_of_that_name_is_not_signed(sample: Signer) -> None:
    once = signed(sample)

    with pytest.raises(SigningFailed):
        sample.sign_pdf(once, field="Signature", at=NOON)
    with pytest.raises(SigningFailed):
        sample.sign_pdf(paper(signature=SignaturePlace(label="x", field="Other")).bytes, field="Signature", at=NOON)
    with pytest.raises(SigningFailed):
        sample.sign_pdf(b"%PDF-1.7\nnothing", field="Signature", at=NOON)


def test_nothing_is_signed_outside_the_time_of_the_certificate(sample: Signer) -> None:
    with pytest.raises(KeyExpired) as refusal:
        sample.sign_pdf(paper().bytes, field="Signature", at=datetime(2021, 12, 31, tzinfo=UTC))

    assert refusal.value.params == {"start": "2022-01-01", "end": "2042-01-01", "day": "2021-12-31"}


def test_the_sample_key_says_what_it_is_and_is_private_to_its_owner(tmp_path: Path) -> None:
    make_sample_key(tmp_path)
    signer = load_sample_signer(tmp_path)

    assert signer.is_sample
    assert "SAMPLE 样本" in signer.describe()
    assert stat.S_IMODE(os.stat(tmp_path / KEY_FILE).st_mode) == 0o600


def test_set_up_never_replaces_a_key(tmp_path: Path) -> None:
    make_sample_key(tmp_path)
    before = load_sample_signer(tmp_path).certificate_der

    make_sample_key(tmp_path)

    assert load_sample_signer(tmp_path).certificate_der == before


def test_a_sample_key_that_is_missing_or_broken_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing):
        load_sample_signer(tmp_path)
    (tmp_path / KEY_FILE).write_text("nothing")
    with pytest.raises(KeyUnreadable):
        load_sample_signer(tmp_path)


def test_a_pkcs12_file_signs_without_the_sample_mark(tmp_path: Path, settings: Any) -> None:
    certificate = office_key(tmp_path / "seal.p12")
    settings.SIGNING_KEY_FILE, settings.SIGNING_KEY_PASSWORD = str(tmp_path / "seal.p12"), "geheim"

    signer = signer_from_settings()

    assert not signer.is_sample
    assert signer.certificate_der == certificate.public_bytes(serialization.Encoding.DER)
    assert signer is signer_from_settings(), "the key is parsed once"
    assert signed(signer)


def test_a_wrong_password_a_missing_file_and_no_key_at_all_are_told_apart(tmp_path: Path) -> None:
    office_key(tmp_path / "seal.p12")
    (tmp_path / "letter.p12").write_text("Dear office, the key follows by post.")

    with pytest.raises(KeyLocked):
        load_pkcs12_signer(tmp_path / "seal.p12", "wrong")
    with pytest.raises(KeyMissing):
        load_pkcs12_signer(tmp_path / "lost.p12", "geheim")
    with pytest.raises(KeyUnreadable):
        load_pkcs12_signer(tmp_path / "letter.p12", "geheim")


def test_an_expired_office_key_refuses_and_names_its_dates(tmp_path: Path) -> None:
    office_key(tmp_path / "old.p12", until=datetime(2022, 8, 1, tzinfo=UTC))

    with pytest.raises(KeyExpired) as refusal:
        signed(load_pkcs12_signer(tmp_path / "old.p12", "geheim"))

    assert refusal.value.params["end"] == "2022-08-01"


def test_a_key_file_that_was_exchanged_is_read_again(tmp_path: Path, settings: Any) -> None:
    path = tmp_path / "seal.p12"
    office_key(path)
    settings.SIGNING_KEY_FILE, settings.SIGNING_KEY_PASSWORD = str(path), "geheim"
    before = signer_from_settings().certificate_der

    office_key(path)
    os.utime(path, ns=(1, 1))

    assert signer_from_settings().certificate_der != before


def test_every_failure_of_a_key_can_be_caught_as_one() -> None:
    assert all(
        issubclass(one, SigningFailed) for one in (KeyExpired, KeyLocked, KeyMissing, KeyUnreadable, ModuleMissing)
    )


@pytest.mark.skipif(pkcs11 is not None, reason="python-pkcs11 is installed")
def test_without_its_package_a_hardware_key_says_what_to_install(settings: Any) -> None:
    settings.PKCS11_MODULE = "/usr/lib/softhsm/libsofthsm2.so"

    with pytest.raises(ModuleMissing) as refusal:
        signer_from_settings()

    assert refusal.value.params == {"package": "python-pkcs11"}
