# unittest runs tests, reports failures, and sets the exit code.
import unittest, sys, io
class T(unittest.TestCase):
    def setUp(self): self.x = 1
    def test_ok(self): self.assertEqual(self.x, 1)
    def test_raises(self):
        with self.assertRaisesRegex(ValueError, 'ba.'): raise ValueError('bad')
    def test_fails(self): self.assertEqual([1, 2], [1, 3])
    @unittest.skip('later')
    def test_skipped(self): pass
    @unittest.expectedFailure
    def test_expected(self): self.fail()
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertLess(i, 2)
result = unittest.TextTestRunner(stream=io.StringIO()).run(unittest.defaultTestLoader.loadTestsFromTestCase(T))
print(result, [f[1].splitlines()[-1][:40] for f in result.failures])

# expect: <unittest.runner.TextTestResult run=6 errors=0 failures=2> ['', 'AssertionError: 2 not less than 2']
