internal import JSONDocument

/// One artifact before it becomes files: its data, or nil for a redirection, and its metadata document.
struct Artifact {
    let path: String
    let data: [UInt8]?
    let document: JSONObject

    /// The data file, if any, and then the document beside it.
    var files: [SampleFile] {
        let metadata = SampleFile(
            path: path + ".json", contents: JSONValue.object(document).serialized(pretty: true) + [UInt8(ascii: "\n")])
        return (data.map { [SampleFile(path: path, contents: $0)] } ?? []) + [metadata]
    }
}
