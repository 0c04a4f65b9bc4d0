import JSONSchema
import Testing

/// URIs of RFC 3986, IRIs of RFC 3987, templates of RFC 6570.
@Suite struct FormatResourceIdentifierTests {
    @Test(
        arguments: [
            ("s3://bucket/key%20x?v=1#top", true), ("a:", true), ("a:b", true), ("a+b-c.d1:/", true),
            ("file:///etc", true),
            ("urn:isbn:0451450523", true), ("http://u:p@h:80/", true), ("http://h:", true), ("http://@h", true),
            ("http://[::1]:8080/", true), ("http://[v1f.a:b]/", true), ("a://", true), ("a:?/?#/?", true),
            ("a:/b//c", true),
            ("http://1.2.3.999/", true), ("a:%41", true), ("x:()!$&'*+,;=@:-._~", true),
            ("", false), ("a", false), ("/a", false), ("//a", false), ("#a", false), ("?a", false), ("1a:b", false),
            ("a b:c", false), (":a", false), ("a:b c", false), ("a:%4", false), ("a:%zz", false), ("a:<b>", false),
            ("a:\"b\"", false), ("a:b|c", false), ("a:b\\c", false), ("a:[b]", false), ("a:#b#c", false),
            ("http://[::1", false), ("http://[1.2.3.4]", false), ("http://[::1]x", false), ("http://[::1%25e]", false),
            ("http://[v.a]", false), ("http://h:8o", false), ("http://a@b@c", false), ("http://u[@h", false),
            ("http://a:b:c", false), ("a:é", false), ("a:\u{7F}", false), ("a:{b}", false), ("a:^", false),
            ("a:`", false),
        ] as [(String, Bool)])
    func uris(_ text: String, _ isURI: Bool) {
        #expect(SchemaFormat.uri.accepts(text) == isURI)
    }

    @Test(
        arguments: [
            ("", true), ("a", true), ("../a;b?c#d", true), ("?a", true), ("#", true), ("//h", true), ("/a:b", true),
            ("./a:b", true), ("a/b:c", true), ("@:", false), ("a:b", true), ("1:b", false), ("%41", true),
            ("a@b", true),
            ("//h:x", false), ("a b", false), ("#a#b", false), ("%", false), ("\\a", false), ("é", false),
            ("///", true),
        ] as [(String, Bool)])
    func uriReferences(_ text: String, _ isReference: Bool) {
        #expect(SchemaFormat.uriReference.accepts(text) == isReference)
    }

    @Test(
        arguments: [
            ("http://münchen.example/ß?ü#é", true), ("a:\u{A0}", true), ("a:\u{10000}", true), ("a:?\u{E000}", true),
            ("http://é@é:1/", true), ("a:\u{E000}", false), ("a:#\u{E000}", false),
            ("a:\u{80}", false), ("a:\u{FFF0}", false), ("é:a", false), ("é", false), ("a:é é", false),
            ("http://[é]", false), ("a:\u{E0001}", false), ("a:\u{E1000}", true),
        ] as [(String, Bool)])
    func iris(_ text: String, _ isIRI: Bool) {
        #expect(SchemaFormat.iri.accepts(text) == isIRI)
    }

    @Test(
        arguments: [
            ("", true), ("é", true), ("é/b:c", true), ("é:b", false), ("#é", true), ("//é", true), ("\\é", false),
            ("a:é", true), ("é é", false),
        ] as [(String, Bool)])
    func iriReferences(_ text: String, _ isReference: Bool) {
        #expect(SchemaFormat.iriReference.accepts(text) == isReference)
    }

    @Test(
        arguments: [
            ("", true), ("http://h/{a}", true), ("{a,b_2,c.d}", true), ("{+a}{#b}{.c}{/d}{;e}{?f}{&g}", true),
            ("{a:1}{b:9999}{c*}", true), ("{?a*,b:3}", true), ("{%41b}", true), ("it's", true), ("é%20é", true),
            ("{=a}", true),
            ("{", false), ("}", false), ("{}", false), ("{a", false), ("{a}}", false), ("{{a}}", false),
            ("{a,}", false),
            ("{,a}", true), ("{a b}", false), ("{a:0}", false), ("{a:10000}", false), ("{a:}", false),
            ("{a*:1}", false),
            ("{a:1*}", false), ("{a..b}", false), ("{.}", false), ("{a.}", false), ("{é}", false), ("{%4}", false),
            ("%", false),
            ("a b", false), ("<a>", false), ("a^b", false), ("a|b", false), ("a\\b", false), ("\"", false),
            ("\u{7F}", false),
        ] as [(String, Bool)])
    func templates(_ text: String, _ isTemplate: Bool) {
        #expect(SchemaFormat.uriTemplate.accepts(text) == isTemplate)
    }
}
