import { Interpreter, PythonError } from '/work/main/src/index.ts';
import { readFileSync } from 'node:fs';
const py = new Interpreter({ stdout: (x: string) => { process.stdout.write(x); }, stderr: (x: string) => { process.stderr.write(x); } });
try { await py.exec(readFileSync(process.argv[2] ?? 0, 'utf8')); } catch (e) { if (e instanceof PythonError) console.log(e.type, e.message); else console.log(e); }
process.exit(0);
