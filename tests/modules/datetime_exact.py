# requires: 3.14
# datetime: messages, representations and rules that only the C half has to the letter.
import os
import pickle
import time as clock
from datetime import *

def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)

t(lambda: date(2000))
t(lambda: date(2000, 1.5, 2))
t(lambda: date(2000, 2, 30))
t(lambda: time(1, 2, fold=1, tzinfo=timezone.utc))
t(lambda: datetime(2000, 1, 1, 1, 2, fold=1, tzinfo=timezone.utc))
t(lambda: timedelta('x'))
t(lambda: timedelta(10**9))
t(lambda: timedelta(float('nan')))
t(lambda: [timedelta(microseconds=0.5), timedelta(microseconds=1.5), timedelta(seconds=0.1) * 3])
t(lambda: timedelta(1) / 0)
t(lambda: timedelta(1) % 5)
t(lambda: [timedelta(5) / timedelta(2), timedelta(5) // timedelta(2), divmod(-timedelta(5), timedelta(2))])
t(lambda: timezone(timedelta(1)))
t(lambda: timezone.utc.utcoffset(5))
t(lambda: tzinfo().utcoffset(None))
t(lambda: datetime(2000, 1, 1).isoformat('ab'))
t(lambda: date.fromisoformat('2000-W10-8'))
t(lambda: datetime.fromisoformat('2000-12-31T24:00'))
t(lambda: datetime.fromisoformat('20001231T010203,5-0330'))
t(lambda: time.fromisoformat('24:01'))
t(lambda: date.fromordinal(0))
t(lambda: date(2000, 1, 1) - datetime(2000, 1, 1))
t(lambda: date(2000, 1, 1) < datetime(2000, 1, 1))
t(lambda: datetime(2000, 1, 1) < datetime(2000, 1, 1, tzinfo=timezone.utc))
t(lambda: datetime.combine(5, 6))
t(lambda: date(2000, 1, 1).isocalendar())
t(lambda: date.strptime('2024-02-29', '%Y-%m-%d'))
t(lambda: datetime(7, 1, 2).strftime('%Y %F %f %z'))
t(lambda: setattr(date, 'year', 5))

class Day(date):
    def __init__(self, *args):
        print('made', args)

print(type(Day(2000, 1, 1) + timedelta(1)).__name__)

class Zone(tzinfo):
    def utcoffset(self, dt):
        clock.sleep(0)  # a thread may wait in it
        return timedelta(hours=2 if dt is not None and dt.fold == 0 else 1)
    def dst(self, dt):
        return timedelta(0)
    def tzname(self, dt):
        return '100%'

d = datetime(2020, 5, 5, 12, tzinfo=Zone())
t(lambda: [d == datetime(2020, 5, 5, 10, tzinfo=timezone.utc), d.replace(tzinfo=None) == d, d - datetime.min.replace(tzinfo=timezone.utc)])
t(lambda: d.strftime('%Z %z %:z'))
t(lambda: hash(d) == hash(d.replace(fold=1)))

os.environ['TZ'] = 'Europe/Paris'
clock.tzset()
gap = datetime(2021, 3, 28, 2, 30)
t(lambda: [gap.timestamp(), gap.replace(fold=1).timestamp(), gap.astimezone(timezone.utc)])
t(lambda: [datetime.fromtimestamp(1635640200), datetime.fromtimestamp(1635643800)])
for v in d.date(), d.timetz().replace(tzinfo=timezone.utc), datetime.max, timedelta.min, timezone.utc, time(1, fold=1):
    assert pickle.loads(pickle.dumps(v)) == v
print(pickle.loads(pickle.dumps(time(1, fold=1))).fold, pickle.loads(pickle.dumps(timezone.utc)) is timezone.utc)
# expect: TypeError function missing required argument 'month' (pos 2)
# expect: TypeError 'float' object cannot be interpreted as an integer
# expect: ValueError day 30 must be in range 1..29 for month 2 in year 2000
# expect: datetime.time(1, 2, tzinfo=datetime.timezone.utc, fold=1)
# expect: datetime.datetime(2000, 1, 1, 1, 2, fold=1, tzinfo=datetime.timezone.utc)
# expect: TypeError unsupported type for timedelta days component: str
# expect: OverflowError days=1000000000; must have magnitude <= 999999999
# expect: ValueError cannot convert float NaN to integer
# expect: [datetime.timedelta(0), datetime.timedelta(microseconds=2), datetime.timedelta(microseconds=300000)]
# expect: ZeroDivisionError division by zero
# expect: TypeError unsupported operand type(s) for %: 'datetime.timedelta' and 'int'
# expect: [2.5, 2, (-3, datetime.timedelta(days=1))]
# expect: ValueError offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not datetime.timedelta(days=1)
# expect: TypeError utcoffset(dt) argument must be a datetime instance or None, not int
# expect: NotImplementedError a tzinfo subclass must implement utcoffset()
# expect: TypeError isoformat() argument 1 must be a unicode character, not a string of length 2
# expect: ValueError Invalid isoformat string: '2000-W10-8'
# expect: datetime.datetime(2001, 1, 1, 0, 0)
# expect: datetime.datetime(2000, 12, 31, 1, 2, 3, 500000, tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=73800)))
# expect: ValueError minute, second, and microsecond must be 0 when hour is 24
# expect: ValueError ordinal must be >= 1
# expect: TypeError unsupported operand type(s) for -: 'datetime.date' and 'datetime.datetime'
# expect: TypeError '<' not supported between instances of 'datetime.date' and 'datetime.datetime'
# expect: TypeError can't compare offset-naive and offset-aware datetimes
# expect: TypeError combine() argument 1 must be datetime.date, not int
# expect: datetime.IsoCalendarDate(year=1999, week=52, weekday=6)
# expect: datetime.date(2024, 2, 29)
# expect: '0007 0007-01-02 000000 '
# expect: TypeError cannot set 'year' attribute of immutable type 'datetime.date'
# expect: made (2000, 1, 1)
# expect: made (2000, 1, 2)
# expect: Day
# expect: [False, False, datetime.timedelta(days=737549, seconds=36000)]
# expect: '100% +0200 +02:00'
# expect: True
# expect: [1616895000.0, 1616891400.0, datetime.datetime(2021, 3, 28, 1, 30, tzinfo=datetime.timezone.utc)]
# expect: [datetime.datetime(2021, 10, 31, 2, 30), datetime.datetime(2021, 10, 31, 2, 30, fold=1)]
# expect: 1 True
