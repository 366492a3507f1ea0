"""What is sold and who sells it: the same developments, units, staff and campaigns in every demo, whatever its seed."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final

from graph_schema.folding import fold
from graph_schema.natural_keys import account_uid, campaign_uid, project_uid, property_uid, source_system_uid, staff_uid
from ingest.synthetic.sheet import Sheet
from ingest.synthetic.spec import DEMO_NOW

UNITS_A_PROJECT: Final = 25
# The demo's batch has no file behind it, so there is nothing to count.
_COUNTS: Final = (
    "row_count",
    "header_count",
    "blank_count",
    "committed_count",
    "noop_count",
    "held_count",
    "rejected_count",
    "staged_count",
)
# (name, trust rank): the registry is believed before a broker's list.
SOURCES: Final = (("registry", 90), ("crm", 70), ("showroom", 60), ("portal", 40), ("broker-list", 20))
SYSTEM: Final = "crm"
_PROJECTS: Final = (
    ("Marina Vista", "Azure Estates", "Dubai", "Dubai Marina"),
    ("Palm Crescent", "Crescent Developments", "Dubai", "Palm Jumeirah"),
    ("Downtown Heights", "Skyline Partners", "Dubai", "Downtown"),
    ("Creek Gardens", "Creek Holding", "Dubai", "Creek Harbour"),
    ("Hillside Residences", "Green Hills", "Dubai", "Dubai Hills"),
    ("Saadiyat Pearl", "Island Living", "Abu Dhabi", "Saadiyat"),
    ("Yas Waterfront", "Island Living", "Abu Dhabi", "Yas Island"),
    ("Kensington Court", "Albion Homes", "London", "Kensington"),
    ("Canary Quay", "Albion Homes", "London", "Canary Wharf"),
    ("Porta Nuova Towers", "Milano Immobili", "Milan", "Porta Nuova"),
    ("Côte Bleue", "Riviera Patrimoine", "Nice", "Promenade"),
    ("Bosphorus Terraces", "Anadolu Yapi", "Istanbul", "Besiktas"),
)
_KINDS: Final = (("APARTMENT", 0.45), ("PENTHOUSE", 0.12), ("TOWNHOUSE", 0.18), ("VILLA", 0.17), ("DUPLEX", 0.08))
_STATUSES: Final = (("ACTIVE", 0.6), ("PENDING", 0.12), ("CLOSED", 0.15), ("COMING_SOON", 0.1), ("WITHDRAWN", 0.03))
_VIEWS: Final = ("sea", "skyline", "park", "marina", "courtyard", "golf course")
_CITY_CURRENCY: Final = {"Dubai": "AED", "Abu Dhabi": "AED", "London": "GBP", "Milan": "EUR", "Nice": "EUR", "Istanbul": "USD"}
_TO_AED: Final = {"AED": 1.0, "GBP": 4.7, "EUR": 4.0, "USD": 3.67}
_STAFF: Final = (
    "Sofia Marchetti",
    "Daniel Okoro",
    "Hannah Weiss",
    "Rami Khalil",
    "Claire Fontaine",
    "Arjun Mehta",
    "Olga Sidorova",
    "Tom Ashworth",
    "Mei Lin",
    "Nadia Rahman",
    "Pedro Alvarez",
    "Karim Saleh",
)
_CAMPAIGNS: Final = (
    ("Spring Open House", "EVENT"),
    ("Portal Premium Listing", "WEB"),
    ("Family Office Breakfast", "EVENT"),
    ("Golden Visa Webinar", "WEB"),
    ("Investor Newsletter", "EMAIL"),
    ("Autumn Roadshow London", "EVENT"),
    ("Instagram Villas", "SOCIAL"),
)
_ACCOUNTS: Final = (
    ("Haddad Family Office", "FAMILY_OFFICE"),
    ("Blue Dune Holding", "COMPANY"),
    ("Northgate Trust", "TRUST"),
    ("Orchid SPV 12", "SPV"),
    ("Meridian Brokers", "BROKERAGE"),
    ("Falcon Ventures", "COMPANY"),
    ("Lindenhof AG", "COMPANY"),
    ("Silk Route Capital", "COMPANY"),
    ("Cedar Trust", "TRUST"),
    ("Harbour Realty", "BROKERAGE"),
    ("Alpine SPV 3", "SPV"),
    ("Kaveri Industries", "COMPANY"),
    ("Volga Invest", "COMPANY"),
    ("Rosewood Family Office", "FAMILY_OFFICE"),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A property as the generator sees it; `price_aed` makes prices of all cities comparable."""

    uid: str
    name: str
    kind: str
    status: str
    bedrooms: int
    area_sqm: float
    price: float
    currency: str
    price_aed: float
    project: str
    area: str
    view: str
    handover_on: date


