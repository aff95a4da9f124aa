"""What sysconfig asks a build for, on macOS."""

from _sysconfigdata__linux_ import build_time_vars as _linux

build_time_vars = _linux | {'MACOSX_DEPLOYMENT_TARGET': '11.0'}
