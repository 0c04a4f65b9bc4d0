import HTTPTypes
import JSONDocument
import RegistryCore
import RegistryTestSupport
import Testing

@Suite struct `GET /aggregate` {
    @Test func `counts values as the contract shows them`() async throws {
        try await withTestRegistry { registry in
            try await FacetCorpus.upload(registry)
            let terms = try await registry.get("/aggregate?q=*&agg_field=organism&agg_size=1")
            #expect(
                terms.text == """
                    {"doc_count_error_upper_bound":0,"sum_other_doc_count":1,"buckets":[{"key":"mouse","doc_count":2}]}
                    """)
            #expect(try await registry.get("/aggregate?q=*&agg_field=pages&agg_type=max").text == #"{"value":30.0}"#)
            let none = try await registry.get("/aggregate?q=nothing&agg_field=pages&agg_type=max")
            #expect(none.text == #"{"value":null}"#)
            let numbers = try await registry.get("/aggregate?q=*&agg_field=pages")
            #expect(numbers["buckets"].arrayValue?.first == ["key": 10, "doc_count": 1])
        }
    }

    @Test(arguments: [
        "q=*", "agg_field=x", "q=*&agg_field=x&agg_size=0", "q=*&agg_field=x&agg_size=501",
        "q=*&agg_field=x&agg_type=min",
    ])
    func `refuses what is missing or out of range`(query: String) async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.get("/aggregate?\(query)")
            #expect(answer.status == 422)
        }
    }

    @Test func `says what is wrong with a query`() async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.get("/aggregate?q=(a&agg_field=x")
            #expect(answer.status == 400)
            #expect(answer.reason.hasPrefix("Query Parse Error: "))
        }
    }
}

