// The time zone of an interpreter: what TZ was when somebody first asked, or at the last tzset().

import { host } from '../../runtime/host.ts';
import { interpreter } from '../../runtime/interpreter.ts';
import { localZone, type Zone } from './zone.ts';

/** Reads TZ anew. */
export function resetZone(): Zone {
  const zone = localZone(host().process.environ().get('TZ'));
  interpreter().moduleState.set('time', zone);
  return zone;
}

export function currentZone(): Zone {
  return (interpreter().moduleState.get('time') as Zone | undefined) ?? resetZone(); // only set above
}
