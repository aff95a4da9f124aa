// strftime() of date, time and datetime: the directives that the C library does not know (%f %z %:z %Z, four-digit
// years) are filled in here, the rest is time.strftime's. A tzinfo is asked only if the format wants it.

import { None, type PyValue } from '../../objects/object.ts';
import { hooks } from '../../objects/hooks.ts';
import { getattrR } from '../../objects/protocol/attribute.ts';
import { callMethodR, callR } from '../../objects/protocol/call.ts';
import { typeError } from '../../objects/exceptions/raise.ts';
import { repr, strR } from '../../objects/protocol/text.ts';
import { strType, typeOf } from '../../objects/type.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { pad } from './calendar.ts';
import { offsetR, offsetText } from './tzinfo.ts';
import { PyDate, PyDateTime, PyTime, type PyTimedelta } from './shapes.ts';

/** `timetuple` is what time.strftime is to format; `argument` is what a tzinfo is asked about. */
export function* strftime(
  self: PyDate | PyTime,
  formatValue: PyValue,
  timetuple: PyValue,
  argument: PyValue,
): NativeGenerator<PyValue> {
  const format = toJS(formatValue as string); // a str: the callers have checked
  const year = self instanceof PyDate ? self.year : 1900;
  const tz = self instanceof PyDateTime || self instanceof PyTime ? self.tz : None;
  const time: PyValue = yield hooks.importR('time');
  const timeStrftime: PyValue = yield getattrR(time, 'strftime');
  let out = '';
  let at = 0;
  while (at < format.length) {
    const percent = format.indexOf('%', at);
    if (percent < 0 || percent + 1 >= format.length) {
      out += format.slice(at);
      break;
    }
    out += format.slice(at, percent);
    const c = format[percent + 1];
    at = percent + 2;
    if (c === 'f') out += pad(self instanceof PyDateTime || self instanceof PyTime ? self.us : 0, 6);
    else if (c === 'z' || (c === ':' && format[at] === 'z')) {
      if (c === ':') at++;
      const offset = (yield offsetR(tz, 'utcoffset', argument)) as PyTimedelta | null; // what offsetR gives
      if (offset !== null) out += offsetText(offset, c === ':' ? ':' : '');
    } else if (c === 'Z') {
      if (tz !== None) {
        const name: PyValue = yield callMethodR(tz, 'tzname', [argument]);
        if (name !== None) {
          if (!isStr(name)) throw typeError(`tzinfo.tzname() must return None or a string, not ${repr(typeOf(name))}`);
          // A str of another class has its say, as in C.
          const escaped: PyValue =
            typeOf(name) === strType
              ? fromJS(toJS(name).replaceAll('%', '%%'))
              : yield callMethodR(name, 'replace', ['%', '%%']);
          if (!isStr(escaped)) throw typeError('tzname.replace() did not return a string');
          out += toJS(escaped);
        }
      }
    } else if (year < 1000 && (c === 'Y' || c === 'G' || c === 'F' || c === 'C')) {
      let y = year;
      if (c === 'G') y = Number(toJS((yield callR(timeStrftime, ['%G', timetuple])) as string));
      if (c === 'C') out += pad(Math.floor(y / 100), 2);
      else {
        out += pad(y, 4);
        if (c === 'F' && self instanceof PyDate) out += `-${pad(self.month, 2)}-${pad(self.day, 2)}`;
      }
    } else out += `%${c}`;
  }
  return (yield callR(timeStrftime, [fromJS(out), timetuple])) as PyValue;
}

/** `__format__`: str() without a format, strftime() with one. */
export function* formatWith(self: PyValue, format: PyValue): NativeGenerator<PyValue> {
  if (!isStr(format)) throw typeError(`__format__() argument 1 must be str, not ${typeOf(format).name}`);
  if (toJS(format) === '') return (yield strR(self)) as PyValue;
  return (yield callMethodR(self, 'strftime', [format])) as PyValue;
}

export function needsFormat(format: PyValue): void {
  if (!isStr(format))
    throw typeError(`strftime() argument 1 must be str, not ${format === None ? 'None' : typeOf(format).name}`);
}
