"""A tokenizer, a recursive-descent parser and an evaluator for a small language, by characters and by a regex."""
import re

GROUP = 'text'
EXPECTED = (True, 45000, -17296.920003, -17296.920003)
PATTERN = re.compile(r'\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<op>[-+*/()=;,]))')


class Token:
    __slots__ = ('kind', 'text', 'position')

    def __init__(self, kind, text, position):
        self.kind = kind
        self.text = text
        self.position = position


def by_characters(source):
    tokens = []
    i, n = 0, len(source)
    while i < n:
        c = source[i]
        if c.isspace():
            i += 1
        elif c.isdigit():
            start = i
            while i < n and (source[i].isdigit() or source[i] == '.'):
                i += 1
            tokens.append(Token('number', source[start:i], start))
        elif c.isalpha() or c == '_':
            start = i
            while i < n and (source[i].isalnum() or source[i] == '_'):
                i += 1
            tokens.append(Token('name', source[start:i], start))
        elif c in '-+*/()=;,':
            tokens.append(Token('op', c, i))
            i += 1
        else:
            raise SyntaxError(f'{c!r} at {i}')
    return tokens


def by_regex(source):
    tokens = []
    position = 0
    end = len(source.rstrip())
    while position < end:
        match = PATTERN.match(source, position)
        if match is None:
            raise SyntaxError(f'at {position}')
        kind = match.lastgroup
        tokens.append(Token(kind, match.group(kind), match.start(kind)))
        position = match.end()
    return tokens


class Parser:
    def __init__(self, tokens):
        self.tokens = tokens
        self.at = 0
        self.names = {}

    def peek(self):
        return self.tokens[self.at].text if self.at < len(self.tokens) else ''

    def take(self, text=None):
        token = self.tokens[self.at]
        if text is not None and token.text != text:
            raise SyntaxError(f'expected {text!r}, not {token.text!r}')
        self.at += 1
        return token

    def program(self):
        value = 0
        while self.at < len(self.tokens):
            name = self.take().text
            self.take('=')
            value = self.names[name] = self.sum()
            self.take(';')
        return value

    def sum(self):
        value = self.product()
        while self.peek() in ('+', '-'):
            if self.take().text == '+':
                value += self.product()
            else:
                value -= self.product()
        return value

    def product(self):
        value = self.atom()
        while self.peek() in ('*', '/'):
            if self.take().text == '*':
                value *= self.atom()
            else:
                value /= self.atom()
        return value

    def atom(self):
        token = self.take()
        if token.kind == 'number':
            return float(token.text) if '.' in token.text else int(token.text)
        if token.kind == 'name':
            return self.names[token.text]
        if token.text == '-':
            return -self.atom()
        value = self.sum()
        self.take(')')
        return value


SOURCE = ''.join(f'value_{i} = ({i} + {i % 7}.5) * -{i % 11} - {"value_" + str(i - 1) if i else 1} / 4;\n'
                 for i in range(3000))


def run():
    first, second = by_characters(SOURCE), by_regex(SOURCE)
    same = [t.text for t in first] == [t.text for t in second]
    return same, len(first), round(Parser(first).program(), 6), round(Parser(second).program(), 6)
