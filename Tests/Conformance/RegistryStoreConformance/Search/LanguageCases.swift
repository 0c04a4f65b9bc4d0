internal import RegistryCore
internal import RegistryQuery
internal import RegistryStore
internal import SearchIndex
internal import Testing

extension RegistryStoreCase {
    static let languages: [RegistryStoreCase] = [
        .init("a range finds numbers by value, dates by moment and other strings by their bytes") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(documents: [
                "a": #"{"n":-1.5,"when":"2020-01-31T23:30:00-01:00","kind":"B"}"#,
                "b": #"{"n":[5,1e400],"when":"2020-02-01T00:29:59.999Z","kind":"b"}"#,
                "c": #"{"n":"7","when":"2020-02","kind":"é"}"#, "d": #"{"n":9007199254740993,"when":"soon"}"#,
            ])
            for (query, paths) in [
                ("n:[-1.5 TO 5]", ["a", "b"]), ("n:{-1.5 TO 5]", ["b"]), ("n:[-1.5 TO 5}", ["a"]),
                ("n:>5", ["b", "d"]),
                ("n:>9007199254740992", ["b", "d"]), ("n:>=9007199254740994", ["b"]), ("n:[* TO 0]", ["a"]),
                ("n:[1e399 TO *]", ["b"]), ("n:[5.0 TO 5]", ["b"]), ("n:[6 TO 5]", []), ("absent:[1 TO 2]", []),
                ("when:[2020-02-01 TO *]", ["a", "b", "c", "d"]), ("when:[2020-02 TO 2020-02]", ["a", "b", "c"]),
                ("when:{2020-01 TO 2020-03}", ["a", "b", "c"]), ("when:{2020-02 TO *]", ["d"]),
                ("when:[\"2020-02-01T00:30:00Z\" TO 2020-02-01]", ["a"]), ("when:[* TO 2020-01]", []),
                ("when:[\"2020-02-01T01:30:00+01:00\" TO 2020]", ["a"]), ("when:[s TO t]", ["d"]),
                ("kind:[B TO b]", ["a", "b"]), ("kind:{B TO b}", []), ("kind:>b", ["c"]), ("kind:<b", ["a"]),
            ] {
                #expect(try await fixture.paths(query) == paths, "\(query)")
            }
        },
        .init("a range of years is one of numbers and of dates") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(documents: [
                "a": #"{"y":2019}"#, "b": #"{"y":2020}"#, "c": #"{"y":"2020-12-31"}"#, "d": #"{"y":"2021-01-01"}"#,
            ])
            #expect(try await fixture.paths("y:[2020 TO 2020]") == ["b", "c"])
            #expect(try await fixture.paths("y:>2020") == ["d"])
        },
        .init("a fuzzy word forgives edits, a swap of neighbours as one, in words and in keywords") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(
                textFields: ["title"],
                documents: [
                    "a": #"{"title":"Deep Sequencing","kind":"Mouse"}"#, "b": #"{"title":"sequence","kind":"mouse"}"#,
                ])
            for (query, paths) in [
                ("title:sequencign~1", ["a"]), ("title:SEQUENCIGN~1", ["a"]), ("title:sequencing~0", ["a"]),
                ("title:sequenc~1", ["b"]), ("title:sequenc~", ["b"]), ("title:seqence~", ["b"]),
                ("kind:mouse~0", ["b"]), ("kind:mouse~1", ["a", "b"]), ("kind:muose~1", ["b"]), ("kind:xxxxx~2", []),
                ("muose~1", ["b"]),
            ] {
                #expect(try await fixture.paths(query) == paths, "\(query)")
            }
        },
        .init("a regular expression fits whole keywords and whole words, never numbers") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(
                textFields: ["title"],
                documents: [
                    "a": #"{"title":"Deep Sea","kind":"ab-12","n":12}"#, "b": #"{"title":"deepest","kind":"AB-1"}"#,
                ])
            for (query, paths) in [
                ("kind:/[a-z]+-[0-9]+/", ["a"]), ("kind:/[a-z]+/", []), ("kind:/(ab|AB)-1.?/", ["a", "b"]),
                ("title:/deep/", ["a"]), ("title:/deep(est)?/", ["a", "b"]), ("title:/.*sea/", ["a"]), ("n:/12/", []),
                ("/dee.{4}/", ["b"]),
            ] {
                #expect(try await fixture.paths(query) == paths, "\(query)")
            }
        },
        .init("a phrase with slop lets words stand between its words, but not change places") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(
                textFields: ["title"],
                documents: [
                    "a": #"{"title":"deep blue quiet sea"}"#, "b": #"{"title":"sea deep"}"#,
                    "c": #"{"title":["deep","sea"]}"#,
                ])
            for (query, paths) in [
                (#"title:"deep sea""#, []), (#"title:"deep sea"~1"#, []), (#"title:"deep sea"~2"#, ["a"]),
                (#"title:"blue quiet""#, ["a"]), (#""deep quiet sea"~1"#, ["a"]), (#"title:"sea deep"~2"#, ["b"]),
            ] {
                #expect(try await fixture.paths(query) == paths, "\(query)")
            }
        },
        .init("a boost changes no match") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill(documents: ["a": #"{"kind":"x"}"#, "b": #"{"kind":"y"}"#])
            #expect(try await fixture.paths("kind:x^5 (kind:y kind:z)^0.1") == ["a", "b"])
            #expect(try await fixture.paths("kind:x^5 AND NOT kind:y") == ["a"])
        },
        .init("a required project, boosted or not, finds what it finds without it being required") { store in
            let fixture = StoreFixture(store)
            try await fixture.fill("P", documents: ["a": #"{"kind":"x"}"#])
            try await fixture.fill("Q", documents: ["b": #"{"kind":"x"}"#])
            for query in ["_extra.project_id:P AND kind:x", "+_extra.project_id:P^2 +kind:x", "_extra.project_id:P"] {
                #expect(try await fixture.paths(query) == ["a"])
                #expect(try await fixture.paths(query, order: .relevance) == ["a"])
            }
        },
    ]
}
