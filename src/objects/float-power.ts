// The one link from float to complex: a negative float to a fractional power is complex.

import type { PyValue } from './object.ts';

let install: ((g: (a: number, b: number) => PyValue) => void) | null = null;
/** float.ts offers its slot. */
export function setComplexPower(f: (g: (a: number, b: number) => PyValue) => void): void {
  install = f;
}
/** complex.ts fills it. */
export function provideComplexPower(g: (a: number, b: number) => PyValue): void {
  install?.(g);
}
