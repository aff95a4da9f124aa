# add_note and __notes__ in the traceback.
import traceback
try:
    e = ValueError('v')
    e.add_note('note 1')
    e.add_note('note\n2')
    raise e
except ValueError as x:
    print(x.__notes__)
    print(''.join(traceback.format_exception_only(x)), end='')
try:
    e.add_note(5)
except TypeError as t:
    print(t)

# expect: ['note 1', 'note\n2']
# expect: ValueError: v
# expect: note 1
# expect: note
# expect: 2
# expect: add_note() argument must be str, not int
