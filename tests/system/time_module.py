# time: struct_time, strftime, mktime, zones, clocks.
import os, time

t = time.gmtime(1700000000)
print(t)
print(tuple(t), t.tm_zone, t.tm_gmtoff, len(t), t.n_fields, t[:3])
print(time.strftime('%a %A %b %B %d %H %I %j %m %M %p %S %U %w %W %y %Y %Z %% %e %D %F %T %R %G-%V %u %C %h %k %l %s'.replace('%s', ''), t))
print(time.asctime(t), '|', time.strftime('%c', t), '|', time.strftime('%x %X', t))
print(time.strptime('2024-02-29 13:14:15', '%Y-%m-%d %H:%M:%S'))
for tz in ('UTC', 'America/New_York', 'EST+05EDT,M3.2.0,M11.1.0', 'Asia/Kolkata'):
    os.environ['TZ'] = tz
    time.tzset()
    s, w = time.localtime(1720000000), time.localtime(1705000000)
    print(tz, time.timezone, time.altzone, time.daylight, time.tzname, s[:6], s.tm_isdst, s.tm_zone, s.tm_gmtoff, w.tm_isdst)
    print(time.mktime(s), time.mktime(w), time.strftime('%Z %z', s), time.ctime(1720000000))
a = time.monotonic()
time.sleep(0.02)
print(0.015 < time.monotonic() - a < 1, abs(time.time() - time.time_ns() / 1e9) < 1, time.perf_counter() >= a - 1e9)
print(type(time.time()).__name__, type(time.time_ns()).__name__, time.process_time() >= 0)
print(time.get_clock_info('monotonic').monotonic, time.get_clock_info('time').adjustable)
for f in (lambda: time.sleep(-1), lambda: time.sleep('x'), lambda: time.gmtime(float('nan')), lambda: time.gmtime(1e200), lambda: time.asctime((1, 2)),
          lambda: time.strftime('%Y', (2000, 13, 1, 0, 0, 0, 0, 0, 0)), lambda: time.mktime('x'), lambda: time.get_clock_info('x'), lambda: time.struct_time((1,)),
          lambda: time.strftime('%H', (2000, 1, 1, 25, 0, 0, 0, 0, 0))):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)

# expect: time.struct_time(tm_year=2023, tm_mon=11, tm_mday=14, tm_hour=22, tm_min=13, tm_sec=20, tm_wday=1, tm_yday=318, tm_isdst=0)
# expect: (2023, 11, 14, 22, 13, 20, 1, 318, 0) GMT 0 9 11 (2023, 11, 14)
# expect: Tue Tuesday Nov November 14 22 10 318 11 13 PM 20 46 2 46 23 2023 GMT % 14 11/14/23 2023-11-14 22:13:20 22:13 2023-46 2 20 Nov 22 10 
# expect: Tue Nov 14 22:13:20 2023 | Tue Nov 14 22:13:20 2023 | 11/14/23 22:13:20
# expect: time.struct_time(tm_year=2024, tm_mon=2, tm_mday=29, tm_hour=13, tm_min=14, tm_sec=15, tm_wday=3, tm_yday=60, tm_isdst=-1)
# expect: UTC 0 0 0 ('UTC', 'UTC') (2024, 7, 3, 9, 46, 40) 0 UTC 0 0
# expect: 1720000000.0 1705000000.0 UTC +0000 Wed Jul  3 09:46:40 2024
# expect: America/New_York 18000 14400 1 ('EST', 'EDT') (2024, 7, 3, 5, 46, 40) 1 EDT -14400 0
# expect: 1720000000.0 1705000000.0 EDT -0400 Wed Jul  3 05:46:40 2024
# expect: EST+05EDT,M3.2.0,M11.1.0 18000 14400 1 ('EST', 'EDT') (2024, 7, 3, 5, 46, 40) 1 EDT -14400 0
# expect: 1720000000.0 1705000000.0 EDT -0400 Wed Jul  3 05:46:40 2024
# expect: Asia/Kolkata -19800 -19800 0 ('IST', 'IST') (2024, 7, 3, 15, 16, 40) 0 IST 19800 0
# expect: 1720000000.0 1705000000.0 IST +0530 Wed Jul  3 15:16:40 2024
# expect: True True True
# expect: float int True
# expect: True True
# expect: ValueError sleep length must be non-negative
# expect: TypeError 'str' object cannot be interpreted as an integer
# expect: ValueError Invalid value NaN (not a number)
# expect: OverflowError timestamp out of range for platform time_t
# expect: TypeError asctime(): illegal time tuple argument
# expect: ValueError month out of range
# expect: TypeError Tuple or struct_time argument required
# expect: ValueError unknown clock
# expect: TypeError time.struct_time() takes an at least 9-sequence (1-sequence given)
# expect: ValueError hour out of range
