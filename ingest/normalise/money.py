"""Amounts of money in the ways that people write them; what can be read two ways stays unreadable."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from graph_schema.values import Money, Unreadable
from ingest.normalise.cell_text import ascii_digits, damage, refused_early, tidy, unreadable, unwrapped
from ingest.normalise.currencies import CODES, THREE_DECIMALS, currency_of

TRANSFORM: Final = "money/1"
_LONGEST_AMOUNT: Final = 60
# Beyond this a number is a key or an account, and exact arithmetic on it would need more care.
_MOST_DIGITS: Final = 15
_SHAPE: Final = re.compile(r"(?P<before>[^\d+-]*?)\s*(?P<number>[+-]?\d(?:[\d\s.,'’٫٬]*\d)?)\s*(?P<after>[^\d]*)")
_ABOUT: Final = re.compile(r"^(?:~|≈|approx\.?|about|around|up to|max\.?|min\.?|from|budget:?|ca\.?)\s*", re.IGNORECASE)
_RANGE: Final = re.compile(r"\d\s*[a-z]*\s*(?:-|–|—|to|bis|до)\s*\D{0,4}\d", re.IGNORECASE)
_OPEN: Final = re.compile(r"[+<>≤≥]|\b(?:up to|from|min|max|above|below|over|under)\b", re.IGNORECASE)
_SCALES: Final = {
    "": 1, "k": 10**3, "thousand": 10**3, "тыс": 10**3, "m": 10**6, "mn": 10**6, "mm": 10**6, "mio": 10**6, "mln": 10**6,
    "million": 10**6, "millions": 10**6, "млн": 10**6, "مليون": 10**6, "b": 10**9, "bn": 10**9, "billion": 10**9, "млрд": 10**9,
    "lakh": 10**5, "lac": 10**5, "lakhs": 10**5, "crore": 10**7, "cr": 10**7, "万": 10**4, "亿": 10**8,
}  # fmt: skip
_INDIAN: Final = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
# Groups of three behind one mark, then perhaps decimals behind another.
_GROUPED: Final = re.compile(r"\d{1,3}(?P<group>[.,' ])\d{3}(?:(?P=group)\d{3})*(?:(?!(?P=group))(?P<decimal>[.,])\d+)?")


def parse_money(text: str, currency: str) -> Money | Unreadable:
    """An amount with its currency; `currency` (ISO 4217) is for amounts that name none, '' leaves those unreadable.

    Thousands are taken from their groups of three. A lone separator before three digits separates thousands too, since money
    has two decimals, except where the currency has three or a word such as 'million' follows: then it is unreadable.
    """
    shown = unwrapped(ascii_digits(tidy(text)))
    if not shown or len(shown) > _LONGEST_AMOUNT:
        return unreadable(text, f"it has more than {_LONGEST_AMOUNT} characters" if shown else "it is empty")
    amount = _parse(shown, currency.upper())
    return unreadable(text, amount) if isinstance(amount, str) else amount


@lru_cache(maxsize=16_384)
def _parse(shown: str, batch_currency: str) -> Money | str:
    """The money, or why there is none."""
    if why := refused_early(shown) or damage(shown) or _why_open(shown):
        return why
    found = _SHAPE.fullmatch(shown)
    if not found:
        return "it is not written like an amount"
    words = _words(found["before"], found["after"])
    scale = next((_SCALES[word] for word in words if word in _SCALES), 1)
    signs = [word for word in words if word not in _SCALES]
    code = _currency(signs, batch_currency)
    if code not in CODES:
        return code
    amount = _amount(found["number"], code, is_scaled=scale > 1)
    return amount if isinstance(amount, str) else Money(_shortest(amount * scale), code)


def _shortest(amount: Decimal) -> Decimal:
    """2500000.0 as 2500000, so that equal amounts are written alike."""
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize()


def _why_open(shown: str) -> str:
    if _RANGE.search(shown):
        return "it is a range; one amount is needed"
    return "it is a bound, not an amount" if _OPEN.search(shown.lstrip("+")) else ""


def _words(before: str, after: str) -> list[str]:
    """The words and signs around the number in lower case; a scale that sticks to a currency (`M€`) is cut off."""
    words = [word.strip(".:").lower() for word in f"{_ABOUT.sub('', before)} {after}".split()]
    cut: list[str] = []
    for word in filter(None, words):
        scale = next((name for name in _SCALES if name and word.startswith(name) and currency_of(word[len(name) :], "USD")), "")
        cut += [scale, word[len(scale) :]] if scale and not currency_of(word, "") and word not in _SCALES else [word]
    return cut


def _currency(signs: list[str], batch_currency: str) -> str:
    """The code of the currency, or why it is open."""
    if not signs:
        return batch_currency if batch_currency in CODES else "it names no currency; say --currency"
    codes = {currency_of(sign, batch_currency) for sign in signs}
    if codes == {""}:
        return f"{' '.join(signs)!r} is no single currency; say --currency if it is the batch's own"
    return codes.pop() if len(codes) == 1 else f"it speaks of {' and '.join(signs)!r}"


def _amount(number: str, currency: str, *, is_scaled: bool) -> Decimal | str:
    """The number, or in what ways it can be read."""
    sign, digits = (number[0], number[1:]) if number[0] in "+-" else ("", number)
    plain = digits.replace("’", "'").replace("٬", ",").replace("٫", ".")
    marks = [char for char in plain if not char.isdigit()]
    if len(plain) - len(marks) > _MOST_DIGITS:
        return "it has more digits than an amount of money"
    if not marks:
        return Decimal(sign + plain)
    if _INDIAN.fullmatch(plain):
        return Decimal(sign + plain.replace(",", ""))
    if len(marks) == 1 and marks[0] in ".,":
        return _one_mark(sign, plain, marks[0], is_three=currency in THREE_DECIMALS or is_scaled)
    grouped = _GROUPED.fullmatch(plain)
    if not grouped:
        return "its digits are not in groups of three"
    return Decimal(sign + plain.replace(grouped["group"], "").replace(grouped["decimal"] or ".", "."))


def _one_mark(sign: str, plain: str, mark: str, *, is_three: bool) -> Decimal | str:
    whole, _, rest = plain.partition(mark)
    is_group = len(rest) == 3 and len(whole) <= 3 and not whole.startswith("0")
    if is_group and is_three:
        return f"{plain!r} can mean {whole}{rest} or {whole}.{rest}"
    return Decimal(f"{sign}{whole}{rest}" if is_group else f"{sign}{whole}.{rest}")
