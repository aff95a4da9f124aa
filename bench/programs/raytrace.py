"""A ray tracer: vectors as objects with operators, spheres and a chequered floor, reflections."""
from math import sqrt

GROUP = 'numeric'
EXPECTED = (2129.816088, 2955.562754, 4268.030421)
EPSILON = 0.00001


class Vector:
    __slots__ = ('x', 'y', 'z')

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def normalized(self):
        return self * (1.0 / sqrt(self.dot(self)))

    def reflected(self, normal):
        return self - normal * (2 * self.dot(normal))


class Ray:
    def __init__(self, origin, direction):
        self.origin = origin
        self.direction = direction.normalized()

    def at(self, t):
        return self.origin + self.direction * t


class Sphere:
    def __init__(self, centre, radius, colour, mirror):
        self.centre = centre
        self.radius = radius
        self.colour = colour
        self.mirror = mirror

    def intersection(self, ray):
        towards = self.centre - ray.origin
        v = towards.dot(ray.direction)
        d = self.radius * self.radius - (towards.dot(towards) - v * v)
        return None if d < 0 else v - sqrt(d)

    def normal_at(self, point):
        return (point - self.centre).normalized()

    def colour_at(self, point):
        return self.colour


class Floor:
    mirror = 0.1

    def __init__(self, height):
        self.height = height
        self.normal = Vector(0, 1, 0)

    def intersection(self, ray):
        if abs(ray.direction.y) < EPSILON:
            return None
        return (self.height - ray.origin.y) / ray.direction.y

    def normal_at(self, point):
        return self.normal

    def colour_at(self, point):
        return Vector(0.9, 0.9, 0.9) if (int(point.x * 2) + int(point.z * 2)) % 2 else Vector(0.2, 0.2, 0.2)


class Scene:
    def __init__(self):
        self.objects = []
        self.lights = []

    def nearest(self, ray):
        best = None
        for thing in self.objects:
            t = thing.intersection(ray)
            if t is not None and t > EPSILON and (best is None or t < best[1]):
                best = (thing, t)
        return best

    def lit(self, light, point):
        ray = Ray(point, light - point)
        for thing in self.objects:
            t = thing.intersection(ray)
            if t is not None and t > EPSILON:
                return False
        return True

    def colour(self, ray, depth):
        hit = self.nearest(ray) if depth else None
        if hit is None:
            return Vector(0.2, 0.4, 0.8)
        thing, t = hit
        point = ray.at(t)
        normal = thing.normal_at(point)
        brightness = 0.15
        for light in self.lights:
            if self.lit(light, point):
                brightness += max(0.0, (light - point).normalized().dot(normal)) * 0.7
        own = thing.colour_at(point) * brightness
        if not thing.mirror:
            return own
        reflection = self.colour(Ray(point, ray.direction.reflected(normal)), depth - 1)
        return own * (1 - thing.mirror) + reflection * thing.mirror


def render(width, height):
    scene = Scene()
    scene.lights = [Vector(30, 30, 10), Vector(-10, 20, -5)]
    scene.objects.append(Floor(-1.0))
    for i in range(5):
        colour = Vector(0.2 * i, 1 - 0.2 * i, 0.5)
        scene.objects.append(Sphere(Vector(i * 1.5 - 3, 0.3 * (i % 2), 6 + i % 3), 0.9, colour, 0.3 * (i % 2)))
    pixels = []
    eye = Vector(0, 1, -3)
    for row in range(height):
        for column in range(width):
            direction = Vector(column / width - 0.5, 0.5 - row / height, 1)
            pixels.append(scene.colour(Ray(eye, direction), 3))
    return pixels


def run():
    pixels = render(80, 80)
    return tuple(round(sum(part), 6) for part in ([p.x for p in pixels], [p.y for p in pixels], [p.z for p in pixels]))
