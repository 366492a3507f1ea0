"""The array types of this room, in one word each, and sparse matrices in the one form that it uses."""

from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Floats: TypeAlias = npt.NDArray[np.float32]
Doubles: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]
# scipy ships no types: a matrix is opaque to the checker, and what it holds is said in words.
Matrix: TypeAlias = Any

_TINY: Final = 1e-9


def csr(rows: Ints, columns: Ints, shape: tuple[int, int], values: npt.ArrayLike | None = None) -> Matrix:
    """A float32 CSR matrix with sorted columns; repeated places are added up, or become 1 where no values are given."""
    data = np.ones(len(rows), np.float32) if values is None else np.asarray(values, np.float32)
    matrix = sp.csr_matrix((data, (rows, columns)), shape=shape, dtype=np.float32)
    matrix.sum_duplicates()
    if values is None:
        matrix.data[:] = 1
    matrix.sort_indices()
    return matrix


def row_sums(matrix: Matrix) -> Floats:
    """What each row adds up to, float32 [rows]."""
    return np.asarray(matrix.sum(1), np.float32).ravel()


def column_sums(matrix: Matrix) -> Floats:
    """What each column adds up to, float32 [columns]."""
    return np.asarray(matrix.sum(0), np.float32).ravel()


def scaled_rows(matrix: Matrix, factors: npt.ArrayLike) -> Matrix:
    """Each row times its factor."""
    scaled = matrix.copy()
    scaled.data = matrix.data * np.repeat(np.asarray(factors, np.float32), np.diff(matrix.indptr))
    return scaled


def scaled_columns(matrix: Matrix, factors: npt.ArrayLike) -> Matrix:
    """Each column times its factor."""
    scaled = matrix.copy()
    scaled.data = matrix.data * np.asarray(factors, np.float32)[matrix.indices]
    return scaled


def row_numbers(matrix: Matrix) -> Ints:
    """The row of every stored value."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def unit_rows(matrix: Matrix) -> Matrix:
    """Each row divided by its length; empty rows stay empty."""
    lengths = np.sqrt(row_sums(matrix.multiply(matrix).tocsr()))
    return scaled_rows(matrix, 1 / np.maximum(lengths, _TINY))
