// The time module: clocks, sleep, local time. Invariant: `sleep` suspends the Python thread, not the machine's; the time
// zone is what TZ was at import or at the last tzset().

import { None, type PyValue } from '../../objects/object.ts';
import { PyFloat, PyTuple } from '../../objects/shapes.ts';
import { typeOf } from '../../objects/type.ts';
import { callR } from '../../objects/protocol/call.ts';
import { index } from '../../objects/protocol/operators.ts';
import { importAttrR } from '../../objects/hooks.ts';
import type { NativeGenerator, Wait } from '../../objects/protocol/pending.ts';
import { overflowError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { osError } from '../../objects/exceptions/os-error.ts';
import { ERRNO } from '../../objects/exceptions/errno-table.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { defineModule } from '../../runtime/modules.ts';
import { host } from '../../runtime/host.ts';
import { cInt, pyInt } from '../support/arguments.ts';
import { sleepR } from '../support/parking.ts';
import { asctime, checkTm, fromTuple, strftime, structTime, type Tm, toStruct, toTm } from './fields.ts';
import { resetZone } from './current-zone.ts';
import { daysFromCivil, type Zone } from './zone.ts';

const CLOCKS = {
  CLOCK_REALTIME: 0,
  CLOCK_MONOTONIC: 1,
  CLOCK_PROCESS_CPUTIME_ID: 2,
  CLOCK_THREAD_CPUTIME_ID: 3,
  CLOCK_MONOTONIC_RAW: 4,
  CLOCK_BOOTTIME: 7,
};

const seconds = (ns: bigint): PyFloat => new PyFloat(Number(ns) / 1e9);

/** Whole seconds of a timestamp argument, rounded down; None is now. */
function timestamp(v: PyValue): number {
  if (v === None) return Number(host().clock.time() / 1000000000n);
  if (v instanceof PyFloat) {
    if (Number.isNaN(v.v)) throw valueError('Invalid value NaN (not a number)');
    const n = Math.floor(v.v);
    if (!(n >= -(2 ** 63) && n < 2 ** 63)) throw overflowError('timestamp out of range for platform time_t');
    return n;
  }
  const n = index(v);
  if (n > 9223372036854775807n || n < -9223372036854775808n)
    throw overflowError('timestamp out of range for platform time_t');
  return Number(n);
}

/** A duration in milliseconds. */
export function duration(v: PyValue): number {
  if (v instanceof PyFloat) {
    if (Number.isNaN(v.v)) throw valueError('Invalid value NaN (not a number)');
    if (v.v < 0) throw valueError('sleep length must be non-negative');
    if (v.v >= 9223372036.854775) throw overflowError('timestamp out of range for platform time_t');
    return v.v * 1000;
  }
  const n = index(v, `'${typeOf(v).name}' object cannot be interpreted as an integer`);
  if (n > 9223372036n) throw overflowError('timestamp too large to convert to C PyTime_t');
  if (n < 0) throw valueError('sleep length must be non-negative');
  return Number(n) * 1000;
}

function sleep(v: PyValue): Wait {
  return sleepR(duration(v));
}

function clock(id: number): bigint {
  const c = host().clock;
  switch (id) {
    case 0:
      return c.time();
    case 1:
    case 4:
    case 7:
      return c.monotonic();
    case 2:
    case 3:
      return c.cpu();
    default:
      throw osError(ERRNO.EINVAL);
  }
}

/** Seconds since the epoch of a local time, which need not be normalised. */
function mktime(tm: Tm, zone: Zone): number {
  const year = tm.year + Math.floor(tm.mon / 12);
  const mon = ((tm.mon % 12) + 12) % 12;
  const wall = daysFromCivil(year, mon + 1, 1) * 86400 + (tm.mday - 1) * 86400 + tm.hour * 3600 + tm.min * 60 + tm.sec;
  // Try the offsets in force around that time; prefer the one whose dst flag was asked for.
  let best: number | undefined;
  for (const probe of [wall - 86400, wall, wall + 86400]) {
    const local = zone.at(probe);
    const t = wall - local.offset;
    const there = zone.at(t);
    if (there.offset === local.offset) {
      if (tm.isdst < 0 || there.dst === tm.isdst > 0) return t;
      best ??= t;
    }
  }
  if (tm.isdst >= 0) {
    for (let d = 0; d < 400; d += 30) {
      for (const probe of [wall - d * 86400, wall + d * 86400]) {
        const local = zone.at(probe);
        if (local.dst === tm.isdst > 0) return wall - local.offset;
      }
    }
  }
  return best ?? wall - zone.at(wall).offset;
}

defineModule('time', (m) => {
  let zone: Zone;
  const tzset = (): void => {
    zone = resetZone();
    const year = new Date(Number(host().clock.time() / 1000000n)).getUTCFullYear();
    const jan = zone.at(daysFromCivil(year, 1, 1) * 86400);
    const jul = zone.at(daysFromCivil(year, 7, 1) * 86400);
    const [std, dst] = jan.offset <= jul.offset ? [jan, jul] : [jul, jan];
    m.set('timezone', 0 - std.offset);
    m.set('altzone', 0 - dst.offset);
    m.set('daylight', jan.offset === jul.offset ? 0 : 1);
    m.set('tzname', new PyTuple([fromJS(std.name), fromJS(dst.name)]));
  };
  tzset();
  const localtime = (v: PyValue): Tm => {
    const t = timestamp(v);
    return toTm(t, zone.at(t));
  };
  const c = host().clock;

  for (const [name, id] of Object.entries(CLOCKS)) m.set(name, id);
  m.set('_STRUCT_TM_ITEMS', 11);
  m.type(structTime.type);
  m.funcs({
    'time()': () => seconds(c.time()),
    'time_ns()': () => pyInt(c.time()),
    'monotonic()': () => seconds(c.monotonic()),
    'monotonic_ns()': () => pyInt(c.monotonic()),
    'perf_counter()': () => seconds(c.monotonic()),
    'perf_counter_ns()': () => pyInt(c.monotonic()),
    'process_time()': () => seconds(c.cpu()),
    'process_time_ns()': () => pyInt(c.cpu()),
    'thread_time()': () => seconds(c.cpu()),
    'thread_time_ns()': () => pyInt(c.cpu()),
    'clock_gettime(clk_id, /)': (id: PyValue) => seconds(clock(cInt(id))),
    'clock_gettime_ns(clk_id, /)': (id: PyValue) => pyInt(clock(cInt(id))),
    'clock_getres(clk_id, /)': (id: PyValue) => {
      clock(cInt(id));
      return new PyFloat(1e-9);
    },
    'clock_settime(clk_id, time, /)': (id: PyValue) => {
      clock(cInt(id));
      throw osError(ERRNO.EPERM);
    },
    'clock_settime_ns(clk_id, time, /)': (id: PyValue) => {
      clock(cInt(id));
      throw osError(ERRNO.EPERM);
    },
    'sleep(seconds, /)': sleep,
    'gmtime(seconds=None, /)': (v: PyValue) =>
      toStruct(
        toTm(timestamp(v), { offset: 0, dst: false, name: host().process.platform === 'linux' ? 'GMT' : 'UTC' }),
      ),
    'localtime(seconds=None, /)': (v: PyValue) => toStruct(localtime(v)),
    'mktime(time_tuple, /)': (v: PyValue) => {
      const tm = fromTuple(v, 'mktime');
      const t = mktime(tm, zone);
      if (!Number.isSafeInteger(t)) throw overflowError('mktime argument out of range');
      return new PyFloat(t);
    },
    'strftime(format, time_tuple=?, /)': (format: PyValue, tuple: PyValue | undefined) => {
      if (!isStr(format)) throw typeError(`strftime() argument 1 must be str, not ${typeOf(format).name}`);
      let tm: Tm;
      if (tuple === undefined) tm = localtime(None);
      else {
        tm = fromTuple(tuple, 'strftime');
        checkTm(tm, tuple);
      }
      if (tm.zone === null || tm.gmtoff === null) {
        // Not from a struct_time: what the C library finds for the local zone.
        const std = m.dict.getStr('tzname') as PyTuple; // set by tzset above
        const tz = std.items[tm.isdst > 0 ? 1 : 0];
        tm.zone ??= isStr(tz) ? toJS(tz) : '';
        tm.gmtoff ??= -Number(m.dict.getStr(tm.isdst > 0 ? 'altzone' : 'timezone'));
      }
      return fromJS(strftime(toJS(format), tm, () => mktime(tm, zone)));
    },
    'asctime(time_tuple=?, /)': (tuple: PyValue | undefined) => {
      if (tuple === undefined) return asctime(localtime(None));
      const tm = fromTuple(tuple, 'asctime');
      checkTm(tm, tuple);
      return asctime(tm);
    },
    'ctime(seconds=None, /)': (v: PyValue) => asctime(localtime(v)),
    *"strptime(string, format='%a %b %d %H:%M:%S %Y', /)"(text: PyValue, format: PyValue): NativeGenerator {
      const f = (yield* importAttrR('_strptime', '_strptime_time') as NativeGenerator<PyValue>) as PyValue;
      return (yield callR(f, [text, format])) as PyValue;
    },
    'tzset()': tzset,
    *'get_clock_info(name, /)'(nameValue: PyValue): NativeGenerator {
      if (!isStr(nameValue)) throw typeError(`get_clock_info() argument 1 must be str, not ${typeOf(nameValue).name}`);
      const name = toJS(nameValue);
      const info: { [name: string]: readonly [string, boolean, boolean] } = {
        time: ['clock_gettime(CLOCK_REALTIME)', false, true],
        monotonic: ['clock_gettime(CLOCK_MONOTONIC)', true, false],
        perf_counter: ['clock_gettime(CLOCK_MONOTONIC)', true, false],
        process_time: ['clock_gettime(CLOCK_PROCESS_CPUTIME_ID)', true, false],
        thread_time: ['clock_gettime(CLOCK_THREAD_CPUTIME_ID)', true, false],
      };
      const i = info[name];
      if (i === undefined) throw valueError('unknown clock');
      const ns = (yield* importAttrR('types', 'SimpleNamespace') as NativeGenerator<PyValue>) as PyValue;
      return (yield callR(
        ns,
        [i[0], i[1], i[2], new PyFloat(1e-9)],
        ['implementation', 'monotonic', 'adjustable', 'resolution'],
      )) as PyValue;
    },
  });
});
