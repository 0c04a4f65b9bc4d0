package import ObjectStore
internal import Testing

/// A promise that every object store keeps, checked on an empty one.
package struct ObjectStoreCase: Sendable, CustomTestStringConvertible {
    package let testDescription: String
    package let check: @Sendable (any ObjectStore) async throws -> Void

    init(_ testDescription: String, check: @escaping @Sendable (any ObjectStore) async throws -> Void) {
        self.testDescription = testDescription
        self.check = check
    }

    package static let all: [ObjectStoreCase] = writing + creating + reading + listing + moving + deleting
}
