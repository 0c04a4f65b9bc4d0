internal import ECMAPattern
internal import JSONDocument

/// Decides whether values are valid, and nothing else: no paths, no messages, no memory for each value.
///
/// Where a schema asks what has been evaluated, marks for it are kept; see `Marks`.
struct Validator {
    static let maxDepth = 512
    static let maxSteps = 10_000_000  // of any validation
    static let freeSteps = 200_000  // of the smallest instance; each value allows a hundred more

    /// What the patterns that may take long may take together.
    static let patience = Duration.seconds(2)

    /// How many words hints may look at, all together; after these, errors have none.
    static let maxComparedWords = 100_000

    /// Why a validation ended before its answer was known.
    enum Stop: Sendable {
        case tooDeep
        case tooManySteps(Int)
        case undecided(pattern: Int, PatternError)
        case tooSlow
    }

    let program: SchemaProgram
    let tables: SchemaTables
    private let hasDynamicScope: Bool
    private(set) var stop: Stop?
    var marks = Marks()

    /// Whether the answer can no longer be trusted, because a limit was reached.
    var isStopped: Bool { stop != nil }

    private var scope: [Int32] = []  // numbers of the resources on the way here, when references depend on it
    private var depth = 0
    private var steps = Validator.freeSteps  // that are left
    private var allowedSteps = Validator.freeSteps
    private var hasExtraSteps = false
    private var patience = Validator.patience
    private var wordsToCompare = Validator.maxComparedWords  // that are left
    private let root: JSONValue
    private let rootPlace: UnsafePointer<JSONValue>?  // instead of a copy

    init(_ program: SchemaProgram, _ root: JSONValue) {
        self.init(program, root, nil)
    }

    /// - Parameter root: the whole instance, which stays where it lies as long as this is used.
    init(_ program: SchemaProgram, at root: UnsafePointer<JSONValue>) {
        self.init(program, .null, root)
    }

    private init(_ program: SchemaProgram, _ root: JSONValue, _ rootPlace: UnsafePointer<JSONValue>?) {
        self.program = program
        self.root = root
        self.rootPlace = rootPlace
        tables = program.tables
        hasDynamicScope = program.hasDynamicScope
    }

    /// Whether the root is valid; no also when a limit is reached.
    mutating func decide() -> Bool {
        let answer = if let rootPlace { accepts(0, at: rootPlace, nil) } else { accepts(0, root) }
        return answer && stop == nil
    }

    /// Returns whether `value` is valid against schema `number`; see the same for a value in memory.
    mutating func accepts(_ number: Int, _ value: JSONValue, _ region: Marks.Region? = nil) -> Bool {
        withUnsafePointer(to: value) { accepts(number, at: $0, region) }
    }

    /// Returns whether the value in memory at `value` is valid against schema `number`.
    ///
    /// - Parameter region: where to mark what is evaluated, or nil; undefined when the answer is no.
    @inline(__always)
    mutating func accepts(_ number: Int, at value: UnsafePointer<JSONValue>, _ region: Marks.Region?) -> Bool {
        guard takeStep() else { return false }
        let node = tables.nodes + number
        switch node.pointee.shape {
        case .always: return true
        case .never: return false
        case .types: return node.pointee.types.accepts(value, strictly: node.pointee.isStrict)
        case .rules: return acceptsRules(node, value, region)
        }
    }

    private mutating func acceptsRules(
        _ node: UnsafePointer<SchemaNode>, _ value: UnsafePointer<JSONValue>, _ region: Marks.Region?
    ) -> Bool {
        guard enter(node.pointee.resource) else { return false }
        let answer =
            node.pointee.tracks ? acceptsTracking(node, value, region) : follows(node, value, region)
        leave()
        return answer
    }

    /// Counts one step; returns whether it may be taken.
    @inline(__always)
    mutating func takeStep(_ count: Int = 1) -> Bool {
        steps &-= count
        return steps >= 0 || allowsMoreSteps()
    }

    @inline(__always)
    mutating func enter(_ resource: Int32) -> Bool {
        if depth >= Self.maxDepth {
            end(.tooDeep)
            return false
        }
        depth &+= 1
        if hasDynamicScope { scope.append(resource) }
        return true
    }

    @inline(__always)
    mutating func leave() {
        depth &-= 1
        if hasDynamicScope { scope.removeLast() }
    }

    /// Ends the validation: no step is allowed any more.
    mutating func end(_ reason: Stop) {
        if stop == nil { stop = reason }
        steps = -1
        hasExtraSteps = true
    }

    /// Raises the number of steps, once, by the size of the instance; returns whether that helped.
    private mutating func allowsMoreSteps() -> Bool {
        if hasExtraSteps {
            end(.tooManySteps(allowedSteps))
            return false
        }
        hasExtraSteps = true
        allowedSteps = min(Self.freeSteps + 100 * (rootPlace?.pointee ?? root).valueCount, Self.maxSteps)
        steps += allowedSteps - Self.freeSteps
        if steps >= 0 { return true }
        end(.tooManySteps(allowedSteps))
        return false
    }

    /// Counts words that a hint looks at; returns whether it may.
    mutating func takeWords(_ count: Int) -> Bool {
        wordsToCompare -= min(count, Suggestion.maxCandidates)
        return wordsToCompare >= 0
    }

    /// The node that a dynamic reference leads to from here.
    mutating func target(of reference: UnsafePointer<DynamicReference>) -> Int {
        if !reference.pointee.targets.isEmpty, takeStep(scope.count * reference.pointee.targets.count >> 5) {
            for resource in scope {
                for target in reference.pointee.targets where target.resource == resource { return target.node }
            }
        }
        return reference.pointee.initial
    }

