internal import NIOCore

/// What a connection waits for, until when, and whether it outlives the present answer; no I/O.
///
/// Fed by ``ConnectionWatch``; every moment is one of the connection's event loop.
struct ConnectionState {
    /// What is due when the deadline has passed.
    enum Expiry: Equatable {
        case nothing
        case close
        /// A head was begun and has not ended: answered, then closed.
        case refuseHead
        /// A body has stalled: whoever reads it is told.
        case failBody
    }
    private let limits: ConnectionLimits
    /// Heads that were read and whose answers have not been written to the end.
    private var exchanges = 0
    /// Answers that were written to the end and have not all left.
    private var leaving = 0
    /// Whether the last request's body has not ended.
    private var isReading = false
    /// Of the body being read; nil when its length is not declared.
    private var bytesLeft: Int64?
    private var expectsContinue = false
    private var isAnswering = false
    private var closesAfterAnswer = false
    private var hasWrittenLastAnswer = false

    /// Since when there is neither a request nor an answer.
    private var idleSince: NIODeadline
    private var hasHeadBegun = false
    private var isFresh = true
    /// Since when bytes have been asked for and none came; nil while none are asked for.
    private var askedSince: NIODeadline?
    /// How far the answer had gone, and when that was found.
    private var progress: (bytes: Int, at: NIODeadline)?
    private var written = 0
    private var lingeringUntil: NIODeadline?
    private var lingeringReads = 0

    init(_ limits: ConnectionLimits, now: NIODeadline) {
        self.limits = limits
        idleSince = now
    }

    var isLingering: Bool { lingeringUntil != nil }
    /// Whether what the client still sends is thrown away.
    var isClosing: Bool { hasWrittenLastAnswer || isLingering }
    var isIdle: Bool { exchanges == 0 && leaving == 0 && !isReading && !isClosing }
}

/// What the client sends.
extension ConnectionState {
    /// Whether bytes may be read on; called each time that some are asked for.
    mutating func asksForBytes(now: NIODeadline) -> Bool {
        if isLingering {
            lingeringReads += 1
            return lingeringReads <= ConnectionLimits.lingeringReads
        }
        if askedSince == nil { askedSince = now }
        return true
    }

    /// Bytes came, of which no part of a request could be made yet.
    mutating func readFragment(now: NIODeadline) {
        guard isIdle, !hasHeadBegun else { return }
        hasHeadBegun = true
        idleSince = now
    }

    /// - Parameter length: of the body; nil when it is not declared.
    mutating func readHead(length: Int64?, expectsContinue: Bool, closes: Bool) {
        isFresh = false
        exchanges += 1
        isReading = true
        bytesLeft = length
        self.expectsContinue = expectsContinue && length != 0
        if closes { closesAfterAnswer = true }
        askedSince = nil
    }
    mutating func readBody(_ count: Int) {
        bytesLeft = bytesLeft.map { $0 - Int64(count) }
        expectsContinue = false
        askedSince = nil
    }
    mutating func readEnd(now: NIODeadline) {
        isReading = false
        askedSince = nil
        if exchanges == 0, leaving == 0 { becomeIdle(now) }
    }

    /// Nothing more can be made of what the client sends.
    mutating func failReading() {
        isReading = false
        closesAfterAnswer = true
    }
}

/// What the registry sends.
extension ConnectionState {
    /// Whether the client waits to be told that its body is wanted; true once.
    mutating func isToldToContinue() -> Bool {
        guard expectsContinue, !isAnswering else { return false }
        expectsContinue = false
        return true
    }

    /// Whether the answer that begins is the connection's last: what is left of the request is not worth reading.
    mutating func beginsAnswer(now: NIODeadline) -> Bool {
        isAnswering = true
        progress = (written, now)
        if exchanges <= 1, isReading {
            // Who waits to be told to go on may send the body or not: there is no saying where the next request begins.
            let isShort = bytesLeft.map { $0 <= ConnectionLimits.drainedBytes } ?? false
            if expectsContinue || !isShort { closesAfterAnswer = true }
        }
        expectsContinue = false
        return closesAfterAnswer && exchanges <= 1
    }
    mutating func writes(_ count: Int) { written &+= count }

    mutating func endsAnswer() {
        isAnswering = false
        exchanges = max(0, exchanges - 1)
        leaving += 1
        if exchanges == 0, closesAfterAnswer { hasWrittenLastAnswer = true }
    }

    /// The last byte of an answer has left.
    ///
    /// - Returns: whether the connection is to be closed now.
    mutating func sendsAnswer(now: NIODeadline) -> Bool {
        leaving -= 1
        guard leaving == 0, !isAnswering else { return false }
        progress = nil
        if hasWrittenLastAnswer { return true }
        if exchanges == 0, !isReading { becomeIdle(now) }
        return false
    }

    mutating func linger(now: NIODeadline) { lingeringUntil = now + TimeAmount(limits.lingering) }

    private mutating func becomeIdle(_ now: NIODeadline) {
        idleSince = now
        hasHeadBegun = false
    }
}

/// How long that may take.
extension ConnectionState {
    /// When to look again; nil while it is the registry's turn.
    var deadline: NIODeadline? {
        if let lingeringUntil { return lingeringUntil }
        if isIdle {
            let limit = hasHeadBegun ? limits.head : isFresh ? limits.opening : limits.idle
            return idleSince + TimeAmount(limit)
        }
        let body = isReading ? askedSince.map { $0 + TimeAmount(limits.body) } : nil
        let answer = progress.map { $0.at + TimeAmount(limits.answer) }
        if let body, let answer { return min(body, answer) }
        return body ?? answer
    }

    /// - Parameter pending: bytes that were written and that the system has not taken yet.
    mutating func expire(now: NIODeadline, pending: Int) -> Expiry {
        guard let deadline, deadline <= now else { return .nothing }
        if isLingering { return .close }
        if isIdle { return hasHeadBegun ? .refuseHead : .close }
        if isReading, let askedSince, askedSince + TimeAmount(limits.body) <= now {
            if exchanges == 0 || isAnswering { return .close }
            failReading()
            return .failBody
        }
        if let progress, progress.at + TimeAmount(limits.answer) <= now {
            let sent = written &- pending
            if pending > 0, sent == progress.bytes { return .close }
            self.progress = (sent, now)
        }
        return .nothing
    }
}
