internal import ArgumentParser
internal import JSONDocument
internal import JSONSchema
internal import RegistryClient
internal import RegistrySchemas

/// `vitrine schema diff`
struct SchemaDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Say whether a new version of a schema is compatible with the old one, and why.",
        discussion: """
            The first line is one of

              fully compatible     both accept the same documents
              backward compatible  whatever is valid under OLD is valid under NEW
              forward compatible   whatever is valid under NEW is valid under OLD
              incompatible         neither

            Then comes one line for each difference: whether it narrows or widens what is valid, the place in OLD and \
            in NEW, and what changed. A line that says 'cannot be shown' counts as a difference: the verdict never \
            promises more than was shown. Lines that begin with 'note' have no effect on what is valid.

            Ends with status 0 when NEW is fully or backward compatible (see --require), 1 when it is not, and 2 when \
            one of them cannot be read.

            EXAMPLES
              In CI, when a new version may refuse nothing that is published:
                $ vitrine schema diff --require backward report/v1.json report/v2.json
              Only the reasons, for a program:
                $ vitrine schema diff --json v1.json v2.json | jq .differences
            """)

    enum Requirement: String, ExpressibleByArgument, CaseIterable { case full, backward, forward, any }

    @Argument(help: ArgumentHelp("The schema as it was.", valueName: "old"), completion: .file())
    var old: String

    @Argument(help: ArgumentHelp("The schema as it is to be.", valueName: "new"), completion: .file())
    var new: String

    @Option(help: "End with status 1 unless NEW is at least so; 'any' never does.")
    var require = Requirement.backward

    @Flag(help: "Print one JSON object.")
    var json = false

    @OptionGroup var schemas: SchemaOptionGroup

    func run() async throws {
        let found: SchemaCompatibility
        do {
            found = try compare()
        } catch let failure as ClientFailure {
            Console.note("Error: \(failure)")
            throw ExitCode(2)
        }
        if json { try Console.json(document(found)) } else { try lines(found).forEach(Console.line) }
        if !isEnough(found) { throw ExitCode.failure }
    }

    private func compare() throws -> SchemaCompatibility {
        var loader = try schemas.loader()
        var sides: [ComparedSchema] = []
        for path in [old, new] {
            let loaded = try loader.load(path)
            do throws(SchemaError) {
                _ = try loader.compile(loaded)
            } catch {
                throw ClientFailure(
                    "'\(PlainText.shown(path))' is no schema: \(SchemaLoader.sentence(error, loaded))",
                    advice: SchemaLoader.advice(on: error) ?? "'vitrine schema check' lists all that is wrong with it.")
            }
            sides.append(
                ComparedSchema(
                    loaded.document, base: loaded.base, resolving: loaded.resolving, options: schemas.options))
        }
        do throws(SchemaError) {
            return try SchemaCompatibility(from: sides[0], to: sides[1])
        } catch {
            throw ClientFailure("the schemas cannot be compared: \(PlainText.shown("\(error)"))")
        }
    }

    private func isEnough(_ found: SchemaCompatibility) -> Bool {
        switch require {
        case .full: found.verdict == .full
        case .backward: found.isBackward
        case .forward: found.isForward
        case .any: true
        }
    }

    private func lines(_ found: SchemaCompatibility) -> [String] {
        let differences = found.differences.map { difference in
            "\(difference.effect.rawValue)  \(shown(difference.old)) → \(shown(difference.new)): \(difference.reason)"
        }
        return ([found.verdict.rawValue] + differences + found.notes.map { "note     \($0)" })
            .map { PlainText.shown($0, limit: 2_000) }
    }

    private func document(_ found: SchemaCompatibility) -> JSONValue {
        let differences = found.differences.map { difference -> JSONValue in
            [
                "effect": .string(difference.effect.rawValue), "old": place(difference.old),
                "new": place(difference.new),
                "reason": .string(difference.reason), "uncertain": .bool(difference.isUncertain),
            ]
        }
        return [
            "verdict": .string(found.verdict.rawValue), "old": .string(old), "new": .string(new),
            "differences": .array(differences), "notes": .array(found.notes.map { .string($0) }),
        ]
    }

    private func place(_ place: SchemaPlace) -> JSONValue {
        ["file": .string(file(of: place)), "pointer": .string(place.pointer.description)]
    }

    private func file(of place: SchemaPlace) -> String {
        let path = SchemaLoader.shown(place.document)
        return path.isEmpty ? place.side == .old ? old : new : path
    }

    /// The pointer, after the file when it is not the one that was named.
    private func shown(_ place: SchemaPlace) -> String {
        let isNamed = place.document == SchemaLoader.uri(of: place.side == .old ? old : new)
        return "\(isNamed ? "" : file(of: place))#\(place.pointer)"
    }
}
