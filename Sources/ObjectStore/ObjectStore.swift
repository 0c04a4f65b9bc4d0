/// Immutable byte sequences under string keys: the registry's source of truth.
///
/// `put` replaces a whole value or leaves it alone; `create` throws `.alreadyExists` for a key in use. A reader sees
/// one value or the other, never a mixture, and what was acknowledged survives a crash. Listings are in ascending key
/// order. Deleting an absent key is no error.
///
/// A key may not continue another key as if it were a folder: with `a/b` in use, callers use neither `a` nor `a/b/c`.
/// A driver that keeps files refuses such a key with `.invalidKey`; S3 does not notice.
package protocol ObjectStore: Sendable {
    /// Writes `body` under `key`, in place of what is there.
    ///
    /// - Throws: `.tooLarge`, `.lengthMismatch`, `.digestMismatch` when the body is not what was expected and
    ///   `.interrupted` when it failed; nothing has changed then.
    @discardableResult
    func put(
        _ body: some ByteStream, at key: ObjectKey, expecting expectation: ObjectExpectation
    ) async throws(ObjectStoreError) -> StoredObject

    /// Writes `body` under `key` unless the key is in use; of several at once, one wins.
    ///
    /// - Throws: `.alreadyExists`, and what `put` throws.
    @discardableResult
    func create(_ body: some ByteStream, at key: ObjectKey) async throws(ObjectStoreError) -> StoredObject

    /// - Throws: `.notFound`.
    func head(_ key: ObjectKey) async throws(ObjectStoreError) -> StoredObject

    /// Opens the object, or a stretch of it, for reading.
    ///
    /// - Throws: `.notFound`; `.unsatisfiableRange` when the range begins at or past the end.
    func get(_ key: ObjectKey, range: ByteRange?) async throws(ObjectStoreError) -> ObjectBody

    /// The objects whose keys begin with `prefix`, in ascending order of their keys' bytes, at most `limit` of them.
    ///
    /// - Parameters:
    ///   - prefix: begins a key at any byte, not only at a `/`; empty for all.
    ///   - after: leaves out keys up to and including this one; the last key of a page asks for the next.
    func list(prefix: String, after: ObjectKey?, limit: Int) async throws(ObjectStoreError) -> [StoredObject]

    /// Renames the object, in place of what `target` holds; size, tag and time of writing are kept.
    ///
    /// May be repeated: it succeeds when the object with `tag` is already at `target`, whatever the source holds then.
    /// - Throws: `.changed` when the source has another tag, `.notFound` when it is absent.
    func move(_ key: ObjectKey, matching tag: ObjectTag, to target: ObjectKey) async throws(ObjectStoreError)

    /// Like `move`, and leaves the source.
    func copy(_ key: ObjectKey, matching tag: ObjectTag, to target: ObjectKey) async throws(ObjectStoreError)

    func delete(_ key: ObjectKey) async throws(ObjectStoreError)
}

extension ObjectStore {
    @discardableResult
    package func put(_ body: some ByteStream, at key: ObjectKey) async throws(ObjectStoreError) -> StoredObject {
        try await put(body, at: key, expecting: .nothing)
    }
    package func get(_ key: ObjectKey) async throws(ObjectStoreError) -> ObjectBody { try await get(key, range: nil) }
}
