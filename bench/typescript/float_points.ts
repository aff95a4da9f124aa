// bench/programs/float_points.py by hand.

export const expected = '0.894427189 1.000000000 0.447213595';

class Point {
  x: number;
  y: number;
  z: number;

  constructor(i: number) {
    const x = Math.sin(i);
    this.x = x;
    this.y = Math.cos(i) * 3;
    this.z = (x * x) / 2;
  }

  normalize(): void {
    const norm = Math.sqrt(this.x * this.x + this.y * this.y + this.z * this.z);
    this.x /= norm;
    this.y /= norm;
    this.z /= norm;
  }

  maximize(other: Point): this {
    this.x = this.x > other.x ? this.x : other.x;
    this.y = this.y > other.y ? this.y : other.y;
    this.z = this.z > other.z ? this.z : other.z;
    return this;
  }
}

export function run(): string {
  const points = Array.from({ length: 150_000 }, (_, i) => new Point(i));
  for (const point of points) point.normalize();
  let highest = points[0];
  for (const point of points.slice(1)) highest = highest.maximize(point);
  return [highest.x, highest.y, highest.z].map((value) => value.toFixed(9)).join(' ');
}
