# Shared and recursive objects keep their identity; nesting has no depth of its own.
import pickle


class Node:
    pass


node = Node()
node.me = node
ring = []
ring.append((ring, {'ring': ring}))
for protocol in range(6):
    copy = pickle.loads(pickle.dumps(node, protocol))
    again = pickle.loads(pickle.dumps(ring, protocol))
    print(copy.me is copy, again[0][0] is again, again[0][1]['ring'] is again)
deep = []
for _ in range(5000):
    deep = [deep]
back = pickle.loads(pickle.dumps(deep))
depth = 0
while back:
    back = back[0]
    depth += 1
print(depth)
# expect: True True True
# expect: True True True
# expect: True True True
# expect: True True True
# expect: True True True
# expect: True True True
# expect: 5000
