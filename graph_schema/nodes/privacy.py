"""Labels for what must not come back, and for bytes that have to be overwritten."""

from neomodel import ArrayProperty, DateTimeProperty, StringProperty

from graph_schema.ids import Prefix
from graph_schema.nodes.entity import Entity


class Suppression(Entity):
    """A keyed hash of what pointed at an erased person; an import that meets it again rejects the row."""

    prefix = Prefix.SUPPRESSION
    kind = StringProperty()
    state = StringProperty(index=True)
    key_id = StringProperty()
    ordered_at = DateTimeProperty()
    released_at = DateTimeProperty()
    released_by = StringProperty()
    release_reason = StringProperty()


class Redaction(Entity):
    """Spans of a kept file that have to be overwritten, written down before anybody does it."""

    prefix = Prefix.REDACTION
    state = StringProperty(index=True)
    sha256 = StringProperty()
    encoding = StringProperty()
    spans = ArrayProperty(StringProperty())
    cause = StringProperty()
    ordered_at = DateTimeProperty()
    done_at = DateTimeProperty()
