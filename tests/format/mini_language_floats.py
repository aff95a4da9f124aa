# The format mini-language for floats.
for spec in ('', 'f', '.0f', '.3f', 'e', '.1e', 'g', '.3g', 'G', '%', '.1%', ',', ',.2f', '_.1f', '+.2f', ' .2f', '010.2f', '<10.1f', '^10.1f', '=+10.1f', '#.0f', '#g', 'n', 'z.1f', '.15g', '.17g', '.20f', 'E', 'F', '12', '.5'):
    print(spec, *(f'|{format(x, spec)}|' for x in (1234567.891, -0.04, 1e-10, float('inf'))))
print(format(float('nan'), '08.2f'), format(0.0, '+'), format(-0.0, 'z'), format(2.5, '.0f'), format(3.5, '.0f'), format(1e16, ''), format(0.1, '.25f'), format(1e22, 'f'), format(123456789.0, 'g'))
for spec in ('d', 's', 'x', '.', 'c', ',n'):
    try:
        print(format(1.5, spec))
    except ValueError as e:
        print(spec, '->', e)

# expect:  |1234567.891| |-0.04| |1e-10| |inf|
# expect: f |1234567.891000| |-0.040000| |0.000000| |inf|
# expect: .0f |1234568| |-0| |0| |inf|
# expect: .3f |1234567.891| |-0.040| |0.000| |inf|
# expect: e |1.234568e+06| |-4.000000e-02| |1.000000e-10| |inf|
# expect: .1e |1.2e+06| |-4.0e-02| |1.0e-10| |inf|
# expect: g |1.23457e+06| |-0.04| |1e-10| |inf|
# expect: .3g |1.23e+06| |-0.04| |1e-10| |inf|
# expect: G |1.23457E+06| |-0.04| |1E-10| |INF|
# expect: % |123456789.100000%| |-4.000000%| |0.000000%| |inf%|
# expect: .1% |123456789.1%| |-4.0%| |0.0%| |inf%|
# expect: , |1,234,567.891| |-0.04| |1e-10| |inf|
# expect: ,.2f |1,234,567.89| |-0.04| |0.00| |inf|
# expect: _.1f |1_234_567.9| |-0.0| |0.0| |inf|
# expect: +.2f |+1234567.89| |-0.04| |+0.00| |+inf|
# expect:  .2f | 1234567.89| |-0.04| | 0.00| | inf|
# expect: 010.2f |1234567.89| |-000000.04| |0000000.00| |0000000inf|
# expect: <10.1f |1234567.9 | |-0.0      | |0.0       | |inf       |
# expect: ^10.1f |1234567.9 | |   -0.0   | |   0.0    | |   inf    |
# expect: =+10.1f |+1234567.9| |-      0.0| |+      0.0| |+      inf|
# expect: #.0f |1234568.| |-0.| |0.| |inf|
# expect: #g |1.23457e+06| |-0.0400000| |1.00000e-10| |inf|
# expect: n |1.23457e+06| |-0.04| |1e-10| |inf|
# expect: z.1f |1234567.9| |0.0| |0.0| |inf|
# expect: .15g |1234567.891| |-0.04| |1e-10| |inf|
# expect: .17g |1234567.8910000001| |-0.040000000000000001| |1e-10| |inf|
# expect: .20f |1234567.89100000006146728992| |-0.04000000000000000083| |0.00000000010000000000| |inf|
# expect: E |1.234568E+06| |-4.000000E-02| |1.000000E-10| |INF|
# expect: F |1234567.891000| |-0.040000| |0.000000| |INF|
# expect: 12 | 1234567.891| |       -0.04| |       1e-10| |         inf|
# expect: .5 |1.2346e+06| |-0.04| |1e-10| |inf|
# expect: 00000nan +0.0 0.0 2 4 1e+16 0.1000000000000000055511151 10000000000000000000000.000000 1.23457e+08
# expect: d -> Unknown format code 'd' for object of type 'float'
# expect: s -> Unknown format code 's' for object of type 'float'
# expect: x -> Unknown format code 'x' for object of type 'float'
# expect: . -> Format specifier missing precision
# expect: c -> Unknown format code 'c' for object of type 'float'
# expect: ,n -> Cannot specify ',' with 'n'.
