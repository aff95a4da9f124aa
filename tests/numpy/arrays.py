# Arrays are made, shown, sliced and combined as NumPy does it.
import numpy as np

a = np.array([1, 2, 3])
print(a, repr(a), a.dtype, a.shape, a.strides, a.ndim, a.size, a.itemsize, a.nbytes)
print(a + 1, a * 2.5, a == 2, -a, a ** 2, 2 ** a, a / 2, a // 2, a % 2)
b = np.arange(12).reshape(3, 4)
print(b)
print(repr(b.T))
print(b[1:, ::2])
print(b.sum(), b.sum(axis=0), b.mean(axis=1), b.max(axis=1), b.min(), b.prod(axis=0))
print(b[b > 5])
print(b[[0, 2]])
print(b[..., 1], b[:, np.newaxis].shape, b[-1, -1], repr(b[1, 2]))
print(b[[0, 1], [2, 3]], b[np.array([True, False, True])])
b[0, :] = 7
print(b)
b[b == 7] = -1
print(b)
b[:, 1] += 100
print(b)
print(np.linspace(0, 1, 5), np.eye(2), np.full((2, 2), 3.5))
print(np.ones((2, 3)) + np.arange(3))
print(np.zeros(3, dtype=int), np.array(['a', 'bcd']), np.array([True, False]))
print(np.array([1.5, 2.25e10]), np.array([1e-5, 1]), np.array([1 + 2j, 3.5j]))
print(repr(np.array(['a', 'bcd'])), repr(np.array([1, 2], dtype=np.uint8)), repr(np.array([])))
print(np.concatenate([a, a]), np.stack([a, a]), np.vstack([a, a]), np.hstack([a, a]))
print(np.arange(2000))
print(repr(np.arange(2000.0).reshape(40, 50)))
v = a.view()
v[0] = 99
print(a, v.base is a, a.base)
for row in b:
    print(row)
print(a.tolist(), b.ravel().tolist()[:3], a.astype(float), a.astype(str))
print(a.flags.c_contiguous, b.T.flags.c_contiguous, b.T.flags.f_contiguous)
try:
    a + np.arange(4)
except ValueError as e:
    print(e)
try:
    a[5]
except IndexError as e:
    print(e)
try:
    b.reshape(5, 5)
except ValueError as e:
    print(e)
try:
    np.array([[1, 2], [3]])
except ValueError as e:
    print(e)
try:
    bool(a)
except ValueError as e:
    print(e)

# expect: [1 2 3] array([1, 2, 3]) int64 (3,) (8,) 1 3 8 24
# expect: [2 3 4] [2.5 5.  7.5] [False  True False] [-1 -2 -3] [1 4 9] [2 4 8] [0.5 1.  1.5] [0 1 1] [1 0 1]
# expect: [[ 0  1  2  3]
# expect:  [ 4  5  6  7]
# expect:  [ 8  9 10 11]]
# expect: array([[ 0,  4,  8],
# expect:        [ 1,  5,  9],
# expect:        [ 2,  6, 10],
# expect:        [ 3,  7, 11]])
# expect: [[ 4  6]
# expect:  [ 8 10]]
# expect: 66 [12 15 18 21] [1.5 5.5 9.5] [ 3  7 11] 0 [  0  45 120 231]
# expect: [ 6  7  8  9 10 11]
# expect: [[ 0  1  2  3]
# expect:  [ 8  9 10 11]]
# expect: [1 5 9] (3, 1, 4) 11 np.int64(6)
# expect: [2 7] [[ 0  1  2  3]
# expect:  [ 8  9 10 11]]
# expect: [[ 7  7  7  7]
# expect:  [ 4  5  6  7]
# expect:  [ 8  9 10 11]]
# expect: [[-1 -1 -1 -1]
# expect:  [ 4  5  6 -1]
# expect:  [ 8  9 10 11]]
# expect: [[ -1  99  -1  -1]
# expect:  [  4 105   6  -1]
# expect:  [  8 109  10  11]]
# expect: [0.   0.25 0.5  0.75 1.  ] [[1. 0.]
# expect:  [0. 1.]] [[3.5 3.5]
# expect:  [3.5 3.5]]
# expect: [[1. 2. 3.]
# expect:  [1. 2. 3.]]
# expect: [0 0 0] ['a' 'bcd'] [ True False]
# expect: [1.50e+00 2.25e+10] [1.e-05 1.e+00] [1.+2.j  0.+3.5j]
# expect: array(['a', 'bcd'], dtype='<U3') array([1, 2], dtype=uint8) array([], dtype=float64)
# expect: [1 2 3 1 2 3] [[1 2 3]
# expect:  [1 2 3]] [[1 2 3]
# expect:  [1 2 3]] [1 2 3 1 2 3]
# expect: [   0    1    2 ... 1997 1998 1999]
# expect: array([[0.000e+00, 1.000e+00, 2.000e+00, ..., 4.700e+01, 4.800e+01,
# expect:         4.900e+01],
# expect:        [5.000e+01, 5.100e+01, 5.200e+01, ..., 9.700e+01, 9.800e+01,
# expect:         9.900e+01],
# expect:        [1.000e+02, 1.010e+02, 1.020e+02, ..., 1.470e+02, 1.480e+02,
# expect:         1.490e+02],
# expect:        ...,
# expect:        [1.850e+03, 1.851e+03, 1.852e+03, ..., 1.897e+03, 1.898e+03,
# expect:         1.899e+03],
# expect:        [1.900e+03, 1.901e+03, 1.902e+03, ..., 1.947e+03, 1.948e+03,
# expect:         1.949e+03],
# expect:        [1.950e+03, 1.951e+03, 1.952e+03, ..., 1.997e+03, 1.998e+03,
# expect:         1.999e+03]], shape=(40, 50))
# expect: [99  2  3] True None
# expect: [-1 99 -1 -1]
# expect: [  4 105   6  -1]
# expect: [  8 109  10  11]
# expect: [99, 2, 3] [-1, 99, -1] [99.  2.  3.] ['99' '2' '3']
# expect: True False True
# expect: operands could not be broadcast together with shapes (3,) (4,) 
# expect: index 5 is out of bounds for axis 0 with size 3
# expect: cannot reshape array of size 12 into shape (5,5)
# expect: setting an array element with a sequence. The requested array has an inhomogeneous shape after 1 dimensions. The detected shape was (2,) + inhomogeneous part.
# expect: The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()
