internal import JSONDocument

/// Looks for the fixes of one document: proposes patches, tries them, and keeps the one that is clearly best.
struct FixFinder {
    private static let maxErrors = 2000
    private static let maxTrials = 20  // validations for one error
    private static let maxSteps = 4  // fixes in one alternative, and errors tried for each

    let schema: JSONSchema
    let instance: JSONValue

    /// What is wrong with the instance; nothing when that cannot be told to the end, and no fix could be proven.
    let errors: [ValidationError]

    init(_ schema: JSONSchema, _ instance: JSONValue) {
        self.schema = schema
        self.instance = instance
        errors = Self.errors(of: instance, schema) ?? []
    }

    func fix(for error: ValidationError) -> JSONPatch? {
        guard errors.contains(error) else { return nil }
        guard let whole = alternatives(around: error) else { return ownFix(for: error) }
        return ownFix(for: whole).flatMap { holds($0, FixProof(error, among: errors)) ? $0 : nil }
    }

    /// The alternatives that `error`, about the same value, is inside of: what is meant is decided among all of them.
    private func alternatives(around error: ValidationError) -> ValidationError? {
        guard FixCandidates.valueKeywords.contains(error.keyword) else { return nil }
        return errors.first {
            Self.hasAlternatives($0) && $0.instance == error.instance && error.schema.begins(with: $0.schema.tokens)
        }
    }

    private static func hasAlternatives(_ error: ValidationError) -> Bool {
        error.keyword == "anyOf" || error.keyword == "oneOf"
    }

    private func ownFix(for error: ValidationError) -> JSONPatch? {
        let patch = firstProven(FixCandidates(error, self).tiers, for: error)
        if patch == nil, Self.hasAlternatives(error) { return fixOfBranch(error) }
        return patch
    }

    /// The only patch of the first tier that has any that holds; nil when there are two of equal rank.
    private func firstProven(_ tiers: [[JSONPatch]], for error: ValidationError) -> JSONPatch? {
        let proof = FixProof(error, among: errors)
        var trials = 0
        for tier in tiers {
            trials += tier.count
            if trials > Self.maxTrials { return nil }
            let proven = tier.filter { holds($0, proof) }
            if proven.count > 1 { return nil }
            if let patch = proven.first { return patch }
        }
        return nil
    }

    /// Mends the alternative that came closest, error by error, until one alternative matches.
    private func fixOfBranch(_ error: ValidationError) -> JSONPatch? {
        var operations: [JSONPatch.Operation] = []
        var state = self
        for _ in 0..<Self.maxSteps {
            let inside = state.errors.filter { other in
                other.schema.begins(with: error.schema.tokens) && other.instance.begins(with: error.instance.tokens)
                    && !(FixCandidates.valueKeywords.contains(other.keyword) && other.instance == error.instance)
                    && !Self.hasAlternatives(other)
            }
            let patch = inside.prefix(Self.maxSteps).lazy.compactMap { state.ownFix(for: $0) }.first
            guard let patch, let next = try? patch.applied(to: state.instance) else { return nil }
            operations += patch.operations
            state = FixFinder(schema, next)
            let isLeft = state.errors.contains { $0.schema == error.schema && $0.instance == error.instance }
            if isLeft { continue }
            let whole = JSONPatch(operations)
            return holds(whole, FixProof(error, among: errors)) ? whole : nil
        }
        return nil
    }

    private func holds(_ patch: JSONPatch, _ proof: FixProof) -> Bool {
        guard let mended = try? patch.applied(to: instance), let left = Self.errors(of: mended, schema) else {
            return false
        }
        return proof.accepts(left, after: patch)
    }

    /// Returns all that is wrong with `instance`, or nil when a limit ends the validation before that is known.
    private static func errors(of instance: JSONValue, _ schema: JSONSchema) -> [ValidationError]? {
        if schema.isValid(instance) { return [] }
        var reporter = ErrorReporter(schema.program, instance, limit: maxErrors)
        let errors = reporter.report(instance)
        return errors.count < maxErrors && !reporter.judge.isStopped ? errors : nil
    }
}

extension JSONPointer {
    /// Whether the first tokens are `way`, as UTF-8 bytes.
    func begins(with way: [String]) -> Bool {
        tokens.count >= way.count && zip(tokens, way).allSatisfy { $0.hasSameBytes(as: $1) }
    }
}
