# Searching is linear in text and needle, however repetitive they are.
N = 300_000
a, b = "a" * N, "b" * N
haystack = a + a + b + a + a
needle = a + b + b + a
print(haystack.find(needle), haystack.count(needle), needle in haystack)  # expect: -1 0 False
print((haystack + needle).find(needle) == len(haystack))  # expect: True
print((haystack + needle).rfind(needle) == len(haystack))  # expect: True
print((needle + haystack).rfind(needle), (haystack + needle).count(needle))  # expect: 0 1
print([len(p) // N for p in (haystack + needle + b).split(needle)])  # expect: [5, 1]
print(len((haystack + needle + b).replace(needle, "")) // N)  # expect: 6
print("abbbc".rsplit("bb"), "abbbc".split("bb"))  # expect: ['ab', 'c'] ['a', 'bc']
