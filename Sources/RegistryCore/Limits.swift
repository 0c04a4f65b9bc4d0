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
    /// Of a failed upload: documents that are kept, problems of each, and bytes of all of them together.
    package static let rejectsPerUpload = 1_000
    package static let problemsPerReject = 100
    package static let rejectBytes = 4 << 20
    /// Bytes of each text of a problem.
    package static let problemTextBytes = 2_048
    /// Fixes that are looked for: of one document, of one upload, bytes of such a document, bytes of a fix.
    package static let fixesPerDocument = 20
    package static let fixesPerUpload = 1_000
    package static let fixedDocumentBytes = 32 << 10
    package static let fixBytes = 8 << 10
    /// After this long no further document of the upload is looked at for fixes.
    package static let fixTime = Duration.seconds(10)
    /// Clients of one process that follow jobs at a time.
    package static let eventStreams = 200
    package static let eventStreamsOfUser = 16
    package static let anonymousEventStreams = 40
    /// Bytes of a text that rejects are searched for.
    package static let rejectTextBytes = 256
}
