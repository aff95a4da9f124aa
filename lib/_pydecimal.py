"""Decimal floating point arithmetic (the General Decimal Arithmetic Specification), for decimal.py.

Typhon's own implementation: the packaged library carries neither CPython's `_decimal` (C) nor its `_pydecimal`.
A Decimal is a sign, an integer coefficient and an exponent; operations compute an exact or sufficiently precise
integer, `_fix` rounds it to the context, and the conditions met on the way are collected as bits and reported once,
as libmpdec does, so that flags, traps and exception arguments are those of CPython's accelerated module.
"""

__all__ = [
    'Decimal', 'Context', 'DecimalTuple',
    'DefaultContext', 'BasicContext', 'ExtendedContext',
    'DecimalException', 'Clamped', 'InvalidOperation', 'DivisionByZero', 'Inexact', 'Rounded', 'Subnormal',
    'Overflow', 'Underflow', 'FloatOperation',
    'DivisionImpossible', 'InvalidContext', 'ConversionSyntax', 'DivisionUndefined',
    'ROUND_DOWN', 'ROUND_HALF_UP', 'ROUND_HALF_EVEN', 'ROUND_CEILING', 'ROUND_FLOOR', 'ROUND_UP',
    'ROUND_HALF_DOWN', 'ROUND_05UP',
    'setcontext', 'getcontext', 'localcontext', 'IEEEContext',
    'MAX_PREC', 'MAX_EMAX', 'MIN_EMIN', 'MIN_ETINY', 'IEEE_CONTEXT_MAX_BITS',
    'HAVE_THREADS', 'HAVE_CONTEXTVAR',
]

__xname__ = __name__
__name__ = 'decimal'
__version__ = '1.70'
__libmpdec_version__ = '2.5.1'

import contextvars as _contextvars
import math as _math
import numbers as _numbers
import re as _re
import sys as _sys
from collections import namedtuple as _namedtuple

DecimalTuple = _namedtuple('DecimalTuple', 'sign digits exponent', module='decimal')

ROUND_DOWN = 'ROUND_DOWN'
ROUND_HALF_UP = 'ROUND_HALF_UP'
ROUND_HALF_EVEN = 'ROUND_HALF_EVEN'
ROUND_CEILING = 'ROUND_CEILING'
ROUND_FLOOR = 'ROUND_FLOOR'
ROUND_UP = 'ROUND_UP'
ROUND_HALF_DOWN = 'ROUND_HALF_DOWN'
ROUND_05UP = 'ROUND_05UP'
_ROUNDINGS = (ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,
              ROUND_05UP)

HAVE_THREADS = True
HAVE_CONTEXTVAR = True
MAX_PREC = 999999999999999999
MAX_EMAX = 999999999999999999
MIN_EMIN = -999999999999999999
MIN_ETINY = MIN_EMIN - (MAX_PREC - 1)
IEEE_CONTEXT_MAX_BITS = 512


class DecimalException(ArithmeticError):
    pass


class Clamped(DecimalException):
    pass


class InvalidOperation(DecimalException):
    pass


class ConversionSyntax(InvalidOperation):
    pass


class DivisionByZero(DecimalException, ZeroDivisionError):
    pass


class DivisionImpossible(InvalidOperation):
    pass


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    pass


class Inexact(DecimalException):
    pass


class InvalidContext(InvalidOperation):
    pass


class Rounded(DecimalException):
    pass


class Subnormal(DecimalException):
    pass


class Overflow(Inexact, Rounded):
    pass


class Underflow(Inexact, Rounded, Subnormal):
    pass


class FloatOperation(DecimalException, TypeError):
    pass


# Conditions as bits. Several of them are one signal: InvalidOperation.
_INVALID, _CONVERSION, _IMPOSSIBLE, _UNDEFINED, _BAD_CONTEXT = 1, 2, 4, 8, 16
_FLOAT, _DIV_ZERO, _OVERFLOW, _UNDERFLOW, _SUBNORMAL, _INEXACT, _ROUNDED, _CLAMPED = (
    32, 64, 128, 256, 512, 1024, 2048, 4096)
_ANY_INVALID = 31

_CONDITIONS = ((_INVALID, InvalidOperation), (_CONVERSION, ConversionSyntax), (_IMPOSSIBLE, DivisionImpossible),
               (_UNDEFINED, DivisionUndefined), (_BAD_CONTEXT, InvalidContext))
_SIGNALS = ((_ANY_INVALID, InvalidOperation), (_FLOAT, FloatOperation), (_DIV_ZERO, DivisionByZero),
            (_OVERFLOW, Overflow), (_UNDERFLOW, Underflow), (_SUBNORMAL, Subnormal), (_INEXACT, Inexact),
            (_ROUNDED, Rounded), (_CLAMPED, Clamped))
_BITS = {signal: bits for bits, signal in _SIGNALS}

# Kinds of numbers.
_FINITE, _INF, _QNAN, _SNAN = 0, 1, 2, 3

_P = _sys.hash_info.modulus
_INV10 = pow(10, -1, _P)

_parse = _re.compile(r'''
    (?P<sign>[-+])?
    (?: (?=\d|\.\d) (?P<int>\d*) (?:\.(?P<frac>\d*))? (?:E(?P<exp>[-+]?\d+))?
      | (?P<inf>Inf(?:inity)?)
      | (?P<signal>s)?NaN(?P<diag>\d*)
    ) \Z''', _re.VERBOSE | _re.IGNORECASE).match

_parse_format = _re.compile(r'''
    (?: (?P<fill>.)? (?P<align>[<>=^]) )?
    (?P<sign>[-+ ])? (?P<noneg>z)? (?P<alt>\#)? (?P<zero>0)?
    (?P<width>\d+)? (?P<group>,)? (?:\.(?P<prec>\d+))?
    (?P<type>[eEfFgGn%])? \Z''', _re.VERBOSE | _re.DOTALL).match


def _text(n):
    """Decimal digits of a non-negative int, whatever sys.set_int_max_str_digits says."""
    if n.bit_length() < 2000:
        return str(n)
    half = (n.bit_length() * 1233 >> 12) // 2
    high, low = divmod(n, 10**half)
    return _text(high) + _text(low).rjust(half, '0')


def _number(text):
    """The int of a string of digits, whatever sys.set_int_max_str_digits says."""
    if len(text) < 600:
        return int(text)
    half = len(text) // 2
    return _number(text[:-half]) * 10**half + _number(text[-half:])


def _length(n):
    """How many digits a non-negative int has; 0 counts one."""
    if n < 10**15:
        return len(str(n))
    guess = n.bit_length() * 1233 >> 12
    return guess + 1 if n >= 10**guess else guess


def _round(c, shift, rounding, sign):
    """c / 10**shift as an int by the rounding mode, and whether something was lost."""
    if shift > _length(c) + 1:
        unit, q, r = 100, 0, min(c, 1)
    else:
        unit = 10**shift
        q, r = divmod(c, unit)
    if not r:
        return q, False
    if rounding is ROUND_HALF_EVEN or rounding == ROUND_HALF_EVEN:
        up = 2 * r > unit or (2 * r == unit and q & 1)
    elif rounding == ROUND_HALF_UP:
        up = 2 * r >= unit
    elif rounding == ROUND_HALF_DOWN:
        up = 2 * r > unit
    elif rounding == ROUND_DOWN:
        up = False
    elif rounding == ROUND_UP:
        up = True
    elif rounding == ROUND_CEILING:
        up = not sign
    elif rounding == ROUND_FLOOR:
        up = sign
    else:
        up = q % 5 == 0
    return (q + 1 if up else q), True


def _make(sign, c, e, kind=_FINITE):
    d = object.__new__(Decimal)
    d._s, d._c, d._e, d._k = sign, c, e, kind
    return d


def _overflow(sign, ctx):
    status = _OVERFLOW | _INEXACT | _ROUNDED
    rounding = ctx.rounding
    if (rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_HALF_DOWN, ROUND_UP)
            or rounding == (ROUND_FLOOR if sign else ROUND_CEILING)):
        return _make(sign, 0, 0, _INF), status
    return _make(sign, 10**ctx.prec - 1, ctx.Emax - ctx.prec + 1), status


def _fix(sign, c, e, ctx, status=0):
    """A finite result rounded to the context, and its conditions."""
    prec = ctx.prec
    etiny, etop = ctx.Emin - prec + 1, ctx.Emax - prec + 1
    if not c:
        low, high = etiny, etop if ctx.clamp else ctx.Emax
        if e < low:
            return _make(sign, 0, low), status | _CLAMPED
        if e > high:
            return _make(sign, 0, high), status | _CLAMPED
        return _make(sign, 0, e), status
    digits = _length(c)
    least = digits + e - prec
    if least > etop:
        d, more = _overflow(sign, ctx)
        return d, status | more
    subnormal = digits + e - 1 < ctx.Emin
    if least < etiny:
        least = etiny
    if e < least:
        c, inexact = _round(c, least - e, ctx.rounding, sign)
        if c >= 10**prec:
            c //= 10
            least += 1
            if least > etop:
                d, more = _overflow(sign, ctx)
                return d, status | more
        status |= _ROUNDED
        if inexact:
            status |= _INEXACT
        if subnormal:
            status |= _SUBNORMAL
            if inexact:
                status |= _UNDERFLOW
        if not c:
            status |= _CLAMPED
        return _make(sign, c, least), status
    if subnormal:
        status |= _SUBNORMAL
    if ctx.clamp and e > etop:
        return _make(sign, c * 10**(e - etop), etop), status | _CLAMPED
    return _make(sign, c, e), status


