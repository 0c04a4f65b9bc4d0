internal import Foundation
internal import JSONDocument
internal import JSONSchema

/// Validates real documents with our validator, and says what that takes: ours of `Peers/validate_documents.py`.
///
/// Takes the metadata folder and the seconds of processor time that each mode goes on; writes the same JSON object.
@main
struct DocumentValidationCommand {
    static func main() {
        do {
            let arguments = CommandLine.arguments
            guard arguments.count == 3, let seconds = Double(arguments[2]) else {
                throw DocumentValidationError("usage: document-validation METADATA SECONDS")
            }
            let corpus = try Corpus(folder: arguments[1])
            FileHandle.standardOutput.write(Data(try report(on: corpus, seconds: seconds).serialized()))
        } catch {
            FileHandle.standardError.write(Data("document-validation: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func report(on corpus: Corpus, seconds: Double) throws -> JSONValue {
        let cases = corpus.cases
        let modes: JSONObject = [
            "verdict": try measured(cases, seconds) { $0.schema.isValid($0.value) },
            "parse, verdict": try measured(cases, seconds) { $0.schema.isValid(try $0.parsed()) },
            "errors": try measured(cases, seconds) { $0.schema.validate($0.value).isEmpty },
            "parse, errors": try measured(cases, seconds) { $0.schema.validate(try $0.parsed()).isEmpty },
        ]
        let verdicts = JSONObject(cases.map { ($0.id, .bool($0.schema.isValid($0.value))) })
        return ["verdicts": .object(verdicts), "modes": .object(modes)]
    }

    /// Goes over all cases again and again.
    private static func measured(
        _ cases: [Corpus.Case], _ seconds: Double, _ isValid: (Corpus.Case) throws -> Bool
    ) throws -> JSONValue {
        let expected = try cases.count(where: isValid)
        var documents = 0
        let start = ContinuousClock.now
        let processor = processorTime
        while processorTime - processor < seconds {
            guard try cases.count(where: isValid) == expected else {
                throw DocumentValidationError("a verdict is not the same each time")
            }
            documents += cases.count
        }
        let used = (processorTime - processor) * 1e6
        let elapsed = (ContinuousClock.now - start) / .seconds(1)
        return [
            "documents": .number(JSONNumber(documents)), "seconds": number(elapsed), "processor": number(used),
        ]
    }

    private static func number(_ value: Double) -> JSONValue { JSONNumber(value).map { .number($0) } ?? .null }

    /// Of this process, user and system, in seconds.
    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
