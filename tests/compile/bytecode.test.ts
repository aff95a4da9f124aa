// encode() and decode() are inverses, and encoded code is CPython 3.14's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, encode } from '../../src/compile/bytecode.ts';
import { Code } from '../../src/compile/code.ts';
import { compileSource } from '../../src/compile/compile.ts';

const SOURCE = `
def f(a, *b):
    try:
        with a as c:
            for x in b:
                if x: continue
                yield [y for y in x if y]
    except ValueError as e:
        raise
async def g():
    async for i in f(1):
        await i
`;

function check(code: Code): void {
  const again = decode(encode(code), code.firstlineno);
  assert.deepEqual([...again.instrs], [...code.instrs]);
  assert.deepEqual([...again.positions], [...code.positions]);
  for (const c of code.consts) if (c instanceof Code) check(c);
}

test('decode undoes encode', () => check(compileSource(SOURCE, 'x.py', 'exec')));

test('bytes of 1 + x', () => {
  const code = compileSource('1 + x', 'x.py', 'eval');
  assert.equal(Buffer.from(encode(code).code).toString('hex'), '80005e015d002c0000000000000000000000' + '2300');
});
