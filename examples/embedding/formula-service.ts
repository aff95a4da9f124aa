// A service that evaluates its users' formulas: Python expressions over the values that come with them. Run it with:
//   node scripts/run.mjs examples/embedding/formula-service.ts 8080
//   curl -d '{"formula": "sum(prices) * (1 + tax)", "values": {"prices": [3, 5], "tax": 0.2}}' localhost:8080/evaluate
//
// Each worker thread has one interpreter and evaluates one formula at a time, so the service uses every core and answers
// while formulas compute. There are two fences. The interpreter's own limits end a formula with a Python exception and
// cost nothing; a native that never comes back to Python (`sum(range(10**15))`) does not see them, and then the worker is
// thrown away and replaced. A client that hangs up takes its formula with it, through an AbortSignal.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { Interpreter, type JsValue, PythonError } from '../../src/index.ts';

const TIME = 1_000; // milliseconds that a formula may take
const GRACE = 3_000; // … and after which its worker is given up
const MEMORY = 64e6; // bytes that it may allocate

interface Job {
  readonly id: number;
  readonly formula: string;
  readonly values: Readonly<Record<string, JsValue>>;
}
type Answer = { readonly value: unknown } | { readonly error: string; readonly message: string };
type ToWorker = Job | { readonly abort: number };

// ------------------------------------------------------------------------------------------------------- in a worker

/** What a formula can reach: these names, the values given with it, and public attributes. */
const PRELUDE = `
import ast, builtins, math, statistics
import traceback  # what the first error would otherwise wait for

NAMES = {n: getattr(builtins, n) for n in
    'abs all any bool dict enumerate filter float int len list map max min range round set sorted str sum tuple zip'.split()}
NAMES |= {n: f for n, f in vars(math).items() if not n.startswith('_')}
NAMES |= {n: getattr(statistics, n) for n in ('mean', 'median', 'stdev')}

def evaluate(formula, values):
    tree = ast.parse(formula.strip(), '<formula>', 'eval')
    for node in ast.walk(tree):
        name = getattr(node, 'attr', getattr(node, 'id', ''))
        if name.startswith('_'):
            raise NameError(f'name {name!r} is not for formulas')
    return eval(compile(tree, '<formula>', 'eval'), {'__builtins__': NAMES} | values)
`;

async function evaluator(port: NonNullable<typeof parentPort>): Promise<void> {
  const py = new Interpreter({ limits: { time: TIME, memory: MEMORY } });
  await py.exec(PRELUDE, { timeout: 60_000 });
  const running = new Map<number, AbortController>();
  port.on('message', async (message: ToWorker) => {
    if ('abort' in message) {
      running.get(message.abort)?.abort();
      return;
    }
    const { id, formula, values } = message;
    const abort = new AbortController();
    running.set(id, abort);
    try {
      const value = await py.callWith({ signal: abort.signal }, 'evaluate', formula, values);
      // Functions and other things of this thread cannot leave it.
      port.postMessage({ value: JSON.parse(JSON.stringify(value ?? null)) } satisfies Answer);
    } catch (e) {
      const { name, message: text } = e as Error; // nothing else is thrown
      const error = e instanceof PythonError ? e.type : name;
      port.postMessage({ error, message: text } satisfies Answer);
    } finally {
      running.delete(id);
    }
  });
  port.postMessage('ready');
}

// ------------------------------------------------------------------------------------------------- in the main thread

/** Formulas in the order in which they came, each to the first worker that is free. */
class Evaluators {
  readonly counts = { evaluated: 0, failed: 0, aborted: 0, replaced: 0 };
  private readonly free: Worker[] = [];
  private readonly waiting: ((worker: Worker) => void)[] = [];
  private jobs = 0;

  async start(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.add()));
  }

  private async add(): Promise<void> {
    const worker = new Worker(import.meta.filename, { resourceLimits: { maxOldGenerationSizeMb: 512 } });
    await once(worker, 'message'); // it is ready
    worker.on('error', () => undefined); // `evaluate` hears of it, if it waits for an answer
    this.release(worker);
  }
  private release(worker: Worker): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free.push(worker);
    else next(worker);
  }

  /** The answer for one formula; undefined: `signal` said that nobody wants it any more. */
  async evaluate(formula: string, values: Job['values'], signal: AbortSignal): Promise<Answer | undefined> {
    const worker = this.free.pop() ?? (await new Promise<Worker>((free) => this.waiting.push(free)));
    if (signal.aborted) {
      this.counts.aborted++;
      this.release(worker);
      return undefined;
    }
    const job: Job = { id: ++this.jobs, formula, values };
    const abort = (): void => worker.postMessage({ abort: job.id } satisfies ToWorker);
    signal.addEventListener('abort', abort);
    worker.postMessage(job satisfies ToWorker);
    // No answer: a native computes on and on, or V8 has ended the thread, whose memory was full.
    const answered = once(worker, 'message', { signal: AbortSignal.timeout(GRACE) });
    const answer = await answered.then(([given]): Answer => given).catch(() => undefined);
    signal.removeEventListener('abort', abort);
    if (answer === undefined) {
      void worker.terminate();
      this.counts.replaced++;
      await this.add();
    } else this.release(worker);
    if (signal.aborted) {
      this.counts.aborted++;
      return undefined;
    }
    const given = answer ?? { error: 'TimeoutError', message: 'TimeoutError: the formula was given up' };
    this.counts['value' in given ? 'evaluated' : 'failed']++;
    return given;
  }
}

const STATUS: Readonly<Record<string, number>> = { TimeoutError: 408, MemoryError: 413 };

async function handle(evaluators: Evaluators, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const send = (status: number, body: unknown): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (request.method === 'GET' && request.url === '/counts') return send(200, evaluators.counts);
  if (request.method !== 'POST' || request.url !== '/evaluate') return send(404, { error: 'NotFound' });
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  let asked: { formula?: unknown; values?: Job['values'] };
  try {
    asked = JSON.parse(body);
  } catch {
    return send(400, { error: 'BadRequest', message: 'the body is not JSON' });
  }
  if (typeof asked.formula !== 'string') return send(400, { error: 'BadRequest', message: 'there is no formula' });
  const answer = await evaluators.evaluate(asked.formula, asked.values ?? {}, gone.signal);
  if (answer !== undefined) send('error' in answer ? (STATUS[answer.error] ?? 422) : 200, answer);
}

async function serve(port: number): Promise<void> {
  const evaluators = new Evaluators();
  await evaluators.start(Math.max(2, availableParallelism()));
  const server = createServer((request, response) => {
    handle(evaluators, request, response).catch((e: unknown) => response.destroy(e as Error)); // a fault of ours
  });
  server.listen(port, '127.0.0.1', () => {
    const { port: given } = server.address() as AddressInfo; // it listens on TCP
    console.log(`formulas on http://127.0.0.1:${given}/evaluate`);
  });
}

if (isMainThread) await serve(Number(process.argv[2] ?? 8080));
else if (parentPort !== null) await evaluator(parentPort);
