"""Settings that contradict each other are named with what to change."""

import pytest

from config import checks


def ids(check):
    return [message.id for message in check(None)]


def test_the_defaults_contradict_nothing():
    every = (checks.database_and_search, checks.signing_key, checks.public_hosts, checks.data_folder)

    assert [found for check in every for found in ids(check)] == []


def test_full_text_search_on_sqlite_does_not_go_with_postgresql(settings):
    settings.DATABASE, settings.SEARCH_ENGINE = "postgresql", "sqlite"

    assert ids(checks.database_and_search) == ["config.E002"]


def test_an_unknown_database_is_named(settings):
    settings.DATABASE = "oracle"

    assert ids(checks.database_and_search) == ["config.E001"]


def test_a_public_system_without_a_scanner_is_told(settings):
    settings.ALLOWED_HOSTS = ["bureau.example"]
    assert ids(checks.scanner) == ["config.W002"]

    settings.SCANNER = "clamdscan --no-summary -"
    assert ids(checks.scanner) == []


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"PKCS11_MODULE": "/lib/token.so", "PKCS11_PIN": "1"}, ["config.E003"]),
        ({"SIGNING_KEY_PASSWORD": "secret"}, ["config.E005"]),
        ({"SIGNING_KEY_FILE": "/nowhere/key.p12"}, ["config.E006"]),
        ({"SIGNING_KEY_FILE": __file__}, []),
        ({"SIGNING_KEY_FILE": __file__, "SAMPLE": True}, ["config.E007"]),
    ],
)
def test_a_half_configured_key_never_falls_back_to_the_sample_key(settings, values, found):
    for name, value in values.items():
        setattr(settings, name, value)

    assert ids(checks.signing_key) == found


def test_tracebacks_are_refused_on_a_public_host(settings):
    settings.DEBUG, settings.ALLOWED_HOSTS, settings.SITE_URL = True, ["zheng.example"], "https://zheng.example"

    assert ids(checks.public_hosts) == ["config.E008"]


def test_certificates_carry_no_address_that_the_site_does_not_answer_to(settings):
    settings.SITE_URL = "https://zheng.example"

    assert ids(checks.public_hosts) == ["config.E009"]


def test_a_public_site_without_https_is_warned_of(settings):
    settings.ALLOWED_HOSTS, settings.SITE_URL = ["zheng.example"], "http://zheng.example"

    assert ids(checks.public_hosts) == ["config.W001"]


def test_a_data_folder_that_cannot_be_one_is_named(settings):
    settings.DATA = f"{__file__}/var"

    assert ids(checks.data_folder) == ["config.E010"]
