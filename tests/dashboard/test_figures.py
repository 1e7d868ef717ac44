"""Numbers in sentences of eight languages; what is no amount is left out."""

import pytest

from dashboard.figures import stated


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Rund 1.500 Soldaten am 3. März 2026", [1500]),
        ("12 000 troops, then 12,000, then 12\u00a0000", [12000, 12000, 12000]),
        ("12'000 Mann, 12-тисячний корпус", [12000, 12000]),
        ("10 тыс. человек, около 2 млн рублей", [10000, 2_000_000]),
        ("etwa 1,5 Millionen oder 2.5 million", [1_500_000, 2_500_000]),
        ("deux mille euros, 40 mille euros, 3 mil personas", [40000, 3000]),
        ("3 Milliarden Euro, 400 Tonnen", [3e9, 400]),
        ("At 18:30, aged 17, in 1999, on 2024-03-05, 45% of them", []),
        ("9" * 400, []),
        ("", []),
    ],
)
def test_stated(text: str, numbers: list[float]) -> None:
    assert stated(text) == numbers
