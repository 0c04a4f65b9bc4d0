internal import JSONDocument

/// What must be true of the errors after a patch, for it to be the fix of one error.
///
/// That error is gone, each one that is left was there before, and none is left at what was put right. Two errors are
/// the same when they have the same way through the schema and the same place in the document, or the one to which the
/// patch moved it.
struct FixProof {
    private struct Mark: Hashable {
        let instance: JSONPointer
        let schema: JSONPointer
        let hasBranches: Bool  // tells "none of the alternatives" from "more than one"
    }

    private let error: ValidationError
    private let before: [ValidationError]

    init(_ error: ValidationError, among errors: [ValidationError]) {
        self.error = error
        before = errors
    }

    func accepts(_ after: [ValidationError], after patch: JSONPatch) -> Bool {
        guard let position = before.firstIndex(of: error) else { return false }
        let places = before.map { Self.place($0.instance, after: patch) }
        let marks = Self.marks(of: before, at: places)
        var allowed: [Mark: Int] = [:]
        for case let mark? in marks { allowed[mark, default: 0] += 1 }
        if let mark = marks[position] { allowed[mark, default: 0] -= 1 }
        for case let mark? in Self.marks(of: after, at: after.map(\.instance)) {
            allowed[mark, default: 0] -= 1
            if allowed[mark, default: 0] < 0 { return false }
        }
        // Half a fix is none: "5" for 5 where neither is allowed.
        for operation in patch.operations {
            switch operation {
            case .replace(let place, _): if after.contains(where: { $0.instance == place }) { return false }
            case .move(error.instance, let place): if after.contains(where: { $0.instance == place }) { return false }
            default: continue
            }
        }
        guard let place = places[position] else { return true }
        // Several errors may share a mark, such as members that are missing in one object: it must be this one.
        let sentence = Self.sentence(error)
        return !after.contains {
            $0.schema == error.schema && $0.instance == place && Self.sentence($0).hasSameBytes(as: sentence)
        }
    }

    private static func marks(of errors: [ValidationError], at places: [JSONPointer?]) -> [Mark?] {
        zip(errors, places).enumerated().map { position, pair in
            let (error, place) = pair
            let next = errors.dropFirst(position + 1).first
            let hasBranches = error.keyword == "oneOf" && next?.schema.begins(with: error.schema.tokens) == true
            return place.map { Mark(instance: $0, schema: error.schema, hasBranches: hasBranches) }
        }
    }

    /// The message without what may have been meant, which depends on the rest of the document.
    private static func sentence(_ error: ValidationError) -> String {
        guard let hint = error.message.firstRange(of: Suggestion.opening) else { return error.message }
        return String(error.message[..<hint.lowerBound])
    }

    /// Where the patch leaves what was at `pointer`; nil when it takes it away.
    ///
    /// Only for our own patches: they add and rename members and remove elements, but insert none.
    private static func place(_ pointer: JSONPointer, after patch: JSONPatch) -> JSONPointer? {
        var tokens = pointer.tokens
        for operation in patch.operations {
            switch operation {
            case .move(let from, let to):
                if JSONPointer(tokens).begins(with: from.tokens) {
                    tokens.replaceSubrange(..<from.tokens.count, with: to.tokens)
                }
            case .remove(let gone):
                guard let last = gone.tokens.last, tokens.count >= gone.tokens.count,
                    JSONPointer(tokens).begins(with: gone.tokens.dropLast())
                else { continue }
                let level = gone.tokens.count - 1
                if tokens[level].hasSameBytes(as: last) { return nil }
                if let index = Int(tokens[level]), let removed = Int(last), index > removed {
                    tokens[level] = String(index - 1)
                }
            case .add, .replace, .copy, .test: continue
            }
        }
        return JSONPointer(tokens)
    }
}
