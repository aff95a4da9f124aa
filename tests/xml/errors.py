# What is wrong with a document, and where, is told as expat tells it.
from xml.parsers import expat

DOCUMENTS = [
    b'', b'<', b'<a', b'<a>', b'</a>', b'<a></b>', b'<a><b></a>', b'<a/><b/>', b'<a/>x', b'x', b'  ', b'<a>&x;</a>',
    b'<a x="1" x="2"/>', b'<a x=1/>', b'<a x="<"/>', b'<a x="1"y="2"/>', b'<a>]]></a>', b'<a>]]', b'<a>&#0;</a>',
    b'<a>&#xD800;</a>', b'<a>& </a>', b'<a\x01/>', b'<a>\x01</a>', b'<a>ab\xff</a>', b'<a>\xc3', b'<a><!-- -- --></a>',
    b'<!-- ', b'<a><![CDATA[x', b'<a><![CDAT', b'\n<?xml version="1.0"?><a/>', b'<?XML x?><a/>', b'<a><?xml?></a>',
    b'<?xml version="1.0" encoding="utf-16"?><a/>', b'<?xml?><a/>', b'<?xml version="1.0" standalone="maybe"?><a/>',
    b'<!DOCTYPE a [<!ENTITY e "&e;">]><a>&e;</a>', b'<!DOCTYPE a [<!ENTITY e "&e;">]><a x="&e;"/>',
    b'<!DOCTYPE a [<!ENTITY e "<b>">]><a>&e;</b></a>', b'<!DOCTYPE a [<!ENTITY e SYSTEM "f">]><a x="&e;"/>',
    b'<!DOCTYPE a [<!ENTITY e SYSTEM "f" NDATA n>]><a>&e;</a>', b'<!DOCTYPE a [<!ENTITY % p "x">%p;<!ENTITY x "%p;">]><a/>',
    b'<!DOCTYPE a [<!ELEMENT a (b,c|d)>]><a/>', b'<!DOCTYPE a [<!FOO>]><a/>', b'<!DOCTYPE a PUBLIC "{" "x"><a/>',
    b'<!DOCTYPE a', b'<!DOCTYPE a [', b'<!doctype a><a/>', b'<a><!DOCTYPE a></a>', b'<a>\r\n<b>\r</b>\n</c></a>',
    'ä<a/>'.encode(), '<a>äöü🐍</b>'.encode(), '<a>äöü🐍</b>'.encode('utf-16'), b'\0\r\n', b'<a:b:c/>', b'<1/>',
]
for d in DOCUMENTS:
    p = expat.ParserCreate()
    try:
        print(d, p.Parse(d, True))
    except expat.ExpatError as e:
        print(d, e, e.code, e.lineno, e.offset, p.ErrorByteIndex)
for d in [b'<p:a/>', b'<a p:x="1"/>', b'<a xmlns:p=""/>', b'<a xmlns:xml="u"/>', b'<a xmlns:xmlns="u"/>', b'<a:b:c/>', b'<:a/>',
          b'<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>', b'<a xmlns:p="u" xmlns:q="u" p:x="1" q:x="2"/>', b'<a:/>']:
    try:
        print(d, expat.ParserCreate(namespace_separator='}').Parse(d, True))
    except expat.ExpatError as e:
        print(d, e)

