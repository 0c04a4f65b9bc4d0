import Foundation

/// Data that is shared beside the repository; tests that need it skip without it.
enum SharedData {
    /// `VITRINE_SHARED_DATA`, else `../shared/data` seen from the package.
    static let folder: URL =
        ProcessInfo.processInfo.environment["VITRINE_SHARED_DATA"].map { URL(filePath: $0) }
        ?? URL(filePath: #filePath).appending(path: "../../../../shared/data").standardizedFileURL

    static func bytes(of path: String) -> [UInt8]? {
        (try? Data(contentsOf: folder.appending(path: path))).map { Array($0) }
    }
}
