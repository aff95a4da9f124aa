# requires: 3.14
# What the interpreter says it is.
import sys, platform
print(sys.version_info[:2], sys.version.split('.')[:2], sys.hexversion >> 16 == 0x30e, sys.implementation.name != '', platform.python_version()[:4])
print(sys.implementation.cache_tag is not None, sys.byteorder, sys.maxsize, sys.float_info.dig, sys.int_info.bits_per_digit, sys.hash_info.width, sys.maxunicode)
# expect: (3, 14) ['3', '14'] True True 3.14
# expect: True little 9223372036854775807 15 30 64 1114111
