/// Why a database file is not opened; the cause of a `.unavailable`.
package enum DatabaseRefusal: Error, Hashable, CustomStringConvertible {
    /// A newer release has migrated it.
    case newer(schema: Int, known: Int)
    /// It was made with another number of lanes, which is fixed for its life.
    case lanes(made: Int, asked: Int)
    /// It holds tables, and they are not a registry's.
    case foreign

    package var description: String {
        switch self {
        case .newer(let schema, let known):
            "the database has schema \(schema) and this program knows schemas up to \(known); run a newer release"
        case .lanes(let made, let asked):
            "the database was made with \(made) lanes and cannot be opened with \(asked)"
        case .foreign: "the file is a database, but not a registry's"
        }
    }
}
