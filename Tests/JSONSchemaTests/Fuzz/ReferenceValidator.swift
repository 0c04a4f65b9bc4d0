import Foundation
import JSONDocument
import JSONSchema

/// Python's `jsonschema` in a process of its own, asked over pipes; one thread at a time.
final class ReferenceValidator {
    /// What a test says when there is none.
    static let missing = "needs the reference validator: scripts/schema-suite installs it"

    private static let interpreter: String = {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["VITRINE_CACHE"] ?? (environment["HOME"] ?? "") + "/.cache/vitrine"
        return "\(cache)/reference-validator/\(OfficialSuite.version)/bin/python"
    }()

    /// Whether the tests run: where there is a reference, and in CI, where its absence is a failure.
    static var isExpected: Bool {
        FileManager.default.isExecutableFile(atPath: interpreter)
            || ProcessInfo.processInfo.environment["CI"] == "true"
    }

    /// One line to ask: a schema and instances.
    struct Question {
        let draft: SchemaDraft
        let schema: JSONValue
        let instances: [JSONValue]
    }

    /// How long it may say nothing, in seconds; it gives itself one for each instance.
    private static let patience: Int32 = 30

    private let process = Process()
    private let questions = Pipe()
    private let answers = Pipe()
    private var pending: [UInt8] = []

    init() throws {
        guard FileManager.default.isExecutableFile(atPath: Self.interpreter) else { throw FuzzError(Self.missing) }
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "scripts/reference-verdicts")
        process.executableURL = URL(filePath: Self.interpreter)
        process.arguments = [script.path]
        process.standardInput = questions
        process.standardOutput = answers
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        try? questions.fileHandleForWriting.close()
        kill(process.processIdentifier, SIGKILL)  // it may be amid an instance
        process.waitUntilExit()
    }

    /// Sends the question; `answer` has the verdicts, in the order of what was asked.
    ///
    /// A hundred questions may be under way: their answers fit the pipe.
    func ask(_ question: Question) throws {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("draft")
        writer.string(question.draft.rawValue)
        writer.key("schema")
        writer.value(question.schema)
        writer.key("instances")
        writer.value(.array(question.instances))
        writer.endObject()
        try questions.fileHandleForWriting.write(contentsOf: Data(writer.bytes + [UInt8(ascii: "\n")]))
    }

    /// One verdict for each instance; nil where the reference gave up.
    ///
    /// - Throws: also when nothing is said for half a minute.
    func answer() throws -> [Bool?] {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(pending[..<end])
                pending.removeSubrange(...end)
                guard let verdicts = try JSONValue(parsing: line).arrayValue else {
                    throw FuzzError("no list of verdicts")
                }
                return verdicts.map(\.boolValue)
            }
            var waiting = pollfd(fd: answers.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, Self.patience * 1000) != 0 else {
                throw FuzzError("the reference validator has said nothing for \(Self.patience) s")
            }
            let more = answers.fileHandleForReading.availableData
            if more.isEmpty { throw FuzzError("the reference validator has ended") }
            pending += more
        }
    }

    func verdict(_ draft: SchemaDraft, _ schema: JSONValue, _ instance: JSONValue) throws -> Bool? {
        try ask(Question(draft: draft, schema: schema, instances: [instance]))
        return try answer().first ?? nil
    }
}
