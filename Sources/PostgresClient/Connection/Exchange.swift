/// What is sent up to one Sync, which the server runs as one implicit transaction, and what has come back of it.
struct Exchange: Sendable {
    let statements: [PostgresStatement]
    let end: @Sendable (Result<[PostgresRows], PostgresError>) -> Void
    var rows: [PostgresRows] = []
    var failure: PostgresError?
    /// Which prepared statements it used, and what they were called then.
    var prepared: [(key: StatementCache.Key, name: String)] = []
    /// Set when the server did not know one of them any more.
    var isForgotten = false
    /// How often it was sent again for that reason.
    var repeats = 0
    static let repeatsMaximum = 2

    init(
        _ statements: [PostgresStatement], end: @escaping @Sendable (Result<[PostgresRows], PostgresError>) -> Void
    ) {
        self.statements = statements
        self.end = end
    }

    /// The first failure counts; those behind it only say that there was one.
    mutating func note(_ error: PostgresError, ofStatement number: Int) {
        if failure != nil { return }
        failure = error
        failure?.statement = number
    }

    func finish() { end(failure.map { .failure($0) } ?? .success(rows)) }
}
