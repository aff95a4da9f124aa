// The prompt on a terminal: line editing, colour, history, completion, interruption. A terminal comes from script(1);
// where there is none the tests say so and skip.

import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { TYPHON } from '../../scripts/lib/process.ts';

const scripts = spawnSync('script', ['--version'], { encoding: 'utf8' });
const skip = scripts.status === 0 && scripts.stdout.includes('util-linux') ? false : 'needs script(1) of util-linux';
const folder = mkdtempSync(path.join(tmpdir(), 'typhon-editor-'));
after(() => rmSync(folder, { recursive: true, force: true }));

class Terminal {
  private text = '';
  private seen = 0;
  private readonly child: ChildProcessWithoutNullStreams;
  readonly exit: Promise<number | null>;
  constructor(args: readonly string[]) {
    // Without the shell in between, which would take the interrupts too.
    const command = `exec ${[...TYPHON, ...args].map((a) => `'${a}'`).join(' ')}`;
    const env = { PATH: process.env.PATH, HOME: folder, TERM: 'xterm', PYTHON_HISTORY: path.join(folder, 'history') };
    this.child = spawn('script', ['-qec', command, '/dev/null'], { env });
    this.child.stdout.setEncoding('utf8').on('data', (data: string) => {
      this.text += data;
    });
    this.exit = new Promise((resolve) => this.child.on('close', resolve));
  }
  /** Waits until the screen's text since the last call holds `wanted`; escape sequences are left out. */
  async shows(wanted: string | RegExp): Promise<string> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const plain = this.text.slice(this.seen).replace(/\x1b(?:\[[0-9;?]*[A-Za-z]|[=>])/g, '');
      if (typeof wanted === 'string' ? plain.includes(wanted) : wanted.test(plain)) {
        this.seen = this.text.length;
        return plain;
      }
      if (Date.now() > deadline) throw new Error(`the terminal does not show ${String(wanted)} but ${plain}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  type(keys: string): void {
    this.child.stdin.write(keys);
  }
  /** The raw text so far, colours included. */
  get raw(): string {
    return this.text;
  }
  end(): void {
    this.child.kill();
  }
}

describe('the line editor', { skip }, () => {
  test('a session: results, blocks, colours, history, completion, Ctrl-C, exit', async () => {
    const t = new Terminal(['-q']);
    try {
      await t.shows('>>> ');
      t.type('1+1\r');
      await t.shows(/2\s+>>> $/);
      t.type('for i in range(2):\r');
      await t.shows('... ');
      t.type('print("row", i)\r');
      await t.shows('... ');
      t.type('\r');
      await t.shows(/row 0\s+row 1\s+>>> $/);
      assert.ok(t.raw.includes('\x1b[1;34mfor\x1b[0m'), 'keywords are coloured');
      t.type('1/0\r');
      await t.shows(/ZeroDivisionError: division by zero\s+>>> $/);
      assert.ok(t.raw.includes('\x1b[1;35mZeroDivisionError'), 'tracebacks are coloured');
      t.type('\x1bOA\r'); // the line before
      await t.shows(/ZeroDivisionError: division by zero\s+>>> $/);
      t.type('import tabnan\t\r');
      await t.shows(/\n>>> $/);
      t.type('tabnanny.verb\t\r');
      await t.shows(/tabnanny.verbose\s+0\s+>>> $/);
      t.type('half a line');
      await t.shows('half a line');
      t.type('\x03');
      await t.shows(/KeyboardInterrupt\s+>>> $/);
      t.type('while True: pass\r');
      await t.shows('... ');
      t.type('\r');
      await new Promise((resolve) => setTimeout(resolve, 500));
      t.type('\x03');
      await t.shows(/KeyboardInterrupt\s+>>> $/);
      t.type('input("name? ")\r');
      await t.shows('name? ');
      t.type('Ada\r');
      await t.shows(/'Ada'\s+>>> $/);
      t.type('exit(7)\r');
      assert.equal(await t.exit, 7);
    } finally {
      t.end();
    }
  });
  test('the history is there in the next session', async () => {
    const first = new Terminal(['-q']);
    await first.shows('>>> ');
    first.type('40 + 2\r');
    await first.shows(/42\s+>>> $/);
    first.type('\x04');
    await first.exit;
    const second = new Terminal(['-q']);
    try {
      await second.shows('>>> ');
      second.type('\x1bOA\r');
      await second.shows(/42\s+>>> $/);
      second.type('\x04');
      assert.equal(await second.exit, 0);
    } finally {
      second.end();
    }
  });
});
