import Foundation
import JSONDocument
import JSONSchema
import Testing

/// Every fix that is offered for real documents, wrong as they came or made wrong here, is tried by the test itself.
@Suite struct FixPropertyTests {
    /// How much chance to give to random documents: about a second for each 100 of them.
    private static let fuzzSeconds =
        ProcessInfo.processInfo.environment["VITRINE_FUZZ_SECONDS"].flatMap(UInt64.init) ?? 1

    @Test(.enabled(if: MetadataCorpus.isPresent, MetadataCorpus.absence))
    func everyFixOfAnInvalidDocumentHolds() throws {
        var count = FixCount()
        for entry in try MetadataCorpus.entries() where !entry.isValid {
            try check(entry.schema, entry.document, &count)
        }
        print("fixes for invalid documents: \(count)")
        #expect(count.fixed > 30)
    }

    @Test(.enabled(if: MetadataCorpus.isPresent, MetadataCorpus.absence))
    func everyFixOfASpoiltDocumentHolds() throws {
        var count = FixCount()
        var random = FuzzRandom(seed: 20_12)
        for entry in try MetadataCorpus.entries() where entry.isValid {
            let document = try entry.document
            for kind in FixSlip.allCases {
                guard let spoilt = kind.applied(to: document, &random) else { continue }
                try check(entry.schema, spoilt, &count, original: document)
            }
        }
        print("fixes for spoilt documents: \(count)")
        #expect(count.fixed > 200)
        #expect(count.restored * 10 > count.alone * 9)
    }

    @Test func everyFixOfARandomDocumentHolds() throws {
        var count = FixCount()
        var random = FuzzRandom(seed: 2020)
        for seed in UInt64(0)..<(100 * Self.fuzzSeconds) {
            let one = FuzzCase(seed: seed)
            var options = SchemaOptions()
            options.draft = one.draft
            guard let schema = try? JSONSchema(one.schema, options: options) else { continue }
            for instance in one.instances {
                try check(schema, instance, &count)
                for kind in FixSlip.allCases {
                    guard let spoilt = kind.applied(to: instance, &random) else { continue }
                    try check(schema, spoilt, &count)
                }
            }
        }
        print("fixes for random documents: \(count)")
        #expect(count.fixed > 50)
    }

    private func check(
        _ schema: JSONSchema, _ document: JSONValue, _ count: inout FixCount, original: JSONValue? = nil
    ) throws {
        let errors = schema.validate(document)
        let fixes = schema.fixes(for: errors, in: document)
        #expect(fixes.count == errors.count)
        for (error, fix) in zip(errors, fixes) {
            count.add(error.keyword, isFixed: fix != nil)
            guard let fix else { continue }
            let mended = try fix.applied(to: document)
            let left = schema.validate(mended)
            if left.isEmpty, let original {
                count.alone += 1
                if mended == original { count.restored += 1 }
            }
            #expect(Self.holds(fix, for: error, errors, left), "\(fix) for \(error) leaves \(left)")
        }
    }

    /// Whether `error` is not among the errors that are `left`, and each of these was there `before`, looking back from
    /// where it is now.
    private static func holds(
        _ fix: JSONPatch, for error: ValidationError, _ before: [ValidationError], _ left: [ValidationError]
    ) -> Bool {
        var pending = before.map { Mark(place: $0.instance.tokens, schema: $0.schema) }
        guard let own = before.firstIndex(of: error) else { return false }
        let mark = pending.remove(at: own)
        for other in left {
            let present = Mark(place: place(of: other.instance.tokens, before: fix), schema: other.schema)
            guard let position = pending.firstIndex(of: present) else { return false }
            pending.remove(at: position)
            if present == mark, sentence(other) == sentence(error) { return false }
        }
        return true
    }

    /// The message without what may have been meant, which depends on the rest of the document.
    private static func sentence(_ error: ValidationError) -> String {
        error.message.components(separatedBy: ", did you mean ")[0]
    }

