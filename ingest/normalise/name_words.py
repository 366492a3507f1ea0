"""The words around and inside names: titles, particles of family names, and what tells that a cell names no single person."""

from typing import Final

from ingest.normalise.word_list import words

# Cut from the beginning of a name. Compared folded and without the dot.
TITLES: Final = words(
    """
    mr mrs ms miss mx dr prof professor sir madam mme mlle monsieur madame herr frau sr sra srta sig signor signora
    dott ing engr sheikh shaikh sheikha shaikha sayyid hrh hh g-n g-zha gospodin gospozha
    """
)
# The same letters without a dot are names (Eng Wei, Col Smith), so these need theirs.
DOTTED_TITLES: Final = frozenset({"eng.", "capt.", "col.", "gen.", "hon.", "rev.", "h.e.", "h.h.", "h.r.h.", "adv.", "arch."})
ARABIC_TITLES: Final = frozenset(
    {
        "السيد",
        "السيدة",
        "الشيخ",
        "الشيخة",
        "الدكتور",
        "الدكتورة",
        "المهندس",
        "المهندسة",
        "الأستاذ",
        "الأستاذة",
        "د.",
        "م.",
        "أ.",
    }
)
# Honorifics that follow a Chinese or Japanese name.
EAST_ASIAN_TITLES: Final = ("先生", "女士", "小姐", "太太", "様", "さん", "님")
SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "mba", "esq", "cpa"})
# They belong to the word behind them: van Beethoven, Al Maktoum, de la Cruz.
PARTICLES: Final = words(
    """
    al el bin ibn ben bint abu abdel abdul van von der den ter ten de da di do del della dos das du la le las los st
    san mac mc ال آل بن ابن بنت أبو عبد
    """
)
PATRONYMICS: Final = ("ович", "евич", "ьич", "овна", "евна", "ична", "инична", "оглы", "кызы")
# Family names of two signs; all others that occur have one.
LONG_HAN_FAMILIES: Final = words(
    """
    欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 长孙 宇文 独孤 南宫
    """
)
# Only those of three letters or more: Ao, Ag and Sas are names of people too.
LEGAL_FORMS: Final = words(
    """
    llc ltd limited inc incorporated gmbh plc corp corporation fze fzco fz-llc fzllc dmcc pjsc sarl llp company
    trading holding holdings properties realty ooo zao oao
    """
)
COMPANY_SIGNS: Final = ("شركة", "مؤسسة", "公司", "集团", "株式会社", "주식회사")
MADE_UP: Final = frozenset(
    {"test", "test test", "tester", "testing", "no name", "noname", "name", "guest", "customer", "client", "visitor", "walk in",
     "walk-in", "anonymous", "asdf", "qwerty", "abc", "john doe test", "first last", "unnamed", "tbc"}
)  # fmt: skip
