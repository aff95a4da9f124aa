// A place for code that a language model has written: what it prints and what goes wrong is text for the model, the
// program's functions are its tools, and nothing else of the machine is there. Run it from a clone with:
//   node scripts/run.mjs examples/embedding/llm-sandbox.ts
//
// The code runs as in a notebook: names stay from one cell to the next, `await` is allowed at the top, and the value of a
// last expression is shown. A tool is an ordinary asynchronous function of TypeScript; ten of them wait at the same time.

import { Interpreter, PythonError } from '../../src/index.ts';

type Tool = (...args: never[]) => unknown;

interface CellResult {
  /** What the model gets to read. */
  readonly text: string;
  readonly failed: boolean;
}

const NOTEBOOK = `
import ast, asyncio, inspect, linecache

cells = {}

async def run_cell(source, filename):
    tree = ast.parse(source, filename)
    linecache.cache[filename] = len(source), None, source.splitlines(True), filename  # for tracebacks
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    parts = [(tree, 'exec')]
    if last is not None:
        parts.append((ast.Expression(last.value), 'eval'))
    for part, mode in parts:
        value = eval(compile(part, filename, mode, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), cells)
        if inspect.iscoroutine(value):
            value = await value
    if last is not None and value is not None:
        print(repr(value))
`;

class Sandbox {
  private readonly py: Interpreter;
  private output = '';
  private count = 0;
  private readonly ready: Promise<void>;

  constructor(tools: Readonly<Record<string, Tool>>) {
    const write = (text: string): void => void (this.output += text);
    // No files, no network, no environment, no processes: nothing of them was given.
    this.py = new Interpreter({
      stdout: write,
      stderr: write,
      limits: { time: 2_000, memory: 256e6, output: 10_000 },
    });
    this.ready = this.prepare(tools);
  }
  private async prepare(tools: Readonly<Record<string, Tool>>): Promise<void> {
    await this.py.exec(NOTEBOOK, { timeout: 60_000 });
    await this.py.call('cells.update', tools);
  }

  async run(source: string, signal?: AbortSignal): Promise<CellResult> {
    await this.ready;
    this.output = '';
    try {
      await this.py.callWith({ signal }, 'run_cell', source, `<cell ${++this.count}>`);
      return { text: this.output, failed: false };
    } catch (e) {
      if (!(e instanceof PythonError)) throw e;
      // The frames of run_cell are nothing to the model.
      const lines = e.traceback.split('\n');
      const own = lines.findIndex((line) => line.includes('File "<cell '));
      const shown = own < 0 ? [`${e.message}`] : ['Traceback (most recent call last):', ...lines.slice(own)];
      return { text: `${this.output}${shown.join('\n').trimEnd()}\n`, failed: true };
    }
  }

  close(): void {
    this.py.close();
  }
}

// ----------------------------------------------------------------------------------------------------- a conversation

const STOCK: Readonly<Record<string, { price: number; left: number }>> = {
  tea: { price: 3, left: 12 },
  cake: { price: 5, left: 0 },
  jam: { price: 4, left: 7 },
};
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const orders: string[] = [];
const sandbox = new Sandbox({
  async look_up(item: string) {
    await pause(50); // a database, a service …
    const found = STOCK[item];
    if (found === undefined) throw new RangeError(`there is no ${item}`);
    return found;
  },
  async order(item: string, count: number) {
    await pause(10);
    orders.push(`${count} ${item}`);
    return orders.length;
  },
});

/** What a model might write, one answer after the other; a real one would be shown the text of each before the next. */
const CELLS = [
  // Tools are awaited, several at once.
  `items = ['tea', 'cake', 'jam']
found = await asyncio.gather(*(look_up(i) for i in items))
for item, entry in zip(items, found):
    print(f"{item:5} {entry['price']:3} {entry['left']:3}")`,
  // It forgot an import; the traceback says so. What was there before stays.
  `import asyncio
items = ['tea', 'cake', 'jam']
found = dict(zip(items, await asyncio.gather(*map(look_up, items))))
{item: e['price'] for item, e in found.items() if e['left']}`,
  // A tool's error is an exception like any other.
  `try:
    await look_up('scones')
except ValueError as e:
    print('look_up says:', e)
await order(min(found, key=lambda i: found[i]['price']), 2)`,
  // Neither the disk nor the network is there.
  `open('/etc/passwd').read()`,
  // It may run away: it is stopped, and the next cell works.
  `n = 0
while True:
    n += 1`,
  `n > 0, len(items)`,
  // It may print too much.
  `while True:
    print('I am sorry. ' * 20)`,
];

for (const source of CELLS) {
  const { text, failed } = await sandbox.run(source);
  console.log(source.replace(/^/gm, '>>> '));
  console.log(text.length > 600 ? `${text.slice(0, 60)} … ${text.slice(-200)}` : text);
  if (failed) console.log('(the model is told, and tries again)\n');
}
console.log('ordered:', orders.join(', '));
sandbox.close();
