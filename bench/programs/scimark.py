"""Scientific kernels: fast Fourier transform, successive over-relaxation, Monte Carlo, sparse product, LU."""
from array import array
from math import cos, pi, sin

GROUP = 'numeric'
EXPECTED = 'True 0.480993 3.134867 791157.961289 92.398101'


class Random:
    """A linear congruential generator that every Python computes alike."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 16807) % 2147483647
        return self.state / 2147483647


def transform(data, direction):
    n = len(data) // 2
    j = 0
    for i in range(n - 1):
        if i < j:
            data[2 * i], data[2 * j] = data[2 * j], data[2 * i]
            data[2 * i + 1], data[2 * j + 1] = data[2 * j + 1], data[2 * i + 1]
        k = n >> 1
        while k <= j:
            j -= k
            k >>= 1
        j += k
    dual = 1
    while dual < n:
        theta = direction * pi / dual
        s, t = sin(theta), sin(theta / 2)
        s2 = 2.0 * t * t
        wr, wi = 1.0, 0.0
        for a in range(dual):
            if a:
                wr, wi = wr - s * wi - s2 * wr, wi + s * wr - s2 * wi
            for b in range(0, n, 2 * dual):
                i = 2 * (b + a)
                j = 2 * (b + a + dual)
                xr = wr * data[j] - wi * data[j + 1]
                xi = wr * data[j + 1] + wi * data[j]
                data[j] = data[i] - xr
                data[j + 1] = data[i + 1] - xi
                data[i] += xr
                data[i + 1] += xi
        dual *= 2


def relax(grid, omega, rounds):
    n = len(grid)
    quarter = omega * 0.25
    rest = 1.0 - omega
    for _ in range(rounds):
        for i in range(1, n - 1):
            above, row, below = grid[i - 1], grid[i], grid[i + 1]
            for j in range(1, n - 1):
                row[j] = quarter * (above[j] + below[j] + row[j - 1] + row[j + 1]) + rest * row[j]


def circle(samples):
    random = Random(113)
    under = 0
    for _ in range(samples):
        x, y = random.next(), random.next()
        if x * x + y * y <= 1.0:
            under += 1
    return under / samples * 4


def sparse(values, rows, columns, x, rounds):
    y = array('d', [0.0]) * (len(rows) - 1)
    for _ in range(rounds):
        for r in range(len(rows) - 1):
            total = 0.0
            for i in range(rows[r], rows[r + 1]):
                total += x[columns[i]] * values[i]
            y[r] = total
    return y


def lu(a):
    n = len(a)
    for j in range(n):
        p = max(range(j, n), key=lambda i: abs(a[i][j]))
        a[p], a[j] = a[j], a[p]
        pivot = 1.0 / a[j][j]
        for k in range(j + 1, n):
            a[k][j] *= pivot
        row = a[j]
        for i in range(j + 1, n):
            target = a[i]
            factor = target[j]
            for k in range(j + 1, n):
                target[k] -= factor * row[k]
    return sum(abs(a[i][i]) for i in range(n))


def run():
    random = Random(7)
    signal = array('d', [random.next() for _ in range(2 * 4096)])
    before = sum(signal)
    transform(signal, -1)
    transform(signal, 1)
    after = sum(signal) / 4096
    grid = [[random.next() for _ in range(90)] for _ in range(90)]
    relax(grid, 1.25, 12)
    n = 800
    rows = array('i', range(0, 5 * n + 1, 5))
    columns = array('i', [(i * 37 + i // 5) % n for i in range(5 * n)])
    y = sparse(array('d', [random.next() for _ in range(5 * n)]), rows, columns, array('d', range(n)), 20)
    matrix = [[random.next() for _ in range(60)] for _ in range(60)]
    return '%s %.6f %.6f %.6f %.6f' % (abs(after - before) < 1e-6, grid[30][30], circle(60_000), sum(y), lu(matrix))
