# Whatever the pieces a document comes in, right or wrong, the events are the same and errors are at the same places.
from xml.parsers import expat

DOCUMENTS = [
    b'<a>x\r\ny\rz&amp;&#65;]]x]]]></a>', '<a>é🐍</a>'.encode('utf-16'),
    b'<a><![CDATA[x]]y]]]]><![CDATA[\r\n\r]]></a>',
    b'<!DOCTYPE a [ <!-- c --> <?p q?> <!ENTITY e "v">\n]>\n<a k="&e;&#10;\r\n"/>\n<!-- t -->\n',
    b'<a k = "v" \n l=\'w\'  ></a  >',
    b'<?xml version="1.0"?>\r\n<!DOCTYPE a PUBLIC "x" "y">\r\n<a/>\r',
    b'\xef\xbb\xbf<a/>',
    b'<a/>\r\n\r',
    b'<a>]</a>',
    b'<a>]]</a>',
    b'<a>]',
    b'<a>&',
    b'<a>&#',
    b'<a>&#x',
    b'<a b',
    b'<a b=',
    b'<a b="&',
    b'<!',
    b'<!-',
    b'<!-->',
    b'<!--->',
    b'<?',
    b'<?p',
    b'<?p ?',
    b'<a><',
    b'<a></',
    b'<a></a',
    b'<!DOCTYPE',
    b'<!DOCTYPE a [<',
    b'<!DOCTYPE a [<!ENTITY',
    b'<!DOCTYPE a [%',
    b'<!DOCTYPE a [%p',
    b'<!DOCTYPE a []',
    b'<!DOCTYPE a [<!ENTITY e "',
    b'<!DOCTYPE a [<!ATTLIST a b CDATA #',
    b'<a>\xf0\x9f\x90</a>',
    b'<a>\xe9</a>',
    b'<?xml version="1.0" encoding="us-ascii"?><a>\xe9</a>',
    b'<?xml version="1.0" encoding="iso-8859-1"?><\xe9/>',
    b'<?xml version="1.1"?><a/>',
    b'<?xml version="1.0" foo="bar"?><a/>',
    b'<?xml encoding="utf-8"?><a/>',
    b'<?xml version="1.0" standalone="yes" encoding="utf-8"?><a/>', b"<?xml version='1.0'encoding='utf-8'?><a/>",
    b'<?xml version="1.0" ?',
    b'<!DOCTYPE a SYSTEM><a/>',
    b'<!DOCTYPE a PUBLIC "x"><a/>',
    b'<!DOCTYPE a [<!ELEMENT a>]><a/>',
    b'<!DOCTYPE a [<!ELEMENT a (#PCDATA|b)>]><a/>',
    b'<!DOCTYPE a [<!ELEMENT a (b)*?>]><a/>',
    b'<!DOCTYPE a [<!ATTLIST a b FOO #IMPLIED>]><a/>',
    b'<!DOCTYPE a [<!ATTLIST a b (x|y) "x" c NOTATION (n) #FIXED "n">]><a/>',
    b'<!DOCTYPE a [<!NOTATION n>]><a/>',
    b'<!DOCTYPE a [<!ENTITY % p SYSTEM "x" NDATA n>]><a/>',
    b'<!DOCTYPE a [<!ENTITY a "%x">]><a/>',
    b'<!DOCTYPE a [<!ENTITY a "&x">]><a/>',
    b'<!DOCTYPE a [<!ENTITY a "&#0;">]><a/>',
    b'<!DOCTYPE a [<![INCLUDE[]]>]><a/>',
    b'<!DOCTYPE a [ ]]><a/>',
    b'<!DOCTYPE a []x><a/>',
    b'<!DOCTYPE a><!DOCTYPE a><a/>',
    b'<a a:b:c="1"/>',
    b'<a -b="1"/>',
    b'<a b="1"c="2"/>',
    b'<a></ a>',
    b'<a></a b>',
    b'<a><b/',
    b'<a><b /x>',
    b'<-a/>',
    b'<a.b-c_d:e/>',
    b'<a>&amp</a>',
    b'<a>&1;</a>',
    b'<a>&#1a;</a>',
    b'<a>&#xg;</a>',
    b'<a>&#1114112;</a>',
    b'<a>\xef\xbf\xbe</a>',
    b'<a x="\x00"/>',
    b'<!-- \x01 --><a/>',
    b'<?p \x01?><a/>',
    b'<a><![CDATA[\x01]]></a>',
    b'<?xml-x?><a/>',
    b'<?Xml?><a/>',
    b'<?xm?><a/>',
    b'<?p?><a/>',
    b'<??><a/>',
    b'<? p?><a/>']

