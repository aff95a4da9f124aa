"""Matrices as lists of lists: multiplication three ways and Gaussian elimination on fractions of ints."""
GROUP = 'numeric'
EXPECTED = (True, 1726, 4784286920715525495007206627887872364474771868298853694906)


def matrix(n, seed):
    return [[(i * seed + j * 7) % 19 - 9 for j in range(n)] for i in range(n)]


def by_index(a, b):
    n, m, p = len(a), len(b), len(b[0])
    result = [[0] * p for _ in range(n)]
    for i in range(n):
        for j in range(p):
            total = 0
            for k in range(m):
                total += a[i][k] * b[k][j]
            result[i][j] = total
    return result


def by_zip(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def determinant(rows):
    rows = [row[:] for row in rows]
    n, sign, previous = len(rows), 1, 1
    for k in range(n - 1):
        if rows[k][k] == 0:
            for i in range(k + 1, n):
                if rows[i][k]:
                    rows[k], rows[i] = rows[i], rows[k]
                    sign = -sign
                    break
            else:
                return 0
        for i in range(k + 1, n):
            for j in range(k + 1, n):
                rows[i][j] = (rows[i][j] * rows[k][k] - rows[i][k] * rows[k][j]) // previous
        previous = rows[k][k]
    return sign * rows[-1][-1]


def run():
    a, b = matrix(100, 5), matrix(100, 3)
    first, second = by_index(a, b), by_zip(a, b)
    small = [[(i * j + i + 3 * j * j + (i ^ j)) % 23 for j in range(40)] for i in range(40)]
    return first == second, sum(map(sum, first)), determinant(small)
