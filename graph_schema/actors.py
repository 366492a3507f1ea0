"""Who may do what: one table. Agents and models have no decide permission at all, by this table and not by convention."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from graph_schema.errors import NotAllowed


class ActorKind(StrEnum):
    """What stands behind an action."""

    HUMAN = "human"
    AGENT = "agent"
    MODEL = "model"
    SYSTEM = "system"


class Permission(StrEnum):
    """What can be allowed."""

    READ_CLIENTS = "read_clients"
    READ_GRAPH = "read_graph"
    READ_IMPORTS = "read_imports"
    READ_AUDIT = "read_audit"
    IMPORT = "import"
    APPROVE_IMPORT = "approve_import"
    OPERATE = "operate"
    PROPOSE = "propose"
    DECIDE = "decide"
    ERASE = "erase"
    EXPORT_SUBJECT = "export_subject"
    OBSERVE = "observe"
    ADMINISTER = "administer"


class Role(StrEnum):
    """A named set of permissions."""

    OPERATOR = "operator"
    REVIEWER = "reviewer"
    ANALYST = "analyst"
    AUDITOR = "auditor"
    ADMIN = "admin"
    AGENT = "agent"
    MODEL = "model"
    PERCEPTION = "perception"


_READ = frozenset({Permission.READ_CLIENTS, Permission.READ_GRAPH})

PERMISSIONS: Final[dict[Role, frozenset[Permission]]] = {
    Role.OPERATOR: _READ
    | {
        Permission.READ_IMPORTS,
        Permission.IMPORT,
        Permission.APPROVE_IMPORT,
        Permission.OPERATE,
        Permission.PROPOSE,
        Permission.EXPORT_SUBJECT,
    },
    Role.REVIEWER: _READ
    | {Permission.READ_IMPORTS, Permission.APPROVE_IMPORT, Permission.OPERATE, Permission.PROPOSE, Permission.DECIDE},
    Role.ANALYST: frozenset({Permission.READ_GRAPH}),
    Role.AUDITOR: frozenset({Permission.READ_AUDIT, Permission.READ_IMPORTS}),
    Role.ADMIN: _READ
    | {
        Permission.READ_IMPORTS,
        Permission.READ_AUDIT,
        Permission.ERASE,
        Permission.EXPORT_SUBJECT,
        Permission.ADMINISTER,
    },
    Role.AGENT: _READ | {Permission.READ_IMPORTS, Permission.PROPOSE},
    Role.MODEL: frozenset({Permission.READ_GRAPH, Permission.PROPOSE}),
    Role.PERCEPTION: frozenset({Permission.OBSERVE}),
}

_ONLY_HUMANS_MAY: Final = frozenset({Permission.DECIDE, Permission.APPROVE_IMPORT, Permission.ERASE, Permission.EXPORT_SUBJECT})


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that acts; `delegated_by` names the human on whose behalf an agent works, `signed_in_at` is when
    a human last proved who they are (None: nobody knows)."""

    id: str
    kind: ActorKind
    roles: frozenset[Role]
    name: str = ""
    delegated_by: str | None = None
    signed_in_at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("an actor needs an id: say who acts")

    def may(self, permission: Permission) -> bool:
        """Whether the table allows it. What only humans may do is refused to everything else, whatever its roles."""
        if permission in _ONLY_HUMANS_MAY and self.kind is not ActorKind.HUMAN:
            return False
        return any(permission in PERMISSIONS[role] for role in self.roles)


def require(actor: Actor, permission: Permission) -> None:
    """Let the actor pass, or refuse.

    Raises:
        NotAllowed: no role of the actor holds the permission, or only humans may do this.
    """
    if actor.may(permission):
        return
    holders = ", ".join(role.value for role, held in PERMISSIONS.items() if permission in held)
    raise NotAllowed(
        f"{actor.id} ({actor.kind.value}) may not {permission.value.replace('_', ' ')}",
        hint=f"roles that may: {holders}" + ("; only humans" if permission in _ONLY_HUMANS_MAY else ""),
    )


IMPORTER: Final = Actor("velocity-import", ActorKind.AGENT, frozenset({Role.AGENT}), "Import intelligence")
DEMO: Final = Actor("velocity-demo", ActorKind.SYSTEM, frozenset({Role.OPERATOR}), "Demo generator")
