// bench/programs/raytrace.py by hand.

export const expected = [2129.816088, 2955.562754, 4268.030421];

const EPSILON = 0.00001;

class Vector {
  readonly x: number;
  readonly y: number;
  readonly z: number;

  constructor(x: number, y: number, z: number) {
    this.x = x;
    this.y = y;
    this.z = z;
  }

  plus(other: Vector): Vector {
    return new Vector(this.x + other.x, this.y + other.y, this.z + other.z);
  }

  minus(other: Vector): Vector {
    return new Vector(this.x - other.x, this.y - other.y, this.z - other.z);
  }

  times(factor: number): Vector {
    return new Vector(this.x * factor, this.y * factor, this.z * factor);
  }

  dot(other: Vector): number {
    return this.x * other.x + this.y * other.y + this.z * other.z;
  }

  normalized(): Vector {
    return this.times(1 / Math.sqrt(this.dot(this)));
  }

  reflected(normal: Vector): Vector {
    return this.minus(normal.times(2 * this.dot(normal)));
  }
}

class Ray {
  readonly origin: Vector;
  readonly direction: Vector;

  constructor(origin: Vector, direction: Vector) {
    this.origin = origin;
    this.direction = direction.normalized();
  }

  at(t: number): Vector {
    return this.origin.plus(this.direction.times(t));
  }
}

interface Thing {
  readonly mirror: number;
  intersection(ray: Ray): number | undefined;
  normalAt(point: Vector): Vector;
  colourAt(point: Vector): Vector;
}

class Sphere implements Thing {
  readonly centre: Vector;
  readonly radius: number;
  readonly colour: Vector;
  readonly mirror: number;

  constructor(centre: Vector, radius: number, colour: Vector, mirror: number) {
    this.centre = centre;
    this.radius = radius;
    this.colour = colour;
    this.mirror = mirror;
  }

  intersection(ray: Ray): number | undefined {
    const towards = this.centre.minus(ray.origin);
    const v = towards.dot(ray.direction);
    const d = this.radius * this.radius - (towards.dot(towards) - v * v);
    return d < 0 ? undefined : v - Math.sqrt(d);
  }

  normalAt(point: Vector): Vector {
    return point.minus(this.centre).normalized();
  }

  colourAt(_point: Vector): Vector {
    return this.colour;
  }
}

class Floor implements Thing {
  readonly mirror = 0.1;
  readonly height: number;
  readonly normal = new Vector(0, 1, 0);

  constructor(height: number) {
    this.height = height;
  }

  intersection(ray: Ray): number | undefined {
    if (Math.abs(ray.direction.y) < EPSILON) return undefined;
    return (this.height - ray.origin.y) / ray.direction.y;
  }

  normalAt(_point: Vector): Vector {
    return this.normal;
  }

  colourAt(point: Vector): Vector {
    const odd = (Math.trunc(point.x * 2) + Math.trunc(point.z * 2)) % 2 !== 0;
    return odd ? new Vector(0.9, 0.9, 0.9) : new Vector(0.2, 0.2, 0.2);
  }
}

class Scene {
  readonly objects: Thing[] = [];
  readonly lights: Vector[] = [];

  nearest(ray: Ray): [Thing, number] | undefined {
    let best: [Thing, number] | undefined;
    for (const thing of this.objects) {
      const t = thing.intersection(ray);
      if (t !== undefined && t > EPSILON && (best === undefined || t < best[1])) best = [thing, t];
    }
    return best;
  }

  lit(light: Vector, point: Vector): boolean {
    const ray = new Ray(point, light.minus(point));
    for (const thing of this.objects) {
      const t = thing.intersection(ray);
      if (t !== undefined && t > EPSILON) return false;
    }
    return true;
  }

  colour(ray: Ray, depth: number): Vector {
    const hit = depth ? this.nearest(ray) : undefined;
    if (hit === undefined) return new Vector(0.2, 0.4, 0.8);
    const [thing, t] = hit;
    const point = ray.at(t);
    const normal = thing.normalAt(point);
    let brightness = 0.15;
    for (const light of this.lights) {
      if (this.lit(light, point)) brightness += Math.max(0, light.minus(point).normalized().dot(normal)) * 0.7;
    }
    const own = thing.colourAt(point).times(brightness);
    if (thing.mirror === 0) return own;
    const reflection = this.colour(new Ray(point, ray.direction.reflected(normal)), depth - 1);
    return own.times(1 - thing.mirror).plus(reflection.times(thing.mirror));
  }
}

function render(width: number, height: number): Vector[] {
  const scene = new Scene();
  scene.lights.push(new Vector(30, 30, 10), new Vector(-10, 20, -5));
  scene.objects.push(new Floor(-1));
  for (let i = 0; i < 5; i++) {
    const colour = new Vector(0.2 * i, 1 - 0.2 * i, 0.5);
    scene.objects.push(new Sphere(new Vector(i * 1.5 - 3, 0.3 * (i % 2), 6 + (i % 3)), 0.9, colour, 0.3 * (i % 2)));
  }
  const pixels: Vector[] = [];
  const eye = new Vector(0, 1, -3);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const direction = new Vector(column / width - 0.5, 0.5 - row / height, 1);
      pixels.push(scene.colour(new Ray(eye, direction), 3));
    }
  }
  return pixels;
}

export function run(): number[] {
  const total = render(80, 80).reduce((sum, pixel) => sum.plus(pixel), new Vector(0, 0, 0));
  return [total.x, total.y, total.z].map((value) => Number(value.toFixed(6)));
}
