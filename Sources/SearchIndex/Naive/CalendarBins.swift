internal import RegistryCore
package import RegistryQuery

/// Bins of a unit of the calendar over dates, in UTC.
package struct CalendarBins: Sendable, Hashable {
    /// Bins that an automatic unit gives at most, unless even years are more.
    package static let automaticMaximum = 50
    /// Bins of one histogram, whatever their unit: all years are fewer.
    package static let maximum = 10_000

    package let unit: Facet.CalendarUnit

    package init(_ unit: Facet.CalendarUnit) { self.unit = unit }

    /// The finest unit that needs at most ``automaticMaximum`` bins from `first` to `last`, else years.
    package init(from first: DateInstant, through last: DateInstant) {
        let units: [Facet.CalendarUnit] = [.hour, .day, .month, .quarter]
        let unit = units.first { unit in
            let bins = CalendarBins(unit)
            return bins.bin(of: last) - bins.bin(of: first) < Self.automaticMaximum
        }
        self.init(unit ?? .year)
    }

    /// The number of the bin that `instant` falls into; bins that follow each other have numbers that do.
    package func bin(of instant: DateInstant) -> Int {
        let hours = Self.quotient(Int(instant.seconds), 3_600)
        let days = Self.quotient(hours, 24)
        let date = CivilDate.from(days: Int64(days))
        let month = Int(date.year) * 12 + Int(date.month) - 1
        return switch unit {
        case .year: Int(date.year)
        case .quarter: Self.quotient(month, 3)
        case .month: month
        case .day: days
        case .hour: hours
        }
    }

    /// The moment at which a bin begins: `2026-01-01T00:00:00Z`.
    package func start(of bin: Int) -> String {
        let months: Int? =
            switch unit {
            case .year: bin * 12
            case .quarter: bin * 3
            case .month: bin
            case .day, .hour: nil
            }
        if let months {
            let year = Self.quotient(months, 12)
            return Self.spelling(year: year, month: months - year * 12 + 1, day: 1, hour: 0)
        }
        let days = unit == .hour ? Self.quotient(bin, 24) : bin
        let date = CivilDate.from(days: Int64(days))
        return Self.spelling(
            year: Int(date.year), month: Int(date.month), day: Int(date.day), hour: unit == .hour ? bin - days * 24 : 0)
    }

    private static func spelling(year: Int, month: Int, day: Int, hour: Int) -> String {
        "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(padded(hour, 2)):00:00Z"
    }
    private static func padded(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
    /// Rounded down.
    private static func quotient(_ value: Int, _ divisor: Int) -> Int {
        value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor)
    }
}
