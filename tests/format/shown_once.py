# What formatting an argument does is done once, also when a later argument cannot be formatted at once.
class Hot:
    def __init__(self):
        self.shown = 0

    def __str__(self):
        self.shown += 1
        return f'hot{self.shown}'

    def __repr__(self):
        self.shown += 1
        return f'repr{self.shown}'

    def __format__(self, spec):
        self.shown += 1
        return f'format{self.shown}{spec}'


class Cold:
    def __str__(self):
        return 'cold'

    def __repr__(self):
        return 'COLD'

    def __format__(self, spec):
        return f'<{spec}>'


class Failing:
    def __str__(self):
        raise ValueError('cannot be shown')

    __format__ = None


h = Hot()
for i in range(5000):
    '%s' % (h,), '%r' % (h,), '{:x}'.format(h), '{!r}'.format(h)
h.shown = 0
print('%s|%s|%d|%s' % (h, Cold(), 5.9, h), h.shown)
print('%r|%5.3s|%c|%x' % (h, Cold(), 'x', 255), h.shown)
print('{:a}|{:b}|{}|{!r}|{:c}'.format(h, Cold(), h, Cold(), h), h.shown)
print('{0}|{1!r}|{0!s:>8}|{1:{2}}'.format(h, Cold(), 7), h.shown)
print('{x!r}|{y}|{x}'.format(x=h, y=Cold()), h.shown)
for f in (lambda: '%s %s' % (h, Failing()), lambda: '%s %d' % (h, 'x'), lambda: '%s %s' % (h,), lambda: '%s' % (h, 1),
          lambda: '{} {}'.format(h), lambda: '{} {0}'.format(h), lambda: '{0} {}'.format(h), lambda: '{} {!x}'.format(h, 1),
          lambda: '{} {z}'.format(h), lambda: '{} {}'.format(h, Failing())):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e, h.shown)

# expect: hot1|cold|5|hot2 2
# expect: repr3|  col|x|ff 3
# expect: format4a|<b>|format5|COLD|format6c 6
# expect: format7|COLD|    hot8|<7> 8
# expect: repr9|<>|format10 10
# expect: ValueError cannot be shown 11
# expect: TypeError %d format: a real number is required, not str 12
# expect: TypeError not enough arguments for format string 13
# expect: TypeError not all arguments converted during string formatting 14
# expect: IndexError Replacement index 1 out of range for positional args tuple 15
# expect: ValueError cannot switch from automatic field numbering to manual field specification 16
# expect: ValueError cannot switch from manual field specification to automatic field numbering 17
# expect: ValueError Unknown conversion specifier x 18
# expect: KeyError 'z' 19
# expect: TypeError 'NoneType' object is not callable 20
