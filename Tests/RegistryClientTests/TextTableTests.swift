import RegistryClient
import Testing

@Suite("A table")
struct TextTableTests {
    @Test func alignsItsColumns() {
        var table = TextTable([.init("ID"), .init("SIZE", isRight: true)])
        table.add(["P:x@1", "6 B"])
        table.add(["P:longer@1", "12.0 MB"])
        table.add(["P:none@1"])
        #expect(
            table.lines(width: nil) == [
                "ID             SIZE", "P:x@1           6 B", "P:longer@1  12.0 MB", "P:none@1",
            ])
    }

    @Test func shortensTheWidestCellsToFitTheTerminal() {
        var table = TextTable([.init("ID", minimum: 8), .init("TITLE", minimum: 8)])
        table.add(["P:short@1", String(repeating: "long ", count: 20)])
        let lines = table.lines(width: 40)
        #expect(lines.allSatisfy { $0.count <= 40 })
        #expect(lines[1].hasPrefix("P:short@1  long long"))
        #expect(lines[1].hasSuffix("…"))
        #expect(table.lines(width: 5)[1] == "P:short…  long lo…")
    }

    @Test func letsNothingThroughThatHarmsATerminal() {
        var table = TextTable([.init("TITLE")])
        table.add(["a\u{1B}[2Jb\nc\u{202E}d\u{7F}"])
        #expect(table.lines(width: nil) == ["TITLE", "a\u{FFFD}[2Jb\u{FFFD}c\u{FFFD}d\u{FFFD}"])
        #expect(PlainText.shown("abcdef", limit: 3) == "abc…")
        #expect(PlainText.lines("a\n\u{8}b") == ["a", "\u{FFFD}b"])
    }
}
