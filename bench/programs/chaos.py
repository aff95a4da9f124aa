"""The chaos game on a spline: points as objects, knots, basis functions, a list of lists as the picture."""
from math import sqrt

GROUP = 'numeric'
EXPECTED = (196, 15000, 381)


class Random:
    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 1103515245 + 12345) & 0x7FFFFFFF
        return (self.state >> 8) % n

    def fraction(self):
        return self.below(1 << 20) / (1 << 20)


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def distance(self, other):
        return sqrt((self.x - other.x) ** 2 + (self.y - other.y) ** 2)

    def towards(self, other, share):
        return Point(self.x + (other.x - self.x) * share, self.y + (other.y - self.y) * share)


class Spline:
    """A B-spline of the third degree over uniform knots, by de Boor's algorithm."""

    def __init__(self, points, degree=3):
        self.points = points
        self.degree = degree
        inner = len(points) - degree
        self.knots = [0] * degree + list(range(inner + 1)) + [inner] * degree

    def domain(self):
        return self.knots[self.degree], self.knots[len(self.knots) - self.degree - 1]

    def at(self, u):
        low, high = self.domain()
        if u >= high:
            return self.points[-1]
        span = self.degree
        while self.knots[span + 1] <= u:
            span += 1
        points = [self.points[i] for i in range(span - self.degree, span + 1)]
        for level in range(1, self.degree + 1):
            for i in range(self.degree, level - 1, -1):
                left = self.knots[i + span - self.degree]
                share = (u - left) / (self.knots[i + 1 + span - level] - left)
                points[i] = points[i - 1].towards(points[i], share)
        return points[self.degree]


class Game:
    def __init__(self, splines, thickness):
        self.splines = splines
        self.thickness = thickness
        self.random = Random(1234)
        self.lengths = [self.length(s) for s in splines]
        self.total = sum(self.lengths)

    def length(self, spline, steps=60):
        low, high = spline.domain()
        points = [spline.at(low + (high - low) * i / steps) for i in range(steps + 1)]
        return sum(a.distance(b) for a, b in zip(points, points[1:]))

    def transform(self, point):
        chosen = self.random.fraction() * self.total
        index = 0
        while chosen > self.lengths[index] and index < len(self.lengths) - 1:
            chosen -= self.lengths[index]
            index += 1
        spline = self.splines[index]
        low, high = spline.domain()
        along = low + point.x * (high - low)
        near = spline.at(along)
        step = 0.0001
        ahead = spline.at(min(along + step, high - step / 10))
        dx, dy = ahead.x - near.x, ahead.y - near.y
        norm = sqrt(dx * dx + dy * dy) or 1.0
        offset = (point.y - 0.5) * self.thickness
        return Point(min(max(near.x + dy / norm * offset, 0.0), 1.0), min(max(near.y - dx / norm * offset, 0.0), 1.0))

    def picture(self, size, steps):
        image = [[0] * size for _ in range(size)]
        point = Point(0.5, 0.5)
        for _ in range(steps):
            point = self.transform(point)
            image[min(int(point.y * size), size - 1)][min(int(point.x * size), size - 1)] += 1
        return image


def run():
    splines = [
        Spline([Point(0.1, 0.1), Point(0.3, 0.9), Point(0.5, 0.2), Point(0.7, 0.8), Point(0.9, 0.1)]),
        Spline([Point(0.2, 0.8), Point(0.4, 0.4), Point(0.5, 0.9), Point(0.8, 0.6)]),
        Spline([Point(0.9, 0.9), Point(0.6, 0.7), Point(0.4, 0.1), Point(0.1, 0.5), Point(0.2, 0.2)]),
    ]
    image = Game(splines, 0.25).picture(100, 15_000)
    return sum(1 for row in image for hits in row if hits), sum(map(sum, image)), max(max(row) for row in image)
