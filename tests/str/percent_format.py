# The % operator.
print('%d %5d|%-5d|%05d %+d % d' % (1, 2, 3, 4, 5, 6), '%s %r %a' % ('x', 'é', 'é'), '%x %X %o %#x %#o' % (255, 255, 8, 255, 8), '%e %.2f %g %G %.3g' % (1234.5, 3.14159, 1e-5, 1e20, 1234.5), '%c%c' % ('a', 98), '%%', '%(a)s %(b)03d' % {'a': 1, 'b': 2}, '%*d|%-*s|' % (5, 42, 4, 'x'), '%.3s' % 'abcdef', '%s' % [1], '%s %s' % ('a', (1, 2)), '%i' % 3.9, '%5.1f|%-8.2e|' % (2.25, 12345.678), '%#.0f %#x' % (3, 16), '%d' % 10**20)
for f, a in (('%d', 'x'), ('%s %s', 'a'), ('%s', (1, 2)), ('%z', 1), ('%(a)s', 1), ('%', ()), ('%(a', {}), ('%d', None), ('%x', 1.5), ('%(k)s', {}), ('%c', -1)):
    try:
        print(f % a)
    except (TypeError, ValueError, KeyError, OverflowError) as e:
        print(f, type(e).__name__, e)

# expect: 1     2|3    |00004 +5  6 x 'é' '\xe9' ff FF 10 0xff 0o10 1.234500e+03 3.14 1e-05 1E+20 1.23e+03 ab %% 1 002    42|x   | abc [1] a (1, 2) 3   2.2|1.23e+04| 3. 0x10 100000000000000000000
# expect: %d TypeError %d format: a real number is required, not str
# expect: %s %s TypeError not enough arguments for format string
# expect: %s TypeError not all arguments converted during string formatting
# expect: %z ValueError unsupported format character 'z' (0x7a) at index 1
# expect: %(a)s TypeError format requires a mapping
# expect: % ValueError incomplete format
# expect: %(a ValueError incomplete format key
# expect: %d TypeError %d format: a real number is required, not NoneType
# expect: %x TypeError %x format: an integer is required, not float
# expect: %(k)s KeyError 'k'
# expect: %c OverflowError %c arg not in range(0x110000)
