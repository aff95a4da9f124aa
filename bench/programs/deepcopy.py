"""copy.deepcopy and copy.copy over nested lists, dicts, objects, shared references and cycles."""
import copy

GROUP = 'text'
EXPECTED = (3280, False, True, True, False, 3000, 10500)


class Node:
    def __init__(self, name, children):
        self.name = name
        self.children = children
        self.parent = None
        self.info = {'size': len(children), 'path': (name, len(name)), 'flags': [True, None, 1.5]}
        for child in children:
            child.parent = self


class Versioned:
    def __init__(self, items):
        self.items = items

    def __deepcopy__(self, memo):
        return Versioned(copy.deepcopy(self.items, memo))


def tree(depth, name):
    return Node(name, [tree(depth - 1, f'{name}.{i}') for i in range(3)] if depth else [])


def count(node):
    return 1 + sum(count(child) for child in node.children)


ROOT = tree(7, 'root')
SHARED = [1, 2, 3]
CONFIG = {f'section{i}': {'shared': SHARED, 'values': list(range(10)), 'names': [f'n{j}' for j in range(5)]}
          for i in range(3_500)}


def run():
    root = copy.deepcopy(ROOT)
    config = copy.deepcopy(CONFIG)
    versions = copy.deepcopy([Versioned([i, [i]]) for i in range(3_000)])
    shallow = [copy.copy(section) for section in config.values()]
    return (count(root), root is ROOT, root.children[0].parent is root,
            config['section1']['shared'] is config['section2']['shared'], config['section1']['shared'] is SHARED,
            len(versions), sum(len(section) for section in shallow))
