# Functions over arrays: sorting, sets, statistics, linear algebra, transforms, files, pickles, dates.
import io
import pickle
import numpy as np

def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)

A = np.array([[4.0, 1], [2, 3]])
for f in (
    lambda: A @ A, lambda: np.linalg.inv(A), lambda: np.linalg.det(A), lambda: np.linalg.solve(A, [1, 2]), lambda: np.linalg.qr(A),
    lambda: np.linalg.eigvals(A), lambda: np.linalg.norm(A), lambda: np.linalg.svd(A)[1], lambda: np.linalg.inv(np.zeros((2, 2))),
    lambda: np.dot([1, 2], [3, 4]), lambda: np.einsum("ij,jk->ik", A, A), lambda: np.fft.rfft([1, 2, 3, 4]), lambda: np.fft.fftfreq(5),
    lambda: np.sort(np.array([3, 1, 2])), lambda: np.unique([1, 2, 2, 3], return_counts=True), lambda: np.searchsorted([1, 2, 4], [2, 3]),
    lambda: np.where(np.arange(5) > 2, 1, 0), lambda: np.median([3, 1, 2]), lambda: np.percentile([1, 2, 3, 4], 40),
    lambda: np.histogram([1, 2, 1, 4, 5], bins=3), lambda: np.clip([1, 5, 9], 2, 6), lambda: np.diff([1, 4, 9]), lambda: np.pad([1, 2], (1, 2)),
    lambda: np.interp(2.5, [1, 2, 3], [3, 2, 0]), lambda: np.nanmean([1, np.nan, 3]), lambda: np.tile([1, 2], (2, 2)),
    lambda: np.finfo(np.float64).eps, lambda: np.iinfo(np.int32).max, lambda: np.vectorize(lambda a, b: a + b)([1, 2], 3),
    lambda: np.add.reduce(A), lambda: np.add.accumulate([1, 2, 3]), lambda: np.multiply.outer([1, 2], [3, 4]), lambda: np.sum(A, axis=5),
    lambda: np.datetime64("2024-01-15"), lambda: np.arange("2024-01", "2024-04", dtype="datetime64[M]"),
    lambda: np.datetime64("2024-03-01") - np.datetime64("2024-02-01"), lambda: np.nope, lambda: pickle.loads(pickle.dumps(A)),
    lambda: [1] * np.int64(2), lambda: 1 / np.int64(3), lambda: isinstance(np.float64(1), float), lambda: f"{np.float64(3.14159):.2f}",
):
    t(f)
b = io.BytesIO()
np.save(b, A)
print(b.getvalue()[:10], len(b.getvalue()))
b.seek(0)
t(lambda: np.load(b))
b = io.BytesIO()
np.savez(b, a=A, b=np.arange(3))
b.seek(0)
z = np.load(b)
print(sorted(z.files), z["b"])
with np.printoptions(precision=2, suppress=True):
    print(np.array([1.23456, 1e-9]))

# expect: array([[18.,  7.],
# expect:        [14., 11.]])
# expect: array([[ 0.3, -0.1],
# expect:        [-0.2,  0.4]])
# expect: np.float64(10.000000000000002)
# expect: array([0.1, 0.6])
# expect: QRResult(Q=array([[-0.89442719, -0.4472136 ],
# expect:        [-0.4472136 ,  0.89442719]]), R=array([[-4.47213595, -2.23606798],
# expect:        [ 0.        ,  2.23606798]]))
# expect: array([5., 2.])
# expect: np.float64(5.477225575051661)
# expect: array([5.11667274, 1.95439508])
# expect: LinAlgError Singular matrix
# expect: np.int64(11)
# expect: array([[18.,  7.],
# expect:        [14., 11.]])
# expect: array([10.+0.j, -2.+2.j, -2.+0.j])
# expect: array([ 0. ,  0.2,  0.4, -0.4, -0.2])
# expect: array([1, 2, 3])
# expect: (array([1, 2, 3]), array([1, 2, 1]))
# expect: array([1, 2])
# expect: array([0, 0, 0, 1, 1])
# expect: np.float64(2.0)
# expect: np.float64(2.2)
# expect: (array([3, 0, 2]), array([1.        , 2.33333333, 3.66666667, 5.        ]))
# expect: array([2, 5, 6])
# expect: array([3, 5])
# expect: array([0, 1, 2, 0, 0])
# expect: np.float64(1.0)
# expect: np.float64(2.0)
# expect: array([[1, 2, 1, 2],
# expect:        [1, 2, 1, 2]])
# expect: np.float64(2.220446049250313e-16)
# expect: 2147483647
# expect: array([4, 5])
# expect: array([6., 4.])
# expect: array([1, 3, 6])
# expect: array([[3, 4],
# expect:        [6, 8]])
# expect: AxisError axis 5 is out of bounds for array of dimension 2
# expect: np.datetime64('2024-01-15')
# expect: array(['2024-01', '2024-02', '2024-03'], dtype='datetime64[M]')
# expect: np.timedelta64(29,'D')
# expect: AttributeError module 'numpy' has no attribute 'nope'
# expect: array([[4., 1.],
# expect:        [2., 3.]])
# expect: [1, 1]
# expect: np.float64(0.3333333333333333)
# expect: True
# expect: '3.14'
# expect: b'\x93NUMPY\x01\x00v\x00' 160
# expect: array([[4., 1.],
# expect:        [2., 3.]])
# expect: ['a', 'b'] [0 1 2]
# expect: [1.23 0.  ]
