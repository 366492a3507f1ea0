"""Currencies by their codes (ISO 4217), signs and names; a sign that several countries use is a question, not an answer."""

from typing import Final

from ingest.normalise.word_list import words

CODES: Final = words(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
    IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
    MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB
    RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU
    UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    """
)
# In these a single separator before three digits may be the decimal one: 1.500 dinars are one and a half.
THREE_DECIMALS: Final = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
NAMES: Final = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "₽": "RUB", "руб": "RUB", "рублей": "RUB", "₹": "INR", "rs": "INR",
    "₺": "TRY", "tl": "TRY", "₴": "UAH", "₩": "KRW", "₪": "ILS", "₦": "NGN", "₫": "VND", "₱": "PHP", "฿": "THB",
    "us$": "USD", "a$": "AUD",
    "c$": "CAD", "hk$": "HKD", "s$": "SGD", "r$": "BRL", "aed": "AED", "dhs": "AED", "د.إ": "AED", "درهم": "AED", "ر.س": "SAR",
    "元": "CNY", "人民币": "CNY", "rmb": "CNY", "fr": "CHF", "sfr": "CHF", "zł": "PLN", "kč": "CZK",
}  # fmt: skip
# What a shared sign may mean; a batch whose currency is among them settles it.
SHARED: Final = {
    "$": words("USD AUD CAD HKD SGD NZD MXN ARS CLP COP TWD"),
    "dollar": words("USD AUD CAD HKD SGD NZD TWD"),
    "dollars": words("USD AUD CAD HKD SGD NZD TWD"),
    "¥": frozenset({"JPY", "CNY"}),
    "￥": frozenset({"JPY", "CNY"}),
    "kr": frozenset({"SEK", "NOK", "DKK", "ISK"}),
    "dh": frozenset({"AED", "MAD"}),
    "﷼": frozenset({"SAR", "QAR", "OMR", "YER", "IRR"}),
    "lira": frozenset({"TRY", "LBP", "SYP"}),
    "dinar": frozenset({"KWD", "BHD", "JOD", "IQD", "TND", "DZD", "LYD", "RSD"}),
    "pound": frozenset({"GBP", "EGP"}),
    "pounds": frozenset({"GBP", "EGP"}),
}  # fmt: skip


def currency_of(sign: str, batch_currency: str) -> str:
    """The code that a sign or name stands for; '' when it is unknown, or shared and the batch's currency does not settle it."""
    plain = sign.strip(". ").lower()
    if plain.upper() in CODES:
        return plain.upper()
    if plain in SHARED:
        return batch_currency if batch_currency in SHARED[plain] else ""
    return NAMES.get(plain, "")
