# Reading standard input and arguments.
# args: one --two=3
# stdin: first line
# stdin: second
import sys
print(sys.argv[1:])
print(input('prompt> '))
print(sys.stdin.read().split())

# expect: ['one', '--two=3']
# expect: prompt> first line
# expect: ['second']
