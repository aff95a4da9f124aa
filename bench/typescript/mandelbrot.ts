// bench/programs/mandelbrot.py by hand: a complex number is an object, as it has to be there.

export const expected = [12863, 5739];

class Complex {
  readonly re: number;
  readonly im: number;

  constructor(re: number, im: number) {
    this.re = re;
    this.im = im;
  }

  plus(other: Complex): Complex {
    return new Complex(this.re + other.re, this.im + other.im);
  }

  times(other: Complex): Complex {
    return new Complex(this.re * other.re - this.im * other.im, this.re * other.im + this.im * other.re);
  }

  abs(): number {
    return Math.hypot(this.re, this.im);
  }
}

function rowsFloat(size: number, limit: number): number {
  let inside = 0;
  for (let row = 0; row < size; row++) {
    const ci = (2 * row) / size - 1;
    column: for (let column = 0; column < size; column++) {
      const cr = (2 * column) / size - 1.5;
      let [zr, zi] = [0, 0];
      for (let i = 0; i < limit; i++) {
        const next = zr * zr - zi * zi + cr;
        zi = 2 * zr * zi + ci;
        zr = next;
        if (zr * zr + zi * zi > 4) continue column;
      }
      inside++;
    }
  }
  return inside;
}

function rowsComplex(size: number, limit: number): number {
  let inside = 0;
  for (let row = 0; row < size; row++) {
    column: for (let column = 0; column < size; column++) {
      const c = new Complex((2 * column) / size - 1.5, (2 * row) / size - 1);
      let z = new Complex(0, 0);
      for (let i = 0; i < limit; i++) {
        z = z.times(z).plus(c);
        if (z.abs() > 2) continue column;
      }
      inside++;
    }
  }
  return inside;
}

export function run(): [number, number] {
  return [rowsFloat(180, 50), rowsComplex(120, 50)];
}
