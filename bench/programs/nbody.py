"""The motion of the outer planets: float arithmetic on attributes of small lists."""
from math import sqrt

GROUP = 'numeric'
EXPECTED = '-0.169071265'
PI = 3.141592653589793
SOLAR_MASS = 4 * PI * PI
YEAR = 365.24


def bodies():
    return [
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, SOLAR_MASS],
        [4.84143144246472090, -1.16032004402742839, -0.103622044471123109,
         0.00166007664274403694 * YEAR, 0.00769901118419740425 * YEAR, -0.0000690460016972063023 * YEAR,
         0.000954791938424326609 * SOLAR_MASS],
        [8.34336671824457987, 4.12479856412430479, -0.403523417114321381,
         -0.00276742510726411 * YEAR, 0.00499852801234917238 * YEAR, 0.0000230417297573763929 * YEAR,
         0.000285885980666130812 * SOLAR_MASS],
        [12.8943695621391310, -15.1111514016986312, -0.223307578892655734,
         0.00296460137564761618 * YEAR, 0.00237847173959480950 * YEAR, -0.0000296589568540237556 * YEAR,
         0.0000436624404335156298 * SOLAR_MASS],
        [15.3796971148509165, -25.9193146099879641, 0.179258772950371181,
         0.00268067772490389322 * YEAR, 0.00162824170038242295 * YEAR, -0.0000951592254519715870 * YEAR,
         0.0000515138902046611451 * SOLAR_MASS],
    ]


def offset_momentum(system):
    px = sum(b[3] * b[6] for b in system)
    py = sum(b[4] * b[6] for b in system)
    pz = sum(b[5] * b[6] for b in system)
    system[0][3] = -px / SOLAR_MASS
    system[0][4] = -py / SOLAR_MASS
    system[0][5] = -pz / SOLAR_MASS


def energy(system):
    e = 0.0
    for i, b in enumerate(system):
        e += 0.5 * b[6] * (b[3] * b[3] + b[4] * b[4] + b[5] * b[5])
        for c in system[i + 1:]:
            dx, dy, dz = b[0] - c[0], b[1] - c[1], b[2] - c[2]
            e -= b[6] * c[6] / sqrt(dx * dx + dy * dy + dz * dz)
    return e


def advance(pairs, system, dt, steps):
    for _ in range(steps):
        for b, c in pairs:
            dx = b[0] - c[0]
            dy = b[1] - c[1]
            dz = b[2] - c[2]
            d2 = dx * dx + dy * dy + dz * dz
            mag = dt / (d2 * sqrt(d2))
            bm = b[6] * mag
            cm = c[6] * mag
            b[3] -= dx * cm
            b[4] -= dy * cm
            b[5] -= dz * cm
            c[3] += dx * bm
            c[4] += dy * bm
            c[5] += dz * bm
        for b in system:
            b[0] += dt * b[3]
            b[1] += dt * b[4]
            b[2] += dt * b[5]


def run():
    system = bodies()
    pairs = [(b, c) for i, b in enumerate(system) for c in system[i + 1:]]
    offset_momentum(system)
    advance(pairs, system, 0.01, 25_000)
    return '%.9f' % energy(system)
