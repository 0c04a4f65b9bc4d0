internal import ObjectStore
internal import Testing

extension ObjectStoreCase {
    static let moving: [ObjectStoreCase] = [
        .init("a moved value has another key and is otherwise the same") { store in
            let written = try await store.put(.text("v"), at: "p/..upload/1/k")
            try await store.move("p/..upload/1/k", matching: written.tag, to: "p/deep/er/k")
            let moved = try await store.head("p/deep/er/k")
            #expect((moved.size, moved.tag, moved.modified) == (written.size, written.tag, written.modified))
            #expect(try await store.text("p/deep/er/k") == "v")
            #expect(try await store.keys() == ["p/deep/er/k"])
        },
        .init("a move that was done already succeeds again") { store in
            let written = try await store.put(.text("v"), at: "from")
            for _ in 0..<3 { try await store.move("from", matching: written.tag, to: "to") }
            #expect(try await store.keys() == ["to"])
            #expect(try await store.head("to").tag == written.tag)
        },
        .init("a move that was done already leaves what was written to its source since") { store in
            let written = try await store.put(.text("v"), at: "from")
            try await store.move("from", matching: written.tag, to: "to")
            try await store.put(.text("later"), at: "from")
            try await store.move("from", matching: written.tag, to: "to")
            #expect(try await store.text("to") == "v")
            #expect(try await store.text("from") == "later")
        },
        .init("a move that stopped half way is finished") { store in
            let written = try await store.put(.text("v"), at: "from")
            try await store.copy("from", matching: written.tag, to: "to")
            try await store.move("from", matching: written.tag, to: "to")
            #expect(try await store.keys() == ["to"])
        },
        .init("a source that was replaced is not moved or copied") { store in
            let written = try await store.put(.text("v"), at: "from")
            try await store.put(.text("w"), at: "from")
            await expect(.changed("from")) {
                try await store.move("from", matching: written.tag, to: "to")
            }
            await expect(.changed("from")) {
                try await store.copy("from", matching: written.tag, to: "to")
            }
            #expect(try await store.keys() == ["from"])
            #expect(try await store.text("from") == "w")
        },
        .init("a source that is absent is not moved or copied") { store in
            let written = try await store.put(.text("v"), at: "other")
            await expect(.notFound("from")) {
                try await store.move("from", matching: written.tag, to: "to")
            }
            await expect(.notFound("from/x")) {
                try await store.copy("from/x", matching: written.tag, to: "to")
            }
            #expect(try await store.keys() == ["other"])
        },
        .init("an absent source is not excused by another value at the target") { store in
            let gone = try await store.put(.text("v"), at: "from")
            try await store.delete("from")
            try await store.put(.text("v"), at: "to")
            await expect(.notFound("from")) {
                try await store.move("from", matching: gone.tag, to: "to")
            }
        },
        .init("a moved or copied value replaces what the target holds") { store in
            try await store.put(.text("old"), at: "to")
            let first = try await store.put(.text("first"), at: "from")
            try await store.copy("from", matching: first.tag, to: "to")
            #expect(try await store.text("to") == "first")
            let second = try await store.put(.text("second"), at: "from")
            try await store.move("from", matching: second.tag, to: "to")
            #expect(try await store.text("to") == "second")
            #expect(try await store.keys() == ["to"])
        },
        .init("a copied value is there twice, and each goes its own way") { store in
            let written = try await store.put(.text("v"), at: "from")
            for _ in 0..<2 { try await store.copy("from", matching: written.tag, to: "p/to") }
            #expect(try await store.head("p/to").tag == written.tag)
            #expect(try await store.head("from").tag == written.tag)
            try await store.put(.text("w"), at: "from")
            #expect(try await store.text("p/to") == "v")
            try await store.delete("from")
            #expect(try await store.text("p/to") == "v")
        },
        .init("a copy that was done already succeeds when its source has changed or gone") { store in
            let written = try await store.put(.text("v"), at: "from")
            try await store.copy("from", matching: written.tag, to: "to")
            try await store.put(.text("w"), at: "from")
            try await store.copy("from", matching: written.tag, to: "to")
            try await store.delete("from")
            try await store.copy("from", matching: written.tag, to: "to")
            #expect(try await store.text("to") == "v")
        },
        .init("a value moved onto itself stays") { store in
            let written = try await store.put(.text("v"), at: "p/k")
            try await store.move("p/k", matching: written.tag, to: "p/k")
            try await store.copy("p/k", matching: written.tag, to: "p/k")
            #expect(try await store.head("p/k") == written)
        },
        .init("a value written during a move is moved or stays, never lost") { store in
            for round in 0..<30 {
                let source = try ObjectKey(validating: "race/\(round)/from")
                let target = try ObjectKey(validating: "race/\(round)/to")
                let first = try await store.put(.text("first"), at: source)
                async let writing = store.put(.text("second"), at: source)
                var isMoved = true
                do throws(ObjectStoreError) {
                    try await store.move(source, matching: first.tag, to: target)
                } catch {
                    #expect(Failure(error) == .changed(source))
                    isMoved = false
                }
                _ = try await writing
                #expect(try await store.text(source) == "second")
                if isMoved { #expect(try await store.text(target) == "first") }
            }
        },
        .init("of moves at the same time to one target, the last one there is whole") { store in
            var sources: [StoredObject] = []
            for index in 0..<6 {
                sources.append(try await store.put(.text("\(index)"), at: try ObjectKey(validating: "from/\(index)")))
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for source in sources {
                    group.addTask { try await store.move(source.key, matching: source.tag, to: "to/one") }
                }
                try await group.waitForAll()
            }
            #expect(try await store.keys() == ["to/one"])
            #expect(sources.map(\.tag).contains(try await store.head("to/one").tag))
        },
    ]
}
