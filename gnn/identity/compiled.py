"""Inner loops compiled by numba, once for each state of their sources."""

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Final, TypeVar, cast

import numba
from platformdirs import user_cache_path

Function = TypeVar("Function", bound=Callable[..., object])
_DIGEST_BYTES: Final = 8


def _folder() -> Path:
    """numba notices a change of the file that a loop stands in, not of the files it calls: all of them name the folder."""
    digest = blake2b(numba.__version__.encode(), digest_size=_DIGEST_BYTES)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return user_cache_path("velocity") / "kernels" / digest.hexdigest()


numba.config.CACHE_DIR = str(_folder())  # type: ignore[attr-defined]  # the attribute is made from the environment


def kernel(function: Function) -> Function:
    """Compile at the first call and keep the machine code for the next process."""
    return cast("Function", numba.njit(cache=True, nogil=True)(function))


def parallel_kernel(function: Function) -> Function:
    """The same, with `prange` over threads. Each turn writes only its own places: no order is left to chance."""
    return cast("Function", numba.njit(cache=True, nogil=True, parallel=True)(function))
