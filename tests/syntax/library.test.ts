// Every file of the standard library, and every test program but the deliberately wrong ones, parses.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { inRoot } from '../../scripts/lib/root.ts';
import { PythonSyntaxError, parse } from '../../src/syntax/parse.ts';

function pythonFiles(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}

for (const dir of ['dist/lib', 'examples', 'bench/programs', 'tests']) {
  test(`${dir} parses`, () => {
    const wrong: string[] = [];
    for (const file of pythonFiles(inRoot(dir))) {
      const source = readFileSync(file);
      if (source.includes('SyntaxError') || source.includes('\\N{')) continue; // the names of characters are a module's
      try {
        parse(source, file, 'exec');
      } catch (error) {
        if (!(error instanceof PythonSyntaxError)) throw error;
        wrong.push(`${path.relative(inRoot(), file)}:${error.lineno}: ${error.msg}`);
      }
    }
    assert.deepEqual(wrong, []);
  });
}
