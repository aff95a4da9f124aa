// The parser as its user sees it: input goes in, events come out one at a time, and it says where it is.
// Invariant: between two events nothing runs, so whoever handles an event may take as long as they want, or change
// which events they want next.

import { Decoder } from './decoder.ts';
import { document, externalContent, externalDtd } from './prolog.ts';
import { ExpatFailure, FINISHED } from './errors.ts';
import { type Events, Expat, type ExpatEvent } from './state.ts';

export class ExpatParser {
  readonly c: Expat;
  /** The error's code once something was wrong. */
  error = 0;
  deferral = true;
  private readonly events: Events;
  private started = false;
  private finished = false;
  private line = 1;
  private column = 0;
  private bytes = 0;
  /** Up to here `line`, `column` and `bytes` have counted. */
  private counted = 0;
  /** What a token had of text when it turned out to be incomplete. */
  private waiting = 0;
  private beganAt = 0;

  constructor(
    /** The encoding that the caller gives, or null. */
    readonly encoding: string | null,
    separator: string | null,
    parent?: ExpatParser,
    context?: string | null,
  ) {
    this.c = new Expat(new Decoder(), separator);
    if (encoding !== null) {
      this.c.encodingFixed = true;
      this.c.decoder.fix(encoding);
    }
    if (parent === undefined) {
      this.events = document(this.c);
      return;
    }
    const { c } = this;
    const p = parent.c;
    c.dtd = p.dtd;
    c.isChild = true;
    c.base = p.base;
    c.triplets = p.triplets;
    c.paramEntityParsing = p.paramEntityParsing;
    c.expandInternal = p.expandInternal;
    this.deferral = parent.deferral;
    if (context === undefined || context === null) {
      c.externalSubset = true;
      for (const name of p.open) c.open.add(name);
      this.events = externalDtd(c);
    } else {
      c.setContext(context);
      this.events = externalContent(c);
    }
  }

  get begun(): boolean {
    return this.started;
  }

  /** Takes input: bytes, or text that is decoded already. False: there is nothing to be read yet. */
  feed(input: Uint8Array | string, final: boolean): boolean {
    const { c } = this;
    if (this.finished && this.error === 0) this.error = FINISHED;
    if (this.error !== 0) return false;
    this.started = true;
    let text: string;
    if (typeof input === 'string') {
      c.encodingFixed = true;
      c.decoder.isText();
      text = input;
    } else text = c.decoder.decode(input, final);
    const src = c.main;
    this.count(src.pos);
    src.text = src.pos === 0 ? src.text + text : src.text.slice(src.pos) + text;
    src.final = final;
    this.counted -= src.pos;
    c.eventAt = Math.max(0, c.eventAt - src.pos);
    src.pos = 0;
    c.account(text.length);
    // A token given in many small pieces is not looked at again for each of them.
    if (this.deferral && !final && this.waiting > 0 && src.text.length < 2 * this.waiting) return false;
    this.beganAt = c.main.text.length;
    return true;
  }

  /** The next event; `answer` is what the handler of the one before said. Undefined: all input has been read. */
  next(answer: unknown): ExpatEvent | undefined {
    const { c } = this;
    try {
      const r = this.events.next(answer);
      if (r.done !== true && r.value !== undefined) return r.value;
      const src = c.main;
      this.waiting = src.pos === 0 && !src.final ? this.beganAt : 0;
      if (r.done === true || src.final) this.finished = true;
      c.eventAt = src.pos;
      return undefined;
    } catch (e) {
      if (!(e instanceof ExpatFailure)) throw e;
      this.error = e.code;
      return undefined;
    }
  }

  private count(to: number): void {
    const { text } = this.c.main;
    const from = this.counted;
    const { wide } = this.c.decoder; // there each half of a pair is a column to expat
    if (to <= from) return;
    this.bytes += this.c.decoder.byteLength(text, from, to);
    for (let i = from; i < to; i++) {
      const ch = text.charCodeAt(i);
      if (ch === 10 || ch === 13) {
        if (ch === 10 && i > 0 && text.charCodeAt(i - 1) === 13) continue;
        this.line++;
        this.column = 0;
      } else if ((ch & 0xfc00) !== 0xdc00 || ch === 0xdfff || wide) this.column++;
    }
    this.counted = to;
  }
  get lineNumber(): number {
    this.count(this.c.eventAt);
    return this.line;
  }
  get columnNumber(): number {
    this.count(this.c.eventAt);
    return this.column;
  }
  get byteIndex(): number {
    if (!this.started) return -1;
    this.count(this.c.eventAt);
    return this.bytes + this.c.decoder.markBytes;
  }
  /** The input from the current event on, as far as it is there. */
  inputContext(): Uint8Array {
    const { c } = this;
    return c.decoder.encode(c.main.text.slice(c.eventAt));
  }
}
