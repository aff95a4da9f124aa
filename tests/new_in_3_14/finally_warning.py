# requires: 3.14
# return, break and continue that leave a finally block are a SyntaxWarning (PEP 765).
import warnings
for source in ('def f():\n try: pass\n finally: return 1', 'while 1:\n try: pass\n finally: break',
               'while 1:\n try: pass\n finally: continue', 'def f():\n try: pass\n finally:\n  for x in y: break'):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        compile(source, 'f', 'exec')
    print([f'{w.category.__name__}: {w.message}' for w in caught])
# expect: ["SyntaxWarning: 'return' in a 'finally' block"]
# expect: ["SyntaxWarning: 'break' in a 'finally' block"]
# expect: ["SyntaxWarning: 'continue' in a 'finally' block"]
# expect: []
