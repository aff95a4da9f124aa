# External entities and the external subset are parsed by parsers that the handler makes.
from xml.parsers import expat

FILES = {
    'doc.dtd': b'''<?xml version="1.0" encoding="utf-8"?>
<!ENTITY % more SYSTEM "more.dtd">
%more;
<!ENTITY % names "a | b">
<!ELEMENT doc (%names;)*>
<![INCLUDE[<!ENTITY inc "included">]]>
<![IGNORE[<!ENTITY inc "ignored"> <![ nested ]]> ]]>
<!ATTLIST doc lang CDATA "en">''',
    'more.dtd': b'<!ENTITY deep "from more">',
    'part.xml': b'<?xml encoding="iso-8859-1"?>part \xe4 <p>&deep;</p>',
}
DOCUMENT = b'<!DOCTYPE doc SYSTEM "doc.dtd" [<!ENTITY part SYSTEM "part.xml">]><doc>&inc; &part; &deep;</doc>'


def run(mode):
    out = []
    parsers = []

    def external(context, base, system, public):
        out.append(('external', context, system))
        child = parsers[-1].ExternalEntityParserCreate(context)
        parsers.append(child)
        child.Parse(FILES[system], True)
        parsers.pop()
        return 1

    p = expat.ParserCreate()
    p.buffer_text = True
    parsers.append(p)
    p.SetParamEntityParsing(mode)
    p.StartElementHandler = lambda *a: out.append(a)
    p.EndElementHandler = lambda *a: out.append(a)
    p.CharacterDataHandler = out.append
    p.ElementDeclHandler = lambda *a: out.append(a)
    p.EntityDeclHandler = lambda *a: out.append(a)
    p.SkippedEntityHandler = lambda *a: out.append(('skipped', *a))
    p.ExternalEntityRefHandler = external
    p.Parse(DOCUMENT, True)
    for o in out:
        print(o)


run(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
print()
run(expat.XML_PARAM_ENTITY_PARSING_NEVER)
p = expat.ParserCreate()
p.ExternalEntityRefHandler = lambda *a: 0
try:
    p.Parse(DOCUMENT, True)
except expat.ExpatError as e:
    print(e)

# expect: ('part', 0, None, None, 'part.xml', None, None)
# expect: ('external', None, 'doc.dtd')
# expect: ('more', 1, None, None, 'more.dtd', None, None)
# expect: ('external', None, 'more.dtd')
# expect: ('deep', 0, 'from more', None, None, None, None)
# expect: ('names', 1, 'a | b', None, None, None, None)
# expect: ('doc', (5, 2, None, ((4, 0, 'a', ()), (4, 0, 'b', ()))))
# expect: ('inc', 0, 'included', None, None, None, None)
# expect: ('doc', {'lang': 'en'})
# expect: included 
# expect: ('external', 'part', 'part.xml')
# expect: part ä 
# expect: ('p', {})
# expect: from more
# expect: ('p',)
# expect:  from more
# expect: ('doc',)
# expect:
# expect: ('part', 0, None, None, 'part.xml', None, None)
# expect: ('doc', {})
# expect: ('skipped', 'inc', 0)
# expect:  
# expect: ('external', 'part', 'part.xml')
# expect: part ä 
# expect: ('p', {})
# expect: ('skipped', 'deep', 0)
# expect: ('p',)
# expect:  
# expect: ('skipped', 'deep', 0)
# expect: ('doc',)
# expect: error in processing external entity reference: line 1, column 77
