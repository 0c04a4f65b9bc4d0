internal import JSONDocument
internal import RegistryCore
internal import RegistryService

/// The body that starts an upload, in either dialect (`spec/rest-api.md` 1.4).
struct UploadBody {
    /// Which shapes `presigned_urls` and `links` have in the answer.
    enum Dialect {
        /// Dictionaries by file name.
        case dictionaries
        /// Lists of objects: asked for by an entry with the check `simple`.
        case lists
    }
    let request: StartRequest
    let dialect: Dialect

    /// - Throws: 422 naming the member that is wrong; `.notSupported` for temporary storage credentials.
    init(_ object: JSONObject) throws(RegistryError) {
        guard let filenames = object["filenames"], !filenames.isNull else {
            throw .invalidBody(at: ["filenames"], "'filenames' is missing")
        }
        guard let list = filenames.arrayValue else {
            throw .invalidBody(at: ["filenames"], "'filenames' is a list of file names or objects")
        }
        var entries: [StartRequest.Entry] = []
        entries.reserveCapacity(list.count)
        for (index, value) in list.enumerated() { entries.append(try UploadEntry(value, at: index).entry) }
        try Self.checkMode(object)
        request = StartRequest(
            entries: entries, completedBy: try Self.moment("completed_by", in: object) ?? .text("in 1 day"),
            expiresIn: try Self.moment("expires_in", in: object))
        let isLists = entries.contains { if case .simple = $0.check { true } else { false } }
        dialect = isLists ? .lists : .dictionaries
    }

    private static func checkMode(_ object: JSONObject) throws(RegistryError) {
        guard let mode = object["mode"], !mode.isNull else { return }
        switch mode.stringValue {
        case "s3-presigned-url": return
        case "sts-credentials":
            throw RegistryError(.notSupported, "Unable to obtain STS credentials, not supported")
        default: throw .invalidBody(at: ["mode"], "'mode' is one of 's3-presigned-url', 'sts-credentials'")
        }
    }

    private static func moment(_ name: String, in object: JSONObject) throws(RegistryError) -> StartRequest.Moment? {
        switch object[name] {
        case nil, .null: return nil
        case .string(let text): return .text(text)
        case .some(let value):
            guard let seconds = value.intValue else {
                throw .invalidBody(at: [name], "'\(name)' is a date as text, or whole seconds from now")
            }
            return .seconds(seconds)
        }
    }
}

/// One entry of `filenames`: a name, or an object that says how to check for a file that is there already.
private struct UploadEntry {
    let entry: StartRequest.Entry

    init(_ value: JSONValue, at index: Int) throws(RegistryError) {
        if let name = value.stringValue {
            entry = StartRequest.Entry(filename: name)
            return
        }
        let place = "filenames[\(index)]"
        guard let object = value.objectValue else {
            throw .invalidBody(at: ["filenames", String(index)], "'\(place)' is a file name or an object")
        }
        func text(_ name: String, of object: JSONObject?, below: String = "") throws(RegistryError) -> String {
            guard let text = object?[name]?.stringValue else {
                throw .invalidBody(
                    at: ["filenames", String(index)] + (below.isEmpty ? [name] : [below, name]),
                    "'\(place)\(below.isEmpty ? "" : "." + below).\(name)' is missing or no text")
            }
            return text
        }
        let filename = try text("filename", of: object)
        let values = object["value"]?.objectValue
        let check: StartRequest.Entry.Check
        switch try text("check", of: object).lowercased() {
        case "simple": check = .simple(md5: try text("md5sum", of: values, below: "value"))
        case "md5":
            check = .md5(
                field: try text("field", of: values, below: "value"),
                md5: try text("md5sum", of: values, below: "value"))
        case "link": check = .link(target: try text("artifactdb_id", of: values, below: "value"))
        default:
            throw .invalidBody(
                at: ["filenames", String(index), "check"],
                "'\(place).check' is one of 'simple', 'md5', 'link'")
        }
        entry = StartRequest.Entry(filename: filename, check: check)
    }
}
