internal import Catalog
internal import JSONDocument
internal import RegistryCore
internal import RegistryQuery
internal import RegistryStore
internal import SearchIndex
internal import Testing

extension RegistryStoreCase {
    static let facets: [RegistryStoreCase] = [
        .init("values are counted by document, the most frequent first, ties by the key's bytes") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(
                textFields: ["note"],
                documents: [
                    "a": #"{"x":["b","b","B"],"note":"words"}"#, "b": #"{"x":"b"}"#, "c": #"{"x":[1,1.0,"1",true]}"#,
                    "d": #"{"x":[1e0,null,{},[]]}"#, "e": #"{"x":["é","e\#u{301}",false,10]}"#,
                ])
            let answer = try await fixture.answer(Facet("x", .terms(size: 500, matching: nil)))
            #expect(
                answer.counts == [
                    "1: 2", "b: 2", "1: 1", "10: 1", "B: 1", "e\u{301}: 1", "false: 1", "true: 1", "é: 1",
                ])
            #expect(answer.buckets[0].key == .number(1))
            #expect(answer.buckets[2].key == .text("1"))
            #expect(answer.distinct == 9)
            #expect(answer.others == 0)
            let short = try await fixture.answer(Facet("x", .terms(size: 2, matching: nil)))
            #expect(short.counts == ["1: 2", "b: 2"])
            #expect(short.distinct == 9)
            #expect(short.others == 7)
            #expect(try await fixture.counts(Facet("note")) == [])
            #expect(try await fixture.counts(Facet("absent")) == [])
            #expect(try await fixture.counts(Facet("x"), "_extra.id:\"PRJ1:b@1\"") == ["b: 1"])
        },
        .init("a facet ignores the selection in its own field, the total does not") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(documents: [
                "a": #"{"x":"p","y":1}"#, "b": #"{"x":"q","y":1}"#, "c": #"{"x":"q","y":2.0}"#,
                "d": #"{"x":"r","y":true}"#,
            ])
            let request = FacetsRequest(
                selected: ["x": ["q", "r"], "y": ["1", "2", "true"], "z": []],
                facets: [Facet("x"), Facet("y"), Facet("x")])
            let answer = try await store.index.facets(request, readableBy: .anonymous)
            #expect(answer.total == 3)
            #expect(
                answer.facets.map(\.counts) == [
                    ["q: 2", "p: 1", "r: 1"], ["1: 1", "2: 1", "true: 1"], ["q: 2", "p: 1", "r: 1"],
                ])
            let narrow = FacetsRequest(
                selected: ["x": ["q"], "y": ["1e0"]], facets: [Facet("x"), Facet("y"), Facet("z")])
            let narrowed = try await store.index.facets(narrow, readableBy: .anonymous)
            #expect(narrowed.total == 1)
            #expect(narrowed.facets.map(\.counts) == [["p: 1", "q: 1"], ["1: 1", "2: 1"], []])
            // What is selected is no query: not a word, not a wildcard.
            for text in ["P", "*", "p q", ""] {
                let none = FacetsRequest(selected: ["x": [text]], facets: [Facet("y")])
                #expect(
                    try await store.index.facets(none, readableBy: .anonymous)
                        == FacetsAnswer(total: 0, facets: [FacetAnswer(field: "y", buckets: [], distinct: 0)]))
            }
        },
        .init("nested facets count within their bucket") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(documents: [
                "a": #"{"x":["p","q"],"n":1,"when":"2020-01-01"}"#, "b": #"{"x":"p","n":[2,3]}"#,
                "c": #"{"x":"q","n":3}"#,
            ])
            let facet = Facet(
                "x", nested: [Facet("n"), Facet("n", .statistics(percentiles: [50])), Facet("when", .dates(.year))])
            let answer = try await fixture.answer(facet)
            #expect(answer.counts == ["p: 2", "q: 2"])
            #expect(
                answer.buckets.map { $0.nested.map(\.counts) } == [
                    [["1: 1", "2: 1", "3: 1"], [], ["2020-01-01T00:00:00Z: 1"]],
                    [["1: 1", "3: 1"], [], ["2020-01-01T00:00:00Z: 1"]],
                ])
            #expect(answer.buckets.map { $0.nested[1].statistics?.sum } == [6, 4])
        },
        .init("a search inside the values finds parts in any case, and words with an edit or two") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(documents: [
                "a": #"{"x":["Homo sapiens","Mus musculus","x-RAY"]}"#,
                "b": #"{"x":["Mus spretus","House mouse",120]}"#,
            ])
            for (text, found) in [
                ("SAP", ["Homo sapiens: 1"]), ("sapeins", ["Homo sapiens: 1"]), ("muscullus", ["Mus musculus: 1"]),
                ("mosue", ["House mouse: 1"]), ("ray", ["x-RAY: 1"]), ("mus", ["Mus musculus: 1", "Mus spretus: 1"]),
                ("12", ["120: 1"]), ("e m", ["House mouse: 1"]), ("zzzzzz", []),
            ] as [(String, [String])] {
                let answer = try await fixture.answer(Facet("x", .terms(size: 10, matching: text)))
                #expect(answer.counts.filter { found.contains($0) } == found, "\(text)")
                #expect(answer.distinct == answer.buckets.count)
                if text == "e m" || text == "SAP" || text == "zzzzzz" { #expect(answer.counts == found, "\(text)") }
            }
        },
        .init("numbers fall into bins of a given width, exactly, with the empty ones between") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(documents: [
                "a": #"{"x":[0.1,0.2,0.3]}"#, "b": #"{"x":[0.30,0.6]}"#, "c": #"{"x":[-0.1,"0.2",true]}"#,
            ])
            #expect(
                try await fixture.counts(Facet("x", .histogram(width: 0.1))) == [
                    "-0.1: 1", "0: 0", "0.1: 1", "0.2: 1", "0.3: 2", "0.4: 0", "0.5: 0", "0.6: 1",
                ])
            #expect(try await fixture.counts(Facet("x", .histogram(width: 0.5))) == ["-0.5: 1", "0: 2", "0.5: 1"])
            #expect(try await fixture.answer(Facet("x", .histogram(width: 0.1))).distinct == 8)
            #expect(try await fixture.counts(Facet("absent", .histogram(width: 1))) == [])
            await #expect(throws: SearchIndexError.self) {
                try await fixture.counts(Facet("x", .histogram(width: 1e-9)))
            }
        },
        .init("a histogram without a width takes the least of 1, 2 and 5 that gives at most 50 bins") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(documents: [
                "a": #"{"x":0,"y":1000000,"z":7,"w":[0,49]}"#, "b": #"{"x":99,"y":1000101,"w":[50,1e400]}"#,
            ])
            for (field, first, last, count) in [
                ("x", "0", "98", 50), ("y", "1000000", "1000100", 21), ("z", "7", "7", 1), ("w", "0", "50", 26),
            ] {
                let path = try #require(FieldPath(field))
                let counts = try await fixture.counts(Facet(path, .histogram(width: nil)))
                #expect(counts.count == count, "\(field)")
                #expect(counts.first?.hasPrefix(first + ": ") == true, "\(field)")
                #expect(counts.last?.hasPrefix(last + ": ") == true, "\(field)")
            }
        },
        .init("dates fall into years, quarters, months, days and hours of UTC") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(documents: [
                "a": #"{"x":["2019-12-31T23:30:00-01:00","2020"]}"#, "b": #"{"x":"2020-01-01T00:59:59.9Z"}"#,
                "c": #"{"x":["2020-05","never",2021]}"#,
            ])
            for (unit, counts) in [
                (.year, ["2020-01-01T00:00:00Z: 3"]),
                (.quarter, ["2020-01-01T00:00:00Z: 2", "2020-04-01T00:00:00Z: 1"]),
                (
                    .month,
                    [
                        "2020-01-01T00:00:00Z: 2", "2020-02-01T00:00:00Z: 0", "2020-03-01T00:00:00Z: 0",
                        "2020-04-01T00:00:00Z: 0", "2020-05-01T00:00:00Z: 1",
                    ]
                ),
            ] as [(Facet.CalendarUnit, [String])] {
                #expect(try await fixture.counts(Facet("x", .dates(unit))) == counts)
            }
            #expect(try await fixture.counts(Facet("x", .dates(.day))).count == 122)
            #expect(try await fixture.counts(Facet("x", .dates(.hour)), "x:2020*Z") == ["2020-01-01T00:00:00Z: 1"])
            // 122 days are too many, five months are not.
            #expect(try await fixture.counts(Facet("x", .dates(nil))).count == 5)
            #expect(try await fixture.counts(Facet("x", .dates(nil)), "NOT x:2020-05").count == 1)
        },
        .init("named ranges count numbers and dates from a bound up to another, and may overlap") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(documents: [
                "a": #"{"x":[1,5]}"#, "b": #"{"x":5.0}"#, "c": #"{"x":["2020-06-01","5"]}"#, "d": #"{"x":"z"}"#,
            ])
            let ranges = [
                Facet.Range(key: "low", from: nil, to: "5"), Facet.Range(key: "high", from: "5", to: nil),
                Facet.Range(key: "some", from: "1", to: "6"), Facet.Range(key: "2020", from: "2020", to: "2021"),
                Facet.Range(key: "June", from: "2020-06", to: "2020-06-01"),
                Facet.Range(key: "never", from: "9", to: "1"),
            ]
            let answer = try await fixture.answer(Facet("x", .ranges(ranges)))
            #expect(answer.counts == ["low: 1", "high: 2", "some: 2", "2020: 1", "June: 0", "never: 0"])
            #expect(answer.distinct == 6)
        },
        .init("statistics are of distinct numbers by document, percentiles by the nearest rank") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(documents: [
                "a": #"{"x":[1,1.0,2]}"#, "b": #"{"x":[3,"9"]}"#, "c": #"{"x":4}"#, "d": #"{"x":[10,true]}"#,
            ])
            let statistics = try await fixture.answer(Facet("x", .statistics(percentiles: [0, 20, 50, 60, 99, 100])))
                .statistics
            #expect(
                statistics
                    == FacetAnswer.Statistics(
                        count: 5, minimum: 1, maximum: 10, sum: 20, percentiles: [1, 1, 3, 3, 10, 10]))
            let none = try await fixture.answer(Facet("absent", .statistics(percentiles: [50]))).statistics
            #expect(none == FacetAnswer.Statistics(count: 0, minimum: nil, maximum: nil, sum: 0, percentiles: []))
            let answer = try await fixture.answer(Facet("x", .distinct))
            #expect(answer == FacetAnswer(field: "x", buckets: [], distinct: 7))
        },
        .init("only the latest matches are counted when only these are wanted") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            for (name, kind) in [("1", "p"), ("2", "q"), ("3", "p")] {
                try await fixture.publish(
                    try fixture.version(name, of: project),
                    documents: [try fixture.document("a", ["x": .string(kind)])])
            }
            try await fixture.put(StoreFixture.closed, of: try fixture.version("3", of: project))
            func counts(_ query: String, _ selected: [FieldPath: [String]], _ caller: Identity) async throws -> [String]
            {
                let request = FacetsRequest(
                    query: try SearchQuery(parsing: query), latestOnly: true, selected: selected,
                    facets: [Facet("x"), Facet("_extra.version")])
                let answer = try await store.index.facets(request, readableBy: caller)
                return ["total: \(answer.total)"] + answer.facets.flatMap(\.counts)
            }
            #expect(try await counts("*", [:], .anonymous) == ["total: 1", "q: 1", "2: 1"])
            #expect(try await counts("*", [:], StoreFixture.ben) == ["total: 1", "p: 1", "3: 1"])
            #expect(try await counts("x:p", [:], .anonymous) == ["total: 1", "p: 1", "1: 1"])
            // The facet without its own selection has another latest match than the total.
            #expect(try await counts("*", ["x": ["p"]], .anonymous) == ["total: 1", "q: 1", "1: 1"])
        },
        .init("facets know nothing of what the caller may not read, from the next call on") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill("P", documents: ["a": #"{"x":"p"}"#])
            try await fixture.fill("Q", policy: StoreFixture.closed, documents: ["a": #"{"x":"secret","n":9}"#])
            let facets = [
                Facet("x"), Facet("n", .statistics(percentiles: [])), Facet("n", .histogram(width: nil)),
                Facet("x", .distinct), Facet("x", .terms(size: 5, matching: "secret")),
            ]
            func total(_ caller: Identity) async throws -> [Int] {
                let answer = try await store.index.facets(FacetsRequest(facets: facets), readableBy: caller)
                return [answer.total] + answer.facets.map { $0.statistics?.count ?? $0.distinct }
            }
            let project = try ProjectID(parsing: "Q")
            #expect(try await total(.anonymous) == [1, 1, 0, 0, 1, 0])
            #expect(try await total(StoreFixture.ben) == [2, 2, 1, 1, 2, 1])
            try await fixture.put(StoreFixture.open, of: project)
            #expect(try await total(.anonymous) == [2, 2, 1, 1, 2, 1])
            try await fixture.put(StoreFixture.closed, of: try fixture.version("1", of: project))
            #expect(try await total(.anonymous) == [1, 1, 0, 0, 1, 0])
            try await fixture.put(StoreFixture.closed, of: try ProjectID(parsing: "P"))
            #expect(try await total(.anonymous) == [0, 0, 0, 0, 0, 0])
            #expect(try await total(StoreFixture.admin) == [2, 2, 1, 1, 2, 1])
        },
        .init("facets keep to their extent") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill("P", documents: ["a": #"{"x":"p"}"#])
            try await fixture.fill("Q", documents: ["a": #"{"x":"q"}"#])
            let project = try ProjectID(parsing: "Q")
            for extent in [SearchRequest.Extent.project(project), .version(try fixture.version("1", of: project))] {
                let answer = try await store.index.facets(
                    FacetsRequest(extent: extent, facets: [Facet("x")]), readableBy: .anonymous)
                #expect(answer.total == 1)
                #expect(answer.facets[0].counts == ["q: 1"])
            }
        },
    ]
}
