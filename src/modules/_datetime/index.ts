// `_datetime`: what the datetime module takes from C. The capsule of the C API has no meaning here and is left out.

import { defineModule } from '../../runtime/modules.ts';
import { MAX_YEAR, MIN_YEAR } from './calendar.ts';
import './timedelta.ts';
import './date.ts';
import './time.ts';
import './datetime.ts';
import { utc } from './tzinfo.ts';
import { datetimeType, dateType, timedeltaType, timeType, timezoneType, tzinfoType } from './shapes.ts';

defineModule('_datetime', (m) => {
  m.set('__doc__', 'Fast implementation of the datetime module.');
  for (const type of [dateType, datetimeType, timeType, timedeltaType, timezoneType, tzinfoType]) m.type(type);
  m.set('MINYEAR', MIN_YEAR);
  m.set('MAXYEAR', MAX_YEAR);
  m.set('UTC', utc);
});
