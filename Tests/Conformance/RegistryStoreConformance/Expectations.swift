internal import RegistryStore
internal import Testing

/// Expects `body` to be refused with `.conflict`.
func expectConflict(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async {
    do {
        try await body()
        Issue.record("no conflict", sourceLocation: sourceLocation)
    } catch StoreError.conflict(let expected) {
        #expect(!expected.isEmpty, "a conflict names what was expected", sourceLocation: sourceLocation)
    } catch {
        Issue.record("not a conflict: \(error)", sourceLocation: sourceLocation)
    }
}
