"""The inner loops, compiled once and kept: sparse products, the best k of each row."""

import numpy as np
from numba import njit, prange

from gnn.matching.arrays import Floats, Ints, Matrix


def dense_times_sparse(left: Floats, right: Matrix) -> Floats:
    """left [n, p] @ right (CSR [p, m]) as float32 [n, m]; zeros on the left cost nothing."""
    left = np.ascontiguousarray(left, np.float32)
    return _dense_times_sparse(left, right.indptr, right.indices, right.data, right.shape[1])  # type: ignore[no-any-return] # numba


def sparse_times_sparse(left: Matrix, right: Matrix) -> Floats:
    """left (CSR [n, p]) @ right (CSR [p, m]) as dense float32 [n, m]."""
    return _sparse_times_sparse(  # type: ignore[no-any-return]
        left.indptr, left.indices, left.data, right.indptr, right.indices, right.data, right.shape[1]
    )


def sparse_times_dense(left: Matrix, right: Floats) -> Floats:
    """left (CSR [n, p]) @ right [p, m] as float32 [n, m], in parallel over rows."""
    right = np.ascontiguousarray(right, np.float32)
    return _sparse_times_dense(left.indptr, left.indices, left.data, right)  # type: ignore[no-any-return]


def row_spread(scores: Floats) -> Floats:
    """The standard deviation of each row, float32 [n]; 0 where a row is constant."""
    return _row_spread(np.ascontiguousarray(scores, np.float32))  # type: ignore[no-any-return]


def best_of_rows(scores: Floats, k: int) -> tuple[Ints, Floats]:
    """The k greatest of each row, greatest first, equal ones by column: columns [n, k] and values [n, k].

    -inf is no candidate; places that nothing fills hold column -1 and -inf.
    """
    return _best_of_rows(np.ascontiguousarray(scores, np.float32), k)  # type: ignore[no-any-return]


def blend_rows(parts: Floats, weights: Floats, out: Floats) -> None:
    """out [n, m] = sum over b of parts [b, n, m] * weights [b, n]."""
    _blend_rows(parts, weights, out)


@njit(parallel=True, cache=True)
def _dense_times_sparse(left, indptr, indices, data, columns):  # type: ignore[no-untyped-def] # numba infers
    rows, inner = left.shape
    out = np.zeros((rows, columns), np.float32)
    for row in prange(rows):
        for place in range(inner):
            value = left[row, place]
            if value != 0:
                for at in range(indptr[place], indptr[place + 1]):
                    out[row, indices[at]] += value * data[at]
    return out


@njit(parallel=True, cache=True)
def _sparse_times_sparse(  # type: ignore[no-untyped-def] # noqa: PLR0917 - numba knows no keywords
    indptr, indices, data, right_indptr, right_indices, right_data, columns
):
    rows = len(indptr) - 1
    out = np.zeros((rows, columns), np.float32)
    for row in prange(rows):
        for at in range(indptr[row], indptr[row + 1]):
            place, value = indices[at], data[at]
            for other in range(right_indptr[place], right_indptr[place + 1]):
                out[row, right_indices[other]] += value * right_data[other]
    return out


@njit(parallel=True, cache=True)
def _sparse_times_dense(indptr, indices, data, right):  # type: ignore[no-untyped-def]
    rows, columns = len(indptr) - 1, right.shape[1]
    out = np.zeros((rows, columns), np.float32)
    for row in prange(rows):
        for at in range(indptr[row], indptr[row + 1]):
            place, value = indices[at], data[at]
            for column in range(columns):
                out[row, column] += value * right[place, column]
    return out


@njit(parallel=True, cache=True)
def _row_spread(scores):  # type: ignore[no-untyped-def]
    rows, columns = scores.shape
    out = np.zeros(rows, np.float32)
    for row in prange(rows):
        total = 0.0
        for column in range(columns):
            total += scores[row, column]
        mean = total / columns
        squares = 0.0
        for column in range(columns):
            off = scores[row, column] - mean
            squares += off * off
        spread = np.sqrt(squares / columns)
        if spread > 1e-6 * abs(mean):
            out[row] = spread
    return out


@njit(parallel=True, cache=True)
def _best_of_rows(scores, k):  # type: ignore[no-untyped-def]
    rows, columns = scores.shape
    places = np.full((rows, k), -1, np.int64)
    values = np.full((rows, k), -np.inf, np.float32)
    for row in prange(rows):
        least = np.float32(-np.inf)
        for column in range(columns):
            score = scores[row, column]
            if score > least:
                at = k - 1
                while at > 0 and values[row, at - 1] < score:
                    values[row, at] = values[row, at - 1]
                    places[row, at] = places[row, at - 1]
                    at -= 1
                values[row, at] = score
                places[row, at] = column
                least = values[row, k - 1]
    return places, values


@njit(parallel=True, cache=True)
def _blend_rows(parts, weights, out):  # type: ignore[no-untyped-def]
    blocks, rows, columns = parts.shape
    for row in prange(rows):
        for column in range(columns):
            out[row, column] = 0
        for block in range(blocks):
            weight = weights[block, row]
            if weight != 0:
                for column in range(columns):
                    out[row, column] += weight * parts[block, row, column]
