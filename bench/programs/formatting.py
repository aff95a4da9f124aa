"""Text out of values: f-strings, format specs, %, str.format, templates, reports with columns, repr."""
from textwrap import wrap

GROUP = 'text'
EXPECTED = (984124, '8,752,333.00', 1053412, "23999|n23999  |3428.429|5dbf|(23999, '23999')",
 '   k19999   |+29898.50|     5|19999', 1417780, 326670, 68)


class Money:
    def __init__(self, cents):
        self.cents = cents

    def __format__(self, spec):
        text = f'{self.cents // 100}.{self.cents % 100:02d}'
        return format(text, spec)

    def __repr__(self):
        return f'Money({self.cents!r})'


def invoice(n):
    lines = [f'{"item":<20}{"count":>8}{"price":>12}', '-' * 40]
    total = 0
    for i in range(n):
        price = i * 37 % 10_000
        total += price * (i % 9)
        lines.append(f'{f"thing number {i}":<20}{i % 9:>8d}{Money(price):>12}')
    lines.append(f'{"total":<28}{total:>12,.2f}')
    return '\n'.join(lines)


def table(n):
    return ['%5d|%-8s|%8.3f|%x|%r' % (i, 'n%d' % i, i / 7, i, (i, str(i))) for i in range(n)]


def formatted(n):
    row = '{name:^12}|{value:+09.2f}|{hits:>6}|{0!r}'.format
    return [row(i, name='k%d' % i, value=i * 1.5 - 100, hits=i % 13) for i in range(n)]


def html(n):
    out = []
    for i in range(n):
        text = f'a < b & c > {i}'
        out.append('<li id="' + str(i) + '">' + text.replace('&', '&amp;').replace('<', '&lt;') + '</li>\n')
    return ''.join(out)


def run():
    page = invoice(24_000)
    rows = table(24_000)
    more = formatted(20_000)
    markup = html(32_000)
    text = repr([Money(i) for i in range(12_000)]) + str({i: float(i) for i in range(12_000)})
    folded = wrap('the quick brown fox jumps over the lazy dog ' * 60, 40)
    return len(page), page[-12:], len(''.join(rows)), rows[-1], more[-1], len(markup), len(text), len(folded)
