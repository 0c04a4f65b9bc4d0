internal import ObjectStore
internal import Testing

extension ObjectStoreCase {
    static let listing: [ObjectStoreCase] = [
        .init("lists in key order, by prefix only") { store in
            for key: ObjectKey in ["p/2/b", "p/1/b", "p/1/a"] { try await store.put(.empty, at: key) }
            #expect(try await store.keys("p/1/") == ["p/1/a", "p/1/b"])
        },
        .init("lists by the bytes of whole keys, where '/' is a byte like others") { store in
            let keys: [ObjectKey] = [
                "a!", "a-b", "a-b.x/c", "a-b/c2", "a.b", "a/b", "a/b-c", "a/b.c/d", "a/c/d", "a0", "aé", "b", "é", "A",
                "a/b c",
            ]
            for key in keys where key != "a-b" { try await store.put(.empty, at: key) }
            #expect(try await store.keys() == keys.filter { $0 != "a-b" }.sorted())
        },
        .init("an empty store lists nothing") { store in
            let all = try await store.keys()
            #expect(all.isEmpty)
            #expect(try await store.keys("p/").isEmpty)
        },
        .init("a prefix may end anywhere in a key") { store in
            for key: ObjectKey in ["p/10/a", "p/1/a", "p/1/b", "p/2/a", "q/1"] { try await store.put(.empty, at: key) }
            #expect(try await store.keys("p/1") == ["p/1/a", "p/1/b", "p/10/a"])
            #expect(try await store.keys("p/1/a") == ["p/1/a"])
            #expect(try await store.keys("p/1/a/").isEmpty)
            #expect(try await store.keys("p") == ["p/1/a", "p/1/b", "p/10/a", "p/2/a"])
        },
        .init("a prefix that begins no key lists nothing") { store in
            try await store.put(.empty, at: "p/k")
            for prefix in ["/", "../", "p/../p/", "./p", "p//", "..tmp/", "\0", "p/\0k", "p/./k", "..", "x/y/z"] {
                #expect(try await store.keys(prefix).isEmpty, "prefix \(prefix)")
            }
        },
        .init("pages join to the whole listing, whatever their size") { store in
            var keys: [ObjectKey] = []
            for name in ["a", "a-b", "a.c", "b", "c/x/1", "c/x/2", "c/y/1", "c-/z", "c0", "d/e/f/g"] {
                let key = try ObjectKey(validating: "p/\(name == "a" ? "a/q" : name)")
                keys.append(key)
                try await store.put(.empty, at: key)
            }
            keys.sort()
            for limit in 1...(keys.count + 1) {
                var listed: [ObjectKey] = []
                while true {
                    let page = try await store.keys("p/", after: listed.last, limit: limit)
                    #expect(page.count <= limit)
                    listed += page
                    if page.count < limit { break }
                }
                #expect(listed == keys)
            }
        },
        .init("a page begins after any text, also one that is no object") { store in
            for key: ObjectKey in ["p/1/a", "p/1/c", "p/2/a", "q"] { try await store.put(.empty, at: key) }
            #expect(try await store.keys(after: "p/1/b") == ["p/1/c", "p/2/a", "q"])
            #expect(try await store.keys(after: "p/1") == ["p/1/a", "p/1/c", "p/2/a", "q"])
            #expect(try await store.keys("p/2", after: "p/1/a") == ["p/2/a"])
            #expect(try await store.keys("p/1", after: "p/2/a").isEmpty)
            #expect(try await store.keys(after: "q").isEmpty)
        },
        .init("a listing says of each object what head says") { store in
            for key: ObjectKey in ["p/a", "p/b/c"] { try await store.put(.text(key.description), at: key) }
            for object in try await store.list(prefix: "", after: nil, limit: 10) {
                #expect(try await store.head(object.key) == object)
            }
        },
        .init("a page of nothing is empty") { store in
            try await store.put(.empty, at: "k")
            #expect(try await store.keys(limit: 0).isEmpty)
        },
        .init("1 500 objects of one folder are listed") { store in
            let keys = try (0..<1_500).map { try ObjectKey(validating: "p/\($0)") }.sorted()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<8 {
                    group.addTask {
                        for index in stride(from: worker, to: keys.count, by: 8) {
                            try await store.put(.empty, at: keys[index])
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await store.keys("p/", limit: 2_000) == keys)
            #expect(try await store.keys("p/", after: keys[999], limit: 2_000) == Array(keys[1_000...]))
        },
    ]
}
