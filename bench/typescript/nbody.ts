// bench/programs/nbody.py by hand: a body is an array of seven numbers there and here.

export const expected = '-0.169071265';

const SOLAR_MASS = 4 * Math.PI * Math.PI;
const YEAR = 365.24;

type Body = [number, number, number, number, number, number, number];

function bodies(): Body[] {
  return [
    [0, 0, 0, 0, 0, 0, SOLAR_MASS],
    [
      4.8414314424647209,
      -1.16032004402742839,
      -0.103622044471123109,
      0.00166007664274403694 * YEAR,
      0.00769901118419740425 * YEAR,
      -0.0000690460016972063023 * YEAR,
      0.000954791938424326609 * SOLAR_MASS,
    ],
    [
      8.34336671824457987,
      4.12479856412430479,
      -0.403523417114321381,
      -0.00276742510726411 * YEAR,
      0.00499852801234917238 * YEAR,
      0.0000230417297573763929 * YEAR,
      0.000285885980666130812 * SOLAR_MASS,
    ],
    [
      12.894369562139131,
      -15.1111514016986312,
      -0.223307578892655734,
      0.00296460137564761618 * YEAR,
      0.0023784717395948095 * YEAR,
      -0.0000296589568540237556 * YEAR,
      0.0000436624404335156298 * SOLAR_MASS,
    ],
    [
      15.3796971148509165,
      -25.9193146099879641,
      0.179258772950371181,
      0.00268067772490389322 * YEAR,
      0.00162824170038242295 * YEAR,
      -0.000095159225451971587 * YEAR,
      0.0000515138902046611451 * SOLAR_MASS,
    ],
  ];
}

function offsetMomentum(system: Body[]): void {
  for (const axis of [3, 4, 5]) {
    let momentum = 0;
    for (const b of system) momentum += b[axis] * b[6];
    system[0][axis] = -momentum / SOLAR_MASS;
  }
}

function energy(system: Body[]): number {
  let e = 0;
  for (const [i, b] of system.entries()) {
    e += 0.5 * b[6] * (b[3] * b[3] + b[4] * b[4] + b[5] * b[5]);
    for (const c of system.slice(i + 1)) {
      const [dx, dy, dz] = [b[0] - c[0], b[1] - c[1], b[2] - c[2]];
      e -= (b[6] * c[6]) / Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return e;
}

function advance(pairs: readonly (readonly [Body, Body])[], system: Body[], dt: number, steps: number): void {
  for (let step = 0; step < steps; step++) {
    for (const [b, c] of pairs) {
      const dx = b[0] - c[0];
      const dy = b[1] - c[1];
      const dz = b[2] - c[2];
      const d2 = dx * dx + dy * dy + dz * dz;
      const mag = dt / (d2 * Math.sqrt(d2));
      const bm = b[6] * mag;
      const cm = c[6] * mag;
      b[3] -= dx * cm;
      b[4] -= dy * cm;
      b[5] -= dz * cm;
      c[3] += dx * bm;
      c[4] += dy * bm;
      c[5] += dz * bm;
    }
    for (const b of system) {
      b[0] += dt * b[3];
      b[1] += dt * b[4];
      b[2] += dt * b[5];
    }
  }
}

export function run(): string {
  const system = bodies();
  const pairs = system.flatMap((b, i) => system.slice(i + 1).map((c): [Body, Body] => [b, c]));
  offsetMomentum(system);
  advance(pairs, system, 0.01, 25_000);
  return energy(system).toFixed(9);
}
