// Requests a second of an asyncio echo server, with the load from outside: connections that each send a line, wait for it
// to come back, and send the next. Servers are measured in turn, several times, and the best of each counts: by the clock,
// and by the processor time that the server itself took, which a busy machine disturbs less.
// Usage: node scripts/run.mjs bench/network/echo-load.ts [-- --connections=50 --seconds=3 --rounds=3 --python=PATH]

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { homedir } from 'node:os';
import path from 'node:path';
import { TYPHON } from '../../scripts/lib/process.ts';
import { inRoot } from '../../scripts/lib/root.ts';

function option(name: string, fallback: string): string {
  const prefix = `--${name}=`;
  return process.argv.find((arg) => arg.startsWith(prefix))?.slice(prefix.length) ?? fallback;
}
const CONNECTIONS = Number(option('connections', '50'));
const SECONDS = Number(option('seconds', '3'));
const ROUNDS = Number(option('rounds', '3'));
const LINE = Buffer.from(`${'x'.repeat(99)}\n`);

function findPython(): string | undefined {
  const given = option('python', '');
  if (given !== '') return given;
  const versions = path.join(homedir(), '.pyenv/versions');
  if (!existsSync(versions)) return undefined;
  const found = readdirSync(versions).filter((name) => /^3\.1[34]/.test(name));
  return found.map((name) => path.join(versions, name, 'bin/python3')).find((file) => existsSync(file));
}

/** Processor time of a process so far, in seconds (Linux). */
function processorTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100; // utime and stime, in ticks
}

interface Measured {
  readonly perSecond: number;
  readonly perProcessorSecond: number;
}

/** Keeps every connection busy for so many seconds: the number of answers. */
async function load(port: number, seconds: number): Promise<number> {
  let answers = 0;
  const sockets = Array.from({ length: CONNECTIONS }, () => connect(port, '127.0.0.1').setNoDelay(true));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  for (const socket of sockets) {
    let missing = LINE.length;
    socket.on('data', (data) => {
      missing -= data.length;
      if (missing > 0) return;
      answers++;
      missing = LINE.length;
      socket.write(LINE);
    });
    socket.write(LINE);
  }
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  for (const socket of sockets) socket.destroy();
  return answers;
}

async function measure(command: readonly string[], kind: string): Promise<Measured> {
  const server: ChildProcess = spawn(command[0], [...command.slice(1), inRoot('bench/network/echo_server.py'), kind], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const [line] = (await once(server.stdout!, 'data')) as [Buffer]; // a pipe, as asked
    const port = Number(line.toString());
    await load(port, SECONDS); // warms it up
    const { pid } = server;
    const [processor, clock] = [processorTime(pid!), performance.now()]; // it runs
    const answers = await load(port, SECONDS);
    return {
      perSecond: (answers / (performance.now() - clock)) * 1000,
      perProcessorSecond: answers / (processorTime(pid!) - processor), // as above
    };
  } finally {
    server.stdin!.end(); // as above
    await once(server, 'exit');
  }
}

const python = findPython();
const contenders = new Map<string, readonly string[]>([['typhon', TYPHON]]);
if (python !== undefined) contenders.set('cpython', [python]);
for (const kind of ['streams', 'protocol']) {
  const best = new Map<string, Measured>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, command] of contenders) {
      const now = await measure(command, kind);
      const before = best.get(name) ?? now;
      best.set(name, {
        perSecond: Math.max(now.perSecond, before.perSecond),
        perProcessorSecond: Math.max(now.perProcessorSecond, before.perProcessorSecond),
      });
    }
  }
  for (const [name, { perSecond, perProcessorSecond }] of best)
    console.log(
      `${kind.padEnd(9)} ${name.padEnd(8)} ${perSecond.toFixed(0).padStart(7)} requests a second, ` +
        `${perProcessorSecond.toFixed(0).padStart(7)} a second of its processor time`,
    );
}
