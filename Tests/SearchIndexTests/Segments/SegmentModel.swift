import Catalog
import JSONDocument
import RegistryCore
import RegistryQuery
import SearchIndex

/// What a segment of some uploads holds, found the plain way.
struct SegmentModel {
    struct Key: Hashable {
        let field: String?
        let kind: TermKind
        let key: [UInt8]
    }
    struct Posting: Equatable {
        var frequency = 0
        var positions: [UInt32] = []
    }
    var documents: [ArtifactDocument] = []
    var entries: [Key: [Int: Posting]] = [:]
    var lengths: [Int] = []
    var fields: Set<String> = []
    /// Where the values of the document that is read begin, by field.
    private var next: [String?: UInt32] = [:]
    /// Where the next value stands within objects that are searched one by one, and how many of them it is in.
    private var place: UInt32 = 0
    private var depth = 0

    init(_ uploads: [FixtureUpload]) {
        let sorted = uploads.sorted { one, two in
            let (first, second) = (one.documents[0].sealedAt, two.documents[0].sealedAt)
            if first != second { return first > second }
            return one.key.id.description < two.key.id.description
        }
        for upload in sorted {
            documents += upload.documents.sorted {
                $0.id.description.utf8.lexicographicallyPrecedes($1.id.description.utf8)
            }
        }
        for number in documents.indices { read(number) }
    }

    private mutating func read(_ number: Int) {
        let document = documents[number]
        lengths.append(0)
        next = [:]
        place = 0
        for (key, value) in document.staged.document.objectValue ?? [:] {
            if key == "_extra" || key.hasPrefix("_extra.") { continue }
            _ = read(value, at: key, number)
        }
        _ = read(.object(extra(of: document)), at: "_extra", number)
        let texts = [
            document.id.project.description, document.id.version.description, document.revision.description,
            document.staged.metapath.description, document.id.path.description, document.staged.type,
            document.staged.schema,
        ]
        for text in texts.compactMap(\.self) { add(text: text, to: nil, number) }
        for name in Relevance.names(of: document.id) { add(.name, TermKey.text(name), to: nil, number) }
    }
    /// `spec/rest-api.md` 4.3, for documents that do not end.
    private func extra(of document: ArtifactDocument) -> JSONObject {
        var extra: JSONObject = [
            "id": .string("\(document.id)"), "project_id": .string("\(document.id.project)"),
            "version": .string("\(document.id.version)"), "revision": .string("\(document.revision)"),
            "numerical_revision": .number(JSONNumber(document.revision.number)),
            "metapath": .string("\(document.staged.metapath)"),
            "meta_uploaded": .string("\(document.staged.metaUploaded)"),
            "meta_indexed": .string("\(document.indexedAt)"),
        ]
        extra["$schema"] = document.staged.schema.map { .string($0) }
        extra["type"] = document.staged.type.map { .string($0) }
        extra["file_size"] = document.staged.fileSize.map { .number(JSONNumber(Int($0))) }
        extra["uploaded"] = document.staged.uploaded.map { .string("\($0)") }
        return extra
    }

    private mutating func read(_ value: JSONValue, at path: String, _ number: Int) -> Bool {
        var found = true
        switch value {
        case .null: return false
        case .bool(let value): add(.bool, [value ? 1 : 0], to: path, number)
        case .number(let value): add(.number, TermKey.number(value), to: path, number)
        case .string(let text):
            if documents[number].staged.textFields.contains(path) {
                add(text: text, to: path, number)
            } else {
                add(.keyword, Array(text.utf8), to: path, number)
                if let date = DateSpan(text) { add(.date, TermKey.date(date.start), to: path, number) }
            }
        case .array(let elements):
            found = false
            for element in elements where read(element, at: path, number) { found = true }
            return found
        case .object(let object):
            found = false
            let isNested = documents[number].staged.nestedFields.contains(path)
            if isNested { (place, depth) = (place + 1, depth + 1) }
            let begin = place
            for (key, value) in object where read(value, at: path + "." + key, number) {
                put(.exists, [], at: path + "." + key, place, number)
                found = true
            }
            if isNested {
                (place, depth) = (place + 1, depth - 1)
                if found {
                    let key = Key(field: path, kind: .objects, key: [])
                    entries[key, default: [:]][number, default: Posting(frequency: 1)].positions += [begin, place]
                }
            }
        }
        if found { exists(path, number) }
        return found
    }
    private mutating func exists(_ path: String, _ number: Int) {
        if path.isEmpty { return }
        fields.insert(path)
        entries[Key(field: path, kind: .exists, key: []), default: [:]][number] = Posting(frequency: 1)
    }
    /// In an object that is searched by itself.
    private mutating func put(_ kind: TermKind, _ key: [UInt8], at path: String, _ place: UInt32, _ number: Int) {
        if depth == 0 || path.isEmpty { return }
        let key = Key(field: path, kind: .placed, key: [kind.rawValue] + key)
        var posting = entries[key]?[number] ?? Posting(frequency: 1)
        if posting.positions.last != place { posting.positions.append(place) }
        entries[key, default: [:]][number] = posting
    }
    private mutating func add(_ kind: TermKind, _ key: [UInt8], to field: String?, _ number: Int) {
        entries[Key(field: nil, kind: kind, key: key), default: [:]][number] = Posting(frequency: 1)
        if let field, !field.isEmpty {
            exists(field, number)
            entries[Key(field: field, kind: kind, key: key), default: [:]][number] = Posting(frequency: 1)
            put(kind, key, at: field, place, number)
        }
    }
    private mutating func add(text: String, to field: String?, _ number: Int) {
        if let field {
            exists(field, number)
            entries[Key(field: field, kind: .text, key: [1]), default: [:]][number] = Posting(frequency: 1)
        }
        if text.isEmpty { add(.text, [0], to: field, number) }
        let words = TextAnalyzer.tokens(text)
        if words.isEmpty { return }
        lengths[number] += words.count
        let isTitle = field.flatMap { FieldPath($0) }.map(Relevance.isTitle) ?? false
        for path in field == nil ? [nil] : [nil, field] {
            let start = next[path] ?? 0
            for (index, word) in words.enumerated() {
                let weight = path == nil && isTitle ? Relevance.titleWeight : 1
                let key = Key(field: path, kind: .word, key: Array(word.utf8))
                entries[key, default: [:]][number, default: Posting()].frequency += weight
                entries[key, default: [:]][number, default: Posting()].positions.append(start + UInt32(index))
            }
            next[path] = start + UInt32(words.count) + UInt32(PositionReader.gap) + 1
        }
        guard depth > 0, let field else { return }
        for word in words {
            put(.word, Array(word.utf8), at: field, place, number)
            place += 1
        }
        place += UInt32(PositionReader.gap) + 1
    }
}
