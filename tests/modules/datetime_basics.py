# datetime: arithmetic, formatting, parsing, zones.
# requires: 3.14
from datetime import *
d = datetime(2026, 2, 28, 23, 59, 59, 123456)
print(d, d + timedelta(days=1, seconds=1), d.isoformat(timespec='milliseconds'), d.strftime('%Y %j %U %a %B %p %f %%'), d.date(), d.time(), d.weekday(), tuple(d.isocalendar()), d.replace(year=2024), d.timetuple()[:4], repr(d))
print(timedelta(hours=25, minutes=-1), repr(timedelta(days=-1, seconds=5)), timedelta(days=3) / timedelta(hours=12), timedelta(seconds=7) // 2, divmod(timedelta(hours=5), timedelta(hours=2)), timedelta(1.5).total_seconds(), abs(-timedelta(1)), date(2026, 3, 1) - date(2026, 2, 1), date(2024, 2, 29).toordinal(), date.fromordinal(738000), date.fromisoformat('2026-W10-3'))
z = timezone(timedelta(hours=5, minutes=30), 'IST')
a = datetime(2026, 1, 1, 12, tzinfo=z)
print(a, a.astimezone(timezone.utc), a.tzname(), a.utcoffset(), a == datetime(2026, 1, 1, 6, 30, tzinfo=timezone.utc), datetime.strptime('03/Apr/2026 10:11 +0200', '%d/%b/%Y %H:%M %z'), datetime.fromisoformat('2026-01-02T03:04:05.678+01:00'), datetime.fromtimestamp(0, timezone.utc), a.timestamp())
for f in (lambda: date(2026, 2, 30), lambda: datetime(2026, 13, 1), lambda: datetime.strptime('x', '%Y'), lambda: date.fromisoformat('bad'), lambda: timedelta(days=10**9), lambda: date.max + timedelta(1), lambda: d - 5):
    try:
        print(f())
    except (ValueError, TypeError, OverflowError) as e:
        print(type(e).__name__, e)

# expect: 2026-02-28 23:59:59.123456 2026-03-02 00:00:00.123456 2026-02-28T23:59:59.123 2026 059 08 Sat February PM 123456 % 2026-02-28 23:59:59.123456 5 (2026, 9, 6) 2024-02-28 23:59:59.123456 (2026, 2, 28, 23) datetime.datetime(2026, 2, 28, 23, 59, 59, 123456)
# expect: 1 day, 0:59:00 datetime.timedelta(days=-1, seconds=5) 6.0 0:00:03.500000 (2, datetime.timedelta(seconds=3600)) 129600.0 1 day, 0:00:00 28 days, 0:00:00 738945 2021-07-29 2026-03-04
# expect: 2026-01-01 12:00:00+05:30 2026-01-01 06:30:00+00:00 IST 5:30:00 True 2026-04-03 10:11:00+02:00 2026-01-02 03:04:05.678000+01:00 1970-01-01 00:00:00+00:00 1767249000.0
# expect: ValueError day 30 must be in range 1..28 for month 2 in year 2026
# expect: ValueError month must be in 1..12, not 13
# expect: ValueError time data 'x' does not match format '%Y'
# expect: ValueError Invalid isoformat string: 'bad'
# expect: OverflowError days=1000000000; must have magnitude <= 999999999
# expect: OverflowError date value out of range
# expect: TypeError unsupported operand type(s) for -: 'datetime.datetime' and 'int'
