internal import GRDB
package import RegistryStore

extension StoreError {
    /// What an error out of a transaction means to the one who asked for `operation`.
    package init(_ error: any Error, during operation: String) {
        if let error = error as? StoreError {
            self = error
            return
        }
        switch (error as? DatabaseError)?.resultCode {
        case .SQLITE_FULL?: self = .noSpace
        // Only what a statement did not ask for first ends here: a row that another row refers to, a second active upload.
        case .SQLITE_CONSTRAINT?: self = .conflict(expected: "\(operation) to keep keys unique and owners present")
        default: self = .unavailable(operation: operation, cause: error)
        }
    }
}
