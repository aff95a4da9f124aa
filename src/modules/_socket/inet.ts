// IPv4 and IPv6 addresses as text and as bytes (inet_aton, inet_pton, inet_ntop of the C library). Invariant: `undefined`
// means that the text is no address; nothing here knows Python.

/** inet_aton's liberal forms: `a.b.c.d`, `a.b.c`, `a.b`, `a`, each part decimal, octal or hexadecimal. */
export function parseIPv4Loose(text: string): Uint8Array | undefined {
  // C stops at the first white space.
  const s = text.replace(/[ \t\n\v\f\r][\s\S]*$/, '');
  const parts = s.split('.');
  if (parts.length > 4) return undefined;
  const numbers: number[] = [];
  for (const p of parts) {
    if (/^0[xX][0-9a-fA-F]+$/.test(p)) numbers.push(Number.parseInt(p.slice(2), 16));
    else if (/^0[0-7]*$/.test(p)) numbers.push(Number.parseInt(p, 8));
    else if (/^[1-9][0-9]*$/.test(p)) numbers.push(Number(p));
    else return undefined;
  }
  const last = numbers.pop()!;
  if (numbers.some((n) => n > 255) || last >= 256 ** (4 - numbers.length)) return undefined;
  let value = last;
  numbers.forEach((n, i) => {
    value += n * 256 ** (3 - i);
  });
  return Uint8Array.of(value / 0x1000000, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

/** inet_pton(AF_INET): four decimal parts and nothing else. */
export function parseIPv4(text: string): Uint8Array | undefined {
  const m = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (m === null) return undefined;
  const parts = m.slice(1);
  if (parts.some((p) => Number(p) > 255 || (p.length > 1 && p.startsWith('0')))) return undefined;
  return Uint8Array.from(parts.map(Number));
}

/** inet_pton(AF_INET6). */
export function parseIPv6(text: string): Uint8Array | undefined {
  let s = text;
  const tail: number[] = [];
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(s);
  if (dotted !== null) {
    const v4 = parseIPv4(dotted[2]);
    if (v4 === undefined) return undefined;
    tail.push((v4[0] << 8) | v4[1], (v4[2] << 8) | v4[3]);
    s = dotted[1].endsWith('::') ? dotted[1] : dotted[1].slice(0, -1);
  }
  const halves = s.split('::');
  if (halves.length > 2) return undefined;
  const words = (h: string): number[] | undefined => {
    if (h === '') return [];
    const parts = h.split(':');
    if (parts.some((p) => !/^[0-9a-fA-F]{1,4}$/.test(p))) return undefined;
    return parts.map((p) => Number.parseInt(p, 16));
  };
  const left = words(halves[0]);
  const right = halves.length === 2 ? words(halves[1]) : [];
  if (left === undefined || right === undefined) return undefined;
  const end = [...right, ...tail];
  const missing = 8 - left.length - end.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...left, ...new Array<number>(missing).fill(0), ...end];
  return Uint8Array.from(all.flatMap((w) => [w >> 8, w & 255]));
}

export function formatIPv4(b: Uint8Array): string {
  return `${b[0]}.${b[1]}.${b[2]}.${b[3]}`;
}

/** The longest run of zeros becomes `::`; mapped and compatible IPv4 addresses end in dotted form. */
export function formatIPv6(b: Uint8Array): string {
  const words = Array.from({ length: 8 }, (_, i) => (b[2 * i] << 8) | b[2 * i + 1]);
  let best = -1;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let n = 0;
    while (i + n < 8 && words[i + n] === 0) n++;
    if (n > length) {
      best = i;
      length = n;
    }
    i += n;
  }
  const v4 = best === 0 && (length === 6 || (length === 5 && words[5] === 0xffff) || (length === 7 && words[7] !== 1));
  const dotted = v4 && !(length === 7 && words[7] === 1);
  const count = dotted ? 6 : 8;
  let text = '';
  for (let i = 0; i < count; ) {
    if (i === best) {
      text += i === 0 ? '::' : ':';
      i += length;
      continue;
    }
    text += words[i].toString(16);
    i++;
    if (i < 8) text += ':';
  }
  if (dotted) {
    if (best + length > 6) text = '::';
    return text + formatIPv4(b.subarray(12));
  }
  return text;
}
