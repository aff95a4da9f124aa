# assert raises AssertionError with the message.
assert True, 'not shown'
try:
    assert 1 == 2, 'wrong'
except AssertionError as e:
    print(repr(e))
try:
    assert []
except AssertionError as e:
    print(repr(e))
print(__debug__)

# expect: AssertionError('wrong')
# expect: AssertionError()
# expect: True
