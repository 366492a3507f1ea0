"""The two parents of every label."""

from typing import ClassVar

from neomodel import FulltextIndex, StringProperty, StructuredNode

from graph_schema.ids import Prefix


class Entity(StructuredNode):
    """Anything with a `uid`."""

    __abstract_node__ = True
    prefix: ClassVar[Prefix]
    uid = StringProperty(required=True, unique_index=True)


class Searchable(Entity):
    """Whatever a person may type to find a client; `search_text` is folded to lower-case ASCII beside the original."""

    __abstract_node__ = True
    search_text = StringProperty(fulltext_index=FulltextIndex(analyzer="standard-no-stop-words"))
