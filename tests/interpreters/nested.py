# An interpreter makes another, which outlives it; both talk through one queue.
# requires: 3.14
from concurrent import interpreters

q = interpreters.create_queue()
outer = interpreters.create()
outer.prepare_main(q=q)
outer.exec('''
from concurrent import interpreters
inner = interpreters.create()
inner.prepare_main(q=q)
inner.exec('q.put("from the inner one")')
print(inner.id, interpreters.get_current().id, interpreters.get_main().id)
''')
# expect: 2 1 0
print(q.get())                             # expect: from the inner one