def _fix_decimal(d, ctx, status=0):
    if d._k == _FINITE:
        return _fix(d._s, d._c, d._e, ctx, status)
    if d._k != _INF:
        return _fix_nan(d, ctx), status
    return _plain(d), status


def _plain(d):
    """The same number as a Decimal proper."""
    return d if type(d) is Decimal else _make(d._s, d._c, d._e, d._k)


def _fix_nan(d, ctx):
    most = ctx.prec - ctx.clamp
    if _length(d._c) > most:
        return _make(d._s, d._c % 10**most, 0, d._k)
    return _plain(d)


def _nan(status=0):
    return _make(0, 0, 0, _QNAN), status


def _nans(a, b, ctx):
    """The result when an operand is a NaN, or None."""
    for d in (a, b):
        if d is not None and d._k == _SNAN:
            return _fix_nan(_make(d._s, d._c, 0, _QNAN), ctx), _INVALID
    for d in (a, b):
        if d is not None and d._k == _QNAN:
            return _fix_nan(d, ctx), 0
    return None


# --- arithmetic: each takes Decimals and a context, and returns a Decimal and conditions -----------------------------


def _add(a, b, ctx):
    if a._k or b._k:
        found = _nans(a, b, ctx)
        if found:
            return found
        if a._k:
            return _nan(_INVALID) if b._k and a._s != b._s else (_plain(a), 0)
        return _plain(b), 0
    ac, bc, ae, be = a._c, b._c, a._e, b._e
    e = ae if ae < be else be
    negative_zero = 1 if ctx.rounding == ROUND_FLOOR and a._s != b._s else 0
    if not ac and not bc:
        return _fix(a._s if a._s == b._s else negative_zero, 0, e, ctx)
    # A far smaller operand only decides the rounding: bring it near, so that no huge power of ten is made.
    if not ac:
        e = max(e, be - ctx.prec - 1)
        return _fix(b._s, bc * 10**(be - e) if be >= e else bc, e if be >= e else be, ctx)
    if not bc:
        e = max(e, ae - ctx.prec - 1)
        return _fix(a._s, ac * 10**(ae - e) if ae >= e else ac, e if ae >= e else ae, ctx)
    if ae != be:
        (bigc, bige), (smallc, smalle) = ((ac, ae), (bc, be)) if ae > be else ((bc, be), (ac, ae))
        limit = bige + min(-1, _length(bigc) - ctx.prec - 2)
        if _length(smallc) + smalle - 1 < limit:
            smallc, smalle = 1, limit
        bigc *= 10**(bige - smalle)
        e = smalle
        ac, bc = (bigc, smallc) if ae > be else (smallc, bigc)
    if a._s == b._s:
        return _fix(a._s, ac + bc, e, ctx)
    if ac == bc:
        return _fix(negative_zero, 0, e, ctx)
    return _fix(a._s, ac - bc, e, ctx) if ac > bc else _fix(b._s, bc - ac, e, ctx)


def _subtract(a, b, ctx):
    if b._k >= _QNAN:
        return _nans(a, b, ctx)
    return _add(a, _make(b._s ^ 1, b._c, b._e, b._k), ctx)


def _multiply(a, b, ctx):
    sign = a._s ^ b._s
    if a._k or b._k:
        found = _nans(a, b, ctx)
        if found:
            return found
        if not (a._k or a._c) or not (b._k or b._c):
            return _nan(_INVALID)
        return _make(sign, 0, 0, _INF), 0
    return _fix(sign, a._c * b._c, a._e + b._e, ctx)


def _divide(a, b, ctx):
    sign = a._s ^ b._s
    if a._k or b._k:
        found = _nans(a, b, ctx)
        if found:
            return found
        if a._k:
            return _nan(_INVALID) if b._k else (_make(sign, 0, 0, _INF), 0)
        return _make(sign, 0, ctx.Emin - ctx.prec + 1), _CLAMPED
    if not b._c:
        return _nan(_UNDEFINED) if not a._c else (_make(sign, 0, 0, _INF), _DIV_ZERO)
    if not a._c:
        return _fix(sign, 0, a._e - b._e, ctx)
    shift = _length(b._c) - _length(a._c) + ctx.prec + 1
    e = a._e - b._e - shift
    if shift >= 0:
        c, r = divmod(a._c * 10**shift, b._c)
    else:
        c, r = divmod(a._c, b._c * 10**-shift)
    if r:
        if c % 5 == 0:
            c += 1
    else:
        ideal = a._e - b._e
        while e < ideal and c % 10 == 0:
            c //= 10
            e += 1
    return _fix(sign, c, e, ctx)


def _divmod(a, b, ctx):
    """(integer quotient, remainder), conditions; finite operands, b not zero."""
    sign = a._s ^ b._s
    ideal = min(a._e, b._e)
    gap = a._e + _length(a._c) - b._e - _length(b._c)
    if not a._c or gap <= -2:
        return _make(sign, 0, 0), _toward(a, ideal, ctx)
    if gap <= ctx.prec:
        ac, bc = (a._c * 10**(a._e - b._e), b._c) if a._e >= b._e else (a._c, b._c * 10**(b._e - a._e))
        q, r = divmod(ac, bc)
        if q < 10**ctx.prec:
            return _make(sign, q, 0), _fix(a._s, r, ideal, ctx)
    nan = _nan(_IMPOSSIBLE)
    return nan[0], nan


def _toward(a, ideal, ctx):
    """A number rounded to the context, with the exponent `ideal` as far as its precision allows."""
    if not a._c:
        return _fix(a._s, 0, ideal, ctx)
    shift = min(a._e - ideal, ctx.prec + 1)
    return _fix(a._s, a._c * 10**shift, a._e - shift, ctx)


def _divide_int(a, b, ctx):
    if a._k or b._k:
        found = _nans(a, b, ctx)
        if found:
            return found
        if a._k:
            return _nan(_INVALID) if b._k else (_make(a._s ^ b._s, 0, 0, _INF), 0)
        return _make(a._s ^ b._s, 0, 0), 0
    if not b._c:
        return _nan(_UNDEFINED) if not a._c else (_make(a._s ^ b._s, 0, 0, _INF), _DIV_ZERO)
    q, (r, status) = _divmod(a, b, ctx)
    return q, status & _IMPOSSIBLE


def _remainder(a, b, ctx):
    if a._k or b._k:
        found = _nans(a, b, ctx)
        if found:
            return found
        if a._k:
            return _nan(_INVALID)
        return _fix_decimal(a, ctx)
    if not b._c:
        return _nan(_INVALID if a._c else _UNDEFINED)
    return _divmod(a, b, ctx)[1]


def _both(a, b, ctx):
    """divmod()."""
    if a._k or b._k:
        found = _nans(a, b, ctx)
        if found:
            return (found[0], found[0]), found[1]
        if a._k:
            q, status = (_nan(_INVALID) if b._k else (_make(a._s ^ b._s, 0, 0, _INF), 0))
            return (q, _nan()[0]), status | _INVALID
        r, status = _fix_decimal(a, ctx)
        return (_make(a._s ^ b._s, 0, 0), r), status
    if not b._c:
        if not a._c:
            nan = _nan()[0]
            return (nan, nan), _UNDEFINED
        return (_make(a._s ^ b._s, 0, 0, _INF), _nan()[0]), _DIV_ZERO | _INVALID
    q, (r, status) = _divmod(a, b, ctx)
    return (q, r), status


def _remainder_near(a, b, ctx):
    if a._k or b._k:
        found = _nans(a, b, ctx)
        if found:
            return found
        return _nan(_INVALID) if a._k else _fix_decimal(a, ctx)
    if not b._c:
        return _nan(_INVALID if a._c else _UNDEFINED)
    ideal = min(a._e, b._e)
    if not a._c:
        return _fix(a._s, 0, ideal, ctx)
    gap = a._e + _length(a._c) - b._e - _length(b._c)
    if gap >= ctx.prec + 1:
        return _nan(_IMPOSSIBLE)
    if gap <= -2:
        return _toward(a, ideal, ctx)
    ac, bc = (a._c * 10**(a._e - b._e), b._c) if a._e >= b._e else (a._c, b._c * 10**(b._e - a._e))
    q, r = divmod(ac, bc)
    if 2 * r + (q & 1) > bc:
        r -= bc
        q += 1
    if q >= 10**ctx.prec:
        return _nan(_IMPOSSIBLE)
    return _fix(a._s ^ (r < 0), abs(r), ideal, ctx)


def _fma(a, b, c, ctx):
    if a._k or b._k:
        found = _nans(a, b, ctx)
        if a._k == _SNAN or b._k == _SNAN:
            return found
        if c._k == _SNAN:
            return _nans(c, None, ctx)
        if found:
            return found
        if not (a._k or a._c) or not (b._k or b._c):
            return _nan(_INVALID)
        return _add(_make(a._s ^ b._s, 0, 0, _INF), c, ctx)
    return _add(_make(a._s ^ b._s, a._c * b._c, a._e + b._e), c, ctx)


