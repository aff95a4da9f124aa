"""Opens web pages in the user's browser.

Typhon's own module: the one in the packaged library is made for a browser page. The functions, classes and command
are those of CPython's documentation; the browsers known are $BROWSER, the desktop's opener and the common names on
the PATH.
"""

import os
import shlex
import shutil
import subprocess
import sys

__all__ = ["Error", "open", "open_new", "open_new_tab", "get", "register"]


class Error(Exception):
    pass


_browsers = {}
_order = None


def register(name, klass, instance=None, *, preferred=False):
    """Register a browser connector."""
    if _order is None:
        _register_standard_browsers()
    _browsers[name.lower()] = [klass, instance]
    if preferred:
        _order.insert(0, name)
    else:
        _order.append(name)


def get(using=None):
    """Return a browser launcher instance appropriate for the environment."""
    if _order is None:
        _register_standard_browsers()
    alternatives = [using] if using is not None else _order
    for browser in alternatives:
        if '%s' in browser:
            command = shlex.split(browser)
            if command[-1] == '&':
                return BackgroundBrowser(command[:-1])
            return GenericBrowser(command)
        entry = _browsers.get(browser.lower())
        if entry is None:
            continue
        if entry[1] is not None:
            return entry[1]
        if entry[0] is not None:
            return entry[0]()
    raise Error("could not locate runnable browser")


def open(url, new=0, autoraise=True):
    """Display url using the default browser; return whether one was launched."""
    if _order is None:
        _register_standard_browsers()
    for name in _order:
        browser = get(name)
        if browser.open(url, new, autoraise):
            return True
    return False


def open_new(url):
    """Open url in a new window of the default browser."""
    return open(url, 1)


def open_new_tab(url):
    """Open url in a new tab of the default browser."""
    return open(url, 2)


class BaseBrowser:
    """Parent class for all browsers."""

    args = ['%s']

    def __init__(self, name=""):
        self.name = name
        self.basename = name

    def open(self, url, new=0, autoraise=True):
        raise NotImplementedError

    def open_new(self, url):
        return self.open(url, 1)

    def open_new_tab(self, url):
        return self.open(url, 2)


class GenericBrowser(BaseBrowser):
    """A browser started with a command, and waited for."""

    def __init__(self, name):
        if isinstance(name, str):
            self.name = name
            self.args = ["%s"]
        else:
            self.name = name[0]
            self.args = name[1:]
        self.basename = os.path.basename(self.name)

    def _command(self, url):
        return [self.name] + [arg.replace("%s", url) for arg in self.args]

    def open(self, url, new=0, autoraise=True):
        sys.audit("webbrowser.open", url)
        try:
            return not subprocess.Popen(self._command(url), close_fds=True).wait()
        except OSError:
            return False


class BackgroundBrowser(GenericBrowser):
    """A browser started with a command and left running."""

    def open(self, url, new=0, autoraise=True):
        sys.audit("webbrowser.open", url)
        try:
            process = subprocess.Popen(self._command(url), close_fds=True, start_new_session=True)
            return process.poll() is None
        except OSError:
            return False


def _register_standard_browsers():
    global _order
    _order = []
    for command in os.environ.get("BROWSER", "").split(os.pathsep):
        if command:
            if '%s' not in command and command.lower() not in _browsers:
                _browsers[command.lower()] = [None, GenericBrowser(command)]
            _order.append(command)
    openers = ["open"] if sys.platform == "darwin" else ["xdg-open", "gio open", "x-www-browser"]
    for opener in openers:
        command = opener.split()
        if shutil.which(command[0]):
            _browsers[command[0]] = [None, BackgroundBrowser(command + ["%s"])]
            _order.append(command[0])
    for name in ("firefox", "google-chrome", "chromium", "chromium-browser", "w3m", "lynx"):
        if shutil.which(name):
            _browsers[name] = [None, BackgroundBrowser(name)]
            _order.append(name)


def main(argv=None):
    import argparse

    parser = argparse.ArgumentParser(description="Open URL in a web browser.")
    parser.add_argument("url", help="URL to open")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("-n", "--new-window", action="store_const", const=1, default=0, dest="new_win",
                       help="open new window")
    group.add_argument("-t", "--new-tab", action="store_const", const=2, default=0, dest="new_win",
                       help="open new tab")
    args = parser.parse_args(argv)
    if not open(args.url, args.new_win):
        print("could not locate runnable browser", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
