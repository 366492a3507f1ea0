"""What is said on the telephone: a few sentences in the language of the person, with what they truly want in them."""

import random
from typing import Final

from ingest.synthetic.portfolio import Unit
from ingest.synthetic.tastes import Taste

Line = tuple[str, str]

_OPENINGS: Final = {
    "en": ("Good morning, this is about {unit}.", "Yes, we liked the {view} view. Is the price final?"),
    "ar": ("صباح الخير، أتصل بخصوص {unit}.", "نعم، أعجبتنا الإطلالة. هل السعر نهائي؟"),
    "ru": ("Добрый день, звоню по поводу {unit}.", "Да, нам понравился вид. Цена окончательная?"),
    "fr": ("Bonjour, je vous appelle au sujet de {unit}.", "Oui, la vue nous a plu. Le prix est-il ferme ?"),
    "zh": ("您好，我想和您谈谈 {unit}。", "是的，我们很喜欢那里的景观。价格还能谈吗？"),
    "de": ("Guten Tag, es geht um {unit}.", "Ja, die Aussicht hat uns gefallen. Steht der Preis fest?"),
    "hi": ("नमस्ते, मैं {unit} के बारे में बात कर रहा हूँ।", "हाँ, हमें नज़ारा पसंद आया। क्या कीमत अंतिम है?"),
    "fa": ("سلام، درباره {unit} تماس گرفتم.", "بله، چشم‌انداز را پسندیدیم. قیمت نهایی است؟"),
}
_MIDDLES: Final = (
    ("It stands at {price:,.0f} {currency}; the handover is in {handover:%B %Y}.", "That is later than we hoped."),
    ("It stands at {price:,.0f} {currency}, parking included.", "We want {rooms} bedrooms in {area}, nothing smaller."),
    ("There is one more of this kind on a higher floor.", "Send me the floor plan, please. We like the {kind}."),
    ("The payment plan runs over three years.", "Our limit is about {budget:,.0f} dirhams."),
    ("May I show it to you on Saturday?", "Saturday is fine, my family will come along."),
)
_ENDINGS: Final = (
    "Let me talk to my family and come back to you.",
    "Thank you, I will call you next week.",
    "Good. Please put it in writing.",
    "We are still looking at something else.",
)


def spoken(chance: random.Random, language: str, unit: Unit, taste: Taste) -> tuple[Line, ...]:
    """Lines of agent and client in turn."""
    facts = {
        "unit": unit.name, "view": unit.view, "price": unit.price, "currency": unit.currency, "handover": unit.handover_on,
        "rooms": taste.bedrooms, "area": taste.area, "kind": taste.kind.lower(), "budget": taste.budget,
    }  # fmt: skip
    opening = _OPENINGS.get(language, _OPENINGS["en"])
    middles = chance.sample(_MIDDLES, chance.randint(1, 3))
    pairs = (opening, *middles, ("Shall I keep it for you?", chance.choice(_ENDINGS)))
    return tuple(
        (speaker, text.format(**facts)) for pair in pairs for speaker, text in zip(("agent", "client"), pair, strict=True)
    )
