"""The story's people, where they are known from, and how two records became one client."""

from datetime import UTC, datetime

from graph_schema.changes import ChangeSet, EntityWrite, LinkRetirement
from graph_schema.folding import fold
from graph_schema.ids import link_id
from graph_schema.natural_keys import account_uid, email_uid, fact_uid, person_name_uid, phone_uid, source_system_uid
from graph_schema.provenance import Provenance
from tests.api.story_ids import (
    BATCH,
    CRM,
    FATIMA,
    FATIMAS,
    FATIMAS_ROW,
    FEBRUARY,
    HEADER_ROW,
    JANUARY,
    MERGE,
    MERGE_PROPOSAL,
    MERGED_AT,
    MOHAMMED,
    ONCE_PORTAL,
    PLAN,
    PORTAL,
    ROW,
    RUN,
    SARAH,
    imported,
    link,
    node,
    observed,
)


def _name(value: str) -> EntityWrite:
    return node("PersonName", person_name_uid(value), value=value, folded=fold(value), search_text=fold(value))


UNTIL_2025 = Provenance.synthetic(
    system="crm",
    method="text/1",
    batch=BATCH,
    recorded_at=JANUARY,
    valid_from=datetime(2020, 1, 1, tzinfo=UTC),
    valid_to=datetime(2025, 1, 1, tzinfo=UTC),
)


def people() -> ChangeSet:
    """Profiles, clients, names and what identifies them."""
    crm, portal = source_system_uid("crm"), source_system_uid("portal")
    return ChangeSet(
        entities=(
            node("SourceSystem", crm, name="crm", trust_rank=50),
            node("SourceSystem", portal, name="portal", trust_rank=20),
            node("Profile", CRM, source_system="crm", source_key="C-1", title="Mohammed Al Farsi"),
            node("Profile", PORTAL, source_system="portal", source_key="U-9", title="Mohd Alfarsi"),
            node("Profile", FATIMAS, source_system="crm", source_key="C-2", title="Fatima Noor"),
            node("Client", MOHAMMED, state="LIVE", version=3),
            node("Client", ONCE_PORTAL, state="RETIRED", version=2),
            node("Client", FATIMA, state="LIVE", version=1),
            _name("Mohammed Al Farsi"),
            _name("Mohd Alfarsi"),
            _name("Fatima Noor"),
            node("Email", email_uid("m.farsi@example.com"), value="m.farsi@example.com",
                  search_text="m.farsi@example.com m.farsi example.com"),
            node("Phone", phone_uid("+971501234567"), value="+971501234567", is_shared=True,
                  search_text="971501234567 501234567 1234567"),
            node("Address", "adr_story", line="Al Wasl Road 7", city="Dubai", country="AE"),
            node("Address", "adr_once", line="Corniche 1", city="Abu Dhabi", country="AE"),
            node("Account", account_uid("Farsi Holdings"), name="Farsi Holdings", kind="COMPANY",
                  search_text="farsi holdings"),
            node("Household", "hsh_story", name="Al Farsi family"),
            node("Staff", SARAH, name="Sarah Lind", search_text="sarah lind"),
            node("Fact", fact_uid("birth_date", "1980-01-02"), field="birth_date", value="1980-01-02"),
            node("Fact", fact_uid("birth_date", "1981-01-02"), field="birth_date", value="1981-01-02"),
            node("Fact", fact_uid("nationality", "AE"), field="nationality", value="AE"),
        ),
        links=(
            link("RESOLVES_TO", CRM, MOHAMMED, imported(None)),
            link("RESOLVES_TO", PORTAL, ONCE_PORTAL, observed()),
            link("RESOLVES_TO", FATIMAS, FATIMA, imported(None, row=3)),
            link("FROM_SOURCE", CRM, crm, imported(None)),
            link("FROM_SOURCE", FATIMAS, crm, imported(None, row=3)),
            link("FROM_SOURCE", PORTAL, portal, observed()),
            link("NAMED", CRM, person_name_uid("Mohammed Al Farsi"), imported("Name")),
            link("NAMED", PORTAL, person_name_uid("Mohd Alfarsi"), observed()),
            link("NAMED", FATIMAS, person_name_uid("Fatima Noor"), imported("Name", row=3)),
            link("HAS_IDENTIFIER", CRM, email_uid("m.farsi@example.com"), imported("E-Mail", confidence=0.9),
                  is_primary=True),
            link("HAS_IDENTIFIER", PORTAL, email_uid("m.farsi@example.com"), observed()),
            link("HAS_IDENTIFIER", CRM, phone_uid("+971501234567"), imported("Phone")),
            link("HAS_IDENTIFIER", FATIMAS, phone_uid("+971501234567"), imported("Phone", row=3)),
            link("LIVES_AT", CRM, "adr_story", imported("Address")),
            link("LIVES_AT", CRM, "adr_once", UNTIL_2025),
            link("MEMBER_OF", CRM, account_uid("Farsi Holdings"), imported("Company"), role="director"),
            link("MEMBER_OF", CRM, "hsh_story", observed(), role="husband"),
            link("LOOKED_AFTER_BY", CRM, SARAH, imported("Owner")),
            link("STATES", CRM, fact_uid("birth_date", "1980-01-02"), imported("Born")),
            link("STATES", PORTAL, fact_uid("birth_date", "1981-01-02"), observed()),
            link("STATES", CRM, fact_uid("nationality", "AE"), imported("Nationality")),
            link("STATES", PORTAL, fact_uid("nationality", "AE"), observed()),
        ),
    )  # fmt: skip


