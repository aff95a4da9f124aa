// Writes dist/types/: the declarations of what src/index.ts exports. Each file's declarations are made from its text alone
// (isolatedDeclarations), so it takes a fraction of a second, and an exported thing that has no written type stops the build.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { inRoot } from './lib/root.ts';

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
  types: [],
  module: ts.ModuleKind.NodeNext,
  declaration: true,
  emitDeclarationOnly: true,
  isolatedDeclarations: true,
  allowImportingTsExtensions: true,
  stripInternal: true,
  noResolve: true,
};

/** `from './name.ts'` in a declaration file. */
const IMPORT = /(?<=\bfrom ')(\.{1,2}\/[^']+)\.ts(?=')/g;

/** The declarations of one file, by the files' real names. */
function declarationsOf(program: ts.Program, file: string): string {
  const source = program.getSourceFile(file);
  let text = '';
  const { diagnostics } = program.emit(source, (_name, written) => (text = written), undefined, true);
  const problems = [...diagnostics, ...program.getDeclarationDiagnostics(source)];
  if (problems.length > 0) {
    throw new Error(
      ts.formatDiagnostics(problems, {
        getCanonicalFileName: (name) => name,
        getCurrentDirectory: () => inRoot(),
        getNewLine: () => '\n',
      }),
    );
  }
  return text;
}

/** Makes them all. The number of files. */
export function buildTypes(): number {
  const src = inRoot('src');
  const out = inRoot('dist/types');
  const found = new Map<string, string>();
  // A file is known once another one's declarations name it: what the engine alone imports is never looked at.
  let fresh = [path.join(src, 'index.ts')];
  while (fresh.length > 0) {
    const program = ts.createProgram(fresh, OPTIONS);
    const next = new Set<string>();
    for (const file of fresh) {
      const text = declarationsOf(program, file);
      found.set(file, text);
      for (const [, target] of text.matchAll(IMPORT)) next.add(`${path.resolve(path.dirname(file), target)}.ts`);
    }
    fresh = [...next].filter((file) => !found.has(file));
  }
  rmSync(out, { recursive: true, force: true });
  for (const [file, text] of found) {
    const to = path.join(out, path.relative(src, file).replace(/\.ts$/, '.d.ts'));
    mkdirSync(path.dirname(to), { recursive: true });
    writeFileSync(to, text.replace(IMPORT, '$1.js'));
  }
  return found.size;
}
