/// One application of a patch: the document as it is so far, and what has been spent on it.
struct JSONPatchRun {
    private static let maxDepth = 512
    private static let maxSteps = 20_000_000

    struct Failure: Error {
        let reason: JSONPatchError.Reason
        let pointer: JSONPointer
    }

    private enum Change {
        case add(JSONValue)
        case replace(JSONValue)
        case remove
    }

    private(set) var document: JSONValue
    private var steps = 0

    init(document: JSONValue) { self.document = document }

    mutating func apply(_ operation: JSONPatch.Operation) throws(Failure) {
        switch operation {
        case .add(let path, let value): try add(value, at: path)
        case .remove(let path): try remove(path)
        case .replace(let path, let value):
            try measure(value, at: path)
            try change(path, .replace(value))
        case .move(let from, let path):
            let value = try value(at: from)
            if from == path { return }
            if path.tokens.count > from.tokens.count, JSONPointer(Array(path.tokens.prefix(from.tokens.count))) == from
            {
                throw Failure(reason: .moveIntoItself, pointer: path)
            }
            try remove(from)
            try add(value, at: path)
        case .copy(let from, let path): try add(try value(at: from), at: path)
        case .test(let path, let expected):
            let found = try value(at: path)
            try measure(expected, at: path)
            if found != expected { throw Failure(reason: .testFailed, pointer: path) }
        }
    }

    private func value(at path: JSONPointer) throws(Failure) -> JSONValue {
        guard let value = path.resolve(in: document) else { throw Failure(reason: .nothingThere, pointer: path) }
        return value
    }

    private mutating func add(_ value: JSONValue, at path: JSONPointer) throws(Failure) {
        try measure(value, at: path)
        try change(path, .add(value))
    }

    private mutating func remove(_ path: JSONPointer) throws(Failure) {
        if path.tokens.isEmpty { throw Failure(reason: .removesDocument, pointer: path) }
        try change(path, .remove)
    }

    /// Counts the values in `value`, which is to stand at `path`, and looks how deep they go.
    private mutating func measure(_ value: JSONValue, at path: JSONPointer) throws(Failure) {
        var pending = [(value: value, depth: path.tokens.count)]
        while let (value, depth) = pending.popLast() {
            if depth > Self.maxDepth {
                throw Failure(reason: .depthExceeded(limit: Self.maxDepth), pointer: path)
            }
            switch value {
            case .array(let elements):
                try spend(elements.count, at: path)
                for element in elements { pending.append((element, depth + 1)) }
            case .object(let object):
                try spend(object.count, at: path)
                for member in object { pending.append((member.value, depth + 1)) }
            default: continue
            }
        }
    }

    private mutating func spend(_ count: Int, at path: JSONPointer) throws(Failure) {
        steps += count + 1
        if steps > Self.maxSteps { throw Failure(reason: .tooManySteps(limit: Self.maxSteps), pointer: path) }
    }

    private mutating func change(_ path: JSONPointer, _ change: Change) throws(Failure) {
        var cost = 0
        do throws(JSONPatchError.Reason) {
            try Self.apply(change, to: &document, path.tokens[...], &cost)
        } catch {
            throw Failure(reason: error, pointer: path)
        }
        try spend(cost, at: path)
    }

    private static func apply(
        _ change: Change, to value: inout JSONValue, _ way: ArraySlice<String>, _ cost: inout Int
    ) throws(JSONPatchError.Reason) {
        guard let token = way.first else {
            switch change {
            case .add(let new), .replace(let new): value = new
            case .remove: throw .removesDocument
            }
            return
        }
        let rest = way.dropFirst()
        // Not a `switch`, which would hold on to what is to be changed in place: 30 ms a step for a million elements.
        if case .object(var object) = value {
            value = .null
            defer { value = .object(object) }
            try apply(change, to: &object, token, rest, &cost)
        } else if case .array(var elements) = value {
            value = .null
            defer { value = .array(elements) }
            try apply(change, to: &elements, token, rest, &cost)
        } else if case .add = change, rest.isEmpty {
            throw .notAContainer
        } else {
            throw .nothingThere
        }
    }

    private static func apply(
        _ change: Change, to object: inout JSONObject, _ key: String, _ rest: ArraySlice<String>, _ cost: inout Int
    ) throws(JSONPatchError.Reason) {
        if rest.isEmpty, case .add(let new) = change {
            object[key] = new
            return
        }
        guard var member = object[key] else { throw .nothingThere }
        if rest.isEmpty, case .remove = change {
            cost += object.count
            object.remove(key)
            return
        }
        object[key] = .null
        defer { object[key] = member }
        try apply(change, to: &member, rest, &cost)
    }

    private static func apply(
        _ change: Change, to elements: inout [JSONValue], _ token: String, _ rest: ArraySlice<String>,
        _ cost: inout Int
    ) throws(JSONPatchError.Reason) {
        if rest.isEmpty, case .add(let new) = change {
            guard let index = token == "-" ? elements.count : JSONPointer.index(token), index <= elements.count else {
                throw .noSuchPlace(length: elements.count)
            }
            cost += elements.count - index
            elements.insert(new, at: index)
            return
        }
        guard let index = JSONPointer.index(token), index < elements.count else { throw .nothingThere }
        if rest.isEmpty, case .remove = change {
            cost += elements.count - index
            elements.remove(at: index)
            return
        }
        try apply(change, to: &elements[index], rest, &cost)
    }
}
