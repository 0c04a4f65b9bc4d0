import ObjectStore
import Testing

/// What a driver that keeps files refuses, and its stand-in in memory too.
func checkFolderConflicts(_ store: any ObjectStore) async throws {
    let file = try await store.put(.text("file"), at: "p/file")
    try await store.put(.text("below"), at: "p/folder/below")
    for (key, rule) in [
        ("p/folder", "is continued by another key, as if it were a folder"),
        ("p", "is continued by another key, as if it were a folder"),
        ("p/file/below", "continues another key, as if that were a folder"),
        ("p/file/below/deep", "continues another key, as if that were a folder"),
    ] {
        let key = try ObjectKey(validating: key)
        let attempts: [() async throws -> Void] = [
            { _ = try await store.put(.empty, at: key) },
            { _ = try await store.create(.empty, at: key) },
            { try await store.copy("p/file", matching: file.tag, to: key) },
            { try await store.move("p/file", matching: file.tag, to: key) },
        ]
        for attempt in attempts {
            do {
                try await attempt()
                Issue.record("nothing was thrown for '\(key)'")
            } catch {
                #expect("\(error)" == "the key '\(key)' \(rule)")
            }
        }
    }
    #expect(try await store.list(prefix: "", after: nil, limit: 10).map(\.key) == ["p/file", "p/folder/below"])
}
