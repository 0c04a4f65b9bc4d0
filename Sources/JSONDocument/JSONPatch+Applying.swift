extension JSONPatch {
    /// The most operations that a patch may have.
    public static let maxOperations = 10_000

    /// Returns `document` with all operations applied, in order; all of them or, when it throws, none.
    ///
    /// The result is nested at most 512 levels deep, and applying takes at most 20 000 000 steps: one for each value
    /// that is added, copied, compared or moved, and for each neighbour of what is inserted or removed.
    ///
    /// - Throws: the first operation that cannot be done: its index, the place, and why.
    public func applied(to document: JSONValue) throws(JSONPatchError) -> JSONValue {
        if operations.count > Self.maxOperations {
            throw JSONPatchError(.tooManyOperations(limit: Self.maxOperations))
        }
        var run = JSONPatchRun(document: document)
        for (index, operation) in operations.enumerated() {
            do throws(JSONPatchRun.Failure) {
                try run.apply(operation)
            } catch {
                throw JSONPatchError(error.reason, operation: index, at: error.pointer)
            }
        }
        return run.document
    }
}
