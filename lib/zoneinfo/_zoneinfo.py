"""ZoneInfo, for zoneinfo/__init__.py.

Typhon's own: the packaged library has only the half of zoneinfo that is shared with CPython's C implementation.
A zone is a list of transitions in UTC with the offsets before and after each; times after the last one follow the
POSIX rule at the end of the file. Local times that a change repeats or skips are told apart by `fold` (PEP 495).
"""

import bisect
import re
import weakref
from calendar import isleap
from datetime import datetime, timedelta, timezone, tzinfo

from . import _common, _tzpath

_EPOCH = datetime(1970, 1, 1)
_EPOCH_ORDINAL = _EPOCH.toordinal()
_ZERO = timedelta(0)
_RECENT = 8


class _Offset:
    """One kind of time in a zone: offset from UTC, daylight saving part, abbreviation."""

    __slots__ = ('utcoff', 'dst', 'name', 'seconds')

    def __init__(self, seconds, dst, name):
        self.seconds = seconds
        self.utcoff = timedelta(seconds=seconds)
        self.dst = timedelta(seconds=dst)
        self.name = name

    def __eq__(self, other):
        return (self.seconds, self.dst, self.name) == (other.seconds, other.dst, other.name)


class ZoneInfo(tzinfo):
    _recent = {}
    _all = weakref.WeakValueDictionary()
    __module__ = 'zoneinfo'

    def __init_subclass__(cls):
        super().__init_subclass__()
        cls._recent = {}
        cls._all = weakref.WeakValueDictionary()

    def __new__(cls, key):
        zone = cls._all.get(key)
        if zone is None:
            zone = cls._all.setdefault(key, cls._load(key))
            zone._cached = True
        cls._recent.pop(key, None)
        cls._recent[key] = zone
        if len(cls._recent) > _RECENT:
            del cls._recent[next(iter(cls._recent))]
        return zone

    @classmethod
    def no_cache(cls, key):
        zone = cls._load(key)
        zone._cached = False
        return zone

    @classmethod
    def from_file(cls, file_obj, /, key=None):
        zone = super().__new__(cls)
        zone._key = key
        zone._cached = False
        zone._from_file = True
        zone._read(file_obj)
        return zone

    @classmethod
    def clear_cache(cls, *, only_keys=None):
        if only_keys is None:
            cls._all.clear()
            cls._recent.clear()
        else:
            for key in only_keys:
                cls._all.pop(key, None)
                cls._recent.pop(key, None)

    @classmethod
    def _load(cls, key):
        zone = super().__new__(cls)
        zone._key = key
        zone._from_file = False
        path = _tzpath.find_tzfile(key)
        with open(path, 'rb') if path is not None else _common.load_tzdata(key) as file:
            zone._read(file)
        return zone

    def _read(self, file):
        indices, self._utc, seconds, isdst, names, rule = _common.load_data(file)
        offsets = _daylight_parts(indices, seconds, isdst)
        kinds = [_Offset(*parts) for parts in zip(seconds, offsets, names)]
        self._kinds = [kinds[i] for i in indices]
        standard = [kind for kind, dst in zip(kinds, isdst) if not dst]
        self._before = standard[0] if standard else kinds[0] if kinds else None
        # Local times of the transitions: for fold=0 the later change counts in a gap, for fold=1 the earlier.
        previous = seconds[0] if seconds else 0
        local = [], []
        for at, kind in zip(self._utc, self._kinds):
            low, high = sorted((previous, kind.seconds))
            local[0].append(at + high)
            local[1].append(at + low)
            previous = kind.seconds
        self._local = local
        if rule:
            self._after = _parse_rule(rule.decode())
        elif not self._kinds:
            self._after = _FixedRule(kinds[0])
        else:
            self._after = _FixedRule(self._kinds[-1])
        if self._before is None:
            self._before = self._after.at_year_start()
        self._constant = isinstance(self._after, _FixedRule) and not self._utc

    def _find(self, dt):
        """The kind of time at a local time."""
        if dt is None:
            return self._after.kind if self._constant else None
        seconds = _seconds(dt)
        local = self._local[dt.fold]
        if not local or seconds >= local[-1]:
            return self._after.local(seconds, dt.year, dt.fold)
        i = bisect.bisect_right(local, seconds)
        return self._kinds[i - 1] if i else self._before

    def utcoffset(self, dt, /):
        kind = self._find(dt)
        return None if kind is None else kind.utcoff

    def dst(self, dt, /):
        kind = self._find(dt)
        return None if kind is None else kind.dst

    def tzname(self, dt, /):
        kind = self._find(dt)
        return None if kind is None else kind.name

    def fromutc(self, dt, /):
        if not isinstance(dt, datetime):
            raise TypeError('fromutc() requires a datetime argument')
        if dt.tzinfo is not self:
            raise ValueError('dt.tzinfo is not self')
        seconds = _seconds(dt)
        fold = 0
        if not self._utc or seconds > self._utc[-1]:
            previous = self._kinds[-2] if len(self._kinds) > 1 else self._before
            kind, fold = self._after.utc(seconds, dt.year)
            if self._utc and not fold and kind == self._kinds[-1]:
                fold = int(seconds - self._utc[-1] < previous.seconds - kind.seconds)
        elif seconds < self._utc[0]:
            kind = self._before
        else:
            i = bisect.bisect_right(self._utc, seconds)
            kind = self._kinds[i - 1]
            previous = self._kinds[i - 2] if i > 1 else self._before
            fold = int(seconds - self._utc[i - 1] < previous.seconds - kind.seconds)
        result = dt + kind.utcoff
        return result.replace(fold=1) if fold else result

    @property
    def key(self):
        return self._key

    def __str__(self):
        return repr(self) if self._key is None else str(self._key)

    def __repr__(self):
        if self._key is None:
            return super().__repr__()
        return f'{type(self).__module__}.{type(self).__qualname__}(key={self._key!r})'

    def __reduce__(self):
        if self._from_file:
            import pickle
            raise pickle.PicklingError('Cannot pickle a ZoneInfo file created from a file stream.')
        return self.__class__._unpickle, (self._key, self._cached)

    @classmethod
    def _unpickle(cls, key, by_cache, /):
        return cls(key) if by_cache else cls.no_cache(key)


