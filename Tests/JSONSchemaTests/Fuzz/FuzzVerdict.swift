import Foundation
import JSONDocument
import JSONSchema

/// What the validator says of one instance, asked in every way it can be asked.
enum FuzzVerdict: Equatable, CustomStringConvertible {
    case valid
    case invalid
    /// The schema was refused.
    case noSchema(String)
    /// The ways to ask do not agree.
    case torn(String)
    /// It took this many seconds of processor time.
    case slow(Double)

    /// How long one evaluation may take, in seconds of the thread's processor time.
    static let mostSeconds = 2.0

    /// The same for the longer forms of output, which name every branch until a limit ends them, in a debug build.
    static let mostSecondsOfOutput = 12.0

    /// - Parameter forms: the forms of output that are asked for too.
    init(of instance: JSONValue, by schema: JSONSchema, forms: [OutputForm]) {
        let (isValid, fastest) = Self.timed { schema.isValid(instance) }
        let (errors, forPeople) = Self.timed { schema.validate(instance) }
        var slow = [fastest, forPeople].first { $0 > Self.mostSeconds }
        var dissent = isValid == errors.isEmpty ? nil : "validate says \(errors)"
        for form in forms {
            let (output, seconds) = Self.timed { schema.output(instance, as: form) }
            if seconds > (form == .flag ? Self.mostSeconds : Self.mostSecondsOfOutput) { slow = seconds }
            let said = output["valid"]?.boolValue
            if said != isValid, !Self.isEndedByLimit(output) {
                dissent = "the output \(form) says \(said.map { "\($0)" } ?? "nothing")"
            }
        }
        if let slow {
            self = .slow(slow)
        } else if let dissent {
            self = .torn("isValid says \(isValid), but \(dissent)")
        } else {
            self = isValid ? .valid : .invalid
        }
    }

    /// Whether a limit was reached that the shorter ways to ask did not reach: then the one unit says so.
    private static func isEndedByLimit(_ output: JSONValue) -> Bool {
        let error = output["error"] ?? output["errors"]?.arrayValue?.first?["error"]
        return error?.stringValue?.contains("takes more than") ?? false
    }

    /// Compiles `schema` and asks for each of `instances`, with all forms of output for the first alone: they take time.
    static func all(_ draft: SchemaDraft, _ schema: JSONValue, _ instances: [JSONValue]) -> [FuzzVerdict] {
        var options = SchemaOptions()
        options.draft = draft
        do throws(SchemaError) {
            let compiled = try JSONSchema(schema, options: options)
            return instances.enumerated().map { index, instance in
                FuzzVerdict(of: instance, by: compiled, forms: index == 0 ? OutputForm.allCases : [.flag])
            }
        } catch {
            return instances.map { _ in .noSchema("\(error)") }
        }
    }

    func agrees(with reference: Bool?) -> Bool {
        switch self {
        case .valid: reference != false
        case .invalid: reference != true
        case .noSchema, .torn, .slow: false
        }
    }

    var description: String {
        switch self {
        case .valid: "valid"
        case .invalid: "invalid"
        case .noSchema(let error): "no schema: \(error)"
        case .torn(let answers): answers
        case .slow(let seconds): "\(seconds) s"
        }
    }

    /// Whether both are of one kind; of two refused schemas, whether the same is wrong with them, if elsewhere.
    func isLike(_ other: FuzzVerdict) -> Bool {
        switch (self, other) {
        case (.valid, .valid), (.invalid, .invalid), (.torn, .torn), (.slow, .slow): true
        case (.noSchema(let left), .noSchema(let right)): left.firstPart == right.firstPart
        default: false
        }
    }

    /// What `body` returns, and the seconds of this thread's processor time that it took.
    private static func timed<Value>(_ body: () -> Value) -> (Value, Double) {
        let start = processorTime
        let value = body()
        return (value, processorTime - start)
    }

    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

extension String {
    /// A schema error without its place.
    fileprivate var firstPart: Substring { firstRange(of: ", at ").map { self[..<$0.lowerBound] } ?? self[...] }
}
