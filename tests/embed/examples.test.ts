// The examples of embedding run, and do what they say.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { run } from '../../scripts/lib/process.ts';
import { inRoot } from '../../scripts/lib/root.ts';

const example = (name: string, ...args: string[]): string[] => [
  process.execPath,
  inRoot('scripts/run.mjs'),
  `examples/${name}.ts`,
  ...args,
];

test('examples/embed.ts', async () => {
  const { stdout, stderr } = await run(example('embed'), { timeout: 120_000 });
  assert.match(stdout, /Python says: tea and cake: 11\ntotal from TypeScript: 18\nZeroDivisionError/, stderr);
});

test('the sandbox: tools are awaited, names stay, errors and limits are text, nothing else is there', async () => {
  const { stdout, stderr, exit } = await run(example('embedding/llm-sandbox'), { timeout: 120_000 });
  assert.equal(exit, 0, stderr);
  const places = [
    /NameError: name 'asyncio' is not defined. Did you forget to import 'asyncio'\?\n/,
    /\n\{'tea': 3, 'jam': 4\}\n/,
    /\nlook_up says: there is no scones\n1\n/,
    /line 1, in <module>\n.*\n.*\nPermissionError: .*'\/etc\/passwd'\n/,
    /TimeoutError: the time limit of 2000 ms is reached\n/,
    /\n\(True, 3\)\n/,
    /OSError: \[Errno 28\] No space left on device\n/,
    /\nordered: 2 tea\n/,
  ].map((pattern) => stdout.search(pattern));
  assert.ok(!places.includes(-1), stdout);
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
});

test('the formula service: many at once, limits, a formula that cannot be stopped, a client that hangs up', async () => {
  const [command, ...args] = example('embedding/formula-service', '0');
  const service = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], cwd: inRoot() });
  try {
    const [line] = (await once(service.stdout.setEncoding('utf8'), 'data')) as string[];
    const url = /http:\S+/.exec(line)![0]; // the only line it prints
    const post = async (body: unknown, signal?: AbortSignal): Promise<{ status: number; answer: unknown }> => {
      const response = await fetch(url, { method: 'POST', body: JSON.stringify(body), signal });
      return { status: response.status, answer: await response.json() };
    };
    const value = async (formula: string, values: object): Promise<unknown> => {
      const { status, answer } = await post({ formula, values });
      assert.equal(status, 200, JSON.stringify(answer));
      return (answer as { value: unknown }).value;
    };
    const failure = async (formula: string): Promise<string> => {
      const { status, answer } = await post({ formula });
      return `${status} ${(answer as { error: string }).error}`;
    };

    const many = Array.from({ length: 200 }, (_, i) =>
      value('sum(x * n for x in xs) + sqrt(16)', { xs: [1, 2, 3], n: i }),
    );
    assert.deepEqual(
      await Promise.all(many),
      many.map((_, i) => 6 * i + 4),
    );
    const failures = await Promise.all(
      [
        'a +',
        '1 / 0',
        '().__class__',
        'open("/etc/passwd")',
        '[n for n in range(10**9) if n < 0]',
        '[list(range(n)) for n in range(10**6)]',
        'sum(range(10**15))',
      ].map(failure),
    );
    assert.deepEqual(failures.slice(0, 5), [
      '422 SyntaxError',
      '422 ZeroDivisionError',
      '422 NameError',
      '422 NameError',
      '408 TimeoutError',
    ]);
    assert.match(failures[5], /^(408 TimeoutError|413 MemoryError)$/);
    assert.equal(failures[6], '408 TimeoutError');

    const abort = new AbortController();
    const gone = post({ formula: 'sum(n for n in range(10**9))' }, abort.signal);
    setTimeout(() => abort.abort(), 50);
    await assert.rejects(gone);
    assert.equal(await value('max(a, b)', { a: 1, b: 2 }), 2);

    // The service hears of it when the system tells it.
    const counted = async (): Promise<Record<string, number>> =>
      (await (await fetch(new URL('/counts', url))).json()) as Record<string, number>;
    let counts = await counted();
    for (let i = 0; i < 100 && counts.aborted === 0; i++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      counts = await counted();
    }
    assert.equal(counts.aborted, 1);
    assert.equal(counts.evaluated, 201);
    assert.equal(counts.failed, 7);
    assert.ok(counts.replaced >= 1);
  } finally {
    service.kill();
    await once(service, 'exit');
  }
});
