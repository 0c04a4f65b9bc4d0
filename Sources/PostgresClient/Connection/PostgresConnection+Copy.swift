internal import CPostgres

/// One `COPY … FROM STDIN` under way.
struct CopyProgress {
    /// What the side that writes waits for: the server's readiness, room, or the end.
    var waiting: (@Sendable (Result<Int, PostgresError>) -> Void)?
    var hasStarted = false
    var hasEnded = false
    var failure: PostgresError?
    var affected = 0
}

extension PostgresConnection {
    typealias CopyAnswer = @Sendable (Result<Int, PostgresError>) -> Void

    /// Begins a copy; `sql` is a text of ours.
    func startCopy(_ sql: String, _ answer: @escaping CopyAnswer) {
        guard phase == .open else {
            return answer(.failure(PostgresError(.unavailable, "the connection is not open")))
        }
        guard setCopying(true), PQsendQuery(handle, sql) == 1 else {
            return answer(.failure(PostgresError(.other, "COPY cannot begin while something is under way")))
        }
        copy = CopyProgress(waiting: answer)
        flushLater()
        watchOver()
    }

    /// Takes some bytes of the copy; the answer comes when there is room for more.
    func copy(_ bytes: [UInt8], _ answer: @escaping CopyAnswer) {
        guard phase == .copying, copy?.hasStarted == true else {
            return answer(.failure(copy?.failure ?? PostgresError(.connectionLost, "the copy is over")))
        }
        let taken = bytes.withUnsafeBytes { bytes in
            PQputCopyData(
                handle, bytes.assumingMemoryBound(to: CChar.self).baseAddress, Int32(truncatingIfNeeded: bytes.count))
        }
        guard taken == 1 else {
            answer(.failure(lostError()))
            return lose(lostError())
        }
        copy?.waiting = answer
        flushLater()
        watchOver()
    }

    /// Ends the copy, or takes it back; the answer holds the number of rows.
    func endCopy(takingBack: Bool, _ answer: @escaping CopyAnswer) {
        guard phase == .copying else {
            return answer(.failure(copy?.failure ?? PostgresError(.connectionLost, "the copy is over")))
        }
        copy?.waiting = answer
        copy?.hasEnded = true
        guard PQputCopyEnd(handle, takingBack ? "given up" : nil) >= 0 else { return lose(lostError()) }
        flushLater()
        watchOver()
    }

    /// The bytes so far have gone out: the writer may go on.
    func copyHasRoom() {
        if copy?.hasStarted == true, copy?.hasEnded == false { answerCopy(.success(0)) }
    }

    private func answerCopy(_ result: Result<Int, PostgresError>) {
        let waiting = copy?.waiting
        copy?.waiting = nil
        waiting?(result)
    }

    func readCopy() {
        while phase == .copying, PQisBusy(handle) == 0 {
            guard let result = PQgetResult(handle) else { return finishCopy() }
            switch PQresultStatus(result) {
            case PGRES_COPY_IN:
                PQclear(result)
                copy?.hasStarted = true
                answerCopy(.success(0))
                return  // until the end, there is no other result to ask for
            case PGRES_COMMAND_OK:
                copy?.affected = PostgresRows(result).affected
            default:
                let error = Self.error(of: result)
                PQclear(result)
                if error.state == nil { return lose(lostError()) }
                if copy?.failure == nil { copy?.failure = error }
            }
        }
    }

    private func finishCopy() {
        guard setCopying(false) else { return lose(lostError()) }
        let ended = copy
        copy = nil
        ended?.waiting?(ended?.failure.map { .failure($0) } ?? .success(ended?.affected ?? 0))
    }
}
