/// A folder of this machine, read anew each time.
package struct FolderSource: SchemaSource {
    package let address: SchemaAddress
    private let path: String

    package init(path: String, timeToLive: Duration = SchemaAddress.timeToLive) {
        self.path = path
        let name = path.split(separator: "/").last.map(String.init) ?? path
        address = SchemaAddress(kind: .folder, uri: "file:\(name)", timeToLive: timeToLive)
    }

    package func kept() async throws(SchemaSetError) -> SchemaState? { nil }
    package func keep(_ state: SchemaState) async throws(SchemaSetError) {}

    package func fetch(unless revision: String?) async throws(SchemaSetError) -> SchemaState? {
        let files = try SchemaFiles(folder: path)
        let digest = files.digest
        return digest == revision ? nil : SchemaState(files: files, revision: digest)
    }
}
