package import Testing

/// Tries until it is so, for half a minute; then it is an issue of the test's.
package func eventually(
    _ sourceLocation: SourceLocation = #_sourceLocation, _ isSo: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < end {
        if (try? await isSo()) == true { return }
        try await Task.sleep(for: .milliseconds(50))
    }
    try #require(await isSo(), sourceLocation: sourceLocation)
}
