// Prints the neutral code of a file's code objects.
import { readFileSync } from 'node:fs';
import { Code } from '../src/compile/code.ts';
import { compileSource } from '../src/compile/compile.ts';
import { opname } from '../src/compile/opcodes.ts';
function show(c: Code): void {
  console.log(`${c.qualname}: locals ${c.localsplusNames.join(' ')} stack ${c.stacksize}`);
  c.instrs.forEach((w, i) =>
    console.log(`${String(i).padStart(5)} ${opname[w & 255].padEnd(28)} ${w >>> 8}   line ${c.positions[4 * i]}`),
  );
  for (const e of c.exceptionTable) console.log('     ', JSON.stringify(e));
  for (const k of c.consts) if (k instanceof Code) show(k);
}
show(compileSource(readFileSync(process.argv[2], 'utf8'), process.argv[2], 'exec'));
