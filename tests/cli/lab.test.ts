// typhon lab refcount: threads really race, protection really protects, and wrong options are refused with a reason.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { type Finished, run, TYPHON } from '../../scripts/lib/process.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'typhon-lab-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const lab = (...args: readonly string[]): Promise<Finished> => run([...TYPHON, 'lab', ...args], { cwd: folder });

interface Line {
  readonly regime: string;
  readonly threads: number;
  readonly lost: number;
  readonly count: number;
  readonly fate: string;
}
/** The rows of the table, each with its regime. */
function rows(stdout: string): Line[] {
  let regime = '';
  return stdout
    .split('\n\n')[0]
    .split('\n')
    .slice(2)
    .map((text) => {
      const cells = text.trim().split(/ {2,}/);
      if (cells.length === 6) regime = cells.shift() ?? '';
      const [threads, , lost, count, fate] = cells;
      const number = (s: string): number => Number(s.replace(/ .*|,/g, ''));
      return { regime, threads: number(threads), lost: number(lost), count: number(count), fate };
    });
}

describe('typhon lab refcount', () => {
  test('without protection updates are lost, with it none', async () => {
    // Two threads that share a processor lose something only when one is interrupted in the middle: try longer then.
    for (const seconds of ['0.1', '0.5', '2']) {
      const done = await lab('refcount', '--threads=2', '--seconds', seconds, '--html', 'page.html');
      assert.equal(done.stderr, '');
      assert.equal(done.exit, 0);
      const all = rows(done.stdout);
      assert.equal(all.length, 10);
      for (const row of all) {
        if (row.regime === 'no protection' && row.threads === 2) continue;
        const { regime, threads, ...found } = row;
        assert.deepEqual(found, { lost: 0, count: 1, fate: 'freed at the last drop' }, `${regime}, ${threads} threads`);
      }
      const page = readFileSync(path.join(folder, 'page.html'), 'utf8');
      assert.match(page, /<svg[^>]*>.*polyline.*<\/svg>/s);
      assert.doesNotMatch(page, /<script|<link|url\(|https?:\/\//);
      for (const row of all) assert.ok(page.includes(`<td>${row.regime}</td><td>${row.threads}</td>`));
      if (all.some((row) => row.lost > 0)) return assert.match(done.stdout, /\nWrong counts: no protection\./);
    }
    assert.fail('nothing was lost without protection');
  });

  test('help teaches, and a wrong option says what is wrong', async () => {
    assert.match((await lab()).stdout, /^usage: typhon lab <experiment>/);
    const help = await lab('refcount', '--help');
    assert.equal(help.exit, 0);
    assert.match(help.stdout, /Lose an increment, and the\s+object is freed while somebody uses it/);
    for (const [args, problem] of [
      [['tea'], 'there is no experiment "tea"'],
      [['refcount', '--threads', '0'], '--threads must be a whole number from 1 to 64, not 0'],
      [['refcount', '--seconds=soon'], '--seconds must be a number from 0.01 to 60, not soon'],
      [['refcount', '--seconds'], '--seconds needs a value'],
      [['refcount', '--html', '/no/such/folder/page.html'], 'cannot write /no/such/folder/page.html: '],
      [['refcount', '--tea'], 'unknown option --tea'],
    ] as const) {
      const done = await lab(...args);
      assert.equal(done.exit, 2);
      assert.equal(done.stdout, '');
      assert.ok(done.stderr.startsWith(`typhon lab: ${problem}`), done.stderr);
    }
  });
});