def _compare(a, b):
    """-1, 0, 1 for numbers that are not NaN."""
    if a._k or b._k:
        x = (-1 if a._s else 1) if a._k else 0
        y = (-1 if b._s else 1) if b._k else 0
        return (x > y) - (x < y)
    if not a._c or not b._c:
        x = (-1 if a._s else 1) if a._c else 0
        y = (-1 if b._s else 1) if b._c else 0
        return (x > y) - (x < y)
    if a._s != b._s:
        return -1 if a._s else 1
    x, y = a._e + _length(a._c), b._e + _length(b._c)
    if x == y:
        if a._e > b._e:
            x, y = a._c * 10**(a._e - b._e), b._c
        else:
            x, y = a._c, b._c * 10**(b._e - a._e)
    order = (x > y) - (x < y)
    return -order if a._s else order


def _compare_total(a, b):
    if a._s != b._s:
        return -1 if a._s else 1
    flip = -1 if a._s else 1
    rank = {_FINITE: 0, _INF: 0, _SNAN: 1, _QNAN: 2}
    if a._k >= _QNAN or b._k >= _QNAN:
        x, y = rank[a._k], rank[b._k]
        if x == y:
            x, y = a._c, b._c
        return flip * ((x > y) - (x < y))
    order = _compare(a, b)
    if order:
        return order
    return flip * ((a._e > b._e) - (a._e < b._e)) if not a._k else 0


def _quantize(a, b, ctx, rounding=None):
    if a._k or b._k:
        found = _nans(a, b, ctx)
        if found:
            return found
        return (_plain(a), 0) if a._k and b._k else _nan(_INVALID)
    return _rescale(a, b._e, ctx, rounding)


def _rescale(a, e, ctx, rounding=None):
    if not ctx.Emin - ctx.prec + 1 <= e <= ctx.Emax:
        return _nan(_INVALID)
    if not a._c:
        return _fix(a._s, 0, e, ctx)
    if a._e >= e:
        if a._e - e + _length(a._c) > ctx.prec:
            return _nan(_INVALID)
        c, status = a._c * 10**(a._e - e), 0
    else:
        c, inexact = _round(a._c, e - a._e, rounding or ctx.rounding, a._s)
        status = _ROUNDED | (_INEXACT if inexact else 0)
    if _length(c) > ctx.prec or (c and e + _length(c) - 1 > ctx.Emax):
        return _nan(_INVALID)
    d, more = _fix(a._s, c, e, ctx)
    return d, status | more & ~_UNDERFLOW


def _to_integral(a, ctx, rounding=None, exact=False):
    if a._k:
        return _nans(a, None, ctx) or (_plain(a), 0)
    if a._e >= 0:
        return _plain(a), 0
    c, inexact = _round(a._c, -a._e, rounding or ctx.rounding, a._s)
    status = 0
    if exact:
        status = _ROUNDED | (_INEXACT if inexact else 0)
    return _make(a._s, c, 0), status


def _sqrt(a, ctx):
    if a._k:
        return _nans(a, None, ctx) or (_nan(_INVALID) if a._s else (_plain(a), 0))
    if not a._c:
        return _fix(a._s, 0, a._e >> 1, ctx)
    if a._s:
        return _nan(_INVALID)
    prec = ctx.prec + 1
    e = a._e >> 1
    c = a._c
    if a._e & 1:
        c *= 10
        half = (_length(a._c) >> 1) + 1
    else:
        half = _length(a._c) + 1 >> 1
    shift = prec - half
    if shift >= 0:
        c *= 100**shift
        exact = True
    else:
        c, r = divmod(c, 100**-shift)
        exact = not r
    e -= shift
    n = _math.isqrt(c)
    exact = exact and n * n == c
    if exact:
        if shift >= 0:
            n //= 10**shift
        else:
            n *= 10**-shift
        e += shift
    elif n % 5 == 0:
        n += 1
    return _fix(0, n, e, _with(ctx, rounding=ROUND_HALF_EVEN))


def _with(ctx, **changes):
    new = ctx._shallow()
    for name, value in changes.items():
        object.__setattr__(new, '_' + name, value)
    return new


# --- exp, ln, log10, power: fixed-point binary arithmetic on ints, with as many digits as the answer needs -----------

_ln_cache = {}


