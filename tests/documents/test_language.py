"""Only what is surely not English is called so."""

import socket
import time

import pytest

from dragoman.documents.language import detect_language, is_readable

ENGLISH_OR_UNSURE = [
    "",
    "12345 6789",
    "IRAN, SYRIA TALKS",
    "Macron, Scholz, Draghi visit Kyiv",
    "@StateDept: Happy Norouz!",
    "RT @mfa_russia: Лавров",
    "@USAmbFrance: Merci! #FranceUSA https://example.org/a/b",
    "Xi Jinping, Wang Yi, Li Keqiang, Zhao Leji, Wang Huning, Han Zheng, Cai Qi",
    "Erdogan, Aliyev discuss Nagorno-Karabakh",
    "FM Sheikh Mohammed bin Abdulrahman bin Jassim Al Thani in Doha",
]
FOREIGN = [
    ("fr", "Le ministre des Affaires étrangères se rendra à Genève lundi pour rencontrer son homologue."),
    ("de", "Der Außenminister reist am Montag nach Genf, um seinen Amtskollegen zu treffen."),
    ("ru", "Министр иностранных дел встретится с коллегой в Женеве в понедельник."),
    ("uk", "Міністр закордонних справ зустрінеться в Женеві з колегою"),
    ("zh", "外交部长星期一将在日内瓦会晤"),
    ("ar", "سيلتقي وزير الخارجية نظيره في جنيف يوم الاثنين"),
    ("es", "El ministro de Exteriores viajará el lunes a Ginebra para reunirse con su homólogo."),
]


@pytest.mark.parametrize("text", ENGLISH_OR_UNSURE)
def test_short_english_is_not_taken_for_another_language(text):
    assert is_readable(detect_language(text))


@pytest.mark.parametrize(("language", "text"), FOREIGN)
def test_a_foreign_report_is_told(language, text):
    assert detect_language(text) == language
    assert not is_readable(language)


def test_capitals_do_not_mislead():
    assert detect_language("THE UNITED STATES AND JAPAN SIGN A NEW DEFENCE AGREEMENT IN TOKYO") == "en"


def test_an_english_report_that_opens_with_a_foreign_quotation_is_not_set_aside():
    body = "The minister said this on Monday after talks with his colleagues in Geneva had failed. "
    assert is_readable(detect_language(FOREIGN[0][1] * 5 + body * 40))


def test_no_socket_is_opened_and_the_answer_comes_at_once(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    text = "The two sides agreed to exchange prisoners before the end of the month. " * 500
    assert detect_language(text) == "en"
    started = time.perf_counter()
    for _ in range(100):
        detect_language(text)
    assert (time.perf_counter() - started) / 100 < 0.002  # 0.1 ms on an idle machine
