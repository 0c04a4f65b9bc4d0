/// One project of the sample data, with everything that its uploads need.
package struct SampleProject: Sendable, Equatable {
    /// Legal as a project id (`spec/rest-api.md` 2.1); begins with `demo-`.
    package let id: String
    package let title: String
    package let permissions: SamplePermissions
    /// 1 to 3, in the order in which they are to be uploaded.
    package let versions: [SampleVersion]
}

/// Who may read and write a sample project, in the words of the wire (`spec/rest-api.md` 1.7).
package struct SamplePermissions: Sendable, Equatable {
    package let owners: [String]
    package let viewers: [String]
    /// `public`, `authenticated`, `viewers` or `owners`.
    package let readAccess: String
    package let writeAccess: String
}

/// One version of a sample project.
package struct SampleVersion: Sendable, Equatable {
    package let version: String
    /// Data files and their metadata documents (`<path>.json`), each path once.
    package let files: [SampleFile]
}

/// One file of a version: its path within the version and its bytes.
package struct SampleFile: Sendable, Equatable {
    package let path: String
    package let contents: [UInt8]
}
