#!/usr/bin/env python3
"""The linear cases of menu_bench, given to HiGHS (scipy.optimize.linprog) with every row, as a user
would write them. Prints CSV "name,types,values,seconds,objective"; processor seconds per design,
assembly included. Needs python3-scipy."""
import time

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix


def goods_values(types, d):
    g = 2.0
    for _ in range(200):
        g = (g + 1.0) ** (1.0 / (d + 1))
    steps = g ** -np.arange(1, d + 1)
    return np.outer(np.arange(1, types + 1), steps) % 1.0


def lab_values(rng, types, n):
    value = rng.random((types, n))
    return value, value - np.arange(types)[:, None] * rng.random((types, n))


def rows(value, outside, simplex):
    """IC and IR as A x <= b over x_k (n each), then t_k; on a simplex also equalities."""
    types, n = value.shape
    pairs = [(k, j) for k in range(types) for j in range(types) if j != k]
    i, c, v, b = [], [], [], []
    for row, (k, j) in enumerate(pairs):
        i += [row] * (2 * n + 2)
        c += list(range(k * n, k * n + n)) + list(range(j * n, j * n + n))
        c += [types * n + k, types * n + j]
        v += list(-value[k]) + list(value[k]) + [1.0, -1.0]
        b.append(0.0)
    for k in range(types):
        i += [len(b)] * (n + 1)
        c += list(range(k * n, k * n + n)) + [types * n + k]
        v += list(-value[k]) + [1.0]
        b.append(-outside[k])
    a = coo_matrix((v, (i, c)), shape=(len(b), types * (n + 1)))
    if not simplex:
        return a, np.array(b), None, None
    i = np.repeat(np.arange(types), n)
    e = coo_matrix((np.ones(types * n), (i, np.arange(types * n))), shape=(types, types * (n + 1)))
    return a, np.array(b), e, np.ones(types)


def solve(value, gain, outside, transfer, simplex, bounds):
    types, n = value.shape
    a, b, e, f = rows(value, outside, simplex)
    cost = -np.concatenate([(gain / types).ravel(), np.full(types, transfer / types)])
    answer = linprog(cost, A_ub=a, b_ub=b, A_eq=e, b_eq=f, bounds=bounds, method="highs")
    return -answer.fun


def measure(name, types, n, repeats, make):
    problems = [make(np.random.default_rng(seed)) for seed in range(repeats)]
    start = time.process_time()
    for problem in problems:
        objective = solve(*problem)
    seconds = (time.process_time() - start) / repeats
    print(f"{name},{types},{n},{seconds:.3g},{objective:.9g}", flush=True)


def lab(rng):
    value, gain = lab_values(rng, 3, 8)
    bounds = [(0, None)] * 24 + [(0, None)] * 3
    return value, gain, value.mean(axis=1), -1.0, True, bounds


def goods(types, d):
    value = goods_values(types, d)
    bounds = [(0, 1)] * (types * d) + [(None, None)] * types
    return lambda rng: (value, 0.0 * value, np.zeros(types), 1.0, False, bounds)


if __name__ == "__main__":
    print("name,types,values,seconds,objective")
    measure("lab 3x8 linear", 3, 8, 200, lab)
    measure("goods 200x4", 200, 4, 1, goods(200, 4))
