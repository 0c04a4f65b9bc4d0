internal import NIOCore
internal import ObjectStore
internal import Testing

extension ObjectStoreCase {
    static let writing: [ObjectStoreCase] = [
        .init("a value that was put is there, with its size") { store in
            let written = try await store.put(.text("four"), at: "a/b")
            #expect(written.key == "a/b")
            #expect(written.size == 4)
            #expect(try await store.head("a/b") == written)
            #expect(try await store.text("a/b") == "four")
        },
        .init("an empty value is a value") { store in
            let written = try await store.put(.empty, at: "empty")
            #expect(written.size == 0)
            #expect(try await store.bytes("empty").isEmpty)
            #expect(try await store.keys() == ["empty"])
        },
        .init("put replaces the whole value") { store in
            try await store.put(.text("a long first value"), at: "k")
            try await store.put(.text("short"), at: "k")
            #expect(try await store.text("k") == "short")
            #expect(try await store.head("k").size == 5)
        },
        .init("a body that breaks off leaves what was there") { store in
            let before = try await store.put(.text("old"), at: "k")
            await expect(.interrupted) {
                try await store.put(BrokenBody(chunks: [patternedBytes(300_000), [1]]), at: "k")
            }
            #expect(try await store.head("k") == before)
            #expect(try await store.text("k") == "old")
        },
        .init("a body that breaks off leaves nothing where nothing was") { store in
            await expect(.interrupted) {
                try await store.put(BrokenBody(chunks: [[1, 2, 3]]), at: "new/k")
            }
            await expect(.notFound("new/k")) { _ = try await store.head("new/k") }
            let keys = try await store.keys()
            #expect(keys.isEmpty)
        },
        .init("a body of 3 MiB in chunks of any size arrives unchanged") { store in
            let content = patternedBytes(3 << 20)
            for chunkSize in [1_000, 65_536, 1 << 20] {
                try await store.put(ByteSource(ByteBuffer(bytes: content), chunkSize: chunkSize), at: "big")
                #expect(try await store.bytes("big") == content)
            }
        },
        .init("a body up to the limit is taken, one byte more is refused") { store in
            let expectation = ObjectExpectation(maximum: 200_000)
            try await store.put(.bytes(patternedBytes(200_000)), at: "k", expecting: expectation)
            await expect(.tooLarge(200_000)) {
                try await store.put(.bytes(patternedBytes(200_001)), at: "k", expecting: expectation)
            }
            #expect(try await store.head("k").size == 200_000)
        },
        .init("a body past the limit is refused before its end") { store in
            await expect(.tooLarge(10)) {
                // Read to its end, it would be `.interrupted`.
                try await store.put(
                    BrokenBody(chunks: [patternedBytes(11)]), at: "k", expecting: .init(maximum: 10))
            }
        },
        .init("a body of another length than expected is refused") { store in
            for count in [3, 5] {
                await expect(.lengthMismatch(expected: 4)) {
                    try await store.put(.bytes(patternedBytes(count)), at: "k", expecting: .init(length: 4))
                }
            }
            let keys = try await store.keys()
            #expect(keys.isEmpty)
            #expect(try await store.put(.text("four"), at: "k", expecting: .init(length: 4)).size == 4)
        },
        .init("a body with the expected MD5 is taken, another is refused") { store in
            let expected = MD5Digest(of: Array("right".utf8))
            try await store.put(.text("right"), at: "k", expecting: .init(md5: expected))
            await expect(.digestMismatch(found: MD5Digest(of: Array("wrong".utf8)))) {
                try await store.put(.text("wrong"), at: "k", expecting: .init(md5: expected))
            }
            #expect(try await store.text("k") == "right")
        },
        .init("a tag changes when the value is replaced, even by equal bytes") { store in
            var tags: Set<ObjectTag> = []
            for _ in 0..<20 { tags.insert(try await store.put(.text("same"), at: "k").tag) }
            #expect(tags.count == 20)
        },
        .init("values have tags of their own") { store in
            let first = try await store.put(.text("same"), at: "1")
            let second = try await store.put(.text("same"), at: "2")
            #expect(first.tag != second.tag)
            #expect(try await store.head("1").tag == first.tag)
        },
        .init("a value is written again after it was deleted") { store in
            let first = try await store.put(.text("1"), at: "p/k")
            try await store.delete("p/k")
            let second = try await store.put(.text("1"), at: "p/k")
            #expect(first.tag != second.tag)
            #expect(try await store.text("p/k") == "1")
        },
        .init("keys of odd characters are kept apart and come back as they were") { store in
            let keys: [ObjectKey] = [
                "p/with space", "p/with+plus", "p/with%20percent", "p/with#hash?query&x=y", "p/ünïcödé", "p/é",
                "p/e\u{301}",
                "p/日本語", "p/🧬", "p/..upload/id/file", "p/..r2", "p/...", "p/.hidden", "p/-dash", "p/quote\"'`$(x)",
                "p/a\\b",
                "p/CASE", "p/case", "p/~", "p/*",
            ]
            for key in keys { try await store.put(.text(key.description), at: key) }
            #expect(try await store.keys() == keys.sorted())
            for key in keys { #expect(try await store.text(key) == key.description) }
        },
        .init("the longest keys can be used") { store in
            let segment = String(repeating: "s", count: 255)
            let key = try ObjectKey(validating: Array(repeating: segment, count: 8).joined(separator: "/"))
            try await store.put(.text("deep"), at: key)
            #expect(try await store.text(key) == "deep")
            #expect(try await store.keys() == [key])
            try await store.delete(key)
            #expect(try await store.keys().isEmpty)
        },
        .init("of writers at the same time, one whole value remains") { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 1...8 {
                    group.addTask {
                        try await store.put(.bytes(Array(repeating: UInt8(writer), count: 200_000 + writer)), at: "p/k")
                    }
                }
                try await group.waitForAll()
            }
            let value = try await store.bytes("p/k")
            #expect(value.count == 200_000 + Int(value[0]))
            #expect(Set(value).count == 1)
        },
    ]

