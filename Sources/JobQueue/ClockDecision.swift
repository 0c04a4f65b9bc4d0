package import RegistryCore

/// What a schedule's past means now: which ticks become jobs, and how far its record moves on.
package struct ClockDecision: Sendable, Hashable {
    /// Those that become jobs, in order.
    package let ticks: [Timestamp]
    /// Nil when there is nothing to store.
    package let lastTick: Timestamp?

    /// - Parameters:
    ///   - record: nil for a schedule that was never seen: it begins now and owes nothing.
    ///   - isBusy: whether the job of the last tick waits or runs.
    package init(_ schedule: Schedule, record: ScheduleRecord?, isBusy: Bool, now: Timestamp) {
        guard let record else {
            (ticks, lastTick) = ([], now)
            return
        }
        let wanted = if case .runAll(let limit) = schedule.misfire { max(limit, 1) } else { 1 }
        let missed = Self.latest(wanted, of: schedule.when, after: record.lastTick, upTo: now)
        // Nothing is missed either where the clock was set back: what was dealt with stays so.
        guard let latest = missed.last, !(isBusy && schedule.overlap == .coalesce) else {
            (ticks, lastTick) = ([], nil)
            return
        }
        lastTick = latest
        // One that is late by less than a minute was not missed.
        ticks = schedule.misfire == .skip && latest + .seconds(60) <= now ? [] : missed
    }

    /// The last ticks of a stretch of time, however many it has.
    private static func latest(
        _ count: Int, of when: CronExpression, after start: Timestamp, upTo end: Timestamp
    ) -> [Timestamp] {
        var stretch = Duration.seconds(60)
        while true {
            let from = max(start, end - stretch)
            var ticks: [Timestamp] = []
            var moment = from
            while let tick = when.next(after: moment), tick <= end {
                ticks.append(tick)
                moment = tick
            }
            if ticks.count >= count || from == start { return Array(ticks.suffix(count)) }
            stretch *= 4
        }
    }
}
