"""Edit distance between words by dynamic programming, and the closest word of a list."""
GROUP = 'numeric'
EXPECTED = (['kaaakuaa', 'mooirake', 'oaturimo', 'mokasaka'], 200)


def distance(a, b):
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        current = [i]
        for j, y in enumerate(b, 1):
            if x == y:
                current.append(previous[j - 1])
            else:
                current.append(1 + min(previous[j], current[j - 1], previous[j - 1]))
        previous = current
    return previous[-1]


def words(n):
    seed = 7
    for _ in range(n):
        word = ''
        for _ in range(4):
            seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
            word += 'kamoritesu'[(seed >> 16) % 10] + 'aeiou'[(seed >> 20) % 5]
        yield word


WORDS = list(words(2500))


def run():
    closest = []
    for wanted in ('kamakura', 'moritake', 'sesurimo', 'tokatoka'):
        closest.append(min(WORDS, key=lambda word: (distance(wanted, word), word)))
    return closest, distance('intention' * 40, 'execution' * 40)
