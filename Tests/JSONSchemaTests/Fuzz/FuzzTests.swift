import JSONDocument
import JSONSchema
import Testing

/// Random schemas and instances: no crash, no hang, one verdict whichever way it is asked for, and that of the reference.
@Suite(.serialized) struct FuzzTests {
    @Test(.enabled(if: ReferenceValidator.isExpected, Comment(rawValue: ReferenceValidator.missing)))
    func agreesWithTheReference() async throws {
        try await FuzzRun.loop("pairs", share: 0.7) { run in
            let reference = try ReferenceValidator()
            var counts = Counts()
            var isGoingOn = true
            while isGoingOn {
                var cases: [FuzzCase] = []
                while cases.count < 32, let seed = run.next() { cases.append(FuzzCase(seed: seed)) }
                isGoingOn = cases.count == 32
                for one in cases {
                    try reference.ask(.init(draft: one.draft, schema: one.schema, instances: one.instances))
                }
                let verdicts = cases.map { one in
                    run.enter(one.seed, "judging")
                    return FuzzVerdict.all(one.draft, one.schema, one.instances)
                }
                let answers = try cases.map { one in
                    run.enter(one.seed, "waiting for the reference")
                    return try reference.answer()
                }
                for (one, (ours, theirs)) in zip(cases, zip(verdicts, answers)) {
                    run.enter(one.seed, "making it smaller")
                    counts.add(theirs)
                    guard let wrong = zip(ours, theirs).enumerated().first(where: { !$1.0.agrees(with: $1.1) }) else {
                        continue
                    }
                    run.fail(one.seed, try Self.description(of: one, wrong.offset, reference))
                }
            }
            return try counts.checked()
        }
    }

    @Test func endsOnHostileShapes() async throws {
        try await FuzzRun.loop("hostile shapes", share: 0.15) { run in
            var count = 0
            while let seed = run.next() {
                let hostile = HostileCase(seed: seed)
                run.enter(seed, "\(hostile.shape), \(hostile.draft)")
                let verdict = FuzzVerdict.all(hostile.draft, hostile.schema, [hostile.instance])[0]
                count += 1
                switch verdict {
                case .valid, .invalid, .noSchema: continue
                case .torn, .slow: run.fail(seed, "\(hostile.shape), \(hostile.draft): \(verdict)")
                }
            }
            return "\(count)"
        }
    }

    @Test func survivesMutatedSchemas() async throws {
        try await FuzzRun.loop("mutated schemas", share: 0.15) { run in
            var counts = (texts: 0, values: 0, schemas: 0)
            while let seed = run.next() {
                run.enter(seed, "a mutated schema")
                let mutation = MutatedSchema(seed: seed)
                counts.texts += 1
                guard let schema = try? JSONValue(parsing: mutation.text) else { continue }
                counts.values += 1
                let verdicts = FuzzVerdict.all(mutation.draft, schema, mutation.instances)
                switch verdicts.first {
                case .noSchema(let error):
                    // The metaschema of draft 4 does not mention references.
                    let isReference = mutation.draft == .draft4 && error.hasPrefix("'$ref'")
                    guard error.contains("must be"), !isReference else { continue }
                    guard JSONSchema.metaschema(of: mutation.draft).isValid(schema) else { continue }
                    run.fail(seed, "the metaschema accepts it, but \(error): \(schema)")
                default:
                    counts.schemas += 1
                    for verdict in verdicts where verdict != .valid && verdict != .invalid {
                        run.fail(seed, "\(verdict) of \(schema)")
                    }
                }
            }
            return "\(counts.texts) texts, \(counts.values) of them JSON, \(counts.schemas) schemas"
        }
    }

    private static func description(
        of one: FuzzCase, _ index: Int, _ reference: ReferenceValidator
    ) throws -> String {
        var minimiser = FuzzMinimiser(draft: one.draft, reference: reference)
        let (schema, instance) = try minimiser.minimise(one.schema, one.instances[index])
        let ours = FuzzVerdict.all(one.draft, schema, [instance])[0]
        let theirs = try reference.verdict(one.draft, schema, instance).map { $0 ? "valid" : "invalid" } ?? "nothing"
        return """
            \(one.draft), ours: \(ours); the reference: \(theirs)
              schema   \(schema)
              instance \(instance)
              from     \(one.schema)
                       \(one.instances[index])
            """
    }

    private struct Counts {
        private var schemas = 0
        private var pairs = 0
        private var valid = 0
        private var undecided = 0

        mutating func add(_ verdicts: [Bool?]) {
            schemas += 1
            pairs += verdicts.count
            valid += verdicts.count { $0 == true }
            undecided += verdicts.count { $0 == nil }
        }

        /// - Throws: when the cases say little: nearly all of one verdict, or many without.
        func checked() throws -> String {
            let text = "\(schemas) schemas, \(pairs) instances, \(valid) of them valid, \(undecided) undecided"
            guard pairs < 2_000 || (pairs / 5...pairs * 4 / 5).contains(valid) && undecided < pairs / 50 else {
                throw FuzzError("the generator makes poor cases: \(text)")
            }
            return text
        }
    }
}
