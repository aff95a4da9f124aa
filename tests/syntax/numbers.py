# Numeric literals.
print(0xFF, 0o17, 0b101, 1_000_000, 0x_ff, 1e3, 1_0.5e-1_0, .5, 5., 3j, 0.5J, 00, 0_0)
print(10**20, 123456789012345678901234567890, 1e400, -0.0, 0xffffffffffffffffffff)
for bad in ['1__0', '0777', '1_', '0b2', '0x', '1e', '12abc']:
    try:
        compile(bad, 'x', 'eval')
    except SyntaxError as e:
        print(bad, '->', e.msg)

# expect: 255 15 5 1000000 255 1000.0 1.05e-09 0.5 5.0 3j 0.5j 0 0
# expect: 100000000000000000000 123456789012345678901234567890 inf -0.0 1208925819614629174706175
# expect: 1__0 -> invalid decimal literal
# expect: 0777 -> leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers
# expect: 1_ -> invalid decimal literal
# expect: 0b2 -> invalid digit '2' in binary literal
# expect: 0x -> invalid hexadecimal literal
# expect: 1e -> invalid decimal literal
# expect: 12abc -> invalid decimal literal