# expect: b'' no element found: line 1, column 0 3 1 0 0
# expect: b'<' unclosed token: line 1, column 0 5 1 0 0
# expect: b'<a' unclosed token: line 1, column 0 5 1 0 0
# expect: b'<a>' no element found: line 1, column 3 3 1 3 3
# expect: b'</a>' not well-formed (invalid token): line 1, column 1 4 1 1 1
# expect: b'<a></b>' mismatched tag: line 1, column 5 7 1 5 5
# expect: b'<a><b></a>' mismatched tag: line 1, column 8 7 1 8 8
# expect: b'<a/><b/>' junk after document element: line 1, column 4 9 1 4 4
# expect: b'<a/>x' junk after document element: line 1, column 4 9 1 4 4
# expect: b'x' syntax error: line 1, column 0 2 1 0 0
# expect: b'  ' no element found: line 1, column 2 3 1 2 2
# expect: b'<a>&x;</a>' undefined entity: line 1, column 3 11 1 3 3
# expect: b'<a x="1" x="2"/>' duplicate attribute: line 1, column 9 8 1 9 9
# expect: b'<a x=1/>' not well-formed (invalid token): line 1, column 5 4 1 5 5
# expect: b'<a x="<"/>' not well-formed (invalid token): line 1, column 6 4 1 6 6
# expect: b'<a x="1"y="2"/>' not well-formed (invalid token): line 1, column 8 4 1 8 8
# expect: b'<a>]]></a>' not well-formed (invalid token): line 1, column 5 4 1 5 5
# expect: b'<a>]]' no element found: line 1, column 5 3 1 5 5
# expect: b'<a>&#0;</a>' reference to invalid character number: line 1, column 3 14 1 3 3
# expect: b'<a>&#xD800;</a>' reference to invalid character number: line 1, column 3 14 1 3 3
# expect: b'<a>& </a>' not well-formed (invalid token): line 1, column 4 4 1 4 4
# expect: b'<a\x01/>' not well-formed (invalid token): line 1, column 2 4 1 2 2
# expect: b'<a>\x01</a>' not well-formed (invalid token): line 1, column 3 4 1 3 3
# expect: b'<a>ab\xff</a>' not well-formed (invalid token): line 1, column 5 4 1 5 5
# expect: b'<a>\xc3' partial character: line 1, column 3 6 1 3 3
# expect: b'<a><!-- -- --></a>' not well-formed (invalid token): line 1, column 10 4 1 10 10
# expect: b'<!-- ' unclosed token: line 1, column 0 5 1 0 0
# expect: b'<a><![CDATA[x' unclosed CDATA section: line 1, column 13 20 1 13 13
# expect: b'<a><![CDAT' unclosed token: line 1, column 3 5 1 3 3
# expect: b'\n<?xml version="1.0"?><a/>' XML or text declaration not at start of entity: line 2, column 0 17 2 0 1
# expect: b'<?XML x?><a/>' not well-formed (invalid token): line 1, column 5 4 1 5 5
# expect: b'<a><?xml?></a>' XML or text declaration not at start of entity: line 1, column 3 17 1 3 3
# expect: b'<?xml version="1.0" encoding="utf-16"?><a/>' encoding specified in XML declaration is incorrect: line 1, column 30 19 1 30 30
# expect: b'<?xml?><a/>' XML declaration not well-formed: line 1, column 5 30 1 5 5
# expect: b'<?xml version="1.0" standalone="maybe"?><a/>' XML declaration not well-formed: line 1, column 32 30 1 32 32
# expect: b'<!DOCTYPE a [<!ENTITY e "&e;">]><a>&e;</a>' recursive entity reference: line 1, column 35 12 1 35 35
# expect: b'<!DOCTYPE a [<!ENTITY e "&e;">]><a x="&e;"/>' recursive entity reference: line 1, column 32 12 1 32 32
# expect: b'<!DOCTYPE a [<!ENTITY e "<b>">]><a>&e;</b></a>' asynchronous entity: line 1, column 35 13 1 35 35
# expect: b'<!DOCTYPE a [<!ENTITY e SYSTEM "f">]><a x="&e;"/>' reference to external entity in attribute: line 1, column 43 16 1 43 43
# expect: b'<!DOCTYPE a [<!ENTITY e SYSTEM "f" NDATA n>]><a>&e;</a>' reference to binary entity: line 1, column 48 15 1 48 48
# expect: b'<!DOCTYPE a [<!ENTITY % p "x">%p;<!ENTITY x "%p;">]><a/>' 1
# expect: b'<!DOCTYPE a [<!ELEMENT a (b,c|d)>]><a/>' syntax error: line 1, column 29 2 1 29 29
# expect: b'<!DOCTYPE a [<!FOO>]><a/>' not well-formed (invalid token): line 1, column 18 4 1 18 18
# expect: b'<!DOCTYPE a PUBLIC "{" "x"><a/>' illegal character(s) in public id: line 1, column 20 32 1 20 20
# expect: b'<!DOCTYPE a' no element found: line 1, column 11 3 1 11 11
# expect: b'<!DOCTYPE a [' no element found: line 1, column 13 3 1 13 13
# expect: b'<!doctype a><a/>' syntax error: line 1, column 0 2 1 0 0
# expect: b'<a><!DOCTYPE a></a>' not well-formed (invalid token): line 1, column 5 4 1 5 5
# expect: b'<a>\r\n<b>\r</b>\n</c></a>' mismatched tag: line 4, column 2 7 4 2 16
# expect: b'\xc3\xa4<a/>' not well-formed (invalid token): line 1, column 1 4 1 1 2
# expect: b'<a>\xc3\xa4\xc3\xb6\xc3\xbc\xf0\x9f\x90\x8d</b>' mismatched tag: line 1, column 9 7 1 9 15
# expect: b'\xff\xfe<\x00a\x00>\x00\xe4\x00\xf6\x00\xfc\x00=\xd8\r\xdc<\x00/\x00b\x00>\x00' mismatched tag: line 1, column 10 7 1 10 22
# expect: b'\x00\r\n' unclosed token: line 2, column 0 5 2 0 2
# expect: b'<a:b:c/>' 1
# expect: b'<1/>' not well-formed (invalid token): line 1, column 1 4 1 1 1
# expect: b'<p:a/>' unbound prefix: line 1, column 0
# expect: b'<a p:x="1"/>' unbound prefix: line 1, column 0
# expect: b'<a xmlns:p=""/>' must not undeclare prefix: line 1, column 0
# expect: b'<a xmlns:xml="u"/>' reserved prefix (xml) must not be undeclared or bound to another namespace name: line 1, column 0
# expect: b'<a xmlns:xmlns="u"/>' reserved prefix (xmlns) must not be declared or undeclared: line 1, column 0
# expect: b'<a:b:c/>' not well-formed (invalid token): line 1, column 4
# expect: b'<:a/>' not well-formed (invalid token): line 1, column 1
# expect: b'<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>' prefix must not be bound to one of the reserved namespace names: line 1, column 0
# expect: b'<a xmlns:p="u" xmlns:q="u" p:x="1" q:x="2"/>' duplicate attribute: line 1, column 0
# expect: b'<a:/>' not well-formed (invalid token): line 1, column 3