    static let creating: [ObjectStoreCase] = [
        .init("create writes where nothing is") { store in
            let written = try await store.create(.text("v"), at: "p/k")
            #expect(try await store.head("p/k") == written)
            #expect(try await store.text("p/k") == "v")
        },
        .init("create refuses a key in use and leaves its value") { store in
            let before = try await store.put(.text("old"), at: "k")
            await expect(.alreadyExists("k")) {
                try await store.create(.text("new"), at: "k")
            }
            #expect(try await store.head("k") == before)
            #expect(try await store.text("k") == "old")
        },
        .init("a created value breaks off without a trace") { store in
            await expect(.interrupted) {
                try await store.create(BrokenBody(chunks: [[1]]), at: "k")
            }
            try await store.create(.text("v"), at: "k")
            #expect(try await store.text("k") == "v")
        },
        .init("of creations at the same time, one wins") { store in
            for round in 0..<10 {
                let key = try ObjectKey(validating: "round/\(round)/k")
                let winners = await withTaskGroup(of: Int?.self) { group in
                    for writer in 0..<8 {
                        group.addTask {
                            do throws(ObjectStoreError) {
                                try await store.create(.text("\(writer)"), at: key)
                                return writer
                            } catch {
                                #expect(Failure(error) == .alreadyExists(key))
                                return nil
                            }
                        }
                    }
                    return await group.reduce(into: [Int]()) { if let winner = $1 { $0.append(winner) } }
                }
                #expect(winners.count == 1)
                #expect(try await store.text(key) == winners.first.map { "\($0)" })
            }
        },
    ]

    static let deleting: [ObjectStoreCase] = [
        .init("a deleted value is gone") { store in
            try await store.put(.text("v"), at: "p/k")
            try await store.put(.text("w"), at: "p/other")
            try await store.delete("p/k")
            await expect(.notFound("p/k")) { _ = try await store.head("p/k") }
            await expect(.notFound("p/k")) { _ = try await store.get("p/k") }
            #expect(try await store.keys() == ["p/other"])
        },
        .init("deleting what is absent is no error") { store in
            try await store.delete("never")
            try await store.delete("never/at/all")
            try await store.put(.text("v"), at: "p/k")
            try await store.delete("p/k")
            try await store.delete("p/k")
            try await store.delete("p")
        },
        .init("a key can become a folder and a folder a key once it is empty") { store in
            try await store.put(.text("1"), at: "p/a")
            try await store.delete("p/a")
            try await store.put(.text("2"), at: "p/a/b/c")
            try await store.delete("p/a/b/c")
            try await store.put(.text("3"), at: "p/a")
            #expect(try await store.keys() == ["p/a"])
        },
        .init("writers are not disturbed by deletions beside them") { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<6 {
                    group.addTask {
                        let key = try ObjectKey(validating: "shared/folder/deep/\(writer)")
                        for round in 0..<20 {
                            try await store.put(.text("\(round)"), at: key)
                            #expect(try await store.text(key) == "\(round)")
                            try await store.delete(key)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await store.keys().isEmpty)
        },
    ]
}