def _ln_fixed(numerator, denominator, bits):
    """ln(numerator / denominator) * 2**bits, within a few units."""
    wp = bits + 40
    k = numerator.bit_length() - denominator.bit_length()
    if k >= 0:
        x = (numerator << wp) // (denominator << k)
    else:
        x = (numerator << wp - k) // denominator
    if x < 1 << wp:
        x <<= 1
        k -= 1
    # Square roots bring x near 1, where the series of atanh runs fast.
    roots = int(_math.isqrt(wp) // 3) + 2
    wp += 2 * roots
    x <<= 2 * roots
    one = 1 << wp
    for _ in range(roots):
        x = _math.isqrt(x << wp)
    y = ((x - one) << wp) // (x + one)
    square = y * y >> wp
    total, power, n = y, y, 3
    while power:
        power = power * square >> wp
        total += power // n
        n += 2
    result = total << roots + 1
    result >>= wp - bits
    return result + k * _ln_constant(2, bits) if k else result


def _ln_constant(n, bits):
    """ln(2) or ln(10) * 2**bits."""
    known = _ln_cache.get(n)
    if known is None or known[0] < bits:
        more = bits + 64
        if n == 2:
            # 18 atanh(1/26) - 2 atanh(1/4801) + 8 atanh(1/8749)
            value = sum(f * _atanh_inverse(q, more + 16) for f, q in ((18, 26), (-2, 4801), (8, 8749))) >> 16
        else:
            value = _ln_fixed(5, 4, more) + 3 * _ln_constant(2, more)
        _ln_cache[n] = known = (more, value)
    return known[1] >> known[0] - bits


def _atanh_inverse(q, bits):
    power = (1 << bits) // q
    total, square, n = power, q * q, 3
    while power:
        power //= square
        total += power // n
        n += 2
    return total


def _exp_fixed(x, bits):
    """e**(x / 2**bits) * 2**bits for 0 <= x < 3 * 2**bits, within a few units."""
    halvings = int(_math.isqrt(bits) // 2) + 2
    wp = bits + 2 * halvings + 16
    x = x << wp - bits >> halvings
    one = 1 << wp
    total, term, n = one, one, 1
    while term:
        term = term * x >> wp
        term //= n
        total += term
        n += 1
    for _ in range(halvings):
        total = total * total >> wp
    return total >> wp - bits


def _exp_digits(sign, numerator, bits_of_x, digits):
    """(c, e): e**x to about `digits` digits, where x = numerator / 2**bits_of_x with its sign."""
    bits = int(digits * 3.33) + 30 + max(0, numerator.bit_length() - bits_of_x)
    x = numerator << bits - bits_of_x if bits >= bits_of_x else numerator >> bits_of_x - bits
    if sign:
        x = -x
    n, r = divmod(x, _ln_constant(10, bits))
    value = _exp_fixed(r, bits)
    return (value * 10**digits) >> bits, n - digits


def _ziv(compute, ctx, status=_INEXACT | _ROUNDED):
    """Rounds a computed inexact result: with more digits while the ones at hand cannot decide."""
    extra = 6
    nearest = _with(ctx, rounding=ROUND_HALF_EVEN)
    while True:
        sign, c, e = compute(ctx.prec + extra)
        lost = _length(c) - ctx.prec
        tail = c % 10**lost if lost > 0 else 1
        if lost <= 0 or 10**lost // 2 - 1000 <= tail <= 10**lost // 2 + 1000 or extra > 400:
            if extra <= 400:
                extra += 12
                continue
        return _fix(sign, c * 10 + 1, e - 1, nearest, status)


def _exp(a, ctx):
    if a._k:
        if a._k == _INF:
            return (_make(0, 0, 0) if a._s else _plain(a)), 0
        return _nans(a, None, ctx)
    if not a._c:
        return _fix(0, 1, 0, ctx)
    adjusted = a._e + _length(a._c) - 1
    if adjusted > 20:
        if a._s:
            return _fix(0, 1, ctx.Emin - ctx.prec - 5, _with(ctx, rounding=ROUND_HALF_EVEN), _INEXACT | _ROUNDED)
        return _overflow(0, _with(ctx, rounding=ROUND_HALF_EVEN))
    if adjusted < -ctx.prec - 3:
        # 1 plus or minus next to nothing.
        p = ctx.prec + 3
        c, e = (10**p - 1, -p) if a._s else (10**p + 1, -p)
        return _fix(0, c, e, _with(ctx, rounding=ROUND_HALF_EVEN), _INEXACT | _ROUNDED)

    def compute(digits):
        bits = int(digits * 3.33) + 40 + max(0, int(adjusted * 3.33))
        x = (a._c * 10**a._e << bits) if a._e >= 0 else (a._c << bits) // 10**-a._e
        c, e = _exp_digits(a._s, x, bits, digits + 3)
        return 0, c, e

    return _ziv(compute, ctx)


def _ln_parts(a, digits):
    """ln(a) as (sign, c, e) with about `digits` right digits; a is positive and not 1."""
    adjusted = a._e + _length(a._c) - 1
    bits = int(digits * 3.33) + 40
    if adjusted in (-1, 0):
        # Near 1 the leading digits cancel: see how small the answer is first.
        numerator, denominator = (a._c * 10**a._e, 1) if a._e >= 0 else (a._c, 10**-a._e)
        distance = abs(numerator - denominator)
        bits += max(0, denominator.bit_length() - distance.bit_length()) + 8
        value = _ln_fixed(numerator, denominator, bits)
    else:
        digits_of_c = _length(a._c)
        value = _ln_fixed(a._c, 10**(digits_of_c - 1), bits) + adjusted * _ln_constant(10, bits)
    sign = 1 if value < 0 else 0
    value = abs(value)
    shift = digits - int((value.bit_length() - bits) * 0.30103)
    c = (value * 10**shift if shift >= 0 else value // 10**-shift) >> bits
    return sign, c, -shift


def _ln(a, ctx):
    if a._k >= _QNAN:
        return _nans(a, None, ctx)
    if a._k == _FINITE and not a._c:
        return _make(1, 0, 0, _INF), 0
    if a._s:
        return _nan(_INVALID)
    if a._k:
        return _plain(a), 0
    if _compare(a, _ONE) == 0:
        return _make(0, 0, 0), 0
    return _ziv(lambda digits: _ln_parts(a, digits + 3), ctx)


def _log10(a, ctx):
    if a._k >= _QNAN:
        return _nans(a, None, ctx)
    if a._k == _FINITE and not a._c:
        return _make(1, 0, 0, _INF), 0
    if a._s:
        return _nan(_INVALID)
    if a._k:
        return _plain(a), 0
    text = _text(a._c)
    if text.rstrip('0') == '1':
        n = a._e + len(text) - 1
        return _fix(1 if n < 0 else 0, abs(n), 0, ctx)

    def compute(digits):
        sign, c, e = _ln_parts(a, digits + 6)
        bits = int((digits + 6) * 3.33) + 40
        return sign, (c << bits) // _ln_constant(10, bits), e

    return _ziv(compute, ctx)


def _is_integer(d):
    if d._k:
        return False
    return d._e >= 0 or not d._c or (-d._e <= _length(d._c) and d._c % 10**-d._e == 0)


def _power(a, b, ctx):
    found = _nans(a, b, ctx) if a._k >= _QNAN or b._k >= _QNAN else None
    if found:
        return found
    a_zero, b_zero = not a._k and not a._c, not b._k and not b._c
    if b_zero:
        return _nan(_INVALID) if a_zero else (_make(0, 1, 0), 0)
    integer = _is_integer(b)
    sign = 0
    if a._s:
        if integer:
            if (b._c * 10**b._e if 0 <= b._e < 2 else (0 if b._e > 0 else b._c // 10**-b._e)) & 1:
                sign = 1
        elif not a_zero and a._k != _INF or (b._k == _INF and not a_zero and a._k != _INF):
            return _nan(_INVALID)
        a = _make(0, a._c, a._e, a._k)
    if a_zero:
        return (_make(sign, 0, 0) if not b._s else _make(sign, 0, 0, _INF)), 0
    if a._k == _INF:
        return (_make(sign, 0, 0, _INF) if not b._s else _make(sign, 0, 0)), 0
    order = _compare(a, _ONE)
    if b._k == _INF:
        if order == 0:
            return _fix(0, 10**(ctx.prec - 1), 1 - ctx.prec, ctx, _INEXACT | _ROUNDED)
        return (_make(0, 0, 0) if (order > 0) == bool(b._s) else _make(0, 0, 0, _INF)), 0
    if order == 0:
        if integer:
            times = (b._c * 10**b._e if b._e >= 0 else b._c // 10**-b._e) if b._e < 20 else ctx.prec
            e = 0 if b._s else max(a._e * min(times, 10**6 + ctx.prec), 1 - ctx.prec)
            status = 0 if a._e * min(times, 10**6 + ctx.prec) >= 1 - ctx.prec else _ROUNDED
            if e > 0 or a._e >= 0:
                return _make(sign, 1, 0), 0
            return _make(sign, 10**-e, e), status
        return _make(sign, 10**(ctx.prec - 1), 1 - ctx.prec), _INEXACT | _ROUNDED
    if integer:
        n = b._c * 10**b._e if b._e >= 0 else b._c // 10**-b._e
        if n.bit_length() < 40 and _length(a._c) * n <= 20 * ctx.prec + 2000:
            c, e = a._c**n, a._e * n
            if not b._s:
                return _fix(sign, c, e, ctx)
            return _divide(_make(sign, 1, 0), _make(0, c, e), ctx)
    # a**b = exp(b ln a), with digits to spare; results far out of range are seen by their logarithm.
    adjusted_b = b._e + _length(b._c) - 1
    log = _ln_parts(a, 10)
    size = adjusted_b + log[2] + _length(log[1]) - 1
    grows = (order > 0) != bool(b._s)
    nearest = _with(ctx, rounding=ROUND_HALF_EVEN)
    if size > 20:
        if grows:
            return _overflow(sign, ctx)
        return _fix(sign, 1, ctx.Emin - ctx.prec - 5, ctx, _INEXACT | _ROUNDED)
    if size < -ctx.prec - 3:
        p = ctx.prec + 3
        return _fix(sign, 10**p + (1 if grows else -1), -p, nearest, _INEXACT | _ROUNDED)
    digits = ctx.prec + 8 + max(0, size)
    s, c, e = _ln_parts(a, digits + 6)
    c *= b._c
    e += b._e
    bits = int(digits * 3.33) + 60
    x = (c * 10**e << bits) if e >= 0 else (c << bits) // 10**-e
    rc, re = _exp_digits(s ^ b._s, x, bits, digits)
    # A result that is exact shows itself by a long row of zeros or nines.
    keep = _length(rc) - ctx.prec - 3
    rounded, _ = _round(rc, keep, ROUND_HALF_EVEN, 0)
    if rounded % 1000 == 0:
        return _fix(sign, rounded, re + keep, ctx, _INEXACT | _ROUNDED)
    return _fix(sign, rc * 10 + 1, re - 1, ctx, _INEXACT | _ROUNDED)


def _power_modulo(a, b, m, ctx):
    found = _nans(a, b, ctx) or _nans(m, None, ctx)
    if found:
        return found
    if not (_is_integer(a) and _is_integer(b) and _is_integer(m)) or b._s or not m._c:
        return _nan(_INVALID)
    x, y, z = (d._c * 10**d._e if d._e >= 0 else d._c // 10**-d._e for d in (a, b, m))
    if _length(z) > ctx.prec or (not x and not y):
        return _nan(_INVALID)
    return _make(a._s & y & 1, pow(x, y, z), 0), 0


def _normalize(a, ctx):
    if a._k:
        return _nans(a, None, ctx) or (_plain(a), 0)
    d, status = _fix_decimal(a, ctx)
    if d._k:
        return d, status
    if not d._c:
        return _make(d._s, 0, 0), status
    c, e = d._c, d._e
    top = ctx.Emax - ctx.prec + 1 if ctx.clamp else ctx.Emax
    while c % 10 == 0 and e < top:
        c //= 10
        e += 1
    return _make(d._s, c, e), status


def _next(a, ctx, up):
    if a._k >= _QNAN:
        return _nans(a, None, ctx)
    if a._k:
        if bool(a._s) == up:
            return _make(a._s, 10**ctx.prec - 1, ctx.Emax - ctx.prec + 1), 0
        return _plain(a), 0
    exact = _with(ctx, rounding=ROUND_CEILING if up else ROUND_FLOOR)
    d, _ = _fix_decimal(a, exact)
    if _differs(d, a):
        return d, 0
    tiny = _make(0 if up else 1, 1, ctx.Emin - ctx.prec)
    return _add(a, tiny, exact)[0], 0


def _differs(a, b):
    return a._k != b._k or a._s != b._s and (a._c or b._c) or _compare(a, b) != 0


def _min_max(a, b, ctx, sign, magnitude):
    """max for sign 1, min for -1."""
    if a._k >= _QNAN or b._k >= _QNAN:
        if a._k == _QNAN and b._k < _QNAN:
            return _fix_decimal(b, ctx)
        if b._k == _QNAN and a._k < _QNAN:
            return _fix_decimal(a, ctx)
        return _nans(a, b, ctx)
    if magnitude:
        order = _compare(_make(0, a._c, a._e, a._k), _make(0, b._c, b._e, b._k)) or _compare(a, b)
    else:
        order = _compare(a, b)
    if order == 0:
        order = _compare_total(a, b)
    return _fix_decimal(b if order * sign < 0 else a, ctx)


def _logical(a, b, ctx, operation):
    result = []
    for d in (a, b):
        if d._k or d._s or d._e:
            return _nan(_INVALID)
        text = _text(d._c)
        if len(text) > ctx.prec or set(text) - {'0', '1'}:
            return _nan(_INVALID)
        result.append(text.rjust(ctx.prec, '0'))
    bits = ''.join('01'[operation(x == '1', y == '1')] for x, y in zip(*result))
    return _make(0, _number(bits), 0), 0


def _count(b, ctx, limit):
    """The integer operand of rotate, shift and scaleb, or None."""
    if b._k or b._e != 0 or b._c > limit:
        return None
    return -b._c if b._s else b._c


def _rotate(a, b, ctx, cyclic):
    found = _nans(a, b, ctx)
    if found:
        return found
    n = _count(b, ctx, ctx.prec)
    if n is None:
        return _nan(_INVALID)
    if a._k:
        return _plain(a), 0
    text = _text(a._c)[-ctx.prec:].rjust(ctx.prec, '0')
    if cyclic:
        n %= ctx.prec
        text = text[n:] + text[:n]
    elif n >= 0:
        text = (text + '0' * n)[-ctx.prec:]
    else:
        text = text[:n] or '0'
    return _make(a._s, _number(text), a._e), 0


def _scaleb(a, b, ctx):
    found = _nans(a, b, ctx)
    if found:
        return found
    n = _count(b, ctx, 2 * (ctx.Emax + ctx.prec))
    if n is None:
        return _nan(_INVALID)
    if a._k:
        return _plain(a), 0
    return _fix(a._s, a._c, a._e + n, ctx)


def _logb(a, ctx):
    if a._k:
        return _nans(a, None, ctx) or (_make(0, 0, 0, _INF), 0)
    if not a._c:
        return _make(1, 0, 0, _INF), _DIV_ZERO
    n = a._e + _length(a._c) - 1
    return _fix(1 if n < 0 else 0, abs(n), 0, ctx)


def _comparison(a, b, ctx, signal=False):
    if a._k >= _QNAN or b._k >= _QNAN:
        d, status = _nans(a, b, ctx)
        return d, status | (_INVALID if signal else 0)
    order = _compare(a, b)
    return _make(1 if order < 0 else 0, abs(order), 0), 0


# --- conversions -----------------------------------------------------------------------------------------------------


def _from_text(text):
    """(Decimal, conditions); the number is exact."""
    match = _parse(text.strip().replace('_', ''))
    if match is None:
        return _nan(_CONVERSION)
    sign = 1 if match['sign'] == '-' else 0
    if match['int'] is not None:
        fraction = match['frac'] or ''
        e = int(match['exp'] or '0') - len(fraction) if len(match['exp'] or '') < 30 else None
        c = _number((match['int'] + fraction) or '0')
        if e is None:
            return _nan(_CONVERSION) if c else (_make(sign, 0, MAX_EMAX), 0)
        if c and (e + _length(c) - 1 > MAX_EMAX or e < MIN_ETINY):
            return _nan(_INVALID)
        return _make(sign, c, e), 0
    if match['inf']:
        return _make(sign, 0, 0, _INF), 0
    return _make(sign, _number(match['diag'] or '0'), 0, _SNAN if match['signal'] else _QNAN), 0


def _from_int(n):
    return _make(1 if n < 0 else 0, abs(n), 0)


def _from_float(x):
    if x != x:
        return _make(1 if _math.copysign(1, x) < 0 else 0, 0, 0, _QNAN)
    sign = 1 if _math.copysign(1, x) < 0 else 0
    if x in (_math.inf, -_math.inf):
        return _make(sign, 0, 0, _INF)
    n, d = abs(x).as_integer_ratio()
    k = d.bit_length() - 1
    return _make(sign, n * 5**k, -k)


def _from_tuple(value):
    value = tuple(value)
    if len(value) != 3:
        raise ValueError('argument must be a sequence of length 3')
    sign, digits, exponent = value
    if not (isinstance(sign, int) and sign in (0, 1)):
        raise ValueError('sign must be an integer with the value 0 or 1')
    if exponent == 'F':
        return _make(sign, 0, 0, _INF)
    if not isinstance(digits, (tuple, list)):
        raise ValueError('coefficient must be a tuple of digits')
    for digit in digits:
        if not isinstance(digit, int) or not 0 <= digit <= 9:
            raise ValueError('coefficient must be a tuple of digits')
    c = _number(''.join(map(str, map(int, digits))) or '0')
    if exponent in ('n', 'N'):
        return _make(sign, c, 0, _QNAN if exponent == 'n' else _SNAN)
    if not isinstance(exponent, int):
        raise ValueError("string argument in the third position must be 'F', 'n' or 'N'")
    return _make(sign, c, exponent)


def _operand(value):
    """The Decimal of an operand that arithmetic accepts, or None."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return _from_int(value)
    return None


def _needed(value):
    d = _operand(value)
    if d is None:
        raise TypeError(f'conversion from {type(value).__name__} to Decimal is not supported')
    return d


def _comparable(self, other, equality):
    """Both sides as Decimals, or None; floats and rationals compare by their exact value."""
    if isinstance(other, Decimal):
        return self, other
    if isinstance(other, int):
        return self, _from_int(other)
    if isinstance(other, _numbers.Rational):
        if self._k:
            return self, _from_int(1) if self._k == _INF else _from_int(other.numerator)
        return (_make(self._s, self._c * abs(other.denominator), self._e), _from_int(other.numerator))
    if equality and isinstance(other, complex) and not isinstance(other, float):
        if other.imag != 0:
            return None
        other = other.real
    if isinstance(other, float):
        context = getcontext()
        if equality:
            context._status |= _FLOAT
        else:
            context._signal(_FLOAT)
        return self, _from_float(other)
    return None


class Decimal:
    """Construct a new Decimal object. 'value' can be an integer, string, tuple,
or another Decimal object. If no value is given, return Decimal('0'). The context does not affect the conversion
and is only passed to determine if the InvalidOperation trap is active."""

    __slots__ = ('_s', '_c', '_e', '_k', '__weakref__')

    def __new__(cls, value='0', context=None):
        if context is not None and not isinstance(context, Context):
            raise TypeError('optional argument must be a context')
        if isinstance(value, str):
            d, status = _from_text(value)
            if status:
                (context or getcontext())._signal(status)
        elif isinstance(value, Decimal):
            if cls is Decimal and type(value) is Decimal:
                return value
            d = value
        elif isinstance(value, int):
            d = _from_int(int(value))
        elif isinstance(value, (tuple, list)):
            d = _from_tuple(value)
        elif isinstance(value, float):
            (context or getcontext())._signal(_FLOAT)
            d = _from_float(value)
        else:
            raise TypeError(f'conversion from {type(value).__name__} to Decimal is not supported')
        if cls is not Decimal:
            new = object.__new__(cls)
            new._s, new._c, new._e, new._k = d._s, d._c, d._e, d._k
            return new
        return d

    @classmethod
    def from_float(cls, f, /):
        """Convert a float exactly."""
        if isinstance(f, int):
            d = _from_int(f)
        elif isinstance(f, float):
            d = _from_float(f)
        else:
            raise TypeError('argument must be int or float')
        return d if cls is Decimal else cls(d)

    @classmethod
    def from_number(cls, number, /):
        """Convert a real number exactly."""
        if isinstance(number, (int, Decimal)):
            return cls(number)
        if isinstance(number, float):
            return cls.from_float(number)
        raise TypeError('Cannot convert %r to Decimal' % number)

    # Attributes and tests.

    @property
    def real(self):
        return self

    @property
    def imag(self):
        return _make(0, 0, 0)

    def as_tuple(self):
        digits = tuple(map(int, _text(self._c)))
        if self._k == _INF:
            return DecimalTuple(self._s, (0,), 'F')
        if self._k:
            return DecimalTuple(self._s, digits if self._c else (), 'n' if self._k == _QNAN else 'N')
        return DecimalTuple(self._s, digits, self._e)

    def as_integer_ratio(self):
        if self._k == _INF:
            raise OverflowError('cannot convert Infinity to integer ratio')
        if self._k:
            raise ValueError('cannot convert NaN to integer ratio')
        n, d = (self._c * 10**self._e, 1) if self._e >= 0 else (self._c, 10**-self._e)
        g = _math.gcd(n, d)
        return (-n // g if self._s else n // g), d // g

    def adjusted(self):
        return 0 if self._k else self._e + _length(self._c) - 1

    def canonical(self):
        return self

    def conjugate(self):
        return self

    def radix(self):
        return _make(0, 10, 0)

    def is_canonical(self):
        return True

    def is_finite(self):
        return self._k == _FINITE

    def is_infinite(self):
        return self._k == _INF

    def is_nan(self):
        return self._k >= _QNAN

    def is_qnan(self):
        return self._k == _QNAN

    def is_snan(self):
        return self._k == _SNAN

    def is_signed(self):
        return self._s == 1

    def is_zero(self):
        return not self._k and not self._c

    def is_normal(self, context=None):
        return not self._k and self._c != 0 and self.adjusted() >= (context or getcontext()).Emin

    def is_subnormal(self, context=None):
        return not self._k and self._c != 0 and self.adjusted() < (context or getcontext()).Emin

    def number_class(self, context=None):
        if self._k >= _QNAN:
            return 'NaN' if self._k == _QNAN else 'sNaN'
        sign = '-' if self._s else '+'
        if self._k:
            return sign + 'Infinity'
        if not self._c:
            return sign + 'Zero'
        return sign + ('Subnormal' if self.is_subnormal(context) else 'Normal')

    def same_quantum(self, other, context=None):
        other = _needed(other)
        if self._k or other._k:
            return self._k == other._k == _INF or (self._k >= _QNAN and other._k >= _QNAN)
        return self._e == other._e

    # Text.

    def __str__(self, engineering=False, context=None):
        sign = '-' if self._s else ''
        if self._k == _INF:
            return sign + 'Infinity'
        if self._k:
            return sign + ('sNaN' if self._k == _SNAN else 'NaN') + (_text(self._c) if self._c else '')
        text = _text(self._c)
        left = self._e + len(text)
        if self._e <= 0 and left > -6:
            dot = left
        elif not engineering:
            dot = 1
        elif not self._c:
            dot = (left + 1) % 3 - 1
        else:
            dot = (left - 1) % 3 + 1
        if dot <= 0:
            whole, fraction = '0', '.' + '0' * -dot + text
        elif dot >= len(text):
            whole, fraction = text + '0' * (dot - len(text)), ''
        else:
            whole, fraction = text[:dot], '.' + text[dot:]
        exponent = ''
        if left != dot:
            exponent = ('e', 'E')[(context or getcontext()).capitals] + '%+d' % (left - dot)
        return sign + whole + fraction + exponent

    def to_eng_string(self, context=None):
        return self.__str__(True, context)

    def __repr__(self):
        return f"Decimal('{self}')"

    def __format__(self, spec, /):
        match = _parse_format(spec)
        if match is None:
            raise ValueError('invalid format string')
        fill, align, width = match['fill'] or ' ', match['align'], int(match['width'] or 0)
        if match['zero'] and not match['align']:
            fill, align = '0', '='
        align = align or '>'
        kind = match['type'] or ''
        group = match['group'] or ''
        point = '.'
        grouping = 3
        if kind == 'n':
            if group:
                raise ValueError('invalid format string')
            import locale
            conv = locale.localeconv()
            kind, group, point = 'g', conv['thousands_sep'], conv['decimal_point']
        sign = '-' if self._s else match['sign'] if match['sign'] in (' ', '+') else ''
        if self._k:
            body = _plain(self).copy_abs().__str__()
            if kind == '%':
                body += '%'
            if fill == '0' and align == '=':
                fill = ' '
            return _pad(sign, body, fill, align, width)
        context = getcontext()
        rounding = context.rounding
        c, e = self._c, self._e
        if kind == '%':
            e += 2
        precision = None if match['prec'] is None else int(match['prec'])
        if precision is not None:
            if kind in ('e', 'E'):
                c, e = _to_digits(c, e, precision + 1, rounding, self._s)
            elif kind in ('f', 'F', '%'):
                c, e = _to_exponent(c, e, -precision, rounding, self._s)
            else:
                precision = max(precision, 1)
                if _length(c) > precision:
                    c, e = _to_digits(c, e, precision, rounding, self._s)
        if not c and e > 0 and kind in ('f', 'F', '%'):
            e = 0
        if match['noneg'] and not c and self._s:
            sign = match['sign'] if match['sign'] in (' ', '+') else ''
        text = _text(c)
        left = e + len(text)
        if kind in ('e', 'E'):
            dot = 1 if c or precision is None else 1 - precision
        elif kind in ('f', 'F', '%'):
            dot = left
        elif e <= 0 and left > -6:
            dot = left
        else:
            dot = 1
        if kind in ('e', 'E') and not c and precision is not None:
            text, left, dot = '0' * (precision + 1), left + precision, 1
        if dot < 0:
            whole, fraction = '0', '0' * -dot + text
        elif dot > len(text):
            whole, fraction = text + '0' * (dot - len(text)), ''
        else:
            whole, fraction = text[:dot] or '0', text[dot:]
        exponent = ''
        if left != dot or kind in ('e', 'E'):
            letter = kind if kind in ('e', 'E') else {'g': 'e', 'G': 'E'}.get(kind, 'eE'[context.capitals])
            exponent = letter + '%+d' % (left - dot)
        if kind == '%':
            exponent += '%'
        tail = (point + fraction if fraction or match['alt'] else '') + exponent
        if group:
            least = width - len(sign) - len(tail) if fill == '0' and align == '=' else 0
            whole = _group(whole, group, grouping, least)
        return _pad(sign, whole + tail, fill, align, width)

    # Conversions to other numbers.

    def __int__(self):
        if self._k:
            if self._k == _INF:
                raise OverflowError('cannot convert Infinity to integer')
            raise ValueError('cannot convert NaN to integer')
        n = self._c * 10**self._e if self._e >= 0 else self._c // 10**-self._e
        return -n if self._s else n

    __trunc__ = __int__

    def __float__(self):
        if self._k == _SNAN:
            raise ValueError('cannot convert signaling NaN to float')
        if self._k == _QNAN:
            return -_math.nan if self._s else _math.nan
        return float(str(self))

    def __complex__(self):
        return complex(float(self))

    def __bool__(self):
        return bool(self._k or self._c)

    def __round__(self, n=None, /):
        if n is not None:
            if not isinstance(n, int):
                raise TypeError(f"'{type(n).__name__}' object cannot be interpreted as an integer")
            return self.quantize(_make(0, 1, -n))
        return self._integral(ROUND_HALF_EVEN)

    def __floor__(self):
        return self._integral(ROUND_FLOOR)

    def __ceil__(self):
        return self._integral(ROUND_CEILING)

    def _integral(self, rounding):
        if self._k == _INF:
            raise OverflowError('cannot convert Infinity to integer')
        if self._k:
            raise ValueError('cannot convert NaN to integer')
        return int(_to_integral(self, getcontext(), rounding)[0])

    def __hash__(self):
        if self._k == _SNAN:
            raise TypeError('Cannot hash a signaling NaN value')
        if self._k == _QNAN:
            return object.__hash__(self)
        if self._k == _INF:
            return -_sys.hash_info.inf if self._s else _sys.hash_info.inf
        power = pow(10, self._e, _P) if self._e >= 0 else pow(_INV10, -self._e, _P)
        value = self._c * power % _P
        value = -value if self._s else value
        return -2 if value == -1 else value

    # Comparison.

    def __eq__(self, other, context=None):
        pair = _comparable(self, other, True)
        if pair is None:
            return NotImplemented
        a, b = pair
        if a._k >= _QNAN or b._k >= _QNAN:
            if a._k == _SNAN or b._k == _SNAN:
                getcontext()._signal(_INVALID)
            return False
        return _compare(a, b) == 0

    def _ordered(self, other, test):
        pair = _comparable(self, other, False)
        if pair is None:
            return NotImplemented
        a, b = pair
        if a._k >= _QNAN or b._k >= _QNAN:
            getcontext()._signal(_INVALID)
            return False
        return test(_compare(a, b))

    def __lt__(self, other, context=None):
        return self._ordered(other, lambda order: order < 0)

    def __le__(self, other, context=None):
        return self._ordered(other, lambda order: order <= 0)

    def __gt__(self, other, context=None):
        return self._ordered(other, lambda order: order > 0)

    def __ge__(self, other, context=None):
        return self._ordered(other, lambda order: order >= 0)

    def compare_total(self, other, context=None):
        order = _compare_total(self, _needed(other))
        return _make(1 if order < 0 else 0, abs(order), 0)

    def compare_total_mag(self, other, context=None):
        return self.copy_abs().compare_total(_needed(other).copy_abs())

    # Signs, which no context touches.

    def copy_abs(self):
        return _make(0, self._c, self._e, self._k)

    def copy_negate(self):
        return _make(self._s ^ 1, self._c, self._e, self._k)

    def copy_sign(self, other, context=None):
        return _make(_needed(other)._s, self._c, self._e, self._k)

    # Unary operators.

    def __neg__(self, context=None):
        if not self._k and not self._c and (context or getcontext()).rounding != ROUND_FLOOR:
            return _done(_fix(0, 0, self._e, context or getcontext()), context)
        if self._k >= _QNAN:
            return _done(_nans(self, None, context or getcontext()), context)
        return _done(_fix_decimal(self.copy_negate(), context or getcontext()), context)

    def __pos__(self, context=None):
        context = context or getcontext()
        if self._k >= _QNAN:
            return _done(_nans(self, None, context), context)
        if not self._k and not self._c and context.rounding != ROUND_FLOOR:
            return _done(_fix(0, 0, self._e, context), context)
        return _done(_fix_decimal(self, context), context)

    def __abs__(self, round=True, context=None):
        return self.__neg__(context) if self._s else self.__pos__(context)

    # Binary operators.

    def __pow__(self, other, modulo=None, context=None):
        other = _operand(other)
        if other is None:
            return NotImplemented
        context = context or getcontext()
        if modulo is None:
            return _done(_power(self, other, context), context)
        modulo = _operand(modulo)
        if modulo is None:
            return NotImplemented
        return _done(_power_modulo(self, other, modulo, context), context)

    def __rpow__(self, other, modulo=None, context=None):
        other = _operand(other)
        return NotImplemented if other is None else other.__pow__(self, modulo, context)

    def __copy__(self):
        return self if type(self) is Decimal else self.__class__(_plain(self))

    def __deepcopy__(self, memo):
        return self.__copy__()

    def __reduce__(self):
        return self.__class__, (str(self),)

    # Methods that take rounding.

    def quantize(self, exp, rounding=None, context=None):
        context = _context(context)
        return _done(_quantize(self, _needed(exp), context, _checked_rounding(rounding)), context)

    def to_integral_value(self, rounding=None, context=None):
        context = _context(context)
        return _done(_to_integral(self, context, _checked_rounding(rounding)), context)

    to_integral = to_integral_value

    def to_integral_exact(self, rounding=None, context=None):
        context = _context(context)
        return _done(_to_integral(self, context, _checked_rounding(rounding), True), context)

    def fma(self, other, third, context=None):
        context = _context(context)
        return _done(_fma(self, _needed(other), _needed(third), context), context)

    def next_toward(self, other, context=None):
        context = _context(context)
        other = _needed(other)
        if self._k >= _QNAN or other._k >= _QNAN:
            return _done(_nans(self, other, context), context)
        order = _compare(self, other)
        if order == 0:
            return _make(other._s, self._c, self._e, self._k)
        d, status = _next(self, context, order < 0)
        if d._k == _INF:
            status |= _OVERFLOW | _INEXACT | _ROUNDED
        elif not d._c or d.adjusted() < context.Emin:
            status |= _UNDERFLOW | _SUBNORMAL | _INEXACT | _ROUNDED | (0 if d._c else _CLAMPED)
        return _done((d, status), context)


def _context(context):
    if context is None:
        return getcontext()
    if not isinstance(context, Context):
        raise TypeError('optional argument must be a context')
    return context


def _checked_rounding(rounding):
    if rounding is not None and rounding not in _ROUNDINGS:
        raise TypeError("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n"
                        "   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]")
    return rounding


def _done(result, context):
    """Reports the conditions of an operation and gives its number."""
    d, status = result
    if status:
        (context or getcontext())._signal(status)
    return d


def _to_digits(c, e, digits, rounding, sign):
    lost = _length(c) - digits
    if not c:
        return 0, e
    if lost <= 0:
        return c * 10**-lost, e + lost
    c, _ = _round(c, lost, rounding, sign)
    if _length(c) > digits:
        c //= 10
        lost += 1
    return c, e + lost


def _to_exponent(c, e, target, rounding, sign):
    if e >= target:
        return c * 10**(e - target), target
    return _round(c, target - e, rounding, sign)[0], target


def _pad(sign, body, fill, align, width):
    padding = fill * (width - len(sign) - len(body))
    if align == '<':
        return sign + body + padding
    if align == '>':
        return padding + sign + body
    if align == '=':
        return sign + padding + body
    half = len(padding) // 2
    return padding[:half] + sign + body + padding[half:]


def _group(digits, separator, size, least):
    groups = []
    while True:
        n = min(max(len(digits), least, 1), size)
        groups.append('0' * (n - len(digits)) + digits[-n:])
        digits = digits[:-n]
        least -= n
        if not digits and least <= 0:
            break
        least -= len(separator)
    return separator.join(reversed(groups))


def _binary_operator(function):
    def forward(self, other, context=None):
        if not isinstance(other, Decimal):
            other = _operand(other)
            if other is None:
                return NotImplemented
        context = context or getcontext()
        d, status = function(self, other, context)
        if status:
            context._signal(status)
        return d

    def reflected(self, other, context=None):
        other = _operand(other)
        if other is None:
            return NotImplemented
        context = context or getcontext()
        return _done(function(other, self, context), context)

    return forward, reflected


def _install_operators():
    for name, function in (('add', _add), ('sub', _subtract), ('mul', _multiply), ('truediv', _divide),
                           ('floordiv', _divide_int), ('mod', _remainder), ('divmod', _both)):
        for method, prefix in zip(_binary_operator(function), ('__', '__r')):
            method.__name__ = f'{prefix}{name}__'
            method.__qualname__ = f'Decimal.{method.__name__}'
            setattr(Decimal, method.__name__, method)


_install_operators()

_UNARY = {
    'exp': _exp, 'ln': _ln, 'log10': _log10, 'sqrt': _sqrt, 'normalize': _normalize, 'logb': _logb,
    'next_plus': lambda a, ctx: _next(a, ctx, True),
    'next_minus': lambda a, ctx: _next(a, ctx, False),
    'logical_invert': lambda a, ctx: _logical(a, _make(0, _number('1' * ctx.prec), 0), ctx, lambda x, y: x ^ y),
}
_BINARY = {
    'compare': _comparison,
    'compare_signal': lambda a, b, ctx: _comparison(a, b, ctx, True),
    'max': lambda a, b, ctx: _min_max(a, b, ctx, 1, False),
    'min': lambda a, b, ctx: _min_max(a, b, ctx, -1, False),
    'max_mag': lambda a, b, ctx: _min_max(a, b, ctx, 1, True),
    'min_mag': lambda a, b, ctx: _min_max(a, b, ctx, -1, True),
    'remainder_near': _remainder_near,
    'logical_and': lambda a, b, ctx: _logical(a, b, ctx, lambda x, y: x & y),
    'logical_or': lambda a, b, ctx: _logical(a, b, ctx, lambda x, y: x | y),
    'logical_xor': lambda a, b, ctx: _logical(a, b, ctx, lambda x, y: x ^ y),
    'rotate': lambda a, b, ctx: _rotate(a, b, ctx, True),
    'shift': lambda a, b, ctx: _rotate(a, b, ctx, False),
    'scaleb': _scaleb,
}


def _install_methods():
    def unary(name, function):
        def method(self, context=None):
            context = _context(context)
            return _done(function(self, context), context)
        method.__name__, method.__qualname__ = name, f'Decimal.{name}'
        return method

    def binary(name, function):
        def method(self, other, context=None):
            context = _context(context)
            return _done(function(self, _needed(other), context), context)
        method.__name__, method.__qualname__ = name, f'Decimal.{name}'
        return method

    for name, function in _UNARY.items():
        setattr(Decimal, name, unary(name, function))
    for name, function in _BINARY.items():
        setattr(Decimal, name, binary(name, function))


_install_methods()
_numbers.Number.register(Decimal)


# --- contexts --------------------------------------------------------------------------------------------------------


class SignalDict:
    """The flags or the traps of a context: a mapping from signals to bools."""

    def __init__(self, context, attribute):
        self._context, self._attribute = context, attribute

    def _bits(self):
        return getattr(self._context, self._attribute)

    def __getitem__(self, signal):
        if signal not in _BITS:
            raise KeyError('invalid error flag')
        return bool(self._bits() & _BITS[signal])

    def __setitem__(self, signal, value):
        if signal not in _BITS:
            raise KeyError('invalid error flag')
        bits = self._bits()
        bits = bits | (_BITS[signal] if signal is not InvalidOperation else _ANY_INVALID) if value \
            else bits & ~_BITS[signal]
        setattr(self._context, self._attribute, bits)

    def __delitem__(self, signal):
        raise ValueError('signal keys cannot be deleted')

    def __iter__(self):
        return iter([signal for _, signal in _SIGNALS])

    def __len__(self):
        return len(_SIGNALS)

    def __contains__(self, signal):
        return signal in _BITS

    def keys(self):
        return list(self)

    def values(self):
        return [self[signal] for signal in self]

    def items(self):
        return [(signal, self[signal]) for signal in self]

    def get(self, signal, default=None):
        return self[signal] if signal in _BITS else default

    def copy(self):
        return dict(self.items())

    def update(self, other=(), /, **kwargs):
        for signal, value in (other.items() if hasattr(other, 'items') else other):
            self[signal] = value

    def __eq__(self, other):
        if isinstance(other, SignalDict):
            return self.items() == other.items()
        if isinstance(other, dict):
            return dict(self.items()) == other
        return NotImplemented

    __hash__ = None

    def __repr__(self):
        return '{' + ', '.join(f'{signal!r}:{value}' for signal, value in self.items()) + '}'


import collections.abc as _abc

_abc.MutableMapping.register(SignalDict)


def _signal_bits(value):
    if isinstance(value, SignalDict):
        return value._bits()
    bits = 0
    if isinstance(value, dict):
        for signal in value:
            if signal not in _BITS:
                raise TypeError('values must be signals')
        if len(value) != len(_BITS):
            raise TypeError('argument must be a signal dict')
        value = [signal for signal, on in value.items() if on]
    for signal in value:
        if signal not in _BITS:
            raise TypeError('valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n'
                            '   Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]')
        bits |= _BITS[signal]
    return bits


class Context:
    """The context affects almost all operations and controls rounding, Over/Underflow, raising of exceptions and much
more."""

    def __init__(self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None,
                 traps=None):
        default = globals().get('DefaultContext')
        pick = lambda value, name, first: (first if default is None else getattr(default, name)) if value is None else value
        self.prec = pick(prec, 'prec', 28)
        self.rounding = pick(rounding, 'rounding', ROUND_HALF_EVEN)
        self.Emin = pick(Emin, 'Emin', -999999)
        self.Emax = pick(Emax, 'Emax', 999999)
        self.capitals = pick(capitals, 'capitals', 1)
        self.clamp = pick(clamp, 'clamp', 0)
        self._status = 0 if flags is None else _signal_bits(flags)
        self._traps = default._traps if traps is None and default is not None else _signal_bits(traps or ())

    def _int_property(name, low, high, message):
        private = '_' + name

        def get(self):
            return getattr(self, private)

        def set(self, value):
            if not isinstance(value, int):
                raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
            if not low <= value <= high:
                raise ValueError(message)
            object.__setattr__(self, private, int(value))

        def delete(self):
            raise AttributeError('context attributes cannot be deleted')

        return property(get, set, delete)

    prec = _int_property('prec', 1, MAX_PREC, f'valid range for prec is [1, MAX_PREC]')
    Emin = _int_property('Emin', MIN_EMIN, 0, 'valid range for Emin is [MIN_EMIN, 0]')
    Emax = _int_property('Emax', 0, MAX_EMAX, 'valid range for Emax is [0, MAX_EMAX]')
    capitals = _int_property('capitals', 0, 1, 'valid values for capitals are [0, 1]')
    clamp = _int_property('clamp', 0, 1, 'valid values for clamp are [0, 1]')
    del _int_property

    @property
    def rounding(self):
        return self._rounding

    @rounding.setter
    def rounding(self, value):
        if value not in _ROUNDINGS:
            _checked_rounding(value if value is not None else '')
        object.__setattr__(self, '_rounding', value)

    @property
    def flags(self):
        return SignalDict(self, '_status')

    @flags.setter
    def flags(self, value):
        self._status = _signal_bits(value)

    @property
    def traps(self):
        return SignalDict(self, '_traps')

    @traps.setter
    def traps(self, value):
        self._traps = _signal_bits(value)

    def _signal(self, status):
        self._status |= status
        trapped = status & self._traps
        if trapped:
            found = [condition for bits, condition in _CONDITIONS if trapped & bits]
            found += [signal for bits, signal in _SIGNALS[1:] if trapped & bits]
            first = next(signal for bits, signal in _SIGNALS if trapped & bits)
            raise first(found)

    def _shallow(self):
        new = object.__new__(Context)
        new.__dict__.update(self.__dict__)
        return new

    def copy(self):
        """Return a duplicate of the context."""
        return self._shallow()

    __copy__ = copy

    def __reduce__(self):
        names = lambda bits: [signal for b, signal in _SIGNALS if bits & b]
        return Context, (self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp,
                         names(self._status), names(self._traps))

    def __repr__(self):
        names = lambda bits: ', '.join(signal.__name__ for b, signal in _SIGNALS if bits & b)
        return (f'Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, Emax={self.Emax}, '
                f'capitals={self.capitals}, clamp={self.clamp}, flags=[{names(self._status)}], '
                f'traps=[{names(self._traps)}])')

    def clear_flags(self):
        """Reset all flags to False."""
        self._status = 0

    def clear_traps(self):
        """Set all traps to False."""
        self._traps = 0

    def Etiny(self):
        return self.Emin - self.prec + 1

    def Etop(self):
        return self.Emax - self.prec + 1

    def radix(self):
        return _make(0, 10, 0)

    def create_decimal(self, num='0', /):
        """Create a new Decimal from num, rounded to this context."""
        if isinstance(num, str):
            if num != num.strip() or '_' in num:
                return _done(_nan(_CONVERSION), self)
            d, status = _from_text(num)
            if status:
                return _done((d, status), self)
        else:
            d = Decimal(num, self)
        if d._k >= _QNAN:
            if _length(d._c) > self.prec - self.clamp:
                return _done(_nan(_CONVERSION), self)
            return _plain(d)
        return _done(_fix_decimal(d, self), self)

    def create_decimal_from_float(self, f, /):
        """Create a new Decimal from a float, rounded to this context."""
        return _done(_fix_decimal(Decimal.from_float(f), self), self)

    def plus(self, x, /):
        return _needed(x).__pos__(context=self)

    def minus(self, x, /):
        return _needed(x).__neg__(context=self)

    def abs(self, x, /):
        return _needed(x).__abs__(context=self)

    def add(self, x, y, /):
        return _done(_add(_needed(x), _needed(y), self), self)

    def subtract(self, x, y, /):
        return _done(_subtract(_needed(x), _needed(y), self), self)

    def multiply(self, x, y, /):
        return _done(_multiply(_needed(x), _needed(y), self), self)

    def divide(self, x, y, /):
        return _done(_divide(_needed(x), _needed(y), self), self)

    def divide_int(self, x, y, /):
        return _done(_divide_int(_needed(x), _needed(y), self), self)

    def remainder(self, x, y, /):
        return _done(_remainder(_needed(x), _needed(y), self), self)

    def divmod(self, x, y, /):
        return _done(_both(_needed(x), _needed(y), self), self)

    def power(self, a, b, modulo=None):
        if modulo is None:
            return _done(_power(_needed(a), _needed(b), self), self)
        return _done(_power_modulo(_needed(a), _needed(b), _needed(modulo), self), self)

    def fma(self, x, y, z, /):
        return _done(_fma(_needed(x), _needed(y), _needed(z), self), self)

    def quantize(self, x, y, /):
        return _needed(x).quantize(_needed(y), context=self)

    def to_integral_exact(self, x, /):
        return _needed(x).to_integral_exact(context=self)

    def to_integral_value(self, x, /):
        return _needed(x).to_integral_value(context=self)

    to_integral = to_integral_value

    def next_toward(self, x, y, /):
        return _needed(x).next_toward(y, context=self)

    def to_sci_string(self, x, /):
        return _needed(x).__str__(context=self)

    def to_eng_string(self, x, /):
        return _needed(x).to_eng_string(context=self)

    def canonical(self, x, /):
        if not isinstance(x, Decimal):
            raise TypeError('argument must be a Decimal')
        return x

    def is_canonical(self, x, /):
        if not isinstance(x, Decimal):
            raise TypeError('argument must be a Decimal')
        return True

    def is_normal(self, x, /):
        return _needed(x).is_normal(self)

    def is_subnormal(self, x, /):
        return _needed(x).is_subnormal(self)

    def number_class(self, x, /):
        return _needed(x).number_class(self)

    def copy_decimal(self, x, /):
        return _plain(_needed(x))


def _install_context_methods():
    def unary(name):
        def method(self, x, /):
            return getattr(_needed(x), name)(context=self)
        method.__name__, method.__qualname__ = name, f'Context.{name}'
        return method

    def binary(name):
        def method(self, x, y, /):
            return getattr(_needed(x), name)(_needed(y), context=self)
        method.__name__, method.__qualname__ = name, f'Context.{name}'
        return method

    def plain(name):
        def method(self, x, /):
            return getattr(_needed(x), name)()
        method.__name__, method.__qualname__ = name, f'Context.{name}'
        return method

    for name in _UNARY:
        setattr(Context, name, unary(name))
    for name in [*_BINARY, 'copy_sign', 'compare_total', 'compare_total_mag', 'same_quantum']:
        setattr(Context, name, binary(name))
    for name in ('copy_abs', 'copy_negate', 'is_finite', 'is_infinite', 'is_nan', 'is_qnan', 'is_snan', 'is_signed',
                 'is_zero'):
        setattr(Context, name, plain(name))


_install_context_methods()

_ONE = _make(0, 1, 0)
_SINGLE = [InvalidOperation, DivisionByZero, Overflow]

DefaultContext = Context(prec=28, rounding=ROUND_HALF_EVEN, Emin=-999999, Emax=999999, capitals=1, clamp=0, flags=[],
                         traps=_SINGLE)
BasicContext = Context(prec=9, rounding=ROUND_HALF_UP, flags=[], traps=[*_SINGLE, Clamped, Underflow])
ExtendedContext = Context(prec=9, rounding=ROUND_HALF_EVEN, flags=[], traps=[])

_current = _contextvars.ContextVar('decimal_context')


def getcontext():
    """Get the current default context."""
    context = _current.get(None)
    if context is None:
        context = DefaultContext.copy()
        _current.set(context)
    return context


def setcontext(context, /):
    """Set a new default context."""
    if not isinstance(context, Context):
        raise TypeError('optional argument must be a context')
    if context in (DefaultContext, BasicContext, ExtendedContext):
        context = context.copy()
        context.clear_flags()
    _current.set(context)


class _ContextManager:
    def __init__(self, new):
        self.new = new.copy()

    def __enter__(self):
        self.saved = getcontext()
        setcontext(self.new)
        return self.new

    def __exit__(self, t, v, tb):
        setcontext(self.saved)


def localcontext(ctx=None, **kwargs):
    """Return a context manager that will set the default context to a copy of ctx on entry to the with-statement and
restore the previous default context when exiting the with-statement. If no context is supplied, a copy of the current
default context is used."""
    if ctx is None:
        ctx = getcontext()
    elif not isinstance(ctx, Context):
        raise TypeError('optional argument must be a context')
    manager = _ContextManager(ctx)
    for name, value in kwargs.items():
        if name not in ('prec', 'rounding', 'Emin', 'Emax', 'capitals', 'clamp', 'flags', 'traps'):
            raise TypeError(f"'{name}' is an invalid keyword argument for this function")
        setattr(manager.new, name, value)
    return manager


def IEEEContext(bits, /):
    """Return a context object initialized to the proper values for one of the IEEE interchange formats. The argument
must be a multiple of 32 and less than IEEE_CONTEXT_MAX_BITS."""
    if bits <= 0 or bits > IEEE_CONTEXT_MAX_BITS or bits % 32:
        raise ValueError(f'argument must be a multiple of 32, with a maximum of {IEEE_CONTEXT_MAX_BITS}')
    emax = 3 * 2**(bits // 16 + 3)
    return Context(prec=9 * (bits // 32) - 2, rounding=ROUND_HALF_EVEN, Emin=1 - emax, Emax=emax, capitals=1, clamp=1,
                   flags=[], traps=[])