@cache
def units() -> tuple[Unit, ...]:
    """All units, in a fixed order."""
    return tuple(_unit(project, number) for project in range(len(_PROJECTS)) for number in range(UNITS_A_PROJECT))


@cache
def staff() -> tuple[str, ...]:
    """The uids of all staff."""
    return tuple(staff_uid(name) for name in _STAFF)


@cache
def accounts() -> tuple[str, ...]:
    """The uids of all accounts."""
    return tuple(account_uid(name) for name, _ in _ACCOUNTS)


@cache
def source_uid(name: str) -> str:
    """The uid of one of the few sources."""
    return source_system_uid(name)


@cache
def campaigns() -> tuple[str, ...]:
    """The uids of all campaigns."""
    return tuple(campaign_uid(name) for name, _ in _CAMPAIGNS)


def put_portfolio(sheet: Sheet, batch: str, file_name: str, now: datetime) -> None:
    """Everything that people refer to, and the batch that all of the demo names."""
    _put_batch(sheet, batch, file_name, now)
    for name in _STAFF:
        sheet.put("Staff", staff_uid(name), name=name, role="agent", search_text=fold(name))
    for name, channel in _CAMPAIGNS:
        started = (now - timedelta(days=400)).date()
        sheet.put("Campaign", campaign_uid(name), name=name, channel=channel, starts_on=started, search_text=fold(name))
    for name, kind in _ACCOUNTS:
        sheet.put("Account", account_uid(name), name=name, kind=kind, search_text=fold(name))
    for name, developer, city, area in _PROJECTS:
        sheet.put("Project", project_uid(name), name=name, developer=developer, city=city, area=area)
    _put_units(sheet, now - timedelta(days=720))


def _put_batch(sheet: Sheet, batch: str, file_name: str, now: datetime) -> None:
    for name, rank in (*SOURCES, ("velocity-demo", 10)):
        sheet.put("SourceSystem", source_system_uid(name), name=name, trust_rank=rank)
    sheet.put(
        "RawBatch",
        batch,
        state="COMMITTED",
        version=1,
        source_system="velocity-demo",
        file_name=file_name,
        size_bytes=0,
        sha256="",
        received_at=now,
        received_by="velocity-demo",
        **dict.fromkeys(_COUNTS, 0),
    )
    sheet.link("RECEIVED_FROM", batch, source_system_uid("velocity-demo"), system="velocity-demo", at=now)


def _put_units(sheet: Sheet, opened: datetime) -> None:
    for unit in units():
        sheet.put(
            "Property",
            unit.uid,
            name=unit.name,
            kind=unit.kind,
            status=unit.status,
            bedrooms=unit.bedrooms,
            area_sqm=unit.area_sqm,
            price_amount=unit.price,
            price_currency=unit.currency,
            view=unit.view,
            handover_on=unit.handover_on,
            search_text=fold(unit.name),
        )
        sheet.link("PART_OF", unit.uid, project_uid(unit.project), system=SYSTEM, at=opened)


def _unit(project: int, number: int) -> Unit:
    chance = random.Random(f"unit {project} {number}")
    name, _, city, area = _PROJECTS[project]
    kind = _weighted(chance, _KINDS)
    bedrooms = chance.randint(1, 3) if kind == "APARTMENT" else chance.randint(3, 6)
    area_sqm = round(45 + bedrooms * chance.uniform(32, 55) * (1.6 if kind in {"VILLA", "PENTHOUSE"} else 1.0), 1)
    currency = _CITY_CURRENCY[city]
    price_aed = round(area_sqm * chance.uniform(14_000, 42_000) * (1.5 if kind == "PENTHOUSE" else 1.0), -4)
    unit_name = f"{name} {101 + number * 37 % 900 + project}"
    return Unit(
        uid=property_uid(unit_name),
        name=unit_name,
        kind=kind,
        status=_weighted(chance, _STATUSES),
        bedrooms=bedrooms,
        area_sqm=area_sqm,
        price=round(price_aed / _TO_AED[currency], -3),
        currency=currency,
        price_aed=price_aed,
        project=name,
        area=area,
        view=chance.choice(_VIEWS),
        handover_on=(DEMO_NOW + timedelta(days=chance.randint(-400, 900))).date(),
    )


def _weighted(chance: random.Random, options: tuple[tuple[str, float], ...]) -> str:
    return chance.choices([name for name, _ in options], weights=[weight for _, weight in options])[0]
