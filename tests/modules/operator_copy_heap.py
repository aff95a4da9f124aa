# operator, copy, heapq, bisect, statistics, fractions, decimal-free arithmetic.
import operator, copy, heapq, bisect, statistics, fractions
print(operator.itemgetter(1, 0)('ab'), operator.attrgetter('real', 'imag')(3), operator.methodcaller('split', ',')('a,b'), operator.add(1, 2), operator.contains([1], 1), operator.index(True), operator.length_hint(iter([1, 2])), operator.concat('a', 'b'), operator.iadd([1], [2]), operator.countOf([1, 1], 1))
h = [5, 1, 4]
heapq.heapify(h)
heapq.heappush(h, 0)
print(heapq.heappop(h), heapq.heapreplace(h, 9), heapq.nlargest(2, [3, 1, 2]), heapq.nsmallest(1, 'cab'), list(heapq.merge([1, 4], [2, 3])), h)
a = [1, 3, 3, 5]
bisect.insort(a, 4)
print(bisect.bisect(a, 3), bisect.bisect_left(a, 3), a, bisect.bisect([5, 3, 1], -3, key=operator.neg))
print(statistics.mean([1, 2, 4]), statistics.median([1, 3, 2]), statistics.pstdev([1, 2, 3]), statistics.mode('aab'), statistics.quantiles([1, 2, 3, 4], n=4))
F = fractions.Fraction
print(F(1, 3) + F('0.5'), F(0.25), F(7, 3) // 1, F(3, 4) ** 2, float(F(1, 3)), F(22, 7).limit_denominator(3), round(F(7, 2)), F('1/3') < 0.34)

# expect-error: AttributeError: module 'math' has no attribute 'sqrt' (consider renaming '/work/main/tests/modules/math.py' since it has the same name as the standard library module named 'math' and the import system gives it precedence)
