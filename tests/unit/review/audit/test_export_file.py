"""An exported audit record: intact as exported, and every tampering is found at its line."""

import os
import random
from collections import Counter
from typing import Final

import msgspec
import pytest

import review.audit.export_file as checking
from review.audit import lines as audit_lines
from review.audit.export_file import Broken, Fault, Intact, What, verify
from review.audit.lines import CHECKPOINT_EVERY, Seal, decode, encode
from tests.support.audit_files import (
    KEY,
    OTHER_KEY,
    TAMPERINGS,
    Tamper,
    a_file,
    drop,
    drop_checkpoint,
    duplicate,
    flip,
    fork,
    respell,
    rewrite,
    splice,
    split,
    swap,
    truncate,
)

SEED: Final = int(os.environ.get("VELOCITY_TAMPER_SEED", "1"))
TAMPERED: Final = int(os.environ.get("VELOCITY_TAMPERINGS", "600"))
CLEAN: Final = int(os.environ.get("VELOCITY_CLEAN_RUNS", "100"))
# Short files for the ends, long ones for checkpoints within.
ENDS: Final = {What.NO_SEAL, What.AFTER_SEAL}
LENGTHS: Final = (1, 2, 3, 7, 30, CHECKPOINT_EVERY - 1, CHECKPOINT_EVERY, CHECKPOINT_EVERY + 1, 2 * CHECKPOINT_EVERY + 40)


def faults(lines: list[bytes], key: str = "") -> tuple[Fault, ...]:
    verdict = verify(lines, key=key)
    assert isinstance(verdict, Broken)
    return verdict.faults


def located(found: tuple[Fault, ...], at: tuple[int, ...]) -> bool:
    """The first fault names the place or its neighbour; a rewriting lies within the lines that are named."""
    return near(found[0], at)


def near(fault: Fault, at: tuple[int, ...]) -> bool:
    return any(fault.from_line - 1 <= place <= fault.line + 1 for place in at)


