"""Noise of pages goes in ten languages; news that looks like it stays; lines are mended."""

from __future__ import annotations

import json

import pytest

from etl.noise import article_lines, is_noise, mend
from tests.conftest import ROOT
from tests.etl.test_extract import texts

NOISE = [
    # link lists
    "Lesen Sie auch: Fähre fällt bis Ostern aus",
    "[Mehr zum Thema: Der lange Streit um die Kaimauer]",
    "Zum Thema:",
    "Read also: Ferry cancelled until Easter",
    "À lire aussi : Le bac suspendu jusqu'à Pâques",
    "Lea también: El ferri no sale hasta Pascua",
    "Leggi anche: Traghetto fermo fino a Pasqua",
    "Czytaj także: Prom nie kursuje do Wielkanocy",
    "Читайте также: Паром не ходит до Пасхи",
    "Читайте також: Пором не ходить до Великодня",
    "Ayrıca okuyun: Feribot Paskalya'ya kadar sefer yapmıyor",
    "İlgili haberler",
    "اقرأ أيضا: توقف العبارة حتى عيد الفصح",
    "مواضيع ذات صلة",
    # credits and bylines
    "Fotoğraf: Liman İdaresi",
    "المصدر: وكالات",
    "Foto: Archiv/Küstenbote",
    "Photo: Harbour Office / Staff",
    "Crédit photo : La Gazette du Marais",
    "Фото: архив редакции",
    "© Küstenbote 2026",
    "Das Becken am Montag. © Jana Ruhl",
    "Von Jana Ruhl und Tomas Weld",
    "By Mara Quill, Harbour Ledger",
    "Автор: Олена Криничко",
    "(jr)",
    "(mit dpa, AFP)",
    "(Quelle: Globalwire)",
    "Quelle: Hafenamt Marenz",
    # the page's own times and labels
    "Vor weniger als 1 Min",
    "il y a 3 heures",
    "6 часов назад",
    "6 godzin temu",
    "Stand: 12.03.2026, 14:05 Uhr",
    "Updated 3 March 2026, 2:15 p.m.",
    "Lesezeit: 4 Minuten",
    "Video 02:14",
    "Zur Startseite",
    "12 Kommentare",
    "Ein Kommentar von Jana Ruhl",
    "Opinion",
    # consent, newsletters, subscriptions, contact
    "Wir verwenden Cookies, um unsere Seite zu verbessern.",
    "We use cookies to improve your experience.",
    "Nous utilisons des cookies pour mesurer l'audience.",
    "Utilizamos cookies propias y de terceros.",
    "Questo sito utilizza cookie e cookies di terze parti.",
    "Używamy plików cookies, aby ułatwić korzystanie z serwisu.",
    "Мы используем файлы cookie, чтобы сайт работал.",
    "Ми використовуємо файли cookie, щоб сайт працював.",
    "Abonnieren Sie unseren Newsletter!",
    "Sign up for our free newsletter",
    "Suscríbete a nuestra newsletter",
    "Iscriviti alla newsletter del mattino",
    "Подписывайтесь на наш телеграм-канал",
    "Підписуйтесь на наш телеграм-канал",
    "تابعونا على تلغرام",
    "Abonnez-vous à partir de 1 € par mois",
    "Folgen Sie uns auf allen Kanälen",
    "Schreiben Sie uns eine E-Mail an hafen@kuestenbote.example",
    "https://kuestenbote.example/hafen",
    "Anzeige",
]
NEWS = [
    "Die Firma bestätigte, dass ihre App Cookies ohne Einwilligung setzt.",
    "The company denied that its newsletter had leaked the names of readers.",
    "Laut dem Ministerium steht das in einem Newsletter der Partei, der am Montag erschien.",
    "Zum Thema Hafen sagte der Minister, es gebe keinen Verkauf.",
    "Además, el ministro negó que existiera un acuerdo.",
    "Related claims about the ferry were denied by the harbour office.",
    "Foto vom Flutgebiet: Echtheit bislang unklar",
    "Source: Mayor and harbour chief have not spoken since March of last year",
    "Источник: министры двух стран могли тайно встречаться в порту Марены",
    "Von Jana Ruhl stammt der Bericht, den das Gericht am Montag verlas.",
    "Von Hamsterkäufen wird explizit abgeraten.",
    "По теме переговоров министр заявил, что встречи не было.",
    "Das Amt teilte auf Telegram mit, die Meldung sei erfunden.",
    "Міністерство повідомило в телеграм-каналі, що це неправда.",
    "Um 12:45 Uhr bestätigte die Polizei den Fund.",
    "Der Kommentar des Ministers sorgte für Streit.",
    "Crónica de un naufragio que nunca ocurrió",
    "Nein, sagt das Hafenamt.",
    "İlgili haberler bakanlık tarafından yalanlandı.",
    "المصدر المسؤول نفى أن يكون الميناء قد بيع للشركة الأجنبية في الشتاء الماضي",
]


