import JSONDocument
import RegistryService
import Testing

@Suite struct TableTextTests {
    private let document: JSONValue = [
        "path": "a.txt", "size": -5, "exact": 1.50, "is": true, "none": nil, "title": "a\tb\nc\\d\"e,f",
        "tags": ["x", "y|z", "back\\slash", 3], "one": ["only"], "empty": [], "thing": ["k": [1, 2]],
        "people": [["name": "Ann"], ["name": "Bob"], ["age": 3]], "formula": "=1+1", "strand": "+", "number": "-3.5",
        "sum": "-1+2", "at": "@x", "odd": " blank ",
    ]

    private func row(_ form: TableText.Form, _ columns: String...) -> String {
        TableText(form, columns: columns).row(document)
    }

    @Test func tellsLeavesAsTheyAre() {
        #expect(row(.tsv, "path", "size", "exact", "is", "none", "absent") == "a.txt\t-5\t1.5\ttrue\t\t\n")
    }

    @Test func joinsTheValuesOfArraysAlsoOnTheWay() {
        #expect(row(.tsv, "people.name", "one", "empty") == "Ann|Bob\tonly\t\n")
        #expect(row(.csv, "tags") == "x|y\\|z|back\\\\slash|3\r\n")
    }

    @Test func writesObjectsAsJSON() {
        #expect(row(.tsv, "thing") == #"{"k":[1,2]}"# + "\n")
        #expect(row(.csv, "thing") == #""{""k"":[1,2]}""# + "\r\n")
        #expect(row(.csv, "people") == #""{""name"":""Ann""}|{""name"":""Bob""}|{""age"":3}""# + "\r\n")
    }

    @Test func keepsOneDocumentOnOneLineOfTabs() {
        #expect(row(.tsv, "title", "path") == "a\\tb\\nc\\\\d\"e,f\ta.txt\n")
    }

    @Test func quotesAfterRFC4180() {
        #expect(row(.csv, "title", "path", "odd") == "\"a\tb\nc\\d\"\"e,f\",a.txt,\" blank \"\r\n")
    }

    @Test func keepsSpreadsheetsFromTakingTextsForFormulas() {
        #expect(row(.csv, "formula", "at", "sum") == "'=1+1,'@x,'-1+2\r\n")
        #expect(row(.csv, "strand", "number", "size") == "+,-3.5,-5\r\n")
        #expect(row(.tsv, "formula") == "=1+1\n")
        #expect(TableText(.csv, columns: ["=x", "a,b"]).header == "'=x,\"a,b\"\r\n")
    }
}
