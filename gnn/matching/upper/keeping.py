"""Weights and half-done runs as files: safetensors and JSON, checked before they are used. Nothing in them can run."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors

from gnn.matching.arrays import Floats
from gnn.matching.upper.learned import Learned
from gnn.matching.upper.towers import Towers
from gnn.matching.upper.training import Practice
from graph_schema.errors import BadFile

FORMAT: Final = 1


def key_of(practice: Practice) -> str:
    """What a run depends on, as SHA-256: the same key, the same weights."""
    events, values = practice.known.events, practice.known.item_values
    said = [FORMAT, asdict(practice.settings), practice.in_order, practice.device, events.clients, events.items]
    digest = hashlib.sha256(json.dumps(said).encode())
    described = (values.values.indptr, values.values.indices, values.values.data) if values else (None,)
    for part in (events.client, events.item, *described):
        digest.update(b"-" if part is None else np.ascontiguousarray(part).tobytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class Checkpoint:
    """The state of one run in one file, replaced as a whole after each epoch. `key` says of which run."""

    path: Path
    key: str

    def load(self, towers: Towers, optimizer: torch.optim.Adam) -> int:
        """Put back weights and moments; 0 where there is no file.

        Raises:
            BadFile: the file is damaged, or of another run.
        """
        if not self.path.exists():
            return 0
        tensors, told = _read(self.path)
        if told.get("key") != self.key:
            raise BadFile(f"{self.path} is of another run", hint="remove it, or name another file for this run")
        names = [name for name, _ in towers.named_parameters()]
        towers.load_state_dict({name: tensors[name] for name in names}, strict=False)
        optimizer.load_state_dict(
            {
                "state": {
                    at: {each: tensors[f"{name}.{each}"] for each in _MOMENTS if f"{name}.{each}" in tensors}
                    for at, name in enumerate(names)
                    if f"{name}.step" in tensors
                },
                "param_groups": optimizer.state_dict()["param_groups"],
            }
        )
        return int(told["epochs"])

    def keep(self, towers: Towers, optimizer: torch.optim.Adam, epochs: int) -> None:
        """Write beside and rename: a crash leaves the last whole state."""
        tensors = {name: value.detach().cpu().contiguous() for name, value in towers.named_parameters()}
        for at, (name, _) in enumerate(towers.named_parameters()):
            state = optimizer.state_dict()["state"].get(at, {})
            tensors |= {f"{name}.{each}": state[each].detach().cpu().contiguous() for each in _MOMENTS if each in state}
        digest = _digest({name: tensor.numpy() for name, tensor in tensors.items()})
        part = self.path.with_suffix(".part")
        part.write_bytes(save_tensors(tensors, {"key": self.key, "epochs": str(epochs), "digest": digest}))
        part.replace(self.path)


_MOMENTS: Final = ("step", "exp_avg", "exp_avg_sq")


def _read(path: Path) -> tuple[dict[str, torch.Tensor], dict[str, str]]:
    content = path.read_bytes()
    try:
        tensors = load_tensors(content)
        told = _told(content)
    except (SafetensorError, ValueError, KeyError) as problem:
        raise BadFile(f"{path} is damaged: {problem}", hint="remove it and train again") from None
    if told.get("digest") != _digest({name: tensor.numpy() for name, tensor in tensors.items()}):
        raise BadFile(f"{path} is damaged: its content is not what was written", hint="remove it and train again")
    return tensors, told


def _told(content: bytes) -> dict[str, str]:
    """The text that a safetensors file carries along: its header is JSON, its length stands in the first 8 bytes."""
    header = msgspec.json.decode(content[8 : 8 + int.from_bytes(content[:8], "little")])
    return dict(header.get("__metadata__", {}))


def _digest(arrays: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]) -> str:
    digest = hashlib.sha256()
    for name, array in sorted(arrays.items()):
        digest.update(f"{name} {array.shape} {array.dtype}".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def save_learned(learned: Learned, path: Path, key: str) -> None:
    """The two matrices in one file, with the key of the run and their hash."""
    arrays: dict[str, Floats] = {"taken": learned.taken, "offered": learned.offered}
    part = path.with_suffix(".part")
    part.write_bytes(save_arrays(arrays, {"key": key, "digest": learned.content_hash, "format": str(FORMAT)}))
    part.replace(path)


def load_learned(path: Path, items: int, key: str = "") -> Learned:
    """What `save_learned` wrote, for a table of so many items, of the run `key` where one is named.

    Raises:
        BadFile: it is no such file, is damaged, or was learned from other data.
    """
    content = path.read_bytes() if path.is_file() else b""
    try:
        arrays, told = load_arrays(content), _told(content)
        learned = Learned(arrays["taken"], arrays["offered"])
    except (SafetensorError, ValueError, KeyError, msgspec.DecodeError) as problem:
        raise BadFile(f"{path} holds no weights: {problem}", hint="train again, or name the right file") from None
    if told.get("format") != str(FORMAT) or told.get("digest") != learned.content_hash:
        raise BadFile(f"{path} is damaged: its content is not what was written", hint="train again")
    if learned.taken.shape[0] != items or (key and told.get("key") != key):
        raise BadFile(f"{path} was learned from other data", hint="train on these data, or name the right file")
    return learned
