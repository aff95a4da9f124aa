/**
 * Compares the Unicode tables with CPython 3.14's unicodedata (the build of it in the npm package pyodide), over every code
 * point: node scripts/run.mjs scripts/differential/unicode.ts
 */
import { pathToFileURL } from 'node:url';
import * as U from '../../src/objects/algorithms/unicode-data.ts';
import { floatRepr } from '../../src/objects/algorithms/float-text.ts';
import { characterName, lookupName } from '../../src/objects/algorithms/unicode-names.ts';

interface Pyodide {
  runPython(code: string): string;
}
const module = (await import(pathToFileURL(process.cwd() + '/node_modules/pyodide/pyodide.mjs').href)) as {
  loadPyodide(): Promise<Pyodide>;
};
const python = await module.loadPyodide();
console.log(
  'oracle',
  python.runPython('import sys, unicodedata as u; sys.version.split()[0] + " Unicode " + u.unidata_version'),
);
const hexes = (s: string): string =>
  U.pointsOf(s)
    .map((c) => c.toString(16))
    .join(' ');
const bit = (b: boolean): string => (b ? '1' : '0');

function check(title: string, expression: string, ours: (cp: number, c: string) => string, setup = ''): void {
  const expected = python
    .runPython(`${setup}\n'\\n'.join((lambda c: ${expression})(chr(i)) for i in range(0x110000))`)
    .split('\n');
  let bad = 0;
  for (let cp = 0; cp < 0x110000; cp++) {
    const got = ours(cp, String.fromCodePoint(cp));
    if (got !== expected[cp] && bad++ < 8) console.log(`  U+${cp.toString(16)} python ${expected[cp]} ours ${got}`);
  }
  console.log(`${bad === 0 ? 'ok  ' : 'FAIL'} ${title}: ${bad} differ`);
}
const hx = "hx = lambda s: ' '.join('%x' % ord(c) for c in s)";
check(
  'properties',
  "u.category(c) + ',' + u.bidirectional(c) + ',' + str(u.combining(c)) + ',' + str(u.mirrored(c)) + ',' + u.east_asian_width(c)",
  (cp) => [U.category(cp), U.bidirectional(cp), U.combining(cp), U.mirrored(cp), U.eastAsianWidth(cp)].join(','),
);
check('values', "str(u.decimal(c,-1)) + ',' + str(u.digit(c,-1)) + ',' + str(u.numeric(c,-12345.0)*24)", (cp) => {
  const n = U.numericValue(cp) ?? -12345;
  return `${U.decimalValue(cp)},${U.digitValue(cp)},${floatRepr(n * 24)}`;
});
check(
  'predicates',
  "''.join('01'[x] for x in (c.isalpha(), c.isdecimal(), c.isdigit(), c.isnumeric(), c.isalnum(), c.isspace(), c.isprintable(), c.isupper(), c.islower(), c.istitle(), c.isidentifier(), ('a'+c).isidentifier(), len(('a'+c+'b').splitlines())>1))",
  (cp, c) =>
    [
      U.isAlpha(cp),
      U.isDecimal(cp),
      U.isDigit(cp),
      U.isNumeric(cp),
      U.isAlnum(cp),
      U.isSpace(cp),
      U.isPrintable(cp),
      U.isUpper(cp),
      U.isLower(cp),
      U.isTitle(cp) || U.isUpper(cp),
      U.isIdentifier(c),
      U.isIdentifier('a' + c),
      U.isLinebreak(cp),
    ]
      .map(bit)
      .join(''),
);
check(
  'case',
  "hx(c.upper()) + ',' + hx(c.lower()) + ',' + hx(c.title()) + ',' + hx(c.casefold()) + ',' + hx(c.swapcase()) + ',' + hx(('ab'+c+'d').title()) + ',' + hx(('a'+c+'Σ').lower()) + ',' + hx(('aΣ'+c).lower())+ ',' + hx(('aΣ'+c+'a').lower())",
  (_, c) =>
    [
      U.upper(c),
      U.lower(c),
      U.title(c),
      U.casefold(c),
      U.swapcase(c),
      U.title(`ab${c}d`),
      U.lower(`a${c}Σ`),
      U.lower(`aΣ${c}`),
      U.lower(`aΣ${c}a`),
    ]
      .map(hexes)
      .join(','),
  hx,
);
check('decomposition', 'u.decomposition(c)', (cp) => U.decomposition(cp));
check('name', "u.name(c, '')", (cp) => characterName(cp) ?? '');
check('lookup', "'-' if u.name(c, '') == '' else u.lookup(u.name(c)) and 'ok'", (cp, c) => {
  const n = characterName(cp);
  return n === undefined ? '-' : lookupName(n) === c ? 'ok' : 'bad';
});
for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const) {
  check(
    form,
    `hx(u.normalize('${form}', 'a'+c+chr(0x301)+chr(0x327)))`,
    (_, c) => hexes(U.normalize(form, `a${c}\u0301\u0327`)),
    hx,
  );
}