@pytest.mark.parametrize("line", NOISE)
def test_noise_goes(line: str) -> None:
    assert list(article_lines(line)) == []


@pytest.mark.parametrize("line", NEWS)
def test_news_stays(line: str) -> None:
    assert [kept for kept, _ in article_lines(line)] == [line]
    assert not is_noise(line)


def test_no_claim_of_the_corpus_is_taken_for_noise() -> None:
    lost = [
        row["text"]
        for path in sorted((ROOT / "models" / "corpus").glob("??.jsonl"))
        for row in map(json.loads, path.read_text(encoding="utf8").splitlines())
        if row["claim"] and (is_noise(row["text"]) or not list(article_lines(row["text"])))
    ]
    assert lost == []


def test_noise_inside_a_paragraph_goes_as_a_sentence() -> None:
    text = (
        "Das Hafenamt wies den Bericht zurück."
        " [Alle Nachrichten aus dem Hafen lesen Sie hier in unserem Liveblog.]"
        " Der Minister schwieg."
    )
    assert texts(text)[:2] == ["Das Hafenamt wies den Bericht zurück.", "Der Minister schwieg."]
    assert not any("Liveblog" in sentence for sentence in texts(text))


@pytest.mark.parametrize(
    ("lines", "mended"),
    [
        # hard line breaks of a page's source
        (
            ["Das Amt will die Regeln aufheben. Das kündigte", "Ministerin Ruhl am Montag an."],
            ["Das Amt will die Regeln aufheben. Das kündigte Ministerin Ruhl am Montag an."],
        ),
        (
            ["Die Schiffe liegen in elf", "metern Tiefe."],
            ["Die Schiffe liegen in elf metern Tiefe."],
        ),
        # links in a paragraph that became lines of their own
        (["Die", "Reederei", "hat das bestritten."], ["Die Reederei hat das bestritten."]),
        (
            ["The minister told the", "Harbour Ledger", ", that it was false."],
            ["The minister told the Harbour Ledger , that it was false."],
        ),
        # headings, lists and whole sentences stay as they are
        (
            ["Streit um die Mauer", "Der Minister schwieg."],
            ["Streit um die Mauer", "Der Minister schwieg."],
        ),
        (["Erster Satz.", "zweiter Satz."], ["Erster Satz.", "zweiter Satz."]),
        (
            ["Das sind die Folgen", "- erstens", "- zweitens"],
            ["Das sind die Folgen", "- erstens", "- zweitens"],
        ),
        (
            ["Das ist alles. Schreiben Sie an", "HAFEN AKTUELL"],
            ["Das ist alles. Schreiben Sie an", "HAFEN AKTUELL"],
        ),
        (
            ["Ein Absatz ohne Punkt. Und", "", "Noch einer."],
            ["Ein Absatz ohne Punkt. Und", "Noch einer."],
        ),
        (
            ["Das ist alles. Mehr bei hafen@a.example", "Das Amt schwieg."],
            ["Das ist alles. Mehr bei hafen@a.example", "Das Amt schwieg."],
        ),
        # scripts without capitals: a heading begins there as the rest of a sentence does
        (
            ["마렌츠 항만청, 의혹 부인", "항만청은 월요일 이 보도를 부인했다."],
            ["마렌츠 항만청, 의혹 부인", "항만청은 월요일 이 보도를 부인했다."],
        ),
        (
            ["هيئة الميناء تنفي التقرير", "نفت هيئة الميناء يوم الاثنين هذا التقرير."],
            ["هيئة الميناء تنفي التقرير", "نفت هيئة الميناء يوم الاثنين هذا التقرير."],
        ),
        (
            ["هل بيع الميناء؟", "لا، قالت الهيئة."],
            ["هل بيع الميناء؟", "لا، قالت الهيئة."],
        ),
        (["港务局否认报道", "港务局周一否认。"], ["港务局否认报道", "港务局周一否认。"]),
        (["港務局は否定した。", "大臣は沈黙した。"], ["港務局は否定した。", "大臣は沈黙した。"]),
        (
            ["항만청은 매각을 부인했다. 장관은 월요일", "기자회견에서 답하지 않았다."],
            ["항만청은 매각을 부인했다. 장관은 월요일 기자회견에서 답하지 않았다."],
        ),
        ([], []),
    ],
)
def test_lines_broken_in_a_sentence_are_mended(lines: list[str], mended: list[str]) -> None:
    assert mend(lines) == mended


@pytest.mark.parametrize(
    "line",
    [
        "Von " + "Ab" * 300,
        "Von " + "Ab, " * 170,
        "[" + "hier " * 130,
        "(" * 690,
        "a" * 250 + "@",
        "foto " * 100,
    ],
)
def test_no_line_keeps_the_patterns_busy(line: str) -> None:
    """A pattern that explodes would never come back."""
    assert len(list(article_lines(line))) <= 1
    assert is_noise(line) in (True, False)
