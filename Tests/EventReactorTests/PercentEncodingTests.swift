import EventReactor
import Testing

@Suite("Percent-encoding")
struct PercentEncodingTests {
    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("a%20b", "a b"), ("%2f%2F", "//"), ("%25", "%"), ("%C3%A9", "é"), ("+", "+"),
    ])
    func isTakenOff(text: String, decoded: String) throws {
        #expect(try PercentEncoding.decoded(Substring(text)) == decoded)
    }

    @Test(arguments: ["%", "%4", "100%", "%zz", "%+1", "%-1", "% 1", "%00"])
    func isRefusedUnlessTwoHexadecimalDigitsFollow(text: String) {
        #expect(throws: PercentEncoding.Failure.encoding) { try PercentEncoding.decoded(Substring(text)) }
    }

    @Test(arguments: ["%ff", "%C3", "%ED%A0%80", "%C0%AF"])
    func isRefusedWhenItIsNotUTF8(text: String) {
        #expect(throws: PercentEncoding.Failure.notUTF8) { try PercentEncoding.decoded(Substring(text)) }
    }
}
