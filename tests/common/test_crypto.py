from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from jobveu.common.crypto import UnreadableIdentityError, decrypt, encrypt, lookup_hash

CONTEXT = "person:3f0c:cpr"
contexts = st.text(min_size=1)


@given(st.text(), contexts)
def test_what_is_encrypted_can_be_read_in_its_place(text: str, context: str) -> None:
    stored = encrypt(text, context=context)
    assert decrypt(stored, context=context) == text
    assert decrypt(memoryview(stored), context=context) == text


@given(st.text(), contexts, contexts)
def test_a_value_moved_to_another_place_cannot_be_read(text: str, context: str, other: str) -> None:
    if context != other:
        with pytest.raises(UnreadableIdentityError):
            decrypt(encrypt(text, context=context), context=other)


@given(st.text(), st.data())
def test_a_changed_byte_is_found(text: str, data: st.DataObject) -> None:
    stored = bytearray(encrypt(text, context=CONTEXT))
    place = data.draw(st.integers(0, len(stored) - 1))
    stored[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(UnreadableIdentityError):
        decrypt(bytes(stored), context=CONTEXT)


@given(st.binary())
def test_other_bytes_are_no_identity(data: bytes) -> None:
    with pytest.raises(UnreadableIdentityError):
        decrypt(data, context=CONTEXT)


def test_the_same_text_never_gives_the_same_value() -> None:
    stored = {encrypt("610190-1234", context=CONTEXT) for _ in range(200)}
    assert len(stored) == 200
    assert len({value[1:13] for value in stored}) == 200  # nonces
    assert {value[:1] for value in stored} == {b"\x01"}


def test_the_text_and_the_key_are_not_in_the_message(settings: Settings) -> None:
    stored = encrypt("Testperson Alfa", context=CONTEXT)
    settings.KEYS = replace(settings.KEYS, identity=bytes(32))
    with pytest.raises(UnreadableIdentityError) as caught:
        decrypt(stored, context=CONTEXT)
    assert "Alfa" not in str(caught.value)


def test_a_value_of_a_later_version_is_named_as_such() -> None:
    with pytest.raises(UnreadableIdentityError, match="version 2"):
        decrypt(b"\x02" + encrypt("x", context=CONTEXT)[1:], context=CONTEXT)


def test_a_place_must_be_named() -> None:
    with pytest.raises(ValueError, match="context"):
        encrypt("x", context="")
    with pytest.raises(ValueError, match="context"):
        decrypt(encrypt("x", context=CONTEXT), context="")


@given(st.text(), st.text())
def test_a_lookup_hash_tells_texts_apart(one: str, other: str) -> None:
    same = lookup_hash(one, purpose="cpr") == lookup_hash(other, purpose="cpr")
    assert same == (one == other)
    assert len(lookup_hash(one, purpose="cpr")) == 32


@given(st.text())
def test_hashes_for_different_purposes_cannot_be_compared(text: str) -> None:
    assert lookup_hash(text, purpose="cpr") != lookup_hash(text, purpose="name")


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_a_lookup_hash_needs_its_key(settings: Settings, text: str) -> None:
    before = lookup_hash(text, purpose="cpr")
    keys = settings.KEYS
    settings.KEYS = replace(keys, lookup=bytes(reversed(keys.lookup)) + b"x")
    try:
        assert lookup_hash(text, purpose="cpr") != before
    finally:
        settings.KEYS = keys


@pytest.mark.parametrize("purpose", ["", "cpr\0x"])
def test_a_purpose_must_be_plain(purpose: str) -> None:
    with pytest.raises(ValueError, match="purpose"):
        lookup_hash("x", purpose=purpose)
