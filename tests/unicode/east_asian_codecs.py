# The codecs of East Asia: both directions, errors, state kept between calls.
import codecs
import io

text = '日本語テキスト'
for name in 'shift_jis', 'cp932', 'euc_jp', 'iso2022_jp':
    print(name, text.encode(name).hex(), text.encode(name).decode(name) == text)
for name in 'gb2312', 'gbk', 'gb18030', 'hz', 'big5', 'cp950':
    print(name, '中文'.encode(name).hex(), '中文'.encode(name).decode(name))
for name in 'euc_kr', 'cp949', 'johab', 'iso2022_kr':
    print(name, '한글'.encode(name).hex(), '한글'.encode(name).decode(name))

# What differs between kin.
print(b'\x81\x60'.decode('shift_jis') == '\u301c', b'\x81\x60'.decode('cp932') == '\uff5e')
print('갂'.encode('cp949').hex(), '갂'.encode('euc_kr').hex())
print('\U00012345\uac00\u00ac'.encode('gb18030').hex())

for f in (
    lambda: b'ab\xff'.decode('euc_jp'),
    lambda: b'ab\xa4'.decode('euc_jp'),
    lambda: 'ab\u0e01'.encode('gbk'),
):
    try:
        f()
    except UnicodeError as e:
        print(e)
print('\u0e01x'.encode('big5', 'replace'), '\u0e01x'.encode('big5', 'xmlcharrefreplace'))
print(ascii(b'a\xff\xa4\xa2'.decode('euc_jp', 'replace')))

d = codecs.getincrementaldecoder('iso2022_jp')()
print([d.decode(bytes([b])) for b in 'あ'.encode('iso2022_jp')], d.getstate())
e = codecs.getincrementalencoder('iso2022_jp')()
print([e.encode(c) for c in 'zああ'], e.encode('', True))

f = io.TextIOWrapper(io.BytesIO('一\n二\n'.encode('shift_jis')), encoding='shift_jis')
print(f.readlines())
r = codecs.getreader('euc_jp')(io.BytesIO('一二三'.encode('euc_jp')))
print(r.read(3), r.read())

# expect: shift_jis 93fa967b8cea8365834c83588367 True
# expect: cp932 93fa967b8cea8365834c83588367 True
# expect: euc_jp c6fccbdcb8eca5c6a5ada5b9a5c8 True
# expect: iso2022_jp 1b2442467c4b5c386c2546252d253925481b2842 True
# expect: gb2312 d6d0cec4 中文
# expect: gbk d6d0cec4 中文
# expect: gb18030 d6d0cec4 中文
# expect: hz 7e7b56504e447e7d 中文
# expect: big5 a4a4a4e5 中文
# expect: cp950 a4a4a4e5 中文
# expect: euc_kr c7d1b1db 한글
# expect: cp949 c7d1b1db 한글
# expect: johab d0658b69 한글
# expect: iso2022_kr 1b2429430e4751315b0f 한글
# expect: True True
# expect: 8141 a4d4a4a1a4bfa4a2
# expect: 903795398237cf3581308531
# expect: 'euc_jp' codec can't decode byte 0xff in position 2: incomplete multibyte sequence
# expect: 'euc_jp' codec can't decode byte 0xa4 in position 2: incomplete multibyte sequence
# expect: 'gbk' codec can't encode character '\u0e01' in position 2: illegal multibyte sequence
# expect: b'?x' b'&#3585;x'
# expect: 'a\ufffd\u3042'
# expect: ['', '', '', '', 'あ', '', '', ''] (b'', 4342338)
# expect: [b'z', b'\x1b$B$"', b'$"'] b'\x1b(B'
# expect: ['一\n', '二\n']
# expect: 一 二三
