internal import CPostgres
internal import DequeModule

extension PostgresConnection {
    /// Sends `exchange` behind those that are under way.
    func send(_ exchange: Exchange) {
        guard phase == .open else {
            return exchange.end(.failure(PostgresError(.unavailable, "the connection is not open")))
        }
        var exchange = exchange
        let bound: [BoundParameters]
        do throws(PostgresError) {
            bound = try Self.bound(exchange.statements)
        } catch {
            return exchange.end(.failure(error))
        }
        exchange.prepared = []
        for (statement, parameters) in zip(exchange.statements, bound) {
            // The last time it relies on nothing that the exchanges before it may yet fail to prepare.
            let isSent =
                configuration.isPooled || exchange.repeats == Exchange.repeatsMaximum
                ? sendUnnamed(statement, parameters) : sendPrepared(statement, parameters, &exchange)
            guard isSent else {
                exchanges.append(exchange)  // so that it fails with the others
                return lose(lostError())
            }
            replies.append(.statement)
        }
        exchanges.append(exchange)
        guard PQpipelineSync(handle) == 1 else { return lose(lostError()) }
        replies.append(.sync)
        flushLater()
        watchOver()
    }

    private static func bound(_ statements: [PostgresStatement]) throws(PostgresError) -> [BoundParameters] {
        var bound: [BoundParameters] = []
        bound.reserveCapacity(statements.count)
        for (number, statement) in statements.enumerated() {
            do throws(PostgresError) {
                bound.append(try BoundParameters(statement.values))
            } catch {
                var error = error
                error.statement = number
                throw error
            }
        }
        return bound
    }

    private func sendUnnamed(_ statement: PostgresStatement, _ parameters: BoundParameters) -> Bool {
        statement.withCString { sql in
            parameters.withPointers { values, lengths, formats in
                PQsendQueryParams(handle, sql, parameters.count, parameters.types, values, lengths, formats, 1)
            }
        } == 1
    }

    private func sendPrepared(
        _ statement: PostgresStatement, _ parameters: BoundParameters, _ exchange: inout Exchange
    ) -> Bool {
        let key = StatementCache.Key(statement, types: parameters.types)
        let name: String
        switch cache.use(key) {
        case .prepared(let known): name = known
        case .prepare(let new, let dropped):
            name = new
            for dropped in dropped {
                guard PQsendQueryParams(handle, "DEALLOCATE \(dropped)", 0, nil, nil, nil, nil, 1) == 1 else {
                    return false
                }
                replies.append(.deallocate)
            }
            let isSent = statement.withCString { PQsendPrepare(handle, name, $0, parameters.count, parameters.types) }
            guard isSent == 1 else { return false }
            replies.append(.prepare(key, name: name))
        }
        exchange.prepared.append((key, name))
        return parameters.withPointers { values, lengths, formats in
            PQsendQueryPrepared(handle, name, parameters.count, values, lengths, formats, 1)
        } == 1
    }

    /// Takes the next result: of `reply`, the oldest that is awaited.
    func take(_ reply: Reply, _ result: OpaquePointer?) {
        guard let result else {
            // The end of a statement's results; a Sync has none, so there it is a connection that has ended.
            if case .sync = reply { return lose(lostError()) }
            replies.removeFirst()
            if case .statement = reply { statementNumber += 1 }
            return
        }
        switch PQresultStatus(result) {
        case PGRES_PIPELINE_SYNC:
            PQclear(result)
            replies.removeFirst()
            finishExchange()
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            let rows = PostgresRows(result)
            if case .statement = reply { exchanges[0].rows.append(rows) }
        case PGRES_PIPELINE_ABORTED:
            PQclear(result)
            if case .prepare(let key, let name) = reply { cache.forget(key, name: name) }
            note(PostgresError(.aborted, "an earlier statement failed"))
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            PQclear(result)
            lose(PostgresError(.statement, "COPY goes through a lease's copy"))
        default:
            defer { PQclear(result) }
            if case .prepare(let key, let name) = reply { cache.forget(key, name: name) }
            let error = Self.error(of: result)
            if error.state == nil { return lose(lostError()) }
            if Self.isForgotten(result, error), !exchanges.isEmpty { exchanges[0].isForgotten = true }
            note(error)
        }
    }

    private func note(_ error: PostgresError) {
        if !exchanges.isEmpty { exchanges[0].note(error, ofStatement: statementNumber) }
    }

    /// Whether a prepared statement has to be prepared anew: a pooler or `DISCARD` took it, or a migration has changed
    /// the columns of its result.
    private static func isForgotten(_ result: OpaquePointer, _ error: PostgresError) -> Bool {
        if error.state == "26000" { return true }
        guard error.state == "0A000", let function = PQresultErrorField(result, Int32(UInt8(ascii: "R"))) else {
            return false
        }
        return String(cString: function) == "RevalidateCachedQuery"
    }

    private func finishExchange() {
        statementNumber = 0
        var exchange = exchanges.removeFirst()
        defer { tellIdlers() }
        guard exchange.isForgotten else { return exchange.finish() }
        if exchange.failure?.state == "26000" {
            for (key, name) in exchange.prepared { cache.forget(key, name: name) }
        } else if let number = exchange.failure?.statement, exchange.prepared.indices.contains(number) {
            let (key, name) = exchange.prepared[number]
            cache.forget(key, name: name, isKept: true)
        }
        // Where more is under way libpq says no more than that; but then this is no transaction's connection.
        if [PQTRANS_INTRANS, PQTRANS_INERROR].contains(PQtransactionStatus(handle)) {
            // What went before it in the transaction is not ours to repeat: whoever began it begins again.
            exchange.failure = exchange.failure.map {
                PostgresError(
                    .mustRetry, state: $0.state, "a prepared statement was forgotten", statement: $0.statement)
            }
            return exchange.finish()
        }
        guard exchange.repeats < Exchange.repeatsMaximum else { return exchange.finish() }
        exchange.repeats += 1
        exchange.isForgotten = false
        exchange.failure = nil
        exchange.rows = []
        tell(.repeated)
        send(exchange)
    }

    /// The server's error; libpq's own (no SQLSTATE) means that the connection is gone.
    static func error(of result: OpaquePointer) -> PostgresError {
        guard let state = PQresultErrorField(result, Int32(UInt8(ascii: "C"))) else {
            return PostgresError(.connectionLost, "the server closed the connection")
        }
        let text = PQresultErrorField(result, Int32(UInt8(ascii: "M"))).map { String(cString: $0) } ?? ""
        return PostgresError(state: String(cString: state), text: text)
    }
}
