"""Names of several cultures and scripts, each with the spellings under which one person turns up."""

import random
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from anyascii import anyascii
from faker import Faker

POOL: Final = 160


@dataclass(frozen=True, slots=True)
class Name:
    """One name in its own script and the Latin spellings that people use for it; the first is the usual one."""

    native: str
    latin: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Culture:
    """Given and family names of one culture, the country of its phones, its language, and how common it is here."""

    name: str
    region: str
    language: str
    script: str
    share: float
    women: tuple[Name, ...]
    men: tuple[Name, ...]
    families: tuple[Name, ...]
    family_first: bool = False


_ARABIC_WOMEN: Final = (
    "ليلى:Leila/Layla/Laila فاطمة:Fatima/Fatma/Fatimah مريم:Mariam/Maryam/Miriam "
    "نور:Noor/Nour/Nur عائشة:Aisha/Aysha/Ayesha هند:Hind "
    "سارة:Sara/Sarah ريم:Reem/Rim دانة:Dana/Danah شيخة:Sheikha/Shaikha "
    "سلمى:Salma يسرى:Yusra/Yousra هدى:Huda/Hoda زينب:Zainab/Zaynab"
)
_ARABIC_MEN: Final = (
    "محمد:Mohammed/Muhammad/Mohamed/Mohamad أحمد:Ahmed/Ahmad عمر:Omar/Umar "
    "خالد:Khalid/Khaled يوسف:Yousef/Yusuf/Youssef علي:Ali "
    "حسن:Hassan/Hasan حسين:Hussein/Husain/Hussain عبدالله:Abdullah/Abdulla "
    "سعيد:Saeed/Said راشد:Rashid/Rashed سلطان:Sultan "
    "طارق:Tariq/Tarek كريم:Karim/Kareem"
)
_ARABIC_FAMILIES: Final = (
    "حداد:Haddad الفارسي:Al Farsi/Alfarsi/Al-Farsi المكتوم:Al Maktoum/Almaktoum "
    "منصور:Mansour/Mansoor الخطيب:Al Khatib/El Khatib "
    "النعيمي:Al Nuaimi/Alnuaimi المنصوري:Al Mansoori/Almansouri "
    "خوري:Khoury/Khouri سليمان:Suleiman/Sulaiman قاسم:Qasim/Kassem "
    "الشامسي:Al Shamsi/Alshamsi ناصر:Nasser/Nasir العامري:Al "
    "Ameri/Alameri حمدان:Hamdan شاهين:Shaheen/Shahin بركات:Barakat"
)
_PERSIAN_WOMEN: Final = (
    "شیرین:Shirin/Shireen پریسا:Parisa نسرین:Nasrin/Nasreen مهسا:Mahsa آزاده:Azadeh/Azade یاسمین:Yasmin/Yasamin"
)
_PERSIAN_MEN: Final = "رضا:Reza امیر:Amir/Ameer بهرام:Bahram کاوه:Kaveh/Kave فرهاد:Farhad داریوش:Dariush/Daryoush"
_PERSIAN_FAMILIES: Final = (
    "تهرانی:Tehrani احمدی:Ahmadi رضایی:Rezaei/Rezai کریمی:Karimi موسوی:Mousavi/Moosavi شیرازی:Shirazi نوری:Nouri/Noori"
)
_WEST_AFRICAN_WOMEN: Final = "Ngozi Adaeze Chioma Folake Amina Zainab Yetunde Ifeoma Halima Temitope"
_WEST_AFRICAN_MEN: Final = "Chinedu Emeka Tunde Babatunde Obinna Musa Sani Kelechi Segun Ibrahim"
_WEST_AFRICAN_FAMILIES: Final = "Okafor Adeyemi Nwosu Balogun Eze Abubakar Ogunleye Danjuma Obi Adebayo Okonkwo"


@cache
def cultures() -> tuple[Culture, ...]:
    """All cultures, most frequent first. The pools are drawn once, with a seed of their own."""
    return (
        Culture("arabic", "AE", "ar", "Arab", 0.24, _pairs(_ARABIC_WOMEN), _pairs(_ARABIC_MEN), _pairs(_ARABIC_FAMILIES)),
        _drawn("british", "GB", "en", "Latn", 0.16, "en_GB"),
        _drawn("indian", "IN", "en", "Latn", 0.16, "en_IN"),
        _drawn("russian", "RU", "ru", "Cyrl", 0.11, "ru_RU"),
        _drawn("chinese", "CN", "zh", "Hans", 0.09, "zh_CN", family_first=True),
        Culture("persian", "IR", "fa", "Arab", 0.05, _pairs(_PERSIAN_WOMEN), _pairs(_PERSIAN_MEN), _pairs(_PERSIAN_FAMILIES)),
        _drawn("french", "FR", "fr", "Latn", 0.05, "fr_FR"),
        _drawn("german", "DE", "de", "Latn", 0.05, "de_DE"),
        _drawn("italian", "IT", "it", "Latn", 0.03, "it_IT"),
        _plain("west_african", "NG", "en", 0.03, _WEST_AFRICAN_WOMEN, _WEST_AFRICAN_MEN, _WEST_AFRICAN_FAMILIES),
        _drawn("hindi", "IN", "hi", "Deva", 0.03, "hi_IN"),
    )


def draw_culture(chance: random.Random) -> Culture:
    """One culture, by its share."""
    return chance.choices(cultures(), weights=[culture.share for culture in cultures()])[0]


_ENTRY: Final = re.compile(r"(\S+):([A-Za-z/ -]+?)(?=\s\S+:|$)")


def _pairs(text: str) -> tuple[Name, ...]:
    """Entries of the form `native:Latin/Latin`; a spelling may hold spaces."""
    return tuple(Name(native, tuple(latin.strip().split("/"))) for native, latin in _ENTRY.findall(text))


def _plain(name: str, region: str, language: str, share: float, women: str, men: str, families: str) -> Culture:
    def pool(text: str) -> tuple[Name, ...]:
        return tuple(Name(word, (word,)) for word in text.split())

    return Culture(name, region, language, "Latn", share, pool(women), pool(men), pool(families))


def _drawn(
    name: str, region: str, language: str, script: str, share: float, locale: str, *, family_first: bool = False
) -> Culture:
    fake = Faker(locale)
    fake.seed_instance(f"velocity {locale}")

    def pool(draw: str) -> tuple[Name, ...]:
        words = dict.fromkeys(getattr(fake, draw)() for _ in range(POOL))
        return tuple(Name(word, _spellings(word)) for word in words)

    return Culture(
        name,
        region,
        language,
        script,
        share,
        pool("first_name_female"),
        pool("first_name_male"),
        pool("last_name_male" if locale == "ru_RU" else "last_name"),
        family_first,
    )


_ALTERNATIVES: Final = (
    ("Yu", "Iu"),
    ("Ya", "Ia"),
    ("ii", "iy"),
    ("Zh", "J"),
    ("ee", "i"),
    ("sh", "s"),
    ("kh", "h"),
    ("v", "w"),
)


def _spellings(word: str) -> tuple[str, ...]:
    "The transliteration and a variant of it, for scripts that"
    "need one; for Latin names the name and its plain form."
    latin = word if word.isascii() else anyascii(word).replace("'", "").strip().capitalize()
    others = [latin.replace(a, b) for a, b in _ALTERNATIVES if a in latin] if not word.isascii() else []
    own = (word, latin) if _is_latin(word) else (latin, *others)
    return tuple(dict.fromkeys(own))


def _is_latin(word: str) -> bool:
    return all(ord(char) < 0x250 for char in word)
