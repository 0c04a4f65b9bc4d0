internal import EventReactor

/// Rows on their way into a table by `COPY`.
package struct PostgresCopy {
    /// How the statement says that the rows come.
    package enum Format: Sendable {
        /// `FORMAT binary`: faster, and the columns must be of the very types of the values.
        case binary
        /// The server reads each value as its column's type.
        case text
    }
    private static let flushSize = 256 << 10
    private static let largestRow = 1_000_000_000

    private let lease: PostgresLease
    private let format: Format
    private var buffer: [UInt8] = []

    init(_ lease: PostgresLease, _ format: Format) {
        self.lease = lease
        self.format = format
        if format == .binary { buffer.appendCopyHeader() }
    }

    /// Adds a row, one value for each column that the statement names; waits while the server is behind.
    ///
    /// - Throws: `.unencodable`, naming the column by number; nothing of that row is sent.
    package mutating func add(_ row: [PostgresValue]) async throws(PostgresError) {
        let start = buffer.count
        do throws(PostgresError) {
            switch format {
            case .binary: try buffer.append(binaryRow: row)
            case .text: try buffer.append(textRow: row)
            }
            if buffer.count - start > Self.largestRow { throw PostgresError(.unencodable, "a row of more than 1 GB") }
        } catch {
            buffer.removeLast(buffer.count - start)
            throw error
        }
        if buffer.count >= Self.flushSize { try await flush() }
    }

    mutating func finish() async throws(PostgresError) -> Int {
        if format == .binary { buffer.append(integer: UInt16.max) }
        try await flush()
        return try await lease.answer { $0.endCopy(takingBack: false, $1) }
    }

    private mutating func flush() async throws(PostgresError) {
        let bytes = buffer
        buffer.removeAll(keepingCapacity: true)
        let _: Int = try await lease.answer { $0.copy(bytes, $1) }
    }
}

extension PostgresLease {
    /// Loads rows: all of them, or none when `body` throws, the task is cancelled or the server refuses one.
    ///
    /// The statement's timeout is for all of it: `SET LOCAL statement_timeout` before, in a transaction, for a long one.
    ///
    /// - Parameters:
    ///   - sql: `COPY table (columns) FROM STDIN (FORMAT binary)`, or without `FORMAT` for text.
    ///   - body: adds the rows.
    /// - Returns: how many rows were added.
    package func copy(
        _ sql: StaticString, _ format: PostgresCopy.Format = .binary,
        _ body: (inout PostgresCopy) async throws -> Void
    ) async throws -> Int {
        let _: Int = try await answer { $0.startCopy(sql.description, $1) }
        var copy = PostgresCopy(self, format)
        do {
            try await body(&copy)
            return try await copy.finish()
        } catch {
            await takeBackCopy()
            throw error
        }
    }

    /// Also when the task is cancelled; where there is nothing left to take back nothing happens.
    private func takeBackCopy() async {
        let waiter = Waiter<Int>()
        let isHanded = reactor.execute { [connection = loan.connection] in
            connection.assumeIsolated { connection in connection.endCopy(takingBack: true) { waiter.answer($0) } }
        }
        if isHanded { _ = try? await waiter.value() }
    }

    /// Reads a large result in chunks of `size` rows, the next one only when `body` is done with the last; call it
    /// within ``PostgresClient/transaction(_:attempts:_:)``, of whose moment all chunks are, one at a time.
    package func chunks(
        of statement: PostgresStatement, size: Int = 500, _ body: (PostgresRows) async throws -> Void
    ) async throws {
        let declare = PostgresStatement(
            composed: "DECLARE chunks NO SCROLL CURSOR FOR \(statement.sql)", statement.values)
        let fetch = PostgresStatement(composed: "FETCH \(size) FROM chunks")
        var rows = try await run([declare, fetch])[1]
        while true {
            try await body(rows)
            if rows.count < size { break }
            rows = try await run(fetch)
        }
        _ = try await run(PostgresStatement("CLOSE chunks"))
    }
}
