"""What every fact is read with: the moment that is asked about, and the provenance of the edge."""

from datetime import datetime

import msgspec

from graph_schema.provenance import LinkState, Origin


class At(msgspec.Struct, frozen=True, kw_only=True):
    """Parameters of every read about one client: who, true when, believed when."""

    client_id: str
    valid_at: datetime
    known_at: datetime


class ListAt(At, frozen=True, kw_only=True):
    """Parameters of a list that is shown whole, up to a limit."""

    limit: int


class PageAt(ListAt, frozen=True, kw_only=True):
    """Parameters of a page: rows after the cursor `after`, which is empty for the first page.

    Empty and not null: Neo4j plans a statement anew for each combination of parameter types.
    """

    after: str


class Source(msgspec.Struct, frozen=True, kw_only=True, rename={"origin": "prov_origin", "system": "prov_system",
             "method": "prov_method", "actor": "prov_actor", "batch": "prov_batch", "row": "prov_row",
             "column": "prov_column", "decision": "prov_decision", "model_run": "prov_model_run"}):  # fmt: skip
    """The provenance of one edge, with the name of the file that it was read from."""

    uid: str
    origin: Origin
    system: str
    method: str
    actor: str
    confidence: float
    recorded_at: datetime
    state: LinkState
    batch: str | None = None
    batch_name: str | None = None
    row: int | None = None
    column: str | None = None
    decision: str | None = None
    model_run: str | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    retired_at: datetime | None = None


class Named(msgspec.Struct, frozen=True):
    """Something that is shown by its name."""

    id: str
    name: str | None = None


class PropertyCard(msgspec.Struct, frozen=True):
    """What is shown of a unit wherever it is mentioned."""

    id: str
    name: str | None = None
    kind: str | None = None
    status: str | None = None
    bedrooms: int | None = None
    area_sqm: float | None = None
    price_amount: float | None = None
    price_currency: str | None = None
    project: Named | None = None