@pytest.mark.timeout(0)
@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_a_tampering_is_located(tamper: Tamper) -> None:
    """The campaign: `make tamper N=10000 SEED=1` runs it at length."""
    chance = random.Random(f"{SEED}:{tamper.__name__}")
    files = [a_file(length, chance) for length in LENGTHS]
    kinds: Counter[str] = Counter()
    while (number := sum(kinds.values())) < -(-TAMPERED // len(TAMPERINGS)):
        lines = chance.choice(files)
        tampered = tamper(lines, chance)
        if tampered.lines == lines:
            continue  # a line swapped with its equal, or one put in beside itself, is no tampering: it must not count
        verdict = verify(tampered.lines)
        assert isinstance(verdict, Broken), (number, tampered.at)
        assert located(verdict.faults, tampered.at), (number, tampered.at, verdict.faults[:3])
        # No accusation far from what was done, unless it changes all that follows.
        far = [fault for fault in verdict.faults if not near(fault, tampered.at) and fault.what not in ENDS]
        assert far == [] or tamper in {rewrite, splice}, (number, tampered.at, far)
        kinds[verdict.faults[0].what] += 1


@pytest.mark.timeout(0)
def test_a_clean_file_raises_no_alarm() -> None:
    chance = random.Random(f"{SEED}:clean")
    for _ in range(CLEAN):
        length = chance.choice([0, *LENGTHS, chance.randrange(200)])
        after = chance.choice([0, 0, chance.randrange(length + 1)])
        lines = a_file(length, chance, after=after)
        seal = decode(lines[-1])
        assert isinstance(seal, Seal)
        assert verify(lines, key=KEY.fingerprint) == Intact(
            count=length - after,
            first=after + 1,
            last=length,
            head=seal.head,
            sealed_at="2026-11-01T09:00:00.000000+00:00",
            key_fingerprint=KEY.fingerprint,
        )


def test_every_single_byte_counts() -> None:
    """Not a sample: each byte of a short file. The bits make another digit, another case, and no ASCII."""
    lines = a_file(1, random.Random(SEED))
    for at, line in enumerate(lines):
        for place in range(len(line)):
            for bit in (0, 5, 7):
                changed = line[:place] + bytes([line[place] ^ (1 << bit)]) + line[place + 1 :]
                text = b"".join([*lines[:at], changed, *lines[at + 1 :]])
                assert located(faults(split(text)), (at + 1,)), (at, place, bit)


def test_every_single_cut_counts() -> None:
    text = b"".join(a_file(3, random.Random(SEED)))
    for end in range(len(text)):
        rest = split(text[:end])
        assert located(faults(rest), (max(1, len(rest)),)), end


def test_each_tampering_has_its_name() -> None:
    """A person reads the first fault: it has to say what was done."""
    chance = random.Random(SEED)
    lines = a_file(40, chance)
    assert faults([*lines[:7], *lines[8:]])[0].problem == "event 7 should come before event 8"
    assert faults([*lines[:7], *lines[9:]])[0].problem == "events 7 to 8 should come before event 9"
    assert {fault.what for fault in faults([*lines[:7], lines[7], *lines[7:]])} == {What.MISPLACED}
    assert faults(lines[:-1])[0] == Fault(43, 43, 40, What.NO_SEAL, "the file ends after event 40, without its seal")
    assert faults([])[0].problem == "the file ends before its first event, without its seal"
    assert faults(lines[1:])[0].what is What.NO_HEADER
    assert faults([*lines, lines[3]]) == (Fault(44, 44, None, What.AFTER_SEAL, "lines follow the seal"),)
    actor = lines[5].replace(b'"actor_kind":"human"', b'"actor_kind":"agent"')
    assert faults([*lines[:5], actor, *lines[6:]]) == (Fault(6, 6, 5, What.CHANGED, "event 5 says other than its hash"),)
    assert faults(rewrite(lines, chance).lines)[0].what is What.REWRITTEN
    assert {faults(fork(lines, random.Random(seed)).lines)[0].what for seed in range(9)} <= {What.FORK, What.UNLINKED}


def test_two_histories_from_one_event_are_called_a_fork() -> None:
    lines = a_file(10, random.Random(SEED))
    other = rewrite(lines, random.Random(5))
    at = other.at[0] - 1
    both = [*lines[: at + 1], *other.lines[at:]]
    assert faults(both)[0] == Fault(
        at + 2, at + 2, at, What.FORK, f"event {at} follows from the same event as the line before it"
    )


def test_another_key_is_found_when_one_is_demanded() -> None:
    lines = a_file(5, random.Random(SEED), key=OTHER_KEY)
    assert isinstance(verify(lines), Intact)
    assert [fault.what for fault in faults(lines, key=KEY.fingerprint)] == [What.OTHER_KEY]
    # The header of one installation over the lines of another.
    mixed = [a_file(5, random.Random(SEED))[0], *lines[1:]]
    assert {fault.what for fault in faults(mixed)} == {What.BAD_SIGNATURE}


def test_a_capital_digit_in_a_signature_is_a_changed_byte() -> None:
    lines = a_file(2, random.Random(SEED))
    seal = decode(lines[-1])
    assert isinstance(seal, Seal)
    loud = encode(msgspec.structs.replace(seal, signature=seal.signature.upper()))
    assert loud != lines[-1]
    assert [fault.what for fault in faults([*lines[:-1], loud])] == [What.BAD_SIGNATURE]


def test_memory_does_not_grow_with_the_file() -> None:
    import tracemalloc

    def many(times: int) -> int:
        lines = a_file(2_000, random.Random(SEED))
        tracemalloc.start()
        verify(line for _ in range(times) for line in lines)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert many(8) < many(1) * 1.5 + 100_000


def lenient(raw: bytes) -> object:
    """Reads a line however it is spelt."""
    try:
        return audit_lines._decoder.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return audit_lines.Unreadable("the line cannot be read")


# Each check switched off in turn: a campaign that does not notice proves nothing.
TEETH: Final[dict[str, tuple[object, str, object, tuple[Tamper, ...]]]] = {
    "hash": (checking, "event_hash", lambda event: event.hash, (flip, fork)),
    "signature": (checking, "holds", lambda *_: True, (flip,)),
    "spelling": (checking, "decode", lenient, (respell,)),
    "order": (checking._Reading, "_out_of_line", lambda *_: None, (drop, swap, duplicate)),
    "checkpoints": (checking._Reading, "_compare", lambda *_: None, (rewrite,)),
    "checkpoints due": (checking._Reading, "_checkpoint_was_due", lambda *_: None, (drop_checkpoint,)),
    "seal": (checking._Reading, "_end", lambda reading, seal: setattr(reading, "_seal", seal), (drop,)),
    "end": (checking._Reading, "verdict", lambda reading: Broken(faults=tuple(reading._faults), more=0), (truncate,)),
}


def unnoticed(tampers: tuple[Tamper, ...], runs: int = 300) -> int:
    """How many tamperings pass, or are blamed on another line."""
    chance, missed = random.Random(SEED), 0
    lines = a_file(2 * CHECKPOINT_EVERY + 5, chance) if rewrite in tampers or drop_checkpoint in tampers else a_file(12, chance)
    for _ in range(runs if len(lines) < CHECKPOINT_EVERY else 6):
        tampered = chance.choice(tampers)(lines, chance)
        if tampered.lines != lines:
            verdict = verify(tampered.lines)
            missed += isinstance(verdict, Intact) or not exactly(verdict.faults, tampered.at, anywhere=rewrite in tampers)
    return missed


def exactly(found: tuple[Fault, ...], at: tuple[int, ...], *, anywhere: bool) -> bool:
    """Whether the first fault names the very line or its neighbour; a rewriting may be named by its part."""
    return bool(found) and (located(found, at) if anywhere else any(abs(found[0].line - place) <= 1 for place in at))


@pytest.mark.parametrize("tooth", TEETH)
def test_the_campaign_has_teeth(tooth: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where, name, blunt, tampers = TEETH[tooth]
    assert unnoticed(tampers) == 0
    monkeypatch.setattr(where, name, blunt)
    assert unnoticed(tampers) > 0