    private static func place(of tokens: [String], before fix: JSONPatch) -> [String] {
        var tokens = tokens
        for operation in fix.operations.reversed() {
            switch operation {
            case .move(let from, let to) where tokens.starts(with: to.tokens):
                tokens = from.tokens + tokens.dropFirst(to.tokens.count)
            case .remove(let pointer):
                let level = pointer.tokens.count - 1
                if tokens.count > level, tokens.prefix(level) == pointer.tokens.prefix(level),
                    let index = Int(tokens[level]), let gone = Int(pointer.tokens[level]), index >= gone
                {
                    tokens[level] = String(index + 1)
                }
            default: continue
            }
        }
        return tokens
    }

    private struct Mark: Equatable {
        let place: [String]
        let schema: JSONPointer
    }
}

/// How many errors there were by keyword, and how many of them got a fix.
private struct FixCount: CustomStringConvertible {
    private var all: [String: Int] = [:]
    private var some: [String: Int] = [:]
    var alone = 0  // fixes that left no error
    var restored = 0  // of these, the ones that gave the original document back

    var fixed: Int { some.values.reduce(0, +) }

    mutating func add(_ keyword: String, isFixed: Bool) {
        all[keyword, default: 0] += 1
        if isFixed { some[keyword, default: 0] += 1 }
    }

    var description: String {
        let rows = all.sorted { $0.value > $1.value }.map { "\($0.key) \(some[$0.key, default: 0])/\($0.value)" }
        return "\(fixed) of \(all.values.reduce(0, +)) errors (\(rows.joined(separator: ", "))); "
            + "\(restored) of \(alone) that leave no error restore the original"
    }
}

/// What a person or a program does wrong in writing one value or name.
private enum FixSlip: CaseIterable {
    case key, keyCase, letter, upperCase, space, separator, text, list

    /// Returns `document` with this slip at a random place, or nil when it does not apply there.
    func applied(to document: JSONValue, _ random: inout FuzzRandom) -> JSONValue? {
        let places = Self.places(in: document, JSONPointer.root)
        guard let place = places.randomElement(using: &random), let value = place.resolve(in: document),
            let name = place.tokens.last
        else { return nil }
        let parent = JSONPointer(Array(place.tokens.dropLast()))
        let isMember = parent.resolve(in: document)?.objectValue != nil
        let operation: JSONPatch.Operation? =
            switch (self, value) {
            case (.key, _) where isMember:
                .move(from: place, to: parent.appending(Self.misspelt(name, &random)))
            case (.keyCase, _) where isMember:
                .move(from: place, to: parent.appending(Bool.random(using: &random) ? name.uppercased() : name + " "))
            case (.letter, .string(let text)): .replace(place, .string(Self.misspelt(text, &random)))
            case (.upperCase, .string(let text)): .replace(place, .string(text.uppercased()))
            case (.space, .string(let text)): .replace(place, .string(" " + text + "\n"))
            case (.separator, .string(let text)): .replace(place, .string(text.replacing(" ", with: "_")))
            case (.text, .number), (.text, .bool): .replace(place, .string(value.description))
            case (.text, .string(let text)): JSONNumber(text: text).map { .replace(place, .number($0)) }
            case (.list, .string), (.list, .number): .replace(place, [value])
            default: nil
            }
        return operation.flatMap { try? JSONPatch([$0]).applied(to: document) }
    }

    private static func places(in value: JSONValue, _ place: JSONPointer) -> [JSONPointer] {
        switch value {
        case .object(let object):
            [place] + object.flatMap { places(in: $0.value, place.appending($0.key)) }
        case .array(let elements):
            [place] + elements.prefix(20).enumerated().flatMap { places(in: $0.element, place.appending($0.offset)) }
        default: [place]
        }
    }

    /// One letter left out, doubled, replaced or swapped with the next.
    private static func misspelt(_ word: String, _ random: inout FuzzRandom) -> String {
        var letters = Array(word.unicodeScalars)
        guard let index = letters.indices.randomElement(using: &random) else { return "x" }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: letters.remove(at: index)
        case 1: letters.insert(letters[index], at: index)
        case 2: letters[index] = "q"
        default: if index + 1 < letters.count { letters.swapAt(index, index + 1) } else { letters.append("s") }
        }
        return String(String.UnicodeScalarView(letters))
    }
}
