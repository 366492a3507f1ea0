"""Dividing nodes that attract and repel each other into groups, where some may not be together: correlation clustering.

Greedy additive edge contraction (join the two groups with the largest sum of links between them, again and again) and the plain
greedy way (link after link, the strongest first) each give a start; the better one, component by component, is then improved
by moving single nodes, taking apart what no link holds together, and joining anew. Each step can only raise the sum.
"""

from typing import Final

from review.clustering.attraction import LEAST_GAIN, Field, parts
from review.clustering.groups import Groups

ROUNDS: Final = 10


def divide(field: Field) -> Groups:
    """Groups that obey every ban. Whatever two groups would still gain by joining, a ban forbids."""
    groups = _best_start(field)
    for _ in range(ROUNDS):
        groups.move_nodes()
        groups.fall_apart()
        if not groups.contract():
            break
    return groups


def _best_start(field: Field) -> Groups:
    """The better of the two greedy ways, chosen for each component by itself."""
    contracted, plain = Groups(field), Groups(field)
    contracted.contract()
    plain.link_by_link()
    component = {node: part for part, nodes in enumerate(parts(field.nodes, field.ties)) for node in nodes}
    ours, theirs = contracted.sums(component), plain.sums(component)
    chosen, shift = list(contracted.of), max((*contracted.of, 0)) + 1
    for node, part in component.items():
        if theirs[part] > ours[part] + LEAST_GAIN:
            chosen[node] = plain.of[node] + shift
    return Groups(field, chosen)
