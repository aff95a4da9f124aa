"""Points in the Mandelbrot set: float loops and complex numbers."""
GROUP = 'numeric'
EXPECTED = (12863, 5739)


def rows_float(size, limit):
    inside = 0
    for row in range(size):
        ci = 2.0 * row / size - 1.0
        for column in range(size):
            cr = 2.0 * column / size - 1.5
            zr = zi = 0.0
            for _ in range(limit):
                zr, zi = zr * zr - zi * zi + cr, 2.0 * zr * zi + ci
                if zr * zr + zi * zi > 4.0:
                    break
            else:
                inside += 1
    return inside


def rows_complex(size, limit):
    inside = 0
    for row in range(size):
        for column in range(size):
            c = complex(2.0 * column / size - 1.5, 2.0 * row / size - 1.0)
            z = 0j
            for _ in range(limit):
                z = z * z + c
                if abs(z) > 2.0:
                    break
            else:
                inside += 1
    return inside


def run():
    return rows_float(180, 50), rows_complex(120, 50)
