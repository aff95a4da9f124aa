# Every handler gets what expat gives it, in expat's order; positions are those of the event.
from xml.parsers import expat

DOCUMENT = b'''<?xml version="1.0" encoding="iso-8859-1" standalone="no"?>
<?style a b?>
<!-- c -->
<!DOCTYPE q SYSTEM "q.dtd" [
<!ELEMENT root (#PCDATA|a|b)*>
<!ELEMENT a ((b, c?)+ | (d)*)>
<!ELEMENT b EMPTY> <!ELEMENT c ANY> <!ELEMENT d (#PCDATA)>
<!ATTLIST root k CDATA "dflt" e (x|y) #REQUIRED n NMTOKENS #FIXED " p  q "
  t NOTATION (gif) #IMPLIED>
<!NOTATION gif PUBLIC "-//X// Y" "g.exe">
<!ENTITY in "<b/>in&#38;lt;">
<!ENTITY out SYSTEM "o.xml"> <!ENTITY % pe "<!ELEMENT z ANY>">
<!ENTITY pic PUBLIC "P" "p.gif" NDATA gif>
%pe;
]>
<root e="x" n=" 1   2 "><m:s xmlns:m="urn:m" xmlns="urn:d" m:y='v&lt;&#10;
w'>text \xe4
</m:s><![CDATA[<&]] ]]>&in;&out;&nope;</root>
<?end?>
'''


def show(p, name, result=1):
    def handler(*args):
        print(name, args, p.CurrentLineNumber, p.CurrentColumnNumber, p.CurrentByteIndex)
        return result
    return handler


NAMES = [n for n in dir(expat.ParserCreate()) if n.endswith('Handler')]
for skip in ((), ('StartElementHandler', 'EntityDeclHandler', 'CharacterDataHandler', 'StartDoctypeDeclHandler'), tuple(NAMES)):
    p = expat.ParserCreate(namespace_separator='!')
    p.SetBase('base')
    for n in NAMES:
        if n not in skip:
            setattr(p, n, show(p, n))
    p.DefaultHandlerExpand = show(p, 'DefaultHandlerExpand')
    print(p.Parse(DOCUMENT, True), p.CurrentLineNumber)

p = expat.ParserCreate(namespace_separator='!')
p.namespace_prefixes = p.ordered_attributes = True
p.specified_attributes = True
p.DefaultHandler = show(p, 'DefaultHandler')
p.StartElementHandler = show(p, 'StartElementHandler')
p.Parse(DOCUMENT, True)

