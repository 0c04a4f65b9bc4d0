import JSONDocument
import RegistryQuery
import SearchIndex
import Testing

@Suite struct NaiveFacetsTests {
    @Test(
        arguments: [
            ("", "anything", true), ("THI", "anything", true), ("g", "ANYTHING", true), ("anythign", "anything", true),
            ("anythng", "some anything else", true), ("anythx", "anything", false), ("mose", "House-Mouse", true),
            ("mose", "mice", false), ("moouusee", "mouse", false), ("muoes", "mouse", false),
            ("sequenec", "sequence", true),
            ("seqence", "my_sequence", true), ("É", "été", true), ("é", "e\u{301}t", false),
        ])
    func aFilterKeepsPartsAndWordsThatAreNear(_ text: String, _ key: String, _ isKept: Bool) {
        #expect((FacetFilter(matching: text).nearness(of: .text(key)) != nil) == isKept)
    }

    @Test func aFilterTellsHowNearAKeyIs() {
        let filter = FacetFilter(matching: "Mouse")
        for (key, nearness) in [
            ("mouse", FacetFilter.Nearness.begins), ("MOUSE liver", .begins), ("house mouse", .contains),
            ("a mose", .resembles),
        ] { #expect(filter.nearness(of: .text(key)) == nearness) }
        // Nearly every short word is like every other.
        #expect(FacetFilter(matching: "mus").nearness(of: .text("mug")) == nil)
    }

    @Test func aFilterSeesNumbersAndTruthValuesAsTheyAreShown() throws {
        #expect(
            FacetFilter(matching: "1000").nearness(of: FacetKey(number: try #require(JSONNumber(text: "1e3")))) != nil)
        #expect(FacetFilter(matching: "TRU").nearness(of: .bool(true)) != nil)
        #expect(FacetFilter(matching: "fal").nearness(of: .bool(true)) == nil)
    }

    @Test func aFilterLooksAtTheBeginningOfALongKeyInTimeThatGrowsWithIt() {
        let long = String(repeating: "a", count: QueryLimits.visibleBytes - 2)
        #expect(FacetFilter(matching: "aab").nearness(of: .text(long + "b")) != nil)
        #expect(FacetFilter(matching: "abc").nearness(of: .text(long + "bc")) != nil)
        #expect(FacetFilter(matching: "xyz").nearness(of: .text(long + " xyz")) == nil)
        // Half a scalar is not seen.
        #expect(FacetFilter(matching: "é ").nearness(of: .text(long + "aé b")) == nil)
        let text = FacetFilter(matching: String(repeating: "a", count: 1_000) + "b")
        var steps = 0
        #expect(text.nearness(of: .text(String(repeating: "a", count: 1 << 20)), steps: &steps) == nil)
        #expect((QueryLimits.visibleBytes..<32 * QueryLimits.visibleBytes).contains(steps))
    }

    @Test func aFilterFindsWhatRepeatsItself() {
        for text in ["aab--xx--yy", "abab--abac", "a-a-a-a-b-a-a-a-a-a"] {
            for key in [
                "aaab--xx--yy", "aab--xx--xx--yy", "abab--abab--abac", "a-a-a-a-a-b-a-a-a-a-a", "a-a-a-a-b-a-a-a-a-b",
            ] {
                let isWithin = key.utf8.indices.contains { key.utf8[$0...].starts(with: text.utf8) }
                // No word of the key is as long as the text, so that none is near it.
                #expect((FacetFilter(matching: text).nearness(of: .text(key)) != nil) == isWithin, "\(text) in \(key)")
            }
        }
    }

    @Test func keysAreOrderedByTheirBytesThenByTheirKind() {
        let keys: [FacetKey] = [
            .number(1), .text("1"), .text("10"), .text("a"), .text("e\u{301}"), .bool(true), .text("true"), .text("é"),
        ]
        for (index, key) in keys.enumerated() {
            for (other, otherKey) in keys.enumerated() { #expect(key.precedes(otherKey) == (index < other)) }
        }
    }

    @Test func statisticsAreReckonedInTheOrderOfTheNumbers() {
        let values: [(number: JSONNumber, count: Int)] = ["-1e400", "0.1", "0.2", "1e400"].enumerated()
            .compactMap { index, text in JSONNumber(text: text).map { ($0, index + 1) } }
        let statistics = NumberSummary.statistics(of: values, percentiles: [100, 10, 10.1, -5, 200])
        let greatest = Double.greatestFiniteMagnitude
        #expect(statistics.count == 10)
        #expect(statistics.minimum == -greatest)
        #expect(statistics.maximum == greatest)
        #expect(statistics.sum.isFinite)
        #expect(statistics.percentiles == [greatest, -greatest, 0.1, -greatest, greatest])
        let thirds = NumberSummary.statistics(
            of: [(number: 1, count: 1), (number: 2, count: 1)], percentiles: [50, 50.1])
        #expect(thirds.percentiles == [1, 2])
        #expect(thirds.sum == 3)
    }

    @Test func aDocumentCountsOnceInABucketHoweverManyOfItsValuesFallIntoIt() throws {
        let documents = try [
            Documents.make(#"{"x":["a","a",1,1.0,2],"d":["2020-01-01","2020-01-02"]}"#, id: "P:a@1"),
            Documents.make(#"{"x":[{"x":"b"},"a"]}"#, id: "P:b@1"),
        ]
        let request = FacetsRequest(facets: [
            Facet("x"), Facet("x", .histogram(width: 10)), Facet("d", .dates(.month)), Facet("x.x"),
            Facet("x", .statistics(percentiles: [])),
        ])
        let answer = try NaiveFacets.answer(documents: documents, request: request)
        #expect(answer.total == 2)
        #expect(
            answer.facets.map { $0.buckets.map { "\($0.key.spelling): \($0.count)" } } == [
                ["a: 2", "1: 1", "2: 1"], ["0: 1"], ["2020-01-01T00:00:00Z: 1"], ["b: 1"], [],
            ])
        #expect(answer.facets[4].statistics?.count == 2)
        #expect(answer.facets[4].statistics?.sum == 3)
    }

    @Test func tooManyBinsAreRefusedWithTheFieldAndTheFix() throws {
        let documents = try [Documents.make(#"{"x":[0,10000],"d":["0001-01-01","9999-12-31"]}"#)]
        for (facet, isFine) in [
            (Facet("x", .histogram(width: 1)), false), (Facet("x", .histogram(width: 1.1)), true),
            (Facet("x", .histogram(width: 0)), false), (Facet("d", .dates(.month)), false),
            (Facet("d", .dates(.year)), true),
            (Facet("d", .dates(nil)), true),
        ] {
            let request = FacetsRequest(facets: [facet])
            if isFine {
                #expect(try NaiveFacets.answer(documents: documents, request: request).facets[0].buckets.count > 9_000)
                continue
            }
            let error = try #require(throws: SearchIndexError.self) {
                try NaiveFacets.answer(documents: documents, request: request)
            }
            guard case .tooExpensive(let reason) = error else { throw error }
            #expect(reason.contains("'\(facet.field)'") && reason.contains("take a larger width"))
        }
    }

    @Test func namesOfFieldsAreThoseThatExist() throws {
        let document = try Documents.make(
            #"{"a":{"b":[1,null],"c":null},"d":[[]],"e":[{"f":true},{"f":2}],"a.b":{"":0}}"#)
        var names = NaiveFieldNames(beginningWith: "")
        try names.consider(document)
        let found = names.names(limit: 500)
        #expect(
            found.map(\.field.description).filter { !$0.hasPrefix("_extra") } == ["a", "a.b", "a.b.", "e", "e.f"])
        #expect(found.allSatisfy { $0.count == 1 })
        for field in found { #expect(try Documents.matches("\(QueryNode.exists(field: field.field))", document)) }
    }
}
