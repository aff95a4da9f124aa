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


# expect: ('b', 'a') (3, 0) ['a', 'b'] 3 True 1 2 ab [1, 2] 2
# expect: 0 1 [3, 2] ['a'] [1, 2, 3, 4] [4, 5, 9]
# expect: 3 1 [1, 3, 3, 4, 5] 2
# expect: 2.3333333333333335 2 0.816496580927726 a [1.25, 2.5, 3.75]
# expect: 5/6 1/4 2 9/16 0.3333333333333333 3 4 True
