internal import JSONDocument

/// One validation: walks the program and the instance together and collects what does not fit.
struct Validator {
    private static let maxDepth = 512
    private static let maxSteps = 10_000_000  // of any validation
    private static let freeSteps = 200_000  // of the smallest instance; each value allows a hundred more

    /// One token of a pointer, not yet text.
    enum Step {
        case key(String)
        case index(Int)
    }

    var errors: [ValidationError] = []

    private let program: SchemaProgram
    private var limit: Int
    private var quiet = false  // inside a condition: the answer counts, not the reasons
    private var depth = 0
    private var steps = 0
    private var allowedSteps = freeSteps
    private var root: JSONValue = .null
    private var instancePath: [Step] = []
    private var schemaPath: [Step] = []
    private var stop: ValidationError?

    init(_ program: SchemaProgram, limit: Int) {
        self.program = program
        self.limit = max(limit, 1)
    }

    mutating func validate(_ instance: JSONValue) -> [ValidationError] {
        root = instance
        _ = evaluate(0, instance)
        if let stop { return errors.prefix(limit - 1) + [stop] }
        return errors
    }

    /// Whether no more needs to be found out: enough errors, one in a condition, or a limit reached.
    var isDone: Bool { stop != nil || !quiet && errors.count >= limit }

    /// Whether to leave after the first failure.
    var isQuiet: Bool { quiet }

    /// Returns whether `value` is valid against schema `node`, and notes why not.
    mutating func evaluate(_ node: Int, _ value: JSONValue) -> Bool {
        steps += 1
        if isDone { return false }
        if steps > allowedSteps, !allowsMoreSteps() { return end("validation takes more than \(allowedSteps) steps") }
        switch program.nodes[node] {
        case .always(true): return true
        case .always(false): return fail(nil, "no value is allowed here, found \(value.phrase)")
        case .rules(let rules):
            if depth >= Self.maxDepth { return end("schemas refer to each other deeper than \(Self.maxDepth)") }
            depth += 1
            defer { depth -= 1 }
            var isValid = true
            for rule in rules where !check(rule, value) {
                isValid = false
                if quiet || isDone { return false }
            }
            return isValid
        }
    }

    /// Raises the number of steps, once, by the size of the instance; returns whether that helped.
    private mutating func allowsMoreSteps() -> Bool {
        if allowedSteps > Self.freeSteps { return false }
        allowedSteps = min(Self.freeSteps + 100 * root.valueCount, Self.maxSteps)
        return true
    }

    /// Whether schema `node` is `false`.
    func isAlwaysFalse(_ node: Int) -> Bool {
        if case .always(false) = program.nodes[node] { true } else { false }
    }

    /// Evaluates schema `node`, found in the schema by `keyword` and `way`, on `value`, a part of the present one.
    mutating func evaluate(
        _ node: Int, _ value: JSONValue, at part: Step? = nil, by keyword: String, _ way: Step? = nil
    ) -> Bool {
        if quiet { return evaluate(node, value) }
        let heights = (instancePath.count, schemaPath.count)
        if let part { instancePath.append(part) }
        schemaPath.append(.key(keyword))
        if let way { schemaPath.append(way) }
        defer {
            instancePath.removeLast(instancePath.count - heights.0)
            schemaPath.removeLast(schemaPath.count - heights.1)
        }
        return evaluate(node, value)
    }

    /// Returns whether `value` is valid against `node` without noting anything.
    mutating func accepts(_ node: Int, _ value: JSONValue) -> Bool {
        let wasQuiet = quiet
        quiet = true
        defer { quiet = wasQuiet }
        return evaluate(node, value)
    }

    /// Returns what is wrong with `value` by `node`, apart from the other errors; nil when it is valid.
    mutating func separately(_ node: Int, _ value: JSONValue, by keyword: String, _ way: Step) -> [ValidationError]? {
        let (outer, outerLimit) = (errors, limit)
        errors = []
        limit = 20
        defer { (errors, limit) = (outer, outerLimit) }
        return evaluate(node, value, by: keyword, way) ? nil : errors
    }

    /// Notes an error and returns false.
    ///
    /// - Parameter keyword: nil when the schema itself is `false`, and the keyword is the last one on the way.
    mutating func fail(
        _ keyword: String?, _ message: @autoclosure () -> String, at part: Step? = nil, way: Step? = nil
    ) -> Bool {
        if !isDone, !quiet { errors.append(error(keyword, message(), at: part, way: way)) }
        return false
    }

    /// Ends the whole validation with an error, also inside a condition, where failing would not be an answer.
    mutating func end(_ message: String, keyword: String? = nil) -> Bool {
        if stop == nil { stop = error(keyword, message, at: nil, way: nil) }
        return false
    }

    /// Puts the errors of a branch behind the others.
    mutating func add(_ more: [ValidationError]) {
        if !quiet { errors += more.prefix(limit - min(errors.count, limit)) }
    }

    private func error(_ keyword: String?, _ message: String, at part: Step?, way: Step?) -> ValidationError {
        var schema = schemaPath
        if let keyword { schema.append(.key(keyword)) }
        if let way { schema.append(way) }
        let last = schemaPath.last { if case .key = $0 { true } else { false } }
        let name = keyword ?? last.map(\.token) ?? ""
        return ValidationError(
            instance: JSONPointer((instancePath + (part.map { [$0] } ?? [])).map(\.token)),
            schema: JSONPointer(schema.map(\.token)), keyword: name, message: message)
    }
}

extension Validator.Step {
    var token: String {
        switch self {
        case .key(let key): key
        case .index(let index): String(index)
        }
    }
}