def run(d, size):
    out = []
    p = expat.ParserCreate(namespace_separator='!') if size % 2 else expat.ParserCreate()
    p.SetReparseDeferralEnabled(False)
    p.buffer_text = True
    p.buffer_size = 100000
    for n in dir(p):
        if n.endswith('Handler') and not n.startswith('Default'):
            setattr(p, n, lambda *a, n=n: out.append((n[:-7], a)) or 1)
    try:
        for i in range(0, len(d), size):
            p.Parse(d[i:i + size], False)
        p.Parse(b'', True)
    except expat.ExpatError as e:
        out.append((str(e), p.ErrorByteIndex))
    except Exception as e:
        out.append((type(e).__name__, str(e)))
    # text buffers are flushed at the end of each piece
    merged = []
    for o in out:
        if merged and o[0] == 'CharacterData' and merged[-1][0] == 'CharacterData':
            merged[-1] = ('CharacterData', (merged[-1][1][0] + o[1][0],))
        else:
            merged.append(o)
    return merged


def end(events):
    # Text before an error is handed out as far as its piece came.
    return events[-1:] if isinstance(events[-1][1], int) else events


for d in DOCUMENTS:
    whole = run(d, 10001)
    print(d, whole, [size for size in (1, 3, 7) if end(run(d, size)) != end(whole)])

