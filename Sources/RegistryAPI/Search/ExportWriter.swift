internal import JSONDocument
internal import RegistryCore
internal import RegistryService

/// Documents as the bytes of a stream, in one of its forms.
struct ExportWriter: Sendable {
    private let form: SearchParameters.Form
    private let table: TableText?
    private let tellsCursors: Bool
    /// The members that have to be asked for.
    let fields: [String]

    /// - Parameter fields: those that the client asks for; the columns of a table.
    /// - Throws: `.invalidQuery` for what the form cannot say.
    init(_ parameters: SearchParameters, fields: [String]) throws(RegistryError) {
        form = parameters.form
        tellsCursors = parameters.checkpoints
        switch form {
        case .tsv, .csv:
            self.fields = fields.isEmpty ? TableText.usualColumns : fields
            table = TableText(form == .tsv ? .tsv : .csv, columns: self.fields)
        case .ids:
            self.fields = ["_extra.id"]
            table = nil
        case .ndjson, .json:
            self.fields = fields
            table = nil
        }
        if parameters.checkpoints, form != .ndjson {
            throw RegistryError(.invalidQuery, "the query parameter 'checkpoints' goes with 'format=ndjson' only")
        }
        if parameters.explains == true || parameters.highlights == true {
            throw RegistryError(
                .invalidQuery, "the query parameters 'explain' and 'highlight' go with 'format=json' only")
        }
    }

    var contentType: String {
        switch form {
        case .json: "application/json"
        case .ndjson: "application/x-ndjson"
        case .tsv: "text/tab-separated-values; charset=utf-8"
        case .csv: "text/csv; charset=utf-8; header=present"
        case .ids: "text/plain; charset=utf-8"
        }
    }

    /// What stands before the first document.
    var start: [UInt8] { table.map { Array($0.header.utf8) } ?? [] }

    /// One document and its line's end.
    func line(_ document: JSONValue) -> [UInt8] {
        if let table { return Array(table.row(document).utf8) }
        if form == .ids { return Array((document["_extra"]?["id"]?.stringValue ?? "").utf8) + [UInt8(ascii: "\n")] }
        return document.serialized() + [UInt8(ascii: "\n")]
    }

    /// The line after a page; nothing unless the client asked for it.
    func checkpoint(_ cursor: () throws(RegistryError) -> String) throws(RegistryError) -> [UInt8] {
        guard tellsCursors else { return [] }
        return JSONValue.object(["_cursor": .string(try cursor())]).serialized() + [UInt8(ascii: "\n")]
    }
}
