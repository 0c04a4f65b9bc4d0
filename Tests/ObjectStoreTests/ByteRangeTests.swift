import ObjectStore
import Testing

@Suite struct ByteRangeTests {
    @Test(
        arguments: [
            ("bytes=0-0", 0, 1), ("bytes=0-9", 0, 10), ("bytes=0-", 0, 10), ("bytes=3-", 3, 7), ("bytes=3-5", 3, 3),
            ("bytes=9-9", 9, 1), ("bytes=5-100", 5, 5), ("bytes=-3", 7, 3), ("bytes=-10", 0, 10), ("bytes=-100", 0, 10),
            ("BYTES=1-2", 1, 2), ("bytes= 1-2\t", 1, 2), ("bytes=0-99999999999999999999999", 0, 10),
            ("bytes=-99999999999999999999999", 0, 10), ("bytes=0-9223372036854775807", 0, 10), ("bytes=001-02", 1, 2),
        ] as [(String, Int64, Int64)])
    func readsOneRange(_ header: String, offset: Int64, length: Int64) {
        #expect(ByteRange.parse(header: header, size: 10) == .range(ByteRange(offset: offset, length: length)))
    }

    @Test(arguments: [
        nil, "", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=1", "bytes=5-3", "bytes=0-1,3-4", "bytes=0-1,",
        "items=0-1",
        "bytes=+1-2", "bytes=1-+2", "bytes=--1", "bytes=1-2-3", "bytes =0-1", "bytes=1 - 2", "bytes=0x1-2", "bytes=١-٢",
        "=0-1",
        "bytes=9-1", "\u{212A}bytes=0-1",
    ])
    func ignoresWhatItMayIgnore(_ header: String?) { #expect(ByteRange.parse(header: header, size: 10) == .whole) }

    @Test(arguments: ["bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999999-", "bytes=-00"])
    func findsNothingPastTheEnd(_ header: String) {
        #expect(ByteRange.parse(header: header, size: 10) == .unsatisfiable)
    }

    @Test func knowsTheEmptyObject() {
        #expect(ByteRange.parse(header: "bytes=0-", size: 0) == .unsatisfiable)
        #expect(ByteRange.parse(header: "bytes=-5", size: 0) == .whole)
        #expect(ByteRange.parse(header: nil, size: 0) == .whole)
    }

    @Test func everyRangeIsWithinTheObject() {
        var random = SystemRandomNumberGenerator()
        let characters = Array("0123456789-,= bytes")
        for _ in 0..<20_000 {
            let text = String(
                (0..<Int.random(in: 0...12, using: &random)).map { _ in characters.randomElement(using: &random)! })
            let size = Int64.random(in: 0...30, using: &random)
            guard case .range(let range) = ByteRange.parse(header: "bytes=" + text, size: size) else { continue }
            let bytes = range.resolved(size: size)
            #expect(bytes?.isEmpty == false)
            #expect(bytes.map { $0.lowerBound >= 0 && $0.upperBound <= size } == true)
        }
    }
}
