# sys.exit with a number.
import sys
print('before')
sys.exit(3)

# expect: before
# exit: 3
