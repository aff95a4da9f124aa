# f-strings: conversions, specs, nesting, debugging, quotes, multi-line.
x, w, name = 3.14159, 10, 'World'
print(f'Hello {name}! {x:.2f} {x:>{w}.{2}} {name!r} {name!s:>{w}} {1 + 1} {{literal}} {name=} {x = :.1f} {w=!r:>4} {  w  =}')
print(f"{'nested ' + f'{name + f"{w}"}'} {'a' 'b'} {"same quotes" + ""} {x!r:^{w + 5}}", rf'\n{w}\d', f'{w:#06x}', f'{{{w}}}')
print(f'''multi {
    w  # a comment
    + 1
} line''', f'{(lambda v: v * 2)(3)}', f'{w if w else 0}', f'{[i for i in range(3)]}', f'{ {"k": 1}["k"] }', f'{w,}', f'{*[1, 2],}')
print(f'{x:{"." + "1"}f}', f'{name:{"<" if w else ">"}8}|', f'{"\n".join("ab")}', f'{name[0]}{name[-1]!a}', f'' f'{w}' 'plain {w}', f'{w:}', f'{"}"}', f'{w!s}')
class F:
    def __format__(self, spec): return f'[{spec}]'
print(f'{F()} {F():a b:c} {F():{w}{w}} {F():{{}}}' if False else f'{F()} {F():a b:c} {F():{w}{w}}')

# expect: Hello World! 3.14        3.1 'World'      World 2 {literal} name='World' x = 3.1 w=  10   w  =10
# expect: nested World10 ab same quotes     3.14159     \n10\d 0x000a {10}
# expect: multi 11 line 6 10 [0, 1, 2] 1 (10,) (1, 2)
# expect: 3.1 World   | a
# expect: b W'd' 10plain {w} 10 } 10
# expect: [] [a b:c] [1010]
