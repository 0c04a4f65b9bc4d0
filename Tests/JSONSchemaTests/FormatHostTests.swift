import JSONSchema
import Testing

/// Host names, mail addresses and internet addresses.
@Suite struct FormatHostTests {
    @Test func namesHaveAtMost253CharactersAndLabels63() {
        let label = String(repeating: "a", count: 63)
        let rest = String(repeating: "b", count: 61)
        let name = [label, label, label, rest].joined(separator: ".")
        for format in [SchemaFormat.hostName, .internationalHostName] {
            #expect(format.accepts(label))
            #expect(!format.accepts(label + "a"))
            #expect(format.accepts(name))
            #expect(!format.accepts(name + "b"))
        }
    }

    @Test func encodedNamesHaveTheSameLimits() {
        // An encoded label is "xn--", a few characters for where the letters stand, and one for each letter at least.
        #expect(SchemaFormat.internationalHostName.accepts(String(repeating: "ü", count: 50)))
        #expect(!SchemaFormat.internationalHostName.accepts(String(repeating: "ü", count: 60)))
        #expect(SchemaFormat.internationalHostName.accepts(String(repeating: "é.", count: 20) + "é"))
        #expect(!SchemaFormat.internationalHostName.accepts(String(repeating: "é.", count: 126) + "é"))
    }

    @Test func localPartsHaveAtMost64Bytes() {
        #expect(SchemaFormat.email.accepts(String(repeating: "l", count: 64) + "@b"))
        #expect(!SchemaFormat.email.accepts(String(repeating: "l", count: 65) + "@b"))
        #expect(SchemaFormat.internationalEmail.accepts(String(repeating: "é", count: 32) + "@b"))
        #expect(!SchemaFormat.internationalEmail.accepts(String(repeating: "é", count: 33) + "@b"))
    }

    @Test(
        arguments: [
            ("localhost", true), ("a", true), ("A.B-C.9d", true), ("10.0.0.1", true), ("r3---sn.example.org", true),
            ("", false), (".a", false), ("a.", false), ("a..b", false), ("-a", false), ("a-.b", false),
            ("a_b", false), ("a b", false), ("é.fr", false), ("a\u{3002}b", false), ("a\n", false),
            // Labels in Punycode must decode to a label, and be its encoding.
            ("xn--mnchen-3ya.example", true), ("XN--MNCHEN-3YA.example", true), ("xn--zckzah", true), ("xn--", false),
            ("xn--a", false), ("xn--abc-", false), ("xn--99999999", false), ("xn--mnchen-3yb0", false),
        ] as [(String, Bool)])
    func hostNames(_ text: String, _ isHostName: Bool) {
        #expect(SchemaFormat.hostName.accepts(text) == isHostName)
    }

    @Test(
        arguments: [
            ("example.org", true), ("MÜNCHEN.de", false), ("münchen.de", true), ("xn--mnchen-3ya.de", true),
            ("straße", true),
            ("日本\u{3002}テスト\u{FF0E}jp\u{FF61}x", true), ("ゝ", true), ("a--b", true), ("ab--c", false), ("ü--b", true),
            ("üb--c", false), ("-ü", false), ("ü-", false), ("", false), ("ü.", false), ("ü..a", false),
            // Form C, which no label may leave.
            ("mu\u{308}nchen", false), ("\u{1E69}", true), ("s\u{323}\u{307}", false), ("x\u{307}\u{323}", false),
            ("x\u{323}\u{307}", false), ("ü\u{323}", false), ("ü\u{331}", true), ("q\u{323}\u{307}", true),
            ("か\u{3099}", false), ("が", true),
            // What IDNA 2008 leaves out: symbols, signs, capital and wide letters, what is not assigned.
            ("☃", false), ("a\u{2060}", false), ("ａ", false), ("\u{378}", false), ("½", false), ("\u{1F600}", false),
            ("a\u{FE0F}", false), ("ᄀ", false), ("a\u{2028}b", false),
            // Rules of context.
            ("cel·la", true), ("ce·a", false), ("͵α", true), ("͵a", false), ("א׳", true), ("ア・カ", true), ("a・b", false),
            ("٣", false), ("ب٣", true), ("ب٣۴", false), ("क्\u{200D}ष", true), ("क\u{200D}ष", false),
            ("ب\u{200C}ب", true), ("ا\u{200C}ب", false), ("بّ\u{200C}ّب", true), ("a\u{200C}b", false),
            ("ب\u{200C}", false),
            // The bidi rule, for all labels as soon as one is written from right to left.
            ("אב.example", true), ("אב1", true), ("1אב", false), ("אבa", false), ("aא", false), ("1a.אב", false),
            ("a1.אב", true), ("ب1٣", false), ("אב-", false), ("אְ", true), ("xn--4dbrk0ce.1a", false), ("1a.b", true),
        ] as [(String, Bool)])
    func internationalHostNames(_ text: String, _ isHostName: Bool) {
        #expect(SchemaFormat.internationalHostName.accepts(text) == isHostName)
    }

