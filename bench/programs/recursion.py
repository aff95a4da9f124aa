"""Recursion, shallow and deep: Ackermann, hanoi, a linked list of a few hundred links, mutual recursion, merge sort."""
GROUP = 'control'
EXPECTED = (403, 32767, 144000, 225, [0, 0, 0])


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def hanoi(n, source, target, spare, moves):
    if n:
        hanoi(n - 1, source, spare, target, moves)
        moves.append((source, target))
        hanoi(n - 1, spare, target, source, moves)


def linked(n):
    return (n, linked(n - 1)) if n else None


def length(link):
    return 0 if link is None else 1 + length(link[1])


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


def merge_sort(items):
    if len(items) < 2:
        return items
    middle = len(items) // 2
    left, right = merge_sort(items[:middle]), merge_sort(items[middle:])
    merged = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            j += 1
    return merged + left[i:] + right[j:]


def run():
    moves = []
    hanoi(15, 'a', 'b', 'c', moves)
    chain = linked(800)
    depth = sum(length(chain) for _ in range(180))
    parity = sum(even(n % 900) for n in range(0, 9000, 40))
    return ackermann(2, 200), len(moves), depth, parity, merge_sort([i * 7919 % 10_007 for i in range(30_000)])[:3]
