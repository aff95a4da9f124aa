// What an embedded interpreter may touch: nothing of the machine unless it is given.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Interpreter, type InterpreterOptions, PythonError } from '../../src/index.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'typhon-embed-'));
after(() => rmSync(folder, { recursive: true, force: true }));
for (const name of ['in', 'out', 'secret']) mkdirSync(path.join(folder, name));
writeFileSync(path.join(folder, 'in/data.txt'), 'data');
writeFileSync(path.join(folder, 'secret/key.txt'), 'key');
symlinkSync(path.join(folder, 'secret'), path.join(folder, 'in/way_out'));

async function outcome(options: InterpreterOptions, source: string): Promise<string> {
  const py = new Interpreter(options);
  py.set('folder', folder);
  try {
    await py.exec(source);
    return 'done';
  } catch (e) {
    assert.ok(e instanceof PythonError);
    return e.type;
  }
}

test('by default: no files, environment, programs, signals; the library still imports', async () => {
  process.env.TYPHON_SECRET = 'x';
  assert.equal(await outcome({}, 'import json, re, dataclasses, decimal, asyncio'), 'done');
  assert.equal(await outcome({}, 'open("/etc/passwd")'), 'PermissionError');
  assert.equal(await outcome({}, 'import os; os.listdir("/")'), 'PermissionError');
  assert.equal(await outcome({}, 'open(folder + "/out/x", "w")'), 'PermissionError');
  assert.equal(await outcome({}, 'import os; assert not os.environ, os.environ'), 'done');
  assert.equal(await outcome({}, 'import os; os.system("true")'), 'PermissionError');
  assert.equal(await outcome({}, 'import os; os.kill(os.getpid(), 15)'), 'PermissionError');
  assert.equal(await outcome({}, 'import os; os._exit(3)'), 'PermissionError');
  assert.equal(await outcome({}, 'import os; os.read(9, 1)'), 'OSError');
  assert.equal(await outcome({}, 'raise SystemExit(3)'), 'SystemExit');
});

test("the system's libraries: what one interpreter may call, another may not", async () => {
  const all = { files: true, processes: true };
  const use = 'import sqlite3, bz2; sqlite3.connect(":memory:").execute("select 1"); bz2.compress(b"x")';
  assert.equal(await outcome(all, use), 'done');
  assert.equal(await outcome({}, 'import sqlite3'), 'ImportError');
  assert.equal(await outcome({}, 'import bz2; bz2.compress(b"x")'), 'PermissionError');
});

test("what was dropped of the system's libraries is let go of, whoever runs then", async () => {
  const drop = 'import bz2, sqlite3\nfor _ in range(50): bz2.BZ2Decompressor(); sqlite3.connect(":memory:")';
  assert.equal(await outcome({ files: true, processes: true }, drop), 'done');
  assert.equal(await outcome({}, 'pass'), 'done');
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void; // V8's, with that flag
  for (let i = 0; i < 3; i++) {
    collect();
    await setTimeout(5); // an error in a finaliser is one that nobody catches
  }
});

test('the library cannot be written', async () => {
  assert.equal(await outcome({}, 'import json; open(json.__file__, "a")'), 'PermissionError');
});

test('directories to read and to write', async () => {
  const files = { read: [path.join(folder, 'in')], write: [path.join(folder, 'out')] };
  assert.equal(await outcome({ files }, 'assert open(folder + "/in/data.txt").read() == "data"'), 'done');
  assert.equal(await outcome({ files }, 'open(folder + "/in/data.txt", "w")'), 'PermissionError');
  assert.equal(await outcome({ files }, 'with open(folder + "/out/made.txt", "w") as f: f.write("made")'), 'done');
  assert.equal(readFileSync(path.join(folder, 'out/made.txt'), 'utf8'), 'made');
  assert.equal(await outcome({ files }, 'open(folder + "/secret/key.txt")'), 'PermissionError');
  assert.equal(await outcome({ files }, 'open(folder + "/in/../secret/key.txt")'), 'PermissionError');
  assert.equal(await outcome({ files }, 'open(folder + "/in/way_out/key.txt")'), 'PermissionError');
  const link = 'import os; os.symlink(folder + "/secret", folder + "/out/link")';
  assert.equal(await outcome({ files }, link), 'PermissionError');
  const move = 'import os; os.rename(folder + "/secret/key.txt", folder + "/out/key.txt")';
  assert.equal(await outcome({ files }, move), 'PermissionError');
  assert.equal(await outcome({ files: true }, 'assert open(folder + "/secret/key.txt").read() == "key"'), 'done');
});

test('an environment of its own', async () => {
  const env = { LANG: 'C', NAME: 'Ada' };
  assert.equal(await outcome({ env }, 'import os; assert dict(os.environ) == {"LANG": "C", "NAME": "Ada"}'), 'done');
  assert.equal(await outcome({ env }, 'import os; os.environ["NEW_ONE"] = "1"'), 'done');
  assert.equal(process.env.NEW_ONE, undefined);
  assert.equal(await outcome({ env: true }, 'import os; assert os.environ["TYPHON_SECRET"] == "x"'), 'done');
});
