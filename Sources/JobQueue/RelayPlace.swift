package import RegistryCore

/// How far a relay has looked through the waiting jobs.
package struct RelayPlace {
    /// A job that was committed up to so long after its due moment is found when that time is over.
    package static let lateness = Duration.seconds(5)
    /// The same, for transactions that are held up; one that takes longer is left to the sweep.
    package static let longLateness = Duration.seconds(120)
    /// A sweep that found the end begins again after this.
    package static let sweepPause = Duration.seconds(5)

    package private(set) var memory: String?
    /// Jobs due up to here were made known as they became due.
    package private(set) var fresh: DuePlace?
    /// The same, looked at again some seconds later for what was committed late.
    package private(set) var trailing: DuePlace?
    /// The same, minutes later.
    package private(set) var distant: DuePlace?
    package private(set) var sweep: DuePlace?
    package private(set) var nextSweep: Timestamp?
    /// Whether the dispatcher has forgotten everything, so that the sweep does not wait between pages.
    package private(set) var isHurried = false

    package init() {}

    /// Looks at the memory's name before anything is pushed into it.
    package mutating func see(_ memory: String, now: Timestamp) {
        guard memory != self.memory else { return }
        self.memory = memory
        isHurried = true
        sweep = nil
        nextSweep = nil
        // The sweep goes through all that is due now.
        fresh = .begin(now)
        trailing = .begin(now - Self.lateness)
        distant = .begin(now - Self.longLateness)
    }
    package mutating func madeKnown(upTo place: DuePlace) { fresh = place }
    package mutating func madeKnownAgain(upTo place: DuePlace) { trailing = place }
    package mutating func madeKnownAtLast(upTo place: DuePlace) { distant = place }

    /// A clock that was set back does not put it off.
    package func isSweepDue(_ now: Timestamp) -> Bool {
        nextSweep.map { $0 <= now || $0 > now + Self.sweepPause } ?? true
    }
    /// - Parameter last: of a page; nil when there is nothing behind it.
    package mutating func swept(upTo last: DuePlace?, now: Timestamp) {
        sweep = last
        nextSweep = last == nil ? now + Self.sweepPause : nil
        if last == nil { isHurried = false }
    }
}

extension DuePlace {
    /// Before every job that is due at `moment`; JobIDs of that moment all come behind it.
    package static func begin(_ moment: Timestamp) -> DuePlace {
        DuePlace(due: moment, id: JobID(lane: Lane(-1), id: RandomID()))
    }
}