def evidence() -> ChangeSet:
    """The file that the CRM's records were read from, and the decision behind it."""
    cells = ["Mohammed Al Farsi", "m.farsi@example.com", "43", ""]
    return ChangeSet(
        entities=(
            node("RawBatch", BATCH, state="COMMITTED", file_name="clients.csv", received_at=JANUARY,
                  unresolved_positions=["2", "3"],
                  header=["Name", "E-Mail", "Shoe size", "Hobby"], row_count=3, header_count=1, committed_count=2),
            node("RawRow", HEADER_ROW, batch=BATCH, number=1, cells=["Name", "E-Mail", "Shoe size", "Hobby"], status="header"),
            node("RawRow", ROW, batch=BATCH, number=2, cells=cells, status="committed"),
            node("RawRow", FATIMAS_ROW, batch=BATCH, number=3, cells=["Fatima Noor", "", "", ""], status="committed"),
            node("Decision", PLAN, kind="IMPORT_PLAN", verdict="ACCEPT", decided_by="ada", decided_by_kind="human",
                  decided_at=JANUARY, subject=BATCH),
        ),
        links=(
            link("ROW_OF", HEADER_ROW, BATCH, imported(None, row=1)),
            link("ROW_OF", ROW, BATCH, imported(None)),
            link("ROW_OF", FATIMAS_ROW, BATCH, imported(None, row=3)),
            link("EVIDENCED_BY", CRM, ROW, imported(None)),
            link("EVIDENCED_BY", FATIMAS, FATIMAS_ROW, imported(None, row=3)),
            link("DECIDES", PLAN, BATCH, imported(None)),
        ),
    )  # fmt: skip


def merge() -> ChangeSet:
    """Rita accepts what a model proposed."""
    by = Provenance.decided(
        system="velocity",
        method="decide/1",
        actor="rita",
        decision=MERGE,
        recorded_at=MERGED_AT,
        confidence=0.93,
        model_run=RUN,
    )
    proposed = observed(at=FEBRUARY)
    old = LinkRetirement(link_id("RESOLVES_TO", PORTAL, ONCE_PORTAL), "RESOLVES_TO", PORTAL, ONCE_PORTAL, MERGED_AT, MERGE)
    return ChangeSet(
        entities=(
            node("ModelRun", RUN, model="identity", version="4", ran_at=FEBRUARY),
            node("Proposal", MERGE_PROPOSAL, kind="IDENTITY_LINK", state="ACCEPTED", confidence=0.93, risk_tier="LOW",
                  reasons=["same_email: the same e-mail"], created_at=FEBRUARY, payload_json="{}"),
            node("Decision", MERGE, kind="IDENTITY_LINK", verdict="ACCEPT", decided_by="rita", decided_by_kind="human",
                  decided_at=MERGED_AT, subject=MERGE_PROPOSAL),
        ),
        links=(
            link("RESOLVES_TO", PORTAL, MOHAMMED, by),
            link("CONCERNING", MERGE_PROPOSAL, CRM, proposed, role="left"),
            link("CONCERNING", MERGE_PROPOSAL, PORTAL, proposed, role="right"),
            link("SUGGESTED_BY", MERGE_PROPOSAL, RUN, proposed),
            link("DECIDES", MERGE, MERGE_PROPOSAL, by),
        ),
        retirements=(old,),
    )  # fmt: skip
