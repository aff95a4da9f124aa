# sys.set_int_max_str_digits is obeyed by int(), str(), format() and source code.
import sys

sys.set_int_max_str_digits(0)
print(len(str(10**5000)), len(str(int("1" * 5000))))  # expect: 5001 5000
sys.set_int_max_str_digits(700)
for f in (lambda: int("1" * 701), lambda: str(10**701), lambda: f"{10**701}", lambda: "%d" % 10**701):
    try:
        f()
    except ValueError as e:
        print(e)
# expect: Exceeds the limit (700 digits) for integer string conversion: value has 701 digits; use sys.set_int_max_str_digits() to increase the limit
# expect: Exceeds the limit (700 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit
# expect: Exceeds the limit (700 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit
# expect: Exceeds the limit (700 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit
