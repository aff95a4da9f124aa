// Python inside a TypeScript program. Run it from a clone with:
//   node scripts/run.mjs examples/embed.ts

import { Interpreter, PythonError } from '../src/index.ts';

// What is printed comes in pieces, as the program writes it.
const py = new Interpreter({ stdout: (text) => process.stdout.write(text) });

// TypeScript functions are Python callables; a promise they return is waited for with result(), or await in a coroutine.
py.set('price', async (item: string) => {
  await new Promise((resolve) => setTimeout(resolve, 20));
  return { tea: 3, cake: 5 }[item] ?? 0;
});

await py.exec(`
def total(order):
    return sum(price(item).result() * n for item, n in order.items())

print(f"Python says: tea and cake: {total({'tea': 2, 'cake': 1})}")
`);
console.log('total from TypeScript:', await py.call('total', { tea: 1, cake: 3 }));

try {
  await py.eval('1 / 0');
} catch (e) {
  if (e instanceof PythonError) console.log(e.type, '-', e.message);
}