    /// Whether `pattern` matches; one that is too expensive ends the validation.
    mutating func matches(_ pattern: Int, _ text: String) -> Bool {
        guard takeStep(1 + text.utf8.count >> 6) else { return false }
        let rule = tables.patterns + pattern
        do throws(PatternError) {
            if !rule.pointee.backtracks { return try rule.pointee.pattern.matches(text) }
            let clock = ContinuousClock()
            let start = clock.now
            let answer = try rule.pointee.pattern.matches(text)
            patience -= clock.now - start
            if patience >= .zero { return answer }
            end(.tooSlow)
            return false
        } catch {
            end(.undecided(pattern: pattern, error))
            return false
        }
    }
}

// The rules of one node. Values are read where they lie in memory: a copy of one costs more than most rules.
extension Validator {
    /// Whether the value is of the node's types and keeps all its rules except the unevaluated ones.
    mutating func follows(
        _ node: UnsafePointer<SchemaNode>, _ value: UnsafePointer<JSONValue>, _ region: Marks.Region?
    ) -> Bool {
        if !node.pointee.types.accepts(value, strictly: node.pointee.isStrict) { return false }
        switch value.pointee {
        case .null, .bool: break
        case .string:
            for index in node.pointee.strings.indices where !acceptsText(tables.rules + index, value) { return false }
        case .number:
            if !node.pointee.numbers.isEmpty, !acceptsNumber(node, value) { return false }
        case .array:
            for index in node.pointee.arrays.indices
            where !acceptsElements(tables.rules + index, value, region) { return false }
        case .object:
            for index in node.pointee.objects.indices
            where !acceptsMembers(tables.rules + index, value, region) { return false }
        }
        for index in node.pointee.any.indices where !acceptsAny(tables.rules + index, value, region) { return false }
        return true
    }

    mutating func acceptsText(_ rule: UnsafePointer<SchemaRule>, _ value: UnsafePointer<JSONValue>) -> Bool {
        guard case .string(let text) = value.pointee else { return true }
        if text.utf8.count > 1024, !takeStep(text.utf8.count >> 8) { return false }
        switch rule.pointee.kind {
        case .minLength: return text.hasLength(atLeast: rule.pointee.a)
        case .maxLength: return text.hasLength(atMost: rule.pointee.a)
        case .pattern: return matches(rule.pointee.a, text)
        case .format:
            let format = program.formats.pointer + rule.pointee.a
            return takeStep(format.pointee.cost(of: text)) && format.pointee.accepts(text)
        case .content:
            return takeStep(text.utf8.count >> 6) && program.contents.pointer[rule.pointee.a].refusal(of: text) == nil
        default: return true
        }
    }

    private mutating func acceptsNumber(_ node: UnsafePointer<SchemaNode>, _ value: UnsafePointer<JSONValue>) -> Bool {
        guard case .number(let number) = value.pointee else { return false }
        let textCount = number.longTextCount
        for index in node.pointee.numbers.indices where !acceptsNumber(tables.rules + index, number, textCount) {
            return false
        }
        return true
    }

    /// - Parameter textCount: `longTextCount` of the number.
    @inline(__always)
    mutating func acceptsNumber(_ rule: UnsafePointer<SchemaRule>, _ number: JSONNumber, _ textCount: Int) -> Bool {
        let bound = tables.numbers + rule.pointee.a
        return takeStep(bound.pointee.cost(ofTextCount: textCount)) && bound.pointee.allows(number, rule.pointee.kind)
    }

    mutating func acceptsAny(
        _ rule: UnsafePointer<SchemaRule>, _ value: UnsafePointer<JSONValue>, _ region: Marks.Region?
    ) -> Bool {
        switch rule.pointee.kind {
        case .enumeration: return lists(rule.pointee.a, value)
        case .constant: return areEqual(program.values.pointer + rule.pointee.a, value)
        case .reference: return accepts(rule.pointee.a, at: value, region)
        case .dynamicReference: return accepts(target(of: program.dynamics.pointer + rule.pointee.a), at: value, region)
        case .allOf:
            for index in rule.pointee.a..<rule.pointee.b
            where !accepts(Int(tables.lists[index]), at: value, region) { return false }
            return true
        case .anyOf:
            var isValid = false
            for index in rule.pointee.a..<rule.pointee.b
            where acceptsBranch(Int(tables.lists[index]), at: value, region) {
                isValid = true
                if region == nil { break }
            }
            return isValid
        case .oneOf:
            var count = 0
            for index in rule.pointee.a..<rule.pointee.b
            where acceptsBranch(Int(tables.lists[index]), at: value, region) {
                count += 1
                if count > 1 { return false }
            }
            return count == 1
        case .not: return !accepts(rule.pointee.a, at: value, nil) && stop == nil
        case .condition:
            if region == nil, rule.pointee.b < 0, rule.pointee.c < 0 { return true }
            let next = acceptsBranch(rule.pointee.a, at: value, region) ? rule.pointee.b : rule.pointee.c
            return next < 0 || accepts(next, at: value, region)
        default: return true
        }
    }

    /// Whether the value is listed in enumeration `number`.
    mutating func lists(_ number: Int, _ value: UnsafePointer<JSONValue>) -> Bool {
        let enumeration = program.enumerations.pointer + number
        if case .string(let text) = value.pointee {
            return takeStep(text.utf8.count >> 8) && tables.find(text, in: enumeration.pointee.strings) != nil
        }
        if enumeration.pointee.set.isEmpty {
            return enumeration.pointee.others.contains { other in
                withUnsafePointer(to: other) { areEqual(value, $0) }
            }
        }
        return takeStep(value.pointee.hashingCost) && enumeration.pointee.set.contains(value.pointee)
    }
}
