# An uncaught chained error prints both, with the joining sentence.
try:
    {}['k']
except KeyError as e:
    raise RuntimeError('wrapped') from e
# exit: 1
# expect-stderr: Traceback (most recent call last):
# expect-stderr:   File "FILE", line 3, in <module>
# expect-stderr:     {}['k']
# expect-stderr:     ~~^^^^^
# expect-stderr: KeyError: 'k'
# expect-stderr: 
# expect-stderr: The above exception was the direct cause of the following exception:
# expect-stderr: 
# expect-stderr: Traceback (most recent call last):
# expect-stderr:   File "FILE", line 5, in <module>
# expect-stderr:     raise RuntimeError('wrapped') from e
# expect-stderr: RuntimeError: wrapped