@Suite struct `POST /facets` {
    @Test func `counts several fields, each without its own selection`() async throws {
        try await withTestRegistry { registry in
            try await FacetCorpus.upload(registry)
            let answer = try await registry.post(
                "/facets",
                body: [
                    "q": "title:sample", "facets": [["field": "organism"], ["field": "assay", "size": 1]],
                    "selected": ["organism": ["mouse"]],
                ])
            #expect(
                answer.text == """
                    {"total":2,"facets":{"organism":{"field":"organism","buckets":[{"key":"mouse","count":2},\
                    {"key":"human","count":1}],"distinct":2,"others":0},"assay":{"field":"assay","buckets":\
                    [{"key":"atac","count":1}],"distinct":2,"others":1}}}
                    """)
        }
    }

    @Test func `makes bins, ranges, statistics, and facets below facets`() async throws {
        try await withTestRegistry { registry in
            try await FacetCorpus.upload(registry)
            let answer = try await registry.post(
                "/facets",
                body: [
                    "facets": [
                        ["name": "bins", "field": "pages", "type": "histogram", "interval": 20],
                        [
                            "name": "ranges", "field": "pages", "type": "ranges",
                            "ranges": [["to": 20], ["key": "much", "from": 20]],
                        ],
                        ["name": "numbers", "field": "pages", "type": "statistics", "percentiles": [50]],
                        ["name": "how many", "field": "organism", "type": "distinct"],
                        ["name": "years", "field": "made", "type": "date_histogram", "interval": "year"],
                        [
                            "name": "by", "field": "organism",
                            "nested": [["name": "assays", "field": "assay"]],
                        ],
                    ]
                ])
            let facets = answer["facets"]
            #expect(answer.status == 200, "\(answer)")
            #expect(facets["bins"]?["buckets"] == [["key": 0, "count": 1], ["key": 20, "count": 2]])
            #expect(facets["ranges"]?["buckets"] == [["key": "*-20", "count": 1], ["key": "much", "count": 2]])
            #expect(
                facets["numbers"]?["statistics"] == [
                    "count": 3, "min": 10, "max": 30, "sum": 60, "mean": 20, "percentiles": ["50": 20],
                ])
            #expect(facets["how many"] == ["field": "organism", "distinct": 2])
            #expect(facets["years"]?["buckets"]?.arrayValue?.first?["key"] == "2024-01-01T00:00:00Z")
            let mice = facets["by"]?["buckets"]?.arrayValue?.first
            #expect(
                mice?["facets"]?["assays"]?["buckets"] == [["key": "atac", "count": 1], ["key": "rna", "count": 1]])
        }
    }

    @Test func `looks inside values`() async throws {
        try await withTestRegistry { registry in
            try await FacetCorpus.upload(registry)
            for wanted in ["OUS", "moose", "mouse"] {
                let answer = try await registry.post(
                    "/facets", body: ["facets": [["field": "organism", "matching": .string(wanted)]]])
                #expect(
                    answer["facets"]["organism"]?["buckets"] == [["key": "mouse", "count": 2]], "\(wanted): \(answer)")
            }
        }
    }

    @Test func `counts only what the caller may read`() async throws {
        try await withTestRegistry { registry in
            try await FacetCorpus.upload(registry)
            try await registry.upload(
                "secret", "v1", files: SearchNotes.files("s", title: "secret sample", ["organism": "dragon"]),
                permissions: ["read_access": "owners"])
            let body: JSONValue = ["facets": [["field": "organism"]]]
            let stranger = try await registry.post("/facets", body: body)
            #expect(stranger["total"] == 3)
            #expect(!stranger.text.contains("dragon"))
            #expect(try await registry.post("/facets", as: "alice", body: body).text.contains("dragon"))
            let opened = try await registry.put(
                "/projects/secret/permissions", as: "alice", roles: [.uploader], body: ["read_access": "public"])
            #expect(opened.status == 202, "\(opened)")
            try await registry.runPendingJobs()
            #expect(try await registry.post("/facets", body: body)["total"] == 4)
        }
    }

    @Test(arguments: [
        (#"{}"#, 422, "facets"), (#"{"facets": 1}"#, 422, "facets"), (#"{"facets": [1]}"#, 422, "facets.0"),
        (#"{"facets": [{}]}"#, 422, "facets.0.field"), (#"{"facets": [{"field": "a", "type": "x"}]}"#, 422, "type"),
        (#"{"facets": [{"field": "a"}, {"field": "a"}]}"#, 400, "'name'"),
        (#"{"facets": [{"field": "a", "size": 501}]}"#, 400, "500"),
        (#"{"facets": [{"field": "a", "size": 0}]}"#, 400, "size"),
        (#"{"facets": [{"field": ""}]}"#, 400, "facets[0]"),
        (#"{"facets": [{"field": "a", "type": "histogram", "interval": 0}]}"#, 400, "interval"),
        (#"{"facets": [{"field": "a", "type": "date_histogram", "interval": "week"}]}"#, 422, "month"),
        (#"{"facets": [{"field": "a", "type": "ranges", "ranges": []}]}"#, 400, "ranges"),
        (#"{"facets": [{"field": "a", "type": "ranges", "ranges": [{}]}]}"#, 422, "'from'"),
        (#"{"facets": [{"field": "a", "type": "statistics", "percentiles": [101]}]}"#, 400, "percentiles"),
        (#"{"facets": [{"field": "a", "nested": [{"field": "b", "nested": [{"field": "c"}]}]}]}"#, 400, "nested"),
        (#"{"facets": [{"field": "a", "type": "distinct", "nested": [{"field": "b"}]}]}"#, 400, "nested"),
        (#"{"facets": [], "selected": {"a": "x"}}"#, 422, "selected.a"),
        (#"{"facets": [], "selected": {"a": [null]}}"#, 422, "selected.a"), (#"[]"#, 422, "object"),
        (#"{"facets": [{"field": "a"}], "q": "(x"}"#, 400, "position"),
    ])
    func `says what is wrong and where`(body: String, status: Int, part: String) async throws {
        try await withTestRegistry { registry in
            let answer = try await registry.send(.post, "/facets", body: Array(body.utf8))
            #expect(answer.status == status, "\(answer)")
            #expect(answer.reason.contains(part), "\(answer.reason)")
        }
    }

    @Test func `has its limits`() async throws {
        try await withTestRegistry { registry in
            let many = (0..<33).map { JSONValue.object(["field": .string("f\($0)")]) }
            let tooMany = try await registry.post("/facets", body: ["facets": .array(many)])
            #expect(tooMany.status == 400)
            #expect(tooMany.reason.contains("32"))
            let values = JSONValue.array((0..<513).map { .string("v\($0)") })
            let tooWide = try await registry.post("/facets", body: ["facets": [], "selected": ["a": values]])
            #expect(tooWide.status == 400)
            #expect(tooWide.reason.contains("512"))
        }
    }

    @Test func `has a short form`() async throws {
        try await withTestRegistry { registry in
            try await FacetCorpus.upload(registry)
            let answer = try await registry.get("/facets?q=sample&facets=organism,assay&size=1")
            #expect(answer["total"] == 3)
            #expect(answer["facets"]["organism"]?["buckets"] == [["key": "mouse", "count": 2]])
            #expect(answer["facets"]["assay"]?["others"] == 1)
            #expect(try await registry.get("/facets?q=*").status == 422)
        }
    }
}

@Suite struct `GET /suggest` {
    @Test func `completes names of fields that the caller may see`() async throws {
        try await withTestRegistry { registry in
            try await FacetCorpus.upload(registry)
            try await registry.upload(
                "secret", "v1", files: SearchNotes.files("s", title: "secret", ["organ": "liver"]),
                permissions: ["read_access": "owners"])
            let answer = try await registry.get("/suggest/fields?prefix=organ")
            #expect(answer.text == #"{"fields":[{"field":"organism","count":3}]}"#)
            let own = try await registry.get("/suggest/fields?prefix=organ", as: "alice")
            #expect(own["fields"].arrayValue?.count == 2)
        }
    }

    @Test func `completes values of a field, within a query`() async throws {
        try await withTestRegistry { registry in
            try await FacetCorpus.upload(registry)
            let answer = try await registry.get("/suggest/values?field=organism&prefix=Mou")
            #expect(answer.text == #"{"values":[{"value":"mouse","count":2}]}"#)
            let within = try await registry.get("/suggest/values?field=organism&prefix=&q=assay:atac")
            #expect(within.text == #"{"values":[{"value":"mouse","count":1}]}"#)
            #expect(try await registry.get("/suggest/values?prefix=x").status == 422)
        }
    }

    @Test func `guesses what was meant, from what the caller may read`() async throws {
        try await withTestRegistry { registry in
            try await FacetCorpus.upload(registry)
            let answer = try await registry.get("/search?q=sampel")
            #expect(answer["total"] == 0)
            #expect(answer["suggestion"] == "sample")
            #expect(try await registry.get("/search?q=xylophone")["suggestion"] == .null)
            #expect(try await registry.get("/search?q=title:sampel")["suggestion"] == .null)
            try await registry.upload(
                "secret", "v1", files: SearchNotes.files("s", title: "classified"),
                permissions: ["read_access": "owners"])
            #expect(try await registry.get("/search?q=clasified")["suggestion"] == .null)
            #expect(try await registry.get("/search?q=clasified", as: "alice")["suggestion"] == "classified")
        }
    }
}

enum FacetCorpus {
    static func upload(_ registry: TestRegistry) async throws {
        try await registry.upload(
            "demo", "v1",
            files: SearchNotes.all(
                SearchNotes.files(
                    "a", title: "sample one",
                    ["organism": "mouse", "assay": "rna", "pages": 10, "made": "2024-05-01"]),
                SearchNotes.files(
                    "b", title: "sample two",
                    ["organism": "mouse", "assay": "atac", "pages": 20, "made": "2025-05-01"]),
                SearchNotes.files(
                    "c", title: "sample three",
                    ["organism": "human", "assay": "rna", "pages": 30, "made": "2025-06-01"])))
    }
}
