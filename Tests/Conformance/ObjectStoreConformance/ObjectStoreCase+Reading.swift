internal import NIOCore
internal import ObjectStore
internal import Testing

extension ObjectStoreCase {
    static let reading: [ObjectStoreCase] = [
        .init("reading what is absent says so") { store in
            await expect(.notFound("a/b")) { _ = try await store.get("a/b") }
            await expect(.notFound("a/b")) { _ = try await store.head("a/b") }
        },
        .init("a part of a longer key is no object") { store in
            try await store.put(.text("v"), at: "a/b/c")
            await expect(.notFound("a/b")) { _ = try await store.get("a/b") }
            await expect(.notFound("a/b/c/d")) { _ = try await store.head("a/b/c/d") }
        },
        .init("a range has exactly its bytes") { store in
            let content = patternedBytes(300_000)
            try await store.put(.bytes(content), at: "k")
            for (offset, length) in [(0, 1), (0, 131_072), (1, 131_072), (131_071, 2), (250_000, 49_999), (299_999, 1)]
            {
                let body = try await store.get("k", range: ByteRange(offset: Int64(offset), length: Int64(length)))
                #expect(body.bytes == Int64(offset)..<Int64(offset + length))
                #expect(body.object.size == 300_000)
                #expect(try await body.collect(upTo: length) == Array(content[offset..<(offset + length)]))
            }
        },
        .init("a range may be open and may reach past the end") { store in
            try await store.put(.text("0123456789"), at: "k")
            #expect(try await store.bytes("k", range: ByteRange(offset: 7)) == Array("789".utf8))
            let past = try await store.get("k", range: ByteRange(offset: 8, length: .max))
            #expect(past.bytes == 8..<10)
            #expect(try await past.collect(upTo: 2) == Array("89".utf8))
        },
        .init("a range that begins at or past the end is refused") { store in
            try await store.put(.text("0123456789"), at: "k")
            try await store.put(.empty, at: "empty")
            for offset: Int64 in [10, 11, .max] {
                await expect(.unsatisfiableRange(size: 10)) {
                    _ = try await store.get("k", range: ByteRange(offset: offset, length: 1))
                }
            }
            await expect(.unsatisfiableRange(size: 0)) {
                _ = try await store.get("empty", range: ByteRange(offset: 0))
            }
        },
        .init("chunks are at most 128 KiB and never empty") { store in
            try await store.put(.bytes(patternedBytes(1_000_000)), at: "k")
            var total = 0
            for try await chunk in try await store.get("k").chunks {
                #expect((1...131_072).contains(chunk.readableBytes))
                total += chunk.readableBytes
            }
            #expect(total == 1_000_000)
        },
        .init("a reader keeps the value it opened, replaced or deleted meanwhile") { store in
            let content = patternedBytes(600_000)
            try await store.put(.bytes(content), at: "p/k")
            for replace in [true, false] {
                let body = try await store.get("p/k")
                var read: [UInt8] = []
                for try await chunk in body.chunks {
                    if read.isEmpty {
                        if replace {
                            try await store.put(.bytes(content), at: "p/k")
                        } else {
                            try await store.delete("p/k")
                        }
                    }
                    read.append(contentsOf: chunk.readableBytesView)
                }
                #expect(read == content)
            }
        },
        .init("a reader sees one value or the other while it is replaced") { store in
            try await store.put(.bytes(Array(repeating: UInt8(0), count: 150_000)), at: "k")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for round in 1...30 {
                        try await store.put(.bytes(Array(repeating: UInt8(round), count: 150_000 + round)), at: "k")
                    }
                }
                group.addTask {
                    for _ in 0..<60 {
                        let value = try await store.bytes("k")
                        #expect(value.count == 150_000 + Int(value[0]))
                        #expect(Set(value).count == 1)
                    }
                }
                try await group.waitForAll()
            }
        },
        .init("more bytes than the reader has room for are refused") { store in
            try await store.put(.text("12345"), at: "k")
            #expect(try await store.get("k").collect(upTo: 5).count == 5)
            await expect(.tooLarge(4)) { _ = try await store.get("k").collect(upTo: 4) }
        },
        .init("the body of one key can be put under another") { store in
            let content = patternedBytes(400_000)
            try await store.put(.bytes(content), at: "k")
            try await store.put(try await store.get("k").chunks, at: "copy")
            #expect(try await store.bytes("copy") == content)
        },
    ]
}
