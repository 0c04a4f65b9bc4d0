internal import JSONDocument

/// Finds out what is wrong with a value, for people: walks schemas in their order and lists what does not fit.
///
/// Leaf rules are those of `Validator`, which also judges wherever only the answer counts, so that both agree.
struct ErrorReporter {
    private static let branchLimit = 20  // errors that an alternative is judged by

    /// One token of a pointer, not yet text.
    enum Step {
        case key(String)
        case index(Int)
    }

    var errors: [ValidationError] = []
    var judge: Validator
    let program: SchemaProgram

    private var limit: Int
    private var instancePath: [Step] = []
    private var schemaPath: [Step] = []
    private var current = 0  // node

    init(_ program: SchemaProgram, _ root: JSONValue, limit: Int) {
        self.program = program
        self.limit = max(limit, 1)
        judge = Validator(program, root)
        instancePath.reserveCapacity(16)
        schemaPath.reserveCapacity(32)
    }

    /// Returns the errors of `root`; when a limit ends the search, the last one says so.
    mutating func report(_ root: JSONValue) -> [ValidationError] {
        _ = report(0, root)
        if judge.isStopped { return errors.prefix(limit - 1) + [stopError ?? stopped()] }
        return errors
    }

    private var stopError: ValidationError?

    /// Whether no more needs to be found out.
    var isDone: Bool { errors.count >= limit || judge.isStopped }

    /// Returns whether `value` is valid against schema `number`, and notes why not.
    mutating func report(_ number: Int, _ value: JSONValue) -> Bool {
        if isDone { return false }
        guard judge.takeStep() else { return noteStop() }
        let node = program.nodes.pointer + number
        let outer = current
        current = number
        defer { current = outer }
        switch node.pointee.shape {
        case .always: return true
        case .never: return failAsFalse(value)
        case .types, .rules: break
        }
        guard judge.enter(node.pointee.resource) else { return noteStop() }
        defer { judge.leave() }
        let region = node.pointee.tracks ? value.partCount.map { judge.marks.push($0) } : nil
        defer { if let region { judge.marks.pop(region) } }
        var isValid = true
        for index in node.pointee.rules.indices where !check(program.rules.pointer[index], value, region) {
            isValid = false
            if judge.isStopped { return noteStop() }
            if isDone { return false }
        }
        return isValid
    }

    /// Reports schema `node`, found in the present one by `keyword` and `way`, on `value`, a part of the present one.
    mutating func report(_ node: Int, _ value: JSONValue, at part: Step? = nil, by keyword: String, _ way: Step? = nil)
        -> Bool
    {
        if value.isScalar, judge.accepts(node, value) { return true }  // the usual case, without keeping the way
        let heights = (instancePath.count, schemaPath.count)
        if let part { instancePath.append(part) }
        schemaPath.append(.key(keyword))
        if let way { schemaPath.append(way) }
        defer {
            instancePath.removeLast(instancePath.count - heights.0)
            schemaPath.removeLast(schemaPath.count - heights.1)
        }
        return report(node, value)
    }

    /// Reports schema `node` on the present value itself; what it speaks of is marked in `region`.
    mutating func reportInPlace(
        _ node: Int, _ value: JSONValue, _ region: Marks.Region?, by keyword: String, _ way: Step? = nil
    ) -> Bool {
        guard let region else { return report(node, value, by: keyword, way) }
        if judge.acceptsBranch(node, value, region) { return true }
        judge.markMentions(node, value, region)
        return report(node, value, by: keyword, way)
    }

    /// Returns what is wrong with `value` by `node`, apart from the other errors; nil when it is valid.
    mutating func separately(_ node: Int, _ value: JSONValue, by keyword: String, _ way: Step) -> [ValidationError]? {
        let (outer, outerLimit) = (errors, limit)
        errors = []
        limit = Self.branchLimit
        defer { (errors, limit) = (outer, outerLimit) }
        return report(node, value, by: keyword, way) ? nil : errors
    }

    /// Notes an error and returns false.
    ///
    /// - Parameters:
    ///   - part: of the present value, when that is wrong.
    ///   - way: into the keyword.
    mutating func fail(_ keyword: String, _ message: @autoclosure () -> String, at part: Step? = nil, way: Step? = nil)
        -> Bool
    {
        if isDone { return false }
        var place = "/" + keyword.pointerToken.fragmentEncoded
        if let way { place += "/" + way.token.pointerToken.fragmentEncoded }
        errors.append(
            ValidationError(
                instance: pointer(instancePath, part), schema: pointer(schemaPath, .key(keyword), way),
                location: program.sources[current].location + place, keyword: keyword, message: message()))
        return false
    }

    /// Puts the errors of a branch behind the others.
    mutating func add(_ more: [ValidationError]) { errors += more.prefix(limit - min(errors.count, limit)) }

    /// Notes that the present schema is `false`; the keyword is the last one on the way to it.
    private mutating func failAsFalse(_ value: JSONValue) -> Bool {
        errors.append(error(of: "no value is allowed here, found \(value.phrase)"))
        return false
    }

    /// Keeps the place where the validation ended.
    private mutating func noteStop() -> Bool {
        if stopError == nil { stopError = stopped() }
        return false
    }

    private func stopped() -> ValidationError {
        guard let stop = judge.stop else { return error(of: "validation was ended") }
        switch stop {
        case .undecided, .tooSlow: return error(of: judge.message(of: stop), "pattern")
        case .tooDeep, .tooManySteps: return error(of: judge.message(of: stop))
        }
    }

    private func error(of message: String, _ keyword: String? = nil) -> ValidationError {
        let last = schemaPath.last { if case .key = $0 { true } else { false } }
        return ValidationError(
            instance: pointer(instancePath, nil), schema: pointer(schemaPath, nil),
            location: program.sources[current].location, keyword: keyword ?? last?.token ?? "",
            message: message)
    }

    private func pointer(_ path: [Step], _ more: Step?, _ evenMore: Step? = nil) -> JSONPointer {
        var tokens: [String] = []
        tokens.reserveCapacity(path.count + 2)
        for step in path { tokens.append(step.token) }
        if let more { tokens.append(more.token) }
        if let evenMore { tokens.append(evenMore.token) }
        return JSONPointer(tokens)
    }
}

extension ErrorReporter.Step {
    var token: String {
        switch self {
        case .key(let key): key
        case .index(let index): String(index)
        }
    }
}

extension JSONValue {
    /// How many elements or members there are; nil for what has none.
    var partCount: Int? {
        switch self {
        case .array(let elements): elements.count
        case .object(let object): object.count
        default: nil
        }
    }

    /// Whether this is neither an array nor an object.
    var isScalar: Bool {
        switch self {
        case .array, .object: false
        default: true
        }
    }
}
