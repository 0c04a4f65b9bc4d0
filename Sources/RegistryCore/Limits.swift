/// The limits of design section 9, stated for people in `docs/operating/limits.md`.
package enum Limits {
    /// Bytes of one metadata document.
    package static let documentBytes = 4 << 20
    /// Bytes of a request body that is not a file: an upload of 100 000 paths fits.
    package static let bodyBytes = 64 << 20
    /// Bytes of one manifest: an upload of 100 000 files fits.
    package static let manifestBytes = 256 << 20
    /// Bytes of a body that says permissions and the like.
    package static let smallBodyBytes = 1 << 20
    package static let filesPerVersion = 100_000
    /// Bytes of one file's body; past it 413.
    package static let fileBytes: Int64 = 5 << 40
    package static let pageDefault = 50
    package static let pageMaximum = 500
    package static let projectPageDefault = 100
    /// Errors that one job keeps.
    package static let validationErrors = 1_000
}