def _seconds(dt):
    return (dt.toordinal() - _EPOCH_ORDINAL) * 86400 + dt.hour * 3600 + dt.minute * 60 + dt.second


def _daylight_parts(indices, seconds, isdst):
    """How much of each offset is daylight saving: the file says only whether. The neighbouring standard time tells."""
    parts = [0] * len(seconds)
    for n in range(1, len(indices)):
        i, before = indices[n], indices[n - 1]
        if not isdst[i] or parts[i]:
            continue
        difference = 0
        if not isdst[before]:
            difference = seconds[i] - seconds[before]
        if not difference and n + 1 < len(indices) and not isdst[indices[n + 1]]:
            difference = seconds[i] - seconds[indices[n + 1]]
        parts[i] = difference
    for i, dst in enumerate(isdst):
        if dst and not parts[i]:
            parts[i] = 3600
    return parts


class _FixedRule:
    """After the last transition nothing changes."""

    def __init__(self, kind):
        self.kind = kind

    def at_year_start(self):
        return self.kind

    def local(self, seconds, year, fold):
        return self.kind

    def utc(self, seconds, year):
        return self.kind, 0


class _YearlyRule:
    """Daylight saving from one day of the year to another (POSIX TZ)."""

    def __init__(self, standard, daylight, start, end):
        self.standard, self.daylight, self.start, self.end = standard, daylight, start, end
        self.gain = daylight.seconds - standard.seconds

    def at_year_start(self):
        return self.standard

    def local(self, seconds, year, fold):
        start, end = self.start(year), self.end(year)
        # In the gap and in the repeated hour, fold says which of the two readings is meant.
        if fold == (self.gain >= 0):
            end -= self.gain
        else:
            start += self.gain
        inside = start <= seconds < end if start < end else not end <= seconds < start
        return self.daylight if inside else self.standard

    def utc(self, seconds, year):
        start, end = self.start(year) - self.standard.seconds, self.end(year) - self.daylight.seconds
        inside = start <= seconds < end if start < end else not end <= seconds < start
        ambiguous = end if self.gain > 0 else start
        fold = ambiguous <= seconds < ambiguous + abs(self.gain)
        return self.daylight if inside else self.standard, int(fold)


_RULE = re.compile(
    r'(?P<std>[^<0-9:.+-]+|<[a-zA-Z0-9+-]+>)(?P<stdoff>[+-]?\d{1,3}(?::\d{2}(?::\d{2})?)?)'
    r'(?:(?P<dst>[^0-9:.+-,<]+|<[a-zA-Z0-9+-]+>)(?P<dstoff>[+-]?\d{1,3}(?::\d{2}(?::\d{2})?)?)?)?', re.ASCII)


def _parse_rule(text):
    zone, *changes = text.split(',')
    match = _RULE.fullmatch(zone)
    if match is None:
        raise ValueError(f'{zone} is not a valid TZ string')
    name = match['std'].strip('<>')
    standard = _Offset(-_time(match['stdoff'], 24), 0, name)
    if match['dst'] is None:
        if changes:
            raise ValueError(f'Transition rule present without DST: {text}')
        return _FixedRule(standard)
    if len(changes) != 2:
        raise ValueError(f'Missing transition rules in TZ string: {text}')
    seconds = standard.seconds + 3600 if match['dstoff'] is None else -_time(match['dstoff'], 24)
    daylight = _Offset(seconds, seconds - standard.seconds, match['dst'].strip('<>'))
    return _YearlyRule(standard, daylight, *map(_parse_change, changes))


def _time(text, most=167):
    sign = -1 if text[0] == '-' else 1
    hours, minutes, seconds, *_ = [*map(int, text.lstrip('+-').split(':')), 0, 0]
    if hours > most or minutes > 59 or seconds > 59:
        raise ValueError(f'Invalid transition time: {text}')
    return sign * (hours * 3600 + minutes * 60 + seconds)


def _parse_change(text):
    """A function from a year to the local second of the change."""
    day, _, time = text.partition('/')
    at = _time(time) if time else 7200
    if day.startswith('M'):
        match = re.fullmatch(r'M(\d{1,2})\.(\d)\.(\d)', day, re.ASCII)
        if match is None:
            raise ValueError(f'Invalid dst start/end date: {text}')
        month, week, weekday = map(int, match.groups())
        if not (1 <= month <= 12 and 1 <= week <= 5 and weekday <= 6):
            raise ValueError(f'Invalid dst start/end date: {text}')

        def change(year):
            first = datetime(year, month, 1).toordinal()
            day = first + (weekday - first) % 7 + 7 * (week - 1)
            last = datetime(year + month // 12, month % 12 + 1, 1).toordinal()
            if day >= last:
                day -= 7
            return (day - _EPOCH_ORDINAL) * 86400 + at
    else:
        julian = day.startswith('J')
        n = int(day[julian:])
        if n > 365 or n < julian:
            raise ValueError(f'Invalid dst start/end date: {text}')

        def change(year):
            offset = n - 1 + (isleap(year) and n >= 60) if julian else n
            return (datetime(year, 1, 1).toordinal() - _EPOCH_ORDINAL + offset) * 86400 + at
    return change
