# Methods of float, hex, ratios, hashes, text to float.
print((0.75).as_integer_ratio(), (0.1).hex(), float.fromhex('0x1.999999999999ap-4'), (2.0).is_integer(), float('  1e3 '), float('-inf'), float('1_0.5'), float('NaN') != 0, float('٣.٥'), (1.5).conjugate())
print(hash(0.5), hash(1.0), hash(1e300), hash(float('inf')), hash(-0.0), hash(2.5) == hash(5 / 2), float.__getformat__('double'))
print(float.fromhex('-0x.8p1'), (0.0).hex(), float('infinity').hex(), (5e-324).hex(), float(True), float('.5'), float('5.'))
for t in ('0x1.zp', 'inf1', '1e', '--1', 'é'):
    try:
        float(t)
    except ValueError as e:
        print(e)

# expect: (3, 4) 0x1.999999999999ap-4 0.1 True 1000.0 -inf 10.5 True 3.5 1.5
# expect: 1152921504606846976 1 1224995262755759164 314159 0 True IEEE, little-endian
# expect: -1.0 0x0.0p+0 inf 0x0.0000000000001p-1022 1.0 0.5 5.0
# expect: could not convert string to float: '0x1.zp'
# expect: could not convert string to float: 'inf1'
# expect: could not convert string to float: '1e'
# expect: could not convert string to float: '--1'
# expect: could not convert string to float: 'é'
