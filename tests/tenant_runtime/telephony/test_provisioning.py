"""What Asterisk is told of phones and trunks, compared with what it was told before."""

from keryx.tenant_runtime.telephony.provisioning import Phones, browser, changes, endpoint_of, trunk_of

PHONES = Phones(bytes(32))


def test_nothing_is_told_twice() -> None:
    """500 endpoints pushed again at each change would hold up the calls."""
    known = browser("d-1", PHONES.password("d-1"))
    wished = known | browser("d-2", PHONES.password("d-2"))
    push, gone = changes(known, wished)
    assert list(push) == [("auth", "d-2"), ("aor", "d-2"), ("endpoint", "d-2")]
    assert gone == []


def test_what_is_named_goes_after_what_names_it() -> None:
    """An endpoint without its aor refuses calls until it is gone too."""
    known = browser("d-1", PHONES.password("d-1"))
    push, gone = changes(known, {})
    assert push == {}
    assert gone == [("endpoint", "d-1"), ("aor", "d-1"), ("auth", "d-1")]


def test_a_vanished_browser_is_noticed() -> None:
    """webrtc=yes alone leaves a dead browser's call up for ever (an agent stuck busy)."""
    fields = dict(browser("d-1", "secret")["endpoint", "d-1"])
    assert (fields["rtp_timeout"], fields["rtp_timeout_hold"]) == ("10", "60")


def test_a_phone_keeps_its_password_and_shares_it_with_nobody() -> None:
    """A phone on a table is not configured again after each restart."""
    assert PHONES.password("p-1") == Phones(bytes(32)).password("p-1") != PHONES.password("p-2")
    assert PHONES.password("p-1") != Phones(bytes([1]) * 32).password("p-1")


def test_a_channel_says_which_trunk_it_came_by() -> None:
    assert trunk_of("PJSIP/t-carrier-one-0000002a") == "carrier-one"
    assert trunk_of("PJSIP/anonymous-0000002a") is None
    assert endpoint_of("PJSIP/d-0a1b-00000001") == "d-0a1b"