    @Test(
        arguments: [
            ("a@b", true), ("first.last+tag@example.org", true), ("!#$%&'*+-/=?^_`{|}~@example.org", true),
            ("\"\"@example.org", true), ("\"a\\\"b \\\\ @c\"@example.org", true), ("a@[10.0.0.1]", true),
            ("a@[IPv6:2001:db8::1]", true), ("a@[ipv6:::]", true), ("", false), ("a", false), ("@b", false),
            ("a@", false),
            ("a@b@c", false), ("a.@b", false), (".a@b", false), ("a..b@c", false), ("a b@c", false), ("\"a@b", false),
            ("\"a\"b@c", false), ("\"a\\\"@c", false), ("a@-b", false), ("a@b_c", false), ("a@b.", false),
            ("a@[10.0.0]", false), ("a@[10.0.0.256]", false), ("a@[2001:db8::1]", false), ("a@[x:1]", false),
            ("a@[10.0.0.1", false), ("a@[10.0.0.1]b", false), ("é@b", false), ("a@é", false), ("\"é\"@b", false),
            ("A <a@b>", false),
        ] as [(String, Bool)])
    func mailAddresses(_ text: String, _ isAddress: Bool) {
        #expect(SchemaFormat.email.accepts(text) == isAddress)
    }

    @Test(
        arguments: [
            ("a@b", true), ("josé@münchen.example", true), ("\"é @\"@b", true), ("用户@例子.广告", true),
            ("a@[10.0.0.1]", true),
            ("é", false), ("é@", false), ("@é", false), ("é..é@b", false), ("é@b\u{3002}c", false),
            ("a@MÜNCHEN", false),
        ] as [(String, Bool)])
    func internationalMailAddresses(_ text: String, _ isAddress: Bool) {
        #expect(SchemaFormat.internationalEmail.accepts(text) == isAddress)
    }

    @Test(
        arguments: [
            ("0.0.0.0", true), ("255.255.255.255", true), ("1.20.0.100", true), ("", false), ("1.2.3", false),
            ("1.2.3.4.5", false), ("1.2.3.256", false), ("1.2.3.1000", false), ("01.2.3.4", false), ("1.2.3.00", false),
            ("1.2..4", false), ("1.2.3.4.", false), (" 1.2.3.4", false), ("1.2.3.a", false), ("1,2.3.4", false),
            ("١.2.3.4", false),
        ] as [(String, Bool)])
    func addressesOfVersion4(_ text: String, _ isAddress: Bool) {
        #expect(SchemaFormat.ipv4.accepts(text) == isAddress)
    }

    @Test(
        arguments: [
            ("2001:db8:0:0:8:800:200c:417a", true), ("FF01::101", true), ("::", true), ("::1", true), ("1::", true),
            ("1:2:3:4:5:6:7::", true), ("::2:3:4:5:6:7:8", true), ("1::3:4:5:6:7:8", true), ("::13.1.68.3", true),
            ("1:2:3:4:5:6:13.1.68.3", true), ("1::5:6:13.1.68.3", true), ("::2:3:4:5:6:13.1.68.3", true),
            ("", false), (":", false), (":::", false), ("1", false), ("1:", false), (":1", false), ("1::2::3", false),
            ("1:2:3:4:5:6:7", false), ("1:2:3:4:5:6:7:8:", false), ("1:2:3:4:5:6:7:8::", false),
            ("1:2:3:4:5:6:7:8:9", false),
            ("1::2:3:4:5:6:7:8", false), ("12345::", false), ("g::", false), ("1:2:3:4:5:6:7:1.2.3.4", false),
            ("1:2:3:4:5:1.2.3.4", false), ("::1.2.3", false), ("::1.2.3.4:5", false), ("1.2.3.4", false),
            ("fe80::1%eth0", false), ("[::1]", false), ("::1/128", false),
        ] as [(String, Bool)])
    func addressesOfVersion6(_ text: String, _ isAddress: Bool) {
        #expect(SchemaFormat.ipv6.accepts(text) == isAddress)
    }
}
