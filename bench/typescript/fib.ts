// bench/programs/fib.py by hand.

export const expected = 832040;

function fib(n: number): number {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

export function run(): number {
  return fib(30);
}