# expect: b'<a>x\r\ny\rz&amp;&#65;]]x]]]></a>' [('StartElement', ('a', {})), ('not well-formed (invalid token): line 3, column 17', 25)] []
# expect: b'\xff\xfe<\x00a\x00>\x00\xe9\x00=\xd8\r\xdc<\x00/\x00a\x00>\x00' [('StartElement', ('a', {})), ('CharacterData', ('é🐍',)), ('EndElement', ('a',))] []
# expect: b'<a><![CDATA[x]]y]]]]><![CDATA[\r\n\r]]></a>' [('StartElement', ('a', {})), ('StartCdataSection', ()), ('CharacterData', ('x]]y]]',)), ('EndCdataSection', ()), ('StartCdataSection', ()), ('CharacterData', ('\n\n',)), ('EndCdataSection', ()), ('EndElement', ('a',))] []
# expect: b'<!DOCTYPE a [ <!-- c --> <?p q?> <!ENTITY e "v">\n]>\n<a k="&e;&#10;\r\n"/>\n<!-- t -->\n' [('StartDoctypeDecl', ('a', None, None, 1)), ('Comment', (' c ',)), ('ProcessingInstruction', ('p', 'q')), ('EntityDecl', ('e', 0, 'v', None, None, None, None)), ('EndDoctypeDecl', ()), ('StartElement', ('a', {'k': 'v\n '})), ('EndElement', ('a',)), ('Comment', (' t ',))] []
# expect: b'<a k = "v" \n l=\'w\'  ></a  >' [('StartElement', ('a', {'k': 'v', 'l': 'w'})), ('EndElement', ('a',))] []
# expect: b'<?xml version="1.0"?>\r\n<!DOCTYPE a PUBLIC "x" "y">\r\n<a/>\r' [('XmlDecl', ('1.0', None, -1)), ('NotStandalone', ()), ('StartDoctypeDecl', ('a', 'y', 'x', 0)), ('EndDoctypeDecl', ()), ('StartElement', ('a', {})), ('EndElement', ('a',))] []
# expect: b'\xef\xbb\xbf<a/>' [('StartElement', ('a', {})), ('EndElement', ('a',))] []
# expect: b'<a/>\r\n\r' [('StartElement', ('a', {})), ('EndElement', ('a',))] []
# expect: b'<a>]</a>' [('StartElement', ('a', {})), ('CharacterData', (']',)), ('EndElement', ('a',))] []
# expect: b'<a>]]</a>' [('StartElement', ('a', {})), ('CharacterData', (']]',)), ('EndElement', ('a',))] []
# expect: b'<a>]' [('StartElement', ('a', {})), ('no element found: line 1, column 4', 4)] []
# expect: b'<a>&' [('StartElement', ('a', {})), ('unclosed token: line 1, column 3', 3)] []
# expect: b'<a>&#' [('StartElement', ('a', {})), ('unclosed token: line 1, column 3', 3)] []
# expect: b'<a>&#x' [('StartElement', ('a', {})), ('unclosed token: line 1, column 3', 3)] []
# expect: b'<a b' [('unclosed token: line 1, column 0', 0)] []
# expect: b'<a b=' [('unclosed token: line 1, column 0', 0)] []
# expect: b'<a b="&' [('unclosed token: line 1, column 0', 0)] []
# expect: b'<!' [('unclosed token: line 1, column 0', 0)] []
# expect: b'<!-' [('unclosed token: line 1, column 0', 0)] []
# expect: b'<!-->' [('unclosed token: line 1, column 0', 0)] []
# expect: b'<!--->' [('unclosed token: line 1, column 0', 0)] []
# expect: b'<?' [('unclosed token: line 1, column 0', 0)] []
# expect: b'<?p' [('unclosed token: line 1, column 0', 0)] []
# expect: b'<?p ?' [('unclosed token: line 1, column 0', 0)] []
# expect: b'<a><' [('StartElement', ('a', {})), ('unclosed token: line 1, column 3', 3)] []
# expect: b'<a></' [('StartElement', ('a', {})), ('unclosed token: line 1, column 3', 3)] []
# expect: b'<a></a' [('StartElement', ('a', {})), ('unclosed token: line 1, column 3', 3)] []
# expect: b'<!DOCTYPE' [('unclosed token: line 1, column 0', 0)] []
# expect: b'<!DOCTYPE a [<' [('StartDoctypeDecl', ('a', None, None, 1)), ('unclosed token: line 1, column 13', 13)] []
# expect: b'<!DOCTYPE a [<!ENTITY' [('StartDoctypeDecl', ('a', None, None, 1)), ('unclosed token: line 1, column 13', 13)] []
# expect: b'<!DOCTYPE a [%' [('StartDoctypeDecl', ('a', None, None, 1)), ('unclosed token: line 1, column 13', 13)] []
# expect: b'<!DOCTYPE a [%p' [('StartDoctypeDecl', ('a', None, None, 1)), ('unclosed token: line 1, column 13', 13)] []
# expect: b'<!DOCTYPE a []' [('StartDoctypeDecl', ('a', None, None, 1)), ('no element found: line 1, column 14', 14)] []
# expect: b'<!DOCTYPE a [<!ENTITY e "' [('StartDoctypeDecl', ('a', None, None, 1)), ('unclosed token: line 1, column 24', 24)] []
# expect: b'<!DOCTYPE a [<!ATTLIST a b CDATA #' [('StartDoctypeDecl', ('a', None, None, 1)), ('unclosed token: line 1, column 33', 33)] []
# expect: b'<a>\xf0\x9f\x90</a>' [('StartElement', ('a', {})), ('not well-formed (invalid token): line 1, column 3', 3)] []
# expect: b'<a>\xe9</a>' [('StartElement', ('a', {})), ('not well-formed (invalid token): line 1, column 3', 3)] []
# expect: b'<?xml version="1.0" encoding="us-ascii"?><a>\xe9</a>' [('XmlDecl', ('1.0', 'us-ascii', -1)), ('StartElement', ('a', {})), ('not well-formed (invalid token): line 1, column 44', 44)] []
# expect: b'<?xml version="1.0" encoding="iso-8859-1"?><\xe9/>' [('XmlDecl', ('1.0', 'iso-8859-1', -1)), ('StartElement', ('é', {})), ('EndElement', ('é',))] []
# expect: b'<?xml version="1.1"?><a/>' [('XmlDecl', ('1.1', None, -1)), ('StartElement', ('a', {})), ('EndElement', ('a',))] []
# expect: b'<?xml version="1.0" foo="bar"?><a/>' [('XML declaration not well-formed: line 1, column 20', 20)] []
# expect: b'<?xml encoding="utf-8"?><a/>' [('XML declaration not well-formed: line 1, column 6', 6)] []
# expect: b'<?xml version="1.0" standalone="yes" encoding="utf-8"?><a/>' [('XML declaration not well-formed: line 1, column 37', 37)] []
# expect: b"<?xml version='1.0'encoding='utf-8'?><a/>" [('XML declaration not well-formed: line 1, column 19', 19)] []
# expect: b'<?xml version="1.0" ?' [('unclosed token: line 1, column 0', 0)] []
# expect: b'<!DOCTYPE a SYSTEM><a/>' [('syntax error: line 1, column 18', 18)] []
# expect: b'<!DOCTYPE a PUBLIC "x"><a/>' [('syntax error: line 1, column 22', 22)] []
# expect: b'<!DOCTYPE a [<!ELEMENT a>]><a/>' [('StartDoctypeDecl', ('a', None, None, 1)), ('syntax error: line 1, column 24', 24)] []
# expect: b'<!DOCTYPE a [<!ELEMENT a (#PCDATA|b)>]><a/>' [('StartDoctypeDecl', ('a', None, None, 1)), ('syntax error: line 1, column 35', 35)] []
# expect: b'<!DOCTYPE a [<!ELEMENT a (b)*?>]><a/>' [('StartDoctypeDecl', ('a', None, None, 1)), ('ElementDecl', ('a', (6, 2, None, ((4, 0, 'b', ()),)))), ('not well-formed (invalid token): line 1, column 29', 29)] []
# expect: b'<!DOCTYPE a [<!ATTLIST a b FOO #IMPLIED>]><a/>' [('StartDoctypeDecl', ('a', None, None, 1)), ('syntax error: line 1, column 27', 27)] []
# expect: b'<!DOCTYPE a [<!ATTLIST a b (x|y) "x" c NOTATION (n) #FIXED "n">]><a/>' [('StartDoctypeDecl', ('a', None, None, 1)), ('AttlistDecl', ('a', 'b', '(x|y)', 'x', 0)), ('AttlistDecl', ('a', 'c', 'NOTATION(n)', 'n', 1)), ('EndDoctypeDecl', ()), ('StartElement', ('a', {'b': 'x', 'c': 'n'})), ('EndElement', ('a',))] []
# expect: b'<!DOCTYPE a [<!NOTATION n>]><a/>' [('StartDoctypeDecl', ('a', None, None, 1)), ('syntax error: line 1, column 25', 25)] []
# expect: b'<!DOCTYPE a [<!ENTITY % p SYSTEM "x" NDATA n>]><a/>' [('StartDoctypeDecl', ('a', None, None, 1)), ('syntax error: line 1, column 37', 37)] []
# expect: b'<!DOCTYPE a [<!ENTITY a "%x">]><a/>' [('StartDoctypeDecl', ('a', None, None, 1)), ('EntityDecl', ('a', 0, '', None, None, None, None)), ('not well-formed (invalid token): line 1, column 25', 25)] []
# expect: b'<!DOCTYPE a [<!ENTITY a "&x">]><a/>' [('StartDoctypeDecl', ('a', None, None, 1)), ('EntityDecl', ('a', 0, '', None, None, None, None)), ('not well-formed (invalid token): line 1, column 25', 25)] []
# expect: b'<!DOCTYPE a [<!ENTITY a "&#0;">]><a/>' [('StartDoctypeDecl', ('a', None, None, 1)), ('EntityDecl', ('a', 0, '', None, None, None, None)), ('reference to invalid character number: line 1, column 25', 25)] []
# expect: b'<!DOCTYPE a [<![INCLUDE[]]>]><a/>' [('StartDoctypeDecl', ('a', None, None, 1)), ('syntax error: line 1, column 13', 13)] []
# expect: b'<!DOCTYPE a [ ]]><a/>' [('StartDoctypeDecl', ('a', None, None, 1)), ('syntax error: line 1, column 14', 14)] []
# expect: b'<!DOCTYPE a []x><a/>' [('StartDoctypeDecl', ('a', None, None, 1)), ('syntax error: line 1, column 14', 14)] []
# expect: b'<!DOCTYPE a><!DOCTYPE a><a/>' [('StartDoctypeDecl', ('a', None, None, 0)), ('EndDoctypeDecl', ()), ('syntax error: line 1, column 12', 12)] []
# expect: b'<a a:b:c="1"/>' [('not well-formed (invalid token): line 1, column 6', 6)] []
# expect: b'<a -b="1"/>' [('not well-formed (invalid token): line 1, column 3', 3)] []
# expect: b'<a b="1"c="2"/>' [('not well-formed (invalid token): line 1, column 8', 8)] []
# expect: b'<a></ a>' [('StartElement', ('a', {})), ('not well-formed (invalid token): line 1, column 5', 5)] []
# expect: b'<a></a b>' [('StartElement', ('a', {})), ('not well-formed (invalid token): line 1, column 7', 7)] []
# expect: b'<a><b/' [('StartElement', ('a', {})), ('unclosed token: line 1, column 3', 3)] []
# expect: b'<a><b /x>' [('StartElement', ('a', {})), ('not well-formed (invalid token): line 1, column 7', 7)] []
# expect: b'<-a/>' [('not well-formed (invalid token): line 1, column 1', 1)] []
# expect: b'<a.b-c_d:e/>' [('unbound prefix: line 1, column 0', 0)] []
# expect: b'<a>&amp</a>' [('StartElement', ('a', {})), ('not well-formed (invalid token): line 1, column 7', 7)] []
# expect: b'<a>&1;</a>' [('StartElement', ('a', {})), ('not well-formed (invalid token): line 1, column 4', 4)] []
# expect: b'<a>&#1a;</a>' [('StartElement', ('a', {})), ('not well-formed (invalid token): line 1, column 6', 6)] []
# expect: b'<a>&#xg;</a>' [('StartElement', ('a', {})), ('not well-formed (invalid token): line 1, column 6', 6)] []
# expect: b'<a>&#1114112;</a>' [('StartElement', ('a', {})), ('reference to invalid character number: line 1, column 3', 3)] []
# expect: b'<a>\xef\xbf\xbe</a>' [('StartElement', ('a', {})), ('not well-formed (invalid token): line 1, column 3', 3)] []
# expect: b'<a x="\x00"/>' [('not well-formed (invalid token): line 1, column 6', 6)] []
# expect: b'<!-- \x01 --><a/>' [('not well-formed (invalid token): line 1, column 5', 5)] []
# expect: b'<?p \x01?><a/>' [('not well-formed (invalid token): line 1, column 4', 4)] []
# expect: b'<a><![CDATA[\x01]]></a>' [('StartElement', ('a', {})), ('StartCdataSection', ()), ('not well-formed (invalid token): line 1, column 12', 12)] []
# expect: b'<?xml-x?><a/>' [('ProcessingInstruction', ('xml-x', '')), ('StartElement', ('a', {})), ('EndElement', ('a',))] []
# expect: b'<?Xml?><a/>' [('not well-formed (invalid token): line 1, column 5', 5)] []
# expect: b'<?xm?><a/>' [('ProcessingInstruction', ('xm', '')), ('StartElement', ('a', {})), ('EndElement', ('a',))] []
# expect: b'<?p?><a/>' [('ProcessingInstruction', ('p', '')), ('StartElement', ('a', {})), ('EndElement', ('a',))] []
# expect: b'<??><a/>' [('not well-formed (invalid token): line 1, column 2', 2)] []
# expect: b'<? p?><a/>' [('not well-formed (invalid token): line 1, column 2', 2)] []
