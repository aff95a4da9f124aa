"""Pancake flipping over all permutations: list slicing, indexing and small loops."""
GROUP = 'numeric'
EXPECTED = (8629, 30)


def fannkuch(n):
    perm1 = list(range(n))
    count = [0] * n
    max_flips = checksum = nperm = 0
    r = n
    while True:
        while r != 1:
            count[r - 1] = r
            r -= 1
        if perm1[0]:
            perm = perm1[:]
            flips = 0
            k = perm[0]
            while k:
                perm[:k + 1] = perm[k::-1]
                flips += 1
                k = perm[0]
            if flips > max_flips:
                max_flips = flips
            checksum += -flips if nperm & 1 else flips
        while True:
            if r == n:
                return checksum, max_flips
            perm1.insert(r, perm1.pop(0))
            count[r] -= 1
            if count[r] > 0:
                break
            r += 1
        nperm += 1


def run():
    return fannkuch(9)