# expect: XmlDeclHandler ('1.0', 'iso-8859-1', 0) 1 0 0
# expect: DefaultHandlerExpand ('\n',) 1 59 59
# expect: ProcessingInstructionHandler ('style', 'a b') 2 0 60
# expect: DefaultHandlerExpand ('\n',) 2 13 73
# expect: CommentHandler (' c ',) 3 0 74
# expect: DefaultHandlerExpand ('\n',) 3 10 84
# expect: NotStandaloneHandler () 4 19 104
# expect: StartDoctypeDeclHandler ('q', 'q.dtd', None, 1) 4 27 112
# expect: DefaultHandlerExpand ('\n',) 4 28 113
# expect: ElementDeclHandler ('root', (3, 2, None, ((4, 0, 'a', ()), (4, 0, 'b', ())))) 5 27 141
# expect: DefaultHandlerExpand ('\n',) 5 30 144
# expect: ElementDeclHandler ('a', (5, 0, None, ((6, 3, None, ((4, 0, 'b', ()), (4, 1, 'c', ()))), (6, 2, None, ((4, 0, 'd', ()),))))) 6 28 173
# expect: DefaultHandlerExpand ('\n',) 6 30 175
# expect: ElementDeclHandler ('b', (1, 0, None, ())) 7 12 188
# expect: DefaultHandlerExpand (' ',) 7 18 194
# expect: ElementDeclHandler ('c', (2, 0, None, ())) 7 31 207
# expect: DefaultHandlerExpand (' ',) 7 35 211
# expect: ElementDeclHandler ('d', (3, 0, None, ())) 7 56 232
# expect: DefaultHandlerExpand ('\n',) 7 58 234
# expect: AttlistDeclHandler ('root', 'k', 'CDATA', 'dflt', 0) 8 23 258
# expect: AttlistDeclHandler ('root', 'e', '(x|y)', None, 1) 8 38 273
# expect: AttlistDeclHandler ('root', 'n', 'NMTOKENS', 'p q', 1) 8 66 301
# expect: AttlistDeclHandler ('root', 't', 'NOTATION(gif)', None, 0) 9 19 329
# expect: DefaultHandlerExpand ('\n',) 9 28 338
# expect: NotationDeclHandler ('gif', 'base', 'g.exe', '-//X// Y') 10 33 372
# expect: DefaultHandlerExpand ('\n',) 10 41 380
# expect: EntityDeclHandler ('in', 0, '<b/>in&lt;', 'base', None, None, None) 11 12 393
# expect: DefaultHandlerExpand ('\n',) 11 29 410
# expect: EntityDeclHandler ('out', 0, None, 'base', 'o.xml', None, None) 12 27 438
# expect: DefaultHandlerExpand (' ',) 12 28 439
# expect: EntityDeclHandler ('pe', 1, '<!ELEMENT z ANY>', 'base', None, None, None) 12 43 454
# expect: DefaultHandlerExpand ('\n',) 12 62 473
# expect: UnparsedEntityDeclHandler ('pic', 'base', 'p.gif', 'P', 'gif') 13 38 512
# expect: DefaultHandlerExpand ('\n',) 13 42 516
# expect: NotStandaloneHandler () 14 0 517
# expect: DefaultHandlerExpand ('%pe;',) 14 0 517
# expect: DefaultHandlerExpand ('\n',) 14 4 521
# expect: EndDoctypeDeclHandler () 15 1 523
# expect: DefaultHandlerExpand ('\n',) 15 2 524
# expect: StartElementHandler ('root', {'e': 'x', 'n': '1 2', 'k': 'dflt'}) 16 0 525
# expect: StartNamespaceDeclHandler ('m', 'urn:m') 16 24 549
# expect: StartNamespaceDeclHandler (None, 'urn:d') 16 24 549
# expect: StartElementHandler ('urn:m!s', {'urn:m!y': 'v<\n w'}) 16 24 549
# expect: CharacterDataHandler ('text ä',) 17 3 603
# expect: CharacterDataHandler ('\n',) 17 9 609
# expect: EndElementHandler ('urn:m!s',) 18 0 610
# expect: EndNamespaceDeclHandler (None,) 18 0 610
# expect: EndNamespaceDeclHandler ('m',) 18 0 610
# expect: StartCdataSectionHandler () 18 6 616
# expect: CharacterDataHandler ('<&',) 18 15 625
# expect: CharacterDataHandler (']',) 18 17 627
# expect: CharacterDataHandler ('] ',) 18 18 628
# expect: EndCdataSectionHandler () 18 20 630
# expect: StartElementHandler ('b', {}) 18 23 633
# expect: EndElementHandler ('b',) 18 23 633
# expect: CharacterDataHandler ('in',) 18 23 633
# expect: CharacterDataHandler ('<',) 18 23 633
# expect: ExternalEntityRefHandler ('xml=http://www.w3.org/XML/1998/namespace\x0cout', 'base', 'o.xml', None) 18 27 637
# expect: SkippedEntityHandler ('nope', 0) 18 32 642
# expect: EndElementHandler ('root',) 18 38 648
# expect: DefaultHandlerExpand ('\n',) 18 45 655
# expect: ProcessingInstructionHandler ('end', '') 19 0 656
# expect: DefaultHandlerExpand ('\n',) 19 7 663
# expect: 1 20
# expect: XmlDeclHandler ('1.0', 'iso-8859-1', 0) 1 0 0
# expect: DefaultHandlerExpand ('\n',) 1 59 59
# expect: ProcessingInstructionHandler ('style', 'a b') 2 0 60
# expect: DefaultHandlerExpand ('\n',) 2 13 73
# expect: CommentHandler (' c ',) 3 0 74
# expect: DefaultHandlerExpand ('\n',) 3 10 84
# expect: DefaultHandlerExpand ('<!DOCTYPE',) 4 0 85
# expect: DefaultHandlerExpand (' ',) 4 9 94
# expect: DefaultHandlerExpand ('q',) 4 10 95
# expect: DefaultHandlerExpand (' ',) 4 11 96
# expect: DefaultHandlerExpand ('SYSTEM',) 4 12 97
# expect: DefaultHandlerExpand (' ',) 4 18 103
# expect: NotStandaloneHandler () 4 19 104
# expect: DefaultHandlerExpand ('"q.dtd"',) 4 19 104
# expect: DefaultHandlerExpand (' ',) 4 26 111
# expect: DefaultHandlerExpand ('[',) 4 27 112
# expect: DefaultHandlerExpand ('\n',) 4 28 113
# expect: ElementDeclHandler ('root', (3, 2, None, ((4, 0, 'a', ()), (4, 0, 'b', ())))) 5 27 141
# expect: DefaultHandlerExpand ('\n',) 5 30 144
# expect: ElementDeclHandler ('a', (5, 0, None, ((6, 3, None, ((4, 0, 'b', ()), (4, 1, 'c', ()))), (6, 2, None, ((4, 0, 'd', ()),))))) 6 28 173
# expect: DefaultHandlerExpand ('\n',) 6 30 175
# expect: ElementDeclHandler ('b', (1, 0, None, ())) 7 12 188
# expect: DefaultHandlerExpand (' ',) 7 18 194
# expect: ElementDeclHandler ('c', (2, 0, None, ())) 7 31 207
# expect: DefaultHandlerExpand (' ',) 7 35 211
# expect: ElementDeclHandler ('d', (3, 0, None, ())) 7 56 232
# expect: DefaultHandlerExpand ('\n',) 7 58 234
# expect: AttlistDeclHandler ('root', 'k', 'CDATA', 'dflt', 0) 8 23 258
# expect: AttlistDeclHandler ('root', 'e', '(x|y)', None, 1) 8 38 273
# expect: AttlistDeclHandler ('root', 'n', 'NMTOKENS', 'p q', 1) 8 66 301
# expect: AttlistDeclHandler ('root', 't', 'NOTATION(gif)', None, 0) 9 19 329
# expect: DefaultHandlerExpand ('\n',) 9 28 338
# expect: NotationDeclHandler ('gif', 'base', 'g.exe', '-//X// Y') 10 33 372
# expect: DefaultHandlerExpand ('\n',) 10 41 380
# expect: DefaultHandlerExpand ('<!ENTITY',) 11 0 381
# expect: DefaultHandlerExpand (' ',) 11 8 389
# expect: DefaultHandlerExpand ('in',) 11 9 390
# expect: DefaultHandlerExpand (' ',) 11 11 392
# expect: DefaultHandlerExpand ('"<b/>in&#38;lt;"',) 11 12 393
# expect: DefaultHandlerExpand ('>',) 11 28 409
# expect: DefaultHandlerExpand ('\n',) 11 29 410
# expect: DefaultHandlerExpand ('<!ENTITY',) 12 0 411
# expect: DefaultHandlerExpand (' ',) 12 8 419
# expect: DefaultHandlerExpand ('out',) 12 9 420
# expect: DefaultHandlerExpand (' ',) 12 12 423
# expect: DefaultHandlerExpand ('SYSTEM',) 12 13 424
# expect: DefaultHandlerExpand (' ',) 12 19 430
# expect: DefaultHandlerExpand ('"o.xml"',) 12 20 431
# expect: DefaultHandlerExpand ('>',) 12 27 438
# expect: DefaultHandlerExpand (' ',) 12 28 439
# expect: DefaultHandlerExpand ('<!ENTITY',) 12 29 440
# expect: DefaultHandlerExpand (' ',) 12 37 448
# expect: DefaultHandlerExpand ('%',) 12 38 449
# expect: DefaultHandlerExpand (' ',) 12 39 450
# expect: DefaultHandlerExpand ('pe',) 12 40 451
# expect: DefaultHandlerExpand (' ',) 12 42 453
# expect: DefaultHandlerExpand ('"<!ELEMENT z ANY>"',) 12 43 454
# expect: DefaultHandlerExpand ('>',) 12 61 472
# expect: DefaultHandlerExpand ('\n',) 12 62 473
# expect: DefaultHandlerExpand ('<!ENTITY',) 13 0 474
# expect: DefaultHandlerExpand (' ',) 13 8 482
# expect: DefaultHandlerExpand ('pic',) 13 9 483
# expect: DefaultHandlerExpand (' ',) 13 12 486
# expect: DefaultHandlerExpand ('PUBLIC',) 13 13 487
# expect: DefaultHandlerExpand (' ',) 13 19 493
# expect: DefaultHandlerExpand ('"P"',) 13 20 494
# expect: DefaultHandlerExpand (' ',) 13 23 497
# expect: DefaultHandlerExpand ('"p.gif"',) 13 24 498
# expect: DefaultHandlerExpand (' ',) 13 31 505
# expect: DefaultHandlerExpand ('NDATA',) 13 32 506
# expect: DefaultHandlerExpand (' ',) 13 37 511
# expect: UnparsedEntityDeclHandler ('pic', 'base', 'p.gif', 'P', 'gif') 13 38 512
# expect: DefaultHandlerExpand ('>',) 13 41 515
# expect: DefaultHandlerExpand ('\n',) 13 42 516
# expect: NotStandaloneHandler () 14 0 517
# expect: DefaultHandlerExpand ('%pe;',) 14 0 517
# expect: DefaultHandlerExpand ('\n',) 14 4 521
# expect: DefaultHandlerExpand (']',) 15 0 522
# expect: EndDoctypeDeclHandler () 15 1 523
# expect: DefaultHandlerExpand ('\n',) 15 2 524
# expect: DefaultHandlerExpand ('<root e="x" n=" 1   2 ">',) 16 0 525
# expect: StartNamespaceDeclHandler ('m', 'urn:m') 16 24 549
# expect: StartNamespaceDeclHandler (None, 'urn:d') 16 24 549
# expect: DefaultHandlerExpand ('<m:s xmlns:m="urn:m" xmlns="urn:d" m:y=\'v&lt;&#10;\nw\'>',) 16 24 549
# expect: DefaultHandlerExpand ('text ä',) 17 3 603
# expect: DefaultHandlerExpand ('\n',) 17 9 609
# expect: EndElementHandler ('urn:m!s',) 18 0 610
# expect: EndNamespaceDeclHandler (None,) 18 0 610
# expect: EndNamespaceDeclHandler ('m',) 18 0 610
# expect: StartCdataSectionHandler () 18 6 616
# expect: DefaultHandlerExpand ('<&',) 18 15 625
# expect: DefaultHandlerExpand (']',) 18 17 627
# expect: DefaultHandlerExpand ('] ',) 18 18 628
# expect: EndCdataSectionHandler () 18 20 630
# expect: EndElementHandler ('b',) 18 23 633
# expect: DefaultHandlerExpand ('in',) 18 23 633
# expect: DefaultHandlerExpand ('&lt;',) 18 23 633
# expect: ExternalEntityRefHandler ('xml=http://www.w3.org/XML/1998/namespace\x0cout', 'base', 'o.xml', None) 18 27 637
# expect: SkippedEntityHandler ('nope', 0) 18 32 642
# expect: EndElementHandler ('root',) 18 38 648
# expect: DefaultHandlerExpand ('\n',) 18 45 655
# expect: ProcessingInstructionHandler ('end', '') 19 0 656
# expect: DefaultHandlerExpand ('\n',) 19 7 663
# expect: 1 20
# expect: DefaultHandlerExpand ('<?xml version="1.0" encoding="iso-8859-1" standalone="no"?>',) 1 0 0
# expect: DefaultHandlerExpand ('\n',) 1 59 59
# expect: DefaultHandlerExpand ('<?style a b?>',) 2 0 60
# expect: DefaultHandlerExpand ('\n',) 2 13 73
# expect: DefaultHandlerExpand ('<!-- c -->',) 3 0 74
# expect: DefaultHandlerExpand ('\n',) 3 10 84
# expect: DefaultHandlerExpand ('<!DOCTYPE',) 4 0 85
# expect: DefaultHandlerExpand (' ',) 4 9 94
# expect: DefaultHandlerExpand ('q',) 4 10 95
# expect: DefaultHandlerExpand (' ',) 4 11 96
# expect: DefaultHandlerExpand ('SYSTEM',) 4 12 97
# expect: DefaultHandlerExpand (' ',) 4 18 103
# expect: DefaultHandlerExpand ('"q.dtd"',) 4 19 104
# expect: DefaultHandlerExpand (' ',) 4 26 111
# expect: DefaultHandlerExpand ('[',) 4 27 112
# expect: DefaultHandlerExpand ('\n',) 4 28 113
# expect: DefaultHandlerExpand ('<!ELEMENT',) 5 0 114
# expect: DefaultHandlerExpand (' ',) 5 9 123
# expect: DefaultHandlerExpand ('root',) 5 10 124
# expect: DefaultHandlerExpand (' ',) 5 14 128
# expect: DefaultHandlerExpand ('(',) 5 15 129
# expect: DefaultHandlerExpand ('#PCDATA',) 5 16 130
# expect: DefaultHandlerExpand ('|',) 5 23 137
# expect: DefaultHandlerExpand ('a',) 5 24 138
# expect: DefaultHandlerExpand ('|',) 5 25 139
# expect: DefaultHandlerExpand ('b',) 5 26 140
# expect: DefaultHandlerExpand (')*',) 5 27 141
# expect: DefaultHandlerExpand ('>',) 5 29 143
# expect: DefaultHandlerExpand ('\n',) 5 30 144
# expect: DefaultHandlerExpand ('<!ELEMENT',) 6 0 145
# expect: DefaultHandlerExpand (' ',) 6 9 154
# expect: DefaultHandlerExpand ('a',) 6 10 155
# expect: DefaultHandlerExpand (' ',) 6 11 156
# expect: DefaultHandlerExpand ('(',) 6 12 157
# expect: DefaultHandlerExpand ('(',) 6 13 158
# expect: DefaultHandlerExpand ('b',) 6 14 159
# expect: DefaultHandlerExpand (',',) 6 15 160
# expect: DefaultHandlerExpand (' ',) 6 16 161
# expect: DefaultHandlerExpand ('c?',) 6 17 162
# expect: DefaultHandlerExpand (')+',) 6 19 164
# expect: DefaultHandlerExpand (' ',) 6 21 166
# expect: DefaultHandlerExpand ('|',) 6 22 167
# expect: DefaultHandlerExpand (' ',) 6 23 168
# expect: DefaultHandlerExpand ('(',) 6 24 169
# expect: DefaultHandlerExpand ('d',) 6 25 170
# expect: DefaultHandlerExpand (')*',) 6 26 171
# expect: DefaultHandlerExpand (')',) 6 28 173
# expect: DefaultHandlerExpand ('>',) 6 29 174
# expect: DefaultHandlerExpand ('\n',) 6 30 175
# expect: DefaultHandlerExpand ('<!ELEMENT',) 7 0 176
# expect: DefaultHandlerExpand (' ',) 7 9 185
# expect: DefaultHandlerExpand ('b',) 7 10 186
# expect: DefaultHandlerExpand (' ',) 7 11 187
# expect: DefaultHandlerExpand ('EMPTY',) 7 12 188
# expect: DefaultHandlerExpand ('>',) 7 17 193
# expect: DefaultHandlerExpand (' ',) 7 18 194
# expect: DefaultHandlerExpand ('<!ELEMENT',) 7 19 195
# expect: DefaultHandlerExpand (' ',) 7 28 204
# expect: DefaultHandlerExpand ('c',) 7 29 205
# expect: DefaultHandlerExpand (' ',) 7 30 206
# expect: DefaultHandlerExpand ('ANY',) 7 31 207
# expect: DefaultHandlerExpand ('>',) 7 34 210
# expect: DefaultHandlerExpand (' ',) 7 35 211
# expect: DefaultHandlerExpand ('<!ELEMENT',) 7 36 212
# expect: DefaultHandlerExpand (' ',) 7 45 221
# expect: DefaultHandlerExpand ('d',) 7 46 222
# expect: DefaultHandlerExpand (' ',) 7 47 223
# expect: DefaultHandlerExpand ('(',) 7 48 224
# expect: DefaultHandlerExpand ('#PCDATA',) 7 49 225
# expect: DefaultHandlerExpand (')',) 7 56 232
# expect: DefaultHandlerExpand ('>',) 7 57 233
# expect: DefaultHandlerExpand ('\n',) 7 58 234
# expect: DefaultHandlerExpand ('<!ATTLIST',) 8 0 235
# expect: DefaultHandlerExpand (' ',) 8 9 244
# expect: DefaultHandlerExpand ('root',) 8 10 245
# expect: DefaultHandlerExpand (' ',) 8 14 249
# expect: DefaultHandlerExpand ('k',) 8 15 250
# expect: DefaultHandlerExpand (' ',) 8 16 251
# expect: DefaultHandlerExpand ('CDATA',) 8 17 252
# expect: DefaultHandlerExpand (' ',) 8 22 257
# expect: DefaultHandlerExpand ('"dflt"',) 8 23 258
# expect: DefaultHandlerExpand (' ',) 8 29 264
# expect: DefaultHandlerExpand ('e',) 8 30 265
# expect: DefaultHandlerExpand (' ',) 8 31 266
# expect: DefaultHandlerExpand ('(',) 8 32 267
# expect: DefaultHandlerExpand ('x',) 8 33 268
# expect: DefaultHandlerExpand ('|',) 8 34 269
# expect: DefaultHandlerExpand ('y',) 8 35 270
# expect: DefaultHandlerExpand (')',) 8 36 271
# expect: DefaultHandlerExpand (' ',) 8 37 272
# expect: DefaultHandlerExpand ('#REQUIRED',) 8 38 273
# expect: DefaultHandlerExpand (' ',) 8 47 282
# expect: DefaultHandlerExpand ('n',) 8 48 283
# expect: DefaultHandlerExpand (' ',) 8 49 284
# expect: DefaultHandlerExpand ('NMTOKENS',) 8 50 285
# expect: DefaultHandlerExpand (' ',) 8 58 293
# expect: DefaultHandlerExpand ('#FIXED',) 8 59 294
# expect: DefaultHandlerExpand (' ',) 8 65 300
# expect: DefaultHandlerExpand ('" p  q "',) 8 66 301
# expect: DefaultHandlerExpand ('\n  ',) 8 74 309
# expect: DefaultHandlerExpand ('t',) 9 2 312
# expect: DefaultHandlerExpand (' ',) 9 3 313
# expect: DefaultHandlerExpand ('NOTATION',) 9 4 314
# expect: DefaultHandlerExpand (' ',) 9 12 322
# expect: DefaultHandlerExpand ('(',) 9 13 323
# expect: DefaultHandlerExpand ('gif',) 9 14 324
# expect: DefaultHandlerExpand (')',) 9 17 327
# expect: DefaultHandlerExpand (' ',) 9 18 328
# expect: DefaultHandlerExpand ('#IMPLIED',) 9 19 329
# expect: DefaultHandlerExpand ('>',) 9 27 337
# expect: DefaultHandlerExpand ('\n',) 9 28 338
# expect: DefaultHandlerExpand ('<!NOTATION',) 10 0 339
# expect: DefaultHandlerExpand (' ',) 10 10 349
# expect: DefaultHandlerExpand ('gif',) 10 11 350
# expect: DefaultHandlerExpand (' ',) 10 14 353
# expect: DefaultHandlerExpand ('PUBLIC',) 10 15 354
# expect: DefaultHandlerExpand (' ',) 10 21 360
# expect: DefaultHandlerExpand ('"-//X// Y"',) 10 22 361
# expect: DefaultHandlerExpand (' ',) 10 32 371
# expect: DefaultHandlerExpand ('"g.exe"',) 10 33 372
# expect: DefaultHandlerExpand ('>',) 10 40 379
# expect: DefaultHandlerExpand ('\n',) 10 41 380
# expect: DefaultHandlerExpand ('<!ENTITY',) 11 0 381
# expect: DefaultHandlerExpand (' ',) 11 8 389
# expect: DefaultHandlerExpand ('in',) 11 9 390
# expect: DefaultHandlerExpand (' ',) 11 11 392
# expect: DefaultHandlerExpand ('"<b/>in&#38;lt;"',) 11 12 393
# expect: DefaultHandlerExpand ('>',) 11 28 409
# expect: DefaultHandlerExpand ('\n',) 11 29 410
# expect: DefaultHandlerExpand ('<!ENTITY',) 12 0 411
# expect: DefaultHandlerExpand (' ',) 12 8 419
# expect: DefaultHandlerExpand ('out',) 12 9 420
# expect: DefaultHandlerExpand (' ',) 12 12 423
# expect: DefaultHandlerExpand ('SYSTEM',) 12 13 424
# expect: DefaultHandlerExpand (' ',) 12 19 430
# expect: DefaultHandlerExpand ('"o.xml"',) 12 20 431
# expect: DefaultHandlerExpand ('>',) 12 27 438
# expect: DefaultHandlerExpand (' ',) 12 28 439
# expect: DefaultHandlerExpand ('<!ENTITY',) 12 29 440
# expect: DefaultHandlerExpand (' ',) 12 37 448
# expect: DefaultHandlerExpand ('%',) 12 38 449
# expect: DefaultHandlerExpand (' ',) 12 39 450
# expect: DefaultHandlerExpand ('pe',) 12 40 451
# expect: DefaultHandlerExpand (' ',) 12 42 453
# expect: DefaultHandlerExpand ('"<!ELEMENT z ANY>"',) 12 43 454
# expect: DefaultHandlerExpand ('>',) 12 61 472
# expect: DefaultHandlerExpand ('\n',) 12 62 473
# expect: DefaultHandlerExpand ('<!ENTITY',) 13 0 474
# expect: DefaultHandlerExpand (' ',) 13 8 482
# expect: DefaultHandlerExpand ('pic',) 13 9 483
# expect: DefaultHandlerExpand (' ',) 13 12 486
# expect: DefaultHandlerExpand ('PUBLIC',) 13 13 487
# expect: DefaultHandlerExpand (' ',) 13 19 493
# expect: DefaultHandlerExpand ('"P"',) 13 20 494
# expect: DefaultHandlerExpand (' ',) 13 23 497
# expect: DefaultHandlerExpand ('"p.gif"',) 13 24 498
# expect: DefaultHandlerExpand (' ',) 13 31 505
# expect: DefaultHandlerExpand ('NDATA',) 13 32 506
# expect: DefaultHandlerExpand (' ',) 13 37 511
# expect: DefaultHandlerExpand ('gif',) 13 38 512
# expect: DefaultHandlerExpand ('>',) 13 41 515
# expect: DefaultHandlerExpand ('\n',) 13 42 516
# expect: DefaultHandlerExpand ('%pe;',) 14 0 517
# expect: DefaultHandlerExpand ('\n',) 14 4 521
# expect: DefaultHandlerExpand (']',) 15 0 522
# expect: DefaultHandlerExpand ('>',) 15 1 523
# expect: DefaultHandlerExpand ('\n',) 15 2 524
# expect: DefaultHandlerExpand ('<root e="x" n=" 1   2 ">',) 16 0 525
# expect: DefaultHandlerExpand ('<m:s xmlns:m="urn:m" xmlns="urn:d" m:y=\'v&lt;&#10;\nw\'>',) 16 24 549
# expect: DefaultHandlerExpand ('text ä',) 17 3 603
# expect: DefaultHandlerExpand ('\n',) 17 9 609
# expect: DefaultHandlerExpand ('</m:s>',) 18 0 610
# expect: DefaultHandlerExpand ('<![CDATA[',) 18 6 616
# expect: DefaultHandlerExpand ('<&',) 18 15 625
# expect: DefaultHandlerExpand (']',) 18 17 627
# expect: DefaultHandlerExpand ('] ',) 18 18 628
# expect: DefaultHandlerExpand (']]>',) 18 20 630
# expect: DefaultHandlerExpand ('<b/>',) 18 23 633
# expect: DefaultHandlerExpand ('in',) 18 23 633
# expect: DefaultHandlerExpand ('&lt;',) 18 23 633
# expect: DefaultHandlerExpand ('&out;',) 18 27 637
# expect: DefaultHandlerExpand ('&nope;',) 18 32 642
# expect: DefaultHandlerExpand ('</root>',) 18 38 648
# expect: DefaultHandlerExpand ('\n',) 18 45 655
# expect: DefaultHandlerExpand ('<?end?>',) 19 0 656
# expect: DefaultHandlerExpand ('\n',) 19 7 663
# expect: 1 20
# expect: DefaultHandler ('<?xml version="1.0" encoding="iso-8859-1" standalone="no"?>',) 1 0 0
# expect: DefaultHandler ('\n',) 1 59 59
# expect: DefaultHandler ('<?style a b?>',) 2 0 60
# expect: DefaultHandler ('\n',) 2 13 73
# expect: DefaultHandler ('<!-- c -->',) 3 0 74
# expect: DefaultHandler ('\n',) 3 10 84
# expect: DefaultHandler ('<!DOCTYPE',) 4 0 85
# expect: DefaultHandler (' ',) 4 9 94
# expect: DefaultHandler ('q',) 4 10 95
# expect: DefaultHandler (' ',) 4 11 96
# expect: DefaultHandler ('SYSTEM',) 4 12 97
# expect: DefaultHandler (' ',) 4 18 103
# expect: DefaultHandler ('"q.dtd"',) 4 19 104
# expect: DefaultHandler (' ',) 4 26 111
# expect: DefaultHandler ('[',) 4 27 112
# expect: DefaultHandler ('\n',) 4 28 113
# expect: DefaultHandler ('<!ELEMENT',) 5 0 114
# expect: DefaultHandler (' ',) 5 9 123
# expect: DefaultHandler ('root',) 5 10 124
# expect: DefaultHandler (' ',) 5 14 128
# expect: DefaultHandler ('(',) 5 15 129
# expect: DefaultHandler ('#PCDATA',) 5 16 130
# expect: DefaultHandler ('|',) 5 23 137
# expect: DefaultHandler ('a',) 5 24 138
# expect: DefaultHandler ('|',) 5 25 139
# expect: DefaultHandler ('b',) 5 26 140
# expect: DefaultHandler (')*',) 5 27 141
# expect: DefaultHandler ('>',) 5 29 143
# expect: DefaultHandler ('\n',) 5 30 144
# expect: DefaultHandler ('<!ELEMENT',) 6 0 145
# expect: DefaultHandler (' ',) 6 9 154
# expect: DefaultHandler ('a',) 6 10 155
# expect: DefaultHandler (' ',) 6 11 156
# expect: DefaultHandler ('(',) 6 12 157
# expect: DefaultHandler ('(',) 6 13 158
# expect: DefaultHandler ('b',) 6 14 159
# expect: DefaultHandler (',',) 6 15 160
# expect: DefaultHandler (' ',) 6 16 161
# expect: DefaultHandler ('c?',) 6 17 162
# expect: DefaultHandler (')+',) 6 19 164
# expect: DefaultHandler (' ',) 6 21 166
# expect: DefaultHandler ('|',) 6 22 167
# expect: DefaultHandler (' ',) 6 23 168
# expect: DefaultHandler ('(',) 6 24 169
# expect: DefaultHandler ('d',) 6 25 170
# expect: DefaultHandler (')*',) 6 26 171
# expect: DefaultHandler (')',) 6 28 173
# expect: DefaultHandler ('>',) 6 29 174
# expect: DefaultHandler ('\n',) 6 30 175
# expect: DefaultHandler ('<!ELEMENT',) 7 0 176
# expect: DefaultHandler (' ',) 7 9 185
# expect: DefaultHandler ('b',) 7 10 186
# expect: DefaultHandler (' ',) 7 11 187
# expect: DefaultHandler ('EMPTY',) 7 12 188
# expect: DefaultHandler ('>',) 7 17 193
# expect: DefaultHandler (' ',) 7 18 194
# expect: DefaultHandler ('<!ELEMENT',) 7 19 195
# expect: DefaultHandler (' ',) 7 28 204
# expect: DefaultHandler ('c',) 7 29 205
# expect: DefaultHandler (' ',) 7 30 206
# expect: DefaultHandler ('ANY',) 7 31 207
# expect: DefaultHandler ('>',) 7 34 210
# expect: DefaultHandler (' ',) 7 35 211
# expect: DefaultHandler ('<!ELEMENT',) 7 36 212
# expect: DefaultHandler (' ',) 7 45 221
# expect: DefaultHandler ('d',) 7 46 222
# expect: DefaultHandler (' ',) 7 47 223
# expect: DefaultHandler ('(',) 7 48 224
# expect: DefaultHandler ('#PCDATA',) 7 49 225
# expect: DefaultHandler (')',) 7 56 232
# expect: DefaultHandler ('>',) 7 57 233
# expect: DefaultHandler ('\n',) 7 58 234
# expect: DefaultHandler ('<!ATTLIST',) 8 0 235
# expect: DefaultHandler (' ',) 8 9 244
# expect: DefaultHandler ('root',) 8 10 245
# expect: DefaultHandler (' ',) 8 14 249
# expect: DefaultHandler ('k',) 8 15 250
# expect: DefaultHandler (' ',) 8 16 251
# expect: DefaultHandler ('CDATA',) 8 17 252
# expect: DefaultHandler (' ',) 8 22 257
# expect: DefaultHandler ('"dflt"',) 8 23 258
# expect: DefaultHandler (' ',) 8 29 264
# expect: DefaultHandler ('e',) 8 30 265
# expect: DefaultHandler (' ',) 8 31 266
# expect: DefaultHandler ('(',) 8 32 267
# expect: DefaultHandler ('x',) 8 33 268
# expect: DefaultHandler ('|',) 8 34 269
# expect: DefaultHandler ('y',) 8 35 270
# expect: DefaultHandler (')',) 8 36 271
# expect: DefaultHandler (' ',) 8 37 272
# expect: DefaultHandler ('#REQUIRED',) 8 38 273
# expect: DefaultHandler (' ',) 8 47 282
# expect: DefaultHandler ('n',) 8 48 283
# expect: DefaultHandler (' ',) 8 49 284
# expect: DefaultHandler ('NMTOKENS',) 8 50 285
# expect: DefaultHandler (' ',) 8 58 293
# expect: DefaultHandler ('#FIXED',) 8 59 294
# expect: DefaultHandler (' ',) 8 65 300
# expect: DefaultHandler ('" p  q "',) 8 66 301
# expect: DefaultHandler ('\n  ',) 8 74 309
# expect: DefaultHandler ('t',) 9 2 312
# expect: DefaultHandler (' ',) 9 3 313
# expect: DefaultHandler ('NOTATION',) 9 4 314
# expect: DefaultHandler (' ',) 9 12 322
# expect: DefaultHandler ('(',) 9 13 323
# expect: DefaultHandler ('gif',) 9 14 324
# expect: DefaultHandler (')',) 9 17 327
# expect: DefaultHandler (' ',) 9 18 328
# expect: DefaultHandler ('#IMPLIED',) 9 19 329
# expect: DefaultHandler ('>',) 9 27 337
# expect: DefaultHandler ('\n',) 9 28 338
# expect: DefaultHandler ('<!NOTATION',) 10 0 339
# expect: DefaultHandler (' ',) 10 10 349
# expect: DefaultHandler ('gif',) 10 11 350
# expect: DefaultHandler (' ',) 10 14 353
# expect: DefaultHandler ('PUBLIC',) 10 15 354
# expect: DefaultHandler (' ',) 10 21 360
# expect: DefaultHandler ('"-//X// Y"',) 10 22 361
# expect: DefaultHandler (' ',) 10 32 371
# expect: DefaultHandler ('"g.exe"',) 10 33 372
# expect: DefaultHandler ('>',) 10 40 379
# expect: DefaultHandler ('\n',) 10 41 380
# expect: DefaultHandler ('<!ENTITY',) 11 0 381
# expect: DefaultHandler (' ',) 11 8 389
# expect: DefaultHandler ('in',) 11 9 390
# expect: DefaultHandler (' ',) 11 11 392
# expect: DefaultHandler ('"<b/>in&#38;lt;"',) 11 12 393
# expect: DefaultHandler ('>',) 11 28 409
# expect: DefaultHandler ('\n',) 11 29 410
# expect: DefaultHandler ('<!ENTITY',) 12 0 411
# expect: DefaultHandler (' ',) 12 8 419
# expect: DefaultHandler ('out',) 12 9 420
# expect: DefaultHandler (' ',) 12 12 423
# expect: DefaultHandler ('SYSTEM',) 12 13 424
# expect: DefaultHandler (' ',) 12 19 430
# expect: DefaultHandler ('"o.xml"',) 12 20 431
# expect: DefaultHandler ('>',) 12 27 438
# expect: DefaultHandler (' ',) 12 28 439
# expect: DefaultHandler ('<!ENTITY',) 12 29 440
# expect: DefaultHandler (' ',) 12 37 448
# expect: DefaultHandler ('%',) 12 38 449
# expect: DefaultHandler (' ',) 12 39 450
# expect: DefaultHandler ('pe',) 12 40 451
# expect: DefaultHandler (' ',) 12 42 453
# expect: DefaultHandler ('"<!ELEMENT z ANY>"',) 12 43 454
# expect: DefaultHandler ('>',) 12 61 472
# expect: DefaultHandler ('\n',) 12 62 473
# expect: DefaultHandler ('<!ENTITY',) 13 0 474
# expect: DefaultHandler (' ',) 13 8 482
# expect: DefaultHandler ('pic',) 13 9 483
# expect: DefaultHandler (' ',) 13 12 486
# expect: DefaultHandler ('PUBLIC',) 13 13 487
# expect: DefaultHandler (' ',) 13 19 493
# expect: DefaultHandler ('"P"',) 13 20 494
# expect: DefaultHandler (' ',) 13 23 497
# expect: DefaultHandler ('"p.gif"',) 13 24 498
# expect: DefaultHandler (' ',) 13 31 505
# expect: DefaultHandler ('NDATA',) 13 32 506
# expect: DefaultHandler (' ',) 13 37 511
# expect: DefaultHandler ('gif',) 13 38 512
# expect: DefaultHandler ('>',) 13 41 515
# expect: DefaultHandler ('\n',) 13 42 516
# expect: DefaultHandler ('%pe;',) 14 0 517
# expect: DefaultHandler ('\n',) 14 4 521
# expect: DefaultHandler (']',) 15 0 522
# expect: DefaultHandler ('>',) 15 1 523
# expect: DefaultHandler ('\n',) 15 2 524
# expect: StartElementHandler ('root', ['e', 'x', 'n', '1 2']) 16 0 525
# expect: StartElementHandler ('urn:m!s!m', ['urn:m!y!m', 'v<\n w']) 16 24 549
# expect: DefaultHandler ('text ä',) 17 3 603
# expect: DefaultHandler ('\n',) 17 9 609
# expect: DefaultHandler ('</m:s>',) 18 0 610
# expect: DefaultHandler ('<![CDATA[',) 18 6 616
# expect: DefaultHandler ('<&',) 18 15 625
# expect: DefaultHandler (']',) 18 17 627
# expect: DefaultHandler ('] ',) 18 18 628
# expect: DefaultHandler (']]>',) 18 20 630
# expect: DefaultHandler ('&in;',) 18 23 633
# expect: DefaultHandler ('&out;',) 18 27 637
# expect: DefaultHandler ('&nope;',) 18 32 642
# expect: DefaultHandler ('</root>',) 18 38 648
# expect: DefaultHandler ('\n',) 18 45 655
# expect: DefaultHandler ('<?end?>',) 19 0 656
# expect: DefaultHandler ('\n',) 19 7 663
